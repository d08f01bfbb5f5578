import socket

UDP_IP = "127.0.0.1"
UDP_PORT = 5005

sock = socket.socket(socket.AF_INET, # Internet
                     socket.SOCK_DGRAM) # UDP
sock.bind((UDP_IP, UDP_PORT))
print("Server started")

while True:
    data, addr = sock.recvfrom(1024) # buffer size is 1024 bytes
    print("Client : %s" % data.decode())
    if data.decode() == "exit":
    	print("Client left")
    	break
	reply = input("Enter Reply : ")
    sock.sendto(reply.encode(), addr)
