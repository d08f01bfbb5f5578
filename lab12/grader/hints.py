"""Hints: the likely cause of a miss, in the student's own source with its line, and what it would take.

An error that Python has named comes first (errors). Then a hint is the first of several candidates: each asks for one
thing, and only where the source lacks it. The last one is always true: it says where to look.
"""
import ast
import re

from lab12.finder.syntax import line
from lab12.grader import errors
from lab12.grader.collecting import decodes_parts
from lab12.grader.computers import with_itself
from lab12.grader.errors_of_names import goes_without
from lab12.grader.faults import NAMED, Fault, complaints, faults
from lab12.grader.hints_on_chats import everybody, own, promptly, screen
from lab12.grader.hints_on_ctrl_c import quiet
from lab12.grader.hints_on_endings import EMPTY, again, alone, lost, next_client, stops
from lab12.grader.hints_on_halves import client_half, server_half
from lab12.grader.hints_on_pieces import pieces
from lab12.grader.hints_on_talk import listens, message, reply, starts, turns
from lab12.grader.hints_on_text import braces, empty, exit_word, letters, long, prompts, transcript
from lab12.grader.passing import no_global, other_word
from lab12.grader.patience import gives_up, has_put_out, prints_on, sleeps
from lab12.grader.reading import Source, first
from lab12.grader.slips import counts_letters
from lab12.grader.unasked import never_typed, sends_its_own
from lab12.grader.vain import connects_nowhere
from lab12.grader.whereto import for_datagrams
from lab12.rubric.checks import MISSED
from lab12.stage.stage import NOBODY

UNSAID = "the grader failed to find the hint"
WANTED = re.compile(r"^(?:asyncio\.)?(?:exceptions\.)?CancelledError")  # that is how Ctrl-C ends what asyncio runs
# What becomes of a message that recv has cut: half of a letter, or a part without the sign at which it is split.
CUT = re.compile(r"codec can't decode|unexpected end of data|list index out of range|not enough values to unpack"
                 r"|sub(?:string|section) not found")
CLOSED = re.compile(r"Bad file descriptor|\[WinError 10038\]")  # a socket that is used once its client has gone
FOLLOWS = re.compile(rf"{CLOSED.pattern}|changed size during iteration")  # what comes of another error, it may be
LIMIT = re.compile(r"^(?:socket\.)?(?:TimeoutError|timeout)\b")
OF_TWO = re.compile(r"[Rr]efused|already in use")  # that is what two copies of a program say that talks with itself
LONG = 2500  # letters of the message that is to arrive whole
FORMATS = {"pickle": r"UnpicklingError|pickle data|invalid load key|Ran out of input|could not find MARK",
           "json": r"JSONDecodeError: (?:Expecting value|Extra data)"}

# What checks name: hint=hints.message.
__all__ = [
    "add", "sources", "again", "alone", "braces", "client_half", "empty", "everybody", "exit_word", "letters",
    "listens", "long", "lost", "message", "next_client", "own", "pieces", "promptly", "prompts", "quiet",
    "reply", "screen", "server_half", "starts", "stops", "transcript", "turns",
]


def add(results, driver, pair, checks):
    """Give each missed Result its hint: what its Check tells, if no error that Python has named says more."""
    told = {one.name: one.hint for one in checks}
    server, client = sources(pair)
    for name, result in results.items():
        if result.outcome == MISSED:
            before = "says nothing" in result.expected  # an error that is named there has come later
            try:
                result.hint = (not before and named(result, server, client) or result.hint
                               or hint(told[name], result, driver.roles, server, client))
            except Exception as error:  # a hint may cost itself, and no marks
                driver.notices.add(f"{UNSAID} of {name} ({type(error).__name__}: {error})")
            result.waits = [after_the_limit(words, server, client) for words in result.waits]


def after_the_limit(words, *both):
    """Return what a program waits for; that nobody will speak again is not so where one of them ends soon."""
    ends = [f"after {found[0]:g} s the {source.role} ends" for source in both if (found := gives_up(source))]
    return f"each waits for another: {ends[0]} with TimeoutError" if ends and words == NOBODY else words


def sources(pair):
    """Return the Sources of a pair, server and client."""
    return Source(pair.server, "server"), Source(pair.client, "client")


def hint(told, result, roles, server, client):
    """Return the hint of a Check for a miss: it is a text, or a function that finds one."""
    both = (client, server) if told is client_half else (server, client)
    if told in (listens, message, reply, client_half, server_half) and (
            cause := one_computer(*both) or asks_never(result, server, client) or sleeps(result, server, client)
            or prints_on(result, server, client)):
        return cause
    if told is not empty and (put := has_put_out(result, server)):
        return put
    if told in (starts, listens, message, reply, turns, client_half, server_half) and (
            cause := talks_to_itself(server, client)):
        return cause
    return told(result, roles, server, client) if callable(told) else told


def asks_never(result, server, client):
    """Return what is wrong with a program that was to ask its user, has no question, and sleeps instead; '' else."""
    source = server if "the server to ask" in result.expected else client
    return "to ask its user" in result.expected and any(
        words.startswith(f"the {source.role} waits for a clock") for words in result.waits) and not (
        source.of("input") or {"stdin", "getch", "readline"} & source.tree.words) and sends_its_own(source) and (
        never_typed(source)) or ""


def talks_to_itself(server, client):
    """Return what is wrong with a program that starts both a server and its client, '' with any other."""
    serves, calls = with_itself(server, client)
    return serves and f"{server.line(line(calls))}the client is started here, and its server in " \
        f"{server.ref(serves)}, in one process: so its user talks to himself. Make two programs of them, or let a " \
        "word on the command line say which of the two is started."


def one_computer(one, other):
    """Return what is wrong with sockets that lead to no other computer (unix(7)), '' if there are none."""
    place = one.holding(r"\bAF_UNIX\b") or other.holding(r"\bAF_UNIX\b")
    return place and f"{place}AF_UNIX sockets lead only to programs on the same computer: use AF_INET, and a host " \
        "and a port instead of a file's name."


def named(result, server, client):
    """Return what repairs the error that Python has named in what was seen of a check; '' if there is none.

    One that only says that the other program has gone, or that its user wants it to end, is no cause.
    """
    both = {"server": server, "client": client}
    if result.name in {"starts", "listens", "message", "reply", "turns"} and talks_to_itself(server, client) and all(
            OF_TWO.search(fault.words) for fault in faults(result, both)):
        return ""
    if broken := cannot_be_read(result, server, client):
        return errors.explain(broken)
    if result.name != "quiet" and (meant := first(*map(for_datagrams, (server, client)))):
        return meant
    if nowhere := connects_nowhere(client):
        return nowhere
    told = [fault for fault in faults(result, both) if not fault.words.startswith("SystemExit")]  # it ends itself
    found = [fault for fault in told if not fault.of_connection
             or "EOF when reading a line" in fault.words and fault.source.calls("Process")]
    found.sort(key=lambda fault: bool(CLOSED.search(fault.words)))  # one that came of others
    if result.name == "quiet":  # Ctrl-C is pressed in both, and what the other one says of it is another matter
        found = [fault for fault in found if fault.role in result.expected and not WANTED.search(fault.words)]
    kept_alive = "the network" in result.seen and client.threads and not client.daemons
    if "the client to end" in result.expected and (kept_alive or re.search("without end|spins", result.seen)):
        found = [fault for fault in found if fault.role == "client"]  # what comes of that at the server is no cause
    if found and told[0].of_connection and result.name in {"lost", "stops", "next_client"} and (
            where := told[0].role == "server" and server.mistake("empty not noticed")):
        return where + EMPTY  # it has gone on without a client, and this error is one that came of that
    if result.name == "lost" and "the server to go on" in result.expected and re.search(
            "without end|spins", result.seen) and all(fault.role == "client" for fault in found):
        return ""  # what is named, if anything, has come of what the server sends without end
    silent = any("says nothing connects" in action for action, _ in result.steps)
    if result.name == "next_client" and silent and server.waits_before_next and found and all(
            fault.role == "client" and LIMIT.search(fault.words) for fault in found):
        return ""  # the one who comes later has waited in vain for a server that waits for the silent one
    if result.name == "next_client" and server.mistake("accepts once") and all(
            fault.of_connection or CLOSED.search(fault.words) for fault in (*found, *complaints(result, both))):
        return ""  # nor has it anybody to talk with then, since it accepts no other
    if result.name == "long" and any(CUT.search(fault.words) for fault in (*told, *complaints(result, both))) and any(
            source.script and (source.script.size or LONG) < LONG for source in both.values()):
        return ""  # what is named has come of that
    in_parts = result.name == "pieces" and re.search("in two pieces|the rest of a message", result.expected)
    if in_parts and found and found[0].source.tells_length and "BlockingIOError" not in found[0].words:
        return ""  # what is named has come of half a length
    if found and "codec can't decode" in found[0].words and (parted := decodes_parts(
            found[0].source, client if found[0].source is server else server)):
        return parted
    if result.name == "letters" and found and (counted := first(*map(counts_letters, (client, server)))):
        return counted
    if found and (other := other_format(found[0], client if found[0].source is server else server)):
        return other
    if found and (other := other_class(found[0], client if found[0].source is server else server)):
        return other
    if found and (other := other_encoding(found[0], client if found[0].source is server else server)):
        return other
    if found and found[0].words.startswith("KeyError") and (word := other_word(server, client)):
        return word  # so it was never put in
    if found and found[0].in_handler and (before := first(*(errors.explain(one) for one in complaints(
            result, both) if one.role == found[0].role and not one.of_connection))):
        return before
    if found and "NoneType" in found[0].words and (kept := no_global(found[0].source)):
        return kept
    caught = [fault for fault in complaints(result, both) if not fault.of_connection]
    if found and (FOLLOWS.search(found[0].words) or goes_without(found[0])) and (before := first(*(
            errors.explain(one) for one in caught if one.role == found[0].role and not CLOSED.search(one.words)))):
        return before  # an except has printed it, and closed a socket, taken one off a list, or left a name without one
    if found and found[0].words != "an error":
        return errors.explain(found[0]) or f"{found[0].at}{found[0].words}: this line cannot be done with what it has."
    if result.name == "quiet":
        return ""  # what it has said of an earlier message is not what Ctrl-C has done
    return first(*map(errors.explain, caught))


def other_format(fault, other):
    """Return what is wrong where one program reads a format in which the other one writes nothing; '' if not so."""
    for name, signs in FORMATS.items():
        reads = re.search(signs, fault.words) and name in fault.source.text
        made = other.tree.of("dumps") if reads else ()
        if made and all(getattr(getattr(call.func, "value", None), "id", name) in {*FORMATS} - {name} for call in made):
            return f"{fault.where('loads', 'load')}what comes is no {name}: {other.line(line(made[0]))[:-2]} sends " \
                f"{made[0].func.value.id}. One of the two, in both programs."
        if reads and other.sends and not other.calls("dumps", "dump"):
            where = fault.where("loads", "load")
            return f"{where}what comes is no {name}: {other.sends[:-2]} sends it otherwise. " \
                f"{name}.dumps there, or plain text in both."
    return ""


def other_encoding(fault, other):
    """Return what is wrong where bytes are no UTF-8 since the other program has made them otherwise; '' if not so."""
    codec = r"(?:latin|iso.?8859|cp125\d|utf.?16)"
    where = "codec can't decode" in fault.words and other.holding(rf"encode\(.*{codec}|bytes\(.*{codec}")
    return where and f"{where}this encodes otherwise than {fault.source.name} decodes{f' ({fault.at[:-2]})'}: both " \
        "must use UTF-8, which encode() and decode() do by themselves."


def other_class(fault, other):
    """Return what is wrong where a pickle is of a class that only the other program has (Python docs, pickle)."""
    found = re.search(r"Can't get attribute '(\w+)' on <module '__(?:mp_)?main__'", fault.words)
    if not found or not (made := other.tree.defined.get(found[1])):
        return ""
    mine = [name for name, nodes in fault.source.tree.defined.items() if isinstance(nodes[0], ast.ClassDef)]
    here = f"; it has {mine[0]}" if len(mine) == 1 else ""
    return f"{fault.at}{other.name} sends an object of its class {found[1]} (line {made[0].lineno}), and " \
        f"{fault.source.name} has none of that name{here}. One class, of one name: best in a file that both import."


def cannot_be_read(result, server, client):
    """Return as a Fault why Python refuses a script, if that has to do with a result; None if it does not."""
    words = f"{result.seen} {' '.join(result.waits)}"
    for source in server, client:
        error = source.script and source.script.error
        if error and (result.name == "starts" or f"{source.role} has ended" in words):
            what, line, file = NAMED.match(error).groups()
            return Fault(source, what, line and int(line), file or "")
    return None
