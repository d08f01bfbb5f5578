#!/usr/bin/env bash
# miniboa 1.0.9: a window of 132 columns is read as one of 8,222, so that text that is wrapped for it is not wrapped.
#
# It negotiates the size of the client's window (RFC 1073), where the width is two bytes, and its send_wrapped() sends
# text "wrapped to the user's screen width". What was seen: for 80, 120 and 160 columns the width is right. For 131 it
# is 402, for 132 it is 8,222, and for 150 it is 8,211. The bytes are decoded as cp1252 first, and the number of the
# letter is taken, which from 128 to 159 is not that of the byte. A paragraph of 600 letters comes as one line there,
# and the terminal breaks it in the middle of words. The height is read in the same way.
# Whoever serves with it should make the server with encoding="latin-1", where each letter has the number of its byte.
# The kit's peers for Telnet are plain sockets (tests/test_tcp.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "miniboa==1.0.9"
cat > "$room/seen.py" <<'PYTHON'
import socket
import sys

from miniboa import TelnetServer

IAC, SB, SE, WILL, NAWS = b"\xff", b"\xfa", b"\xf0", b"\xfb", b"\x1f"
WIDTHS = 80, 120, 131, 132, 150, 160


def widths(**options):
    """Return the width that a server has after a client has told each of these, and how many lines text takes there."""
    met, seen = [], []
    server = TelnetServer(port=0, address="127.0.0.1", timeout=0.2, on_connect=met.append, **options)
    with socket.create_connection(("127.0.0.1", server.server_socket.getsockname()[1])) as window:
        while not met:
            server.poll()
        [client] = met
        for width in WIDTHS:
            told = client.bytes_received
            window.sendall(IAC + WILL + NAWS + IAC + SB + NAWS + width.to_bytes(2, "big") + bytes([0, 24]) + IAC + SE)
            while client.bytes_received < told + 12:
                server.poll()
            client.send_buffer = ""
            client.send_wrapped("words " * 100)
            seen.append((client.columns, client.send_buffer.count("\n")))
            print(options, "a window of {} columns is said to have {}, the text {} lines".format(width, *seen[-1]))
    server.stop()
    return seen


seen, latin = widths(), widths(encoding="latin-1")
sys.exit([width for width, _ in seen] != [80, 120, 402, 8222, 8211, 160] or seen[3][1] != 1 or seen[1][1] < 5
         or [width for width, _ in latin] != list(WIDTHS) or latin[3][1] < 5)
PYTHON
"$room/venv/bin/python" "$room/seen.py"
