#!/usr/bin/env bash
# text-to-qti 0.1.1: points_per_question is ignored, the quiz is a survey, and Markdown in a question is not converted.
#
# Its documentation has points_per_question in the head of a file, and [Points: n] with "default: from metadata". It
# says "Question text supports markdown". What was seen: a quiz with points_per_question: 5 has questions of 1 point.
# In assessment_meta.xml its quiz_type is graded_survey, which can't be chosen. For Canvas that is a quiz whose points
# are given for any answer. "**not**" stays as it is, and indented code is put into text/html with its line breaks
# only, so that a browser shows it as one line.
# Whoever makes a quiz with it should write [Points: n] at each question, change the type to "assignment" in the zip,
# and write code as HTML; or take text2qti.
# The kit gives each check the marks of its scheme, and its tests add them up (lab12/rubric/handin.toml).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "text-to-qti==0.1.1"
cat > "$room/quiz.txt" <<'QUIZ'
---
title: Sockets
points_per_question: 5
---

## Question 1
[Type: multiple_choice]

Which one does **not** wait?

    peer = server.accept()
    peer.close()

a) accept
*b) close

## Question 2
[Type: true_false]
[Points: 3]

UDP keeps messages apart.

*a) True
b) False
QUIZ
cat > "$room/seen.py" <<'PYTHON'
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile

subprocess.run(["venv/bin/text-to-qti", "convert", "quiz.txt", "-o", "quiz.zip"], check=True,
               stdout=subprocess.DEVNULL)
with zipfile.ZipFile("quiz.zip") as packed:
    files = {name.split("/")[-1]: ET.fromstring(packed.read(name)) for name in packed.namelist()}
quiz = files.pop("assessment_meta.xml")
files.pop("imsmanifest.xml")
questions, = files.values()
fields = [[part.text for part in field] for field in questions.findall(".//{*}qtimetadatafield")]
points = [float(entry) for label, entry in fields if label == "points_possible"]
total, kind = (quiz.findtext("{*}" + name) for name in ("points_possible", "quiz_type"))
text = questions.find(".//{*}mattext")
print("points:", *points, "- of the quiz:", total, "- its type:", kind)
print(text.get("texttype"), repr(text.text))
sys.exit((points, float(total), kind, text.get("texttype"), text.text) != (
    [1, 3], 4, "graded_survey", "text/html",
    "Which one does **not** wait?\n    peer = server.accept()\n    peer.close()"))
PYTHON
cd "$room" && venv/bin/python seen.py
