"""The group: a control group, in which all processes of a section are bounded together (cgroups(7)).

Root may make one, and whoever has been given a part of the tree of groups (Delegate= in systemd.resource-control(5)).
"""
import contextlib
import os
from pathlib import Path

TREE = Path("/sys/fs/cgroup")
MEMORY, PROCESSES = 1 << 30, 3000  # bytes; processes and threads of all programs, and what is around them
PREFIX = "lab12-"
SWAP = "memory.memsw.limit_in_bytes", "memory.swap.max"  # there only where the kernel counts what is swapped
LIMITS = ({"memory.limit_in_bytes": MEMORY, SWAP[0]: MEMORY}, {"pids.max": PROCESSES},  # of version 1
          {"memory.max": MEMORY, SWAP[1]: 0, "pids.max": PROCESSES})                     # of version 2
JOINED = []                        # the folders of the group that this process is in, if there is one
RUN = [os.getpid()]                # the process that marks, by which the names of its groups begin


def own_groups():
    """Return {resource: the group that this process is in}, without the slash before it; of version 2 it is ""."""
    rows = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
    return {name: path.lstrip("/") for _, names, path in rows for name in names.split(",")}


def places():
    """Yield for each way to bound all of it the groups in which to make ours, with what is to be written there."""
    own = own_groups()
    if "memory" in own:  # version 1: a tree for each resource
        yield [(TREE / "memory" / own["memory"], LIMITS[0]), (TREE / "pids" / own.get("pids", ""), LIMITS[1])]
    else:  # beside our own, since a group with processes in it has no groups below that have limits (cgroups(7))
        group = TREE / own.get("", "")
        for above in (group.parent, group) if own.get("") else (group,):
            yield [(above, LIMITS[2])]


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
                        with contextlib.suppress(FileNotFoundError) if name in SWAP else contextlib.nullcontext():
                            write(made[-1] / name, amount)
                for folder in made:
                    write(folder / "cgroup.procs", 0)
                JOINED[:] = made
                return made
            except OSError:
                remove(made)
    return []


def write(path, value):
    """Write to a file of the kernel's; FileNotFoundError where there is none."""
    with open(path, "r+") as file:
        file.write(str(value))


def remove(folders):
    """Remove groups from which everybody has gone."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def sweep_ended():
    """Remove the groups of runs that have ended, wherever those were: each login has a group of its own."""
    for tree in [TREE / name for name in ("memory", "pids") if (TREE / name).is_dir()] or [TREE]:
        for above, names, _ in os.walk(tree):
            for name in names:
                run = name.split("-")[1] if name.startswith(PREFIX) else ""
                if run.isdecimal() and not os.path.exists(f"/proc/{run}"):
                    remove([Path(above, name)])


def sweep(pid="*"):
    """Remove the group of a worker that has ended; those of all of them."""
    with contextlib.suppress(OSError):
        for place in places():
            for above, _ in place:
                remove(above.glob(f"{PREFIX}{RUN[0]}-{pid}"))
