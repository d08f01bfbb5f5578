"""Row: one line of a ladder (ladder.py), a packet or what a program does."""
from dataclasses import dataclass, field


@dataclass
class Row:
    """One line of a ladder, as its record there says.

    `time` is in seconds since the first packet, None where nobody took it. `connection` numbers those of TCP in the
    order in which they began. No record has either.
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
