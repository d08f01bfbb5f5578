"""Trees are gone through as ast does it, whatever stands in them."""
import ast
import sys
from pathlib import Path

import pytest

from lab12 import HOME
from lab12.finder.nodes import children, walk

ODD = """global one, two
def f(a, *b, c=1, d, **e) -> {**a}: nonlocal one
match x:
    case None | True | {"a": 1, **rest} | Point(1, y=2) | [*_]: f"{x!r:>{5}}"
async def g(): [i async for i in x]; import a.b as c; from . import d
"""
NEWER = ODD + "type Pair[T, *Ts] = tuple[T]\n" if sys.version_info >= (3, 12) else ODD


@pytest.mark.parametrize("source", [ODD, NEWER, *(path.read_text(encoding="utf-8") for path in [
    HOME / "tcp" / "chat_server.py", Path(ast.__file__)])], ids=["odd", "newer", "kit", "library"])
def test_nodes_are_those_of_ast_in_its_order(source):
    tree = ast.parse(source)
    found = [node for node in ast.walk(tree) if not isinstance(node, ast.expr_context)]
    assert [*walk(tree)] == found
    for node in found:
        assert children(node) == [one for one in ast.iter_child_nodes(node) if not isinstance(one, ast.expr_context)]
