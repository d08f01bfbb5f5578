"""Addressing tells what stands before each message where a server passes it on to nobody but the one who is named.

    to, text = link.recv(999).decode().split(":", 1)      # "{addressee}:"
    if to in members:
        members[to].send(text.encode())

Where a word there has it sent to all, and nothing else does, that is said: "all:".
"""
import ast
import re

from lab12.finder.flow import heard_in
from lab12.finder.menus import ADDRESSEE
from lab12.finder.nodes import walk
from lab12.finder.reach import handed
from lab12.finder.syntax import OVER_SOCKETS, asks_user, called, last_name, names_in

SPLITS = {"split", "partition"}
TO = re.compile(r"\bto\b|^to_|_to$|target|recipient|receiver|addressee|dest|\bpara\b|alici", re.I)  # a key in a table


def named_first(tree):
    """Return "{addressee}:", or another sign, where whom a message is for has to stand before each one; '' if not so.

    It is not so where anything of what has come goes elsewhere, too; if only a word in that place sends it to all, then
    it is this one, "all:".
    """
    if not tree.of("accept", "recvfrom", "start_server") or any(map(asks_user, tree.calls)):
        return ""
    heard, sends = heard_in(tree), tree.of(*OVER_SOCKETS, "write")
    for node in tree.nodes:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Tuple):
            continue
        names, split = [last_name(one) for one in node.targets[0].elts], node.value
        given = tree.given.get(last_name(split), ()) if isinstance(split, ast.Name) else ()
        split = given[0] if len(given) == 1 else split  # parts = data.split(":", 1); to, text = parts
        sign = tree.value(split.args[0]) if called(split) in SPLITS and split.args and isinstance(
            split.func, ast.Attribute) else None
        if not (isinstance(sign, str) and sign and len(names) == (2 if called(split) == "split" else 3)
                and all(names) and bare(split.func.value) in heard):
            continue
        to, text = names[0], handed_on(tree, names[-1])
        passed = [call for call in sends if text & carried(tree, call) and any(
            is_for(tree, call, one) or is_looked_for(tree, call, one) for one in handed_on(tree, to))]
        others = [call for call in sends if call not in passed
                  and carried(tree, call) & {bare(split.func.value), *text}]
        words = {word_for(tree, call, to) for call in others}
        if passed and len(words) < 2 and "" not in words:
            return f"{words.pop() if words else ADDRESSEE}{sign}"
    return ""


def told_beside(tree):
    """Return "{addressee} ", or another sign, where what is typed is parted in two, and sent as a table of both; ''.

        words = line.split(" ", 1)
        link.send(json.dumps({"to": words[0], "text": words[1]}).encode())
    """
    for node in tree.nodes:
        split = node.value if isinstance(node, ast.Assign) else None
        if called(split) != "split" or not isinstance(split.func, ast.Attribute) or not (
                any(map(asks_user, walk(split.func.value))) or bare(split.func.value) in tree.typed):
            continue
        most = [*split.args[1:], *(word.value for word in split.keywords if word.arg == "maxsplit")]
        sign, name = tree.value(split.args[0]) if split.args else " ", last_name(node.targets[0])
        for table in tree.nodes if [tree.value(one) for one in most] == [1] and isinstance(sign, str) else ():
            places = {tree.value(value.slice): tree.value(key) for key, value in zip(
                table.keys, table.values, strict=True) if isinstance(value, ast.Subscript) and last_name(
                value.value) == name} if isinstance(table, ast.Dict) else {}
            if places.keys() == {0, 1} and TO.search(str(places[0])):
                return f"{ADDRESSEE}{sign}"
    return ""


def handed_on(tree, name):
    """Return a name, and those that functions of the script have for what it stands for where it is handed to them."""
    return {name, *(one.arg for call in tree.calls for one, given in handed(tree, call) if last_name(given) == name)}


def is_looked_for(tree, call, to):
    """Tell whether something is sent where a loop over a table has come to this name: if name == to: send(text)."""
    steps = {last_name(loop.target.elts[0]) for loop in tree.above(call, ast.For)
             if isinstance(loop.target, ast.Tuple) and called(loop.iter) == "items"}
    return any(isinstance(above.test, ast.Compare) and isinstance(above.test.ops[0], ast.Eq) and any(
        {last_name(above.test.left), last_name(above.test.comparators[0])} == {to, step} for step in steps)
        for above in tree.above(call, ast.If) if any(call in walk(one) for one in above.body))


def word_for(tree, call, to):
    """Return the word that this name has to be for a call to be made: "all" of if to == "all"; '' for none."""
    for above in tree.above(call, ast.If):
        test = above.test
        if isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.Eq, ast.In)) and (
                bare(test.left) == to) and any(call in walk(one) for one in above.body):
            words = [tree.value(side) for side in getattr(test.comparators[0], "elts", test.comparators)]
            return words[0] if all(isinstance(word, str) for word in words) else ""
    return ""


def bare(node):
    """Return the name of which all is looked at: data of data.decode().strip(); '' for a part of it, data[1:]."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    return last_name(node) if isinstance(node, ast.Name) else ""


def carried(tree, call):
    """Return the names of what a call sends, and of what these are made of: line = f"{name}: {text}"."""
    found = set().union(*(names_in(one) for one in call.args), set())
    return found.union(*(names_in(value) for name in found for value in tree.given.get(name, ())
                         if not any(called(part) in {"recv", "recvfrom"} for part in walk(value))))


def is_for(tree, call, to):
    """Tell whether something is sent to what a table holds for this name: members[to], link = members.get(to)."""
    parts = [part for one in (call.func.value if isinstance(call.func, ast.Attribute) else call, *call.args[1:])
             for part in walk(one)]
    parts += [part for one in parts if isinstance(one, ast.Name) for value in tree.given.get(one.id, ())
              for part in walk(value)]
    return any(isinstance(part, ast.Subscript) and last_name(part.slice) == to
               or called(part) == "get" and part.args and last_name(part.args[0]) == to for part in parts)
