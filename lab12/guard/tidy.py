"""Tidy: a folder for all that is temporary in a run, which goes with it however the run ends."""
import contextlib
import fcntl
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from lab12.guard import group, worker

PREFIX = "lab12-"
FRESH, OLD = 60, 86_400  # seconds: a younger folder may not be locked yet, an older one of no run is nobody's any more


@contextlib.contextmanager
def tidy():
    """Lay out all that is temporary in one folder, and see to it that it goes, even if this process is killed.

    SIGTERM and SIGHUP end the block as SystemExit. At its end no worker is left. What earlier runs have left, because
    all of their processes were killed, goes as well.
    """
    sweep(Path(tempfile.gettempdir()))
    folder, before = tempfile.mkdtemp(prefix=f"{PREFIX}run-"), tempfile.tempdir
    locked(folder)  # as long as any process of ours lives, since all are forked from this one (flock(2))
    reading, writing = os.pipe()
    group.RUN[0] = os.getpid()
    pid = os.fork()
    if pid == 0:
        clear_away(folder, reading, writing)
    os.close(reading)
    tempfile.tempdir = folder
    for number in signal.SIGTERM, signal.SIGHUP:
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        tempfile.tempdir = before
        for process, bounded in worker.WORKERS:
            process.wait()
            if bounded:
                group.sweep(process.pid)
        worker.WORKERS.clear()
        os.close(writing)
        os.waitpid(pid, 0)


def locked(folder):
    """Return a descriptor of a folder that nobody else has locked; OSError if somebody has."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def sweep(place):
    """Remove the folders of runs of this user that have ended, and their groups."""
    for path in place.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            found = path.lstat()
            age = FRESH if path.name.startswith(f"{PREFIX}run-") else OLD
            if found.st_uid == os.geteuid() and time.time() - found.st_mtime > age:
                descriptor = locked(path)
                shutil.rmtree(path, ignore_errors=True)
                os.close(descriptor)
    group.sweep_ended()


def clear_away(folder, reading, writing):
    """Be the process that removes a folder when the one that has made it, and all its workers, have gone."""
    try:
        os.setsid()
        for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
            signal.signal(number, signal.SIG_IGN)
        os.close(writing)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(nothing, number)
        os.read(reading, 1)  # its end
        shutil.rmtree(folder, ignore_errors=True)
        group.sweep()
    finally:
        os._exit(0)
