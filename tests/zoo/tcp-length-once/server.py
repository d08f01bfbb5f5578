import socket

door = socket.socket()
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("127.0.0.1", 7229))
door.listen(3)
while True:
    link, who = door.accept()
    while True:
        head = link.recv(2)
        if not head:
            break
        data = link.recv(int.from_bytes(head, "big"))
        print("they>", data.decode())
        answer = input("me> ").encode()
        link.sendall(len(answer).to_bytes(2, "big") + answer)
    link.close()
