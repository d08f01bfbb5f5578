"""Kept on the list: who has gone, and is still sent to, since only an error takes him off; '' where that is sound."""
import ast

from lab12.finder.keeping import taken_off
from lab12.finder.nodes import walk
from lab12.finder.syntax import called, last_name, line
from lab12.grader.unseen import assigned, tests_end


def only_at_error(server):
    """Return the hint for a client that is taken off the list at an error alone, not where recv gives b''; '' for none.

        try:
            while True:
                data = link.recv(1024)
                if not data:
                    return
        except OSError:
            clients.remove(link)
    """
    tree = server.tree
    through = {last_name(part) for loop in tree.loops if isinstance(loop, (ast.For, ast.AsyncFor))
               for part in walk(loop.iter)} - {""}
    through -= {last_name(target) for node in tree.nodes if isinstance(node, ast.Assign) and any(
        getattr(one, "ifs", ()) for one in getattr(node.value, "generators", ())) for target in map(
            held_by, node.targets)}  # made anew of those who are there
    taken = [(node, name) for name in sorted(through) for node in taken_off(tree, name)]
    for call in tree.of("recv", "read", "readline"):
        kept = assigned(tree, call)
        names = {last_name(target) for target in kept.targets} if kept else set()
        leaves = [left for test in tree.nodes if isinstance(test, ast.If) and tree.function(test) is tree.function(call)
                  and any(tests_end(part, names) for part in (test, *walk(test.test)))
                  for left in (*test.body[-1:], *test.orelse[-1:]) if isinstance(left, (ast.Break, ast.Return))]
        caught = {part for above in tree.above(call, ast.Try) for handler in above.handlers for part in walk(handler)}
        for name in dict.fromkeys(name for _, name in taken):
            places = [one for part, other in taken if other == name
                      for one in ([part] if part in caught else tree.sites(tree.function(part)) or [part])]
            if leaves and caught.issuperset(places):
                return f"{server.line(line(leaves[0]))}one who has gone without an error, so that {called(call)} " \
                    f"gives nothing, is still in {name} after this, for only an error takes him out " \
                    f"({server.ref(places[0])}): take him out here too, or in a finally, before anybody sends to him."
    return ""


def held_by(target):
    """Return what is given all that it holds anew: clients of clients[:]."""
    return target.value if isinstance(target, ast.Subscript) else target
