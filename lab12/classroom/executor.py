"""The executor: every hand-in in a process of its own, as many at once as the machine's cores can compute.

Much of the time a hand-in waits: for a bounded wait to end, for a program to start. So there are EACH for each core,
another is begun whenever a core has been idle, and none while all compute. Whatever becomes of such a process, the
others go on.
"""
import functools
import os
import select
import time
from pathlib import Path

from lab12.classroom import marking
from lab12.guard.worker import Worker

TIME = 1_800.0   # seconds for one hand-in: a bound for the grader's own faults, since all that it does is bounded
EACH = 2         # hand-ins for each core that are being marked at once, however much they compute
MOST = 12        # hand-ins for each core that are being marked at once, if nearly all of them wait
GLANCE = 0.08    # seconds between two looks at the cores
IDLE = 0.35      # of one core: so much must have been idle for another hand-in to be begun
WAITS = (b"sleep(", b"settimeout", b"select", b"poll", b"thread", b"asyncio")  # in the source of one that may take long


class Local:
    """Marks hand-ins on this machine."""

    def __init__(self, cores=None):
        here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        self.cores, self.idle = cores or here or 1, Idle()

    def results(self, tasks, scheme=None, wire=True, meanwhile=lambda: None):
        """Yield (key, result) for each of {key: folder} as soon as it is made, in no order.

        `meanwhile` is called once the last one has been begun, if there are any: it may take some time.
        """
        marking.prepare()
        waiting = sorted(tasks, key=lambda key: (-likely_waits(tasks[key]), key))[::-1]
        running = {}
        try:
            while waiting or running:
                while waiting and (len(running) < self.cores * EACH or
                                   len(running) < self.cores * MOST and self.idle.share() > IDLE):
                    key = waiting.pop()
                    worker = Worker(functools.partial(by_itself, tasks[key], scheme, wire), TIME)
                    running[worker.reading] = key, worker
                if not waiting and meanwhile:
                    meanwhile()
                    meanwhile = None
                ready, _, _ = select.select(list(running), [], [], GLANCE)
                late = [pipe for pipe, (_, worker) in running.items() if time.monotonic() > worker.end]
                for pipe in {*ready, *late}:
                    key, worker = running.pop(pipe)
                    yield key, result_of(worker.answer())
        finally:
            for _, worker in running.values():
                worker.stop()


def by_itself(folder, scheme, wire):
    """Mark a hand-in in a process group of its own: Ctrl-C is for the class, and not for this one's programs."""
    os.setpgid(0, 0)
    return marking.mark(folder, scheme, wire)


def result_of(answer):
    """Return what a process has answered as a result; a sentence means that it could not."""
    return {"error": f"the grader failed: {answer}", "broken": True} if isinstance(answer, str) else answer


def likely_waits(folder):
    """Return how many signs of bounded waits are in a hand-in: those that take longest are begun first."""
    found = 0
    for path in sorted(Path(folder).rglob("*.py"))[:20]:
        data = path.read_bytes()[:100_000]
        found = max(found, sum(sign in data for sign in WAITS))
    return found


class Idle:
    """How idle the cores have been since the last look, by what the kernel has counted (proc(5))."""

    def __init__(self):
        self.then, self.idle = time.monotonic(), self.ticks()

    def share(self):
        """Return how many cores have been idle since the last look; 0 before GLANCE has passed."""
        now = time.monotonic()
        if now - self.then < GLANCE:
            return 0.0
        idle = self.ticks()
        share = (idle - self.idle) / os.sysconf("SC_CLK_TCK") / (now - self.then)
        self.then, self.idle = now, idle
        return share

    @staticmethod
    def ticks():
        try:
            return int(Path("/proc/stat").read_text().split(None, 5)[4])
        except (OSError, ValueError, IndexError):
            return 0  # no such kernel: as many at once as there are cores
