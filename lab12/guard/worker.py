"""The worker: what is done in a process of its own, which cannot go on for ever, and whose children end with it."""
import functools
import json
import os
import select
import signal
import time

from lab12.guard import bounds
from lab12.stage import forking

TIME = 300.0  # seconds for one section, after which the grader gives up on it: everything in it is bounded by less
WORKERS = []  # processes that have done their work
ANSWERS = []  # the end of the pipe into which this process writes its answer, if it is a worker


class Worker:
    """Work that is done in a process of its own from now on; what it gives must be fit for JSON.

    Where this process has threads, the work must be fit for pickle (see stage/forking.py).
    """

    def __init__(self, work):
        reap()
        self.reading, writing = os.pipe()
        self.end = time.monotonic() + TIME
        self.process = forking.start(functools.partial(do, work), writing, ours=[self.reading])
        self.pid = self.process.pid
        os.close(writing)

    def has_come(self):
        """Return whether its answer is there."""
        return bool(select.select([self.reading], [], [], 0)[0])

    def answer(self):
        """Return what the work gives; a sentence if it fails or takes more than TIME. Asked for once."""
        data = b""
        try:
            while select.select([self.reading], [], [], max(0, self.end - time.monotonic()))[0]:
                if not (piece := os.read(self.reading, 1 << 20)):
                    break
                data += piece
        finally:
            if data:
                os.close(self.reading)
                WORKERS.append(self.process)  # it is about to end, which takes a moment
            else:
                self.stop()
        if data:
            return json.loads(data)
        in_time = time.monotonic() < self.end
        return "the process that did it was ended" if in_time else f"no end within {TIME:.0f} seconds"

    def stop(self):
        """End the work, whatever has come of it."""
        for process in bounds.descendants(self.pid):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass  # it has ended in the meantime
        self.process.kill()
        os.close(self.reading)
        self.process.wait()


def do(work, writing):
    """Be the process that does the work."""
    WORKERS.clear()  # those are the parent's
    for other in ANSWERS:
        os.close(other)  # who waits for the parent's answer is not to wait for our end
    ANSWERS[:] = [writing]
    try:
        bounds.end_with_parent()
        bounds.adopt()
        bounds.be_punctual()
        answer = json.dumps(work())
    except BaseException as error:
        answer = json.dumps(f"{type(error).__name__}: {error}")
    bounds.end_all()
    with open(writing, "w", encoding="ascii") as pipe:
        pipe.write(answer)


def reap():
    """Take leave of those workers that have ended since."""
    WORKERS[:] = [worker for worker in WORKERS if not worker.has_ended()]
