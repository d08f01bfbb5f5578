"""Causes: the table of errors that Python names, filled by the modules errors_of_*, asked by errors."""
import ast
import difflib
import re

from lab12.finder.places import is_to_fill_in
from lab12.finder.syntax import called, line

END_EACH = "End each message with a newline and read line by line, or send its length before it"
TABLE = []  # (pattern, function), in the order in which they are asked
HIDES = "a file of this name hides Python's own module {0} from every program beside it. Rename the file, say to " \
    "my_{0}.py."


def on(pattern):
    """Make a function explain the errors, written as "Type: message", that fit this pattern.

    It is given the Fault and what the pattern has found, looks at the source, and returns what repairs it, with its
    place. It returns '' where the source shows that it is not that; then the next one is asked.
    """
    def decorate(function):
        TABLE.append((re.compile(pattern), function))
        return function
    return decorate


def filled_in(source, calls=()):
    """Return what is to be said of a program that waits at, or calls, what only stands for an address; "" of others.

    There may be several: of these calls it is theirs.
    """
    word, at = source.script.placeholder if source.script and source.script.placeholder else ("", "")
    for call in calls:
        host = next(iter(address), "") if isinstance(
            address := source.tree.value(call.args[-1]) if call.args else (), tuple) else ""
        stands = [node for node in source.tree.nodes if isinstance(node, ast.Constant) and node.value == host]
        if isinstance(host, str) and is_to_fill_in(host) and stands:
            word, at = host.strip(), line(stands[0])
    own = source.role == "server" if not calls else any(called(call) == "bind" for call in calls)
    mine = "'' there, which is any address of this computer" if own else "the one of the " \
        "server's computer there, 127.0.0.1 where both run on the same"
    return word and f"{source.line(at)}{word!r} only stands for an address: put {mine}."


def alike(word, words, least=0.6):
    """Return the likeliest of some words for one that is not among them, '' if none is so likely."""
    return next(iter(difflib.get_close_matches(word, list(words), 1, least)), "")


def with_article(word):
    return f"{'an' if word[0] in 'aeiouAEIOU' else 'a'} {word}"
