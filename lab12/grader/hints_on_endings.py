"""Hints on endings: programs that leave, are killed, are started again, and clients that are alone."""
import ast
import re

from lab12.finder.nodes import walk
from lab12.finder.syntax import CONNECTS, called, last_name, line
from lab12.grader import errors
from lab12.grader.broadcasting import stops_after_first
from lab12.grader.comparing import (
    always_true,
    bytes_for_text,
    case_differs,
    changed_in_vain,
    compares_in_vain,
    enum_for_text,
    never_empty_text,
    str_of_bytes,
    word_without_end,
)
from lab12.grader.complaints import ends_silently, tells
from lab12.grader.errors_of_addresses import kept_by_system, reuse
from lab12.grader.errors_of_closed import sent_to_closed
from lab12.grader.faults import faults
from lab12.grader.hints_on_chats import everybody
from lab12.grader.kept_on import only_at_error
from lab12.grader.leaving import (
    breaks_accepting,
    breaks_all,
    daemon,
    exits,
    goes_round_idle,
    leaves_round,
    pool_waits,
    pops_last,
    tested_late,
)
from lab12.grader.locks import lock_twice, never_released
from lab12.grader.lost import not_passed_on
from lab12.grader.mixups import clears_all, takes_another
from lab12.grader.passing import flag_kept, no_global
from lab12.grader.patience import by_timer, keeps_all_waiting
from lab12.grader.reading import first
from lab12.grader.received import RECEIVES
from lab12.grader.slips import ends_all, ends_one_process, ends_one_thread, is_for_equals, joins_first
from lab12.grader.stopped import (
    around_conversation,
    asks_once_more,
    goes_on,
    kept_alive,
    newline_kept,
    only_there,
    only_what_comes,
    sent_twice,
    unequal_by_newline,
    words_differ,
)
from lab12.grader.stuck import tied_to_one
from lab12.grader.unasked import nobody_asked
from lab12.grader.unseen import goes_round, hands_on_empty, joins_input, leaves_inner, never_empty, never_equal, stays
from lab12.grader.wordings import NOT_CALLED, REMOVES, SENT_NOTHING
from lab12.rubric.endings import is_of_a_handshake

EMPTY = "recv returns b'' once the client has gone, again and again. Test for it (if not data: break)."


def lost(result, roles, server, client):
    if roles.transport == "udp" and "to ask" in result.expected and any(
            "each waits for another" in words for words in result.waits):
        return f"{client.receives}one that has just been started waits here for the server, which waits for an " \
            "answer of the client before it. Have the client speak first."
    if "to show" in result.expected and roles.transport == "udp" and roles.kind == "chat":
        return server.sends + "one who has gone answers no more: what goes to the others must neither wait for him " \
                              "nor end at him."
    if roles.transport == "udp":
        return tied_to_one(server) or server.sends + "send each reply to the address that came with its message, not " \
            "to the first client's."
    both = {"server": server, "client": client}
    ended = "has ended with status" in result.seen and (
        exits(server) or breaks_accepting(server) or roles.kind == "chat" and breaks_all(server))
    if early := stops_after_first(server) or ends_all(server) or ended:
        return early
    noticed = server.many_at_once and server.notices_end and not never_empty(server)
    if noticed and "asks for a reply all the same" in result.seen and (told := no_global(server)):
        return told
    if noticed and "asks for a reply all the same" in result.seen:
        calls = server.at(*CONNECTS) if "ConnectionRefusedError" in result.seen else server.sends
        return calls + "the part that receives has noticed it, the part that asks and sends has not: end that too, " \
                       f"or catch OSError around {'send' if calls == server.sends else 'this'} and tell the user."
    where = server.mistake("empty not noticed")
    if not where and (called_not := server.mistake("not called") or server.mistake("not closed")):
        return called_not + NOT_CALLED
    if "when a connection is reset" in result.expected:
        return first(*(errors.explain(fault) for fault in faults(result, both) if fault.role == "server"),
                     f"{server.receives}catch ConnectionError here, and take it as the end of the connection.")
    told = faults(result, both)[:1] if "spins" not in result.seen else []
    return first(
        *(errors.explain(fault) for fault in told if fault.role == "server" and not fault.thread
          and "ConnectionResetError" in fault.words and {called(call) for call in fault.calls} & {*RECEIVES}),
        never_empty_text(server),
        "nobody sent" in result.seen and str_of_bytes(server),
        where and never_equal(server),
        where and where + EMPTY,
        "to show" in result.expected and first(pops_last(server), takes_another(server), lock_twice(server)),
        never_empty(server),
        ("spins" in result.seen or any("server spins" in said for said in result.waits)) and (
            stays(server) or goes_round(server)),
        *(errors.explain(fault) for fault in faults(result, both) if fault.role == "server"),
        "nobody sent" in result.seen and tested_late(server),
        "to show" in result.expected and server.mistake("removes in loop")
        and server.mistake("removes in loop") + REMOVES,
        "to show" in result.expected and first(leaves_round(server), only_at_error(server)),
        "has ended with status" in result.seen and result.expected.startswith("the server to wait") and
        f"{server.receives}once its client has gone, the server comes to its end: have it accept the next one instead.",
        not server.catches("ConnectionError", "recv", "send", "sendall", "write") and f"{server.receives}a client that "
        "is killed may end its connection with an error: catch ConnectionError around recv and send.",
        "spins" in result.seen and server.calls("select") and f"{server.at('select')}once its client has gone, "
        "select says of a socket that it can be read, at once and for ever: take it off the list, and close it, where "
        "recv gives b''.",
        server.goes_on_after_errors and server.goes_on_after_errors + "this goes on after an error as if a message "
        "had come: leave the loop here.",
        "spins" in result.seen and hands_on_empty(server),
        "to show" in result.expected and sent_to_closed(server),
        f"{server.receives}what does the server do after this line, once the client has gone?")


def next_client(result, roles, server, client):
    if "says nothing" in result.expected:
        waits, then = server.waits_before_next, faults(result, {"server": server, "client": client})
        return first(
            waits and keeps_all_waiting(server, waits),
            stops_after_first(server),
            f"{server.at('accept')}what does the server wait for between one call of accept and the next? Have that "
            "done in the client's own thread.") + "".join(f" Then: {errors.explain(fault)}" for fault in then[:1])
    if unlike := server.waits_before_next and bytes_for_text(client):
        return unlike
    silent = any("says nothing connects" in action for action, _ in result.steps)
    if silent and not server.mistake("accepts once") and (waits := server.waits_before_next):
        return keeps_all_waiting(server, waits)
    if (where := server.mistake("accepts once")) and len(server.tree.of("accept")) == 1:
        return where + "accept is called once, so the server serves one client and no other. Put a loop around it: " \
                       "while True, accept, talk until recv returns b'', close."
    if server.script and server.script.most and not server.script.rounds:
        return f"{server.at('accept')}this server accepts {server.script.most} clients in all, so nobody comes after " \
            "them: accept again and again, and start a thread for each."
    if roles.kind == "chat" and "to ask" in result.expected and not client.waits_at_keyboard(result):
        return nobody_asked(result, client, server)
    spins = any("server spins" in outcome for _, outcome in result.steps)  # since one has gone: that comes before it
    if roles.kind == "chat" and not spins and ("nobody" not in result.seen or stops_after_first(server)):
        return not_passed_on(server, client)
    return lost(result, roles, server, client)


def again(result, roles, server, client):
    if where := server.mistake("no SO_REUSEADDR"):
        return where + "a port stays taken for a minute after a conversation. Before bind: " \
                       f"{reuse(server)}, or use create_server."
    if says := kept_by_system(server):
        return f"{server.at('TCPServer', 'ThreadingTCPServer')}a port stays taken for a minute after a conversation. " \
            f"Before the server is made: {says}."
    if "to show" in result.expected:
        return "all was started anew here, as at first, when this went well: so it goes by chance, or something is " \
            "left of the time before, such as a file."
    return server.at("bind") + "whoever started both a second time would see this."


def stops(result, roles, server, client):
    if "neither program" in result.seen:
        return first(compares_in_vain(client), word_without_end(client), case_differs(client),
                     "typed at a client" in result.seen and roles.kind == "pair" and only_there(client, server),
                     f"{client.name}: compare what was typed with a word (if message == 'exit': break) and close the "
                     "socket.")
    if "to ask" in result.expected:
        return nobody_asked(result, *((server, client) if "the server" in result.expected else (client, server)))
    word = next((at for one, at in client.script.stops.items() if not server.script or not is_of_a_handshake(
        one, client.script, server.script)), None) if client.script else None
    where = client.line(word) if word else f"{client.name}: "
    seen = result.seen + " ".join(result.waits)
    if "the client to end" in result.expected:
        return first(
            *(client.mistake(what) and client.mistake(what) + NOT_CALLED for what in ("not called", "not closed")),
            changed_in_vain(client),
            newline_kept(client, word, where),
            is_for_equals(client),
            always_true(client),
            case_differs(client),
            bytes_for_text(client),
            enum_for_text(client),
            (told := compares_in_vain(client)) and told + kept_alive(client, result),
            flag_kept(client),
            "spins" in result.seen and (leaves_inner(client) or goes_round_idle(client)),
            client.threads and only_there(client, server),
            re.search("spins|without end", result.seen) and not client.script.typed_stops
            and (gone := client.mistake("empty not noticed"))
            and f"{gone}{EMPTY.replace('the client has gone', 'the server has closed the connection')}",
            goes_on(client, result),
            only_there(client, server),
            "network" not in result.seen and joins_input(client),
            "network" in seen and (ends_one_thread(client) or ends_one_process(client)),
            joins_first(client),
            "keyboard" not in result.seen and pool_waits(client),
            "keyboard" in result.seen and (menu := around_conversation(client, word)) and f"{menu}after the stop word "
            "the program goes round once more in this loop, to its menu. The practical has it disconnect and close: "
            "end it there.",
            "keyboard" in result.seen and asks_once_more(client, word),
            "keyboard" in result.seen and only_what_comes(client, word),
            (told := sent_twice(client)) and told + kept_alive(client, result),
            "keyboard" not in result.seen and by_timer(client),
            client.threads and not client.daemons and f"{client.hearer}after the stop "
            f"word a thread that receives keeps the program alive: {daemon(client)}.",
            only_what_comes(client, word),
            f"{where}after the stop word leave the loop and close the socket, whatever the other side does.")
    if other := words_differ(result, server, client) or unequal_by_newline(result, server, client):
        return other
    never = any(repr(word) in action and outcome.startswith("nobody shows it") for word in getattr(
        client.script, "typed_stops", ()) for action, outcome in result.steps)  # it may not have been sent at all
    if not never and (told := bytes_for_text(server)) and any(
            f" {word!r}:" in told for word in getattr(client.script, "stops", ())):
        return told  # the server looks for it in vain, and takes it for a message
    gone_wrong = re.search(r"server(?: \d)? (?:has ended: |goes on, |spins|runs)", seen)
    phantoms = any(words in result.seen for words in ("without end", "message that nobody sent"))
    ended = "the server to go on" in result.expected and "has ended" in result.seen
    if gone_wrong or phantoms or ended or "the server to wait" in result.expected:
        return lost(result, roles, server, client)
    if roles.kind == "chat" and (told := first(
            ends_all(server), never_released(server), clears_all(server), leaves_round(server))):
        return told
    if roles.kind == "chat":
        phantom = server.mistake("empty not noticed") and "the client to end" not in result.expected
        return (lost if phantom else everybody)(result, roles, server, client)
    return f"{where}after the stop word leave the loop and close the socket."


def alone(result, roles, server, client):
    connect = client.at("connect", "connect_ex", "create_connection", "open_connection")
    unheard = roles.transport == "udp" and not client.of("connect", "recv", "recvfrom", "create_datagram_endpoint")
    if "even after" in result.seen and unheard:
        return f"{client.sends}UDP has no connection: nobody tells a client that there is no server, and this one " \
            "sends on for ever. After connect((host, port)) on the UDP socket, send raises ConnectionRefusedError."
    if "even after" in result.seen:
        return client.at("connect", "connect_ex", "recv", "recvfrom") + "it waits too long, or tries too often: say " \
            "that there is no server, and give up after a few seconds."
    if "and shows nothing" in result.seen and (silent := ends_silently(client)):
        return silent
    if (client.script and client.script.transport or roles.transport) == "tcp":
        says = "" if any(result.screens.values()) else "say that there is no server, and "
        return first(
            "keyboard" in result.seen and client.catches("ConnectionRefusedError", "connect", "create_connection",
                                                         "open_connection")
            and f"{connect}the error is caught, but the program goes on: {says}end, if need be after a few tries.",
            "keyboard" in result.seen and f"{connect}nobody is there to be talked to: say so in one line, and end.",
            "Multiple exceptions" in result.seen and f"{connect}catch OSError, and say in one line what is wrong: "
            "asyncio tries each address of localhost, and raises one OSError for all of them.",
            ("ended: ConnectionRefusedError" in result.seen or not client.catches(
                "ConnectionRefusedError", "connect", "create_connection", "open_connection"))
            and f"{connect}catch ConnectionRefusedError and say in one line what is wrong.",
            f"{connect}this is caught, but the program goes on as if it were connected: "
            f"{'end there.' if tells(client) else 'say so, and end there.'}")
    if limited := client.holding(r"\bsettimeout\(|\btimeout="):
        said = "keyboard" in result.seen and any(called(part) == "print" for node in client.tree.nodes if isinstance(
            node, ast.ExceptHandler) for part in walk(node))
        return f"{limited}once no answer has come in time, " + (
            "the program goes on: end, if need be after a few tries." if said else
            "say that there is no server, and end.")
    if lost := client.tree.defined.get("error_received"):
        return f"{client.line(line(lost[0]))}asyncio calls this where nobody is: say so in one line, and end."
    talks = client.of("recvfrom", "sendto") or client.of("recv", "send")  # and no socket for files, over TCP
    owners = {last_name(getattr(call.func, "value", None)) for call in talks}
    if any(last_name(getattr(call.func, "value", None)) in owners for call in client.of("connect")):
        if "has ended" not in result.seen and client.catches("ConnectionRefusedError", "recv", "recvfrom"):
            return f"{client.receives}ConnectionRefusedError is caught here, but the program goes on: end it there."
        if "it waits for the network" in result.seen and not any(
                action.startswith("you type") for action, _ in result.steps):
            return client.receives + SENT_NOTHING
        return f"{client.receives}recv raises ConnectionRefusedError here: catch it, say so in one line, and end."
    return client.receives + "UDP has no connection: nobody tells a client that there is no server. After " \
        "connect((host, port)) on the UDP socket, recv raises ConnectionRefusedError; or use settimeout."
