"""Beside: checks of programs that take their time in each of their turns, in several conversations at the same time.

One after the other they would take minutes. Each has a process, a stage, a network and a folder of its own.
"""
import functools

from lab12.guard.worker import TIME, Worker


def can_talk_beside(driver):
    """Return whether the programs of a driver talk, dawdle, and may have several conversations at the same time.
    """
    return bool(driver.stage and driver.dawdles and talks_apart(driver))


def talks_apart(driver):
    """Return whether the programs of a driver talk, and may have another conversation at the same time."""
    return bool("turns" in driver.passed and driver.private and driver.sandbox.home and not driver.look)


def side_by_side(perform_all, checks, driver, known, seconds):
    """Perform those checks that are in a group, each group in a process of its own; return {name: fields of a Result}.

    A group that comes to no end gives a text instead for each of its checks. `known` are the Results so far.
    """
    groups, found, most = {}, {}, max(TIME, 2 * seconds)
    for one in checks:
        groups.setdefault(one.group, []).append(one)
    driver.close()
    driver.stale = True
    works = []
    try:
        for group in groups.values():
            work = functools.partial(of_group, perform_all, group, driver, known, seconds)
            works.append((group, Worker(work, most)))
        while works:
            group, work = works.pop(0)
            told = work.answer(most)
            found |= dict.fromkeys((one.name for one in group), told) if isinstance(told, str) else told["results"]
            if not isinstance(told, str):
                take_over(driver, told)
    finally:
        for _, work in works:
            work.stop()
    return found


def of_group(perform_all, checks, driver, known, seconds):
    """Perform the checks of a group; return what has come of it, fit for JSON."""
    other = driver.heir()
    results = perform_all(checks, other, seconds, known)
    return {"results": {one.name: vars(results[one.name]) for one in checks}, **told_of(other)}


def told_of(driver):
    """Return what a driver has found out, fit for JSON."""
    facts = {name: fact for name, fact in driver.facts.items() if not isinstance(fact, set)}
    return {"facts": facts, "notices": list(driver.notices), "guesses": list(driver.guesses),
            "drawn": list(driver.drawn)}


def take_over(driver, told):
    """Have a driver know what the one of a group has found out."""
    driver.facts |= told["facts"]
    for what in ("notices", "guesses", "drawn"):
        getattr(driver, what).update(told[what])
