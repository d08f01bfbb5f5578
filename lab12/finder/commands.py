"""Commands tells which words a program wants that is a cmd.Cmd: its method do_send is what follows "send "."""
import ast
import re

from lab12.finder.syntax import CONNECTS, called, last_name, line, names_in

SENT = {"send", "sendall", "sendto", "write"}
NICK = r"nick|nickname|name|username|user|login|register"


def commands(tree):
    """Return the verbs of each cmd.Cmd that a script has: see finder.verbs."""
    found = {}
    for function in methods(tree):
        found |= verb(function, function.name.removeprefix("do_"))
    return found


def leaving(tree):
    """Return the words that end a cmd.Cmd, each with its line: those whose method returns True."""
    return {function.name.removeprefix("do_"): line(function) for function in methods(tree) if any(
        isinstance(node, ast.Return) and getattr(node.value, "value", None) is True for node in ast.walk(function))}


def methods(tree):
    """Return the methods of a subclass of cmd.Cmd that are called for a word: def do_send(self, text)."""
    return [node for node in tree.nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("do_") and any(
        last_name(base) == "Cmd" for above in tree.above(node, ast.ClassDef) for base in above.bases)]


def verb(function, word):
    """Return what a method do_word does, and what is to be typed for that."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    given = {one.arg for one in function.args.args[1:]}
    for _ in calls:
        given |= {last_name(part) for node in ast.walk(function) if isinstance(node, ast.Assign)
                  and names_in(node.value) & given for target in node.targets for part in ast.walk(target)} - {""}
    if any(called(call) in CONNECTS for call in calls):
        return {"connect": word + " {host} {port}"[:7 * parts(function)]}
    if any(called(call) in SENT and names_in(call) & given for call in calls):
        return {"say": f"{word} "}
    return {"nick": f"{word} "} if re.fullmatch(NICK, word) else {}


def parts(function):
    """Return how many words a method splits what follows its own into, at most two."""
    return min(2, max((len(target.elts) for node in ast.walk(function) if isinstance(node, ast.Assign)
                       and called(node.value) == "split" for target in node.targets
                       if isinstance(target, ast.Tuple)), default=0))
