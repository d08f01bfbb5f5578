"""A stage: the windows of one check on a private network, driven by what they wait for and never by time-outs.

    with Stage() as stage:
        server = stage.open("tcp/recvr1.py")
        client = stage.open("tcp/recvr2.py")
        client.types("hello").shown_by(server)
        server.types("hey").shown_by(client)

Each action is a step; it ends when the stage has settled, so that what the windows show then is all they will show.
"""
import os
import re
import select
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from lab12 import waiting
from lab12.network import open_network
from lab12.terminal import COLUMNS, ROWS, Screen, Terminal

NOD = 5.0         # seconds of sleep that are waited for at most before a window that sleeps counts as waiting
QUIET = 0.3       # seconds without output or packets after which a window that polls counts as waiting
LOOKS = 10        # looks at least in that time in which none of its threads was running
SILENCE = 0.25    # seconds without output, where the kernel cannot be asked
WORK = 1.0        # seconds of processor time that a window may use up before it has to wait for something
CROWD = 64        # processes of one window that are too many to be meant
SPINS = "spins"   # among what is known of a window: it does not wait at all
SPIN = 0.05       # seconds of processor time in which a window that is known to run on does what it has to do
FLOOD = 300_000, 20_000  # bytes, lines printed in one step that are too many to be meant
PATIENCE = 20.0   # seconds in all, for a window that neither works nor waits
NAP = 0.0001, 0.003  # seconds between two looks, at least and at most: an eighth of the time waited so far
ERROR = re.compile(r"\w*(Error|Exception|KeyboardInterrupt|SystemExit)\b")
KEYS = {"Ctrl-C": b"\x03", "Ctrl-D": b"\x04", "Ctrl-S": b"\x13", "Ctrl-Q": b"\x11", "Ctrl-Z": b"\x1a"}
ENVIRONMENT = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "TERM": "xterm"}


class Miss(AssertionError):
    """What a check expected did not happen: `expected` and `seen` are for the reader of the mark sheet."""

    def __init__(self, expected, seen):
        super().__init__(f"expected {expected}; {seen}")
        self.expected, self.seen = expected, seen


@dataclass(frozen=True)
class Step:
    """One thing that was done on a stage, and what came of it, in words."""

    action: str
    outcome: str


class Stage:
    """Windows and peers on a network of their own; leaving the `with` block ends them all.

    `addresses` are given to the private network besides 127.0.0.1. `notice` is called with a sentence if this computer
    lacks what the stage would like to use; everything works all the same, more slowly. `guard` is called in each new
    process before its script starts. `habits` holds what earlier stages have learnt of windows of the same names: the
    calls with a time limit in which they poll.
    """

    def __init__(self, addresses=(), notice=lambda sentence: None, guard=lambda: None, habits=None):
        self.network, reason = open_network(addresses)
        if reason:
            notice(f"no private network: {reason}; the scripts run on this computer's own, one check at a time")
        self.asks_kernel = waiting.available()
        if not self.asks_kernel:
            notice("this system does not tell what a process waits for; silence has to do, and takes longer")
        self.windows, self.peers, self.steps = [], [], []
        self.guard, self.habits = guard, {} if habits is None else habits
        self.strangers = set()  # processes that were seen and are not ours

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for window in self.windows:
            window.close()
        for peer in self.peers:
            peer.close()
        self.network.close()

    def port(self, transport, usual):
        """Return a port to serve at: the usual one on a private network, a free one on the public one."""
        if self.network.private:
            return usual
        with self.network.socket(transport) as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    def open(self, script, *arguments, name=None, **options):
        """Start a Python script in a window, as a student does, and return the window once it has settled."""
        script = Path(script).resolve()
        command = [sys.executable, script.name, *map(str, arguments)]
        return self.run(command, name or script.name, folder=script.parent, **options)

    def run(self, command, name, folder=None, size=(ROWS, COLUMNS), stdin=None):
        """Start a program in a window of its own, and return the window once it has settled.

        `size` is (rows, columns); `stdin` is text that it reads from a file instead of the keyboard.
        """
        if same := [window for window in self.windows if window.name.split(" (")[0] == name]:
            name = f"{name} ({len(same) + 1})"
        with tempfile.NamedTemporaryFile() as file:
            file.write((stdin or "").encode())
            file.flush()

            def enter():
                self.network.enter()
                self.guard()
                if stdin is not None:
                    os.dup2(os.open(file.name, os.O_RDONLY), 0)

            terminal = Terminal(command, folder, ENVIRONMENT, enter, size)
        window = Window(self, name, terminal)
        self.windows.append(window)
        self.settle()
        self.steps.append(Step(f"{window.name} started", window.outcome() or window.doing()))
        return window

    def step(self, action, act=lambda: None, by=None):
        """Do something, wait until the stage has settled, and note down what came of it.

        `by` is the window in which it was done: what only echoes there is not worth a word.
        """
        for window in self.windows:
            window.before, window.was_alive = list(window.screen.lines), window.alive()
        act()
        self.settle()
        others = [window for window in self.windows if window is not by]
        told = [words for window in self.windows if (words := window.outcome(echo=window is by))]
        quiet = [f"{window.name} shows nothing new" for window in others if window.alive()]
        self.steps.append(Step(action, "; ".join(told or quiet)))

    def settle(self):
        """Wait until no window can go on by itself, but those that use up WORK or FLOOD; return whether there are none.

        Such a window is `restless` from then on: what it does is no reason to wait any longer, and what it prints
        without end is not read any more, so that it stands still.
        """
        if not self.asks_kernel:
            return self.fall_silent()
        start = time.monotonic()
        begun = quiet = Moment(self)
        longest, looks, calm = 0.0, 0, True
        while True:
            news = self.read()
            rests, limit = self.rests()
            if rests and not self.read() and quiet.all_worked(SPIN):
                return calm
            now, longest, looks = time.monotonic(), max(longest, limit or 0.0), looks + 1
            if news or limit is None or self.network.traffic() != quiet.traffic:
                quiet, longest, looks = Moment(self), limit or 0.0, 0
            elif self.only_sleeps(quiet) and not self.read():
                return calm
            elif looks > LOOKS and now - quiet.time > QUIET + min(longest, NOD) and not quiet.worked(QUIET / 3):
                self.learn()
                return calm  # nobody waits for good, but nothing happens either: they poll
            for window in begun.flooded():
                window.restless, calm = "prints without end", False
            for window in begun.worked_in_vain():
                window.restless, window.spins, calm = "runs on and waits for nothing", True, False
                window.polls.add(SPINS)
            if now - start > PATIENCE:
                for window in self.windows:
                    window.restless = window.restless or "neither comes to rest nor does anything"
                return False
            nap = min(max(NAP[0], (now - start) / 8), NAP[1])
            select.select([w.terminal.descriptor for w in self.windows if w.alive() and not w.floods()], [], [], nap)

    def learn(self):
        """Remember in which calls the windows poll: when the time in them was up, nothing came of it."""
        self.network.give_up()
        for window in self.windows:
            waits = [wait for threads in window.processes.values() for wait in threads.waits(threads.pulse())]
            window.polls |= {(wait.call, wait.kinds) for wait in waits if wait.kinds and not wait.patient}

    def only_sleeps(self, quiet):
        """Return whether all that goes on are short sleeps between two looks round, and each has looked since then."""
        return not self.network.busy() and all(window.spins or window.only_sleeps(quiet.pulses[window])
                                               for window in self.windows) and quiet.all_worked(SPIN)

    def rests(self):
        """Return (whether at one moment every thread of every window was waiting for somebody else, longest limit).

        Two equal pulses mean that nothing ran between them; a packet on its way would wake somebody soon. The limit is
        that of a thread that is about to go on by itself, in seconds; None if one runs, or would if it got a processor.
        """
        pulses = [window.pulse() for window in self.windows]
        if any(state != "S" for pulse in pulses for _, _, state, *_ in pulse):
            return False, None
        firm = [window.is_firm(pulse) for window, pulse in zip(self.windows, pulses, strict=True)]
        if not all(firm):
            return False, max(window.limit for window in self.windows)
        if self.network.busy() or self.find_children():
            return False, 0.0
        return pulses == [window.pulse() for window in self.windows], 0.0

    def find_children(self):
        """Add the processes that windows have started; return whether there were new ones."""
        known = self.strangers.union(*(window.processes for window in self.windows))
        found = False
        for name in os.listdir("/proc"):
            if not name.isdecimal() or int(name) in known:
                continue
            try:
                with open(f"/proc/{name}/stat") as stat:
                    _, parent, _, session = stat.read().rpartition(")")[2].split()[:4]
            except OSError:
                continue
            for window in self.windows:
                if int(parent) in window.processes or int(session) == window.terminal.pid:
                    window.processes[int(name)] = waiting.Threads(int(name))
                    found = True
                    break
            else:
                self.strangers.add(int(name))
        for window in self.windows:
            if len(window.processes) > CROWD and window.alive():
                window.kill()  # all at once, for they are of one process group
                window.restless = "starts process after process"
        return found

    def fall_silent(self):
        """Wait until no window has printed anything for a while."""
        start = quiet = time.monotonic()
        while time.monotonic() - quiet < SILENCE:
            if self.read():
                quiet = time.monotonic()
            if time.monotonic() - start > PATIENCE:
                return False
            select.select([w.terminal.descriptor for w in self.windows if w.alive()], [], [], SILENCE / 10)
        return True

    def read(self):
        """Take in what the windows have printed; return whether there was anything."""
        return any([window.read() for window in self.windows])

    def waits(self):
        """Return a line for each window that says what it is doing, for the foot of an explanation."""
        alive = [window for window in self.windows if window.alive()]
        lines = [f"{window.name} {window.doing()}" for window in alive]
        if len(alive) > 1 and all(window.kinds() and window.kinds() <= {"network", "connection"} for window in alive):
            lines.append("each waits for another: nobody will speak again")
        return lines


class Window:
    """One script running in a terminal of its own: what is typed, what its screen shows, what it waits for."""

    def __init__(self, stage, name, terminal):
        self.stage, self.name, self.terminal = stage, name, terminal
        self.screen, self.fed = Screen(), 0
        self.processes = {terminal.pid: waiting.Threads(terminal.pid)} if stage.asks_kernel else {}
        self.polls = stage.habits.setdefault(re.sub(r" \(?\d+\)?$", "", name), set())  # client (2) does as client does
        self.spins = False  # it never waits; after each step it gets a moment's work, SPIN
        self.limit, self.restless = 0.0, None  # see is_firm, and what it does if it has never come to rest
        self.before, self.was_alive = [""], True  # the lines on its screen, and whether it ran, before the last step

    def types(self, text, ahead=False):
        """Type a line; return it as Said, to be looked for in other windows.

        Raises Miss if the script does not wait for the keyboard, unless it is typed `ahead`.
        """
        if not ahead and not self.asks():
            raise Miss(f"{self.name} to ask for something", f"it {self.doing()}")
        shown = repr(text) if len(text) < 60 else f"{len(text.encode())} bytes"
        self.stage.step(f"you type {shown} in {self.name}", lambda: self.terminal.write(text.encode() + b"\n"), by=self)
        return Said(text, self)

    def presses(self, key):
        """Press a key of KEYS, or type letters without Enter."""
        data = KEYS.get(key) or key.encode()
        word = "press" if key in KEYS else "type, without Enter,"
        self.stage.step(f"you {word} {key} in {self.name}", lambda: self.terminal.write(data), by=self)

    def dies(self):
        """Kill the script, as a crash of its computer would."""
        self.stage.step(f"{self.name} is killed", lambda: self.kill())

    def kill(self):
        self.terminal.signal(signal.SIGKILL)
        self.terminal.program.wait()

    def asks(self):
        """Return whether the script waits for its user."""
        return self.alive() and (not self.stage.asks_kernel or "keyboard" in self.kinds())

    def shows(self, text):
        """Check that what came onto the screen in the last step contains this text."""
        if text not in self.news():
            raise Miss(f"{self.name} to show {brief(text)}", self.shown_words())
        return self

    def shows_no(self, text):
        """Check that what came onto the screen in the last step does not contain this text."""
        if text in self.news():
            raise Miss(f"{self.name} not to show {brief(text)}", self.shown_words())

    def shows_nothing(self):
        """Check that the last step brought nothing onto the screen."""
        if self.news():
            raise Miss(f"{self.name} to show nothing", self.shown_words())

    def shows_anywhere(self, text):
        """Check that this text stands on the screen, whenever it came."""
        if text not in self.screen.text:
            raise Miss(f"{self.name} to show {brief(text)}", f"it shows {brief(self.screen.text)}")

    def shows_nothing_but(self, typed):
        """Check that the last step brought onto the screen what was typed in it, and no more."""
        if self.news() not in (typed, ""):
            raise Miss(f"{self.name} to show nothing of its own", self.shown_words())

    def looks_like(self, text):
        """Check that its screen looks like this text, whatever was drawn and wiped out on the way there."""
        if without_blanks(self.screen.text) != without_blanks(text):
            raise Miss(f"{self.name} to look like {text!r}", f"it shows {brief(self.screen.text, 400)}")

    def shows_exactly(self, text):
        """Check that everything that it has printed, and what was typed, is this text, to the letter."""
        if self.output != text:
            raise Miss(f"{self.name} to show exactly {text!r}", f"it shows {brief(self.output, 400)}")

    def shows_one_line(self, part):
        """Check that all it shows is one line, with this text in it."""
        lines = [line for line in self.screen.lines if line.strip()]
        if len(lines) != 1 or part not in lines[0]:
            raise Miss(f"{self.name} to show one line, with {brief(part)} in it", f"it shows {brief(self.screen.text)}")

    def ends(self, status=None):
        """Check that the script has ended, with this exit status if one is given, and without a traceback."""
        if self.alive():
            raise Miss(f"{self.name} to end", f"it {self.doing()}")
        self.shows_no_traceback()
        if status is not None and self.terminal.status != status:
            raise Miss(f"{self.name} to end with status {status}", f"it {self.doing()}")

    def goes_on(self):
        """Check that the script still runs."""
        if not self.alive():
            raise Miss(f"{self.name} to go on", f"it {self.doing()}")

    def shows_no_traceback(self):
        """Check that Python has not reported an error that nobody handled."""
        if "Traceback (most recent call last)" in self.screen.text or self.error():
            raise Miss(f"{self.name} to end without a traceback", f"it shows {self.error() or 'one'}")

    def error(self):
        """Return the line number and the last line of a traceback, if that is how it ended."""
        text = self.screen.text
        lines = [line for line in text.splitlines() if line.strip()]
        if self.alive() or not lines or not ERROR.match(lines[-1]):
            return None
        places = re.findall(r'File "[^"]*", line (\d+)', text)
        return (f"line {places[-1]}: " if places else "") + lines[-1]

    @property
    def output(self):
        """All that the terminal has received, echo included, with plain newlines."""
        return self.terminal.raw.decode(errors="replace").replace("\r\n", "\n")

    def news(self):
        """Return what the last step brought onto the screen; a prompt that is only shown again is not new."""
        asked = self.before[-1]
        first, *lines = self.screen.lines[len(self.before) - 1:] or [""]
        if first.startswith(asked):
            first = first[len(asked):]
        return "\n".join(line.rstrip() for line in [first, *lines] if line.strip() and line != asked)

    def outcome(self, echo=False):
        """Return in words what this window did in the last step; nothing if that is not worth a word."""
        news = self.news().splitlines()[echo:]
        if not self.alive():
            if not self.was_alive:
                return ""
            said = [] if self.error() else [line for line in news if line != "^C"]
            shown = f"shows {brief(' / '.join(said[:4]))} and " if said else ""
            return f"{self.name} {shown}{self.doing()}"
        if not news:
            return ""
        return f"{self.name} shows {brief(' / '.join(news[:4]) + (' / ...' if len(news) > 4 else ''))}"

    def shown_words(self):
        if not self.alive():
            return f"it {self.doing()}"
        news = self.news()
        return f"it shows {brief(news)}" if news else "it shows nothing new"

    def doing(self):
        """Return in words what the script waits for, or how it ended."""
        if not self.alive():
            status = self.terminal.status
            how = f"by signal {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
            return f"has ended {how}" + (f": {self.error()}" if self.error() else "")
        if self.restless:
            return self.restless
        kinds = self.kinds()
        if not kinds:
            return "runs" if self.stage.asks_kernel else "is still there"
        return "waits for " + " and ".join(waiting.WORDS[kind] for kind in sorted(kinds))

    def kinds(self):
        """Return the kinds of its waits; what only passes between its threads is left out if there is anything else."""
        if not self.stage.asks_kernel:
            return set()
        waits = [wait for threads in self.processes.values() for wait in threads.waits(threads.pulse())]
        kinds = {kind for wait in waits for kind in wait.kinds}
        return kinds - {"thread", "child", "clock"} or kinds

    def pulse(self):
        """Return what all its threads do just now, to be compared with a later pulse."""
        return () if self.spins else self.look()

    def look(self):
        if not self.alive():
            return ()
        return tuple((pid, *thread) for pid, threads in self.processes.items() for thread in threads.pulse())

    def stands(self):
        """Return whether it waits after all, or has ended, though it was known to run on."""
        now = self.look()
        return all(state == "S" for _, _, state, *_ in now) and self.is_firm(now)

    def is_firm(self, pulse):
        """Return whether every thread in this pulse waits for somebody else.

        A thread that sleeps a second or longer beside one that waits for good is a heart-beat, not work.
        """
        self.limit = 0.0
        for pid, threads in self.processes.items():
            waits = threads.waits([thread for owner, *thread in pulse if owner == pid])
            polls = {wait for wait in waits if (wait.call, wait.kinds) in self.polls and "clock" not in wait.kinds}
            if any(not wait.patient and wait not in polls for wait in waits) or (
                    waits and not any(wait.firm or wait in polls for wait in waits)):
                self.limit = max((wait.limit for wait in waits if not wait.firm and wait.limit), default=0.0)
                return False
        return True

    def only_sleeps(self, before):
        """Return whether it waits, but for threads in a sleep that is known, which have woken and slept since then."""
        before, now = {pulse[:2]: pulse for pulse in before}, self.look()
        for pid, threads in self.processes.items():
            pulses = [pulse for pulse in now if pulse[0] == pid]
            for pulse, wait in zip(pulses, threads.waits([pulse[1:] for pulse in pulses]), strict=True):
                known = (wait.call, wait.kinds) in self.polls
                if not known and not wait.patient:
                    return False
                past = before.get(pulse[:2]) if known and "clock" in wait.kinds else None
                if past and waiting.naps(pulse[3]) < waiting.naps(past[3]) + (1 if past[2] == "S" else 2):
                    return False
        return True

    def work(self):
        """Return the processor time used so far by all its threads, in seconds (clock_getcpuclockid(3))."""
        total = 0.0
        for pid in self.processes:
            try:
                total += time.clock_gettime(~pid << 3 | 2)  # the clock of another process: CPUCLOCK_SCHED in the kernel
            except OSError:
                pass  # it has ended
        return total

    def alive(self):
        return self.terminal.alive()

    def read(self):
        """Take in what it has printed; return whether there was anything."""
        if self.floods():
            return False
        news = self.terminal.read()
        raw = self.terminal.raw
        new, self.fed = raw[self.fed:], len(raw)
        self.screen.feed(new)
        return news

    def floods(self):
        """Return whether it has been found to print without end."""
        return self.restless == "prints without end"

    def close(self):
        for pid, threads in self.processes.items():
            threads.close()
            if pid != self.terminal.pid:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass  # it ended with its parent
        self.terminal.close()


class Moment:
    """What the windows of a stage had done at one moment, to tell what they have done since."""

    def __init__(self, stage):
        self.time, self.traffic = time.monotonic(), stage.network.traffic()
        self.work = {window: window.work() for window in stage.windows}
        self.pulses = {window: window.look() if window.polls else () for window in stage.windows}
        self.printed = {window: (window.terminal.total, window.terminal.lines) for window in stage.windows}

    def worked(self, seconds):
        """Return the windows that have used more processor time than this since then."""
        return [window for window, work in self.work.items() if window.work() - work > seconds]

    def worked_in_vain(self):
        """Return the windows that have used up WORK since then; of those that are known for it, less is enough."""
        return [window for window, work in self.work.items() if not window.restless
                and window.work() - work > (WORK / 4 if SPINS in window.polls else WORK)]

    def all_worked(self, seconds):
        """Return whether each window that runs on has used more processor time than this since then, or now waits."""
        return all(not window.spins or window.work() - work > seconds or window.stands()
                   for window, work in self.work.items())

    def flooded(self):
        """Return the windows that have printed too much to be meant since then."""
        return [window for window, (total, lines) in self.printed.items()
                if not window.restless and (window.terminal.total - total > FLOOD[0]
                                            or window.terminal.lines - lines > FLOOD[1])]


@dataclass(frozen=True)
class Said:
    """A message that was typed."""

    text: str
    author: Window

    def shown_by(self, window):
        """Check that the message has appeared in another window."""
        window.shows(self.text)
        return self


def without_blanks(text):
    """Return text without the blanks at the end of its lines, but for the last one, in which the cursor stands."""
    *lines, last = text.split("\n")
    return "\n".join([*(line.rstrip() for line in lines), last])


def brief(text, most=200):
    """Return text in quotes, cut in the middle if it is long."""
    text = text if len(text) <= most else f"{text[:most // 2]} ... {text[-most // 2:]} ({len(text)} characters)"
    return f'"{text}"' if '"' not in text else repr(text)
