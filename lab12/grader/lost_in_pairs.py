"""Lost in pairs: why a message that was typed at one of two programs is not shown at the other, as their sources tell.

The first of several candidates is given: each asks for one thing, and only where the source lacks it. The last one is
always true: it says where to look.
"""
from lab12.grader.accepting import accepted_in_vain, accepts_anew
from lab12.grader.anew import hears_elsewhere
from lab12.grader.asking import floods
from lab12.grader.ciphers import not_undone
from lab12.grader.collecting import never_whole, takes_little
from lab12.grader.comparing import (
    constant_in_or,
    enum_for_text,
    other_codec,
    talks_never,
)
from lab12.grader.complaints import complains
from lab12.grader.coroutines import never_awaited
from lab12.grader.errors_of_keys import other_keys
from lab12.grader.events import by_event
from lab12.grader.framed import (
    begins,
    by_lines,
    by_sign,
    cut,
    framing,
    takes_apart,
    takes_off,
    to_the_end,
    unlike,
)
from lab12.grader.frameworks import handle_misspelt, hook_misspelt
from lab12.grader.hidden import hidden
from lab12.grader.late import answers_before, flag_down, starts_early
from lab12.grader.lazy import never_drawn
from lab12.grader.locks import lock_twice
from lab12.grader.lost import no_encode
from lab12.grader.mixups import swapped
from lab12.grader.order import (
    after_loop,
    calls_itself,
    ends_its_side,
    hears_once,
    own_address,
    shows_late,
    throws_away,
)
from lab12.grader.overwritten import drawn_over
from lab12.grader.passing import (
    no_global,
    refuses,
)
from lab12.grader.placed import gives_nothing, hears_in_else, hears_no_side, never_flushed, returns_early
from lab12.grader.queues import by_queue
from lab12.grader.reading import SENDS, first
from lab12.grader.repeats import backwards, same_number
from lab12.grader.rounds import (
    heard_twice,
    hears_no_more,
)
from lab12.grader.sequence_numbers import never_counts
from lab12.grader.signs import begins_otherwise, letter_by_letter
from lab12.grader.slips import never_started
from lab12.grader.stuck import (
    stops_loop,
)
from lab12.grader.targets import wrong_target
from lab12.grader.typed import typed_in_vain
from lab12.grader.unreached import (
    behind_return,
    hears_before_sending,
    leaves_at_something,
    left_before,
    never_comes_back,
)
from lab12.grader.unseen import draws_key, joins_unlike, left_out_f, unprinted
from lab12.grader.vain import (
    leaves_but_for,
    leaves_unless,
    never_called,
    never_connected,
    never_entered,
    never_heard,
    never_so,
)
from lab12.grader.watching import always_empty, tested_unwatched, three_lists
from lab12.grader.whereto import to_own_name, two_addresses
from lab12.grader.wordings import (
    HIDDEN,
    NO_RECV,
    NOT_CALLED,
    ON_LISTENER,
    SAME_AGAIN,
    TWICE,
)


def where_lost(result, sender, receiver):
    """Return what the sender or the receiver of a message may have left out."""
    sent, not_sent = "though it was sent" in result.seen, "nothing like it was sent" in result.seen
    deadlock = any("each waits for another" in words for words in result.waits)
    return first(
        backwards(result, receiver, sender),
        calls_itself(sender, receiver) or calls_itself(receiver, sender),
        *(source.mistake("not called") and source.mistake("not called") + NOT_CALLED for source in (receiver, sender)),
        *map(wrong_target, (receiver, sender)),
        *map(never_started, (receiver, sender)),
        *map(never_awaited, (receiver, sender)),
        *map(draws_key, (sender, receiver)),
        *map(never_called, (sender, receiver)),
        never_heard(receiver),
        flag_down(receiver),
        *map(never_drawn, (sender, receiver)),
        not not_sent and first(three_lists(receiver), tested_unwatched(receiver), always_empty(receiver)),
        not not_sent and not_undone(result, sender, receiver),
        *map(by_queue, (sender, receiver)),
        *map(never_comes_back, (sender, receiver)),
        *map(never_connected, (sender, receiver)),
        *map(starts_early, (sender, receiver)),
        *map(no_global, (sender, receiver)),
        *map(swapped, (sender, receiver)),
        *map(hidden, (sender, receiver)),
        *map(behind_return, (sender, receiver)),
        *map(hook_misspelt, (sender, receiver)),
        handle_misspelt(receiver),
        hears_no_side(receiver),
        two_addresses(*((receiver, sender) if sender.role == "client" else (sender, receiver))) if not sent else "",
        *(source.mistake("on listener") and source.mistake("on listener") + ON_LISTENER
          for source in (receiver, sender)),
        own_address(sender, receiver),
        to_own_name(sender),
        *map(by_event, (sender, receiver)),
        *map(never_entered, (sender, receiver)),
        never_so(sender),
        *map(enum_for_text, (sender, receiver)),
        leaves_unless(sender),
        *map(leaves_but_for, (receiver, sender)),
        *map(constant_in_or, (sender, receiver)),
        left_before(sender),
        not_sent and hears_before_sending(sender),
        typed_in_vain(sender),
        floods(sender),
        ends_its_side(sender),
        not not_sent and throws_away(receiver),
        after_loop(receiver),
        *map(lock_twice, (receiver, sender)),
        unlike(receiver, sender),
        other_codec(receiver, sender),
        *map(talks_never, (sender, receiver)),
        not sent and no_encode(sender),
        *(map(joins_unlike, (receiver, sender))),
        not sent and not sender.calls(*SENDS, "create_datagram_endpoint") and f"{sender.name}: nothing is sent here: "
        "send what was typed through the socket.",
        not_sent and never_flushed(sender),
        not not_sent and to_the_end(receiver) and sender.mistake("not closed") and (
            sender.mistake("not closed") + NOT_CALLED),
        not not_sent and to_the_end(receiver),
        not not_sent and never_whole(receiver, sender),
        not not_sent and never_counts(sender, receiver),
        *map(returns_early, (receiver, sender)),
        not not_sent and gives_nothing(receiver),
        receiver.role == "client" and hears_in_else(receiver),
        not not_sent and framing(sender, receiver),
        not not_sent and other_keys(receiver, sender),
        sent and sender.mistake("sends twice") and sender.mistake("sends twice") + TWICE,
        *map(accepts_anew, (receiver, sender)),
        *map(accepted_in_vain, (receiver, sender)),
        not not_sent and takes_apart(receiver, sender),
        not not_sent and begins(sender, receiver),
        not not_sent and by_lines(sender, receiver),
        not not_sent and by_sign(sender, receiver),
        not not_sent and letter_by_letter(sender, receiver),
        not not_sent and begins_otherwise(sender, receiver),
        not not_sent and not receiver.hears and f"{receiver.name}: {NO_RECV}",
        not not_sent and first(hears_once(receiver), heard_twice(receiver, sender), hears_no_more(receiver)),
        receiver.role == "client" and hears_elsewhere(receiver),
        leaves_at_something(receiver),
        not not_sent and first(shows_late(receiver), stops_loop(receiver)),
        receiver.mistake("same again") and receiver.mistake("same again") + SAME_AGAIN,
        *map(left_out_f, (sender, receiver)),
        not not_sent and cut(result, receiver),
        not not_sent and takes_off(result, receiver),
        not not_sent and drawn_over(receiver),
        not not_sent and unprinted(receiver),
        takes_little(receiver),
        receiver.hides_errors and receiver.hides_errors + HIDDEN,
        sender.hides_errors and sender.hides_errors + HIDDEN,
        sender.role == "client" and refuses(result, receiver, sender),
        not_sent and complains(result, sender),
        sent and answers_before(sender, receiver),
        sent and "nothing new" in result.seen and receiver.waits_at_keyboard(result)
        and f"{receiver.at('input')}it waits for its user here, and looks for no message until then.",
        sent and same_number(sender, receiver),
        sent and f"{receiver.receives}the message has come to this program, and is not shown. Does this line get it "
        f"whole{', and does it not wait for more' if deadlock else ''}?",
        not_sent and not receiver.hears and f"{receiver.name}: {NO_RECV}",
        not_sent and f"{sender.sends}what was typed does not leave this program. Does it come to this line?",
        f"{sender.sends}does what was typed go out here? {receiver.receives}and is it taken in and shown here?")
