"""Pin writes anew what the grader gives the hand-ins of the zoo, into zoo/marks.toml: all of them, or those named.

    python -m tests.pin [HAND-IN ...]

It prints what has changed, as a diff. Say in the commit why each change is right.
"""
import argparse
import difflib
import os
import re
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from lab12 import HOME
from lab12.rubric.scheme import parse

ZOO = HOME / "tests/zoo"
FILE = ZOO / "marks.toml"
HEAD = """\
# What the default scheme gives each hand-in of the zoo: "marks: the checks that are missed".
# `python -m tests.pin` writes this file anew. Say in the commit why each change is right.
"""


def pins(record):
    """Return the pins of a hand-in from its record: {section: line}, of those sections that have a script."""
    there = {name: section for name, section in record["sections"].items() if section["server"] or section["client"]}
    return {name: pin(section) for name, section in there.items()}


def pin(section):
    """Return the marks of a section, and the checks worth a mark that it has missed, as a line of the table."""
    missed = " ".join(check["name"] for check in section["checks"] if check["outcome"] == "missed" and check["out_of"])
    return f"{section['marks']:g}: {missed}"


def pins_of(name):
    """Mark a hand-in of the zoo; return its pins."""
    from lab12.grader.grade import grade
    from lab12.sheet.record import of_grade
    return pins(of_grade(grade(ZOO / name)))


def written(marks):
    """Return a table of pins, {hand-in: {section: line}}, as TOML."""
    tables = []
    for name, lines in marks.items():
        key = name if re.fullmatch(r"[\w-]+", name, re.ASCII) else f'"{name}"'
        tables.append("\n".join([f"[{key}]", *(f'{section} = "{line}"' for section, line in lines.items())]))
    return "\n\n".join([HEAD.rstrip(), *tables]) + "\n"


def main():
    parser = argparse.ArgumentParser(prog="tests.pin", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="HAND-IN", help="a folder in tests/zoo (all)")
    given = parser.parse_args()
    there = list(parse(ZOO / "verdicts.toml"))
    if unknown := set(given.names) - set(there):
        parser.error(f"{', '.join(sorted(unknown))}: not in tests/zoo/verdicts.toml")
    asked, marks = given.names or there, parse(FILE)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        marks |= dict(zip(asked, pool.map(pins_of, asked), strict=True))
    new = written({name: marks[name] for name in there if marks.get(name)})
    for line in difflib.unified_diff(FILE.read_text("utf-8").splitlines(), new.splitlines(), "before", "after", n=0):
        print(line.rstrip())
    FILE.write_text(new, "utf-8")


if __name__ == "__main__":
    main()
