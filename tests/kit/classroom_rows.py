"""Rows of a class as the tests want them: records as the grader makes them, of hand-ins that nobody has to run."""
from pathlib import Path

from lab12.classroom.intake import HandIn
from lab12.classroom.marking import NAME
from lab12.classroom.rows import row_of


def check(name, marks, out_of=10, **fields):
    """Return a check of a record: missed where it has no marks."""
    told = {"name": name, "title": f"The check {name}", "marks": marks, "out_of": out_of, "reason": "", "hint": "",
            "outcome": "passed" if marks else "missed", "steps": [], "expected": "", "seen": "", "waits": [],
            "screens": {}}
    return told | fields


def row(name, *checks, id="", site="", entries=None, folder=None, why="", people=(), failed=False):
    """Return the Row of a hand-in with these checks; of one that was not marked, with why."""
    hand_in = HandIn(name, id, site, entries or {name: ""}, Path(folder) if folder else None, list(people), trouble=why)
    total, out_of = sum(one["marks"] for one in checks), sum(one["out_of"] for one in checks)
    section = {"verdict": "works", "reason": "Messages cross.", "marks": total, "out_of": out_of,
               "server": "server.py", "client": "client.py", "others": [], "notes": [], "checks": list(checks)}
    record = {"version": 1, "lab": NAME, "total": total, "out_of": out_of, "counted": ["tcp-pair"],
              "sections": {"tcp-pair": section}, "other_practicals": [], "left_out": [], "notes": [],
              "protection": "namespaces"}
    sheet = f"Mark sheet of {NAME}\n\nTotal (TCP pair) {total} / {out_of}"
    return row_of(hand_in, None if why else {"record": record, "sheet": sheet, "failed": failed})


def moodle(name, number, *checks, **options):
    """Return the Row of a folder that Moodle has named."""
    entries = {f"{name}_{number}_assignsubmission_file": ""}
    return row(name, *checks, id=str(number), site="Moodle", entries=entries, **options)


def canvas(name, number, *checks, **options):
    """Return the Row of a file that Canvas has named."""
    return row(name, *checks, id=str(number), site="Canvas", entries={f"{name}_{number}_998_server.py": "server.py"},
               **options)
