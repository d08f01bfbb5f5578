"""Verbs tells which words a chat wants of its user before they can talk, and before each message.

    line = input("> ")
    if line == "CONNECT":                      # verbs(tree) is {"connect": "CONNECT", "say": "SEND "}
        sock.connect((HOST, PORT))
    elif line.split(" ")[0] == "SEND":
        sock.send(line[5:].encode())
"""
import ast
import re

from lab12.finder import kinds
from lab12.finder.addressing import named_first
from lab12.finder.commands import JOINS, SAY, SENT, WORDS, commands, is_for_name, joins, likeliest, looked_up, told
from lab12.finder.destinations import destinations, uses
from lab12.finder.flow import HEARS, TURNS, heard_in, is_of_stream, made_files
from lab12.finder.nodes import walk
from lab12.finder.patterns import is_pattern, matched
from lab12.finder.reach import reached
from lab12.finder.syntax import CONNECTS, LOOPS, asks_user, called, given_names, last_name, names_in
from lab12.finder.usage import SIGNS, addressed

SPLITS = {"split", "partition"}
TIDIES = {"lower", "upper", "casefold", "strip"}
SELECTS = {"select", "poll"}
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
        found["say"] = spaced(said)
    elif first := numbers_first(tree) or address_first(tree) or followed(tree, heard) or named_first(tree):
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


def to_several(tree, call):
    """Tell whether a call is made for each of several, and not only for each line of one who is answered."""
    return any(not takes_lines(tree, loop) for loop in tree.above(
        call, (ast.For, ast.AsyncFor, ast.ListComp, ast.GeneratorExp)))


def passing(tree):
    """Return the calls that send, itself or by a function of the script's own."""
    own = kinds.own_senders(tree)
    return [*tree.of(*SENT), *(call for call in tree.calls if own.get(called(call)) and tree.is_own(call.func))]


def say(tree, heard):
    """Return the word before each message, '' if there is none: if any way to a send that passes on has none."""
    serves, ways, heard_again = bool(tree.of("accept", "recvfrom", "start_server")), [], True
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


def tested(tree, test, heard):
    """Yield (word, whether more may stand behind it) for each word that a test compares what was heard with."""
    for node in walk(test):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.In)) and names_in(node.left) & heard:
            sides = [part for side in node.comparators for part in getattr(side, "elts", [side])]
            begins = any(isinstance(part, ast.Subscript) and not text(tree.value(part.slice)) or called(part) in SPLITS
                         for part in walk(node.left)) or is_first_word(tree, node.left)  # and not told["kind"]
            yield from ((text(part.value), begins) for part in sides if isinstance(part, ast.Constant)
                        and text(part.value))
        elif called(node) == "startswith" and names_in(node.func) & heard and node.args:
            found = node.args[0].elts if isinstance(node.args[0], ast.Tuple) else node.args
            yield from ((text(part.value), True) for part in found if isinstance(part, ast.Constant)
                        and text(part.value))
    yield from matched(tree, test, heard)


def text(value):
    """Return a constant as text, '' if it is none."""
    value = value.decode(errors="replace") if isinstance(value, bytes) else value
    return value if isinstance(value, str) and value.strip() else ""


def is_first_word(tree, node):
    """Tell whether this is a name that is given the beginning of a text: cmd, *rest = line.split(), key = line[:4]."""
    return first_name(node) in first_words(tree)


def first_words(tree):
    """Return the names that are given the beginning of a text, or what is made of such a name: key = cmd.lower()."""
    if "first words" not in tree.known:
        pairs = [(last_name(target), value) for one in tree.nodes for target, value in given_names(one)]
        halves = {name for name, value in pairs if called(value) in SPLITS}
        found = {last_name(part) for one in tree.nodes if isinstance(one, ast.Assign)
                 and any(called(part) in SPLITS for part in walk(one.value))
                 for target in one.targets for part in walk(target)}
        found |= {name for name, value in pairs for part in walk(value) if isinstance(part, ast.Subscript) and (
            is_beginning(part.slice) or tree.value(part.slice) == 0 and last_name(part.value) in halves)}
        made = {(name, first_name(value)) for name, value in pairs if isinstance(value, ast.Name)
                or called(value) in TIDIES and isinstance(value.func.value, ast.Name)}
        while more := {name for name, other in made if other in found} - found:
            found |= more
        tree.known["first words"] = found - {""}
    return tree.known["first words"]


def first_name(node):
    return next((part.id for part in walk(node) if isinstance(part, ast.Name)), "")


def is_beginning(part):
    """Tell whether this part of a text is its first few letters: key = line[:4]."""
    return isinstance(part, ast.Slice) and part.lower is None and part.step is None and isinstance(
        getattr(part.upper, "value", None), int)


def paths(tree, node, heard, turns=TURNS, in_turn=False):
    """Return the ways to a node, each as the words that are tested on it: [] for one without any.

    With `in_turn` a way is None that is no turn of a conversation. It leads through a whole word, as a stop word is,
    or from where nothing is received again and again.
    """
    own = [found[0] for above in tree.above(node, ast.If) if inside(above.body, node)
           and (found := list(tested(tree, above.test, heard)))]
    if in_turn and any(not begins for _, begins in own):
        return [None]
    function = tree.function(node)
    sites = tree.sites(function)
    if not sites or not turns:
        return [own if not in_turn or own or asked_again(tree, node) or hears_again(tree, node) else None]
    ways = [way for site in sites for way in paths(tree, site, heard, turns - 1, in_turn)]
    return [None if way is None else own + way for way in ways]


def inside(body, node):
    return any(part is node for one in body for part in walk(one))


def asked_again(tree, node):
    """Tell whether a node stands in a loop that asks the user, itself or in a function that is called there."""
    return any(asks_user(part) for loop in loops(tree, node) for part in walk(loop))


def hears_again(tree, node):
    """Tell whether a node stands in a loop that receives from a client that has been accepted before.

    That is also one of all that are ready: for sock in select(...)[0]: accept() if sock is door else hear(sock).
    """
    return any(hears_in_it(tree, loop) for loop in loops(tree, node))


def takes_lines(tree, loop):
    """Tell whether this loop goes through the lines that come: for line in link.makefile(), async for in reader."""
    if "files" not in tree.known:
        tree.known["files"] = {"makefile", "rfile", *made_files(tree)}
    files = tree.known["files"]
    return is_of_stream(loop) or any(
        last_name(part) in files or called(part) in files for part in walk(getattr(loop, "iter", None)))


def hears_in_it(tree, loop):
    """Tell whether this loop receives, itself, by going through the lines that come, or by what it calls."""
    if ("hears", loop) not in tree.known:
        words, deep = ({called(part) for part in nodes} for nodes in (walk(loop), reached(tree, [loop], starts=False)))
        itself = takes_lines(tree, loop) or any(some & HEARS and "accept" not in some for some in (words, deep))
        tree.known["hears", loop] = itself or words & SELECTS and any(
            called(part) in HEARS for part in reached(tree, [loop]))
    return tree.known["hears", loop]


def registered(tree):
    """Return the functions of the script that a selector is told to have called: register(link, EVENT_READ, talk)."""
    if "registered" not in tree.known:
        names = {last_name(part) for call in tree.of("register", "modify") for part in call.args[1:]} - {""}
        tree.known["registered"] = [one for name in names for one in tree.defined.get(name, ())]
    return tree.known["registered"]


def for_selector(tree, node, turns=TURNS):
    """Tell whether a node stands in such a function, or in one that it calls."""
    function = tree.function(node)
    sites = tree.sites(function)
    return function in registered(tree) or turns > 0 and any(for_selector(tree, one, turns - 1) for one in sites)


def loops(tree, node, turns=TURNS):
    """Return the loops that a node stands in, with those in which its function is called, maybe for a selector."""
    return [*tree.above(node, LOOPS), *(loops_around(tree, tree.function(node), turns) if turns else ())]


def loops_around(tree, function, turns):
    """Return the loops in which a function is called, as `loops` does for a node in it, each once."""
    if ("loops", function, turns) not in tree.known:
        sites = tree.sites(function)
        if function in registered(tree):
            sites += [call for call in tree.calls if last_name(call.func) == "data" or any(
                last_name(value) == "data" for value in tree.given.get(getattr(call.func, "id", ""), ()))]  # key.data()
        found = (loop for site in sites for loop in loops(tree, site, turns - 1) if not is_gone_through(loop, site))
        tree.known["loops", function, turns] = list(dict.fromkeys(found))
    return tree.known["loops", function, turns]


def is_gone_through(loop, call):
    """Tell whether a loop goes through what this call gives, which is made once: for guest in guests()."""
    return isinstance(loop, (ast.For, ast.AsyncFor)) and call in set(walk(loop.iter))


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
