import socket
import threading

name = input("Kullanıcı adı: ")
sock = socket.create_connection(("127.0.0.1", 47474))


def show():
    while data := sock.recv(4096):
        print(data.decode())


threading.Thread(target=show, daemon=True).start()
while (text := input()) != "q":
    sock.sendall(f"{name}: {text}".encode())
sock.close()
