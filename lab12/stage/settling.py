"""When a stage has settled: every window waits, and none of them can go on by itself.

It is told from what the kernel says of each thread, twice, with nothing run in between. Windows that poll, sleep, spin
or print without end never wait like that: they are given a bounded amount of work, and what they do is said.
"""
import math
import time

from lab12.stage.children import bound_memory, find_children
from lab12.stage.habits import FLOODS, NAP, SPINS
from lab12.stage.polling import ready
from lab12.stage.resting import SPIN, none_goes_on, only_sleeps, rests
from lab12.stage.waiting import STILL

NOD = 5.0         # seconds of sleep that are waited for at most before a window that sleeps counts as waiting
QUIET = 0.3       # seconds without output or packets after which a window that polls counts as waiting
LOOKS = 10        # looks at least in that time in which none of its threads was running
LETTERS = 0.25, 10.0  # seconds at most between two letters of what writes letter by letter, and until it is done
NEARLY = 0.8      # the part of a time limit after which it has been up: it had begun before it was seen
LINES = 8         # shown in one step, one after the other, by what does not write letter by letter
BEAT = 1.0        # seconds within which one that is known to go on by itself at long intervals is waited for if it does
ROUNDS = 2        # times that such a one looks round after anything was shown: what was sent on was seen by then
SILENCE = 0.25    # seconds without output, where the kernel cannot be asked
WORK = 1.0        # seconds of processor time that a window may use up before it has to wait for something
COUNT = 0.2       # seconds after which the processes of windows that do not come to rest are counted
PACKETS = 1_000   # sent in one step while a window runs on: it sends without end
GLANCE = 0.02     # seconds of processor time in which windows that sleep can look round without doing anything
CALM = 0.005      # seconds without any work after which a window that ran on does so no more
SPELLS = 10       # times SPIN in which what was typed may be shown yet
ROUND = 40        # times SPIN until what came counts as taken in, whatever the threads do: they wait for each other
FLOOD = 5_000_000, 130_000  # bytes, lines printed in one step that are too many to be meant
SWEPT = 4         # the part of them that is too many where another window prints without end: one brings the other
KNOWN = 40        # the same of one that has done so before, or while another window runs on: that one makes it
FEW = 1_000       # lines that are all that such a one has printed before
BUSY = 250        # the part of them that is too many of a window that has used up WORK: to print is what it works at
PATIENCE = 20.0   # seconds in all, for a window that neither works nor waits
PAUSE, PART = (0.0003, 0.003), 16  # seconds between two looks: such a part of the time waited so far, in these bounds


def settle(stage, sleeps=1):
    """Wait until no window can go on by itself, but those that use up WORK or FLOOD; return whether there are none.

    Such a window is `unsettled` from then on: what it does is no reason to wait any longer. What it prints without end
    is not read any more, so it stands still. Those that sleep between two looks round have done so
    `sleeps` times since anything happened.
    """
    if not stage.asks_kernel:
        return fall_silent(stage)
    start = time.monotonic()
    for window in stage.windows:
        window.processes.napped = False
    calm, rest = watch(stage, start, sleeps)
    stage.napped += any(window.processes.napped for window in stage.windows)
    while any(len(window.processes) > 1 for window in stage.windows) and bound_memory(stage):
        calm, rest = watch(stage, start, sleeps)  # what one has started may come to rest before memory is looked at
    if not rest:
        stage.bounded += time.monotonic() - start
    return calm


def watch(stage, start, sleeps):
    """Return (what settle does, whether they all have come to rest: if not, a bound has ended the wait)."""
    begun = others = quiet = spoke = Moment(stage)
    longest, looks, calm, late, counted, said, short, told = 0.0, 0, True, False, start, start, {}, 0
    while True:
        if time.monotonic() - counted > COUNT:
            find_children(stage)
            bound_memory(stage)
            counted = time.monotonic()
        news, late = stage.read() or late, False
        told += news
        said, spoke = time.monotonic() if news else said, Moment(stage) if news and beats(stage) else spoke
        for window in begun.flooded():
            window.unsettled, calm = "prints without end", False
            if begun.printed[window][1] < FEW:
                window.processes.polls.add(FLOODS)
        resting, limit = rests(stage)
        if resting and quiet.all_worked(SPIN) and not (late := stage.read()):  # one that runs on may just have printed
            for window in stage.windows:
                window.processes.rest()
            take_back(stage)
            if not news and stage.network.traffic() == quiet.traffic:
                learn_looks(short)
            return calm, calm
        now, longest, looks = time.monotonic(), max(longest, limit or 0.0), looks + 1
        others = others.renewed()
        if begun.packets_never_end(others) and not (late := stage.read()):
            call_off(stage)
            return calm, False
        if news or late or stage.network.traffic() != quiet.traffic:
            short = {}
        elif limit and not short:
            short = {(window, *look): now + left * NEARLY for window in stage.windows
                     for *look, left in window.processes.short_looks()}
            for (window, *_), until in short.items():
                window.processes.napped = window.processes.napped or until - now > NAP
        if news or late or limit is None and not quiet.only_looked() or stage.network.traffic() != quiet.traffic:
            quiet, longest, looks = Moment(stage, runs=limit is None), limit or 0.0, 0
        elif only_sleeps(stage, quiet, sleeps) and stage.network.traffic() == quiet.traffic and not (
                late := stage.read()):
            return calm, not any(window.processes.spins or window.processes.sleeping() for window in stage.windows)
        elif looks > LOOKS and is_over(stage, quiet, limit, NOD if resting else QUIET + min(longest, NOD)) and not (
                late := stage.read()):
            if longest >= NOD:
                learn_beats(stage)
            call_off(stage)
            return calm, False  # nobody waits for good, but nothing happens either: they poll
        elif limit and (now - start > (LETTERS[1] if longest < LETTERS[0] and not begun.has_told(told) else QUIET + NOD)
                        or now - said > BEAT and beats_again(stage)) and not (late := stage.read()):
            learn_beats(stage)
            call_off(stage)
            return calm, False  # these say something between two sleeps
        elif beats(stage) and (beat_alone(stage, BEAT if now - start < BEAT else 0.0)
                               or only_sleeps(stage, spoke, ROUNDS)
                               or only_sleeps(stage, begun, ROUNDS)) and not (late := stage.read()):
            return calm, False
        for window in begun.worked_in_vain():
            calm = False
            give_up(window, begun.has_printed(window, BUSY))
        if now - start > PATIENCE:
            for window in stage.windows:
                window.unsettled = window.unsettled or "neither comes to rest nor does anything"
            return False, False
        pause = min(max(PAUSE[0], (now - start) / PART), PAUSE[1])
        heard = [window.terminal for window in stage.windows if not window.floods()]
        ready([terminal.descriptor for terminal in heard if not terminal.hung], pause)


def give_up(window, prints):
    """Say of a window that it does not settle, since it has worked for long: it `prints` without end, or spins."""
    if prints:
        window.unsettled = "prints without end"
    else:
        window.unsettled = "runs on and waits for nothing"
        window.processes.run_on()
        window.processes.polls.add(SPINS)


def take_back(stage):
    """Say no more of a window that it runs on, where it waits after all: one that called until it was heard, say.

    One that is held does not wait by itself.
    """
    spinning = [window for window in stage.windows if window.processes.spins and not window.processes.held
                and window.processes.stand() and not window.floods()]  # such a one stands since it is not read
    if spinning:
        before = [window.processes.work() for window in spinning]
        time.sleep(CALM)
        for window, work in zip(spinning, before, strict=True):
            if window.processes.stand() and window.processes.work() == work and not window.processes.calling():
                window.unsettled, window.processes.spins = None, False


def call_off(stage):
    """Wait no longer for packets and for windows that look round, and remember in which calls that is."""
    stage.network.give_up()
    for window in stage.windows:
        window.processes.learn()


def learn_looks(short):
    """Remember the calls with a short time limit of which nothing has come when their time was up, {...: that moment}.
    """
    for (window, *look), until in short.items():
        if time.monotonic() > until:
            window.processes.looked_in_vain(*look)


def learn_beats(stage):
    """Remember windows that go on by themselves at long intervals, or say something each time: they are not awaited."""
    for window in stage.windows:
        *_, (look, _) = window.processes.glances()
        if all(state in STILL for _, _, state, *_ in look) and window.processes.due(look) is not None:
            window.processes.go_on()


def is_over(stage, quiet, limit, bound):
    """Return whether so many seconds have passed since that Moment without any work, or will have all the same."""
    left = quiet.time + bound - time.monotonic()
    over = left < 0 or (limit or 0.0) > left and none_goes_on(stage, lambda processes: left)
    return over and stage.network.traffic() == quiet.traffic and not quiet.worked(QUIET / 3)  # nobody was quicker


def beat_alone(stage, seconds):
    """Return whether all wait, but for windows that go on by themselves for ever, and not within so many seconds."""
    return none_goes_on(stage, lambda processes: seconds if processes.beats else math.inf)


def beats(stage):
    """Return whether one of the windows is known to go on by itself for ever, and does so."""
    return any(window.processes.beats for window in stage.windows)


def beats_again(stage):
    """Return whether only windows go on by themselves, now that they are looked at, that are known to do so for ever.
    """
    windows = [window.processes for window in stage.windows]
    going = [processes for processes in windows if processes.due(processes.look()) is not None]
    return bool(going) and all(processes.known_to_beat() for processes in going)


def fall_silent(stage):
    """Wait until no window has printed anything for a while; where no user is asked, for as long as one may sleep."""
    start = quiet = time.monotonic()
    while (silent := time.monotonic() - quiet) < SILENCE or silent < SILENCE + stage.sleeps and not asked(stage):
        if stage.read():
            quiet = time.monotonic()
        if time.monotonic() - start > PATIENCE:
            return False
        ready([w.terminal.descriptor for w in stage.windows if w.alive()], SILENCE / 10)
    asked(stage)
    return True


def asked(stage):
    """Return whether any user is asked for something, as far as the screens tell when nothing more comes."""
    for window in stage.windows:
        window.guess.look()
    return any(window.alive() and window.guess.asks for window in stage.windows)


class Moment:
    """What the windows of a stage had done at one moment, to tell what they have done since.

    If one `runs` just then, what is on the network is not asked: it is not over yet.
    """

    def __init__(self, stage, runs=False):
        self.stage, self.time, self.traffic = stage, time.monotonic(), None if runs else stage.network.traffic()
        self.work = {window: window.processes.work() for window in stage.windows}
        self.looks = {window: window.processes.look() if window.processes.polls else () for window in stage.windows}
        self.pulses = self.of_others()
        self.printed = {window: (window.terminal.total, window.terminal.lines) for window in stage.windows}

    def of_others(self):
        """Return a pulse of each window, where one of them runs on."""
        spins = any(window.processes.spins for window in self.work)
        return [window.processes.pulse() for window in self.work] if spins else []

    def renewed(self):
        """Return this Moment, or that of now if a window that does not run on has run since."""
        return self if self.of_others() == self.pulses else Moment(self.stage)

    def worked(self, seconds):
        """Return the windows, but for those that are known to run on, that have used more processor time since then."""
        return [window for window, work in self.work.items() if not window.processes.spins
                and window.processes.work() - work > seconds]

    def worked_in_vain(self):
        """Return the windows that have used up WORK since then; of those that are known for it, less is enough."""
        return [window for window, work in self.work.items() if not window.unsettled
                and window.processes.work() - work > (WORK / 4 if SPINS in window.processes.polls else WORK)]

    def all_worked(self, seconds):
        """Return whether each window that runs on has used more processor time than this since then, or now waits.

        It has to have got round to what came as well; if it takes ROUND times as long, it is not awaited any more.
        """
        for window, work in self.work.items():
            if window.processes.spins and not window.processes.stand():
                worked = window.processes.work() - work
                if worked <= seconds or worked <= ROUND * seconds and not (
                        window.looks_round or window.processes.got_round()):
                    return False
                if worked > ROUND * seconds:
                    window.processes.run_on()
        return True

    def only_looked(self):
        """Return whether what was seen to run last has slept at that moment, and has done little but look round since.

        Else many threads that do so would never be seen to sleep all at once, again and again.
        """
        for window, look in self.looks.items():
            slept = window.processes.slept(look)
            running = {part[:2] for part in window.processes.latest if part[2] not in STILL}
            if running - slept or running and window.processes.work() - self.work[window] > GLANCE:
                return False
        return True

    def packets_never_end(self, others):
        """Return whether a window that runs on sends all the time, while all others wait.

        It has had time for that since the Moment `others`, when one of these ran last: it may call one that has just
        begun to listen.
        """
        return (any(window.processes.spins for window in self.work)
                and (self.stage.network.traffic() or 0) - (self.traffic or 0) > PACKETS
                and self.all_worked(SPIN) and others.all_worked(SPIN / SPELLS)
                and rests(self.stage, flooded=True)[0])

    def flooded(self):
        """Return the windows that have printed too much to be meant since then."""
        floods = any(window.floods() for window in self.printed)
        spins = any(window.processes.spins for window in self.printed)

        def part(window):
            talked_to = spins and not window.processes.spins and self.printed[window][0]  # it was there before
            return KNOWN if talked_to or FLOODS in window.processes.polls else SWEPT if floods else 1

        return [window for window in self.printed if not window.floods() and self.has_printed(window, part(window))]

    def has_told(self, times):
        """Return whether a window has shown many lines since then, and not letter by letter, in so many pieces."""
        lines = max((window.terminal.lines - before for window, (_, before) in self.printed.items()), default=0)
        return lines >= LINES and times <= 2 * lines

    def has_printed(self, window, part=1):
        """Return whether a window has printed more than this part of FLOOD since then."""
        total, lines = self.printed[window]
        return window.terminal.total - total > FLOOD[0] / part or window.terminal.lines - lines > FLOOD[1] / part
