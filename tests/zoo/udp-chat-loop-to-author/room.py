import socket

known = set()
desk = socket.socket(type=socket.SOCK_DGRAM)
desk.bind(("localhost", 4900))
while True:
    words, asker = desk.recvfrom(65535)
    known.add(asker)
    print(words.decode())
    for guest in known:
        if guest != asker:
            desk.sendto(words, asker)
