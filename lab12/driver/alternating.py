"""Alternating: one program of a stage runs at a time, so that what one sends in two parts is there before it is read.

TCP may deliver two sends with one recv, or with two (RFC 9293, 3.8): it depends on which program is faster. With those
that send twice in a row it is always one here, which a program must be able to take.
"""
ROUNDS = 6  # in which each program has its turn, at most


class Alternation:
    """The windows of a stage that are held, until each has its turn."""

    def __init__(self, stage):
        self.stage, self.held = stage, []

    def hold(self):
        """Stop all programs that run."""
        self.held = [window for window in self.stage.windows if window.alive()]
        for window in self.held:
            window.processes.hold()

    def take_turns(self, settle):
        """Let one program after the other run until it waits, the newest first, until nothing more is sent."""
        network, held = self.stage.network, self.held
        for window in self.stage.windows:
            if window not in held:
                settle()  # it has just been started
        for _ in range(ROUNDS if held else 0):
            traffic = network.traffic()
            for window in self.stage.windows[::-1]:
                others = [one for one in self.stage.windows if one is not window]
                for one in others:
                    one.processes.hold()
                window.processes.release()
                settle()
            if network.traffic() == traffic:
                break
        self.held = []
        for window in self.stage.windows:
            window.processes.release()
