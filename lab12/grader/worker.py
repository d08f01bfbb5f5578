"""The worker: what is done in a process of its own, which cannot go on for ever, and whose children end with it."""
import json
import os
import select
import signal
import time

from lab12.grader import guard

TIME = 300.0  # seconds for one section, after which the grader gives up on it: everything in it is bounded by less
WORKERS = []  # processes that have done their work


def reap():
    """Take leave of those workers that have ended since."""
    WORKERS[:] = [worker for worker in WORKERS if os.waitpid(worker, os.WNOHANG) == (0, 0)]


def in_a_process(work):
    """Return what work gives, done in a process of its own; a sentence if it fails or takes more than TIME."""
    reap()
    reading, writing = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(reading)
        try:
            guard.adopt()
            answer = json.dumps(work())
        except BaseException as error:
            answer = json.dumps(f"{type(error).__name__}: {error}")
        try:
            guard.end_all()
            with open(writing, "w", encoding="ascii") as pipe:
                pipe.write(answer)
        finally:
            os._exit(0)
    os.close(writing)
    data, end = b"", time.monotonic() + TIME
    try:
        while select.select([reading], [], [], max(0, end - time.monotonic()))[0]:
            if not (piece := os.read(reading, 1 << 20)):
                break
            data += piece
    finally:
        for process in [*guard.descendants(worker), worker] if not data else []:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass  # it has ended in the meantime
        os.close(reading)
        if not data:
            os.waitpid(worker, 0)
        else:
            WORKERS.append(worker)  # it is about to end, which takes a moment
    if data:
        return json.loads(data)
    return "the process that did it was ended" if time.monotonic() < end else f"no end within {TIME:.0f} seconds"
