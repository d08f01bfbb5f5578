"""The sheet: a Grade as text, with the reason for every mark that is not given."""
import os
import sys
import textwrap
from itertools import groupby

from lab12.grader.verdict import MISSING, NOT_MARKED
from lab12.guard.harmless import harmless
from lab12.rubric.checks import FAILED, NOT_TRIED, PASSED
from lab12.wire.ladder import Ladder

WIDTH = 100  # columns of a sheet, where nothing narrower is asked for
NARROWEST = 60  # ... however narrow a terminal is
MOST = 110   # letters of what one program did in a step; the JSON has it all
WIRE = 40    # lines of a ladder; the JSON has it all
SOME = 8     # names of files in a line
NEITHER = ", which is neither a server nor a client"
ACTION = 34  # columns for what was done, before what came of it


class Page:
    """How wide a sheet is, in columns: its lines are folded so that they fit."""

    def __init__(self, width=WIDTH):
        self.width = width

    def row(self, text, got, most):
        """Return a line with its marks at the right; a long text is folded."""
        indent = " " * (len(text) - len(text.lstrip()))
        first, *rest = textwrap.wrap(text, self.width - 12, initial_indent=indent, subsequent_indent=f"    {indent}",
                                     break_on_hyphens=False) or [""]
        return "\n".join([f"{first:{self.width - 10}}{got:>4} /{most:>3}", *rest])

    def folded(self, text, indent, first=None):
        """Return the lines of a text that is folded, indented by so many columns, the first line by others."""
        return textwrap.wrap(text, self.width, initial_indent=" " * (indent if first is None else first),
                             subsequent_indent=" " * indent, break_on_hyphens=False)  # a path stays whole


def width():
    """Return the columns of what is printed: those of the terminal, within bounds; WIDTH where it is none."""
    there = os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else WIDTH
    return max(NARROWEST, min(WIDTH, there))


def sheet(grade, width=WIDTH):
    """Return the mark sheet of a Grade as text, `width` columns wide.

    A line that begins with fewer than four blanks begins with words of ours, whatever a student wrote.
    """
    page = Page(width)
    lines = [f"Mark sheet of {harmless(grade.lab, lines=False)}"]
    if grade.why:
        return harmless("\n".join([*lines, "", *page.folded(f"Not marked: {grade.why}.", 2, first=0),
                                   *(line for left in together(grade.left_out)
                                     for line in page.folded(f"Left out: {left}", 4, first=2))]))
    absent = [section.name for section in grade.sections if is_absent(section) and section.name not in grade.counted]
    for section in grade.sections:
        if section.name not in absent:
            lines += ["", *section_lines(section, section.name in grade.counted, page)]
    if absent:
        lines += ["", *page.folded(f"Not handed in, and not counted: {', '.join(map(title, absent))}.", 2, first=0)]
    lines += ["", f"  Run by Python {grade.python}."]
    lines += [line for note in grade.notes for line in page.folded(f"Note: {note}.", 4, first=2)]
    seen = {path for one in grade.sections for path in names_of([(one.server, one.client), *one.others])}
    if others := [path for path in names_of(grade.others) if path not in seen]:
        lines += page.folded(f"Of another practical: {some(others)}", 4, first=2)
    lines += [line for left in together(grade.left_out) for line in page.folded(f"Left out: {left}", 4, first=2)]
    counted = " + ".join(title(name) for name in grade.counted)
    if grade.counted and all(one.verdict == NOT_MARKED for one in grade.sections if one.name in grade.counted):
        return harmless("\n".join([*lines, "", f"Total ({counted}): not marked"]))
    return harmless("\n".join([*lines, "", page.row(f"Total ({counted})", number(grade.total), number(grade.out_of))]))


def names_of(pairs):
    """Return the files of pairs, each once, in their order."""
    return list(dict.fromkeys(path for both in pairs for path in both if path))


def some(names):
    """Return names as a list in words, the first of them only where there are many."""
    told = ", ".join(harmless(name, lines=False) for name in names[:SOME])
    return told + (f" and {len(names) - SOME} more" if len(names) > SOME else "")


def together(left_out):
    """Return the lines about what was left out, each once, those for the same reason as one."""
    reasons = {}
    for line in dict.fromkeys(left_out):
        name, sign, reason = line.partition(NEITHER)
        reasons.setdefault(sign or line, []).append(name)
    return [f"{some(names)}{reason}" if reason == NEITHER else reason for reason, names in reasons.items()]


def title(section):
    """Return the name of a section as a person writes it."""
    return section.replace("-", " ").replace("tcp", "TCP").replace("udp", "UDP")


def number(marks):
    return f"{marks:g}"


def is_absent(section):
    return section.verdict == MISSING and not section.server and not section.client


def section_lines(section, counts, page):
    """Return the lines of one section: its verdict, then each check."""
    name = f"{title(section.name)}: {section.verdict}"
    lines = [name] if section.verdict == NOT_MARKED else [
        page.row(name + ("" if counts else " (does not count)"), number(section.got), number(section.out_of))]
    lines += page.folded(section.reason, 4, first=2)
    if is_absent(section):
        return lines
    for role, path in (("server", section.server), ("client", section.client)):
        lines += page.folded(f"{role}: {harmless(path or 'none', lines=False)}", 4, first=2)
    if others := [path for path in names_of(section.others) if path not in (section.server, section.client)]:
        lines += page.folded(f"also seen: {some(others)}", 4, first=2)
    lines += [line for note in section.notes for line in page.folded(f"Note: {note}.", 4, first=2)]
    results = [result for result in section.results if section.worth[result.name]]
    for result, following in zip(results, [*results[1:], None], strict=True):
        lines += check_lines(result, section, page)
        if result.outcome == NOT_TRIED and (not following or following.reason != result.reason):
            lines += page.folded(f"{result.reason[:1].upper()}{result.reason[1:]}.", 6)  # once for all that share it
    return lines


def check_lines(result, section, page):
    """Return the line of one check, and under it why it was missed."""
    tick, cross, question = symbols()
    sign = {PASSED: tick, NOT_TRIED: "-", FAILED: question}.get(result.outcome, cross)
    lines = [page.row(f"  {sign} {result.title}", number(section.marks[result.name]),
                      number(section.worth[result.name]))]
    if result.outcome == FAILED:
        return lines + page.folded(f"The grader itself failed here, which is nobody's lost mark: {result.reason}", 6)
    if result.outcome in (PASSED, NOT_TRIED):
        return lines
    step = 1
    for (action, outcome), same in groupby(map(tuple, result.steps)):  # what was done in vain several times is one line
        last = step + len(list(same)) - 1
        numbers = f"{step}" if last == step else f"{step}-{last}"
        lines += page.folded(f"{numbers}. {action:{ACTION}}  {cut(outcome)}", 11 + ACTION, first=6)
        step = last + 1
    lines += page.folded(f"Expected {result.expected}; {result.seen}.", 8, first=6)
    for name, shown in result.screens.items():
        shown = "\n".join(shown).rstrip().splitlines()
        names = [f"{name} shows", *[""] * len(shown)]
        lines += [f"      {first:16} | {line}"[:WIDTH] for first, line in zip(names, shown, strict=False)]
    if "nothing" in (result.wire or {}):
        lines += page.folded(f"On the network: {result.wire['nothing']}.", 8, first=6)
    elif result.wire:
        lines += [f"      {line}" for line in Ladder.of(result.wire).text(page.width - 6, tick.isascii(), WIRE)]
    lines += page.folded("Now: " + "; ".join(result.waits) + ".", 8, first=6) if result.waits else []
    return lines + (page.folded(f"Hint: {result.hint}", 8, first=6) if result.hint else [])


def cut(text):
    """Return what came of a step without the middle of what is long: whole words, and of each program something."""
    ends = [(head(part[:MOST // 2]), head(part[-MOST // 2:][::-1])[::-1]) for part in text.split("; ")]
    return "; ".join(part if len(part) <= MOST else " ... ".join(both)
                     for part, both in zip(text.split("; "), ends, strict=True))


def head(text):
    """Return a text up to its last blank, if most of it stands before that."""
    cut_off = text.rpartition(" ")[0]
    return cut_off if len(cut_off) > len(text) // 2 else text


def symbols():
    """Return the signs for a check that holds, is missed, could not be performed: plain ones on a plain screen."""
    try:
        "✓✗".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return "+", "x", "?"
    return "✓", "✗", "?"
