"""Sequence numbers: one that goes with each message and never goes up, to a program that takes none twice; '' for none.

    number = 0                                        # if number in seen: continue
    while True:                                       # seen.add(number)
        link.send(f"{number}|{input()}".encode())
"""
import ast
import re

from lab12.finder.keeping import added_to
from lab12.finder.nodes import walk
from lab12.finder.syntax import OVER_SOCKETS, called, last_name, line
from lab12.finder.ways import loops

COUNTS = re.compile(r"num|seq|(?:msg|message|packet|request)_?id$|(?<!ac)count(?!r)|index|(?:^|_)n[ro]$|zahl|folio|"
                    r"cont(?:ador|eo|atore|)$|secuen|^[nik]$", re.I)
WRITES = {"str", "format", "pack", "dumps", "to_bytes"}  # what puts a number into a message


def never_counts(sender, receiver):
    """Return the hint for a sender whose number of each message stays the same, where a number is taken once only."""
    drops = taken_once(receiver)
    fixed = drops and counted_never(sender)
    if not fixed:
        return ""
    call, name, value = fixed
    return f"{sender.line(line(call))}{name} is {value} with each message, since nothing counts it up, and " \
        f"{receiver.line(line(drops))[:-2]} drops what has a number that has come before: {name} += 1 once it is sent."


def counted_never(source):
    """Return (call that sends it, name, its one value) of a number that goes with each message; None for none."""
    tree = source.tree
    stored = [last_name(node) for node in tree.nodes if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(
        node.ctx, ast.Store)]
    for call in [call for call in source.of(*OVER_SOCKETS) if call.args and loops(tree, call)]:
        for part in walk(call.args[0]):
            name = last_name(part) if isinstance(part, (ast.Name, ast.Attribute)) and is_written(tree, part) else ""
            given = tree.given.get(name, ()) if COUNTS.search(name) else ()
            value = getattr(given[0], "value", None) if len(given) == 1 else None
            if type(value) is int and isinstance(given[0], ast.Constant) and stored.count(name) == 1 and (
                    not loops(tree, given[0])):
                return call, name, value
    return None


def is_written(tree, part):
    """Tell whether a number stands in a message as it is: f"{number}", str(number); not words[number], number + 1."""
    above = tree.parent.get(part)
    return isinstance(above, (ast.FormattedValue, ast.Dict, ast.List, ast.Tuple)) or called(above) in WRITES


def taken_once(source):
    """Return the if that goes on with the next message where this one's number has come before; None if there is none.

    What it is compared with is put by after that, of each message: seen.add(number), last = number, expected += 1. It
    is not where that is done only if something holds: if text == "/ban": banned.add(number).
    """
    tree = source.tree
    grows = [node.target for node in tree.nodes if isinstance(node, ast.AugAssign)]
    for node in [node for node in tree.nodes if isinstance(node, ast.If) and isinstance(
            node.body[-1], (ast.Continue, ast.Return)) and not any(called(part) == "print" for one in node.body
                                                                  for part in walk(one))]:
        around = set(tree.above(node, ast.If))
        for part in [part for part in walk(node.test) if isinstance(part, ast.Compare)]:
            kept = last_name(part.comparators[0])
            if not kept or not is_number(part.left):
                continue
            given = [one for one in tree.given.get(kept, ()) if not isinstance(one, ast.Constant)]
            grown = any(last_name(one) == kept and around.issuperset(tree.above(one, ast.If)) for one in grows)
            put_by = added_to(tree, kept) if isinstance(part.ops[0], ast.In) else given if isinstance(
                part.ops[0], (ast.Eq, ast.LtE)) else ()
            put_by = any(around.issuperset(tree.above(one, ast.If)) and source.has_come(one, source.received)
                         for one in put_by) or grown and isinstance(part.ops[0], (ast.NotEq, ast.Lt, ast.LtE))
            if put_by and source.has_come(part.left, source.received):
                return node
    return None


def is_number(node):
    """Tell whether what is compared is the number of a message: number, int(text), found["seq"]; no text, no address.
    """
    return any(called(part) == "int" or isinstance(part, (ast.Name, ast.Attribute)) and COUNTS.search(last_name(part))
               or isinstance(part, ast.Constant) and isinstance(part.value, str) and COUNTS.search(part.value)
               for part in walk(node))
