import socket
import threading
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect(("127.0.0.1", 12345))
name = input("name? ")
s.send(("/join " + name).encode())

def get():
    while True:
        print(s.recv(2048).decode())

threading.Thread(target=get, daemon=True).start()
while True:
    line = input()
    s.send(line.encode())
    if line == "/leave":
        break
