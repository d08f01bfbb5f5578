"""A stage: the windows of one check on a private network, driven by what they wait for and not by time-outs.

    with Stage() as stage:
        server = stage.open("tcp/recvr1.py")
        client = stage.open("tcp/recvr2.py")
        client.types("hello").shown_by(server)
        server.types("hey").shown_by(client)

Each action is a step; it ends when the stage has settled, so that what the windows show then is all they will show.
"""
import contextlib
import functools
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from lab12.stage import children, settling, waiting
from lab12.stage.network import open_network
from lab12.stage.plain import environment, python
from lab12.stage.polling import ready
from lab12.stage.program import open_terminal
from lab12.stage.screen import COLUMNS, ROWS
from lab12.stage.terminal import Terminal
from lab12.stage.window import Window

NOBODY = "each waits for another: nobody will speak again"
PAUSE = 0.01  # seconds between two looks at a window that goes on in less than that


@dataclass(frozen=True)
class Step:
    """One thing that was done on a stage, and what came of it, in words."""

    action: str
    outcome: str


@functools.cache
def prepare():
    """Find out what this computer has, for all processes that are forked from now on; OSError if no terminals."""
    for side in open_terminal():
        os.close(side)
    python()
    waiting.available()
    open_network()[0].close()


class Stage:
    """Windows and peers on a network of their own; leaving the `with` block ends them all.

    `addresses` are given to the private network besides 127.0.0.1. `notice` is called with a sentence if this computer
    lacks what the stage would like to use; everything works all the same, more slowly. `guard` says how programs are
    started (program.Unguarded). `polls` holds what earlier stages have learnt of windows of the same
    names: the calls with a time limit in which they poll.
    """

    window = Window  # what it opens: one kind of them

    def __init__(self, addresses=(), notice=lambda sentence: None, guard=None, polls=None):
        self.network, reason = open_network(addresses, *[guard.home, guard.idle] if guard else [])
        if guard and guard.hosts and not self.network.private:
            guard.close()  # its programs know names for addresses that are not there
            guard.hosts = {}
        if reason:
            notice(f"no private network: {reason}; the scripts run on this computer's own, one check at a time")
        self.asks_kernel = waiting.available()
        if not self.asks_kernel:
            notice("this system does not tell what a process waits for; silence has to do, and takes longer")
        self.windows, self.peers, self.steps = [], [], []
        self.guard, self.polls = guard, {} if polls is None else polls
        self.others = []  # guards that were in the place of that one for a while: see guarded
        self.strangers, self.newest = set(), None  # processes that are not ours; the last one of all
        if not (guard and guard.inner):
            self.strangers.update(children.processes())
        self.sleeps = 0.0   # seconds for which a program may sleep in its turn: see settling.fall_silent
        self.napped = 0     # steps in which a program was waited for while it slept for a part of a second
        self.bounded = 0.0  # seconds spent on waits that did not end by themselves: see settling

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.network.leave()
        serving = [peer for peer in self.peers if peer.serves]
        others = [peer for peer in self.peers if not peer.serves]
        for end in [*others, *self.windows[::-1], *serving]:  # clients first: who closes last leaves its port free
            end.close()
        for guard in self.others:
            guard.close()
        self.network.close()

    @contextlib.contextmanager
    def guarded(self, guard):
        """Have another guard start the programs in this block; they end with it, so it is closed with the stage."""
        before, self.guard = self.guard, guard
        self.others.append(guard)
        try:
            yield
        finally:
            self.guard = before

    def port(self, transport, usual):
        """Return a port to serve at: the usual one on a private network, a free one on the public one."""
        if self.network.private:
            return usual
        with self.network.socket(transport) as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    def open(self, script, *arguments, name=None, module="", above=0, **options):
        """Start a Python script in a window, as a student does, and return the window once it has settled.

        Where a dotted name is given, it is run as this module of a package: python -m chat.server. It is started in its
        own folder, or so many `above` it: python chat/server.py.
        """
        script = Path(script).resolve()
        folder = script.parents[module.count(".") or above]
        file = f"./{script.name}" if script.name.startswith("-") else str(script.relative_to(folder))
        command = [python(), *(["-m", module] if module else [file]), *map(str, arguments)]
        return self.run(command, name or script.name, folder=folder, **options)

    def run(self, command, name, folder=".", size=(ROWS, COLUMNS), stdin=None):
        """Start a program in a window of its own, and return the window once it has settled.

        `size` is (rows, columns); `stdin` is text that it reads from a file instead of the keyboard. Raises OSError if
        it cannot be started.
        """
        if same := [window for window in self.windows if window.name.split(" (")[0] == name]:
            name = f"{name} ({len(same) + 1})"
        with tempfile.NamedTemporaryFile() if stdin is not None else contextlib.nullcontext() as file:
            if file:
                file.write(stdin.encode())
                file.flush()
            taken = {window.terminal.number for window in self.windows if window.alive()}
            number = next(number for number in range(len(taken) + 1) if number not in taken)
            terminal = Terminal(command, folder, environment(), self.network, self.guard, file and file.name, size,
                                number)
            window = self.window(self, name, terminal)
            self.windows.append(window)
            self.settle()
        if trouble := terminal.trouble():
            raise OSError(trouble)
        self.steps.append(Step(f"{window.name} started", window.outcome() or window.doing()))
        return window

    def step(self, action, act=lambda: None, by=None):
        """Do something, wait until the stage has settled, and note down what came of it.

        `by` is the window in which it was done: what only echoes there is not worth a word.
        """
        for window in self.windows:
            window.note()
        act()
        self.settle()
        others = [window for window in self.windows if window is not by]
        told = [words for window in self.windows if (words := window.outcome(echo=window is by))]
        quiet = [f"{window.name} shows nothing new" for window in others if window.alive()]
        self.steps.append(Step(action, "; ".join(told or quiet)))

    def settle(self, sleeps=1):
        """Wait until no window can go on by itself; return whether that came (see settling.settle)."""
        return settling.settle(self, sleeps)

    def outlast(self, window, most):
        """Wait until a window ends, asks its user, is unsettled or waits for somebody else without a limit of time.

        Return whether it does so within `most` seconds. It is not waited for while nobody can go on before that.
        """
        end = time.monotonic() + most
        while (window.alive() and not window.asks() and not window.unsettled
               and (limit := window.processes.limit()) is not None):
            if (begun := time.monotonic()) > end or self.idle_until() > end:
                return False
            ready([window.terminal.descriptor], min(max(limit, PAUSE), end - begun))
            self.bounded += time.monotonic() - begun
            self.settle()
        if self.read():  # it has gone on since the last look at its screen
            self.settle()
        return True

    def idle_until(self):
        """Return the moment before which no window goes on by itself: a wait has begun after its window was opened."""
        return min((window.opened + limit for window in self.windows if window.alive()
                    and (limit := window.processes.limit()) is not None), default=0.0)

    def read(self):
        """Take in what the windows have printed; return whether there was anything."""
        return any([window.read() for window in self.windows])

    def bare(self, window, line):
        """Return a line of a window's screen without what is not worth a word; here all is."""
        return line

    def waits(self):
        """Return a line for each window that says what it is doing, for the foot of an explanation."""
        alive = [window for window in self.windows if window.alive()]
        return [f"{window.name} {window.doing()}" for window in alive] + deadlock(alive)


def deadlock(windows):
    """Return a line that says so if each of these windows waits for another one, nothing otherwise."""
    kinds = [window.processes.kinds() for window in windows if window.alive()]
    stuck = len(kinds) > 1 and all(kind and kind <= {"network", "connection"} for kind in kinds)
    return [NOBODY] if stuck else []
