#!/usr/bin/env bash
# qti-package-maker 26.7.14: where the right answer is a.out, the choice "out" is marked as right.
#
# It is "to create, manage, and convert QTI packages for quizzes and assessments in Canvas, Blackboard, Moodle". It
# takes choices as they are, or with letters before them ("A. main"), which it removes. What was seen: of the choices
# a.out, out and main the first is given as right. In the package for Canvas the second is. A letter and a full stop are
# cut off from the answer, though the choices have no letters, and keep theirs. If "out" is no choice, it is a
# ValueError: the answer is not in the list. Where all choices are calls of a socket s, "s.sendall(data)" becomes
# "sendall(data)".
# Within <code> it is the same. Whoever writes quizzes on code with it should put each choice in quotation marks. The
# kit writes no quizzes (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "qti-package-maker==26.7.14"
cat > "$room/seen.py" <<'PYTHON'
import sys
import zipfile
from xml.etree import ElementTree

from qti_package_maker.package_interface import QTIPackageInterface


def right(choices, answer):
    """Return the choices in the package that is written for Canvas, and the one that is right there."""
    package = QTIPackageInterface("lab12", verbose=False)
    try:
        package.add_item("MC", ("Which one?", choices, answer))
    except ValueError as error:
        print(f"of {choices} {answer} is right: {error}")
        return str(error)
    with zipfile.ZipFile(package.save_package("canvas_qti_v1_2")) as archive:
        [name] = [name for name in archive.namelist() if name.endswith("/canvas_qti12_questions.xml")]
        root = ElementTree.fromstring(archive.read(name))
    labels = {label.get("ident"): "".join(label.itertext()).strip() for label in root.iterfind(".//{*}response_label")}
    seen = list(labels.values()), labels[root.findtext(".//{*}varequal")]
    print(f"of {choices} {answer} is right: in the package it is {seen[1]}, of {seen[0]}")
    return seen


seen = [right(["a.out", "out", "main"], "a.out"), right(["a.out", "cc.out", "main"], "a.out"),
        right(["s.send(data)", "s.sendall(data)", "s.write(data)"], "s.sendall(data)"),
        right(["main", "out", "cc.out"], "main"),
        right([f"<code>{name}</code>" for name in ("a.out", "out", "main")], "<code>a.out</code>")]
quoted = right(["'a.out'", "'out'", "'main'"], "'a.out'")
sys.exit(seen != [(["a.out", "out", "main"], "out"), "Error: The correct answer is not in the list of choices.",
                  (["send(data)", "sendall(data)", "write(data)"], "sendall(data)"),
                  (["main", "out", "cc.out"], "main"),
                  (["<code>a.out</code>", "<code>out</code>", "<code>main</code>"], "<code>out</code>")]
         or quoted != (["'a.out'", "'out'", "'main'"], "'a.out'"))
PYTHON
cd "$room" && venv/bin/python seen.py
