import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", 7442))
while True:
    text = input("Your words: ")
    sock.sendto(text.encode(), (input("To which IP? "), int(input("To which port? "))))
    data, address = sock.recvfrom(4096)
    print(f"{address[0]} writes: {data.decode()}")
