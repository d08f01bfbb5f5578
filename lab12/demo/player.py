"""The player plays a scenario on a stage: it starts the scripts, types letter by letter, compares the end."""
import contextlib
import os
import select
import sys
import termios
import textwrap
import time

from lab12.demo.comparing import compare, end
from lab12.demo.drawing import Canvas, Pen, View, is_screen, size_of
from lab12.stage.stage import Stage
from lab12.stage.window import Miss

LETTER = 0.07  # seconds from letter to letter: quick, but slow enough to be read
BEFORE = 0.7   # seconds in which a class finds the window that will do something
AFTER = 1.0    # seconds in which it reads what has come of it
TICK = 0.05    # seconds after which Ctrl-C and a new size of the terminal are noticed, at the latest


def play(scenario, wishes, stop):
    """Play a scenario, live on a terminal; print the windows as they are in the end; compare them.

    Return the exit status: 0 if each window shows what it should, else 1. Raises KeyboardInterrupt if `stop`
    has noted a signal.
    """
    sys.stdout.reconfigure(errors="replace")
    pen, notices = Pen(sys.stdout), []
    live = is_screen(sys.stdout) and (wishes.pace > 0 or wishes.step)
    with Canvas(pen) if live else contextlib.nullcontext() as canvas, Stage(notice=notices.append) as stage:
        try:
            player = Player(scenario, wishes, stage, canvas, stop)
            complaints = player.play()
            views, ladder = player.views(), player.ladder()
            if wishes.file and ladder:
                notices.append(player.write_capture(wishes.file))
            if wishes.wire and not ladder:
                notices.append("the wire cannot be seen without a private network")
        finally:
            stop.ignore()
    for notice in notices:
        print(f"Note: {notice}.", file=sys.stderr)
    try:
        width = size_of(sys.stdout)[0]
        lines = [*pen.draw(views, width, ladder=ladder), *textwrap.wrap(scenario.moral, width)]
        print("\n".join(lines), flush=True)
    except BrokenPipeError:  # nobody reads it any more; Python would complain again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


class Player:
    """One showing of a scenario: which windows are open, and in which of them something is being typed.

    `canvas` is None where no person watches.
    """

    def __init__(self, scenario, wishes, stage, canvas, stop):
        self.scenario, self.parts, self.turns = scenario, scenario.parts, scenario.turns
        self.redrawn, self.lab, self.stage, self.canvas = scenario.redrawn, wishes.lab, stage, canvas
        self.pace, self.step, self.stop = wishes.pace if canvas else 0, wishes.step and canvas, stop
        self.tape = record(scenario, stage) if wishes.wire else None
        self.windows, self.typist, self.footer = {}, None, ""
        self.titles = {part.name: ">" for part in scenario.parts}
        port = stage.port(scenario.transport, scenario.port)
        self.arguments = () if stage.network.private else ("127.0.0.1", port)
        self.others = {}  # those of some, by name
        if scenario.relay:
            server, relay, client = (part.name for part in scenario.parts)
            at = stage.port(scenario.transport, scenario.port - 1)
            self.others = {relay: ("127.0.0.1", port, "--at", at, *scenario.relay), client: ("127.0.0.1", at)}

    def play(self):
        """Play each turn; return complaints, none if every window shows what it should."""
        complaints = []
        for number, turn in enumerate(self.turns, 1):
            self.footer = f"{number}/{len(self.turns)}  {turn}"
            if self.step:
                self.wait_for_enter()
            try:
                self.take(turn)
            except Miss as miss:
                complaints.append(f"Turn {number}, {turn}: expected {miss.expected}; {miss.seen}.")
                break
        for part in self.parts:
            if part.name in self.windows:
                complaints += compare(part, self.windows[part.name], self.redrawn)
        return complaints

    def take(self, turn):
        """Play one turn. Raises Miss if a script does not ask for what it should be told."""
        self.typist = turn.who if turn.does != "is killed" else None
        self.pause(BEFORE)
        if turn.does == "starts":
            self.start(turn)
        elif turn.does == "is killed":
            self.note(turn)
            self.windows[turn.who].dies()
        else:
            self.type(self.windows[turn.who], turn)
        if self.tape:
            self.tape.rest()
        self.typist = None
        self.pause(AFTER)

    def note(self, turn):
        """Have it in the picture of the wire that this turn is taken now."""
        if self.tape:
            self.tape.act(turn.who, turn.does, turn.text)

    def ladder(self):
        """Return the picture of the wire, None where nobody wants it or nobody can look."""
        return self.tape.ladder() if self.tape and self.tape.sees else None

    def write_capture(self, path):
        """Write what has crossed the wire as a file for Wireshark; return what is to be said of it."""
        from lab12.wire import pcapng
        transport, port, server = self.scenario.transport, self.scenario.port, self.scenario.parts[0].script
        try:
            pcapng.write(path, self.tape, f"Lab 12: {server} and its clients", port)
        except OSError as error:
            return f"{path} is not written: {error.strerror}"
        return f"{path} is written; besides Wireshark, tshark -r {path} -d {transport}.port=={port},data reads it"

    def start(self, turn):
        """Type the command into the title bar, and open the window."""
        who = turn.who
        [script] = [self.lab / part.script for part in self.parts if part.name == who]
        for letter in f"python {script.name}":
            self.titles[who] += letter
            self.pause(LETTER)
        self.note(turn)
        self.windows[who] = self.stage.open(script, *self.others.get(who, self.arguments), name=who)

    def type(self, window, turn):
        """Type a line, letter by letter if there is time."""
        if self.pace == 0 or not window.asks():
            self.note(turn)
            window.types(turn.text)
            return
        for letter in turn.text:
            window.terminal.write(letter.encode())
            if self.stage.asks_kernel:
                self.stage.settle()  # each letter is seen, however busy this computer is
            self.pause(LETTER)
        self.note(turn)
        self.stage.step(f"{window.name} types", lambda: window.terminal.write(b"\n"), by=window)

    def pause(self, seconds):
        """Let time pass, and show what happens."""
        end = time.monotonic() + seconds * self.pace
        self.look()
        while (left := end - time.monotonic()) > 0:
            self.look(min(left, TICK))

    def wait_for_enter(self):
        """Let the teacher talk until Enter is pressed; the end of the input counts as that."""
        if sys.stdin is None:
            return
        footer, self.footer = self.footer, f"Press Enter: {self.footer}  (or Ctrl-C)"
        if sys.stdin.isatty():
            termios.tcflush(sys.stdin, termios.TCIFLUSH)  # what was pressed before was not for this turn
        keyboard, key = sys.stdin.fileno(), None
        while key not in (b"\n", b""):
            key = os.read(keyboard, 1) if keyboard in self.look(TICK, [keyboard]) else None
        self.footer = footer

    def look(self, seconds=0, others=()):
        """Show how the windows are now, and wait; return the descriptors that have something to read."""
        self.stop.check()
        self.stage.read()
        if self.canvas:
            self.canvas.show(self.views(), self.footer, self.ladder())
        descriptors = [window.terminal.descriptor for window in self.windows.values() if window.alive()]
        return select.select([*descriptors, *others], [], [], seconds)[0]

    def views(self):
        """Return how each window is to be drawn."""
        return [self.view(part, self.windows.get(part.name)) for part in self.parts if not part.behind]

    def view(self, part, window):
        state = "types" if self.typist == part.name else end(window) if window else ""
        lines, cursor = [], None
        if window:
            lines, screen = window.screen.lines, window.screen
            if window.alive() and screen.column > 0:  # at the start of a line nothing is asked for
                cursor = screen.row, screen.column
        room = part.shows.removesuffix("\n").split("\n")
        return View(self.titles[part.name], part.name, lines, cursor, state, [*room[:-1], f"{room[-1]}|"])


def record(scenario, stage):
    """Return a Tape of what is about to cross the wire. The import takes time: it waits until it is asked for."""
    from lab12.wire.tape import Tape
    return Tape(stage, [part.name for part in scenario.parts], lines=scenario.transport == "tcp")
