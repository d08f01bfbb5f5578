# CHAT CLIENT - UDP
import socket
UDP_IP = "172.16.10.227"
UDP_PORT = 12345
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    msg = input("Client : ")
    sock.sendto(msg.encode(), (UDP_IP, UDP_PORT))
    if msg.lower() == "exit":
        break
    data, addr = sock.recvfrom(1024)
    print("Server :", data.decode())
    if data.decode().lower() == "exit":
        break
sock.close()
