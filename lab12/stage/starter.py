"""Starting programs through a process that is where they are to be: they need no command that leads them there.

`serve` is that process. What it has started is its child, so it tells how that has ended; all of it ends with it.
"""
import fcntl
import itertools
import json
import os
import select
import signal
import socket
import struct
import termios

from lab12.stage.namespaces import CLONE_NEWNET, libc, system
from lab12.stage.program import HEEDED, REPORT, open_terminal

SIZE = 200_000  # bytes of a request, a command and its environment: more do not pass a socket at once (unix(7))
ABOVE = 10      # the first number of descriptors that are passed on, so that none is one of those of a program
SERIAL = itertools.count()


class Started:
    """A program that another process has started in a terminal of its own; to a Terminal the same as a Program.

    `control` is how that process is asked, `network` and `report` are descriptors, and the terminal is a `user`'s.
    OSError if it cannot be started.
    """

    def __init__(self, control, command, environment, size, network, stdin, report, user):
        self.exitstatus = self.signalstatus = None
        self.child_fd, theirs = open_terminal(user)
        fcntl.ioctl(self.child_fd, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))  # ioctl_tty(2)
        given, self.ending = [theirs], -1
        try:
            self.ending, telling = os.pipe()
            given.append(telling)
            if stdin:
                given.append(os.open(stdin, os.O_RDONLY))
            serial = next(SERIAL)
            request = json.dumps([serial, [os.fspath(word) for word in command], environment]).encode()
            socket.send_fds(control, [request], [report, network, *given])
            answered = -1
            while answered != serial:  # a check whose time was up has left an answer behind
                answered, self.pid, trouble = json.loads(control.recv(SIZE) or b'[%d, 0, "it has ended"]' % serial)
            if trouble:
                raise OSError(trouble)
        except BaseException:
            self.let_go()
            raise
        finally:
            for one in given:
                os.close(one)

    def isalive(self):
        """Return whether it still runs."""
        return not self.ends(within=0)

    def wait(self):
        """Wait until it has ended; return its exit status."""
        self.ends(within=None)
        return self.exitstatus

    def ends(self, within):
        if self.exitstatus is None and self.signalstatus is None:
            watching = select.poll()
            watching.register(self.ending, select.POLLIN)
            if not watching.poll(within):
                return False
            status = int(os.read(self.ending, 20) or -signal.SIGKILL)  # it ends with the process that has started it
            self.exitstatus, self.signalstatus = (status, None) if status >= 0 else (None, -status)
        return True

    def let_go(self):
        """Give back its terminal, if that has not been done: a window may be closed before its stage is."""
        for descriptor in {self.child_fd, self.ending} - {-1}:
            os.close(descriptor)
        self.child_fd = self.ending = -1


def serve(control):
    """Be the process that starts programs, until nobody asks any more."""
    watching, programs = select.poll(), {}  # descriptor of a program -> its process, and the pipe that is told its end
    watching.register(control, select.POLLIN)
    while True:
        for number, _ in watching.poll():
            if number in programs:
                watching.unregister(number)
                tell(number, *programs.pop(number))
                continue
            request, given, _, _ = socket.recv_fds(control, SIZE, 5)
            if not request:
                return
            serial, *request = json.loads(request)
            try:
                pid, watch, telling = watched(*request, *(above(given, place) for place in range(len(given))))
                programs[watch], trouble = (pid, telling), ""
                given.remove(telling)
                watching.register(watch, select.POLLIN)
            except (OSError, ValueError, TypeError) as error:  # ValueError: a NUL, or half a letter, among the words
                pid, trouble = 0, str(error)  # TypeError: too few descriptors, since this process may have no more
            for one in given:
                os.close(one)
            control.send(json.dumps([serial, pid, trouble]).encode())


def above(given, place):
    """Return a copy of a descriptor, which no program finds open, and put it in the place of that one."""
    copy = fcntl.fcntl(given[place], fcntl.F_DUPFD_CLOEXEC, ABOVE)
    os.close(given[place])
    given[place] = copy
    return copy


def watched(command, environment, report, network, terminal, telling, stdin=None):
    """Start a program; return its process, a descriptor of it and the pipe that is told its end. OSError: none runs."""
    pid = start(command, environment, report, network, terminal, stdin)
    try:
        return pid, os.pidfd_open(pid), telling
    except OSError:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise


def start(command, environment, report, network, terminal, stdin):
    """Start a program in a network, and in a session of its own; return its process. The real user is who runs it."""
    system(libc.setns, network, CLONE_NEWNET)
    files = [*((os.POSIX_SPAWN_DUP2, terminal, number) for number in range(3)), (os.POSIX_SPAWN_DUP2, report, REPORT),
             *([] if stdin is None else [(os.POSIX_SPAWN_DUP2, stdin, 3)])]
    return os.posix_spawn(command[0], command, environment, file_actions=files, resetids=True, setsid=True,
                          setsigdef=HEEDED, setsigmask=())


def tell(watch, pid, telling):
    """Tell how a program has ended. It is not waited for, so that its number stays its own as long as it is asked for.
    """
    ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    status = ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status
    try:
        os.write(telling, str(status).encode())
    except BrokenPipeError:
        pass  # nobody asks for it any more
    os.close(telling)
    os.close(watch)
