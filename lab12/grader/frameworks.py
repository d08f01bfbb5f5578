"""Frameworks: slips in servers that have select, asyncio or socketserver do the waiting; '' where all is as it should.

Source: Python docs, select, asyncio streams, socketserver.
"""
import ast
import re

from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, RECEIVES, asks_user, called, last_name, line, names_in
from lab12.finder.ways import loops
from lab12.grader.causes import alike

SERVERS = {"TCPServer", "UDPServer"}
MIXED_IN = {"ThreadingMixIn", "ForkingMixIn"}
HANDLERS = {"BaseRequestHandler", "StreamRequestHandler", "DatagramRequestHandler"}
HOOKS = {"Protocol": {"connection_made", "data_received", "connection_lost", "eof_received"},  # that asyncio calls
         "DatagramProtocol": {"connection_made", "datagram_received", "connection_lost", "error_received"}}
CALLED = {"handle", "setup", "finish"}  # by socketserver


def in_framework(server):
    """Return the first of these hints that the source shows."""
    looks = (handler_made, hears_last, watches_for_writing, one_at_a_time, handle_misspelt, hook_misspelt,
             asks_in_coroutine)
    return next(filter(None, (look(server) for look in looks)), "")


def no_run(source):
    """Return the hint for a class of threads that has no run(), which is what start() has done; '' for none."""
    tree = source.tree
    for one in [node for node in tree.nodes if isinstance(node, ast.ClassDef)
                and [last_name(base) for base in node.bases] == ["Thread"]]:
        methods = [part for part in one.body if isinstance(part, ast.FunctionDef)]
        names = {part.name for part in methods}
        told = any(word.arg == "target" for call in walk(one) if called(call) == "__init__" for word in call.keywords)
        unused = [part for part in methods if part.name[:2] != "__" and any(
            isinstance(node, LOOPS) for node in walk(part)) and not any(
            last_name(node) == part.name for node in tree.nodes)]
        base = any(classes_of(tree, {one.name}))
        if "run" not in names and not (told or base) and unused and "setattr" not in tree.words:
            return f"{source.line(line(unused[0]))}start() has run() done in the thread, and {one.name} has none, so " \
                f"nothing is done: {unused[0].name} has to be called run."
    return ""


def selects(tree):
    """Yield (call, names that it is to watch for reading, names of the ready ones) of each select."""
    for call in tree.of("select"):
        targets = getattr(tree.parent.get(call), "targets", [None])
        if len(call.args) >= 3 and isinstance(targets[0], ast.Tuple) and targets[0].elts:
            yield call, names_in(call.args[0]), {last_name(targets[0].elts[0])} - {""}


def hears_last(server):
    """Return the hint for a loop over those that are ready that hears the client who was accepted last, not the one."""
    tree = server.tree
    accepted = {last_name(target.elts[0]) for call in tree.of("accept") for target in getattr(
        tree.parent.get(call), "targets", ()) if isinstance(target, ast.Tuple) and target.elts} - {""}
    for _, _, ready in selects(tree):
        for call in tree.of("recv"):
            link = last_name(getattr(call.func, "value", None))
            loop = next((loop for loop in tree.above(call, (ast.For,)) if last_name(loop.iter) in ready), None)
            above = tree.above(call, (ast.If,))
            own = any(called(part) == "accept" for one in above[:1] for part in walk(
                ast.Module(one.body if any(call in walk(part) for part in one.body) else one.orelse, [])))
            own = own or any(link in names_in(one.test) for one in above)  # the new one is greeted, or it is that one
            if loop and not own and link in accepted and last_name(loop.target) not in ("", link):
                return f"{server.line(line(call))}{link} is the client that was accepted last, and " \
                    f"{last_name(loop.target)} the one that has said something: {last_name(loop.target)}.recv(...)."
    return ""


def watches_for_writing(server):
    """Return the hint for a select that only says to whom something can be sent."""
    calls = [call for call in server.tree.of("select") if len(call.args) >= 3]
    for call in calls if all(isinstance(call.args[0], ast.List) and not call.args[0].elts for call in calls) else ():
        if names_in(call.args[1]):
            return f"{server.line(line(call))}the first list is of those that may have said something, and it is " \
                f"empty; the second is of those that can be sent to: select({ast.unparse(call.args[1])}, [], [])."
    return ""


def watches_no_keyboard(client):
    """Return the hint for a client whose select watches the socket alone, and whose user is asked in the same loop."""
    tree = client.tree
    for call, watched, _ in selects(tree):
        loop = next(iter(tree.above(call, LOOPS)), None)
        asks = next((part for part in (walk(loop) if loop else ()) if asks_user(part)), None)
        held = [call.args[0], *(value for name in watched for value in tree.given.get(name, ())),
                *(one for put in tree.of("append") for one in put.args)]
        handed = any(last_name(node) == "stdin" and isinstance(tree.parent.get(node), (
            ast.List, ast.Tuple, ast.Set, ast.Call, ast.Assign)) for node in tree.nodes)
        handed = handed or tree.words & {"kbhit", "getch"}
        if asks and not handed and tree.above(asks, (ast.If,)) and not re.search(
                r"stdin|fileno|[\[, ]0[,\]]", " ".join(map(ast.unparse, held))):
            return f"{client.line(line(call))}this watches the socket alone, so the keyboard is never looked at " \
                f"({client.ref(asks)}): put sys.stdin on that list, too; on Windows it takes a thread instead."
    return ""


def classes_of(tree, names):
    """Yield the classes of the script that have one of these as a base, with the names of all their bases."""
    for node in tree.nodes:
        if isinstance(node, ast.ClassDef) and {last_name(base) for base in node.bases} & names:
            yield node, [last_name(base) for base in node.bases]


def one_at_a_time(server):
    """Return the hint for a server of socketserver that has no threads, with a handler that talks in a loop."""
    tree = server.tree
    if "socketserver" not in tree.words or tree.words & (
            MIXED_IN | {"ThreadingTCPServer", "ForkingTCPServer"}) or tree.defined.get("process_request"):
        return ""
    made = next((call for call in tree.calls if called(call) == "TCPServer"), None) or next(
        (node for node, _ in classes_of(tree, {"TCPServer"})), None)
    talks = any(called(part) in RECEIVES and tree.above(part, LOOPS)
                or isinstance(part, ast.For) and last_name(part.iter) == "rfile"  # line by line
                for node, _ in classes_of(tree, HANDLERS) for part in walk(node))
    return f"{server.line(line(made))}TCPServer serves one client after the other: the next one waits until this one " \
        "has gone. ThreadingTCPServer serves each in a thread of its own." if made and talks else ""


def handle_misspelt(server):
    """Return the hint for a handler of socketserver without a handle(), which does nothing for anybody."""
    for node, _ in classes_of(server.tree, HANDLERS):
        methods = [one for one in node.body if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))]
        talks = [one for one in methods if any(last_name(part) in {"request", "rfile"} for part in walk(one))]
        base = any(classes_of(server.tree, {node.name}))
        if talks and not base and not {one.name for one in methods} & CALLED:
            return f"{server.line(line(talks[0]))}socketserver calls handle(), and {node.name} has none: " \
                "def handle(self)."
    return ""


def hook_misspelt(source):
    """Return the hint for a method of a protocol of asyncio that asyncio does not call, since it has another name; ''.

    Source: Python docs, asyncio-protocol.
    """
    for node, bases in classes_of(source.tree, set(HOOKS)) if "asyncio" in source.tree.words else ():
        hooks = HOOKS[next(base for base in bases if base in HOOKS)]
        methods = {one.name: one for one in node.body if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))}
        for name, method in methods.items():
            meant = alike(name, hooks - methods.keys(), 0.7)
            if name not in hooks and meant and not any(last_name(one) == name for one in source.tree.nodes):
                return f"{source.line(line(method))}asyncio calls {meant}(), and {node.name} has none: nothing calls " \
                    f"{name}()."
    return ""


def asks_in_coroutine(server):
    """Return the hint for input() in a coroutine that serves a client: everybody waits until it is answered."""
    tree = server.tree
    for call in server.of("input"):
        function = tree.function(call)
        if isinstance(function, ast.AsyncFunctionDef) and not getattr(call, "awaited", False) and isinstance(
                tree.parent.get(call), (ast.Assign, ast.Expr, ast.Call)) and tree.of("start_server") and any(
                called(part) in {"readline", "read", "readuntil"} and not asks_user(part) for part in walk(function)):
            return f"{server.line(line(call))}input() holds the whole program until its user has typed something, " \
                "and no client is heard or told anything: leave it out, or await asyncio.to_thread(input, ...)."
    return ""


def serves_one(server):
    """Return the hint for handle_request(), after which a server of socketserver ends."""
    call = next(iter(server.tree.of("handle_request")), None)
    return f"{server.line(line(call))}handle_request() serves one request, and then the server ends: serve_forever()." \
        if call and not loops(server.tree, call) else ""


def serves_no_longer(server):
    """Return the hint for a server of asyncio that ends with main(), since nothing waits once it is there; ''."""
    tree = server.tree
    begins = "start_server", "create_datagram_endpoint", *(("create_server",) if "asyncio" in tree.words else ())
    calls = [one for one in tree.of(*begins) if isinstance(tree.function(one), ast.AsyncFunctionDef)
             and isinstance(tree.parent.get(one), ast.Await)]
    call = calls[0] if calls and server.role == "server" else None
    function = tree.function(call) if call else None
    later = [part for one in tree.nodes if isinstance(one, ast.Await) and called(one.value) == getattr(
        function, "name", "") for part in walk(tree.function(one) or tree.module)
        if isinstance(part, (ast.Await, ast.AsyncWith)) and part.lineno > one.end_lineno]  # await hall.begin()
    if call is None or later or tree.above(call, LOOPS) or {"run_forever", "run_until_complete"} & tree.words or any(
            isinstance(part, (ast.Await, ast.AsyncWith, ast.AsyncFor, ast.Return, *LOOPS))
            and part.lineno > call.end_lineno for part in walk(function)):
        return ""
    names = [last_name(target) for target in getattr(tree.parent.get(tree.parent.get(call)), "targets", ())]
    name = next(iter(names), "server")
    waits = "asyncio.Event().wait()" if called(call) == "create_datagram_endpoint" else f"{name}.serve_forever()"
    return f"{server.line(line(call))}{called(call)} only begins to wait, and goes on: main() ends, and all with it. " \
        f"await {waits} has to follow."


def handler_made(source):
    """Return the hint for a handler that is handed over as an object, or as what it gives, and not itself; ''."""
    tree = source.tree
    for call in tree.calls:
        given = next((one for one in call.args if isinstance(one, ast.Call)), None)
        if given is None:
            continue
        if called(call) == "start_server" and given is call.args[0] and tree.is_own(given.func) and all(
                isinstance(one, ast.AsyncFunctionDef) for one in tree.defined.get(called(given), [None])):
            return f"{source.line(line(call))}start_server is to be given the function itself, which it calls for " \
                f"each client: {called(given)}, without parentheses."
        begins = called(call) in {"create_server", "create_datagram_endpoint", "create_connection"}
        if begins and given is call.args[0] and bases_of(tree, called(given)) & set(HOOKS):
            return f"{source.line(line(call))}{called(call)} is to be given the class itself, of which it makes one " \
                f"for each connection: {called(given)}, without parentheses."
        if bases_of(tree, called(given)) & HANDLERS and (
                bases_of(tree, called(call)) & SERVERS or called(call).endswith("Server")):
            return f"{source.line(line(call))}a server of socketserver is to be given the class itself, of which it " \
                f"makes one for each client: {called(given)}, without parentheses."
    return ""


def bases_of(tree, name):
    """Return the names of the bases of a class of the script."""
    classes = [one for one in tree.defined.get(name, ()) if isinstance(one, ast.ClassDef)]
    return {last_name(base) for one in classes for base in one.bases}
