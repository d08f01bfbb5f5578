import socket
import threading

table = socket.create_connection(("127.0.0.1", 7633))


def listen():
    with table.makefile("r", encoding="utf-8") as lines:
        for line in lines:
            print("other:", line.rstrip("\n"))


threading.Thread(target=listen, daemon=True).start()
while True:
    line = input()
    table.sendall((line + "\n").encode())
    if line == "leave":
        break
table.close()
