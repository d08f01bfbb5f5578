from socket import *
from threading import *

name = input("Your name: ")
sock = socket(AF_INET, SOCK_STREAM)
sock.connect(('127.0.0.1', 6666))

class Recv(Thread):
    def run(self):
        while True:
            try:
                m = sock.recv(1024).decode()
            except:
                break
            if not m:
                break
            print(m)

Recv().start()
while True:
    m = input(name + "> ")
    sock.send((name + ": " + m).encode())
    if m == "exit":
        sock.close()
        break
