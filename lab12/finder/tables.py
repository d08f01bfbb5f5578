"""Tables says in place which function of a dictionary is meant, wherever it is looked up: actions.get(choice).

    action = actions.get(choice)      # (left out)
    if action:                        # if action:
        action()                      #     actions[choice]()

So it is with "actions.get(choice, other)()", and with a match of what is looked up, where the user has typed it. What
comes over the network is looked up in a table of commands (see finder.commands).
"""
import ast
from copy import deepcopy
from dataclasses import dataclass

from lab12.finder.nodes import walk

FUNCTIONS = ast.Name, ast.Attribute, ast.Lambda
ASKS = {"input", "raw_input"}


def is_table(node):
    """Tell whether this is a dictionary of functions, under words that stand there."""
    return isinstance(node, ast.Dict) and bool(node.keys) and all(isinstance(key, ast.Constant) for key in node.keys) \
        and all(isinstance(value, FUNCTIONS) for value in node.values)


def spell_tables(module):
    """Write actions[choice]() in the tree of a script for each statement that calls what it has looked up so."""
    nodes = list(walk(module))
    asking = ASKS | {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(
        name_of(getattr(part, "func", None)) in ASKS for part in walk(node))}
    given, typed = {}, set()  # name -> what it is given; names of what the user has typed
    for node in nodes:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None) if isinstance(
            node, (ast.AnnAssign, ast.NamedExpr)) else None
        if name := name_of(target):
            given.setdefault(name, []).append(node.value)
            if any(name_of(getattr(part, "func", None)) in asking for part in walk(node.value)):
                typed.add(name)
    tables = {name for name, values in given.items() if len(values) == 1 and is_table(values[0])}
    look = Look(tables, typed)
    names = chosen(nodes, look)
    for node in nodes:
        for field in ("body", "orelse", "finalbody"):
            if isinstance(block := getattr(node, field, None), list):
                block[:] = [said for one in block for said in spelled(one, look, names)]


def chosen(nodes, look):
    """Return {name: (table, key)} of the names that are given what is looked up, and are only asked for and called."""
    found, stored, loads, plain = {}, {}, {}, set()
    for node in nodes:
        made = []
        if isinstance(node, ast.Assign) and len(node.targets) == 1 or isinstance(node, ast.NamedExpr):
            target = node.target if isinstance(node, ast.NamedExpr) else node.targets[0]
            made = [(name_of(target), node.value)] if isinstance(target, ast.Name) else []
        elif isinstance(node, ast.Match):
            made = [(case.pattern.name, node.subject) for case in node.cases if is_whole(case.pattern)]
            stored |= {name: stored.get(name, 0) + 1 for name, _ in made}
        for name, value in made:
            if where := look.up(value):
                found.setdefault(name, []).append(where)
        if isinstance(node, ast.Name):
            counts = loads if isinstance(node.ctx, ast.Load) else stored
            counts[node.id] = counts.get(node.id, 0) + 1
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
            plain.add(node.value.func)
        elif isinstance(node, (ast.If, ast.While)):
            plain |= {part for part in walk(node.test) if isinstance(part, ast.Name)}
    called = {}
    for node in plain:
        if isinstance(node.ctx, ast.Load):
            called[node.id] = called.get(node.id, 0) + 1
    return {name: where[0] for name, where in found.items() if len(where) == 1 == stored.get(name) and called.get(
        name) == loads.get(name)}


@dataclass
class Look:
    """The names of the tables of a script, and of what its user has typed."""

    tables: set
    typed: set

    def up(self, node):
        """Return (table, key) of what is looked up by a word that was typed: actions[key], actions.get(key); () else.
        """
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get" and node.args:
            table, key = node.func.value, node.args[0]
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            table, key = node.value, node.slice
        else:
            return ()
        known = name_of(table) in self.tables or is_table(table)
        return (table, key) if known and any(name_of(getattr(part, "func", None)) in ASKS or name_of(
            part) in self.typed for part in walk(key)) else ()


def spelled(node, look, names):
    """Return the statements that stand for one: itself, if nothing is looked up in it."""
    call = node.value if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else None
    where = call and (names.get(call.func.id, ()) if isinstance(call.func, ast.Name) else look.up(call.func))
    if where:
        table, key = where
        asks = any(name_of(getattr(part, "func", None)) in ASKS for part in walk(key))
        asked = [ast.Assign([ast.Name("chosen", ast.Store())], key)] if asks else []
        key = ast.Name("chosen", ast.Load()) if asks else deepcopy(key)
        call.func = ast.Subscript(deepcopy(table), key, ast.Load())
        return [ast.fix_missing_locations(ast.copy_location(one, node)) for one in (*asked, node)]
    if isinstance(node, ast.Assign) and name_of(node.targets[0]) in names and look.up(node.value):
        return [ast.copy_location(ast.Pass(), node)]
    if isinstance(node, ast.Match) and (where := look.up(node.subject)) and all(
            is_nothing(case.pattern) or is_whole(case.pattern) for case in node.cases) and not any(
            case.guard for case in node.cases):
        table, key = where
        lacks = [one for case in node.cases if is_nothing(case.pattern) for one in case.body]
        there = [one for case in node.cases if is_whole(case.pattern) for one in case.body]
        test = ast.Compare(deepcopy(key), [ast.In()], [deepcopy(table)])
        return [ast.fix_missing_locations(ast.copy_location(ast.If(test, there or [ast.Pass()], lacks), node))]
    return [node]


def is_nothing(pattern):
    """Tell whether this is `case None`."""
    return isinstance(pattern, ast.MatchSingleton) and pattern.value is None


def is_whole(pattern):
    """Tell whether a pattern gives a name to whatever there is: case action."""
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None and bool(pattern.name)


def name_of(node):
    return getattr(node, "attr", getattr(node, "id", ""))
