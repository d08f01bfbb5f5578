"""Aliases gives what is imported from a file of the hand-in under another name one name in both files.

    from server import main as serve       # the function is called serve in server.py, too, if another file has a main
    from server import run as begin        # begin() becomes run()
"""
import ast

from lab12.finder.nodes import walk

MAKES = ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef


def spell_aliases(trees):
    """Rename what is imported under another name, in place; `trees` are {file: module}, '' for the script itself."""
    files = {file.rpartition("/")[2]: module for file, module in trees.items() if file}
    imports = [(module, node, one) for module in trees.values() for node in walk(module)
               if isinstance(node, ast.ImportFrom) and node.module for one in node.names]
    for module, node, one in imports:
        there = files.get(f"{node.module.rpartition('.')[2]}.py")
        if not one.asname or there is None or there is module or one.name not in made(there):
            continue
        names = {other.asname or other.name for _, its, other in imports if its.module == node.module
                 and other.name == one.name}
        elsewhere = any(one.name in made(other) for other in trees.values() if other is not there)
        reached = any(isinstance(part, ast.Attribute) and part.attr == one.name for other in trees.values()
                      for part in walk(other))  # server.main() in one of the files
        if elsewhere and len(names) == 1 and one.asname not in used(there) and not (
                reached or one.name in parameters(there)):
            rename(there, one.name, one.asname)
            one.name, one.asname = one.asname, None
        elif not elsewhere and one.name not in used(module) and one.asname not in parameters(module):
            rename(module, one.asname, one.name)
            one.asname = None


def made(module):
    """Return the names of the functions and classes of a file."""
    return {node.name for node in module.body if isinstance(node, MAKES)}


def parameters(module):
    """Return the names of the parameters of a file, which are other things of the same name."""
    return {node.arg for node in walk(module) if isinstance(node, ast.arg)}


def used(module):
    """Return all names that stand in a file, but for those of attributes."""
    return {getattr(node, "id", None) or getattr(node, "name", None) or getattr(node, "arg", None)
            for node in walk(module) if not isinstance(node, (ast.alias, ast.keyword))} - {None}


def rename(module, old, new):
    """Rename what a file calls so, as a function, a class or a name."""
    for node in walk(module):
        if isinstance(node, ast.Name) and node.id == old:
            node.id = new
        elif isinstance(node, MAKES) and node.name == old and node in module.body:
            node.name = new
