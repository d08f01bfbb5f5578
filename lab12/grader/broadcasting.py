"""Broadcasting: why a chat's server whose loop over its clients is there does not reach all of them; '' where it would.

    def broadcast(data, author):
        for client in clients:
            if client is not author:
                client.send(data)
"""
import ast
import re

from lab12.finder.flow import given_by, spread
from lab12.finder.kinds import fills_each
from lab12.finder.nodes import walk
from lab12.finder.reach import handed, in_place_of
from lab12.finder.syntax import LOOPS, OVER_SOCKETS, RECEIVES, called, last_name, line, names_in
from lab12.finder.ways import registered
from lab12.grader.unreached import is_endless
from lab12.grader.vain import called_so, is_mentioned

PUTS = {"append", "add", "insert", "appendleft", "update", "setdefault"}


def loops_over_clients(tree):
    """Yield (loop, call) for each call that sends to what a loop goes through, which stands in the loop itself.

    What is sent may come from another loop, over old messages: for text in history: link.send(text).
    """
    for call in tree.of("send", "sendall", "sendto", "write"):
        loop = next(iter(tree.above(call, (ast.For, ast.AsyncFor))), None)
        to = [call.func, *call.args[0 if tree.is_own(call.func) else 1:], *(word.value for word in call.keywords)]
        if loop is not None and names_in(loop.target) & set().union(*map(names_in, to)):
            yield loop, call


def stops_after_first(server):
    """Return the hint for a loop over the clients that is left as soon as it has sent to the first of them."""
    tree = server.tree
    for loop, call in loops_over_clients(tree):
        if any(called(part) in RECEIVES for part in walk(loop)) or any(
                isinstance(one, ast.If) and one.lineno < call.lineno and isinstance(one.body[-1], ast.Continue)
                and any(isinstance(part, ast.NotEq) for part in walk(one.test)) for one in loop.body):
            continue  # it asks one after the other, until one has answered, or passes over all but one
        for above in [loop, *tree.above(call, (ast.If, ast.Try))]:
            signs = [part.ops[0] for part in walk(above.test) if isinstance(part, ast.Compare)] if isinstance(
                above, ast.If) else []
            chosen = isinstance(above, ast.If) and (any(isinstance(sign, ast.Eq) for sign in signs) or not any(
                isinstance(sign, (ast.NotEq, ast.IsNot)) for sign in signs))
            left = next((one for one in above.body if isinstance(one, (ast.Break, ast.Return))), None)
            gives = left and getattr(left, "value", None) and call in walk(left.value)  # return other.send(data)
            if chosen or above is not loop and loop not in tree.above(above, (ast.For, ast.AsyncFor)):
                break  # it sends to one that is looked for, or stands around the loop
            if left and (left.lineno > call.lineno or gives):
                word = "break" if isinstance(left, ast.Break) else "return"
                return f"{server.line(line(left))}this {word} leaves the loop over the clients ({server.ref(loop)}) " \
                    "after the first one, so the others get nothing. Leave it out, or put it behind the loop."
    return ""


def stops_at_author(server):
    """Return the hint for a loop over the clients that is left at the author of a message; '' for others.

        for other in room:
            if other is author:
                break
            other.send(text)
    """
    tree = server.tree
    for loop, call in loops_over_clients(tree):
        for one in [one for one in loop.body if isinstance(one, ast.If) and one.lineno < call.lineno]:
            test, whose = one.test, last_name(loop.target)
            left = next((part for part in one.body if isinstance(part, (ast.Break, ast.Return))), None)
            if left and whose and isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.Eq, ast.Is)) and (
                    whose in map(last_name, (test.left, *test.comparators))) and call not in set(walk(one)):
                word = "break" if isinstance(left, ast.Break) else "return"
                return f"{server.line(line(left))}this {word} leaves the loop over the clients ({server.ref(loop)}) " \
                    "at the author, so those behind him get nothing: continue is meant."
    return ""


def sliced(server):
    """Return the hint for a loop over all of a list but its first, or last, which sends to each; '' for none.

        for other in room[1:]:
            other.send(text)
    """
    tree = server.tree
    doors = {last_name(getattr(call.func, "value", None)) for call in tree.of("accept", "listen")} - {""}
    puts = [call for call in tree.of("append", "add", "insert") if isinstance(call.func, ast.Attribute) and call.args]
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.For)]:
        part, through, own = part_of(loop)
        if part is None or part.step or (part.lower is None) == (part.upper is None):
            continue
        bound, kept = ast.unparse(part.upper or part.lower), ast.unparse(through)
        name = last_name(through)
        put = [call for call in puts if last_name(call.func.value) == name]
        held = [part for one in tree.given.get(name, ()) for part in getattr(one, "elts", [one])]
        holds_door = any(isinstance(one, (ast.Name, ast.Attribute)) and last_name(one) in doors
                         for one in (*held, *(call.args[-1] for call in put)))
        filled = part.lower is not None and any(isinstance(one, ast.Constant) for one in held)  # by nobody: [None]
        sends = [one for one in walk(loop) if called(one) in OVER_SOCKETS
                 and names_in(loop.target) & names_in(one.func)]
        places = [(loop, [said for one in sends for said in one.args]),
                  *((tree.parent.get(site), site.args) for site in tree.sites(tree.function(loop)))]
        news = [place for place, said in places if isinstance(place, ast.stmt) and not any(
            server.has_come(one, server.received) for one in said)]
        just_put = any(tree.block(tree.parent[call]) is tree.block(place) and not in_place_of(tree, call, place)
                       for call in put for place in news)  # all but a new one are told of it
        if sends and put and not (holds_door or filled or just_put) and re.fullmatch(
                r"-1" if part.upper else r"1", bound):
            which = "last" if part.upper else "first"
            go = f"go through {kept}" if own else f"range(len({kept}))"
            return f"{server.line(line(loop))}{ast.unparse(loop.iter)} leaves the {which} client on the list out, " \
                f"whoever has spoken: {go}, and leave out its author alone."
    return ""


def part_of(loop):
    """Return (slice, list, whether the loop has its members themselves) of a loop over a part of a list; None if none.

    for number in range(1, len(room)) goes through room[1:], too.
    """
    if isinstance(loop.iter, ast.Subscript) and isinstance(loop.iter.slice, ast.Slice):
        return loop.iter.slice, loop.iter.value, True
    given = loop.iter.args if called(loop.iter) == "range" and isinstance(loop.target, ast.Name) else ()
    end = given[-1] if given else None
    less = end if isinstance(end, ast.BinOp) and isinstance(end.op, ast.Sub) else None
    length = less.left if less else end
    if called(length) != "len" or not length.args or len(given) > 2:
        return None, None, False
    start = given[0] if len(given) == 2 and getattr(given[0], "value", None) != 0 else None
    upper = ast.UnaryOp(ast.USub(), less.right) if less else None
    return ast.Slice(lower=start, upper=upper), length.args[0], False


def never_told(server):
    """Return the hint for a function that sends to each of the clients, and that nobody calls."""
    tree = server.tree
    functions = [tree.function(loop) for loop, _ in loops_over_clients(tree)]
    for function in functions:
        if all(getattr(one, "name", "") and not one.decorator_list and not hasattr(one, "file") and not (
                is_mentioned(tree, one)) and not called_base(tree, one) for one in functions):
            goes_on = any(isinstance(part, ast.While) and is_endless(tree, part) for part in function.body)
            how = f"it goes on and on, so it needs a thread of its own: threading.Thread(target={function.name}, " \
                "daemon=True).start() before the loop that accepts." if goes_on else f"{called_so(function)} where a " \
                f"message has come ({server.place('recv', 'recvfrom', 'readline')})."
            return f"{server.line(line(function))}{function.name} sends to all clients, and is never called: {how}"
    return ""


def called_base(tree, function):
    """Tell whether a function is a method of a class with a base, which may call it."""
    return bool(getattr(tree.parent.get(function), "bases", ()))


def addresses_kept(server):
    """Return the hint for a list that a loop sends to and on which the address of each client is put, no socket."""
    tree = server.tree
    pairs = [target.elts for call in tree.of("accept") for target in getattr(tree.parent.get(call), "targets", ())
             if isinstance(target, ast.Tuple) and len(target.elts) == 2]
    where = {last_name(address): last_name(link) for link, address in pairs}
    for loop, call in loops_over_clients(tree):
        to = getattr(call.func, "value", None)
        if called(call) == "sendto" or not isinstance(to, ast.Name) or to.id != last_name(loop.target):
            continue  # what it goes through may be a number, or a key
        for put in [one for one in tree.calls if called(one) in PUTS and len(one.args) == 1]:
            kept = last_name(getattr(put.func, "value", None))
            if kept and kept in {last_name(part) for part in walk(loop.iter)} and where.get(last_name(put.args[0])):
                return f"{server.line(line(put))}{ast.unparse(put.args[0])} is the address of a client, which sends " \
                    f"nothing. Put its connection on {kept}: {ast.unparse(put.func)}({where[last_name(put.args[0])]})."
    return ""


def each_its_own(server):
    """Return the hint for a list of clients that the function that serves one makes for itself, and so for each."""
    tree = server.tree
    for loop, _ in loops_over_clients(tree):
        function, names = tree.function(loop), {part.id for part in walk(loop.iter) if isinstance(part, ast.Name)}
        made = next((node for node in tree.nodes if isinstance(node, ast.Assign) and tree.function(node) is function
                     and isinstance(node.targets[0], ast.Name) and node.targets[0].id in names
                     and is_empty(node.value) and not tree.above(node, (ast.For, ast.While))), None)
        shared = any(isinstance(part, (ast.Global, ast.Nonlocal)) and names & {*part.names} for part in tree.nodes)
        hears = any((called(part) in RECEIVES or last_name(getattr(part.func, "value", None)) in server.stream_readers)
                    and tree.function(part) is function for part in tree.calls)
        accepts = any(tree.function(part) is function for part in tree.of("accept", "recvfrom"))
        chosen = any(called(part) in PUTS and tree.above(part, (ast.For,)) and tree.function(part) is function and made
                     and last_name(getattr(part.func, "value", None)) == made.targets[0].id for part in tree.calls)
        if function and made and not chosen and hears and not shared and not accepts:
            return f"{server.line(line(made))}this gives each client a list of its own, with nobody else in it: " \
                f"make {made.targets[0].id} once, outside of {getattr(function, 'name', 'this function')}."
    return ""


def is_empty(value):
    """Tell whether an expression is a list, dictionary or set with nothing in it."""
    return isinstance(value, (ast.List, ast.Dict)) and not getattr(value, "elts", getattr(value, "keys", ())) or (
        called(value) in {"list", "dict", "set", "deque"} and not value.args)


def filled_beside(server):
    """Return the hint for clients that are kept under a name of a function, where the loop goes through self's own."""
    tree = server.tree
    for loop, _ in loops_over_clients(tree):
        kept = {str(part.attr) for part in walk(loop.iter) if isinstance(part, ast.Attribute) and last_name(
            part.value) == "self"}  # as it is spelled, whosever it is
        for node in [node for node in tree.nodes if isinstance(node, ast.Assign)
                     and isinstance(node.targets[0], ast.Name) and node.targets[0].id in kept]:
            name = str(node.targets[0].id)
            filled = any(isinstance(part, ast.Attribute) and part.attr == name and (
                isinstance(getattr(tree.parent.get(part), "ctx", None), ast.Store)
                or getattr(tree.parent.get(part), "attr", "") in PUTS or part in set(walk(node.value))
                or isinstance(part.ctx, ast.Store) and not is_empty(getattr(tree.parent.get(part), "value", None)))
                for part in tree.nodes)
            if not filled and tree.function(node) and not is_empty(node.value):
                return f"{server.line(line(node))}{name} is a name of this function alone, and {server.ref(loop)} " \
                    f"goes through self.{name}, on which nobody is ever put: write self.{name} here."
    return ""


def compared_with_each(tree):
    """Yield (loop, test, names on its other side) where a loop over the clients asks whether one is the author."""
    for loop, call in [*loops_over_clients(tree), *told_by_own(tree)]:
        for test in [part for above in tree.above(call, (ast.If,)) for part in walk(above.test)
                     if isinstance(part, ast.Compare)]:
            sides = {last_name(side) for side in (test.left, *test.comparators)}
            each = {last_name(part) for part in walk(loop.target)}
            if sides & each - {""}:
                yield loop, test, sides - each - {""}


def told_by_own(tree):
    """Yield (loop, call) for each call of a function of the script that sends, for what a loop around it goes through.
    """
    senders = {one.name for name in tree.own for one in tree.defined[name] if any(
        called(part) in OVER_SOCKETS for part in walk(one))}
    for call in tree.named(*senders):
        loop = next(iter(tree.above(call, (ast.For,))), None)
        if loop is not None and any(names_in(loop.target) & names_in(one) for one in call.args):
            yield loop, call


def heard_from(tree, call):
    """Return the name of the socket that the function around a call hears; '' if it hears none, or several."""
    links = {last_name(getattr(part.func, "value", None)) for part in tree.of("recv")
             if tree.function(part) is tree.function(call)}
    return links.pop() if len(links) == 1 else ""


def link_for_name(server):
    """Return the hint for a loop over names and connections that compares each name with the author's connection."""
    tree = server.tree
    keys = {last_name(node.slice) for node in tree.nodes if isinstance(node, ast.Subscript) and isinstance(
        node.ctx, ast.Store)}
    tables = {last_name(node.value) for node in tree.nodes if isinstance(node, ast.Subscript) and isinstance(
        node.ctx, ast.Store)}
    for loop, test, others in compared_with_each(tree):
        pairs = isinstance(loop.target, ast.Tuple) and called(loop.iter) == "items"
        through = loop.iter.args[0] if called(loop.iter) in {"list", "tuple"} and loop.iter.args else loop.iter
        alone = isinstance(loop.target, ast.Name) and last_name(through) in tables and not any(
            last_name(getattr(call.func, "value", None)) == loop.target.id for call in tree.of(*OVER_SOCKETS))
        each = loop.target.elts[0] if pairs else loop.target
        by_name = (pairs or alone) and last_name(each) in {last_name(side) for side in (test.left, *test.comparators)}
        for call in tree.calls if by_name else ():
            link = heard_from(tree, call)
            for parameter, given in handed(tree, call):
                if parameter.arg in others and link and last_name(given) == link and link not in keys and keys - {""}:
                    return f"{server.line(line(call))}{link} is a connection, and line {line(test)} compares " \
                        f"{parameter.arg} with names: give the author's name here."
    return ""


def door_for_author(server):
    """Return the hint for the listening socket in the place of the author, whom a loop over the clients leaves out."""
    tree = server.tree
    doors = {last_name(getattr(call.func, "value", None)) for call in tree.of("accept")} - {""}
    compared = set().union(*(others for _, _, others in compared_with_each(tree)))
    for call in tree.calls:
        link, pairs = heard_from(tree, call), [pair for pair in handed(tree, call) if pair[0].arg in compared]
        known = {"", *doors, *compared, *(last_name(given) for _, given in pairs)}
        for parameter, given in pairs:
            if last_name(given) in doors and link not in known:
                return f"{server.line(line(call))}{ast.unparse(given)} is the listening socket, and none of the " \
                    f"clients: {parameter.arg} has to be {link}, who has said it, to be left out."
    return ""


def answers_author(server):
    """Return the hint for a message that is also sent where it has come from, and not in the loop over the clients; ''.

        conn.send(f"You said {text}".encode())
        broadcast(text, conn)
    """
    tree = server.tree
    for call in [] if fills_each(tree) else [call for call in tree.of(*OVER_SOCKETS, "write") if call.args]:
        function = tree.function(call)
        hears = [one for one in tree.of(*RECEIVES, "read", "readline") if tree.function(one) is function
                 and isinstance(one.func, ast.Attribute)]
        theirs = {ast.dump(one.func.value) for one in hears}
        if called(call) == "sendto":
            theirs = {ast.dump(part.elts[1]).replace("Store()", "Load()") for one in hears for part in getattr(
                tree.parent.get(one), "targets", ()) if len(getattr(part, "elts", ())) == 2}
        elif called(call) == "write":  # to the stream of those who are read from here
            theirs |= {ast.dump(ast.Name(one.arg, ast.Load())) for one in function.args.args} if function and hears \
                else set()
        each = set().union(*(names_in(loop.target) for loop in tree.above(call, (ast.For, ast.AsyncFor))))
        to = call.args[-1] if called(call) == "sendto" else getattr(call.func, "value", None)
        made = to is not None and names_in(call.args[0]) & spread(tree, given_by(tree, hears)) and server.has_come(
            call.args[0], server.received)
        if made and ast.dump(to) in theirs and not names_in(to) & each and is_said_again(server, call) and (
                not is_of_one_kind(server, call)):
            return f"{server.line(line(call))}this sends a message to its author too, apart from the loop over the " \
                "others: leave it out."
    return ""


def is_said_again(server, call):
    """Tell whether this is done for each message, and not once, where a client is let in."""
    tree = server.tree
    loop = next(iter(tree.above(call, LOOPS)), None)
    lets_in = [part for part in walk(loop) if called(part) == "accept"] if loop else []
    return all(in_place_of(tree, part, call) for part in lets_in) and (
        loop is not None or server.depth(call) > 0 or tree.function(call) in registered(tree))


def is_of_one_kind(server, call):
    """Tell whether this is done for some of what comes only: commands, and what could not be read or is not passed on.

    What stands beside the statement that passes it on is done for each message, be that behind a word of command.
    """
    tree = server.tree
    ifs = [above for above in tree.above(call, ast.If) if any(call in set(walk(one)) for one in above.body)]
    passing = [site for one in server.passing for site in (one, *tree.sites(tree.function(one)))]
    here, beside = tree.above(call, ast.stmt)[:1], {other for one in passing for other in tree.above(one, ast.stmt)[:1]}
    if any(one in block and beside & {*block} for one in here for above in tree.above(one, ast.If)[:1]
           for block in (above.body, above.orelse)):
        return False
    return bool(tree.above(call, ast.ExceptHandler)) or any(
        isinstance(above.body[-1], (ast.Continue, ast.Break, ast.Return)) for above in ifs) or any(
        in_place_of(tree, one, call) for one in passing) or any(
        isinstance(part, ast.Compare) and server.has_come(part.left, server.received)
        or isinstance(part, ast.Call) and server.has_come(part.func, server.received)
        for above in ifs for part in walk(above.test))


def compares_all(server):
    """Return the hint for a loop over the clients that compares all of them with the author, and not the one; ''.

        for one in clients:
            if clients != author:
    """
    for loop in [loop for loop in server.tree.loops if isinstance(loop, ast.For)]:
        through = loop.iter.func.value if called(loop.iter) in {"keys", "values", "items", "copy"} and isinstance(
            loop.iter.func, ast.Attribute) else loop.iter
        if any(names_in(through) & names_in(other.target) for other in server.tree.above(loop, ast.For)):
            continue  # it is one of several itself: for room in rooms
        tests = [part for node in walk(loop) if isinstance(node, ast.If) and server.tree.above(node, ast.For)[0] is loop
                 for part in walk(node.test)]
        for test in [part for part in tests if isinstance(part, ast.Compare) and isinstance(
                part.ops[0], (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)) and isinstance(loop.target, ast.Name)]:
            sides = [test.left, *test.comparators]
            if any(ast.dump(side) == ast.dump(through) for side in sides) and not names_in(loop.target) & names_in(
                    test) and all(isinstance(side, (ast.Name, ast.Attribute)) for side in sides) and not any(
                    is_several(server.tree, side) for side in sides if ast.dump(side) != ast.dump(through)):
                return f"{server.line(line(test))}{ast.unparse(through)} is all of them, which no author ever is: " \
                    f"{loop.target.id} is meant here, the one whose turn it is."
    return ""


def is_several(tree, node):
    """Tell whether a name is given a list, a set or a dictionary: if team is red."""
    return any(isinstance(value, (ast.List, ast.Set, ast.Dict)) or called(value) in {"list", "set", "dict"}
               for value in tree.given.get(last_name(node), ()))
