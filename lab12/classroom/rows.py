"""The rows: what came of each hand-in, as all that is written for a class sees it.

A row keeps no more of a record than the table shows: what it has besides is read again each time, for a class may be
larger than memory.
"""
from collections.abc import Callable
from dataclasses import dataclass, field

from lab12.classroom.marking import NAME
from lab12.guard import sandbox

PROTECTIONS = {sandbox.BUBBLEWRAP: "sandbox (bubblewrap)", sandbox.NAMESPACES: "sandbox (namespaces)",
               sandbox.LIMITS: "limits, and no sandbox"}


@dataclass
class Row:
    """A hand-in and its result; `why` says why it has no mark, '' if it has one."""

    name: str
    id: str
    hand_in: object
    why: str = ""
    result: Callable = None  # reads the result; None if there is none
    total: float = 0
    out_of: float = 0
    verdict: str = ""
    protection: str = ""     # under which its programs ran; '' of one that was not run
    pairs: dict = field(default_factory=dict)  # section -> [server, client] that was marked, and others like it

    @property
    def marked(self):
        return not self.why

    @property
    def tried(self):
        """Whether there is a record and a sheet."""
        return self.result is not None

    @property
    def record(self):
        return {**self.result()["record"], "lab": self.name} if self.tried else None

    @property
    def sheet(self):
        return self.result()["sheet"].replace(NAME, self.name) if self.tried else ""

    @property
    def counted(self):
        """The sections that make the total, as {name: section}."""
        return counted(self.record) if self.tried else {}

    @property
    def remarks(self):
        """What the instructor should know of it besides."""
        late = ["handed in late"] if self.hand_in.late else []
        return [*late, *self.hand_in.unread, *self.hand_in.left_out] if self.marked else late

    @property
    def checks(self):
        """Yield (section, check) for each that is worth something in the sections that count."""
        return [(name, check) for name, section in self.counted.items() for check in section["checks"]
                if check["out_of"]]


def row_of(hand_in, result, again=None):
    """Return the Row of a hand-in; its result is None if it could not be marked. `again` gives the result once more."""
    row = Row(hand_in.name, hand_in.id, hand_in, hand_in.trouble)
    if result and "record" in result:
        record, row.result = result["record"], again or (lambda: result)
        row.total, row.out_of = record["total"], record["out_of"]
        row.verdict = ", ".join(f"{title(name)}: {one['verdict']}" for name, one in counted(record).items())
        row.protection = PROTECTIONS.get(record["protection"], record["protection"])
        row.pairs = {name: [[one["server"], one["client"]], *one["others"]]
                     for name, one in record["sections"].items() if one["server"] or one["client"]}
        row.why = (result.get("left") or "").rstrip(".")  # to a person, since it cannot be tried here
        if result["failed"]:
            row.why = "the grader itself failed in part, which is no lost mark: look at it by hand, or try --again"
    elif result:
        row.why = result["error"]
    return row


def counted(record):
    return {name: record["sections"][name] for name in record["counted"]}


def title(section):
    """Return the name of a section as a person writes it."""
    return section.replace("-", " ").replace("tcp", "TCP").replace("udp", "UDP")


def in_number(rows):
    return f"{len(rows)} hand-in{'' if len(rows) == 1 else 's'}"


def in_brackets(sections):
    """Return the names of sections as what follows a word; '' if there are none."""
    return f" ({', '.join(map(title, sections))})" if sections else ""


def number(marks):
    return f"{round(marks, 2):g}"
