"""Later: what a thread, or a loop of asyncio, is to send is said in place: pool.submit(link.send, data).

That is read as link.send(data), so that whoever looks for what is sent, and to whom, finds it.
"""
import ast

from lab12.finder.nodes import walk

# What has a function called, and where that stands among its arguments; those for it stand behind, or in a tuple.
STARTS = {"submit": 0, "to_thread": 0, "run_in_executor": 1, "call_soon": 0, "call_soon_threadsafe": 0,
          "call_later": 1, "start_new_thread": 0, "Thread": 1, "Process": 1, "Timer": 1}
IN_TUPLE = {"start_new_thread", "Thread", "Process", "Timer"}
SENDS = {"send", "sendall", "sendto", "write"}


def say_in_place(module):
    """Put what is sent in the place of what has it sent, in the tree of a script and what it imports."""
    own = {node.name for node in walk(module) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    for node in [node for node in walk(module) if isinstance(node, ast.Call)]:
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        place = 0 if name == "partial" else STARTS.get(name)
        if place is None:
            continue
        words = {word.arg: word.value for word in node.keywords}
        function = words.get("target", node.args[place] if len(node.args) > place else None)
        given = [words["args"]] if "args" in words else node.args[place + 1:]
        if name in IN_TUPLE:
            given = given[0].elts if given and isinstance(given[0], (ast.Tuple, ast.List)) else []
        if isinstance(function, ast.Attribute) and function.attr in SENDS - own and given:
            node.func, node.args, node.keywords = function, given, []
