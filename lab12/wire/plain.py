"""Plain: a ladder as lines of text, with box-drawing characters or in ASCII."""
import itertools

from lab12.wire.quoting import breadth, columns, cut, cut_quoted, held, plain
from lab12.wire.row import Row

TIME = 11    # columns for the time, in seconds
NARROW = 20  # columns from lane to lane, below which it is a list
ENOUGH = 24  # columns for a text, before its size is left out to show more of it
LIST_TEXT = 40  # columns of a text in such a list, at least
# A lane, an arrow's line, its heads to the left and to the right, the mark of what was cut off.
UNICODE, ASCII = "│─◀▶…", "|-<>~"


class Picture:
    """A ladder drawn in so many columns."""

    def __init__(self, ladder, width, ascii, times):
        self.ladder, self.width, self.ascii = ladder, width, ascii
        self.lane, self.dash, self.left, self.right, self.mark = ASCII if ascii else UNICODE
        self.timed = times and any(row.time is not None for row in ladder.rows)
        self.rows = in_time(ladder.rows) if self.timed else ladder.rows
        count, margin = len(ladder.lanes), TIME * self.timed
        if count <= 2:
            self.gap, self.places = width - 1 - margin, [margin, width - 1][:count]
        else:
            self.gap = (width - margin) // count
            self.places = [margin + number * self.gap for number in range(count)]

    def lines(self, most=None):
        """Return the names of the lanes, each row, and the summary; with `most`, as many of the last rows as fit."""
        listed = self.gap < NARROW
        head = [] if listed else [self.names()]
        rows = [line for row in self.rows for line in self.listed(row)] if listed else self.all_drawn()
        foot = wrapped(self.ladder.summary(), self.width)
        if most is not None:
            foot = foot if len(head) + len(rows) + len(foot) <= most else []
            rows = rows[len(rows) - min(max(most - len(head) - len(foot), 0), len(rows)):]
        return [line.rstrip() for line in [*head, *rows, *foot]]

    def names(self):
        cells = [" "] * self.width
        for number, name in enumerate(self.ladder.lanes):
            self.beside(cells, number, plain(name) if self.ascii else name, at=0)
        return "".join(cells)

    def all_drawn(self):
        """Return the lines of all rows; what several programs show then stands side by side, each in its lane."""
        lines, shown = [], []
        for row in self.rows:
            if len(self.places) > 2 and row.what == "shows" and (not shown or row.who > shown[-1].who):
                shown.append(row)
                continue
            lines += self.side_by_side(shown)
            shown = [row] if len(self.places) > 2 and row.what == "shows" else []
            lines += [] if shown else self.drawn(row)
        return lines + self.side_by_side(shown)

    def side_by_side(self, rows):
        cells = self.empty()
        for row in rows:
            self.beside(cells, row.who, self.fitted(row, self.gap - 3))
        return ["".join(cells)] if rows else []

    def drawn(self, row):
        """Return the lines of one row."""
        if row.kind == "waits" and len(self.places) == 2 and sum(map(len, row.each.values())) > self.gap - 10:
            return [line for lane, words in row.each.items() for line in self.drawn(Row("waits", each={lane: words}))]
        cells = self.empty(row.time)
        if row.kind == "packet" and row.who != row.to:
            self.arrow(cells, row)
        elif row.kind == "waits":
            for lane, words in row.each.items():
                self.beside(cells, lane, f"({words})")
        elif row.kind == "left out":
            self.put(cells, self.places[0] + 2, f"{3 * self.mark} {row.size:,} packets left out")
        else:
            self.beside(cells, row.who, self.fitted(row, self.gap - 3, "to itself: " * (row.kind == "packet")))
        lines = ["".join(cells)]
        for note in row.notes:
            cells = self.empty()
            self.put(cells, min(self.places[row.who], self.places[row.to]) + 4, cut(f"({note})", self.width, self.mark))
            lines.append("".join(cells))
        return lines

    def empty(self, time=None):
        """Return the cells of a line with nothing but the lanes and the time in it."""
        cells = [" "] * self.width
        for place in self.places:
            cells[place] = self.lane
        if time is not None and self.timed:
            self.put(cells, 0, f"{time:{TIME - 1}.6f}")
        return cells

    def arrow(self, cells, row):
        """Draw an arrow from lane to lane with its label in it."""
        start, end = sorted((self.places[row.who], self.places[row.to]))
        cells[start + 1:end] = self.dash * (end - start - 1)
        if row.to < row.who:
            cells[start + 1] = self.left
        else:
            cells[end - 1] = self.right
        self.put(cells, start + 2, f" {self.fitted(row, end - start - 5)} ")

    def beside(self, cells, lane, words, at=2):
        """Put words beside a lane: to its right, but to the left of the last of two."""
        words = cut(words, self.gap - 2 if at else self.gap, self.mark)
        if len(self.places) == 2 and lane == 1:
            self.put(cells, self.places[1] + 1 - columns(words) - at, words)
        else:
            self.put(cells, self.places[lane] + at, words)

    def fitted(self, row, room, before=""):
        """Return the label of a row in at most so many columns: it is the text in it that is cut."""
        text = plain(row.text) if self.ascii else row.text
        label = before + fitted(row, text, room - len(before), self.mark)
        return cut(label, room, self.mark)

    def put(self, cells, place, text):
        """Put a text into cells, one for each column that it takes."""
        for letter in text:
            if breadth(letter) == 0:
                if 0 < place <= len(cells):
                    cells[place - 1] += letter
                continue
            if place + breadth(letter) > len(cells):
                return
            cells[place:place + breadth(letter)] = [letter] + [""] * (breadth(letter) - 1)
            place += breadth(letter)

    def listed(self, row):
        """Return the line of a row where there is no room for lanes."""
        names = [plain(name) if self.ascii else name for name in self.ladder.lanes]
        time = f"{row.time:{TIME - 1}.6f} " if row.time is not None and self.timed else ""
        if row.kind == "waits":
            words = ", ".join(f"{names[lane]} ({words})" for lane, words in row.each.items())
        elif row.kind == "left out":
            words = f"{3 * self.mark} {row.size:,} packets left out"
        else:
            head = f" {2 * self.dash}{self.right} {names[row.to]}" if row.kind == "packet" else ""
            words = f"{names[row.who]}{head} "
            words += self.fitted(row, max(self.width - columns(words) - len(time), LIST_TEXT))
        return [cut(time + words, self.width, self.mark), *(cut(f"    ({note})", self.width, self.mark)
                                                           for note in row.notes)]


def in_time(rows):
    """Return rows with packets in the order of their times: a ladder without times has another (reading.in_order)."""
    runs = itertools.groupby(rows, lambda row: row.kind == "packet")
    return [row for packets, run in runs for row in (sorted(run, key=lambda row: row.time or 0) if packets else run)]


def fitted(row, text, room, mark="…"):
    """Return the label of a row, with its text as it is to be shown, in so many columns if that can be."""
    for details in 2, 1, 0:
        spare = room - columns(row.with_text("", details))
        if columns(text) <= spare or spare >= ENOUGH:
            break
    if not text:
        return row.what
    return row.with_text(held(text if columns(text) <= spare else cut_quoted(text, spare, mark)), details)


def wrapped(text, width):
    """Return a sentence as lines of at most so many columns."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines
