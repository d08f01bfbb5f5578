import socket


def lines_until_dot():
    lines = []
    while (line := input("... ")) != ".":
        lines.append(line)
    return "\n".join(lines)


with socket.create_server(("127.0.0.1", 5474)) as door:
    while True:
        link, _ = door.accept()
        with link, link.makefile("r", encoding="utf-8", newline="\n") as letters:
            try:
                for letter in letters:
                    print("They write:", letter.rstrip("\n").replace("\0", "\n"))
                    link.sendall(lines_until_dot().replace("\n", "\0").encode() + b"\n")
            except ConnectionError:
                pass
        print("They have left")
