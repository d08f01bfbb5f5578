import socket
import threading

hub = ("127.0.0.1", 6300)
ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
ear.bind(("127.0.0.1", 0))


def listen():
    while True:
        try:
            words, _ = ear.recvfrom(5000)
            print("somebody says", words.decode())
        except OSError:
            continue


threading.Thread(target=listen).start()
ear.sendto(b"good morning", hub)
while True:
    text = input()
    ear.sendto(text.encode(), hub)
    if text == "off":
        ear.close()
        break
