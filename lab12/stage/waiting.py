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
MANY = 64  # threads of one process for which one more file is kept open
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
        self.rested = {}  # thread -> its schedstat when it was last seen to sleep, and what was read then
        self.stats = {}   # thread -> descriptor of its schedstat
        self.lists = {}   # thread -> descriptor of the list of its children
        self.hidden = {}  # thread -> since when its system call may not be read, (thread, "files") -> its descriptors

    def pulse(self):
        """Return (thread, state, times it ran, system call) for each thread; two equal ones: nothing ran between.

        What has ended is none, even if nobody has asked for its status yet (a zombie, wait(2)).
        """
        threads = []
        try:
            for thread in self.listed():
                try:
                    threads.append(self.read(thread))
                except (FileNotFoundError, ProcessLookupError):
                    self.forget(thread)  # it has ended since: the others have not
        except (FileNotFoundError, ProcessLookupError):
            return ()
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
        if (found := self.rested.get(thread)) and self.as_before(thread, found):
            return found[1]
        files = self.files.setdefault(thread, [])
        if not files:
            files.append(self.opened(thread, "status"))
        ran = self.ran(thread)
        text = os.pread(files[0], 4096, 0)
        state = text[text.index(b"State:") + 7:][:1].decode()
        runs = text[text.index(b"\nvoluntary"):]
        if state in "ZX":
            return thread, state, runs, "running"
        call = self.call(thread, files)
        read = thread, state if call else "R", runs, call or "running"
        if ran and state in STILL and len(files) > 1:
            self.rested[thread] = ran, read
        else:
            self.rested.pop(thread, None)
        return read

    def as_before(self, thread, found):
        """Return whether a thread still waits in the system call in which it was seen last, and has not run since.

        That is a third of the work of reading its status.
        """
        ran, read = found
        try:
            return os.pread(self.files[thread][1], 200, 0).decode() == read[3] and self.ran(thread) == ran
        except PermissionError:
            return False

    def ran(self, thread):
        """Return how long and how often a thread has run, b"" if that is not told.

        The source is Documentation/scheduler/sched-stats.rst of Linux. A file is open for it, unless there are many.
        """
        if thread not in self.stats:
            try:
                self.stats[thread] = self.opened(thread, "schedstat") if len(self.stats) < MANY else None
            except FileNotFoundError:
                self.stats[thread] = None
        told = os.pread(self.stats[thread], 100, 0) if self.stats[thread] is not None else b""
        return b"" if told.startswith(b"0 ") else told  # a kernel that does not count says 0

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
        self.rested.pop(thread, None)
        for descriptor in (*self.files.pop(thread, ()), self.lists.pop(thread, None), self.stats.pop(thread, None)):
            if descriptor is not None:
                os.close(descriptor)

    def close(self):
        """Give back the descriptors that were kept open."""
        for thread in {*self.files, *self.lists}:
            self.forget(thread)
        if self.folder is not None:
            os.close(self.folder)
            self.folder = None
