#!/usr/bin/env bash
# junit-to-ctrf 0.0.14: what a test has printed has no indentation in the report, and blank lines are gone.
#
# It is to "Convert JUnit XML reports to CTRF JSON"; of `stdout` the schema of CTRF says that it is the output of a
# test. What was seen: each line of system-out is cut at both ends, and an empty one is left out. A table, a diff, or
# Python code that a test printed reads otherwise then, and of code nobody can tell what belongs inside a loop.
# Whoever wants the output as it was should read junit.xml. The kit's reports have text as it is, and junit.xml is its
# own (lab12/classroom). It needs node and npm.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund "junit-to-ctrf@0.0.14" >/dev/null
cat > junit.xml <<'XML'
<?xml version="1.0" encoding="utf-8"?>
<testsuites><testsuite name="chat" tests="1" failures="0">
<testcase name="shows a diff"><system-out>while True:
    hear()

  turn   got
     1     8</system-out></testcase>
</testsuite></testsuites>
XML
cat > seen.mjs <<'NODE'
import { convertJUnitToCTRFReport } from "junit-to-ctrf";

const [test] = (await convertJUnitToCTRFReport("junit.xml", {})).results.tests;
console.log(JSON.stringify(test.stdout));
process.exitCode = +(JSON.stringify(test.stdout) !== JSON.stringify(["while True:", "hear()", "turn   got", "1     8"]));
NODE
node seen.mjs
