import socket

guests = set()
relay = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
relay.bind(("127.0.0.1", 7517))
while True:
    line, sender = relay.recvfrom(4096)
    guests.add(sender)
    print(sender, line.decode())
    for guest in guests:
        if guest != sender:
            relay.sendto(line, sender)
