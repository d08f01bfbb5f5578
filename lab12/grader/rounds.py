"""Rounds: a loop that goes round too few times, or does in each round what belongs before or after it; '' if sound."""
import ast
import re

from lab12.finder import keeping
from lab12.finder.later import STARTS
from lab12.finder.nodes import walk
from lab12.finder.syntax import (
    LOOPS,
    OVER_SOCKETS,
    RECEIVES,
    SENDS,
    asks_user,
    called,
    last_name,
    line,
    names_in,
    target_of,
)
from lab12.finder.ways import loops
from lab12.grader.asking import calls_itself
from lab12.grader.broadcasting import loops_over_clients
from lab12.grader.received import LOGS
from lab12.grader.unreached import blocks

ALL_BY_ITSELF = {"asyncio", "socketserver", "selectors", "makefile", "twisted", "gevent", "asyncore", "asynchat",
                 "readline", "add_reader", "getattr", "Timer", "exec"}  # these call a function again and again
AT_ONCE = {"print", "format", "socket", "setsockopt", "settimeout", "setblocking", "getsockname", "info", "debug"}
FEW = 10  # rounds that are over before anybody has said much
OPENS = {"accept", "connect", "socket", "create_connection", "create_server", "open_connection"}
NAME = re.compile(r"(?:my_?|own_?|user_?|nick_?|client_?|screen_?)?name", re.I)
OTHERS = re.compile(r"\b(?:to|whom|whose|recipient|receiver|room|group|file)\b", re.I)  # it is not his own name
LEAVES = ast.Break, ast.Return, ast.Continue, ast.Raise


def times(tree, loop):
    """Return how many times a loop over range() goes round, if the source tells; 0 if not."""
    given = [tree.value(one) for one in loop.iter.args] if isinstance(loop, ast.For) and called(
        loop.iter) == "range" else []
    whole = given and not loop.iter.keywords and all(type(one) is int for one in given) and len(given) < 4
    return len(range(*given)) if whole and 0 not in given[2:] else 0


def few_rounds(source, clients=FEW):
    """Return the hint for a loop in which the user is asked, or a client accepted, so many times and no more.

    Where so many clients are there as it accepts, or fewer, that is not what is wrong.
    """
    tree = source.tree
    for loop in [loop for loop in tree.loops if 0 < times(tree, loop) <= FEW and not source.is_of_other(loop)]:
        inside = [part for part in walk(loop) if isinstance(part, ast.Call)]
        names, number = {called(part) for part in inside}, times(tree, loop)
        tests = [above.test for part in walk(loop) if isinstance(part, LEAVES) for above in tree.above(part, ast.If)]
        asks = any(map(asks_user, inside))
        tries = names & OPENS - {"accept"} or not (asks and source.role == "server") and any(
            (names_in(test) & source.names_received or any(called(part) in RECEIVES for part in walk(test)))
            and not isinstance(test, ast.UnaryOp) for test in tests)
        around = [one for one in tree.above(loop, ast.Try) if not all(
            handler.type and names_in(handler.type) <= {"KeyboardInterrupt", "EOFError"} for handler in one.handlers)]
        if tries or around or tree.above(loop, LOOPS):
            continue  # it may be for so many tries of something else
        if "accept" in names and names & STARTS.keys() and number < clients:
            return f"{source.line(line(loop))}this loop accepts {number} client{'s' * (number > 1)} and is over: " \
                "while True."
        if asks and names & SENDS or names & RECEIVES and names & {*OVER_SOCKETS}:
            return f"{source.line(line(loop))}this loop goes round {number} time{'s' * (number > 1)} and is over, " \
                "whatever was said: while True, and leave it at the word that ends the talk."
    return ""


def hears_no_more(source):
    """Return the hint for a server over UDP that receives one datagram and no other; '' where it goes on.

        data, address = sock.recvfrom(99)
        show(data)
    """
    tree = source.tree
    hears = [call for call in tree.of("recvfrom") if not tree.is_own(call.func)]
    if source.role != "server" or not hears or tree.words & {*ALL_BY_ITSELF, "accept"}:
        return ""
    for call in hears:
        function, places = tree.function(call), [call]
        if getattr(function, "decorator_list", ()):
            return ""  # who knows how often that calls it
        for node in [node for node in tree.nodes if function is not None and last_name(node) == getattr(
                function, "name", None) and node is not function]:
            above = tree.parent.get(node)  # of what calls it, or is told target=
            if not (isinstance(above, ast.keyword) or getattr(above, "func", None) is node or called(node)):
                return ""
            places.append(node)
        unknown = function is not None and len(places) < 2  # by whom it is called
        if unknown or calls_itself(tree, function) or any(loops(tree, one) for one in places):
            return ""
    return f"{source.line(line(hears[0]))}this is done once, and what comes later is received by nobody: " \
        "put while True around it, and around what is done with each message."


def closed_each_time(source):
    """Return the hint for a socket that is closed in each round of the loop that goes on to use it; '' for none.

        while True:
            data = link.recv(999)
            tell(data, link)
            link.close()
    """
    tree = source.tree
    for call in [call for call in tree.of("close") if isinstance(tree.parent.get(call), ast.Expr)]:
        name, loop = last_name(getattr(call.func, "value", None)), next(iter(tree.above(call, LOOPS)), None)
        each = names_in(loop.target) if isinstance(loop, (ast.For, ast.AsyncFor)) else ()
        if loop is None or not name or not always(tree, tree.parent[call], loop, each):
            continue
        inside = [part for part in walk(loop) if getattr(part, "lineno", 0)]
        uses = [part for part in inside if isinstance(part, ast.Call) and called(part) in {*RECEIVES, *SENDS}
                and last_name(getattr(part.func, "value", None)) == name and part.lineno < call.lineno
                and tree.above(part, LOOPS)[:1] == [loop]]
        leaves = any(isinstance(part, LEAVES) and part.lineno > call.lineno for part in inside)
        anew = any(isinstance(getattr(part, "ctx", None), ast.Store) and last_name(part) == name for part in inside)
        message = any(names_in(one) & messages(tree, call) for use in uses for one in use.args)
        if name in each and message and not leaves and keeping.kept_in(tree, loop) and not empties(tree, loop):
            return f"{source.line(line(call))}{name} is closed here as soon as something was sent to it, and stays " \
                "on the list: nothing more can be sent to it. Leave that to the end of the talk with it."
        if not each and uses and not leaves and not anew and isinstance(loop, ast.While):
            return f"{source.line(line(call))}{name} is closed here in each round, and used again in the next one " \
                f"({source.ref(uses[0])}). Close it last, once, behind the loop."
    return ""


def messages(tree, call):
    """Return the names that a function takes, or receives itself; and no text that it always sends: b"closed"."""
    function = tree.function(call)
    inside = list(walk(function)) if function else tree.nodes
    return {part.arg for part in inside if isinstance(part, ast.arg)} | {
        name for part in inside if isinstance(part, ast.Assign) and any(called(one) in RECEIVES for one in walk(
            part.value)) for target in part.targets for name in names_in(target)}


def empties(tree, loop):
    """Tell whether a function clears the list that its loop goes through, or closes the socket that listens."""
    kept = {last_name(part) for part in walk(loop.iter)} - {""}
    doors = {last_name(getattr(call.func, "value", None)) for call in tree.of("accept", "listen")} - {""}
    return any(called(part) in {"clear", "close"} and last_name(getattr(part.func, "value", None)) in kept | doors
               for part in walk(tree.function(loop) or tree.module))


def always(tree, statement, loop, each=()):
    """Tell whether a statement is done in each round of a loop: only tries and withs are around it.

    Or an if by which one of those that a loop goes through is left out: if other is not author. A continue before it
    spares it.
    """
    if not each and any(isinstance(part, ast.Continue) and part.lineno < statement.lineno and tree.above(
            part, LOOPS)[:1] == [loop] for part in walk(loop)):
        return False
    above = tree.parent.get(statement)
    while above is not None and above is not loop:
        spares = isinstance(above, ast.If) and names_in(above.test) & set(each) and any(
            isinstance(part, (ast.NotEq, ast.IsNot)) for part in walk(above.test))
        if not (isinstance(above, (ast.With, ast.AsyncWith))
                or (isinstance(above, ast.Try) or spares) and statement in above.body):
            return False
        statement, above = above, tree.parent.get(above)
    return above is loop and statement in loop.body


def asks_in_turn(server):
    """Return the hint for a chat's server whose own user has to press Enter for each message; '' for others."""
    tree = server.tree
    for call in server.of("input"):
        loop = next(iter(tree.above(call, LOOPS)), None)
        hears = [part for part in (walk(loop) if loop else ()) if called(part) in RECEIVES and not asks_user(part)
                 and tree.above(part, LOOPS)[:1] == [loop]]
        if hears and not tree.above(call, ast.If)[:1] and tree.function(call) is tree.function(hears[0]):
            return f"{server.line(line(call))}the server waits here for its own user, so nothing that comes " \
                f"({server.ref(hears[0])}) goes on before somebody presses Enter there. Leave it out."
    return ""


def sends_nothing(server):
    """Return the hint for a loop over the clients that sends to none of them; '' for others.

        for other in clients:
            if other is not author:
                print(data)
    """
    tree = server.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.For) and keeping.kept_in(tree, loop)]:
        inside = list(walk(loop))
        each = {name for part in inside if isinstance(part, ast.For) for name in names_in(part.target)}
        shows = [part for part in inside if called(part) == "print"]
        does = any(isinstance(part, ast.Call) and called(part) not in {"print", "decode"} for one in loop.body
                   for part in walk(one))
        shown = [names_in(ast.Tuple(part.args, ast.Load())) for part in shows]
        looks = any(isinstance(part, ast.Eq) for part in inside)  # for one of them
        if any(shown) and any(one.strip("_") for one in each) and not (does or looks or set().union(*shown) & each):
            whom = loop.target.id if isinstance(loop.target, ast.Name) else ""
            how = f" to {whom}: {whom}.sendall(...)" if whom and tree.of("accept") else ": nothing in it sends"
            return f"{server.line(line(shows[0]))}this loop goes through the clients ({server.ref(loop)}), and shows " \
                f"the message here in place of sending it{how}."
    return ""


def kept_anew(server):
    """Return the hint for a list of clients that each of them makes anew for all: self.clients = [conn]; '' for none.
    """
    tree = server.tree
    for loop, _ in loops_over_clients(tree):
        kept = {part.attr for part in walk(loop.iter) if isinstance(part, ast.Attribute)
                and (last_name(part.value) == "self" or last_name(part.value) in tree.defined)}
        for node in [node for node in tree.nodes if isinstance(node, ast.Assign) and kept]:
            target, function = node.targets[0], tree.function(node)
            if not (isinstance(target, ast.Attribute) and target.attr in kept and function is not None
                    and isinstance(node.value, (ast.List, ast.Dict, ast.Set)) and function.name != "__init__"):
                continue
            calls = {called(part) for part in walk(function)}
            around = tree.above(node, (ast.If, ast.ExceptHandler, *LOOPS))
            whose = last_name(target.value)
            each = whose in tree.defined and function.name == "connection_made" or (
                calls & RECEIVES and "accept" not in calls and (whose in tree.defined or not bases(tree, function)))
            if each and not around:
                return f"{server.line(line(node))}this is done for each client, and makes {ast.unparse(target)} anew " \
                    "for all of them: those who came before are on it no more. Make it once, in " \
                    f"{'the class' if whose in tree.defined else '__init__'}."
    return ""


def bases(tree, function):
    """Return the bases of the class whose method a function is: of a Thread or a handler there is one for each client.
    """
    return getattr(tree.parent.get(function), "bases", ())


def named_each_time(client):
    """Return the hint for a client that asks its user's name before each message, to put it before that; '' for others.
    """
    tree = client.tree
    for ask in client.of("input"):
        name, loop = target_of(tree, ask), next(iter(tree.above(ask, LOOPS)), None)
        said = [part for part in (walk(loop) if loop else ()) if part is not ask and asks_user(part)
                and part.lineno > ask.lineno and tree.above(part, LOOPS)[:1] == [loop]]
        both = [part for part in (walk(loop) if said else ()) if called(part) in OVER_SOCKETS
                and {name, target_of(tree, said[0])} - {""} <= {last_name(one) for one in walk(part)}]
        if NAME.fullmatch(name) and both and not tree.above(ask, ast.If) and isinstance(loop, ast.While) and not any(
                OTHERS.search(str(tree.value(one))) for one in ask.args):
            return f"{client.line(line(ask))}this asks for the name again before each message: ask once, before the " \
                f"loop of line {line(loop)}."
    return ""


def taken_off_each_time(server):
    """Return the hint for a client who is taken off the list with each of his messages, whatever it is; '' for none."""
    tree = server.tree
    for call in tree.of("remove", "discard", "pop"):
        kept, loop = last_name(getattr(call.func, "value", None)), next(iter(tree.above(call, LOOPS)), None)
        statement = tree.parent.get(call)
        whole = isinstance(statement, ast.Expr) and isinstance(loop, ast.While) and always(tree, statement, loop)
        if not (whole and kept in keeping.gone_through(tree) and call.args and last_name(call.args[0])):
            continue
        inside = list(walk(loop))
        hears = any(called(part) in {*RECEIVES, "read", "readuntil"} and not asks_user(part) for part in inside)
        again = any(last_name(getattr(one.func, "value", None)) == kept for one in tree.of("append", "add", "insert")
                    if one in inside)
        if hears and not again and not any(isinstance(part, LEAVES) and part.lineno > call.lineno for part in inside):
            return f"{server.line(line(call))}this takes {ast.unparse(call.args[0])} off " \
                f"{ast.unparse(call.func.value)} with each message, not only at the end: it belongs behind the loop."
    return ""


def heard_twice(source, sender=None):
    """Return the hint for a loop that receives two times one right after the other, and shows the second; '' for none.

    The `sender` tells whether what comes first may only say what comes next: it sends twice then.
    """
    tree = source.tree
    for call in [call for call in source.of(*RECEIVES) if isinstance(tree.parent.get(call), ast.Assign)]:
        statement = tree.parent[call]
        block = next((block for block in blocks(tree.parent.get(statement)) if statement in block), [statement])
        place = block.index(statement)
        before = block[place - 1] if place else None
        again = isinstance(before, ast.Assign) and loops(tree, call) and ast.dump(before) == ast.dump(statement)
        if again and not asks_user(call):
            return f"{source.line(line(call))}this waits for one message more, and what came before it " \
                f"({source.ref(before)}) is never looked at: leave one of the two out."
    if found := printed_and_heard(source):
        return found
    rounds = [loops(sender.tree, call)[:1] for call in sender.of(*SENDS)] if sender else []
    return heard_again(source) if rounds and all(rounds.count(one) == 1 for one in rounds) else ""


def printed_and_heard(source):
    """Return the hint for a message that is received to be printed, and another one in its place right after; ''.

        print(link.recv(99).decode())
        return link.recv(99).decode()
    """
    tree = source.tree
    for call in [call for call in source.of(*RECEIVES) if isinstance(call.func, ast.Attribute) and not asks_user(call)]:
        statement = next(iter(tree.above(call, ast.stmt)), None)  # of a lambda none is known
        block = next((block for block in blocks(tree.parent.get(statement)) if statement in block), [statement])
        before = block[block.index(statement) - 1] if block.index(statement) else None
        names = {last_name(target) for target in getattr(statement, "targets", ())} - {""}
        if any(called(part) in {"print", *LOGS} and names & names_in(part) for one in block for part in walk(one)):
            continue  # both are shown: who speaks, and what
        shown = called(getattr(before, "value", None)) in {"print", *LOGS} and next((part for part in walk(
            before) if called(part) == called(call) and ast.dump(part.func) == ast.dump(call.func)), None)
        around = loops(tree, call)[:1]
        if shown and around and not any(called(part) in OPENS for part in walk(around[0])) and isinstance(
                statement, (ast.Assign, ast.Return)):
            return f"{source.line(line(call))}this waits for one message more, and what came before it " \
                f"({source.ref(shown)}) is only printed, so every other message is lost: receive it once, and print " \
                "and go on with that."
    return ""


def heard_again(source):
    """Return the hint for a loop that only looks if what has come is a word, and receives once more where not; ''.

        word = link.recv(99).decode()
        if word == "over": break
        else: print(link.recv(99).decode())
    """
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.If) and isinstance(node.test, ast.Compare)
                 and isinstance(node.test.ops[0], ast.Eq) and node.orelse and loops(tree, node)]:
        block = next((block for block in blocks(tree.parent.get(node)) if node in block), [node])
        before = block[block.index(node) - 1] if block.index(node) else None
        name = last_name(before.targets[0]) if isinstance(before, ast.Assign) else ""
        first, again = (next((part for part in walk(one) if called(part) in RECEIVES and not asks_user(part)), None)
                        if one else None for one in (before, node.orelse[0]))
        word = any(isinstance(tree.value(one), (str, bytes)) and tree.value(one) for one in node.test.comparators)
        alike = first and again and ast.unparse(first.func) == ast.unparse(again.func)
        others = [part for part in walk(loops(tree, node)[0]) if isinstance(part, ast.Name) and part.id == name
                  and isinstance(part.ctx, ast.Load) and not tree.tested(part)]
        if alike and word and name in names_in(node.test) and (not others or last_name(
                getattr(node.orelse[0], "targets", [None])[0]) == name and all(
                part.lineno > again.lineno for part in others)):
            return f"{source.line(line(again))}this waits for one message more, and what came before it " \
                f"({source.ref(first)}) is only compared with a word: leave this out, and go on with {name}."
    return ""


def closed_at_once(source):
    """Return the hint for a listening socket that is closed before its program has come to any accept; '' for none."""
    tree = source.tree
    for call in [call for call in tree.of("listen") if isinstance(call.func, ast.Attribute)]:
        block = next((one for one in blocks(tree.parent.get(tree.parent.get(call))) if tree.parent[call] in one), [])
        for statement in block[block.index(tree.parent[call]) + 1:] if block else ():
            closes = getattr(statement, "value", None)
            if called(closes) == "close" and isinstance(closes.func, ast.Attribute) and ast.unparse(
                    closes.func.value) == ast.unparse(call.func.value):
                return f"{source.line(line(closes))}this closes the listening socket, before anybody has been " \
                    "accepted: leave it out here."
            if not isinstance(statement, (ast.Expr, ast.Assign)) or any(
                    called(part) and called(part) not in AT_ONCE for part in walk(statement)):
                break  # that may accept, be it in a thread
    return ""


def lends_own_name(server):
    """Return the hint for a loop over the clients that takes the name of the author for each of them; '' for none.

        for link in ready:
            for link in links:
                if link is not link: ...
    """
    for test in [node for node in server.tree.nodes if isinstance(node, ast.Compare) and len(node.ops) == 1]:
        other, inner = test.comparators[0], server.tree.above(test, (ast.For, ast.AsyncFor))
        name = getattr(test.left, "id", "")
        loop = next((one for one in inner if name and getattr(one.target, "id", "") == name), None)
        if isinstance(other, ast.Name) and str(other.id) == str(name) and isinstance(
                test.ops[0], (ast.IsNot, ast.NotEq)) and loop is not None:
            return f"{server.line(line(loop))}this loop gives {name}, who has said it, another value, so " \
                f"{ast.unparse(test)} ({server.ref(test)}) never holds: another name for those that it goes through."
    return ""
