#!/usr/bin/env bash
# Pituophis 1.1: once a page is missing, each later missing page is told to be that one; and %20 is asked for as it is.
#
# It is a "Python 3 library for building Gopher clients and servers". In a URL a blank is written as %20 (RFC 3986,
# 2.1), and the server is sent the blank, as its files may be called so (RFC 4266). What was seen: a client asks for
# /one.txt, which is missing, and reads "404: /one.txt does not exist." Whoever asks for /two.txt after that reads of
# /one.txt as well. The text is filled in once, in the one Item that all answers share. A client asks for
# gopher://.../0/lab%2012.txt, and sends "/lab%2012.txt", in place of "/lab 12.txt". A server that has such a file says
# that it is missing.
# Whoever serves with it should give an alt_handler, and a client should unquote() the path of parse_url().
# The kit's servers make each answer anew (tcp/, udp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "Pituophis==1.1"
mkdir "$room/pub"
echo "chat" > "$room/pub/lab 12.txt"
cat > "$room/seen.py" <<'PYTHON'
import contextlib
import io
import sys

from pituophis import Request, handle, parse_url


def served(path):
    """Return the text that the server's handler gives for a path."""
    with contextlib.redirect_stdout(io.StringIO()):
        answer = handle(Request(path=path, pub_dir="pub/"))
    return answer.decode() if isinstance(answer, bytes) else answer[0].text


missing = [served(path) for path in ("/one.txt", "/two.txt", "/three.txt")]
asked = parse_url("gopher://gopher.example.com/0/lab%2012.txt").path
answers = served(asked), served("/lab 12.txt")
print(missing, asked, answers)
sys.exit((missing, asked, answers) != (
    ["404: /one.txt does not exist."] * 3, "/lab%2012.txt", ("404: /one.txt does not exist.", "chat\n")))
PYTHON
cd "$room" && timeout 60 venv/bin/python seen.py
