"""Broadcasting: why a chat's server whose loop over its clients is there does not reach all of them; '' where it would.

    def broadcast(data, author):
        for client in clients:
            if client is not author:
                client.send(data)
"""
import ast

from lab12.finder.nodes import walk
from lab12.finder.reach import handed
from lab12.finder.syntax import RECEIVES, called, last_name, line, names_in
from lab12.grader.vain import called_so, is_mentioned

PUTS = {"append", "add", "insert", "appendleft"}


def loops_over_clients(tree):
    """Yield (loop, call) for each call that sends to what a loop goes through, which stands in the loop itself."""
    for call in tree.of("send", "sendall", "sendto", "write"):
        loop = next(iter(tree.above(call, (ast.For, ast.AsyncFor))), None)
        if loop is not None and names_in(loop.target) & names_in(call):
            yield loop, call


def stops_after_first(server):
    """Return the hint for a loop over the clients that is left as soon as it has sent to the first of them."""
    tree = server.tree
    for loop, call in loops_over_clients(tree):
        if any(called(part) in RECEIVES for part in walk(loop)):
            continue  # it asks one after the other, until one has answered
        for above in [loop, *tree.above(call, (ast.If, ast.Try))]:
            chosen = isinstance(above, ast.If) and not any(
                isinstance(part, ast.Compare) and isinstance(part.ops[0], (ast.NotEq, ast.IsNot))
                for part in walk(above.test))
            left = next((one for one in above.body if isinstance(one, (ast.Break, ast.Return))), None)
            if chosen or above is not loop and loop not in tree.above(above, (ast.For, ast.AsyncFor)):
                break  # it sends to one that is looked for, or stands around the loop
            if left and left.lineno > call.lineno:
                word = "break" if isinstance(left, ast.Break) else "return"
                return f"{server.line(line(left))}this {word} leaves the loop over the clients ({server.ref(loop)}) " \
                    "after the first one, so the others get nothing. Leave it out, or put it behind the loop."
    return ""


def never_told(server):
    """Return the hint for a function that sends to each of the clients, and that nobody calls."""
    tree = server.tree
    for loop, _ in loops_over_clients(tree):
        function = tree.function(loop)
        if getattr(function, "name", "") and not function.decorator_list and not hasattr(function, "file") and not (
                is_mentioned(tree, function)) and not (called_base(tree, function)):
            return f"{server.line(line(function))}{function.name} sends to all clients, and is never called: " \
                f"{called_so(function)} where a message has come ({server.place('recv', 'recvfrom', 'readline')})."
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
        if called(call) == "sendto":
            continue
        for put in [one for one in tree.calls if called(one) in PUTS and len(one.args) == 1]:
            kept = last_name(getattr(put.func, "value", None))
            if kept and kept in {last_name(part) for part in walk(loop.iter)} and where.get(last_name(put.args[0])):
                return f"{server.line(line(put))}{ast.unparse(put.args[0])} is the address of a client, which sends " \
                    f"nothing. Put its connection on {kept}: {ast.unparse(put.func)}({where[last_name(put.args[0])]})."
    return ""


def door_for_author(server):
    """Return the hint for the listening socket in the place of the author, whom a loop over the clients leaves out."""
    tree = server.tree
    doors = {last_name(getattr(call.func, "value", None)) for call in tree.of("accept")} - {""}
    compared = {last_name(side) for loop, call in loops_over_clients(tree) for above in tree.above(call, (ast.If,))
                for part in walk(above.test) if isinstance(part, ast.Compare)
                for side in (part.left, *part.comparators) if last_name(side) != last_name(loop.target)}
    for call in tree.calls:
        for parameter, given in handed(tree, call):
            link = next((last_name(getattr(one.func, "value", None)) for one in tree.of("recv")
                         if tree.function(one) is tree.function(call)), "")
            if parameter.arg in compared and last_name(given) in doors and link and link not in doors:
                return f"{server.line(line(call))}{ast.unparse(given)} is the listening socket, and none of the " \
                    f"clients: {parameter.arg} has to be {link}, who has said it, to be left out."
    return ""
