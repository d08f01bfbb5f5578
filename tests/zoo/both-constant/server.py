from socket import *

# change here to switch the protocol: "TCP" or "UDP"
# (must be the same in client.py)
PROTOCOL = "UDP"
PORT = 15000

if PROTOCOL == "TCP":
    s = socket(AF_INET, SOCK_STREAM)
    s.bind(("", PORT))
    s.listen(1)
    print("The TCP server is ready")
    connection, address = s.accept()
    while True:
        sentence = connection.recv(1024).decode()
        if not sentence:
            break
        print("From client:", sentence)
        connection.send(input("Reply: ").encode())
    connection.close()
else:
    s = socket(AF_INET, SOCK_DGRAM)
    s.bind(("", PORT))
    print("The UDP server is ready")
    while True:
        message, address = s.recvfrom(2048)
        print("From client:", message.decode())
        s.sendto(input("Reply: ").encode(), address)
