"""The twins: hand-ins that are one program once names, comments, formatting and constants are put aside.

A fact for the instructor, never a mark. A near twin's share is absolute: how much of both programs is the same, less
what was handed out and what most of the class has in common. Two followers of one tutorial are no twins.
"""
import ast
import builtins
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from lab12.finder.nodes import walk
from lab12.finder.parsing import parse_as_it_is
from lab12.finder.unpack import programs

BUILT_IN = frozenset(dir(builtins))
PIECE = 12     # nodes of a tree that are compared as one: about a statement and the beginning of the next
NEAR = 0.85    # of the pieces of both; below it followers of one book were found as well
FEW = 30       # nodes: less is no program of one's own
COMMON = 0.34  # of the class: what so many have is a book's or the teacher's
CLASS = 6      # hand-ins in different words, below which nothing can be said to be common


@dataclass
class Code:
    """The code of one hand-in: its programs as lists of nodes, and how often each piece is in them."""

    name: str
    shape: tuple   # of each program, in order: equal for two whose programs are one
    pieces: Counter

    @property
    def size(self):
        return sum(self.pieces.values())


def of_class(folders, handout=None):
    """Return ([names of one program, ...], [(name, name, share), ...]) of {name: folder}."""
    given = code_of("", handout).pieces if handout else Counter()
    codes = [code for name, folder in folders.items() if sum(map(len, (code := code_of(name, folder)).shape)) >= FEW]
    groups = {}
    for code in codes:
        groups.setdefault(code.shape, []).append(code)
    same = [sorted(code.name for code in group) for group in groups.values() if len(group) > 1]
    one_each = [group[0] for group in groups.values()]
    return sorted(same), near(one_each, given | common(one_each))


def code_of(name, folder):
    """Return the Code of a folder."""
    shapes, pieces = [], Counter()
    for _, source in programs(Path(folder)):
        nodes = nodes_of(source)
        shapes.append(tuple(nodes))
        pieces.update(hash_of(nodes[at:at + PIECE]) for at in range(len(nodes) - PIECE + 1))
    return Code(name, tuple(sorted(shapes)), pieces)


def nodes_of(source):
    """Return what a program does as words: the kinds of its nodes, and the names that are not its own.

    Methods, modules and built-in functions stay, since they are what it does: sendto is not send.
    """
    tree, _ = parse_as_it_is(source)
    modules = {alias.asname or alias.name for node in walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))
               for alias in node.names}
    words = []

    def visit(node):
        words.append(word_of(node, modules))
        body = getattr(node, "body", None)
        for child in ast.iter_child_nodes(node):
            docstring = isinstance(body, list) and body and child is body[0] and isinstance(child, ast.Expr) and (
                isinstance(child.value, ast.Constant) and isinstance(child.value.value, str))
            if not docstring and not isinstance(child, (ast.expr_context, ast.alias)):
                visit(child)

    try:
        visit(tree)
    except RecursionError:
        return []
    return words


def word_of(node, modules):
    kind = type(node).__name__
    if isinstance(node, ast.Attribute):
        return f"{kind}.{node.attr}"
    if isinstance(node, ast.Name) and (node.id in modules or node.id in BUILT_IN):
        return f"{kind}.{node.id}"
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return f"{kind}.{','.join(sorted(alias.name for alias in node.names))}"
    return "Constant" if isinstance(node, (ast.Constant, ast.JoinedStr)) else kind


def hash_of(nodes):
    return hash(tuple(nodes))


def common(codes):
    """Return the pieces that a good part of the class has: a book's, a tutorial's or the teacher's."""
    if len(codes) < CLASS:
        return Counter()
    having = Counter(piece for code in codes for piece in code.pieces)
    most = Counter()
    for code in codes:
        most |= Counter({piece: count for piece, count in code.pieces.items() if having[piece] > COMMON * len(codes)})
    return most


def near(codes, aside):
    """Return those that are nearly one program, as (name, name, share), the nearest first."""
    own = sorted(((code.name, code.pieces - aside) for code in codes), key=lambda both: sum(both[1].values()))
    sizes = [sum(pieces.values()) for _, pieces in own]
    found = []
    for at, (name, pieces) in enumerate(own):
        for other in range(at + 1, len(own)):
            if sizes[at] < FEW or sizes[at] < NEAR * sizes[other]:
                break  # the others are larger still
            both = sum((pieces & own[other][1]).values())
            share = 2 * both / (sizes[at] + sizes[other])
            if share >= NEAR:
                found.append((*sorted((name, own[other][0])), share))
    return sorted(found, key=lambda one: (-one[2], one[0], one[1]))


def dolos(folders):
    """Return {path: text} of a zip that Dolos opens: each hand-in's programs as one file, and info.csv."""
    made, lines = {}, ["filename,full_name,id,status,created_at,labels"]
    for number, (name, folder) in enumerate(folders.items(), 1):
        path = f"{re.sub(r'[^A-Za-z0-9]+', '_', name).strip('_') or 'x'}_{number}.py"
        made[path] = "\n".join(f"# {place}\n{source}" for place, source in programs(Path(folder)))
        quoted = name.replace('"', '""')
        lines.append(f'{path},"{quoted}",{number},correct,2000-01-01 00:00:00 +0000,')
    return {"info.csv": "\n".join(lines) + "\n", **made}
