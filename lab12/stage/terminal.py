"""A pseudo-terminal with one program in it: what goes in, what comes out, and the screen that a person would see."""
import codecs
import contextlib
import errno
import fcntl
import os
import re
import resource
import select
import shlex
import signal
import struct
import sys
import termios
import time

import pexpect
import ptyprocess

DESCRIPTORS = 4096         # numbers of descriptors that are looked at where nobody tells which there are
TIOCGPTPEER = 0x5441       # ioctl_tty(2): open the program's side of a pseudo-terminal
ROWS, COLUMNS = 24, 30000  # so wide that no line is ever wrapped: what is shown can be compared letter by letter
KEY = 0.1                  # seconds in which a key that is pressed is read, if it is at all
KEEP = 8 << 20             # bytes of output that are kept of a program: a printer without end must not fill the memory
# What is ignored stays ignored in a program that is started (signal(7)). A grader in the background ignores Ctrl-C.
HEEDED = signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGPIPE, signal.SIGTSTP
ESCAPE = re.compile(r"\x1b\[([0-9;?]{0,64})([@-~])|\x1b\][^\x07\x1b]{,4096}(?:\x07|\x1b\\)|\x1b[()].|\x1b[78@-Z\\-_=>]")
EDITED = 1 << 30           # letters that editing within lines may move in all: a screen is not for that


STARTING, GOING = 20.0, 10.0  # seconds in which what is around a program has started it, and has gone with it


class Unguarded:
    """How a program is started: `limits` is what the shell that starts it does before.

    A guard that is `inner` runs it in a command `around` it, for a `user` if that is not None. There are more
    processes then: the one that we start, one that looks after the others, and the program, a session's leader.
    `home` is a process whose files are those that are seen (network.PrivateNetwork).
    """

    limits, inner, home = "", False, None


class Program(pexpect.spawn):
    """A program, which Linux starts without copying this process: that takes ten times as long (posix_spawn(3)).

    `leads` says whether the terminal is to be its own; `stdin` is a file that it finds open as its descriptor 3.
    """

    def __init__(self, *arguments, leads=True, stdin=None, **options):
        self.leads, self.third = leads, stdin
        super().__init__(*arguments, **options)

    def _spawnpty(self, args, env, dimensions, **options):
        if sys.platform != "linux":
            return super()._spawnpty(args, env=env, dimensions=dimensions, **options)
        ours, theirs = open_terminal()
        fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", *dimensions, 0, 0))  # ioctl_tty(2)
        control = os.O_RDWR | (0 if self.leads else os.O_NOCTTY)  # a session's leader controls what it opens: open(2)
        files = [(os.POSIX_SPAWN_OPEN, 0, os.ttyname(theirs), control, 0),
                 (os.POSIX_SPAWN_DUP2, 0, 1), (os.POSIX_SPAWN_DUP2, 0, 2),
                 *([(os.POSIX_SPAWN_OPEN, 3, self.third, os.O_RDONLY, 0)] if self.third else [])]
        keep_ours()
        pid = os.posix_spawn(args[0], args, env, file_actions=files, setsid=True, setsigdef=HEEDED, setsigmask=())
        os.close(theirs)
        return ptyprocess.PtyProcess(pid, ours)


def open_terminal():
    """Open both sides of a new pseudo-terminal; OSError says in words that there is none."""
    try:
        return os.openpty()
    except OSError as error:
        raise OSError(f"this computer has no pseudo-terminal left, or none at all ({error.strerror}; pts(4))") from None


def keep_ours():
    """See to it that no program inherits what this process has inherited: descriptors, and a folder that has gone."""
    try:
        os.getcwd()
    except FileNotFoundError:
        os.chdir("/")
    try:
        numbers = [int(name) for name in os.listdir("/dev/fd")]
    except FileNotFoundError:  # there is no /proc
        numbers = range(min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], DESCRIPTORS))
    for number in numbers:
        if number > 2:
            try:
                os.set_inheritable(number, False)
            except OSError:
                pass  # it was the folder itself, or is not open


class Terminal:
    """A program running in a terminal of its own, in a folder and a network.

    `guard` says how it is started (Unguarded). `stdin` names a file that it reads instead of the keyboard; `number` is
    none that another program has just now (Sandbox.around).
    """

    def __init__(self, command, folder, environment, network, guard=None, stdin=None, size=(ROWS, COLUMNS),
                 number=0):
        self.number = number
        self.command, self.folder, guard = command, folder, guard or Unguarded()
        if guard.inner:
            read = ["/bin/sh", "-c", 'exec "$@" <&3 3<&-', "lab12"] if stdin else []
            command = guard.around([*read, *command], str(folder), bool(network.home), number)
            around = network.inside(command, guard.user, network.home and guard.home)
        else:
            line = f'cd {shlex.quote(str(folder))} || exit; {guard.limits} exec "$@" {"<&3 3<&-" if stdin else ""}'
            around = network.inside(["/bin/sh", "-c", line, "lab12", *command])
        self.program = Program(around[0], around[1:], timeout=None, env=environment, preexec_fn=heed, dimensions=size,
                               leads=not guard.inner, stdin=stdin)
        self.pid, self.descriptor = self.program.pid, self.program.child_fd
        self.inner = guard.inner
        self.keeper = None  # the process that looks after the program, if there is one
        self.watched = {}   # process -> descriptor that tells when it has ended (pidfd_open(2))
        if guard.inner:
            self.find_inner()
        os.set_blocking(self.descriptor, False)
        self.raw = bytearray()
        self.total = 0        # bytes printed so far, kept or not
        self.lines = 0        # lines among them
        self.ended = self.hung = False  # hung: nobody has the program's side of it open

    def find_inner(self):
        """Find the program below the process that we have started, once it is there."""
        end = time.monotonic() + STARTING
        while os.waitid(os.P_PID, self.program.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            keeper = next(iter(children(self.program.pid)), None)
            if keeper and (program := leader(children(keeper))):
                self.keeper, self.pid = keeper, program
                with contextlib.suppress(OSError):  # it has ended, or the kernel is older than 5.3
                    self.watched = {pid: os.pidfd_open(pid) for pid in (program, keeper)}
                return
            if time.monotonic() > end:
                return  # it is watched as if it were the program: a failure of ours
            time.sleep(0.0003)

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
        """
        if not self.wants_keys():
            self.write(text.encode() + b"\n")
            return
        for key in [*text, "\r"]:
            end = time.monotonic() + KEY
            self.write(key.encode())
            while self.unread() and time.monotonic() < end:
                time.sleep(KEY / 500)

    def wants_keys(self):
        """Return whether the program reads keys, not lines."""
        try:
            return not termios.tcgetattr(self.descriptor)[3] & termios.ICANON
        except termios.error:
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
        said = self.raw.decode(errors="replace").strip()
        ours = tuple(f"{name}: " for name in ("lab12", "nsenter", "bwrap", "unshare", "setsid", "setpriv"))
        return said if not self.alive() and self.status and said.startswith(ours) else ""

    def read(self):
        """Take in what the program has printed; return whether there was anything."""
        before, self.hung = self.total, False
        for _ in range(64):  # a bound, so that a program that prints for ever cannot keep us
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
        if not self.ended and self.has_ended(self.pid):
            self.program.wait()  # what is around it is about to end
        if not self.ended and not self.program.isalive():
            self.ended = True
            self.read()
        return not self.ended

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
        status = self.program.exitstatus
        return 128 - status if self.inner and status and 128 < status <= 128 + signal.NSIG else status

    def signal(self, number):
        """Send a signal to the program and to whatever it has started in its terminal."""
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            pass  # it has ended in the meantime

    def kill(self):
        """End the program, and with it all that belongs to it; return when it has gone."""
        if self.alive():
            for group in {self.pid, self.program.pid}:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(group, signal.SIGKILL)
            self.program.wait()
            self.alive()
        self.has_ended(self.keeper, GOING)

    def close(self):
        """End the program, however it resists."""
        self.kill()
        for watch in self.watched.values():
            os.close(watch)
        self.watched = {}
        self.program.ptyproc.fileobj.close()  # pexpect's own close() would first wait a while
        self.program.closed = self.program.ptyproc.closed = True
        self.program.child_fd = self.program.ptyproc.fd = -1


def children(pid):
    """Return the processes that a process of one thread has started and that still run, the eldest first (proc(5))."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as found:
            return [int(child) for child in found.read().split()]
    except OSError:
        own = os.getpid()
        return [] if os.path.exists(f"/proc/{own}/task/{own}/children") else by_parent(pid)


def leader(among):
    """Return the one of these processes, or of those that they have started, that leads a session of its own."""
    for pid in among:
        try:
            if os.getsid(pid) == pid:
                return pid
        except ProcessLookupError:
            continue  # it has ended
        if found := leader(children(pid)):
            return found
    return None


def by_parent(pid):
    """Return the same where the kernel has no list of children: each process names its parent."""
    found = []
    for name in filter(str.isdecimal, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{name}/stat") as stat:
            if int(stat.read().rpartition(")")[2].split()[1]) == pid:
                found.append(int(name))
    return sorted(found)


def heed():
    """Heed the signals that a program heeds, whatever this process does; for a child between fork and exec."""
    for number in HEEDED:
        signal.signal(number, signal.SIG_DFL)


class Screen:
    """What a terminal shows: lines of text and a cursor, after the few escape sequences that line editors use."""

    def __init__(self):
        self.lines, self.row, self.column = [""], 0, 0
        self.kept = 0, 0
        self.cleared = 0  # how often it has been
        self.rest, self.moved = "", 0
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def feed(self, data):
        """Show these bytes."""
        text = self.rest + self.decoder.decode(bytes(data))
        at = 0
        while at < len(text):
            if text[at] == "\x1b":
                found = ESCAPE.match(text, at)
                if not found:
                    if len(text) - at < 32:
                        break  # the rest of it has not come yet
                    at += 1
                    continue
                if found[0] in ("\x1b7", "\x1b8"):
                    self.keep(restore=found[0] == "\x1b8")
                elif found[0] in ("\x1bD", "\x1bM"):  # a row down or up, in the same column
                    self.index(-1 if found[0] == "\x1bM" else 1)
                self.control(found[1] or "", found[2] or "")
                at = found.end()
            elif text[at] < " " or text[at] == "\x7f":
                self.move(text[at])
                at += 1
            else:
                end = at + 1
                while end < len(text) and text[end] >= " " and text[end] != "\x7f":
                    end += 1
                self.put(text[at:end])
                at = end
        self.rest = text[at:]

    def put(self, text):
        line = self.lines[self.row].ljust(self.column)
        self.moved += len(line)
        if self.moved > EDITED:
            return
        self.lines[self.row] = line[:self.column] + text + line[self.column + len(text):]
        self.column += len(text)

    def move(self, key):
        if key == "\r":
            self.column = 0
        elif key == "\n":
            self.row += 1
            self.column = 0 if self.row == len(self.lines) else self.column
            if self.row == len(self.lines):
                self.lines.append("")
        elif key == "\b":
            self.column = max(0, self.column - 1)
        elif key == "\t":
            self.put(" " * (8 - self.column % 8))

    def keep(self, restore):
        """Save where the cursor stands, or put it there again."""
        if restore:
            self.row, self.column = self.kept
        else:
            self.kept = self.row, self.column

    def index(self, rows):
        self.row = max(0, self.row + rows)
        if self.row == len(self.lines):
            self.lines.append("")

    def control(self, parameters, final):
        amount = min(int(parameters), COLUMNS) if parameters.isdigit() else 0
        line = self.lines[self.row]
        self.moved += len(line) + amount
        if self.moved > EDITED:
            return
        if final == "K":    # erase to the end of the line, from its start, or all of it
            self.lines[self.row] = {0: line[:self.column], 1: " " * self.column + line[self.column:]}.get(amount, "")
        elif final == "P":  # delete letters
            self.lines[self.row] = line[:self.column] + line[self.column + max(amount, 1):]
        elif final == "@":  # make room for letters
            wider = line[:self.column] + " " * max(amount, 1) + line[self.column:]
            self.lines[self.row] = wider[:max(len(line), COLUMNS)]
        elif final == "C":
            self.column = max(self.column, min(self.column + max(amount, 1), COLUMNS - 1))
        elif final == "D":
            self.column = max(0, self.column - max(amount, 1))
        elif final == "A":
            self.row = max(0, self.row - max(amount, 1))
        elif final == "B":  # no further than the last row
            self.row = min(len(self.lines) - 1, self.row + max(amount, 1))
        elif final == "L":  # insert rows; at the bottom as many go, of which only empty ones are forgotten
            self.moved += len(self.lines)
            for _ in range(min(max(amount, 1), ROWS)):
                self.lines.insert(self.row, "")
                del self.lines[len(self.lines) - (not self.lines[-1]):]
        elif final == "J" and amount in (2, 3):
            self.lines, self.row, self.column, self.kept = [""], 0, 0, (0, 0)
            self.cleared += 1

    @property
    def text(self):
        """All that is shown, lines ended by newlines; the last one, in which the cursor stands, is not."""
        return "\n".join(self.lines)
