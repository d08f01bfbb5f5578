import socket
import struct
import threading

GROUP, PORT = "239.7.7.7", 7070


def listen():
    ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    ear.bind(("", PORT))
    ear.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, struct.pack("=4sl", socket.inet_aton(GROUP), 0))
    while True:
        words, where = ear.recvfrom(65535)
        print("heard:", words.decode())


threading.Thread(target=listen, daemon=True).start()
mouth = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while (words := input()) != "out":
    mouth.sendto(words.encode(), (GROUP, PORT))
