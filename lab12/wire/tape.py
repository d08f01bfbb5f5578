"""The tape: what was done on a stage while it was driven, what each program waited for, and each packet meanwhile."""
import signal
from bisect import bisect_left
from dataclasses import dataclass

from lab12.wire.capture import Wire
from lab12.wire.frames import frame_of
from lab12.wire.owners import owners, ports_of
from lab12.wire.quoting import quoted
from lab12.wire.reading import Reader

TYPED = "types", "presses"  # what is seen on the screen on which it is done, and said already
SHOWN = 3  # lines that one program shows in a step
# What a program waits for, in the words of its source: calls.WORDS has those of a mark sheet.
CALLS = {"connection": "accept", "network": "recv", "keyboard": "keyboard", "clock": "sleep"}


@dataclass
class Act:
    """Something that was done before the packet with this number: `who` does `what`, with a text of a person's."""

    number: int
    who: str
    what: str
    text: str = ""


@dataclass
class Rest:
    """The moment at which all waited, before the packet with this number: what for, what each has shown since."""

    number: int
    waits: dict
    shown: dict
    ports: dict | None  # (transport, port) -> name; None: the kernel was not asked
    peers: dict         # the same of peers, which know it themselves
    unread: dict


class Tape:
    """Records a stage: `act` before something is done there, `rest` when it has settled; `ladder` is the picture.

    `names` are the lanes of the picture from left to right; any other program is added. `lines` says that over TCP
    each message ends with a newline; None: that is learnt from what is sent. `tells` gives what is to be told of a line
    on a window's screen, "" if nothing. `known` gives the windows that were seen at (transport, port) at any time.
    """

    def __init__(self, stage, names=(), wire=None, lines=None, stamped=True, tells=lambda _, line: line.rstrip(),
                 known=lambda transport, port: ()):
        self.stage, self.names, self.lines = stage, list(names), lines
        self.wire = wire or Wire(stage.network, stamped)
        self.entries, self.frames, self.done, self.tells, self.known = [], [], None, tells, known
        self.killed = set()  # windows that were killed together
        self.screens = {}  # window -> how often it has been cleared, and its lines, at the last rest
        self.made = None, None  # the state in which it was read last, and that Reader

    @property
    def sees(self):
        return self.wire.sees

    def act(self, who, what, text=""):
        """Note that somebody is about to do something."""
        self.done = Act(self.count(), who, what, text)
        self.entries.append(self.done)

    def forget(self, number):
        """Forget what was noted since there were so many entries, as if it had not been done."""
        del self.entries[number:]
        self.done = next((entry for entry in reversed(self.entries) if isinstance(entry, Act)), None)
        self.made = None, None

    def kill(self):
        """Note that all windows are killed: which of them ends before that, since another one is gone, is chance."""
        rest = next((entry for entry in reversed(self.entries) if isinstance(entry, Rest)), None)
        told = rest.waits if rest else {}
        self.killed |= {window for window in self.stage.windows
                        if not told.get(window.name, "").startswith(("ended", "killed"))}

    def rest(self, ask=True):
        """Note what everybody waits for, now that the stage has settled, and what has come onto their screens.

        Whose the ports are is asked of the kernel too, which takes its time: it may be left to a later rest.
        """
        typist = self.done.who if self.done and self.done.what.startswith(TYPED) else None
        waits = {window.name: waits_for(window, self.killed) for window in self.stage.windows}
        shown = {window.name: self.shown_by(window, window.name == typist) for window in self.stage.windows}
        ports, unread = owners(self.stage, self.wire.asked) if self.sees and ask else (None, {})
        for window in self.stage.windows:
            if window.unsettled:
                unread.pop(window.name, None)  # it may read that at any moment
        self.entries.append(Rest(self.count(), waits, shown, ports, ports_of(self.stage.peers), unread))

    def rest_again(self):
        """Note the last rest anew: more has come since of what led to it."""
        before = self.entries.pop()
        self.rest(ask=False)
        for name, lines in self.entries[-1].shown.items():
            self.entries[-1].shown[name] = [*before.shown.get(name, ()), *lines][:SHOWN]

    def shown_by(self, window, typed):
        """Return the lines that have come onto a screen since the last rest, but for what was `typed` and a prompt."""
        cleared, before = self.screens.get(window, (0, [""]))
        screen, lines = window.screen, window.screen.lines
        if cleared == screen.cleared and lines == before:
            return ()
        self.screens[window] = screen.cleared, list(lines)
        new = lines[len(before) - 1:] if cleared == screen.cleared else list(lines)
        if new and (typed or new[0] == before[-1]):
            del new[0]
        if not window.alive() and (window.terminal.status == -signal.SIGKILL or window in self.killed):
            return ()  # the word Killed is the shell's, and may come a moment later
        if new and screen.row == len(lines) - 1 and window.asks():
            del new[-1]
        return [told for line in new if (told := self.tells(window, line))][:SHOWN]

    def count(self):
        """Return how many packets there are; those that are no TCP, UDP or ICMP error are left out."""
        self.wire.read()
        return len(self.wire.frames)

    def all_frames(self):
        """Return a Frame, or None, for each packet."""
        for packet in self.wire.frames[len(self.frames):]:
            self.frames.append(frame_of(*packet))
        return self.frames

    def owner(self, number, transport, port, is_there=True):
        """Return the name of the program that had this port when the packet with this number crossed, None if nobody.

        That is the one that has it at the next rest, or had it at an earlier one and has ended since. Where the kernel
        was not asked at the next rest, it is the only one that was ever seen there, if there is one and it `is_there`.
        """
        rests = [entry for entry in self.entries if isinstance(entry, Rest)]
        at = bisect_left([rest.number for rest in rests], number + 1)
        asked = at == len(rests) or rests[at].ports is not None
        for rest in [*rests[at:at + 1], *reversed(rests[:at])]:
            if name := (rest.ports or rest.peers if asked else rest.peers).get((transport, port)):
                return name
        seen = self.known(transport, port) if is_there else ()
        return next(iter(seen)).name if len(seen) == 1 else None

    def doer(self, number):
        """Return the name of the program that did something last before this packet."""
        return next((entry.who for entry in reversed(self.entries)
                     if isinstance(entry, Act) and entry.number <= number), None)

    def story(self, number):
        """Return what led to the packet with this number, and what each program waited for before that."""
        act = next((entry for entry in reversed(self.entries)
                    if isinstance(entry, Act) and entry.number <= number), None)
        before = self.entries[:self.entries.index(act)] if act else []
        rest = next((entry for entry in reversed(before) if isinstance(entry, Rest)), None)
        done = f"{act.who} {quoted(act.what)[1:-1]} {quoted(act.text) if act.text else ''}".rstrip() if act else ""
        waits = ", ".join(f"{name}: {words}" for name, words in rest.waits.items()) if rest else ""
        return done + (f" (before: {waits})" if waits else "")

    def reading(self):
        """Return the Reader of all that was recorded: its `ladder`, and the lanes at the `ends` of each packet."""
        state = self.count(), len(self.entries)
        if state != self.made[0]:
            self.made = state, Reader(self)
        return self.made[1]

    def ladder(self, since=None):
        """Return the Ladder of all that was recorded, or of what there is since there were so many entries."""
        return self.reading().ladder if since is None else self.reading().since(since)


def waits_for(window, killed=()):
    """Return in a word or two what a window waits for, or that it has ended; if it is in `killed`, by that."""
    if not window.alive():
        status = -signal.SIGKILL if window in killed else window.terminal.status
        how = f", status {status}" if status > 0 else f" by {signal.Signals(-status).name}" if status else ""
        return "killed" if status == -signal.SIGKILL else f"ended{how}"
    if window.unsettled:
        return window.unsettled
    kinds = window.processes.kinds(window.processes.latest)  # a look at which they were seen to rest
    words = [words for kind, words in CALLS.items() if kind in kinds]
    return ", ".join(words or sorted(kinds)) or "runs"


