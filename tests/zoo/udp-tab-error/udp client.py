import socket

UDP_IP = "127.0.0.1"
UDP_PORT = 5005

print("UDP target IP: %s" % UDP_IP)
print("UDP target port: %s" % UDP_PORT)

sock = socket.socket(socket.AF_INET, # Internet
                     socket.SOCK_DGRAM) # UDP
while True:
    MESSAGE = input("Enter Message : ")
    sock.sendto(MESSAGE.encode(), (UDP_IP, UDP_PORT))
    if MESSAGE == "exit":
        break
    data, addr = sock.recvfrom(1024)
    print("Server : %s" % data.decode())
