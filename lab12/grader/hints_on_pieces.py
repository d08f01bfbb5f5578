"""Hints on pieces: messages that TCP brings in pieces, or two at once."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, asks_user, called, last_name, line, names_in, target_of
from lab12.grader.collecting import never_whole, takes_unfinished
from lab12.grader.hints_on_text import WHOLE
from lab12.grader.placed import begun_anew
from lab12.grader.reading import SENDS, first
from lab12.grader.received import RECEIVES
from lab12.grader.repeats import more_than_once
from lab12.rubric.pieces import through_one_file

LOGS = r"\.exception\(|exc_info\s*=|\b(?:print|format)_exc\("  # that show a traceback
LENGTHS = {"int", "unpack", "from_bytes"}  # what makes a number of the bytes that tell how many follow


def of_told_size(source):
    """Return the recv of as many bytes as a length before them has told, None if there is none: conn.recv(size)."""
    told = {last_name(part) for node in source.tree.nodes if isinstance(node, ast.Assign)
            and any(called(one) in LENGTHS for one in walk(node.value)) and not is_given(node.value)
            for target in node.targets for part in getattr(target, "elts", [target])} - {""}
    return next((call for call in source.of("recv", "read") for size in call.args[:1]
                 if told & names_in(size) or called(size) in LENGTHS), None)


def takes_once(source, told):
    """Tell whether the bytes that a length has told are asked for by this one call, where others read on to the last.

        size = int(await reader.readexactly(4))
        text = await reader.read(size)
    """
    tree, names = source.tree, names_in(told.args[0])
    function = tree.function(told) or tree.module
    begun = [node for node in tree.nodes if isinstance(node, (ast.Assign, ast.NamedExpr)) and names & names_in(
        ast.Tuple(getattr(node, "targets", None) or [node.target], ast.Load()))]
    less = any(isinstance(part, (ast.AugAssign, ast.BinOp)) and isinstance(part.op, ast.Sub) and names & names_in(part)
               for part in walk(function))
    whole = called(told) == "read" and not source.calls("start_server", "open_connection")  # of a file: all of them
    return not (whole or less or "MSG_WAITALL" in ast.unparse(told)) and bool(begun) and all(
        tree.above(node, LOOPS)[:1] == tree.above(told, LOOPS)[:1] for node in begun)


def is_given(value):
    """Tell whether a number is written out, or comes from the command line or a question: int(sys.argv[2])."""
    numbers = [one for one in walk(value) if called(one) in LENGTHS and one.args]
    return any(last_name(part) == "argv" or asks_user(part) for part in walk(value)) or all(
        isinstance(one.args[0], ast.Constant) for one in numbers)


def pieces(result, roles, server, client):
    if "each message once" in result.expected:
        return more_than_once(result, roles, server, client)
    if roles.transport == "udp":
        return server.receives + "one recvfrom takes one datagram: call it again for the next one."
    if "breaks off" in result.expected:
        logs = server.holding(LOGS) if "goes on, after" in result.seen else ""
        return f"{logs}an error that is caught is shown whole, here and wherever else this is done: say in one line " \
            "that a client has gone." if logs else f"{server.receives}what comes last may be half a message, if its " \
            "sender is cut off: catch the error, and take it as the end of the connection."
    source, other = (client, server) if of_client(result, roles, server) else (server, client)
    if through_one_file(source.text) and (both_ways := source.holding(r"makefile\(.*[\"']rw")):
        return f"{both_ways}a text file for both ways forgets, when it writes, what it has read ahead: take one " \
            "makefile() for reading, and send with sendall."
    told = of_told_size(source)
    once = told is not None and takes_once(source, told)
    if source.tells_length and source.reads_on and not once:
        return never_whole(source, other) or source.receives + WHOLE
    if source.tells_length and source.calls("start_server", "open_connection"):
        where = source.line(line(told)) if told else source.receives
        return f"{where}read(n) may give fewer than n bytes: await reader.readexactly(n) waits for all."
    if source.tells_length:
        where = source.line(line(told)) if told else source.receives
        return f"{where}recv(n) may give fewer than n bytes: call it in a loop, until as many as were told have come."
    if thrown := first(never_whole(source, other), takes_unfinished(source), throws_rest(source), begun_anew(source)):
        return thrown
    if source.keeps_rest:
        return f"{source.receives}is each message that is whole taken out of what is kept here, and no other one?"
    ours = [what for what, _ in result.steps if " sends b" in what]
    bare = "marks the end" in result.expected or ours and not any("\\n" in what for what in ours)
    if (other.sends_ends or source.reads_lines) and not bare:
        if source.of("select", "poll") and source.of("makefile") and source.of("readline"):
            return f"{source.receives}select looks at the socket, and a second line that has come with the first is " \
                "in the file's buffer by then: nobody looks there until more comes. Take what recv gives, and go " \
                "through all lines in it."
        return f"{source.receives}one call may bring half a message, or two: keep what stands behind the last " \
            "newline for the next time, as makefile() does."
    if one_each(client):
        return source.at("recv") + "recv gives bytes, not messages: one call may bring half of one. Each comes by a " \
            "connection of its own here: read on until recv gives b'', and end it at the other side with " \
            "shutdown(socket.SHUT_WR), or with a newline up to which this reads."
    return source.at("recv") + "recv gives bytes, not messages: one call may bring half of one, or two. End each " \
                               'message with "\\n" and read line by line: for line in conn.makefile().'


def one_each(client):
    """Tell whether a client calls its server anew for each message that its user types."""
    asked = {loop for call in client.of("input") for loop in client.tree.above(call, LOOPS)[:1]
             if any(called(part) in SENDS for part in walk(loop))}  # and not: if input("Again? ") == "no"
    called_in = [client.tree.above(call, LOOPS)[:1] for call in client.of("connect", "create_connection")]
    return bool(called_in) and all(loops and loops[0] in asked for loops in called_in)


def throws_rest(source):
    """Return the hint for a function that reads on to the sign at a message's end, and drops what is behind it; ''.

        def hear():
            kept = b""
            while b"|" not in kept:
                kept += link.recv(1024)
            return kept.partition(b"|")[0]

    One that reads byte by byte reads nothing behind the sign.
    """
    tree = source.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.While) and isinstance(loop.test, ast.Compare)]:
        function, name = tree.function(loop), last_name(loop.test.comparators[0])
        inside = list(walk(function)) if function and isinstance(loop.test.ops[0], ast.NotIn) else []
        begun = next((node for node in inside if isinstance(node, ast.Assign) and last_name(node.targets[0]) == name
                      and isinstance(node.targets[0], ast.Name) and node.lineno < loop.lineno), None)
        outside = any(isinstance(node, (ast.Global, ast.Nonlocal)) and name in node.names for node in inside)
        empty = isinstance(getattr(begun, "value", None), ast.Constant) and not begun.value.value
        returned = any(isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) for node in inside)
        if name and empty and not (outside or returned or tree.above(begun, LOOPS)) and any(
                called(part) in RECEIVES and tree.value(next(iter(part.args), None)) != 1 for part in walk(loop)):
            return f"{source.line(line(begun))}what stands behind the end of a message, the next one or a part of " \
                f"it, is thrown away here: keep {name} from one call to the next."
    return ""


def of_client(result, roles, server):
    """Tell whether it is the client that does not put together what comes in pieces.

    In a chat its server may have passed on what it received, byte for byte.
    """
    if roles.kind == "pair":
        return "the client" in result.expected
    received = {target_of(server.tree, call) for call in server.of(*RECEIVES)} - {""}
    raw = [call for call in server.of(*SENDS) if call.args and getattr(call.args[0], "id", "") in received]
    return bool(raw) or any("our server" in action for action, _ in result.steps)
