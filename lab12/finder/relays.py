"""Relays finds why what one client of a chat says may not reach the others, where the server's source shows it."""
import ast

from lab12.finder.later import target_of_start
from lab12.finder.nodes import walk
from lab12.finder.syntax import FUNCTIONS, LOOPS, OVER_SOCKETS, called, last_name, names_in

ADDS = {"append", "add", "insert", "setdefault"}
STREAMS = {"transport", "writer", "wfile"}  # what asyncio and socketserver give to write to


def overwritten(tree):
    """Return (recv, name, accept): the call that reads from a connection whose name the next accept overwrites.

    It stands in a thread that is started for each connection and shares the name, be it global, of a function around
    it, or of an object. None if there is no such thing.
    """
    for accept in tree.of("accept"):
        given, loop = tree.parent.get(accept), next(iter(tree.above(accept, LOOPS)), None)
        if not loop or not isinstance(given, ast.Assign):
            continue
        shared = next(iter(getattr(given.targets[0], "elts", given.targets)), None)
        if shared is None:  # () = door.accept()
            continue
        for call in tree.of("Thread", "start_new_thread"):
            target = last_name(target_of_start(call))
            for function in tree.defined.get(target, ()) if loop in tree.above(call, LOOPS) else ():
                for part in reads(tree, function, shared, tree.function(accept)):
                    return part, ast.unparse(shared), accept
        for function in [function for call in tree.calls if loop in tree.above(call, LOOPS)
                         for one in tree.defined.get(called(call), ()) if is_thread(one) for function in one.body]:
            for part in reads(tree, function, shared, tree.function(accept)):
                return part, ast.unparse(shared), accept
    return None


def is_thread(node):
    """Tell whether this is a class of threads: class Guest(threading.Thread)."""
    return isinstance(node, ast.ClassDef) and any(last_name(base) == "Thread" for base in node.bases)


def lent_to_loop(tree):
    """Return (for, name, recv): a loop over others whose variable is the name of what the talk around it reads from.

        while True:
            data = conn.recv(99)       # from the second time on it reads from the last one of clients
            for conn in clients:
                conn.send(data)
    """
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name)]:
        around, inside = {*tree.above(loop, LOOPS)}, {*walk(loop)}
        given = [node for one in around for node in walk(one) if isinstance(node, ast.Name) and isinstance(
            node.ctx, ast.Store) and node.id == loop.target.id and node not in inside]
        for call in tree.of("recv", "recv_into") if around and not given else ():
            if tree.function(call) is tree.function(loop) and call not in inside and isinstance(
                    call.func, ast.Attribute) and getattr(call.func.value, "id", "") == loop.target.id and (
                    around & {*tree.above(call, LOOPS)}):
                return loop, loop.target.id, call
    return None


def reads(tree, function, name, giver, looped=False):
    """Yield the calls with which a function, or one that it calls, reads again and again from what this name is."""
    if not shares(tree, function, name, giver):
        return
    for part in walk(function):
        again = looped or isinstance(part, ast.Call) and bool(tree.above(part, LOOPS))
        if again and called(part) in {"recv", "recv_into"} and isinstance(part.func, ast.Attribute) and same(
                part.func.value, name):
            yield part
        for other in tree.defined.get(called(part), ()) if again and not looped else ():
            yield from reads(tree, other, name, giver, looped=True)


def same(one, other):
    return ast.dump(one).replace("Store()", "Load()") == ast.dump(other).replace("Store()", "Load()")


def shares(tree, function, name, giver):
    """Tell whether a function sees the same variable of this name as the function that gives it its value."""
    if not isinstance(function, FUNCTIONS) or function is giver:
        return False
    if isinstance(name, ast.Attribute):  # self.conn, of two methods of one class
        return (getattr(name.value, "id", "") == "self" and giver is not None
                and tree.parent.get(function) is tree.parent.get(giver))
    if not isinstance(name, ast.Name) or name.id in own_names(function):
        return False
    return giver is None or name.id not in own_names(giver) or giver in above_all(tree, function)


def above_all(tree, node):
    """Return everything that a node stands in, whatever function that is in."""
    found = []
    while (node := tree.parent.get(node)) is not None:
        found.append(node)
    return found


def own_names(function):
    """Return the names that are a function's own: its parameters, and what it gives a value without global."""
    given = {part.id for part in walk(function) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    others = {name for part in walk(function) if isinstance(part, (ast.Global, ast.Nonlocal))
              for name in part.names}
    return given - others | {part.arg for part in walk(function.args) if isinstance(part, ast.arg)}


def kept_to_itself(tree):
    """Return (node, name, node, node): what gives a name a value in a function only, the name, where the file gives it
    a first value, and what reads that for ever; None if there is no such thing.

    The first value is a constant or empty, and nothing else ever gives the file's own name another one.
    """
    functions = [node for node in tree.nodes if isinstance(node, FUNCTIONS) and hasattr(node, "name")]
    declared = {name for node in tree.nodes if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
    for outside in tree.nodes:
        if not isinstance(outside, ast.Assign) or tree.function(outside) or hasattr(outside, "file") or len(
                outside.targets) > 1 or not isinstance(outside.targets[0], ast.Name):
            continue
        name = str(outside.targets[0].id)  # as it is spelled, whosever it is
        stores = [node for node in tree.nodes if isinstance(node, ast.Name) and node.id == name
                  and isinstance(node.ctx, ast.Store)]
        others = [node for node in stores if node is not outside.targets[0]]
        fixed = isinstance(outside.value, ast.Constant) and not tree.above(outside, ast.ClassDef)
        if name in declared or not fixed or any(not tree.function(node) or hasattr(node, "file") for node in others):
            continue
        givers = [one for one in functions if name in own_names(one) and any(tree.function(node) is one
                                                                             for node in others)]
        givers = [one for one in givers if name not in {arg.arg for arg in walk(one.args)
                                                        if isinstance(arg, ast.arg)}]
        reads = [node for node in tree.nodes if isinstance(node, ast.Name) and node.id == name
                 and isinstance(node.ctx, ast.Load) and not any(
                     name in own_names(one) for one in functions if node in walk(one))]
        if givers and reads and not any(name in own_names(one) and one not in givers for one in functions):
            given = next(node for node in others if tree.function(node) is givers[0])
            return given, name, outside, reads[0]
    return None


def self_forgotten(tree):
    """Return (node, name, node, node): what gives a value to a name of a method, where the object's attribute of that
    name is meant, the name, where that has its first value, and what reads it; None if there is no such thing.

        self.link = None          link, _ = door.accept()          self.link.sendall(data)
    """
    for first in tree.nodes:
        target = first.targets[0] if isinstance(first, ast.Assign) and isinstance(first.value, ast.Constant) else None
        kind = tree.parent.get(tree.function(first))
        if not isinstance(target, ast.Attribute) or first.value.value is not None or not isinstance(kind, ast.ClassDef):
            continue
        name = str(target.attr)  # as it is spelled, whosever it is
        own = [node for node in walk(kind) if isinstance(node, ast.Attribute) and node.attr == name]
        given = [node for node in tree.nodes if isinstance(node, ast.Attribute) and node.attr == name
                 and isinstance(node.ctx, ast.Store) and node is not target]
        names = [node for node in walk(kind) if isinstance(node, ast.Name) and node.id == name]
        stores = [node for node in names if isinstance(node.ctx, ast.Store)]
        reads = [node for node in own if isinstance(node.ctx, ast.Load) and isinstance(
            tree.parent.get(node), (ast.Attribute, ast.Subscript, ast.BinOp, ast.FormattedValue))]  # None will not do
        if stores and reads and not given and "setattr" not in tree.words:
            return stores[0], name, target, reads[0]
    return None


def past_the_loop(tree):
    """Return (send, where to, the loop's variable) of a loop over clients that sends to something else each time.

    None if there is none, or if another loop sends to its own variable.
    """
    found, lists = None, {name for name, _ in additions(tree)}
    written = [call for call in tree.of("write") if last_name(getattr(call.func, "value", None)) in STREAMS]
    for call in [*tree.of(*OVER_SOCKETS), *written]:
        loop = next(iter(tree.above(call, LOOPS)), None)
        if not (isinstance(loop, ast.For) and call.args and lists & {last_name(part) for part in walk(loop.iter)}):
            continue
        names = names_in(loop.target)
        for node in sorted((part for part in walk(loop) if isinstance(part, ast.Assign)), key=line_number):
            if names & names_in(node.value):  # sock = clients[name]
                names |= {last_name(part) for target in node.targets for part in walk(target)} - {""}
        to = call.args[-1] if called(call) == "sendto" else call.func.value if isinstance(
            call.func, ast.Attribute) else None
        if to is None or names & names_in(to):
            return None
        if not names & names_in(call) and isinstance(to, (ast.Name, ast.Attribute)):
            found = found or (call, ast.unparse(to), ast.unparse(part_for(tree, to, loop.target)))
    return found


def part_for(tree, link, target):
    """Return the part of a loop's target that is what a link was put in as, of several: for key, one in room.items().

    It is all of the target where that is not told: by room[key] = link, or room.append((link, key)).
    """
    links = ast.unparse(link)
    for node in tree.nodes if isinstance(target, ast.Tuple) else ():
        parts = []
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            parts = [node.targets[0].slice, node.value]
        elif called(node) in ADDS and node.args:
            parts = getattr(node.args[0], "elts", [])
        if len(parts) == len(target.elts) and links in (here := list(map(ast.unparse, parts))):
            return target.elts[here.index(links)]
    return target


def line_number(node):
    return node.lineno


def additions(tree):
    """Return (name, node) for each call or assignment that adds something to a list, set or dictionary of this name."""
    calls = [(last_name(getattr(call.func, "value", None)), call) for call in tree.named(*ADDS)]
    return calls + [(last_name(one.value), node) for node in tree.nodes if isinstance(node, ast.Assign)
                    for one in node.targets if isinstance(one, ast.Subscript)]
