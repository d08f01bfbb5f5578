"""Keeping tells how a server keeps its clients, and where that loses one; None where its source shows nothing wrong."""
import ast

from lab12.finder.flow import made_files
from lab12.finder.later import STARTS
from lab12.finder.nodes import walk
from lab12.finder.reach import handed
from lab12.finder.syntax import LOOPS, RECEIVES, SENDS, called, last_name, names_in

TAKES = {"remove", "discard", "pop", "popitem", "clear", "delete", "unregister"}
EMPTY = {"list", "dict", "set"}
PUTS = {"append", "add", "insert", "update", "setdefault", "extend"}
OF_EACH = {"defaultdict"}  # makes one for each key: rooms[room]


def ends(tree):
    """Return the names that are given what accept or recvfrom gives."""
    return {name for node in tree.nodes if isinstance(node, ast.Assign) and called(node.value) in ("accept", "recvfrom")
            for target in node.targets for name in names_in(target)}


def given_to(tree):
    """Return what the parameters of the script's functions are given by their calls: {name: expressions}."""
    if "given to" not in tree.known:
        taken = tree.known["given to"] = {}
        for one, value in (pair for call in tree.calls for pair in handed(tree, call)):
            taken.setdefault(one.arg, []).append(value)
    return tree.known["given to"]


def ends_handed(tree):
    """Return the names of `ends`, and those of the parameters that are given any of these."""
    found = ends(tree)
    return found | {name for name, values in given_to(tree).items() if any(names_in(one) & found for one in values)}


def gone_through(tree):
    """Return the names of what loops go through."""
    return {last_name(part) for loop in tree.loops if isinstance(loop, ast.For) for part in walk(loop.iter)} - {""}


def never_filled(tree):
    """Return (node, name) of a list that a loop sends through, and on which nobody is ever put; None if there is none.
    """
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.For)]:
        each = names_in(loop.target)
        through = loop.iter.args[0] if called(loop.iter) in {"list", "set", "tuple"} and loop.iter.args else loop.iter
        through = getattr(through.func, "value", None) if isinstance(through, ast.Call) else through
        name = last_name(through.value if isinstance(through, ast.Subscript) else through)
        sends = any(called(part) in SENDS and (each & names_in(part)) for part in walk(loop))
        given = tree.given.get(name, ())
        if sends and begins_empty(given) and all(
                is_read(tree, node, name) for node in tree.nodes if last_name(node) == name):
            return given[0], name
    return None


def begins_empty(given):
    """Tell whether all that a name is given is one list, set or dictionary in which nothing is."""
    return len(given) == 1 and (getattr(given[0], "elts", None) == [] or getattr(given[0], "keys", None) == [] or (
        called(given[0]) in EMPTY and not given[0].args or called(given[0]) in OF_EACH))


def added_twice(tree):
    """Return (test, name) where one is put on a list only if he is on it already, and nowhere else; None for others.

        if address in clients:
            clients.append(address)
    """
    for node in tree.nodes:
        test = node.test if isinstance(node, ast.If) and not node.orelse else None
        if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.In):
            name, one = last_name(test.comparators[0]), last_name(test.left)
            added = added_to(tree, name) if name and one else []
            inside = {part for statement in node.body for part in walk(statement)}
            if begins_empty(tree.given.get(name, ())) and added and all(
                    call in inside and isinstance(call, ast.Call) and one in map(last_name, call.args)
                    for call in added) and all(is_read(tree, use, name) for use in tree.nodes
                                               if last_name(use) == name and tree.parent.get(use) not in [
                                                   call.func for call in added]):
                return test, name
    return None


def let_in(tree):
    """Return (test, name) where only those are put on a list of clients whose address is on another one; else None.

        if address[0] in known:
            clients.append(conn)
    """
    for node in tree.nodes:
        test = node.test if isinstance(node, ast.If) else None
        if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.In) and names_in(test.left) & ends(tree):
            inside = {part for statement in node.body for part in walk(statement)}
            for name in gone_through(tree) - {last_name(test.comparators[0])}:
                added = added_to(tree, name)
                if added and all(one in inside for one in added):
                    return test, name
    return None


def two_lists(tree):
    """Return (node, name, node, loop): where a function makes a list of clients of its own, beside that of the file.

    Only the first is added to, and a loop in another function goes through the second. None if there is no such thing.
    """
    declared = {name for node in tree.nodes if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
    made = [node for node in tree.nodes if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            and (getattr(node.value, "elts", None) == [] or getattr(node.value, "keys", None) == [] or called(
                node.value) in EMPTY)]
    for own in [node for node in made if tree.function(node) and node.targets[0].id not in declared]:
        name, function = str(own.targets[0].id), tree.function(own)  # as it is spelled, whosever it is
        files = [node for node in made if node.targets[0].id == name and not tree.function(node)]
        puts = {tree.function(node) for node in added_to(tree, name)}
        loops = [loop for loop in tree.loops if isinstance(loop, ast.For) and name in (
            getattr(loop.iter, "id", ""), getattr(getattr(loop.iter, "value", None), "id", ""))
                 and tree.function(loop) not in (function, None)]  # for one in rooms, or in rooms[room]
        if files and puts == {function} and loops:
            return own, name, files[0], loops[0]
    return None


def is_read(tree, node, name):
    """Tell whether a list is only looked at here, or given its first value: nothing is put on it, nobody is handed it.
    """
    above = tree.parent.get(node)
    if isinstance(above, ast.Attribute):
        return above.attr in TAKES | {"items", "values", "keys", "get", "index", "count", "copy"}
    if isinstance(above, ast.Call):
        return called(above) in {"list", "set", "tuple", "len", "print", "sorted", "enumerate", "bool", "str"}
    if isinstance(above, ast.Subscript):
        outer = tree.parent.get(above)  # rooms[room].append(link), rooms[room][name] = link
        puts = getattr(outer, "attr", "") in PUTS or isinstance(getattr(outer, "ctx", None), ast.Store)
        return isinstance(above.ctx, (ast.Load, ast.Del)) and not puts
    return isinstance(above, (ast.Assign, ast.For, ast.AsyncFor, ast.comprehension, ast.Compare, ast.While, ast.If,
                              ast.BoolOp, ast.UnaryOp, ast.FormattedValue, ast.Global)) and not (
        isinstance(above, ast.Assign) and node is above.value)


def made_anew(tree):
    """Return (node, name) of a list of the clients that is made anew with each of them; None if there is none.

    All that such a loop or function does with the name before is lost: clients = [conn].
    """
    for node in tree.nodes:
        target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
        name = last_name(target) if isinstance(target, (ast.Name, ast.Attribute)) else ""
        loops = tree.above(node, (ast.While,)) if name in gone_through(tree) else ()
        if not any(loop in tree.above(call, LOOPS) for call in tree.of("accept", "recvfrom") for loop in loops):
            continue
        parts = node.value.values if isinstance(node.value, ast.Dict) else getattr(node.value, "elts", None)
        empty = parts == [] or called(node.value) in EMPTY and not node.value.args
        literal = isinstance(node.value, (ast.List, ast.Set, ast.Dict)) and parts and all(
            names_in(part) & ends(tree) and called(part) not in STARTS for part in parts)
        if literal or empty and any(tree.above(one, LOOPS)[:1] == loops[:1] for one in added_to(tree, name)):
            return node, name
    return None


def added_to(tree, name):
    """Return what adds something to a list, set or dictionary of this name."""
    calls = tree.of("append", "add", "insert")
    return [call for call in calls if last_name(getattr(call.func, "value", None)) == name] + [
        node for node in tree.nodes if isinstance(node, ast.Assign) for target in node.targets
        if isinstance(target, ast.Subscript) and last_name(target.value) == name]


def by_host(tree):
    """Return (node, key, name of the address) where each client is kept by its host alone; None if none is so.

    Where a function is given the key, the node is what one of its calls gives it, and so do all others.
    """
    hosts = {last_name(target): value.value for node in tree.nodes if isinstance(node, ast.Assign)
             for target, value in ((node.targets[0], node.value),) if is_host(tree, value)}
    for node in [node for node in tree.nodes if isinstance(node, ast.Assign)]:
        parts = getattr(node.targets[0], "elts", ())  # conn, (host, port) = door.accept(); host, port = address
        if called(node.value) in ("accept", "recvfrom") and len(parts) == 2:
            hosts |= {last_name(parts[1].elts[0]): parts[1]} if getattr(parts[1], "elts", ()) else {}
        elif len(parts) == 2 and getattr(node.value, "id", "") in ends(tree):
            hosts[last_name(parts[0])] = node.value
    taken, come = given_to(tree), ends_handed(tree)
    for node in tree.nodes:
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Subscript) and last_name(target.value) in gone_through(tree) and (
                names_in(node.value) & come):
            keys = taken.get(last_name(target.slice), [target.slice])
            address = [key.value if is_host(tree, key) else hosts.get(last_name(key)) for key in keys]
            if None not in address:
                where = node if keys == [target.slice] else keys[0]
                return where, ast.unparse(keys[0]), ast.unparse(address[0])
    return None


def is_host(tree, node):
    """Tell whether this is the first part of an address: addr[0]."""
    return (isinstance(node, ast.Subscript) and last_name(node.value) in ends(tree) and tree.value(node.slice) == 0
            and isinstance(node.value, ast.Name))


def kept_in(tree, loop):
    """Return the name of the list, set or dictionary that a loop goes through, where the script adds to it; ''."""
    names = {last_name(part) for part in walk(loop.iter)} - {""}
    return next((name for name in sorted(names) if added_to(tree, name)), "")


def taken_off(tree, kept):
    """Return what takes something off a list, set or dictionary of this name."""
    taken = [one for one in tree.of(*TAKES) if last_name(getattr(one.func, "value", None)) == kept]
    taken += [node for node in tree.nodes if (isinstance(node, ast.Delete) or isinstance(node, ast.AugAssign)
                                              and not isinstance(node.op, ast.Add))  # which puts on
              and kept in {last_name(part) for part in walk(node)}]
    return taken + [value for value in tree.given.get(kept, ()) if isinstance(value, (ast.ListComp, ast.DictComp))]


def skipped(tree, call):
    """Return (what receives, what takes a client off, name of what keeps it) where an error of the one skips the other.

    A with closes the client's socket all the same. `call` is what has failed, in a loop over that list. Return None
    where any of it is done whatever happens.
    """
    for loop in tree.above(call, (ast.For,)):
        kept = kept_in(tree, loop)
        taken = taken_off(tree, kept) if kept else []
        if not taken or any(tree.above(one, (ast.ExceptHandler,)) or is_final(tree, one) for one in taken):
            continue
        for one in taken:
            hears = [node for node in tree.nodes if is_hearing(tree, node) and tree.function(node)
                     and tree.function(node) is tree.function(one) and node.lineno < one.lineno]
            by_server = getattr(tree.function(one), "name", "") == "handle"  # of socketserver, which closes it then
            closes = hears and (by_server or any(map(is_closing, tree.above(hears[0], ast.With))))
            if closes and not tree.above(hears[0], (ast.Try,)):
                return hears[0], one, kept
    return None


def is_closing(node):
    """Tell whether a with closes what has been opened before: with conn."""
    return any(isinstance(item.context_expr, ast.Name) for item in node.items)


def is_final(tree, node):
    """Tell whether a node stands in the finally of a try."""
    return any(part is node for above in tree.above(node, (ast.Try,)) for one in above.finalbody
               for part in walk(one))


def is_hearing(tree, node):
    """Tell whether this receives: a call of recv, or a loop over the lines of a connection."""
    return called(node) in RECEIVES or isinstance(node, ast.For) and any(
        called(part) == "makefile" or last_name(part) in {"rfile", *made_files(tree)} for part in walk(node.iter))


def room(tree):
    """Return how many clients a server keeps at once that refuses more: if len(clients) >= 5; None where none does."""
    for node in [node for node in tree.nodes if isinstance(node, ast.If)]:
        parts = node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]
        for part in [part for part in parts if isinstance(part, ast.Compare) and called(part.left) == "len"
                     and part.left.args]:
            refused = {ast.GtE: node.body, ast.Gt: node.body, ast.Eq: node.body, ast.Lt: node.orelse}.get(
                type(part.ops[0]), [])
            refuses = any(called(inner) == "close" or isinstance(inner, ast.Continue)
                          for one in refused for inner in walk(one))
            within = {called(inner) for loop in tree.above(node, LOOPS)[:1] for inner in walk(loop)}
            number = tree.value(part.comparators[0])
            if refuses and within & {"accept", "recvfrom"} and type(number) is int and 2 <= number < 100 and (
                    added_to(tree, last_name(part.left.args[0]))):
                return number
    return None


def left_on(tree, call):
    """Return (what closes one, name of what keeps it) where a loop sends to clients that were closed.

    What closes one is None where socketserver does. `call` is what has failed in that loop. Return None where anything
    is ever taken off that list, but for an except that does not, though it closes one.
    """
    whose = names_in(call.func) if isinstance(call.func, ast.Attribute) else set()  # one, one["link"], one.link
    for loop in tree.above(call, (ast.For,)):
        kept = kept_in(tree, loop)
        taken = taken_off(tree, kept)
        doors = {last_name(getattr(one.func, "value", None)) for one in tree.of("accept", "listen")}
        closes = [one for one in tree.of("close") if loop not in tree.above(one, LOOPS) and not at_the_end(tree, one)
                  and last_name(getattr(one.func, "value", None)) not in doors]
        closes += [node for node in tree.nodes if isinstance(node, ast.With) and tree.function(node)
                   and is_closing(node)]
        if whose & names_in(loop.target) and kept and taken:
            closes = [one for one in closes if isinstance(one, ast.Call) and is_only_closed(tree, one, taken)]
            return (closes[0], kept) if closes else None
        if whose & names_in(loop.target) and kept and not taken and (closes or "request" in tree.words):
            nearest = [one for one in closes if tree.function(one) is tree.function(call)] + closes
            return next(iter(nearest), None), kept
    return None


def at_the_end(tree, node):
    """Tell whether this is done as the program is ended at its keyboard: except KeyboardInterrupt."""
    return any(handler.type is not None and "KeyboardInterrupt" in names_in(handler.type)
               for handler in tree.above(node, (ast.ExceptHandler,)))


def is_only_closed(tree, close, taken):
    """Tell whether an except closes a connection, and nothing in it or after it takes one off a list."""
    handler = next(iter(tree.above(close, (ast.ExceptHandler,))), None)
    inside = list(walk(handler)) if handler else []
    elsewhere = {getattr(tree.function(one), "name", None) for one in taken}
    later = [one for one in taken if tree.function(one) is tree.function(close) and one.lineno > close.lineno]
    return bool(handler) and not later and not any(
        part in taken or called(part) and called(part) in elsewhere for part in inside)


def spares_one(tree):
    """Return the loop over the kept addresses in which something is sent but for one of them, be it to whom it may.

        for other in known:
            if other != sender:
                door.sendto(text, sender)
    """
    kept = {last_name(getattr(call.func, "value", None)) for call in tree.of("append", "add")} - {""}
    for call in tree.of("sendto"):
        loop = next(iter(tree.above(call, ast.For)), None)
        through = {last_name(part) for part in walk(loop.iter)} if loop else set()
        tests = [above.test for above in tree.above(call, ast.If) if loop and loop in tree.above(above, ast.For)]
        unlike = [test for test in tests if any(isinstance(part, (ast.NotEq, ast.IsNot)) for part in walk(test))]
        if through & kept and any(names_in(test) & names_in(loop.target) for test in unlike):
            return loop
    return None
