"""Queues: why what is handed from one thread to another through a queue does not come there; '' where it does.

    messages = queue.Queue()
    def broadcaster():
        while True:
            author, data = messages.get()
"""
import ast

from lab12.finder.later import STARTS, target_of_start
from lab12.finder.nodes import walk
from lab12.finder.syntax import FUNCTIONS, LOOPS, OVER_SOCKETS, asks_user, called, given_names, last_name, line
from lab12.finder.ways import loops

KINDS = {"Queue", "SimpleQueue", "LifoQueue", "PriorityQueue", "JoinableQueue"}
TAKES, PUTS = {"get", "get_nowait"}, {"put", "put_nowait"}
ASKS = TAKES | {"empty", "qsize", "full", "task_done", "join"}


def by_queue(source):
    """Return the first of these hints that the source shows."""
    return next(filter(None, (look(source) for look in (stops_the_loop, of_threads, own_queue, never_put, takes_once))),
                "")


def queues(tree):
    """Return {name: what makes it} of the queues that a script keeps under a name."""
    return {name: value for name, values in tree.given.items() for value in values if called(value) in KINDS}


def of_module(tree, made, module):
    """Tell whether a queue is made by a module, under whatever name that is imported."""
    aliases = {alias.asname or alias.name for node in tree.nodes if isinstance(node, ast.Import) for alias in node.names
               if alias.name == module}
    names = {alias.asname or alias.name for node in tree.nodes if isinstance(node, ast.ImportFrom)
             and node.module == module for alias in node.names}
    return last_name(made.func.value) in aliases if isinstance(made.func, ast.Attribute) else called(made) in names


def taken(tree, name):
    """Return the calls that take something out of a queue of this name."""
    return [call for call in tree.of(*TAKES) if last_name(getattr(call.func, "value", None)) == name]


def put_in(tree, name):
    """Return the calls that put something into a queue of this name."""
    return [call for call in tree.of(*PUTS) if last_name(getattr(call.func, "value", None)) == name]


def never_put(source):
    """Return the hint for a queue that somebody waits at, and into which nothing is ever put; '' for none."""
    tree = source.tree
    for name in queues(tree):
        uses = [tree.parent.get(node) for node in tree.nodes if isinstance(node, (ast.Name, ast.Attribute))
                and last_name(node) == name and isinstance(node.ctx, ast.Load)]
        takes = taken(tree, name)
        if not takes or any(not isinstance(use, ast.Attribute) or use.attr not in ASKS for use in uses):
            continue  # another name may stand for it where something is put in
        wanted = next((target for call in takes for target in getattr(tree.parent.get(call), "targets", ())), None)
        put = f"{name}.put({ast.unparse(wanted) if wanted else '...'})"
        for call in takes:
            hears = any(called(part) in {"recv", "recvfrom", "readline", "makefile"} for part in walk(
                tree.function(call) or tree.module))
            if isinstance(tree.parent.get(call), ast.Expr) and hears and len(takes) > 1:
                if call.args:  # queue.get(text)
                    put = f"{ast.unparse(call.func.value)}.put({ast.unparse(call.args[0])})"
                return f"{source.line(line(call))}get() takes a message out of {name}, and waits until there is one. " \
                    f"Nobody puts any in: {put} is meant here."
        return f"{source.line(line(takes[0]))}this waits for what is put into {name}, and nothing ever is: {put} " \
            f"where a message has come ({source.place('recv', 'recvfrom', 'readline')})."
    return ""


def takes_once(source):
    """Return the hint for a thread that takes one message out of a queue, and then ends; '' for none."""
    tree = source.tree
    for start in [call for call in tree.of(*STARTS) if not loops(tree, call)]:
        for function in tree.defined.get(last_name(target_of_start(start)), ()):
            takes = [call for name in queues(tree) for call in taken(tree, name) if tree.function(call) is function
                     and any(loops(tree, put) for put in put_in(tree, name))]
            calls = [call for call in tree.calls if called(call) == function.name or called(call) in STARTS
                     and tree.function(call) is function]  # a Timer that starts it again
            if isinstance(function, FUNCTIONS[:2]) and takes and not calls and not any(
                    tree.above(call, LOOPS) for call in takes):
                return f"{source.line(line(takes[0]))}this takes one message out of the queue, and then the thread " \
                    f"is at its end: put while True around what {function.name} does."
    return ""


def goes_through_once(server):
    """Return the hint for a thread that sends what stands on a list to the clients, once, and then ends; '' for none.

        def spread():
            for text in said:
                for one in room: one.sendall(text)
        threading.Thread(target=spread).start()              # before anybody has come
    """
    tree = server.tree
    for start in [call for call in tree.of(*STARTS) if not loops(tree, call)]:
        for function in tree.defined.get(last_name(target_of_start(start)), ()):
            inside = list(walk(function)) if isinstance(function, FUNCTIONS[:2]) else []
            waits = [part for part in inside if isinstance(part, ast.While) or called(part) in {
                "recv", "get", "wait", "accept", "select", *STARTS, *tree.own}]
            through = next((part for part in inside if isinstance(part, ast.For) and isinstance(part.iter, (
                ast.Name, ast.Attribute)) and any(called(one) in OVER_SOCKETS for inner in walk(part) if isinstance(
                    inner, ast.For) and inner is not part for one in walk(inner))), None)
            filled = through is not None and [call for call in tree.of("append", "add") if last_name(getattr(
                call.func, "value", None)) == last_name(through.iter) and tree.function(call) is not function]
            sites = [call for call in tree.calls if called(call) == function.name] if inside else []
            if filled and not waits and not sites and server.calls("accept", "recvfrom"):
                return f"{server.line(line(through))}this goes through {ast.unparse(through.iter)} once, when the " \
                    f"thread is started ({server.ref(start)}) and nothing has come, and is at its end: call " \
                    f"{function.name} where a message is put there ({server.ref(filled[0])}), or have it wait at a " \
                    "queue.Queue() for ever."
    return ""


def emptied_after_input(client):
    """Return the hint for a queue of what has come that is looked into only once the user has pressed Enter; '' else.

        while True:
            text = input()
            while not incoming.empty():
                print(incoming.get())
    """
    tree = client.tree
    for name in queues(tree):
        puts, takes = put_in(tree, name), taken(tree, name)
        for take in takes:
            asks = [part for loop in tree.above(take, LOOPS) for part in walk(loop) if asks_user(part)]
            apart = asks and puts and not {tree.function(put) for put in puts} & {tree.function(take)}
            if apart and len(takes) == 1 and tree.function(asks[0]) is tree.function(take) and any(
                    client.has_come(one, client.received) for put in puts for one in put.args):
                return f"{client.line(line(take))}what has come waits in {name} until the user has pressed Enter " \
                    f"({client.ref(asks[0])}): show it where it comes, in the place of {ast.unparse(puts[0])} " \
                    f"({client.ref(puts[0])})."
    return ""


def own_queue(source):
    """Return the hint for a queue that a function makes for itself, where another function waits at that of the file.
    """
    tree = source.tree
    shared = {name for node in tree.nodes if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
    made = [(node, str(target.id)) for node in tree.nodes for target, value in given_names(node)
            if called(value) in KINDS and isinstance(target, ast.Name)]  # spelled alike
    for own, name in [(node, name) for node, name in made if tree.function(node) and name not in shared]:
        function = tree.function(own)
        outside = [node for node, other in made if other == name and not tree.function(node)]
        puts, takes = ({tree.function(call) for call in calls} for calls in (put_in(tree, name), taken(tree, name)))
        if outside and (puts == {function} and function not in takes and takes
                        or takes == {function} and function not in puts and puts):
            other = (taken if function not in takes else put_in)(tree, name)[0]
            return f"{source.line(line(own))}this makes a queue of its own, {name}, for {function.name} alone: " \
                f"{source.ref(other)} means that of line {line(outside[0])}. Leave this line out."
    return ""


def stops_the_loop(source):
    """Return the hint for a queue of threads at which a coroutine waits, and the event loop with it; '' for none."""
    tree = source.tree
    for name, made in queues(tree).items():
        looks = any(last_name(getattr(call.func, "value", None)) == name for call in tree.of("empty", "qsize"))
        for call in taken(tree, name) if of_module(tree, made, "queue") and not looks else ():
            waits = called(call) == "get" and not call.args and not call.keywords
            if waits and isinstance(tree.function(call), ast.AsyncFunctionDef):
                return f"{source.line(line(call))}get() of a queue.Queue waits, and the whole event loop with it, so " \
                    f"nobody is heard meanwhile: asyncio.Queue() in {source.ref(made)}, and await " \
                    f"{ast.unparse(call)} here."
    return ""


def of_threads(source):
    """Return the hint for a queue of threads that is handed to a process, which gets a copy of it; '' for none."""
    tree = source.tree
    for name, made in queues(tree).items():
        for call in tree.of("Process") if of_module(tree, made, "queue") else ():
            given = next((word.value for word in call.keywords if word.arg == "args"), None)
            if given is not None and name in map(last_name, walk(given)):
                return f"{source.line(line(made))}this queue is for threads: the process ({source.ref(call)}) has a " \
                    f"copy of its own, and what it puts there comes to nobody. multiprocessing.Queue() is shared."
    return ""
