#!/usr/bin/env bash
# txttoqti 0.5.0: the package has no file of any question, and code between a question and its choices is left out.
#
# It promises "QTI packages compatible with Canvas LMS and other QTI-compliant systems", of QTI 2.1. There an
# assessmentTest names each question's file by an assessmentItemRef, and the package holds and lists that file (QTI 2.1,
# "Assessment Test, Section and Item Information Model" and "Integration Guide"). What was seen: it names q_1.xml and
# q_2.xml. In the zip are imsmanifest.xml and assessment.xml only, and the manifest lists no question. The questions
# stand in assessmentTest itself, where QTI has no place for them. A line between "Q1: ..." and "A)" is left out
# without a word: what asks "What does this print?" has no program any more.
# Whoever needs such a package should take text2qti, and look for the code in what it made.
# The kit makes no quizzes; what it writes for course sites is read again by its tests (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "txttoqti==0.5.0"
cat > "$room/questions.txt" <<'QUESTIONS'
Q1: What does this print?
print(len("a b".split()))
A) 1
B) 2
ANSWER: B

Q2: Which of them waits for a client?
A) bind
B) accept
ANSWER: B
QUESTIONS
cat > "$room/seen.py" <<'PYTHON'
import sys
import xml.etree.ElementTree as ET
import zipfile

import txttoqti

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
txttoqti.quick_convert("questions.txt", "quiz.zip")
with zipfile.ZipFile("quiz.zip") as packed:
    names = sorted(packed.namelist())
    test = ET.fromstring(packed.read("assessment.xml"))
    manifest = ET.fromstring(packed.read("imsmanifest.xml"))
named = [one.get("href") for one in test.iter(QTI + "assessmentItemRef")]
listed = [one.get("href") for one in manifest.findall(".//{*}file")]
parts = [one.tag.removeprefix(QTI) for one in test]
text = "".join(test.find(f".//{QTI}itemBody").itertext()).split("\n")
print("named:", *named, "- in the package:", *names, "- listed:", *listed)
print("within assessmentTest:", *parts)
print("the first question:", *(line.strip() for line in text if line.strip()), sep="\n    ")
sys.exit((named, names, listed, parts.count("assessmentItem"), any("print(" in line for line in text)) != (
    ["q_1.xml", "q_2.xml"], ["assessment.xml", "imsmanifest.xml"], ["assessment.xml"], 2, False))
PYTHON
cd "$room" && venv/bin/python seen.py
