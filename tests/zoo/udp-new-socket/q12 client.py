import socket
while True:
    message=input("Message (bye to end):")
    sock=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
    sock.sendto(message.encode(),("192.168.43.17",12345))
    if message=="bye":
        break
    data,addr=sock.recvfrom(1024)
    print("From server:",data.decode())
    sock.close()
