# Sprechfunk: man spricht, bis man "kommen" sagt, dann hört man zu. "ende" hört auf. Aufruf: radio.py turm | flieger
import socket
import sys

PORT = 14442


def sprechen(link):
    while True:
        satz = input("ich: ")
        link.sendall(f"{satz}\n".encode())
        if satz == "kommen":
            return True
        if satz == "ende":
            return False


def zuhoeren(zeilen):
    while True:
        satz = zeilen.readline()
        if satz in ("", "ende\n"):
            print("(Stille)")
            return False
        if satz == "kommen\n":
            return True
        print("Gegenstelle:", satz.rstrip("\n"))


if len(sys.argv) != 2 or sys.argv[1] not in ("turm", "flieger"):
    sys.exit("Aufruf: radio.py turm | flieger")
if sys.argv[1] == "turm":
    tor = socket.create_server(("127.0.0.1", PORT))
    link, _ = tor.accept()
    mit = link.makefile(encoding="utf-8")
    while zuhoeren(mit) and sprechen(link):
        pass
else:
    link = socket.create_connection(("127.0.0.1", PORT))
    mit = link.makefile(encoding="utf-8")
    while sprechen(link) and zuhoeren(mit):
        pass
