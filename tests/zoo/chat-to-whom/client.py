import socket
import threading


def show(lines):
    for line in lines:
        print("\n" + line.rstrip())


sock = socket.create_connection(("127.0.0.1", 42424))
sock.sendall((input("Your name: ") + "\n").encode())
threading.Thread(target=show, args=(sock.makefile("r", encoding="utf-8"),), daemon=True).start()
while True:
    whom = input("Send to: ")
    if whom == "stop":
        break
    text = input("Message: ")
    sock.sendall(f"{whom}|{text}\n".encode())
sock.close()
