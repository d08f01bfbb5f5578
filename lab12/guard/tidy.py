"""Tidy: a folder for all that is temporary in a run, which goes with it however the run ends."""
import contextlib
import os
import shutil
import signal
import sys
import tempfile

from lab12.guard import group, worker


@contextlib.contextmanager
def tidy():
    """Lay out all that is temporary in one folder, and see to it that it goes, even if this process is killed.

    SIGTERM and SIGHUP end the block as SystemExit. At its end no worker is left.
    """
    folder, before = tempfile.mkdtemp(prefix="lab12-"), tempfile.tempdir
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
