import socket
import threading

SERVER = "127.0.0.1", 33334
box = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    box.sendto(f"JOIN {input('Your name: ')}".encode(), SERVER)
    answer = box.recvfrom(65535)[0].decode()
    if answer == "welcome":
        break
    print(answer)


def show():
    while True:
        print(box.recvfrom(65535)[0].decode())


threading.Thread(target=show, daemon=True).start()
while (text := input()) != "/part":
    box.sendto(f"SAY {text}".encode(), SERVER)
box.sendto(b"PART", SERVER)
