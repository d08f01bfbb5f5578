import socket
import sys


def talk(address, number):
    box = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    while True:
        text = input("Enter Message ")
        if text == "exit":
            return
        box.sendto(text.encode(), (address, number))
        print({box.recvfrom(65535)[0].decode()})


if len(sys.argv) == 3:
    talk(sys.argv[1], int(sys.argv[2]))
else:
    print("how to start it: python ask.py address number")
