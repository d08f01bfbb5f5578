import socket

box, members = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), {}
box.bind(("127.0.0.1", 33334))
while True:
    data, who = box.recvfrom(65535)
    word, _, rest = data.decode().partition(" ")
    if word == "JOIN":
        if rest in members.values():
            box.sendto(b"that name is taken", who)
            continue
        members[who] = rest
        box.sendto(b"welcome", who)
    elif word == "SAY" and who in members:
        print(members[who], rest)
        for other in members:
            if other != who:
                box.sendto(f"{members[who]}: {rest}".encode(), other)
    elif word == "PART":
        members.pop(who, None)
