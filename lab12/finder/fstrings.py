"""Fstrings writes what only Python 3.12 takes in an f-string (PEP 701) so that an older one can read it, too.

    f"{", ".join(names)}"       f"{', '.join(names)}"      the quotes of the f-string itself
    f"{'\\n'.join(names)}"      f"{'__'.join(names)}"      a backslash

Each line keeps its length, so all that is found in it is where it was. The text is read, never run.
"""
import re

START = re.compile(r"((?<!\w)(?:[fF][rR]?|[rR][fF]))?(\"\"\"|'''|\"|')|#[^\n]*")  # of a text, or a comment
OTHER = {'"': "'", "'": '"'}


def older(source):
    """Return a source with the f-strings that an older Python can read.

    It stays as it is where one of them does not end, or where too many stand in each other.
    """
    letters, at = list(source), 0
    try:
        while found := START.search(source, at):
            at = found.end()
            if found[2]:
                at = passed(source, letters, found, at)
    except RecursionError:
        return source
    return "".join(letters)


def passed(source, letters, found, at, outer=""):
    """Return the place behind a text that has begun, and write it anew among the letters where it stands in another.

    `outer` is the quote of that one.
    """
    quote, begun = found[2], at
    while at < len(source) and not source.startswith(quote, at):
        if source[at] == "\\" or found[1] and source.startswith("{{", at):
            at += 2
        elif found[1] and source[at] == "{":
            at = of_expression(source, letters, at + 1, quote)
        elif source[at] == "\n" and len(quote) == 1:
            return at  # it does not end
        else:
            at += 1
    if len(quote) == len(outer) == 1 and at < len(source):
        other = OTHER[quote] if quote == outer else quote
        for place in range(begun, at):
            if source[place] in ("\\", other) or source[place - 1] == "\\":
                letters[place] = "_"
        letters[begun - 1] = letters[at] = other
    return at + len(quote)


def of_expression(source, letters, at, quote):
    """Return the place behind an expression in an f-string, the braces of which have been opened."""
    depth = 1
    while at < len(source) and depth and (source[at] != "\n" or len(quote) == 3):
        if found := START.match(source, at):
            at = passed(source, letters, found, found.end(), quote) if found[2] else found.end()
            continue
        depth += (source[at] in "{[(") - (source[at] in "}])")
        at += 1
    return at
