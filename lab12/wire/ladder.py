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

from lab12.wire.row import Row

MOST = 400   # rows of a ladder that are kept: the first and the last ones
LETTERS = 300  # of a text that are kept
COUNTED = {  # what packets are for, in the order of the line below a ladder
    "open": "to connect", "data": "with text", "ack": "only to acknowledge", "close": "to close",
    "refused": "to refuse", "reset": "to break off",
}


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
