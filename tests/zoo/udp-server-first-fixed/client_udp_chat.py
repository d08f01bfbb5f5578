import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 12346))
server = ("127.0.0.1", 12345)
print("waiting for server")
while True:
    data, addr = s.recvfrom(1024)
    print("Server msg :", data.decode())
    if data.decode() == "q":
        break
    msg = input("Client msg : ")
    s.sendto(msg.encode(), server)
