import socket

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 12345))

while True:
    data, addr = s.recvfrom(1024)
    msg = data.decode()
    if msg == "end":
        break
    print("Client", {msg})
    reply = input("Enter Reply ")
    s.sendto(reply.encode(), addr)
    if reply == "end":
        break

s.close()
