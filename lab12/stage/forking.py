"""Processes of our own that do a piece of work: forked from this one, or by a zygote where this one has threads.

A fork copies the thread that calls it and no other. A lock that another one holds at that moment stays locked in the
copy for ever (fork(2), and the warning of os.fork from Python 3.12 on). So a process with threads asks a zygote, a
Python without any, to fork. It is sent a pickle of the work, and gives back a descriptor of the new process.
"""
import os
import pickle
import signal
import socket
import sys
import threading
from select import POLLIN, poll

DESCRIPTORS = 8  # that a piece of work is given at most
START = ("import sys; sys.path[:], sys.prefix = {path}, {prefix!r}; "
         "from lab12.stage.forking import serve; serve({control})")
LOCK = threading.Lock()  # one request at a time
zygotes = {}  # the process that asks -> the descriptor on which it does: a fork of it needs a zygote of its own


class Child:
    """A process that does a piece of work; `watch` is a descriptor of it if it is not a child of this one."""

    def __init__(self, pid, watch=None):
        self.pid, self.watch, self.ended = pid, watch, False

    def has_ended(self):
        """Return whether it has ended."""
        return self.ends(within=0)

    def wait(self):
        """Wait until it has ended."""
        self.ends(within=None)

    def ends(self, within):
        if self.watch is not None:
            watching = poll()
            watching.register(self.watch, POLLIN)  # once the process has ended: pidfd_open(2)
            if watching.poll(within):
                os.close(self.watch)
                self.watch, self.ended = None, True
        elif not self.ended:
            try:
                self.ended = os.waitpid(self.pid, 0 if within is None else os.WNOHANG) != (0, 0)
            except ChildProcessError:
                self.ended = True  # it has been waited for
        return self.ended

    def kill(self):
        if not self.has_ended():
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass  # it has ended in the meantime


def start(work, *descriptors, ours=()):
    """Call `work` with these descriptors in a process of its own, which ends when that returns; return the Child.

    Descriptors that are `ours` are closed there.
    """
    if sys.platform == "linux" and has_threads() and (sent := pickled(work)):
        return ask(sent, descriptors)
    pid = os.fork()  # Python warns of work that is no fit for pickle, and done beside threads
    if pid == 0:
        for one in ours:
            os.close(one)
        perform(work, descriptors)
    return Child(pid)


def has_threads():
    try:
        return len(os.listdir("/proc/self/task")) > 1
    except OSError:  # a system that does not tell
        return threading.active_count() > 1


def pickled(work):
    """Return a pickle of some work; None of what can be called in a copy of this process only."""
    try:
        return pickle.dumps(work)
    except (AttributeError, TypeError, pickle.PicklingError):
        return None


def perform(work, descriptors):
    """Be the process that does the work."""
    try:
        work(*descriptors)
    finally:
        os._exit(0)  # what the parent has to clean up at its exit is not ours to clean up


def ask(sent, descriptors):
    """Have the zygote of this process fork."""
    with LOCK, open(os.memfd_create("work"), "wb") as paper:
        if os.getpid() not in zygotes:
            zygotes[os.getpid()] = zygote()
        control = socket.socket(fileno=zygotes[os.getpid()])
        paper.write(sent)
        paper.flush()
        try:
            socket.send_fds(control, [b"fork"], [paper.fileno(), *descriptors])
            answer, watch, _, _ = socket.recv_fds(control, 1000, 1)
        finally:
            control.detach()
    if not watch:
        raise RuntimeError(f"no process could be made: {answer.decode() or 'the zygote has ended'}")
    os.set_inheritable(watch[0], False)
    return Child(int(answer), watch[0])


def zygote():
    """Start a zygote, which ends when nobody can ask it any more; return the descriptor on which it is asked."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        theirs.set_inheritable(True)
        source = START.format(path=sys.path, prefix=sys.prefix, control=theirs.fileno())
        os.posix_spawn(sys.executable, [sys.executable, "-S", "-c", source], os.environ)
    return ours.detach()


def serve(descriptor):
    """Be the zygote."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)   # Ctrl-C is for the process that asks
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # a child that has ended is gone at once: wait(2)
    control = socket.socket(fileno=descriptor)
    control.set_inheritable(False)
    while True:
        _, descriptors, _, _ = socket.recv_fds(control, 10, DESCRIPTORS + 1)
        if not descriptors:
            os._exit(0)
        paper, *given = descriptors
        try:
            with open(paper, "rb") as file:
                file.seek(0)
                work = pickle.load(file)  # imports what it needs, once for all
            waits, goes = os.pipe()
            pid = os.fork()
            if pid == 0:
                os.close(goes)
                os.read(waits, 1)  # until a descriptor of it is open: once it has ended there is none to be had
                os.close(waits)
                signal.signal(signal.SIGINT, signal.default_int_handler)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                control.close()
                for one in given:
                    os.set_inheritable(one, False)
                perform(work, given)
            os.close(waits)
            try:
                answer, watch = str(pid), [os.pidfd_open(pid)]
            finally:
                os.close(goes)
        except Exception as error:
            answer, watch = f"{type(error).__name__}: {error}", []
        socket.send_fds(control, [answer.encode()[:900]], watch)
        for one in [*given, *watch]:
            os.close(one)
