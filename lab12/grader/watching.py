"""Watching: slips in servers that wait with select or a selector for what is ready; '' where all is as it should.

Source: Python docs, select and selectors.
"""
import ast

from lab12.finder.nodes import walk
from lab12.finder.reach import handed
from lab12.finder.syntax import RECEIVES, SENDS, called, last_name, line, names_in
from lab12.grader.accepting import names_given
from lab12.grader.stuck import ends


def never_watched(client):
    """Return the hint for a socket that is looked for among those which select gives, and is never on its list; ''.

        ready, _, _ = select.select([sys.stdin], [], [])
        for one in ready:
            if one is link: ...
    """
    tree = client.tree
    links = {name for name, values in tree.given.items() if values and all(
        called(value) in {"socket", "create_connection"} for value in values)}
    calls = tree.of("select")
    for call in calls if len(calls) == 1 and not {
            "register", "append", "add", "extend", "insert", "update"} & tree.words else ():
        watched = call.args[0] if call.args else None
        lists = [watched] if isinstance(watched, ast.List) else [
            one for one in tree.given.get(last_name(watched), ()) if isinstance(one, ast.List)]
        asked = {last_name(side) for node in tree.nodes if isinstance(node, ast.Compare)
                 and isinstance(node.ops[0], (ast.Is, ast.Eq)) for side in (node.left, *node.comparators)} & links
        for name in sorted(asked) if len(lists) == 1 else ():
            if all(last_name(one) in {"stdin", "stdin.fileno"} for one in lists[0].elts) and not any(
                    isinstance(node, ast.AugAssign) and last_name(node.target) == last_name(watched) != ""
                    for node in tree.nodes):
                inside = ", ".join(map(ast.unparse, [*lists[0].elts]))
                return f"{client.line(line(lists[0]))}select watches what stands on this list, and {name} does not, " \
                    f"so nothing that comes is seen: [{inside}, {name}]."
    return ""


def tested_unwatched(source):
    """Return the hint for a connection that is looked for in what select gives, which is told to watch others; ''.

        ready, _, _ = select.select([sys.stdin, door], [], [])
        if link in ready: ...
    """
    tree = source.tree
    calls = [call for call in tree.of("select") if call.args and isinstance(call.args[0], ast.List)]
    for call in calls if len(calls) == len(tree.of("select")) == 1 else ():
        told = next((target.elts[0] for target in getattr(tree.parent.get(call), "targets", ()) if isinstance(
            target, ast.Tuple)), None)
        hears = {ast.unparse(one.func.value) for one in tree.of(*RECEIVES) if isinstance(one.func, ast.Attribute)}
        watched = {ast.unparse(one.value if isinstance(one, ast.Starred) else one) for one in call.args[0].elts}
        for test in [node for node in tree.nodes if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In)]:
            name = ast.unparse(test.left)
            values = [name, *map(ast.unparse, tree.given.get(last_name(test.left), ()))]
            same = {*values} & watched or any(ast.unparse(value) in values for one in call.args[0].elts
                                              for value in tree.given.get(last_name(one), ()))
            if not same and told is not None and last_name(test.comparators[0]) == last_name(told) != "" and (
                    name in hears - watched) and all(isinstance(one, (ast.Name, ast.Attribute))
                                                     for one in call.args[0].elts):
                return f"{source.line(line(call))}select watches {', '.join(map(ast.unparse, call.args[0].elts))}, " \
                    f"and {name}, for which {source.ref(test)} looks, is not among them: put it on this list."
    return ""


def three_lists(source):
    """Return the hint for a loop over the three lists that select gives as if they were what is ready; '' for none.

        ready = select.select([sys.stdin, link], [], [])
        for one in ready:
            if one is link: ...
    """
    tree = source.tree
    for call in [call for call in tree.of("select") if len(call.args) > 2 and getattr(
            getattr(call.func, "value", call.func), "id", "") == "select"]:
        above = tree.parent.get(call)
        name = last_name(above.targets[0]) if isinstance(above, ast.Assign) and not isinstance(
            above.targets[0], (ast.Tuple, ast.List)) else ""
        for loop in [one for one in tree.loops if isinstance(one, ast.For) and isinstance(one.target, ast.Name)]:
            here = [value for value in tree.given.get(name, ()) if tree.function(value) is tree.function(loop)]
            if loop.iter is not call and not (name and last_name(loop.iter) == name and here == [call]):
                continue
            each = loop.target.id
            whole = not any(isinstance(part, (ast.For, ast.Subscript, ast.Starred)) and last_name(
                getattr(part, "iter", getattr(part, "value", None))) == each for one in loop.body for part in walk(one))
            if whole and any(is_taken_for_one(part, each) for one in loop.body for part in walk(one)):
                return f"{source.line(line(call))}select gives three lists, and {source.ref(loop)} goes through " \
                    f"these three: {each} is a list, and no socket. Take the first: ready, _, _ = select.select(...)."
    return ""


def is_taken_for_one(part, each):
    """Tell whether a name is used as if it were a socket: one is link, one in links, one.recv(99); not link in one."""
    if isinstance(part, ast.Compare):
        sides = [part.left] if isinstance(part.ops[0], (ast.In, ast.NotIn)) else [part.left, *part.comparators]
        return any(getattr(side, "id", "") == each for side in sides) and not any(
            isinstance(side, (ast.List, ast.Constant)) for side in sides)
    return called(part) in RECEIVES and getattr(getattr(part.func, "value", None), "id", "") == each


def always_empty(source):
    """Return the hint for a loop over a list that select gives of [], which is empty each time; '' for none.

        read, write, _ = select.select(links, [], [])
        for one in write: ...
    """
    tree = source.tree
    calls = tree.of("select")
    for call in [call for call in calls if len(call.args) > 2 and not any(
            tree.function(one) is tree.function(call) for one in calls if one is not call)]:
        targets = next((target.elts for target in getattr(tree.parent.get(call), "targets", ()) if isinstance(
            target, ast.Tuple) and len(target.elts) == 3), ())
        empty = {last_name(target): place for place, target in enumerate(targets)
                 if isinstance(call.args[place], ast.List) and not call.args[place].elts}
        for loop in [loop for loop in tree.loops if isinstance(loop, ast.For) and last_name(loop.iter) in empty]:
            other = [last_name(target) for target in targets if last_name(target) not in empty]
            talks = any(called(part) in {"accept", *RECEIVES} for part in walk(loop))
            through = {last_name(one.iter) for one in tree.loops if isinstance(one, ast.For)}
            if talks and other and not through & {*other}:
                return f"{source.line(line(loop))}select was asked about [] there ({source.ref(call)}), so " \
                    f"{ast.unparse(loop.iter)} is empty each time: what can be read is in {other[0]}."
    return ""


def by_selector(server):
    """Return the first of these hints that the source shows."""
    if not server.calls("register"):
        return ""
    return never_registered(server) or never_asks_to_write(server) or not_each(server)


def events_of(tree, call):
    """Return the names in what a call of register or modify asks for, with what these stand for."""
    parts = [*call.args[1:2], *(word.value for word in call.keywords if word.arg in ("events", "eventmask"))]
    found = {last_name(part) for one in parts for part in walk(one)} - {""}
    return found | {last_name(part) for name in found for value in tree.given.get(name, ()) for part in walk(value)}


def never_registered(server):
    """Return the hint for a connection that is accepted, and of which no selector is told; '' for none."""
    tree = server.tree
    calls = tree.of("register", "modify")
    doors = {last_name(getattr(call.func, "value", None)) for call in tree.of("accept", "listen")} | {
        name for name, values in tree.given.items() if any(called(one) == "create_server" for one in values)}
    doors -= {name for one in tree.of("accept") for name in names_given(tree, one)}  # conn, where = conn.accept()
    for accept in tree.of("accept"):
        given = ends(server)
        told = [call for call in calls if not call.args or last_name(call.args[0]) not in doors]
        handed = [call for call in tree.calls if tree.is_own(call.func) and any(
            names_in(one) & given for one in call.args)]
        if calls and not told and not handed and given and not server.threads:
            link = min(names_given(tree, accept), default="conn")
            event = "select.POLLIN" if "poll" in tree.words else "selectors.EVENT_READ"
            return f"{server.line(line(accept))}what is accepted here is told to no selector, so nothing that it " \
                f"says is heard: {ast.unparse(calls[0].func)}({link}, {event})."
    return ""


def never_asks_to_write(server):
    """Return the hint for what is sent only where a selector says so, which is never asked about that; '' for none."""
    tree = server.tree
    tests = [node for node in tree.nodes if isinstance(node, ast.If) and any(
        last_name(part) == "EVENT_WRITE" for part in walk(node.test))]
    asks = tree.of("register", "modify")
    inside = {part for node in tests for one in node.body for part in walk(one)}
    sends = [call for call in tree.of("send", "sendall") if call in inside]
    if any(not any(name.startswith("EVENT_") for name in events_of(tree, call)) for call in asks):
        return ""  # by its number, or by what is worked out
    named = [node for node in tree.nodes if last_name(node) == "EVENT_WRITE"]
    if sends and asks and len(sends) == len(tree.of("send", "sendall")) and all(
            any(one in set(walk(node.test)) for node in tests) for one in named):
        doors = {last_name(getattr(call.func, "value", None)) for call in tree.of("accept", "listen")}
        told = [call for call in asks if "EVENT_READ" in events_of(tree, call) and (
            call.args and last_name(call.args[0])) not in doors] or asks
        where = server.line(line(told[0]))
        return f"{where}nobody asks here whether something can be sent, so {server.ref(sends[0])} is never done: " \
            "selectors.EVENT_READ | selectors.EVENT_WRITE."
    return ""


def not_each(server):
    """Return the hint for a loop over the clients that puts what has come to one and the same each time; '' for none.

        for other in clients:
            if other is not data:
                data.outb += received
    """
    tree = server.tree
    kept = {last_name(getattr(call.func, "value", None)) for call in tree.of("append", "add")} - {""}
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name)
                 and last_name(loop.iter) in kept]:
        grown = [part for part in walk(loop) if isinstance(part, ast.AugAssign) and isinstance(
            part.target, ast.Attribute) and server.has_come(part.value, server.received)]
        tests = {part for node in walk(loop) if isinstance(node, ast.If) for part in walk(node.test)}
        used = [part for one in loop.body for part in walk(one) if isinstance(part, ast.Name) and part not in tests
                and part.id == loop.target.id]
        if grown and not used and not any(called(part) in SENDS for part in walk(loop)):
            each, to = loop.target.id, grown[0].target
            return f"{server.line(line(grown[0]))}the loop goes through the clients as {each}, and this puts it to " \
                f"{ast.unparse(to)} each time: {each}.{to.attr}."
    return ""


def told_alike(source):
    """Return the hint for clients that a selector is told of just as of the socket that listens, with data=None; ''."""
    tree = source.tree
    calls = [(call, next((word.value for word in call.keywords if word.arg == "data"), next(iter(
        call.args[2:]), None))) for call in tree.of("register")]
    asks = [node for node in tree.nodes if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Is)
            and last_name(node.left) == "data"]
    bare = [call for call, data in calls if data is None or getattr(data, "value", 0) is None]
    accepted = {name for node in tree.nodes if isinstance(node, ast.Assign) and called(node.value) == "accept"
                for target in node.targets for name in names_in(target)}
    wrong = next((call for call in bare if call.args and last_name(call.args[0]) in accepted), None)
    return f"{source.line(line(wrong))}a client is registered here with no data, and {source.ref(asks[0])} takes " \
        "that for the mark of the socket that listens: give it data of its own." if wrong and asks else ""


def accepts_of_a_client(source):
    """Return the hint for a connection registered with the function that accepts, which is to be called for it; ''.

        def welcome(door):
            link, _ = door.accept()
            selector.register(link, selectors.EVENT_READ, welcome)
    """
    tree = source.tree
    for accept in tree.of("accept"):
        function, links = tree.function(accept), names_given(tree, accept)
        for call in [call for call in tree.of("register", "modify", "add_reader") if tree.function(call) is function
                     and hasattr(function, "name")]:
            given = [*call.args[1:], *(word.value for word in call.keywords)]
            named = [part for one in given for part in walk(one) if last_name(part) == function.name]
            if named and call.args and last_name(call.args[0]) in links:
                link = ast.unparse(call.args[0])
                return f"{source.line(line(call))}{link} is a connection, and this has {function.name} called when " \
                    f"something comes on it, which accepts: name the function that receives in place of " \
                    f"{ast.unparse(named[0])}."
    return ""


def not_watched(server):
    """Return what is wrong where select goes through a list that no accepted connection is put on; '' if not so."""
    tree = server.tree
    for call in tree.of("select"):
        watched = last_name(call.args[0]) if call.args and isinstance(call.args[0], (ast.Name, ast.Attribute)) else ""
        changed = {last_name(getattr(one.func, "value", None)) for one in tree.of("append", "add", "extend", "insert")}
        given = tree.given.get(watched, [])
        if any(watched in names_in(part) for one in tree.calls if tree.is_own(one.func) for part in one.args):
            continue  # a function of its own may put it there
        if watched and given and watched not in changed and server.of("accept") and all(
                isinstance(value, ast.List) and not names_in(value) & ends(server) for value in given) and not any(
                isinstance(node, ast.AugAssign) and last_name(node.target) == watched for node in tree.nodes):
            return f"{server.at('accept')}what is accepted here is never put on {watched}, the list that select " \
                f"watches: {watched}.append(conn), or nothing that it says is heard."
    return ""


def door_unwatched(server):
    """Return the hint for a list that select watches, and on which the socket that listens is never put; '' for none.

        ready, _, _ = select.select(people, [], [])
        for one in ready:
            if one is door: door.accept()
    """
    tree = server.tree
    for call in [call for call in tree.of("select") if call.args and last_name(call.args[0])]:
        watched, given = last_name(call.args[0]), tree.given.get(last_name(call.args[0]), [])
        inside = {part for loop in tree.above(call, (ast.While,))[:1] for part in walk(loop)}
        doors = {last_name(one.func.value) for one in tree.of("accept") if one in inside and isinstance(
            one.func, ast.Attribute) and any(last_name(one.func.value) in names_in(above.test)
                                             for above in tree.above(one, ast.If))}
        doors -= {last_name(loop.target) for loop in tree.loops if isinstance(loop, ast.For)}  # one of what is ready
        doors -= {name for one in tree.of("select") for part in one.args for name in names_in(part)}  # is it ready?
        put = {name for one in tree.of("append", "add", "insert", "extend") if last_name(getattr(
            one.func, "value", None)) == watched for argument in one.args for name in names_in(argument)
            if "accept" not in {called(part) for part in walk(argument)}}  # this puts on what the door gives
        handed = any(watched in names_in(part) for one in tree.calls if tree.is_own(one.func) for part in one.args)
        changed = any(isinstance(part, ast.Name) and part.id == watched for node in tree.nodes if isinstance(
            node, (ast.AugAssign, ast.Subscript)) for part in [getattr(node, "target", getattr(node, "value", None))])
        known = given and not changed and all(isinstance(value, ast.List) and not any(
            isinstance(one, ast.Starred) for one in value.elts) for value in given)
        for door in sorted(doors) if known and not handed else ():
            if door not in put and not any(door in names_in(value) for value in given):
                return f"{server.line(line(given[0]))}{watched} is what select watches, and {door} is never on it, " \
                    f"so nobody who connects later is accepted: {watched} = [{door}]."
    return ""


def accepted_beside(server):
    """Return what is wrong where one accept puts its client on the list that select watches, and another one does not.

    Nothing receives from that one either; '' if there is none.
    """
    tree = server.tree
    watched = {last_name(one) for call in tree.of("select") for one in call.args[:1]} - {""}
    kept = {last_name(part) for call in tree.of("append", "add", "extend", "insert") if last_name(
        getattr(call.func, "value", None)) in watched for one in call.args for part in walk(one)}
    kept |= {name for node in tree.nodes if isinstance(node, ast.AugAssign) and last_name(node.target) in watched
             for name in names_in(node.value)}
    heard = {last_name(getattr(call.func, "value", None)) for call in tree.of(*RECEIVES)}
    given = {call: getattr(tree.parent.get(call), "targets", ()) for call in tree.of("accept")}
    names = {call: {last_name(part) for one in targets for part in getattr(one, "elts", [one])[:1]} - {""}
             for call, targets in given.items()}
    doors = {last_name(getattr(call.func, "value", None)) for call, found in names.items() if found & kept}
    if doors:
        for call, found in [(one, its) for one, its in names.items() if last_name(one.func.value) in doors]:
            passed = {one.arg for other in tree.calls for one, value in handed(tree, other)
                      if last_name(value) in found}
            if found and not (found | passed) & (kept | heard):
                return f"{server.line(line(call))}what is accepted here is never put on {sorted(watched)[0]}, the " \
                    "list that select watches, and nothing hears it. One accept is enough: the one behind select."
    return ""


def never_read(server):
    """Return what is wrong where select is to say of a connection only that it can be written to; '' if not so."""
    tree = server.tree
    doors = {last_name(getattr(call.func, "value", None)) for call in tree.of("accept", "listen")}
    doors |= {name for name, values in tree.given.items() if any(called(one) == "create_server" for one in values)}
    found = []
    for call in tree.of("register", "modify"):
        words = {last_name(part) for one in (*call.args[1:2], *(word.value for word in call.keywords if word.arg in (
            "events", "eventmask"))) for part in walk(one)}
        words |= {last_name(part) for name in words for value in tree.given.get(name, ()) for part in walk(value)}
        if call.args and last_name(call.args[0]) not in doors and words & {"EVENT_READ", "POLLIN", "EPOLLIN"}:
            return ""
        if call.args and words & {"EVENT_WRITE", "POLLOUT", "EPOLLOUT"}:
            reads = "EVENT_READ" if "EVENT_WRITE" in words else "POLLIN" if "POLLOUT" in words else "EPOLLIN"
            found.append(f"{server.line(line(call))}this asks only when something can be sent to the client, so what " \
                f"it says is never heard: {reads} belongs here as well (with | between the two).")
    return found[0] if found else ""


def tells_the_door(server):
    """Return what is wrong where a loop over all sockets sends to the one that listens, too; '' if none does."""
    tree = server.tree
    doors = {last_name(getattr(call.func, "value", None)) for call in tree.of("accept")} - {""}
    puts = {}  # list -> what is put on it: sockets.append(door)
    for call in tree.of("append", "add"):
        puts.setdefault(last_name(getattr(call.func, "value", None)), []).extend(call.args[:1])
    for call in tree.of("send", "sendall"):
        to, name = last_name(getattr(call.func, "value", None)), ""
        for loop in tree.above(call, (ast.For,)):
            name = name or (last_name(loop.iter) if to and last_name(loop.target) == to else "")
        given = [value for value in tree.given.get(name, ()) if isinstance(value, (ast.List, ast.Set))]
        given += [value for value in puts.get(name, ()) if isinstance(value, (ast.Name, ast.Attribute))]
        holds = next((value for value in given if doors & names_in(value)), None)
        tests = [part for above in tree.above(call, (ast.If, ast.For)) for part in walk(above)
                 if isinstance(part, ast.Compare) and to in names_in(part) and doors & names_in(part)]
        if holds is not None and not tests and not tree.above(call, ast.Try):
            door = sorted(doors & names_in(holds))[0]
            return f"{server.line(line(call))}{name} holds {door} as well ({server.ref(holds)}), the listening " \
                f"socket, through which nothing can be sent: that is an error, and ends the server. Ask also whether " \
                f"{to} is not {door}."
    return ""
