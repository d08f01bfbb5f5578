"""The witness: a stage that notes down each step in words that do not depend on who was a little faster."""
from lab12.grader.words import crash, doing, line_with, shows, the
from lab12.stage import Stage

WORD = 4     # letters at least: a shorter text, such as the stop word q, stands in many a line by chance
LONG = 200   # letters: what is longer is not quoted
LINES = 4    # of a screen that are quoted


class Witness(Stage):
    """A stage whose `notes` are (action, what came of it); `watched` is the text that was typed last."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.notes, self.watched, self.said = [], None, []

    def run(self, command, name, **options):
        window = super().run(command, name, **options)
        self.notes.append((f"{window.name} is started", f"it {doing(window)}"))
        return window

    def step(self, action, act=lambda: None, by=None):
        were_alive = [window for window in self.windows if window.alive()]
        super().step(action, act, by)
        told = []
        if by and self.watched and len(self.watched) >= WORD:
            self.said.append(self.watched)
            told = [self.shown(window) for window in were_alive if window is not by and shows(window, self.watched)]
            told = told or ["nobody shows it"]
        told += [f"{the(window)} {doing(window)}" for window in were_alive
                 if not window.alive() and not ("killed" in action and window.terminal.status == -9)
                 or window.alive() and (window.restless or crash(window))]
        self.notes.append((action, "; ".join(told)))

    def shown(self, window):
        """Return in words how a window shows what was typed in another one."""
        line = line_with(window, self.watched)
        return f"{the(window)} shows {line!r}" if line and len(line) < LONG else f"{the(window)} shows it"

    def screens(self, windows):
        """Return the last lines of each of these windows that hold what was typed, and the one with the cursor."""
        found = {}
        for window in windows:
            lines = window.screen.lines
            told = [line for line in lines[:-1] if any(text in line for text in self.said) and len(line) < LONG]
            found[window.name] = [*told[-LINES:], *([] if window.restless else [lines[-1][:LONG]])]
        return found
