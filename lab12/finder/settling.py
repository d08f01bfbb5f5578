"""Settling tells the loops in which a script talks with its user from those that only settle a name or an address."""
import ast

from lab12.finder import menus, wording
from lab12.finder.destinations import destinations
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import (
    FUNCTIONS,
    LOOPS,
    RECEIVES,
    SENDS,
    asks_user,
    called,
    last_name,
    names_in,
    target_of,
)
from lab12.finder.wants import placed, wanted
from lab12.finder.ways import loops


def conversation(tree, call):
    """Return the loop that asks again and again, None where this call to the keyboard asks once."""
    loops = tree.above(call, LOOPS)
    if loops:
        return loops[-1]
    return None if comes_before(tree, call) or is_number_asked_first(tree, call) else again(tree, call)


def is_number_asked_first(tree, call):
    """Tell whether a function asks for a number, which is no message, and is called outside of all loops, too."""
    sites = tree.sites(tree.function(call))
    return called(tree.parent.get(call)) == "int" and any(not loops(tree, site) for site in sites)


def again(tree, call):
    """Return the loop in which the function of this call is called, None if there is none."""
    found = (tree.above(site, LOOPS) for site in tree.sites(tree.function(call)))
    return next((loops[-1] for loops in found if loops), None)


def comes_before(tree, call):
    """Tell whether a loop that asks again and again comes later in the same function, as in one for each client."""
    function = tree.function(call)
    loops = [loop for loop in tree.loops if function and function in tree.above(loop, FUNCTIONS)]
    return any(loop.lineno > call.lineno and any(asks_user(node) for node in walk(loop)) for loop in loops)


def settling(tree):
    """Return the loops that only settle a name or an address: they ask, and what comes after them in their block does.

    They may stand there themselves, or in a function that is called there.
    """
    loops = {call: loop for call in tree.calls if asks_user(call) and (loop := conversation(tree, call))}
    asking, early = set(loops.values()), {loops[call] for call in loops if settles(tree, call)}
    early |= {loop for loop in asking if insists(tree, loop)}
    early |= {loop for call, loop in loops.items() if finds_a_place(tree, call, loop)}
    asking |= {loop for loop in tree.loops if isinstance(loop, ast.For) and (last_name(loop.iter) == "stdin" or any(
        getattr(one, "id", "") == "input"  # for line in iter(input, "end")
        for one in (loop.iter.args if called(loop.iter) else ())))}
    if len(asking) < 2:
        return early
    blocks = {tree.block(loop): [] for loop in asking}
    names = {getattr(tree.function(loop), "name", "") for loop in asking} - {""}
    # A loop that talks, where none that comes later does, is a conversation: it is asked about when it is over.
    talking = {loop for loop in asking if {called(part) for part in reached(tree, [loop])} & (SENDS | RECEIVES)}
    given = {tree.block(node): [] for node in tree.nodes if isinstance(node, ast.Assign) and called(
        node.value) in names}  # name = login(sock): such a function gives what has been settled
    blocks |= given
    for node in tree.nodes:
        if isinstance(node, ast.stmt) and (block := tree.block(node)) in blocks:
            waits = asking & set(reached(tree, [node], starts=False))  # a thread goes on beside what comes after it
            blocks[block].append((node, waits, asking & set(reached(tree, [node]))))
    early |= let_in(tree, asking, names, talking) | signed_up(tree, asking, talking)
    early |= told_before(tree, asking, names, talking)
    for block, statements in blocks.items():
        for node, loops, _ in statements:
            settled = calls_function(tree, node) and (block not in given or isinstance(node, ast.Assign))
            loops = {node} if node in asking else loops if settled else set()
            early |= {loop for after, _, others in statements if after.lineno > node.end_lineno and others
                      for loop in loops - others if others & talking or loop not in talking}
    return early


def let_in(tree, asking, names, talking):
    """Return those of the loops that ask which only let a user in: a test calls a function of these names for that.

        if login(sock):
            talk(sock)
    """
    found = set()
    for node in tree.nodes:
        if isinstance(node, ast.If) and names & {called(part) for part in walk(node.test)}:
            beside = getattr(tree.parent.get(node), "body", [])
            after = beside[beside.index(node) + 1:] if node in beside else []
            inside = asking & set(reached(tree, [node.test]))
            later = asking & set(reached(tree, [*node.body, *node.orelse, *after])) - inside
            found |= {loop for loop in inside if later and (later & talking or loop not in talking)}
    return found


def told_before(tree, asking, names, talking):
    """Return those of the loops that ask which nothing is sent in, and whose function is called before one that talks.

        if not name:
            self.ask_name()                           # while not good(self.name): self.name = input("Another: ")
        threading.Thread(target=self.talk).start()
    """
    found = set()
    for node in tree.nodes:
        if isinstance(node, ast.Expr) and called(node.value) in names:
            while isinstance(tree.parent.get(node), ast.If):
                node = tree.parent[node]
            beside = getattr(tree.parent.get(node), "body", [])
            later = asking & set(reached(tree, beside[beside.index(node) + 1:] if node in beside else []))
            if later & talking:
                found |= asking & set(reached(tree, [node], starts=False)) - later - talking
    return found


def signed_up(tree, asking, talking):
    """Return those of the loops that ask which are left for what the server answers, before a function that talks.

        register()  # while True: name = input("Name: "); link.send(name.encode()); if link.recv(9) == b"OK": break
        talk()
    """
    found = set()
    for loop in [one for one in asking if left_for_answer(tree, one)]:
        for statement in [tree.parent.get(site) for site in tree.sites(tree.function(loop))]:
            block = isinstance(statement, ast.Expr) and tree.block(statement)
            after = [node for node in tree.nodes if block and isinstance(node, ast.stmt) and tree.block(node) == block
                     and node.lineno > statement.lineno]
            if (asking & set(reached(tree, after)) - {loop}) & talking:
                found.add(loop)
    return found


def left_for_answer(tree, loop):
    """Tell whether a loop asks who its user is, and is left where what has come is what it waits for."""
    nodes = list(walk(loop))
    asked = [node for node in nodes if isinstance(node, ast.Call) and asks_user(node)]
    if not any(wanted(wording.prompt_of(tree, one), target_of(tree, one)) in {"name", "password"} for one in asked):
        return False
    came = {target_of(tree, node) for node in nodes if called(node) in RECEIVES} - {""}
    typed = {target_of(tree, node) for node in asked} - {""}
    return any(isinstance(node, ast.If) and names_in(node.test) & came and not names_in(node.test) & typed and any(
        isinstance(part, (ast.Break, ast.Return)) for part in node.body) for node in nodes)


def insists(tree, loop):
    """Tell whether a loop only insists on a right answer: it asks until that is returned, once, and nothing goes out.

        while True:
            if (text := input("My port: ")).isdecimal():
                return int(text)
    """
    nodes = reached(tree, [loop])
    gives = any(isinstance(part, ast.Return) and part.value is not None and names_in(part.value)
                and tree.above(part, LOOPS)[:1] == [loop] for part in walk(loop))
    function = tree.function(loop)
    sites = tree.sites(function)
    busy = {called(part) for part in nodes} & (SENDS | RECEIVES)
    return gives and bool(sites) and not busy and not any(loops(tree, call) for call in sites)


def finds_a_place(tree, call, loop):
    """Tell whether what is typed here is only where a program waits or calls, in a loop that it leaves once it can.

        while True:
            try:
                door.bind(("", int(input("Port: "))))
                break
            except OSError:
                print("Taken")
    """
    left = any(isinstance(part, ast.Break) and tree.above(part, LOOPS)[:1] == [loop] for part in walk(loop))
    return left and bool(placed(destinations(tree, call)[1])) and not (
        {called(part) for part in reached(tree, [loop])} & (SENDS | RECEIVES))


def calls_function(tree, node):
    """Tell whether this statement is a call; that of a class makes an object, and does not yet do what it can do."""
    if not isinstance(node, (ast.Expr, ast.Assign)):
        return False
    return not any(isinstance(one, ast.ClassDef) for one in tree.defined.get(called(node.value), ()))


def settles(tree, call):
    """Tell whether what is typed here decides who its user is, or over which transport."""
    target, function = target_of(tree, call), tree.function(call)
    if target and (target, function) not in tree.known:
        tree.known[target, function] = menus.answers(tree, target, lambda test: tree.function(test) is function)
    sent = any(target in names_in(one) for use in tree.of(*SENDS) if target and tree.function(use) is function
               for one in use.args)  # it is a message, and some begin with what has a file sent, or taken
    return bool(target) and (target in tree.decided or not sent and {"server", "client"} <= tree.known[
        target, function].keys())
