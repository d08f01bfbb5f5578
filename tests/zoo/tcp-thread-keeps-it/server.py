import socket
import threading


def talk(link):
    while data := link.recv(4000):
        print("they>", data.decode())
        link.sendall(input("me> ").encode())
    link.close()


door = socket.create_server(("127.0.0.1", 7223))
while True:
    link, who = door.accept()
    threading.Thread(target=talk, args=(link,)).start()
