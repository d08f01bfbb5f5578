import socket, threading, os

c = socket.socket()
c.connect(("localhost", 3333))

def screen():
    while 1:
        d = c.recv(2000)
        if not d:
            print("Connection closed.")
            os._exit(0)
        print(d.decode(), end="", flush=True)

threading.Thread(target=screen, daemon=True).start()
while 1:
    c.send((input() + "\n").encode())
