import socket

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
HOST = 'localhost'
PORT = 5432
server_address = (HOST, PORT)
print("UDP chat server on", server_address)

while True:
    data, address = s.recvfrom(1024)
    print("Client:", data.decode())
    if data.decode() == 'bye':
        break
    msg = input("Server: ")
    s.sendto(msg.encode(), address)
    if msg == 'bye':
        break
s.close()
