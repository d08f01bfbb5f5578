import socket

line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
line.bind(("127.0.0.1", 6442))
lost, last, answer = set(), None, b""
while True:
    data, sender = line.recvfrom(4096)
    number, text = data.decode().split(" ", 1)
    if int(number) % 3 == 1 and (sender, number) not in lost:
        lost.add((sender, number))
        continue  # lost on purpose, once
    if (sender, number) != last:
        print("left:", text)
        answer = f"{number} {input('right: ')}".encode()
        last = sender, number
    line.sendto(answer, sender)
