"""Typed: what becomes of what a user has typed, as the source tells. Each gives '' where it cannot be shown."""
import ast

from lab12.finder.kinds import own_senders
from lab12.finder.menus import answers
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.stopping import typed_names
from lab12.finder.syntax import LOOPS, OVER_SOCKETS, RECEIVES, asks_user, called, last_name, line, names_in
from lab12.finder.wants import wanted
from lab12.grader.reading import SENDS, first
from lab12.grader.unreached import blocks

KEYS = {"getch", "getwch", "getche", "getwche", "getkey", "get_wch"}  # give one key: msvcrt, curses


def typed_in_vain(source):
    """Return the hint for a program that does not send what its user has typed; '' for others."""
    return first(last_key(source), only_a_word(source), sends_another(source), sends_before_asking(source))


def last_key(source):
    """Return the hint for a text that is to be put together key by key, and is given the last key alone; '' if not.

        key = sys.stdin.read(1)
        ...
        else: typed = key
    """
    tree = source.tree
    given = [(last_name(node.targets[0]), node) for node in tree.nodes if isinstance(node, ast.Assign)]
    keys = {name for name, node in given for part in walk(node.value) if called(part) in KEYS or called(
        part) == "read" and last_name(part.func.value) == "stdin" and part.args and tree.value(part.args[0]) == 1}
    sent = {name for call in source.of(*SENDS) for part in call.args for name in names_in(part)}
    for name, node in given:
        emptied = any(other == name and getattr(one.value, "value", None) == "" for other, one in given)
        grows = any(isinstance(one, ast.AugAssign) and last_name(one.target) == name for one in tree.nodes)
        if name in sent and last_name(node.value) in keys - {""} and emptied and not grows:
            key = ast.unparse(node.value)
            return f"{source.line(line(node))}{name} is the last key alone here, and those before it are lost: " \
                f"{ast.unparse(node.targets[0])} += {key}."
    return ""


def refuses_long(source):
    """Return the hint for a limit of letters beyond which nothing is sent; '' where none is below 2,500.

        if len(text) > 150:                             if len(text) <= 150:
            print("at most 150 letters")                    link.send(text.encode())
            continue
    """
    tree = source.tree
    asks = {tree.function(call) for call in tree.calls if asks_user(call)}
    for node in [one for one in tree.nodes if isinstance(one, (ast.If, ast.While)) and tree.function(one) in asks]:
        most, over = limit(tree, node.test)
        sent = {called(part) for one in before(tree, node) for part in reached(tree, [one])} & {*SENDS}
        if not most or sent:
            continue
        does = {called(part) for part in reached(tree, node.body)}
        again = any(map(asks_user, reached(tree, node.body))) if isinstance(node, ast.While) else any(
            isinstance(one, (ast.Continue, ast.Return)) for one in node.body)
        other = {called(part) for part in reached(tree, getattr(node, "orelse", []))} & {*SENDS}
        talks = {called(part) for loop in tree.above(node, LOOPS)[:1] for part in reached(tree, [loop])} & {*SENDS}
        if talks and (
                not does & {*SENDS} and (again or other) if over else does & {*SENDS} and not other):
            return f"{source.line(line(node))}what has more than {most:,} letters is not sent: leave this limit out, " \
                "or send such a text in several messages."
    return ""


def before(tree, node):
    """Return the statements of the same block that stand before this one."""
    block = next((block for block in blocks(tree.parent.get(node)) if node in block), [node])
    return block[:block.index(node)]


def limit(tree, test):
    """Return (the most letters that a test lets a text have, whether it asks if it has more); (0, False) for none.

    It is of a message: what was typed, and no name.
    """
    typed = typed_names(tree)
    for part in walk(test):
        if isinstance(part, ast.Compare) and len(part.ops) == 1:
            sides, over = (part.left, part.comparators[0]), isinstance(part.ops[0], (ast.Gt, ast.GtE))
            if called(sides[1]) == "len":
                sides, over = sides[::-1], isinstance(part.ops[0], (ast.Lt, ast.LtE))
            measured = last_name(sides[0].args[0]) if called(sides[0]) == "len" and sides[0].args else ""
            grows = any(last_name(getattr(call.func, "value", None)) == measured for call in tree.of("append"))
            of_message = measured in typed and not grows and wanted(measured) not in {"name", "password"}
            most = tree.value(sides[1]) if of_message else None
            if isinstance(part.ops[0], (ast.Gt, ast.GtE, ast.Lt, ast.LtE)) and type(most) is int and 20 < most < 2500:
                return most, over
    return 0, False


def only_a_word(source):
    """Return the hint for one that sends what is typed only if that is a certain word; '' for others.

        text = input()
        if text == "/quit":
            link.send(text.encode())      # and everything else is sent nowhere
            break
    """
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Assign) and asks_user(node.value)]:
        loop, name = next(iter(tree.above(node, LOOPS)), None), getattr(node.targets[0], "id", "")
        done = reached(tree, [loop]) if loop is not None and name else []
        if sum(map(asks_user, done)) != 1:
            continue
        uses = [part for part in done if isinstance(part, ast.Name) and part.id == name
                and isinstance(part.ctx, ast.Load) and not is_only_compared(tree, part)
                and not any(called(call) == "print" for call in tree.above(part, ast.Call))]
        tests = [is_for_a_word(tree, part, name) for part in uses]
        sent = [call for part in uses for call in tree.above(part, ast.Call) if called(call) in SENDS]
        if sent and all(tests):
            return f"{source.line(line(sent[0]))}this is done only if {ast.unparse(tests[0])}, and what else is " \
                "typed is sent nowhere: send that, too."
    return ""


def is_for_a_word(tree, node, name):
    """Return the test because of which a node is reached only if a name is one certain word; None if there is none."""
    for above in tree.above(node, ast.If):
        test = above.test
        if isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.Eq, ast.In)) and is_word(
                test.comparators[0]) and any(getattr(part, "id", "") == name for part in walk(test.left)) and any(
                node in set(walk(statement)) for statement in above.body):
            return test
    return None


def is_word(node):
    """Tell whether this is a constant, or several."""
    return all(isinstance(one, ast.Constant) for one in getattr(node, "elts", [node]))


def sends_another(source):
    """Return the hint for a program that sends something else than what its user has typed; '' for others."""
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Assign) and asks_user(node.value)
                 and tree.above(node, LOOPS)]:
        name = last_name(node.targets[0])
        used = any(isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Load)
                   and not is_only_compared(tree, part) for part in tree.nodes)
        used = used or isinstance(node.targets[0], ast.Attribute) and any(
            isinstance(part, ast.Attribute) and part.attr == name and isinstance(part.ctx, ast.Load)
            for part in tree.nodes)
        used = used or "message" in answers(tree, name)  # it chooses what is done, and the message is asked for then
        sends = [call for call in source.of(*SENDS) if call.args and not isinstance(call.args[0], ast.Constant)]
        bare = [part for call in sends for one in call.args for part in walk(one) if isinstance(getattr(
            part, "value", None), str) and f"{{{name}}}" in part.value]
        if not used and bare and name.strip("_"):
            return f"{source.line(line(sends[0]))}without an f before its quotes, f\"...{{{name}}}\", a text is sent " \
                "letter by letter, its braces too."
        if not used and sends and name.strip("_"):
            return f"{source.line(line(sends[0]))}this sends something else than what was typed: {name} " \
                f"({source.ref(node)}) is never used{' for more than a test' if tested(tree, name) else ''}."
    return ""


def sends_before_asking(source):
    """Return the hint for a loop that sends what was typed the turn before, and asks after that; '' for others.

    Where it is asked before the loop, too, or nothing is received in between, each message goes out once it is typed.
    """
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Assign) and asks_user(node.value)]:
        loop, name = tree.above(node, LOOPS)[:1], last_name(node.targets[0])
        asked = [one for one in tree.nodes if isinstance(one, (ast.Assign, ast.NamedExpr)) and asks_user(one.value)
                 and last_name(getattr(one, "targets", [getattr(one, "target", None)])[0]) == name]
        sent = [call for call in [*source.of(*SENDS), *own_calls(source, own_senders(tree))] if loop and tree.above(
            call, LOOPS)[:1] == loop and any(name in names_in(part) for part in call.args)]
        waits = [call for call in [*source.of(*RECEIVES), *own_calls(source, source.receivers)]
                 if sent and tree.above(call, LOOPS)[:1] == loop
                 and not sent[0].lineno < call.lineno < node.lineno]
        above = tree.parent[node]
        block = next(block for kind in ("body", "orelse", "finalbody") if node in (
            block := getattr(above, kind, [])))
        if name and waits and asked == [node] and all(call.lineno < node.lineno and tree.parent[call] in block
                                                      for call in sent) and all(
                one is node.value or isinstance(one, ast.Constant) for one in tree.given.get(name, ())):
            return f"{source.line(line(sent[0]))}this sends what was typed the turn before, since it stands before " \
                f"the question ({source.ref(node)}): ask first, and send {name} after that."
    return ""


def own_calls(source, names):
    """Return the calls of the script's own functions that have one of these names, but for those that ask the user."""
    return [call for call in source.tree.calls if called(call) in names and source.tree.is_own(call.func)
            and not asks_user(call)]


def is_only_compared(tree, node):
    """Tell whether a name stands in a comparison with a constant, in the test of an if or a while: text == "exit"."""
    above = tree.parent.get(node)
    return tree.tested(node) and isinstance(above, ast.Compare) and all(
        one is node or is_word(one) for one in (above.left, *above.comparators))


def tested(tree, name):
    return any(isinstance(part, ast.Name) and part.id == name and is_only_compared(tree, part) for part in tree.nodes)


def sends_only_typed(server):
    """Return the hint for a server of a chat that sends what its own user types, and texts of its own; '' for others.

    Its user answers one of the clients, whom none of the others hears.
    """
    mine, calls = typed_names(server.tree), server.of(*OVER_SOCKETS, "write")
    mine -= {one.arg for one in walk(server.tree.module) if isinstance(one, ast.arg)}  # which may be anything
    names = [{name for one in call.args[:1] for name in names_in(one) if server.tree.values.get(name) is None}
             for call in calls]
    typed = [call for call, those in zip(calls, names, strict=True) if those and those <= mine]
    heard = server.of(*RECEIVES) and server.of("accept")  # and no group in which each one speaks to all
    if not typed or not heard or any(those and not those <= mine for those in names):
        return ""
    return f"{server.receives}what comes here is sent to none of the other clients, since the server sends only what " \
        f"its own user types ({server.ref(typed[0])}): send each message to all but its author."


def sends_only_own(server):
    """Return the hint for a server of a chat that sends only what it makes itself, such as the time; '' for others.

        now = time.ctime()
        for other in others: sock.sendto(now.encode(), other)
    """
    tree, calls = server.tree, [call for call in server.of(*OVER_SOCKETS, "write") if call.args]
    names = {name for call in calls for name in names_in(call.args[0])} - {"self"}
    made = {one.arg for one in walk(tree.module) if isinstance(one, ast.arg)}  # which may be anything
    values = [value for name in names for value in tree.given.get(name, ())]
    known = names and not names & made and all(name in tree.given for name in names) and not any(
        called(part) in tree.own for value in values for part in walk(value)) and not server.calls("recv_into")
    if not known or not server.of(*RECEIVES) or names & {*server.names_received, *typed_names(tree)} or any(
            isinstance(part, (ast.Attribute, ast.Subscript)) and not isinstance(tree.parent.get(part), ast.Call)
            for call in calls for part in walk(call.args[0])):
        return ""
    return f"{server.receives}what comes here is sent to none of the other clients, since the server sends only what " \
        f"it makes itself ({server.ref(calls[0])}): send each message to all but its author."


def sends_list(server):
    """Return the hint for a server that sends all others its list of them, and nothing of what has come; ''."""
    tree = server.tree
    calls = [call for call in server.of(*OVER_SOCKETS) if call.args]
    lists = {last_name(loop.iter) for call in calls for loop in tree.above(call, ast.For)} - {""}
    if not calls or any(not names_in(call.args[0]) & lists or names_in(call.args[0]) - lists - {"str", "repr", "len"}
                        for call in calls):
        return ""
    return f"{server.line(line(calls[0]))}this sends {ast.unparse(calls[0].args[0])}, and nothing of what has come " \
        f"({server.receives[:-2]})."
