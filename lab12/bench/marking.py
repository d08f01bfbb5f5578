"""Marking: how long it takes to mark a hand-in, beside merely starting its processes as often."""
import contextlib
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from lab12 import waiting
from lab12.bench.servers import HOME
from lab12.finder.handin import opened
from lab12.grader import grade, guard
from lab12.stage import ENVIRONMENT, Stage

HAND_INS = {"a pair that works": "tcp-model", "one that only echoes": "tcp-echo-only"}  # in tests/zoo
NAP = 0.0005   # seconds between two looks at a process that starts


def compare(name, rounds):
    """Return the figures of one of HAND_INS: seconds to mark it and to start its processes, medians, and the ratio.

    The two are done in turns, and the ratio is the median of those within a round.
    """
    folder = HOME / "tests/zoo" / HAND_INS[name]
    commands = starts_of(folder)
    marking, starting = [], []
    with opened(folder) as handin, tempfile.TemporaryDirectory() as room:
        guard.lay_out(handin, handin.scripts, room)
        for _ in range(rounds):
            marking.append(seconds(lambda: grade.grade(folder)))
            starting.append(seconds(lambda: [start(command, Path(room, place)) for command, place in commands]))
    return {"hand_in": HAND_INS[name], "marking_s": median(marking), "starting_s": median(starting),
            "starts": len(commands), "ratio": median(m / s for m, s in zip(marking, starting, strict=True))}


def seconds(act):
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def starts_of(folder):
    """Return (command, folder within the hand-in) for each process that is started when it is marked."""
    seen, run, aside = [], Stage.run, grade.in_a_process

    def noting(stage, command, name, folder=None, **options):
        place = next(Path(*folder.parts[at + 1:]) for at, part in enumerate(folder.parts) if part.startswith("lab12-"))
        seen.append((command, place))
        return run(stage, command, name, folder=folder, **options)

    Stage.run, grade.in_a_process = noting, lambda work: work()
    try:
        grade.grade(folder)
    finally:
        Stage.run, grade.in_a_process = run, aside
    return seen


def start(command, folder):
    """Start a program, wait until it waits for somebody, and end it."""
    program = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    with program, contextlib.closing(waiting.Threads(program.pid)) as threads:
        while program.poll() is None and not all(wait.patient for wait in threads.waits(threads.pulse())):
            time.sleep(NAP)
        program.kill()
