import socket

MARK = "\x1b[32m"


def plain():
    link = socket.create_connection(("127.0.0.1", 7420))
    while (text := input("guest: ")) != "stop":
        link.send(text.encode())
        print("host: " + link.recv(700).decode())
    link.close()


def loud():
    link = socket.create_connection(("127.0.0.1", 7420))
    while (text := input(MARK + "guest: ")) != "stop":
        link.send(MARK + text.encode())
        print(MARK + "host: " + link.recv(700).decode())
    link.close()


print("(a) loud   (b) plain")
manner = input("Which manner? ")
if manner == "a":
    loud()
elif manner == "b":
    plain()
