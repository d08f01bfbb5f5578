"""Prose finds the programs in what is no Python file: blocks of code in a text, what is pasted into it, a notebook."""
import ast
import io
import json
import re
import textwrap
import tokenize
from contextlib import suppress

from lab12.finder.nodes import walk
from lab12.finder.parsing import TYPESET, parses

IMPORTS = re.compile(r"^(?:import|from)\s+\w", re.M)
SOCKETS = re.compile(r"^[ \t]*(?:import[ \t]|from[ \t]+[\w.]+[ \t]+import\b)[^#\n]*\b(?:socket|asyncio|socketserver)\b"
                     r"|^[ \t]*from[ \t]+(?:socket|asyncio|socketserver)[ \t]+import\b", re.M)
MAKES = re.compile(r"\b(?:socket|create_(?:server|connection|datagram_endpoint)|start_server|open_connection"
                   r"|\w*(?:TCP|UDP)Server)[ \t]*\(")
MAGIC = re.compile(r"([ \t]*)[%!]")                    # of Jupyter, no Python: %matplotlib, !pip install
SHELL = re.compile(r"([ \t]*[\w, ]+=[ \t]*)!(.*)")     # x = !ls
OTHER = re.compile(r"\s*%%(?:!|(?:bash|sh|script(?!.*python)|system|sx|cmd|powershell|html|svg|javascript|js|latex"
                   r"|markdown|perl|ruby|sql|r)\b|(?:file|writefile)\b.*\.(?!pyw?\s*$)\w+\s*$)", re.M | re.I)
MAGICS = 100     # lines that may be magic, each of which is looked at by itself
CODE = re.compile(r"^[ \t]+\S.*[)\]:=]|^[\w., =]*\w\.(?:send|recv|accept|bind|listen|connect|close)\w*\(.*\)\s*$", re.M)
FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})(.*)")
BEGINS = re.compile(r"(?:^|.*?[ \t{])((?:import|from)[ \t]+\w.*)")  # code that begins on the line of the fence
PROGRAMS = 100   # in one text
LONGEST = 200_000  # letters of a text that may be a program as a whole
UNREAD = "not read"  # begins why a script has not been read
CUTS = 150  # lines of prose at most behind a pasted program


def in_text(text):
    """Yield (number, source) for each program in a text; number 0 means that the text is the program."""
    blocks = [part for block in fenced(text) for part in (apart(plain(block)) if SOCKETS.search(block) else [block])]
    programs = [(number, source) for number, source in enumerate(blocks, 1) if SOCKETS.search(source)][:PROGRAMS]
    if programs or not SOCKETS.search(text):
        yield from programs
        return
    found = pasted(text)
    whole = len(text) <= LONGEST and parses(text) or [source.strip() for source in found] == [text.strip()]
    if whole and len(found) < 2:
        yield 0, text
    else:
        yield from enumerate(map(plain, found or indented(text)), 1)


def fenced(text):
    """Return what is in each fenced block, less the blanks of an entry of a list in which it stands (CommonMark, 4.5).

    One that is never closed ends with the text.
    """
    blocks, fence, blanks = [], "", 0
    for line in text.split("\n"):
        found = FENCE.fullmatch(line)
        if not fence and found:
            fence, blanks = found[1], len(line) - len(line.lstrip())
            begun = BEGINS.fullmatch(found[2])
            blocks.append([begun[1]] if begun else [])
        elif fence and found and found[1].startswith(fence) and not found[2].strip():
            fence = ""
        elif fence:
            blocks[-1].append(line[blanks:] if not line[:blanks].strip() else line)
    return ["\n".join([*block, ""]) for block in blocks]


def apart(block):
    """Return the programs that stand one after the other in a block: each imports socket, and uses only what it makes.
    """
    lines = block.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if line[:1].strip() and SOCKETS.match(line)]
    starts = [0, *[number for number in starts[1:] if not IMPORTS.match(lines[number - 1])]]
    ends = [*starts[1:], len(lines)]
    parts = ["".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    if len(parts) < 2 or not all(MAKES.search(part) and parses(part) for part in parts):
        return [block]
    made, used = zip(*[(names(part, ast.Store), names(part, ast.Load)) for part in parts], strict=True)
    borrows = any((used[at] - made[at]) & set().union(*made[:at]) for at in range(len(parts)))
    return [block] if borrows else parts


def names(source, use):
    """Return the names that are used so in a source: read, or given something, by def, class and import as well."""
    nodes = list(walk(ast.parse(source)))
    by_word = {getattr(node, word, None) for node in nodes for word in ("name", "asname")}
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, use)} | (
        by_word if use is ast.Store else set())


def indented(text):
    """Return the programs in indented blocks: what is set off by four blanks or a tab (CommonMark, 4.4)."""
    blocks, inside = [], False
    for line in text.split("\n"):
        code = line.startswith(("    ", "\t"))
        if code and not inside:
            blocks.append([])
        inside = code or inside and not line.strip()
        if inside:
            blocks[-1].append(line)
    sources = [textwrap.dedent("\n".join(block)).strip("\n") + "\n" for block in blocks]
    return [source for source in sources if SOCKETS.search(source)][:PROGRAMS]


def plain(source):
    """Return a source with what only a notebook understands made into comments.

    That begins where a statement begins: the % of "{%s}" % data may as well be the first letter of a line.
    """
    if not ("!" in source or "%" in source) or parses(source):
        return source
    other, lines, looked = OTHER.match(source), [], 0
    for line in source.split("\n"):
        magic = other or MAGIC.match(line) or SHELL.match(line)
        if magic and not other:
            looked += 1
            magic = looked > MAGICS or not unfinished(lines)
        lines.append(line if not magic else f"# {line}" if other else MAGIC.sub(
            r"\1# ", SHELL.sub(r"\1[]  # \2", line, count=1), count=1))
    return "\n".join(lines)


def unfinished(lines):
    """Tell whether a statement, or a text in three quotes, goes on behind these lines."""
    try:
        for _ in tokenize.generate_tokens(io.StringIO("\n".join([*lines, ""])).readline):
            pass
    except tokenize.TokenError as error:
        return "EOF in multi-line" in str(error) or "triple-quoted" in str(error)
    except SyntaxError:
        pass
    return False


def cells(text):
    """Yield (number, source) for each program in a notebook: a cell that imports socket, and those that follow it.

    Where the next cell that makes a socket does not import it, it is another program with the same imports. Only where
    no cell of code holds a program are those of text read: all of it may have become text on the way.
    """
    try:
        whole = [(cell["cell_type"] == "code", "".join(cell["source"])) for cell in json.loads(text)["cells"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    programs, shared, current = {}, "", None  # `shared`: cells with imports, before any that makes a socket
    for number, source in enumerate((plain(source) for code, source in whole if code), 1):
        imports, makes = bool(SOCKETS.search(source)), bool(MAKES.search(source))
        if imports and not makes:
            current, shared = number, source
            programs[current] = source
        elif imports:
            current, shared = number, ""
            programs[current] = source
        elif makes and shared and MAKES.search(programs[current]):
            current = number
            programs[current] = f"{shared}\n\n{source}"
        elif current:
            programs[current] += f"\n\n{source}"
            shared = shared and (shared if MAKES.search(programs[current]) else programs[current])
    pasted_in = (source for code, part in whole if not code for _, source in in_text(part))
    yield from programs.items() or enumerate(pasted_in, 1)


def pasted(text):
    """Return the programs pasted into prose: each begins with its imports and ends where Python ends."""
    lines, starts, inside = text.split("\n"), [], False
    for number, line in enumerate(lines):
        imports = bool(IMPORTS.match(line)) and (parses(line) or not inside and begins(lines, number))
        if imports and not inside:
            starts.append(number)
        if len(starts) > PROGRAMS:
            break
        inside = imports or inside and not line.strip()
    ends = [*starts[1:], len(lines)]
    programs = [trimmed(lines[start:end]) for start, end in zip(starts[:PROGRAMS], ends, strict=False)]
    return [source for source in programs if SOCKETS.search(source)]


def begins(lines, number):
    """Tell whether an import that is no Python by itself may be one: it goes on in brackets, or is spelt wrongly."""
    return bool(re.match(r"import\s+[\w., ]+$|from\s+[\w.]+\s+import\b", lines[number]))


def trimmed(lines):
    """Return the most of these lines, from the first on, that is Python; all if the code itself is wrong."""
    plainly = [line.translate(TYPESET) for line in lines]
    for end in range(len(lines), max(0, len(lines) - CUTS), -1):
        if lines[end - 1].strip() and parses(source := "\n".join(plainly[:end])):
            body = ast.parse(source).body
            while body and heading(body[-1]):
                body.pop()
            if body and not CODE.search("\n".join(plainly[body[-1].end_lineno:])):
                return "\n".join(lines[:body[-1].end_lineno]) + "\n"
    return "\n".join(lines)


def heading(statement):
    """Tell whether a last statement is prose that happens to be Python: `CLIENT`, `Client: hi`, `Client.py`."""
    return isinstance(statement, ast.AnnAssign) and statement.value is None or (
        isinstance(statement, ast.Expr) and not any(isinstance(node, ast.Call) for node in walk(statement)))


def unreadable(script):
    """Return why there is no program to be read in a Script, '' if there is one."""
    lines = [line.strip() for line in script.source.splitlines() if line.strip()]
    if not lines:
        return "is empty"
    if all(line.startswith("#") for line in lines):
        return "holds nothing but comments"
    if script.error:
        return f"is {script.error}" if script.error.startswith(UNREAD) else ""
    with suppress(SyntaxError):
        if all(isinstance(getattr(getattr(node, "value", None), "value", None), str) and isinstance(node, ast.Expr)
               for node in ast.parse(script.source).body):
            return "stands in quotes, all of it, so nothing of it runs"
    return ""
