"""Lost at clients: why a client of a chat does not show what the server has sent it."""

from lab12.grader.anew import hears_elsewhere
from lab12.grader.collecting import never_whole, takes_little
from lab12.grader.comparing import (
    other_codec,
)
from lab12.grader.coroutines import never_awaited, two_readers
from lab12.grader.errors_of_keys import other_keys
from lab12.grader.events import by_event
from lab12.grader.framed import (
    begins,
    by_lines,
    by_sign,
    framing,
    passes_on_bare,
    takes_apart,
    to_the_end,
    unlike,
)
from lab12.grader.frameworks import no_run
from lab12.grader.groups import in_groups
from lab12.grader.hidden import hidden
from lab12.grader.late import awaits_first, flag_down, held_back, starts_early, starts_late
from lab12.grader.locks import never_released
from lab12.grader.mixups import other_kind
from lab12.grader.order import (
    ends_when_empty,
    leaves_loop,
    throws_away,
)
from lab12.grader.overwritten import drawn_over
from lab12.grader.placed import hears_no_side
from lab12.grader.queues import by_queue
from lab12.grader.reading import first
from lab12.grader.rounds import (
    closed_each_time,
    few_rounds,
    heard_twice,
)
from lab12.grader.slips import never_started, starts_itself
from lab12.grader.stuck import (
    deaf,
    stops_loop,
)
from lab12.grader.targets import wrong_target
from lab12.grader.unreached import (
    behind_return,
    hears_one,
    leaves_at_something,
    starts_behind_join,
)
from lab12.grader.unseen import draws_key, left_out_f, shown_if, shows_own_alone, unprinted
from lab12.grader.vain import (
    never_heard,
)
from lab12.grader.watching import (
    never_watched,
    three_lists,
)
from lab12.grader.wordings import (
    HIDDEN,
    NOT_CALLED,
    SAME_AGAIN,
)


def not_shown(client, server):
    """Return what is wrong with a client of a chat that does not show what has been sent to it."""
    return first(
        two_readers(client),
        hears_elsewhere(client),
        hidden(client),
        draws_key(client),
        draws_key(server),
        flag_down(client),
        in_groups(client),
        takes_apart(client, server),
        never_whole(client, server),
        begins(server, client),
        by_lines(server, client),
        by_sign(server, client),
        passes_on_bare(server, client),
        to_the_end(client),
        framing(server, client),
        wrong_target(client),
        never_heard(client),
        client.calls("Timer") and hears_one(client),
        deaf(client),
        client.mistake("not called") and client.mistake("not called") + NOT_CALLED,
        never_started(client),
        starts_itself(client),
        never_watched(client),
        three_lists(client),
        never_awaited(client),
        starts_behind_join(client),
        starts_early(client),
        no_run(client),
        by_event(client),
        hears_one(client),
        throws_away(client),
        hears_no_side(client),
        behind_return(client),
        leaves_loop(client),
        closed_each_time(client),
        heard_twice(client),
        few_rounds(client),
        by_queue(client),
        leaves_at_something(client),
        unlike(client, server),
        other_keys(client, server if "dumps" in server.tree.words else client, passed=True),
        other_codec(client, server),
        other_kind(server, client),
        client.mistake("same again") and client.mistake("same again") + SAME_AGAIN,
        stops_loop(client),
        starts_late(client),
        awaits_first(client),
        left_out_f(client),
        drawn_over(client),
        shown_if(client, server),
        shows_own_alone(client),
        never_released(client),
        held_back(client),
        ends_when_empty(client),
        unprinted(client, f"{client.receives}print what comes here."),
        takes_little(client),
        client.hides_errors and client.hides_errors + HIDDEN,
        f"{client.receives}this is where it comes. Is it printed at once, and is the loop still going round?")
