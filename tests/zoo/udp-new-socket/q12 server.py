import socket
sock=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
sock.bind(("0.0.0.0",12345))
print("Server listening on 12345")
while True:
    data,addr=sock.recvfrom(1024)
    print("From client:",data.decode())
    reply=input("Reply:")
    sock.sendto(reply.encode(),addr)
    if reply=="bye":
        break
