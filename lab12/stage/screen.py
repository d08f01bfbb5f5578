"""The screen of a terminal, as a person would see it, made of the bytes that a program has written."""
import codecs
import re

ROWS, COLUMNS = 24, 30000  # so wide that no line is ever wrapped: what is shown can be compared letter by letter
ESCAPE = re.compile(r"\x1b\[([0-?]{0,64})([ -/]{0,4})([@-~])"               # ECMA-48, 5.4
                    r"|\x1b[]PX^_][^\x00-\x1f]{,4096}(?:\x07|\x1b\\)"       # 5.6: a title, an answer that is asked for
                    r"|\x1b[ -/]{1,4}[0-~]|\x1b[0-OQ-WYZ\\`-~]")
BEGUN = re.compile(r"\x1b(?:\[[0-?]{0,64}[ -/]{0,4}|[]PX^_][^\x00-\x1f]{,4096}\x1b?|[ -/]{0,4})\Z")
HOME = re.compile(r"[01]?(?:;[01]?)?")
EDITED = 1 << 30           # letters that editing within lines may move in all: a screen is not for that


class Screen:
    """What a terminal shows: lines of text and a cursor, after the few escape sequences that line editors use."""

    def __init__(self):
        self.lines, self.row, self.column = [""], 0, 0
        self.kept = 0, 0
        self.cleared, self.wiped = 0, ""  # how often it has been, and what it showed last before that
        self.rest, self.moved = "", 0
        self.at_home = False  # the cursor was sent to the first place of all, and nothing has been shown since
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def feed(self, data):
        """Show these bytes."""
        text = self.rest + self.decoder.decode(bytes(data))
        at = 0
        while at < len(text):
            if text[at] == "\x1b":
                found = ESCAPE.match(text, at)
                if found:
                    self.escape(found)
                    at = found.end()
                elif BEGUN.match(text, at):
                    break  # the rest of it has not come yet
                else:
                    at += 1
            elif text[at] < " " or text[at] == "\x7f":
                self.move(text[at])
                at += 1
            else:
                end = at + 1
                while end < len(text) and text[end] >= " " and text[end] != "\x7f":
                    end += 1
                self.put(text[at:end])
                at = end
        self.rest = text[at:]

    def escape(self, found):
        """Do what an escape sequence asks for; of those that begin with <, = or > nothing is edited."""
        parameters, between, final = found.groups()
        if final:
            if not between and not parameters.startswith(("<", "=", ">")):
                self.control(parameters, final)
        elif found[0] in ("\x1b7", "\x1b8"):
            self.keep(restore=found[0] == "\x1b8")
        elif found[0] in ("\x1bD", "\x1bM"):  # a row down or up, in the same column
            self.index(-1 if found[0] == "\x1bM" else 1)
        elif found[0] == "\x1bc":  # all as it was at the start
            self.clear()

    def clear(self):
        self.wiped = self.text if self.text.strip() else self.wiped  # the command clear does it twice
        self.lines, self.row, self.column, self.kept = [""], 0, 0, (0, 0)
        self.cleared += 1

    def put(self, text):
        self.at_home = False
        line = self.lines[self.row].ljust(self.column)
        self.moved += len(line)
        if self.moved > EDITED:
            return
        self.lines[self.row] = line[:self.column] + text + line[self.column + len(text):]
        self.column += len(text)

    def move(self, key):
        self.at_home = False
        if key == "\r":
            self.column = 0
        elif key == "\n":
            self.row += 1
            self.column = 0 if self.row == len(self.lines) else self.column
            if self.row == len(self.lines):
                self.lines.append("")
        elif key == "\b":
            self.column = max(0, self.column - 1)
        elif key == "\t":
            self.put(" " * (8 - self.column % 8))

    def keep(self, restore):
        """Save where the cursor stands, or put it there again."""
        if restore:
            self.row, self.column = self.kept
        else:
            self.kept = self.row, self.column

    def index(self, rows):
        self.row = max(0, self.row + rows)
        if self.row == len(self.lines):
            self.lines.append("")

    def control(self, parameters, final):
        amount = min(int(parameters), COLUMNS) if parameters.isdigit() else 0
        line = self.lines[self.row]
        self.moved += len(line) + amount
        if self.moved > EDITED:
            return
        if final == "K":    # erase to the end of the line, from its start, or all of it
            self.lines[self.row] = {0: line[:self.column], 1: " " * self.column + line[self.column:]}.get(amount, "")
        elif final == "P":  # delete letters
            self.lines[self.row] = line[:self.column] + line[self.column + max(amount, 1):]
        elif final == "@":  # make room for letters
            wider = line[:self.column] + " " * max(amount, 1) + line[self.column:]
            self.lines[self.row] = wider[:max(len(line), COLUMNS)]
        elif final == "C":
            self.column = max(self.column, min(self.column + max(amount, 1), COLUMNS - 1))
        elif final == "D":
            self.column = max(0, self.column - max(amount, 1))
        elif final in ("A", "F"):  # a row up; with F, and E, to its start
            self.row, self.column = max(0, self.row - max(amount, 1)), 0 if final == "F" else self.column
        elif final in ("B", "E"):  # no further than the last row
            self.row = min(len(self.lines) - 1, self.row + max(amount, 1))
            self.column = 0 if final == "E" else self.column
        elif final == "G":
            self.column = max(0, min(amount, COLUMNS) - 1)
        elif final in ("s", "u") and not parameters:
            self.keep(restore=final == "u")
        elif final == "L":  # insert rows; at the bottom as many go, of which only empty ones are forgotten
            self.moved += len(self.lines)
            for _ in range(min(max(amount, 1), ROWS)):
                self.lines.insert(self.row, "")
                del self.lines[len(self.lines) - (not self.lines[-1]):]
        elif final in ("H", "f"):  # by itself it is for a program that draws; print("\033[H\033[J") clears
            self.at_home = HOME.fullmatch(parameters) is not None
        elif final == "J" and (amount in (2, 3) or amount == 0 and self.at_home):
            self.clear()
        elif final == "J" and parameters in ("", "0"):
            self.lines[self.row:] = [line[:self.column]]

    @property
    def text(self):
        """All that is shown, lines ended by newlines; the last one, in which the cursor stands, is not."""
        return "\n".join(self.lines)
