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


with socket.create_server(("127.0.0.1", 5471)) as door:
    while True:
        link, _ = door.accept()
        with link, link.makefile("r", encoding="utf-8", newline="\n") as lines:
            try:
                for line in lines:
                    print("guest says", line.rstrip("\n"))
                    if (text := next_line()) is None:
                        break
                    link.sendall(f"{text}\n".encode())
            except ConnectionError:
                pass
