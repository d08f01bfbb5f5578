import socket

END = b"|"
door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("127.0.0.1", 7370))
door.listen()


def hear(guest):
    kept = b""
    while END not in kept:
        part = guest.recv(512)
        if not part:
            return "end"
        kept += part
    return kept.partition(END)[0].decode()


def say(guest):
    print("me: ", end="")
    text = input()
    guest.sendall(text.encode() + END)
    return text


def talk(guest):
    while (text := hear(guest)) != "end":
        print("guest:", text)
        if say(guest) == "end":
            break
    guest.close()


going_on = True
while going_on:
    guest, _ = door.accept()
    talk(guest)
    print("Shall another guest come in (y)? ", end="")
    answer = input()
    if answer == "y" or answer == "Y":
        print("The door is open.")
    else:
        going_on = False
