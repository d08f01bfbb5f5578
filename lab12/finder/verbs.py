"""Verbs tells which words a chat wants of its user before they can talk, and before each message.

    line = input("> ")
    if line == "CONNECT":                      # verbs(tree) is {"connect": "CONNECT", "say": "SEND "}
        sock.connect((HOST, PORT))
    elif line.split(" ")[0] == "SEND":
        sock.send(line[5:].encode())
"""
import ast
import re

from lab12.finder.addressing import named_first, told_beside
from lab12.finder.commands import JOINS, SAY, SENT, WORDS, commands, is_for_name, joins, likeliest, looked_up, told
from lab12.finder.destinations import destinations, uses
from lab12.finder.flow import TURNS, heard_in
from lab12.finder.keeping import given_to
from lab12.finder.nodes import walk
from lab12.finder.patterns import is_pattern
from lab12.finder.syntax import CONNECTS, asks_user, called, given_names, last_name, names_in
from lab12.finder.usage import SIGNS, addressed
from lab12.finder.ways import (
    SPLITS,
    asked_again,
    first_name,
    for_selector,
    hears_again,
    inside,
    loops,
    passing,
    paths,
    tested,
    text,
    to_several,
)

USAGE = r"{}((?:\s+(?:[<\[({{][^<\n]{{1,20}}[>\])}}]|(?:HOST|IP|ADDRESS|SERVER|PORT)\b))+)"


def verbs(tree):
    """Return what is to be typed: "connect" once, "say" before each message; "nick", "create" and "join" if need be.

    Those that come before a text end in a blank, or in what the script looks for.
    """
    heard, found = heard_in(tree), {}
    tests = [(node, word) for node in tree.nodes if isinstance(node, ast.If) for word in tested(tree, node.test, heard)]
    for name in JOINS:
        words = [word for word in [*(word for _, (word, begins) in tests if begins), *contained(tree, heard)]
                 if joins(name, word)]
        found |= {name: spaced(words[0])} if words else {}
    calls = [call for call in tree.of(*CONNECTS) if asked_again(tree, call)]
    ways = [way for call in tree.of(*CONNECTS) for way in paths(tree, call, heard)]
    if calls and ways and all(ways) and len(ways[0][0][0]) > 2:  # one or two letters are the number of a menu
        word, begins = ways[0][0]
        found["connect"] = word.strip() + told(places_of(tree, word)) if begins else word
    if said := say(tree, heard):
        exact = named_first(tree)  # with the sign that parts the two
        found["say"] = exact if exact.startswith(said.strip()) else spaced(said)
    elif first := numbers_first(tree) or address_first(tree) or followed(tree, heard) or named_first(tree) or (
            told_beside(tree) or sign_first(tree, heard)):
        found["say"] = first
    looked = commands(tree)
    if "say" in looked and says_without(tree, heard):
        looked.pop("say")
    found = looked | found
    if "nick" not in found and is_for_name(tree, found.get("join", "")):
        found["nick"] = found.pop("join")
    return found


def numbers_first(tree):
    """Return "{number} " where a user has to say first which of several clients a text is for; '' if not so.

        number, _, text = input().partition(" ")
        callers[int(number)].send(text.encode())
    """
    for call in [one for one in tree.of(*SPLITS, "rsplit") if any(map(asks_user, walk(one))) or (
            last_name(getattr(one.func, "value", None)) in tree.typed)]:
        above = tree.parent.get(call)
        names = above.targets[0].elts if isinstance(above, ast.Assign) and isinstance(
            above.targets[0], ast.Tuple) else []
        sign = tree.value(call.args[0]) if call.args else " "
        for use in tree.of("int") if len(names) > 1 and isinstance(sign, str) else ():
            place = tree.parent.get(use)
            if names_in(use) & {last_name(names[0])} and (isinstance(place, ast.Subscript) or called(place) in (
                    "get", "pop")) and tree.of("accept", "recvfrom"):
                return f"{{number}}{sign}"
    return ""


def address_first(tree):
    """Return "{address} " where a user has to say first for which address a text is, host and port; '' if not so.

        address, text = input().split(" ", 1)
        host, port = address.split(":")
    """
    for call in tree.of("split", "partition"):
        above = tree.parent.get(call)
        names = above.targets[0].elts if isinstance(above, ast.Assign) and isinstance(
            above.targets[0], ast.Tuple) else []
        sign = tree.value(call.args[0]) if call.args else " "
        typed = any(map(asks_user, walk(call))) or last_name(getattr(call.func, "value", None)) in tree.typed
        if typed and len(names) > 1 and isinstance(sign, str) and sign != ":" and any(
                "address" in destinations(tree, use)[1] for use in uses(tree, names[0], above)):
            return f"{{address}}{sign}"
    return ""


def sign_first(tree, heard):
    """Return the sign with which all that a user types must begin before any of it is sent; '' if there is none.

    Behind > and @ stands a name.

        if line[0] == "/":
            link.sendall(line.encode())
    """
    typed = heard & tree.typed.keys()
    typed = typed | {name for name, values in given_to(tree).items() if any(names_in(one) & typed for one in values)}
    calls = [call for call in (*passing(tree), *tree.of("put", "put_nowait")) if asked_again(tree, call) and not (
        hears_again(tree, call)) and set().union(*(names_in(argument) for argument in call.args), set()) & typed]
    ways = [way for call in calls for way in paths(tree, call, heard, in_turn=True) if way is not None]
    signs = [{word for word, begins in way if begins and re.fullmatch(r"[^\w\s>@]", word)} for way in ways]
    return min(set.intersection(*signs), default="") if signs else ""


def followed(tree, heard):
    """Return the word that has to stand in a message so that all get it, where each gets what has one that he follows.

        follows[name] = ["@all", f"@{name}"]       # "@all "
        for other, link in links.items():
            if any(word in text.split() for word in follows[other]):
                link.sendall(text.encode())
    """
    found = [set()]
    for call in passing(tree) if tree.of("accept", "recvfrom") else ():
        given = set().union(*(names_in(argument) for argument in call.args), set())
        if given & heard and to_several(tree, call) and (hears_again(tree, call) or for_selector(tree, call)):
            tests = [node for above in tree.above(call, ast.If) if inside(above.body, call) for node in walk(above.test)
                     if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In)
                     and isinstance(node.left, ast.Name) and names_in(node.comparators[0]) & heard]
            found.append({word for test in tests for word in kept_for(tree, goes_through(tree, test))})
    words = set.intersection(*found[1:2], *found[2:]) if found[1:] else set()
    return f"{min(words)} " if words else ""


def goes_through(tree, test):
    """Return the names of what the word is an element of that a test asks for: terms of "for word in terms"."""
    word = test.left.id
    loops = [(one.target, one.iter) for one in tree.above(test, (ast.For, ast.AsyncFor))]
    loops += [(part.target, part.iter) for one in tree.above(test, (ast.GeneratorExp, ast.ListComp))
              for part in one.generators]
    return next((names_in(through) for target, through in loops if names_in(target) == {word}), set())


def kept_for(tree, names, turns=TURNS):
    """Return the words with a sign before them, such as @all, that stand in the lists that have these names."""
    pairs = [(first_name(target) if isinstance(target, ast.Subscript) else last_name(target), value)
             for node in tree.nodes for target, value in given_names(node)]
    values = [value for name, value in pairs if name in names - {""}]
    values += [call.args[-1] for call in tree.of("append", "add", "setdefault") if call.args
               and names_in(call.func) & names]
    parts = [part for value in values for part in getattr(value, "elts", [value])]
    words = {word for word in map(tree.value, parts) if isinstance(word, str) and re.fullmatch(r"[@#!/]\w+", word)}
    more = {part.id for part in values if isinstance(part, ast.Name)} - names
    return words | (kept_for(tree, more, turns - 1) if more and turns else set())


def says_without(tree, heard):
    """Tell whether a script that looks up what to do for a word sends what was typed, or came, without a word too.

    What a function of its own sends is what it is called with: reply(text).
    """
    calls = passing(tree)
    functions = {function for _, function in looked_up(tree)}
    functions |= {one for call in calls if tree.is_own(call.func) for one in tree.defined.get(called(call), ())}
    serves = bool(tree.of("accept", "start_server"))
    return any(tree.function(call) not in functions and (asked_again(tree, call) or hears_again(tree, call))
               and names_in(call) & heard and (
                   not serves or tree.is_own(call.func) or to_several(tree, call)) for call in calls)


def say(tree, heard):
    """Return the word before each message, '' if there is none: if any way to a send that passes on has none."""
    serves = bool(tree.of("accept", "recvfrom", "start_server", "serve_forever"))
    ways, heard_again = [], True
    if told := to_one(tree, heard):
        return told
    for call in passing(tree) if serves else tree.of(*SENT):
        given = set().union(*(names_in(argument) for argument in call.args), set())
        if given & heard and (not serves or to_several(tree, call)) and (asked_again(tree, call) or serves):
            found = [way for way in paths(tree, call, heard, in_turn=True) if way is not None]
            ways, heard_again = ways + found, heard_again and (not found or hears_again(tree, call))
    if not ways or not all(ways):
        return ""
    words = [word for way in ways for word, begins in way if begins]
    if any(word.strip(WORDS).lower() in SAY for word in words):
        return quoted(tree, likeliest(words))
    others = {word for word in words if not any(joins(what, word) for what in JOINS)}
    alone = serves and heard_again and len(others) == 1 and not keeps(tree, heard)
    only = others.pop() if alone else ""  # where its turns are known, so are those that want no word
    return quoted(tree, only) if re.match(rf"{SIGNS}\w", only) else ""


def to_one(tree, heard):
    """Return what stands before each message of a client that goes to one other, whom a name behind it tells; ''.

        if line[0] == ">":                                    # and its help says: ">user message"
            sock.send(line.encode())
    """
    talks = {}
    for call in () if tree.of("accept", "bind") else tree.of(*SENT):
        if set().union(*(names_in(argument) for argument in call.args), set()) & heard and asked_again(tree, call):
            found = [way for way in paths(tree, call, heard, in_turn=True) if way is not None]
            talks.setdefault(loops(tree, call)[-1], []).extend(found)
    said = [addressed(tree, word) for ways in talks.values() if all(ways) for way in ways
            for word, begins in way if begins]
    return next(filter(None, said), "")


def quoted(tree, word):
    """Return a word with the quote that has to stand before a message, where the script says so: /all "message"."""
    said = re.compile(rf"{re.escape(word.strip())}\s+([\"'])[^\"'\n]{{1,20}}\1")
    shown = [text(node.value) for node in tree.nodes if isinstance(node, ast.Constant)]
    found = next(filter(None, map(said.search, shown)), None)
    return f"{word.strip()} {found[1]}" if found else word


def keeps(tree, heard):
    """Tell whether what has come is kept, such as in a queue from which another part of the script passes it on."""
    return any(names_in(one) & heard for call in tree.of("put", "put_nowait", "append", "appendleft")
               for one in call.args if [] in paths(tree, call, heard))


def contained(tree, heard):
    """Return the words with a sign before them that are looked for anywhere in what was heard: "<join>" in text."""
    return [f"{text(node.left.value).strip()} " for node in tree.nodes if isinstance(node, ast.Compare) and isinstance(
        node.ops[0], ast.In) and isinstance(node.left, ast.Constant) and text(node.left.value) and re.match(
        r"[/!<]\w", text(node.left.value)) and names_in(node.comparators[0]) & heard]


def places_of(tree, word):
    """Return how many things a text of the script asks for behind a word: 2 for "CONNECT <host> <port>"."""
    texts = [node.value for node in tree.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
             and not is_pattern(node.value)]
    usage = USAGE.format(re.escape(word.strip()))
    found = [len(re.findall(r"[<\[({]|[A-Z]{2,}\b(?![>\])}])", one[1])) for shown in texts
             for one in re.finditer(usage, shown)]
    return min(max(found, default=0), 3)


def spaced(word):
    """Return a word as it stands before a text."""
    return word if word[-1:] in (" ", ":", "|", ">", '"', "'") else f"{word} "
