import socket

print("Write as many lines as you like. A single dot sends them, STOP ends.")


def letter():
    lines = []
    while True:
        line = input("... ")
        if line == "STOP":
            return None
        if line == ".":
            return "\0".join(lines)
        lines.append(line)


with socket.create_connection(("127.0.0.1", 5474)) as link:
    letters = link.makefile("r", encoding="utf-8", newline="\n")
    while (text := letter()) is not None:
        link.sendall((text + "\n").encode())
        answer = letters.readline()
        if not answer:
            break
        print("They answer:", answer.rstrip("\n").replace("\0", "\n"))
