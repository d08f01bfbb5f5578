"""SVG: a ladder as one element for a page: real text, readable without colour, a title for each arrow."""
from html import escape

from lab12.wire.plain import fitted
from lab12.wire.quoting import cut

WIDE, GAP, ROW, LETTER, MARGIN = 560, 300, 22, 7.3, 20  # pixels: two lanes, more of them; a row, a letter, around it
HEAD = 8         # pixels: an arrow's head
STYLE = "max-width:100%;height:auto;font:12px ui-monospace,Menlo,Consolas,monospace;white-space:pre"


def drawn(ladder):
    """Return the <svg> element of a ladder."""
    lines = [(row, note) for row in ladder.rows for note in (None, *row.notes)]
    count = len(ladder.lanes)
    gap = WIDE if count <= 2 else GAP
    width = 2 * MARGIN + gap * (max(count - 1, 1) if count <= 2 else count)
    height = ROW * (len(lines) + 3) + MARGIN
    places = [MARGIN + gap * number for number in range(count)]
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" width="{width}" '
             f'height="{height}" stroke="currentColor" fill="none" style="{STYLE}">',
             f"<title>{safe(ladder.summary())}</title>"]
    for number, place in enumerate(places):
        parts.append(beside(places, number, ROW, ladder.lanes[number], 0, bold=True))
        parts.append(f'<line x1="{place}" y1="{ROW + 6}" x2="{place}" y2="{height - ROW - 6}" stroke-width="1"/>')
    for number, (row, note) in enumerate(lines, 2):
        parts += [note_of(places, row, number * ROW, note)] if note else row_of(places, row, number * ROW + 4)
    parts.append(text(MARGIN, height - 8, ladder.summary()))
    return "\n".join([*parts, "</svg>"])


def row_of(places, row, y):
    """Return the elements of one row."""
    if row.kind == "packet" and row.who != row.to:
        return [arrow(places, row, y)]
    if row.kind == "waits":
        return [beside(places, lane, y, f"({words})") for lane, words in row.each.items()]
    if row.kind == "left out":
        return [text(places[0] + 10, y, f"... {row.size:,} packets left out")]
    before = "to itself: " * (row.kind == "packet")
    return [beside(places, row.who, y, before + fitted(row, row.text, room(places) - len(before)))]


def arrow(places, row, y):
    """Return an arrow with its label above the line; what is refused or broken off is dashed, and says so."""
    start, end = places[row.who], places[row.to]
    back = HEAD if end < start else -HEAD
    dashed = ' stroke-dasharray="6 4"' if row.refuses else ""
    label = fitted(row, row.text, int((abs(end - start) - 24) / LETTER))
    return (f'<g><title>{safe(row.title)}</title><line x1="{start}" y1="{y}" x2="{end}" y2="{y}"{dashed}/>'
            f'<path d="M{end + back} {y - 4}L{end} {y}L{end + back} {y + 4}"/>'
            + text((start + end) / 2, y - 4, label, "middle") + "</g>")


def note_of(places, row, y, note):
    return text((places[row.who] + places[row.to]) / 2, y + 2, f"({note})", "middle")


def beside(places, lane, y, words, away=10, bold=False):
    """Return text beside a lane: to its right, but to the left of the last of two."""
    words = cut(words, room(places))
    if len(places) == 2 and lane == 1:
        return text(places[1] - away, y, words, "end", bold)
    return text(places[lane] + away, y, words, "start", bold)


def room(places):
    """Return how many letters fit between two lanes."""
    return int((places[1] - places[0] if len(places) > 1 else WIDE) / LETTER) - 4


def text(x, y, words, anchor="start", bold=False):
    weight = ' font-weight="bold"' if bold else ""
    anchor = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:g}" y="{y:g}"{anchor}{weight} fill="currentColor" stroke="none">{safe(words)}</text>'


def safe(words):
    """Return words as text of XML, which knows no control characters, and whose direction they cannot turn."""
    return escape("".join(letter if letter.isprintable() or letter == "\u200e" else "?" for letter in words))
