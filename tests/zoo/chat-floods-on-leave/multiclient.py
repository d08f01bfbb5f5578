import socket
from threading import Thread
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", 12345))
name = input("Enter your name: ")

def listen():
    while True:
        m = s.recv(1024).decode()
        print("\n" + m)

t = Thread(target=listen)
t.daemon = True
t.start()
while True:
    m = input()
    if m == "q":
        break
    s.send((name + ": " + m).encode())
s.close()
