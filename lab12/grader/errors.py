"""Errors: what an error that Python names means in a socket program, and what repairs it, as the source shows it."""
from lab12.grader import errors_of_names, errors_of_sockets, errors_of_values  # they fill the table
from lab12.grader.causes import TABLE

PARTS = errors_of_names, errors_of_values, errors_of_sockets


def explain(fault):
    """Return what repairs a Fault, with its place; '' if the table does not know it."""
    for pattern, function in TABLE:
        if (found := pattern.search(fault.words)) and (said := function(fault, found)):
            return said
    return ""


def known(line):
    """Return what a line of a screen says of an error of the table, from there on; '' if it says nothing of one."""
    for pattern, _ in TABLE:
        if not pattern.pattern.startswith("^") and (found := pattern.search(line)):
            return line[found.start():]
    return ""
