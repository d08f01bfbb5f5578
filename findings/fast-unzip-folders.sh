#!/usr/bin/env bash
# fast-unzip 1.3.2: of a zip that is well compressed only the files outside folders are unpacked, with exit status 0.
#
# It "unzips ZIP archives", and chooses one of two ways by how well they are compressed. What was seen: a hand-in has
# README.md, lab12/server.py and lab12/client.py, each made half its size or less, as sources are. README.md is there
# afterwards, and both programs are missing. There is no message. With files that are hardly smaller in the zip, the
# same three names are unpacked. The one way has ZipFile.extract(), which makes folders; the other opens each file for
# writing, and makes none. Its errors stay in futures that nobody asks. An empty folder fails in the same way.
# Whoever unpacks hand-ins with it should take "python -m zipfile -e", or unzip.
# The kit unpacks with Python's zipfile, and says what it left out (lab12/classroom/archives.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "fast-unzip==1.3.2"
cat > "$room/seen.py" <<'PYTHON'
import random
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

NAMES = ["README.md", "lab12/client.py", "lab12/server.py"]


def unpacked(name, text):
    """Return the files that come out of a zip in which each file has this text, and the exit status."""
    with ZipFile(f"{name}.zip", "w", ZIP_DEFLATED) as archive:
        for inside in NAMES:
            archive.writestr(inside, text)
    status = subprocess.run(["venv/bin/fast_unzip", f"{name}.zip", "-d", name, "-t", "1"]).returncode
    return sorted(path.relative_to(name).as_posix() for path in Path(name).rglob("*") if path.is_file()), status


source = "while True:\n    connection, address = listener.accept()\n    serve(connection)\n" * 20
noise = random.Random(12).randbytes(3000)
well, hardly = unpacked("well", source), unpacked("hardly", noise)
print("well compressed:", *well, "- hardly:", *hardly)
sys.exit((well, hardly) != ((["README.md"], 0), (NAMES, 0)))
PYTHON
cd "$room" && timeout 60 venv/bin/python seen.py
