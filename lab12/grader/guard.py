"""The guard: bounds on what the programs of a hand-in may use, and a folder of their own to run in."""
import contextlib
import ctypes
import itertools
import os
import resource
import shutil
import signal
import sys
from pathlib import Path

from lab12.finder.modules import looks_above
from lab12.finder.unpack import files

SPACE, MEMORY = 4 << 30, 1 << 30  # bytes of addresses, and of memory, for a process; Python needs 30 million
FILE = 16 << 20           # bytes in a file that it writes
SECONDS = 30              # of processor time
OPEN = 256                # files and sockets at once
COPIED = 20 << 20         # bytes of a hand-in that are copied, so that its programs find what lies beside them
PR_SET_CHILD_SUBREAPER = 36  # prctl(2)


def confine():
    """Bound this process, a child that is about to run a script of a hand-in (setrlimit(2))."""
    for what, amount in ((resource.RLIMIT_AS, SPACE), (resource.RLIMIT_DATA, MEMORY), (resource.RLIMIT_FSIZE, FILE),
                         (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_NOFILE, OPEN), (resource.RLIMIT_CORE, 0)):
        most = resource.getrlimit(what)[1]
        amount = amount if most == resource.RLIM_INFINITY else min(amount, most)
        with contextlib.suppress(ValueError, OSError):  # not every system knows all of them
            resource.setrlimit(what, (amount, amount))


def lay_out(handin, scripts, room):
    """Copy what lies beside these scripts into a folder; return {path in the hand-in: file to be run}."""
    folder, room, left, paths, done = Path(handin.folder), Path(room), COPIED, {}, set()
    for script in scripts:
        place, _, number = script.path.partition("#")
        source = folder / place
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
        if number:
            paths[script.path] = (room / place).with_name(f"{source.stem}_{number}.py")
            paths[script.path].write_text(script.source, "utf-8")
    return paths


def descendants(pid):
    """Return the processes that a process has started, and those that these have started."""
    parents = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if name.isdecimal():
            try:
                stat = Path(f"/proc/{name}/stat").read_text()
            except OSError:
                continue
            parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(name))
    found, ask = [], [pid]
    while ask:
        children = parents.get(ask.pop(), [])
        found += children
        ask += children
    return found


def adopt():
    """Become the parent of whatever our children leave behind, so that it can be ended (prctl(2))."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_all():
    """End every process that has come from this one."""
    for _ in range(20):
        try:
            os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return  # there is none, and `adopt` sees to it that we would have it
        left = [pid for pid in descendants(os.getpid()) if not ended(pid)]
        if not left:
            return
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass  # it has ended in the meantime


def ended(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True
