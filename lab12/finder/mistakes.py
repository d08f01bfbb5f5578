"""Mistakes names what is likely wrong in a script, with its line: the material of hints, never of marks."""
import ast
import sys

from lab12.finder.flow import TURNS
from lab12.finder.hearing import (
    accepts_again,
    awaited,
    ends_pool,
    hears_in_time,
    hears_twice,
    joins_in_turn,
    joins_its_own,
    same_again,
    started_before,
    submitted,
    unwatched,
)
from lab12.finder.later import ARGS, STARTS, given_as_args, target_of_start
from lab12.finder.listening import on_listener
from lab12.finder.nodes import walk
from lab12.finder.noticing import of_talk, unnoticing
from lab12.finder.rows import several, stream_writes
from lab12.finder.syntax import (
    LOOPS,
    OVER_SOCKETS,
    RECEIVES,
    called,
    last_name,
    line,
    names_in,
)
from lab12.finder.texts import made_text, text_port, typed_text
from lab12.finder.ways import loops

OF_TEXT = {"lower", "upper", "strip", "rstrip", "lstrip", "casefold", "decode", "encode", "split", "splitlines"}
GIVE_SEVERAL = {"accept", "recvfrom", "getpeername", "getsockname", "tuple", "list"}  # peer = door.accept()
ASKED = {"is_set", "is_alive"}  # of an Event, of a thread: the method itself is always true
CALLED = {"start", "run", "listen", "connect", "main", "close", "accept", "flush"}  # nothing is done by the name alone


def mistakes(tree, role, transport):
    """Return the likely mistakes, each with its line. They are called:

    - `module NAME` (not in the standard library), `_name_` (for __name__), `not called` (thread.start, without its
      parentheses), `not closed` (the same of close), `target called` (Thread(target=f())), `no comma` (Thread(...,
      args=(x)));
    - `joins at once` (what it has just started, in a loop), `asks at once` (for the result of that), `awaits at once`
      (the talk with a client, before the next is accepted), `ends pool` (the same by with), `runs here` (a thread that
      is not started), `same again` (a loop round what came before it), `port is text`, `no encode` (before sending),
      `own name` (an address by gethostname);
    - over TCP `no SO_REUSEADDR`, `accepts once`, `empty not noticed` (the end of the connection, by recv),
      `on listener` (a recv or send through the socket that listens);
    - over TCP `one by one` (a recv from each client in turn, which waits for those that say nothing), `sends twice`
      (one message right after another, with no end to either) and `hears twice` (a recv right after another).
    """
    found = {}
    for node in tree.nodes:
        for module in modules(node):
            if module not in sys.stdlib_module_names:
                found.setdefault(f"module {module}", line(node))
        named = isinstance(node, ast.Expr) and (last_name(node.value) in CALLED or is_only_named(tree, node.value))
        if named and not is_done_at_the_end(tree, node) or names_a_method(node):
            closes = isinstance(node, ast.Expr) and last_name(node.value) == "close"
            found.setdefault("not closed" if closes else "not called", line(node))
        if isinstance(node, ast.Attribute) and node.attr in ASKED and tree.tested(node) and not isinstance(
                tree.parent.get(node), (ast.Call, ast.Attribute)):
            found.setdefault("not called", line(node))
        if isinstance(node, ast.Name) and node.id == "_name_":
            found.setdefault("_name_", line(node))
    for call in tree.of("bind", "connect", "sendto"):
        if call.args and text_port(tree, call.args[-1]):
            found.setdefault("port is text", line(call))
    for call in [*tree.of(*OVER_SOCKETS), *stream_writes(tree)]:
        if call.args and not tree.of_objects and (typed_text(tree, call.args[0]) or made_text(tree, call)):
            found.setdefault("no encode", line(call))
    thread_mistakes(tree, found)
    if where := same_again(tree):
        found["same again"] = where
    if where := removes_in_loop(tree):
        found["removes in loop"] = where
    for call in tree.of("gethostname", "getfqdn")[:1]:
        found["own name"] = line(call)
    return found | (tcp_mistakes(tree, role) if transport == "tcp" else {})


def is_only_named(tree, node):
    """Tell whether a function of the script is named by a statement, and nowhere else: not called, nor started."""
    name = last_name(node)
    return name in tree.own and sum(last_name(one) == name for one in tree.nodes) == 1


def is_done_at_the_end(tree, node):
    """Tell whether a program without threads names what the system does as it ends: s.close, in no loop."""
    threads = {"Thread", "start_new_thread"} & tree.words
    return last_name(node.value) == "close" and not threads and not loops(tree, node)


def names_a_method(node):
    """Tell whether a method of text is compared, kept or sent, that was to be called: text.lower == "exit"."""
    parts = (node.left, *node.comparators) if isinstance(node, ast.Compare) else ()
    if isinstance(node, ast.Assign) and isinstance(getattr(node.value, "value", None), ast.Call):
        parts = (node.value,)  # line = input().strip
    if called(node) in OVER_SOCKETS:
        parts = [one for one in node.args if last_name(one) == "encode"]  # link.send(text.encode)
    return any(isinstance(part, ast.Attribute) and part.attr in OF_TEXT for part in parts)


def is_done_here(tree, target):
    """Tell whether this calls a function of the script, where one is to be named, and gets no other one for it."""
    functions = tree.defined.get(called(target), ())
    return bool(functions) and not any(isinstance(one, ast.ClassDef) or any(
        gives_function(tree, one, part) for part in walk(one) if isinstance(part, ast.Return)) for one in functions)


def gives_function(tree, function, node):
    """Tell whether this return gives a function: one of its own or of the script, a lambda, a partial."""
    own = {getattr(one, "name", "") for one in function.body} - {""} | {*tree.defined}
    ways = [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value]
    return any(isinstance(one, ast.Lambda) or called(one) == "partial" or last_name(one) in own for one in ways)


def thread_mistakes(tree, found):
    """Add the mistakes that are made in starting threads."""
    for call in tree.of(*STARTS):
        if is_done_here(tree, target_of_start(call)):
            found.setdefault("target called", line(call))
    for call in tree.of(*ARGS):
        args = given_as_args(call)
        if isinstance(args, (ast.Name, ast.Attribute, ast.Constant)) and not is_tuple(tree, args):
            found.setdefault("no comma", line(call))
    for call in runs_of_threads(tree):
        found.setdefault("runs here", line(call))
    for call in tree.of("join"):
        loops, name = tree.above(call, LOOPS), last_name(getattr(call.func, "value", None))
        started = [one for one in tree.of("start") if last_name(getattr(one.func, "value", None)) == name]
        at_once = loops and name and tree.typed.get(name) is None and not isinstance(loops[0], ast.For) and any(
            tree.above(one, LOOPS)[:1] == loops[:1] for one in started)
        if at_once or started_before(tree, call) or joins_in_turn(tree, call) or joins_its_own(tree, call):
            found.setdefault("joins at once", line(call))
    for call in tree.of("result", "exception"):
        if (made := submitted(tree, call)) and accepts_again(tree, call) and accepts_again(tree, made):
            found.setdefault("asks at once", line(call))


def runs_of_threads(tree):
    """Yield the calls of run() of a thread: it does the work here and now, where start() was meant."""
    threads = {"Thread"} | {node.name for node in tree.nodes if isinstance(node, ast.ClassDef)
                            and any(last_name(base) == "Thread" for base in node.bases)}
    for call in [call for call in tree.calls if called(call) == "run"]:
        of = getattr(call.func, "value", None)
        if {called(value) for value in (of, *tree.given.get(last_name(of), ()))} & threads:
            yield call


def removes_in_loop(tree, of_the_dead=True):
    """Return the line that takes one off a list while a loop goes through that list, and goes on; '' if none does.

    That may stand in a function that is called in the loop. What handles an error takes off `of_the_dead`: not before
    one has gone.
    """
    for loop in tree.loops:
        name = last_name(loop.iter) if isinstance(loop, ast.For) and not isinstance(loop.iter, ast.Call) else ""
        for call in tree.of("remove", "pop") if name and not is_at_the_end(tree, loop) else ():
            sites = [call, *tree.sites(tree.function(call))]
            if last_name(getattr(call.func, "value", None)) == name and any(
                    loop in tree.above(one, LOOPS) and not leaves_after(tree, one)
                    and (of_the_dead or not tree.above(one, ast.ExceptHandler)) for one in sites):
                return line(call)
    return ""


def is_at_the_end(tree, node, turns=TURNS):
    """Tell whether a node stands in a function that is called, once, from where the program begins: and at its end.

    A thread, a handler or a loop comes to it in the middle of the conversation.
    """
    function = tree.function(node)
    sites = tree.sites(function) if turns else []
    return bool(sites) and all(not tree.above(call, LOOPS) and (
        tree.function(call) is None or is_at_the_end(tree, call, turns - 1)) for call in sites)


def leaves_after(tree, node):
    """Tell whether the block that a node stands in ends by leaving its loop."""
    while node is not None and not isinstance(node, ast.stmt):
        node = tree.parent.get(node)
    blocks = [block for _, block in ast.iter_fields(tree.parent[node]) if isinstance(block, list) and node in block]
    return bool(blocks) and isinstance(blocks[0][-1], (ast.Break, ast.Return))


def is_tuple(tree, node):
    """Tell whether a name is given a tuple or a list anywhere, or may be, by a loop."""
    name, parts = last_name(node), [part for one in tree.nodes for part in getattr(one, "generators", ())]
    looped = any(last_name(getattr(loop, "target", None)) == name for loop in (*tree.loops, *parts))
    given = tree.given.get(name, []) if name else []
    return bool(name) and looped or any(isinstance(value, (ast.Tuple, ast.List)) or called(value) in GIVE_SEVERAL
                                        for value in given)


def modules(node):
    """Return the top-level modules that a statement imports, the hand-in's own and others alike."""
    if isinstance(node, ast.Import):
        return [name.name.split(".")[0] for name in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module.split(".")[0]]
    return []


def is_called_back(tree, accept):
    """Tell whether an accept is in a function that is called each time somebody knocks: sel.register(door, 1, take)."""
    name = getattr(tree.function(accept), "name", None)
    return any(last_name(part) == name for call in tree.of("register", "modify", "add_reader")
               for one in (*call.args, *call.keywords) for part in walk(one)) if name else False


def tcp_mistakes(tree, role):
    """Return the mistakes that only a connection makes possible."""
    found = {}
    for call in tree.of("bind")[:1]:
        if role != "client" and not {"SO_REUSEADDR", "allow_reuse_address"} & tree.words - wasted(tree):
            found["no SO_REUSEADDR"] = line(call)
    for call in tree.of("accept")[:1]:
        # A function that binds as well is all of a server, which a menu may come back to.
        whole = any(tree.function(one) is tree.function(call) for one in tree.of("bind", "listen", "create_server"))
        if not tree.above(call, LOOPS) and (whole or not loops(tree, call)) and not is_called_back(tree, call):
            found["accepts once"] = line(call)
    for call in tree.of(*RECEIVES):
        loop, whose = next(iter(tree.above(call, LOOPS)), None), last_name(getattr(call.func, "value", None))
        owner = getattr(call.func, "value", None)
        names = {whose} | (names_in(owner.slice) if isinstance(owner, ast.Subscript) else set())  # clients[i].recv(99)
        waits = (isinstance(loop, ast.For) and names & names_in(loop.target) and not hears_in_time(tree)
                 and ("select" not in tree.words or unwatched(tree, loop)))
        if role != "client" and waits and tree.of("accept", "start_server"):
            found.setdefault("one by one", line(call))
    if where := sends_twice(tree):
        found["sends twice"] = where
    if where := ends_pool(tree):
        found["ends pool"] = where
    if where := awaited(tree):
        found["awaits at once"] = where
    if where := hears_twice(tree):
        found["hears twice"] = where
    if where := on_listener(tree):
        found["on listener"] = where
    if unnoticed := of_talk(tree, unnoticing(tree)):
        found["empty not noticed"] = line(unnoticed)
    return found


def wasted(tree):
    """Return SO_REUSEADDR, where it only makes another socket: socket.socket(SOL_SOCKET, SO_REUSEADDR, 1)."""
    uses = [tree.parent.get(node) for node in tree.nodes if last_name(node) == "SO_REUSEADDR"]
    return {"SO_REUSEADDR"} if uses and all(called(use) == "socket" for use in uses) else set()


def sends_twice(tree):
    """Return the line of the second of two messages that are sent one right after the other, without an end; or ''."""
    streams = stream_writes(tree)
    for node in (tree.module, *tree.nodes):
        body = getattr(node, "body", None) if isinstance(getattr(node, "body", None), list) else []
        body = [one for one in body if not is_drained(one)] if streams else body
        for one, two in zip(body, body[1:], strict=False):
            calls = [getattr(part, "value", None) for part in (one, two)]
            to = [last_name(getattr(call.func, "value", None)) for call in calls
                  if called(call) in {"send", "sendall"} or call in streams]
            if len(to) == 2 and to[0] == to[1] and not any(framed(tree, call) for call in calls):
                return line(calls[1])
    return sends_several(tree)


def sends_several(tree):
    """Return the line that has several messages sent by a loop over them, without an end; '' if none does.

        def tell(guest, *words):
            for word in words: guest.send(word.encode())            tell(guest, "hello", number)
    """
    for call in tree.of("send", "sendall"):
        loop = next(iter(tree.above(call, LOOPS)), None)
        whose = names_in(call.func) | {last_name(getattr(call.func, "value", None))}
        if not isinstance(loop, (ast.For, ast.AsyncFor)) or whose & names_in(loop.target) or framed(tree, call) or (
                not any(names_in(one) & names_in(loop.target) for one in call.args)):
            continue
        if found := several(tree, loop):
            return line(call if found[0] is loop else found[0])
    return ""


def is_drained(statement):
    """Tell whether a statement only has sent what has been written: await writer.drain()."""
    value = getattr(statement, "value", None)
    return called(value.value if isinstance(value, ast.Await) else value) in {"drain", "flush"}


def framed(tree, call):
    """Tell whether what this call sends has a sign at its end, or is a length."""
    values = [call, *(value for part in walk(call) if isinstance(part, ast.Name)
                      for value in tree.given.get(part.id, []))]
    sent = {part.id for part in walk(call) if isinstance(part, ast.Name)}
    if "grown" not in tree.known:
        tree.known["grown"] = [node for node in tree.nodes if isinstance(node, ast.AugAssign)]
    values += [node.value for node in tree.known["grown"] if last_name(node.target) in sent]
    values += [one for value in list(values) for part in walk(value) if tree.is_own(getattr(part, "func", None))
               for one in tree.defined.get(called(part), ())]  # send(packed(text))
    parts = [part for value in values for part in walk(value)]
    ends = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, (str, bytes))]
    return any(called(part) in {"pack", "to_bytes", "len", "zfill", "ljust", "rjust"} - {*tree.defined}
               for part in parts) or any(
        value[-1:] in ("\n", b"\n", "\0", b"\0") for value in ends)
