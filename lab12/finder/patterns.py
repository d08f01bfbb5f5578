r"""Patterns tells which word a regular expression wants that takes a command apart, and what stands behind it.

    found = re.match(r"-create;\s*(?P<room>\w+)", line)    # matched(tree, test, heard): ("-create; ", True)
    if found:
        rooms[found["room"]] = {link}
"""
import ast
import re

from lab12.finder.destinations import uses
from lab12.finder.menus import ADDRESSEE
from lab12.finder.nodes import walk
from lab12.finder.syntax import called, last_name, names_in

MATCHES = {"match", "fullmatch", "search"}
BEGINS = re.compile(r"(?:\\A|\^|\(\?[ims]+\)|\\s\*)+")
LETTER = re.compile(r"(?:\\([^\w\s])|\\(?= )|([^\\()\[\]{}.*+?|^$]))(?![*?+{])")
CHOICE = re.compile(r"\((?:\?:|\?P<\w+>)?([^\\()\[\]{}.*+?|^$]+)(?:\|[^()]*)?\)(?![*?{])")  # (?P<word>/nick|/name)
WORD = re.compile(r"[^\W\d_]{2}|^[/!:\\@%-]\w$")  # two letters, or one behind a sign
MAYBE = re.compile(r"[^\\()\[\]{}.*+?|^$][?*{]")
BLANK = re.compile(r"(?:\\s|\\ | |\[ \]|\[\\s\])[+*]?")
ENDS = re.compile(r"(?:\\s\*|\\b|\\Z|\$)*")
REGULAR = re.compile(r"\\[swdSWDbAZ](?![a-z]{2})|\(\?[:P!=<aiLmsux]|\(\.[+*]|\[\^|(?:\]|(?<![a-z])\))[+*]")
ONE_WORD = re.compile(r"\((?:\?P<\w+>)?(?:\\[SwW]|\[[^\]]+\]|\.(?=[+*]\?))[+*]?\??\)(?:\\s|\\ | |\[ \])[+*]?"
                      r"\((?:\?P<\w+>)?\.[+*]\)")  # a name, and a text


def matched(tree, test, heard):
    """Return (word, whether more stands behind it) for each pattern with which a test compares what was heard.

    The test may name what the match has given. A word is there as it is to be typed, with a blank if one is wanted.
    """
    return [pair for pattern in patterns(tree, test, heard) if (pair := word_of(pattern))[0]]


def patterns(tree, test, heard):
    """Return the patterns, as texts, that a test holds to what was heard; those that must not be there left out."""
    denied = {part for node in walk(test) if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
              or isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Is) for part in walk(node)}
    found = []
    for node in walk(test):
        given = tree.given.get(node.id, ()) if isinstance(node, ast.Name) and node not in denied else ()
        for call in (*given, node):
            if called(call) in MATCHES and call not in denied and (text := pattern_of(tree, call)) and heard & set(
                    ).union(*(names_in(one) for one in call.args)):
                found.append(text)
    return list(dict.fromkeys(found))


def pattern_of(tree, call):
    """Return the pattern of re.match(pattern, line), or of NICK.match(line), where NICK = re.compile(pattern); ''."""
    whose = getattr(call.func, "value", None)
    made = [value for value in (whose, *tree.given.get(last_name(whose), ())) if called(value) == "compile"]
    text = tree.value(made[0].args[0]) if made and made[0].args else tree.value(call.args[0]) if (
        len(call.args) > 1) else None
    return text if isinstance(text, str) else ""


def word_of(pattern):
    r"""Return (what a line has to begin with, whether more has to stand behind it): ("/nick ", True) of r"/nick (\S+)".

    It is ('', False) where that is no word, or one of several that only look alike.
    """
    rest, word = pattern[BEGINS.match(pattern).end() if BEGINS.match(pattern) else 0:], ""
    while found := LETTER.match(rest) or (not word.strip("/!:\\@%-") and CHOICE.match(rest)):
        word, rest = word + (found[1] or found[found.re.groups] or ""), rest[found.end():]
        if word.endswith(" "):
            break
    blank = BLANK.match(rest)
    if MAYBE.match(rest) or rest[:1] in tuple("|?*+{") or not WORD.search(word.strip()):
        return "", False
    more = rest[ENDS.match(rest).end():] != ""
    return (f"{word.rstrip()} " if more and (blank or word.endswith(" ")) else word), more


def to_one(pattern):
    r"""Return what stands before a text for one other: "/msg {addressee} " of r"/msg (\S+) (.+)"; "@{addressee} ", too.

    It is '' if a pattern takes no name and text apart.
    """
    word, more = word_of(pattern)
    named = ONE_WORD.search(pattern)
    if re.match(rf"{BEGINS.pattern[:-1]}*@\(", pattern) and named:
        return f"@{ADDRESSEE} "
    return f"{word.strip()} {ADDRESSEE} " if more and named and not word[0].isalnum() else ""


def is_pattern(text):
    """Tell whether this text is a regular expression, and nothing that a user reads."""
    return bool(REGULAR.search(text))


def groups(tree, node, heard):
    """Return (place, part) for each group that is taken out of a match in the body of the if that has found it.

    The place of the first one is 1, as that of the first word behind a word. The part is found["room"], found.group(1),
    or a name that is given one of found.groups().
    """
    text = next(iter(patterns(tree, node.test, heard)), "")
    try:
        names = re.compile(text).groupindex
    except (re.error, OverflowError):  # a{99999999999}
        return []
    found, named = [], names_in(node.test)
    for part in [part for one in node.body for part in walk(one)] if text else ():
        of_match = isinstance(part, ast.Subscript) and last_name(part.value) in named
        one = part.slice if of_match else part.args[0] if called(part) == "group" and len(part.args) == 1 else None
        key = tree.value(one)
        place = names.get(key, 0) if isinstance(key, str) else key
        if type(place) is int and place:
            found.append((place, part))
        several = part.targets[0] if isinstance(part, ast.Assign) and called(part.value) == "groups" else None
        for place, name in enumerate(getattr(several, "elts", ()), 1):
            found += [(place, use) for use in uses(tree, name, part)]
    return found
