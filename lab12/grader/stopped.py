"""Stopped: what goes wrong with a stop word, where the sources show it; '' where they are sound."""
import ast
import re

from lab12.finder.flow import HEARS
from lab12.finder.menus import EXITS
from lab12.finder.nodes import walk
from lab12.finder.stopping import literals, typed_names
from lab12.finder.syntax import asks_user, called, last_name, line, names_in
from lab12.finder.ways import loops
from lab12.grader.comparing import bytes_for_text, changed_in_vain
from lab12.grader.reading import SENDS
from lab12.grader.unreached import is_endless

CUTS = {"strip", "rstrip", "split", "splitlines", "partition", "rpartition", "replace", "removesuffix"}
ALIKE = {"decode", "lower", "upper", "casefold"}  # what these give ends as what they are called of


def kept_alive(client, result):
    """Return what else is to be said of one that waits for nobody's keyboard, and has a thread that goes on; ""."""
    thread = client.threads and not client.daemons and "keyboard" not in result.seen
    return thread and f" And the thread of {client.hearer[:-2]} keeps it alive: daemon=True." \
        or ""


def goes_on(client, result):
    """Return the hint for one that looks for the word that was typed, and goes on with its loop; '' for others."""
    named, script, tree = re.search(r"to end on '(.+)'$", result.expected), client.script, client.tree
    if not named or not script or "keyboard" not in result.seen:
        return ""
    typed = typed_names(tree)
    for node in [node for node in tree.nodes if isinstance(node, ast.If) and loops(tree, node) and (
            names_in(node.test) & typed or any(map(asks_user, walk(node.test))))]:
        if any(word == named[1] and not differs for word, differs in literals(tree, node.test)) and (
                named[1] not in script.stops or only_closes(tree, node)):
            then = f" Then end the thread of {client.hearer[:-2]}, too: daemon=True." if client.threads and (
                not client.daemons) and "network" in result.seen else ""
            return f"{client.line(line(node))}what is done for {named[1]!r} here does not leave the loop: break " \
                f"there, and close the socket.{then}"
    return ""


def sent_twice(client):
    """Return the hint for a stop word that a loop sends before it looks for it, and that goes once more after it; ''.

        while text != "bye": text = input(); link.send(text.encode())
        link.send(text.encode())
    """
    tree = client.tree
    for loop in [node for node in tree.loops if isinstance(node, ast.While) and node in getattr(
            tree.parent.get(node), "body", ())]:
        typed = names_in(loop.test) & {name for part in walk(loop) if isinstance(part, ast.Assign) and any(
            map(asks_user, walk(part.value))) for name in map(last_name, part.targets)}
        after = tree.parent[loop].body
        later = after[after.index(loop) + 1:]
        first, second = ([part for one in body for part in walk(one) if called(part) in {"send", "sendall"}
                          and typed & {name for given in part.args for name in names_in(given)}]
                         for body in ([one for one in loop.body if isinstance(one, ast.Expr)], later))
        asked = max((part.lineno for part in walk(loop) if asks_user(part)), default=0)
        tests = any(isinstance(part, ast.Compare) for part in walk(loop.test))
        if first and first[-1].lineno >= asked and second and tests and (
                client.script and client.script.transport == "tcp"):
            return f"{client.line(line(second[0]))}the stop word has gone in the loop already " \
                f"({client.ref(first[-1])}), and goes once more here: the two may come as one, in which the server " \
                "does not find it. Leave this line out."
    return ""


def only_closes(tree, node):
    """Tell whether the branch of a word in an endless loop closes a socket, and goes round once more."""
    inside = [part for one in node.body for part in walk(one)]
    loop = loops(tree, node)[0]
    return isinstance(loop, ast.While) and is_endless(tree, loop) and any(
        called(part) in {"close", "shutdown"} for part in inside) and not any(
        isinstance(part, (ast.Assign, ast.Raise)) or called(part) in EXITS | tree.own for part in inside)


def only_there(client, server):
    """Return the hint for a stop word that only the server looks for; '' where the client looks for one, too."""
    here, there = client.script, server.script
    if not here or not there or here is there or here.stops or not there.stops:
        return ""
    never, words = bytes_for_text(server), [word for word in there.stops if word not in there.typed_stops]
    where = server.line(there.stops[words[0] if words else next(iter(there.stops))])[:-2]
    if words and (vain := changed_in_vain(server)):
        return vain
    if not words:
        return f"{client.name}: only the server's user has a word to leave with ({where}). Compare what is typed " \
            "here with one, too, and leave the loop."
    return f"{client.name}: only the server looks for {words[0]!r} ({where}). Compare what was typed with it here, " \
        f"too, and leave the loop.{' And ' if never else ''}{never}"


def only_what_comes(client, word):
    """Return the hint for a client that looks for its stop word in what comes, and not in what is typed; "" else."""
    tree, script = client.tree, client.script
    tests = [node for node in tree.nodes if isinstance(node, (ast.If, ast.While)) and line(node) == word]
    if not script or not client.of("input") or script.typed_stops and not any(has_come(tree, one) for one in tests):
        return ""
    heard = client.names_received
    return f"{client.line(word)}this looks for the stop word in what comes, not in what is typed: compare that with " \
        "it, too, and leave the loop." if any(names_in(node.test) & heard for node in tests) else ""


def has_come(tree, node):
    """Tell whether what is looked at here has come over the network, all of it, in a name that held what was typed.

        text = input()
        link.sendall(text.encode())
        text = link.recv(999).decode()
        if text == "exit": break
    """
    blocks = [part for _, part in ast.iter_fields(tree.parent.get(node)) if isinstance(part, list) and node in part]
    before = blocks[0][:blocks[0].index(node)] if blocks else ()
    last = {last_name(target): one.value for one in before if isinstance(one, ast.Assign) for target in one.targets}
    come = {name for name, value in last.items() if any(
        called(part) in HEARS and not asks_user(part) for part in walk(value))} & names_in(node.test)
    return bool(come) and come >= names_in(node.test) & typed_names(tree)


def words_differ(result, server, client):
    """Return the hint for two that each leave on a word of their own, where the server took the client's for a message.

    That a window shows the word proves that it was sent.
    """
    here, there = client.script, server.script
    if not here or not there or here is there:
        return ""
    mine = shown_of(result, client)
    heard = [word for word in there.stops if word not in there.typed_stops]
    if not mine or not heard or {word.casefold() for word in heard} & {
            word.casefold() for word in (*here.stops, *here.said)}:
        return ""
    return f"{server.line(there.stops[heard[0]])}the server waits for {heard[0]!r} here, and its client leaves with " \
        f"{mine[0]!r} ({client.line(here.stops[mine[0]])[:-2]}): the word must be the same in both."


def shown_of(result, client):
    """Return the stop words of a client that a window shows, when they were typed: they have been sent."""
    return [word for word in client.script.typed_stops if any(
        "shows" in outcome and word in outcome for action, outcome in result.steps if repr(word) in action)]


def unequal_by_newline(result, server, client):
    """Return the hint for a stop word that the server never finds equal, for a newline that only one side has; ''.

    Or it is written with other letters, capital or small.
    """
    shown = shown_of(result, client) if client.script and server.script else []
    mine = {word.casefold() for word in shown}
    adds = [call for call in client.of(*SENDS) if any(isinstance(getattr(part, "value", None), (str, bytes)) and str(
        part.value).endswith(("\n", "\\n'")) for value in call.args for part in walk(value))]
    for node in [node for node in server.tree.nodes if isinstance(node, ast.Compare) and mine]:
        word = next((side.value.decode(errors="replace") if isinstance(side.value, bytes) else str(side.value)
                     for side in (node.left, *node.comparators) if isinstance(side, ast.Constant)), "")
        sides = [one for one in (node.left, *node.comparators) if not isinstance(one, ast.Constant)]
        if word.rstrip("\r\n").casefold() not in mine or not isinstance(node.ops[0], (ast.Eq, ast.NotEq)) or isinstance(
                server.tree.parent.get(node), ast.BoolOp) or not all(is_whole(server.tree, one) for one in sides):
            continue
        if word.endswith("\n") and not adds:
            return f"{server.line(line(node))}this waits for {word!r}, and the client sends " \
                f"{word.rstrip()!r} ({client.sends[:-2]}), without a newline: leave \\n out here."
        if word not in shown and word == word.rstrip("\r\n") and not adds:
            return f"{server.line(line(node))}the server waits for {word!r} here, and the client sends {shown[0]!r} " \
                f"({client.sends[:-2]}): capital letters count, so the word must be the same in both, or .lower() " \
                "before it is compared."
        if not word.endswith("\n") and adds:
            return f"{server.line(line(node))}what comes ends with the newline that is sent with it " \
                f"({client.line(line(adds[0]))[:-2]}), so it is never {word!r}: .strip() before it is compared."
    return ""


def is_whole(tree, node, seen=()):
    """Tell whether an expression is what recv gives, as text or bytes, with nothing taken off its end.

    So is what a function of the script gives that returns it, or gathers it until it ends in a newline. Of a part, and
    of a name that is given something else too, it is not known.
    """
    if isinstance(node, ast.NamedExpr):
        return is_whole(tree, node.value, seen)
    if isinstance(node, ast.Name):
        values = tree.given.get(node.id, ())
        pairs = [one for one in tree.nodes if isinstance(one, ast.Assign) and called(one.value) == "recvfrom"
                 and isinstance(one.targets[0], ast.Tuple) and last_name(one.targets[0].elts[0]) == node.id]
        given = [one for one in tree.nodes if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
                 and one.id == node.id]
        if any(tree.function(one) is tree.function(node) for one in given):  # and not what it is in what it calls
            values, pairs, given = ([one for one in some if tree.function(one) is tree.function(node)]
                                    for some in (values, pairs, given))
        return node.id not in seen and 0 < len(given) <= len(values) + len(pairs) and all(
            called(one) in ALIKE and node.id in names_in(one) or is_whole(tree, one, (*seen, node.id))
            for one in values)
    if called(node) in ALIKE and isinstance(node.func, ast.Attribute):
        return is_whole(tree, node.func.value, seen)
    functions = tree.defined.get(called(node), ()) if isinstance(node, ast.Call) else ()
    if len(functions) == 1 and isinstance(functions[0], ast.FunctionDef):
        inside = list(walk(functions[0]))
        if functions[0] in seen:
            return True  # as far as what else it gives is
        seen = (*(one for one in seen if not isinstance(one, str)), functions[0])
        given = [one.value for one in inside if isinstance(one, ast.Return) and one.value is not None
                 and not isinstance(one.value, ast.Constant)]
        return bool(given) and not any(isinstance(one, (ast.Yield, ast.YieldFrom)) for one in inside) and all(
            is_whole(tree, one, seen) or gathers(tree, functions[0], one) for one in given)
    return called(node) in HEARS and not asks_user(node) and not tree.is_own(node.func)


def gathers(tree, function, node):
    """Tell whether a function gives what it has put together of all that came until that ended in a newline.

        while not text.endswith(b"\\n"):
            text += link.recv(1)
        return text.decode()
    """
    while called(node) in ALIKE and isinstance(node.func, ast.Attribute):
        node = node.func.value
    name, inside = last_name(node), list(walk(function))
    loops = [one for one in inside if isinstance(one, ast.While) and any(
        called(part) == "endswith" and last_name(getattr(part.func, "value", None)) == name and part.args
        and tree.value(part.args[0]) in ("\n", b"\n") for part in walk(one.test))]
    more = [one for one in inside if isinstance(one, ast.AugAssign) and last_name(one.target) == name]
    given = [one for one in inside if isinstance(one, ast.Assign) and name in map(last_name, one.targets)]
    return bool(name and loops and more) and all(is_whole(tree, one.value) for one in more) and all(
        getattr(one.value, "value", None) in ("", b"") for one in given) and not any(
        called(one) in CUTS for one in inside)


def asks_once_more(client, word):
    """Return the hint for a question behind the loop that the stop word ends: the program waits there for Enter; ''."""
    tree = client.tree
    for loop in [node for node in tree.nodes if isinstance(node, ast.While) and word and (
            line(node) == word or any(line(part) == word for part in walk(node) if isinstance(part, ast.If)))]:
        above = tree.parent.get(loop)
        block = getattr(above, "body", [])
        behind = block[block.index(loop) + 1:] if loop in block else []
        while isinstance(above, ast.Try):
            around = tree.parent.get(above)
            block = getattr(around, "body", [])
            behind += above.finalbody + (block[block.index(above) + 1:] if above in block else [])
            above = around
        asked = [part for one in behind for part in walk(one) if asks_user(part)]
        if asked:
            return f"{client.line(line(asked[0]))}after the stop word the program asks once more, and waits for " \
                "Enter here before it ends: print() what it has to say."
    return ""


def around_conversation(client, word):
    """Return the place of a loop that asks its user, and in which the conversation is only a part; '' if none."""
    tree = client.tree
    for node in [node for node in tree.nodes if isinstance(node, (ast.If, ast.While)) and line(node) == word]:
        for loop in loops(tree, node)[1:]:
            if any(asks_user(part) and loops(tree, part)[:1] == [loop] for part in tree.calls):
                return client.line(line(loop))
    return ""


def newline_kept(client, word, where):
    """Return the hint for a stop word that is never met, for the newline at one of two ends; '' for others."""
    from_stdin = "stdin" in client.tree.words
    ends = word and any(isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith("\n")
                        and line(node) == word for node in client.tree.nodes)
    if ends and not from_stdin and client.of("input"):
        return f"{where}input() gives what was typed without the newline at its end: leave \\n out of the word."
    bare = {name for name, values in client.tree.given.items() if all(called(one) in {
        "readline", "read"} and asks_user(one) for one in values)} | {
        last_name(loop.target) for loop in client.tree.loops if isinstance(loop, ast.For) and last_name(
            loop.iter) == "stdin"} if from_stdin else set()
    whole = any(isinstance(node, ast.Compare) and line(node) == word and any(
        isinstance(side, ast.Name) and side.id in bare for side in (node.left, *node.comparators))
        for node in client.tree.nodes)
    if word and not ends and from_stdin and (whole or not client.calls("strip", "rstrip", "splitlines", "input")):
        return f"{where}a line of sys.stdin has its newline at the end, so it is never equal to the word: .strip() " \
            "before it is compared."
    return ""


def ends_beside(client, word, asks, hears):
    """Return the hint for sys.exit() in the thread that asks, beside the main thread, which receives; '' for others."""
    tree = client.tree
    started = {last_name(one.value) for call in tree.of("Thread") for one in call.keywords if one.arg == "target"}
    main = [call for call in hears if getattr(tree.function(call), "name", "") not in started]
    exits = [call for call in tree.of("exit") if tree.function(call) in map(tree.function, asks)
             and ast.unparse(call.func) in ("exit", "sys.exit")]
    if not exits or len(main) < len(hears) or tree.of("_exit", "shutdown"):
        return ""
    return f"{client.line(line(exits[0]))}{ast.unparse(exits[0])} ends the thread in which it stands, and no other: " \
        f"the main one waits for the server ({client.ref(main[0])}). os._exit(0) ends them all; or shut the " \
        "connection down here (shutdown(socket.SHUT_RDWR)), and leave the loop there where recv gives b''."
