"""Argparsing tells what argparse wants on the command line of a script, and which of it makes it a server or a client.
"""
import ast
import re

from lab12.finder import windows
from lab12.finder.destinations import TWO, WHOLE, destinations, name_given, parted_by_colon, uses
from lab12.finder.getopts import by_getopt
from lab12.finder.menus import EXITS, purpose
from lab12.finder.nodes import walk
from lab12.finder.sides import SIDES, Word, told_by
from lab12.finder.syntax import called, last_name, names_in
from lab12.finder.wants import placed, wanted

SAYS = {"server": "serve|host|listen|s$", "client": "client|connect|join|c$"}  # what the name of a switch begins with
FILE = re.compile(r"config|settings|\bfile\b", re.I)  # of which the name is wanted
CALLS = re.compile("client|connect|join")  # that of an option which is given the address


def by_argparse(tree):
    """Return what argparse wants on the command line: {"": words}, or {"server": words, "client": words}.

    The latter are for a program with sub-commands, of which one serves; the words are those of `arguments`.
    """
    found, at, roles, calls, ways = {"": []}, "", {}, [], ways_of_two(tree)
    one_of = {last_name(target) for node in tree.nodes if isinstance(node, ast.Assign) and called(
        node.value) == "add_mutually_exclusive_group" and any(
            word.arg == "required" and tree.value(word.value) is True for word in node.value.keywords)
        for target in node.targets}  # one of these options has to be given
    for call in tree.of("add_parser", "add_argument"):
        given = {k.arg: tree.value(k.value) for k in call.keywords}
        names = [n for a in call.args if isinstance(n := tree.value(a), str)]
        if called(call) == "add_parser":
            for at in names[:1] or looped(tree, call):
                found[at] = [Word(at)]
        elif names and not given.get("action") and destination(names, given) not in tree.decided and (
                words := told_by(tree, destination(names, given), choices(tree, call))):
            roles = words
            found[at] += [names[-1]] * names[0].startswith("-") + ["role"]
        elif any(names[-1:] == words[:1] for words in ways.values()):
            continue
        elif names and names[0].startswith("-"):
            found[at] += option(tree, names, given, part_of(tree, call))
            if not given.get("action") and not given.get("required") and CALLS.match(
                    destination(names, given)):
                calls = [names[-1], "host"]  # where it calls, in place of a switch: --connect HOST
            elif not given.get("action") and last_name(getattr(call.func, "value", None)) in one_of:
                calls = calls or [names[-1], placed(becomes(tree, destination(names, given))) or wanted(names[0])]
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
    common = found.pop("")
    if both := sides(found, r".*(?:serv|host|listen|start)"):
        return {role: common + found[at] for role, at in both.items()}
    if ways:
        return {role: words + common for role, words in ways.items()}
    filled = {role: [word if one == "role" else one for one in common] for role, word in roles.items()}
    if roles.get("server") and not roles["client"]:
        filled["client"] += calls
    return {role: list(filter(None, words)) for role, words in filled.items()} or {"": common}


def ways_of_two(tree):
    """Return way_of for the two options of a group of which only one may be given, where each tells a side; else {}."""
    groups, found = {last_name(target) for node in tree.nodes if isinstance(node, ast.Assign) and called(
        node.value) == "add_mutually_exclusive_group" for target in node.targets}, {}
    for call in tree.of("add_argument") if groups else ():
        names = [n for a in call.args if isinstance(n := tree.value(a), str)]
        if names and names[0].startswith("-") and last_name(getattr(call.func, "value", None)) in groups:
            found |= way_of(tree, names, {k.arg: tree.value(k.value) for k in call.keywords})
    return found if found.keys() == {"server", "client"} else {}


def way_of(tree, names, given):
    """Return {role: what is typed} for an option with a value by which a script is told to serve, or to connect.

        group.add_argument("--listen", type=int)             # {"server": ["--listen", "port"]}
        group.add_argument("--connect", nargs=2)             # {"client": ["--connect", "host", "port"]}
    """
    name = destination(names, given)
    side = next((side for side, words in SAYS.items() if re.match(words, name)), "")
    if given.get("action") or not side:
        return {}
    if given.get("nargs") == 2:
        return {side: [names[-1], "host", "port"]}
    return {} if given.get("nargs") else {side: [names[-1], placed(becomes(tree, name)) or wanted(*map(str, filter(
        None, (names[0], given.get("metavar")))), "port" if side == "server" else "host")]}


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
    """Return the words for each of which this call is made: for mode in ("server", "client"): p.add_parser(mode).

    They may stand beside something else: for mode, work in ("server", serve), ("client", join).
    """
    loop = next(iter(tree.above(call, ast.For)), None)
    if not loop or not names_in(loop.target) & names_in(call):
        return []
    if isinstance(loop.target, ast.Tuple) and isinstance(loop.iter, (ast.Tuple, ast.List)):
        place = next(number for number, one in enumerate(loop.target.elts) if names_in(one) & names_in(call))
        words = tuple(tree.value(one.elts[place]) for one in loop.iter.elts
                      if isinstance(one, (ast.Tuple, ast.List)) and len(one.elts) > place)
    else:
        words = tree.value(loop.iter)
    return [word for word in words if isinstance(word, str)] if isinstance(words, tuple) else []


def chosen_by(tree, name):
    """Return what a script is if the switch of this name is given, server or client; '' if that is not told by it."""
    says = next((side for side, words in SAYS.items() if re.match(words, name)), "")
    for node in tree.nodes:
        if isinstance(node, (ast.If, ast.IfExp)) and name in {last_name(part) for part in walk(node.test)}:
            both = [SIDES.get(purpose(tree, side if isinstance(side, list) else [side]), "")
                    for side in (node.body, node.orelse)]
            holds, fails = both[::-1 if isinstance(node.test, ast.UnaryOp) else 1]
            if {holds, fails} == {"server", "client"}:
                return holds
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
    if ends_without(tree, destination(names, given)) and FILE.search(f"{name} {given.get('help') or ''}"):
        return [name, "file"]
    want = word or placed(becomes(tree, destination(names, given), part)) or wanted(name)
    return [name, want] if word or given.get("required") or is_needed(tree, destination(names, given), given) else []


def options(tree):
    """Return {where argparse puts its value: name} of the options with a value: {"key": "--key"}."""
    found = {}
    for call in tree.of("add_argument"):
        given = {k.arg: tree.value(k.value) for k in call.keywords}
        names = [n for a in call.args if isinstance(n := tree.value(a), str)]
        if names and names[0].startswith("-") and not given.get("action"):
            found[destination(names, given)] = names[-1]
    return found


def ends_without(tree, name):
    """Tell whether a script ends where the option of this name is left away: if not args.config: sys.exit(1)."""
    for node in [node for node in tree.nodes if isinstance(node, ast.If)]:
        lacks = isinstance(node.test, ast.UnaryOp) and isinstance(node.test.op, ast.Not) and last_name(
            node.test.operand) == name
        if lacks and any(called(part) in EXITS or isinstance(part, ast.Raise) for one in node.body
                         for part in walk(one)):
            return True
    return False


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
    return {"server": Word(server), "client": Word(client)} if server and client else {}
