"""The group: a control group, in which all processes of a section are bounded together (cgroups(7)).

Root may make one, and whoever has been given a part of the tree of groups (Delegate= in systemd.resource-control(5)).
"""
import contextlib
import os
from pathlib import Path

TREE = Path("/sys/fs/cgroup")
MEMORY, PROCESSES = 1 << 30, 3000  # bytes; processes and threads of all programs, and what is around them
PREFIX = "lab12-"
JOINED = []                        # the folders of the group that this process is in, if there is one
RUN = [os.getpid()]                # the process that marks, by which the names of its groups begin


def places():
    """Yield for each way to bound all of it the groups in which to make ours, with what is to be written there."""
    rows = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
    where = {name: path.lstrip("/") for _, names, path in rows for name in names.split(",")}
    if "memory" in where:  # version 1: a tree for each resource
        yield [(TREE / "memory" / where["memory"], {"memory.limit_in_bytes": MEMORY}),
               (TREE / "pids" / where.get("pids", ""), {"pids.max": PROCESSES})]
    else:
        limits = {"memory.max": MEMORY, "pids.max": PROCESSES}
        for own in (TREE / where.get("", "")).parent, TREE / where.get("", ""):
            yield [(own, limits)]


def join():
    """Move this process, and what it will start, to a group of its own; return its folders, none if it may not."""
    with contextlib.suppress(OSError):
        for place in places():
            made = []
            try:
                for above, limits in place:
                    made.append(above / f"{PREFIX}{RUN[0]}-{os.getpid()}")
                    made[-1].mkdir()
                    for name, amount in limits.items():
                        (made[-1] / name).write_text(str(amount))
                for folder in made:
                    (folder / "cgroup.procs").write_text("0")
                JOINED[:] = made
                return made
            except OSError:
                remove(made)
    return []


def remove(folders):
    """Remove groups from which everybody has gone."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def sweep(pid="*"):
    """Remove the group of a worker that has ended; those of all of them."""
    with contextlib.suppress(OSError):
        for place in places():
            for above, _ in place:
                remove(above.glob(f"{PREFIX}{RUN[0]}-{pid}"))
