import socket
import time


def write(text):
    for number, letter in enumerate(text):
        print(letter, end="", flush=True)
        if number < 150:
            time.sleep(0.02)
    print()


door = socket.create_server(("127.0.0.1", 6200))
while True:
    visitor, address = door.accept()
    lines = visitor.makefile("r", encoding="utf-8")
    for line in lines:
        write("visitor writes: " + line.strip("\n"))
        visitor.sendall((input("host: ") + "\n").encode())
    visitor.close()
