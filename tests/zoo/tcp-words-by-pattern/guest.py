import re
import socket

PATTERN = re.compile(r"^:(?P<word>[a-z]+)(?: (?P<rest>.*))?$")
HELP = "what can be typed is  :line TEXT  or  :end"


def next_line():
    while True:
        found = PATTERN.match(input(": "))
        if found and found["word"] == "end":
            return None
        if found and found["word"] == "line" and found["rest"]:
            return found["rest"]
        print(HELP)


with socket.create_connection(("127.0.0.1", 5471)) as link:
    lines = link.makefile("r", encoding="utf-8", newline="\n")
    while (text := next_line()) is not None:
        link.sendall(f"{text}\n".encode())
        if not (line := lines.readline()):
            break
        print("host says", line.rstrip("\n"))
