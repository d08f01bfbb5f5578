import socket
import time

temple = socket.create_server(("127.0.0.1", 8933))
while True:
    pilgrim, _ = temple.accept()
    with pilgrim:
        while asked := pilgrim.recv(4096):
            time.sleep(1.5)
            print("asked:", asked.decode())
            pilgrim.sendall(input("oracle: ").encode())
