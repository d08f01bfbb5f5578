"""Repeats: why a message is shown more than once, again with the next one, or backwards; '' where all is sound."""
import ast
import re

from lab12.finder import keeping
from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, OVER_SOCKETS, called, last_name, line, names_in
from lab12.finder.ways import loops
from lab12.grader.received import RECEIVES


def more_than_once(result, roles, server, client):
    """Return the hint for a message that a window shows more than once."""
    shows = server if "the server" in result.expected else client
    passes = server if roles.kind == "chat" else client if shows is server else server
    found = (never_emptied(shows), never_emptied(passes), never_cut(passes), put_each_time(passes),
             once_for_each(passes))
    if told := next(filter(None, found), ""):
        return told
    return f"{passes.passes}does each message go out from here once, and to each of the others? {shows.receives}and " \
        "is it shown once?"


def backwards(result, receiver, sender):
    """Return the hint for a slice or reversed() that turns a message round, where it is shown so; '' for others."""
    word = re.search(r"['\"](\w+)['\"]", result.expected)
    if not word or word[1] in result.seen or word[1][::-1] not in result.seen:
        return ""
    for source in receiver, sender:
        for node in source.tree.nodes:
            turned = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and (
                node.slice.step and ast.unparse(node.slice.step) == "-1")
            if turned or called(node) == "reversed":
                return f"{source.line(line(node))}this turns the message round: {word[1]!r} is shown as " \
                    f"{word[1][::-1]!r}. A message is shown as it was typed."
    return ""


def never_emptied(source):
    """Return the hint for what is collected of all that comes, and never begun anew; '' for none.

        kept = ""
        while True:
            kept += link.recv(999).decode()
            print(kept)
    """
    tree = source.tree
    for node in tree.nodes:
        grows = node if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add) else None
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.Add):
            grows = node if last_name(node.targets[0]) in names_in(node.value.left) else None
        target = getattr(grows, "target", None) or getattr(grows, "targets", [None])[0]
        name, around = last_name(target), tree.above(node, LOOPS) if grows else ()
        if not (name and around) or not source.has_come(node.value, source.received):
            continue
        anew = [one for one in tree.nodes if one is not node and isinstance(one, (ast.Assign, ast.AnnAssign))
                and any(name == last_name(part) for target in getattr(one, "targets", None) or [one.target]
                        for part in walk(target)) and loops(tree, one)]
        taken = [call for call in tree.of("clear", "pop", "popleft") if last_name(
            getattr(call.func, "value", None)) == name]
        taken += [one for one in tree.nodes if isinstance(one, ast.Delete) and name in names_in(one)]
        uses = [call for call in tree.calls if called(call) in {"print", "write", *OVER_SOCKETS}
                and any(name in map(last_name, walk(part)) for part in call.args)
                and around[0] in tree.above(call, LOOPS) and not is_asked_for(tree, call)]
        if uses and not anew and not taken:
            return f"{source.line(line(node))}{name} is added to here and never emptied, so with each message all " \
                f"that came before are shown again: once it is used ({source.ref(uses[0])}), set it to what is left, " \
                "or to nothing."
    return ""


def never_cut(source):
    """Return the hint for what is collected to be sent, and stays there when it has been: peer.out += data; ''."""
    tree = source.tree
    for call in tree.of("send", "sendall"):
        sent = call.args[0] if call.args and isinstance(call.args[0], ast.Attribute) else None
        name = last_name(sent)
        grows = [node for node in tree.nodes if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add)
                 and isinstance(node.target, ast.Attribute) and node.target.attr == name]
        cut = [node for node in tree.nodes if isinstance(node, ast.Attribute) and node.attr == name and not isinstance(
            node.ctx, ast.Load) and node not in [one.target for one in grows]
            and getattr(tree.function(node), "name", "") != "__init__"]
        cut += [node for node in tree.nodes if isinstance(node, (ast.Delete, ast.Call)) and any(
            last_name(part) == name for part in walk(node)) and (isinstance(node, ast.Delete) or called(node) in {
                "clear", "pop", "popleft"})]
        number = any(isinstance(getattr(node.value, "value", None), int) for node in grows)
        if sent is not None and grows and not cut and not number and not source.tree.of("setattr"):
            words = ast.unparse(sent)
            how = f"sent = {ast.unparse(call.func)}({words}), then {words} = {words}[sent:]." if called(
                call) == "send" else f'{words} = b"" behind this line.'  # sendall gives nothing back
            return f"{source.line(line(call))}what has been sent stays in {words}, and goes out again: {how}"
    return ""


def is_asked_for(tree, call):
    """Tell whether a call is done at a word of command only: if text == "/history"."""
    return any(isinstance(part, ast.Eq) or called(part) == "startswith"
               for above in tree.above(call, ast.If) for part in walk(above.test))


def put_each_time(server):
    """Return the hint for one who is put on the list with each of his messages, and so gets each that often; ''."""
    tree, those = server.tree, keeping.ends(server.tree) | {"request", "client_address"}
    for call in tree.of("append"):
        kept = last_name(getattr(call.func, "value", None))
        hears = [one for one in tree.of(*RECEIVES) if loops(tree, one) and tree.function(one) is tree.function(call)
                 and set(tree.above(one, LOOPS)) == set(tree.above(call, LOOPS))]
        accepts = any(called(part) == "accept" for loop in tree.above(call, LOOPS)[:1] for part in walk(loop))
        asks = [above for above in tree.above(call, ast.If) if kept in {last_name(part) for part in walk(above.test)}
                or any(isinstance(part, ast.Constant) for part in walk(above.test))]
        skips = any(isinstance(node, ast.If) and kept in {last_name(part) for part in walk(node.test)}
                    and any(isinstance(part, (ast.Continue, ast.Return)) for part in walk(node))
                    for loop in tree.above(call, LOOPS)[:1] for node in walk(loop))
        named = {last_name(part) for one in call.args for part in walk(one)} & those
        cleared = any(called(one) in {"set", "fromkeys", "remove", "clear"} and kept in map(last_name, walk(one))
                      for one in tree.calls)
        said = {last_name(next(iter(getattr(target, "elts", ())), target)) for one in hears for target in getattr(
            tree.parent.get(one), "targets", ())}
        skips = skips or cleared or names_in(ast.Tuple(call.args, ast.Load())) & said  # who, and what
        if named and hears and kept in keeping.gone_through(tree) and not (accepts or asks or skips):
            who = ast.unparse(call.args[0])
            return f"{server.line(line(call))}this puts {who} on {kept} with each message, and each message then " \
                f"goes there as often: if {who} not in {kept}."
    return ""


def once_for_each(server):
    """Return the hint for a loop over the clients in which all of them are told, and not one; '' for none.

        for one in clients:
            tell_all(text)
    """
    tree = server.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.For)]:
        kept, each = keeping.kept_in(tree, loop), names_in(loop.target)
        for call in [part for part in walk(loop) if isinstance(part, ast.Call) and kept and not each & names_in(part)]:
            inner = [one for function in tree.defined.get(called(call), ()) for part in walk(function)
                     if isinstance(part, ast.For) and keeping.kept_in(tree, part) == kept for one in walk(part)
                     if called(one) in {*OVER_SOCKETS, "write"}]
            if inner:
                return f"{server.line(line(call))}{called(call)} tells all of them ({server.ref(inner[0])}), and is " \
                    f"called here once for each of them, in the loop of line {line(loop)}: once is enough."
    return ""


def same_number(sender, receiver):
    """Return the hint for a number that goes with each message and never grows, where a new one is looked for; ''.

        packet = f"{number}|{text}"              if int(number) == last: continue
        sock.sendto(packet.encode(), there)      last = int(number)
    """
    tree, theirs = sender.tree, receiver.tree
    kept = {(ast.unparse(node.targets[0]), ast.unparse(node.value)) for node in theirs.nodes
            if isinstance(node, ast.Assign) and loops(theirs, node)}
    tests = [node for node in theirs.nodes if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq)
             and {(ast.unparse(node.left), ast.unparse(node.comparators[0])),
                  (ast.unparse(node.comparators[0]), ast.unparse(node.left))} & kept]
    changed = {last_name(node.target) for node in tree.nodes if isinstance(node, ast.AugAssign)}
    for text in [part for part in tree.nodes if isinstance(part, ast.JoinedStr) and tests and loops(tree, part)]:
        first = text.values[0].value if isinstance(text.values[0], ast.FormattedValue) else None
        given = tree.given.get(getattr(first, "id", ""), ())
        if len(given) == 1 and isinstance(getattr(given[0], "value", None), int) and first.id not in changed:
            return f"{sender.line(line(text))}{first.id} is {given[0].value} with each message, and " \
                f"{receiver.line(line(tests[0]))[:-2]} takes what has the number of the last one for the same again: " \
                f"{first.id} += 1 after each."
    return ""
