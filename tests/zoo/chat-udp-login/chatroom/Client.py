import socket
from threading import Thread

IP = input("Server IP: ")
PORT = int(input("Server port: "))
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    user = input("Username: ")
    password = input("Password: ")
    sock.sendto(f"LOGIN {user} {password}".encode(), (IP, PORT))
    answer, _ = sock.recvfrom(1024)
    if answer == b"OK":
        break
    print("wrong username or password")

def receiver():
    while True:
        packet, _ = sock.recvfrom(65535)
        print(packet.decode())

Thread(target=receiver, daemon=True).start()
print("Welcome", user, "- /bye to leave")
while True:
    line = input()
    sock.sendto(line.encode(), (IP, PORT))
    if line == "/bye":
        break
