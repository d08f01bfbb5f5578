"""Hints on halves: why one program alone does not talk with a partner of ours, by nothing of the other's doing."""
from lab12.grader.asking import asks_before
from lab12.grader.ciphers import not_undone
from lab12.grader.collecting import takes_little
from lab12.grader.complaints import complains, not_come
from lab12.grader.coroutines import never_awaited
from lab12.grader.events import by_event
from lab12.grader.framed import by_lines, by_sign, cut, framing, takes_apart, takes_off, to_the_end
from lab12.grader.frameworks import handle_misspelt
from lab12.grader.hidden import hidden
from lab12.grader.hints_on_chats import locked_while_asking
from lab12.grader.hints_on_talk import ASKS_NOBODY, message, reply, starts
from lab12.grader.late import flag_down
from lab12.grader.lost import not_passed_on
from lab12.grader.lost_at_clients import not_shown
from lab12.grader.order import ends_its_side, hears_once, own_address, shows_late, throws_away
from lab12.grader.overwritten import drawn_over
from lab12.grader.passing import no_global, refuses
from lab12.grader.placed import (
    asked_in_default,
    gives_nothing,
    hears_in_else,
    hears_no_side,
    never_flushed,
    returns_early,
)
from lab12.grader.reading import SENDS, first
from lab12.grader.repeats import backwards
from lab12.grader.rounds import few_rounds, heard_twice, named_each_time
from lab12.grader.slips import never_started
from lab12.grader.stuck import stops_loop
from lab12.grader.targets import wrong_target
from lab12.grader.typed import only_a_word, typed_in_vain
from lab12.grader.unreached import hears_before_sending, leaves_at_something, left_before
from lab12.grader.unseen import unprinted
from lab12.grader.vain import (
    leaves_unless,
    never_called,
    never_connected,
    never_entered,
    never_so,
)
from lab12.grader.watching import tested_unwatched, three_lists
from lab12.grader.whereto import refused, to_own_name, unbound
from lab12.grader.wordings import HIDDEN, NOT_CALLED, ON_LISTENER, SAME_AGAIN, WHOM


def server_half(result, roles, server, client):
    if "start" in result.expected:
        return starts(result, roles, server, client)
    if roles.kind == "chat" and "a server at" not in result.expected:
        told = not_passed_on(server, client, alone=True)
        return WHOM in told and (refuses(result, server, client) or takes_apart(server, client)) or told
    if "to show" in result.expected:
        return not_taken(result, server, client)
    if "to ask" in result.expected:
        return reply(result, roles, server, client)
    if "a server at" in result.expected:
        return first(
            unbound(server),
            asked_in_default(server),
            server.waits_at_keyboard(result) and f"{server.at('bind', 'create_server', 'listen')}it does not come to "
            "this line: its user is asked first, and none of the answers that ours could think of has led here.",
            starts(result, roles, server, client))
    return not_given(result, server, client)


def client_half(result, roles, server, client):
    if "start" in result.expected or "connect" in result.expected:
        return starts(result, roles, server, client)
    if "to ask" in result.expected:
        return only_a_word(client) or message(result, roles, server, client)
    if "from 1 to 65535" in result.expected:
        return f"{client.at('connect', 'create_connection', 'sendto')}a port is a number from 1 to 65535."
    if "reach" in result.expected:
        return refused(result, server, client) or not_given(result, client, server)
    return not_shown(client, server) if roles.kind == "chat" else not_taken(result, client, server)


def not_taken(result, source, other):
    """Return why a half alone does not show what ours has sent: nothing of the other half's doing."""
    return first(
        *(source.mistake(what) and source.mistake(what) + told for what, told in
          (("not called", NOT_CALLED), ("on listener", ON_LISTENER))),
        wrong_target(source),
        never_started(source),
        never_awaited(source),
        never_entered(source),
        source.role == "server" and unbound(source),
        handle_misspelt(source),
        hears_no_side(source),
        flag_down(source),
        three_lists(source),
        tested_unwatched(source),
        not_undone(result, other, source),
        hidden(source),
        source.mistake("same again") and source.mistake("same again") + SAME_AGAIN,
        to_the_end(source),
        framing(other, source),
        by_lines(other, source),
        by_sign(other, source),
        not source.hears and f"{source.name}: nothing is received here: recv, and print.",
        hears_once(source),
        heard_twice(source, other),
        leaves_at_something(source),
        shows_late(source),
        throws_away(source),
        locked_while_asking(source),
        stops_loop(source),
        returns_early(source),
        gives_nothing(source),
        source.role == "client" and hears_in_else(source),
        cut(result, source),
        takes_off(result, source),
        backwards(result, source, other),
        drawn_over(source),
        unprinted(source),
        takes_little(source),
        source.hides_errors and source.hides_errors + HIDDEN,
        source.role == "server" and source.script and source.script.login and not source.of("input")
        and source.receives + ASKS_NOBODY,  # what ours has sent may have been taken for a name
        f"{source.receives}what ours has sent comes in here. Is all of it shown, and at once?")


def not_given(result, source, other):
    """Return why what is typed at a half alone does not come to ours: nothing of the other half's doing."""
    return first(
        *(source.mistake(what) and source.mistake(what) + told for what, told in
          (("not called", NOT_CALLED), ("on listener", ON_LISTENER),
           ("no encode", "Sockets carry bytes: send(text.encode())."))),
        wrong_target(source),
        never_awaited(source),
        never_entered(source),
        never_called(source),
        never_connected(source),
        no_global(source),
        not source.calls(*SENDS, "create_datagram_endpoint") and f"{source.name}: nothing is sent here: send what was "
        "typed through the socket.",
        own_address(source, other),
        to_own_name(source),
        by_event(source),
        never_so(source),
        leaves_unless(source),
        left_before(source),
        asks_before(source),
        hears_before_sending(source),
        few_rounds(source),
        named_each_time(source),
        typed_in_vain(source),
        ends_its_side(source),
        never_flushed(source),
        complains(result, source),
        hidden(source),
        source.hides_errors and source.hides_errors + HIDDEN,
        not_come(result, source),
        f"{source.sends}what was typed does not come from here to where ours waits for it.")
