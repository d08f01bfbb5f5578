from socket import *

# change here to switch the protocol: "TCP" or "UDP"
# (must be the same in server.py)
PROTOCOL = "UDP"
SERVER = "localhost"
PORT = 15000

if PROTOCOL == "TCP":
    s = socket(AF_INET, SOCK_STREAM)
    s.connect((SERVER, PORT))
    while True:
        sentence = input("Message: ")
        if sentence == "end":
            break
        s.send(sentence.encode())
        print("From server:", s.recv(1024).decode())
    s.close()
else:
    s = socket(AF_INET, SOCK_DGRAM)
    while True:
        message = input("Message: ")
        if message == "end":
            break
        s.sendto(message.encode(), (SERVER, PORT))
        reply, address = s.recvfrom(2048)
        print("From server:", reply.decode())
    s.close()
