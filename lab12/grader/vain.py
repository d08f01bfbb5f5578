"""Vain: what stands in the source and does nothing: it is never called, or connected, or true; '' where all is used."""
import ast

from lab12.finder.later import STARTS, target_of_start
from lab12.finder.nodes import walk
from lab12.finder.settling import settling
from lab12.finder.syntax import (
    CONNECTS,
    FUNCTIONS,
    LISTENS,
    LOOPS,
    OVER_SOCKETS,
    RECEIVES,
    SENDS,
    asks_user,
    called,
    given_names,
    last_name,
    line,
    names_in,
    target_of,
)
from lab12.finder.wants import wanted
from lab12.finder.ways import takes_lines
from lab12.finder.wording import prompt_of
from lab12.grader.frameworks import HOOKS

BESIDE_RECV = {"makefile", "recv_into", "recvmsg", "rfile", "start_server", "open_connection"}  # other ways to receive
BEFORE = {"host", "port", "address", "name", "password"}  # of what is asked before the conversation
STANDARD = {"stdout", "stderr"}  # what is written there goes to no other program


def never_called(source):
    """Return the hint for a function that opens the socket, connects it, or alone sends, and is mentioned nowhere; ''.
    """
    tree = source.tree
    by_name = {"getattr", "globals", "eval", "exec", "vars", "locals"} & tree.words
    opens = source.of(*CONNECTS, "bind", "listen", "accept") or source.of("sendto")  # over UDP nobody is to be called
    sends = source.of("send", "sendall", "sendto")
    tops = {one: called_by_alone(tree, tree.function(one)) for one in sends}
    unsent = [one for one in sends if tops[one] is not tree.function(one)] if all(
        hasattr(one, "name") and not is_mentioned(tree, one) for one in tops.values()) else []
    for call in [*opens, *unsent[:1]] if not by_name else ():
        function = tops[call] if call in unsent else tree.function(call)
        name = getattr(function, "name", "")
        kind = tree.parent.get(function)
        of_base = isinstance(kind, ast.ClassDef) and (kind.bases or is_mixed_in(tree, kind))
        if not name or name.startswith("__") or function.decorator_list or of_base or hasattr(function, "file"):
            continue
        if name in set().union(*HOOKS.values()) and "asyncio" in tree.words:
            continue
        elsewhere = [tree.function(one) for one in opens if called(one) == called(call) != "sendto" and tree.function(
            one) is not tree.function(call)]
        if any(one is None for one in elsewhere):
            continue  # what it does is done, outside of any function
        if not is_mentioned(tree, function):
            return f"{source.line(line(function))}{name} is never called, so line {line(call)} is not reached: " \
                f"{run_so(tree, function)}."
    return nothing_done(source, opens) if opens and not by_name else ""


def is_mixed_in(tree, kind):
    """Tell whether another class has this one as a base beside one that is not of the script, which calls what it has.
    """
    bases = [[last_name(base) for base in node.bases] for node in tree.nodes if isinstance(node, ast.ClassDef)]
    return any(kind.name in names and any(name not in tree.defined for name in names) for names in bases)


def called_by_alone(tree, function):
    """Return the function by which alone this one is called, or that one in its turn; itself where it has no such one.
    """
    seen = [function]
    while True:
        callers = {tree.function(call) for call in tree.sites(seen[-1])}
        if len(callers) != 1 or callers & {None, *seen}:
            return seen[-1]
        seen += callers


def never_so(source):
    """Return the hint for an if around what sends, whose name is given nothing but False; '' for others.

        connected = False
        def send(text):
            if connected:
                link.sendall(text)
    """
    tree = source.tree
    talk = [part for part in tree.of(*SENDS) if last_name(getattr(part.func, "value", None)) not in STANDARD]
    for node in [node for node in tree.nodes if isinstance(node, ast.If) and not {"setattr", "globals"} & tree.words]:
        name, values = last_name(node.test), tree.given.get(last_name(node.test), ())
        if not name or not values or any(not isinstance(one, ast.Constant) or one.value for one in values):
            continue
        within = {part for one in node.body for part in walk(one)}
        sends = [part for part in talk if part in within]
        others = [part for part in talk if part not in within and tree.function(part) is tree.function(node)]
        stored = [one for one in tree.nodes if name == (
            one.arg if isinstance(one, (ast.arg, ast.keyword)) else last_name(one) if isinstance(
                getattr(one, "ctx", None), ast.Store) else "")] if sends and not others else []
        if stored and len(values) == len(stored):
            said = f"{name} is {values[0].value!r}"
            return f"{source.line(line(node))}{said} ({source.ref(values[0])}), and nothing ever gives it another " \
                f"value: so {source.ref(sends[0])} is never reached."
    return ""


def is_mentioned(tree, function):
    """Tell whether the name of a function stands anywhere else, be it as a text, or may be put together."""
    return bool({"getattr", "globals", "eval"} & tree.words) or function.name in texts(tree) or any(
        last_name(node) == function.name for node in tree.nodes if node is not function
        and not is_of_a_thread(tree, getattr(node, "value", None)))


def is_of_a_thread(tree, node):
    """Tell whether this is a thread or process, by what makes it: worker.start() calls no start of the script's own."""
    made = [node] if isinstance(node, ast.Call) else tree.given.get(node.id, ()) if isinstance(node, ast.Name) else ()
    return bool(made) and all(called(one) in {"Thread", "Timer", "Process"} and called(one) not in tree.defined
                              for one in made)


def never_asked(source):
    """Return the hint for a function that asks the user, and is never called nor started, where no other one asks.

    What is asked before the conversation, for an address or a name, is no message.
    """
    tree = source.tree
    first = {question.line for question in getattr(source.script, "questions", ())}
    asked = {tree.function(call) for call in source.of("input") if line(call) not in first}
    asks = [call for call in tree.calls if asks_user(call) and wanted(prompt_of(tree, call)) not in BEFORE]
    never = {function for function in map(tree.function, asks)
             if getattr(function, "name", "") and not is_mentioned(tree, function)
             and not source.is_of_other(function.body[0]) and not is_called_by_python(function.name)}
    if asked - never or len(never) != 1 or "stdin" in tree.words:
        return ""
    [function] = never
    return never_begun(source, function, function.name, "in which the user is asked")


def is_called_by_python(name):
    """Tell whether Python calls a method of this name by itself: __init__, and datagram_received of asyncio."""
    return name.startswith("__") or name in set().union(*HOOKS.values())


def never_heard(source):
    """Return the hint for a function that receives, and is never called nor started, where no other one does; ''."""
    tree = source.tree
    early, lines = settling(tree), [loop for loop in tree.loops if takes_lines(tree, loop)]
    hears = [call for call in source.of("recv", "recvfrom", "readline") if not asks_user(call) and not (
        lines and tree.function(call) is None and early.issuperset(tree.above(call, LOOPS)))]  # an answer to a login
    functions = {tree.function(one) for one in (*hears, *lines)}
    names = {getattr(one, "name", "") for one in functions}
    others = {"getattr", "globals", "eval"} if lines or "readline" in map(called, hears) else {
        "getattr", "globals", "eval", *BESIDE_RECV}
    if len(functions) != 1 or names & {"", "main", *texts(tree)} or others & tree.words or any(
            last_name(node) in names or isinstance(node, ast.ClassDef) and functions & set(node.body)
            for node in tree.nodes if node not in functions):
        return ""
    return never_begun(source, functions.pop(), names.pop(), "which receives")


def never_begun(source, function, name, does):
    """Return the hint for a function that nobody calls, and the target that is started twice, if there is one."""
    tree = source.tree
    if getattr(tree.parent.get(function), "bases", ()) or function.decorator_list:
        return ""  # run() of a Thread, handle() of socketserver
    started = [last_name(target_of_start(call)) for call in tree.of(*STARTS)]
    twice = next((call for place, call in enumerate(tree.of(*STARTS)) if started[place] in started[:place]), None)
    where = f"{source.line(line(twice))}this starts {last_name(target_of_start(twice))} a second time, and {name}" if \
        twice else f"{source.line(line(function))}{name}"
    return f"{where}, {does}, is never started: " + (
        f"target={name} is meant here." if twice else f"{run_so(tree, function)}.")


def called_so(function):
    """Return a call of a function as a text, with the names of what it is to be given."""
    taken = getattr(getattr(function, "args", None), "args", ())  # a class has none
    return f"{function.name}({', '.join(one.arg for one in taken if one.arg != 'self')})"


def run_so(tree, function):
    """Return what runs a function, as a text: its call; of a coroutine await, or asyncio.run(), makes something."""
    call = called_so(function)
    if not isinstance(function, ast.AsyncFunctionDef):
        return call
    return f"await {call}" if tree.of("run", "run_until_complete", "run_forever") else f"asyncio.run({call})"


def leaves_unless(source):
    """Return the hint for a loop that is left at each message but the stop word, and talks only behind that; ''.

        if text != "exit":
            break
    """
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.If) and isinstance(node.test, ast.Compare)]:
        word = getattr(node.test.comparators[0], "value", None)
        if not (isinstance(node.test.ops[0], ast.NotEq) and isinstance(word, str) and word.isalpha()
                and isinstance(node.body[-1], (ast.Break, ast.Return)) and not node.orelse):
            continue
        loop = next(iter(tree.above(node, LOOPS)), None)
        talks = [part for part in (walk(loop) if loop else ()) if called(part) in {*SENDS, *RECEIVES, "print"}
                 and not asks_user(part)]
        asked = {last_name(part) for part in walk(node.test.left)} & {
            last_name(part.targets[0]) for part in walk(loop or node) if isinstance(part, ast.Assign)
            and any(map(asks_user, walk(part.value)))}
        sent = any(isinstance(part, ast.Name) and part.id in asked and part.lineno > node.end_lineno
                   for part in walk(loop)) if asked else False  # and not only whether to go on
        sent = sent and not any(asks_user(part) and part.lineno > node.end_lineno for part in walk(loop))
        if sent and any(part.lineno > node.end_lineno for part in talks) and not any(
                called(part) in SENDS for part in walk(node)):
            return f"{source.line(line(node))}this leaves the loop at everything but {word!r}, and stays in it at " \
                f"{word!r}: != has to be ==."
    return ""


STOP_WORDS = {"exit", "quit", "bye", "stop", "end", "close", "logout", "leave"}


def leaves_but_for(source):
    """Return the hint for a conversation that ends at each message but the stop word; '' for others.

        while running:
            ...
            if text != "exit":
                running = False
    """
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.If) and isinstance(node.test, ast.Compare)]:
        word = tree.value(node.test.comparators[0])
        word = word.decode(errors="replace") if isinstance(word, bytes) else word
        loop = next(iter(tree.above(node, (ast.While,))), None)
        if loop is None or node.orelse or not (isinstance(node.test.ops[0], ast.NotEq) and isinstance(word, str)) or (
                word.strip().strip("/!").lower() not in STOP_WORDS):
            continue
        flags = names_in(loop.test)
        leaves = isinstance(node.body[-1], (ast.Break, ast.Return)) or any(
            isinstance(one, ast.Assign) and last_name(one.targets[0]) in flags and isinstance(one.value, ast.Constant)
            and isinstance(one.value.value, bool) for one in node.body)
        talks = {called(part) for part in walk(loop)} & {*SENDS, *RECEIVES}
        if leaves and talks and not any(called(part) in SENDS for part in walk(node)):
            return f"{source.line(line(node))}this ends the loop at everything but {word!r}, and goes on at " \
                f"{word!r}: != has to be ==."
    return ""


def nothing_done(source, opens):
    """Return the hint for a program that only defines what it could do: none of its lines comes to these calls; ''.

    The function that does, if there is one, is named: it is the one that no other one mentions.
    """
    tree = source.tree
    functions = [node for node in tree.module.body if isinstance(node, FUNCTIONS) and not hasattr(node, "file")]
    inside = [part for one in tree.module.body if isinstance(one, ast.ClassDef) for part in one.body]
    there = mentioned(tree, [node for node in (*tree.module.body, *inside)
                             if not isinstance(node, (ast.ClassDef, *FUNCTIONS))])
    if there & set(opens):
        return ""
    for one in functions:
        if set(opens) & mentioned(tree, one.body) and not one.decorator_list and not any(
                names(node, one.name) for node in tree.nodes):
            return f"{source.line(line(one))}{one.name} is never called, so nothing of this is done: " \
                f"{run_so(tree, one)}."
    for one in tree.module.body:
        if isinstance(one, ast.ClassDef) and set(opens) & set(walk(one)) and not any(
                names(node, one.name) for node in tree.nodes) and one.name not in texts(tree):
            return f"{source.line(line(one))}nobody makes one of the class {one.name}, so nothing of this is done: " \
                f"{made_so(one)}."
    return ""


def names(node, name):
    """Tell whether a node names a function or class of the script: what an object keeps is called self.name."""
    return last_name(node) == name and getattr(getattr(node, "value", None), "id", "") != "self" and not isinstance(
        node.ctx, ast.Store)


def made_so(kind):
    """Return how one of a class is made, as a text, with the names of what it is to be given."""
    begins = next((one for one in kind.body if getattr(one, "name", "") == "__init__"), None)
    return called_so(begins).replace("__init__", kind.name) if begins else f"{kind.name}()"


def mentioned(tree, body):
    """Return the nodes of these statements, and of the functions and classes that are named in them, or in those."""
    found, rest = set(), list(body)
    while rest:
        new = [node for node in walk(rest.pop()) if node not in found]
        found |= set(new)
        rest += [one for node in new for one in tree.defined.get(last_name(node), ()) if one not in found]
    return found


def yields_in_vain(source):
    """Return the hint for a function that yields, and is done in a thread, or called alone: nothing of it runs; ''."""
    tree = source.tree
    started = [(call, last_name(target_of_start(call))) for call in tree.of(*STARTS)]
    alone = [(node.value, called(node.value)) for node in tree.nodes if isinstance(node, ast.Expr)
             and isinstance(node.value, ast.Call) and tree.is_own(node.value.func)]
    for call, name in started + alone:
        for one in tree.defined.get(name, ()):
            yields = next((part for part in walk(one) if isinstance(part, (ast.Yield, ast.YieldFrom))
                           and tree.function(part) is one), None)
            if isinstance(one, ast.FunctionDef) and yields and not one.decorator_list:
                return f"{source.line(line(yields))}with a yield in it {name} is a generator, of which nothing runs " \
                    f"when it is called ({source.ref(call)}), only when a loop goes through it: take the yield out."
    return ""


def texts(tree):
    """Return the texts of a script: a function may be looked up by its name."""
    return {node.value for node in tree.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def never_connected(source):
    """Return the hint for a client that sends or receives through a socket that it does not connect; '' for others."""
    tree = source.tree
    calls = [call for call in tree.of("connect", "connect_ex") if isinstance(call.func, ast.Attribute)]
    there = {last_name(call.func.value) for call in calls}
    for call in source.of("send", "sendall", "recv") if calls and not tree.of("accept", "listen") else ():
        used = last_name(getattr(call.func, "value", None))
        made = tree.given.get(used, ())
        if made and used not in there and all(called(value) == "socket" for value in made):
            return f"{source.line(line(call))}{used} is never connected; {ast.unparse(calls[0].func.value)} is " \
                f"({source.ref(calls[0])}). Talk through that one."
    return ""


def connects_nowhere(client):
    """Return the hint for a client over TCP that makes a socket, and in which nothing connects any; '' for others."""
    tree = client.tree
    made = tree.of("socket") if client.script and client.script.transport == "tcp" and client.role == "client" else ()
    if not made or tree.of(*CONNECTS, *LISTENS, "bind") or not tree.of("send", "sendall", "recv"):
        return ""
    name = target_of(tree, made[0]) or "it"
    return f"{client.line(line(made[0]))}this socket is never connected: {name}.connect((host, port)), before " \
        "anything is sent or received."


def never_entered(source):
    """Return the hint for the loop of a talk whose test is false with what its name is given just before; '' for none.

        text = ""
        while text:
            text = input()
    """
    tree = source.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.While) and not source.is_of_other(loop)]:
        talks = [part for part in walk(loop) if asks_user(part) or called(part) in OVER_SOCKETS | {"recv", "recvfrom"}]
        block = getattr(tree.parent.get(loop), "body", [])
        before = block[:block.index(loop)] if loop in block else []
        given = {last_name(target): value.value for node in before for target, value in given_names(node)
                 if isinstance(value, ast.Constant) and isinstance(target, ast.Name)}
        inside = set(walk(loop))
        first = [target for node in before for target, value in given_names(node) if isinstance(value, ast.Constant)]
        others = {node.id for node in tree.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
                  and node not in inside and node not in first}  # a function that is called before may give it another
        false = [part for part in all_of(loop.test) if is_false(part, {
            name: value for name, value in given.items() if name not in others})] if talks else []
        if false and loop.body:
            values = ", ".join(f"{name} is {given[name]!r} at first" for name in sorted(names_in(false[0]) & {*given}))
            return f"{source.line(line(loop))}this loop is never entered: {values}. Ask before the loop, too, or " \
                "write while True, and leave it with break."
    return ""


def all_of(test):
    """Return the parts of a test all of which must hold."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return [part for one in test.values for part in all_of(one)]
    return [test]


def is_false(test, given):
    """Tell whether a test is false with the values that these names are given: a name, not a name, name == word."""
    name = last_name(getattr(test, "operand", getattr(test, "left", test)))
    if name not in given or isinstance(getattr(test, "operand", getattr(test, "left", test)), ast.Attribute):
        return False
    if isinstance(test, ast.Name):
        return not given[name]
    if isinstance(test, ast.UnaryOp):
        return isinstance(test.op, ast.Not) and bool(given[name])
    other = test.comparators[0] if isinstance(test, ast.Compare) and len(test.ops) == 1 else None
    same = isinstance(other, ast.Constant) and given[name] == other.value
    return isinstance(other, ast.Constant) and (isinstance(test.ops[0], (ast.Eq, ast.Is)) and not same or isinstance(
        test.ops[0], (ast.NotEq, ast.IsNot)) and same)
