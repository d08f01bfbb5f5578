"""Mixups: two arguments, two base classes, two names or two words of which one stands where the other belongs."""
import ast
import socket
from itertools import combinations

from lab12.finder.joining import likeness
from lab12.finder.kinds import carries
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import FUNCTIONS, LOOPS, OVER_SOCKETS, SENDS, called, last_name, line, names_in
from lab12.grader.accepting import names_given
from lab12.grader.causes import alike
from lab12.grader.received import RECEIVES

OF_TEXT = {"encode", "decode", "strip", "rstrip", "lstrip", "split", "startswith", "endswith", "upper", "lower"}
OF_SOCKET = {*OVER_SOCKETS, "recv", "recvfrom", "close", "shutdown", "getpeername", "fileno"}


def swapped(source):
    """Return the hint for a call that hands a function of the script a socket for a text, and the text for it; ''.

        def tell_all(text, author): ... one.send(text.encode())
        tell_all(link, text)
    """
    tree = source.tree
    for call in tree.calls:
        for function in tree.defined.get(called(call), ()) if len(call.args) > 1 else ():
            if not isinstance(function, FUNCTIONS[:2]):
                continue
            names = [one.arg for one in function.args.args if one.arg != "self"]
            given = {name: last_name(one) for name, one in zip(names, call.args, strict=False) if last_name(one)}
            wants = {name: used_as(tree, function, name) for name in names}
            here = tree.function(call)
            for one, other in [(one, other) for one in given for other in given if one != other]:
                crossed = given[one] == other and given[other] == one
                kinds = used_as(tree, here, given[one]), used_as(tree, here, given[other])
                if wants[one] == "text" and kinds[0] == "socket" and wants[other] != "text" and (
                        crossed or kinds[1] == "text"):
                    first, second = sorted((one, other), key=names.index)
                    return f"{source.line(line(call))}{function.name} takes {first} and then {second}, and is handed " \
                        f"{given[one]} for {one} here: the two have changed places, " \
                        f"{function.name}({', '.join(ordered(call, given, one, other))})."
    return ""


def exchanged(fault):
    """Return the hint for a call that hands the function of an error two things, each by the name of the other; ''.

        def attend(loop, guest): ...                  create_task(attend(guest, loop))
    """
    tree = fault.source.tree
    for function in {tree.function(call): None for call in fault.calls if tree.function(call)}:
        names = [one.arg for one in function.args.args if one.arg not in ("self", "cls")]
        for call in tree.sites(function):
            given = dict(zip(names, map(last_name, call.args), strict=False))
            for one, other in combinations(given, 2):
                if given[one] == other and given[other] == one:
                    return f"{fault.source.line(line(call))}{function.name} takes {', '.join(names)}, and is handed " \
                        f"{other} for {one} and {one} for {other} here: the two have changed places, " \
                        f"{function.name}({', '.join(ordered(call, given, one, other))})."
    return ""


def ordered(call, given, one, other):
    """Return the arguments of a call, as they are written, with those for these two parameters in each other's place.
    """
    words = [ast.unparse(part) for part in call.args]
    places = [next(place for place, part in enumerate(call.args) if last_name(part) == given[name])
              for name in (one, other)]
    first, second = places
    words[first], words[second] = words[second], words[first]
    return words


def used_as(tree, function, name):
    """Return "text" or "socket" for what a name is, by what it is given or is asked for in a function; '' if unknown.
    """
    inside = list(walk(function)) if function else tree.nodes
    asked = {node.attr for node in inside if isinstance(node, ast.Attribute) and last_name(node.value) == name}
    given = [value for node in inside if isinstance(node, ast.Assign) for target in node.targets
             if last_name(target) == name for value in [node.value]]
    text = any(isinstance(value, (ast.JoinedStr, ast.BinOp)) or called(value) in {
        "decode", "str", "input", "format", "recv"} for value in given) or any(
        called(node) in {"send", "sendall"} and node.args[:1] and isinstance(node.args[0], ast.Name)
        and node.args[0].id == name for node in inside)
    if asked & OF_SOCKET or any(called(value) == "accept" for value in given):
        return "" if text else "socket"
    return "text" if text or asked & OF_TEXT else ""


def keeps_another(source):
    """Return the hint for a list that is looked through for one thing, and gets another one that is not in it; ''.

        if address not in members: members.append(message)
    """
    for node in source.tree.nodes:
        test = node.test if isinstance(node, ast.If) else None
        if not (isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotIn) and isinstance(
                test.left, ast.Name) and last_name(test.comparators[0])):
            continue
        kept, wanted = ast.unparse(test.comparators[0]), test.left.id
        for call in [part for one in node.body for part in walk(one) if called(part) in {"append", "add"}]:
            put = call.args[0] if call.args else None
            if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == kept and isinstance(
                    put, ast.Name) and (put.id != wanted and not made_of(source.tree, put.id, wanted)):
                return f"{source.line(line(call))}{kept} is looked through for {wanted}, and gets {put.id}: " \
                    f"{ast.unparse(call.func)}({wanted})."
    return ""


def misplaced(source):
    """Return the hint for a call that hands a function of the script its message in the place of something else; ''.

        def tell(room, line): ...
        tell(f"{name} has joined", room)
    """
    tree = source.tree
    for call in tree.calls:
        functions = tree.defined.get(called(call), ()) if tree.is_own(call.func) else ()
        if len(functions) != 1 or not isinstance(functions[0], FUNCTIONS[:2]) or call.keywords:
            continue
        names = [one.arg for one in functions[0].args.args if one.arg != "self"]
        given = dict(zip(names, call.args, strict=False))
        for name, value in given.items():
            there = given.get(value.id) if isinstance(value, ast.Name) and value.id != name else None
            if isinstance(there, ast.JoinedStr) and value.id not in names_in(there):
                return f"{source.line(line(call))}{called(call)} takes {' and then '.join(names)}, and is handed " \
                    f"{value.id} for {name}, and a message for {value.id}: the two have changed places."
    return ""


def made_of(tree, name, other):
    """Tell whether a name is given what is made of another one, or both come together: member = Member(address)."""
    return any(isinstance(node, ast.Assign) and name in {last_name(part) for target in node.targets
                                                         for part in walk(target)}
               and (other in names_in(node.value) or node.value is not None and name not in names_in(node.value)
                    and called(node.value) == "accept") or isinstance(node, ast.For) and name in names_in(node.target)
               and other in names_in(node.iter) for node in tree.nodes)


def mixed_in_late(source):
    """Return the hint for a server of socketserver whose ThreadingMixIn comes behind the server's class; ''.

    Python asks the classes from left to right (Python docs, socketserver: "the mix-in class comes first").
    """
    for node in source.tree.nodes:
        names = list(map(last_name, node.bases)) if isinstance(node, ast.ClassDef) else []
        late = next((place for place, name in enumerate(names) if place and name in (
            "ThreadingMixIn", "ForkingMixIn") and names[0].endswith("Server")), 0)
        if late and not any(getattr(one, "name", "") == "process_request" for one in node.body):
            words = [ast.unparse(one) for one in node.bases]
            words.insert(0, words.pop(late))
            return f"{source.line(line(node))}{names[late]} must come first: behind {names[0]} it does nothing, and " \
                f"one client is served after the other. class {node.name}({', '.join(words)})"
    return ""


def other_keyword(server, client):
    """Return what is to be said of a client that gives its name at a word that its server never sends; '' for others.

        link.send(b"NAME?")              # and the client: if text == "NAME": link.send(name.encode())
    """
    asks = server.waits_before_next and [call for call in server.of(*SENDS) if constant(server.tree, call) and any(
        server.tree.function(one) is server.tree.function(call) and one.lineno > call.lineno
        and server.tree.above(one, LOOPS)[:1] == server.tree.above(call, LOOPS)[:1] for one in server.of(*RECEIVES))]
    told = {constant(server.tree, call): call for call in asks or ()}
    texts = {plain(node.value) for node in server.tree.nodes if isinstance(node, ast.Constant)}
    for node in client.tree.nodes if told else ():
        test = node.test if isinstance(node, ast.If) else None
        if not (isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq) and any(
                called(part) in SENDS for part in reached(client.tree, node.body))):
            continue
        sides = [test.left, *test.comparators]
        heard = [side for side in sides if any(
            called(value) in {"decode", *RECEIVES} for value in client.tree.given.get(last_name(side), ()))]
        words = [word for side in sides if side not in heard and (word := plain(client.tree.value(side)))]
        if heard and len(words) == 1 and words[0] not in texts:
            sent = max(told, key=lambda word: likeness(word, words[0]))
            return f"{client.line(line(node))}this gives the name at {words[0]!r}, and the server asks for it with " \
                f"{sent!r} ({server.line(line(told[sent]))[:-2]}): so the first line of each user is taken for his " \
                "name. The word must be the same in both"
    return ""


def other_kind(sender, receiver):
    """Return the hint for a word that tells of which kind a message is, and that the other program never looks for; ''.

        send({"type": "message", "text": text})              if told["type"] == "chat":
    """
    looked, tree = {}, receiver.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Compare) and isinstance(
            node.ops[0], (ast.Eq, ast.In))]:
        given = tree.given.get(last_name(node.left), ())
        part = given[0] if len(given) == 1 else node.left  # kind = told["type"]; match has such a name, too
        key = tree.value(part.slice) if isinstance(part, ast.Subscript) else tree.value(part.args[0]) \
            if called(part) == "get" and part.args else None
        one = node.comparators[0]
        for side in [one] if isinstance(node.ops[0], ast.Eq) else getattr(one, "elts", ()):
            word = getattr(side, "value", None)
            if isinstance(key, str) and isinstance(word, str):
                looked.setdefault(key, []).append((word, node))
    texts = {node.value for node in tree.nodes if isinstance(node, ast.Constant)}
    for keys, values in written(sender.tree):
        for key, value in zip(keys, values, strict=True):
            words = looked.get(getattr(key, "value", None), ())
            others = [above for _, node in words for above in tree.above(node, ast.If)[:1]
                      if above.orelse and not isinstance(above.orelse[0], ast.If)]
            bodies = {part for _, node in words for above in tree.above(node, ast.If)[:1] for one in above.body
                      for part in walk(one)}
            besides = {one.value for one in keys if isinstance(one, ast.Constant)} - {getattr(key, "value", None)}
            reads = [node for node in tree.nodes if isinstance(node, ast.Constant) and node.value in besides and (
                isinstance(tree.parent.get(node), ast.Subscript) or called(tree.parent.get(node)) == "get")]
            if reads and words and not others and bodies.issuperset(reads) and getattr(
                    value, "value", None) and isinstance(value.value, str) and value.value not in texts:
                names = " or ".join(dict.fromkeys(repr(word) for word, _ in words))
                where = receiver.line(line(words[0][1]))[:-2]
                return f"{sender.line(line(value))}this sends {key.value!r}: {value.value!r}, and {where} looks for " \
                    f"{names} alone: both programs must use the same word."
    return ""


def written(tree):
    """Yield (keys, values) of the dictionaries that a program makes, be it of keywords: send(type="chat")."""
    for node in tree.nodes:
        if isinstance(node, ast.Dict) and not all(isinstance(value, ast.Constant) for value in node.values):
            yield node.keys, node.values
        takes = isinstance(node, ast.Call) and tree.is_own(node.func) and any(
            getattr(getattr(one, "args", None), "kwarg", None) for one in tree.defined.get(called(node), ()))
        if takes and len(node.keywords) > 1 and all(word.arg for word in node.keywords):
            yield [ast.copy_location(ast.Constant(word.arg), node) for word in node.keywords], [
                word.value for word in node.keywords]


def takes_another(server):
    """Return the hint for one that is put on a list as what it is made of, and taken off as itself; '' for none.

        people.add(self.wfile)
        people.discard(self)
    """
    tree = server.tree
    puts = [call for call in tree.of("append", "add") if call.args and isinstance(call.func, ast.Attribute)]
    for call in [call for call in tree.of("discard", "remove") if call.args and isinstance(call.func, ast.Attribute)]:
        kept, off = last_name(call.func.value), ast.unparse(call.args[0])
        on = [put for put in puts if last_name(put.func.value) == kept]
        values = [ast.unparse(put.args[0]) for put in on]
        other = values[0] if len(values) == 1 else ""
        if other.startswith(f"{off}.") or off.startswith(f"{other}.") and other == "self":
            return f"{server.line(line(call))}{server.ref(on[0])} puts {other} on {kept}, and this takes off {off}, " \
                f"which is not there: {ast.unparse(call.func)}({other})."
    return ""


def length_behind(source):
    """Return the hint for a message whose length is sent behind it, where the other side reads that first; ''.

        link.send(message)
        link.send(length)          # of str(len(message)).encode()
    """
    tree = source.tree
    for function in [node for node in tree.nodes if isinstance(node, FUNCTIONS[:2])] + [tree.module]:
        assigns = [node for node in walk(function) if isinstance(node, (ast.Assign, ast.AugAssign))]
        lengths, measured = set(), {name for part in walk(function) if called(part) == "len"
                                    for name in names_in(ast.Tuple(part.args, ast.Load()))}
        for _ in range(2):  # twice: length = str(size) of size = len(message)
            lengths |= {last_name(target) for node in assigns if names_in(node.value) & lengths or any(
                called(part) == "len" for part in walk(node.value)) for target in getattr(
                    node, "targets", None) or [node.target]} - {""}
        for block in [part for node in walk(function) for _, part in ast.iter_fields(node) if isinstance(part, list)]:
            calls = [one.value for one in block if isinstance(one, ast.Expr) and called(one.value) in OVER_SOCKETS
                     and one.value.args]
            told = [bool(names_in(call.args[0]) & lengths or any(called(part) == "len" for part in walk(call.args[0])))
                    for call in calls]
            if told == [False, True] and names_in(calls[0].args[0]) & measured:  # and not how many have come
                return f"{source.line(line(calls[1]))}the length goes out behind the message here " \
                    f"({source.ref(calls[0])}), and is read before it: send the length first."
    return ""


def constant(tree, call):
    """Return the constant text that a call sends, '' if it sends another one: send("NAME".encode())."""
    sent = call.args[0] if call.args else None
    sent = sent.func.value if called(sent) == "encode" and isinstance(sent.func, ast.Attribute) else (
        sent.args[0] if called(sent) == "bytes" and sent.args else sent)
    return plain(tree.value(sent)) if sent is not None else ""


def plain(value):
    value = value.decode(errors="replace") if isinstance(value, bytes) else value
    return value.strip() if isinstance(value, str) else ""


def no_such_method(source):
    """Return the hint for a method that no socket has, where an except hides what Python says of it; '' for none."""
    tree = source.tree
    links = {name for call in tree.of("accept") for name in names_given(tree, call)} - tree.own
    links |= {name for name, values in tree.given.items() if all(called(value) == "socket" for value in values)}
    for call in tree.calls if source.hides_errors else ():
        name = called(call)
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and (
                call.func.value.id in links - {"socket"}) and not hasattr(socket.socket, name) and (
                close := alike(name, [word for word in dir(socket.socket) if word[0] != "_"], 0.7)):
            return f"{source.line(line(call))}a socket has no {name}; {close} is meant. The error is not seen, since " \
                f"{source.hides_errors[:-2]} hides it."
    return ""


def carries_one_way(server):
    """Return the hint for two threads that both carry from one client to the other, and none that carries back; ''."""
    tree, names = server.tree, {one.name for one in carries(server.tree) if hasattr(one, "name")}
    words = [(call, {word.arg: word.value for word in call.keywords}) for call in tree.of("Thread")]
    made = [(call, given.get("args"), last_name(given["target"])) for call, given in words if last_name(
        given.get("target")) in names - {""}]
    pairs = [(call, [*map(ast.unparse, given.elts)]) for call, given, _ in made if isinstance(given, ast.Tuple)]
    alike = len(made) == len(pairs) == 2 and pairs[0][1] == pairs[1][1] and made[0][2] == made[1][2]
    anew = alike and any(made[0][0].lineno < node.lineno < made[1][0].lineno and {*pairs[0][1]} & {
        ast.unparse(part) for target in node.targets for part in walk(target)}
        for node in tree.nodes if isinstance(node, ast.Assign))
    if alike and not anew and len(set(pairs[0][1])) == 2:
        one, other = pairs[0][1]
        return f"{server.line(line(pairs[1][0]))}both threads take from {one} and send to {other}, so nobody hears " \
            f"{other}: args=({other}, {one}) here."
    return ""


def clears_all(server):
    """Return the hint for a list of clients that is emptied where one of them has left; '' for others: room.clear()."""
    tree = server.tree
    put_on = {last_name(getattr(call.func, "value", None)) for call in tree.of("append", "add")} - {""}
    through = {last_name(loop.iter) for loop in tree.loops if isinstance(loop, ast.For) and any(
        called(part) in OVER_SOCKETS and names_in(loop.target) & names_in(
            part if called(part) == "sendto" else part.func) for part in walk(loop))}
    for call in [call for call in tree.of("clear") if isinstance(call.func, ast.Attribute) and tree.above(
            call, (ast.If, ast.ExceptHandler))]:  # what is emptied in each round is no list of who is there
        name = last_name(call.func.value)
        hears = any(called(part) in RECEIVES for loop in tree.above(call, LOOPS) for part in walk(loop))
        puts = [one for one in tree.of("append", "add") if last_name(getattr(one.func, "value", None)) == name]
        closes = any(called(part) == "close" and last_name(loop.iter) == name for loop in tree.loops if isinstance(
            loop, ast.For) and tree.function(loop) is tree.function(call) for part in walk(loop))  # all are to go
        if name in put_on & through and hears and not closes and len(puts) == 1 and len(puts[0].args) == 1:
            return f"{server.line(line(call))}this takes all off {name}, where one of them has left: " \
                f"{ast.unparse(call.func.value)}.remove({ast.unparse(puts[0].args[0])})."
    return ""
