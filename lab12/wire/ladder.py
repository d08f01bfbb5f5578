"""The ladder: what went between programs as a picture, an arrow for each packet, with what each did and waited for.

    tape = Tape(stage, names=["server", "client"])   # lab12.wire.tape: records while the stage is driven
    ladder = tape.ladder()
    ladder.text(width=80, ascii=False)               # a list of lines for a terminal or a mark sheet
    ladder.svg()                                     # one <svg> element, to stand in a page as it is
    ladder.mermaid()                                 # a sequenceDiagram for a README
    ladder.record()                                  # the same as JSON can hold; Ladder.of(record) makes it again

A record is {"lanes": [name, ...], "rows": [row, ...], "counts": {what: packets}}; it has no times, ports of clients or
process numbers in it. Each row is one of these, with what is empty left out:

    {"kind": "packet", "who": lane, "to": lane, "what": "SYN", "text": "'hello\\n'", "size": 6,
     "acknowledged": true, "notes": ["the rest of a line"]}
    {"kind": "does", "who": lane, "what": "types", "text": "'hello'"}
    {"kind": "waits", "each": {lane: "recv", ...}}   # lanes by their number, as text
    {"kind": "left out", "size": 812}                # packets in the middle of a long conversation

`text` is what a program sent, typed or showed: always quoted (see quoting), so that it can draw nothing of its own.
A `size` that differs from run to run is null.
"""
from dataclasses import dataclass, field

MOST = 400   # rows of a ladder that are kept: the first and the last ones
LETTERS = 300  # of a text that are kept
COUNTED = {  # what packets are for, in the order of the line below a ladder
    "open": "to connect", "data": "with text", "ack": "only to acknowledge", "close": "to close",
    "refused": "to refuse", "reset": "to break off",
}


@dataclass
class Row:
    """One line of a ladder; see above. `time` is in seconds since the first packet, None where nobody took it.

    `connection` numbers those of TCP in the order in which they began; no record has it.
    """

    kind: str
    who: int = -1
    to: int = -1
    what: str = ""
    text: str = ""
    size: int = 0
    acknowledged: bool = False
    notes: list = field(default_factory=list)
    each: dict = field(default_factory=dict)
    time: float | None = None
    connection: int = -1

    @property
    def label(self):
        """Return what stands at a packet's arrow: what it is for, or its text and size."""
        return self.with_text(self.text)

    def with_text(self, text, details=2):
        """Return the same label, with this in the place of the text, and less behind it with fewer details."""
        if not self.text:
            return self.what
        first = f"{self.what} " * bool(self.what)
        told = self.kind == "packet" and details and self.size is not None
        size = f" {self.size:,} byte{'s' * (self.size != 1)}" if told else ""
        return f"{first}{text}{size}{' (ack)' * (self.acknowledged and details > 1)}"

    @property
    def refuses(self):
        """Whether this packet says that nobody is there (any more)."""
        return self.what.startswith(("RST", "ICMP"))

    @property
    def title(self):
        """Return all that is known of a packet, as one sentence without its ends."""
        return ", ".join([self.label.replace(" (ack)", ", acknowledged"), *self.notes])

    def record(self):
        """Return what is not empty, as JSON can hold it."""
        made = {name: value for name, value in vars(self).items() if value and name not in ("time", "connection")}
        made |= {name: getattr(self, name) for name in ("who", "to")}
        made |= {"each": {str(lane): words for lane, words in self.each.items()}} if self.each else {}
        return {name: value for name, value in made.items() if value != -1}


@dataclass
class Ladder:
    """What went between the programs `lanes`: `rows` in order, `counts` of packets by what they were for."""

    lanes: list
    rows: list
    counts: dict = field(default_factory=dict)

    def text(self, width=80, ascii=False, most=None, times=True):
        """Return the lines of the picture, at most `most`: the last ones below the names."""
        from lab12.wire.plain import Picture
        return Picture(self, width, ascii, times).lines(most)

    def svg(self):
        """Return the picture as an <svg> element, for a page."""
        from lab12.wire.svg import drawn
        return drawn(self)

    def mermaid(self):
        """Return the picture as text that mermaid draws, for a README."""
        from lab12.wire.mermaid import written
        return written(self)

    def summary(self):
        """Return how many packets there were, and what for."""
        total = sum(self.counts.values())
        parts = [f"{self.counts[what]} {words}" for what, words in COUNTED.items() if self.counts.get(what)]
        if total == 0:
            return "No packet crossed the network."
        return f"{total} packet{'s' * (total > 1)}: {', '.join(parts)}."

    def record(self):
        """Return it as JSON can hold it, without times: the same each time the same happens."""
        return {"lanes": self.lanes, "rows": [row.record() for row in self.rows], "counts": self.counts}

    @classmethod
    def of(cls, record):
        """Return the Ladder of a record."""
        rows = [Row(**{**row, "each": {int(lane): words for lane, words in row.get("each", {}).items()}})
                for row in record["rows"]]
        return cls(record["lanes"], rows, record["counts"])


def shortened(rows):
    """Return rows without the middle, if there are more than MOST."""
    if len(rows) <= MOST:
        return rows
    middle = rows[MOST // 2:len(rows) - MOST // 2]
    return [*rows[:MOST // 2], Row("left out", size=sum(row.kind == "packet" for row in middle)),
            *rows[len(rows) - MOST // 2:]]
