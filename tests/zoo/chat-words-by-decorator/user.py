import socket
import threading

WORDS = {}


def word(text):
    def keep(function):
        WORDS[text] = function
        return function
    return keep


class Session:
    link = None
    open = True


def show():
    for line in Session.link.makefile("r", encoding="utf-8"):
        print(line.strip())


@word("DIAL")
def dial(host, port, name):
    Session.link = socket.create_connection((host, int(port)))
    Session.link.sendall(f"I {name}\n".encode())
    threading.Thread(target=show, daemon=True).start()


@word("TELL")
def tell(*rest):
    Session.link.sendall(("T " + " ".join(rest) + "\n").encode())


@word("OVER")
def over():
    Session.open = False


while Session.open:
    parts = input("% ").split()
    if not parts or parts[0] not in WORDS:
        print("DIAL host port name, TELL text or OVER")
        continue
    try:
        WORDS[parts[0]](*parts[1:])
    except TypeError:
        print("DIAL host port name, TELL text or OVER")
    except (OSError, AttributeError) as error:
        print("no line:", error)
