"""Answering: the form that an answer must have, as the source tells it, before anybody knows what is asked for."""
import ast
import re

from lab12.finder import menus, wording
from lab12.finder.destinations import destinations, uses
from lab12.finder.nodes import walk
from lab12.finder.reach import handed, reached
from lab12.finder.syntax import (
    CONNECTS,
    LISTENS,
    LOOPS,
    OVER_SOCKETS,
    SENDS,
    asks_user,
    called,
    given_names,
    last_name,
    names_in,
)
from lab12.finder.wants import placed, wanted

SIGNS_UP = re.compile(r"(/\w*(?:sign.?up|regist)\w*)\s+\W?\w*(?:user|name|nick)\w*\W*\s+\W?\w*pass", re.I)
OWN_HOSTS = "127.0.0.1", "localhost", ""


def signs_up(tree, call):
    """Return the word with which a new user signs up in one line, where that is shown just before one is asked; ''.

        print("/signup username password")
        link.send(input("$ ").encode())
    """
    function = tree.function(call)
    shown = [tree.value(part) for one in tree.calls if called(one) == "print" and tree.function(one) is function
             and one.lineno < call.lineno for part in one.args]
    found = [SIGNS_UP.search(text) for text in shown if isinstance(text, str)]
    return next((one[1] for one in found if one), "")


def insisted_word(tree, call, target):
    """Return the word without which no conversation begins: of a feature, a mode. '' if it begins in any case.

        def select(feature):
            link.send(feature.encode())
            if feature == "chat":
                talk()
        select(input("Feature: "))
    """
    names = {target} | {one.arg for use in tree.calls for one, given in handed(tree, use)
                        if given is call or target and target == getattr(given, "id", "")} - {""}
    talks = [part for part in tree.calls if asks_user(part) and tree.above(part, LOOPS) and part is not call]
    for node in tree.nodes if talks else ():
        words = [side.value for side in getattr(getattr(node, "test", None), "comparators", ())
                 if isinstance(side, ast.Constant) and isinstance(side.value, str)]
        if isinstance(node, ast.If) and words and not node.orelse and isinstance(node.test.ops[0], ast.Eq) and (
                names & names_in(node.test.left)):
            inside = set(reached(tree, node.body))
            if inside.issuperset(talks) and call not in inside and any(called(part) in SENDS for part in inside):
                return words[0]
    return ""


def only_word(tree, call, target):
    """Return the word until which a question is asked again and again, before anything else is done; '' if none is.

        while word != "/JOIN":
            word = input("Write /JOIN to enter: ")

    Another word may end the program there, and others show something.
    """
    loop = next((above for above in tree.above(call, LOOPS) if isinstance(above, ast.While)), None)
    inside = [*walk(loop), *reached(tree, loop.body)] if loop and target else []
    if not inside or any(called(part) in OVER_SOCKETS | {*CONNECTS, *LISTENS} or asks_user(part) and part is not call
                         for part in inside):
        return ""
    ends = [node.test for node in inside if isinstance(node, ast.If) and isinstance(node.body[-1], ast.Break)]
    tests = [(loop.test, ast.NotEq), *((test, ast.Eq) for test in ends)]
    words = {test.comparators[0].value for test, kind in tests if isinstance(test, ast.Compare) and isinstance(
        test.ops[0], kind) and last_name(test.left) == target and isinstance(
        getattr(test.comparators[0], "value", None), str)}
    asked = {side.value for part in [*walk(loop.test), *inside] if isinstance(part, ast.Compare) and last_name(
        part.left) == target for side in part.comparators if isinstance(side, ast.Constant)}
    away = any(isinstance(node, ast.If) and ends_program(node.body[-1]) for node in inside)
    return words.pop() if len(words) == 1 and (asked == words or away) else ""


def ends_program(statement):
    """Tell whether a statement before the talk leaves all: return, sys.exit(), raise SystemExit."""
    raised = getattr(statement, "exc", None)
    return isinstance(statement, ast.Return) or called(getattr(statement, "value", None)) in menus.EXITS or (
        "SystemExit" in (called(raised), last_name(raised)))


def is_figure(tree, call):
    """Tell whether float() reads what is typed here for something else than a message: it is used, and never sent.

        link.settimeout(float(input("Seconds to wait: ")))
    """
    node = tree.parent.get(call)
    if called(node) != "float":
        return False
    made = {node}
    if isinstance(tree.parent.get(node), ast.Return):
        made |= {*tree.sites(tree.function(node))}
    given = {one for one in map(tree.parent.get, made) if isinstance(one, ast.Call)}
    names = more = {name for name, value in named(tree) if made & set(walk(value))}
    while more:  # what is made of it may be sent, too
        more = {name for name, value in named(tree) if names & names_in(value)} - names
        names = names | more
    used = any(getattr(one, "id", getattr(one, "attr", None)) in names and isinstance(one.ctx, ast.Load)
               for one in tree.nodes if isinstance(one, (ast.Name, ast.Attribute)))
    given |= {one for one in tree.calls if any(names & names_in(part) for part in one.args)}
    return bool(used or given) and not any(sends(tree, one) for one in given)


def named(tree):
    return [(last_name(target), value) for one in tree.nodes for target, value in given_names(one)]


def sends(tree, call):
    """Tell whether a call sends something, or is one of the script's own functions that does."""
    return bool({called(part) for part in reached(tree, [call])} & SENDS)


def beginning(tree, call, target):
    """Return what an answer has to begin with, where the question is asked again until it does; '' for nothing.

        while True:
            text = input("Who are you? ")
            if text.startswith("I am "):   # or text[:5] == "I am "
                break

    The loop may ask for that itself: while not text.startswith("I am "). A blank follows where the prompt has one.
    """
    loops = tree.above(call, LOOPS)[:1] if target else []
    for node in tree.nodes if loops else ():
        if node is loops[0] and isinstance(node, ast.While):
            word = begun_with(tree, node.test, target, lets_in=False)
        elif isinstance(node, ast.If) and tree.above(node, LOOPS)[:1] == loops:
            leaves = any(isinstance(part, (ast.Break, ast.Return)) for part in node.body)
            again = any(isinstance(part, ast.Continue) for part in node.body)
            word = begun_with(tree, node.test, target, lets_in=leaves) if leaves or again else ""
        else:
            continue
        if word:
            return f"{word} " if f"{word} " in wording.prompt_of(tree, call) else word
    return ""


def begun_with(tree, test, target, *, lets_in):
    """Return the text that a test asks what is typed to begin with: text.startswith("I am "), text[:5] == "I am ".

    Where it does not let in whoever passes it, it has to ask for the opposite.
    """
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, lets_in = test.operand, not lets_in
    if called(test) == "startswith" and test.args and last_name(getattr(test.func, "value", None)) == target:
        word = tree.value(test.args[0]) if lets_in else None
    else:
        sign = ast.Eq if lets_in else ast.NotEq
        part = test.left if isinstance(test, ast.Compare) and isinstance(test.ops[0], sign) else None
        begins = isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Slice) and last_name(
            part.value) == target and not (part.slice.lower and tree.value(part.slice.lower))
        word = tree.value(test.comparators[0]) if begins else None
    return word if isinstance(word, str) else ""


def key_of_table(tree, call, target):
    """Return the key to be typed of a table of addresses in which what is typed is looked up; '' if there is none.

    SERVERS[input("Which? ")], of SERVERS = {"1": ("127.0.0.1", 5000)}: this computer's own, else the first.
    """
    given = tree.parent.get(call)
    name = target or last_name(given.target if isinstance(given, ast.NamedExpr) else None)
    for node in tree.nodes:
        asked = node.slice if isinstance(node, ast.Subscript) else node.args[0] if called(node) == "get" and node.args \
            else None
        if asked is None or asked is not call and (not name or last_name(asked) != name):
            continue
        for table in tree.given.get(last_name(node.value if isinstance(node, ast.Subscript) else getattr(
                node.func, "value", None)), ()):
            pairs = zip(table.keys, table.values, strict=True) if isinstance(table, ast.Dict) else ()
            found = {tree.value(key): tree.value(value) for key, value in pairs if key}
            if found and all(isinstance(key, str) and isinstance(value, tuple) and len(value) == 2
                             and isinstance(value[1], int) for key, value in found.items()):
                return next((key for key, (host, _) in found.items() if host in OWN_HOSTS), next(iter(found)))
    return ""


def in_one_line(tree, call):
    """Return ("own port+port", {"sign": " "}) where a line is split into such values, each with a name; else None.

        mine, other = map(int, input("Ports: ").split())
    """
    node, sign = call, None
    while isinstance(node := tree.parent.get(node), (ast.Attribute, ast.Call, ast.GeneratorExp, ast.ListComp,
                                                     ast.comprehension)):
        if called(node) in {"split", "rsplit"} and sign is None:
            sign = tree.value(node.args[0]) if node.args else " "
    targets = node.targets[0].elts if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) else []
    wants = [placed({place for use in uses(tree, one, node) for place in destinations(tree, use)[1]})
             or wanted(last_name(one)) for one in targets]
    known = isinstance(sign, str) and sign != ":" and len(wants) > 1 and "text" not in wants
    return ("+".join(wants), {"sign": sign}) if known else None


def is_of_cipher(tree, prompt):
    """Tell whether a number that is asked for may be the key of a cipher: the ports are told, and letters are made."""
    addresses = [tree.value(call.args[-1 if called(call) == "sendto" else 0])
                 for call in tree.of("bind", "connect", "create_server", "create_connection", "sendto") if call.args]
    ports = [address[1] for address in addresses if isinstance(address, tuple) and len(address) == 2]
    return "chr" in tree.words and wanted(prompt) in ("text", "key", "number") and bool(ports) and all(
        isinstance(port, int) for port in ports)


def key_between(tree, call, target):
    """Return the Menu of a call that asks for the key of a cipher with each message, which is sent by none; else None.
    """
    prompt = wording.prompt_of(tree, call).strip()
    if not prompt or called(tree.parent.get(call)) != "int" or not is_of_cipher(tree, prompt) or any(
            target in names_in(value) for one in tree.of(*SENDS) for value in one.args):
        return None
    return menus.Menu(prompt, menus.KEY, "", sends=True, receives=menus.SHIFT)  # one that has come is shown with it
