"""The record: a Grade as JSON, the same bytes for the same hand-in each time.

    {"version": 1, "lab": PATH, "total": 87, "out_of": 100, "counted": ["udp-pair"],
     "sections": {"udp-pair": {"verdict": "works", "reason": ..., "marks": 87, "out_of": 100, "server": "recvr1.py",
                               "client": "recvr2.py", "others": [[server, client], ...],
                               "notes": [...],
                               "checks": [{"name", "title", "marks", "out_of", "outcome", "reason", "hint", "steps",
                                           "expected", "seen", "waits", "screens"}, ...]}, ...},
     "other_practicals": [[server, client], ...], "left_out": [...], "notes": [...], "python": "3.13.5",
     "protection": "bubblewrap", "not_marked": ""}

`outcome` is "passed", "missed", "not tried" or "grader failed". `steps` are sentences; marks are numbers. `server` and
`client` are paths within the hand-in, or null. `python` is the one that ran it, `protection` the level of the sandbox.
Where `not_marked` says why nothing in it could be read, the total means nothing.
There are no times, process numbers or ports of clients in it. What draws on a terminal is written out in all texts
(lab12/guard/harmless.py). Where it was asked for (--wire), a check that was missed has "wire" as well: the ladder of
its steps, see lab12/wire/ladder.py; where there is none, {"nothing": why}.
"""
import json

from lab12.guard.harmless import harmless_in


def record(grade):
    """Return a Grade as JSON text."""
    return text(of_grade(grade))


def text(made):
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def of_grade(grade):
    return harmless_in({
        "version": 1, "lab": grade.lab, "total": grade.total, "out_of": grade.out_of, "counted": grade.counted,
        "sections": {section.name: of_section(section) for section in grade.sections},
        "other_practicals": grade.others, "left_out": grade.left_out, "notes": grade.notes,
        "python": grade.python, "protection": grade.protection, "not_marked": grade.why})


def of_section(section):
    return {"verdict": section.verdict, "reason": section.reason, "marks": section.got, "out_of": section.out_of,
            "server": section.server, "client": section.client, "others": section.others,
            "notes": section.notes,
            "checks": [of_check(result, section) for result in section.results]}


def of_check(result, section):
    return {"name": result.name, "title": result.title, "marks": section.marks[result.name],
            "out_of": section.worth[result.name], "outcome": result.outcome, "reason": result.reason,
            "hint": result.hint,
            "steps": [f"{action}: {outcome}" if outcome else action for action, outcome in result.steps],
            "expected": result.expected, "seen": result.seen, "waits": result.waits, "screens": result.screens,
            **({"wire": result.wire} if result.wire else {})}
