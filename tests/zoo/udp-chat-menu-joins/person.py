import socket
import threading

ROOM = ("127.0.0.1", 5472)
desk = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
desk.bind(("127.0.0.1", 0))
inside = False


def show():
    while True:
        print(desk.recv(65535).decode())


threading.Thread(target=show, daemon=True).start()
while True:
    pick = input("e = enter, w = write, q = quit: ")
    if pick == "e":
        if inside:
            print("you are inside")
        else:
            name = input("Under which name? ")
            desk.sendto(f"+{name}".encode(), ROOM)
            inside = True
    elif pick == "w" and not inside:
        print("enter first")
    elif pick == "w":
        desk.sendto(("*" + input("Text: ")).encode(), ROOM)
    elif pick == "q":
        desk.sendto(b"-", ROOM)
        break
    else:
        print("e, w or q")
