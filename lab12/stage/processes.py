"""The processes of one window: what each of their threads waits for, and whether it can go on by itself."""
import contextlib
import os
import signal
import time
from dataclasses import replace

from lab12.stage import calls, program, waiting
from lab12.stage.habits import Habits

PAGE = os.sysconf("SC_PAGE_SIZE")
AMONG_THEM = {"thread", "child", "pipe", "clock", "untold"}  # kinds of waits that nobody in another window ends
ANSWERED = 0.3    # seconds in which a call is taken or refused, if anybody answers, on a computer however busy
JUST_BEGUN = 0.1  # seconds of a sleep that have passed when it is seen first, at most: sleep(1) is one of a second
READS = 10        # of lists of processes that change meanwhile
STOPS, SOON = 5.0, 0.0002  # seconds until they are stopped, at most, and between two looks whether they are
GLANCES = 50      # looks, so far apart, at those that are to be seen in the call in which they look round


class Processes(Habits):
    """The script of a terminal and the processes that it has started; `polls` is that of Habits.

    `asks_kernel` is False where the kernel does not tell: then they are none.
    """

    def __init__(self, terminal, polls, asks_kernel):
        super().__init__(polls)
        self.terminal = terminal
        self.threads = {terminal.pid: waiting.Threads(terminal.pid)} if asks_kernel else {}
        led = terminal.keeper and asks_kernel and program.lists_children()
        self.first = waiting.Threads(terminal.keeper) if led else None  # the first of their namespace, if that is told
        self.away = set()  # processes that have been left behind, in a session of their own
        self.watches = {}  # process -> descriptor of it, for those that the script has started (pidfd_open(2))
        self.number = 1    # of all that there have been
        self.spins = False  # they never wait; after each step they get a moment's work, resting.SPIN
        self.long = {}  # (process, thread) -> how often it had run when it was seen to wait for LONG at least
        self.meanwhile = {}  # what each thread does while one of them runs on, a word of `part_in`
        self.seen = (), set()  # the look that was asked for the kinds of their waits last, and these
        self.called = (), 0.0  # a look at which they stood still, and since when
        self.held = False  # they are stopped, and count as waiting

    def add(self, pid):
        """Add a process that one of them has started; return its Threads."""
        self.threads[pid] = threads = waiting.Threads(pid)
        threads.pulse()  # which threads it has
        self.number += 1
        try:
            self.watches[pid] = os.pidfd_open(pid)
        except ProcessLookupError:  # it has gone already
            self.threads.pop(pid).close()
        except OSError:
            pass  # the kernel is older than 5.3
        return threads

    def started(self):
        """Return the processes that they have started, and that are there: what is left behind is the first one's.

        Of that, only what has stayed in the session counts. It is asked until two answers in a row are the same, or
        they change too often.
        """
        found = None
        for _ in range(READS):
            found, before = [pid for each in (self.first, *self.threads.values()) for pid in each.children()], found
            if found == before:
                break
        for pid in set(self.first.children()) - self.threads.keys() - self.away:
            with contextlib.suppress(OSError):  # it has ended
                if program.parent_and_session(pid)[1] != self.terminal.leader:
                    self.away.add(pid)
        return [pid for pid in found if pid not in self.away]

    def forget_gone(self):
        """Forget those that have gone: their numbers may be given to others."""
        for pid, watch in list(self.watches.items()):
            try:
                signal.pidfd_send_signal(watch, 0)
            except ProcessLookupError:
                os.close(self.watches.pop(pid))
                self.threads.pop(pid).close()
            except PermissionError:
                pass  # it is there, and another user's

    def __contains__(self, pid):
        return pid in self.threads

    def __iter__(self):
        return iter(self.threads)

    def __len__(self):
        return self.number

    def look(self):
        """Return what all their threads do just now, (process, *thread) each: see waiting.Threads.pulse."""
        threads = () if self.held else self.threads.items()
        look = tuple((pid, *thread) for pid, each in threads for thread in each.pulse())
        self.latest = look if look and look[0][0] == self.terminal.pid else ()  # once the script has ended, it is over
        return self.latest

    def pulse(self):
        """Return a look, to be compared with a later one; an empty one of those that never wait."""
        return () if self.spins else self.look()

    def waits(self, look):
        """Yield each thread's part of a look, and its Wait."""
        for pid, threads in self.threads.items():
            parts = [part for part in look if part[0] == pid]
            yield from zip(parts, threads.waits([part[1:] for part in parts]), strict=True)

    def by_process(self, look):
        """Yield (the Waits of all threads of each process in a look, the same as they were when they were seen first).
        """
        for pid, threads in self.threads.items():
            parts = [part for part in look if part[0] == pid]
            waits = threads.waits([part[1:] for part in parts])
            yield waits, list(map(self.lasting, parts, waits))

    def lasting(self, part, wait):
        """Return a Wait with the limit that it had when it was seen first, for the kernel tells what is left of it.

        Else one that waits for seconds would be about to go on by itself in the last of them.
        """
        begun = JUST_BEGUN if wait.moment and wait.kinds == ("clock",) else 0.0
        if wait.limit is not None and wait.limit >= calls.LONG - begun:
            self.long[part[:2]] = part[3]
            return replace(wait, limit=max(wait.limit, calls.LONG))
        if wait.limit is not None and self.long.get(part[:2]) == part[3]:
            return replace(wait, limit=calls.LONG)
        return wait

    def kinds(self, look=None):
        """Return the kinds of their waits, now or at a look; those only between them if there are no others.

        One of them that runs just then may be about to look round again: that is what they wait for, too.
        """
        look = self.look() if look is None else look
        if look != self.seen[0]:  # nothing has run since then if it is equal
            waits = [wait for _, wait in self.waits(look)]
            known = [known[1] for known in self.polls if isinstance(known, tuple)] if not self.spins and any(
                wait.runs for wait in waits) else []
            kinds = {kind for each in (*(wait.kinds for wait in waits), *known) for kind in each}
            self.seen = look, kinds - AMONG_THEM or kinds
        return self.seen[1]

    def calling(self, look=None):
        """Return whether one of their threads is just calling a server, which is refused or taken in no time."""
        return any(wait.call == "connect" for _, wait in self.waits(self.look() if look is None else look))

    def due(self, look):
        """Return the seconds after which they may go on by themselves; None if each of them waits for somebody else."""
        for waits, lasting in self.by_process(look):
            polls = [wait for wait in lasting if self.is_known(wait) and "clock" not in wait.kinds]
            if not heart_beats(lasting, polls):
                self.note_pause(max((wait.limit or 0.0 for wait in waits if wait.kinds == ("clock",)), default=0.0))
                return max((wait.limit for wait in waits if not wait.firm and wait.limit), default=0.0)
        return None

    def short_looks(self):
        """Yield (call, kinds, seconds that are left) of their waits for others that are over soon, and not known."""
        for _, wait in self.waits(self.look()):
            if wait.call in calls.LOOKS and not wait.patient and not wait.runs and not self.is_known(wait):
                yield wait.call, wait.kinds, wait.limit or 0.0

    def limit(self, asleep=True):
        """Return the seconds after which the first of their threads goes on by itself; None if none of them does.

        Those that are only `asleep`, and wait for nobody, may be left out.
        """
        limits = [0.0 if wait.runs else wait.limit for _, wait in self.waits(self.look())
                  if asleep or wait.kinds != ("clock",)]
        return min((limit for limit in limits if limit is not None), default=None)

    def nap(self):
        """Return the seconds after which the last of their threads wakes that only sleep; None if none of them does."""
        return max((wait.limit for _, wait in self.waits(self.look()) if wait.kinds == ("clock",)), default=None)

    def sleep(self):
        """Return whether one of their threads only sleeps, and waits for nobody."""
        return any(wait.kinds == ("clock",) for _, wait in self.waits(self.look()))

    def left(self):
        """Return the seconds for which at least none of their threads goes on by itself; None if none of them does.

        That is none where the kernel tells only how long they were to wait in all, as of select(2).
        """
        limits = [wait.limit if wait.moment else 0.0 for _, wait in self.waits(self.look())
                  if wait.runs or wait.limit is not None]
        return min(limits, default=None)

    def waking(self, seconds):
        """Return those threads in a look that go on by themselves within so many seconds."""
        return {part for part, wait in self.waits(self.look()) if wait.limit is not None and wait.limit <= seconds}

    def sleep_on(self, threads):
        """Return whether one of these threads has not run since that look."""
        return not threads.isdisjoint(self.look())

    def stand(self):
        """Return whether they wait after all, or have ended, though they were known to run on.

        One that is just calling a server goes on in a moment, unless nobody answers.
        """
        now = self.look()
        if any(state not in waiting.STILL for _, _, state, *_ in now) or self.due(now) is not None:
            return False
        if now != self.called[0]:
            self.called = now, time.monotonic()
        return not self.calling(now) or time.monotonic() - self.called[1] > ANSWERED

    def run_on(self):
        """Note that they run on, and what each of their threads does meanwhile."""
        self.spins, self.meanwhile = True, {part[:2]: part_in(wait) for part, wait in self.waits(self.look())}

    def got_round(self):
        """Return whether none of them is about to go on, but for what runs on: each does again what it did before.

        A thread that has something to take in may wait for a moment until another one lets it. Once seen to wait for
        more, it is to come back to that.
        """
        now = {part[:2]: part_in(wait) for part, wait in self.waits(self.look())}
        back = all(what in ("takes in", self.meanwhile.get(thread)) for thread, what in now.items())
        self.meanwhile |= {thread: what for thread, what in now.items() if what == "takes in"}
        return back

    def only_sleep(self, before, now, sleeps):
        """Return whether they wait, but for threads in a sleep that is known, which have woken so often since then."""
        before = {part[:2]: part for part in before}
        for part, wait in self.waits(now):
            past = before.get(part[:2]) if self.is_known(wait) and "clock" in wait.kinds else None
            if past and waiting.sleeps(part[3]) < waiting.sleeps(past[3]) + sleeps + (past[2] != "S"):
                return False
        return all(heart_beats(waits, list(filter(self.is_known, waits))) for _, waits in self.by_process(now))

    def slept(self, look):
        """Return the threads, (process, thread) each, that were in a sleep at a look, if they are known to sleep."""
        return {part[:2] for part in look if part[2] == "S" and calls.is_sleep(part[4])} if self.sleeping() else set()

    def are_still(self, before):
        """Return whether nothing has run since that look, but threads in a sleep."""
        now = set(self.look())
        return all(part in now or "clock" in wait.kinds for part, wait in self.waits(before))

    def glances(self):
        """Yield (look, waits in it) until one sees them wait, all of them; a few at most.

        A thread that has gone on meanwhile runs: what its call seemed to wait for may be in the next call's place.
        """
        for _ in range(1 if self.spins else GLANCES):
            look = self.look()
            parts, now = list(self.waits(look)), set(self.look())
            yield look, [wait for part, wait in parts if part in now]
            if all(part in now and not wait.runs for part, wait in parts):
                break
            time.sleep(SOON)

    def learn(self):
        """Remember in which calls they look round: when the time in them was up, nothing came of it.

        One that is between two of these just then is looked at again.
        """
        for _, waits in self.glances():
            self.polls |= {(wait.call, wait.kinds) for wait in waits if wait.kinds and not wait.patient}

    def work(self):
        """Return the processor time used so far by all their threads, in seconds (clock_getcpuclockid(3))."""
        total = 0.0
        for pid in self.threads:
            try:
                total += time.clock_gettime(~pid << 3 | 2)  # the clock of another process: CPUCLOCK_SCHED in the kernel
            except OSError:
                pass  # it has ended
        return total

    def hold(self):
        """Stop them, until they are released, and see to it that none of them takes in anything more.

        The signal only wakes a thread on a busy computer: until it has run, what comes is received as ever (signal(7)).
        """
        self.forget_gone()
        self.held, end = self.held or self.tell(signal.SIGSTOP), time.monotonic() + STOPS
        while self.terminal.alive() and not self.stopped() and time.monotonic() < end:
            time.sleep(SOON)

    def stopped(self):
        """Return whether each of their threads has been stopped."""
        return all(state == "T" for each in self.threads.values() for _, state, *_ in each.pulse())

    def release(self):
        """Have them go on."""
        self.held = self.held and not self.tell(signal.SIGCONT)

    def tell(self, number):
        """Send a signal to all of them; return True."""
        for pid in self.threads if self.terminal.alive() else ():
            self.tell_one(pid, number)
        return True

    def tell_one(self, pid, number):
        """Send a signal to one of them, and never to another program that has its number now."""
        with contextlib.suppress(ProcessLookupError):  # it has ended
            if pid in self.watches:
                signal.pidfd_send_signal(self.watches[pid], number)
            else:
                os.kill(pid, number)

    def memory(self, shared=True):
        """Return the bytes of memory that they use, what they share counted for each of them, or once (proc(5))."""
        total = 0
        for pid in self.threads:
            try:
                if shared:
                    with open(f"/proc/{pid}/statm") as said:
                        total += int(said.read().split()[1]) * PAGE
                else:
                    with open(f"/proc/{pid}/smaps_rollup") as said:
                        total += int(said.read().partition("\nPss:")[2].split(None, 1)[0]) << 10
            except (OSError, IndexError):
                pass  # it has ended, or hides it
        return total

    def close(self):
        """End those that the script has started, and ask no more."""
        for pid, threads in self.threads.items():
            threads.close()
            if pid != self.terminal.pid:
                self.tell_one(pid, signal.SIGKILL)
        for watch in self.watches.values():
            os.close(watch)
        if self.first:
            self.first.close()
        self.threads, self.watches = {}, {}


def part_in(wait):
    """Return in a word what a thread does in a process that runs on."""
    if wait.kinds == ("clock",) or wait.patient and not set(wait.kinds) <= AMONG_THEM:
        return "takes in"  # or sleeps, whatever comes
    return "waits" if wait.patient else "runs"


def heart_beats(waits, polls):
    """Return whether these waits of one process go on until somebody else ends one of them, or one of those that poll.

    A thread that sleeps a second or longer is a heart-beat if another one waits for good; alone it is work.
    """
    return not waits or (all(wait.patient or wait in polls for wait in waits)
                         and any(wait.firm or wait in polls for wait in waits))
