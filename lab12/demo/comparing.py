"""Comparing: what a window shows, and how it has ended, beside what a scenario says of it."""
import itertools


def compare(part, window, redrawn):
    """Return complaints about one window: how it has ended, the first line that is not right."""
    name, complaints = f"{part.name} ({part.script})", []
    if end(window) != part.end:
        wanted = {"": "should go on", "left": "should have left", "killed": "should run until killed"}
        complaints.append(f"{name} {wanted[part.end]}: it {window.doing()}.")
    if part.waits and window.alive() and (kinds := window.processes.kinds()) and part.waits not in kinds:
        complaints.append(f"{name} should wait for the {part.waits}: it {window.doing()}.")
    shown = window.output.partition("\n")[2] if part.behind else window.output  # its first line names ports
    if redrawn:
        shown = "\n".join(line.rstrip() for line in window.screen.lines)
    if shown != part.shows:
        lines = itertools.zip_longest(part.shows.split("\n"), shown.split("\n"))
        number, (wanted, seen) = next((n, both) for n, both in enumerate(lines, 1) if both[0] != both[1])
        complaints.append(f"{name} differs in line {number}:\n"
                          f"  expected {words(wanted)}\n  shown    {words(seen)}")
    return complaints


def end(window):
    """Return in a word how a script has ended, an empty one while it runs."""
    return "" if window.alive() else {0: "left", -9: "killed"}.get(window.terminal.status, "failed")


def words(line):
    return "no such line" if line is None else repr(line)
