"""Kinds tells of which kind a server is: it serves one client at a time (a pair), or all of them together (a chat)."""
import ast
import difflib

from lab12.finder.flow import given_by, spread
from lab12.finder.keeping import spares_one
from lab12.finder.later import what_is_called
from lab12.finder.nodes import walk
from lab12.finder.reach import handed
from lab12.finder.syntax import (
    FUNCTIONS,
    GROUP,
    RECEIVES,
    SENDS,
    asks_user,
    called,
    is_everybody,
    last_name,
    names_in,
)

ENDS = {"writer", "wfile", "transport", "request", "connection"}  # what asyncio and socketserver call a client's end
OF_EACH = {"Protocol", "BaseRequestHandler", "StreamRequestHandler", "LineReceiver"}
SPELT = 0.85  # of difflib: what of the script's own is meant by a name
SELECTS = {"select", "poll"}
COMPREHENSIONS = ast.ListComp, ast.SetComp, ast.GeneratorExp


def kind(tree):
    """Return chat for a server that collects its clients or passes messages on to all, and for a group; else pair."""
    to_all = passes_on(tree) or fills_each(tree) or puts_for_each(tree) or tells_everybody(tree) or reads_log(tree)
    if to_all or spares_one(tree) or talks_to_group(tree) and not only_answers(tree):
        return "chat"
    several = collects(tree) or one_after_the_other(tree) or carries(tree)
    return "chat" if several and not any(asks_user(call) for call in tree.calls) else "pair"


def talks_to_group(tree):
    """Tell whether a script joins a multicast group, or waits at the port at which it sends to one (ip(7))."""
    if GROUP in tree.words:
        return True
    bound = bound_ports(tree)
    sent = [tree.value(call.args[-1]) for call in tree.of("sendto") if len(call.args) > 1]
    return any(isinstance(one, tuple) and len(one) > 1 and is_group(one[0]) and one[1] in bound for one in sent)


def bound_ports(tree):
    """Return {port: the call of bind} of the addresses that a script binds; a port that is not known is None.

    With asyncio it is that of create_datagram_endpoint(Chat, local_addr=("", 5000)).
    """
    ends = [(call, call.args[0]) for call in tree.of("bind") if call.args]
    ends += [(call, word.value) for call in tree.of("create_datagram_endpoint") for word in call.keywords
             if word.arg == "local_addr"]
    return {address[1]: call for call, end in ends
            if isinstance(address := tree.value(end), tuple) and len(address) > 1}


def is_group(host):
    """Tell whether this is the address of a multicast group (RFC 1112)."""
    parts = host.split(".") if isinstance(host, str) else ()
    return len(parts) == 4 and all(map(str.isdecimal, parts)) and 224 <= int(parts[0]) <= 239


def one_after_the_other(tree):
    """Return the calls of accept where there are several, in one block: (first, _), (second, _) = ...; else [].

    If the talk with the first one stands between them, or its end, it has gone when the second one comes.
    """
    calls = tree.of("accept")
    blocks = {tree.block(tree.parent[call]) for call in calls if isinstance(tree.parent.get(call), ast.Assign)}
    alike = len({ast.unparse(call) for call in calls}) == 1 and all(
        isinstance(tree.parent.get(call), ast.Assign) for call in calls)
    talks = [loop for loop in tree.loops if calls and calls[0].lineno < loop.lineno < calls[-1].lineno
             and not {*calls} & {*walk(loop)} and any(called(part) in RECEIVES for part in walk(loop))]
    gone = {last_name(getattr(call.func, "value", None)) for call in tree.of("close")
            if calls and calls[0].lineno < call.lineno < calls[-1].lineno}
    left = calls and any(name in gone for name in names_given(tree, calls[0]))
    return calls if len(calls) > 1 and len(blocks) == 1 and alike and not talks and not left else []


def names_given(tree, call):
    """Return the names that are given what this call gives: conn, address = door.accept()."""
    above = tree.parent.get(call)
    return {name for target in getattr(above, "targets", ()) for name in names_in(target)}


def carries(tree):
    """Return the functions that send to one end what they receive from another, as a relay between two ends does.

        def carry(source, target):
            while data := source.recv(999):
                target.sendall(data)
    """
    found = []
    for function in tree.nodes if tree.of("accept") and not passes_on(tree) else ():
        own = list(walk(function)) if isinstance(function, FUNCTIONS[:2]) else ()
        ends = {one.arg for one in function.args.args} if own else set()
        froms = {last_name(getattr(call.func, "value", None)) for call in own if called(call) in {"recv", "makefile"}}
        tos = {last_name(getattr(call.func, "value", None)) for call in own if called(call) in {"send", "sendall"}}
        if froms & ends and tos & ends and not froms & tos:
            found.append(function)
    return found


def passes_on(tree, answers=True):
    """Tell whether the script goes through several clients and sends to each, itself or by a function of its own.

    Without `answers` those do not count from whom it receives in the same loop: it may answer these alone.
    """
    senders = own_senders(tree)
    return any(names_in(node) & others for each, calls in repeated(tree)
               for others in [each if answers else each - heard_among(calls)]
               for call in calls if not is_fixed(tree, call, each)
               for node in receivers(call, senders) or misspelt(tree, call, senders)) or any(
        lacks_address(tree, call) or swaps(tree, call) for call in tree.of("sendto"))


def heard_among(calls):
    """Return the names of those from whom one of these calls receives: sock of sock.recv(99)."""
    return {last_name(call.func.value) for call in calls if called(call) in RECEIVES and isinstance(
        call.func, ast.Attribute)}


def misspelt(tree, call, senders):
    """Return [what a method is called of] where it is none, and one that sends is meant: client.sendtext(text)."""
    name, own = called(call), [word for word, places in senders.items() if None in places]
    unknown = own and isinstance(call.func, ast.Attribute) and name not in tree.defined and call.args
    return [call.func] if unknown and difflib.get_close_matches(name, own, 1, SPELT) else []


def fills_each(tree):
    """Return where the script puts what it has received to what it has yet to send to each of several others; None.

        for key in list(sel.get_map().values()):
            key.data.out += came
    """
    came = spread(tree, given_by(tree, tree.of("recv")))
    came = spread(tree, came | {target.id for node in tree.nodes if isinstance(node, ast.Assign)  # guest.heard = recv()
                                and mentioned(node.value) & came
                                for target in node.targets if isinstance(target, ast.Name)})
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.For)]:
        each, inside = names_in(loop.target), list(walk(loop))
        puts = [part for part in inside if isinstance(part, ast.AugAssign) and not isinstance(part.target, ast.Name)
                and names_in(part.target) & each and mentioned(part.value) & came]
        if puts and not any(called(part) in RECEIVES for part in inside):
            return puts[0]
    return None


def puts_for_each(tree):
    """Return where a server puts on a queue, for each of several, this one and what it is to be sent; None.

        for guest in guests:
            todo.put((guest, text))
    """
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.For)] if tree.of("accept") else ():
        each = names_in(loop.target)
        for call in [part for part in walk(loop) if called(part) in {"put", "put_nowait"}]:
            pair = next(iter(call.args), None)
            whose = tree.given.get(last_name(getattr(call.func, "value", None)), ())
            if isinstance(pair, ast.Tuple) and len(pair.elts) > 1 and any(
                    getattr(one, "id", None) in each for one in pair.elts) and any(
                    called(value).endswith("Queue") for value in whose):
                return call
    return None


def reads_log(tree):
    """Return the function that sends one client what has been added to a list since it last looked there; None.

        def write(link, at):
            while True:
                new, at = said[at:], len(said)
                for text in new: link.sendall(text)
    """
    logs = {last_name(getattr(call.func, "value", None)) for call in tree.of("append")} if tree.of("accept") else set()
    senders = own_senders(tree) if logs else {}
    for function in [node for node in tree.nodes if logs and isinstance(node, FUNCTIONS[:2])]:
        inside, ends = list(walk(function)), {one.arg for one in function.args.args}
        news = any(isinstance(node, ast.Subscript) and last_name(node.value) in logs and isinstance(
            node.slice, ast.Slice) and isinstance(node.slice.lower, (ast.Name, ast.Attribute)) and not node.slice.upper
            for node in inside)
        if news and any(names_in(end) & ends for call in inside if isinstance(call, ast.Call)
                        for end in receivers(call, senders)):
            return function
    return None


def mentioned(node):
    """Return the names in this node, those of attributes among them: guest.heard."""
    return {last_name(part) for part in walk(node)} - {""}


def tells_everybody(tree):
    """Tell whether the script sends what it has received to a broadcast address, at which its clients hear."""
    came = spread(tree, given_by(tree, tree.of("recvfrom")))
    addresses = [(call, tree.value(call.args[-1])) for call in tree.of("sendto") if len(call.args) > 1]
    return any(isinstance(address, tuple) and address[:1] and is_everybody(tree, address[0])
               and names_in(call.args[0]) & came for call, address in addresses)


def lacks_address(tree, call):
    """Tell whether a loop over those who have been heard names none of them in what it sends: sendto(data)."""
    loop = next(iter(tree.above(call, (ast.For,))), None)
    kept = {last_name(getattr(one.func, "value", None)) for one in tree.of("add", "append")}
    return loop is not None and len(call.args) == 1 and not call.keywords and bool(
        {last_name(part) for part in walk(loop.iter)} & kept - {""}) and not names_in(loop.target) & names_in(call)


def swaps(tree, call):
    """Tell whether a loop over those who have been heard hands sendto the address first, and what is sent behind it.

        people.add(address)
        for one in people: sock.sendto(one, data)
    """
    loop = next(iter(tree.above(call, (ast.For,))), None) if len(call.args) == 2 else None
    heard = {last_name(target.elts[-1]) for one in tree.of("recvfrom") for target in getattr(
        tree.parent.get(one), "targets", ()) if isinstance(target, ast.Tuple) and target.elts} if loop else set()
    kept = {last_name(getattr(one.func, "value", None)) for one in tree.of("add", "append")
            if one.args and last_name(one.args[0]) in heard}
    kept |= {last_name(node.value) for node in tree.nodes if heard and isinstance(node, ast.Subscript)
             and isinstance(node.ctx, ast.Store) and last_name(node.slice) in heard}
    each = names_in(loop.target) if loop else set()
    return bool(each and {last_name(part) for part in walk(loop.iter)} & kept - {""}) and isinstance(
        call.args[0], ast.Name) and call.args[0].id in each and not names_in(call.args[1]) & each


def is_fixed(tree, call, each):
    """Tell whether a call sends the same bytes to each, as one that looks for a server does: no message."""
    first = call.args[0] if call.args else None
    given = tree.given.get(last_name(first), ())
    came = any(any(called(node) in RECEIVES for node in walk(value)) for value in given)
    return first is not None and not names_in(first) & each and isinstance(tree.value(first), bytes) and not came


def receivers(call, senders):
    """Return the expressions to which a call sends; `senders` as own_senders gives them."""
    name = called(call)
    if name == "sendto":
        return call.args[-1:]
    found = [call.func] if name in SENDS else []
    for place in senders.get(name, ()):
        found += [call.func] if place is None else call.args[place:place + 1]
    return found


def repeated(tree):
    """Yield (names that stand for each element, calls made with them) for what is done with each of several things."""
    for loop in tree.nodes:
        if isinstance(loop, (ast.For, ast.AsyncFor)):
            if called(loop.iter) not in tree.own and not gives_messages(tree, loop.iter):  # not of messages of its own
                each, inside = names_in(loop.target), list(walk(loop))
                yield each | parts_of(tree, loop, each, inside), [node for node in inside if isinstance(node, ast.Call)]
        elif isinstance(loop, COMPREHENSIONS):
            each = {name for part in loop.generators for name in names_in(part.target)}
            yield each, [node for node in walk(loop.elt) if isinstance(node, ast.Call)]


def gives_messages(tree, node):
    """Tell whether what a loop goes through is an object of the script's own that receives: for text in Mailbox(5000).
    """
    for value in (node, *tree.given.get(last_name(node), ())):
        for one in tree.defined.get(called(value), ()):
            steps = [part for part in getattr(one, "body", ()) if getattr(part, "name", "") in {
                "__iter__", "__next__", "__aiter__", "__anext__"}]
            names = {called(part) for step in steps for part in walk(step)}
            inside = {called(part) for name in names for function in tree.defined.get(name, ())
                      if not isinstance(function, ast.ClassDef) for part in walk(function)}
            if (names | inside) & {*RECEIVES, "readline"}:
                return True
    return False


def parts_of(tree, loop, each, inside):
    """Return the names that a loop gives a part of each thing: link = client["link"], link = client.link.

    Not of each that is ready: that is one which is answered, link = key.fileobj.
    """
    through = [loop.iter, *tree.given.get(last_name(loop.iter), ())]
    if SELECTS & {called(part) for one in through for part in walk(one)}:
        return set()
    return {node.targets[0].id for node in inside if isinstance(node, ast.Assign) and isinstance(
        node.targets[0], ast.Name) and isinstance(node.value, (ast.Subscript, ast.Attribute))
        and names_in(node.value) & each}


def own_senders(tree):
    """Return the script's own functions that send: name -> places of the parameters to which they send.

    The place None is the object whose method it is: client.tell(text).
    """
    functions = [node for node in tree.nodes if isinstance(node, FUNCTIONS) and hasattr(node, "name")]
    senders = {}
    for _ in range(2):  # twice: a function may call another one that sends
        for function in functions:
            parameters = [argument.arg for argument in function.args.args]
            method = parameters[:1] == ["self"]
            found = senders.setdefault(function.name, set())
            for call in [node for node in walk(function) if isinstance(node, ast.Call)]:
                for name in {name for node in receivers(call, senders) for name in names_in(node)} & set(parameters):
                    place = parameters.index(name) - method
                    found.add(None if place < 0 else place)
    return senders


def collects(tree):
    """Tell whether accepted connections, or addresses heard from, are kept in a list, set or dict."""
    fresh = set(ENDS)
    for node in tree.nodes:
        maker = called(node.value) if isinstance(node, ast.Assign) else ""
        if maker in {"accept", "recvfrom"} or maker[:1].isupper() and any(
                names_in(argument) & fresh or any(called(part) == "accept" for part in walk(argument))
                for argument in node.value.args):  # client = Client(conn), Client(door.accept()[0])
            fresh |= names_in(node.targets[0])
    for call in tree.calls:  # members.put(name, writer), which is one of its own: def put(self, name, link)
        fresh |= {one.arg for one, given in handed(tree, call) if last_name(given) in fresh or any(
            called(part) == "accept" for part in walk(given))}  # Thread(target=serve, args=(door.accept()[0],))
    queues = {last_name(target) for node in tree.nodes if isinstance(node, (ast.Assign, ast.AnnAssign)) and called(
        node.value) == "Queue" for target in getattr(node, "targets", None) or [node.target]}
    for given in [what_is_called(call)[1] for call in tree.calls] if queues else ():  # write_from(writer, queue)
        names = {last_name(one) for one in given}
        fresh |= names & queues if names & fresh else set()
    kept = [call.args[0] for call in tree.of("append", "add") if call.args]
    for node in tree.nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            kept += [node.slice, getattr(tree.parent.get(node), "value", node.slice)]  # clients[name] = connection
    return any(names_in(node) & fresh or last_name(node) in ENDS or is_object_of_each(tree, node)
               for node in kept) or fills_boxes(tree)


def fills_boxes(tree):
    """Tell whether a server keeps a queue for each client, and puts what has come into that of another: boxes[to].put()
    """
    filled = {last_name(call.func.value.value) for call in tree.of("put", "put_nowait") if isinstance(
        call.func, ast.Attribute) and isinstance(call.func.value, ast.Subscript)} if tree.of("accept") else set()
    return any(isinstance(target, ast.Subscript) and last_name(target.value) in filled and called(node.value) == "Queue"
               for node in tree.nodes if filled and isinstance(node, ast.Assign) for target in node.targets)


def is_object_of_each(tree, node):
    """Tell whether this is the object that asyncio or socketserver makes for each client: self."""
    kind = node
    while kind is not None and not isinstance(kind, ast.ClassDef):
        kind = tree.parent.get(kind)
    return last_name(node) == "self" and kind is not None and bool(OF_EACH & {last_name(base) for base in kind.bases})


def only_answers(tree):
    """Tell whether a UDP script sends only to those from whom it has received something.

        pair = sock.recvfrom(1024)
        sock.sendto(b"ok", pair[1])         # or address = pair[1], or data, address = pair
    """
    pairs = {last_name(node.targets[0]) for node in tree.nodes if isinstance(node, ast.Assign)
             and called(node.value) == "recvfrom" and not hasattr(node.targets[0], "elts")}
    senders, others = set(), {node.arg for node in tree.nodes if isinstance(node, ast.arg)}
    others |= {name for node in tree.loops if isinstance(node, (ast.For, ast.AsyncFor))
               for name in names_in(node.target)}  # one of many that have been kept
    for node in tree.nodes:
        if isinstance(node, ast.Assign):
            names = {last_name(name) for target in node.targets for name in getattr(target, "elts", [target])}
            heard = called(node.value) == "recvfrom" or last_name(getattr(node.value, "value", node.value)) in pairs
            (senders if heard else others).update(names)
    ends = [call.args[-1] for call in tree.of("sendto") if call.args]
    targets = {last_name(one.value if isinstance(one, ast.Subscript) and last_name(one.value) in pairs else one)
               for one in ends}
    speaks_first = tree.of("connect") and tree.of("send", "sendall")
    return bool(targets) and targets <= senders - others - {""} and not speaks_first
