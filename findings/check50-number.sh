#!/usr/bin/env bash
# check50 3.5.0: a program that prints 1.2 passes a check that wants the number 2.
#
# Its documentation says of regex.decimal "match the number exactly", and of a number given to stdout that it "is
# used to match just that number". What was seen: a student writes 12 / 10 where 12 % 10 is asked for. The
# program prints 1.2, and stdout(2) passes. 2.1, 12, 2.0 and -2 are refused, as they should be. What may not stand
# before the number is a digit or a minus; a point may, so that 0.2 and 31.2 pass as well.
# Whoever checks numbers with it should give a regular expression of their own, such as r"(?<![\d.\-])2(?!\.?\d)".
# The kit looks for what was typed, a line of words (lab12/driver).
# It needs Python 3.11 to 3.13: check50 3.5.0 gives closures to multiprocessing, which 3.14 refuses.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "check50==3.5.0"
mkdir "$room/checks" "$room/lab"
printf 'check50:\n  checks: __init__.py\n' > "$room/checks/.cs50.yml"
cat > "$room/checks/__init__.py" <<'PYTHON'
import check50


@check50.check()
def remainder():
    """prints what is left of 12 after tens are taken away"""
    check50.run("python3 remainder.py").stdout(2)


@check50.check()
def remainder_by_a_regex():
    """the same, with a regular expression of one's own"""
    check50.run("python3 remainder.py").stdout(r"(?<![\d.\-])2(?!\.?\d)")
PYTHON
cd "$room/lab"
export PATH="$room/venv/bin:$PATH" HOME="$room"
seen=
for shown in "12 % 10" "12 / 10" "21 / 10" "12" "2.0" "-2"; do
  echo "print($shown)" > remainder.py
  check50 --dev ../checks -o json --output-file ../told.json >/dev/null 2>&1 || true  # 1 if a check fails
  passed=$(python3 -c 'import json; print(*[one["passed"] for one in json.load(open("../told.json"))["results"]])')
  rm ../told.json
  echo "print($shown) shows $(python3 remainder.py): stdout(2), own regular expression: $passed"
  seen="$seen$passed, "
done
[ "$seen" = "True True, True False, False False, False False, False False, False False, " ]
