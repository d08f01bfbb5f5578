import socket

MARK = "\x1b[32m"


def plain():
    door = socket.create_server(("127.0.0.1", 7420))
    guest, _ = door.accept()
    while text := guest.recv(700).decode():
        print("guest: " + text)
        guest.send(input("host: ").encode())


def loud():
    door = socket.create_server(("127.0.0.1", 7420))
    guest, _ = door.accept()
    while text := guest.recv(700).decode():
        print(MARK + "guest: " + text)
        guest.send(input(MARK + "host: ").encode())


print("(a) loud   (b) plain")
manner = input("Which manner? ")
if manner == "a":
    loud()
elif manner == "b":
    plain()
