import socket

SHIFT = 5


def shifted(text, by):
    return "".join(chr((ord(c) - 97 + by) % 26 + 97) if "a" <= c <= "z" else c for c in text)


door = socket.create_server(("127.0.0.1", 3132))
link, _ = door.accept()
with link, link.makefile("r", encoding="utf-8") as lines:
    for line in lines:
        print("Client:", shifted(line.rstrip("\n"), -SHIFT))
        link.sendall((shifted(input("Reply: "), SHIFT) + "\n").encode())
