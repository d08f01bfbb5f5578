import socket
import struct

link = socket.socket()
link.connect(("127.0.0.1", 7219))
while True:
    line = input("you> ")
    if line == "stop":
        break
    data = line.encode()
    link.sendall(struct.pack("!I", len(data)) + data)
    size = struct.unpack("!I", link.recv(4))[0]
    print("them>", link.recv(size).decode())
link.close()
