"""Sources: a program of one file, or with files that it imports, as the grader reads it, for the tests of hints."""
from lab12.finder.source import read
from lab12.grader.reading import Source

HALL = "import socket, threading\nhall = socket.create_server(('127.0.0.1', 5000))\n"
CALL = "import socket, threading\nlink = socket.create_connection(('127.0.0.1', 5000))\n"
PASSES_ON = "people = []\ndef talk(one):\n    while data := one.recv(999):\n        print(data)\n        for other " \
    "in people:\n            if other is not one:\n                other.sendall(data)\n"


def source(text, role="server", name="a.py", modules=()):
    """Return the Source of a text that is one script; `modules` are (name, text) of what it imports."""
    [script] = read(name, text, modules)
    return Source(script, role)
