"""The worker: what is done in a process of its own, which cannot go on for ever, and whose children end with it."""
import contextlib
import functools
import json
import os
import signal
import time

from lab12.guard import bounds, group
from lab12.stage import forking
from lab12.stage.polling import ready

TIME = 300.0  # seconds for one section, after which the grader gives up on it: everything in it is bounded by less
MEMORY = 4 << 30  # bytes of addresses of a worker that is bounded: it reads what programs print
WORKERS = []  # processes that have done their work, and whether they were bounded
ANSWERS = []  # the end of the pipe into which this process writes its answer, if it is a worker


class Worker:
    """Work that is done in a process of its own from now on; what it gives must be fit for JSON.

    It ends with this process, and after so many seconds even if nobody asks. If it is `bounded`, it and all that it
    starts are in a group, and its memory is limited.
    Where this process has threads, the work must be fit for pickle (see stage/forking.py).
    """

    def __init__(self, work, seconds=TIME, bounded=False):
        reap()
        self.seconds, self.bounded = seconds, bounded
        self.reading, writing = os.pipe()
        self.end = time.monotonic() + seconds
        all_of_it = functools.partial(do, work, os.getpid(), seconds, bounded)
        self.process = forking.start(all_of_it, writing, ours=[self.reading])
        self.pid = self.process.pid
        os.close(writing)

    def answers(self, seconds):
        """Return whether it has begun to answer within so many seconds from now on."""
        return bool(ready([self.reading], seconds))

    def answer(self, most=TIME):
        """Return what the work gives; a sentence if it fails, takes more than its time, or `most` seconds from now on.

        Asked for once.
        """
        data, end = b"", min(self.end, time.monotonic() + most)
        try:
            while ready([self.reading], max(0, end - time.monotonic())):
                if not (piece := os.read(self.reading, 1 << 20)):
                    break
                data += piece
        finally:
            if data:
                os.close(self.reading)
                WORKERS.append((self.process, self.bounded))  # it is about to end, which takes a moment
            else:
                self.stop()
        with contextlib.suppress(ValueError):  # it was ended in the middle of its answer
            return json.loads(data)
        in_time = time.monotonic() < end
        return "the process that did it was ended" if in_time else f"no end within {self.seconds:.0f} seconds"

    def stop(self):
        """End the work, whatever has come of it."""
        for process in bounds.descendants(self.pid):
            with contextlib.suppress(ProcessLookupError):  # it has ended in the meantime
                os.kill(process, signal.SIGKILL)
        self.process.kill()
        os.close(self.reading)
        self.process.wait()
        if self.bounded:
            group.sweep(self.pid)


def do(work, asks, seconds, bounded, writing):
    """Be the process that does the work which another one `asks` for."""
    be_mortal(asks, seconds)
    if bounded:
        group.join()
        bounds.limit_memory(MEMORY)  # of programs, too, until they are given limits of their own
    WORKERS.clear()  # those are the parent's
    bounds.forget_all()
    for other in ANSWERS:
        os.close(other)  # a reader of the parent's answer is not to wait for our end
    ANSWERS[:] = [writing]
    try:
        bounds.adopt()
        bounds.be_punctual()
        bounds.lay_out_alike()
        bounds.open_many()
        answer = json.dumps(work())
    except BaseException as error:
        answer = json.dumps(f"{type(error).__name__}: {error}")
    bounds.end_all()
    with open(writing, "w", encoding="ascii") as pipe:
        pipe.write(answer)


def be_mortal(asks, seconds):
    """Have this process, and all that it has started, end with the one that asks for it, at SIGTERM, and in time.

    Ctrl-C and a hangup are for that one, which then ends this.
    """
    for number in signal.SIGINT, signal.SIGHUP:
        signal.signal(number, signal.SIG_IGN)
    for number in signal.SIGTERM, signal.SIGALRM:
        signal.signal(number, leave)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    bounds.end_with_parent()
    try:
        os.kill(asks, 0)
    except ProcessLookupError:
        os._exit(1)  # it has ended already


def leave(*_):
    """End this process and all that has come from it."""
    bounds.adopt()
    bounds.end_all()
    os._exit(1)


def reap():
    """Take leave of those workers that have ended since."""
    for worker in WORKERS[:]:
        process, bounded = worker
        if process.has_ended():
            WORKERS.remove(worker)
            if bounded:
                group.sweep(process.pid)
