"""The house: imports go one way, from the rooms on top to those below, and the scripts import nothing of ours."""
import ast

import pytest

from lab12 import HOME

# Each room, and those that it may import; see the first lines of each __init__.py.
BELOW = {
    "stage": set(),
    "finder": set(),
    "guard": {"finder", "stage"},
    "wire": {"stage"},
    "driver": {"finder", "guard", "stage", "wire"},
    "rubric": {"driver", "finder", "guard", "stage", "wire"},
    "grader": {"driver", "finder", "guard", "rubric", "stage"},
    "sheet": {"grader", "guard", "rubric", "wire"},
    "classroom": {"finder", "grader", "guard", "rubric", "sheet", "wire"},
    "demo": {"stage", "wire"},
    "bench": {"finder", "grader", "guard", "stage"},
    "winpython": set(),
    "check": set(),
    "plugin": {"driver", "finder", "grader", "guard", "rubric", "sheet"},
    "__main__": {"classroom", "finder", "grader", "guard", "rubric", "sheet"},
}


def imported(path):
    """Return the rooms of lab12 that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("lab12.")} - {"HOME"}


def files_of(room):
    return [*(HOME / "lab12" / room).rglob("*.py")] or [HOME / f"lab12/{room}.py"]


@pytest.mark.parametrize("room", BELOW)
def test_a_room_imports_only_those_below_it(room):
    for path in files_of(room):
        assert imported(path) <= BELOW[room] | {room}, path


def test_every_room_is_in_the_table():
    rooms = {path.relative_to(HOME / "lab12").parts[0].removesuffix(".py") for path in (HOME / "lab12").rglob("*.py")}
    assert rooms - {"__init__"} == set(BELOW)


def test_no_room_is_above_itself():
    order = list(BELOW)
    for room, below in BELOW.items():
        assert all(order.index(other) < order.index(room) for other in below), room
