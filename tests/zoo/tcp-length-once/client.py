import socket

link = socket.socket()
link.connect(("127.0.0.1", 7229))
while True:
    line = input("you> ")
    if line == "stop":
        break
    data = line.encode()
    link.sendall(len(data).to_bytes(2, "big") + data)
    print("them>", link.recv(int.from_bytes(link.recv(2), "big")).decode())
link.close()
