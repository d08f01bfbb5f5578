"""Stuck: what keeps a chat from hearing or reaching somebody, though every part of it is there."""
import ast

from lab12.finder import keeping
from lab12.finder.nodes import walk
from lab12.finder.printing import is_to_screen
from lab12.finder.reach import handed, parameters
from lab12.finder.syntax import FUNCTIONS, LOOPS, OVER_SOCKETS, RECEIVES, called, last_name, line, names_in

ENDS = "accept", "recvfrom"  # calls that give a client, or its address
OTHERS = ("create_task", "gather", "ensure_future", "wait", "start_server", "create_datagram_endpoint",
          "create_connection", "add_reader")  # with these asyncio has more than one thing to do
SKIPPED = {"author", "sender", "skip", "exclude", "me", "own", "who_said"}  # what one is called who is left out
THREAD = "input() and recv() each wait: receive in a thread of its own (threading.Thread(target=..., daemon=True)) " \
    "and ask for messages in the other."


def ends(source):
    """Return the names that are given what accept or recvfrom gives."""
    return {name for node in source.tree.nodes if isinstance(node, ast.Assign) and called(node.value) in ENDS
            for target in node.targets for name in names_in(target)}


def named_alike(server):
    """Return what is wrong where the author is left out by a name that all have at first; '' if he is not.

        class Guest:
            name = "guest"
            ...
                if other.name != self.name: other.send(text)
    """
    tree = server.tree
    for test in [node for node in tree.nodes if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(
            node.ops[0], (ast.NotEq, ast.Eq))]:
        sides = (test.left, test.comparators[0])
        name = last_name(sides[0]) if all(isinstance(one, ast.Attribute) for one in sides) else ""
        loops = tree.above(test, (ast.For,))
        each = names_in(loops[0].target) if loops else set()
        if not name or name != last_name(sides[1]) or not each & (names_in(sides[0]) | names_in(sides[1])):
            continue
        first = [node for node in tree.nodes if isinstance(node, ast.Assign) and last_name(node.targets[0]) == name
                 and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)]
        given = any(isinstance(node, ast.Attribute) and node.attr == name and isinstance(node.ctx, ast.Store) and not (
            isinstance(getattr(tree.parent.get(node), "value", None), ast.Constant) or tree.above(node, ast.If))
            for node in tree.nodes)  # to each his own, before he says anything
        if first and not given:
            one, other = (ast.unparse(side.value) for side in sides)
            return f"{server.line(line(test))}this leaves out all who have the same {name} as the author, and at " \
                f"first everybody's is {first[0].value.value!r} ({server.ref(first[0])}), so nobody is sent " \
                f"anything. Compare the clients themselves: {one} is not {other}."
    return ""


def tied_to_one(server):
    """Return what is wrong where a UDP server connects the socket at which it hears all of its clients; '' else."""
    tree = server.tree
    bound = {last_name(getattr(call.func, "value", None)) for call in tree.of("bind")}
    for call in tree.of("connect") if tree.of("recvfrom") and not tree.of("accept") else ():
        whose = last_name(getattr(call.func, "value", None))
        if whose and whose in bound and call.args and names_in(call.args[0]) & ends(server):
            return f"{server.line(line(call))}connect ties this socket to one address, and what anybody else sends " \
                "is not heard any more. Over UDP a server connects to nobody: leave it out."
    return ""


def same_key(server):
    """Return what is wrong where a dictionary keeps each client by one and the same key; '' where it does not."""
    tree = server.tree
    gone_through = {name for loop in tree.loops if isinstance(loop, ast.For) for name in names_in(loop.iter)}
    for node in tree.nodes:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            name = last_name(getattr(target, "value", None))
            made = any(tree.above(value, LOOPS) for value in tree.given.get(name, ()))  # a new one for each client
            keys = {ast.dump(one.slice) for one in tree.nodes if isinstance(one, ast.Subscript) and isinstance(
                one.ctx, ast.Store) and last_name(one.value) == name}
            if isinstance(target, ast.Subscript) and is_fixed(tree, target.slice) and not made and len(keys) == 1 and (
                    last_name(target.value) in gone_through and names_in(node.value) & ends(server)):
                return f"{server.line(line(node))}each client is kept by the same key, " \
                    f"{tree.value(target.slice)!r}, in the place of the one before: only the last one is left. Give " \
                    "each a key of its own, such as its address."
    return ""


def is_fixed(tree, node):
    """Tell whether an expression is a constant, or a name that is given one constant and nothing else: number = 0."""
    if not isinstance(node, ast.Name):
        return isinstance(node, ast.Constant)
    here = [one for one in tree.nodes if tree.function(one) is tree.function(node)]
    stores = [one for one in here if isinstance(one, ast.Name) and one.id == node.id and not isinstance(
        one.ctx, ast.Load)]
    others = any(isinstance(one, (ast.Global, ast.Nonlocal)) and node.id in one.names for one in tree.nodes)
    return len(stores) == 1 and isinstance(tree.parent.get(stores[0]), ast.Assign) and isinstance(
        tree.parent[stores[0]].value, ast.Constant) and not others and not any(
            isinstance(one, ast.arg) and one.arg == node.id for one in here)


def never_filled(server):
    """Return what is wrong where nobody is ever put on the list of the clients; '' where somebody is."""
    if found := keeping.added_twice(server.tree):
        test, name = found
        who = last_name(test.left)
        return f"{server.line(line(test))}nobody is ever put on {name}, so there is nobody to send to: this puts " \
            f"{who} there only if he is on it already. Ask for {who} not in {name}."
    if found := keeping.let_in(server.tree):
        test, name = found
        whose, known = ast.unparse(test.left), ast.unparse(test.comparators[0])
        return f"{server.line(line(test))}only a client whose {whose} is in {known} is put on {name}. Is that " \
            "of each client there?"
    if not (found := keeping.never_filled(server.tree)):
        return ""
    node, name = found
    put = f"{name}[...] = ..." if isinstance(node, ast.Dict) or called(node) == "dict" else f"{name}.add(...)" if (
        called(node) == "set") else f"{name}.append(...)"
    if called(node) == "defaultdict":
        made = last_name(next(iter(node.args), None))
        put = f"{name}[...]{'.add(...)' if made == 'set' else '.append(...)' if made == 'list' else '[...] = ...'}"
    call = next(iter(server.of("accept") or server.of("recvfrom")), None)
    after = f" after {called(call)} ({server.ref(call)})" if call else ""
    return f"{server.line(line(node))}nobody is ever put on {name}, so there is nobody to send to. Put each new " \
        f"client there{after}: {put}."


def two_lists(server):
    """Return what is wrong where a function puts the clients on a list of its own; '' where it does not."""
    if not (found := keeping.two_lists(server.tree)):
        return ""
    own, name, files, loop = found
    return f"{server.line(line(own))}this makes another {name}, of {server.tree.function(own).name} alone, and " \
        f"{server.ref(loop)} goes through that of {server.ref(files)}, which stays empty. Leave this line out."


def made_anew(server):
    """Return what is wrong where the list of the clients is made anew with each of them; '' where it is not."""
    if not (found := keeping.made_anew(server.tree)):
        return ""
    node, name = found
    if called(node.value) or not (getattr(node.value, "elts", None) or getattr(node.value, "values", None)):
        return f"{server.line(line(node))}{name} is made anew here for each client, so it holds the last one only. " \
            "Make it once, before the loop."
    put = f"{name}[...] = conn" if isinstance(node.value, ast.Dict) else f"{name}.add(...)" if isinstance(
        node.value, ast.Set) else f"{name}.append(...)"
    return f"{server.line(line(node))}this makes {name} anew, with the newest client alone: those before it get " \
        f"nothing. Put it to the others: {put}."


def same_host(server):
    """Return what is wrong where a dictionary keeps each client by its host alone; '' where it does not."""
    if not (found := keeping.by_host(server.tree)):
        return ""
    node, key, address = found
    return f"{server.line(line(node))}each client is kept by {key}, its host alone, which all clients of one " \
        f"computer share: only the last one is left. The key must be the whole address, host and port: {address}."


def accepts_first(server):
    """Return what is wrong where so many clients are accepted before any of them is heard; '' where that is not so."""
    tree, most = server.tree, server.script and server.script.most
    for loop in {one for call in tree.of("accept") for one in tree.above(call, LOOPS)[:1]} if most else ():
        inside = {called(part) for part in walk(loop)}
        own = {called(part) for name in inside & tree.own for one in tree.defined[name] for part in walk(one)}
        if not (inside | own) & {"start", "submit", "start_new_thread", "create_task", *RECEIVES, "register"}:
            return f"{server.line(line(loop))}{most} clients are accepted here before any of them is heard, so " \
                "nothing goes on until all are there: start the thread of each right after its accept."
    return ""


def compares_hosts(server):
    """Return what is wrong where the author is left out with all others of his computer; '' where he is not.

        if where[0] != sender[0]: sock.sendto(data, where)
    """
    tree = server.tree
    addresses = {"client_address"} | {last_name(target.elts[1]) for node in tree.nodes if isinstance(node, ast.Assign)
                                      and called(node.value) in ENDS for target in node.targets
                                      if isinstance(target, ast.Tuple) and len(target.elts) == 2}
    for node in tree.nodes:
        sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) and len(node.ops) == 1 else ()
        first = [one.value for one in sides if isinstance(one, ast.Subscript) and getattr(one.slice, "value", 1) == 0]
        asks = tree.parent.get(node)
        leaves_out = len(first) == 2 and (
            isinstance(node.ops[0], ast.NotEq) or isinstance(node.ops[0], ast.Eq) and isinstance(asks, ast.If)
            and isinstance(asks.body[0], ast.Continue))
        if leaves_out and any(last_name(one) in addresses for one in first) and tree.above(node, (ast.For,)):
            one, other = map(ast.unparse, first)
            return f"{server.line(line(node))}this compares the hosts alone, and all clients of one computer have " \
                f"the same: nobody there is sent anything. Compare the whole addresses, {one} and {other}."
    return ""


def to_its_author(server):
    """Return what is wrong where a loop over the clients sends to the one that has said it, alone; '' if none does."""
    tree, found = server.tree, ""
    hears = {last_name(call.func.value) for call in tree.of(*RECEIVES) if isinstance(call.func, ast.Attribute)}
    given_to = [pair for call in tree.calls if tree.is_own(call.func) for function in tree.defined[called(call)]
                if isinstance(function, FUNCTIONS) for pair in parameters(function, call.args)]
    hears |= {last_name(given) for one, given in given_to if one.arg in hears} - {""}  # message = hear(link)
    hears |= {one.arg for one, given in given_to if last_name(given) in hears}         # def broadcast(text, sender)
    keys = {last_name(node.slice) for node in tree.nodes if isinstance(node, ast.Subscript) and isinstance(
        node.ctx, ast.Store)} - {""}  # clients[name] = link: by his name the author is known, too
    hears |= {one.arg for call in tree.calls if tree.is_own(call.func) for function in tree.defined[called(call)]
              if isinstance(function, FUNCTIONS) and any(called(part) == "recv" for part in walk(tree.function(call)))
              for one, given in parameters(function, call.args) if last_name(given) in keys} if keys else set()
    hears |= {one.arg for call in tree.of("start_server") for function in tree.defined.get(
        last_name(next(iter(call.args), None)), ()) for one in function.args.args if one.arg != "self"}
    if chosen := only_author(server, hears | {"name"}) or back_to_its_end(server):
        return chosen
    for call in tree.of(*OVER_SOCKETS, "write"):
        if is_to_screen(call):
            continue
        loop = next(iter(tree.above(call, (ast.For,))), None)
        tests = [above.test for above in tree.above(call, (ast.If,)) if loop and loop in tree.above(above, (ast.For,))
                 and any(call in walk(one) for one in above.body)]
        same = [test for test in tests if isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.Is, ast.Eq))
                and names_in(test) & names_in(loop.target) and names_in(test) & (hears | ends(server))]
        if loop and not same:
            if any(server.has_come(one, server.received) for one in call.args):
                return ""
            continue  # it tells all of them something of its own
        if loop and not found:
            other = "is not" if isinstance(same[0].ops[0], ast.Is) else "!="
            found = f"{server.line(line(same[0]))}this sends to the client that has said it, and to no other: " \
                f"if {ast.unparse(same[0].left)} {other} {ast.unparse(same[0].comparators[0])}."
    return found


def back_to_its_end(server):
    """Return the hint for one of two ends to which what has come from it is sent, and not to the other one; '' else.

        ends[name] = link
        Thread(target=pump, args=(name, link, other))
        def pump(name, source, target): ... ends[name].sendall(line)
    """
    tree = server.tree
    kept = {(last_name(node.targets[0].slice), last_name(node.value)) for node in tree.nodes
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript)}
    pairs = {tuple((one.arg, last_name(given)) for one, given in handed(tree, call)) for call in tree.calls}
    for call in tree.of(*OVER_SOCKETS):
        to = getattr(call.func, "value", None)
        key = last_name(to.slice) if isinstance(to, ast.Subscript) else ""
        for given in [dict(pair) for pair in pairs if key in dict(pair)]:
            link = next((one for one in given if (given[key], given[one]) in kept), "")
            heard = any(called(part) in {"makefile", *RECEIVES} and last_name(part.func.value) == link
                        for part in walk(tree.function(call)) if isinstance(getattr(part, "func", None), ast.Attribute))
            others = [one for one in given if one not in (key, link)]
            if link and heard and len(others) == 1:
                return f"{server.line(line(call))}{key} is the end from which this has come, so it goes back to its " \
                    f"author: {ast.unparse(to.value)}[{others[0]}]."
    return ""


def same_each_time(server):
    """Return the hint for a loop over the names of the clients that sends to one and the same each time; '' for none.

        for other in people:
            if other != name:
                people[name].sendall(text)
    """
    tree = server.tree
    for call in tree.of(*OVER_SOCKETS):
        to = call.args[-1] if called(call) == "sendto" and call.args else getattr(call.func, "value", None)
        loop = next(iter(tree.above(call, (ast.For,))), None)
        first_alone = isinstance(to, ast.Subscript) and isinstance(to.slice, ast.Constant) and loop and ast.dump(
            loop.iter) == ast.dump(to.value)
        told = loop and any({*names_in(loop.target)} & {*names_in(part)} for part in walk(loop) if called(
            part) in OVER_SOCKETS)  # beside it
        if first_alone and isinstance(loop.target, ast.Name) and not told:
            return f"{server.line(line(call))}the loop goes through {ast.unparse(loop.iter)} as {loop.target.id}, " \
                f"and this sends to {ast.unparse(to)} each time: {loop.target.id} in its place."
        if not (isinstance(to, ast.Subscript) and isinstance(to.slice, ast.Name) and loop and isinstance(
                loop.target, ast.Name) and ast.dump(loop.iter) == ast.dump(to.value)):
            continue
        inside = list(walk(loop))
        tests = [above.test for above in tree.above(call, ast.If) if above in inside]
        other = any(isinstance(part, ast.Name) and part.id == to.slice.id and isinstance(part.ctx, ast.Store)
                    for part in inside)
        if not told and not other and all(isinstance(getattr(test, "ops", [None])[0], (ast.NotEq, ast.IsNot))
                                          for test in tests):
            return f"{server.line(line(call))}the loop goes through {ast.unparse(loop.iter)} as {loop.target.id}, " \
                f"and this sends to {ast.unparse(to)} each time: {ast.unparse(to.value)}[{loop.target.id}]."
    return ""


def takes_author_off(server):
    """Return the hint for a loop that takes the author of a message off the list of clients, to leave him out; ''.

        for one in room:
            if one is author: room.remove(one)
            else: one.sendall(text)
    """
    for loop in [loop for loop in server.tree.loops if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name)]:
        for node in [node for node in loop.body if isinstance(node, ast.If) and isinstance(node.test, ast.Compare)
                     and isinstance(node.test.ops[0], (ast.Is, ast.Eq)) and loop.target.id in names_in(node.test)]:
            off = [part for one in node.body for part in walk(one) if called(part) in {"remove", "discard"}
                   and part.args and last_name(part.args[0]) == loop.target.id and isinstance(
                       part.func, ast.Attribute) and last_name(part.func.value) in map(last_name, walk(loop.iter))]
            sends = any(called(part) in OVER_SOCKETS and loop.target.id in names_in(part) and not any(
                            says_of_its_own(server, one) for one in part.args) for part in walk(loop)
                        if part not in set(walk(ast.Module(node.body, []))))
            if off and sends:
                return f"{server.line(line(off[0]))}this takes the author of each message off " \
                    f"{ast.unparse(off[0].func.value)} for good, so he gets nothing more: continue leaves him out."
    return ""


def says_of_its_own(server, text):
    """Tell whether a text is the server's own, and no message: b"he has left", or f"{name} has left"."""
    made = [text, *server.tree.given.get(last_name(text), ())]
    return isinstance(server.tree.value(text), (str, bytes)) or any(
        isinstance(part, ast.JoinedStr) and not names_in(part) & {*server.names_received}
        for one in made for part in walk(one))


def only_author(server, hears):
    """Return the hint for a list of those who are to be told that holds the author alone; '' for others.

        others = [one for one in people if one is author]
    """
    tree = server.tree
    kept = {last_name(part) for loop in tree.loops if isinstance(loop, ast.For) for part in walk(loop.iter)} - {""}
    for node in [node for node in tree.nodes if isinstance(node, ast.Assign) and last_name(node.targets[0]) in kept]:
        for made in getattr(node.value, "generators", ())[:1]:
            test = made.ifs[0] if len(made.ifs) == 1 else None
            by_key = {ast.unparse(one.slice) for one in tree.nodes if isinstance(one, ast.Subscript) and isinstance(
                one.ctx, ast.Store) and isinstance(one.slice, ast.Attribute)}  # online[self.address] = self.link
            same = isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.Is, ast.Eq)) and names_in(
                test) & names_in(made.target) and (names_in(test) & (hears | SKIPPED) or by_key & {
                    *map(ast.unparse, (test.left, *test.comparators))})
            all_told = any(isinstance(loop, ast.For) and last_name(loop.iter) == last_name(made.iter) and any(
                called(part) in OVER_SOCKETS for part in walk(loop)) for loop in tree.loops)
            if same and keeping.kept_in(tree, made) and not all_told:  # and not beside what all others are told
                return f"{server.line(line(test))}this keeps the client that has said it, and no other: `is not` in " \
                    "the place of `is`, or != for ==."
    return ""


def stops_loop(client):
    """Return what is wrong where input() is called in a coroutine, which stops all others; '' where it is not.

    Where a loop asks and receives in turn, and nothing else goes on, there is nothing that it could stop.
    """
    others = client.calls(*OTHERS) or "TaskGroup" in client.tree.words
    for call in client.tree.of("input") if not client.threads else ():
        loops = client.tree.above(call, LOOPS)[:1]
        in_turn = not others and any(called(part) in {"read", *RECEIVES} for loop in loops for part in walk(loop))
        if loops and not in_turn and isinstance(client.tree.function(call), ast.AsyncFunctionDef):
            return f"{client.line(line(call))}while input() waits, the event loop stands still, and nothing that " \
                "comes is shown: text = await asyncio.to_thread(input, \"> \")."
    return ""


def deaf(client):
    """Return the hint for a client that receives nothing, or shows nothing of it, or only when its user lets it."""
    if not client.hears:
        return f"{client.name}: nothing is received here: recv, and print what comes."
    if client.many_at_once:
        return ""
    thrown = client.calls("recv", "recvfrom") and not client.prints_what_comes
    return client.at("recv", "recvfrom", "input") + (
        f"what comes here is shown nowhere: print it. And {THREAD}" if thrown else THREAD)
