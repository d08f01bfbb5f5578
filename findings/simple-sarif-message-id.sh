#!/usr/bin/env bash
# simple-sarif 1.0.2: a result that names a message of its rule shows that name in the table, and not the message.
#
# Its documentation says of messageStrings "messages to be referenced when a result is added", and of message_id that it
# is "usually based on the messageStrings". In SARIF message.id is the name of one of them (2.1.0, 3.11.7 and 3.11.10).
# What was seen: a rule has under error the text "{0} has not ended." With message_id="error" the report is right, and
# to_table() and to_csv() say "error". With the text as message_id they say "recvr1.py has not ended.", but then the
# report's id is a text that no rule has a message for. Either the table is wrong, or the report.
# Whoever shows results with it should look the text up under the rule's messageStrings. The kit writes no SARIF.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "simple-sarif==1.0.2"
cat > "$room/seen.py" <<'PYTHON'
import json
import sys

from simple_sarif import Sarif


def shown(message_id):
    """Return what the table says, and what the saved report means by SARIF's rules."""
    sarif = Sarif()
    sarif.add_rule("Ends", "lab.ends", "Both end.", "Server and client end.",
                   {"note": {"text": "Both have ended."}, "error": {"text": "{0} has not ended."}})
    sarif.add_result("lab.ends", "error", message_id, ["recvr1.py"])
    sarif.save(filename="report.sarif")
    row, = sarif.to_table()
    with open("report.sarif") as file:
        run, = json.load(file)["runs"]
    rule, = run["tool"]["driver"]["rules"]
    message = run["results"][0]["message"]
    text = rule["messageStrings"].get(message["id"], {"text": "no such message"})["text"].format(*message["arguments"])
    print(f"message_id {message_id!r}: the table says {row['message']!r}, the report {text!r}")
    return row["message"], text


seen = shown("error"), shown("{0} has not ended.")
sys.exit(seen != (("error", "recvr1.py has not ended."), ("recvr1.py has not ended.", "no such message")))
PYTHON
cd "$room" && venv/bin/python seen.py
