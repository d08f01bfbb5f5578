#!/usr/bin/env bash
# gift-wrapper 1.8.1: an answer such as "x = 5" becomes two answers, "x" and "5", and both have full marks.
#
# It says that it is "to write questions in plain text", and gives a bank for Moodle in the format GIFT. There each of ~
# = # { } in a text has a backslash before it (docs.moodle.org, GIFT format). It writes them in formulas and addresses,
# but not in answers. What was seen: the right line is "x = 5", a wrong one "x == 5". In the file stands "=x = 5".
# Moodle starts an answer at each = and ~ (question/format/gift/format.php). So "x" and "5" are right, "x" is wrong as
# well, and 5 is right once more. In the statement a brace would be the beginning of the answers.
# Whoever asks about code with it should write the backslash in the bank. The kit writes no quizzes (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "gift-wrapper==1.8.1"
cat > "$room/seen.py" <<'PYTHON'
import re
import subprocess
import sys
from pathlib import Path

BANK = """
pictures base directory: pictures
categories:
  - name: Assignments
    questions:
      - name: Assign
        class: MultipleChoice
        statement: Which line gives x the value 5?
        answers: {perfect: '%s', wrong: ['%s']}
"""


def answers(right, wrong):
    """Return the answers that Moodle finds in the file, each with = before it if it is right, with ~ if it is wrong."""
    Path("bank.yaml").write_text(BANK % (right, wrong))
    subprocess.run(["venv/bin/wrap.py", "--local", "--no-checks", "--embed-images"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    [block] = re.findall(r"\?\{\n(.*?)\n\}", Path("bank.gift.txt").read_text(), re.S)
    seen = [sign + text.strip() for sign, text in re.findall(r"(?<!\\)([=~])((?:\\.|[^=~])*)", block)]
    print(f"right {right!r}, wrong {wrong!r}: in the file {block.split(chr(10))}, answers {seen}")
    return seen


seen = [answers("set x 5", "test x 5"), answers("x = 5", "x == 5"), answers(r"x \= 5", r"x \=\= 5")]
sys.exit(seen != [["=set x 5", "~test x 5"], ["=x", "=5", "~x", "=", "=5"], [r"=x \= 5", r"~x \=\= 5"]])
PYTHON
cd "$room" && venv/bin/python seen.py
