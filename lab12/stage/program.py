"""A program as it is started in a terminal of its own, and the processes that come of it."""
import contextlib
import fcntl
import functools
import os
import resource
import signal
import struct
import sys
import termios

import pexpect
import ptyprocess

DESCRIPTORS = 4096         # numbers of descriptors that are looked at where nobody tells which there are
TIOCGPTPEER = 0x5441       # ioctl_tty(2): open the program's side of a pseudo-terminal
# What is ignored stays ignored in a program that is started (signal(7)). A grader in the background ignores Ctrl-C.
HEEDED = signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGPIPE, signal.SIGTSTP


class Unguarded:
    """How a program is started: `limits` is what the shell that starts it does before.

    A guard that is `inner` has another process start it (starter.Started): `home`, in whose namespaces networks are
    made (network.PrivateNetwork). `hosts` are the computers that it knows. `idle` are the Holders of networks that are
    not needed any more, of which the next stage takes one.
    """

    limits, inner, home, idle, hosts = "", False, None, None, None


class Program(pexpect.spawn):
    """A program, which Linux starts without copying this process: that takes ten times as long (posix_spawn(3)).

    `stdin` is a file that it finds open as its descriptor 3.
    """

    def __init__(self, *arguments, stdin=None, **options):
        self.third = stdin
        super().__init__(*arguments, **options)

    def _spawnpty(self, args, env, dimensions, **options):
        if sys.platform != "linux":
            return super()._spawnpty(args, env=env, dimensions=dimensions, **options)
        ours, theirs = open_terminal()
        fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", *dimensions, 0, 0))  # ioctl_tty(2)
        files = [(os.POSIX_SPAWN_OPEN, 0, os.ttyname(theirs), os.O_RDWR, 0),  # a leader controls what it opens: open(2)
                 (os.POSIX_SPAWN_DUP2, 0, 1), (os.POSIX_SPAWN_DUP2, 0, 2),
                 *([(os.POSIX_SPAWN_OPEN, 3, self.third, os.O_RDONLY, 0)] if self.third else [])]
        keep_ours()
        pid = os.posix_spawn(args[0], args, env, file_actions=files, setsid=True, setsigdef=HEEDED, setsigmask=())
        os.close(theirs)
        return ptyprocess.PtyProcess(pid, ours)

    def let_go(self):
        """Give back its terminal; pexpect's own close() would first wait a while."""
        self.ptyproc.fileobj.close()
        self.closed = self.ptyproc.closed = True
        self.child_fd = self.ptyproc.fd = -1


def open_terminal(user=None):
    """Open both sides of a new pseudo-terminal, for this user; OSError says in words that there is none."""
    try:
        ours, theirs = os.openpty()
    except OSError as error:
        raise OSError(f"this computer has no pseudo-terminal left, or none at all ({error.strerror}; pts(4))") from None
    try:
        os.fchown(theirs, -1 if user is None else user, -1)
    except OSError:
        os.close(ours)
        os.close(theirs)
        raise
    return ours, theirs


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


def children(pid):
    """Return the processes that a process has started and that still run, the eldest of each thread first (proc(5))."""
    if not lists_children():
        return by_parent().get(pid, [])
    found = []
    with contextlib.suppress(OSError):  # it has ended
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as listed:
                found += map(int, listed.read().split())
    return found


@functools.cache
def lists_children():
    """Return whether the kernel lists the children of a thread (CONFIG_PROC_CHILDREN)."""
    return os.path.exists("/proc/thread-self/children")


def by_parent():
    """Return {process: those that it has started}, as each process names its parent; none without a /proc."""
    found = {}
    for name in sorted(filter(str.isdecimal, os.listdir("/proc")), key=int) if os.path.isdir("/proc") else ():
        with contextlib.suppress(OSError):
            found.setdefault(parent_and_session(name)[0], []).append(int(name))
    return found


def parent_and_session(pid):
    """Return the parent of a process and its session (proc(5)); OSError if it has gone."""
    with open(f"/proc/{pid}/stat") as stat:
        _, parent, _, session = stat.read().rpartition(")")[2].split()[:4]
    return int(parent), int(session)


def heed():
    """Heed the signals that a program heeds, whatever this process does; for a child between fork and exec."""
    for number in HEEDED:
        signal.signal(number, signal.SIG_DFL)


