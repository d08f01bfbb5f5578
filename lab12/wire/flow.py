"""Flow: one direction of a connection of TCP, segment by segment (RFC 9293)."""
SENT_AGAIN = "sent again"
HALF, REST = "a part of a line", "the rest of a line"
IN_TEXT = set("\t\r\n\x1b")  # what of the control characters may be in it


def is_text(data):
    """Return whether these bytes can be text: a number or a key may hold the byte of a newline by chance."""
    try:
        return all(letter in IN_TEXT or letter >= " " and letter != "\x7f" for letter in data.decode())
    except UnicodeDecodeError:
        return False


class Flow:
    """One direction of a connection: what is not yet acknowledged, and whether it is in the middle of a line."""

    def __init__(self):
        self.unacknowledged, self.next = [], None
        self.granted = self.answered = False
        self.lines, self.begun = False, []  # whether newlines end messages; the rows since the last one
        self.full = False
        self.last, self.over = None, None  # the row of its end, and the number behind that once both sides have ended

    def acknowledge(self, frame):
        """Note which rows this segment of the other side acknowledges."""
        while self.unacknowledged and (frame.ack - self.unacknowledged[0][0]) % (1 << 32) < 1 << 31:
            self.unacknowledged.pop(0)[1].acknowledged = True

    def notes_of(self, frame, lines):
        """Return what is to be noted of a segment: sent again, lines cut or joined, no room at the receiver."""
        notes = []
        size = (frame.end - frame.seq) % (1 << 32)
        known = self.next is not None and size and (frame.seq - self.next) % (1 << 32) >= 1 << 31
        if known:
            return [SENT_AGAIN]
        if size:
            self.next = frame.end
        full = frame.window == 0 and not frame.resets and not frame.calls
        if full != self.full and not frame.calls:
            notes.append("no room for more" if full else "room again")
            self.full = full
        if frame.data:
            notes += self.lines_of(frame.data, lines)
        return notes

    def lines_of(self, data, lines):
        """Return what is to be noted of the lines in a segment."""
        notes = []
        self.lines = lines or self.lines or b"\n" in data and lines is None and is_text(data)
        if not self.lines:
            return notes
        ended = data.count(b"\n")
        if self.begun:
            notes.append(REST if ended else HALF)
        if ended > 1:
            notes.append(f"{ended} lines at once")
        if not data.endswith(b"\n"):
            if ended or not self.begun:
                notes.append(HALF if not ended else "and a part of one more")
            self.begun.append(data)
        else:
            self.begun.clear()
        return notes

    def ends_as_well(self):
        """Take the end for acknowledged, as both sides have ended: return whether that is still to come.

        Two that end at the same moment may do without: Linux drops an end that comes while its socket begins to wait
        (TIME-WAIT), and has it sent again in 200 ms. Which of them it is, if any, is up to chance.
        """
        self.over, waits = self.next, not self.last.acknowledged
        self.last.acknowledged = True
        return waits

    def breaks_off(self):
        """Return the note that a line was never ended, if so."""
        begun, self.begun = self.begun, []
        return ["in the middle of a line"] if begun else []
