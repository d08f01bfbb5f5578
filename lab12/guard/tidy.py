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

PREFIX, RUN = "lab12-", "lab12-run-"
OLD = 86_400  # seconds: an older folder that nobody locks is nobody's any more; one of a run is so at once


@contextlib.contextmanager
def tidy():
    """Lay out all that is temporary in one folder, and see to it that it goes, even if this process is killed.

    SIGTERM and SIGHUP end the block as SystemExit. At its end no worker is left. What earlier runs have left, because
    all of their processes were killed, goes as well.
    """
    sweep(Path(tempfile.gettempdir()))
    (folder, _), before = begun(), tempfile.tempdir
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


@contextlib.contextmanager
def room():
    """Give a temporary folder while the block lasts; if this process is killed in it, the next run removes it."""
    folder, lock = begun()
    try:
        with tempfile.TemporaryDirectory(dir=folder) as made:
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def begun():
    """Make a folder of a run and lock it; return its path, and the lock.

    It lasts as long as any process of ours, since all are forked from this one (flock(2)). Another run may take the
    folder for nobody's just before it is locked: then there is another one.
    """
    while True:
        folder = tempfile.mkdtemp(prefix=RUN)
        with contextlib.suppress(FileNotFoundError, BlockingIOError):
            lock = locked(folder)
            if os.path.exists(folder):
                return folder, lock
            os.close(lock)


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
            old = path.name.startswith(RUN) or time.time() - found.st_mtime > OLD
            if found.st_uid == os.geteuid() and old:
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
