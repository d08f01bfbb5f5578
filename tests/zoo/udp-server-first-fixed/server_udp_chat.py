import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 12345))
client = ("127.0.0.1", 12346)
print("UDP chat server. type q to quit")
while True:
    msg = input("Server msg : ")
    s.sendto(msg.encode(), client)
    if msg == "q":
        break
    data, addr = s.recvfrom(1024)
    print("Client msg :", data.decode())
