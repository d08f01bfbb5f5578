import socket
HOST = "127.0.0.1"
PORT = "12345"
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    msg = input("client: ")
    s.sendto(msg.encode(), (HOST, PORT))
    if msg == "exit":
        break
    reply, addr = s.recvfrom(1024)
    print("server:", reply.decode())
