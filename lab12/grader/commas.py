"""Commas: args=(x), where a thread is to be given a tuple of one argument, be it by way of a function."""
import ast

from lab12.finder.later import ARGS, given_as_args
from lab12.finder.mistakes import is_tuple
from lab12.finder.reach import parameters
from lab12.finder.syntax import FUNCTIONS, called, last_name, line


def handed_bare(tree, call, given):
    """Return (call, node) that hands a function what it gives a thread as args, which is no tuple; () where it is one.

        def spawn(what, given): Thread(target=what, args=given).start()           spawn(serve, (conn))
    """
    function = tree.function(call)
    own = getattr(tree.parent.get(function), "name", "") if getattr(function, "name", "") == "__init__" else ""
    for site in tree.calls if isinstance(given, ast.Name) and isinstance(function, FUNCTIONS[:2]) else ():
        if called(site) == (own or function.name) and site is not call:
            for parameter, node in parameters(function, site.args, site.keywords):
                if parameter.arg == given.id and isinstance(node, (ast.Name, ast.Attribute)) and not is_tuple(
                        tree, node):
                    return site, node
    return ()


def comma(fault):
    """Return the hint for Thread(..., args=(x)); '' where each has its comma."""
    tree = fault.source.tree
    bases = [call for call in tree.calls if called(call) == "__init__" and "Thread" in map(last_name, getattr(
        tree.parent.get(tree.function(call)), "bases", ()))]  # super().__init__(target=..., args=(conn))
    kinds = {node.name for node in tree.nodes if isinstance(node, ast.ClassDef) and "Thread" in map(
        last_name, node.bases) and not any(getattr(part, "name", "") == "__init__" for part in node.body)}
    for call in [*tree.of(*ARGS), *bases, *tree.of(*kinds)]:
        given = given_as_args(call) if called(call) not in kinds else next(iter(
            [word.value for word in call.keywords if word.arg == "args"] + call.args[ARGS["Thread"]:]), None)
        if given is not None and not isinstance(given, (ast.Tuple, ast.List, ast.Starred)):
            if site := handed_bare(tree, call, given):
                own = called(call) == "__init__" and "arg" not in given.id  # the connection itself, by its name
                name = given.id if own else ast.unparse(site[1])
                if own:
                    return f"{fault.source.line(line(call))}one argument in parentheses is a tuple only with a " \
                        f"comma: args=({name},)."
                return f"{fault.source.line(line(site[0]))}one argument in parentheses is a tuple only with a comma: " \
                    f"({name},), which {fault.source.ref(call)} hands to the thread."
            taken = tree.function(call)
            if isinstance(taken, FUNCTIONS[:2]) and last_name(given) in {one.arg for one in taken.args.args}:
                continue  # a tuple, as far as it is known
            name, word = last_name(given) or "x", "" if given in call.args else "args="
            if any(called(value) == "accept" for value in tree.given.get(last_name(given), ())):
                return f"{fault.source.line(call.lineno)}{word}{name} hands over both that accept gives, the " \
                    f"connection and its address: {word}({name}[0],) is the connection alone."
            return f"{fault.source.line(call.lineno)}one argument in parentheses is a tuple only with a comma: " \
                f"{word}({name},)."
    return ""
