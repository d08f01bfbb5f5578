"""Parted: which part of a program that can be both ends is of which role, for a Source."""
import ast
import re
from functools import cached_property

from lab12.finder.menus import purpose
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.sides import SIDES
from lab12.finder.syntax import CONNECTS, LISTENS, called

# Whoever does this with one is the other one: handle_client, send_to_server.
WITH = re.compile(r"(?:handle|serve|accept|manage|process|broadcast|remove|add|each|all|to|from|with|for)_?"
                  r"(?:the_?|one_?|new_?)?(server|client)")


class Parted:
    """The part of a Source that is about the two ends which one program may be."""

    def is_of_other(self, node):
        """Tell whether a node of a program that can be both stands in the part of the other role."""
        other, above = "client" if self.role == "server" else "server", node
        if self.script and self.script.role == "both" and (
                self.files.get(getattr(node, "file", "")) == other or node in self.of_one.get(other, ())):
            return True
        while self.script and self.script.role == "both" and (above := self.tree.parent.get(above)) is not None:
            name = getattr(above, "name", "") if isinstance(above, (ast.FunctionDef, ast.ClassDef)) else ""
            if isinstance(above, ast.If):
                inside = any(node is part for one in above.body for part in walk(one))
                said = " ".join(str(part.value) for part in walk(above.test) if isinstance(part, ast.Constant))
                name = self.sides_of(above)[not inside] or (
                    said if inside else self.role * (other in said) + other * (self.role in said))
            if side_named(name) == other:
                return True
        return False

    @cached_property
    def of_one(self):
        """The nodes to which only what is done as a server leads, and those to which only a client comes, by role."""
        found = {"server": set(), "client": set()}
        for choice in (node for node in self.tree.nodes if isinstance(node, ast.If)):
            for side, body in zip(self.sides_of(choice), (choice.body, choice.orelse), strict=True):
                found.get(side, set()).update(reached(self.tree, body))
        server, client = found.values()
        return {"server": server - client, "client": client - server}

    def sides_of(self, choice):
        """Return what a program is where the test of an `if` holds, and where not: server, client; '' for neither."""
        if choice not in self.tree.known.setdefault("sides of", {}):
            both = [SIDES.get(purpose(self.tree, body), "") for body in (choice.body, choice.orelse)]
            self.tree.known["sides of"][choice] = both if set(both) == {"server", "client"} else ("", "")
        return self.tree.known["sides of"][choice]

    @cached_property
    def files(self):
        """The role of each file that a program imports which can be both, where all that connects or waits there tells.
        """
        sides = {}
        for call in self.tree.calls:
            side = "server" if called(call) in LISTENS else "client" if called(call) in CONNECTS else ""
            if side and hasattr(call, "file"):
                sides.setdefault(call.file, set()).add(side)
        return {file: found.pop() for file, found in sides.items() if len(found) == 1}


def side_named(name):
    """Return the role that the name of a function or class says: client of send_to_server; '' where it says neither."""
    name = name.casefold()
    if found := WITH.search(name):
        return "client" if found[1] == "server" else "server"
    said = [role for role in ("server", "client") if role in name]
    return said[0] if len(said) == 1 else ""
