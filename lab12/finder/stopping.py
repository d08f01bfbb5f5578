"""Stopping finds the words on which a conversation ends, and the line that looks for each."""
import ast
import re

from lab12.finder.commands import leaving
from lab12.finder.confirming import answered, as_its_user, asks_what_came, just_typed, received_in
from lab12.finder.flow import HEARS, spread
from lab12.finder.joining import sent_to
from lab12.finder.judging import judged
from lab12.finder.nodes import children, walk
from lab12.finder.reach import parameters
from lab12.finder.settling import settling
from lab12.finder.syntax import FUNCTIONS, LOOPS, asks_user, called, last_name, line, names_in, target_of
from lab12.finder.tree import Table
from lab12.finder.turns import ENDING, turn_words
from lab12.finder.usage import as_typed
from lab12.finder.ways import loops

# What is compared with a word of this name is a login's.
SECRET = re.compile(r"pass(?:w|c)|^pw|contrase|senha|clave|parola", re.I)
SIGNS = set("/!:@#") | {"\\"}  # with which commands begin
LEAVES = {"exit", "quit", "_exit", "close", "shutdown", "set", "cancel"}  # set: the event that threads watch
RAISED = {"SystemExit", "KeyboardInterrupt", "EOFError", "CancelledError"}  # by a program that ends itself


def stops(tree):
    """Return the words on which the conversation ends, each with the line that looks for it, and the user's own.

    Those that what the user typed is compared with come first: others may be words of the program's own.
    """
    found, early, mine, turns = {}, settling(tree), typed_names(tree), turn_words(tree, literals)
    askers = {getattr(tree.function(node), "name", "") for node in tree.nodes if isinstance(node, ast.Return) and any(
        asks_user(part) or getattr(part, "id", None) in mine for part in walk(node))} - {""}  # what they give was typed
    confirmed = set()  # what is asked of an answer to a stop word, and no word of its own
    mute = not any(map(asks_user, tree.calls)) and "Cmd" not in tree.words  # then it looks up what has come to it
    for node in tree.nodes:
        if isinstance(node, (ast.If, ast.While)) and not early & {node, *tree.above(node, LOOPS)}:
            once = tree.loops and not tree.broken and isinstance(node, ast.If) and not loops(tree, node) and not (
                as_if_input_ended(node))
            secret = any(SECRET.search(last_name(part)) for part in walk(node.test))
            if once or secret or tree.decided.keys() & names_in(node.test):
                continue  # a choice before the conversation, a login
            if reads_on(tree, node) or looks_through(tree, node):
                continue
            typed = any(asks_user(part) or called(part) in askers for part in walk(node.test)) or bool(
                names_in(node.test) & mine) and is_handed(tree, node, mine) or just_typed(tree, node)
            for word, differs in literals(tree, node.test) if node not in confirmed else ():
                confirms = answered(tree, node, differs) if typed else ()
                confirmed.update(confirms)
                if tree.broken or leaves(tree, node, differs, confirms):
                    own = as_its_user(tree, node, word, literals)
                    word = own or cut_off(tree, node, word) + word
                    other, at = found.get(word, (True, line(node)))  # it may be looked for in what comes, too
                    found[word] = other and not (typed or own and not mute), at
            for asked, turned in judged(tree, node.test):
                typed = any(asks_user(part) or last_name(part) in mine for part in walk(asked))
                for word, differs in literals(tree, asked):
                    if leaves(tree, node, differs ^ turned):
                        other, at = found.get(word, (True, line(asked)))
                        found[word] = other and not typed, at
    for call in tree.of("iter"):
        word = tree.value(call.args[1]) if len(call.args) == 2 else None
        if isinstance(word, str) and word.strip():
            mine = any(asks_user(node) or last_name(node) in {"input", "readline"} for node in walk(call.args[0]))
            found.setdefault(word.strip(), (not mine, line(call)))
    found |= {word: (mute, at) for word, at in leaving(tree).items()}
    found = {as_typed(tree, word): what for word, what in found.items()}
    over = {word.removeprefix(ENDING).strip() for word in turns}
    found = {word: what for word, what in found.items() if word not in over}
    found = dict(sorted(found.items(), key=lambda item: item[1][0]))
    return {word: at for word, (_, at) in found.items()}, tuple(word for word, (other, _) in found.items() if not other)


def as_if_input_ended(node):
    """Tell whether this does at once what input() does at the end of its input: no choice does so, but a stop word."""
    return isinstance(node.body[0], ast.Raise) and "EOFError" in {
        called(node.body[0].exc), last_name(node.body[0].exc)}


def reads_on(tree, node):
    """Tell whether this only receives until the sign at the end of a message has come: while b"|" not in kept.

    A sign has no letters in it, or is looked for in what is put together: while "END" not in kept: kept += ...
    """
    test = node.test if isinstance(node, ast.While) else None
    whole = sign = None
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotIn):
        whole, sign = test.comparators[0], test.left
    elif isinstance(test, ast.Compare) and (sign := looked_for(test)) is not None and found_nowhere(test):
        whole = test.left.func.value
    if not isinstance(whole, (ast.Name, ast.Attribute)):
        return False
    nodes, kept, sign = list(walk(node)), last_name(whole), tree.value(sign)
    grows = any(isinstance(part, ast.AugAssign) and last_name(part.target) == kept or isinstance(part, ast.Assign)
                and isinstance(part.value, ast.BinOp) and last_name(part.targets[0]) == kept for part in nodes)
    sign = sign.decode(errors="replace") if isinstance(sign, bytes) else sign
    plain = isinstance(sign, str) and not any(map(str.isalnum, sign))
    return (grows or plain) and bool({called(part) for part in nodes} & HEARS) and not any(map(asks_user, nodes))


def looks_through(tree, node):
    """Tell whether this looks for something in a list, place by place: for i in range(len(rooms)): rooms[i] == "a"."""
    loop = next(iter(loops(tree, node)), None)
    places = last_name(loop.target) if isinstance(loop, ast.For) and called(loop.iter) == "range" else ""
    return bool(places) and any(isinstance(part, ast.Subscript) and last_name(part.slice) == places
                                for part in walk(node.test)) and not any(
        called(part) in HEARS or asks_user(part) for part in walk(loop))


def is_handed(tree, node, mine):
    """Tell whether what is looked at here may be what was typed: in an imported file, whether a call hands that over.

    A name there may be one of the program's, and stand for something else.
    """
    function = getattr(tree.function(node), "name", "")
    return not hasattr(node, "file") or not function or any(
        called(call) == function and {last_name(part) for one in call.args for part in walk(one)} & mine
        or asks_user(call) and getattr(call, "file", "") == node.file for call in tree.calls)


def typed_names(tree):
    """Return the names of what the user has typed, and of what is made of that alone."""
    asked = {last_name(target) for node in tree.nodes if isinstance(node, (ast.Assign, ast.NamedExpr))
             if any(map(asks_user, walk(node.value))) for target in getattr(node, "targets", None) or [node.target]}
    asked |= {last_name(node.target) for node in tree.nodes if isinstance(node, ast.For) and any(
        last_name(part) == "stdin" for part in walk(node.iter))}
    came = {name for call in tree.of(*HEARS) if not asks_user(call) and (name := target_of(tree, call)) and (
        name not in asked or not tree.above(call, ast.NamedExpr))}  # it may be another function's
    return {*tree.typed, *(spread(tree, asked) - spread(tree, came) if asked else ())} - {""}


def looked_for(node):
    """Return what is looked for in a text where that is compared with a place in it: text.find("bye") >= 0; or None."""
    return node.left.args[0] if called(node.left) == "find" and node.left.args and isinstance(
        node.left.func, ast.Attribute) else None


def found_nowhere(node):
    """Tell whether text.find(word) is compared so that the word is nowhere, True, or somewhere, False; or None."""
    place = ast.unparse(node.comparators[0])
    return {(ast.Eq, "-1"): True, (ast.Lt, "0"): True, (ast.NotEq, "0"): True, (ast.NotEq, "-1"): False,
            (ast.GtE, "0"): False, (ast.Gt, "-1"): False, (ast.Eq, "0"): False}.get((type(node.ops[0]), place))


def literals(tree, test):
    """Yield the words that a text is compared with, and whether the test asks for another one than these."""
    for node in walk(test):
        if isinstance(node, ast.Compare):
            differs = isinstance(node.ops[0], (ast.NotEq, ast.NotIn))
            sides = [n for side in (node.left, *node.comparators) for n in getattr(side, "elts", [side])]
            words = [word for side in sides for word in constants(tree, side)]
            if (word := looked_for(node)) is not None and (lacks := found_nowhere(node)) is not None:
                differs, sides = lacks, [node.left]
                words = [text for text in [tree.value(word)] if isinstance(text, (str, bytes)) and text not in SIGNS]
            if not words or all(isinstance(n, ast.Constant) for n in sides) or {"__name__", "argv"} & {
                    last_name(n) for n in walk(node)} or asks_who(node):
                continue
            if isinstance(node.ops[0], (ast.In, ast.NotIn)) or any(isinstance(n, ast.Subscript) for n in sides):
                words = [word for word in words if word not in SIGNS]  # "/" in text, text[0] == "/": a command begins
        elif called(node) in {"startswith", "endswith"} and node.args:
            differs, words = False, [word for word in [tree.value(node.args[0])] if word not in SIGNS]
        elif isinstance(node, ast.Call) and tree.is_own(node.func):
            differs, words = False, handed_words(tree, node)
        else:
            continue
        above = tree.parent.get(node)
        differs ^= isinstance(above, ast.UnaryOp) and isinstance(above.op, ast.Not)  # not text.startswith("LOGIN")
        for word in words:
            word = word.decode(errors="replace") if isinstance(word, bytes) else word
            if isinstance(word, str) and word.strip() and len(word) < 20 and word.strip("_") != "main" and (
                    word.strip().isprintable()):  # no key, such as Ctrl-C, and no kind of message, as b"\x01"
                yield word.strip(), differs


def asks_who(test):
    """Tell whether this asks who has said something, and not what was said: names[clients.index(client)] == "admin"."""
    return any(isinstance(node, ast.Subscript) and any(called(part) == "index" for part in walk(node.slice))
               for node in walk(test))


def handed_words(tree, call):
    """Return the words that a function of the script is handed, and compares with what is in a text for whoever asks.

        def is_command(text, word): return text.startswith("/") and word in text
    """
    found = []
    for function in [one for one in tree.defined.get(called(call), ()) if isinstance(one, FUNCTIONS)]:
        gives = any(isinstance(node, ast.Return) and node.value is not None for node in walk(function))
        asked = {last_name(side) for node in walk(function) if isinstance(node, ast.Compare)
                 and not any(isinstance(side, ast.Constant) for side in (node.left, *node.comparators))
                 for side in (node.left, *node.comparators)}
        asked |= {last_name(node.args[0]) for node in walk(function) if called(node) in {"startswith", "endswith"}
                  and node.args}
        found += [given.value for one, given in parameters(function, call.args, call.keywords) if gives
                  and one.arg in asked and isinstance(given, ast.Constant) and given.value not in SIGNS]
    return found


def constants(tree, node):
    """Return the constants that this side of a comparison holds: one, or those of a name that is given them for good.

    Such a name is one in CAPITALS, one that is given a text and nothing else, or an option's that has a default.
    """
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.Subscript) and isinstance(tree.value(node.value), Table):
        return [tree.value(node)]  # SETTINGS["leave"]
    name = last_name(node)
    given = tree.given.get(name, ())
    lasts = len(given) == 1 and isinstance(getattr(given[0], "value", None), str) and name not in tree.typed
    value = tree.value(node) if name.isupper() or lasts or isinstance(node, ast.Attribute) and (
        name in defaults(tree)) else None
    if value is None and len(given) == 1 and name not in tree.typed:
        value = encoded(given[0])
    return list(value) if isinstance(value, tuple) else [value]


def encoded(node):
    """Return the text of which bytes are made in a script: b"bye", "bye".encode(), bytes("bye", "utf-8"); None."""
    if called(node) == "encode":
        node = node.func.value if isinstance(node.func, ast.Attribute) else None
    elif called(node) == "bytes" and node.args:
        node = node.args[0]
    elif not isinstance(getattr(node, "value", None), bytes):
        return None
    text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
    return text if isinstance(text, (str, bytes)) else None


def defaults(tree):
    """Return the names of the options that have a text as their default: --stop-word, with default="exit"."""
    if "defaults" not in tree.known:
        options = {name.lstrip("-").replace("-", "_"): keyword for call in tree.of("add_argument") for keyword in
                   call.keywords if keyword.arg == "default" and call.args
                   and isinstance(name := tree.value(call.args[-1]), str)}
        tree.known["defaults"] = {name for name, keyword in options.items() if isinstance(
            tree.value(keyword.value), str)}
    return tree.known["defaults"]


def leaves(tree, node, differs, confirms=()):
    """Tell whether the branch taken when the word was typed ends the conversation, itself or by a short function.

    `confirms` are the ifs in it that only wait for an answer to the word.
    """
    if isinstance(node, ast.While):
        return differs
    parts, goes_on = list(node.orelse if differs else node.body), is_for_one_line(tree, node)
    formal = differs and is_of_form(node.test)
    answers = received_in(tree, parts)
    while parts:
        part = parts.pop()
        if isinstance(part, ast.If) and part not in confirms and (
                formal or asks_what_came(part.test, answers) or asks_who(part.test)):
            continue  # if name == "admin": secret = link.recv(99), and one who does not know it is put out
        made = called(part) == "set" and isinstance(part.func, ast.Name) or (  # a set, no event
            called(part) == "close" and begun_here(node.body, part))
        if isinstance(part, ast.Return) and part.value is not None and (
                names_in(part.value) & names_in(node.test) - answers):
            continue  # what was typed is handed on
        if isinstance(part, ast.Return) and part.value is None and goes_on:
            continue  # the next line comes
        if isinstance(part, (ast.Break, ast.Return)) or called(part) in LEAVES and not made:
            return True
        if isinstance(part, ast.Raise) and (called(part.exc) or last_name(part.exc)) in RAISED:
            return True
        if closes(tree, called(part)) or takes_off(tree, part) or drops(tree, part, node):
            return True
        if isinstance(part, ast.Assign) and isinstance(getattr(part.value, "value", None), bool) and any(
                is_watched(tree, last_name(target)) for target in part.targets):
            return True  # running = False
        if not isinstance(part, (*LOOPS, ast.ExceptHandler)):  # a break in there only leaves the inner loop
            parts += children(part)  # and an except is for what goes wrong, whatever was typed
    return False


def is_of_form(test):
    """Tell whether this asks if a line has the form that is agreed: len(parts) != 3 or parts[0] != "JOIN".

    What has it goes on, whatever else puts out who has sent it.
    """
    parts = list(walk(test)) if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) else ()
    return any(called(part) == "len" for part in parts) and any(isinstance(part, ast.Subscript) for part in parts)


def cut_off(tree, node, word):
    """Return the sign that has been cut off what is compared with a word here: "/" of text[1:] == "quit"; '' for none.
    """
    sides = [side for part in walk(node.test) if isinstance(part, ast.Compare)
             for side in (part.left, *part.comparators) if word in map(tree.value, (part.left, *part.comparators))]
    sides += [value for side in sides for value in tree.given.get(last_name(side), ())]  # rest = text[1:]
    names = {last_name(part.value) for side in sides for part in walk(side)
             if isinstance(part, ast.Subscript) and is_rest(part.slice)} - {""}
    around = [above for above in tree.above(node, ast.If) if holds(above.body, node)] if names else []
    for test in [part for above in (node, *around) for part in walk(above.test)]:
        begins = called(test) == "startswith" and test.args and last_name(test.func.value) in names
        first = isinstance(test, ast.Compare) and isinstance(test.left, ast.Subscript) and last_name(
            test.left.value) in names and tree.value(test.left.slice) == 0
        sign = tree.value(test.args[0] if begins else test.comparators[0]) if begins or first else ""
        if isinstance(sign, str) and sign in SIGNS:
            return sign
    return ""


def is_rest(part):
    """Tell whether this part of a text is all but its first letter: text[1:]."""
    return isinstance(part, ast.Slice) and getattr(part.lower, "value", None) == 1 and part.upper is part.step is None


def holds(body, node):
    return any(part is node for one in body for part in walk(one))


def is_for_one_line(tree, node):
    """Tell whether this stands in a function that is called for each line, in a loop that asks for nothing it returns.
    """
    function = tree.function(node)
    sites = [call for call in tree.sites(function) if tree.is_own(call.func)]
    return bool(sites) and not tree.above(node, LOOPS) and all(isinstance(
        tree.parent.get(call), (ast.Expr, ast.Await)) and tree.above(call, LOOPS) for call in sites) and not any(
        isinstance(tree.parent.get(tree.parent.get(call)), ast.Assign) for call in sites)


def begun_here(body, close):
    """Tell whether what is closed has been made in the same branch: a socket or a file for this command alone."""
    whose = last_name(getattr(close.func, "value", None))
    return bool(whose) and any(isinstance(getattr(part, "ctx", None), ast.Store) and last_name(part) == whose
                               for one in body for part in walk(one))


def takes_off(tree, part):
    """Tell whether this takes a client off the list of all, and puts it on no other: clients.remove(link)."""
    if called(part) not in {"remove", "discard"} or not part.args or last_name(
            getattr(part.func, "value", None)) not in sent_to(tree):
        return False  # of who is muted, or has to wait
    around = next(iter(tree.above(part, ast.If)), part)
    moved = any(called(node) in {"append", "add"} for one in getattr(around, "body", ()) for node in walk(one))
    whose = "" if moved else last_name(part.args[0])
    given = tree.given.get(whose, ())
    return bool(whose) and (any(called(value) in {"accept", "recvfrom"} for value in given) or any(
        whose == last_name(getattr(call.func, "value", None)) for call in tree.of("recv")) or any(
        isinstance(node, ast.Assign) and called(node.value) in {"recvfrom", "accept"} and isinstance(
            node.targets[0], ast.Tuple) and whose in {last_name(one) for one in node.targets[0].elts}
        for node in tree.nodes))


def is_watched(tree, flag):
    """Tell whether a loop looks for a flag, to go on or to be left: while running, if done: break."""
    return any(flag in {last_name(part) for part in walk(node.test)} and (
        isinstance(node, ast.While) or any(isinstance(part, (ast.Break, ast.Return)) or called(part) in LEAVES
                                           for one in node.body for part in walk(one)))
        for node in tree.nodes if isinstance(node, (ast.While, ast.If)))


def closes(tree, name):
    """Tell whether this is a function of the script that does nothing but put somebody out: no loop is in it."""
    if ("closes", name) not in tree.known:
        inside = inside_of(tree, name)
        closing = any(called(node) == "close" and not tree.above(node, (ast.ExceptHandler,)) for node in inside)
        tree.known["closes", name] = closing and not any(isinstance(node, LOOPS) for node in inside)
    return tree.known["closes", name]


def drops(tree, call, node):
    """Tell whether this calls a function that takes whom it is given off the list of all, whatever else is asked there.

        def drop(address): clients.remove(address)
    """
    inside = inside_of(tree, called(call)) if next(iter(tree.above(call, ast.If)), None) is node else []
    given = {part.arg for part in inside if isinstance(part, ast.arg)}
    return not any(isinstance(part, LOOPS) for part in inside) and any(
        called(part) in {"remove", "discard"} and part.args and last_name(part.args[0]) in given and last_name(
            getattr(part.func, "value", None)) in sent_to(tree) for part in inside)


def inside_of(tree, name):
    """Return the nodes of the script's own functions of this name."""
    return [node for one in tree.defined.get(name, ()) if isinstance(one, FUNCTIONS) for node in walk(one)]
