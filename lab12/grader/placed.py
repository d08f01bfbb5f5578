"""Placed: what stands in the wrong place: in a default, in the other branch, in a loop; '' where all is in its own."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import FUNCTIONS, LOOPS, OVER_SOCKETS, asks_user, called, last_name, line, names_in, target_of
from lab12.finder.ways import loops
from lab12.grader.received import RECEIVES

RECVS = {"recv", "recvfrom"}
AT_THE_END = {"close", "exit", "quit", "shutdown"}  # where the last word is answered


def asked_in_default(source):
    """Return the hint for a default that asks the user, or receives: it does so once, when the program starts; ''.

        def answer(link, text=input("> ")):
    """
    for function in [node for node in source.tree.nodes if isinstance(node, FUNCTIONS)]:
        given = [*function.args.posonlyargs, *function.args.args][-len(function.args.defaults) or None:]
        for one, value in [*zip(given, function.args.defaults, strict=False),
                           *zip(function.args.kwonlyargs, function.args.kw_defaults, strict=False)]:
            calls = [part for part in walk(value) if asks_user(part) or called(part) in RECVS] if value else []
            if calls:
                name = getattr(function, "name", "")
                return f"{source.line(line(value))}a default is worked out once, when Python comes to this def: so " \
                    f"{ast.unparse(calls[0])} is done at the start, and {one.arg} is the same each time. Write it in " \
                    f"the body of {name or 'the function'}."
    return ""


def hears_in_else(client):
    """Return the hint for a client that sends what was typed, and receives only where nothing was typed; '' for others.

        if text:
            link.sendall(text.encode())
        else:
            print(link.recv(999).decode())
    """
    tree = client.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.If) and node.orelse and loops(tree, node)]:
        asks = [part for loop in tree.above(node, LOOPS)[:1] for part in walk(loop) if asks_user(part)]
        typed = {target_of(tree, call) for call in asks} - {""}
        sides = [[part for one in body for part in walk(one)] for body in (node.body, node.orelse)]
        sends, hears = ([any(called(part) in names and not asks_user(part) for part in side) for side in sides]
                        for names in (OVER_SOCKETS, RECEIVES))
        calls = [call for call in client.of(*RECEIVES) if not asks_user(call)]
        inside = {part for side in sides for part in side}
        if typed & names_in(node.test) and sends != hears and sorted(sends) == sorted(hears) == [False, True] and all(
                call in inside for call in calls) and not any(called(part) in AT_THE_END for part in sides[
                    hears.index(True)]):
            return f"{client.line(line(calls[0]))}this is done only where nothing has been sent (the " \
                f"{'else' if hears[1] else 'if'} of line {line(node)}), and so never after a message: receive behind " \
                "what sends it, in the same branch."
    return ""


def returns_early(source):
    """Return the hint for a return in the loop that puts a message together, after its first part; '' for others.

        while True:
            part = link.recv(1)
            if part == b"\\n":
                break
            line += part
            return line
    """
    tree = source.tree
    for call in tree.of("recv", "recvfrom", "read"):
        loop = next(iter(tree.above(call, (ast.While,))), None)
        for place, left in enumerate(loop.body if loop else ()):
            before = [part for one in loop.body[:place] for part in walk(one)]
            grown = {last_name(part.target) for part in before if isinstance(part, ast.AugAssign)}
            grown |= {last_name(part.func.value) for part in before if called(part) in {"append", "extend"}
                      and isinstance(part.func, ast.Attribute)}
            if isinstance(left, ast.Return) and left.value is not None and call in before and any(
                    last_name(part) in grown - {""} for part in walk(left.value)) and not any(
                    isinstance(part, ast.Continue) for part in before):
                return f"{source.line(line(left))}this return stands in the loop (line {line(loop)}), and so gives " \
                    f"what the first {called(call)} has brought: one step further out, it is done once all is there."
    return ""


def begun_anew(source):
    """Return the hint for a generator that is made again for each message, which loses what the last one kept; ''.

        while True:
            text = next(lines(link))
    """
    tree = source.tree
    for call in tree.of("next"):
        made = call.args[0] if call.args else None
        for function in tree.defined.get(called(made), ()) if tree.is_own(getattr(made, "func", None)) else ():
            inside = [part for part in walk(function) if tree.function(part) is function]
            keeps = any(isinstance(part, ast.AugAssign) or called(part) == "makefile" for part in inside)
            if keeps and any(isinstance(part, ast.Yield) for part in inside) and any(
                    called(part) in {"makefile", *RECEIVES} for part in inside) and loops(tree, call):
                return f"{source.line(line(call))}{ast.unparse(made)} begins anew here with each message, and what " \
                    f"the one before has received behind its message is lost: make it once, before the loop " \
                    f"(lines = {ast.unparse(made)}), and ask for next(lines) here."
    return ""


def never_flushed(source):
    """Return the hint for a file of the socket that is written to, and never flushed or closed, or before; '' for none.
    """
    tree = source.tree
    for made in tree.of("makefile"):
        words = {word.arg: word.value for word in made.keywords}
        mode = tree.value(made.args[0] if made.args else words.get("mode"))
        name = target_of(tree, made) or last_name(getattr(tree.parent.get(made), "optional_vars", None))
        if not name or not isinstance(mode, str) or "w" not in mode or len(made.args) > 1 or "buffering" in words:
            continue
        if early := flushed_before(source, name):
            return early
        if tree.of("flush", "reconfigure") or any(
                word.arg == "flush" for call in tree.of("print") for word in call.keywords) or any(
                last_name(getattr(call.func, "value", None)) == name for call in tree.of("close")):
            continue
        same = {name} | kept_as(tree, name)
        writes = [call for call in tree.of("write", "writelines") if last_name(getattr(
            call.func, "value", None)) in same] + [call for call in tree.of("print") if any(
                word.arg == "file" and last_name(word.value) in same for word in call.keywords)]
        local = (isinstance(tree.parent.get(made), ast.withitem) or isinstance(
            getattr(tree.parent.get(made), "targets", [None])[0], ast.Name)) and tree.function(made)
        if writes and not (local and not tree.above(writes[0], LOOPS)):  # at its end a function closes that
            whose = ast.unparse(writes[0].func.value) if called(writes[0]) != "print" else name
            return f"{source.line(line(writes[0]))}what is written to a file of a socket stays in its buffer until " \
                f"that is full: {whose}.flush() after each message."
    return ""


def flushed_before(source, name):
    """Return the hint for a flush that stands before what is written in the same loop, and none behind it; '' else."""
    tree = source.tree
    used = {what: [call for call in tree.of(what) if last_name(getattr(call.func, "value", None)) == name]
            for what in ("flush", "write")}
    flushes, writes = used["flush"], used["write"]
    around = {tuple(tree.above(call, LOOPS)) for call in (*flushes, *writes)}
    if flushes and writes and len(around) == 1 and around.pop() and (
            max(call.lineno for call in flushes) < min(call.lineno for call in writes)):
        whose = ast.unparse(flushes[0].func)
        return f"{source.line(line(flushes[0]))}this stands before what is written in line {line(writes[0])}, so " \
            f"each message stays in the buffer until the next one: {whose}() behind it."
    return ""


def kept_as(tree, name):
    """Return the names that loops give to what is kept in a list, or a dictionary, under this name."""
    lists = {last_name(call.func.value) for call in tree.of("append", "add") if call.args and last_name(
        call.args[0]) == name and isinstance(call.func, ast.Attribute)}
    lists |= {last_name(target.value) for node in tree.nodes if isinstance(node, ast.Assign) for target in node.targets
              if isinstance(target, ast.Subscript) and last_name(node.value) == name}
    return {each for loop in tree.loops if isinstance(loop, ast.For) and lists & {last_name(part) for part in walk(
        loop.iter)} - {""} for each in names_in(loop.target)}


def hears_no_side(source):
    """Return the hint for a socket whose receiving side is ended before anything is received; '' for none."""
    tree = source.tree
    for call in [call for call in tree.of("shutdown") if call.args and isinstance(call.func, ast.Attribute)]:
        reads = last_name(call.args[0]) == "SHUT_RD" or tree.value(call.args[0]) == 0 and isinstance(
            call.args[0], ast.Constant)
        hears = [one for one in tree.of(*RECEIVES) if ast.unparse(getattr(one.func, "value", call)) == ast.unparse(
            call.func.value)]
        at_once = tree.function(call) is None and not tree.above(call, (*LOOPS, ast.If, ast.Try))
        again = any(isinstance(node, ast.Assign) and node.lineno > call.lineno and ast.unparse(call.func.value) in map(
            ast.unparse, node.targets) for node in tree.nodes)
        if reads and at_once and hears and not again and all(one.lineno > call.lineno for one in hears):
            return f"{source.line(line(call))}SHUT_RD ends what this socket receives, before anything has come: " \
                f"{source.ref(hears[0])} is given b'' at once. Leave it out."
    return ""


def gives_nothing(source):
    """Return the hint for a function that receives, and whose value is used though it returns none; '' for others.

        def heard(link):
            text = link.recv(99).decode()
        print(heard(link))
    """
    tree = source.tree
    for call in source.of(*RECEIVES):
        function, given = tree.function(call), getattr(next(iter(tree.above(call, ast.Assign)), None), "targets", ())
        ends = function.body[-1] if isinstance(function, ast.FunctionDef) else None
        returns = [part for part in walk(function) if isinstance(part, (ast.Return, ast.Yield)) and part.value] if (
            ends is not None) else [call]
        used = [site for site in tree.sites(function) if isinstance(tree.parent.get(site), (
            ast.Assign, ast.NamedExpr, ast.Call, ast.FormattedValue)) and tree.is_own(site.func)] if given else []
        if used and not returns and isinstance(ends, ast.Assign) and not any(
                isinstance(part, (ast.Global, ast.Nonlocal)) for part in walk(function)) and isinstance(
                ends.targets[0], ast.Name):
            return f"{source.line(line(ends))}{function.name} ends here and gives nothing (None), and " \
                f"{source.ref(used[0])} wants what has come: return {ends.targets[0].id}."
    return ""
