# CHAT SERVER - UDP
import socket
UDP_IP = "172.16.10.227"
UDP_PORT = 12345
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind((UDP_IP, UDP_PORT))
print("UDP server is ready")
while True:
    data, addr = sock.recvfrom(1024)
    print("Client :", data.decode())
    if data.decode().lower() == "exit":
        print("client disconnected")
        break
    msg = input("Server : ")
    sock.sendto(msg.encode(), addr)
    if msg.lower() == "exit":
        break
sock.close()
