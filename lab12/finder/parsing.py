"""Parsing makes a tree of a source, whatever is wrong with it, in plain words (plain.py).

Where Python refuses a few lines, those are mended, or emptied. Elsewhere a script is read line by line: each line that
parses alone still tells what it calls.
"""
import ast
import re
import warnings

from lab12.finder.fstrings import older
from lab12.finder.nodes import walk
from lab12.finder.plain import Plain, asks_within, insists, is_either, is_of_loop, is_of_table, opposite
from lab12.finder.printing import files_beside, is_into_file
from lab12.finder.tables import is_table, spell_tables

TYPESET = str.maketrans({  # what a word processor makes of quotes, blanks, dashes and dots
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " ", "–": "-", "—": "--", "…": "..."})
TOO_DEEP = "RecursionError: it is nested too deeply"
WRONG, LONG = 30, 50_000  # lines that are mended in a source, and letters of one in which that is tried
LARGE = 10**20  # more than any port, size or choice; Python does not write out what has thousands of digits


def parse(source):
    """Return the tree of a source, in plain words, and why Python refuses it in one line ('' if it does not)."""
    tree, error = parse_as_it_is(source)
    if any(map(is_table, walk(tree))):
        spell_tables(tree)
    wanted = False
    for node in walk(tree):
        wanted = wanted or isinstance(node, (ast.Match, ast.AnnAssign)) or is_of_table(node) or is_of_loop(node) or (
            is_either(node) or insists(node) or is_into_file(node) or asks_within(node) is not None
            or opposite(node) is not None)
        if isinstance(node, ast.Constant) and type(node.value) is int and abs(node.value) > LARGE:
            node.value = LARGE
    try:
        return Plain(files_beside(walk(tree))).visit(tree) if wanted else tree, error
    except (RecursionError, MemoryError):
        return salvage(source), TOO_DEEP


def parse_as_it_is(source):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "\d" in a student's string is not ours to complain about
        try:
            return ast.parse(source), ""
        except TabError as error:
            tidy = source.expandtabs(4)
            return (ast.parse(tidy) if parses(tidy) else salvage(source)), reason(error)
        except SyntaxError as error:
            plain = source.translate(TYPESET)
            plain = plain if parses(plain) else older(plain)
            plain = plain if parses(plain) else mended(plain) or plain
            return (ast.parse(plain) if parses(plain) else salvage(plain)), reason(error)
        except ValueError as error:  # a null byte
            return salvage(source), f"SyntaxError: {error}"
        except (RecursionError, MemoryError):
            return salvage(source), TOO_DEEP


def reason(error):
    return f"{type(error).__name__}: {error.msg}, line {error.lineno or 1}"


def parses(source):
    """Tell whether this is Python from end to end."""
    try:
        return bool(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def untypeset(source):
    """Return code as it was before a word processor set its quotes, blanks, dashes and dots.

    It stays as it is where Python takes it so, or stumbles over something else.
    """
    plain = source.translate(TYPESET)
    if plain == source or parses(source):
        return source
    _, error = parse_as_it_is(source)
    letter = re.search(r"invalid .*U\+([0-9A-F]{4})\b", error)
    return plain if parses(plain) or letter and int(letter[1], 16) in TYPESET else source


def mended(source):
    """Return a source of which Python refuses some lines with those mended, or emptied, '' if that is not enough.

    Each stays at its line number. What is wrong with an indentation is not guessed.
    """
    lines, wrong = source.splitlines(), first_wrong(source)
    for _ in range(WRONG if len(source) < LONG else 0):
        if not 0 < wrong <= len(lines):
            break
        line = lines[wrong - 1]
        indent = line[:len(line) - len(line.lstrip())]
        for better in (line + ":", line + ")", re.sub(r"\bprint\s+(?![(=])(.*)$", r"print(\1)", line),
                       re.sub(r"\bexcept\s+([\w.]+)\s*,\s*(\w+)", r"except \1 as \2", line), indent + "pass"):
            lines[wrong - 1] = better
            after = first_wrong("\n".join(lines))
            if not after:
                return "\n".join(lines)
            if after > wrong:
                break
        else:
            break
        wrong = after
    return ""


def first_wrong(source):
    """Return the number of the first line that Python refuses, 0 for none, -1 where that is for its indentation."""
    try:
        ast.parse(source)
        return 0
    except IndentationError:
        return -1
    except SyntaxError as error:
        return error.lineno or -1
    except (ValueError, RecursionError, MemoryError):
        return -1


def salvage(source):
    """Return a module of those lines that parse alone, each at its own line number."""
    body = []
    for number, line in enumerate(source.splitlines(), 1):
        line = re.sub(r"^\s*el(if|se\b)", r"if", line).strip()
        line = re.sub(r"^print\s+(?![(=])(.*)$", r"print(\1)", line)  # Python 2
        for end in (" pass",) if line.endswith(":") else ("", ")", "))"):
            try:
                found = ast.parse(line + end).body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            for statement in found:
                ast.increment_lineno(statement, number - 1)
            body += found
            break
    return ast.Module(body=body, type_ignores=[])
