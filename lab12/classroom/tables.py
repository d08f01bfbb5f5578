"""Tables: a CSV file as cells that know where they stand, so that one can be changed and no other byte is."""
import codecs
import csv
import re
from dataclasses import dataclass

GUARDED = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the start of a formula (OWASP, CSV injection)


@dataclass
class Cell:
    """One cell: its value, and where it stands in the text of the file."""

    value: str
    start: int
    end: int
    quoted: bool


class Table:
    """A CSV file of any encoding, delimiter, quoting and line ends."""

    def __init__(self, data):
        self.bom, self.encoding, self.text = decoded(data)
        self.delimiter = delimiter_of(self.text)
        self.rows = list(rows_of(self.text, self.delimiter))
        self.changes = {}

    def put(self, cell, value):
        """Give a cell another value; it is quoted if it was, or has to be."""
        if cell.quoted or self.delimiter in value or '"' in value:
            value = '"' + value.replace('"', '""') + '"'
        self.changes[cell.start] = cell.end, value

    def data(self):
        """Return the bytes of the file with what was put."""
        made, at = [], 0
        for start, (end, value) in sorted(self.changes.items()):
            made += [self.text[at:start], value]
            at = end
        return self.bom + "".join([*made, self.text[at:]]).encode(self.encoding)


def decoded(data):
    """Return (byte order mark, encoding, text) so that encoding the text again gives the same bytes."""
    for bom, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
                          (codecs.BOM_UTF16_BE, "utf-16-be"), (b"", "utf-8")):
        if data.startswith(bom) and (bom or data[1:2] != b"\0"):
            try:
                return bom, encoding, data[len(bom):].decode(encoding)
            except UnicodeDecodeError:
                continue
    encoding = "utf-16-le" if data[1:2] == b"\0" and len(data) % 2 == 0 else "latin-1"
    return b"", encoding, data.decode(encoding)


def delimiter_of(text):
    """Return what parts the cells of the first line: a comma, a semicolon or a tab, whichever is most often there."""
    line = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    return max(",;\t", key=line.count)


def rows_of(text, delimiter):
    """Yield the rows of a file as lists of Cells (RFC 4180, and a bare carriage return as a line's end)."""
    cell = re.compile(rf'("(?:[^"]|"")*"[^{delimiter}\r\n]*|[^{delimiter}\r\n]*)({delimiter}|\r\n|\n|\r|\Z)')
    at, row = 0, []
    while at < len(text):
        found = cell.match(text, at)
        said = found[1]
        quoted = said.startswith('"')
        value = next(csv.reader([said], delimiter=delimiter), [""])[0] if quoted and "\n" not in said else (
            said[1:-1].replace('""', '"') if quoted else said)
        row.append(Cell(value, found.start(1), found.end(1), quoted))
        at = found.end()
        if found[2] != delimiter:
            yield row
            row = []
    if row:
        yield row


def guarded(value):
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(GUARDED) else value
