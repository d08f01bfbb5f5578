import socket

ACCOUNTS = {"alice": "a1", "bob": "b1", "carol": "c1"}
IP = input("Server IP: ")
PORT = int(input("Server port: "))

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind((IP, PORT))
users = dict()
print("chatroom open")

def to_all(text, sender):
    for address in users.keys():
        if address == sender:
            continue
        sock.sendto(text.encode(), address)

while True:
    packet, address = sock.recvfrom(65535)
    words = packet.decode().split(" ")
    if words[0] == "LOGIN":
        if ACCOUNTS.get(words[1]) == words[2]:
            users[address] = words[1]
            sock.sendto(b"OK", address)
            print(words[1], "logged in")
            to_all(words[1] + " is online", address)
        else:
            sock.sendto(b"DENIED", address)
    elif address in users:
        if words[0] == "/bye":
            print(users[address], "logged out")
            del users[address]
        else:
            line = users[address] + ": " + " ".join(words)
            print(line)
            to_all(line, address)
