#!/usr/bin/env bash
# junit-to-ctrf 0.0.14: an emoji becomes two replacement characters, and what a program printed has no indentation.
#
# It is to "Convert JUnit XML reports to CTRF JSON". A comment in it says "Replace isolated surrogate halves with
# replacement char". What was seen: a test is called "sends 😀", another "sends 🚀", and in the report both are "sends",
# with U+FFFD twice. In JavaScript an emoji is a pair of surrogates (Unicode, 3.8), and both halves are replaced, in
# names, messages and output. Of two tests one failed; by their names nobody can tell which. Each line of output is cut
# at both ends: of Python code, or of a table, the indentation is gone.
# Whoever converts with it should write such signs by their names first. The kit's reports have text as it is, and
# junit.xml is its own (lab12/classroom). It needs node and npm.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm install --silent --no-audit --no-fund "junit-to-ctrf@0.0.14" >/dev/null
cat > junit.xml <<'XML'
<?xml version="1.0" encoding="utf-8"?>
<testsuites><testsuite name="chat" tests="3" failures="1">
<testcase name="sends 😀"><failure message="no 😀 came">no reply</failure></testcase>
<testcase name="sends 🚀"/>
<testcase name="sends é €"><system-out>if ready:
    answer()</system-out></testcase>
</testsuite></testsuites>
XML
cat > seen.mjs <<'NODE'
import { convertJUnitToCTRFReport } from "junit-to-ctrf";

const { results } = await convertJUnitToCTRFReport("junit.xml", {});
for (const test of results.tests) console.log(JSON.stringify([test.name, test.status, test.message, test.stdout]));
const [failed, passed, third] = results.tests;
process.exitCode = +!(failed.name === "sends \ufffd\ufffd" && passed.name === failed.name && failed.status === "failed"
                      && passed.status === "passed" && failed.message === "no \ufffd\ufffd came"
                      && third.name === "sends é €" && third.stdout.join("\n") === "if ready:\nanswer()");
NODE
node seen.mjs
