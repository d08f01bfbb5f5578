"""Vain: what stands in the source and does nothing: it is never called, or connected, or true; '' where all is used."""
import ast

from lab12.finder.syntax import CONNECTS, called, last_name, line


def never_called(source):
    """Return the hint for a function that opens the socket, or connects it, and is mentioned nowhere; '' for none."""
    tree = source.tree
    by_name = {"getattr", "globals", "eval"} & tree.words
    opens = source.of(*CONNECTS, "bind", "listen", "accept") or source.of("sendto")  # over UDP nobody is to be called
    for call in opens if not by_name else ():
        function = tree.function(call)
        name = getattr(function, "name", "")
        kind = tree.parent.get(function)
        of_base = isinstance(kind, ast.ClassDef) and kind.bases
        if not name or name.startswith("__") or function.decorator_list or of_base or hasattr(function, "file"):
            continue
        if all(last_name(node) != name for node in tree.nodes if node is not function) and name not in texts(tree):
            return f"{source.line(line(function))}{name} is never called, so line {line(call)} is not reached: " \
                f"{name}({', '.join(one.arg for one in function.args.args if one.arg != 'self')})."
    return ""


def texts(tree):
    """Return the texts of a script: a function may be looked up by its name."""
    return {node.value for node in tree.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def never_connected(source):
    """Return the hint for a client that sends or receives through a socket that it does not connect; '' for others."""
    tree = source.tree
    calls = [call for call in tree.of("connect", "connect_ex") if isinstance(call.func, ast.Attribute)]
    there = {last_name(call.func.value) for call in calls}
    for call in source.of("send", "sendall", "recv") if calls and not tree.of("accept", "listen") else ():
        used = last_name(getattr(call.func, "value", None))
        made = tree.given.get(used, ())
        if made and used not in there and all(called(value) == "socket" for value in made):
            return f"{source.line(line(call))}{used} is never connected; {ast.unparse(calls[0].func.value)} is " \
                f"({source.ref(calls[0])}). Talk through that one."
    return ""


def always_true(source):
    """Return the hint for a test of two words of which one always differs: text != "exit" or text != "quit"."""
    for node in source.tree.nodes:
        ops = {ast.Or: ast.NotEq, ast.And: ast.Eq}.get(type(getattr(node, "op", None)))
        parts = [part for part in getattr(node, "values", ()) if isinstance(part, ast.Compare)
                 and isinstance(part.ops[0], ops) and isinstance(part.comparators[0], ast.Constant)] if (
            isinstance(node, ast.BoolOp)) else []
        if len({ast.dump(part.left) for part in parts}) < len(parts) and len(
                {part.comparators[0].value for part in parts}) == len(parts):
            word, other, how = ("or", "and", "true") if isinstance(node.op, ast.Or) else ("and", "or", "false")
            return f"{source.line(line(node))}this is always {how}: no text is both words at once. `{other}` is " \
                f"meant in the place of `{word}`."
    return ""


def compares_in_vain(source):
    """Return the hint for a statement that compares, where a value was to be set: running == False; '' for none."""
    for node in source.tree.nodes:
        test = node.value if isinstance(node, ast.Expr) else None
        if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq) and not source.is_of_other(node):
            left, right = ast.unparse(test.left), ast.unparse(test.comparators[0])
            return f"{source.line(line(node))}this compares, and changes nothing: {left} = {right} sets it."
    return ""


def wrong_main(source):
    """Return the hint for a test of __name__ that never holds: if __name__ == "main"; '' for none."""
    for node in source.tree.nodes:
        if isinstance(node, ast.Compare) and last_name(node.left) == "__name__" and isinstance(
                node.comparators[0], ast.Constant) and node.comparators[0].value != "__main__":
            return f"{source.line(line(node))}__name__ is '__main__' in a program that is started, with two " \
                "underscores on each side: so nothing behind this test is done."
    return ""


def bytes_for_text(source):
    """Return the hint for what was typed where it is compared with bytes: text == b"exit"; '' for none."""
    for node in source.tree.nodes:
        sides = (node.left, *node.comparators) if isinstance(node, ast.Compare) else ()
        typed = any(last_name(side) in source.tree.typed for side in sides)
        found = [side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, bytes)]
        if typed and found:
            return f"{source.line(line(node))}what was typed is text, and is never equal to the bytes {found[0]!r}: " \
                f"compare it with {found[0].decode(errors='replace')!r}."
    return ""
