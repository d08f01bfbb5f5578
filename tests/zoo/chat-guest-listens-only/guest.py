import socket

link = socket.create_connection(("127.0.0.1", 7244))


def hear():
    while True:
        data = link.recv(4000)
        if not data:
            break
        print(data.decode())


hear()
while True:
    line = input()
    if line == "stop":
        break
    link.sendall(line.encode())
link.close()
