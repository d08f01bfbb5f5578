"""Parting reads a program that speaks TCP or UDP, as its user chooses, as one of each.

    kind = input("TCP or UDP? ")
    if kind == "udp":            # parts(source)[0] is the Tree without this branch, decided {"kind": "tcp"}: so it is
        talk_by_datagrams()      # chosen; parts(source)[1] is that without the other one, decided {"kind": "udp"}
    else:
        talk_by_stream()
"""
import ast
import copy

from lab12.finder.argparsing import destination
from lab12.finder.flow import HEARS, heard_in
from lab12.finder.kinds import passes_on
from lab12.finder.menus import OTHER, about, constants, opposite, typed_by_all
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.sides import key_and_table
from lab12.finder.syntax import CONNECTS, SENDS, argument, asks_user, called, last_name, names_in
from lab12.finder.transports import TRANSPORTS, for_files, meant, named, transport, used
from lab12.finder.tree import Tree

IFS = ast.If, ast.IfExp
KEEPS = {"append", "add", "insert", "extend", "update", "setdefault", "put", "remove", "discard", "pop"}
USES = SENDS | {"print", "append", "insert", "info", "debug", "log", "Thread", "submit", "start_new_thread",
                              "create_task", "Process"}
MANY = 200  # ifs in a script: a student's has fewer


def parts(source, modules=()):
    """Return the Trees that a script is to be read as: one, or one for TCP and one for UDP where its user chooses."""
    tree = Tree(source, modules)
    if tree.error or len(used(tree, [tree.module])) < 2:
        return [tree]
    spell_out(tree)
    ifs = [node for node in tree.nodes if isinstance(node, IFS)]
    if len(ifs) > MANY:
        return [tree]
    choice = Choice(tree, ifs)
    given = {name: both for name, both in choice.words.items() if choice.is_given(name, both)}
    values = {name: value if isinstance(value, bool) else str(value) for name, value in tree.values.items()}
    fixed = [TRANSPORTS[values[name] != both[0]] for name, both in choice.words.items()
             if name not in given and values.get(name) in both]
    found = [narrowed(source, modules, only, {name: both[number] for name, both in given.items()})
             for number, only in enumerate(TRANSPORTS)]
    found = [one for one, only in zip(found, TRANSPORTS, strict=True) if used(one, [one.module]) == [only]
             and (given or fixed[:1] == [only])]
    if not choice.words and (both := side_by_side(source, modules)):
        return both[1:] if signs_in(tree, *both) else both
    if not choice.words and tree.of("accept") and tree.of("recvfrom"):
        both = [narrowed(source, modules, only, {}, apart=True) for only in TRANSPORTS]
        found = both[1:] if signs_in(tree, *both) else []
    return found if len(found) == (2 if given else 1) else [tree]


def side_by_side(source, modules):
    """Return the Trees of a server over TCP and of one over UDP that one program is at once; [] if it is no such two.

        Thread(target=serve_by_stream).start()
        Thread(target=serve_by_datagrams).start()

    What one of them keeps, the other never looks at: else the two are parts of one. So they are where what comes over
    UDP is no message to anybody, as that of a client which looks for the server.
    """
    both = [narrowed(source, modules, only, {}, apart=True) for only in TRANSPORTS]
    stream, datagrams = both
    apart = not any(kept(one) & {last_name(node) for node in other.nodes if isinstance(
        getattr(node, "ctx", None), ast.Load)} for one, other in (both, both[::-1]))
    there = [used(tree, [tree.module]) for tree in both] == [[only] for only in TRANSPORTS]
    served = stream.of("accept", "start_server", "serve_forever") and (
        datagrams.of("bind", "UDPServer", "ThreadingUDPServer"))
    talk = talks(datagrams) and not tells_port(datagrams, stream)
    return both if apart and there and served and talk and not stream.of(*CONNECTS) and not for_files(Tree(
        source, modules)) else []


def signs_in(tree, stream, datagrams):
    """Tell whether a server takes its clients in over TCP, and what they say then comes over UDP, for the others.

        rooms[name] = Room(link.recv(999))                 # and over TCP nothing is passed on
        ...
        for address in rooms[name]: post.sendto(text, address)
    """
    there, here = ({last_name(node) for function in {tree.function(call) for call in tree.of(name)}
                    for node in reached(tree, getattr(function, "body", tree.module.body))}
                   for name in ("accept", "recvfrom"))
    return passes_on(datagrams) and not passes_on(stream) and not any(map(asks_user, tree.calls)) and bool(
        there & here & kept(tree)) and used(datagrams, [datagrams.module]) == ["udp"]


def talks(tree):
    """Tell whether a script asks its user, or shows, sends, keeps or hands on what comes, not only an answer to it."""
    heard = heard_in(tree)
    return not tree.of(*HEARS) or any(map(asks_user, tree.calls)) or any(
        names_in(part) & heard for call in tree.of(*USES)
        for part in (call.args[:1] if called(call) == "sendto" else [*call.args, *call.keywords]))


def tells_port(datagrams, stream):
    """Tell whether all that is sent over UDP says at which port the same program waits over TCP, and nobody is asked.

    So it may also show who has looked for it.
    """
    bound = [stream.value(call.args[0]) for call in stream.of("bind", "create_server") if call.args]
    ports = {address[1] for address in bound if isinstance(address, tuple) and len(address) == 2} - {None}
    told = [{datagrams.value(part) for part in walk(call.args[0])} for call in datagrams.of("sendto") if call.args]
    texts = [{one.decode(errors="replace") if isinstance(one, bytes) else str(one) for one in found if isinstance(
        one, (int, str, bytes))} for found in told]
    return bool(texts) and not any(map(asks_user, datagrams.calls)) and all(
        any(str(port) in one for one in found for port in ports) for found in texts)


def kept(tree):
    """Return the names of what a script puts something into, such as a list of clients, or takes it out of."""
    found = {last_name(call.func.value) for call in tree.calls if called(call) in KEEPS and isinstance(
        call.func, ast.Attribute)}
    found |= {last_name(node.value) for node in tree.nodes if isinstance(node, ast.Subscript) and isinstance(
        node.ctx, (ast.Store, ast.Del))}
    return found - {"", "self"}


def narrowed(source, modules, only, decided, apart=False):
    """Return the Tree of a script without what it does over the other transport; `decided` says how that is chosen.

    With `apart` it is one that does both at once: each statement for the other transport is left out.
    """
    tree, other = Tree(source, modules), [name for name in TRANSPORTS if name != only]
    spell_out(tree)
    switches = {name: word for name, word in decided.items() if isinstance(word, bool)}
    by_switches = Narrowing(tree, switches, lambda body: False)
    by_use = (Apart if apart else Narrowing)(tree, {}, lambda body: over(tree, body) == other)
    needed = named_anywhere(tree)
    for narrowing in by_switches, by_use:
        narrowing.visit(tree.module)
        tree.take_stock()
    while unneeded := (needed - named_anywhere(tree)) & set(tree.nodes):  # it was for the other transport alone
        size = len(tree.nodes)
        for node in [tree.module, *(one for one in tree.nodes if isinstance(one, ast.ClassDef))]:
            node.body = [one for one in node.body if one not in unneeded] or [ast.Pass()]
        tree.take_stock()
        if len(tree.nodes) == size:  # they stand in other functions, and stay there
            break
    tree.decided = decided
    return tree


def spell_out(tree):
    """Write out, as ifs, where the transport is looked up in a table by what its user chooses: WAYS[kind]()."""
    spelling = Spelling(tree)
    spelling.visit(tree.module)
    if spelling.tables:
        tree.module.body = [node for node in tree.module.body if getattr(node, "value", None) not in spelling.tables]
        tree.take_stock()


class Spelling(ast.NodeTransformer):
    """Puts `A if kind == "tcp" else B` in place of WAYS[kind], for WAYS = {"tcp": A, "udp": B}."""

    def __init__(self, tree):
        self.tree, self.tables = tree, set()

    def visit_Subscript(self, node):
        self.generic_visit(node)
        part, table = key_and_table(self.tree, node)
        ways = [over(self.tree, [value]) for value in table.values] if table and isinstance(part, ast.Name) else []
        if sorted(ways) != [[name] for name in TRANSPORTS] or None in table.keys:
            return node
        self.tables.add(table)
        [key, _], values = table.keys, [copy.deepcopy(value) for value in table.values]
        test = ast.Compare(part, [ast.Eq()], [copy.deepcopy(key)])
        return ast.fix_missing_locations(ast.copy_location(ast.IfExp(test, *values), node))


def named_anywhere(tree):
    """Return the functions and classes that something in a tree names that is not in them; with a method its class."""
    found = set()
    for node in tree.nodes:
        meant_here = [one for named_one in meant(tree, node) for one in (named_one, tree.parent[named_one])
                      if one is named_one or isinstance(one, ast.ClassDef)]
        found |= {one for one in meant_here if not is_within(tree, node, one)}
    return found


def is_within(tree, node, outer):
    """Tell whether a node is another one, or anywhere in it."""
    while node is not None and node is not outer:
        node = tree.parent.get(node)
    return node is not None


def of_transport(source, modules, transport_name):
    """Return the Tree of a script as it is over this transport."""
    found = parts(source, modules)
    return next((tree for tree in found if transport(tree) == transport_name), found[0])


def over(tree, body):
    """Return the transports that these statements use with the texts that they call functions with: chat("udp")."""
    found = used(tree, body)
    if len(found) > 1:
        found = sorted({name for node in reached(tree, body) for name in named(tree, node)})
    return found


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
        isinstance(node, ast.Break) for node in walk(last))
    return isinstance(last, ast.Return) or endless or called(getattr(last, "value", None)) in {"exit", "_exit", "quit"}


def choices(tree):
    """Return the ifs of which one side is over one transport alone, and the other is not."""
    found = [(node, [over(tree, side) for side in sides(tree, node)]) for node in tree.nodes
             if isinstance(node, IFS)]
    return [node for node, both in found if both[0] != both[1] and 1 in map(len, both)]


class Choice:
    """How the transport is chosen: `words` are those that lead to TCP and to UDP, for each name that decides."""

    def __init__(self, tree, ifs):
        self.tree = tree
        self.tests = {node: test_of(tree, node) for node in ifs}
        self.asked = {node: asked(tree, test) for node, test in self.tests.items()}
        self.deciding = choices(tree)
        names = sorted({name for node in self.deciding for name in self.asked[node]})
        words = {name: [self.word(name, only) for only in TRANSPORTS] for name in names}
        self.words = {name: both for name, both in words.items() if None not in both and both[0] != both[1]}
        self.switches, self.typed = set(), typed_by_all(tree)
        for call in tree.of("add_argument"):
            given = {k.arg: tree.value(k.value) for k in call.keywords}
            names = [word for argument in call.args if isinstance(word := tree.value(argument), str)]
            (self.switches if given.get("action") == "store_true" else self.typed).add(destination(names, given))

    def is_given(self, name, words):
        """Tell whether it is the user who gives this name one of these words, at the keyboard or on the command line.

        True and False are no words: a switch is given or left away, and so is a part of the whole command line.
        """
        if name == "argv" or name in self.switches:
            return True
        return all(isinstance(word, str) for word in words) and (name in self.typed or name.startswith("argv[") or any(
            last_name(node) == "argv" for value in self.tree.given.get(name, ()) for node in walk(value)))

    def word(self, name, only):
        """Return the word that leads to this transport where it is given for this name; None if nothing does.

        It is True or False where no word is named.
        """
        words_of = {node: self.constants(node, name) for node in self.tests if name in self.asked[node]}
        taken = [word for node in self.deciding for word in words_of.get(node, [()])[0]]
        beside = sorted((words for words, _ in words_of.values()), key=lambda words: not set(words) & set(taken))
        named = [word for words in beside for word in words]  # first those of: if kind not in ("tcp", "udp")
        for node, (words, differs) in words_of.items():
            differs = differs if words else isinstance(self.tests[node], ast.UnaryOp)  # if not args.udp
            holds, fails = sides(self.tree, node)[::-1 if differs else 1]
            if over(self.tree, holds) == [only]:
                return words[0] if words else True
            chained = fails and name in self.asked.get(fails[0], ())
            if over(self.tree, fails) == [only] and not chained:
                if not words or name == "argv":
                    return False  # nothing is given
                return next((word for word in (*named, *opposite(words[0]), *OTHER) if word not in taken), None)
        return None

    def constants(self, node, name):
        """Return what menus.constants does, of the part of a test that asks for this name."""
        return constants(self.tree, about(self.tests[node], lambda part: name in asked(self.tree, part)))


def test_of(tree, node):
    """Return what an if tests; of a name that was given the outcome of a comparison, that comparison."""
    given = tree.given.get(getattr(node.test, "id", ""), ())
    return given[0] if len(given) == 1 and isinstance(given[0], ast.Compare) else node.test


def asked(tree, test):
    """Return what a test asks: names, and parts of the command line, as in "argv[1]", that they stand for."""
    nodes = list(walk(test))
    nodes += [node for name in names_in(test) for value in tree.given.get(name, ()) for node in walk(value)]
    parts_asked = {argument(tree, node) for node in nodes} - {""}
    return parts_asked | {last_name(node) for node in nodes} - {"", "argv" if parts_asked else ""}


class Narrowing(ast.NodeTransformer):
    """Takes out of a tree what is never done with these `switches`, {name: on}, and what is foreign."""

    def __init__(self, tree, switches, is_foreign):
        self.tree, self.switches, self.is_foreign = tree, switches, is_foreign
        self.after = set()  # statements that stand after an if, and are reached only where it does not hold

    def visit_If(self, node):
        holds, fails = self.drops(node)
        if fails:
            self.after |= set(sides(self.tree, node)[1])
            node.orelse = []
        self.generic_visit(node)
        return node.orelse or ast.copy_location(ast.Pass(), node) if holds else node

    def visit_IfExp(self, node):
        holds, fails = self.drops(node)
        self.generic_visit(node)
        return node.orelse if holds else node.body if fails else node

    def drops(self, node):
        """Return, for each side of an if, whether nothing of it is done: a switch says so, or it is foreign."""
        test, on = node.test, True
        if isinstance(test, ast.UnaryOp):
            test, on = test.operand, False
        switch = self.switches.get(last_name(test))
        if switch is not None:
            return switch != on, switch == on
        holds, fails = map(self.is_foreign, sides(self.tree, node))
        chained = isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If)
        return holds, fails and not chained  # what an elif does is looked at by itself: one of them may be to leave

    def visit_FunctionDef(self, node):
        return ast.copy_location(ast.Pass(), node) if self.is_foreign(node.body) else self.generic_visit(node)

    visit_AsyncFunctionDef = visit_ClassDef = visit_FunctionDef

    def visit(self, node):
        if node in self.after:
            return ast.copy_location(ast.Pass(), node)
        return super().visit(node)


class Apart(Narrowing):
    """Takes out of a tree each statement that is foreign, and those about a socket that such a one has made."""

    def __init__(self, *given):
        super().__init__(*given)
        assigned = [node for node in self.tree.nodes if isinstance(node, ast.Assign) and isinstance(
            node.value, ast.Call)]
        theirs, ours = ({last_name(target) for node in assigned if self.is_foreign([node]) is foreign
                         for target in node.targets} for foreign in (True, False))
        self.sockets = theirs - ours

    def visit(self, node):
        about = getattr(getattr(getattr(node, "value", None), "func", None), "value", None)
        if isinstance(node, ast.stmt) and (self.is_foreign([node]) or last_name(about) in self.sockets - {""}):
            return ast.copy_location(ast.Pass(), node)
        return super().visit(node)
