"""Hints on talking: why programs do not start, find each other, or show what the other one says."""
import ast
import re

from lab12.driver.words import OWN_ADDRESS, PASSED_ON
from lab12.finder.menus import KEY
from lab12.finder.modules import idle
from lab12.finder.nodes import walk
from lab12.finder.parsing import parse
from lab12.finder.syntax import CONNECTS, called, last_name, line
from lab12.grader import errors
from lab12.grader.accepting import accepts_one
from lab12.grader.anew import calls_each_time
from lab12.grader.asking import asked_once, asks_before
from lab12.grader.causes import filled_in
from lab12.grader.comparing import bytes_for_text, number_for_text, wrong_main
from lab12.grader.complaints import complains, says_why, stands_in
from lab12.grader.events import by_event
from lab12.grader.faults import faults
from lab12.grader.framed import by_sign, cut, unlike
from lab12.grader.frameworks import serves_no_longer, serves_one
from lab12.grader.hidden import hidden
from lab12.grader.hints_on_chats import locked_while_asking
from lab12.grader.leaving import ends_by_itself
from lab12.grader.locks import lock_twice
from lab12.grader.lost import not_passed_on
from lab12.grader.lost_at_clients import not_shown
from lab12.grader.lost_in_pairs import where_lost
from lab12.grader.order import answers_once, hears_twice, leaves_loop, one_behind
from lab12.grader.passing import refuses
from lab12.grader.placed import asked_in_default, never_flushed
from lab12.grader.reading import SENDS, first
from lab12.grader.received import RECEIVES
from lab12.grader.rounds import few_rounds, named_each_time
from lab12.grader.stuck import THREAD
from lab12.grader.targets import wrong_target
from lab12.grader.unasked import never_typed, nobody_asked
from lab12.grader.unreached import before_loop
from lab12.grader.vain import leaves_but_for, never_asked, never_called, never_entered
from lab12.grader.whereto import (
    never_bound,
    nobody_there,
    other_family,
    port_changed,
    refused,
    two_addresses,
    unbound,
)
from lab12.grader.wordings import HIDDEN, NOT_CALLED, TO_ALL, WHOM

REFUSED = re.compile(r"\brefused\b|ConnectionRefusedError")
ENDED = {  # what a program does that the grader has ended (driver.words.doing) -> what to look for
    "uses more and more memory": "all programs of a hand-in have 896 MiB of memory together. What grows here, or is "
                                 "made again and again?",
    "starts process after process": "it may have 64 processes. Which line starts one after another? Outside of "
                                    "if __name__ == \"__main__\" each new one may do the same again."}


def starts(result, roles, server, client):
    failed = server if "the server" in result.expected else client
    if ended := ended_by_grader(result, failed):
        return ended
    if "asks its user for something first" in result.seen:
        locked = "pass phrase" in result.seen
        return f"{server.at('load_cert_chain', 'wrap_socket')}the private key is locked by a pass phrase, which only " \
            "its owner knows: hand in one without (openssl req -nodes)." if locked else asked_in_default(failed) or \
            f"{server.at('input')}what is asked for here was not answered as it should be: what does it wait for?"
    if REFUSED.search(result.seen) and failed is client and any(
            words.startswith("the server has ended") for words in result.waits) and (
            left := first(accepts_one(server), serves_one(server), few_rounds(server), accepts_and_ends(server))):
        return left
    if REFUSED.search(result.seen):
        calls = failed is server and server.script and server.script.targets and server.calls("bind", "create_server")
        return failed is server and imports_program(failed, [], result.seen) or nobody_there(*(
            (client, server) if calls else (server, client)))  # each of the two may wait, and call the other one
    if "with status 0" in result.seen:
        return first(
            wrong_main(failed),
            failed.mistake("not called") and failed.mistake("not called") + NOT_CALLED,
            never_called(failed),
            never_asked(failed),
            never_entered(failed),
            number_for_text(failed),
            failed is client and bytes_for_text(failed),
            serves_no_longer(failed),
            failed is client and never_bound(server),
            hidden(failed),
            says_why(result, failed),
            by_event(failed),
            failed is client and failed.calls(*SENDS) and not failed.of("input") and never_typed(failed),
            not failed.loops(*RECEIVES, *SENDS, "input") and f"{failed.name}: after its last line a program ends. " \
            "Put a loop around asking, sending and receiving.",
            failed.threads and failed.daemons and f"{failed.at('Thread')}where all threads are daemons, the program " \
            "ends with its last line. Have it wait there: thread.join(), or a loop.",
            f"{failed.place(*RECEIVES)}: its loop ends at once. What does it take for the end there?")
    if result.seen == "it has not":
        return first(
            failed.mistake("not called") and failed.mistake("not called") + NOT_CALLED,
            never_called(failed),
            failed.calls(*CONNECTS) and f"{failed.at(*CONNECTS)}does the client come to this line without being told "
            "anything?",
            f"{failed.name}: a client calls its server: connect((host, port)).")
    if apart := failed is client and "with status" in result.seen and two_addresses(server, client):
        return apart
    gone = [fault for fault in faults(result, {"server": server, "client": client}) if fault.of_connection]
    shown = [text for name, lines in result.screens.items() if name.startswith(failed.role) for text in lines
             if text.strip()]
    told = "Traceback" in " ".join(shown) or not shown
    return first(
        gone and hidden(client if failed is server else server),  # that is why the other one has gone
        *map(errors.explain, gone),
        hidden(failed),
        shown and other_type(failed, shown[-1]),
        imports_program(failed, shown),
        not told and failed is client and refused_by_word(result, server, client, shown[-1]),
        not told and failed is client and f"{nobody_there(server, client)} It says {shown[-1].strip()!r}, and ends.",
        f"{failed.name}: the last line of what Python prints names the error, the lines above it say where it happened."
        if told else f"{failed.name}: it says {shown[-1].strip()!r}, and ends.")


def refused_by_word(result, server, client, shown):
    """Return what is wrong where a client that has reached its server ends, and says why in words of its own; ''."""
    at = stands_in(client, shown)
    guarded = any(isinstance(node, ast.ExceptHandler) and node.lineno <= at <= node.end_lineno
                  for node in client.tree.nodes) if at else True
    return "" if guarded or not client.of(*RECEIVES) else first(
        unlike(client, server), compares_both(client, server, at),
        f"{client.line(at)}{shown.strip()!r} is what it says before it ends. What does it look for before this line?")


def compares_both(client, server, at):
    """Return what is wrong where a client ends at this line, since the first of two messages that come together is not
    alone what it compares them with; '' for others.
    """
    tests = [node.test for node in client.tree.nodes if isinstance(node, ast.If) and node.lineno <= at
             <= node.body[-1].end_lineno and isinstance(node.test, ast.Compare) and isinstance(
                 node.test.ops[0], (ast.Eq, ast.NotEq))]
    for test in tests[-1:] if server.mistake("sends twice") else ():
        values = [value for part in walk(test) for value in (part, *client.tree.given.get(last_name(part), ()))]
        word = next((found for part in walk(test) if isinstance(found := client.tree.value(part), (str, bytes))), "")
        if any(called(part) in RECEIVES and not is_as_long(client.tree, part, word) for value in values
               for part in walk(value)):
            return f"{server.mistake('sends twice')}two messages are sent here one right after the other: they may " \
                f"come together with one recv, and {client.line(line(test))[:-2]} compares what that gives with the " \
                "first one. End each with a newline, and read line by line."
    return ""


def is_as_long(tree, recv, word):
    """Tell whether this takes no more bytes than a word has: recv(2) == b"OK"."""
    size = tree.value(recv.args[0]) if recv.args else None
    return isinstance(size, int) and size <= len(word)


def accepts_and_ends(server):
    """Return the hint for a server that starts a thread for its first client, and comes to its end; "" for others."""
    calls = server.of("accept") if server.threads and server.daemons and not server.loops("accept") and not (
        server.loops("input") or server.calls("join") or any(
            isinstance(loop, ast.For) and last_name(loop.iter) == "stdin" for loop in server.tree.loops)) else ()
    return f"{server.line(line(calls[0]))}this is done once, and then the server comes to its end, and its threads " \
        "with it: while True around accept, and around what is done for each client." if calls else ""


def other_type(source, shown):
    """Return the hint for a type in add_argument that its own default is not of, as argparse says; "" for others."""
    found = re.search(r"error: argument ([^:]+): invalid (\w+) value: '(.*)'$", shown.strip())
    for call in source.tree.of("add_argument") if found else ():
        words = {word.arg: word.value for word in call.keywords}
        names = [source.tree.value(one) for one in call.args]
        if set(found[1].split("/")) & {*map(str, names)} and {"default", "type"} <= words.keys() and source.tree.value(
                words["default"]) == found[3]:
            return f"{source.line(line(call))}type={found[2]} wants a value of another kind than {found[3]!r}, " \
                "which is the default here: leave the type out."
    return ""


def imports_program(source, shown, seen=""):
    """Return the hint for an import of another program, which runs it, where what is shown is that one's; "" else.

    Or where it is seen to end in a line of that one.
    """
    for node in [node for node in source.tree.nodes if isinstance(node, (ast.Import, ast.ImportFrom))
                 and not hasattr(node, "file")]:
        names = {name.name for name in node.names} if isinstance(node, ast.Import) else {node.module}
        for name, text in source.texts.items():
            words = [words for words in texts_of(text) if len(words) > 3 and any(words in one for one in shown)]
            ends_there = seen.endswith(f" of {name}")
            says = words and not any(one in source.texts[""] for one in words)
            if name.removesuffix(".py") in names and (ends_there or says) and not idle(text, is_imported=True):
                return f"{source.line(line(node))}this runs {name}, a program of its own, and what is " \
                    f"{'done' if ends_there else 'said'} here is {'done' if ends_there else 'said'} by that one. " \
                    f"Leave the import out, or have {name} do what it does under if __name__ == \"__main__\":."
    return ""


def texts_of(source):
    """Yield the texts that a source holds, those within others too, without the blanks around them."""
    for node in walk(parse(source)[0]):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.strip()


def ended_by_grader(result, source):
    """Return what is to be said of a program that the grader has ended, since it used too much; "" of others."""
    return next((f"{source.name}: {words}" for does, words in ENDED.items() if does in result.seen), "")


def mixed(server, client):
    """Tell whether one is over TCP and the other over UDP."""
    both = {source.script.transport for source in (server, client) if source.script}
    return both == {"tcp", "udp"}


def listens(result, roles, server, client):
    if mixed(server, client):
        return (f"{client.at('socket')}SOCK_STREAM is TCP, SOCK_DGRAM is UDP: server and client must use the same "
                f"(compare {server.place('socket', 'bind')}).")
    if "with status 0" in result.seen:
        return starts(result, roles, server, client)
    if "where nobody waits" in result.seen and "server at port" not in result.seen:
        seen = re.search(r"at (\S+), where nobody waits; the server waits at (\S+?)\.?(?:$|\s)", result.seen)
        other = seen and ":" in seen[1] and other_family(server, client)
        if OWN_ADDRESS in result.seen and seen:
            return f"{client.at(*CONNECTS, 'sendto')}the client calls {seen[1]}, and the server waits at the address " \
                f"that its computer has in the network ({server.place('bind', 'create_server')}): call that one, or " \
                "let the server wait at '', which is any."
        return first(client.of("getaddrinfo") and other, two_addresses(server, client), other,
                     seen and f"{client.at(*CONNECTS, 'sendto')}the client calls {seen[1]}, and the server waits at "
                     f"{seen[2]} ({server.place('bind', 'create_server')}): the addresses must be the same.",
                     nobody_there(server, client))
    if "where nobody waits" in result.seen and "at none" not in result.seen:
        if not server.calls("bind", "create_server", "start_server") and "socketserver" not in server.text:
            return nobody_there(server, client)
        return port_changed(server, client) or (
            f"{server.at('bind', 'listen')}that port and the one in {client.place(*CONNECTS, 'sendto')} "
            "must be the same.")
    if "calls nobody" in result.seen:
        return f"{client.at('connect', 'create_connection', 'sendto')}the client has called no server: does it come " \
            "to this line?"
    if REFUSED.search(result.seen):
        return imports_program(server, [], result.seen) or nobody_there(server, client)
    tcp = roles.transport == "tcp"
    return first(
        ended_by_grader(result, server),
        unbound(server),
        "with status 0" in result.seen and never_called(server),
        tcp and not server.listens and f"{server.at('bind')}listen() is missing: bind, then listen, then accept.",
        f"{server.at('bind', 'create_server')}does the server come to this line, and wait after it?")


def message(result, roles, server, client):
    if told := filled_in(client):
        return told
    if "cross the network" in result.expected:
        return client.sends + "what is typed must be sent through the socket; the other program " \
            "must show what its own socket has received. Files, or lines printed without a message, are no chat."
    if "to ask" in result.expected:
        blocks = roles.kind == "chat" and client.of("input") and first(
            "network" in result.seen and lock_twice(server),
            wrong_target(client),
            not client.many_at_once and client.receives + THREAD)
        return (server.mistake("sends twice") and nobody_asked(result, client, server)) or blocks or nobody_asked(
            result, client, server)
    if "where nobody waits" in result.seen or mixed(server, client):
        return listens(result, roles, server, client)
    if nobody := refused(result, server, client):
        return nobody
    if roles.kind == "pair":
        return "though it was sent" in result.seen and locked_while_asking(server) or where_lost(
            result, client, server)
    if behind := one_behind(result, client if PASSED_ON in result.seen else server):
        return never_flushed(server) or never_flushed(client) or behind
    if cut_off := cut(result, server):  # be the rest of it passed on or not
        return cut_off
    if PASSED_ON in result.seen:
        return not_shown(client, server)
    told, other = not_passed_on(server, client), re.match(r'it shows "(.{1,60}?)"', result.seen)
    if any(words in told for words in (WHOM, HIDDEN, TO_ALL)) and (
            complaint := refuses(result, server, client) or complains(result, client, server)):
        return complaint
    return told if not other or WHOM not in told else f"{server.sends}{other[1]!r} is shown where the message was " \
        "expected. Does this send what has come, and all of it?"


ASKS_NOBODY = "after it has shown a message the server must ask its user, with input(), and send what was typed. " \
    "What it sends by itself is no reply."


def reply(result, roles, server, client):
    if "to ask" in result.expected:
        if server.of("input") and (told := asks_before(server)):
            return told
        first = {question.line for question in getattr(server.script, "questions", ())}
        keys = server.script and not server.script.asks and any(menu.goes_on == KEY for menu in server.script.menus)
        if any(line(call) not in first for call in server.of("input")) and not keys:
            return nobody_asked(result, server, client)
        return server.receives + ASKS_NOBODY
    return where_lost(result, server, client)


def turns(result, roles, server, client):
    if ended := ends_by_itself(result, server):
        return ended
    if roles.kind == "chat":
        asks = "the client" in result.expected and "to ask" in result.expected
        if told := asks and first(asked_once(client), hears_twice(client), few_rounds(client), named_each_time(client)):
            return told
        return not_shown(client, server) if PASSED_ON in result.seen else not_passed_on(server, client)
    if once := first(asks_before(server), asks_before(client), calls_each_time(client, server),
                     answers_once(server, client), leaves_loop(server), leaves_loop(client),
                     leaves_but_for(server), leaves_but_for(client),
                     few_rounds(server), few_rounds(client)):
        return once
    for source in server, client:
        if not source.loops(*RECEIVES) and not source.goes_through_lines:
            return before_loop(source) or (
                f"{source.receives}this happens once: put a loop around receiving, asking and sending.")
    if "to ask" in result.expected:
        pair = (server, client) if "the server" in result.expected else (client, server)
        return first(hears_twice(pair[0]), by_sign(*pair[::-1]), asked_once(pair[0]), nobody_asked(result, *pair))
    pair = (client, server) if "the server to show" in result.expected else (server, client)
    return where_lost(result, *pair)
