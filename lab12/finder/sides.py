"""Sides: the word on the command line by which one program serves or connects.

    if sys.argv[1] == "server":            # told_apart(tree) is (1, {"server": "server", "client": "client"})
        serve()
    else:
        connect()

    if args.role == "s":                   # told_by(tree, "role") is {"server": "s", "client": "client"}
        serve()
    else:
        connect()
"""
import ast

from lab12.finder.destinations import SAME
from lab12.finder.menus import SIDES, purpose
from lab12.finder.nodes import walk
from lab12.finder.reach import handed, key_and_table
from lab12.finder.syntax import HOSTNAME, called, given_names, last_name


class Word(str):
    """A word that is typed as it stands, be it called like something that is wanted: python chat.py host."""


def told_apart(tree):
    """Return (place on the command line, {"server": word, "client": word}), (0, {}) where no word there decides."""
    if "sides" not in tree.known:
        names = named(tree, place_of)
        tree.known["sides"] = tell_apart(tree, lambda node: place_of(node, tree, names))
    return tree.known["sides"]


def told_by(tree, argument, choices):
    """Return {"server": word, "client": word} for an argument of argparse, one of these choices; {} if none decides."""
    def is_it(node, *_):
        return node.attr == argument if isinstance(node, ast.Attribute) else 0

    names = named(tree, is_it) | given_by_calls(tree, is_it)
    return tell_apart(tree, lambda node: is_it(plain(node)) or names.get(getattr(plain(node), "id", ""), 0), choices)[1]


def told_by_address(tree):
    """Return {"server": word, "client": word} where a program's own address, or its computer's name, says what it is.

        if socket.gethostbyname(socket.gethostname()) == "10.0.0.7":      # {"server": "10.0.0.7", "client": ""}
            serve()
        else:
            call()

    The word is "" for whatever is left; the dict is {} where nothing is told so.
    """
    found = {}
    for node in [node for node in tree.nodes if isinstance(node, ast.If) and isinstance(node.test, ast.Compare)]:
        differs = isinstance(node.test.ops[0], ast.NotEq)
        sides = [(one, tree.value(other)) for one, other in (
            (node.test.left, node.test.comparators[0]), (node.test.comparators[0], node.test.left))
            if tree.value(one) == HOSTNAME and isinstance(node.test.ops[0], (ast.Eq, ast.NotEq))]
        for word in [word for _, word in sides if isinstance(word, str) and word and word != HOSTNAME]:
            for body, what in (node.body, "" if differs else word), (node.orelse, word if differs else ""):
                if side := SIDES.get(purpose(tree, body), "") if body else "":
                    found[side] = found.get(side) or what
    return found if any(found.values()) else {}


def tell_apart(tree, where, choices=()):
    """Return (where the word stands that decides, {"server": word, "client": word}); (0, {}) where none does.

    `where(node)` says that of a node, 0 for none. Each choice that was looked at is noted down, and its statements.
    """
    found = {}
    for node in tree.nodes:
        for part, word, body in branches(tree, node):
            place = where(part)
            side = SIDES.get(purpose(tree, body), "") if place else ""
            if place and side:
                tree.known.setdefault("side", {}).setdefault(side, []).append((node, body))
            words = found.setdefault(place, {}) if place and side else {}
            if place and side and (not word or word not in words.values()):  # a server may be told by two ifs
                words[side] = words.get(side) or word
    for place, words in found.items():
        asked = dict.fromkeys([*choices, *asked_for(tree, place, where)])
        others = [word for word in asked if word not in words.values()]
        if len(words) == 1 and all(words.values()) and len(others) == 1 and others[0].isalpha():
            words |= {side: others[0] for side in ("server", "client") if side not in words}
        if words.keys() == {"server", "client"}:
            words = {side: Word(word or next(iter(others), side)) for side, word in words.items()}  # or any other word
            if words["server"] != words["client"]:
                return place, words
    return 0, {}


def asked_for(tree, place, where):
    """Yield the words that this place on the command line is compared with, anywhere: not in ("base", "mobile")."""
    for node in tree.nodes:
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and where(node.left) == place:
            value = tree.value(node.comparators[0])
            yield from (word for word in (value if isinstance(value, tuple) else (value,)) if isinstance(word, str))


def room(tree, word):
    """Return how much the command line has to hold where it holds this word, as a test of both says; None if none does.

    So it is 1 for "-s" with: if len(sys.argv) == 2 and sys.argv[1] == "-s".
    """
    for node in tree.nodes:
        parts = list(walk(node.test)) if isinstance(node, ast.If) else []
        if any(tree.value(part) == word for part in parts if isinstance(part, ast.Constant)):
            for part in parts:
                if isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.Eq) and (
                        called(part.left) == "len" and last_name(part.left.args[0]) == "argv"):
                    number = tree.value(part.comparators[0])
                    return number - 1 if type(number) is int else None
    return None


def branches(tree, node):
    """Yield (what is compared, the word, what is done then) for a node; the word is "" for whatever is left."""
    if isinstance(node, (ast.If, ast.IfExp)):
        part, word = compared(tree, node.test)
        body, orelse = (side if isinstance(side, list) else [side] for side in (node.body, node.orelse))
        if word:
            yield part, word, body
            if orelse and not (len(orelse) == 1 and isinstance(orelse[0], type(node))):
                yield part, "", orelse
    elif isinstance(node, ast.Match):
        for case in node.cases:
            word = tree.value(case.pattern.value) if isinstance(case.pattern, ast.MatchValue) else ""
            yield node.subject, word if isinstance(word, str) else "", case.body
    else:
        part, table = key_and_table(tree, node)
        for key, value in zip(table.keys, table.values, strict=True) if table else ():
            if isinstance(word := tree.value(key), str):
                yield part, word, [ast.Expr(ast.Call(value, [], []))]


def compared(tree, test):
    """Return (what is compared, the first word that it is compared with); (None, "") for another kind of test."""
    if isinstance(test, ast.BoolOp):  # len(sys.argv) == 2 and sys.argv[1] == "-s"
        return next((found for one in test.values if (found := compared(tree, one))[1]), (None, ""))
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.Eq, ast.In)):
        for one, other in (test.left, test.comparators[0]), (test.comparators[0], test.left):
            word = tree.value(other)
            word = word[0] if isinstance(word, tuple) and word else word
            if isinstance(word, str) and not isinstance(one, ast.Constant):
                return one, word
    return None, ""


def named(tree, where):
    """Return {name: place on the command line} of those names that are given a part of it."""
    found = {}
    for node in tree.nodes:
        for target, value in given_names(node):  # kind, side = sys.argv[1], sys.argv[2]
            if place := where(plain(value), tree, {}):
                found[last_name(target)] = place
    return found


def given_by_calls(tree, where):
    """Return {parameter: place on the command line} of the script's own functions that are called with a part of it."""
    given = [pair for call in tree.calls for pair in handed(tree, call)]
    return {one.arg: place for one, value in given if (place := where(plain(value), tree, {}))}


def plain(node):
    """Return what a word is made of, where only its letters are changed: sys.argv[1] of sys.argv[1].lower()."""
    while isinstance(node, ast.Call) and called(node) in SAME and isinstance(node.func, ast.Attribute):
        node = node.func.value
    return node


def place_of(node, tree, names):
    """Return which word of the command line this is, 0 for none: sys.argv[1].lower(), or a name that it was given."""
    if isinstance(node, ast.IfExp):
        return place_of(node.body, tree, names) or place_of(node.orelse, tree, names)
    node = plain(node)
    if last_name(node) == "argv":
        return 1  # wherever it stands there: "server" in sys.argv
    if isinstance(node, ast.Subscript) and last_name(node.value) == "argv":
        place = 1 if isinstance(node.slice, ast.Slice) else tree.value(node.slice)
        return place if isinstance(place, int) and place > 0 else 0
    return names.get(node.id, 0) if isinstance(node, ast.Name) else 0
