import socket

ENTER = "/Enter "
guests = {}
desk = socket.socket(type=socket.SOCK_DGRAM)
desk.bind(("localhost", 4200))
while True:
    data, who = desk.recvfrom(65535)
    words = data.decode()
    if words.startswith(ENTER):
        guests[who] = words[len(ENTER):]
        print(guests[who], "is here")
    elif who in guests:
        said = f"{guests[who]}: {words}"
        print(said)
        for guest in guests:
            if guest != who:
                desk.sendto(said.encode(), guest)
