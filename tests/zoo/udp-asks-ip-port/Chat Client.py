import socket

ip = input("Enter server IP : ")
port = int(input("Enter port number : "))
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    msg = input("Client -> ")
    s.sendto(msg.encode(), (ip, port))
    if msg in ("exit", "quit"):
        break
    data, addr = s.recvfrom(1024)
    print("Server -> " + data.decode())
s.close()
