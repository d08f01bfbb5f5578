import socket

door = socket.socket()
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("127.0.0.1", 444))
door.listen(3)
while True:
    link, who = door.accept()
    while True:
        data = link.recv(4000)
        if not data:
            break
        print("they>", data.decode())
        link.sendall(input("me> ").encode())
    link.close()
