"""Causes: the table of errors that Python names, filled by the modules errors_of_*, asked by errors."""
import difflib
import re

END_EACH = "End each message with a newline and read line by line, or send its length before it"
TABLE = []  # (pattern, function), in the order in which they are asked
HIDES = "a file of this name hides Python's own module {} from every program beside it. Rename the file, say to " \
    "server.py."


def on(pattern):
    """Make a function explain the errors, written as "Type: message", that fit this pattern.

    It is given the Fault and what the pattern has found, looks at the source, and returns what repairs it, with its
    place. It returns '' where the source shows that it is not that; then the next one is asked.
    """
    def decorate(function):
        TABLE.append((re.compile(pattern), function))
        return function
    return decorate


def alike(word, words):
    """Return the likeliest of some words for one that is not among them, '' if none is."""
    return next(iter(difflib.get_close_matches(word, list(words), 1, 0.6)), "")
