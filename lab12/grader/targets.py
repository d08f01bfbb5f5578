"""Targets: what a thread is started for, and does not do; '' where the source has it right."""
import ast

from lab12.finder.later import STARTS, target_of_start
from lab12.finder.mistakes import is_done_here, runs_of_threads
from lab12.finder.nodes import walk
from lab12.finder.syntax import FUNCTIONS, LOOPS, RECEIVES, asks_user, called, last_name, line
from lab12.grader.reading import first
from lab12.grader.vain import yields_in_vain
from lab12.grader.wordings import RUNS_HERE

TALKS = RECEIVES | {"send", "sendall", "sendto", "accept", "start"}


def wrong_target(source):
    """Return the hint for a thread that is started for nothing: a function that is called here, a text, none at all."""
    return first(*(look(source) for look in (target_called, target_as_text, yields_in_vain, no_target, runs_here)))


def target_called(source):
    """Return the hint for Thread(target=f(x)), as the source has it; '' where no target is called."""
    where = source.mistake("target called")
    for call in source.tree.of(*STARTS) if where else ():
        target = target_of_start(call)
        if is_done_here(source.tree, target) and not target.keywords:
            name, given = ast.unparse(target.func), [ast.unparse(one) for one in target.args]
            several = f"({', '.join(given)}{',' * (len(given) == 1)})"
            how = called(call)
            if how in ("Thread", "Process"):
                args = f", args={several}" if given and "args" not in {word.arg for word in call.keywords} else ""
                return f"{where}target={ast.unparse(target)} calls {name} here and now, and starts no thread for it. " \
                    f"Write target={name}{args}, without parentheses after {name}."
            before = [ast.unparse(one) for one in call.args[:STARTS[how]]]
            behind = [several] if how == "start_new_thread" or how == "Timer" and given else given
            return f"{where}{ast.unparse(target)} calls {name} here and now, before {how} is. " \
                f"Write {how}({', '.join([*before, name, *behind])}), without parentheses after {name}."
    return ""


def target_as_text(source):
    """Return the hint for Thread(target="serve"): a text cannot be called, whatever it spells."""
    for call in source.tree.of(*STARTS):
        target = target_of_start(call)
        if isinstance(target, ast.Constant) and isinstance(target.value, str) and called(call) not in source.tree.own:
            name = target.value.rpartition(".")[2]
            meant = f": {target.value}, without the quotes" if name in source.tree.defined else ""
            return f"{source.line(line(call))}{target.value!r} is a text, which nobody can call. A function is named " \
                f"as it is{meant}."
    return ""


def no_target(source):
    """Return the hint for Thread(args=(conn,)), which does nothing once it is started; '' for none.

    Who gives it a run() later has said what to do.
    """
    tree = source.tree
    later = any(isinstance(node, ast.Attribute) and node.attr == "run" and isinstance(node.ctx, ast.Store)
                for node in tree.nodes)
    for call in tree.of("Thread", "Process"):
        if later or called(call) in tree.own | {*tree.defined} or call.args or any(
                word.arg in (None, "target") for word in call.keywords) or "psutil" in tree.words:
            continue
        waits = [one.name for functions in tree.defined.values() for one in functions
                 if isinstance(one, FUNCTIONS[:2]) and any(
                     called(part) in RECEIVES or asks_user(part) for part in walk(one))
                 and not any(last_name(node) == one.name for node in tree.nodes if node is not one)]
        meant = f": target={waits[0]}" if len(waits) == 1 else ""
        return f"{source.line(line(call))}this {called(call).lower()} is told no target, so it has nothing to do" \
            f"{meant}."
    return ""


def runs_here(source):
    """Return the hint for the run() of a thread, behind which the program has more to do; '' for others."""
    tree = source.tree
    for call in runs_of_threads(tree):
        loops = {*tree.above(call, LOOPS)[:1]}
        beside = [one for one in tree.calls if (called(one) in TALKS or asks_user(one))
                  and tree.function(one) is tree.function(call)]
        if any(one.lineno > call.lineno or loops & {*tree.above(one, LOOPS)} for one in beside):
            return f"{source.line(line(call))}{RUNS_HERE}"
    return ""
