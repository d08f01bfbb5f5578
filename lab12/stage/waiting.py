"""What a process waits for, asked of the kernel: the keyboard, a connection, the network, a clock, or nothing.

Linux only: `/proc/PID/task/TID/syscall` names the system call that a thread is blocked in, and `status` counts how
often it has run (proc(5)). Reading them needs the same permission as a debugger (ptrace(2)), which a parent has.
"""
import contextlib
import functools
import os
import sys
import time

from lab12.stage.calls import CALLS, Wait, decode, memory

HIDES = 0.2  # seconds after which what a thread may not be asked is its own choice, not a moment's change
PROBE, PAUSE = 2.0, 0.0005  # seconds after which a child that is to wait is given up, and between two looks at it
STILL = "ST"  # states of a thread that sleeps, or has been stopped: it goes on when somebody else wants it (proc(5))


def sleeps(status):
    """Return how often a thread has gone to sleep of its own will, from the end of its status (proc(5))."""
    return int(status.split(None, 2)[1])


@functools.cache
def available():
    """Return whether this kernel can be asked: found out once, on a child that waits.

    A kernel may tell of a process itself and of no other (Yama, SELinux); gVisor tells no system calls at all.
    """
    if not CALLS or sys.platform != "linux" or not os.path.exists("/proc/self/syscall"):
        return False
    reading, writing = os.pipe()
    try:
        files = [(os.POSIX_SPAWN_DUP2, reading, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
        pid = os.posix_spawn("/bin/sh", ["sh", "-c", "read line"], {}, file_actions=files)
    finally:
        os.close(reading)
    threads, end = Threads(pid), time.monotonic() + PROBE
    try:
        while time.monotonic() < end:
            pulse = threads.pulse()
            [wait] = threads.waits(pulse) or [Wait(())]
            if wait.call == "read":
                return bool(memory(pid, int(pulse[0][3].split()[2], 16), 1)) and wait.kinds == ("pipe",)
            if "untold" in wait.kinds:
                return False
            time.sleep(PAUSE)
        return False
    except OSError:
        return False
    finally:
        threads.close()
        os.close(writing)
        os.waitpid(pid, 0)


class Threads:
    """The threads of one process, whose states are read again and again."""

    def __init__(self, pid):
        self.pid, self.folder, self.names = pid, None, ()  # descriptor of the list of its threads, and what it held
        self.files = {}   # thread -> descriptors of its status and its syscall: kept open, they are read 1,000 times
        self.lists = {}   # thread -> descriptor of the list of its children
        self.hidden = {}  # thread -> since when its system call may not be read, (thread, "files") -> its descriptors

    def pulse(self):
        """Return (thread, state, times it ran, system call) for each thread; two equal ones: nothing ran between.

        What has ended is none, even if nobody has asked for its status yet (a zombie, wait(2)).
        """
        threads = []
        for _ in range(2):  # one that has ended since it was listed may have begun another one
            try:
                threads = [read for thread in self.listed() if (read := self.read(thread))]
            except (FileNotFoundError, ProcessLookupError):
                return ()
            if len(threads) == len(self.names):
                break
        return tuple(thread for thread in threads if thread[1] not in "ZX")

    def listed(self):
        """Return the threads that there are.

        The folder that lists them has a link for each, as any folder has for those in it: as long as there are as many
        as before, and all of those are still there, they are the same.
        """
        if self.folder is None:
            self.folder = os.open(f"/proc/{self.pid}/task", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        if not self.names or os.fstat(self.folder).st_nlink != 2 + len(self.names) or not all(
                name in self.files for name in self.names):
            self.names = tuple(map(int, os.listdir(self.folder)))
        return self.names

    def read(self, thread):
        """Return what is told of a thread; None if it has ended, and been waited for.

        Its status cannot be spared, nor kept from before: while another processor wakes a thread (TASK_WAKING in
        Linux), its system call and how often it has run read as if it still waited.
        """
        files = self.files.setdefault(thread, [])
        try:
            if not files:
                files.append(self.opened(thread, "status"))
            text = os.pread(files[0], 4096, 0)
            state = text[text.index(b"State:") + 7:][:1].decode()
            runs = text[text.index(b"\nvoluntary"):]
            if state in "ZX":
                return thread, state, runs, "running"
            call = self.call(thread, files)
        except (FileNotFoundError, ProcessLookupError):
            return self.forget(thread)  # the others have not
        return thread, state if call else "R", runs, call or "running"

    def call(self, thread, files):
        """Return the text of a thread's syscall file; "untold" of a thread that hides it, "" if that may be over soon.

        Any user may read a status, but a system call only one who may trace the process (ptrace(2)). That is root alone
        while a process becomes another program, once it has ended, and all along if it has asked for that.
        """
        try:
            if len(files) == 1:
                files.append(self.opened(thread, "syscall"))
            text = os.pread(files[1], 200, 0).decode()
            self.hidden.pop(thread, None)
            return text
        except PermissionError:
            while len(files) > 1:
                os.close(files.pop())
            return "untold" if self.hides(thread) else ""

    def hides(self, what):
        """Return whether this may not be read for longer than it takes to become another program."""
        return time.monotonic() - self.hidden.setdefault(what, time.monotonic()) > HIDES

    def opened(self, thread, name):
        return os.open(f"/proc/{self.pid}/task/{thread}/{name}", os.O_RDONLY | os.O_CLOEXEC)

    def waits(self, pulse):
        """Return a Wait for each thread of a pulse."""
        return [self.wait(*thread) for thread in pulse]

    def wait(self, thread, state, _, syscall):
        try:
            wait = decode(self.pid, state, syscall)
            self.hidden.pop((thread, "files"), None)
            return wait
        except PermissionError:  # its system call may be read, and neither its descriptors nor its memory
            return Wait(("untold",) if self.hides((thread, "files")) else ())

    def children(self):
        """Return the processes that the threads of the last pulse, or the first one, have started, and that are there.

        While one ends, another one may be missing from the list (proc(5)).
        """
        found = []
        for thread in tuple(self.files) or (self.pid,):
            with contextlib.suppress(OSError):  # it has ended
                if thread not in self.lists:
                    self.lists[thread] = self.opened(thread, "children")
                found += map(int, os.pread(self.lists[thread], 4096, 0).split())
        return found

    def rest(self):
        """Return whether there are any, and each of them waits for somebody."""
        waits = self.waits(self.pulse())
        return bool(waits) and all(wait.patient for wait in waits)

    def forget(self, thread):
        """Give back the descriptors that were kept open for one thread, if there are any."""
        self.hidden.pop(thread, None)
        self.hidden.pop((thread, "files"), None)
        for descriptor in (*self.files.pop(thread, ()), self.lists.pop(thread, None)):
            if descriptor is not None:
                os.close(descriptor)

    def close(self):
        """Give back the descriptors that were kept open."""
        for thread in {*self.files, *self.lists}:
            self.forget(thread)
        if self.folder is not None:
            os.close(self.folder)
            self.folder = None
