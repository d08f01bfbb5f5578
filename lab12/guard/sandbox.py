"""The sandbox: how the programs of a hand-in are kept in it; what they see of this computer is a view of its own.

Each program has processes of its own (pid_namespaces(7)), which end with it, and no privileges. Levels,
the best first: bubblewrap (bwrap(1)), namespaces (unshare(2)), limits (ulimit alone).
"""
import contextlib
import functools
import marshal
import os
import socket
import stat
import struct
import sys
from pathlib import Path

from lab12.guard import bounds, group, tidy, within
from lab12.guard.keeper import BUBBLEWRAP, NAMESPACES, NOBODY, SIZE, hung_up, keeper, places, stranger, tool
from lab12.guard.view import holding, visible
from lab12.stage.network import PublicNetwork
from lab12.stage.plain import is_plain
from lab12.stage.polling import ready
from lab12.stage.starter import STARTING
from lab12.stage.terminal import Terminal

LIMITS = "limits"
TOOLS = {BUBBLEWRAP: ("bwrap",), NAMESPACES: ()}
LOCAL = "127.0.0.1 localhost", "::1 localhost ip6-localhost ip6-loopback"  # hosts(5)


class Sandbox:
    """What starts the programs of one hand-in, which lie in a folder, for a Stage (see program.Unguarded).

    `hosts` are {name: address} of computers that the programs know, their own first, where it is not this computer's to
    say. The programs of all sandboxes of a process can be in the same network.
    """

    def __init__(self, room, at=None, hosts=()):
        self.room, self.level = os.path.realpath(room), at or level()
        self.hosts, self.idle, self.starter = dict(hosts), [], None
        self.inner, grouped = self.level != LIMITS, bool(group.JOINED)
        self.user = stranger() if self.inner else None
        self.limits = bounds.limits(grouped) if self.inner else bounds.FIRST + bounds.confine(grouped)
        self.most = self.inner and bool(self.user or bounds.counts_apart()) and bounds.MAX_PROCESSES[grouped]

    @property
    def home(self):
        """The process that starts the programs, in namespaces in which theirs are; None without a sandbox.

        OSError if it cannot be made.
        """
        if self.starter and (self.asks != os.getpid() or self.has_ended()):
            self.close()
        if self.inner and not self.starter:
            self.begin()
        return self.starter

    def begin(self):
        """Have what starts the programs started, and wait until it is ready."""
        bounds.forget_ended()
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        answer, self.asks = b"", os.getpid()
        with theirs, open(os.memfd_create("room"), "w+b") as paper:
            marshal.dump(contents(self.room), paper)
            paper.seek(0)
            asked = within.ROOM, self.room, spaces(), hidden(), self.named(), self.limits
            self.keeper = keeper(self.level)
            self.keeper.ask(marshal.dumps(asked), [theirs.fileno(), paper.fileno()])
        if ready([self.control], STARTING):
            answer, notes, _, _ = self.control.recvmsg(SIZE, SIZE)
        try:
            if answer != within.READY:
                raise OSError(f"no sandbox could be made: {answer.decode(errors='replace') or NOBODY}")
            starter = struct.unpack("iII", notes[0][2])[0]  # struct ucred in unix(7)
            self.watch = os.pidfd_open(starter)
            bounds.ELSEWHERE.append(self.watch)
            group.take_in(starter)
        except OSError:
            self.control.close()
            raise
        self.starter = starter

    def has_ended(self):
        """Return whether what starts the programs was ended, and they with it: memory was short, for one."""
        return bool(self.starter and self.asks == os.getpid() and (hung_up(self.control) or self.keeper.has_ended()))

    def named(self):
        """Return the name of the computer that the programs are on, and the lines of hosts(5) for them; () for ours."""
        if not self.hosts:
            return ()
        known = {socket.gethostname(): next(iter(self.hosts.values())), **self.hosts}
        lines = [*LOCAL, *(f"{address} {name}" for name, address in known.items()), ""]
        return next(iter(self.hosts)), "\n".join(lines)

    @property
    def environment(self):
        """What the programs find in their environment: of root's stranger nothing is known, so its home is root's."""
        return {"HOME": os.path.expanduser("~")} if self.user else {}

    def is_plain(self, command, folder):
        """Return whether a command is a Python program that would not see whether Python was started for it alone."""
        return is_plain(command, folder, self.room)

    def close(self):
        """Let go of the folders, and of networks; a program that is started later finds new ones."""
        while self.idle:
            self.idle.pop().end()
        if self.starter:
            if self.asks == os.getpid():  # and no copy of the process whose this is
                with contextlib.suppress(OSError):
                    self.control.shutdown(socket.SHUT_RDWR)  # another process may have a copy
            self.control.close()
            self.starter = None


def spaces():
    """Return {path: options} of the folders in memory in which programs may write, beside their own."""
    return dict.fromkeys(("/dev/shm", "/tmp", *places()), holding("1777"))


def hidden():
    """Return what programs see of the system that a folder in memory would hide from them."""
    return [path for path, link in visible() if link is None and any(map(Path(path).is_relative_to, spaces()))]


def contents(room):
    """Return what a folder holds, as within.furnish wants it: a list of (path, mode or None, bytes, text or None)."""
    found = []
    for above, folders, files in os.walk(room):
        for name in (*folders, *files):
            path = os.path.join(above, name)
            status, shown = os.lstat(path), os.path.relpath(path, room)
            if stat.S_ISLNK(status.st_mode):
                found.append((shown, None, os.readlink(path)))
            elif stat.S_ISDIR(status.st_mode):
                found.append((shown, stat.S_IMODE(status.st_mode) | stat.S_IRWXU, None))  # for what is in it
            elif stat.S_ISREG(status.st_mode):
                found.append((shown, stat.S_IMODE(status.st_mode), Path(path).read_bytes()))
    return found


@functools.cache
def level():
    """Return the best level of this computer: the first one in which a program runs."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return LIMITS  # nobody could tell how a program has ended: a Python that was built on an old Linux
    return next((one for one in TOOLS if all(map(tool, TOOLS[one])) and works(one)), LIMITS)


def works(at):
    """Return whether a program runs in a sandbox of this level."""
    with tidy.room() as room, contextlib.closing(Sandbox(room, at)) as sandbox:
        try:
            return Terminal(["/bin/sh", "-c", "exit 7"], room, {}, PublicNetwork(), sandbox).program.wait() == 7
        except OSError:
            return False


def protection():
    """Return in a line which level this computer gives, and how to get more."""
    return {BUBBLEWRAP: "bubblewrap",
            NAMESPACES: "namespaces of our own; for more install bubblewrap",
            LIMITS: "limits on what a program uses, and no more; for more install bubblewrap, where the kernel lets "
                    "users have namespaces, Linux 5.12 or a later one"}[level()]
