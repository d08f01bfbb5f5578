#!/usr/bin/env bash
# har2requests 0.2.3: of two parameters of one name only the last is sent again, and a PATCH loses its body.
#
# It is to "automatically generate the Python code to replay your requests" from a HAR file, and says that it leaves out
# OPTIONS. In HAR 1.2 queryString and params are lists of names and values, so a name may come twice. What was seen: a
# GET of "/send?to=ann&to=bob" is written with {"to": "bob"}, so ann gets nothing. A form with two "to" is the same. A
# PATCH and a DELETE with JSON are written without it. A PUT of the same JSON is right. There is no warning, and the
# status is 0. Lists of names become a dict, and bodies are looked for in POST and PUT only.
# Whoever replays with it should look in the HAR for names that come twice, and for bodies of other methods.
# The kit replays nothing: its checks talk to the program themselves (lab12/stage).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "har2requests==0.2.3" "black==24.10.0" "requests==2.32.3"
cat > "$room/seen.py" <<'PYTHON'
import json
import subprocess
import sys
from pathlib import Path

BOTH = [{"name": "to", "value": "ann"}, {"name": "to", "value": "bob"}]
BODY = {"mimeType": "application/json", "text": '{"name": "ann"}'}
FORM = {"mimeType": "application/x-www-form-urlencoded", "text": "to=ann&to=bob", "params": BOTH}
STARTED = "2026-01-01T00:00:00Z"
RESPONSE = {"status": 200, "headers": [], "cookies": [], "content": {"size": 0, "mimeType": "text/plain"}}
ASKED = (("GET", {"queryString": BOTH}), ("POST", {"postData": FORM}), ("PUT", {"postData": BODY}),
         ("PATCH", {"postData": BODY}), ("DELETE", {"postData": BODY}))


def entry(method, more):
    """Return the entry of a request in a HAR file."""
    request = {"method": method, "url": "http://example.com/send", "queryString": [], "cookies": [], "headers": [],
               "bodySize": len(more.get("postData", {"text": ""})["text"]), **more}
    if request["queryString"]:
        request["url"] += "?to=ann&to=bob"
    return {"startedDateTime": STARTED, "request": request, "response": RESPONSE}


Path("lab.har").write_text(json.dumps({"log": {"entries": [entry(*one) for one in ASKED]}}))
done = subprocess.run(["har2requests", "lab.har", "--no-infer"], capture_output=True, text=True, check=True)
calls = [" ".join(call.split(")")[0].split()) for call in done.stdout.split("r = s.")[1:]]
print(*calls, sep="\n")
start = '( "http://example.com/send",'
sys.exit(calls != [f'get{start} params={{"to": "bob"}},', f'post{start} data={{"to": "bob"}},',
                   f'put{start} json={{"name": "ann"}},', f"patch{start}", f"delete{start}"])
PYTHON
cd "$room" && PATH="$room/venv/bin:$PATH" timeout 60 python seen.py
