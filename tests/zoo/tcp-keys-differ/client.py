import socket

SHIFT = 3


def shifted(text, by):
    return "".join(chr((ord(c) - 97 + by) % 26 + 97) if "a" <= c <= "z" else c for c in text)


link = socket.create_connection(("127.0.0.1", 3132))
with link, link.makefile("r", encoding="utf-8") as lines:
    while (text := input("Message: ")) != "exit":
        link.sendall((shifted(text, SHIFT) + "\n").encode())
        print("Server:", shifted(lines.readline().rstrip("\n"), -SHIFT))
