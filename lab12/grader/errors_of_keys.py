"""Errors of keys: what is looked for in a dictionary or a list, and is not in it."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import called, last_name, line, names_in
from lab12.grader.causes import alike, on
from lab12.grader.keys import another_key, stored
from lab12.grader.rounds import taken_off_each_time
from lab12.grader.stuck import never_filled, two_lists


@on(r"(?:list|deque)\.remove\(x\): x not in (?:list|deque)")
def not_in_list(fault, found):
    each = taken_off_each_time(fault.source)
    if each and each.startswith(fault.at or each):
        return each
    return removes_other(fault) or f"{fault.at}what is to be removed is not in the list, or not any more. Remove it " \
        "in one place only, and test `in` before."


def removes_other(fault):
    """Return the hint for a list that holds something else than what is to be removed; '' if the source tells none."""
    call = next((call for call in fault.calls if called(call) == "remove" and len(call.args) == 1), None)
    if not call or not isinstance(call.func, ast.Attribute) or not last_name(call.args[0]):
        return ""
    tree, name, wanted = fault.source.tree, ast.unparse(call.func.value), ast.unparse(call.args[0])
    name = name if isinstance(call.func.value, ast.Subscript) else last_name(call.func.value)
    turns = {last_name(part) for loop in tree.loops if isinstance(loop, ast.For) for part in walk(loop.target)}
    if wanted in {last_name(getattr(one.func, "value", None)) for one in tree.of("accept")} - turns:
        return f"{fault.at}{wanted} is the socket that listens, and no client: remove the connection of the " \
            "one that has left."
    mine = [node for node in tree.nodes if isinstance(node, ast.Assign) and name in map(last_name, node.targets)
            and tree.function(node) is tree.function(call) is not None and isinstance(call.func.value, ast.Name)]
    if mine and not any(isinstance(node, ast.Global) and name in node.names for node in walk(tree.function(call))):
        others = [node for node in tree.nodes if isinstance(node, ast.Assign) and str(name) in map(
            last_name, node.targets) and tree.function(node) is None]  # spelled alike
        if others:
            return f"{fault.source.line(line(mine[0]))}this makes a list of its own, {name}, for this function " \
                f"alone: the clients are in that of line {others[0].lineno}. Leave this line out."
    put = [one.args[-1] for one in tree.of("append", "insert", "add") if one.args
           and name and name in (last_name(getattr(one.func, "value", None)), ast.unparse(getattr(
               one.func, "value", one)))]
    if not put:
        return ""
    where = f"{fault.at}{name} holds {ast.unparse(put[0])} ({fault.source.line(line(put[0]))[:-2]}), and {wanted} " \
        "alone is not in it. "
    if all(wanted.startswith(f"{ast.unparse(one)}.") for one in put):
        return f"{where}Remove what was put in: {name}.remove({ast.unparse(put[0])})."
    together = told_together(tree)
    entries = {last_name(loop.target) for loop in tree.loops if isinstance(loop, ast.For)} | tree.given.keys()
    if wanted not in entries and all(isinstance(one, (ast.Tuple, ast.List)) for one in put) and any(
            wanted in names_in(one) or wanted in names for one in put for names in (*together, ())):
        return f"{where}Go through the entries, and remove the whole one that has {wanted} in it."
    here = tree.function(call)
    beside = here is not None and all(tree.function(one) is here for one in put) and tree.given.keys() & {wanted}
    if all(isinstance(one, ast.Name) and one.id != wanted for one in put) and (beside or any(
            {put[0].id, wanted} <= names for names in together)):
        return f"{where}Remove what was put in."
    return ""


@on(r"^KeyError: (.*)")
def no_key(fault, found):
    if any(called(call) == "remove" for call in fault.calls):
        return removes_other(fault) or f"{fault.at}what is to be removed is not in the set, or not any more: " \
            "discard() removes it only if it is there."
    what = f"such {found[1][1:].partition(' ')[0].rpartition('.')[2]}" if found[1].startswith("<") else found[1]
    names = {last_name(node.value) for node in fault.source.tree.nodes if fault.is_at(node)
             and isinstance(node, ast.Subscript)} - {""}
    told = two_lists(fault.source) or never_filled(fault.source) if fault.role == "server" else ""
    told = told if any(f" {name}," in told for name in names) else ""
    other = another_key(fault.source)
    other = other if other.startswith(fault.at) else ""
    told = told or by_number(fault) or asks_other(fault) or other or hands_other(fault) or nothing_under_key(fault)
    return told or sent_otherwise(fault, found[1]) or f"{fault.at}there is no {what} in this dictionary" \
        f"{spelt(fault, found[1])}: ask with .get(), or test `in` before."


def by_number(fault):
    """Return the hint for sockets that are looked for by the number that poll gives, and kept otherwise; '' else.

        for number, _ in poller.poll(): link = links[number]           links[link] = link
    """
    tree = fault.source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Subscript) and fault.is_at(node)]:
        loop = next((one for one in tree.above(node, ast.For) if called(one.iter) == "poll"
                     and isinstance(one.target, ast.Tuple) and last_name(one.target.elts[0]) == last_name(
                         node.slice) != ""), None)
        kept = [(key, value) for name, key, value, _ in stored(tree) if name == last_name(node.value)] if loop else []
        if kept and not any(called(part) == "fileno" for key, _ in kept for part in walk(key)):
            return f"{fault.at}poll gives the number of a socket, its fileno(), and {last_name(node.value)} keeps " \
                f"each under {ast.unparse(kept[-1][0])}: under {ast.unparse(kept[-1][0])}.fileno()."
    return ""


def spelt(fault, key):
    """Return the key that is meant, of a dictionary that is written out in the source; '' if none is so alike."""
    names = {last_name(node.value) for node in fault.source.tree.nodes if isinstance(node, ast.Subscript)
             and fault.is_at(node)}
    tables = [value for name in names for value in fault.source.tree.given.get(name, ()) if isinstance(value, ast.Dict)]
    keys = [one.value for table in tables for one in table.keys if isinstance(getattr(one, "value", None), str)]
    close = alike(key.strip("'\""), keys)
    return f"; what is meant may be {close!r}" if close else ""


def hands_other(fault):
    """Return the hint for a function that looks for what it is handed, by a call that hands it no key; '' else.

        def tell(room, text): for one in rooms[room]: ...           tell(name, text)
    """
    tree = fault.source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Subscript) and fault.is_at(node)]:
        function, wanted = tree.function(node), last_name(node.slice)
        taken = [one.arg for one in function.args.args if one.arg != "self"] if isinstance(
            function, ast.FunctionDef) else []
        kept = last_name(node.value)
        keys = {key.id for name, key, _, _ in stored(tree) if name == kept and isinstance(key, ast.Name)}
        calls = [call for call in tree.sites(function) if wanted in taken and len(call.args) > taken.index(wanted)]
        given = [(call, last_name(call.args[taken.index(wanted)])) for call in calls]
        others = [pair for pair in given if pair[1] and pair[1] not in keys]
        if len(keys) == 1 and others and len(others) < len(given):
            return f"{fault.source.line(line(others[0][0]))}{function.name} looks for {wanted} in " \
                f"{last_name(node.value)}, whose keys are {min(keys)}, and is handed {others[0][1]} here."
    return ""


def nothing_under_key(fault):
    """Return the hint for a list under a key that nothing makes: rooms[room].append(link); '' where it is made."""
    for call in [call for call in fault.calls if called(call) in {"append", "add"}]:
        whose = getattr(call.func, "value", None)
        name = last_name(getattr(whose, "value", None)) if isinstance(whose, ast.Subscript) else ""
        if name and not any(kept == name for kept, *_ in stored(fault.source.tree)):
            key, empty = ast.unparse(whose.slice), "set()" if called(call) == "add" else "[]"
            return f"{fault.at}nothing is kept under {key} yet, so there is nothing to be added to: " \
                f"{name}.setdefault({key}, {empty}).{called(call)}({', '.join(map(ast.unparse, call.args))})."
    return ""


def sent_otherwise(fault, key):
    """Return the hint for a key that the other program, whose JSON this is, does not send; '' if that is not so."""
    other, asked = fault.other, key.strip("'\"")
    other = fault.source if other and not other.calls("dumps", "dump") else other  # passed on as it came
    if not (other and other.calls("dumps", "dump") and fault.source.calls("loads", "load")):
        return ""
    sent = {key.value: line(node) for call in other.tree.of("dumps", "dump", *other.tree.own) for node in walk(call)
            if isinstance(node, ast.Dict) for key in node.keys if isinstance(getattr(key, "value", None), str)}
    sent |= {word.arg: line(call) for function in other.tree.nodes if isinstance(function, ast.FunctionDef)
             and function.args.kwarg and any(last_name(part) == function.args.kwarg.arg for call in walk(function)
                                             if called(call) in {"dumps", "dump"} for part in walk(call))
             for call in other.tree.sites(function) for word in call.keywords if word.arg}  # send(type="say", text=t)
    sent = sent or {key.value: line(node) for node in other.tree.nodes if isinstance(node, ast.Dict)
                    for key in node.keys if isinstance(getattr(key, "value", None), str)}
    if not sent or asked in sent:
        return ""
    tree = fault.source.tree
    asks = {getattr(node.slice, "value", None) for node in tree.nodes if isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Load)}
    asks |= {getattr(call.args[0], "value", None) for call in tree.of("get") if call.args}
    close = alike(asked, sent) or next((key for key in sent if key not in asks), "")
    there = other.line(sent[close or next(iter(sent))])[:-2]
    names = f"'{close}'" if close else ", ".join(f"'{key}'" for key in sent)
    return f"{fault.at}what comes has no '{asked}': {there} sends {names}. Both programs must use the same key."


def other_keys(source, other, passed=False):
    """Return the hint for a key of JSON that the other program never sends, where nobody sees the error; '' else.

    With `passed` the other one also passes on, as it came, what copies of this program send.
    """
    tree, there = source.tree, other.tree
    came = {name for name, values in tree.given.items() if values and all(
        called(one) == "loads" and not is_kept_here(tree, one) for one in values)}
    sent = keys_sent(other)
    sent = [*sent, *keys_sent(source)] if passed and source is not other else sent
    keys = {key.value: sender.line(line(one)) for sender, one in sent for key in getattr(one, "keys", ())} if all(
        isinstance(one, ast.Dict) and all(isinstance(key, ast.Constant) for key in one.keys) for _, one in sent) else {}
    added = {last_name(node.value) for one in (tree, there) for node in one.nodes if isinstance(node, ast.Subscript)
             and isinstance(node.ctx, ast.Store)}
    gets = [call for call in tree.of("get") if len(call.args) == 1 and isinstance(call.func, ast.Attribute)]
    asks = [(node, node.value, node.slice) for node in tree.nodes if isinstance(node, ast.Subscript)] + [
        (call, call.func.value, call.args[0]) for call in gets]
    for node, whose, key in asks:
        asked = getattr(key, "value", None) if last_name(whose) in came - added else None
        if keys and isinstance(asked, str) and asked not in keys and not source.is_of_other(node) and not (
                tree.tested(node) or is_looked_for(tree, asked)):
            names = ", ".join(repr(key) for key in keys)
            return f"{source.line(line(node))}what comes has no {asked!r}: {next(iter(keys.values()))[:-2]} " \
                f"sends {names}. " + ("It must be the same key in both lines." if source is other else
                                      "Both programs must use the same key.")
    return ""


def is_kept_here(tree, loads):
    """Tell whether this JSON is of a file, or stands in the source: json.loads(file.read())."""
    values = [one for name in names_in(loads) for one in tree.given.get(name, ())]
    return any(called(part) in {"open", "read", "read_text"} for one in (loads, *values) for part in walk(one)) or all(
        isinstance(one, ast.Constant) for one in (values or loads.args))


def is_looked_for(tree, key):
    """Tell whether a source asks whether a key is there: if "error" in message."""
    return any(isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn))
               and getattr(node.left, "value", None) == key for node in tree.nodes)


def keys_sent(source):
    """Return (source, dictionary) of each that a program makes JSON of; None for one that is not written there.

    One that is given more keys later, packet["who"] = name, is not either.
    """
    tree = source.tree
    more = {last_name(node.value) for node in tree.nodes if isinstance(node, ast.Subscript) and isinstance(
        node.ctx, ast.Store)} | {last_name(getattr(one.func, "value", None)) for one in tree.of("update", "setdefault")}
    return [(source, one) for call in tree.of("dumps", "dump") if call.args for one in (
        [call.args[0]] if isinstance(call.args[0], ast.Dict) else [None] if last_name(call.args[0]) in more else
        tree.given.get(last_name(call.args[0]), [None]))]


def asks_other(fault):
    """Return the hint for a dictionary whose keys are something else than what is asked for; '' if none is seen."""
    tree, asked = fault.source.tree, {}
    for call in fault.calls:
        if called(call) == "pop" and call.args and isinstance(call.func, ast.Attribute):
            asked[last_name(call.func.value)] = call.args[0]
    asked |= {last_name(node.value): node.slice for node in tree.nodes if isinstance(node, ast.Subscript)
              and fault.is_at(node)}
    for node in tree.nodes:
        kept = next((one for one in getattr(node, "targets", ()) if isinstance(one, ast.Subscript)), None)
        wanted = kept and isinstance(node, ast.Assign) and asked.get(last_name(kept.value))
        if isinstance(wanted, ast.Name) and not isinstance(kept.slice, ast.Name) and wanted.id in names_in(kept.slice):
            return f"{fault.at}the keys of {last_name(kept.value)} are {ast.unparse(kept.slice)} " \
                f"({fault.source.line(line(kept))[:-2]}), and this asks for {wanted.id} alone."
        if isinstance(wanted, ast.Name) and isinstance(kept.slice, ast.Name) and wanted.id != kept.slice.id and any(
                {wanted.id, kept.slice.id} <= names for names in (*told_together(tree), {kept.slice.id, last_name(
                    node.value)})):
            return f"{fault.at}the keys of {last_name(kept.value)} are {kept.slice.id} " \
                f"({fault.source.line(line(kept))[:-2]}), and this asks for {wanted.id}."
    return ""


def told_together(tree):
    """Return the names that accept and recvfrom give together, as sets: the connection or the data, and the address."""
    return [names_in(target) for node in tree.nodes for target in getattr(node, "targets", ())
            if called(getattr(node, "value", None)) in {"accept", "recvfrom"}]
