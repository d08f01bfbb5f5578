"""The rows: what came of each hand-in, as all that is written for a class sees it."""
from dataclasses import dataclass

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
    record: dict = None
    sheet: str = ""

    @property
    def marked(self):
        return not self.why

    @property
    def total(self):
        return self.record["total"]

    @property
    def out_of(self):
        return self.record["out_of"]

    @property
    def counted(self):
        """The sections that make the total, as {name: section}."""
        return {name: self.record["sections"][name] for name in self.record["counted"]} if self.record else {}

    @property
    def verdict(self):
        found = [f"{title(name)}: {section['verdict']}" for name, section in self.counted.items()]
        return ", ".join(found)

    @property
    def protection(self):
        """Under which protection its programs ran; '' of one that was not run."""
        return PROTECTIONS.get(self.record["protection"], self.record["protection"]) if self.record else ""

    @property
    def remarks(self):
        """What the instructor should know of it besides."""
        return [*self.hand_in.unread, *self.hand_in.left_out] if self.marked else []

    @property
    def checks(self):
        """Yield (section, check) for each that is worth something in the sections that count."""
        return [(name, check) for name, section in self.counted.items() for check in section["checks"]
                if check["out_of"]]


def row_of(hand_in, result):
    """Return the Row of a hand-in; its result is None if it could not be marked."""
    row = Row(hand_in.name, hand_in.id, hand_in, hand_in.trouble)
    if result and "record" in result:
        row.record = renamed(result["record"], hand_in.name)
        row.sheet = result["sheet"].replace(NAME, hand_in.name)
        row.why = (result.get("left") or "").rstrip(".")  # to a person, since it cannot be tried here
        if result["failed"]:
            row.why = "the grader itself failed in part, which is no lost mark: look at it by hand, or try --again"
    elif result:
        row.why = result["error"]
    return row


def renamed(record, name):
    return {**record, "lab": name}


def title(section):
    """Return the name of a section as a person writes it."""
    return section.replace("-", " ").replace("tcp", "TCP").replace("udp", "UDP")


def number(marks):
    return f"{round(marks, 2):g}"
