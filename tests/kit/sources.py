"""Sources: a program of one file, or with files that it imports, as the grader reads it, for the tests of hints."""
from lab12.finder.source import read
from lab12.grader.reading import Source


def source(text, role="server", name="a.py", modules=()):
    """Return the Source of a text that is one script; `modules` are (name, text) of what it imports."""
    [script] = read(name, text, modules)
    return Source(script, role)
