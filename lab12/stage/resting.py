"""Resting: whether all windows of a stage wait at one moment, as two looks tell with nothing run in between."""
import os

from lab12.stage.borrowing import push
from lab12.stage.children import find_children
from lab12.stage.waiting import STILL

SPIN = 0.05       # seconds of processor time in which a window that is known to run on does what it has to do


def rests(stage, flooded=False):
    """Return (whether at one moment every thread of every window was waiting for somebody else, longest limit).

    Two equal pulses mean that nothing ran between them; a packet on its way would wake somebody soon. The limit is
    that of a thread that is about to go on by itself, in seconds; None if one runs, or would if it got a processor.
    Where the network is `flooded`, packets are always on their way.
    """
    windows, pulses = [window.processes for window in reversed(stage.windows)], []  # the newest may be just starting
    for processes in windows:
        pulses.append(processes.pulse())
        if any(state not in STILL for _, _, state, *_ in pulses[-1]):
            return False, None
    due = [processes.due(pulse) for processes, pulse in zip(windows, pulses, strict=True)]
    if due.count(None) < len(due):
        return False, max(limit for limit in due if limit is not None)
    newest = newest_process()
    busy = stage.network.busy() and not flooded
    if busy or (newest is None or newest != stage.newest) and find_children(stage):
        return False, 0.0
    if pulses != [processes.pulse() for processes in windows]:
        return False, 0.0
    if not stage.network.private and push(pid for processes in windows for pid in processes):
        return False, 0.0  # on a network of its own an acknowledgement takes no time
    stage.newest = newest  # nobody was just starting another one
    return True, 0.0


def none_goes_on(stage, within):
    """Return whether at one moment all waited, and no window goes on by itself for so long.

    The seconds are what `within` gives for its processes.
    """
    windows = [window.processes for window in stage.windows]
    pulses = [processes.pulse() for processes in windows]
    if any(state not in STILL for pulse in pulses for _, _, state, *_ in pulse) or stage.network.busy():
        return False
    for processes, pulse in zip(windows, pulses, strict=True):
        if processes.due(pulse) is not None and (processes.left() or 0.0) < within(processes):
            return False
    return not find_children(stage) and pulses == [processes.pulse() for processes in windows]


def only_sleeps(stage, quiet, sleeps):
    """Return whether all that goes on are short sleeps between looks round, and each has looked so often since then.

    As in rests, all others are looked at twice: nothing may have run between.
    """
    looks = {window: window.processes.look() for window in stage.windows if not window.processes.spins}
    if stage.network.busy() or find_children(stage):
        return False
    return (all(window.processes.only_sleep(quiet.looks[window], look, sleeps) for window, look in looks.items())
            and quiet.all_worked(SPIN) and all(window.processes.are_still(look) for window, look in looks.items()))


def newest_process():
    """Return the number of the process that was started last on this computer (proc(5), loadavg); None if untold."""
    try:
        if os.stat("/proc/loadavg").st_dev != os.stat("/proc").st_dev:
            return None  # a container puts a file of its own in that place, which is brought up to date now and then
        with open("/proc/loadavg", "rb", buffering=0) as load:
            return load.read().split()[-1]
    except FileNotFoundError:
        return None  # of /proc only the processes are there: subset=pid, proc(5)
