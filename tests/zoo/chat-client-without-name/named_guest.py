import socket
import threading

link = socket.create_connection(("127.0.0.1", 7462))
link.sendall(input("Name: ").encode())


def listen():
    while heard := link.recv(1024):
        print(heard.decode())


threading.Thread(target=listen, daemon=True).start()
while (text := input("> ")) != "leave":
    link.sendall(text.encode())
link.close()
