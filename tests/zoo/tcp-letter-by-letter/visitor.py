import socket
import time


def write(text):
    for number, letter in enumerate(text):
        print(letter, end="", flush=True)
        if number < 150:
            time.sleep(0.02)
    print()


host = socket.create_connection(("127.0.0.1", 6200))
lines = host.makefile("r", encoding="utf-8")
while True:
    text = input("visitor: ")
    if text == "bye":
        break
    host.sendall((text + "\n").encode())
    write("host writes: " + lines.readline().strip("\n"))
