"""The cluster: the executor's work on other machines, by dask distributed (the extra `cluster`).

A task is named by its result's key, so that the same path with other bytes is another task. It starts a process for
its hand-in, since tasks run in threads of a worker, where neither forks nor signals are safe. It lets no exception
out, since SystemExit ends a worker and GeneratorExit leaves result() waiting for ever.
"""
import json
import logging
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from lab12 import HOME
from lab12.classroom.executor import TIME
from lab12.classroom.feedback import zipped
from lab12.classroom.store import kit
from lab12.finder.unpack import files, unpack
from lab12.guard import tidy
from lab12.rubric.scheme import file_of

CONNECT = 10   # seconds in which the scheduler must answer


class Cluster:
    """Marks hand-ins on the workers of a scheduler."""

    def __init__(self, address):
        if not find_spec("distributed"):
            raise ValueError("--cluster needs dask: pip install distributed, here and on every worker")
        self.address = address

    def results(self, tasks, scheme=None, wire=True, meanwhile=lambda: None):
        """Yield (key, result) for each of {key: folder} as soon as it is made, in no order: see executor.Local."""
        from distributed import Client, as_completed
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        given = file_of(scheme).read_bytes()
        try:
            client = Client(self.address, timeout=CONNECT, set_as_default=False)
        except Exception as error:  # dask has a TimeoutError of its own, and errors for an address that is none
            raise ValueError(f"--cluster {self.address}: no scheduler there: {error}") from None
        with client:
            named = {f"lab12-{key}": key for key in tasks}
            futures = [client.submit(mark, packed(tasks[key]), given, wire, kit(), key=name)
                       for name, key in named.items()]
            meanwhile()
            for future in as_completed(futures, loop=client.loop):
                yield named[future.key], result_of(future)
                future.release()


def packed(folder):
    """Return the files of a hand-in as the bytes of a zip, since no worker sees our disk."""
    return zipped({path.relative_to(folder).as_posix(): path.read_bytes() for path in files(folder)})


def result_of(future):
    """Return the result of a task; a worker that died with it, three times, is the grader's failure."""
    error = future.exception()
    if error is not None:
        return {"error": f"the grader failed: {type(error).__name__}: {error}", "broken": True}
    return json.loads(future.result())


def mark(data, scheme, wire, version):
    """Be the task: mark a hand-in in a process of its own, on whatever machine this is; return its result as JSON."""
    try:
        if version != kit():
            raise ValueError("this worker has another version of the kit, or of Python")
        with tidy.room() as room:
            archive, folder, own = Path(room, "hand-in.zip"), Path(room, "hand-in"), Path(room, "scheme.toml")
            archive.write_bytes(data)
            folder.mkdir()
            unpack(archive, folder, times=40)
            own.write_bytes(scheme)
            command = [sys.executable, "-m", "lab12.classroom.marking", str(folder), str(own), "wire" if wire else ""]
            done = subprocess.run(command, cwd=HOME, env={**os.environ, "PYTHONPATH": str(HOME)}, capture_output=True,
                                  stdin=subprocess.DEVNULL, timeout=TIME, check=False)
            if done.returncode:
                raise ValueError(f"its process ended with status {done.returncode}: {done.stderr[-300:].decode()}")
            return done.stdout.decode()
    except BaseException as error:
        return json.dumps({"error": f"the grader failed: {type(error).__name__}: {error}", "broken": True})
