"""Meeting: where two programs wait for each other, found by going through both sources step by step."""
import ast

from lab12.finder.hearing import SHORT
from lab12.finder.nodes import walk
from lab12.finder.syntax import FUNCTIONS, LOOPS, OVER_SOCKETS, asks_user, called, line, names_in
from lab12.grader.order import AT_ONCE, HEARS
from lab12.grader.reading import THREADS

DEEP = 9  # functions within each other that are gone through


def both_wait(server, client):
    """Return ((call in which it waits, what it sends next or None) of the server, of the client); None if they do not.

    What each of them does before, and in, its conversation is gone through step by step: who sends, who waits.
    """
    steps = {"server": acts(server), "client": acts(client)}
    if None in steps.values():
        return None
    came, at = {"server": 0, "client": 0}, {"server": 0, "client": 0}
    moved = True
    while moved:
        moved = False
        for one, other in ("server", "client"), ("client", "server"):
            while at[one] < len(steps[one]):
                sends, _ = steps[one][at[one]]
                if not sends and not came[one]:
                    break
                came[other if sends else one] = sends  # one recv takes all that is there
                at[one] += 1
                moved = True
    if any(at[one] == len(steps[one]) for one in at):
        return None
    return tuple((steps[one][at[one]][1], next((call for sends, call in steps[one][at[one]:] if sends), None))
                 for one in ("server", "client"))


def acts(source):
    """Return what a program sends and waits for, in order, as (whether it sends, call); None if the source hides it.

    That is so where anything of it stands in a branch, an except, or a thread. A loop is gone through once.
    """
    tree = source.tree
    kinds = HEARS | OVER_SOCKETS
    if not source.script or (AT_ONCE | THREADS | {"readline"}) & tree.words or source.script.role == "both":
        return None
    sizes = [tree.value(call.args[0]) if call.args else None for call in source.of(*HEARS)]
    if not all(isinstance(size, int) and size >= SHORT for size in sizes):
        return None  # it takes a message in parts: its length first, or byte by byte
    found = go_through(tree, tree.module.body, kinds, ())
    return found if found and len(found) > 1 else None


def go_through(tree, body, kinds, inside):
    """Return the acts of some statements, None where they cannot be told."""
    found = []
    for statement in body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        parts = [statement]
        if isinstance(statement, (*LOOPS, ast.With, ast.Try)) or is_main(statement):
            parts = [part for part in (getattr(statement, "test", None), getattr(statement, "iter", None),
                                       *(item.context_expr for item in getattr(statement, "items", ()))) if part]
        for part in parts:
            if (more := of_expression(tree, part, kinds, inside)) is None:
                return None
            found += more
        if parts != [statement]:
            if (more := go_through(tree, statement.body, kinds, inside)) is None:
                return None
            found += more
            if isinstance(statement, LOOPS):
                return found  # what comes after the loop comes after the conversation
    return found


def is_main(statement):
    """Tell whether this is if __name__ == "__main__"."""
    return isinstance(statement, ast.If) and "__name__" in names_in(statement.test)


def of_expression(tree, node, kinds, inside):
    """Return the acts of one statement without a body, or expression; None where it has them in a branch."""
    calls = sorted((part for part in walk(node) if isinstance(part, ast.Call)),
                   key=lambda call: (call.end_lineno, call.end_col_offset))
    names = [called(call) for call in calls]
    acting = [call for call in calls if called(call) in kinds and not asks_user(call) and not tree.is_own(call.func)]
    if isinstance(node, (ast.If, ast.Match, ast.IfExp, *FUNCTIONS)) and (acting or set(names) & tree.own):
        return None
    found = []
    for call in calls:
        own = tree.defined.get(called(call), ())
        if call in acting:
            found.append((called(call) not in HEARS, call))
        elif len(own) == 1 and isinstance(own[0], ast.FunctionDef) and called(call) not in inside:
            if len(inside) > DEEP:
                return None  # functions that call each other: of so many the ways through them are without number
            if (more := go_through(tree, own[0].body, kinds, (*inside, called(call)))) is None:
                return None
            found += more
    return found


def hears_early(source):
    """Return the place of a recv that comes before the first question to the user, outside of any loop; '' if none."""
    call = early(source)
    return source.line(line(call)) if call else ""


def early_in_both(source, other):
    """Return the hint for two that each begin with a recv, before either has sent anything; '' for others."""
    calls = early(source), early(other)
    before = [one for call, program in zip(calls, (source, other), strict=True) if call for one in program.of(
        *OVER_SOCKETS, "write", "writelines", "print") if (called(one) != "print" or any(
            word.arg == "file" for word in one.keywords)) and (
            one.lineno < call.lineno or program.tree.function(one) is not program.tree.function(call))]
    if None in calls or before:
        return ""
    return f"{source.line(line(calls[0]))}it waits here for the {other.role}, and the {other.role} waits in " \
        f"{other.line(line(calls[1]))[:-2]} for the {source.role}. One of the two must send first."


def early(source):
    """Return the recv that comes before the first question to the user, outside of any loop; None if there is none."""
    tree = source.tree
    for call in [call for call in tree.of("recv", "recvfrom", "readline") if not asks_user(call)]:
        asks = [one for one in source.of("input") if tree.function(one) is tree.function(call)]
        if asks and not tree.above(call, LOOPS) and any(tree.above(one, LOOPS) for one in asks) and call.lineno < max(
                one.lineno for one in asks):
            return call
    return None


def crossed(met, source, other):
    """Return the hint for two that wait for each other, each in a line of its own, before either says more."""
    (mine, sends), (others, _) = met if source.role == "server" else met[::-1]
    belongs = f" What it sends in {source.ref(sends)} belongs before that, if the {other.role} waits for it." if sends \
        else ""
    return f"{source.line(line(mine))}it waits here for the {other.role}, and the {other.role} waits in " \
        f"{other.line(line(others))[:-2]} for the {source.role}. One of the two must send first.{belongs}"


def counted(hearer, sayer):
    """Return the hint for a loop that receives once for each of what the other program sends in a loop; '' for none.

        for line in BANNER: link.send(line.encode())        for _ in range(3): print(link.recv(1024).decode())

    Over UDP each is a message of its own; and what goes to one after the other comes to each of them once.
    """
    if "udp" in {getattr(one.script, "transport", "") for one in (hearer, sayer)}:
        return ""
    hears = [(call, loop) for call in hearer.of("recv") for loop in hearer.tree.above(call, LOOPS)[:1]
             if isinstance(loop, ast.For) and called(loop.iter) == "range" and not talks(loop) and [
                 part for part in walk(loop) if called(part) == "recv"] == [call]
             and any(called(part) == "print" for part in walk(loop)) and not names_in(call.func) & given_in(loop)]
    sends = [(call, loop) for call in sayer.of("send", "sendall") for loop in sayer.tree.above(call, LOOPS)[:1]
             if isinstance(loop, ast.For) and call.args and names_in(call.args[0]) & names_in(loop.target)
             and not names_in(call.func) & given_in(loop) and not any(called(part) in {
                 *HEARS, "sleep"} for part in walk(loop))]
    if not (hears and sends):
        return ""
    return f"{hearer.line(line(hears[0][0]))}each recv of this loop is to give one of the messages that " \
        f"{sayer.line(line(sends[0][0]))[:-2]} sends one right after the other: several may come together with one " \
        "recv, and the next one then waits in vain. End each with a newline there, and read line by line here."


def talks(loop):
    """Tell whether what is asked of the user, or sent, is part of what a loop does each time."""
    return any(asks_user(part) or called(part) in {*OVER_SOCKETS} for part in walk(loop))


def given_in(loop):
    """Return the names that are given something each time round."""
    return {part.id for part in walk(loop) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
