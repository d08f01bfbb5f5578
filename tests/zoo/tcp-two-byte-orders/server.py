import socket
import struct

door = socket.socket()
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("127.0.0.1", 7219))
door.listen(3)
while True:
    link, who = door.accept()
    while True:
        head = link.recv(4)
        if not head:
            break
        size, data = struct.unpack("<I", head)[0], b""
        while len(data) < size:
            data += link.recv(size - len(data))
        print("they>", data.decode())
        answer = input("me> ").encode()
        link.sendall(struct.pack("<I", len(answer)) + answer)
    link.close()
