"""The marks: one row a student for a spreadsheet, and each check as a test for whatever reads JUnit's XML."""
import csv
import io
import re
from xml.etree import ElementTree

from lab12.classroom.rows import number
from lab12.classroom.tables import guarded
from lab12.rubric.checks import FAILED, NOT_TRIED, PASSED

TITLES = "Name", "Id", "Mark", "Out of", "Verdict", "Not marked because", "Remarks", "Protection"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


def table(rows):
    """Return the marks of a class as CSV: every cell quoted, and none of them a formula."""
    made = io.StringIO()
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(TITLES)
    for row in rows:
        writer.writerow([guarded(cell) for cell in (
            row.name, row.id, number(row.total) if row.marked else "", number(row.out_of) if row.marked else "",
            row.verdict, row.why, "; ".join(row.remarks), row.protection)])
    return b"\xef\xbb\xbf" + made.getvalue().encode("utf-8", "backslashreplace")  # Excel takes it for UTF-8 only so


def junit(rows, name):
    """Yield the pieces of a class as JUnit XML: a suite for each hand-in, a test for each check that counts."""
    top = ElementTree.Element("testsuites", name=clean(name))
    top.text = "\n"
    start, end = ElementTree.tostring(top, "unicode").split("\n")
    yield f"<?xml version='1.0' encoding='utf-8'?>\n{start}\n"
    for row in rows:
        suite = suite_of(row)
        ElementTree.indent(suite, level=1)
        yield f"  {ElementTree.tostring(suite, 'unicode')}\n"
    yield f"{end}\n"


def suite_of(row):
    """Return the suite of a hand-in."""
    checks = row.checks if row.tried else []
    suite = ElementTree.Element("testsuite", name=clean(row.name), tests=str(len(checks) or 1))
    if not row.tried:
        case = ElementTree.SubElement(suite, "testcase", classname=clean(row.name), name="can be marked")
        ElementTree.SubElement(case, "error", message=clean(row.why))
    for section, check in checks:
        case = ElementTree.SubElement(suite, "testcase", classname=clean(f"{row.name}.{section}"),
                                      name=clean(check["title"]))  # of tests alike in both, GitLab has the first only
        kind = {PASSED: None, NOT_TRIED: "skipped", FAILED: "error"}.get(check["outcome"], "failure")
        if kind:
            said = ElementTree.SubElement(case, kind, message=clean(check["reason"] or check["seen"] or ""))
            said.text = clean(why_of(check))
    for kind, attribute in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        suite.set(attribute, str(len(suite.findall(f"testcase/{kind}"))))
    return suite


def why_of(check):
    """Return why a check was missed, as lines: what was done, expected and seen, and the hint."""
    lines = [f"{count}. {step}" for count, step in enumerate(check["steps"], 1)]
    lines += [f"Expected {check['expected']}; {check['seen']}."] if check["expected"] else []
    lines += [f"{check['reason']}."] if check["reason"] and not check["expected"] else []
    return "\n".join(lines + ([f"Hint: {check['hint']}"] if check["hint"] else []))


def clean(text):
    return NOT_XML.sub("\ufffd", text or "")
