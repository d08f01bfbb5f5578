"""Harmless: what a student wrote, shown so that a terminal does nothing but show it."""


def harmless(text):
    r"""Return a text in which all that draws, rings or turns round is written out, such as \u001b (as JSON does)."""
    return "".join(letter if letter.isprintable() or letter == "\n" else escaped(letter) for letter in text)


def escaped(letter):
    return "\\u" + "\\u".join(letter.encode("utf-16-be", "surrogatepass").hex(" ", 2).split())
