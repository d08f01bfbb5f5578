import socket
import threading

ear = socket.create_server(("127.0.0.1", 8811))


def hear():
    while True:
        south, _ = ear.accept()
        with south:
            while words := south.recv(4096):
                print("south:", words.decode())


threading.Thread(target=hear, daemon=True).start()
while True:
    mouth = socket.socket()
    if mouth.connect_ex(("127.0.0.1", 8822)) == 0:
        break
    mouth.close()
while (words := input()) != "quit":
    mouth.sendall(words.encode())
mouth.close()
