"""The reader: a hand-in is unpacked and read in a process of its own, since a stranger has written every byte of it.

That process has a time and a memory of its own. What it gives is a pickle, which nobody but this code has written.
"""
import base64
import contextlib
import functools
import os
import pickle

from lab12.finder import handin
from lab12.guard import bounds, group, tidy, worker

SECONDS = 100.0    # on a computer however busy; what is read in them is bounded by its work: handin.WORK
HASTENED, PAUSE = 10, 0.003  # times that the kernel is asked to be ready for the next process, and seconds between two
MEMORY = 2 << 30   # bytes of addresses: a hand-in of the largest size takes a fifth


@contextlib.contextmanager
def opened(path, chosen=None):
    """Give the HandIn of a folder or a zip while the with lasts; `chosen` is for handin.find.

    Raises ValueError if it is neither, or cannot be read.
    """
    with tidy.room() as room:
        reading = worker.Worker(functools.partial(read, os.fspath(path), chosen, room), SECONDS)
        try:
            for _ in range(HASTENED):
                if reading.answers(PAUSE):
                    break
                group.hasten()  # for the process that marks what is being read
        except BaseException:  # Ctrl-C: nobody reads on in a room that is about to go
            reading.stop()
            raise
        answer = reading.answer()
        if isinstance(answer, str):
            raise ValueError(f"{path}: it cannot be read: {answer}")
        if "wrong" in answer:
            raise ValueError(answer["wrong"])
        yield pickle.loads(base64.b64decode(answer["pickle"]))


def read(path, chosen, room):
    """Be the process that reads a hand-in into a folder; return its HandIn as it is passed on, or what is wrong."""
    bounds.limit_memory(MEMORY)
    try:
        return {"pickle": base64.b64encode(pickle.dumps(handin.read_into(room, path, chosen))).decode()}
    except ValueError as error:
        return {"wrong": str(error)}
