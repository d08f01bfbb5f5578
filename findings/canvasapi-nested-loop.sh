#!/usr/bin/env bash
# canvasapi 3.6.0: a loop in a loop over the same list ends the outer one early, so that most of a class is left out.
#
# Its documentation says "PaginatedList generally acts like a regular Python list. You can grab an element by index,
# iterate over it"; it reads 100 of them at a time. What was seen: a course of 250 students, gone through by a loop in
# a loop, as one would compare each with each. The outer loop ends after 100 students, without an error, because the
# inner one has read the other pages. The same happens if the loop asks for students[200]. list() first gives all 250.
# Whoever goes through such a list should make a list of it first.
# The kit asks no course site: it reads what was downloaded (lab12/classroom/README.md).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "canvasapi==3.6.0"
cat > "$room/seen.py" <<'PYTHON'
import json
import sys
import threading
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from canvasapi import Canvas

STUDENTS = [{"id": number} for number in range(250)]


class Site(BaseHTTPRequestHandler):
    """Answers like Canvas: a course, and its students page by page, the next page named in the header Link."""

    def do_GET(self):
        url, told, more = urlsplit(self.path), {"id": 1}, ""
        if url.path.endswith("users"):
            asked = {name: int(values[0]) for name, values in parse_qs(url.query).items()}
            page, size = asked.get("page", 1), asked["per_page"]
            told = STUDENTS[(page - 1) * size:page * size]
            more = f'<{address}{url.path}?page={page + 1}&per_page={size}>; rel="next"' * (page * size < len(STUDENTS))
        self.send_response(200)
        if more:
            self.send_header("Link", more)
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_):
        pass


def nested(students):
    met = []
    for one in students:
        met.append((one.id, sum(1 for other in students)))
    return met


def asking(students):
    met = []
    for one in students:
        met.append((one.id, students[200].id))
    return met


warnings.simplefilter("ignore")  # it warns of http, which is good enough for an address of this machine
site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
threading.Thread(target=site.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{site.server_port}"
course = Canvas(address, "no token").get_course(1)
seen = {}
for name, go in ("one loop", list), ("nested", nested), ("with students[200]", asking):
    seen[name] = len(go(course.get_users()))
    print(f"{name}: {seen[name]} students")
seen["nested, of a list"] = len(nested(list(course.get_users())))
print(f"nested, of a list: {seen['nested, of a list']} students")
sys.exit(list(seen.values()) != [250, 100, 100, 250])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
