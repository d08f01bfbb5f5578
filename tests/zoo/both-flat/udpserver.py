import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 12345))
print("UDP server waiting")
while True:
    msg, addr = s.recvfrom(1024)
    if msg.decode() == "exit":
        break
    print("client:", msg.decode())
    s.sendto(input("reply: ").encode(), addr)
s.close()
