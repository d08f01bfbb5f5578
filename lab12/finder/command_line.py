"""The command line: what a script wants there, by sys.argv, by argparse, or by how much is given."""
import ast
import re

from lab12.finder.argparsing import by_argparse
from lab12.finder.destinations import destinations, uses
from lab12.finder.menus import EXITS, purpose
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.sides import Word, compared, room, told_apart
from lab12.finder.syntax import asks_user, by_chance, called, given_names, last_name
from lab12.finder.wants import NO_NUMBERS, placed, wanted

MOST = 100  # words on a command line: nobody types more
USAGE = re.compile(r"usage[^\n]{0,80}?\.py\S{0,40}([^\n\"']{0,200})", re.I)


def arguments(tree, apart=frozenset()):
    """Return what the script wants on its command line: words of WANTS, and options as they are typed.

    What stands in the nodes that are `apart` is left out.
    """
    found = {int(name[5:-1]): word for name, word in tree.decided.items() if name.startswith("argv[")}
    for node in [node for node in tree.nodes if node not in apart]:
        if is_element(node) and not optional(tree, node):
            if isinstance(node.slice, ast.Slice) and called(tree.parent.get(node)) == "join":
                found.setdefault(1, "text")  # a message, all of it
            for index, want in element(tree, node):
                if found.get(index, "text") == "text":  # which argv[2].isdigit() does not tell, and int(argv[2]) does
                    found[index] = want
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            whole = last_name(node.value) == "argv"
            if whole or isinstance(node.value, ast.Subscript) and last_name(node.value.value) == "argv":
                names = node.targets[0].elts[1 if whole else 0:]
                if names and isinstance(names[-1], ast.Starred):
                    names = names[:-1]  # host, *rest = sys.argv[1:]: there may be no rest
                found = {i: of_name(tree, name, node) for i, name in enumerate(names, 1)} | found
    if (side := told_apart(tree)[0]) and f"argv[{side}]" not in tree.decided:
        found[side] = "role"
    anywhere = [tree.decided["argv"]] if tree.decided.get("argv") else []  # if "--udp" in sys.argv
    last = max((index for index in found if index <= MOST), default=0)
    return [found.get(i, "text") for i in range(1, last + 1)] + anywhere


def typed(tree):
    """Return the `arguments` of a script and its `commands`, where a word of its own has it serve or connect."""
    place, words = told_apart(tree)
    found, others = arguments(tree), by_argparse(tree)
    if others == {"": []}:
        others = by_number(tree) or others
    if len(found) == 1 and others == {"": []} and (two := keys_of_two(tree)):
        return [], {"server": two[:1], "client": two[1:]}
    if not place or others != {"": []} or {"argv", f"argv[{place}]"} & tree.decided.keys():
        return found, others
    sides = {side: of_side(tree, side, place, word)[:room(tree, word)] for side, word in words.items()}
    plain = all(side == word and sides[side] == [side if one == "role" else one for one in found]
                for side, word in words.items())
    return (found, others) if plain else ([], sides)


def of_side(tree, side, place, word):
    """Return what a script wants on its command line that is a server or a client by this word in this place.

        if sys.argv[1] == "server":        # of_side(tree, "client", 1, "client") is ["client", "host", "port"]
            serve(int(sys.argv[2]))
        else:
            call(sys.argv[2], int(sys.argv[3]))
    """
    bodies = {one: {node for _, body in taken for node in reached(tree, body)}
              for one, taken in tree.known["side"].items()}
    found = dict(enumerate(arguments(tree, set().union(*bodies.values())), 1))
    choices = {node for taken in tree.known["side"].values() for node, _ in taken}
    for node in tree.nodes:
        if node in bodies.get(side, ()) and is_element(node) and not optional(tree, node, choices):
            for index, want in element(tree, node):
                found.setdefault(index, want)
    found[place] = word
    return [found.get(index, "text") for index in range(1, max(found) + 1)]


def keys_of_two(tree):
    """Return the two words, one of which is given on the command line to say which of two ends a copy is; else [].

        me = int(sys.argv[1])              # of PORTS = {1: 5001, 2: 5002}: ["1", "2"]
        sock.bind(("", PORTS[me]))
    """
    given = {"argv"} | {last_name(target) for node in tree.nodes for target, value in given_names(node)
                        if any(is_element(part) for part in walk(value))}
    for node in tree.nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and (
                {last_name(part) for part in walk(node.slice)} & given - {""}):
            for table in tree.given.get(last_name(node.value), ()):
                keys = [tree.value(key) for key in table.keys] if isinstance(table, ast.Dict) else []
                if len(keys) == 2 and all(isinstance(key, (int, str)) for key in keys) and all(
                        isinstance(tree.value(value), (int, tuple)) for value in table.values):
                    return [str(key) for key in keys]
    return []


def by_number(tree):
    """Return what a script wants on its command line that serves or connects by how much is given there, by role.

        if len(sys.argv) > 1:              # {"server": [], "client": ["host"]}
            client(sys.argv[1])
        else:
            server()
    """
    for node in tree.nodes:
        if isinstance(node, ast.If) and node.orelse and "argv" in ast.dump(node.test) and not any(
                isinstance(n, ast.Constant) and isinstance(n.value, str) for n in walk(node.test)):
            found = {purpose(tree, part): given_in(tree, part) for part in (node.body, node.orelse)}
            client = found.get("client", found.get("message"))  # over UDP it connects to nobody
            if "server" in found and client is not None:
                return {"server": found["server"], "client": client}
    return {}


def given_in(tree, body):
    """Return what these statements take from the command line: words of WANTS; a host where that is not told."""
    nodes = [node for statement in body for node in walk(statement) if is_element(node)]
    found = {index: "host" if want == "text" else want for node in nodes for index, want in element(tree, node)}
    return [found.get(index, "host") for index in range(1, max(found, default=0) + 1)]


def is_element(node):
    """Tell whether this is a part of the command line: sys.argv[1]."""
    return isinstance(node, ast.Subscript) and last_name(node.value) == "argv"


def element(tree, node):
    """Yield (index, what is wanted there) for a part of the command line; nothing for a slice or the script's name."""
    index, usage = tree.value(node.slice), described(tree)
    if isinstance(index, int) and index > 0:
        number = called(tree.parent.get(node)) == "int"
        told = usage[index - 1] if index <= len(usage) else ""
        names, places = destinations(tree, node)
        want = placed(places) or wanted(*names, place(tree, node), key(tree, node), told)
        if want in (*NO_NUMBERS, "text") and not placed(places) and becomes_number(tree, names):
            want = "choice"  # the key of a cipher: int(key)
        want = ("choice" if want in NO_NUMBERS else "port" if want == "text" else want) if number else want
        yield index, talking(tree, node, names) or want if want == "text" else want


def talking(tree, node, names):
    """Return the word with which a part of the command line has the script ask its user; '' where any word does.

        kind = sys.argv[3]                   # "none": with the name of a bot, it answers by itself
        if kind == "none":
            while True: sock.sendall(input().encode())
    """
    for test in [one for one in tree.nodes if isinstance(one, ast.If)]:
        part, word = compared(tree, test.test)
        if word and (part is node or isinstance(part, ast.Name) and part.id in names) and not any(
                map(asks_user, reached(tree, test.orelse))) and any(map(asks_user, reached(tree, test.body))):
            return Word(word)
    return ""


def of_name(tree, target, given):
    """Return what is wanted for one of the names that are given all of the command line: _, where = sys.argv."""
    found = [destinations(tree, use) for use in uses(tree, target, given)]
    places = {place for _, taken in found for place in taken}
    return placed(places) or wanted(last_name(target), *(name for names, _ in found for name in names))


def becomes_number(tree, names):
    """Tell whether int() reads one of the names that a part of the command line is given, wherever that is done."""
    return any(getattr(one, "id", None) in names for call in tree.of("int") for one in call.args[:1])


def described(tree):
    """Return the words that a usage line names: ["host", "port"] for "usage: python chat.py HOST PORT"."""
    lines = [found[1].split() for found in USAGE.finditer(tree.source)]
    return max(lines, key=len, default=[])


def place(tree, node):
    """Return host or port for what stands there in an address: connect((sys.argv[1], 5000))."""
    above = tree.parent.get(node)
    if isinstance(above, ast.Tuple) and len(above.elts) == 2:
        other = above.elts[1 - above.elts.index(node)]
        if isinstance(tree.parent.get(above), ast.Call) or called(other) == "int":
            return ("host", "port")[above.elts.index(node)]
    return ""


def key(tree, node):
    """Return the word under which a part of the command line stands in a table: {"host": sys.argv[1]}."""
    above = tree.parent.get(node)
    while isinstance(above, ast.Call):
        node, above = above, tree.parent.get(above)  # {"port": int(sys.argv[2])}
    names = above.keys[above.values.index(node)] if isinstance(above, ast.Dict) and node in above.values else None
    word = tree.value(names) if names is not None else ""
    return word if isinstance(word, str) else ""


def optional(tree, node, choices=()):
    """Tell whether this use of the command line is guarded: if len(sys.argv) > 1, or by a try that does not end it.

    Such a try catches what a word raises that is not there: one for Ctrl-C guards nothing.

    `choices` are ifs that are known to hold.
    """
    for above in tree.above(node, (ast.If, ast.IfExp, ast.Try)):
        if above in choices:
            continue
        if isinstance(above, ast.Try):
            guarded = any(catches_lack(handler) for handler in above.handlers) and not any(
                called(part) in EXITS or isinstance(part, ast.Raise) for handler in above.handlers
                for part in walk(handler))
        else:
            guarded = counts_words(tree, above.test) and node not in set(walk(above.test)) and not all_there_is(
                tree, above, node) and not drawn_else(above, node) and not taken_else(tree, above, node)
        if guarded:
            return True
    return False


def counts_words(tree, test):
    """Tell whether a test looks at the command line: len(sys.argv) == 3, len(words) == 2 for words = sys.argv[1:]."""
    return "argv" in ast.dump(test) or any("argv" in ast.dump(value) for call in walk(test) if called(call) == "len"
                                           for one in call.args for value in tree.given.get(last_name(one), ()))


def catches_lack(handler):
    """Tell whether a handler catches what sys.argv[1] raises where there is no such word, or int() of a wrong one."""
    caught = {last_name(part) for part in walk(handler.type)} if handler.type else {"Exception"}
    return bool(caught & {"IndexError", "LookupError", "ValueError", "Exception", "BaseException"})


def taken_else(tree, test, node):
    """Tell whether the other side of a test takes the same word, whatever there is besides: both sides need it.

        if len(sys.argv) == 2:
            host, port = sys.argv[1], 5000
        else:
            host, port = sys.argv[1], int(sys.argv[2])
    """
    return any(is_element(part) and tree.value(part.slice) == tree.value(node.slice) is not None
               for one in other_side(test, node) if not isinstance(one, ast.If) for part in walk(one))


def other_side(test, node):
    """Return the statements, or the expression, of a test on whose other side a node stands."""
    sides = [side if isinstance(side, list) else [side] for side in (test.body, test.orelse)]
    return [one for side in sides if not any(node in set(walk(one)) for one in side) for one in side]


def drawn_else(test, node):
    """Tell whether chance gives what is not told: name = sys.argv[2] if len(sys.argv) > 2 else f"guest{randint(1, 9)}".

    Then it is told, so that the same is shown each time.
    """
    return any(map(by_chance, other_side(test, node)))


def all_there_is(tree, test, node):
    """Tell whether all that a script is there for is done on the side of a test on which this node stands.

    So it is with "if len(sys.argv) == 3: main(sys.argv[1], int(sys.argv[2]))", and a line about usage else, or where
    the other side ends the script.
    """
    if not isinstance(test, ast.If):
        return False
    here, there = (test.body, test.orelse)[:: 1 if any(node in set(walk(part)) for part in test.body) else -1]
    block = getattr(tree.parent.get(test), "body", [])
    after = block[block.index(test) + 1:] if test in block else []
    return purpose(tree, there) == "leave" or bool(purpose(tree, here)) and (
        purpose(tree, [*there, *after]) in ("", "leave"))
