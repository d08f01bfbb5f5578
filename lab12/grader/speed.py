"""Speed compares marking a hand-in with merely starting its processes as often: `python -m lab12.grader.speed FOLDER`.

    >python -m lab12.grader.speed tests/zoo/tcp-model
    marking it                0.29 s
    6 starts, and no more     0.24 s
    ratio                     1.2
"""
import contextlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lab12 import waiting
from lab12.finder.handin import opened
from lab12.grader import grade, guard
from lab12.stage import ENVIRONMENT, Stage

TIMES = 9      # each is done so often, in turns; the middle one counts
NAP = 0.0005   # seconds between two looks at a process that starts


def main():
    folder = sys.argv[1]
    commands = starts_of(folder)
    marking, starting = [], []
    with opened(folder) as handin, tempfile.TemporaryDirectory() as room:
        guard.lay_out(handin, handin.scripts, room)
        for _ in range(TIMES):
            marking.append(seconds(lambda: grade.grade(folder)))
            starting.append(seconds(lambda: [start(command, Path(room, place)) for command, place in commands]))
    marked, started = sorted(marking)[TIMES // 2], sorted(starting)[TIMES // 2]
    print(f"marking it                {marked:.2f} s\n{len(commands)} starts, and no more     {started:.2f} s\n"
          f"ratio                     {marked / started:.1f}")


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


if __name__ == "__main__":
    main()
