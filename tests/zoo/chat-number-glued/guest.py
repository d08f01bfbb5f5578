import socket
import threading

lounge = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
lounge.connect(("localhost", 6420))
print(lounge.recv(2048).decode())
seat = int(lounge.recv(2048))
print("you sit at", seat)


def hear():
    while words := lounge.recv(2048):
        print(words.decode())


threading.Thread(target=hear, daemon=True).start()
while (line := input()) != "bye":
    lounge.send(line.encode())
lounge.close()
