import socket
HOST = "127.0.0.1"
PORT = "12345"
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind((HOST, PORT))
print("server ready")
while True:
    msg, addr = s.recvfrom(1024)
    print("client:", msg.decode())
    reply = input("server: ")
    s.sendto(reply.encode(), addr)
    if reply == "exit":
        break
