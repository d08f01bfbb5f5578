import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", 41414))
everybody = []

while True:
    text, sender = sock.recvfrom(4096)
    if sender not in everybody:
        everybody.append(sender)
    print(sender[1], text.decode())
    for address in everybody:
        sock.sendto(b"* " + text, address)
