import socket
from config import HOST, PORT

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    msg = input("You: ")
    s.sendto(msg.encode(), (HOST, PORT))
    data, addr = s.recvfrom(1024)
    print("Server:", data.decode())
