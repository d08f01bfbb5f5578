"""Lost: why a message in a chat does not come to the others, as the sources of the two programs tell.

Each function gives the first of several candidates: each asks for one thing, and only where the source lacks it. The
last one is always true: it says where to look.
"""

from lab12.finder.kinds import one_after_the_other
from lab12.finder.mistakes import removes_in_loop
from lab12.grader.accepting import accepted_in_vain, accepts_outside, talks_in_its_loop, waits_beside_the_door
from lab12.grader.anew import socket_each_time
from lab12.grader.asking import floods
from lab12.grader.broadcasting import (
    addresses_kept,
    each_its_own,
    filled_beside,
    never_told,
    sliced,
    stops_after_first,
    stops_at_author,
)
from lab12.grader.collecting import never_whole, takes_little
from lab12.grader.comparing import (
    constant_in_or,
    enum_for_text,
    talks_never,
)
from lab12.grader.coroutines import never_awaited
from lab12.grader.errors_of_addresses import other_allowed, sent_to_everybody
from lab12.grader.errors_of_keys import other_keys
from lab12.grader.events import by_event
from lab12.grader.framed import (
    begins,
    by_lines,
    framing,
    takes_apart,
    to_the_end,
    unlike,
)
from lab12.grader.frameworks import in_framework, no_run
from lab12.grader.groups import in_groups
from lab12.grader.hidden import hidden
from lab12.grader.keys import (
    by_key,
    sends_address,
)
from lab12.grader.late import flag_down
from lab12.grader.lazy import never_drawn
from lab12.grader.locks import held_while_hearing, lock_twice, never_released
from lab12.grader.mixups import carries_one_way, keeps_another, misplaced, mixed_in_late, other_kind, swapped
from lab12.grader.naming import nameless
from lab12.grader.order import (
    after_loop,
    answers_once,
    ends_its_side,
    ends_when_empty,
    leaves_loop,
    relays_after,
)
from lab12.grader.own_lists import copied_for_each, default_not_kept, own_instead, own_list
from lab12.grader.passing import (
    answers_each,
    asks_for_each,
    drops,
    leaves_address_out,
    lent_name,
    no_global,
    only_chosen,
    only_to_newcomers,
    other_spelling,
    other_word,
    past_the_loop,
    shared_name,
    tells_ready,
)
from lab12.grader.placed import never_flushed, returns_early
from lab12.grader.preparing import made_by_its_user
from lab12.grader.queues import by_queue, goes_through_once
from lab12.grader.reading import SENDS, first
from lab12.grader.rounds import (
    asks_in_turn,
    closed_each_time,
    few_rounds,
    heard_twice,
    hears_no_more,
    kept_anew,
    lends_own_name,
    named_each_time,
    sends_nothing,
    taken_off_each_time,
)
from lab12.grader.sequence_numbers import never_counts
from lab12.grader.signs import begins_otherwise
from lab12.grader.slips import by_process, kept_in_future, never_started, pairs_kept, starts_itself
from lab12.grader.stuck import (
    accepts_first,
    compares_hosts,
    deaf,
    made_anew,
    named_alike,
    never_filled,
    same_each_time,
    same_host,
    same_key,
    takes_author_off,
    tied_to_one,
    to_its_author,
    two_lists,
)
from lab12.grader.targets import wrong_target
from lab12.grader.typed import only_a_word, sends_list, sends_only_own, sends_only_typed, typed_in_vain
from lab12.grader.unreached import (
    behind_endless,
    behind_return,
    leaves_at_something,
    leaves_otherwise,
    left_before,
    never_comes_back,
)
from lab12.grader.unseen import draws_key, joins_unlike, left_out_f, unprinted
from lab12.grader.vain import (
    leaves_but_for,
    leaves_unless,
    never_called,
    never_entered,
    never_heard,
    never_so,
)
from lab12.grader.watching import (
    accepted_beside,
    always_empty,
    by_selector,
    door_unwatched,
    never_read,
    not_watched,
    tells_the_door,
)
from lab12.grader.whereto import two_addresses
from lab12.grader.wordings import (
    AT_ONCE,
    AWAITS,
    ENDS_POOL,
    HIDDEN,
    IN_TURN,
    NOT_CALLED,
    ON_LISTENER,
    ONE_BY_ONE,
    REMOVES,
    SAME_AGAIN,
    TO_ALL,
    WHOM,
)


def not_passed_on(server, client, alone=False):
    """Return what is wrong with a server of a chat that does not pass on what it hears.

    With `alone` our own clients have talked with it, and the hand-in's client has no part in it.
    """
    return first(
        not alone and nameless(server, client),
        not alone and draws_key(client),
        draws_key(server),
        server.mistake("joins at once") and f"{server.mistake('joins at once')}join waits here until this client has "
        "gone, so no other one is accepted before. Leave it out: the thread goes on by itself.",
        server.mistake("asks at once") and server.mistake("asks at once") + AT_ONCE,
        server.mistake("same again") and server.mistake("same again") + SAME_AGAIN,
        server.mistake("ends pool") and server.mistake("ends pool") + ENDS_POOL,
        server.mistake("awaits at once") and server.mistake("awaits at once") + AWAITS,
        wrong_target(server),
        accepts_outside(server),
        carries_one_way(server),
        server.mistake("not called") and server.mistake("not called") + NOT_CALLED,
        server.mistake("on listener") and server.mistake("on listener") + ON_LISTENER,
        never_started(server),
        never_heard(server),
        starts_itself(server),
        never_awaited(server),
        never_called(server),
        never_whole(server, client),
        not alone and never_counts(client, server),
        by_queue(server),
        goes_through_once(server),
        never_comes_back(server),
        never_drawn(server),
        flag_down(server),
        by_event(server),
        by_selector(server),
        always_empty(server),
        no_run(server),
        by_key(server),
        in_framework(server),
        in_groups(server),
        never_told(server),
        never_entered(server),
        not alone and never_entered(client),
        stops_after_first(server),
        stops_at_author(server),
        ends_its_side(server),
        sliced(server),
        copied_for_each(server),
        addresses_kept(server),
        each_its_own(server),
        filled_beside(server),
        kept_anew(server),
        lends_own_name(server),
        heard_twice(server),
        taken_off_each_time(server),
        closed_each_time(server),
        behind_endless(server),
        behind_return(server),
        not alone and never_called(client),
        not alone and never_heard(client),
        not alone and only_a_word(client),
        no_encode(server),
        joins_unlike(server),
        not alone and no_encode(client),
        not alone and joins_unlike(client),
        to_the_end(server),
        never_flushed(server),
        not alone and never_flushed(client),
        server.mistake("no comma") and f"{server.mistake('no comma')}one argument in parentheses is a tuple only with "
        "a comma: args=(conn,).",
        shared_name(server),
        lent_name(server),
        swapped(server),
        hidden(server),
        not alone and hidden(client),
        not alone and other_keys(server, client),
        misplaced(server),
        keeps_another(server),
        mixed_in_late(server),
        not alone and unlike(server, client),
        no_global(server),
        leaves_loop(server),
        leaves_otherwise(server),
        only_to_newcomers(server),
        not alone and leaves_loop(client),
        few_rounds(server, 2),  # two are there
        not alone and few_rounds(client),
        not alone and floods(client),
        not alone and named_each_time(client),
        not alone and closed_each_time(client),
        asks_in_turn(server),
        not alone and leaves_unless(client),
        leaves_but_for(server),
        never_so(server),
        not alone and never_so(client),
        constant_in_or(server),
        not alone and constant_in_or(client),
        enum_for_text(server),
        not alone and enum_for_text(client),
        talks_never(server),
        not alone and talks_never(client),
        not alone and is_over_udp(server) and socket_each_time(client),
        not alone and left_before(client),
        leaves_at_something(server),
        answers_once(server, None if alone else client),
        after_loop(server),
        relays_after(server),
        ends_when_empty(server),
        hears_no_more(server),
        not alone and after_loop(client),
        by_process(server),
        asks_for_each(server),
        drops(server),
        not alone and (is_over_udp(server) or client.hides_errors) and two_addresses(server, client),
        not alone and other_word(server, client),
        not alone and other_spelling(client, server),
        not alone and begins_otherwise(client, server),
        sends_address(server),
        sends_list(server),
        not alone and other_kind(client, server),
        not alone and other_kind(server, client),
        not alone and takes_apart(server, client),
        not alone and takes_apart(client, server),
        not alone and framing(client, server),
        not alone and framing(server, client),
        leaves_address_out(server),
        own_list(server),
        own_instead(server),
        default_not_kept(server),
        tells_ready(server),
        returns_early(server),
        accepts_first(server),
        lock_twice(server),
        held_while_hearing(server),
        never_released(server),
        not_watched(server),
        door_unwatched(server),
        accepted_beside(server),
        accepted_in_vain(server),
        waits_beside_the_door(server),
        never_read(server),
        tells_the_door(server),
        named_alike(server),
        tied_to_one(server),
        same_key(server),
        same_host(server),
        made_anew(server),
        same_each_time(server),
        takes_author_off(server),
        two_lists(server),
        never_filled(server),
        server.mistake("one by one") and server.mistake("one by one") + (
            ONE_BY_ONE if server.calls("accept") else IN_TURN),
        pairs_kept(server),
        not alone and one_after_the_other(server.tree) and f"{client.receives}it waits here for what comes, and the "
        "server passes on what its two clients say in turn: after each message that has come it is this user's turn.",
        not server.many_at_once and server.calls("accept") and f"{server.at('accept')}the server talks with one client "
        "at a time: start a thread for each one that accept gives.",
        server.many_at_once and talks_in_its_loop(server),
        only_chosen(server),
        made_by_its_user(server),
        not server.passes_on and sends_nothing(server),
        sends_only_typed(server),
        sends_only_own(server),
        not server.passes_on and not server.to_everybody and server.receives + TO_ALL,
        server.to_everybody and not server.may_broadcast and f"{server.sends}to send to a broadcast address a socket "
        "needs an option: " + ("allow_broadcast=True at create_datagram_endpoint." if server.calls(
            "create_datagram_endpoint") else "sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)."),
        server.to_everybody and other_allowed(server, sent_to_everybody(server)),
        not alone and typed_in_vain(client),
        left_out_f(server),
        compares_hosts(server),
        to_its_author(server),
        answers_each(server),
        past_the_loop(server),
        (where := removes_in_loop(server.tree, of_the_dead=False)) and server.line(where) + REMOVES,
        not alone and by_lines(client, server),
        not alone and begins(server, client),
        not alone and by_lines(server, client),
        not server.calls(*SENDS, "put", "put_nowait") and f"{server.receives}what comes here is shown, and sent to "
        "nobody: send each message to all but its author.",
        not alone and deaf(client),
        not alone and unprinted(client, f"{client.receives}print what comes here."),
        kept_in_future(server),
        takes_little(server),
        server.hides_errors and server.hides_errors + HIDDEN,
        server.to_everybody and not server.passes_on and f"{server.sends}this goes to all who wait at that port, or in "
        "that group. Does each of the others?",
        f"{server.passes}this is where it passes a message on. {WHOM}")


def is_over_udp(source):
    """Tell whether a program speaks over UDP, where nobody hears that no one is at an address."""
    return bool(source.script) and source.script.transport == "udp"


def no_encode(source):
    """Return the hint for a text that is sent as it is, and for what hides the error of that; '' for none."""
    where, hides = source.mistake("no encode"), source.hides_errors
    if not where:
        return ""
    hidden = f" The error is not seen, since {hides[:-2]} hides it." if hides else ""
    return f"{where}Sockets carry bytes: send(text.encode()).{hidden}"
