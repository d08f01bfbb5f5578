"""Rows finds messages that a script sends in a row over TCP, and scripts to which it matters whether one recv has both.

    conn.send(b"Welcome")             # TCP may deliver both with one recv, or with two (RFC 9293, 3.8):
    conn.send(str(number).encode())   # it depends on which program is faster
"""
import ast

from lab12.finder.hearing import SHORT
from lab12.finder.nodes import walk
from lab12.finder.syntax import FUNCTIONS, LOOPS, asks_user, called, last_name, line, names_in
from lab12.finder.ways import loops

SENDS = {"send", "sendall", "sock_sendall"}
WAITS = {"recv", "recv_into", "readline", "read", "sock_recv", "accept", "sleep", "select", "join"}
STARTS = {"Thread", "start_new_thread", "submit", "create_task"}
READS_LINES = {"makefile", "readline", "rfile", "readuntil", "readexactly"}
FILES = {"open", "makefile", "StringIO"}  # a text that is written to one of these is no message yet
DEEP, MOST = 3, 300  # functions that call each other, and ways through functions that are gone in all
PAIRS = 500          # of sends that are looked at: a script written by hand has a few


class Rows:
    """The pairs of sends of one tree that may come right after each other, with nothing waited for between."""

    def __init__(self, tree):
        self.tree, self.gone = tree, {}  # gone: (function, sends before, how deep) -> the last ones
        self.looked, self.owners = {}, {}  # pair -> whether it may be to the same peer; send -> (function, whose)
        self.streams = set(stream_writes(tree))
        self.returned = []  # for each function that is gone into, the last sends where it returns
        self.scan(tree.module.body, set(), 0)
        for functions in tree.defined.values():
            for function in functions:
                if isinstance(function, FUNCTIONS):
                    self.go_into(function, set(), 0)

    @property
    def pairs(self):
        return [pair for pair, same in self.looked.items() if same]

    def scan(self, body, last, depth):
        """Go through statements; `last` are the sends before them. Return those that may be the last ones then."""
        for node in body:
            if len(self.looked) >= PAIRS:
                break
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                continue
            if isinstance(node, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
                last = self.events(node, last, depth)
                if isinstance(node, ast.Return) and self.returned:
                    self.returned[-1] |= last
                return set()
            if isinstance(node, ast.If):
                last = self.events(node.test, last, depth)
                last = self.scan(node.body, last, depth) | self.scan(node.orelse, last, depth)
            elif isinstance(node, LOOPS):
                last = self.events(node.test if isinstance(node, ast.While) else node.iter, last, depth)
                once = self.scan(node.body, last, depth)
                self.round_again(node, once)
                last = last | once
            elif isinstance(node, ast.Try):
                last = self.scan([*node.body, *node.orelse, *node.finalbody], last, depth)
            elif isinstance(node, (ast.With, ast.AsyncWith)):
                for item in node.items:
                    last = self.events(item.context_expr, last, depth)
                last = self.scan(node.body, last, depth)
            else:
                last = self.events(node, last, depth)
        return last

    def round_again(self, loop, once):
        """Note a send that comes right after itself, one round before, where nothing is waited for between.

            def tell(guest, *words):
                for word in words: guest.send(word)
        """
        if not several(self.tree, loop):
            return
        sends = [part for part in walk(loop) if isinstance(part, ast.Call) and called(part) in SENDS
                 and isinstance(part.func, ast.Attribute)]
        words = {name for part in sends for argument in part.args for name in names_in(argument)}
        if len(sends) == 1 and words & names_in(loop.target) and not (
                names_in(sends[0].func) & names_in(loop.target)) and sends[0] in once:
            self.looked.setdefault((sends[0], sends[0]), True)

    def events(self, statement, last, depth):
        """Go through the calls of a statement or an expression; see scan."""
        for call in [part for part in walk(statement) if isinstance(part, ast.Call)][::-1]:  # the inner ones first
            name, own = called(call), self.tree.is_own(call.func)
            if name in STARTS:
                handed = [last_name(word.value) for word in call.keywords if word.arg == "target"]
                name, own = (handed or [last_name(call.args[0]) if call.args else ""])[0], True
            known = self.tree.defined.get(name, ())[:1]
            made = [part for one in known if isinstance(one, ast.ClassDef) for part in one.body
                    if getattr(part, "name", "") == "__init__"]  # an object that is made: Talk(link)
            if (own or made) and depth < DEEP:
                for function in made or known:
                    if isinstance(function, FUNCTIONS):
                        last = self.go_into(function, last, depth + 1)
            elif (name in SENDS or call in self.streams) and isinstance(call.func, ast.Attribute):
                self.look_at(call, last)
                last = {call}
            elif name in WAITS or asks_user(call):
                last = set()
        return last

    def go_into(self, function, last, depth):
        """Go through a function that is called, once for each way there; see scan."""
        way = function, frozenset(last), depth
        if way not in self.gone and len(self.gone) > MOST:
            return last
        if way not in self.gone:
            self.gone[way] = last  # it may call itself
            self.returned.append(set())
            self.gone[way] = self.scan(function.body, last, depth) | self.returned.pop()
        return self.gone[way]

    def look_at(self, call, last):
        """Note whether each of the sends before a send may be to the same peer: in one function two names are two."""
        for one in sorted(last, key=lambda one: (getattr(one, "file", ""), one.lineno, one.col_offset)):
            if len(self.looked) < PAIRS and (one, call) not in self.looked:
                (function, whose), (its_function, its) = self.owner(one), self.owner(call)
                self.looked[one, call] = function is not its_function or whose == its

    def owner(self, call):
        """Return the function that a send stands in, and through what it sends."""
        if call not in self.owners:
            whose = call.args[0] if called(call) == "sock_sendall" and call.args else call.func.value
            self.owners[call] = self.tree.function(call), ast.unparse(whose)
        return self.owners[call]


def several(tree, loop):
    """Return where a loop is given more than one thing to go through, written out: itself, or calls of its function."""
    if not isinstance(loop, ast.For):
        return []
    if len(getattr(loop.iter, "elts", ())) > 1:
        return [loop]
    function = tree.function(loop)
    taken = function.args if function is not None and function.args.vararg else None
    if not taken or taken.vararg.arg != last_name(loop.iter):
        return []
    first = len([one for one in taken.args if one.arg != "self"])
    return [call for call in tree.sites(function) if len(call.args) > first + 1]


def stream_writes(tree):
    """Return the calls by which a stream of asyncio, or of a handler of socketserver, sends: each write at once."""
    if not {"start_server", "open_connection", "StreamRequestHandler"} & tree.words:
        return []
    opened = {last_name(item.optional_vars) for node in tree.nodes if isinstance(node, (ast.With, ast.AsyncWith))
              for item in node.items} - {""}  # with open("log.txt", "a") as log
    found = []
    for call in tree.of("write"):
        whose = last_name(getattr(call.func, "value", None))
        if whose not in {"", "stdout", "stderr", *opened} and not any(
                called(value) in FILES for value in tree.given.get(whose, ())):
            found.append(call)
    return found


def in_a_row(tree):
    """Return [(line, words of both)] of what is sent in a row; the line is that of the second one."""
    if not tree.of(*SENDS) and not stream_writes(tree):
        return []
    return list(dict.fromkeys((line(two), words(tree, one) | words(tree, two)) for one, two in Rows(tree).pairs))


def words(tree, call):
    """Return the constant texts that a call sends, as far as they are known."""
    texts = [tree.value(part) for argument in call.args for part in walk(argument)
             if isinstance(part, (ast.Constant, ast.Name))]
    return frozenset((text.decode(errors="replace") if isinstance(text, bytes) else text).strip()
                     for text in texts if isinstance(text, (str, bytes)))


def apart(tree):
    """Return what a script takes for one message each: words with which it compares what one recv gives.

    None in it stands for a recv that comes once, and not again and again.
    """
    calls = wholes(tree)
    found = {None for call in calls if is_loaded(tree, call) or all(  # for what in ("name", "room"): goes round twice
        getattr(getattr(loop, "iter", None), "elts", None) for loop in loops(tree, call))}
    names = {last_name(target) for node in tree.nodes if isinstance(node, (ast.Assign, ast.NamedExpr))
             if any(part in calls for part in walk(node.value))
             for target in getattr(node, "targets", None) or [node.target]} - {""}
    for node in tree.nodes if calls else ():
        if isinstance(node, ast.Compare) and names & {last_name(part) for part in walk(node)}:
            found |= {text for side in (node.left, *node.comparators) for part in walk(side)
                      if isinstance(part, ast.Constant) for text in words_of(part.value)}
    return found


def wholes(tree):
    """Return the calls that take what has come, however much, for a message, of a socket or of asyncio's stream."""
    streams = [call for call in tree.of("read") if isinstance(tree.parent.get(call), ast.Await)]
    return [] if tree.words & READS_LINES else [
        call for call in (*tree.of("recv", "sock_recv"), *streams) if is_whole(tree, call)]


def loaded(tree):
    """Return those of them that are taken for one text of JSON, or one object of pickle."""
    return [call for call in wholes(tree) if is_loaded(tree, call)]


def is_loaded(tree, recv):
    """Tell whether all that a recv gives is taken for one text of JSON, or one object of pickle."""
    above = [recv, *(value for name in given_to(tree, recv) for value in tree.nodes
                     if isinstance(value, ast.Name) and value.id == name and isinstance(value.ctx, ast.Load))]
    return not grows(tree, given_to(tree, recv)) and any(called(one) == "loads" for node in above
                                                         for one in tree.above(node, ast.Call))


def given_to(tree, call):
    """Return the names that are given what a call gives: data = conn.recv(1024).decode()."""
    return {last_name(target) for node in tree.above(call, (ast.Assign, ast.NamedExpr))[:1]
            for target in getattr(node, "targets", None) or [node.target]} - {""}


def grows(tree, names):
    """Tell whether one of these names is added to what has come before: kept += data."""
    return any(isinstance(node, ast.AugAssign) and names & {last_name(part) for part in walk(node)}
               for node in tree.nodes)


def is_whole(tree, recv):
    """Tell whether a recv asks for as much as a message may have, and not for a part of one, by its length."""
    size = tree.value(recv.args[-1]) if recv.args and not tree.defined.get(called(recv)) else None
    return isinstance(size, int) and size >= SHORT


def words_of(value):
    value = value.decode(errors="replace") if isinstance(value, bytes) else value
    return [value.strip()] if isinstance(value, str) and value.strip() else []


def glued(sender, receiver):
    """Return the line of the second of two messages in a row which a script of the other role takes apart; '' if none.
    """
    for where, said in sender.in_a_row:
        if None in receiver.apart or said & receiver.apart:
            return where
    return ""
