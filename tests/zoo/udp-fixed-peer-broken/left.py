import socket
import threading

MINE = ("127.0.0.1", 7391)
HIS = ("127.0.0.1", 7392)
wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
wire.bind(MINE)


def listen():
    while True:
        data, _ = wire.recvfrom(1024)
        print("right:", data.decode())


threading.Thread(target=listen, daemon=True).start()
while True:
    text = input("left: ")
    wire.sendto(text.encode(), HIS)
    if text == "bye":
        break
