"""The checks: what a check is, and how all of a section are performed, each on what the ones before it have shown."""
import inspect
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from lab12.driver.words import crash, doing, the
from lab12.finder.limit import TimeUp, limited
from lab12.finder.trying import gives_up_at_once
from lab12.guard import worker
from lab12.rubric import cable
from lab12.rubric.beside import can_talk_beside, side_by_side, take_over, told_of
from lab12.rubric.lab import Lab
from lab12.stage.network import Unavailable
from lab12.stage.stage import deadlock
from lab12.stage.window import Miss

TIME = 150.0  # seconds for the checks of a section, on a computer that does nothing else; it takes 20 at most
LOOKING = 86400.0  # seconds, where a person looks at the windows in the meantime
AGAIN = 5       # times that a check is tried again of those who lose messages on purpose: of four sends one arrives
LEARNT = {"rooms", "speaks first", "say client"}  # what has a client's user type something before a message
PASSED, MISSED, NOT_TRIED, FAILED = "passed", "missed", "not tried", "grader failed"


class Known(Miss):
    """A Miss that follows from what earlier checks have shown: nothing was done for it."""


class Read(Known):
    """A Known that follows from the source alone, or from what was done on other stages than the present one."""


class Told(Miss):
    """A Miss that has come before something else was tried: `story` is what led to it, on the stage of that moment."""

    def __init__(self, miss, driver):
        super().__init__(miss.expected, miss.seen)
        self.story, self.stage = story(driver), driver.stage


class Untried(Exception):
    """A check found that it cannot be tried after all; the text is the name of the check that should have passed."""


class Unspoken(Exception):
    """A check cannot be tried, since no partner of ours can speak as the script does; the text says why."""


@dataclass(frozen=True)
class Check:
    """One graded line: `title` is its sentence, `needs` are the names of checks without which it cannot be tried.

    `form`: it is about wording, not about working. `apart`: it does not depend on what others have done, so it is tried
    while they are performed, where it may take long. `group`: where programs sleep in their turns, those of one group
    have a conversation of their own (see beside). `only`: the one section that has it, where its file is about several.
    `hint`: what to tell a student who misses it, or a function that finds that out. `kit`: it is performed on a stage
    of its own, a Lab.
    """

    name: str
    title: str
    needs: tuple
    form: bool
    apart: bool
    group: str
    only: str
    hint: object
    kit: bool
    perform: Callable


@dataclass
class Result:
    """What a check gave, in words: `expected` and `seen` of a miss, `reason` of any outcome but passed."""

    name: str
    title: str
    outcome: str
    form: bool = False
    reason: str = ""
    expected: str = ""
    seen: str = ""
    waits: list = field(default_factory=list)
    steps: list = field(default_factory=list)    # (what was done, what came of it)
    screens: dict = field(default_factory=dict)  # window -> its last lines
    hint: str = ""
    wire: dict | None = None                     # if wanted: the ladder of these steps, as wire.ladder records it
    harmless: list = field(default_factory=list)  # errors, in words, with which all had heard each other before


def check(*, hint, needs="", form=False, apart=False, group="", only=""):
    """Make a function a check: its docstring is the sentence, and it raises Miss if that is not so.

    The arguments are the fields of Check; `needs` are names with blanks between them. Raises TypeError without a hint.

    One whose parameter is called `lab` is given a Lab, on which nothing has been started: it is what only the kit
    promises. All others are given the conversation of a section as those before them have left it.
    """
    def decorate(function):
        if not hint:
            raise TypeError(f"the check {function.__name__} has no hint: whoever misses it must read what to do")
        title = " ".join(inspect.getdoc(function).split("\n\n")[0].split()).rstrip(".")
        kit = list(inspect.signature(function).parameters) == ["lab"]
        return Check(function.__name__, title, tuple(needs.split()), form, apart, group, only, hint, kit, function)
    return decorate


def perform_all(checks, driver, seconds=TIME, known=None, meanwhile=lambda: None):
    """Perform checks in order, for so many seconds at most; return {name: Result}, and close the driver's stage.

    What has been found out by then stands, and all else is said to be the grader's failure. `known` are the Results of
    checks before them, if these are a group. `meanwhile` is called, now or again, when something can be done beside.
    """
    results, beside = dict(known or {}), {}
    client = driver.roles.client
    background = {one.name: worker.Worker(in_background(one, driver)) for one in checks if one.apart and client
                  and not gives_up_at_once(client.source, client.modules)}
    end = time.monotonic() + (LOOKING if driver.look else seconds)
    try:
        for number, one in enumerate(checks):
            if one.group and not beside and not known and can_talk_beside(driver):
                rest = [later for later in checks[number:] if later.group]
                beside = side_by_side(perform_all, rest, driver, results, end - time.monotonic())
                if cable.faked(driver):  # all of them but one took it that the two have talked
                    beside = {}
            if one.name not in beside:
                cable.pull(driver, one.name)
            take_back(checks, driver, results)
            if one.apart or "turns" in driver.passed:
                meanwhile()
            failed = [results[name] for name in one.needs if name in results and results[name].outcome != PASSED]
            if (left := end - time.monotonic()) < 0:
                why = f"{seconds:.0f} seconds were up before"
                results[one.name] = Result(one.name, one.title, FAILED, one.form, why)
            elif failed:
                results[one.name] = untried(one, failed[0])
            elif one.name in beside:
                results[one.name] = found_beside(one, beside[one.name])
            elif one.name in background and (result := told_before(background.pop(one.name).answer(left / 2), driver)):
                results[one.name] = result
            else:
                results[one.name] = perform_within(end - time.monotonic(), one, driver, results)
            if results[one.name].outcome == PASSED:
                driver.passed.add(one.name)
            if driver.look and not one.kit:
                driver.look(results[one.name], driver.stage)
        take_back(checks, driver, results)
    finally:
        driver.close()
        driver.sandbox.close()
        for work in background.values():
            work.stop()
    return results


def found_beside(one, found):
    """Return the Result of a check for what side_by_side has given: a text if its group came to no end."""
    return Result(one.name, one.title, FAILED, one.form, found) if isinstance(found, str) else Result(**found)


def perform_within(seconds, one, driver, results):
    """Perform one check as `perform` does; one that comes to no end in that time is the grader's failure.

    So is one in which all programs were ended, and what starts them as well: none of them can do that.
    """
    try:
        with limited(seconds):
            result = perform(one, driver, results)
        if driver.sandbox.has_ended():
            driver.stale = True
            return Result(one.name, one.title, FAILED, one.form, "what starts the programs was ended from outside")
        return result
    except TimeUp as error:  # it came when the check had ended, or was told
        driver.stale = True
        return Result(one.name, one.title, FAILED, one.form, str(error))


def take_back(checks, driver, results):
    """Take back what was given for messages that came another way than by the network, and for all that needs them."""
    faked = cable.faked(driver)
    for one in checks:
        result = results.get(one.name)
        if result and result.outcome == PASSED:
            if one.name in faked:
                expected, seen, wire = faked[one.name]
                results[one.name] = missed(one, Known(expected, seen), wire=wire)
            elif failed := [results[name] for name in one.needs if results[name].outcome != PASSED]:
                results[one.name] = untried(one, failed[0])
        if result and results[one.name].outcome != PASSED:
            driver.passed.discard(one.name)


def in_background(one, driver):
    """Return the work of trying a check on a stage and in a folder of its own; it gives the fields of its Result.

    That is None of one that has not passed, and has not come as far as to look for its server: it is performed in its
    turn, after all that the others have done, which may be what it lacked. On the public network two stages would be
    in each other's way.
    """
    other = type(driver)(driver.roles.elsewhere())

    def work():
        other.open_stage()
        try:
            result = perform(one, other, {}) if other.stage.network.private else None
            if other.sandbox.has_ended():
                return None
            other.note_calls()
        finally:
            other.close()
        stands = result and (result.outcome == PASSED or result.outcome == MISSED and (
            other.looked or "waited out" in other.facts))
        return {"fields": vars(result), **told_of(other)} if stands else None

    return work


def told_before(found, driver):
    """Return the Result that was found in the background; None if the check is to be performed in its turn after all.

    One that was missed is if a client is started otherwise now than it was then, or a person is to see the windows.
    """
    if not isinstance(found, dict):
        return None  # a sentence: it came to no end
    result = Result(**found.pop("fields"))
    if result.outcome != PASSED:
        if driver.look or "waited out" not in found["facts"] and (driver.one_for_all or LEARNT & set(driver.facts)):
            return None
        take_over(driver, found)
    return result


def perform(one, driver, results):
    """Perform one check on what a driver has on its stage, and return its Result.

    Where a program loses messages on purpose, by chance, one that nobody has seen is looked for again, in new windows.
    """
    if one.kit:
        return perform_anew(one, driver)
    had = [crash(window) for window in present(driver) if window.alive() and crash(window)]
    result = performed(one, driver, results)
    for _ in range(AGAIN if driver.roles.loses else 0):
        if result.outcome != MISSED or not driver.server or not may_be_lost(result):
            break  # of a client alone nothing can be lost
        driver.stale = True
        result = performed(one, driver, results, afresh=driver.stage is not None)
    for window in present(driver):
        if window.alive():
            driver.facts.setdefault("spins" if window.spins() else "rests", set()).add(window.name.partition(" ")[0])
    if one.name == "everybody" and result.outcome == PASSED and had:
        driver.facts["harmless"] = sorted(set(had))
    result.harmless = driver.facts.get("harmless", [])
    return result


def may_be_lost(result):
    """Tell whether a check may have been missed since a message was lost: somebody waits for it, or nobody shows it."""
    return any(words in result.seen for words in ("waits for the network", "shows nothing new"))


def performed(one, driver, results, afresh=False):
    """Perform one check once, `afresh` in new windows."""
    stage = driver.stage
    start = len(stage.notes) if stage else 0
    try:
        if afresh:
            driver.ready()
        one.perform(driver)
    except Read as miss:
        return missed(one, miss)
    except Known as miss:
        return missed(one, miss, wire=stage.pictured(start) if stage else None)
    except Told as miss:
        driver.stale = True
        return missed(one, miss, **miss.story | {"steps": miss.story["steps"][start if miss.stage is stage else 0:]})
    except Untried as name:
        return untried(one, results[str(name)])
    except Unspoken as why:
        return Result(one.name, one.title, NOT_TRIED, one.form, f"not tried: {why}")
    except Miss as miss:
        driver.stale = True
        start = start if driver.stage is stage else 0  # what was done on an earlier stage has led to nothing here
        return missed(one, miss, **story(driver, start))
    except Unavailable as error:
        driver.stale, driver.facts["by hand"] = True, str(error)
        return Result(one.name, one.title, NOT_TRIED, one.form, f"not tried: {error}")
    except Exception as error:
        driver.stale = True
        return Result(one.name, one.title, FAILED, one.form, f"{type(error).__name__}: {error}")
    return Result(one.name, one.title, PASSED, one.form)


def perform_anew(one, driver):
    """Perform one check on a stage of its own, and return its Result."""
    with Lab(driver.roles, driver.sandbox, driver.notices.add) as lab:
        result = performed_in(lab, one)
        if driver.look:
            driver.look(result, lab.stage)
        return result


def performed_in(lab, one):
    """Perform one check in a Lab, and return its Result."""
    try:
        one.perform(lab)
    except Miss as miss:
        windows = [window for window in lab.stage.windows if window.alive() or crash(window)]
        crashes = [f"{the(window)} {doing(window)}" for window in windows
                   if not window.alive() and "KeyboardInterrupt" not in crash(window)]
        return missed(one, miss, waits=[f"{the(window)} {doing(window)}" for window in windows] + deadlock(windows),
                      steps=[(step.action, step.outcome) for step in lab.stage.steps],
                      hint="".join(f"{words}. That comes first." for words in crashes[:1]))
    except Exception as error:
        return Result(one.name, one.title, FAILED, one.form, f"{type(error).__name__}: {error}")
    return Result(one.name, one.title, PASSED, one.form)


def untried(one, cause):
    """Return the Result of a check that cannot be tried, for the Result of another one."""
    reason = cause.reason if cause.outcome == NOT_TRIED else f"not tried, since this failed: {lower(cause.title)}"
    return Result(one.name, one.title, NOT_TRIED, one.form, reason)


def story(driver, start=0):
    """Return what was done on the stage from this step on, and what that has led to, as fields of a Result."""
    stage = driver.stage
    return {"waits": waits(driver), "steps": stage.notes[start:], "screens": stage.screens(present(driver)),
            "wire": stage.pictured(start)}


def missed(one, miss, **details):
    reason = f"expected {miss.expected}; {miss.seen}"
    return Result(one.name, one.title, MISSED, one.form, reason, miss.expected, miss.seen, **details)


def present(driver):
    """Return the windows that matter now: not those that new ones have replaced."""
    return [window for window in (driver.server, *driver.clients) if window]


def waits(driver):
    """Return in words what each window does now, and what that means for all of them."""
    windows = present(driver)
    return [f"{the(window)} {doing(window)}" for window in windows] + deadlock(windows)


def lower(title):
    return title[:1].lower() + title[1:]
