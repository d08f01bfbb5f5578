"""Causes: the table of errors that Python names, filled by the modules errors_of_*, asked by errors."""
import ast
import difflib
import re

from lab12.finder.syntax import called

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


def target_called(source):
    """Return the hint for Thread(target=f(x)), as the source has it; '' where no target is called."""
    where = source.mistake("target called")
    for call in source.tree.of("Thread", "Process") if where else ():
        named = {word.arg: word.value for word in call.keywords}
        target = named.get("target")
        if isinstance(target, ast.Call) and called(target) in source.tree.defined:
            if target.keywords:
                continue
            name, given = ast.unparse(target.func), [ast.unparse(one) for one in target.args]
            args = f", args=({', '.join(given)}{',' * (len(given) == 1)})" if given and "args" not in named else ""
            return f"{where}target={ast.unparse(target)} calls {name} here and now, and starts no thread for it. " \
                f"Write target={name}{args}, without parentheses after {name}."
    return ""


def alike(word, words, least=0.6):
    """Return the likeliest of some words for one that is not among them, '' if none is so likely."""
    return next(iter(difflib.get_close_matches(word, list(words), 1, least)), "")
