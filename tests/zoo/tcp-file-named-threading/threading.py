import socket
import threading

door = socket.socket()
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("127.0.0.1", 7217))
door.listen(3)


def talk(link):
    while True:
        data = link.recv(4000)
        if not data:
            break
        print("they>", data.decode())
        link.sendall(input("me> ").encode())
    link.close()


while True:
    link, who = door.accept()
    threading.Thread(target=talk, args=(link,)).start()
