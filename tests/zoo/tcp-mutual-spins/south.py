import socket
import threading

ear = socket.create_server(("127.0.0.1", 8822))


def hear():
    while True:
        north, _ = ear.accept()
        with north:
            while words := north.recv(4096):
                print("north:", words.decode())


threading.Thread(target=hear, daemon=True).start()
while True:
    mouth = socket.socket()
    if mouth.connect_ex(("127.0.0.1", 8811)) == 0:
        break
    mouth.close()
while (words := input()) != "quit":
    mouth.sendall(words.encode())
mouth.close()
