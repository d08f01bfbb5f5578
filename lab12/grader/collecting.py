"""Collecting: why a message that comes in parts is never whole where it is collected; '' where it is.

    data = b""
    while len(data) < n:
        part = link.recv(n - len(data))
        if not part:
            return None
        data += part
"""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, OVER_SOCKETS, asks_user, called, last_name, line, names_in
from lab12.grader.received import RECEIVES
from lab12.grader.slips import counts_letters

LITTLE = 17  # bytes: a word of nine letters, and a name of five before it


def never_whole(source, other=None):
    """Return the first of these hints that the source shows, beside the one that sends to it."""
    return newest_alone(source) or newest_line(source) or once_too_often(source) or counts_header(source, other)


def takes_little(source):
    """Return the hint for a program that takes fewer bytes each time than a short message and its author's name; ''.

    One that takes a single byte, works out how many it takes, or puts parts together, knows what it does.
    """
    tree, calls = source.tree, source.of("recv")
    for call in source.of("recv", "recvfrom"):
        if call.args and tree.value(call.args[0]) == 0 and not isinstance(tree.value(call.args[0]), bool):
            since = "" if isinstance(call.args[0], ast.Constant) else f", as {ast.unparse(call.args[0])} is,"
            return f"{source.line(line(call))}{called(call)} of 0 bytes{since} takes nothing of what comes: ask for " \
                "more, say 4096."
    here = [call for call in calls if bool(tree.above(call, LOOPS)) == bool(tree.above(calls[0], LOOPS))]
    sizes = [tree.value(call.args[0]) if call.args else None for call in here]
    if not calls or any(type(size) is not int for size in sizes) or not 1 < max(sizes) < LITTLE or any(
            is_put_together(node, source.names_received) for node in tree.nodes):
        return ""
    return f"{source.line(line(here[0]))}recv takes at most {max(sizes)} bytes here, and a message with " \
        "a name before it has more: ask for more, say 4096."


def is_put_together(node, received):
    """Tell whether this puts what has come behind what came before, be it on the screen: whole += part."""
    one = node.target if isinstance(node, ast.AugAssign) else node.targets[0] if isinstance(
        node, ast.Assign) and isinstance(node.value, ast.BinOp) else None
    kept = isinstance(node, ast.AugAssign) or one is not None and last_name(one) in names_in(node.value)
    added = called(node) in {"append", "extend", "write"} or called(node) == "print" and any(
        word.arg == "end" for word in node.keywords)
    return (kept or added) and any(last_name(part) in received or called(part) in RECEIVES for part in walk(node))


def collecting(tree):
    """Yield (loop, name, comparison) for each loop that goes on while a name holds fewer bytes than it asks for."""
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.While) and isinstance(loop.test, ast.Compare)]:
        measured = loop.test.left
        less = isinstance(loop.test.ops[0], (ast.Lt, ast.LtE, ast.NotEq))  # and not as long as each is full
        whole = called(measured) == "len" and len(measured.args) == 1 and isinstance(measured.args[0], ast.Name)
        if less and whole and any(called(part) in RECEIVES for part in walk(loop)):
            yield loop, measured.args[0].id, loop.test


def newest_alone(source):
    """Return the hint for what is collected, and given only what has come last; '' for none: data = part."""
    tree = source.tree
    for loop, name, test in collecting(tree):
        if any(called(part) in OVER_SOCKETS or last_name(part) == "MSG_PEEK" for part in walk(loop)):
            continue  # it asks for another one, or looks at what stays there
        asked, parts = test.comparators[0], {last_name(target) for node in walk(loop) if isinstance(
            node, ast.Assign) and any(called(part) in RECEIVES for part in walk(node.value)) for target in node.targets}
        given = [node for node in walk(loop) if isinstance(node, ast.Assign) and name in map(last_name, node.targets)]
        grows = any(isinstance(node, ast.AugAssign) and last_name(node.target) == name or called(node) in {
            "extend", "append"} and last_name(getattr(node.func, "value", None)) == name for node in walk(loop))
        for node in given:
            alone = isinstance(node.value, ast.Name) and node.value.id in parts or called(node.value) in RECEIVES
            if alone and not grows and not (isinstance(asked, ast.Constant) and asked.value in (0, 1)):
                return f"{source.line(line(node))}{name} is given the newest part alone here, and what came before " \
                    f"is lost, so it is never whole: {name} += {ast.unparse(node.value)}."
    return ""


def newest_line(source):
    """Return the hint for a loop up to the end of a line that keeps the newest part alone; '' for none.

        while b"\\n" not in kept:
            part = link.recv(1024)
            kept = part
    """
    for loop in [loop for loop in source.tree.loops if isinstance(loop, ast.While) and isinstance(
            loop.test, ast.Compare) and isinstance(loop.test.ops[0], ast.NotIn)]:
        kept, inside = loop.test.comparators[0], list(walk(loop))
        parts = {last_name(target) for node in inside if isinstance(node, ast.Assign) and called(
            node.value) in RECEIVES for target in node.targets}
        given = [node for node in inside if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name)
                 and node.value.id in parts and ast.unparse(node.targets[0]) == ast.unparse(kept)]
        grows = [node for node in inside if isinstance(node, ast.AugAssign) or called(node) in {
            "append", "extend", "write"}]  # what came before is kept there
        if given and not grows and not any(called(part) in OVER_SOCKETS for part in inside):
            return f"{source.line(line(given[0]))}{ast.unparse(kept)} is given the newest part alone here, and what " \
                f"came before is lost: {ast.unparse(kept)} += {given[0].value.id}."
    return ""


def takes_unfinished(source):
    """Return the hint for a loop over all lines that keeps the last one, which is not whole, and takes it too; ''.

        lines = kept.split("\\n")
        kept = lines[-1]
        for line in lines: print(line)
    """
    tree = source.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.For) and isinstance(loop.iter, ast.Name)]:
        name, given = loop.iter.id, tree.given.get(loop.iter.id, ())
        keeps = [node for node in tree.nodes if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript)
                 and last_name(node.value.value) == name and ast.unparse(node.value.slice) == "-1"
                 and tree.function(node) is tree.function(loop)]
        off = [call for call in tree.of("pop", "remove") if last_name(getattr(call.func, "value", None)) == name]
        off += [node for node in tree.nodes if isinstance(node, ast.Delete) and name in map(last_name, walk(node))]
        of = last_name(getattr(given[0].func, "value", None)) if len(given) == 1 and called(given[0]) == "split" else ""
        keeps = [node for node in keeps if of and of in map(last_name, node.targets)]  # as the beginning of what comes
        looks = any(isinstance(part, ast.Compare) and {of, name} & names_in(part) for part in walk(loop))
        if keeps and not (off or looks) and given[0].args:
            return f"{source.line(line(loop))}{name}[-1] is no whole line yet, and is kept ({source.ref(keeps[0])}), " \
                f"but this loop takes it all the same: for ... in {name}[:-1]."
    return ""


def once_too_often(source):
    """Return the hint for a loop that goes round once more where all has come, and then asks for 0 bytes; ''."""
    for loop, name, test in collecting(source.tree):
        left = [call for call in walk(loop) if called(call) in RECEIVES and call.args and isinstance(
            call.args[0], ast.BinOp) and isinstance(call.args[0].op, ast.Sub) and name in names_in(call.args[0])]
        if isinstance(test.ops[0], ast.LtE) and left and ast.unparse(test.comparators[0]) == ast.unparse(
                left[0].args[0].left):
            return f"{source.line(line(loop))}once all has come this loop goes round once more, and " \
                f"{called(left[0])} of 0 bytes gives b'', which is taken for the end: < in the place of <=."
    return ""


def counts_header(source, other=None):
    """Return the hint for what is whole by a length, and measured with the header that tells it before it; '' for none.

        size = int(whole[:8])
        whole += part
        if len(whole) == size: return whole[8:]

    It is '' where one of the two sends a length with something added to it: the header may be in that.
    """
    if any(adds_to_length(one.tree) for one in (source, other) if one):
        return ""
    tree = source.tree
    for test in [node for node in tree.nodes if isinstance(node, ast.Compare) and called(node.left) == "len"
                 and node.left.args and isinstance(node.ops[0], (ast.Eq, ast.GtE)) and isinstance(
                     node.comparators[0], ast.Name)]:
        name, size, function = last_name(test.left.args[0]), test.comparators[0].id, tree.function(test)
        here = [node for node in walk(function or tree.module)]
        grown = {last_name(node.value) for node in here if isinstance(node, ast.AugAssign) and last_name(
            node.target) == name} & source.names_received
        cuts = [node for node in here if isinstance(node, ast.Subscript) and last_name(node.value) == name
                and isinstance(node.slice, ast.Slice) and node.slice.lower is not None and node.slice.upper is None]
        told = [value for value in tree.given.get(size, ()) if called(value) == "int" and any(
            isinstance(part, ast.Subscript) and last_name(part.value) in {name, *grown} for part in walk(value))]
        later = any(isinstance(node, ast.Assign) and name in map(last_name, node.targets) and any(
            cut in set(walk(node.value)) for cut in cuts) for node in here)  # the header is taken off before
        if name and grown and cuts and told and not later and len(tree.given.get(size, ())) == len(told):
            return f"{source.line(line(test))}len({name}) counts the header too, and {size} ({source.ref(told[0])}) " \
                f"does not: len({name}) - {ast.unparse(cuts[0].slice.lower)}."
    return ""


def adds_to_length(tree):
    """Tell whether a length is told with something added to it, or of what is put together: len(text) + 8, len(a + b).
    """
    for node in tree.of("len"):
        above, of = tree.parent.get(node), node.args[0] if node.args else None
        values = [of, *(tree.given.get(of.id, ()) if isinstance(of, ast.Name) else ())]
        put_together = any(isinstance(one, ast.BinOp) and isinstance(one.op, ast.Add) and not any(
            isinstance(getattr(one, side), ast.Constant) for side in ("left", "right")) for one in values)
        if isinstance(above, ast.BinOp) and isinstance(above.op, ast.Add) or put_together and not tree.tested(node):
            return True
    return False


def none_for_empty(source, name):
    """Return the hint for a name that a function of the script gives None at the end, for which nobody looks; ''.

        data = whole(link)         # return None, once recv has given b''
        if data == b"": break
    """
    tree = source.tree
    for value in tree.given.get(name, ()):
        for function in tree.defined.get(called(value), ()) if isinstance(value, ast.Call) else ():
            gives = next((node for node in walk(function) if isinstance(node, ast.Return) and (
                node.value is None or getattr(node.value, "value", 0) is None)), None)
            hears = any(called(part) in {*RECEIVES, *tree.own} for part in walk(function))
            if gives is not None and hears and isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                tests = [node for node in tree.nodes if isinstance(node, ast.Compare) and last_name(node.left) == name
                         and isinstance(getattr(node.comparators[0], "value", None), (str, bytes))
                         and not node.comparators[0].value]
                where = source.line(line(tests[0])) if tests else source.line(line(value))
                return f"{where}{function.name} gives None once the other side has gone ({source.ref(gives)})" \
                    f"{', which is not equal to ' + ast.unparse(tests[0].comparators[0]) if tests else ''}: " \
                    f"if {name} is None, leave the loop."
    return ""


def decodes_parts(source, other):
    """Return the hint for one that decodes each part of a message by itself, and counts its letters; '' for others.

        while got != size:
            part = link.recv(16).decode()
            got += len(part)
    """
    tree = source.tree
    for loop in tree.loops:
        inside = list(walk(loop))
        came = {last_name(target) for node in inside if isinstance(node, ast.Assign) and called(node.value) in RECEIVES
                for target in node.targets} - {""}
        for call in [node for node in inside if called(node) == "decode" and isinstance(node.func, ast.Attribute)]:
            part, above = call.func.value, tree.parent.get(call)
            names = {last_name(target) for target in getattr(above, "targets", ())}
            added = [node for one in inside if isinstance(one, ast.AugAssign) for node in walk(one)]
            counted = any(called(node) == "len" and node.args and last_name(node.args[0]) in names
                          for node in (*added, *walk(getattr(loop, "test", None) or loop.iter)))
            nearest = tree.above(call, LOOPS)[:1] == [loop]
            if names and counted and nearest and (called(part) in RECEIVES or last_name(part) in came):
                told = counts_letters(other).partition(": ")[0]
                too = f" The length has to count bytes, too ({told})." if told else ""
                return f"{source.line(line(call))}each part of a message is decoded by itself here, and a letter " \
                    "other than a to z takes two to four bytes, which two parts may share: collect the bytes, and " \
                    f"decode them once all have come.{too}"
    return ""


def collects_to_the_end(receiver):
    """Return the hint for a loop that puts together what comes until nothing does, and shows it only then; '' else.

        while part := link.recv(1024): text += part
    """
    tree = receiver.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.While)]:
        inside = list(walk(loop))
        heard = [part for part in inside if called(part) == "recv"]
        left = [node for node in inside if isinstance(node, (ast.Break, ast.Return, ast.Raise))]
        ends = [node.test for node in inside if isinstance(node, ast.If) and set(left) & set(walk(node))]
        at_end = [test for test in ends if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)]
        until = bool(set(heard) & set(walk(loop.test))) or getattr(loop.test, "value", None) is True
        if heard and until and len(at_end) == len(ends) and len(left) <= len(ends) and (
                ends or set(heard) & set(walk(loop.test))) and any(isinstance(node, ast.AugAssign) for node in inside) \
                and not any(called(part) in {"print", *OVER_SOCKETS} or asks_user(part) for part in inside):
            return f"{receiver.line(line(loop))}this loop ends only once the other side has gone, since recv gives " \
                "nothing only then, and all is shown behind it. End each message with a newline, and read up to that."
    return ""
