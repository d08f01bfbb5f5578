"""Mermaid: a ladder as the text of a sequence diagram, in which a message cannot be anything but a message."""
import re

# In a message # begins a code, ; ends the line, %% a comment; and a browser reads the rest as HTML. Letters, digits and
# blanks are safe; whatever else is given as a code (mermaid, "Entity codes to escape characters").
UNSAFE = re.compile(r"[^\w ]|_")
# Words that mermaid obeys wherever they stand, in the middle of a text too; their first letter is given as a code.
OBEYED = re.compile(r"(?=style|classDef|end|title|acc)", re.I)


def written(ladder):
    """Return a ladder as text for mermaid."""
    lines = ["sequenceDiagram"]
    lines += [f"    participant p{number} as {escaped(name)}" for number, name in enumerate(ladder.lanes)]
    for row in ladder.rows:
        if row.kind == "packet":
            arrow = "--x" if row.refuses else "->>"
            lines.append(f"    p{row.who}{arrow}p{row.to}: {escaped(row.title)}")
        elif row.kind == "does":
            lines.append(f"    Note over p{row.who}: {escaped(row.label)}")
        elif row.kind == "waits":
            lines += [f"    Note over p{lane}: {escaped(f'({words})')}" for lane, words in row.each.items()]
        else:
            lines.append(f"    Note over p0: {row.size} packets left out")
    return "\n".join(lines) + "\n"


def escaped(text):
    """Return text in which nothing is left that mermaid or a browser would obey."""
    obeyed = {found.start() for found in OBEYED.finditer(text)}
    return "".join(f"#{ord(letter)};" if at in obeyed or UNSAFE.match(letter) else letter
                   for at, letter in enumerate(text))
