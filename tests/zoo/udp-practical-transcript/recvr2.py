import socket

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server = ("127.0.0.1", 12345)

while True:
    msg = input("Enter Message ")
    s.sendto(msg.encode(), server)
    if msg == "end":
        break
    data, addr = s.recvfrom(1024)
    reply = data.decode()
    print({reply})
    if reply == "end":
        break

s.close()
