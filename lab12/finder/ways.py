"""Ways tells what leads to a statement: the words that are tested on the way, and the loops around it.

    while True:
        line = input("> ")                         # paths(tree, call, heard) is [[("SEND ", True)]]
        if line.startswith("SEND "):
            sock.send(line[5:].encode())
"""
import ast

from lab12.finder import kinds
from lab12.finder.commands import SENT
from lab12.finder.flow import HEARS, TURNS, is_of_stream, made_files
from lab12.finder.nodes import walk
from lab12.finder.patterns import matched
from lab12.finder.reach import reached
from lab12.finder.syntax import LOOPS, asks_user, called, given_names, last_name, names_in

SPLITS = {"split", "partition"}
TIDIES = {"lower", "upper", "casefold", "strip"}
SELECTS = {"select", "poll"}


def to_several(tree, call):
    """Tell whether a call is made for each of several, and not only for each line of one who is answered."""
    return any(not takes_lines(tree, loop) for loop in tree.above(
        call, (ast.For, ast.AsyncFor, ast.ListComp, ast.GeneratorExp)))


def passing(tree):
    """Return the calls that send, itself or by a function of the script's own: tell(one, text), one.tell(text)."""
    own = kinds.own_senders(tree)
    methods = {name for name, places in own.items() if None in places} - {*SENT}
    return [*tree.of(*SENT), *(call for call in tree.calls if own.get(called(call)) and (
        tree.is_own(call.func) or called(call) in methods and isinstance(call.func, ast.Attribute)))]


def tested(tree, test, heard):
    """Yield (word, whether more may stand behind it) for each word that a test compares what was heard with."""
    for node in walk(test):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.In)) and names_in(node.left) & heard:
            sides = [part for side in node.comparators for part in getattr(side, "elts", [side])]
            begins = any(isinstance(part, ast.Subscript) and not text(tree.value(part.slice)) or called(part) in SPLITS
                         for part in walk(node.left)) or is_first_word(tree, node.left)  # and not told["kind"]
            yield from ((text(part.value), begins) for part in sides if isinstance(part, ast.Constant)
                        and text(part.value))
        elif called(node) == "startswith" and names_in(node.func) & heard and node.args:
            found = node.args[0].elts if isinstance(node.args[0], ast.Tuple) else node.args
            yield from ((text(part.value), True) for part in found if isinstance(part, ast.Constant)
                        and text(part.value))
    yield from matched(tree, test, heard)


def text(value):
    """Return a constant as text, '' if it is none."""
    value = value.decode(errors="replace") if isinstance(value, bytes) else value
    return value if isinstance(value, str) and value.strip() else ""


def is_first_word(tree, node):
    """Tell whether this is a name that is given the beginning of a text: cmd, *rest = line.split(), key = line[:4]."""
    return first_name(node) in first_words(tree)


def first_words(tree):
    """Return the names that are given the beginning of a text, or what is made of such a name: key = cmd.lower()."""
    if "first words" not in tree.known:
        pairs = [(last_name(target), value) for one in tree.nodes for target, value in given_names(one)]
        halves = {name for name, value in pairs if called(value) in SPLITS}
        found = {last_name(part) for one in tree.nodes if isinstance(one, ast.Assign)
                 and any(called(part) in SPLITS for part in walk(one.value))
                 for target in one.targets for part in walk(target)}
        found |= {name for name, value in pairs for part in walk(value) if isinstance(part, ast.Subscript) and (
            is_beginning(part.slice) or tree.value(part.slice) == 0 and last_name(part.value) in halves)}
        made = {(name, first_name(value)) for name, value in pairs if isinstance(value, ast.Name)
                or called(value) in TIDIES and isinstance(value.func.value, ast.Name)}
        while more := {name for name, other in made if other in found} - found:
            found |= more
        tree.known["first words"] = found - {""}
    return tree.known["first words"]


def first_name(node):
    return next((part.id for part in walk(node) if isinstance(part, ast.Name)), "")


def is_beginning(part):
    """Tell whether this part of a text is its first few letters: key = line[:4]."""
    return isinstance(part, ast.Slice) and part.lower is None and part.step is None and isinstance(
        getattr(part.upper, "value", None), int)


def paths(tree, node, heard, turns=TURNS, in_turn=False):
    """Return the ways to a node, each as the words that are tested on it: [] for one without any.

    With `in_turn` a way is None that is no turn of a conversation. It leads through a whole word, as a stop word is,
    or from where nothing is received again and again.
    """
    own = [found[0] for above in tree.above(node, ast.If) if inside(above.body, node)
           and (found := list(tested(tree, above.test, heard)))]
    if in_turn and any(not begins for _, begins in own):
        return [None]
    function = tree.function(node)
    sites = tree.sites(function)
    if not sites or not turns:
        return [own if not in_turn or own or asked_again(tree, node) or hears_again(tree, node) else None]
    ways = [way for site in sites for way in paths(tree, site, heard, turns - 1, in_turn)]
    return [None if way is None else own + way for way in ways]


def inside(body, node):
    return any(part is node for one in body for part in walk(one))


def asked_again(tree, node):
    """Tell whether a node stands in a loop that asks the user, itself or in a function that is called there."""
    return any(asks_user(part) for loop in loops(tree, node) for part in walk(loop))


def hears_again(tree, node):
    """Tell whether a node stands in a loop that receives from a client that has been accepted before.

    That is also one of all that are ready: for sock in select(...)[0]: accept() if sock is door else hear(sock).
    """
    return any(hears_in_it(tree, loop) for loop in loops(tree, node))


def takes_lines(tree, loop):
    """Tell whether this loop goes through the lines that come: for line in link.makefile(), async for in reader."""
    if "files" not in tree.known:
        tree.known["files"] = {"makefile", "rfile", *made_files(tree)}
    files = tree.known["files"]
    return is_of_stream(loop) or any(
        last_name(part) in files or called(part) in files for part in walk(getattr(loop, "iter", None)))


def hears_in_it(tree, loop):
    """Tell whether this loop receives, itself, by going through the lines that come, or by what it calls."""
    if ("hears", loop) not in tree.known:
        words, deep = ({called(part) for part in nodes} for nodes in (walk(loop), reached(tree, [loop], starts=False)))
        itself = takes_lines(tree, loop) or any(some & HEARS and "accept" not in some for some in (words, deep))
        tree.known["hears", loop] = itself or words & SELECTS and any(
            called(part) in HEARS for part in reached(tree, [loop]))
    return tree.known["hears", loop]


def registered(tree):
    """Return the functions of the script that a selector is told to have called: register(link, EVENT_READ, talk)."""
    if "registered" not in tree.known:
        names = {last_name(part) for call in tree.of("register", "modify") for part in call.args[1:]} - {""}
        tree.known["registered"] = [one for name in names for one in tree.defined.get(name, ())]
    return tree.known["registered"]


def for_selector(tree, node, turns=TURNS):
    """Tell whether a node stands in such a function, or in one that it calls."""
    function = tree.function(node)
    sites = tree.sites(function)
    return function in registered(tree) or turns > 0 and any(for_selector(tree, one, turns - 1) for one in sites)


def loops(tree, node, turns=TURNS):
    """Return the loops that a node stands in, with those in which its function is called, maybe for a selector."""
    return [*tree.above(node, LOOPS), *(loops_around(tree, tree.function(node), turns) if turns else ())]


def loops_around(tree, function, turns):
    """Return the loops in which a function is called, as `loops` does for a node in it, each once."""
    if ("loops", function, turns) not in tree.known:
        sites = tree.sites(function)
        if function in registered(tree):
            sites += [call for call in tree.calls if last_name(call.func) == "data" or any(
                last_name(value) == "data" for value in tree.given.get(getattr(call.func, "id", ""), ()))]  # key.data()
        found = (loop for site in sites for loop in loops(tree, site, turns - 1) if not is_gone_through(loop, site))
        tree.known["loops", function, turns] = list(dict.fromkeys(found))
    return tree.known["loops", function, turns]


def is_gone_through(loop, call):
    """Tell whether a loop goes through what this call gives, which is made once: for guest in guests()."""
    return isinstance(loop, (ast.For, ast.AsyncFor)) and call in set(walk(loop.iter))
