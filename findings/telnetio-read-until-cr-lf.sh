#!/usr/bin/env bash
# telnetio 0.4.0: its telnetlib takes the CR out of CR LF, so read_until(b"\r\n") never finds the end of a line.
#
# Its text says that users of telnetlib, which Python 3.13 has dropped, "only need to change their imports". Telnet ends
# a line with CR LF (RFC 854). What was seen: a server sends two lines. With standard-telnetlib 3.13.0, which is the old
# one, read_until(b"\r\n", 1) gives the first line, and then the second. With telnetio it waits out its second, and
# gives both lines as one piece, with LF only; the next call gives nothing.
# Whoever moves a program to it should read until b"\n", or take standard-telnetlib.
# The kit's scripts split at LF, and take off a CR before it (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "telnetio==0.4.0" "standard-telnetlib==3.13.0"
cat > "$room/seen.py" <<'PYTHON'
import socket
import sys
import warnings

from telnetio import telnetlib as changed

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # up to 3.12 Python has it still, and says that it will go
    import telnetlib


def read(library):
    """Return what two calls give of two lines that a server has sent."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = library.Telnet("127.0.0.1", server.getsockname()[1])
        connection = server.accept()[0]
        connection.sendall(b"hello\r\nhow are you\r\n")
        lines = [client.read_until(b"\r\n", 1) for _ in range(2)]
        client.close()
        connection.close()
    return lines


right, told = read(telnetlib), read(changed)
print("telnetlib:", right)
print("telnetio.telnetlib:", told)
assert right == [b"hello\r\n", b"how are you\r\n"]
sys.exit(told != [b"hello\nhow are you\n", b""])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
