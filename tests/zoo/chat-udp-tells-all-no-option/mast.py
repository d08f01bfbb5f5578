import socket

EVERY_SHIP = ("<broadcast>", 7412)
mast = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
mast.bind(("", 7411))
while True:
    data, ship = mast.recvfrom(65535)
    heard = data.decode()
    print(ship[1], heard)
    mast.sendto(heard.encode(), EVERY_SHIP)
