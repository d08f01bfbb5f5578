"""Look performs the checks on one hand-in here and now, and stops at each miss with the windows still open."""
import sys

from lab12.driver.driver import Driver
from lab12.driver.words import doing, the
from lab12.grader import hints
from lab12.grader.grade import laid_out
from lab12.guard.harmless import harmless
from lab12.guard.reader import opened
from lab12.rubric.checks import MISSED, perform_all
from lab12.rubric.listing import SECTIONS
from lab12.stage.stage import prepare

HELP = 'Enter: go on; "server hello": type hello in that window; Ctrl-D: end'
WIDTH = 80  # columns


def look(path, roles, scheme):
    """Perform the checks of each section on its likeliest pair; return the Results that are misses.

    Raises ValueError where there is no pair to be looked at.
    """
    missed = []
    prepare()
    with opened(path, roles) as handin:
        if not any(pair.server and pair.client for pairs in handin.pairs.values() for pair in pairs):
            raise ValueError(f"{path}: there is no pair of a server and a client to look at")
        for name in SECTIONS:
            for pair in [pair for pair in handin.pairs[name] if pair.server and pair.client][:1]:
                tell(f"{name}: {pair.server.path} and {pair.client.path}")
                with laid_out(handin, name, pair, scheme) as (roles, _):
                    missed += Looker(roles, pair, scheme.checks(name)).missed
    return missed


class Looker:
    """Shows each result to a person while its windows are still there."""

    def __init__(self, roles, pair, checks):
        self.pair, self.checks, self.missed = pair, checks, []
        self.driver = Driver(roles)
        self.driver.look = self.shown
        perform_all(checks, self.driver)

    def shown(self, result, stage):
        """Print a result; if it is a miss, show the windows as well, and do what the user wants with them."""
        tell(f"  {result.outcome:10}  {result.title}")
        if result.outcome != MISSED:
            return
        self.missed.append(result)
        hints.add({result.name: result}, self.driver, self.pair, self.checks)
        tell(f"    Expected {result.expected}; {result.seen}.\n    Hint: {result.hint}")
        windows = {window.name.replace(" ", ""): window for window in stage.windows} if stage else {}
        show(windows)
        while line := ask():
            name, _, text = line.partition(" ")
            if name in windows:
                windows[name].types(text, ahead=True)
                show(windows)
            else:
                print(f"    there is no window {name}; there are {', '.join(windows)}")


def tell(text):
    print(harmless(text))


def show(windows):
    """Print the screens of these windows, {name: window}, with what each waits for."""
    for name, window in windows.items():
        tell(f"{f'─ {name}: {the(window)} {doing(window)} ':─<{WIDTH}}\n{window.screen.text}".rstrip())
    print("─" * WIDTH)


def ask():
    """Return the line that the user types, without its newline; the end of the input ends everything."""
    print(f"{HELP}\n? ", end="", flush=True)
    line = sys.stdin.readline()
    if not line:
        raise KeyboardInterrupt
    return line.strip()
