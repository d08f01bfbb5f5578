"""Unseen: what goes wrong in a loop, and the loop goes on all the same; '' where the source is sound."""
import ast

from lab12.finder.syntax import LOOPS, asks_user, called, last_name, line, names_in


def leaves_inner(source):
    """Return the hint for an end of the connection at which only an inner loop is left, and the outer one goes on."""
    tree = source.tree
    for node in tree.nodes:
        loops = tree.above(node, LOOPS) if isinstance(node, ast.Break) else ()
        tests = [above.test for above in tree.above(node, ast.If) if loops and loops[0] in tree.above(above, LOOPS)]
        came = {last_name(target) for call in tree.of("recv") if loops and loops[0] in tree.above(call, LOOPS)
                for target in getattr(tree.parent.get(call), "targets", ())} - {""}
        empty = any(isinstance(test, ast.UnaryOp) and came & names_in(test) for test in tests[:1])
        if empty and len(loops) > 1 and isinstance(loops[0], ast.For) and isinstance(
                loops[1], ast.While) and isinstance(loops[1].test, ast.Constant):
            return f"{source.line(line(node))}this break leaves only the for of line {line(loops[0])}; the loop " \
                f"around it (line {line(loops[1])}) goes round again, and recv gives b'' at once, for ever: " \
                "leave the program here, with sys.exit()."
    return ""


def joins_unlike(source):
    """Return the hint for a text that is joined with the bytes of a recv, where an except hides the error of that."""
    tree = source.tree
    came = {last_name(target) for call in tree.of("recv", "recvfrom") for target in getattr(
        tree.parent.get(call), "targets", ())} - {""}
    came = {name for name in came if all(called(value) == "recv" for value in tree.given.get(name, ()))}
    for node in tree.nodes:
        parts = added(node) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) else ()
        text = any(isinstance(getattr(part, "value", None), str) or isinstance(part, ast.JoinedStr) for part in parts)
        bare = [part.id for part in parts if isinstance(part, ast.Name) and part.id in came]
        hides = [one for one in tree.above(node, ast.Try) for handler in one.handlers if source.hides_errors
                 == source.line(line(handler))]
        if text and bare and hides:
            return f"{source.line(line(node))}text and bytes cannot be joined, and {bare[0]} is bytes, as recv gives " \
                f"them: {bare[0]}.decode(), and .encode() all of it to send. The error is not seen, since " \
                f"{source.hides_errors[:-2]} hides it."
    return ""


def added(node):
    """Return what is joined by +, from left to right."""
    return [*added(node.left), *added(node.right)] if isinstance(node, ast.BinOp) and isinstance(
        node.op, ast.Add) else [node]


def joins_input(client):
    """Return the hint for a join() of the thread that asks its user, who has to press Enter once more; '' for none."""
    tree = client.tree
    for call in tree.of("join"):
        name = last_name(getattr(call.func, "value", None))
        targets = [last_name(word.value) for value in tree.given.get(name, ()) if called(value) == "Thread"
                   for word in value.keywords if word.arg == "target"]
        asks = [part for target in targets for one in tree.defined.get(target, ()) for part in ast.walk(one)
                if asks_user(part)]
        if asks and not call.args and not call.keywords and not tree.above(call, LOOPS):
            return f"{client.line(line(call))}join() waits here until {name} ends, and that waits in " \
                f"{client.ref(asks[0])} for one more Enter: leave this join out, and start {name} with daemon=True."
    return ""
