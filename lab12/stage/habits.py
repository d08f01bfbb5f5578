"""Habits: what is known of how the programs of a window go on by themselves, from this stage and from earlier ones."""
import time

from lab12.stage.calls import LONG

SPINS = "spins"   # among what is known of them: they do not wait at all
FLOODS = "floods"  # the same: they have printed without end, and next to nothing before
BEATS = "beats"   # the same: they go on by themselves for ever, at long intervals or with something to say at each
ENDS = "ends"     # the same: they have come to rest after that, so it was not for ever as it seemed
ONCE = "once"     # the same, with the call and its kinds: nothing has come of it one time, which may be chance
DAWDLES = 0.7     # seconds that are left of a sleep of a second when it is looked at
NAP = 0.15        # seconds that are left of a shorter one, of which many take as long
SLEPT = 0.02      # seconds in which a sleep is looked at more than once


class Habits:
    """The part of Processes that is about their habits.

    `polls` is what is known of such a window, and kept for the next one: the calls with a time limit in which they look
    round, as (call, kinds), SPINS, FLOODS, BEATS, ENDS.
    """

    def __init__(self, polls):
        self.polls, self.latest = polls, ()  # `latest` is the last look at them, see Processes
        self.beats, self.went_on = self.known_to_beat(), False
        self.pauses = False   # they have slept for more than LONG before they came to rest: what they do takes its time
        self.dawdles = False  # they have slept for a second or longer
        self.napped = False   # they have slept for a part of a second in this step
        self.asleep = None    # since when one of them was seen to do so

    def is_known(self, wait):
        """Return whether they are known to look round in such a wait."""
        return (wait.call, wait.kinds) in self.polls

    def looked_in_vain(self, call, kinds):
        """Note that the time in such a wait was up, and nothing came of it: after two of them it is a look round."""
        once = f"{ONCE} {call} {' '.join(kinds)}"
        self.polls.add((call, kinds) if once in self.polls else once)

    def known_to_beat(self):
        """Return whether they are known to go on by themselves for ever, in this stage or in an earlier one."""
        return BEATS in self.polls and ENDS not in self.polls

    def go_on(self):
        """Remember that they go on by themselves: whatever comes of their next turn, it is not waited for."""
        self.beats = self.went_on = True
        self.polls -= {ENDS}
        self.polls.add(BEATS)

    def rest(self):
        """Remember that they have come to rest: what went on before, and has not ended, was no beat but work."""
        if self.went_on and self.latest:
            self.polls.add(ENDS)
        self.beats = self.went_on = False

    def sleeping(self):
        """Return whether they are known to sleep between two looks round."""
        return any("clock" in known[1] for known in self.polls if isinstance(known, tuple))

    def note_pause(self, left):
        """Note whether one of them sleeps for long, with so many seconds left of it.

        Seen in one look alone, it was about to do something else.
        """
        now = time.monotonic()
        self.napped = self.napped or left > NAP
        self.asleep = (self.asleep or now) if left > DAWDLES else None
        if self.asleep and now - self.asleep > SLEPT:
            self.dawdles, self.pauses = True, self.pauses or left > LONG
