"""Harmless: what a stranger wrote, shown so that a terminal does nothing but show it, and no line of ours is forged."""


def harmless(text, lines=True):
    r"""Return a text in which all that draws, rings or turns round is written out, such as \u001b (as JSON does).

    Newlines stay, unless it is to be one line.
    """
    if (text.replace("\n", "") if lines else text).isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter == "\n" and lines else escaped(letter) for letter in text)


def harmless_in(value):
    """Return a value with each text in it made harmless, be it in lists or dictionaries; keys are names of ours."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, (list, tuple)):
        return type(value)(map(harmless_in, value))
    if isinstance(value, dict):
        return {key: harmless_in(part) for key, part in value.items()}
    return value


def escaped(letter):
    return "\\u" + "\\u".join(letter.encode("utf-16-be", "surrogatepass").hex(" ", 2).split())
