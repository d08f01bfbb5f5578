import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    msg = input("message: ")
    s.sendto(msg.encode(), ("127.0.0.1", 12345))
    if msg == "exit":
        break
    print("server:", s.recvfrom(1024)[0].decode())
s.close()
