"""Children: the processes that the windows of a stage have started, and bounds of how many, and of their memory."""
import os

from lab12.stage import program, waiting

TOO_MANY = 64, 640   # processes of one window that are too many to be meant: at one time, and one after the other
TOO_MUCH = 7 << 27   # bytes of memory that all windows together are not meant to use: less than group.MEMORY


def find_children(stage):
    """Add the processes that windows have started; return whether there were new ones."""
    for window in stage.windows:
        window.processes.forget_gone()
    found, told = False, []
    for window in stage.windows:
        there = window.processes.started() if window.processes.first and window.alive() else ()
        ask = list(there)
        for pid in ask:
            if pid not in window.processes:
                ask += window.processes.add(pid).children()
                found = True
        if window.terminal.pid in there or window.processes.first and not window.alive():
            told.append(window)
    if len(told) < len(stage.windows):  # others have none that leads them, or that is not to be seen
        found = find_among_all(stage) or found
    for window in stage.windows:
        now, in_all = len(window.processes.threads), len(window.processes)
        if (now > TOO_MANY[0] or in_all > TOO_MANY[1]) and window.alive():
            window.kill()  # all at once, for they are of one process group
            window.unsettled = "starts process after process"
    return found


def find_among_all(stage):
    """Add those of all processes that can be seen that windows have started; return whether there were new ones."""
    there, found = processes(), False
    stage.strangers.intersection_update(there)  # the number of one that has ended may be given again
    for pid in sorted(set(there).difference(stage.strangers, *(window.processes for window in stage.windows))):
        try:
            parent, session = program.parent_and_session(pid)
        except OSError:
            continue
        for window in stage.windows:
            if parent in window.processes or session == window.terminal.leader != pid and (
                    window.alive() or not os.path.exists(f"/proc/{session}")):  # else another one leads that now
                window.processes.add(pid)
                found = True
                break
        else:
            stage.strangers.add(pid)
    return found


def bound_memory(stage):
    """End the window that uses most memory, if all of them together use TOO_MUCH; return whether they do."""
    used = {window: window.processes.memory() for window in stage.windows if window.alive()}
    if sum(used.values()) > TOO_MUCH:
        used = {window: window.processes.memory(shared=False) for window in used}  # takes longer to find out
    if sum(used.values()) > TOO_MUCH:
        window = max(used, key=used.get)
        window.kill()
        window.unsettled = "uses more and more memory"
        return True
    return False


def processes():
    """Return the numbers of all processes that can be seen; none where the kernel cannot be asked."""
    return [int(name) for name in os.listdir("/proc") if name.isdecimal()] if waiting.available() else []
