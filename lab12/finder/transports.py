"""Transports tells TCP from UDP, and parts a program that speaks both, as its user chooses, into one of each.

    kind = input("TCP or UDP? ")
    if kind == "udp":            # parts(source)[0] is the Tree without this branch, decided {"kind": "tcp"}: so it is
        talk_by_datagrams()      # chosen; parts(source)[1] is that without the other one, decided {"kind": "udp"}
    else:
        talk_by_stream()
"""
import ast

from lab12.finder.menus import OWN, constants
from lab12.finder.syntax import LISTENS, Tree, argument, asks_user, called, last_name, names_in, target_of

TRANSPORTS = "tcp", "udp"
STREAMS = {"SOCK_STREAM", "TCPServer", "ThreadingTCPServer", "create_connection", "open_connection"}
DEEP, MANY = 20, 200  # functions that call each other; ifs of a script, which a student's has fewer of
PAIRS = ("tcp", "udp"), ("TCP", "UDP"), ("t", "u"), ("T", "U"), ("y", "n"), ("yes", "no")
OTHERS = "1", "2", "9", "no"  # answers that no test names: one of them is
DATAGRAMS = {"SOCK_DGRAM", "UDPServer", "ThreadingUDPServer", "create_datagram_endpoint"}


def transport(tree):
    """Return tcp, udp, or '' for a script without sockets."""
    types = [tree.value(kind) for call in tree.of("socket")
             for kind in call.args[1:2] + [k.value for k in call.keywords if k.arg == "type"]]
    if {"listen", "accept"} & tree.words:
        return "tcp"
    if DATAGRAMS & tree.words or 2 in types:
        return "udp"
    return "tcp" if STREAMS & tree.words or tree.of("socket", *LISTENS) else ""


def parts(source, modules=()):
    """Return the Trees that a script is to be read as: one, or one for TCP and one for UDP where its user chooses."""
    tree = Tree(source, modules)
    ifs = sum(isinstance(node, (ast.If, ast.IfExp)) for node in tree.nodes)
    if tree.error or ifs > MANY or len(used(tree, [tree.module])) < 2:
        return [tree]
    deciding = choices(tree)
    names = {name for node in deciding for name in asked(tree, test_of(tree, node))}
    words = {name: [answer(tree, name, only, deciding) for only in TRANSPORTS] for name in sorted(names)}
    words = {name: both for name, both in words.items() if None not in both and both[0] != both[1]}
    given = {name: both for name, both in words.items() if is_given(tree, name, both)}
    fixed = [TRANSPORTS[word != both[0]] for name, both in words.items() for word in [tree.values.get(name)]
             if name not in given and str(word) in map(str, both)]
    found = [narrowed(source, modules, only, {name: both[number] for name, both in given.items()})
             for number, only in enumerate(TRANSPORTS)]
    found = [one for one, only in zip(found, TRANSPORTS, strict=True) if used(one, [one.module]) == [only]
             and (given or fixed[:1] == [only])]
    return found if len(found) == (2 if given else 1) else [tree]


def narrowed(source, modules, only, decided):
    """Return the Tree of a script without what it does over the other transport; `decided` says how that is chosen."""
    tree = Tree(source, modules)
    Narrowing(tree, only).visit(tree.module)
    tree.take_stock()
    tree.decided = decided
    return tree


def used(tree, body):
    """Return the transports that these statements, and what they call, can be seen to use."""
    if tree.uses is None:
        tree.uses = uses(tree)
    return [name for name in TRANSPORTS if any(name in tree.uses.get(node, ()) for node in body)]


def uses(tree):
    """Return {node: transports that it, what is in it and the script's own functions that it calls use}."""
    nodes = list(ast.walk(tree.module))
    defined = {node.name: node for node in nodes if isinstance(node, OWN)}
    found = {node: named(tree, node) for node in nodes}
    for _ in range(DEEP):
        before = sum(map(len, found.values()))
        for node in reversed(nodes):  # what is in a node comes after it
            found[node] |= found.get(defined.get(called(node)), set())
            for inner in ast.iter_child_nodes(node):
                found[node] |= found[inner]
        if sum(map(len, found.values())) == before:
            break
    return found


def named(tree, node):
    """Return the transports that a node by itself tells of."""
    name = "" if tree.is_own(node) else last_name(node)
    bare = called(node) == "socket" and len(node.args) < 2 and not node.keywords
    stream, datagram = bare or name in {*STREAMS, *LISTENS}, name in {*DATAGRAMS, "recvfrom", "sendto"}
    return {*["tcp"] * stream, *["udp"] * datagram}


def sides(tree, node):
    """Return what is done where the test of an if holds, and where it does not, be it said in an else or after it."""
    if isinstance(node, ast.IfExp):
        return [node.body], [node.orelse]
    if node.orelse or not leaves(node.body):
        return node.body, node.orelse
    beside = next((block for _, block in ast.iter_fields(tree.parent[node]) if isinstance(block, list)
                   and node in block), [node])
    return node.body, beside[beside.index(node) + 1:]


def leaves(body):
    """Tell whether nothing that stands after these statements is reached."""
    last = body[-1]
    endless = isinstance(last, ast.While) and isinstance(last.test, ast.Constant) and last.test.value and not any(
        isinstance(node, ast.Break) for node in ast.walk(last))
    return isinstance(last, ast.Return) or endless or called(getattr(last, "value", None)) in {"exit", "_exit", "quit"}


def choices(tree):
    """Return the ifs of which one side is over one transport alone, and the other is not."""
    found = [(node, [used(tree, side) for side in sides(tree, node)]) for node in tree.nodes
             if isinstance(node, (ast.If, ast.IfExp))]
    return [node for node, both in found if both[0] != both[1] and 1 in map(len, both)]


def test_of(tree, node):
    """Return what an if tests; of a name that was given the outcome of a comparison, that comparison."""
    given = assigned(tree, getattr(node.test, "id", ""))
    return given[0] if len(given) == 1 and isinstance(given[0], ast.Compare) else node.test


def assigned(tree, name):
    """Return the expressions whose values this name is given."""
    return [node.value for node in tree.nodes if isinstance(node, ast.Assign)
            and name in {last_name(target) for target in node.targets} - {""}]


def asked(tree, test):
    """Return what a test asks: names, and parts of the command line, as in "argv[1]", that they stand for."""
    nodes = list(ast.walk(test))
    nodes += [node for name in names_in(test) for value in assigned(tree, name) for node in ast.walk(value)]
    parts_asked = {argument(tree, node) for node in nodes} - {""}
    return parts_asked | {last_name(node) for node in nodes} - {"", "argv" if parts_asked else ""}


def is_given(tree, name, words):
    """Tell whether it is the user who gives this name one of these words: at the keyboard, or on the command line.

    True and False are no words: a switch is given or left away, and so is a part of the whole command line.
    """
    switches, options = set(), set()
    for call in tree.of("add_argument"):
        given = {k.arg: tree.value(k.value) for k in call.keywords}
        names = [word for argument in call.args if isinstance(word := tree.value(argument), str)]
        (switches if given.get("action") == "store_true" else options).update({destination(names, given)})
    if name == "argv" or name in switches:
        return True
    typed = {target_of(tree, call) for call in tree.calls if asks_user(call)}
    return all(isinstance(word, str) for word in words) and (
        name in options or name in typed or name.startswith("argv[") or any(
            last_name(node) == "argv" for value in assigned(tree, name) for node in ast.walk(value)))


def destination(names, given):
    """Return where argparse puts the value of an option or argument (Python docs, argparse, dest).

    `names` are those of one add_argument, `given` its keywords.
    """
    long = next((name for name in names if name.startswith("--")), names[0] if names else "")
    return given.get("dest") or long.lstrip("-").replace("-", "_")


def answer(tree, name, only, deciding):
    """Return the word that leads to this transport where it is given for this name, True or False where none is named.

    None if nothing does. `deciding` are the ifs that choose the transport.
    """
    tests = [(node, test) for node in tree.nodes if isinstance(node, (ast.If, ast.IfExp))
             and name in asked(tree, test := test_of(tree, node))]
    words_of = {node: words_for(tree, test, name) for node, test in tests}
    named = [word for words, _ in words_of.values() for word in words]
    taken = [word for node in words_of if node in deciding for word in words_of[node][0]]
    for node, test in tests:
        words, differs = words_of[node]
        differs = differs if words else isinstance(test, ast.UnaryOp)  # if not args.udp
        holds, fails = sides(tree, node)[::-1 if differs else 1]
        if used(tree, holds) == [only]:
            return words[0] if words else True
        chained = fails and isinstance(fails[0], ast.If) and name in asked(tree, test_of(tree, fails[0]))
        if used(tree, fails) == [only] and not chained:
            if not words or name == "argv":
                return False  # nothing is given
            like = [word for pair in PAIRS if words[0] in pair for word in pair]
            return next((word for word in (*named, *like, *OTHERS) if word not in taken), None)
    return None


def words_for(tree, test, name):
    """Return what `constants` does, of those parts of a test that ask for this name."""
    parts_of = test.values if isinstance(test, ast.BoolOp) else [test]
    return constants(tree, next((part for part in parts_of if name in asked(tree, part)), test))


class Narrowing(ast.NodeTransformer):
    """Takes out of a tree what is over the other transport only."""

    def __init__(self, tree, only):
        self.tree, self.other = tree, [name for name in TRANSPORTS if name != only]
        self.after = set()  # statements that stand after an if, and are reached only where it does not hold

    def visit_If(self, node):
        holds, fails = sides(self.tree, node)
        drops, keeps = used(self.tree, holds) == self.other, used(self.tree, fails) != self.other
        if not keeps:
            self.after |= set(fails)
            node.orelse = []
        self.generic_visit(node)
        return node.orelse or ast.copy_location(ast.Pass(), node) if drops else node

    def visit_IfExp(self, node):
        self.generic_visit(node)
        both = [used(self.tree, side) == self.other for side in sides(self.tree, node)]
        return node.orelse if both[0] else node.body if both[1] else node

    def visit_FunctionDef(self, node):
        foreign = used(self.tree, node.body) == self.other
        return ast.copy_location(ast.Pass(), node) if foreign else self.generic_visit(node)

    visit_AsyncFunctionDef = visit_ClassDef = visit_FunctionDef

    def visit(self, node):
        if node in self.after:
            return ast.copy_location(ast.Pass(), node)
        return super().visit(node)
