import socket


def hear(sock):
    data, address = sock.recvfrom(4096)
    print(f"{address[0]} writes: {data.decode()}")


def say(sock):
    host = input("Their IP: ")
    port = int(input("Their port: "))
    text = input("Your words: ")
    sock.sendto(text.encode(), (host, port))


sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", 7441))
while True:
    hear(sock)
    say(sock)
