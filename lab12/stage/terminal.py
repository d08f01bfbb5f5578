"""A pseudo-terminal with one program in it: what goes in, what comes out, and whether it still runs."""
import contextlib
import errno
import fcntl
import os
import re
import select
import shlex
import signal
import struct
import sys
import termios
import time

from lab12.stage.program import TIOCGPTPEER, Program, Unguarded, heed
from lab12.stage.screen import COLUMNS, ROWS
from lab12.stage.starter import Started

KEY = 0.1                  # seconds in which a key that is pressed is read, if it is at all
PASTED = 500               # letters that a line editor is given at once: a terminal holds 4,095 bytes (termios(3))
EDITORS = re.compile(r"/(?:readline\.|libreadline|libedit)")  # what a program with one has mapped
PIECES = 16                # of 4,095 bytes at most that are read at once: one that prints for ever keeps nobody waiting
KEEP = 8 << 20             # bytes of output that are kept of a program: a printer without end must not fill the memory
WORK = 0.5                 # seconds of processor time that is more than what looks after a program needs
GOING = 10.0               # seconds in which what is around a program has gone with it


class Terminal:
    """A program running in a terminal of its own, in a folder and a network.

    `guard` says how it is started (Unguarded). `stdin` names a file that it reads instead of the keyboard; `number` is
    none that another program has just now (within.lead).
    """

    def __init__(self, command, folder, environment, network, guard=None, stdin=None, size=(ROWS, COLUMNS),
                 number=0):
        self.number, self.command, self.folder, guard = number, command, folder, guard or Unguarded()
        self.inner = guard.inner
        self.keeper = None  # the process that looks after the program, if there is one
        self.watched = {}   # process -> descriptor that tells when it has ended (pidfd_open(2))
        self.program = start(command, str(folder), environment, network, guard, stdin, size, number)
        self.pid, self.descriptor = self.program.pid, self.program.child_fd
        if self.inner:
            self.keeper = self.program.leader
            for pid in self.pid, self.keeper:
                with contextlib.suppress(OSError):  # it has ended, or the kernel is older than 5.3
                    self.watched[pid] = os.pidfd_open(pid)
        os.set_blocking(self.descriptor, False)
        self.raw = bytearray()
        self.total = 0        # bytes printed so far, kept or not
        self.lines = 0        # lines among them
        self.ended = self.hung = False  # hung: nobody has the program's side of it open

    @property
    def leader(self):
        """The process that leads the session of the program, and its group."""
        return self.keeper or self.pid

    def write(self, data):
        """Type these bytes, and return when they are with the program."""
        while data:
            try:
                data = data[os.write(self.descriptor, data):]
            except BlockingIOError:
                return  # nobody reads: the line that stands in the terminal is full
            except OSError as error:
                if error.errno != errno.EIO:  # EIO: the program's side is closed
                    raise
                return
        self.deliver()

    def enter(self, text):
        """Type a line; key by key where the program wants each as it is pressed (termios(3), ICANON).

        There Enter is a carriage return, which the terminal makes a newline if the program has left it that (ICRNL).
        A long text is pasted where a line editor reads: it takes what is there one key after the other (readline(3)).
        """
        if not self.wants_keys():
            self.write(text.encode() + b"\n")
            return
        step = PASTED if len(text) > PASTED and self.edits_lines() else 1
        for keys in [*(text[at:at + step] for at in range(0, len(text), step)), "\r"]:
            end = time.monotonic() + KEY
            self.write(keys.encode())
            while self.unread() and time.monotonic() < end:
                self.read()  # one that draws its line anew at each key would wait for us to make room
                time.sleep(KEY / 500)

    def wants_keys(self):
        """Return whether the program reads keys, not lines."""
        try:
            return not termios.tcgetattr(self.descriptor)[3] & termios.ICANON
        except termios.error:
            return False

    def edits_lines(self):
        """Return whether the program has a line editor."""
        with contextlib.suppress(OSError), open(f"/proc/{self.pid}/maps", errors="replace") as maps:  # it has ended
            return bool(EDITORS.search(maps.read()))
        return False

    def unread(self):
        """Return how many bytes that were typed nobody has read."""
        try:
            side = self.side()
        except OSError:
            return 0
        count = struct.unpack("i", fcntl.ioctl(side, termios.FIONREAD, bytes(4)))[0]
        os.close(side)
        return count

    def deliver(self):
        """Have the kernel hand over now what was typed; it does so in a while by itself (n_tty_poll in n_tty.c)."""
        if sys.platform == "linux":
            try:
                side = self.side()
            except OSError:
                return
            poll = select.poll()
            poll.register(side, select.POLLIN)
            poll.poll(0)
            os.close(side)

    def side(self):
        """Open the program's side of the terminal; OSError where that cannot be."""
        flags = os.O_RDWR | os.O_NOCTTY
        if sys.platform == "linux":
            return fcntl.ioctl(self.descriptor, TIOCGPTPEER, flags)
        return os.open(os.ptsname(self.descriptor) if sys.version_info >= (3, 13) else "", flags)

    def take_back(self):
        """Take back the lines that were typed and that nobody has read; return whether there were any."""
        try:
            side = self.side()
        except OSError:
            return False
        try:
            unread = struct.unpack("i", fcntl.ioctl(side, termios.FIONREAD, bytes(4)))[0]
            if unread:
                termios.tcflush(side, termios.TCIFLUSH)
            return unread > 0
        finally:
            os.close(side)

    def trouble(self):
        """Return why the program could not be started, as nsenter(1) or the shell says it; "" if it was."""
        if self.inner:
            return ""  # what looks like that is the program's own
        said = self.raw.decode(errors="replace").strip()
        return said if not self.alive() and self.status and said.startswith(("lab12: ", "nsenter: ")) else ""

    def read(self):
        """Take in what the program has printed; return whether there was anything."""
        before, self.hung = self.total, False
        for _ in range(PIECES):
            try:
                data = os.read(self.descriptor, 65536)
            except BlockingIOError:
                break
            except OSError:  # EIO: the program has ended and everything was read
                self.hung = True
                break
            if not data:
                break
            self.total += len(data)
            self.lines += data.count(b"\n")
            if len(self.raw) < KEEP:
                self.raw += data
        return self.total != before

    def alive(self):
        """Return whether the program still runs; once it does not, what it printed last is there."""
        if self.ended:
            return False
        if self.pid in self.watched and self.status is None:
            if not self.has_ended(self.pid):
                return True
            self.let_end()
        if not self.program.isalive():
            self.ended = True
            self.read()
        return not self.ended

    def let_end(self):
        """Wait until what is around a program that has ended ends as well; end it where somebody keeps it from that.

        It may be stopped: it has next to nothing to do.
        """
        end = time.monotonic() + GOING
        while self.keeper in self.watched and not self.has_ended(self.keeper, GOING / 100):
            with contextlib.suppress(OSError), open(f"/proc/{self.keeper}/stat") as stat:  # it has gone just now
                held = stat.read().rpartition(")")[2].split()[0] in "Tt"
                if held or time.clock_gettime(~self.keeper << 3 | 2) > WORK or time.monotonic() > end:
                    os.kill(self.keeper, signal.SIGKILL)
        self.program.wait()

    def has_ended(self, pid, seconds=0.0):
        """Return whether a process that is watched has ended, or does so in this time."""
        poll = select.poll()
        if pid in self.watched:
            poll.register(self.watched[pid], select.POLLIN)
        return pid in self.watched and bool(poll.poll(1000 * seconds))

    @property
    def status(self):
        """The exit status; the number of the signal that ended it, negative; None while it runs."""
        if self.program.signalstatus:
            return -self.program.signalstatus
        return self.program.exitstatus

    def kill(self):
        """End the program, and with it all that belongs to it; return when it has gone."""
        if self.alive():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.leader, signal.SIGKILL)
            self.program.wait()
            self.alive()
        self.has_ended(self.keeper, GOING)

    def close(self):
        """End the program, however it resists."""
        self.kill()
        for watch in self.watched.values():
            os.close(watch)
        self.watched = {}
        self.program.let_go()


def start(command, folder, environment, network, guard, stdin, size, number):
    """Start a program for a Terminal, which has told what these are, as its guard would have it."""
    others = {"timeout": None, "env": environment, "preexec_fn": heed, "dimensions": size, "stdin": stdin}
    if not guard.home:
        line = f'cd {shlex.quote(folder)} || exit; {guard.limits} exec "$@" {"<&3 3<&-" if stdin else ""}'
        first, *rest = network.inside(["/bin/sh", "-c", line, "lab12", *command])
        return Program(first, rest, **others)
    entrance = network.entrance() if network.private else None
    try:
        return Started(guard, command, folder, environment, number, size, entrance, stdin)
    finally:
        if entrance is not None:
            os.close(entrance)
