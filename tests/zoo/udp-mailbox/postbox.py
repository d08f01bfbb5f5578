import socket

PORT = 7461
office = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
office.bind(("127.0.0.1", PORT))
letters = {}  # name -> what has been left for it
known = {}
print("post office open")
while True:
    datagram, sender = office.recvfrom(2048)
    order, name, *rest = datagram.decode().split(";", 2)
    if order == "I_AM":
        known[name] = sender
        office.sendto(f"hello {name}".encode(), sender)
    elif order == "LEAVE":
        letters.setdefault(name, []).append(rest[0])
        office.sendto(b"taken", sender)
    elif order == "FETCH":
        office.sendto("\n".join(letters.pop(name, ["nothing for you"])).encode(), sender)
