#!/usr/bin/env bash
# unarch 0.6.0: with --output-dir the zips of two students go into one folder, if both are called lab12.zip.
#
# Its documentation says of --output-dir "Base directory for extraction output", to extract "to a location separate from
# the source tree", in which it finds archives in all folders. What was seen: jane/lab12.zip and bob/lab12.zip both go
# to out/lab12, and of the two server.py there one is left. Which one depends on the order of the folders: Jane's client
# may stand beside Bob's server. The table says lab12.zip, Success, twice.
# Whoever unpacks a class with it should leave the option out; then each goes beside its own archive.
# The kit gives each student a folder of their own (lab12/classroom/intake.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "unarch==0.6.0"
cat > "$room/seen.py" <<'PYTHON'
import sys
import zipfile
from pathlib import Path

from unarch import extract_archives

HANDED_IN = {"jane": ("server.py", "client.py"), "bob": ("server.py",)}


def unpacked(base, **options):
    """Unpack what two students have handed in; return how many files are told, and whose are there."""
    for name, files in HANDED_IN.items():
        Path(base, name).mkdir(parents=True)
        with zipfile.ZipFile(Path(base, name, "lab12.zip"), "w") as packed:
            for file in files:
                packed.writestr(file, f"# of {name}\n")
    told = extract_archives(base, show_progress=False, **options)
    found = sorted(path.read_text().split()[-1] for path in Path().glob(f"{base}*/**/*.py"))
    print(f"{options or 'no option'}: {sum(told.values())} files told, there are those of", *found)
    return sum(told.values()), len(found)


mixed, apart = unpacked("one", output_dir="one-out"), unpacked("two")
folders = [str(path) for path in Path("one-out").iterdir()]
print("folders:", *folders)
sys.exit((mixed, apart, folders) != ((3, 2), (3, 3), ["one-out/lab12"]))
PYTHON
cd "$room" && venv/bin/python seen.py
