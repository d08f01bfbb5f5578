from socket import *
from threading import *

name = input("Your name: ")
sock = socket(AF_INET, SOCK_STREAM)
sock.bind(('127.0.0.1', 6666))
sock.listen()
conn, adr = sock.accept()

class Recv(Thread):
    def run(self):
        while True:
            try:
                m = conn.recv(1024).decode()
            except:
                break
            if not m:
                break
            print(m)

Recv().start()
while True:
    m = input(name + "> ")
    conn.send((name + ": " + m).encode())
    if m == "exit":
        conn.close()
        break
