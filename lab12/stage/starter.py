"""Starting programs through a process that is where they are to be (guard/within.py): no command leads them there.

It tells how a program has ended; all that it has started ends with it.
"""
import fcntl
import itertools
import marshal
import os
import select
import signal
import socket
import struct
import termios

from lab12.stage.program import open_terminal

SIZE = 1000      # bytes of an answer
STARTING = 20.0  # seconds in which a program is started
SERIAL = itertools.count()


class Started:
    """A program that another process has started in a terminal of its own; to a Terminal the same as a Program.

    `guard` knows that process, and `network` is a descriptor. The first process of the program's own is its `leader`,
    and the program itself is `pid`. OSError if it cannot be started.
    """

    def __init__(self, guard, command, folder, environment, number, size, network, stdin):
        self.exitstatus = self.signalstatus = self.leader = self.pid = None
        self.child_fd, theirs = open_terminal(guard.user)
        fcntl.ioctl(self.child_fd, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))  # ioctl_tty(2)
        given, self.ending = [theirs], -1
        try:
            self.ending, telling = os.pipe()
            given.append(telling)
            if stdin:
                given.append(os.open(stdin, os.O_RDONLY))
            serial = next(SERIAL)
            words = [os.fspath(word) for word in command]
            request = marshal.dumps([serial, words, {**environment, **guard.environment}, folder, number, guard.most,
                                     network is not None, bool(stdin), not stdin and guard.is_plain(command, folder)])
            joins = [] if network is None else [network]
            socket.send_fds(guard.control, [request], [*given[:2], *joins, *given[2:]])
            while not (self.leader and self.pid):
                self.hear(guard.control, serial)
        except BaseException:
            if self.leader:
                os.kill(self.leader, signal.SIGKILL)
            self.let_go()
            raise
        finally:
            for one in given:
                os.close(one)

    def hear(self, control, serial):
        """Take in an answer; the kernel says from which process it comes (unix(7), SCM_CREDENTIALS)."""
        watching = select.poll()
        watching.register(control, select.POLLIN)
        if not watching.poll(1000 * STARTING):
            raise OSError(f"nothing has been started within {STARTING:.0f} seconds")
        answer, notes, _, _ = control.recvmsg(SIZE, SIZE)
        answered, who, trouble = marshal.loads(answer) if answer else (serial, "", "what starts programs has ended")
        if answered == serial and trouble:
            raise OSError(trouble)
        if answered == serial and who in ("leader", "pid"):  # a check whose time was up may have left an answer behind
            setattr(self, who, struct.unpack("iII", notes[0][2])[0])

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
            status = int(os.read(self.ending, 20) or -signal.SIGKILL)  # nobody is left who could tell
            self.exitstatus, self.signalstatus = (status, None) if status >= 0 else (None, -status)
        return True

    def let_go(self):
        """Give back its terminal, if that has not been done: a window may be closed before its stage is."""
        for descriptor in {self.child_fd, self.ending} - {-1}:
            os.close(descriptor)
        self.child_fd = self.ending = -1
