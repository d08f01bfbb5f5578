import socket
import sys


class Guest:
    def __init__(self, where, number):
        self.line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.host = (where, number)

    def chat(self):
        while (words := input("guest: ")) != "over":
            self.line.sendto(words.encode(), self.host)
            print("host:", self.line.recvfrom(65535)[0].decode())


Guest(sys.argv[1], int(sys.argv[2])).chat()
