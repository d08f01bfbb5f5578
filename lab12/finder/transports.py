"""Transports tells TCP from UDP, and parts a program that speaks both, as its user chooses, into one of each.

    kind = input("TCP or UDP? ")
    if kind == "udp":            # parts(source)[0] is the Tree without this branch, decided {"kind": "tcp"}: so it is
        talk_by_datagrams()      # chosen; parts(source)[1] is that without the other one, decided {"kind": "udp"}
    else:
        talk_by_stream()
"""
import ast

from lab12.finder.menus import constants, reached
from lab12.finder.syntax import LISTENS, Tree, argument, asks_user, called, last_name, names_in, target_of

TRANSPORTS = "tcp", "udp"
STREAMS = {"SOCK_STREAM", "TCPServer", "ThreadingTCPServer", "create_connection", "open_connection"}
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
    if not tree.error and len(used(tree, [tree.module])) == 2:
        both = [narrowed(source, modules, only) for only in TRANSPORTS]
        if all(one.decided and used(one, [one.module]) == [only] for one, only in zip(both, TRANSPORTS, strict=True)):
            return both
    return [tree]


def narrowed(source, modules, only):
    """Return the Tree of a script without what it does over the other transport; `decided` says how that is chosen."""
    tree = Tree(source, modules)
    names = {name for node in choices(tree) for name in asked(tree, test_of(tree, node)) if is_given(tree, name)}
    decided = {name: answer(tree, name, only) for name in names}
    Narrowing(tree, only).visit(tree.module)
    tree.take_stock()
    tree.decided = {name: word for name, word in decided.items() if word is not None}
    return tree


def used(tree, body):
    """Return the transports that these statements, and what they call, can be seen to use."""
    nodes = reached(tree, body)
    names = {last_name(node) for node in nodes}
    bare = any(called(node) == "socket" and len(node.args) < 2 and not node.keywords for node in nodes)
    return [*["tcp"] * bool(bare or names & {*STREAMS, *LISTENS}),
            *["udp"] * bool(names & {*DATAGRAMS, "recvfrom", "sendto"})]


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
    return isinstance(body[-1], ast.Return) or called(getattr(body[-1], "value", None)) in {"exit", "_exit", "quit"}


def choices(tree):
    """Return the ifs of which one side is over one transport, and the other is not over that one alone."""
    return [node for node in tree.nodes if isinstance(node, (ast.If, ast.IfExp))
            and sorted(map(len, found := [used(tree, side) for side in sides(tree, node)])) in ([1, 1], [1, 2])
            and found[0] != found[1]]


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


def is_given(tree, name):
    """Tell whether it is the user who gives this name its value: at the keyboard, or on the command line."""
    options = [tree.value(word) for call in tree.of("add_argument")
               for word in [*call.args, *(k.value for k in call.keywords if k.arg == "dest")]]
    given = {destination(option) for option in options if isinstance(option, str)}
    given |= {target_of(tree, call) for call in tree.calls if asks_user(call)}
    return name in given or name.startswith("argv") or any(
        last_name(node) == "argv" for value in assigned(tree, name) for node in ast.walk(value))


def destination(option):
    """Return the name that argparse gives to the value of an option: dry_run for --dry-run (Python docs, argparse)."""
    return option.lstrip("-").replace("-", "_")


def answer(tree, name, only):
    """Return the word that leads to this transport where it is given for this name, True or False where none is named.

    None if nothing does.
    """
    tests = [(node, test) for node in tree.nodes if isinstance(node, (ast.If, ast.IfExp))
             and name in asked(tree, test := test_of(tree, node))]
    named = [word for _, test in tests for word in constants(tree, test)[0]]
    choosing = choices(tree)
    taken = [word for node, test in tests if node in choosing for word in constants(tree, test)[0]]
    for node, test in tests:
        words, differs = constants(tree, test)
        differs = differs if words else isinstance(test, ast.UnaryOp)  # if not args.udp
        holds, fails = sides(tree, node)[::-1 if differs else 1]
        if used(tree, holds) == [only]:
            return words[0] if words else True
        if used(tree, fails) == [only] and not (fails and isinstance(fails[0], ast.If)):
            if not words or name == "argv":
                return False  # nothing is given
            like = [word for pair in PAIRS if words[0] in pair for word in pair]
            return next((word for word in (*named, *like, *OTHERS) if word not in taken), None)
    return None


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
        return self.generic_visit(node) if used(self.tree, node.body) != self.other else None

    visit_AsyncFunctionDef = visit_ClassDef = visit_FunctionDef

    def visit(self, node):
        if node in self.after:
            return ast.copy_location(ast.Pass(), node)
        return super().visit(node)
