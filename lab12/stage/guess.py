"""A guess whether a script waits for its user, from its screen alone: where the kernel cannot be asked."""


class Guess:
    """Whether a script waits for its user, guessed from its screen where the kernel cannot be asked.

    A line that it has begun and not ended is a prompt. One that has once asked without any may ask at any time, unless
    it is known to have `always` one; so may one that is known to be `bare`. If what was typed last is not read, that is
    taken back, and nothing is typed any more until it shows something new.
    """

    def __init__(self, window):
        self.window, self.bare, self.always = window, False, False
        self.prompts = self.prompted = False  # whether it has ever shown a prompt; and since something was typed
        self.deaf_since = None                # how much it had printed when it did not read what was typed

    @property
    def asks(self):
        if self.deaf_since is not None and self.window.terminal.total == self.deaf_since:
            return False
        return self.prompted or self.bare or not (self.prompts or self.always)

    def look(self):
        """Look at the line with the cursor, when nothing more comes."""
        screen = self.window.screen
        if screen.lines[screen.row].strip():
            self.prompts = self.prompted = True

    def typed(self):
        self.prompted = False

    def look_back(self):
        """Take back what was typed in vain."""
        if not self.window.stage.asks_kernel and self.window.alive():
            self.deaf_since = self.window.terminal.total if self.window.terminal.take_back() else None
