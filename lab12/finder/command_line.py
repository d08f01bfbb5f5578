"""The command line: what a script wants there, by sys.argv, by argparse, or by how much is given."""
import ast
import re

from lab12.finder import windows
from lab12.finder.destinations import TWO, WHOLE, destinations, name_given, parted_by_colon, uses
from lab12.finder.getopts import by_getopt
from lab12.finder.menus import EXITS, purpose
from lab12.finder.nodes import walk
from lab12.finder.questions import NO_NUMBERS, placed, wanted
from lab12.finder.reach import reached
from lab12.finder.sides import room, told_apart
from lab12.finder.syntax import by_chance, called, given_names, last_name, names_in

SAYS = {"server": "serve|host|listen", "client": "client|connect|join"}  # what the name of a switch may begin with
USAGE = re.compile(r"usage[^\n]{0,80}?\.py\S{0,40}([^\n\"']{0,200})", re.I)


def arguments(tree, apart=frozenset()):
    """Return what the script wants on its command line: words of WANTS, and options as they are typed.

    What stands in the nodes that are `apart` is left out.
    """
    found = {int(name[5:-1]): word for name, word in tree.decided.items() if name.startswith("argv[")}
    for node in [node for node in tree.nodes if node not in apart]:
        if is_element(node) and not optional(tree, node):
            if isinstance(node.slice, ast.Slice) and called(tree.parent.get(node)) == "join":
                found.setdefault(1, "text")  # a message, all of it
            for index, want in element(tree, node):
                found.setdefault(index, want)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            whole = last_name(node.value) == "argv"
            if whole or isinstance(node.value, ast.Subscript) and last_name(node.value.value) == "argv":
                names = [last_name(n) for n in node.targets[0].elts][1 if whole else 0:]
                found = {i: wanted(name) for i, name in enumerate(names, 1)} | found
    if (side := told_apart(tree)[0]) and f"argv[{side}]" not in tree.decided:
        found[side] = "role"
    anywhere = [tree.decided["argv"]] if tree.decided.get("argv") else []  # if "--udp" in sys.argv
    return [found.get(i, "text") for i in range(1, max(found, default=0) + 1)] + anywhere


def typed(tree):
    """Return the `arguments` of a script and its `commands`, where a word of its own has it serve or connect."""
    place, words = told_apart(tree)
    found, others = arguments(tree), commands(tree)
    if len(found) == 1 and others == {"": []} and (two := keys_of_two(tree)):
        return [], {"server": two[:1], "client": two[1:]}
    if not place or others != {"": []} or {"argv", f"argv[{place}]"} & tree.decided.keys():
        return found, others
    sides = {side: of_side(tree, side, place, word)[:room(tree, word)] for side, word in words.items()}
    plain = all(side == word and sides[side] == [side if one == "role" else one for one in found]
                for side, word in words.items())
    return (found, others) if plain else ([], sides)


def of_side(tree, side, place, word):
    """Return what a script wants on its command line that is a server or a client by this word in this place.

        if sys.argv[1] == "server":        # of_side(tree, "client", 1, "client") is ["client", "host", "port"]
            serve(int(sys.argv[2]))
        else:
            call(sys.argv[2], int(sys.argv[3]))
    """
    bodies = {one: {node for _, body in taken for node in reached(tree, body)}
              for one, taken in tree.known["side"].items()}
    found = dict(enumerate(arguments(tree, set().union(*bodies.values())), 1))
    choices = {node for taken in tree.known["side"].values() for node, _ in taken}
    for node in tree.nodes:
        if node in bodies[side] and is_element(node) and not optional(tree, node, choices):
            for index, want in element(tree, node):
                found.setdefault(index, want)
    found[place] = word
    return [found.get(index, "text") for index in range(1, max(found) + 1)]


def keys_of_two(tree):
    """Return the two words, one of which is given on the command line to say which of two ends a copy is; else [].

        me = int(sys.argv[1])              # of PORTS = {1: 5001, 2: 5002}: ["1", "2"]
        sock.bind(("", PORTS[me]))
    """
    given = {"argv"} | {last_name(target) for node in tree.nodes for target, value in given_names(node)
                        if any(is_element(part) for part in walk(value))}
    for node in tree.nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and (
                {last_name(part) for part in walk(node.slice)} & given - {""}):
            for table in tree.given.get(last_name(node.value), ()):
                keys = [tree.value(key) for key in table.keys] if isinstance(table, ast.Dict) else []
                if len(keys) == 2 and all(isinstance(key, (int, str)) for key in keys) and all(
                        isinstance(tree.value(value), (int, tuple)) for value in table.values):
                    return [str(key) for key in keys]
    return []


def by_number(tree):
    """Return what a script wants on its command line that serves or connects by how much is given there, by role.

        if len(sys.argv) > 1:              # {"server": [], "client": ["host"]}
            client(sys.argv[1])
        else:
            server()
    """
    for node in tree.nodes:
        if isinstance(node, ast.If) and node.orelse and "argv" in ast.dump(node.test) and not any(
                isinstance(n, ast.Constant) and isinstance(n.value, str) for n in walk(node.test)):
            found = {purpose(tree, part): given_in(tree, part) for part in (node.body, node.orelse)}
            client = found.get("client", found.get("message"))  # over UDP it connects to nobody
            if "server" in found and client is not None:
                return {"server": found["server"], "client": client}
    return {}


def given_in(tree, body):
    """Return what these statements take from the command line: words of WANTS; a host where that is not told."""
    nodes = [node for statement in body for node in walk(statement) if is_element(node)]
    found = {index: "host" if want == "text" else want for node in nodes for index, want in element(tree, node)}
    return [found.get(index, "host") for index in range(1, max(found, default=0) + 1)]


def is_element(node):
    """Tell whether this is a part of the command line: sys.argv[1]."""
    return isinstance(node, ast.Subscript) and last_name(node.value) == "argv"


def element(tree, node):
    """Yield (index, what is wanted there) for a part of the command line; nothing for a slice or the script's name."""
    index, usage = tree.value(node.slice), described(tree)
    if isinstance(index, int) and index > 0:
        number = called(tree.parent.get(node)) == "int"
        told = usage[index - 1] if index <= len(usage) else ""
        names, places = destinations(tree, node)
        want = placed(places) or wanted(*names, place(tree, node), told)
        if want in (*NO_NUMBERS, "text") and not placed(places) and becomes_number(tree, names):
            want = "choice"  # the key of a cipher: int(key)
        yield index, ("choice" if want in NO_NUMBERS else "port" if want == "text" else want) if number else want


def becomes_number(tree, names):
    """Tell whether int() reads one of the names that a part of the command line is given, wherever that is done."""
    return any(getattr(one, "id", None) in names for call in tree.of("int") for one in call.args[:1])


def described(tree):
    """Return the words that a usage line names: ["host", "port"] for "usage: python chat.py HOST PORT"."""
    lines = [found[1].split() for found in USAGE.finditer(tree.source)]
    return max(lines, key=len, default=[])


def commands(tree):
    """Return what argparse wants on the command line: {"": words}, or {"server": words, "client": words}.

    The latter are for a program with sub-commands, of which one serves; the words are those of `arguments`.
    """
    found, at, roles, calls = {"": []}, "", {}, []
    for call in tree.of("add_parser", "add_argument"):
        given = {k.arg: tree.value(k.value) for k in call.keywords}
        names = [n for a in call.args if isinstance(n := tree.value(a), str)]
        if called(call) == "add_parser":
            for at in names[:1] or looped(tree, call):
                found[at] = [at]
        elif names and names[0].startswith("-"):
            found[at] += option(tree, names, given, part_of(tree, call))
            if not given.get("action") and not given.get("required") and re.match(
                    SAYS["client"], destination(names, given)):
                calls = [names[-1], "host"]  # where it calls, in place of a switch: --connect HOST
            if given.get("action") == "store_true" and (side := chosen_by(tree, destination(names, given))):
                found[at] += [] if roles else ["role"]
                roles = {"server": "", "client": ""} | roles | {side: names[-1]}
        elif names and destination(names, given) in tree.decided:
            found[at].append(tree.decided[destination(names, given)])
        elif names and given.get("nargs") not in {"?", "*"}:
            words = choices(tree, call)
            roles |= sides(words, r"(?:serve|server|host|listen|listener)$")
            if words and not roles:
                found[at].append(words[0])
            else:
                taken = "role" if "choices" in given else placed(becomes(tree, destination(names, given)))
                found[at].append(taken or wanted(names[0]))
    if chosen := by_getopt(tree):
        return chosen
    if not any(found.values()) and (numbered := by_number(tree)):
        return numbered
    common = found.pop("")
    if both := sides(found, r".*(?:serv|host|listen|start)"):
        return {role: common + found[at] for role, at in both.items()}
    filled = {role: [word if one == "role" else one for one in common] for role, word in roles.items()}
    if roles.get("server") and not roles["client"]:
        filled["client"] += calls
    return {role: list(filter(None, words)) for role, words in filled.items()} or {"": common}


def choices(tree, call):
    """Return the words of which an argument is to be one, also where these are the keys of a table: choices=TABLE."""
    for keyword in [keyword for keyword in call.keywords if keyword.arg == "choices"]:
        value = tree.value(keyword.value)
        tables = [one for one in tree.given.get(last_name(keyword.value), ()) if isinstance(one, ast.Dict)]
        found = value if isinstance(value, tuple) else [tree.value(key) for table in tables for key in table.keys]
        return [word for word in found if isinstance(word, str)]
    return []


def becomes(tree, name, part=None):
    """Return the places in addresses that the value of an argument takes, wherever it is asked for: args.port."""
    places = [destinations(tree, node, part)[1] for node in tree.nodes if isinstance(node, ast.Attribute)
              and node.attr == name and isinstance(node.ctx, ast.Load)]
    return set().union(*places)


def looped(tree, call):
    """Return the words for each of which this call is made: for mode in ("server", "client"): p.add_parser(mode)."""
    loop = next(iter(tree.above(call, ast.For)), None)
    words = tree.value(loop.iter) if loop and names_in(loop.target) & names_in(call) else None
    return [word for word in words if isinstance(word, str)] if isinstance(words, tuple) else []


def chosen_by(tree, name):
    """Return what a script is if the switch of this name is given, server or client; '' if that is not told by it."""
    says = next((side for side, words in SAYS.items() if re.match(words, name)), "")
    for node in tree.nodes:
        if isinstance(node, (ast.If, ast.IfExp)) and name in {last_name(part) for part in walk(node.test)}:
            both = [purpose(tree, side if isinstance(side, list) else [side]) for side in (node.body, node.orelse)]
            holds, fails = both[::-1 if isinstance(node.test, ast.UnaryOp) else 1]
            if {holds, fails} in ({"server", "client"}, {"server", "message"}):
                return "server" if holds == "server" else "client"
            if says == holds and fails != holds:
                return says
    return ""


def part_of(tree, call):
    """Return WHOLE for an argument that a function of the script's own parts at its colon, type=endpoint; else None."""
    kinds = [last_name(keyword.value) for keyword in call.keywords if keyword.arg == "type"]
    inside = [node for name in kinds for function in tree.defined.get(name, ()) for node in walk(function)]
    return WHOLE if any(parted_by_colon(tree, node) for node in inside) else None


def option(tree, names, given, part=None):
    """Return what is to be typed of an option: nothing, if it can be left away, unless that decides something."""
    name, word = names[-1], tree.decided.get(destination(names, given))
    if given.get("action") == "store_true":
        return [name] if word is True or windows.closes(tree, destination(names, given)) else []
    want = word or placed(becomes(tree, destination(names, given), part)) or wanted(name)
    return [name, want] if word or given.get("required") or is_needed(tree, destination(names, given), given) else []


def is_needed(tree, name, given):
    """Tell whether nothing stands for an option that is left away, and a script ends where it takes it for a text.

        s.connect((args.host, args.port))      # TypeError, where "if args.host" stands nowhere
        s.send(args.passcode.encode())         # AttributeError
    """
    if given.keys() & {"default", "action", "nargs"} or tree.of("set_defaults"):
        return False
    used = [node for node in tree.nodes if isinstance(node, ast.Attribute) and node.attr == name
            and isinstance(node.ctx, ast.Load)]
    for node in list(used):
        if (target := name_given(tree, tree.parent.get(node), node)) is not None:
            used += uses(tree, target, tree.parent.get(node))
    above = [(node, tree.parent.get(node)) for node in used]
    if any(isinstance(one, (ast.BoolOp, ast.UnaryOp)) or node is getattr(one, "test", None) or isinstance(
            one, ast.Compare) and isinstance(one.ops[0], (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)) and any(
            getattr(part, "value", 0) is None for part in one.comparators) for node, one in above):
        return False
    fails = {"connect", "bind"} & tree.words and not {"start_server", "create_server", *TWO} & tree.words
    return bool(fails and placed(becomes(tree, name))) or any(
        called(one) == "len" or isinstance(one, ast.Attribute) and called(tree.parent.get(one)) == one.attr
        for _, one in above)


def does_without_windows(tree):
    """Tell whether a switch on the command line has the script do without windows of its own: --no-gui."""
    for call in tree.of("add_argument"):
        given = {k.arg: tree.value(k.value) for k in call.keywords}
        names = [n for a in call.args if isinstance(n := tree.value(a), str)]
        if given.get("action") == "store_true" and names and windows.closes(tree, destination(names, given)):
            return True
    return False


def destination(names, given):
    """Return where argparse puts the value of an option or argument (Python docs, argparse, dest).

    `names` are those of one add_argument, `given` its keywords.
    """
    long = next((name for name in names if name.startswith("--")), names[0] if names else "")
    return given.get("dest") or long.lstrip("-").replace("-", "_")


def sides(words, serves):
    """Return which of these words, of which one is typed, has the script serve, and which not; {} if none does."""
    server = next((word for word in words if re.match(serves, word, re.I)), None)
    client = next((word for word in words if word != server), None)
    return {"server": server, "client": client} if server and client else {}


def place(tree, node):
    """Return host or port for what stands there in an address: connect((sys.argv[1], 5000))."""
    above = tree.parent.get(node)
    if isinstance(above, ast.Tuple) and len(above.elts) == 2:
        other = above.elts[1 - above.elts.index(node)]
        if isinstance(tree.parent.get(above), ast.Call) or called(other) == "int":
            return ("host", "port")[above.elts.index(node)]
    return ""


def optional(tree, node, choices=()):
    """Tell whether this use of the command line is guarded: if len(sys.argv) > 1, or by a try that does not end it.

    Such a try catches what a word raises that is not there: one for Ctrl-C guards nothing.

    `choices` are ifs that are known to hold.
    """
    for above in tree.above(node, (ast.If, ast.IfExp, ast.Try)):
        if above in choices:
            continue
        if isinstance(above, ast.Try):
            guarded = any(catches_lack(handler) for handler in above.handlers) and not any(
                called(part) in EXITS or isinstance(part, ast.Raise) for handler in above.handlers
                for part in walk(handler))
        else:
            guarded = "argv" in ast.dump(above.test) and node not in set(walk(above.test)) and not all_there_is(
                tree, above, node) and not drawn_else(above, node)
        if guarded:
            return True
    return False


def catches_lack(handler):
    """Tell whether a handler catches what sys.argv[1] raises where there is no such word, or int() of a wrong one."""
    caught = {last_name(part) for part in walk(handler.type)} if handler.type else {"Exception"}
    return bool(caught & {"IndexError", "LookupError", "ValueError", "Exception", "BaseException"})


def drawn_else(test, node):
    """Tell whether chance gives what is not told: name = sys.argv[2] if len(sys.argv) > 2 else f"guest{randint(1, 9)}".

    Then it is told, so that the same is shown each time.
    """
    sides = [side if isinstance(side, list) else [side] for side in (test.body, test.orelse)]
    others = [one for side in sides if not any(node in set(walk(one)) for one in side) for one in side]
    return any(map(by_chance, others))


def all_there_is(tree, test, node):
    """Tell whether all that a script is there for is done on the side of a test on which this node stands.

    So it is with "if len(sys.argv) == 3: main(sys.argv[1], int(sys.argv[2]))", and a line about usage else.
    """
    if not isinstance(test, ast.If):
        return False
    here, there = (test.body, test.orelse)[:: 1 if any(node in set(walk(part)) for part in test.body) else -1]
    block = getattr(tree.parent.get(test), "body", [])
    after = block[block.index(test) + 1:] if test in block else []
    return bool(purpose(tree, here)) and purpose(tree, [*there, *after]) in ("", "leave")
