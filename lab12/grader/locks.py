"""Locks: one that is taken twice, held while what comes is waited for, or never given back; '' where none is."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import FUNCTIONS, LOOPS, called, last_name, line


def lock_twice(source):
    """Return what is wrong where a function is called under the lock that it waits for itself; '' if none is."""
    tree = source.tree
    plain = {name for name, values in tree.given.items() if any(called(value) == "Lock" for value in values)}
    for node in tree.nodes if plain else ():
        held = taken_by(node) & plain
        for call in [part for one in done_under(tree, node) for part in walk(one) if isinstance(
                part, ast.Call)] if held else ():
            for function in tree.defined.get(called(call), ()) if tree.is_own(call.func) else ():
                inner = [part for part in walk(function) if held & taken_by(part)]
                given = [part for part in walk(function) if called(part) == "release" and inner and last_name(getattr(
                    part.func, "value", None)) in held and part.lineno < inner[0].lineno]  # for that time
                if isinstance(function, FUNCTIONS) and inner and not given:
                    lock = sorted(held)[0]
                    return f"{source.line(line(call))}this is done while {lock} is held, and {function.name} waits " \
                        f"for {lock} itself (line {line(inner[0])}): for ever. Take it in one of the two places, or " \
                        "make it a threading.RLock()."
    return ""


def taken_by(node):
    """Return the names of the locks that a statement takes: with lock:, or lock.acquire()."""
    if isinstance(node, ast.With):
        return {last_name(item.context_expr) for item in node.items}
    call = node.value if isinstance(node, ast.Expr) else None
    return {last_name(call.func.value)} if called(call) == "acquire" and isinstance(
        call.func, ast.Attribute) and not call.args and not call.keywords else set()


def done_under(tree, node):
    """Return the statements that are done while a lock is held: the body of a with, or what is behind an acquire()."""
    if isinstance(node, ast.With):
        return node.body
    parts = [part for _, part in ast.iter_fields(tree.parent.get(node) or node) if isinstance(part, list)]
    block = next((part for part in parts if node in part), [node])
    return before_release(block[block.index(node) + 1:])


def before_release(block):
    """Return those of these statements, one after the other, that are done before a lock is given back."""
    found = []
    for one in block:
        gives = any(called(part) == "release" for part in walk(one))
        found += before_release(one.body) if isinstance(one, ast.Try) else [] if gives else [one]
        if gives:
            break
    return found


def held_while_hearing(server):
    """Return what is wrong where a lock is held while recv waits, and others wait for it; '' if none is."""
    tree = server.tree
    made = {name: values for name, values in tree.given.items() if any(
        called(value) in ("Lock", "RLock") or lets_one_in(tree, value) for value in values)}
    locks = {name for name, values in made.items() if not any(of_each(tree, value) for value in values)}
    for call in tree.of("recv", "readline"):
        held = {last_name(item.context_expr) for above in tree.above(call, ast.With) for item in above.items} & locks
        if held and tree.above(call, LOOPS) and server.threads:
            lock = min(held)
            around = {above for above in tree.above(call, ast.With) if any(
                last_name(item.context_expr) == lock for item in above.items)}
            until = "has gone" if tree.above(call, LOOPS)[0] in {part for one in around for part in walk(one)} else \
                "says something"
            return f"{server.line(line(call))}{lock} is held while this waits for one client, and the threads of " \
                f"all others wait for {lock} until he {until}: receive without the lock."
    return ""


def lets_one_in(tree, made):
    """Tell whether this makes a semaphore that lets in one at a time: Semaphore(1), or Semaphore()."""
    return called(made) in ("Semaphore", "BoundedSemaphore") and all(tree.value(one) == 1 for one in (
        *made.args, *(word.value for word in made.keywords)))


def of_each(tree, value):
    """Tell whether what is made here is made for each client: in a class of threads, or one that a loop makes anew."""
    kind = tree.parent.get(tree.function(value))
    made = tree.sites(kind)
    return isinstance(kind, ast.ClassDef) and ("Thread" in map(last_name, kind.bases) or any(
        tree.above(call, LOOPS) for call in made)) or bool(tree.above(value, LOOPS))


def never_released(source):
    """Return what is wrong where a lock is taken in a loop, or by a function, and not given back there; '' if none is.

    Another function may do so, as __exit__ does. One that is only tried, acquire(blocking=False), lets nobody wait.
    """
    tree = source.tree
    locks = {name for name, values in tree.given.items() if any(called(value) in ("Lock", "RLock") for value in values)}
    for call in tree.of("acquire"):
        name, function = last_name(getattr(call.func, "value", None)), tree.function(call)
        back = [one for one in tree.of("release") if last_name(getattr(one.func, "value", None)) == name]
        loops = tree.above(call, LOOPS)[:1]
        tried = any(tree.value(one) is not True for one in (*call.args, *(word.value for word in call.keywords)))
        if name in locks and not tried and all(
                tree.function(one) is function and loops and loops[0] not in tree.above(one, LOOPS) for one in back):
            return f"{source.line(line(call))}{name} is taken here and not given back, so whoever wants it next " \
                f"waits for ever: with {name}: around what it is for gives it back at the end."
        given = [one for one in back if function and tree.function(one) is function and one.lineno > call.lineno]
        caught = [tree.above(one, ast.ExceptHandler) for one in given]
        if name in locks and not tried and len(given) == len(back) and given and all(caught):
            return f"{source.line(line(call))}{name} is taken here, and given back only where an error is caught " \
                f"({source.ref(given[0])}), so whoever wants it next waits for ever: with {name}: around what it is " \
                "for gives it back at the end."
        if name in locks and not tried and (left := left_with(tree, call, back)):
            return f"{source.line(line(left))}this returns with {name} taken ({source.ref(call)}) and not given " \
                f"back, so whoever wants it next waits for ever: with {name}: around what it is for gives it back."
    return ""


def left_with(tree, acquire, back):
    """Return the return by which a function leaves before it gives back the lock that it has taken; None for none."""
    function = tree.function(acquire)
    given = [one.lineno for one in back if function and tree.function(one) is function]
    final = {part for node in walk(function) if isinstance(node, ast.Try) for one in node.finalbody
             for part in walk(one)} if given else set()
    returns = [node for node in walk(function) if isinstance(node, ast.Return) and tree.function(node) is function
               and acquire.lineno < node.lineno < max(given)] if given else []
    for node in returns if len(given) == len(back) and not final & {*back} else ():
        around = tree.above(node, ast.AST)
        if not any(one.lineno < node.lineno and tree.block(next(iter(tree.above(one, ast.stmt)), one)) in around
                   for one in back):
            return node
    return None
