"""Reading: from the packets of a tape to the rows of a ladder: whose they are, and what each is for."""
import itertools
from collections import Counter
from dataclasses import replace

from lab12.wire.capture import SYN
from lab12.wire.flow import SENT_AGAIN, Flow
from lab12.wire.ladder import LETTERS, Ladder, shortened
from lab12.wire.owners import DATAGRAMS, END
from lab12.wire.quoting import cut, quoted
from lab12.wire.row import Row
from lab12.wire.whose import Whose

NEAR = 30  # packets before an error of ICMP among which is the datagram that it answers
MANY = 200  # calls that one place has refused: a program goes on and on then, and how often is up to chance
AGAIN = "refused, again and again"
OPENS = "SYN", "SYN, ACK", "ACK"
SEEN = "shows", "reads"  # how rows begin that tell of a program what was not done there
UNREAD = {DATAGRAMS: ", datagrams unread", END: ", the end unread"}


class Reader:
    """One reading of a tape: its `ladder`, and `ends`, from which lane to which each packet went."""

    def __init__(self, tape):
        self.tape, self.frames = tape, tape.all_frames()
        self.lanes, self.rows, self.counts = list(tape.names), [], Counter()
        self.first = next((frame.time for frame in self.frames if frame and frame.time), None)
        self.flows = {}      # (source, target) -> Flow
        self.connections = {}  # {source, target} -> number
        self.arrived, self.unread = {}, {}  # lane -> sizes of the segments since the last rest, of those unread then
        self.waits = {}      # lane -> what it waited for last
        self.vain = of_many(in_vain(self.frames))  # packets of which there is one in each step
        self.whose = Whose(tape, self.frames, self.vain)
        self.called = {}  # (who, port) of these since something was done -> the row that tells it
        self.asked = set()  # (source, target) of calls that were seen, and not refused
        self.behind = {}  # connection -> the row behind which the next one of its opening is to stand
        self.begun = []      # entry of the tape -> rows before it, and the counts
        self.ends = {}       # number of a packet -> lanes of its sender and its receiver
        self.ladder = self.read()

    def read(self):
        """Return the Ladder."""
        entries = [*self.tape.entries, None]
        done = 0
        for entry in entries:
            until = len(self.frames) if entry is None else entry.number
            self.packets(done, until)
            done = until
            self.begun.append((len(self.rows), Counter(self.counts)))
            if entry is not None:
                self.enter(entry)
        numbers = {}
        for row in (row for row in self.rows if row.connection >= 0):  # of the packets the order may be up to chance
            row.connection = numbers.setdefault(row.connection, len(numbers))
        return Ladder(self.lanes, shortened(in_order(self.rows)), dict(self.counts))

    def since(self, entry):
        """Return the Ladder of what came from this entry of the tape on, without programs that had gone by then.

        It ends with what each waits for, even if that is what it waited for before.
        """
        first, before = self.begun[entry]
        rows = in_order(self.rows[first:])
        if rows and rows[-1].kind != "waits":
            rows.append(Row("waits", each={lane: words for lane, words in self.waits.items() if not over(words)}))
        there = sorted({lane for row in rows for lane in (row.who, row.to, *row.each)} - {-1})
        place = {lane: number for number, lane in enumerate(there)} | {-1: -1}
        rows = [replace(row, who=place[row.who], to=place[row.to],
                        each={place[lane]: words for lane, words in row.each.items()}) for row in rows]
        return Ladder([self.lanes[lane] for lane in there], shortened(rows), dict(self.counts - before))

    def enter(self, entry):
        """Add the rows of what was done, or of what is shown and waited for."""
        if hasattr(entry, "who"):
            self.whose.act(entry)
            self.called.clear()
            self.behind.clear()
            text = quoted(cut(entry.text, LETTERS)) if entry.text else ""
            self.rows.append(Row("does", self.lane(entry.who), what=quoted(entry.what)[1:-1], text=text))
            return
        self.whose.rest(entry)
        now = {}
        for name, words in entry.waits.items():
            lane = self.lane(name)
            now[lane] = words + self.left_unread(lane, entry.unread.get(name, 0))
        for name, lines in entry.shown.items():
            for line in lines:
                self.rows.append(Row("does", self.lane(name), what="shows", text=quoted(cut(line, LETTERS))))
        if changed := {lane for lane, words in now.items() if self.waits.get(lane) != words}:
            if self.rows and self.rows[-1].kind == "waits":
                changed |= set(self.rows.pop().each)  # nothing has happened since
            ended = {lane for lane, words in now.items() if over(words)} - changed
            self.rows.append(Row("waits", each={lane: now[lane] for lane in sorted(set(now) - ended)}))
            self.waits.update(now)

    def left_unread(self, lane, size):
        """Return in words what a program has not yet read; add a row if it has read several segments meanwhile."""
        before, segments = self.unread.get(lane, []), self.arrived.pop(lane, [])
        if size in UNREAD:
            return UNREAD[size]
        pieces = before + segments
        while pieces and sum(pieces) > size:
            pieces = pieces[1:]
        self.unread[lane] = pieces
        if len(before) > 1 and not pieces:
            self.rows.append(Row("does", lane, what=f"reads what came in {len(before)} segments"))
        number = f" of {len(pieces)} segments" if len(pieces) > 1 else ""
        return f", {size:,} byte{'s' * (size > 1)}{number} unread" if size else ""

    def packets(self, start, end):
        """Add the rows of these packets."""
        for number in range(start, end):
            frame = self.frames[number]
            if frame is None:
                continue
            who, to = map(self.lane, self.whose.ends(number, frame))
            if frame.grants and (frame.target, frame.source) not in self.asked:
                call = replace(frame, flags=SYN, source=frame.target, target=frame.source, seq=frame.ack - 1)
                self.add(frame, self.segment(call, to, who))  # it was not among those that were looked at
            if number in self.vain:
                self.again(frame, who, to)
            else:
                self.add(frame, self.row_of(frame, who, to))
            self.ends[number] = who, to
            if frame.data and frame.transport == "tcp":
                self.arrived.setdefault(to, []).append(len(frame.data))

    def add(self, frame, row):
        """Add the Row of a packet, if it has one.

        What opens a connection stands behind the calls that were refused before: what another program does at that
        moment is up to chance.
        """
        if row:
            row.time = (frame.time - self.first) / 1e9 if self.first else None
            if row.what in OPENS and (last := self.behind.get(row.connection)):
                self.rows.insert(next(n for n, one in enumerate(self.rows, 1) if one is last), row)
                self.behind[row.connection] = row
            else:
                self.rows.append(row)

    def row_of(self, frame, who, to):
        """Return the Row of one packet, None if it is folded into an earlier one."""
        if frame.quoted:
            self.counts["refused"] += 1
            return Row("packet", who, to, what=f"ICMP: {frame.code} unreachable")
        if frame.transport == "udp":
            self.counts["data"] += 1
            return Row("packet", who, to, text=self.quote(frame.data), size=len(frame.data))
        return self.segment(frame, who, to)

    def again(self, frame, who, to):
        """Add the Row of many calls that are refused, if this is the first since something was done."""
        if frame.resets or (place := (who, frame.target)) in self.called:
            return
        self.called[place] = Row("packet", who, to, what="SYN", notes=[AGAIN])
        self.counts["open"] += 1
        self.add(frame, self.called[place])

    def segment(self, frame, who, to):
        """Return the Row of a segment of TCP, None if it only acknowledges what it can be folded into."""
        flow = self.flows.setdefault((frame.source, frame.target), Flow())
        back = self.flows.setdefault((frame.target, frame.source), Flow())
        if frame.calls:
            flow.__init__()
            back.__init__()
        ends = frozenset((frame.source, frame.target))
        row = Row("packet", who, to, connection=self.connections.setdefault(ends, len(self.connections)))
        row.notes += flow.notes_of(frame, self.tape.lines)
        if flow.over is not None and frame.closes and SENT_AGAIN in row.notes:
            return None
        if not (frame.calls or frame.resets):  # whether a reset acknowledges is up to chance (RFC 9293, 3.5.2)
            back.acknowledge(frame)
        if frame.resets:
            self.counts["reset" if back.granted or flow.granted else "refused"] += 1
            row.what = "RST" if back.granted or flow.granted else "RST (refused)"
            self.asked.discard((frame.target, frame.source))
            row.notes += flow.breaks_off() + back.breaks_off()
            return row
        if frame.calls or frame.grants:
            flow.granted |= frame.grants
            self.counts["open"] += 1
            row.what = "SYN" if frame.calls else "SYN, ACK"
            if frame.calls:
                self.asked.add((frame.source, frame.target))
                if last := self.called.pop((who, frame.target), None):
                    self.behind[row.connection] = last
            return row
        if frame.data:
            self.counts["data"] += 1
            row.what, row.text, row.size = "FIN" * frame.closes, self.quote(frame.data), len(frame.data)
            flow.unacknowledged.append((frame.end, row))
        elif frame.closes:
            self.counts["close"] += 1
            row.what = "FIN"
            flow.unacknowledged.append((frame.end, row))
        elif back.granted and not flow.answered:
            flow.answered = True
            self.counts["open"] += 1
            row.what = "ACK"
            return row
        else:
            self.counts["ack"] += back.over != frame.ack  # else it was counted when both sides had ended
            return row if row.notes else None
        if frame.closes:
            row.notes += flow.breaks_off()
            flow.last = row
            if back.last:
                self.counts["ack"] += sum(one.ends_as_well() for one in (flow, back))
        return row

    def quote(self, data):
        return quoted(data) if len(data) <= LETTERS else f"{quoted(data[:LETTERS])[:-1]}...'"

    def lane(self, name):
        """Return the number of a lane."""
        if name not in self.lanes:
            self.lanes.append(name)
        return self.lanes.index(name)


def in_vain(frames):
    """Return {number: the place that was called} of calls over TCP that nobody took, and of their refusals."""
    called, found, taken = {}, {}, set()
    for number, frame in enumerate(frames):
        if frame is None or frame.transport != "tcp":
            continue
        call, answered = (frame.source, frame.target), (frame.target, frame.source)
        if frame.calls:
            taken.discard(call)
            if call in called:  # its refusal was not seen
                found[called[call]] = frame.target
            called[call] = number
        elif frame.grants:
            called.pop(answered, None)
            taken.add(answered)
        elif frame.resets and {call, answered}.isdisjoint(taken):
            found[number] = frame.source
            if answered in called:
                found[called.pop(answered)] = frame.source
    return found | {number: place for (_, place), number in called.items()}


def of_many(found):
    """Return the numbers of those that are among MANY to one place."""
    many = Counter(found.values())
    return {number for number, place in found.items() if many[place] > 2 * MANY}


def over(words):
    """Return whether these words of a program's wait say that it has ended."""
    return words.startswith(("ended", "killed"))


def in_order(rows):
    """Return rows with packets of one program to several sorted by where they go: their order is up to chance.

    Only those in a row are, and each program's own stay in order. So do those of a connection, where several end; but
    where both close it after one has done something, that one's comes first: both may have meant to. What says that a
    port cannot be reached stays behind the datagram that it answers.
    """
    groups = []
    for row in rows:
        near = itertools.takewhile(lambda group: group[0].kind == "packet", reversed(groups[-NEAR:]))
        answered = next((group for group in near if answers(row, group[0])), None) if row.refuses else None
        if answered:
            answered.append(row)
        else:
            groups.append([row])
    runs = itertools.groupby(groups, lambda group: group[0].who if group[0].kind == "packet" else None)
    made = [row for who, run in runs for group in (run if who is None else sorted(run, key=lambda one: one[0].to))
            for row in group]
    runs = itertools.groupby(made, lambda row: row.kind == "packet" and row.what in ("FIN", "RST") and not row.text)
    ordered, doer = [], -1
    for ends, run in runs:
        run = list(run)
        if ends:
            reset = {connection(row) for row in run if row.what == "RST"}
            run.sort(key=lambda row: (connection(row), row.who != doer and connection(row) not in reset))
        ordered += run
        doer = next((row.who for row in reversed(run) if row.kind == "does" and not row.what.startswith(SEEN)), doer)
    return ordered


def answers(row, other):
    """Return whether this refusal is one of that datagram."""
    return row.what.startswith("ICMP") and (row.who, row.to) == (other.to, other.who)


def connection(row):
    return min(row.who, row.to), max(row.who, row.to), row.connection
