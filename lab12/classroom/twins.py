"""The twins: hand-ins with one pair of programs, once names, comments, formatting and constants are put aside.

A fact for the instructor, never a mark. What is compared is what was marked of each section, so that one program more
hides no copy. A near twin's share is absolute: how much of both pairs is the same, less what was handed out and what
most of the class has in common. Two followers of one tutorial are no twins.
"""
import ast
import builtins
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lab12.finder.nodes import walk
from lab12.finder.pairing import SECTIONS
from lab12.finder.parsing import parse_as_it_is
from lab12.finder.unpack import programs

BUILT_IN = frozenset(dir(builtins))
PIECE = 12     # nodes of a tree that are compared as one: about a statement and the beginning of the next
NEAR = 0.85    # of the pieces of both; below it followers of one book were found as well
FEW = 30       # nodes: less is no program of one's own
COMMON = 0.34  # of the class: what so many have is a book's or the teacher's
MOST = 50      # pairs of a section that may be meant
CLASS = 6      # hand-ins in different words, below which nothing can be said to be common


def of_others(found, teams):
    """Return what `of_class` has found, less what is within one team: {name: team} of those that have one."""
    same, near = found
    return ([(group, sections) for group, sections in same if len({teams.get(name, name) for name in group}) > 1],
            [(one, other, *what) for one, other, *what in near if teams.get(one, one) != teams.get(other, other)])


@dataclass
class Code:
    """Programs that were handed in together: as lists of nodes, and how often each piece is in them."""

    shape: tuple   # of each program, in order: equal for two whose programs are one
    pieces: Counter
    names: set     # of the students
    sections: set  # for which it was handed in


def of_class(folders, handout=None, pairs=None):
    """Return ([([name, ...], sections), ...] of one pair each, [(name, name, share, sections), ...]) of {name: folder}.

    `pairs` are what was marked of each, {name: {section: [[server, client], and others that may be meant]}}; without
    them all that was handed in is compared. `sections` are their names in a list.
    """
    given = parts(handout) if handout else {}
    aside, codes, marked = {tuple(nodes) for nodes, _ in given.values()}, {}, {}
    for name, folder in folders.items():
        found = parts(folder)
        for section, paths, first in meant(found, (pairs or {}).get(name)):
            shape = tuple(sorted({tuple(found[path][0]) for path in paths} - aside))
            if sum(map(len, shape)) >= FEW:
                code = codes.setdefault(shape, Code(shape, Counter(), set(), set()))
                code.names.add(name)
                code.sections |= {section} - {""}
                if first:
                    marked[shape] = code
    for code in marked.values():
        code.pieces = pieces_of(code.shape)
    groups = {}
    for code in codes.values():
        if len(code.names) > 1:
            groups.setdefault(tuple(sorted(code.names)), set()).update(code.sections)
    same = [(list(names), in_order(sections)) for names, sections in sorted(groups.items())]
    handed_out = pieces_of([nodes for nodes, _ in given.values()])
    return same, near(list(marked.values()), handed_out | common(marked.values()))


def parts(folder):
    """Return {path: (its nodes, the modules that it imports)} of each program in a folder."""
    return {path: nodes_of(source) for path, source in programs(Path(folder))}


def meant(found, pairs):
    """Yield (section, the paths of its programs and of what they import, whether it is what was marked)."""
    there = [(section, [path for path in dict.fromkeys(both) if path in found], at == 0)
             for section, among in (pairs or {}).items() for at, both in enumerate(among[:MOST])]
    if not any(paths for _, paths, _ in there):
        yield "", list(found), True
    for section, paths, first in there:
        for path in paths:  # which grows
            paths += [other for other in found if other not in paths and PurePosixPath(other).stem in found[path][1]]
        yield section, paths, first


def in_order(sections):
    return [section for section in SECTIONS if section in sections]


def pieces_of(shape):
    """Return how often each piece is in programs."""
    return Counter(hash(nodes[at:at + PIECE]) for nodes in map(tuple, shape) for at in range(len(nodes) - PIECE + 1))


def nodes_of(source):
    """Return what a program does as words, and the names of the modules that it imports.

    The words are the kinds of its nodes, and the names that are not its own: methods, modules and built-in functions
    are what it does, so sendto is not send.
    """
    tree, _ = parse_as_it_is(source)
    imports = [node for node in walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    modules = {alias.asname or alias.name for node in imports for alias in node.names}
    imported = {name.rpartition(".")[2] for node in imports
                for name in (*(alias.name for alias in node.names), getattr(node, "module", None) or "")}
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
        return [], set()
    return words, imported


def word_of(node, modules):
    kind = type(node).__name__
    if isinstance(node, ast.Attribute):
        return f"{kind}.{node.attr}"
    if isinstance(node, ast.Name) and (node.id in modules or node.id in BUILT_IN):
        return f"{kind}.{node.id}"
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return f"{kind}.{','.join(sorted(alias.name for alias in node.names))}"
    return "Constant" if isinstance(node, (ast.Constant, ast.JoinedStr)) else kind


def common(codes):
    """Return the pieces that a good part of the class has: a book's, a tutorial's or the teacher's."""
    of_each = {}
    for code in codes:
        name = min(code.names)
        of_each[name] = of_each[name] | code.pieces if name in of_each else code.pieces
    if len(of_each) < CLASS:
        return Counter()
    having = Counter(piece for pieces in of_each.values() for piece in pieces)
    often = [piece for piece, count in having.items() if count > COMMON * len(of_each)]
    return Counter({piece: max(pieces.get(piece, 0) for pieces in of_each.values()) for piece in often})


def near(codes, aside):
    """Return those that are nearly one program, as (name, name, share, sections), the nearest first."""
    own = sorted((({piece: count - aside[piece] for piece, count in code.pieces.items() if count > aside[piece]}, code)
                  for code in codes), key=lambda both: sum(both[0].values()))
    sizes = [sum(pieces.values()) for pieces, _ in own]
    found = {}
    for at, (pieces, code) in enumerate(own):
        for other in range(at + 1, len(own)):
            if sizes[at] < FEW or sizes[at] < NEAR * sizes[other]:
                break  # the others are larger still
            there = own[other][0]
            both = sum(min(pieces[piece], there[piece]) for piece in pieces.keys() & there.keys())
            share = 2 * both / (sizes[at] + sizes[other])
            names = tuple(sorted((min(code.names), min(own[other][1].names))))
            if share >= NEAR and names[0] != names[1]:
                found.setdefault(names, []).append((share, code.sections | own[other][1].sections))
    found = [(*names, *max(shares, key=lambda one: one[0])) for names, shares in found.items()]
    return [(first, second, share, in_order(sections)) for first, second, share, sections in sorted(
        found, key=lambda one: (-one[2], one[0], one[1]))]


def dolos(folders):
    """Return {path: text} of a zip that Dolos opens: each hand-in's programs as one file, and info.csv."""
    made, lines = {}, ["filename,full_name,id,status,created_at,labels"]
    for number, (name, folder) in enumerate(folders.items(), 1):
        path = f"{re.sub(r'[^A-Za-z0-9]+', '_', name).strip('_') or 'x'}_{number}.py"
        made[path] = "\n".join(f"# {place}\n{source}" for place, source in programs(Path(folder)))
        quoted = name.replace('"', '""')
        lines.append(f'{path},"{quoted}",{number},correct,2000-01-01 00:00:00 +0000,')
    return {"info.csv": "\n".join(lines) + "\n", **made}
