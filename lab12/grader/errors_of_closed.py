"""Errors of closed sockets: what has been closed before, where that was, and who still needs it."""
import ast

from lab12.finder import keeping
from lab12.finder.nodes import walk
from lab12.finder.syntax import (
    LOOPS,
    OVER_SOCKETS,
    RECEIVES,
    asks_user,
    called,
    last_name,
    line,
    names_in,
    target_of,
)
from lab12.grader.accepting import closes_the_only_one
from lab12.grader.causes import on
from lab12.grader.doors import listeners
from lab12.grader.errors_of_sockets import left_on
from lab12.grader.hidden import hidden
from lab12.grader.leaving import closed_under_thread, pops_last
from lab12.grader.mixups import takes_another
from lab12.grader.rounds import closed_at_once


def taken_out(tree, call, kept):
    """Tell whether the block of a statement also takes something out of what is kept: del kept[key], kept.pop(key)."""
    block = tree.parent.get(next(iter(tree.above(call, ast.stmt)), None), tree.module)
    parts = list(walk(block))
    gone = [getattr(one, "value", None) for part in parts if isinstance(part, ast.Delete) for one in part.targets]
    gone += [getattr(part.func, "value", None) for part in parts if called(part) in {"pop", "popitem", "clear"}]
    return kept in map(last_name, gone)


@on(r"Bad file descriptor|\[Errno 9\]|\[WinError 10038\]|not a socket|\[Errno 88\]")
def closed_before(fault, found):
    source, tree = fault.source, fault.source.tree
    if early := closed_at_once(source) or closes_the_only_one(source):
        return early
    names = {last_name(call.func.value) for call in fault.calls if isinstance(call.func, ast.Attribute)} - {""}
    closings = [call for call in tree.of("close", "shutdown", "detach") if isinstance(call.func, ast.Attribute)
                and (last_name(call.func.value) in names or not names)]
    closings += [node for node in tree.nodes if isinstance(node, ast.With) and any(
        names & {last_name(item.context_expr), last_name(item.optional_vars), *(
            map(last_name, item.context_expr.args) if called(item.context_expr) == "closing" else ())}
        for item in node.items)]
    closings += [call for call in tree.calls if names & closed_by(tree, call)]
    closings.sort(key=lambda one: (not ended(fault, one), comes_later(fault, one), not comes_before(fault, one)))
    if closings and any(tree.above(one, ast.ExceptHandler) for one in (closings[0], *tree.sites(tree.function(
            closings[0])))) and (unseen := hidden(source)):
        return unseen
    if started := ends_under_thread(source) or closed_under_thread(source) or wrapped(fault, names) or (
            given_closed(source, names)):
        return started
    told = [] if fault.line else [call for call in tree.of("send", "sendall") if tree.above(call, (ast.For,))]
    for call in fault.calls or told:  # one that is caught and printed has no line
        if tree.above(call, (ast.For,)) and (popped := pops_last(source)):
            return popped
        if left := left_on(source, call):
            return left
        if over := keeping.skipped(tree, call):
            hears, takes, kept = over
            return f"{source.line(line(hears))}receiving raises an error when a client is killed, and so line " \
                f"{line(takes)} is not reached, which takes it off {kept}. Put that line into a finally."
    for call in fault.calls:
        kept = last_name(getattr(getattr(call.func, "value", None), "value", None)) if isinstance(
            getattr(call.func, "value", None), ast.Subscript) else ""
        closed = [one for one in tree.of("close") if isinstance(getattr(one.func, "value", None), ast.Subscript)
                  and kept and last_name(one.func.value.value) == kept and not taken_out(tree, one, kept)]
        if closed:
            return f"{source.line(line(closed[0]))}this closes a connection, which stays in {kept}, and " \
                f"{fault.at[:-2]} still sends to it. Take it out of {kept} before."
    if kept := kept_under_key(fault, names):
        return kept
    listening = listeners(fault) & names
    if listening and closings and (site := of_closer(tree, closings[0])):
        return f"{source.line(line(site))}{ast.unparse(site.func)}() closes the listening socket " \
            f"({source.ref(closings[0])}), which accept needs for the next client. Close only the connection here; " \
            "the one that listens stays open until the end."
    if listening and closings:
        inside = " each time round the loop" if tree.above(closings[0], LOOPS) else ""
        return f"{source.line(line(closings[0]))}this closes the listening socket{inside}, which accept needs for " \
            "the next client. Close only the connection here; the one that listens stays open until the end."
    rounds = tree.above(closings[0], LOOPS)[:1] if closings and isinstance(closings[0], ast.With) and not ended(
        fault, closings[0]) else ()
    if rounds and any(called(part) == "accept" for part in tree.calls) and not any(
            called(part) == "accept" for part in walk(rounds[0])):
        return f"{source.line(line(closings[0]))}this with closes the socket at the end of each round of the loop in " \
            f"{source.ref(rounds[0])}, which goes on with it: the loop belongs inside the with."
    if closings and isinstance(closings[0], ast.With) and closings[0].end_lineno < (fault.line or 0):
        return f"{source.line(line(closings[0]))}this with closes the socket at its end, after line " \
            f"{closings[0].end_lineno}: what uses it belongs inside, one step further in."
    if late := taken_off_late(fault, closings[:1]):
        return late
    if closings and (told := while_received(fault, closings[0])):
        return told
    if closings:
        closings.sort(key=lambda one: leaves_then(fault, one))
        if leaves_then(fault, closings[0]):  # it has been closed before, by another name
            closings = [one for one in tree.of("close") if isinstance(one.func, ast.Attribute) and last_name(
                one.func.value) not in names | listeners(fault)] or closings
        other = [one for one in closings[1:] if called(one) == "close" and not comes_later(fault, one)] if comes_before(
            fault, closings[0]) and tree.above(closings[0], ast.If) else []
        return f"{source.line(line(closings[0]))}the socket is closed here, " \
            f"{f'or in line {other[0].lineno}, ' if other else ''}and used again later" \
            f"{f' (line {fault.line})' if fault.line else ''}. Close it last, once, and leave the loop then."
    if other := fault.source.role == "server" and takes_another(source):
        return other
    return f"{fault.where('recv', 'accept')}the socket has been closed before: leave the loop when you close it."


def ended(fault, node):
    """Tell whether this is a with that has ended before the line that has failed, in the same function."""
    return isinstance(node, ast.With) and node.end_lineno < (fault.line or 0) and any(
        fault.source.tree.function(call) is fault.source.tree.function(node) for call in fault.calls)


def comes_later(fault, node):
    """Tell whether this stands behind the loop in which the line has failed, in the same function: at its end."""
    tree = fault.source.tree
    same = [call for call in fault.calls if tree.function(call) is tree.function(node)]
    around = [loop for call in same for loop in tree.above(call, LOOPS)] if called(node) == "close" else []
    return bool(around) and all(node.lineno > loop.end_lineno for loop in around)


def leaves_then(fault, node):
    """Tell whether this stands behind the line that has failed, and its loop or function is left behind it."""
    tree, statement = fault.source.tree, node
    while statement in tree.parent and not isinstance(statement, ast.stmt):
        statement = tree.parent[statement]
    block = next((part for _, part in ast.iter_fields(tree.parent.get(statement)) if isinstance(part, list)
                  and statement in part), []) if statement in tree.parent else []
    same = any(tree.function(call) is tree.function(node) and call.lineno < node.lineno for call in fault.calls)
    return same and any(isinstance(one, (ast.Break, ast.Return)) for one in block[block.index(statement) + 1:])


def comes_before(fault, node):
    """Tell whether this stands before the line that has failed, in the same loop."""
    tree = fault.source.tree
    return any(tree.above(call, LOOPS)[:1] == tree.above(node, LOOPS)[:1] and tree.function(call) is tree.function(node)
               and node.lineno < call.lineno for call in fault.calls)


def while_received(fault, close):
    """Return the hint for a socket that is closed while a thread waits for what it brings; '' for others."""
    tree = fault.source.tree
    hears = [call for call in fault.calls if called(call) in RECEIVES]
    apart = hears and called(close) == "close" and tree.function(hears[0]) is not tree.function(close)
    name = getattr(tree.function(hears[0]), "name", "") if apart else ""
    started = name and any(last_name(part) == name for call in tree.of("Thread", "start_new_thread")
                           for part in walk(call))
    return started and f"{fault.source.line(line(close))}this closes the socket while the thread of {name}() still " \
        f"receives from it (line {fault.line}), which is an error there: catch OSError around that, and leave its " \
        "loop." or ""


def of_closer(tree, close):
    """Return the only call of a function that does nothing but close; None if this does not stand in such a one."""
    function = tree.function(close)
    name = getattr(function, "name", "")
    idle = name and not any(isinstance(part, LOOPS) or called(part) in OVER_SOCKETS | RECEIVES | {"accept"}
                            for part in walk(function))
    sites = [call for call in tree.calls if idle and called(call) == name and call is not close and tree.is_own(
        call.func)]
    return sites[0] if len(sites) == 1 else None


def given_closed(source, names):
    """Return what is wrong where a function gives a socket that its own with has closed by then; '' if none does.

        def door():
            with socket.socket() as s:
                return s
    """
    tree = source.tree
    made = [one for name in sorted(names) for value in tree.given.get(name, ()) if isinstance(value, ast.Call)
            for one in tree.defined.get(called(value), ()) if isinstance(one, ast.FunctionDef)]
    for function in made:
        for node in [part for part in walk(function) if isinstance(part, ast.With)]:
            opened = {last_name(item.optional_vars) for item in node.items} - {""}
            if any(isinstance(part, ast.Return) and last_name(part.value) in opened for part in walk(function)):
                return f"{source.line(line(node))}this with closes the socket as soon as {function.name} has given " \
                    "it back: make it without a with here, and close it where it is used."
    return ""


def sent_to_closed(source):
    """Return the same for a program where such a send, which fails, ends the loop, so that others are not told; ''."""
    for call in source.of("send", "sendall"):
        around = next((one for one in source.tree.above(call, (ast.For, ast.Try, ast.With)) if not isinstance(
            one, ast.With) or any(called(item.context_expr) == "suppress" for item in one.items)), None)
        asked = {last_name(part) for one in source.tree.above(call, ast.If) for part in walk(one.test)}
        if isinstance(around, ast.For) and not asked & {"fileno", "_closed"} and (told := left_on(source, call)):
            return told
    return ""


def wrapped(fault, names):
    """Return the hint for a connection that is used itself, where wrap_socket has made one of TLS of it; '' else."""
    for call in fault.source.tree.of("wrap_socket"):
        used = last_name(next(iter(call.args), None))
        made = target_of(fault.source.tree, call)
        if used in names - {""} and made and made != used:
            return f"{fault.at}{used} has handed its connection over to {made}, which wrap_socket gives " \
                f"({fault.source.ref(call)}): talk through {made}."
    return ""


def kept_under_key(fault, names):
    """Return the hint for a connection that was looked up in a dictionary, out of which none is ever taken; '' else.

        link = guests.get(name)
        link.sendall(data)
    """
    tree = fault.source.tree
    for name in names:
        for value in tree.given.get(name, ()):
            table = value.func.value if called(value) == "get" and isinstance(value.func, ast.Attribute) else getattr(
                value, "value", None) if isinstance(value, ast.Subscript) else None
            kept = last_name(table)
            doors = listeners(fault)
            closes = [call for call in tree.of("close") if last_name(getattr(call.func, "value", None)) not in doors]
            if kept and keeping.added_to(tree, kept) and closes and not keeping.taken_off(tree, kept):
                return f"{fault.source.line(line(closes[0]))}this closes a connection, which stays in {kept}, and " \
                    f"{fault.at[:-2]} still sends to it. Take it out before: del {kept}[...]."
    return ""


def taken_off_late(fault, closings):
    """Return what is wrong where one is closed, then all are told, and only then he is taken off their list; ''."""
    source, tree = fault.source, fault.source.tree
    for call in fault.calls:
        teller = getattr(tree.function(call), "name", None)
        for loop, closed in [(loop, one) for loop in tree.above(call, ast.For) for one in closings]:
            kept, whose = keeping.kept_in(tree, loop), last_name(getattr(getattr(closed, "func", None), "value", None))
            later = [one for one in keeping.taken_off(tree, kept) if tree.function(one) is tree.function(closed)
                     and one.lineno > closed.lineno and whose and whose in names_in(one)] if kept else []
            told = [one for one in tree.calls if later and closed.lineno <= one.lineno < later[0].lineno
                    and tree.function(one) is tree.function(closed) and (one is call or called(one) == teller)]
            if told:
                return f"{source.line(line(closed))}{whose} is closed here and stays in {kept} until line " \
                    f"{line(later[0])}, and {source.ref(told[0])} still sends to it: line {line(later[0])} belongs " \
                    "before this one."
    return ""


def ends_under_thread(source):
    """Return what is wrong where a with closes a connection that a thread is started for within it; '' if none does.

        with conn:
            threading.Thread(target=serve, args=(conn,)).start()
    """
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.With)]:
        names = {last_name(one) for item in node.items for one in (item.context_expr, item.optional_vars)} - {""}
        made = {last_name(part) for call in tree.of("accept") for target in getattr(
            tree.parent.get(call), "targets", ()) for part in walk(target)}
        inside = [part for one in node.body for part in walk(one)]
        starts = [part for part in inside if called(part) in {"Thread", "start_new_thread", "submit"}
                  and names & made & names_in(part)]
        if starts and not any(called(part) in {"join", "result", "recv", "accept", *tree.own} or isinstance(
                part, LOOPS) or asks_user(part) for part in inside):  # else it is not at once
            name = sorted(names & made)[0]
            return f"{source.line(line(node))}this with closes {name} at its end, at once, and the thread that is " \
                f"started in it ({source.ref(starts[0])}) still needs it: leave it out here, and have the thread " \
                f"close {name} when it has done."
    return ""


def closed_by(tree, call):
    """Return the names that a function of the script is called with, and closes: def shut(*all): ... one.close()."""
    found = set()
    for function in tree.defined.get(called(call), ()) if tree.is_own(call.func) else ():
        own = function.args if isinstance(function, ast.FunctionDef) else None
        parts = list(walk(function)) if own else ()
        closed = {last_name(one.func.value) for one in parts if called(one) == "close" and isinstance(
            one.func, ast.Attribute)}
        closed |= {last_name(one.iter) for one in parts if isinstance(one, ast.For) and last_name(one.target) in closed}
        places = [one.arg for one in own.args if one.arg != "self"] if own else []
        for place, given in enumerate(call.args if own else ()):
            whose = places[place] if place < len(places) else own.vararg.arg if own.vararg else ""
            found |= {last_name(given)} if whose in closed else set()
    return found - {""}
