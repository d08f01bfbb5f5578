#!/usr/bin/env bash
# deepcsim 0.1.2: two students who hand in the same script are not reported if the script has no function.
#
# Its documentation says "Scan a directory for code duplicates", and that it works by "Abstract Syntax Tree (AST)
# analysis". What was seen: jane/server.py and bob/server.py are the same file, a server written from top to bottom, as
# beginners write them. "Total Similar Pairs Found" is 0. With the same lines in a function it is 1, of 100 %. Files are
# compared function by function, and a pair without one is left out before the hashes of the files are looked at.
# compare_source() of the two gives no result either.
# Whoever looks for copies with it should put what is outside functions into one first.
# The kit's twins compare whole programs (lab12/classroom/twins.py).
# It needs Python 3.11 to 3.13.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "deepcsim==0.1.2"
cat > "$room/seen.py" <<'PYTHON'
import sys
from pathlib import Path

from deepcsim import compare_source, scan_directory

LINES = """import socket

server = socket.create_server(("127.0.0.1", 5000))
connection, address = server.accept()
while True:
    message = connection.recv(1024).decode()
    if not message:
        break
    print("Client", message)
    connection.sendall(input("Enter Reply ").encode())
connection.close()
"""
INDENTED = "".join(f"    {line}\n" for line in LINES.splitlines())
SCRIPTS = {"no function": LINES, "a function": f"def main():\n{INDENTED}"}
seen = {}
for name, script in SCRIPTS.items():
    for student in "jane", "bob":
        Path(name, student).mkdir(parents=True)
        Path(name, student, "server.py").write_text(script)
    found = scan_directory(name)
    shares = [pair["similarity"] for pair in found["results"]]
    seen[name] = found["count"], shares, compare_source(script, script)["count"]
    print("{}: {} pairs {}, compare_source {}".format(name, *seen[name]))
sys.exit(seen != {"no function": (0, [], 0), "a function": (1, [100.0], 1)})
PYTHON
cd "$room" && venv/bin/python seen.py
