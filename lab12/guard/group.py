"""The group: a control group, in which all processes of a section are bounded together (cgroups(7)).

Root may make one, and whoever has been given a part of the tree of groups (Delegate= in systemd.resource-control(5)).
"""
import contextlib
import os
import signal
import time
from pathlib import Path

TREE = Path("/sys/fs/cgroup")
MEMORY, PROCESSES = 1 << 30, 3000  # bytes; processes and threads of all programs, and what is around them
PREFIX = "lab12-"
SWAP = "memory.memsw.limit_in_bytes", "memory.swap.max"  # there only where the kernel counts what is swapped
LIMITS = ({"memory.limit_in_bytes": MEMORY, SWAP[0]: MEMORY}, {"pids.max": PROCESSES},  # of version 1
          {"memory.max": MEMORY, SWAP[1]: 0, "pids.max": PROCESSES})                     # of version 2
JOINED = []                        # the folders of the group that this process is in, if there is one
PAUSES = [0.001 * 1.5 ** turn for turn in range(18)]  # seconds in which what was ended goes, three in all
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


def hasten():
    """Have the kernel do now what the next move of a process would wait for, 10 to 20 ms; this one stays where it is.

    A first writer waits until each processor has passed a certain point, and those that come soon after do not
    (Documentation/locking/percpu-rw-semaphore.rst of Linux).
    """
    with contextlib.suppress(OSError):  # who may not make groups need not wait for them
        own = own_groups()
        write(TREE / ("memory" if "memory" in own else "") / own.get("memory", own.get("", "")) / "cgroup.procs", 0)


def take_in(pid):
    """Move a process that another one has started to the group that this one is in, if there is one."""
    for folder in JOINED:
        write(folder / "cgroup.procs", pid)


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
    """Remove the group of a worker that has ended, or those of all of them, and end what is left in it."""
    with contextlib.suppress(OSError):
        for place in places():
            for above, _ in place:
                found = list(above.glob(f"{PREFIX}{RUN[0]}-{pid}"))
                for folder in found:
                    end_members(folder)
                remove(found)


def end_members(folder):
    """End all processes in a group: what a worker has had another process start is not among its descendants."""
    for pause in PAUSES:
        with contextlib.suppress(OSError):  # the group has gone
            members = (folder / "cgroup.procs").read_text().split()
            if not members:
                return
            for pid in map(int, members):
                with contextlib.suppress(ProcessLookupError):  # it has ended in the meantime
                    os.kill(pid, signal.SIGKILL)
            time.sleep(pause)
