"""Menus tells where the answers to a question lead: to the server or the client, to a message, on, or out.

    choice = input("1 server, 2 client: ")
    if choice == "1":                      # answers(tree, "choice") is {"server": "1", "client": "2"}
        host()
    else:
        visit()
"""
import ast
import re
from dataclasses import dataclass

from lab12.finder.nodes import walk
from lab12.finder.reach import decided_by, done_for_member, key_and_table, reached
from lab12.finder.syntax import (
    CONNECTS,
    FUNCTIONS,
    LISTENS,
    LOOPS,
    RECEIVES,
    SENDS,
    asks_user,
    called,
    draws_port,
    is_at_any_port,
    last_name,
    names_in,
    target_of,
)
from lab12.finder.wording import ASIDE, LOGIN, MEMBER, SIGN_UP, WHOM, is_of_friend, is_own_name, prompt_of

OTHER = "2", "1", "9", "no", ""  # answers that no test names: one of them is
PAIRS = (("y", "n"), ("yes", "no"), ("Y", "N"), ("Yes", "No"), ("YES", "NO"),
         ("tcp", "udp"), ("TCP", "UDP"), ("t", "u"), ("T", "U"),
         ("server", "client"), ("Server", "Client"), ("SERVER", "CLIENT"), ("s", "c"), ("S", "C"),
         ("host", "join"), ("h", "j"), ("H", "J"))
SIDES = {"server": "server", "client": "client", "message": "client"}  # over UDP a client connects to nobody
EXITS = {"exit", "quit", "_exit"}
ADDRESSEE = "{addressee}"  # an answer: the name of whom the message is for
IDENTITY = "{identity}"  # an answer: the number by which the server knows whom the message is for
SHIFT = "3"  # the key of a cipher, as a user would choose it: with a larger one a letter may become none
KEY = "{key}"  # an answer: such a key, which is asked for with each message
PLACES = {"host": "{host}", "port": "{port}", "address": "{address}"}  # answers: where the other program is


@dataclass(frozen=True)
class Menu:
    """A question that is asked again and again besides the message: its prompt, the answer that goes on, and out.

    `goes_on` leads to a message if `sends` says so, else to the next turn; ADDRESSEE stands for a user's name, IDENTITY
    for his number, and one of PLACES for a part of an address, where that is asked for with each message.
    `receives` looks for what has come, `leaves` ends the program, `enters` asks for a name, with which one joins before
    all, and `befriends` for another user's, to whom messages go from then on; each is '' if no such answer is known.
    Where a server `accepts` the next client by it, it is asked when one has gone. One without a prompt is known by the
    prompts that are shown only for what follows it, of which none is there: `unless`.
    """

    prompt: str
    goes_on: str
    leaves: str
    sends: bool
    receives: str = ""
    enters: str = ""
    accepts: bool = False
    befriends: str = ""
    unless: tuple = ()


def menu(tree, call, target, loop):
    """Return the Menu that this call to the keyboard asks for in the loop of a conversation, None if it is none."""
    prompt = prompt_of(tree, call)
    inside = {call for call in tree.calls if loop in tree.above(call, LOOPS)} | set(reached(tree, loop.body))
    shown = [prompt_of(tree, one).strip() for one in inside if asks_user(one) and one is not call
             and (not target or target_of(tree, one) != target)]  # and no asking for the same once more
    others, here = bool(shown), where_it_stands(tree, call, target)
    if others and MEMBER.search(prompt) and tree.of(*CONNECTS) and not tree.of("accept"):
        return Menu(prompt.strip(), IDENTITY, answers(tree, target).get("leave", ""), sends=True)
    if others and (WHOM.search(prompt) or WHOM.search(ASIDE.sub("", prompt))) and (
            called(tree.parent.get(call)) != "int"):
        return Menu(prompt.strip(), ADDRESSEE, answers(tree, target).get("leave", ""), sends=True)
    if not (others and (prompt.strip() or all(shown)) and only_tested(tree, target, here)):
        return None
    joins, befriends = naming(tree, target, is_own_name), naming(tree, target, is_of_friend)
    found = answers(tree, target, lambda test: test in here and test not in (joins, befriends))
    if not found.get("message"):
        joins = befriends = None
        found = answers(tree, target, lambda test: test in here)
    goes_on = found.get("message") or found.get("server") or found.get("on")
    if not goes_on or not prompt.strip() and "message" not in found:
        return None
    enters, befriends = (constants(tree, one.test)[0][0] if one else "" for one in (joins, befriends))
    leaves, receives = found.get("leave", ""), found.get("receive", "")
    if leaves and not receives and goes_back_to_hear(tree, call):
        leaves, receives = "", leaves
    accepts = any(tree.above(call, LOOPS)[:1] == tree.above(one, LOOPS)[:1] for one in tree.of("accept"))
    return Menu(prompt.strip(), goes_on, leaves, "message" in found, receives, enters,
                "message" not in found and ("server" in found or accepts), befriends,
                () if prompt.strip() else tuple(shown))


def goes_back_to_hear(tree, call):
    """Tell whether to leave a menu is to look for what has come: nothing is received in its loop, but around that.

        while True:
            print(sock.recv(99))
            while input("Answer? ") == "y":
                sock.send(input("> ").encode())
    """
    inner, *outer = tree.above(call, LOOPS) or [None]
    hears = [one for one in tree.of(*RECEIVES) if outer and tree.above(one, LOOPS)[:1] == outer[:1]]
    return bool(hears) and not {called(part) for part in reached(tree, [inner])} & (RECEIVES | EXITS) and not any(
        isinstance(part, ast.Return) for part in walk(inner))


def on_the_way(tree, asked):
    """Return the Menus of these (call, target, Menu), less those that only another answer to one of them leads to."""
    off = {part for _, target, menu in asked if menu.sends and menu.goes_on not in (ADDRESSEE, IDENTITY) and target
           for node in tree.nodes if isinstance(node, ast.If) and target in names_in(node.test)
           and (words := constants(tree, node.test))[0] and (menu.goes_on in words[0]) == words[1]
           for one in node.body for part in walk(one)}
    return [menu for call, _, menu in asked if call not in off]


def where_it_stands(tree, call, target):
    """Return the nodes in which a name stands for what is typed here: its function's, if it is that one's own."""
    function = tree.function(call) if isinstance(tree.function(call), FUNCTIONS[:2]) else None
    if ("stands", function, target) not in tree.known:
        inside = list(walk(function)) if function else []
        shared = any(isinstance(node, (ast.Global, ast.Nonlocal)) and target in node.names for node in inside)
        own = not shared and any(isinstance(node, (ast.If, ast.While)) and target in names_in(node.test)
                                 for node in inside)
        place = function if own else None
        if ("inside", place) not in tree.known:
            tree.known["inside", place] = set(inside if own else walk(tree.module))
        tree.known["stands", function, target] = tree.known["inside", place]
    return tree.known["stands", function, target]


def naming(tree, target, asks):
    """Return the if of a menu where one name is asked for, with such a prompt, and nothing else, and sent; or None."""
    for node in tree.nodes:
        if isinstance(node, ast.If) and target in names_in(node.test) and constants(tree, node.test)[0]:
            nodes = reached(tree, node.body)
            asked = [prompt_of(tree, one) for one in nodes if asks_user(one)]
            if asked and {called(one) for one in nodes} & SENDS and all(map(asks, asked)):
                return node
    return None


def opens(tree, call, target, loop):
    """Tell whether an answer begins a conversation, which asks in another loop than this: it is asked for before that.

    So it is where an answer has a server wait for clients, and its user is asked for nothing else.
    """
    here = where_it_stands(tree, call, target) if target else ()
    if not here or not only_tested(tree, target, here):
        return False
    begun, only = [], [one for one in tree.calls if asks_user(one)] == [call]
    around = {loop, *tree.above(call, LOOPS)}  # the menu comes again there, with what its answers lead to
    for node in [one for one in here if isinstance(one, ast.If) and target in names_in(one.test)]:
        for body in (node.body, node.orelse):
            what = purpose(tree, body)
            if what == "server" and only:
                return True
            begun += reached(tree, body) if what in {"server", "client", "message"} else ()
    return any(asks_user(part) and any(one not in around and (loop not in tree.above(one, LOOPS) or {
        called(each) for each in reached(tree, [one])} & (SENDS | RECEIVES)) for one in tree.above(part, LOOPS))
               for part in begun)  # and does not only insist on an answer


def only_tested(tree, target, among=None):
    """Tell whether what the user typed is compared with something, and nothing else: a choice, no message.

    Where `among` is given, only what stands there is looked at.
    """
    used = [node for node in among or tree.nodes if getattr(node, "id", "") == target
            and isinstance(getattr(node, "ctx", None), ast.Load)]
    return bool(used) and all(tree.tested(node) or target_of(tree, node) == target for node in used)


def answers(tree, target, counts=lambda test: True):
    """Return the answers that lead to what the script can do: a dict whose keys are those of purpose, and on.

    Only those ifs and whiles are looked at that ask for the target, and that count.
    """
    every = {node: decided for node in tree.nodes if isinstance(node, (ast.If, ast.IfExp, ast.While))
             if target in names_in(node.test) | names_in((decided := decided_by(tree, node))[0])}
    tests = [node for node in every if counts(node)]
    taken = {word for node in every if node not in tests for word in constants(tree, node.test)[0]}
    asking = {node: about(every[node][0], lambda part: target in names_in(part)) for node in tests}
    named = list(dict.fromkeys(word for part in asking.values() for word in constants(tree, part)[0]))
    found = {}
    for node in tests:
        words, differs = constants(tree, asking[node])
        differs = differs != every[node][1]
        if not words:
            continue
        other = next(word for word in (*named, *opposite(words[0]), *OTHER) if word not in {*words, *taken})
        yes, no = (other, words[0]) if differs else (words[0], other)
        if isinstance(node, ast.While):
            found.setdefault("on", yes)
            found.setdefault("leave", no)
            continue
        body, orelse = (side if isinstance(side, list) else [side] for side in (node.body, node.orelse))
        found.setdefault(purpose(tree, body), yes)
        if not orelse or not isinstance(orelse[0], type(node)):
            found.setdefault(purpose(tree, orelse) or "on" * isinstance(node, ast.If), no)
    for part, table in [key_and_table(tree, node) for node in tree.nodes if counts(node)]:
        ways = {purpose(tree, [ast.Expr(ast.Call(value, [], []))]): tree.value(key) for key, value in zip(
            table.keys, table.values, strict=True)} if table and target in names_in(part) else {}
        found = ways | found if {"server", "client"} <= ways.keys() else found  # {"w": Waits, "c": Calls}[way]()
    other = found.pop("", None)
    if other and "leave" in found:
        found.setdefault("on", other)  # of two, the one that does not leave
    return found


def as_good(tree, target, word):
    """Return the other answers by which a conversation begins as it does by this one: of a menu of languages."""
    leads = {}
    for node in tree.nodes:
        if isinstance(node, ast.If) and target and target in names_in(node.test):
            words, differs = constants(tree, about(node.test, lambda part: target in names_in(part)))
            if words and not differs:
                leads.setdefault(words[0], purpose(tree, node.body))
    once = word not in leads  # as "n" is not, where nothing but "y" is asked for, so that no source tells what it does
    return [other for other, what in leads.items() if other != word and (
        once and what != "leave" or what == leads.get(word) and what in ("server", "client", "message"))]


def about(test, asks):
    """Return the part of a test of which `asks` is true: of "role == 's' and kind == 'u'", one of the two."""
    parts = test.values if isinstance(test, ast.BoolOp) else [test]
    return next(filter(asks, parts), test)


def opposite(word):
    """Return what else is typed where this word is one of two."""
    return [other for pair in PAIRS for one, other in (pair, pair[::-1]) if one == word]


def constants(tree, test):
    """Return the words that a test compares something with, as they are typed, and whether it asks for others."""
    found, differs = [], False
    for node in walk(test):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.In, ast.NotEq, ast.NotIn)):
            differs = isinstance(node.ops[0], (ast.NotEq, ast.NotIn))
            sides = [n for side in (node.left, *node.comparators) for n in getattr(side, "elts", [side])]
            found += [str(n.value) for n in sides if isinstance(n, ast.Constant) and n.value not in ("", None)]
        elif called(node) == "startswith" and node.args:
            found += [str(tree.value(node.args[0]))]
    return found, differs


def entrance(tree):
    """Return the choice that lets a new user in: the number of what registers, or else of the first thing."""
    return numbered(tree, SIGN_UP) or "1"


def comes_in(tree, call):
    """Return how one comes in at a menu: the "choice" that lets a new user in, and "then" the one that logs in.

    The latter is for a menu that comes again once one has registered.
    """
    first, then = entrance(tree), numbered(tree, LOGIN)
    again = then not in ("", first) and first == numbered(tree, SIGN_UP) and tree.above(call, LOOPS)
    return {"choice": first} | ({"then": then} if again else {})


def typed_by_all(tree):
    """Return the names that what a user types is given, also by a function that asks: kind = ask("Which? ")."""
    found, asking = set(), set()
    for call in filter(asks_user, tree.calls):
        target, function = target_of(tree, call), tree.function(call)
        found.add(target)
        returned = [node.value for node in walk(function) if isinstance(node, ast.Return) and node.value] if isinstance(
            function, ast.FunctionDef) else []
        if any(call in walk(value) or target in names_in(value) for value in returned):
            asking.add(function.name)
    return (found | {target_of(tree, use) for use in tree.named(*asking)}) - {""}


def numbered(tree, words):
    """Return the number, or letter, before one of these words in a menu: "2" of "1: create, 2: join"; '' for none."""
    texts = [node.value for node in tree.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    found = re.search(rf"(?:(\w)\s*[).:\]\ufe0f\u20e3=-]+|\b(\d))\s*(?:{words})", "\n".join(texts), re.I)
    return found[1] or found[2] if found else ""


def insisted(tree, call, target):
    """Return the words of which one is to be typed, before a loop that only insists on that is left.

        while True:
            quest = input("> ")
            if quest == "1" or quest == "2":
                break
    """
    loop = next(iter(tree.above(call, LOOPS)), None)
    inside = list(walk(loop)) if loop and target else []
    if any(called(part) in SENDS and not tree.above(part, ast.ExceptHandler) for part in inside):
        return []
    for node in [part for part in inside if isinstance(part, ast.If) and target in names_in(part.test)]:
        words, differs = constants(tree, node.test)
        left = any(isinstance(part, ast.Break) for one in (node.orelse if differs else node.body)
                   for part in walk(one))
        if left and len(words) > 1 and {target} == names_in(node.test):
            return words
    return []


def purpose(tree, body):
    """Return what these statements are there for: server, client, message, receive or leave; '' for none of these."""
    nodes = reached(tree, done_for_member(tree, body) or body)
    calls = {called(node) for node in nodes if called(node) != "bind" or is_servers(tree, node)}
    if calls & (LISTENS | {"bind"}):
        return "server"
    if calls & CONNECTS:
        says_bye = calls & SENDS and not calls & RECEIVES and not any(map(asks_user, nodes))
        return "leave" if says_bye and isinstance(body[-1], (ast.Break, ast.Return)) else "client"
    if calls & SENDS and any(asks_user(node) for node in nodes):
        return "message"
    if calls & RECEIVES and not (body and isinstance(body[-1], (ast.Break, ast.Return))):
        return "receive"
    left = calls & EXITS or any(isinstance(node, ast.Break) for node in nodes) or any(
        ends_its_loop(tree, node) for node in body)
    return "leave" if left else ""


def ends_its_loop(tree, node):
    """Tell whether a statement sets the flag for which a loop around it looks: going_on = False, while going_on."""
    flag = last_name(node.targets[0]) if isinstance(node, ast.Assign) and isinstance(
        getattr(node.value, "value", None), bool) else ""
    return bool(flag) and any(isinstance(loop, ast.While) and flag in {last_name(part) for part in walk(loop.test)}
                              for loop in tree.above(node, LOOPS))


def is_servers(tree, bind):
    """Tell whether a server binds here: neither the kernel chooses its port, nor chance, beside one that is fixed."""
    return not is_at_any_port(tree, bind) and not (
        draws_port(tree, bind) and any(not draws_port(tree, call) for call in tree.of("bind")))
