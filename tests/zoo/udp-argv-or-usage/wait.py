import socket
import sys


class Waiter:
    def __init__(self, place):
        self.box = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.box.bind(place)

    def work(self):
        while True:
            data, friend = self.box.recvfrom(65535)
            print("Client", {data.decode()})
            self.box.sendto(input("Enter Reply ").encode(), friend)


def main(host, port):
    Waiter((host, port)).work()


if len(sys.argv) == 3:
    main(sys.argv[1], int(sys.argv[2]))
else:
    print("how to start it: python wait.py address number")
