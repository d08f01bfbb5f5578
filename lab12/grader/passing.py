"""Passing: why a chat's server does not pass on what it hears, as its source shows; '' where it is sound."""
import ast
import re

from lab12.finder import joining, keeping, relays
from lab12.finder.flow import heard_in
from lab12.finder.kinds import lacks_address, own_senders
from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, SENDS, asks_user, called, given_names, last_name, line, names_in
from lab12.grader.broadcasting import loops_over_clients
from lab12.grader.received import RECEIVES


def shared_name(server):
    """Return the hint for threads that all read from the connection that was accepted last."""
    if not (found := relays.overwritten(server.tree)):
        return of_the_class(server)
    recv, name, accept = found
    bare = name.rpartition(".")[2]
    kind = server.tree.parent.get(server.tree.function(recv))
    if relays.is_thread(kind):
        own = any(isinstance(node, ast.Attribute) and node.attr == bare and isinstance(node.ctx, ast.Store)
                  for node in walk(kind))
        how = f"self.{bare} is the thread's own." if own else f"Hand it to {kind.name}, and keep it as self.{bare}."
        return f"{server.line(line(recv))}every {kind.name} reads {name} here, which the next accept " \
            f"({server.line(line(accept))[:-2]}) overwrites: from then on all read from the newest client. {how}"
    return f"{server.line(line(recv))}every thread reads {name} here, which the next accept " \
        f"({server.line(line(accept))[:-2]}) overwrites: from then on all of them read from the newest client. Hand " \
        f"each thread its own: Thread(target=..., args=({name},)), and {bare} as a parameter of its function."


def lent_name(server):
    """Return the hint for a loop over the clients that takes the name of the one who is heard around it."""
    if not (found := relays.lent_to_loop(server.tree)):
        return ""
    loop, name, recv = found
    return f"{server.line(line(loop))}this loop gives {name} other values, and {name} is what {server.ref(recv)} " \
        "reads from: from then on that is the last client, and the one before is not heard any more. Give the loop a " \
        f"name of its own: for other in {ast.unparse(loop.iter)}."


def only_chosen(server):
    """Return the hint for messages that go to those alone whom a command puts on a list: his friends; '' if none do."""
    tree, senders = server.tree, own_senders(server.tree)
    empty = {last_name(target.value) for node in tree.nodes if isinstance(node, ast.Assign) and not (
             node.value.args if isinstance(node.value, ast.Call) else getattr(node.value, "elts", [0]))
             for target in node.targets if isinstance(target, ast.Subscript)}
    for loop in [node for node in tree.nodes if isinstance(node, ast.For) and isinstance(node.iter, ast.Subscript)]:
        name = last_name(loop.iter.value)
        adds = [call for call in tree.calls if called(call) in {"append", "add"} and isinstance(
                getattr(call.func, "value", None), ast.Subscript) and last_name(call.func.value.value) == name]
        words = [word for call in adds for word in asked_word(tree, call)]
        if name in empty and adds and len(words) >= len(adds) and any(
                called(part) in SENDS or senders.get(called(part)) for part in walk(loop)):
            return f"{server.line(line(loop))}this goes to those alone whom {ast.unparse(loop.iter)} holds, and " \
                f"nobody is there until {words[0]!r} has come ({server.ref(adds[0])}): send it to all who are there."
    return ""


def only_to_newcomers(server):
    """Return the hint for a loop that passes on what has come only where its author is new, and put on a list; ''.

        if address not in known:
            known.append(address)
            for one in known:
                sock.sendto(data, one)
    """
    heard, found = heard_in(server.tree), []
    for loop, call in loops_over_clients(server.tree):
        if heard & set().union(*map(names_in, call.args), set()):
            found.append((loop, next(filter(takes_in, server.tree.above(loop, ast.If)), None)))
    if not found or not all(test for _, test in found):
        return ""
    loop, test = found[0]
    return f"{server.line(line(loop))}this is done only where somebody is new ({ast.unparse(test.test)}), so nothing " \
        "that he says later is passed on: take the loop out of the if."


def takes_in(test):
    """Tell whether an if looks whether something is not on a list, or in a table, yet, and puts it there."""
    if not isinstance(test.test, ast.Compare) or not isinstance(test.test.ops[0], ast.NotIn):
        return False
    whose = last_name(test.test.comparators[0])
    return any(called(part) in ("append", "add") and last_name(part.func.value) == whose or isinstance(
        part, ast.Subscript) and isinstance(part.ctx, ast.Store) and last_name(part.value) == whose
        for one in test.body for part in walk(one))


def asked_word(tree, node):
    """Return the words of which one has to come before this is done, here or where its function is called; [] if none.
    """
    function = tree.function(node)
    calls = tree.sites(function)
    return [one.value for place in (node, *calls) for above in tree.above(place, ast.If) for part in walk(above.test)
            if isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.Eq) for one in part.comparators
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value]


def of_the_class(server):
    """Return the hint for objects, one for each client, that keep its connection in their class: Guest.link = link; ''.
    """
    tree = server.tree
    for one in [node for node in tree.nodes if isinstance(node, ast.ClassDef)]:
        kept = {target.attr: node for part in one.body if getattr(part, "name", "") == "__init__" for node in walk(part)
                for target in getattr(node, "targets", ()) if isinstance(target, ast.Attribute)
                and getattr(target.value, "id", "") == one.name and isinstance(node.value, ast.Name)}
        for call in tree.of("recv", "recv_into", "readline"):
            whose = call.func.value if isinstance(call.func, ast.Attribute) else None
            if isinstance(whose, ast.Attribute) and whose.attr in kept and getattr(whose.value, "id", "") == one.name:
                return f"{server.line(line(call))}{ast.unparse(whose)} is one for all objects of the class, and each " \
                    f"new client takes its place ({server.ref(kept[whose.attr])}): self.{whose.attr} in both lines."
    return ""


def leaves_address_out(server):
    """Return the hint for a loop over the addresses that leaves them out of what it sends: sendto(data); ''."""
    for call in server.tree.of("sendto"):
        if lacks_address(server.tree, call):
            loop = server.tree.above(call, (ast.For,))[0]
            return f"{server.line(line(call))}sendto needs the address as well: sendto(data, " \
                f"{ast.unparse(loop.target)})."
    return ""


def tells_ready(server):
    """Return the hint for a loop that sends to those alone of whom select says that they have said something; ''.

        for other in ready:
            if other is not one:
                other.sendall(data)
    """
    tree = server.tree
    for call in tree.of("select"):
        targets = [part for target in getattr(tree.parent.get(call), "targets", ()) for part in getattr(
            target, "elts", ())]
        ready, watched = last_name(targets[0]) if targets else "", call.args[0] if call.args else None
        for loop in [loop for loop in tree.loops if isinstance(loop, ast.For) and ready
                     and ready == last_name(loop.iter)]:
            tells = [part for part in walk(loop) if called(part) in {"send", "sendall"} and last_name(getattr(
                part.func, "value", None)) == last_name(loop.target)]
            around = [one for one in tree.above(loop, ast.For) if last_name(one.iter) == ready]
            if tells and around and last_name(watched):
                return f"{server.line(line(loop))}{ready} are those who have said something just now, and nobody " \
                    f"else is told: go through all of them, {ast.unparse(watched)}."
    return ""


def is_for_addresses(server):
    """Return the hint for addresses that are compared by `is`: each message brings a new tuple; '' for none."""
    tree = server.tree
    came = {last_name(target.elts[1]) for node in tree.nodes if isinstance(node, ast.Assign)
            and called(node.value) == "recvfrom" for target in node.targets if len(getattr(target, "elts", ())) == 2}
    came |= {one.args.args[2].arg for one in tree.defined.get("datagram_received", ()) if hasattr(one, "args")
             and len(one.args.args) > 2}
    came |= {"client_address"} if any("UDP" in word or "Datagram" in word for word in tree.words) else set()
    came |= {parameter.arg for call in tree.calls for parameter, given in server.handed(call)
             if isinstance(parameter, ast.arg) and last_name(given) in came}
    compares = [node for node in tree.nodes if isinstance(node, ast.Compare) and not any(
        isinstance(side, ast.Constant) for side in (node.left, *node.comparators)) and any(
            last_name(side) in came for side in (node.left, *node.comparators))]
    if any(isinstance(node.ops[0], (ast.Eq, ast.NotEq)) and tree.above(node, ast.For) for node in compares):
        return ""  # then it is done in another place, for what is no message
    for node in compares:
        if isinstance(node.ops[0], (ast.Is, ast.IsNot)):
            sign, other = ("is", "==") if isinstance(node.ops[0], ast.Is) else ("is not", "!=")
            return f"{server.line(line(node))}`{sign}` asks whether both are one and the same object, and each " \
                f"message comes with an address that is a new one: compare them with {other}."
    return ""


def no_global(source):
    """Return the hint for a function that means to give a name of the file a value, and gives one of its own."""
    if found := relays.self_forgotten(source.tree):
        given, name, first, read = found
        return f"{source.line(line(given))}{name} is a name of this method alone here, and self.{name}, which " \
            f"{source.ref(read)} reads, stays None ({source.ref(first)}): give self.{name} the value."
    if not (found := relays.kept_to_itself(source.tree)):
        return ""
    given, name, outside, read = found
    return f"{source.line(line(given))}{name} is given a value of this function's own here, so the {name} of line " \
        f"{line(outside)}, which line {line(read)} reads, stays as it was. Write `global {name}` as the first line " \
        f"of the function ({source.tree.function(given).name})."


def flag_kept(source):
    """Return the same hint where what has another value is the test of a loop: while running; '' for others."""
    found = relays.kept_to_itself(source.tree)
    tests = {name for loop in source.tree.loops if isinstance(loop, ast.While) for name in names_in(loop.test)}
    return no_global(source) if found and found[1] in tests and not relays.self_forgotten(source.tree) else ""


def other_word(server, client):
    """Return the hint for a client that joins with a word that its server does not look for."""
    if unsaid := joining.unsaid(server.script, client.script):
        wanted, there = unsaid
        return f"{server.line(there)}the server takes in only a client that sends {wanted!r}, and nothing like it " \
            f"stands in {client.name}: it must send that before its first message."
    if not (found := joining.misspelt(server.script, client.script)):
        return ""
    sent, where, wanted, there = found
    return f"{client.line(where)}this sends {sent!r}, and the server takes in only a client that sends {wanted!r} " \
        f"({server.line(there)[:-2]}). The word must be the same in both, capitals and signs too."


def other_spelling(sender, receiver):
    """Return the hint for a word before each message that the other program looks for in other letters; '' for none.

        link.send(f"msg {text}".encode())            if command == "MSG": ...
    """
    if {"lower", "upper", "casefold"} & receiver.tree.words:
        return ""
    tests = {str(part.value): node for node in receiver.tree.nodes if isinstance(node, ast.Compare) and isinstance(
        node.ops[0], (ast.Eq, ast.In)) for side in (node.left, *node.comparators) for part in walk(side)
             if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    for call in sender.of("send", "sendall", "sendto", "write"):
        for text in [part for one in call.args[:1] for part in walk(one) if isinstance(part, ast.JoinedStr)]:
            begins = text.values[0].value if text.values and isinstance(text.values[0], ast.Constant) else ""
            word = begins.split()[0] if begins.strip() and begins != begins.rstrip() else ""
            meant = next((one for one in tests if one.lower() == word.lower() and word not in tests), "")
            if word and meant:
                return f"{sender.line(line(call))}this sends {word!r} first, and {receiver.name} looks for {meant!r} " \
                    f"({receiver.line(line(tests[meant]))[:-2]}): the word must be the same in both, capitals too."
    return ""


def past_the_loop(server):
    """Return the hint for a loop over the clients that sends to one and the same each time."""
    if not (found := relays.past_the_loop(server.tree)):
        return ""
    call, to, each = found
    return f"{server.line(line(call))}the loop goes through the clients as {each}, and this sends to {to} each time. " \
        f"Send to {each}."


def asks_for_each(server):
    """Return the hint for a server whose own user is asked for something before a client is heard; '' for others."""
    tree = server.tree
    targets = {last_name(word.value) for call in tree.of("Thread") for word in call.keywords if word.arg == "target"}
    for call in server.of("input"):
        function = tree.function(call)
        hears = [one for one in tree.of("recv", "readline", "makefile") if tree.function(one) is function]
        if getattr(function, "name", "") in targets and not tree.above(call, LOOPS) and any(
                one.lineno > call.lineno for one in hears):
            return f"{server.line(line(call))}the server's own user is asked here, once for each client, and nobody " \
                "hears that client before an answer. What a client is called, or wants, the client must send."
    return ""


def drops(server):
    """Return the hint for a loop that only looks whether something has come, and then receives anew; '' for others."""
    tree = server.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.While)]:
        came = [node for node in walk(loop) if isinstance(node, ast.Assign) and any(
            called(part) == "recv" for part in walk(node.value)) and isinstance(node.targets[0], ast.Name)]
        for first, second in zip(came, came[1:], strict=False):
            name = first.targets[0].id
            used = [node for node in tree.nodes if isinstance(node, ast.Name) and node.id == name
                    and isinstance(node.ctx, ast.Load) and not tree.tested(node)]
            told = [test for test in tree.nodes if isinstance(test, ast.Compare) and name in names_in(test) and any(
                getattr(side, "value", None) for side in (test.left, *test.comparators))]  # a word of its protocol
            if name != last_name(second.targets[0]) and not used and not told:
                return f"{server.line(line(second))}this receives once more: what has come in {server.ref(first)} is " \
                    f"only looked at, and so every other message is lost. Go on with {name}."
    return ""


def refuses(result, server, client):
    """Return the hint for a server that answers what has come with a complaint of its own; '' where none is seen.

    A greeting is none: a complaint stands in a branch. Nor is a notice to others: "anna has joined".
    """
    tree, heard = server.tree, heard_from(server)
    seen = " ".join([result.seen, *(text for lines in result.screens.values() for text in lines)])
    for call in server.of("send", "sendall", "sendto", "write"):
        branch = tree.above(call, (ast.If, ast.match_case, ast.ExceptHandler))
        to = call.args[-1] if called(call) == "sendto" and call.args else getattr(call.func, "value", None)
        answers = to is not None and any(server.placed(part) in heard for part in walk(to)) and not any(
            names_in(to) & names_in(loop.target) and not set(map(called, walk(loop))) & {*RECEIVES}
            for loop in tree.above(call, (ast.For,)))
        for part in walk(call.args[0]) if call.args and branch and answers else ():
            text = part.value if isinstance(part, ast.Constant) else ""
            text = (text.decode(errors="replace") if isinstance(text, bytes) else str(text)).strip()
            if len(text) > 4 and text in seen and re.search(r"[^\W\d]", text):
                return f"{server.line(line(call))}{text!r} is the server's answer to what has come. What does it " \
                    f"look for before this line, and does {client.place('sendall', 'send', 'sendto', 'write')} send " \
                    "that, letter by letter?"
    return ""


def heard_from(server):
    """Return the connections, or addresses, from which something has come: (place of the name, name) each."""
    tree, given = server.tree, [pair for call in server.tree.calls for pair in server.handed(call)]
    calls = [call for call in tree.of(*RECEIVES, "makefile", "readuntil") if isinstance(call.func, ast.Attribute)]
    found = {server.placed(call.func.value) for call in calls if not asks_user(call)}
    found |= {server.placed(value) for parameter, value in given if server.placed(parameter) in found}  # hear(conn)
    found |= {server.placed(part) for node in tree.nodes for target, value in server.given_by(node)
              if called(value) in {"accept", "recvfrom", "makefile"} for part in walk(target)}
    if "start_server" in tree.words:
        found |= {server.placed(one) for call in calls if hasattr(tree.function(call), "args")
                  for one in tree.function(call).args.args}  # reader, writer
    for _ in range(2):  # twice: one function may hand it to another
        found |= {server.placed(parameter) for parameter, value in given if server.placed(value) in found}
    return found - {(".", "")} | {(".", name) for name in ("request", "wfile", "transport", "writer")}


def answers_each(server):
    """Return the hint for a loop over the clients that sends to each what is kept under that one: his own words; ''.

        for one in ready:
            if one in said:
                one.send(said[one])
    """
    tree = server.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.For)]:
        each = names_in(loop.target)
        kept = {last_name(target): part for node in walk(loop) for target, value in given_names(node)
                for part in walk(value) if is_of(part, each)}
        for call in [part for part in walk(loop) if called(part) in SENDS and part.args]:
            own = next((part for part in walk(call.args[0]) if is_of(part, each)), None) or next(
                (kept[name] for name in names_in(call.args[0]) if name in kept), None)
            if own and names_in(call.func) & each and not for_others(server, last_name(own.value)):
                return f"{server.line(line(call))}this sends each client what it has said itself, " \
                    f"{ast.unparse(own)}, and to nobody else: go through all clients for each message, and leave out " \
                    "its author."
    return ""


def for_others(server, kept):
    """Tell whether what has come is put under the name of somebody else than its author: waiting[other].put(data)."""
    tree = server.tree
    authors = keeping.ends(tree) | {last_name(getattr(call.func, "value", None)) for call in tree.of("recv")}
    for node in [node for node in tree.nodes if isinstance(node, ast.Subscript) and last_name(node.value) == kept]:
        above = tree.parent.get(node)
        call = tree.parent.get(above) if isinstance(above, ast.Attribute) else None
        put = call.args if isinstance(call, ast.Call) else [above.value] if isinstance(
            above, (ast.Assign, ast.AugAssign)) else []
        if last_name(node.slice) not in authors and any(server.has_come(one, server.received) for one in put):
            return True
    return False


def is_of(part, each):
    """Tell whether this looks something up under one of these names: said[one]."""
    return isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Name) and part.slice.id in each
