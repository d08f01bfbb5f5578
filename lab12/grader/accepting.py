"""Accepting: what stands around accept, so that too few come in, one is forgotten, or nobody is waited for; '' else."""
import ast

from lab12.finder.later import STARTS
from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, RECEIVES, asks_user, called, last_name, line, names_in
from lab12.finder.ways import loops
from lab12.grader.unreached import TALKS, WAITS, is_endless

WAITS_NOT = {"MSG_DONTWAIT", "set_blocking", "fcntl", "ioctl"}  # other ways to have a socket not wait


def accepts_one(source):
    """Return the hint for a loop that accepts, and is left each time after the first client."""
    tree = source.tree
    for call in tree.of("accept"):
        loop = next(iter(tree.above(call, LOOPS)), None)
        left = next((one for one in getattr(loop, "body", ()) if isinstance(one, (ast.Break, ast.Return))
                     and one.lineno > call.lineno), None)
        goes_on = isinstance(left, ast.Break) and any(
            called(one) in RECEIVES and one.lineno > loop.end_lineno and tree.function(one) is tree.function(call)
            for one in tree.calls)
        if left is not None and not goes_on:  # behind it, it talks with the one
            word = "break" if isinstance(left, ast.Break) else "return"
            return f"{source.line(line(left))}this {word} leaves the loop that accepts after the first client: " \
                "nobody else comes in, and the server goes on to its end. Leave it out."
    return ""


def talks_in_its_loop(source):
    """Return the hint for a server that hears each client in the loop that accepts, until that one has gone; '' else.

        while True:
            link, _ = door.accept()
            while data := link.recv(99): ...

    Its threads, if it starts any, are none of the clients.
    """
    tree = source.tree
    if source.script.transport == "udp":
        return ""  # what it accepts beside its talk are no users: files
    if tree.words & {"select", "selectors", "asyncio", "settimeout", "setblocking", "fork", *WAITS_NOT}:
        return ""
    for accept in tree.of("accept"):
        loop = next(iter(tree.above(accept, LOOPS)), None)
        inside = list(walk(loop)) if loop else []
        if any(called(part) in STARTS for part in inside):
            continue  # it is asked for its name here, and heard in a thread
        for recv in [part for part in inside if called(part) == "recv"]:
            inner = next(iter(tree.above(recv, LOOPS)), None)
            if inner is not loop and tree.function(recv) is tree.function(accept) and last_name(
                    recv.func.value) in names_given(tree, accept):
                return f"{source.line(line(inner))}the server talks here with one client until that has gone, and " \
                    f"accepts no other before ({source.ref(accept)}). Start a thread for each one that accept gives."
    return ""


def accepts_anew(source):
    """Return the hint for an accept in the loop of the talk with a client whom another accept has given; '' for none.

        link, _ = door.accept()
        while True:
            link, _ = door.accept()
            data = link.recv(99)
    """
    tree = source.tree
    for call in tree.of("accept"):
        loop = next(iter(tree.above(call, LOOPS)), None)
        talks = [part for part in (walk(loop) if loop else ()) if called(part) == "recv" and part.lineno > call.lineno
                 and tree.above(part, LOOPS)[:1] == [loop]]
        first = next((one for one in tree.of("accept") if one.lineno < call.lineno and one not in set(walk(loop))
                      and tree.function(one) is tree.function(call)), None) if talks else None
        other = names_given(tree, first) - names_given(tree, call) if first is not None else set()
        if first is not None and not other & names_in(loop) and not any(called(part) in STARTS for part in walk(loop)):
            return f"{source.line(line(call))}this waits for another client before each message, though one is there " \
                f"already ({source.ref(first)}): leave this line out."
    return ""


def accepted_in_vain(source):
    """Return the hint for a client that is accepted before the loop, and is forgotten by the accept in it; '' for none.

        link, _ = door.accept()
        while True:
            link, _ = door.accept()
            talk(link)
    """
    tree, calls = source.tree, sorted(source.tree.of("accept"), key=lambda call: call.lineno)
    for first, again in zip(calls, calls[1:], strict=False):
        names = names_given(tree, first) & names_given(tree, again)
        used = any(last_name(node) in names and isinstance(getattr(node, "ctx", None), ast.Load)
                   and first.lineno < node.lineno <= again.lineno for node in tree.nodes)
        used = used or any(first.lineno < call.lineno < again.lineno and tree.function(call) is tree.function(first)
                           and tree.is_own(call.func) for call in tree.calls)  # which may take it by its name
        loops = [tree.above(call, LOOPS) for call in (first, again)]
        if names and not used and not loops[0] and loops[1] and tree.function(first) is tree.function(again):
            return f"{source.line(line(first))}the client that is accepted here is never heard: {source.ref(again)} " \
                "waits for another one, which takes its name. Leave this line out."
    return ""


def names_given(tree, accept):
    """Return the names that are given the connection which an accept gives."""
    return {last_name(next(iter(getattr(target, "elts", ())), target)) for target in getattr(
        tree.parent.get(accept), "targets", ())} - {""}


def accepts_outside(source):
    """Return the hint for an accept before the loop that starts a thread each time round, always for this one; ''.

        link, _ = door.accept()
        while True:
            threading.Thread(target=serve, args=(link,)).start()
    """
    tree = source.tree
    for call in tree.of("accept") if len(tree.of("accept")) == 1 and not loops(tree, tree.of("accept")[0]) else ():
        for loop in [loop for loop in tree.loops if isinstance(loop, ast.While) and loop.lineno > call.lineno
                     and tree.function(loop) is tree.function(call) and is_endless(tree, loop)]:
            started = next((part for part in walk(loop) if called(part) in STARTS), None)
            anew = {node.id for node in walk(loop) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
            if started and names_given(tree, call) & names_in(started) and not anew & names_in(started) and not any(
                    called(part) == "join" for part in walk(loop)):  # a thread for each message, or one at a time
                return f"{source.line(line(call))}this accepts one client, and the loop ({source.ref(loop)}) starts " \
                    "a thread for him again and again: accept belongs in the loop."
    return ""


def starts_without_end(source):
    """Return the hint for a loop that starts a thread each time round, and waits for nobody."""
    tree = source.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.While)]:
        inside = [part for part in walk(loop) if isinstance(part, ast.Call)]
        waits = any(called(part) in TALKS - {"print"} | WAITS | tree.own or asks_user(part) for part in inside)
        started = next((part for part in inside if called(part) in STARTS), None)
        if started and is_endless(tree, loop) and not waits:
            return f"{source.line(line(started))}this loop starts one after another, and waits for nobody: accept " \
                "belongs in it, before the thread is started for what it gives."
    return ""


def waits_beside_the_door(source):
    """Return the hint for a listening socket that does not wait, where those that accept gives do; '' for others.

        door.setblocking(False)
        while True:
            link, _ = door.accept()    # on Linux it waits, whatever the door does (accept(2))
            link.recv(1024)
    """
    tree, limits = source.tree, source.of("setblocking", "settimeout", "setdefaulttimeout")
    doors = {last_name(getattr(call.func, "value", None)) for call in tree.of("accept")}
    made = [name for call in tree.of("accept") for name in names_given(tree, call)]
    for call in limits if made and not source.many_at_once and not tree.words & WAITS_NOT else ():
        value = tree.value(call.args[0]) if call.args and called(call) != "setdefaulttimeout" else None
        alone = all(last_name(getattr(other.func, "value", None)) in doors for other in limits) and not any(
            tree.value(one) for other in limits for one in other.args[:1])
        heard = [one for one in tree.of("recv") if one.lineno != call.lineno]
        if alone and value is not None and not isinstance(value, str) and value == 0 and heard:
            return f"{source.line(line(tree.of('accept')[0]))}on Linux accept gives a socket that waits, though the " \
                f"listening one does not ({source.ref(call)}), so recv ({source.ref(heard[0])}) keeps all others " \
                f"waiting: {made[0]}.setblocking(False) right after accept."
    return ""


def closes_the_only_one(source):
    """Return the hint for an accept before the loop that closes its connection each time round; '' for others.

        link, _ = door.accept()
        while True:
            with link:
                talk(link)
    """
    tree = source.tree
    for call in tree.of("accept") if len(tree.of("accept")) == 1 else ():
        for node in [node for node in tree.nodes if isinstance(node, ast.With)]:
            loop = next(iter(tree.above(node, ast.While)), None)
            names = {last_name(item.context_expr) for item in node.items} & names_given(tree, call)
            if loop and names and isinstance(loop.test, ast.Constant) and loop not in loops(tree, call) and (
                    tree.function(loop) is tree.function(call) and call.lineno < loop.lineno):
                return f"{source.line(line(call))}this accepts one client, and the loop ({source.ref(loop)}) closes " \
                    f"{min(names)} each time round (line {node.lineno}): accept belongs in the loop."
    return ""
