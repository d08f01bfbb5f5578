import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    line = input("Say something (Enter: only look) > ")
    if line == "quit":
        break
    if line:
        sock.sendto(line.encode(), ("127.0.0.1", 41414))
    print(sock.recv(4096).decode())
