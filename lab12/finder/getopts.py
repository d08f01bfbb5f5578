"""Getopts tells what a script wants on a command line that it reads with getopt.

    opts, rest = getopt.getopt(sys.argv[1:], "sc:")
    if "-s" in dict(opts): serve()         # {"server": ["-s"], "client": ["-c", "host"]}
    else: call(dict(opts)["-c"])
"""
import ast

from lab12.finder.menus import purpose
from lab12.finder.nodes import walk
from lab12.finder.syntax import names_in

SIDES = {"server": "server", "client": "client", "message": "client"}


def by_getopt(tree):
    """Return what is to be typed for each role, {} if the options do not tell the two apart."""
    calls = [call for call in tree.of("getopt", "gnu_getopt") if len(call.args) > 1]
    letters = tree.value(calls[0].args[1]) if calls else None
    found = {}
    for node in tree.nodes if isinstance(letters, str) else ():
        for word in asked(node.test) if isinstance(node, ast.If) else ():
            if (side := SIDES.get(purpose(tree, node.body))) and side not in found:
                found[side] = [word, *["host"] * (f"{word[1:]}:" in letters)]
    return found if found.keys() == {"server", "client"} else {}


def asked(test):
    """Return the options that a test asks for: "-s" in opts, option == "-s", option in ("-s", "--server")."""
    words = [node.value for node in walk(test) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [word for word in words if len(word) == 2 and word[0] == "-" and names_in(test)]
