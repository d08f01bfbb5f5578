import socket
import threading

PORT = 2500
nick = input("Nickname: ")
answer = input("Use UDP instead of TCP? (y/n) ")
udp = answer.lower() in ("y", "yes")

if udp:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.connect(("127.0.0.1", PORT))
    sock.send(("NICK|" + nick).encode())
else:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.connect(("127.0.0.1", PORT))
    sock.send(nick.encode())


def reader():
    while True:
        try:
            data = sock.recv(1024)
        except OSError:
            break
        if not data:
            break
        print(data.decode())


threading.Thread(target=reader, daemon=True).start()

while True:
    text = input()
    if text == "exit":
        sock.send(b"BYE|" if udp else b"exit")
        break
    sock.send(("MSG|" + text if udp else text).encode())
sock.close()
