import socket

line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
line.settimeout(1)
number = 0
while True:
    text = input("left: ")
    if text == "stop":
        break
    number += 1
    line.sendto(f"{number} {text}".encode(), ("127.0.0.1", 6442))
    while True:
        try:
            answer, sender = line.recvfrom(4096)
        except TimeoutError:
            line.sendto(f"{number} {text}".encode(), ("127.0.0.1", 6442))
            continue
        if answer.decode().startswith(f"{number} "):
            print("right:", answer.decode().partition(" ")[2])
            break
