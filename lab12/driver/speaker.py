"""The speaker: a program's window in a conversation. What its user says is looked for in the windows of others."""
from dataclasses import dataclass

from lab12.driver.words import how_much, seen, the
from lab12.stage.window import Miss, Window, brief

ATTEMPTS = 3  # lines typed in the hope that the first ones were answers to questions that we do not know


class Speaker(Window):
    """A window whose user takes part in what the driver of its stage has going on."""

    def says(self, text=None):
        """Type a message, as soon as it is this user's turn: this text, or a word that nobody has said yet."""
        driver = self.stage.driver
        text = driver.word() if text is None else text
        driver.give_turn(self)
        return Said(driver, self, text, driver.begin(self, text))


@dataclass
class Said:
    """A message that was typed. What the wire has carried since `mark` belongs to it."""

    driver: object
    author: Speaker
    text: str
    mark: int

    def shown_by(self, *windows, attempts=ATTEMPTS):
        """Check that it crosses the network, and appears in these windows."""
        driver, author = self.driver, self.author
        for attempt in range(attempts):
            showing, carried = driver.note_crossing(author, windows, self.text, self.mark)
            mine = [c for c in driver.crossings if c.author == author.name and c.shown and c not in (
                driver.crossings[-1:] if showing else ())]
            anew = attempt < driver.facts.get("first lines", 0) and not any(c.wire is driver.wire for c in mine)
            if showing or mine and not anew or not author.asks() or attempt == attempts - 1:
                if showing and attempt and not mine and driver.roles.kind == "pair":
                    driver.facts["first lines"] = attempt  # so many are taken for something else, each time
                break
            driver.learn_usage(author, self.mark)
            self.text = driver.word()  # what was typed may have been an answer to a question
            self.mark = driver.begin(author, self.text)
        for window in windows:
            if window not in showing:
                raise Miss(f"{the(window)} to show {brief(self.text, 60)}",
                           seen(window, author) + driver.sent(author, self.text, self.mark, window))
        if not carried:
            over = f" over {driver.roles.transport.upper()}" if driver.wire.carried(self.text, self.mark) else ""
            raise Miss(f"{brief(self.text, 60)} to cross the network{over}",
                       f"{the(windows[0])} shows it, but nothing that crossed the network{over} holds it")

    def shown_whole_by(self, window):
        """Check that all of a long text appears in another window, as one message."""
        if not self.driver.arrives(window, self.text):
            raise Miss(f"{the(window)} to show all {len(self.text):,} letters", how_much(window, self.text))
