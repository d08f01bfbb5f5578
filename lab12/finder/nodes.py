"""Nodes: going through a tree, as ast.walk does, in a third of its time: most of reading a hand-in is that.

What tells how a name is used (ast.Load, ast.Store, ast.Del) is in no list here: it is asked of the name.
"""
import ast

WORDS = {"ctx", "id", "attr", "arg", "asname", "module", "level", "kind", "conversion"}  # fields that hold no nodes


class Parts(dict):
    """{kind of node: names of the fields in which it may have other nodes}, found out when a kind is first met."""

    def __missing__(self, kind):
        self[kind] = () if kind is ast.Constant else tuple(name for name in kind._fields if name not in WORDS)
        return self[kind]


PARTS = Parts()


def walk(node):
    """Yield a node and all nodes in it, those nearer to it first."""
    found = [node]
    for node in found:
        if isinstance(node, ast.AST):  # and not the name of a function, nor None, the key of **more in {**more}
            yield node
            for name in PARTS[type(node)]:
                part = getattr(node, name, None)
                if type(part) is list:
                    found += part
                elif part is not None:
                    found.append(part)


def children(node):
    """Return the nodes that are directly in a node, in the order of the source."""
    found = []
    for name in PARTS[type(node)]:
        part = getattr(node, name, None)
        found += part if type(part) is list else [part]
    return [one for one in found if isinstance(one, ast.AST)]
