"""Errors of values: numbers, lists that are too short or change, keys that are missing, what was typed."""
import ast
import re

from lab12.finder.answering import is_figure
from lab12.finder.commands import SENT
from lab12.finder.flow import given_by, spread
from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, OVER_SOCKETS, RECEIVES, called, last_name, line, names_in
from lab12.grader.causes import END_EACH, on
from lab12.grader.comparing import constant_in_or, is_typed
from lab12.grader.errors_of_other_kinds import kept_in_quotes
from lab12.grader.framed import digits_differ, filled
from lab12.grader.mixups import length_behind
from lab12.grader.reading import first
from lab12.grader.rounds import closed_at_once
from lab12.grader.signs import sent_without

FILLS = {"append", "insert", "extend"}
DIGITS = 20  # of a length; who reads more takes what follows with it
PARTS = {"split", "rsplit", "splitlines", "findall"}  # what gives a list of the parts of a text


def never_filled(fault, names):
    """Return the hint for a list of these names that is empty from the beginning, and on which nothing is ever put."""
    tree = fault.source.tree
    for name in sorted(names):
        values = tree.given.get(name, ())
        uses = [(above, tree.parent.get(above)) for node in tree.nodes if isinstance(node, ast.Name) and node.id == name
                for above in [tree.parent.get(node)]]
        fills = any(isinstance(above, (ast.AugAssign, ast.Call, ast.Starred, ast.Return)) or called(call) in FILLS
                    or isinstance(getattr(above, "ctx", None), ast.Store) for above, call in uses)
        if values and not fills and all(isinstance(one, ast.List) and not one.elts for one in values):
            return f"{fault.source.line(line(values[0]))}{name} is empty at first, and nothing is ever put on it: " \
                f"{fault.at[:-2]} looks for what is not there."
    return ""


@on(r"sys\.argv|^IndexError: list index out of range")
def no_argument(fault, found):
    if "argv" in fault.code:
        return f"{fault.at}sys.argv holds what stands on the command line, and nothing does: test len(sys.argv) first."
    if "split" in fault.code or "[" in fault.code:
        tree = fault.source.tree
        names = {last_name(part.value) for part in tree.nodes if isinstance(part, ast.Subscript) and fault.is_at(part)}
        if empty := never_filled(fault, names):
            return empty
        parted = "split" in fault.code or any(called(part) in PARTS for name in names for value in tree.given.get(
            name, ()) for part in walk(value))
        why = "What came may lack the sign at which it is split; test len()." if parted else "Test len() before."
        return f"{fault.at}the list is shorter than that. {why}"
    return ""


@on(r"^IndexError: (?:string )?index out of range")
def no_first_letter(fault, found):
    tree = fault.source.tree
    came = spread(tree, given_by(tree, tree.of(*RECEIVES)))
    taken = [last_name(node.value) for node in tree.nodes if isinstance(node, ast.Subscript) and fault.is_at(node)]
    if hears := [call for call in tree.of("recv", "readline") if set(taken) & came]:
        return f"{fault.source.line(line(hears[0]))}this gives nothing once the other side has gone, and what is " \
            f"empty has no first letter ({fault.at[:-2]}): test for it before, and leave the loop (if not " \
            f"{taken[0]}: break)."
    return ""


@on(r"^IndexError: tuple index out of range")
def no_such_part(fault, found):
    names = {called(call) for call in fault.calls}
    if names & {"accept", "recvfrom"}:
        return f"{fault.at}accept and recvfrom each give two things, [0] and [1]: conn, address = server.accept()."
    return f"{fault.at}this tuple has fewer parts than that; the first one is [0]."


@on(r"(recv|recvfrom|recv_into)\(\) (?:takes at least 1 argument|missing|takes exactly)"
    r"|(recv|recvfrom)\(\) takes from 1 to 2")
def no_size(fault, found):
    name = found[1] or found[2]
    own = name in fault.source.tree.own
    return "" if own else f"{fault.where(name)}{name} has to be told how many bytes it may take at most: {name}(1024)."


@on(r"'str' object cannot be interpreted as an integer|an integer is required"
    r"|'float' object cannot be interpreted as an integer")
def not_a_number(fault, found):
    names, where = {called(call) for call in fault.calls}, fault.where("bind", "connect", "sendto")
    for call in fault.calls:
        flags = fault.source.tree.value(call.args[1]) if len(call.args) == 3 else 0
        if called(call) == "sendto" and not isinstance(flags, int):
            host, port = (ast.unparse(one) for one in call.args[1:])
            return f"{where}sendto takes the address as one argument, in parentheses of its own: " \
                f"sendto(data, ({host}, {port}))."
    if names & {"readline", "read"}:
        return f"{where}readline takes a number, how many letters at most, and no question. " \
            "Ask with input(\"...\"), or print the question first."
    if names & {"recv", "recvfrom"}:
        return f"{where}recv takes the number of bytes to be read at most: int(...) makes one of a text."
    if "float" in fault.words:
        return f"{where}a whole number is wanted: int(...), or // for /."
    if names & {"bind", "connect", "sendto", "create_connection", "connect_ex", "create_server"} or not fault.line:
        return kept_in_quotes(fault) or (fault.source.mistake("port is text") or where) + \
            "The port is text here; int(...) makes it a number."
    return f"{where}a number is wanted, and this is text; int(...) makes one of it."


@on(r"(dictionary|Set|deque|OrderedDict) (?:changed size during iteration|mutated during iteration|keys changed)"
    r"|(dictionary) keys changed")
def changed_while_read(fault, found):
    kind = (found[1] or found[2]).lower()
    loops = [node for node in fault.source.tree.nodes if isinstance(node, ast.For) and fault.is_at(node)]
    for loop in loops:
        for call in [part for part in walk(loop) if called(part) == "pop" and part.args and isinstance(
                part.func, ast.Attribute) and ast.dump(part.func.value) == ast.dump(loop.iter)]:
            if getattr(fault.source.tree.parent.get(call), "attr", "") in OVER_SOCKETS and last_name(
                    call.args[0]) == last_name(loop.target):
                of = ast.unparse(loop.iter)
                return f"{fault.source.line(line(call))}pop takes it off {of}, for good, while the loop goes through " \
                    f"{of}: {of}[{ast.unparse(call.args[0])}] only looks it up."
    return f"{fault.at}this {kind} is changed by another thread, or in the loop itself, while the loop goes through " \
        "it. Go through a copy: for one in list(...)."


@on(r"too many values to unpack \(expected (\d+)|not enough values to unpack \(expected (\d+), got (\d+)\)")
def unpacked(fault, found):
    names = {called(call) for call in fault.calls}
    if "accept" in names or "recvfrom" in names:
        return f"{fault.at}accept and recvfrom each give two things: write two names before the =."
    if "create_connection" in names and any(len(call.args) > 1 for call in fault.calls if called(
            call) == "create_connection"):
        return f"{fault.at}create_connection takes the address as one thing, in parentheses of its own: " \
            "create_connection((host, port))."
    if "recv" in names and not names & {"split", "partition", "loads"}:
        return f"{fault.at}recv gives one thing, the bytes; recvfrom gives two, data and address."
    if told := "split" in names and constant_in_or(fault.source):
        return told
    if "split" in names and (told := sent_without(fault)):
        return told
    if "split" in names or "partition" in names:
        return f"{fault.at}what came has not as many parts as names stand here. Look how many there are, before they " \
            "are given names; partition() always gives three."
    return first(made_otherwise(fault), f"{fault.at}there are not as many values as names.")


def made_otherwise(fault):
    """Return the hint for parts that have been put together elsewhere, of another number of things; '' else."""
    tree = fault.source.tree
    for node in [node for node in tree.nodes if fault.is_at(node) and fault.line]:
        if isinstance(node, (ast.For, ast.Assign)):
            target, value = (node.targets[0], node.value) if isinstance(node, ast.Assign) else (node.target, node.iter)
            names, whose = len(getattr(target, "elts", ())), last_name(value)
            given = tree.given.get(whose, [])
            if not isinstance(node, ast.Assign) and names and given and all(
                    isinstance(one, ast.Dict) or called(one) in ("dict", "defaultdict") for one in given):
                return f"{fault.at}a loop over a dictionary gives its keys alone: {whose}.items() gives both."
            alone = parts_put(tree, value, ast.Name) if names else None
            if alone is not None:
                return f"{fault.at}{names} names stand here, and {ast.unparse(alone)} alone is put in, in " \
                    f"{fault.source.ref(alone)}. Put in as many, in parentheses of their own."
            made = parts_put(tree, value) if names else None
            if made and len(made.elts) != names:
                return f"{fault.at}{names} names stand here for {len(made.elts)} things: that many are put together " \
                    f"in {fault.source.ref(made)}. Write as many here, or there."
    return ""


def parts_put(tree, value, kind=ast.Tuple):
    """Return the tuple that a function gives, or that is put into what a loop goes through or a queue gives; None."""
    puts = ("put", "put_nowait") if called(value) in ("get", "get_nowait") else ("append", "add", "appendleft")
    whose = last_name(value.func.value) if called(value) in ("get", "get_nowait", "pop", "popleft") and isinstance(
        value.func, ast.Attribute) else last_name(value)
    made = [call.args[0] for call in tree.of(*puts) if call.args and isinstance(call.args[0], kind)
            and whose and last_name(getattr(call.func, "value", None)) == whose]
    functions = tree.defined.get(called(value), ()) if isinstance(value, ast.Call) and tree.is_own(
        value.func) and kind is ast.Tuple else ()
    made += [part.value for one in functions for part in walk(one) if isinstance(part, ast.Return)
             and isinstance(part.value, ast.Tuple)]
    return made[0] if made else None


def is_address(fault, text, made):
    """Return what is said of an address of four numbers that a program makes one number of; '' of any other text."""
    whole = re.fullmatch(r"'\d+\.\d+\.\d+\.\d+'", text.strip())
    says = f"is an address, which is a text: leave {made}() out. Only the port is a number."
    return f"{fault.at}{text.strip()} {says}" if whole else ""


@on(r"could not convert string to float: (.*)")
def no_float(fault, found):
    asked = [call for call in fault.calls if called(call) in {"input", "raw_input"}]
    if any(is_figure(fault.source.tree, call) for call in asked):
        return f"{fault.at}what was typed is no number. Ask again, or catch ValueError."
    if address := is_address(fault, found[1], "float"):
        return address
    return f"{fault.at}float() takes numbers only, and what was typed is a message, which is any text: leave float() " \
        "out." if asked else f"{fault.at}{found[1][:40]} is no number that float() reads. Catch ValueError here."


@on(r"invalid literal for int\(\) with base 10: (.*)")
def no_integer(fault, found):
    if address := is_address(fault, found[1], "int"):
        return address
    asked = [call for call in fault.calls if called(call) in {"input", "raw_input"}]
    tree = fault.source.tree
    kept = {last_name(one) for call in asked for above in tree.above(call, ast.Assign)[:1] for one in above.targets}
    sent = any(last_name(part) in kept - {""} for call in tree.of(*SENT) for one in call.args[:1] for part in walk(one))
    if asked and (sent or {called(call) for call in fault.calls} & SENT) and not any(
            is_figure(fault.source.tree, call) for call in asked):
        return f"{fault.at}int() takes numbers only, and what was typed is a message, which is any text: leave int() " \
            "out."
    if asked:
        return f"{fault.at}what was typed is no number. Ask again, or catch ValueError."
    read = [part for call in fault.calls if called(call) == "int" for part in walk(call)
            if isinstance(part, (ast.Name, ast.Attribute)) and last_name(part) in fault.source.tree.typed]
    if read and is_typed(fault.source, read[0]):
        return f"{fault.at}what was typed is no number. Ask again, or catch ValueError."
    if read:
        return f"{fault.at}{found[1][:40]} is no number that int() reads. Catch ValueError here."
    if re.search(r"\\x[0-9a-f]{2}", found[1]):
        return f"{fault.at}these bytes are a number in binary, and int() reads digits: int.from_bytes(data, 'big'), " \
            "or struct.unpack, as the other program has packed it."
    reads = [call for call in fault.calls if called(call) == "recv"]
    if found[1] in ("''", "b''") and (ends := reads or fault.source.tells_length and fault.source.of("recv")):
        return f"{fault.at}what came is empty: the other side has gone, and recv ({fault.source.ref(ends[0])}) gives " \
            "b'' from then on. Test for it before this line (if not data: break)."
    other = fault.other if fault.other and fault.other.script else None
    if other and fault.source.tells_length and (late := length_behind(other)):
        return late
    if other and (unlike := digits_differ(other, fault.source)):
        return unlike
    if other and (short := too_short(fault, other, 0 if re.match(r"b?'\s*\d+\s*[^\d\s']", found[1]) else DIGITS)):
        return short
    if fault.source.tells_length and other and other.tells_length and not other.bare_words:
        part = f"{fault.at}this is only a part of a length, or of the message before it: recv(n) may give fewer than "
        if fault.source.holding(r"\bsetblocking\(\s*(?:False|0)") and "BlockingIOError" not in fault.source.text:
            return f"{part}n bytes and, after setblocking(False), raises BlockingIOError where none have come yet. " \
                "Keep what has come of each client, and take a message off it once it is whole."
        return f"{part}n bytes. Call it in a loop, until all n have come."
    if fault.source.tells_length and fault.at and other and other.role == "server" and other.bare_words:
        return f"{other.bare_words}this goes out without its length, and {fault.at[:-2]} takes its first bytes for " \
            "one: all that is sent, a greeting too, needs its length before it."
    if fault.source.tells_length:
        return f"{fault.at}this is no length: something has gone out without one before it. All that is sent, a " \
            "greeting too, needs its length before it."
    takes = [call for call in tree.of("recv", "read") if called(call) == "recv" or isinstance(
        tree.parent.get(call), ast.Await)]
    greeting = [call for call in takes if not any(
        fault.is_at(above) or fault.line in range(above.lineno, above.end_lineno + 1)
        for above in tree.above(call, LOOPS))]
    if greeting and fault.line and any(call in takes or called(call) == "decode" for call in fault.calls):
        return f"{fault.at}this is no number: several messages may have come with one recv, or the number with the " \
            f"one before it. {END_EACH}."
    return f"{fault.at}{found[1][:40]} is no number that int() reads: a text is shown as it is, without int()."


def too_short(fault, other, least):
    """Return what is wrong where a length is sent with as many digits as it has, and read with more; '' if it is not.

    It is not said of one that is read with fewer bytes than `least`.
    """
    tree, there = fault.source.tree, other.tree
    names = {name for call in fault.calls if called(call) == "int" for name in names_in(call)}
    recvs = [*fault.calls, *(part for name in names for value in tree.given.get(name, ()) for part in walk(value))]
    sizes = [tree.value(call.args[0]) for call in recvs if called(call) == "recv" and call.args]
    blanks = [node for node in other.tree.nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)]
    calls = [call for call in other.of("send", "sendall") if any(called(part) == "str" for part in walk(call))
             or any(called(part) == "str" and any(called(one) == "len" for one in walk(part)) for name in names_in(
                 call) for value in there.given.get(name, ()) for part in walk(value))]
    if not sizes or not isinstance(sizes[0], int) or sizes[0] < least or not calls or blanks or any(
            filled(other.tree)) or other.calls("pack", "to_bytes"):
        return ""
    return f"{other.line(line(calls[0]))}this length has as many digits as it needs, and {fault.source.name} reads " \
        f"{sizes[0]} bytes for it ({fault.at[:-2]}): what follows comes along with it. Fill it up: " \
        f"str(...).ljust({sizes[0]})."


@on(r"^ValueError: .* is not in (?:list|deque)$")
def no_place_in_list(fault, found):
    tree = fault.source.tree
    for call in [call for call in fault.calls if called(call) == "index" and isinstance(call.func, ast.Attribute)]:
        kept, block = ast.unparse(call.func.value), list(walk(tree.block(next(iter(tree.above(call, ast.stmt)), call))))
        gone = [one for one in tree.of("remove") if isinstance(one.func, ast.Attribute) and line(one) != line(call)
                and ast.unparse(one.func.value) == kept and one.lineno < call.lineno
                and one in block]
        if gone:
            return f"{fault.at}{fault.source.ref(gone[0])} has taken it off {kept} before, so it has no place there " \
                "any more: ask for the index first, and remove then."
    return f"{fault.at}what is looked for is not in the list, or not any more: ask `in` before, or take it off in " \
        "one place only."


@on(r"^ValueError: (?:substring|subsection) not found$")
def no_such_sign(fault, found):
    call = next((call for call in fault.calls if called(call) in {"index", "rindex"} and call.args), None)
    sign = fault.source.tree.value(call.args[0]) if call else None
    what = f"no {sign!r} in" if isinstance(sign, (str, bytes)) else "nothing of that in"
    if call and last_name(getattr(call.func, "value", None)) in fault.source.tree.typed:
        return f"{fault.at}there is {what} what was typed, and index() takes that for an error: find() gives -1, and " \
            "partition() an empty part."
    sends = fault.other and fault.other.script and fault.other.calls("send", "sendall", "sendto", "write")
    other = f" Does the other program put one there ({places(fault.other, sign)})?" if sends else ""
    return f"{fault.at}there is {what} what has come, and index() takes that for an error: find() gives -1, and " \
        f"partition() an empty part.{other}"


def places(source, sign):
    """Return the places in which a program sends something that is made without this sign; else where it sends."""
    calls = source.of("send", "sendall", "sendto", "write")
    text = sign.decode(errors="replace") if isinstance(sign, bytes) else sign
    bare = [call for call in calls if isinstance(text, str) and call.args and text not in "".join(
        str(part.value) for part in walk(call.args[0]) if isinstance(part, ast.Constant))]
    return ", ".join(dict.fromkeys(source.line(line(call))[:-2] for call in (bare or calls)[:2]))


@on(r"ord\(\) expected .*but int found")
def number_of_a_number(fault, found):
    return f"{fault.at}what is gone through here is bytes, and each of them is a number already: make it text first, " \
        "with .decode()."


@on(r"format requires -?\d+ <= number <= (\d+)|argument out of range|int too big to convert")
def too_large_a_number(fault, found):
    tree, used = fault.source.tree, {name for call in fault.calls for name in names_in(call)}
    told = any(called(call) == "len" for call in fault.calls) or any(
        called(value) == "len" for name in used for value in tree.given.get(name, ()))
    most = f"at most {int(found[1]):,}" if found[1] else "less than that"
    if any(called(call) == "to_bytes" for call in fault.calls):
        return f"{fault.at}so few bytes have no room for this number: to_bytes(4, \"big\"), and as many read in the " \
            "other program."
    return f"{fault.at}this format has room for {most}" + (", and a message may be longer: a length needs \"!I\", four "
                                                          "bytes, in both programs." if told else ": take a larger one "
                                                          "in both programs, such as \"!I\".")


@on(r"is already registered")
def registered_twice(fault, found):
    tree, listens = fault.source.tree, {last_name(getattr(call.func, "value", None))
                                        for call in fault.source.tree.of("accept", "listen")}
    closes = [call for call in tree.of("close") if last_name(getattr(call.func, "value", None)) not in listens]
    if fault.source.calls("unregister", "modify") or not closes:
        return f"{fault.at}this socket is in the selector already: modify() changes what is waited for, and " \
            "unregister() takes it out before it is closed."
    closed = ast.unparse(closes[0].func.value)
    return f"{fault.source.line(line(closes[0]))}a socket that is closed stays in the selector, and the next one " \
        f"gets its number ({fault.at[:-2]}): unregister({closed}) before it is closed."


@on(r"file descriptor cannot be a negative integer")
def closed_in_select(fault, found):
    if early := closed_at_once(fault.source):
        return early
    watched = {last_name(part) for call in fault.calls if called(call) in {"select", "poll"} for part in call.args}
    closes = [call for call in fault.source.tree.of("close") if isinstance(call.func, ast.Attribute)]
    gone = next((call for call in closes if not any(called(one) in {"remove", "discard"} and watched & {
        last_name(getattr(one.func, "value", None))} for one in walk(fault.source.tree.parent[fault.source.tree.above(
            call, ast.stmt)[0]]))), None)
    if not watched - {""} or gone is None:
        return f"{fault.at}a socket that has been closed has no number any more: take it off the list before."
    kept, one = next(last_name(part) for call in fault.calls for part in call.args if last_name(part)), ast.unparse(
        gone.func.value)
    return f"{fault.source.line(line(gone))}this closes a socket that stays in {kept}, which {fault.at[:-2]} gives " \
        f"to select: {kept}.remove({one}) before it is closed."


@on(r"^EOFError|EOF when reading a line")
def end_of_input(fault, found):
    if fault.source.calls("Process"):
        return f"{fault.at}a process of its own has no keyboard: input() works in the main one only. Use a thread."
    return f"{fault.at}input() has met the end of what can be typed (Ctrl-D, Ctrl-Z): catch EOFError, and leave."
