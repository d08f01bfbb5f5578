"""Quoting: what programs have sent or shown, written so that it cannot be taken for anything that we draw."""
import re
import unicodedata

# What lines, arrows and lanes are drawn with: arrows, box drawing, blocks, shapes, dingbat arrows.
OURS = re.compile("[\u2190-\u21ff\u2500-\u25ff\u2794-\u27bf\u27f0-\u27ff\u2900-\u297f\u2b00-\u2bff]")
ASCII_OURS = re.compile(r"-(?=[->])|(?<=<)-|\|")  # ... and in ASCII: --, ->, <- and |
RIGHT_TO_LEFT = {"R", "AL", "AN"}  # these turn round what stands beside them (UAX 9)


def quoted(data, ascii_only=False):
    """Return bytes or text in quotes: no control character, no escape sequence, nothing that looks like an arrow."""
    text = data if isinstance(data, str) else data.decode("utf-8", "surrogateescape")
    mark = '"' if "'" in text and '"' not in text else "'"  # as Python chooses
    kept = {letter for letter in set(text) if letter.isprintable()} - {mark, "\\"}
    text = "".join(letter if letter in kept else escaped(letter) for letter in text)
    text = ASCII_OURS.sub(lambda found: escaped(found[0]), OURS.sub(lambda found: escaped(found[0]), text))
    return f"{mark}{plain(text) if ascii_only else text}{mark}"


def plain(text):
    """Return text in ASCII, other letters as Python would write them."""
    return text.encode("ascii", "backslashreplace").decode()


def escaped(letter):
    """Return a letter as Python would write it between quotes."""
    number = ord(letter)
    if 0xDC80 <= number <= 0xDCFF:  # a byte that is no UTF-8 (PEP 383)
        return f"\\x{number - 0xDC00:02x}"
    if letter in "'\"\\":
        return f"\\{letter}"
    simple = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}.get(letter)
    return simple or (f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}" if number < 65536
                      else f"\\U{number:08x}")


def held(text):
    """Return a text with marks around it that keep letters written from right to left from turning round the rest."""
    turns = any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text)
    return f"\u200e{text}\u200e" if turns else text  # LEFT-TO-RIGHT MARK (UAX 9)


def columns(text):
    """Return the number of columns that a text takes on a terminal."""
    return sum(map(breadth, text))


def breadth(letter):
    """Return the columns that one letter takes: none if it is set on the one before, two if it is wide (UAX 11)."""
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def cut(text, most, mark="…"):
    """Return a text that takes at most so many columns, with a mark where something was cut off."""
    if 2 * len(text) <= most or columns(text) <= most:
        return text
    kept, room = "", most - columns(mark)
    for letter in text:
        room -= breadth(letter)
        if room < 0:
            break
        kept += letter
    return kept + mark if most >= columns(mark) else ""


def cut_quoted(text, most, mark="…"):
    """Return a text in quotes that takes at most so many columns, cut off within them."""
    return text[0] + cut(text[1:-1], max(most - 2, columns(mark)), mark) + text[-1]
