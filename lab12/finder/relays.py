"""Relays finds why what one client of a chat says may not reach the others, where the server's source shows it."""
import ast
import difflib

from lab12.finder.syntax import FUNCTIONS, LOOPS, called, last_name, line, names_in

SENDS = "send", "sendall", "sendto"
ADDS = {"append", "add", "insert", "setdefault"}
ALIKE = 0.6  # of difflib: "JOIN" and "joined" are, "JOIN" and "LEAVE" are not


def overwritten(tree):
    """Return (recv, name, accept): the call that reads from a connection whose name the next accept overwrites.

    It stands in a thread that is started for each connection and shares the name, be it global, of a function around
    it, or of an object. None if there is no such thing.
    """
    for accept in tree.of("accept"):
        given, loop = tree.parent.get(accept), next(iter(tree.above(accept, LOOPS)), None)
        if not loop or not isinstance(given, ast.Assign):
            continue
        shared = getattr(given.targets[0], "elts", given.targets)[0]
        for call in tree.of("Thread", "start_new_thread"):
            target = next((word.value for word in call.keywords if word.arg == "target"), None) or next(
                iter(call.args), None)
            for function in tree.defined.get(last_name(target), ()) if loop in tree.above(call, LOOPS) else ():
                for part in reads(tree, function, shared, tree.function(accept)):
                    return part, ast.unparse(shared), accept
    return None


def reads(tree, function, name, giver, looped=False):
    """Yield the calls with which a function, or one that it calls, reads again and again from what this name is."""
    if not shares(tree, function, name, giver):
        return
    for part in ast.walk(function):
        again = looped or isinstance(part, ast.Call) and bool(tree.above(part, LOOPS))
        if again and called(part) in {"recv", "recv_into"} and isinstance(part.func, ast.Attribute) and same(
                part.func.value, name):
            yield part
        for other in tree.defined.get(called(part), ()) if again and not looped else ():
            yield from reads(tree, other, name, giver, looped=True)


def same(one, other):
    return ast.dump(one).replace("Store()", "Load()") == ast.dump(other).replace("Store()", "Load()")


def shares(tree, function, name, giver):
    """Tell whether a function sees the same variable of this name as the function that gives it its value."""
    if not isinstance(function, FUNCTIONS) or function is giver:
        return False
    if isinstance(name, ast.Attribute):  # self.conn, of two methods of one class
        return (getattr(name.value, "id", "") == "self" and giver is not None
                and tree.parent.get(function) is tree.parent.get(giver))
    if not isinstance(name, ast.Name) or name.id in own_names(function):
        return False
    return giver is None or name.id not in own_names(giver) or giver in above_all(tree, function)


def above_all(tree, node):
    """Return everything that a node stands in, whatever function that is in."""
    found = []
    while (node := tree.parent.get(node)) is not None:
        found.append(node)
    return found


def own_names(function):
    """Return the names that are a function's own: its parameters, and what it gives a value without global."""
    given = {part.id for part in ast.walk(function) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    others = {name for part in ast.walk(function) if isinstance(part, (ast.Global, ast.Nonlocal))
              for name in part.names}
    return given - others | {part.arg for part in ast.walk(function.args) if isinstance(part, ast.arg)}


def past_the_loop(tree):
    """Return (send, where to, the loop's variable) of a loop over clients that sends to something else each time.

    None if there is none, or if another loop sends to its own variable.
    """
    found = None
    for call in tree.of(*SENDS):
        loop = next(iter(tree.above(call, LOOPS)), None)
        if not isinstance(loop, ast.For) or called(loop.iter) == "range" or not call.args:
            continue
        names = names_in(loop.target)
        for node in sorted((part for part in ast.walk(loop) if isinstance(part, ast.Assign)), key=line_number):
            if names & names_in(node.value):  # sock = clients[name]
                names |= {last_name(part) for target in node.targets for part in ast.walk(target)} - {""}
        to = call.args[-1] if called(call) == "sendto" else call.func.value if isinstance(
            call.func, ast.Attribute) else None
        if to is None or names & names_in(to):
            return None
        if not names & names_in(call) and isinstance(to, (ast.Name, ast.Attribute)):
            found = found or (call, ast.unparse(to), ast.unparse(loop.target))
    return found


def line_number(node):
    return node.lineno


def openers(tree):
    """Return the texts with which messages of this script begin that it sends, {text: line}, as far as they are known.

    f"join:{name}".encode() begins with "join:".
    """
    found = {}
    for call in tree.of(*SENDS):
        text = call.args[0] if call.args else None
        while called(text) in {"encode", "bytes", "format"}:
            text = text.func.value if isinstance(text.func, ast.Attribute) else next(iter(text.args), None)
        value = text and tree.value(text)
        value = value.decode(errors="replace") if isinstance(value, bytes) else value
        if isinstance(value, str) and (first := value.partition("...")[0].partition("{")[0]):
            found.setdefault(first, line(call))
    return found


def joins(tree):
    """Return the words without which a server takes nobody in, {word: line that looks for it}.

    A client is taken in where it is added to what a loop goes through to send. None are told where another way leads
    there, or where the case of letters does not matter.
    """
    lists = {last_name(part) for call in tree.of(*SENDS) for loop in tree.above(call, (ast.For,))
             for part in ast.walk(loop.iter)} - {""}
    adds = [call for call in tree.calls
            if called(call) in ADDS and last_name(getattr(call.func, "value", None)) in lists]
    adds += [node for node in tree.nodes if isinstance(node, ast.Assign)
             and any(isinstance(one, ast.Subscript) and last_name(one.value) in lists for one in node.targets)]
    found = [guard(tree, node) for node in adds]
    if not all(found) or tree.of("lower", "upper", "casefold"):
        return {}
    return {word: where for words in found for word, where in words.items()}


def guard(tree, node):
    """Return the words of the ifs that a node stands in, {word: line}: startswith("JOIN:"), == "JOIN", case "JOIN"."""
    found, below = {}, node
    for above in above_all(tree, node):
        if isinstance(above, ast.If) and below in above.body:
            for part in ast.walk(above.test):
                asked = part.args[:1] if called(part) == "startswith" else [part.left, *part.comparators] if isinstance(
                    part, ast.Compare) and isinstance(part.ops[0], ast.Eq) else ()
                words = [tree.value(one) for one in asked]
                words = [word.decode(errors="replace") if isinstance(word, bytes) else word for word in words]
                found |= {word: line(part) for word in words if isinstance(word, str) and core(word)}
        if isinstance(above, ast.match_case) and isinstance(above.pattern, ast.MatchValue) and isinstance(
                word := tree.value(above.pattern.value), str) and core(word):
            found[word] = line(above.pattern)
        below = above
    return found


def core(word):
    """Return the letters and digits of a word."""
    return "".join(letter for letter in word if letter.isalnum())


def misspelt(server, client):
    """Return (word, line, word, line): what the client sends, and what its server wants instead, almost the same.

    None if the client sends what is wanted, or may.
    """
    told = unmet(server, client)
    close = sorted(((likeness(sent, wanted), sent, wanted) for sent, wanted in told), reverse=True)
    if close and close[0][0] >= ALIKE:
        _, sent, wanted = close[0]
        return sent, client.openers[sent], wanted, server.joins[wanted]
    return None


def unsaid(server, client):
    """Return (word, line) of what the server wants of who joins, where nothing in the client's source is like it."""
    if not (server and client) or any(core(word).casefold() in client.source.casefold() for word in server.joins):
        return None
    return next(iter(server.joins.items()), None)


def unmet(server, client):
    """Return the pairs (what the client sends, what the server wants), none if one of them fits, or may."""
    told = [(sent, wanted) for sent in client.openers for wanted in server.joins] if server and client else []
    fits = any(sent.strip().startswith(wanted.strip()) or wanted.startswith(sent)
               or core(wanted) == wanted and core(sent).startswith(wanted) for sent, wanted in told)
    return [] if fits else told


def likeness(one, other):
    return difflib.SequenceMatcher(None, core(one).casefold(), core(other).casefold()).ratio()
