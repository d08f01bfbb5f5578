import socket

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
HOST = 'localhost'
PORT = 5432

while True:
    msg = input("Client: ")
    s.sendto(msg.encode(), (HOST, PORT))
    if msg == 'bye':
        break
    data, address = s.recvfrom(1024)
    print("Server:", data.decode())
    if data.decode() == 'bye':
        break
s.close()
