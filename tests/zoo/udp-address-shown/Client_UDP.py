import socket

serverAddressPort   = ("127.0.0.1", 20001)
bufferSize          = 1024

UDPClientSocket = socket.socket(family=socket.AF_INET, type=socket.SOCK_DGRAM)

while True:
    msgFromClient = input("Message: ")
    if msgFromClient == "stop":
        break
    UDPClientSocket.sendto(str.encode(msgFromClient), serverAddressPort)
    msgFromServer = UDPClientSocket.recvfrom(bufferSize)
    print(f"Message from Server {msgFromServer[1]}: {msgFromServer[0].decode()}")
