"""Marking: how long it takes to mark a hand-in, beside merely starting its processes as often, and beside check50.

    $ python -m lab12.bench.marking "a pair that works" 15    the figures of 15 rounds, as JSON
"""
import contextlib
import functools
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from lab12 import HOME
from lab12.bench.servers import PEERS
from lab12.finder.handin import opened
from lab12.grader import grade
from lab12.guard import bounds, worker
from lab12.stage import waiting
from lab12.stage.plain import environment
from lab12.stage.stage import Stage

HAND_INS = {"a pair that works": "tcp-model", "one that only echoes": "tcp-echo-only"}  # in tests/zoo
ZOO = HOME / "tests/zoo"
PAUSE = 0.0005   # seconds between two looks at a process that starts


def compare(name, rounds):
    """Return the figures of one of HAND_INS: seconds to mark it and to start its processes, medians, and the ratio.

    The two are done in turns, and the ratio is the median of those within a round.
    """
    folder = ZOO / HAND_INS[name]
    commands = starts_of(folder)
    marking, starting = [], []
    with opened(folder) as handin, tempfile.TemporaryDirectory() as room:
        bounds.lay_out(handin, handin.scripts, room)
        for _ in range(rounds):
            marking.append(seconds(lambda: grade.grade(folder)))
            starting.append(seconds(lambda: [start(command, Path(room, place)) for command, place in commands]))
    return {"hand_in": HAND_INS[name], "marking_s": median(marking), "starting_s": median(starting),
            "starts": len(commands), "ratio": median(m / s for m, s in zip(marking, starting, strict=True))}


def compare_apart(name, rounds):
    """Return what `compare` does, found in a process that has loaded no more than the command that marks.

    All that a process holds in memory makes each start of another one from it slower (fork(2)).
    """
    found = subprocess.run([sys.executable, "-m", __name__, name, str(rounds)], cwd=HOME, stdout=subprocess.PIPE,
                           check=True)
    return json.loads(found.stdout)


def waits_of(names):
    """Return the figures of marking each of these hand-ins once: seconds in all, seconds of bounded waits, verdicts.

    A bounded wait is one that its bound has ended, because a program polls, sleeps, spins or prints without end.
    """
    found = []
    for name in names:
        made = []
        with watched() as stages:
            took = seconds(lambda name=name, made=made: made.append(grade.grade(ZOO / name)))
            bounded = sum(stage["bounded"] for stage in stages() if not stage["beside"])
        verdicts = sorted({section.verdict for section in made[0].sections if section.results})
        found.append({"hand_in": name, "marking_s": took, "bounded_s": bounded, "verdicts": verdicts})
    return found


@contextlib.contextmanager
def watched():
    """Have what marks note each Stage that it opens, in whichever process; give what returns these notes.

    A note holds the seconds of bounded waits, whether the stage was beside the conversation (Check.apart), and
    (command, folder) of each program that was started.
    """
    begin = worker.Worker
    with tempfile.TemporaryDirectory() as room:
        notes = Path(room, "notes")
        notes.touch()
        note = functools.partial(noting, notes, os.getpid())
        worker.Worker = lambda work, *rest, **options: begin(functools.partial(note, work), *rest, **options)
        try:
            yield lambda: [json.loads(line) for line in notes.read_text().splitlines()]
        finally:
            worker.Worker = begin


def noting(notes, grader, work):
    """Do some work, in a process of the grader's or of one of those, and add to a file what its stages have to tell."""
    beside = os.getppid() != grader
    enter, stages = Stage.__init__, []

    def init(stage, *arguments, **options):
        stages.append(stage)
        enter(stage, *arguments, **options)

    Stage.__init__ = init
    try:
        return work()
    finally:
        Stage.__init__ = enter
        with notes.open("a") as file:
            for stage in stages:
                started = [(list(map(str, window.terminal.command)), str(window.terminal.folder))
                           for window in stage.windows]
                file.write(json.dumps({"bounded": stage.bounded, "beside": beside, "started": started}) + "\n")


# check50 3.5.0 hands closures to processes of multiprocessing, which no method but fork takes, the default up to 3.13.
BY_FORK = ("import multiprocessing, runpy, sys; multiprocessing.set_start_method('fork'); sys.argv[0] = 'check50'; "
           "runpy.run_module('check50', run_name='__main__')")


def beside_check50(rounds):
    """Return the figures of marking the pair that works, all checks, and five of them with check50; None without it.

    The two are done in turns; `passed` is the share of check50's checks that passed, of a pair that is right.
    """
    if not importlib.util.find_spec("check50"):
        return None
    folder, ours, theirs, passed = ZOO / HAND_INS["a pair that works"], [], [], []
    with tempfile.TemporaryDirectory() as room:
        Path(room, "__init__.py").write_bytes((PEERS / "check50_pair.py").read_bytes())
        Path(room, ".cs50.yml").write_text("check50:\n  checks: __init__.py\n")
        output = Path(room, "result.json")
        command = [sys.executable, "-c", BY_FORK, "--dev", room, "-o", "json", "--output-file", output,
                   "--log-level", "warning"]
        paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
        for _ in range(rounds):
            ours.append(seconds(lambda: grade.grade(folder)))
            theirs.append(seconds(lambda: subprocess.run(command, cwd=folder, env={**os.environ, "PATH": paths},
                                                         capture_output=True)))
            made = json.loads(output.read_text()) if output.exists() else {}
            passed += [check["passed"] is True for check in made.get("results") or [{"passed": False}]]
    return {"marking_s": median(ours), "check50_s": median(theirs), "passed": sum(passed) / len(passed),
            "ratio": median(their / our for their, our in zip(theirs, ours, strict=True))}


def seconds(act):
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def starts_of(folder):
    """Return (command, folder within the hand-in) for each process that is started when it is marked."""
    with watched() as stages:
        grade.grade(folder)
        return [(command, within(Path(at))) for stage in stages() for command, at in stage["started"]]


def within(folder):
    """Return where a folder lies within the room of its hand-in."""
    [at] = [number for number, part in enumerate(folder.parts) if part.startswith("lab12-")]
    return Path(*folder.parts[at + 2:])  # the folder of the run, and in it that of the room


def start(command, folder):
    """Start a program, wait until it waits for somebody, and end it."""
    program = subprocess.Popen(command, cwd=folder, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    with program, contextlib.closing(waiting.Threads(program.pid)) as threads:
        while program.poll() is None and not threads.rest():
            time.sleep(PAUSE)
        program.kill()


if __name__ == "__main__":
    print(json.dumps(compare(sys.argv[1], int(sys.argv[2]))))
