"""Practicals tells what else than a conversation a server and its client are: a file transfer, a calculator, a game.

That is asked only where no message crosses: so a chat that sends files, too, is none. What runs a command for whoever
sends it, a game, what takes numbers or formulas alone, mail and the web are none in any case: what is typed may well be
shown.
"""
import ast
import re

from lab12.finder.kinds import passes_on
from lab12.finder.nodes import children, walk
from lab12.finder.reach import handed, reached
from lab12.finder.syntax import (
    FUNCTIONS,
    OVER_SOCKETS,
    RECEIVES,
    called,
    draws_number,
    given_names,
    last_name,
    names_in,
)

SENDS_FILE, SENDS_ANY, KEEPS_FILE, CALCULATES = "sends a file", "sends any file", "keeps a file", "calculates"
RUNS, PLAYS, COUNTS = "runs commands", "plays", "takes numbers alone"
EACH_ALONE = "tells each client alone"  # what it has calculated, and passes on nothing
SPOKEN = {  # what a script says besides which speaks with the servers of the Internet, or is one -> how it says that
    "a mail program": re.compile(r"(?:MAIL FROM|RCPT TO) *:|\w* *SELECT \"?INBOX", re.I),  # RFC 5321, RFC 9051
    "a program for web pages": re.compile(r"(?:\S* ){0,2}HTTP/1\.[01]\b"),                # RFC 9112
}
RUNNERS = {"popen", "system", "Popen", "run", "call", "check_call", "check_output", "getoutput", "getstatusoutput",
           "create_subprocess_shell"}  # of os, subprocess and asyncio
SHELL_OF_THE_OTHER = "a remote shell, which runs what comes as a command"
SHELL = re.compile(r"(?:^|[/\\])(?:cmd|powershell|pwsh|env|sudo|\w*sh)(?:\.exe)?$", re.I)  # runs what comes behind
SECRET = re.compile(r"code|otp|captcha|token|pin|key|nonce|mark|tag|\bid|_id|pass", re.I)  # to know one again
JOINS = {"join", "joinpath", "Path"}
READS = {"read", "readlines", "readline", "sendfile"}


def work(tree):
    """Return what a script does besides talking: some of the words above."""
    found = {CALCULATES} if calculates(tree) else set()
    if not passes_on(tree, answers=False):
        found |= {EACH_ALONE} if found else set()
        found |= {what for what, told in ((RUNS, runs), (PLAYS, plays), (COUNTS, counts)) if told(tree)} | spoken(tree)
    for call in tree.of("open"):
        function, mode = tree.function(call), mode_of(tree, call)
        body = [function.body] if isinstance(function, ast.Lambda) else function.body if function else [
            node for node in tree.module.body if not isinstance(node, (ast.ClassDef, *FUNCTIONS))]
        calls = {called(node) for node in reached(tree, body)}
        if mode[:1] == "r" and calls & OVER_SOCKETS and (calls & READS or is_gone_through(tree, call)):
            found.add(SENDS_FILE if not call.args or is_named(tree, call.args[0]) else SENDS_ANY)
        elif mode[:1] in ("w", "x") and calls & RECEIVES and "write" in calls:
            found.add(KEEPS_FILE)
    return found


def spoken(tree):
    """Return which of SPOKEN a script is, by what stands in it to be sent: not to be shown, looked for, or read."""
    said = [node.value for node in tree.nodes if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
            and not isinstance(tree.parent.get(node), (ast.Expr, ast.Compare))
            and not any(called(call) in {"print", "input"} for call in tree.above(node, ast.Call))]
    said = [text.decode("latin-1") if isinstance(text, bytes) else text for text in said]
    return {what for what, form in SPOKEN.items() if any(map(form.match, said))}


def is_named(tree, node):
    """Tell whether a script itself names this file, wherever that is: os.path.join(here, "answers.txt")."""
    if isinstance(node, ast.Name) and len(given := tree.given.get(node.id, ())) == 1:
        node = given[0]
    if isinstance(tree.value(node), str):
        return True
    parts = [node.right] if isinstance(node, ast.BinOp) else node.args if called(node) in JOINS else []
    text = tree.value(parts[-1]) if parts else None
    return isinstance(text, str) and bool(re.match(r"[^.]*\w\.\w+$", text))


def mode_of(tree, call):
    """Return the mode in which a file is opened, where it is told: "r" if none is."""
    given = call.args[1:2] + [word.value for word in call.keywords if word.arg == "mode"]
    return str(tree.value(given[0])) if given else "r"


def is_gone_through(tree, call):
    """Tell whether a file is gone through line by line: for line in file."""
    above = tree.parent.get(call)
    names = [above.optional_vars.id] if isinstance(getattr(above, "optional_vars", None), ast.Name) else []
    names += [one.id for one in getattr(above, "targets", ()) if isinstance(one, ast.Name)]
    return any(isinstance(loop, ast.For) and (loop.iter is call or getattr(loop.iter, "id", "") in names)
               for loop in tree.loops)


def calculates(tree):
    """Tell whether a script works out what it is told: it divides and multiplies numbers, or has Python evaluate them.
    """
    if any(not isinstance(call.args[0], ast.Constant) for call in tree.of("eval") if call.args):
        return True
    if not tree.of("int", "float"):
        return False
    kinds = {type(node.op) for node in walk(tree.module) if isinstance(node, ast.BinOp) and not any(
        isinstance(side, (ast.Constant, ast.JoinedStr)) for side in (node.left, node.right))}
    return {ast.Mult, ast.Div} <= kinds


def counts(tree):
    """Tell whether what comes, as it is, is made a number, and what is worked out with that is sent back.

        send(str(int(recv(99)) ** 2).encode())              # and no error is caught that another text makes
    """
    if evaluates(tree):
        return True
    came = holding(tree, lambda part: called(part) in RECEIVES, whole=True) if tree.of("int", "float") else set()
    came -= {named(target) for node in tree.nodes for target, value in given_names(node)
             if any(called(part) in {"split", "partition"} for part in parts(value))}

    def is_number(part):
        return called(part) in {"int", "float"} and len(part.args) == 1 and is_whole(part) and any(
            called(one) in RECEIVES or named(one) in came for one in parts(part.args[0])) and not any(
            handler.type is None or names_in(handler.type) & {"ValueError", "Exception"}
            for above in tree.above(part, (ast.Try,)) for handler in above.handlers)

    numbers = holding(tree, is_number) if any(map(is_number, tree.calls)) else ()
    gives = {}  # functions that return what they have worked out

    def is_worked_out(part):
        return called(part) in gives or isinstance(part, ast.BinOp) and any(
            named(one) in numbers or is_number(one) for side in (part.left, part.right) for one in parts(side))

    worked = holding(tree, is_worked_out) if numbers else ()
    gives = {tree.function(node).name for node in tree.nodes if isinstance(node, ast.Return) and worked
             and isinstance(tree.function(node), FUNCTIONS[:2]) and node.value and any(
                 named(one) in worked or is_worked_out(one) for one in parts(node.value))}
    worked = holding(tree, is_worked_out) if numbers else ()
    return any(named(one) in worked or is_worked_out(one) for call in tree.of(*OVER_SOCKETS) for one in call.args[:1]
               for one in parts(one))


def evaluates(tree):
    """Tell whether Python evaluates what comes, as it is, and what that gives is sent back, whole.

    It may tell of an error in place of it. A message that is read so, from what repr() has made of it, has parts that
    are taken: eval(data)["text"].
    """
    asked = [call for call in tree.of("eval") if call.args and is_whole(call.args[0])]
    came = holding(tree, lambda part: called(part) in RECEIVES, whole=True) if asked else ()

    def is_result(part):
        return part in asked and any(called(one) in RECEIVES or named(one) in came for one in parts(part.args[0]))

    given = holding(tree, is_result, whole=True) if any(map(is_result, asked)) else ()
    taken = {named(node.value) for node in tree.nodes if isinstance(node, ast.Subscript)} | {
        named(call.func.value) for call in tree.of("get") if isinstance(call.func, ast.Attribute)}
    return not taken & {*given} and not any(isinstance(tree.parent.get(call), ast.Subscript) for call in asked) and any(
        named(one) in given or is_result(one) for call in tree.of(*OVER_SOCKETS) for one in call.args[:1]
        for one in parts(one))


def runs(tree):
    """Tell whether what comes is run as a command, as it is: os.popen(text), subprocess.run(text, shell=True)."""
    calls = [call for call in tree.of(*RUNNERS) if call.args and last_name(
        getattr(call.func, "value", call.func)) in {"os", "subprocess", "asyncio", "popen", "Popen"}]
    came = calls and holding(tree, lambda part: called(part) in RECEIVES, whole=True)
    return any(is_whole(one) and named(part) in came for call in calls for one in told_to_do(call.args[0])
               for part in parts(one))


def told_to_do(node):
    """Return of what is run that which says what is done: all of it for a shell, else the first word of a list.

        subprocess.run(["sh", "-c", text])            subprocess.run(["notify-send", text])   # only shows it
    """
    words = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
    return words if SHELL.search(str(getattr(words[0], "value", "")) if words else "") else words[:1]


def is_whole(node):
    """Tell whether nothing is cut off before an expression, as in text[6:], and nothing put to it: "say " + text."""
    return not any(isinstance(part, (ast.BinOp, ast.JoinedStr)) or isinstance(part, ast.Slice) and part.lower
                   for part in walk(node))


def plays(tree):
    """Tell whether what comes is compared with what chance has drawn: a number to be guessed, a word, a hand."""
    drawn = holding(tree, draws_to_play) if any(map(draws_to_play, tree.calls)) else ()
    drawn = {name for name in drawn if not SECRET.search(name)}
    came = drawn and holding(tree, lambda part: called(part) in RECEIVES)
    for node in tree.nodes if drawn else ():
        if isinstance(node, ast.Compare):
            sides = [{named(part) for part in parts(side)} for side in (node.left, *node.comparators)]
            if any(one & drawn - came and other & came - drawn for one in sides for other in sides):
                return True
    return False


def draws_to_play(node):
    """Tell whether a call draws what somebody may guess: os.urandom() is for keys, and marks of one's own messages."""
    return draws_number(node) and called(node) != "urandom"


def holding(tree, begins, whole=False):
    """Return the names, and the keys as "[key]", that hold what such expressions give, or what is made of that: all
    of it, if it must be the `whole`.
    """
    given = [(target, value) for node in tree.nodes for target, value in (
        [(node.target, node.value)] if isinstance(node, ast.NamedExpr) else given_names(node))
        if not (called(value) == "recvfrom" and isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple)
                and target is not node.targets[0].elts[0])]  # not where it came from
    given += [(ast.Name(one.arg), value) for call in tree.calls for one, value in handed(tree, call)]
    found = set()
    for _ in range(3):
        found |= {named(target) for target, value in given if any(
            begins(part) or named(part) in found for part in parts(value)) and (is_whole(value) or not whole)} - {""}
    return found


def named(node):
    """Return the name of a node, "[key]" for a value in a dictionary, '' for none."""
    if isinstance(node, ast.Subscript):
        return f"[{node.slice.value}]" if isinstance(getattr(node.slice, "value", None), str) else named(node.value)
    return last_name(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""


def parts(node):
    """Yield an expression and what its value is made of: not the address in games[address], nor the n in recv(n)."""
    found = [node]
    for one in found:
        yield one
        if isinstance(one, ast.Subscript):
            found.append(one.value)
        else:
            found += [one.func] if called(one) in RECEIVES else children(one)


def of_internet(script):
    """Return which of SPOKEN a Script is, '' for one that asks its user for a reply, and for none (None)."""
    asks = script and script.asks and script.role != "client"
    return "" if not script or asks else next(iter(sorted(script.work & SPOKEN.keys())), "")


def other_practical(server, client, crosses=False):
    """Return what else these two Scripts are, whose server asks its user for nothing: "a file transfer"; '' for none.

    Where a message `crosses`, only what is none in any case.
    """
    if of_internet(server) and of_internet(server) == of_internet(client):
        return of_internet(server)
    if RUNS in client.work:
        return SHELL_OF_THE_OTHER
    if server.asks:
        return ""
    if server.work & {RUNS, PLAYS}:
        return SHELL_OF_THE_OTHER if RUNS in server.work else "a game"
    if COUNTS in server.work:
        return "a calculator"
    if crosses or server.kind == "chat" and EACH_ALONE not in server.work:
        return ""
    sent = [one.work & {SENDS_FILE, SENDS_ANY} for one in (server, client)]
    kept = [KEEPS_FILE in one.work for one in (client, server)]
    if SENDS_ANY in server.work or any(a and b for a, b in zip(sent, kept, strict=True)):
        return "a file transfer"
    return "a calculator" if CALCULATES in server.work else ""
