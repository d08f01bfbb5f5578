"""A window: one script in a terminal of its own, what is typed there, and what it shows and does."""
import re
import signal
import time
from dataclasses import dataclass

from lab12.stage.calls import WORDS
from lab12.stage.guess import Guess
from lab12.stage.processes import Processes
from lab12.stage.screen import ROWS, Screen

ERROR = re.compile(r"(?:\w+\.)*(\w*Error|\w*Exception|KeyboardInterrupt|SystemExit)(?=:|$)")
PLACE, NUMBER = re.compile(r'File "[^"]*", line (\d+)'), re.compile(r" \(?\d+\)?$")
ANY = "Error", "Exception"  # so a program may begin what it says in words of its own
LOOKS, PAUSE = 10, 0.002  # looks at a script that runs before it is said to, and the seconds between two of them
KEYS = {"Ctrl-C": b"\x03", "Ctrl-D": b"\x04", "Ctrl-S": b"\x13", "Ctrl-Q": b"\x11", "Ctrl-Z": b"\x1a"}


class Miss(AssertionError):
    """What a check expected did not happen: `expected` and `seen` are for the reader of the mark sheet."""

    def __init__(self, expected, seen):
        super().__init__(f"expected {expected}; {seen}")
        self.expected, self.seen = expected, seen


class Window:
    """One script running in a terminal of its own: what is typed, what its screen shows, what it does."""

    def __init__(self, stage, name, terminal):
        self.stage, self.name, self.terminal = stage, name, terminal
        self.screen, self.fed, self.opened = Screen(), 0, time.monotonic()
        polls = stage.polls.setdefault(NUMBER.sub("", name), set())  # client (2) does as client does
        self.processes = Processes(terminal, polls, stage.asks_kernel)
        self.unsettled = None  # what it does if it has never come to rest
        self.errors_before = None  # how many errors it had told of before what is done now, if that matters
        self.looks_round = False  # whether it takes what is typed while it does that
        self.guess = Guess(self)
        self.note()

    def note(self):
        """Note down what is on its screen and whether it runs, before a step."""
        self.before, self.cleared, self.was_alive = list(self.screen.lines), self.screen.cleared, self.alive()

    def types(self, text, ahead=False, why=""):
        """Type a line; return it as Said, to be looked for in other windows. The step may say `why`.

        Raises Miss if the script does not wait for the keyboard, unless it is typed `ahead`.
        """
        if not ahead and not self.asks():
            raise Miss(f"{self.name} to ask for something", f"it {self.doing()}")
        shown = f"type {text!r}" if len(text) < 60 else f"type {len(text):,} letters"
        shown = shown if text else "press Enter"
        self.guess.typed()
        self.stage.step(f"you {shown} in {self.name}{why}", lambda: self.terminal.enter(text), by=self)
        if not ahead:
            self.guess.look_back()
        return Said(text, self)

    def presses(self, key):
        """Press a key of KEYS, or type letters without Enter."""
        data = KEYS.get(key) or key.encode()
        word = "press" if key in KEYS else "type, without Enter,"

        def press():
            before = self.first_thread()
            self.terminal.write(data)
            if key == "Ctrl-C" and self.stage.asks_kernel and not any(one.unsettled for one in self.stage.windows):
                self.stage.settle()
                if self.has_missed_it(before):
                    self.terminal.write(data)  # as its user would

        self.stage.step(f"you {word} {key} in {self.name}", press, by=self)

    def first_thread(self):
        """Return what the first thread of the script does just now, () if there is none, or no other one."""
        parts = [part for part in self.processes.look() if part[0] == self.terminal.pid]
        return next((part for part in parts if part[1] == self.terminal.pid), ()) if len(parts) > 1 else ()

    def has_missed_it(self, before):
        """Return whether Ctrl-C has done nothing to a program of several threads.

        Its first one has not run since, or waits for its user as before.
        The kernel may hand a signal to any thread of a process, most often to the first (signal(7)). Python's handlers
        run in that alone, once it is back from its call: it is not woken if another one has been handed the signal.
        """
        if not self.alive() or before == () or self.news().strip() not in ("", "^C"):
            return False
        return self.first_thread() == before or any(
            part[0] == part[1] == self.terminal.pid and "keyboard" in wait.kinds
            for part, wait in self.processes.waits(self.processes.look()))

    def dies(self):
        """Kill the script, as a crash of its computer would."""
        self.stage.step(f"{self.name} is killed", lambda: self.kill())

    def kill(self):
        self.terminal.kill()

    def asks(self):
        """Return whether the script waits for its user; as far as its screen tells where the kernel cannot be asked."""
        if not self.alive() or not self.stage.asks_kernel:
            return self.alive() and self.guess.asks
        return bool({"keyboard", "untold"} & self.processes.kinds()) or self.looks_round and (
            self.processes.spins or "clock" in self.processes.kinds())

    def shows(self, text):
        """Check that what came onto the screen in the last step contains this text."""
        if text not in self.news():
            raise Miss(f"{self.name} to show {brief(text)}", self.shown_words())
        return self

    def shows_no(self, text):
        """Check that what came onto the screen in the last step does not contain this text."""
        if text in self.news():
            raise Miss(f"{self.name} not to show {brief(text)}", self.shown_words())

    def shows_nothing(self):
        """Check that the last step brought nothing onto the screen."""
        if self.news():
            raise Miss(f"{self.name} to show nothing", self.shown_words())

    def shows_anywhere(self, text):
        """Check that this text stands on the screen, whenever it came."""
        if text not in self.screen.text:
            raise Miss(f"{self.name} to show {brief(text)}", f"it shows {brief(self.screen.text)}")

    def looks_like(self, text):
        """Check that its screen looks like this text, whatever was drawn and wiped out on the way there."""
        if without_blanks(self.screen.text) != without_blanks(text):
            raise Miss(f"{self.name} to look like {text!r}", f"it shows {brief(self.screen.text, 400)}")

    def shows_exactly(self, text):
        """Check that everything that it has printed, and what was typed, is this text, to the letter."""
        if self.output != text:
            raise Miss(f"{self.name} to show exactly {text!r}", f"it shows {brief(self.output, 400)}")

    def shows_one_line(self, part):
        """Check that all it shows is one line, with this text in it."""
        lines = [line for line in self.screen.lines if line.strip()]
        if len(lines) != 1 or part not in lines[0]:
            raise Miss(f"{self.name} to show one line, with {brief(part)} in it", f"it shows {brief(self.screen.text)}")

    def ends(self, status=None):
        """Check that the script has ended, with this exit status if one is given, and without a traceback."""
        if self.alive():
            raise Miss(f"{self.name} to end", f"it {self.doing()}")
        self.shows_no_traceback()
        if status is not None and self.terminal.status != status:
            raise Miss(f"{self.name} to end with status {status}", f"it {self.doing()}")

    def goes_on(self):
        """Check that the script still runs."""
        if not self.alive():
            raise Miss(f"{self.name} to go on", f"it {self.doing()}")

    def shows_no_traceback(self):
        """Check that Python has not reported an error that nobody handled."""
        if "Traceback (most recent call last)" in self.told or self.error():
            raise Miss(f"{self.name} to end without a traceback", f"it shows {self.error() or 'one'}")

    @property
    def told(self):
        """What it shows; where that is nothing, what it has wiped: what clears a screen may come after a traceback."""
        return self.screen.text if self.screen.text.strip() else self.screen.wiped

    def error(self):
        """Return the line number and the last line of a traceback, if that is how it ended."""
        text = self.told
        lines = [line for line in text.splitlines() if line.strip()]
        error = None if self.alive() or not lines else ERROR.match(lines[-1])
        places = PLACE.findall(text)
        if not error or error[1] in (*ANY, "KeyboardInterrupt") and not places:
            return None  # so may a program say itself, of what it has caught
        return (f"line {places[-1]}: " if places else "") + lines[-1]

    @property
    def output(self):
        """All that the terminal has received, echo included, with plain newlines."""
        return self.terminal.raw.decode(errors="replace").replace("\r\n", "\n")

    def news(self):
        """Return what the last step brought onto the screen; a prompt that is only shown again is not new.

        A program may put it above the line in which it asks, into rows that a terminal of that size still shows.
        """
        before = self.before if self.screen.cleared == self.cleared else [""]
        asked, above = before[-1], slice(max(0, len(before) - ROWS), len(before) - 1)
        put = [line for was, line in zip(before[above], self.screen.lines[above], strict=False)
               if line != was and line not in before and (not was.strip() or was.strip() not in line)]
        first, *lines = self.screen.lines[len(before) - 1:] or [""]
        if first.startswith(asked):
            first = first[len(asked):]
        return "\n".join(line.rstrip() for line in [first, *put, *lines] if line.strip() and line != asked)

    def outcome(self, echo=False):
        """Return in words what this window did in the last step; nothing if that is not worth a word."""
        news = self.news().splitlines()[echo:]
        if not self.alive():
            if not self.was_alive:
                return ""
            said = [] if self.error() else [line for line in news if line != "^C"]
            shown = f"shows {brief(' / '.join(said[:4]))} and " if said else ""
            return f"{self.name} {shown}{self.doing()}"
        if not news:
            return ""
        return f"{self.name} shows {brief(' / '.join(news[:4]) + (' / ...' if len(news) > 4 else ''))}"

    def shown_words(self):
        if not self.alive():
            return f"it {self.doing()}"
        news = "\n".join(filter(None, (self.stage.bare(self, line) for line in self.news().splitlines())))
        return f"it shows {brief(news)}" if news else "it shows nothing new"

    def doing(self):
        """Return in words what the script waits for, or how it ended."""
        if not self.alive():
            status = self.terminal.status
            how = f"by signal {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
            return f"has ended {how}" + (f": {self.error()}" if self.error() else "")
        if self.unsettled:
            return self.unsettled
        kinds = self.processes.kinds()
        for _ in range(LOOKS if self.stage.asks_kernel else 0):
            if kinds and not self.processes.calling():
                break
            time.sleep(PAUSE)  # one that looks round now and then runs for a moment, or calls a server in vain
            kinds = self.processes.kinds()
        if not kinds:
            return "runs" if self.stage.asks_kernel else "is still there"
        return "waits for " + " and ".join(WORDS[kind] for kind in sorted(kinds))

    def alive(self):
        return self.terminal.alive()

    def read(self):
        """Take in what it has printed; return whether there was anything."""
        if self.floods():
            return False
        news = self.terminal.read()
        raw = self.terminal.raw
        if len(raw) > self.fed:
            new, self.fed = raw[self.fed:], len(raw)
            self.screen.feed(new)
        return news

    def spins(self):
        """Return whether it goes on without ever waiting, and prints nothing by that."""
        return self.unsettled == "runs on and waits for nothing"

    def floods(self):
        """Return whether it has been found to print without end."""
        return self.unsettled == "prints without end"

    def close(self):
        self.processes.close()
        self.terminal.close()


@dataclass(frozen=True)
class Said:
    """A message that was typed."""

    text: str
    author: Window

    def shown_by(self, window):
        """Check that the message has appeared in another window."""
        window.shows(self.text)
        return self


def without_blanks(text):
    """Return text without the blanks at the end of its lines, but for the last one, in which the cursor stands."""
    *lines, last = text.split("\n")
    return "\n".join([*(line.rstrip() for line in lines), last])


def brief(text, most=200):
    """Return text in quotes, cut in the middle if it is long."""
    text = text if len(text) <= most else f"{text[:most // 2]} ... {text[-most // 2:]} ({len(text)} characters)"
    return f'"{text}"' if '"' not in text else repr(text)
