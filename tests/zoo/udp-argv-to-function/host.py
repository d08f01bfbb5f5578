import socket


def answer(address="127.0.0.1", number=5310):
    desk = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    desk.bind((address, number))
    while True:
        words, guest = desk.recvfrom(65535)
        print("guest:", words.decode())
        desk.sendto(input("host: ").encode(), guest)


answer()
