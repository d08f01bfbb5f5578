"""Drawing puts windows side by side as text: once, or again and again on a terminal, while they change."""
import os
import re
import sys
import termios
from dataclasses import dataclass

MOST = 48    # columns of a window, where there is room: short lines should not stand in a wide void
LEAST = 12   # columns of a window, however narrow the terminal
LADDER = 50  # columns of a ladder that is to stand between two windows
USUAL = 80, 24  # columns and rows where there is no terminal to ask
# Corners, horizontal and vertical line: of a window, and of the one in which somebody types.
UNICODE = "┌┐└┘─│", "╔╗╚╝═║"
ASCII = "++++-|", "++++=|"
COLOURS = {"types": "1;32", "killed": "1;31", "failed": "1;31", "typed": "1"}  # ECMA-48: bold; green, red
TYPED = re.compile(r"(Enter \w+ )(.+)")
ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"  # to the other screen, no cursor, no wrapping (xterm, ctlseqs)
LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l"


@dataclass(frozen=True)
class View:
    """How to draw a window: `lines` it shows, `room` for those that it will show, `state` as a word."""

    title: str
    label: str
    lines: list[str]
    cursor: tuple[int, int] | None  # row and column
    state: str
    room: list[str]


class Pen:
    """Draws with what a stream can show: box-drawing characters or ASCII, with colour or without."""

    def __init__(self, stream):
        self.glyphs = UNICODE if speaks_unicode(stream) else ASCII
        self.watched = is_screen(stream)
        self.colour = self.watched and not os.environ.get("NO_COLOR")

    def paint(self, text, kind):
        return f"\x1b[{COLOURS[kind]}m{text}\x1b[m" if self.colour and kind in COLOURS else text

    def draw(self, views, columns, most=None, ladder=None):
        """Return the lines of a picture of all windows, as many side by side as fit, and of the wire if it is given.

        Each is as high as all that it will show; where that takes more than `most` lines, windows are lower
        and show what came last. The wire stands between two windows, or below them where there is less room.
        """
        need = max(len(line) + 4 for view in views for line in view.room)
        if ladder and len(views) == 2 and columns - 2 * (need + 1) > LADDER:
            return self.between(views, need, columns, most, ladder)
        if ladder:
            windows = self.draw(views, columns, most and max(most // 2, 3))
            return [*windows, *self.wire(ladder, min(columns - 1, 2 * MOST), most and most - len(windows))]
        across = next(n for n in (4, 2, 1) if len(views) % n == 0 and (n == 1 or n * (need + 1) <= columns))
        width = max(LEAST, min(max(MOST, need), columns // across - 1))
        bands = [views[at:at + across] for at in range(0, len(views), across)]
        heights = []
        for band in bands:
            texts = [view.room for view in band] + ([] if most else [shown(view) for view in band])
            heights.append(max(len(rows(text, width - 4)) for text in texts))
        while most and sum(heights) + 2 * len(bands) > most and max(heights) > 1:
            heights[heights.index(max(heights))] -= 1
        pictures = [[self.frame(view, width, height) for view in band]
                    for band, height in zip(bands, heights, strict=True)]
        return [" ".join(parts) for band in pictures for parts in zip(*band, strict=True)]

    def between(self, views, width, columns, most, ladder):
        """Return the lines of two windows and, between them, of what crosses the wire."""
        from lab12.wire.quoting import columns as taken
        height = max(len(rows(text, width - 4)) for view in views for text in (view.room, *[shown(view)] * (not most)))
        left, right = (self.frame(view, width, max(min(height, most - 2) if most else height, 1)) for view in views)
        middle = self.wire(ladder, min(columns - 1 - 2 * (width + 1), 2 * MOST), most)
        left, right = (side + [" " * width] * (len(middle) - len(side)) for side in (left, right))
        room = max(map(taken, middle))
        middle += [""] * (len(left) - len(middle))
        return [f"{a} {b}{' ' * (room - taken(b))} {c}".rstrip()
                for a, b, c in zip(left, middle, right, strict=True)]

    def wire(self, ladder, columns, most):
        """Return the lines of a ladder; with times only where somebody watches, since they differ each time."""
        return ladder.text(columns, self.glyphs is ASCII, most, times=self.watched)

    def frame(self, view, width, height):
        """Return the lines of one window: its title bar, the last rows of its text, and its name."""
        nw, ne, sw, se, line, side = self.glyphs[view.state == "types"]
        state = f" {view.state} {line}" if view.state else ""
        top = f"{nw}{line} {view.title[:width - 5]} ".ljust(width - 1, line) + ne
        bottom = f"{sw}{line} {view.label} ".ljust(width - 1 - len(state), line) + state + se
        text = rows(shown(view), width - 4)[-height:]
        text += [""] * (height - len(text))
        side = self.paint(side, view.state)
        return [self.paint(top, view.state),
                *(f"{side} {self.text(row)}{' ' * (width - 4 - len(row))} {side}" for row in text),
                self.paint(bottom, view.state)]

    def text(self, row):
        """Return a row with what the user has typed in it painted."""
        found = TYPED.match(row)
        return found[1] + self.paint(found[2], "typed") if found else row


def shown(view):
    """Return the lines of a window with its cursor, and with nothing in them that a terminal would obey."""
    lines = list(view.lines)
    if view.cursor:
        row, column = view.cursor
        lines[row] = f"{lines[row][:column]:{column}}|{lines[row][column:]}"
    elif lines[-1:] == [""]:
        lines.pop()
    return ["".join(letter if letter.isprintable() else "?" for letter in line) for line in lines]


def rows(lines, width):
    """Return lines cut into rows, as a terminal of this width would."""
    return [line[at:at + width] for line in lines for at in range(0, max(len(line), 1), width)]


def speaks_unicode(stream):
    """Return whether the reader of a stream can be shown box-drawing characters.

    Where the locale is "C", Python writes UTF-8 and sets LC_CTYPE=C.UTF-8 itself (PEP 538): no proof of it.
    """
    try:
        UNICODE[1].encode(stream.encoding)
    except UnicodeEncodeError:
        return False
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    names[1] = names[1].replace("C.UTF-8", "")
    locale = next(filter(None, names), "C")
    return "utf" in locale.lower() or "PYTHONIOENCODING" in os.environ


def is_screen(stream):
    """Return whether a stream goes to a terminal on which one can draw."""
    return stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def size_of(stream):
    """Return the columns and rows of the terminal that a stream goes to."""
    if not is_screen(stream):
        return USUAL
    columns, rows = os.get_terminal_size(stream.fileno())
    return columns or USUAL[0], rows or USUAL[1]  # 0: nobody has told the terminal its size


class Canvas:
    """A terminal's other screen, where pictures replace each other; leaving the `with` block ends it."""

    def __init__(self, pen):
        self.pen, self.size, self.lines, self.modes = pen, None, {}, None

    def __enter__(self):
        if sys.stdin is not None and sys.stdin.isatty():
            self.modes, modes = termios.tcgetattr(sys.stdin), termios.tcgetattr(sys.stdin)
            modes[3] &= ~termios.ECHO  # keys that are pressed meanwhile would stand in the picture
            # Nor should Ctrl-Z leave the shell on this screen, without a cursor.
            modes[6][termios.VSUSP] = bytes([os.fpathconf(sys.stdin.fileno(), "PC_VDISABLE") & 0xFF])
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, modes)
        self.write(ENTER)
        return self

    def __exit__(self, *_):
        self.write(LEAVE)
        if self.modes:
            termios.tcsetattr(sys.stdin, termios.TCSAFLUSH, self.modes)

    def show(self, views, footer, ladder=None):
        """Draw the windows, and the wire, as they are now and a line below them; write only what differs."""
        size = columns, height = size_of(sys.stdout)
        lines = self.pen.draw(views, columns, max(height - 1, 1), ladder)[:max(height - 1, 0)]
        lines += [""] * (len(lines) < height - 1) + [footer[:columns - 1]]
        lines = dict(enumerate(lines, 1))
        if size != self.size:
            self.size, self.lines = size, {}
            self.write("\x1b[2J")
        self.write("".join(f"\x1b[{row};1H{line}\x1b[K" for row, line in lines.items()
                           if line != self.lines.get(row)))
        self.lines = lines

    def write(self, text):
        sys.stdout.write(text)
        sys.stdout.flush()
