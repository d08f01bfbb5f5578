"""The guard: bounds on what the programs of a hand-in may use, and a folder of their own to run in."""
import contextlib
import ctypes
import itertools
import os
import re
import resource
import shutil
import signal
import sys
import time
from pathlib import Path, PurePosixPath

from lab12.finder.modules import looks_above
from lab12.finder.unpack import AS_TEXT, files, text_of
from lab12.guard import group
from lab12.stage import program
from lab12.stage.polling import ready

MAX_PROCESSES = 480, 1024  # processes and threads of a program: by itself, and in a group that bounds memory as well
FIRST = "{ echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null; "  # to be ended when memory is short: proc(5)
GIBS = (4, 1), (16, 12)    # of addresses and of memory for each process, the stack of each thread among it
STACKS = 2, 8              # MiB for each thread, so that as many of them have one
COUNTED_APART = 5, 14     # the Linux from which on those in a user namespace are counted by themselves
UNITS = {"v": (resource.RLIMIT_AS, 1 << 10), "d": (resource.RLIMIT_DATA, 1 << 10), "f": (resource.RLIMIT_FSIZE, 512),
         "t": (resource.RLIMIT_CPU, 1), "n": (resource.RLIMIT_NOFILE, 1), "c": (resource.RLIMIT_CORE, 512),
         "s": (resource.RLIMIT_STACK, 1 << 10)}
ELSEWHERE = []            # descriptors of processes that this one has had another one start (pidfd_open(2))
COPIED = 20 << 20         # bytes of a hand-in that are copied, so that its programs find what lies beside them
ADDR_NO_RANDOMIZE = 0x0040000  # personality(2)
PR_SET_PDEATHSIG, PR_SET_TIMERSLACK, PR_SET_CHILD_SUBREAPER = 1, 29, 36  # prctl(2)


def amounts(grouped=False):
    """Return the limits of a program, {letter of ulimit (POSIX.1-2017, dash(1)): amount}.

    `grouped` says that a group bounds its memory; otherwise a process has 4 GiB of addresses and 1 GiB of memory, of
    which Python needs 30 million bytes. Then 16 MiB in a file that it writes, 30 s of processor time, 256 files and
    sockets at once, 2 MiB for the stack of each thread, 8 in a group, and no core file.
    """
    addresses, memory = GIBS[grouped]
    return {"v": addresses << 20, "d": memory << 20, "f": 16 << 11, "t": 30, "n": 256, "c": 0,
            "s": STACKS[grouped] << 10}


def confine(grouped=False):
    """Return these limits as a shell sets them. Not every system knows all, and a user with lower ones keeps them."""
    return " ".join(f"ulimit -{what} {amount} 2>/dev/null;" for what, amount in amounts(grouped).items())


def limits(grouped=False):
    """Return them as setrlimit(2) does, (RLIMIT_*, most) each, with what all programs of a user have together.

    Those are signals and messages that wait.
    """
    return [*((number, amounts(grouped)[letter] * unit) for letter, (number, unit) in UNITS.items()),
            (resource.RLIMIT_SIGPENDING, 256), (resource.RLIMIT_MSGQUEUE, 0)]


def counts_apart():
    """Return whether this Linux counts the processes of a user namespace by themselves."""
    return tuple(int(part) for part in re.findall(r"\d+", os.uname().release)[:2]) >= COUNTED_APART


def lay_out(handin, scripts, room):
    """Copy what lies beside these scripts into a folder; return {path in the hand-in: file to be run}."""
    folder, room, left, paths, done = Path(handin.folder), Path(room), COPIED, {}, set()
    for script in scripts:
        place, _, number = script.path.partition("#")
        source = text_of(folder, place)
        above = files(folder) if script.module or looks_above(script.source) else ()
        for path in itertools.chain(files(source.parent), above):
            to = room / path.relative_to(folder)
            size = path.stat().st_size
            if path in done or size > left:
                continue
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
            done.add(path)
            left -= size
        paths[script.path] = room / place
        if number or source.suffix == AS_TEXT:
            paths[script.path] = (room / place).with_name(f"{PurePosixPath(place).stem}_{number or 1}.py")
            paths[script.path].write_text(script.source, "utf-8")
    return paths


def descendants(pid):
    """Return the processes that a process has started, and those that these have started."""
    known = None if program.lists_children() else program.by_parent()
    found, ask = [], [pid]
    while ask:
        one = ask.pop()
        children = program.children(one) if known is None else known.get(one, [])
        found += children
        ask += children
    return found


def adopt():
    """Become the parent of whatever our children leave behind, so that it can be ended (prctl(2))."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_with_parent():
    """Be told by SIGTERM when the process that forked this one ends, however it does (prctl(2))."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def be_punctual():
    """Wake from a sleep when it is over, and not up to 50 microseconds later; children inherit this (prctl(2))."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0)


def lay_out_alike():
    """Have all that this process starts find its memory at the same addresses each time (personality(2)).

    The order of a set of sockets follows from them, and from it which client a server that fails midway still serves.
    """
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        if (now := libc.personality(0xFFFFFFFF)) >= 0:  # that asks for it
            libc.personality(now | ADDR_NO_RANDOMIZE)   # where this is forbidden, chance goes on to decide


def open_many():
    """Open as many files as this user may: a program is watched by two for each of its threads."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # macOS names more than it allows
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def limit_memory(amount):
    """Let this process, and what it starts, have so many bytes of addresses, where that is less than it may have."""
    with contextlib.suppress(ValueError, OSError):  # macOS knows no such limit
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (amount, most))


def end_all():
    """End every process that has come from this one, and those that another one has started for it."""
    for watch in ELSEWHERE:
        with contextlib.suppress(ProcessLookupError):  # it has ended
            signal.pidfd_send_signal(watch, signal.SIGKILL)
    for watch in ELSEWHERE:
        ready([watch], sum(group.PAUSES))
    forget_ended()
    for pause in group.PAUSES:
        try:
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        except ChildProcessError:
            return  # there is none, and `adopt` sees to it that we would have it
        found = descendants(os.getpid())
        if not found and not os.path.exists("/proc"):
            return  # nobody tells which they are
        for pid in found:
            with contextlib.suppress(ProcessLookupError):  # it has ended in the meantime
                os.kill(pid, signal.SIGKILL)
        time.sleep(pause)


def forget_ended():
    """Give back the descriptors of those elsewhere that have ended."""
    for watch in [one for one in ELSEWHERE if ready([one], 0)]:
        ELSEWHERE.remove(watch)
        os.close(watch)


def forget_all():
    """Have none elsewhere: a copy of the process whose they are is not to end them."""
    while ELSEWHERE:
        os.close(ELSEWHERE.pop())
