import socket

inside = {}
desk = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
desk.bind(("127.0.0.1", 5472))
while True:
    letter, sender = desk.recvfrom(65535)
    kind, text = letter.decode()[0], letter.decode()[1:]
    if kind == "+":
        inside[sender] = text
    elif kind == "-":
        inside.pop(sender, None)
    elif sender in inside:
        print(inside[sender], "wrote", text)
        for other in inside:
            if other != sender:
                desk.sendto(f"{inside[sender]} wrote {text}".encode(), other)
