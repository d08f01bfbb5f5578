#!/usr/bin/env bash
# UoL-Autograder 0.8.6: a file of the same name in a folder below is tested in place of the one that is named.
#
# Its documentation says "run the feedback module with the name of the tested file", and that "all files in the
# directory containing the tested file will be copied". What was seen: answer.py runs, and has 10 of 10. The student
# also hands in a folder old, with an earlier answer.py that does not run. The same command now gives 0 of 10, with the
# error of the other file. Files of all folders are copied into one, and the last of a name stays.
# Whoever marks with it should hand over a folder without folders in it.
# The kit runs a copy of the whole tree (lab12/guard/copies.py).
# It needs pylint before 3, which has the module epylint.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "UoL-Autograder==0.8.6" "pylint==2.17.7"
cd "$room"
mkdir handed-in
echo 'print("the answer is", 42)' > handed-in/answer.py
cat > config.json <<'JSON'
{"tests": [{"type": "syntax", "max_score": 10, "number": "1", "tags": [], "visibility": "visible"}]}
JSON
score() {
  venv/bin/feedback handed-in/answer.py config.json -f "$1"
  venv/bin/python -c 'import json, sys
test, = json.load(open(sys.argv[1]))["tests"]
print(test["score"], "of", test["max_score"])
print("\n".join(line for line in test["output"].split("\n") if "Error" in line), file=sys.stderr)' "$1"
}
alone=$(score alone.json)
mkdir handed-in/old
echo 'import answers_of_last_week' > handed-in/old/answer.py
both=$(score both.json)
echo "answer.py: $alone; with old/answer.py beside it: $both"
[ "$alone; $both" = "10.0 of 10.0; 0.0 of 10.0" ]
