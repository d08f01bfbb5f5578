"""The mark sheet: a line for each check, subtotals, the total, and under each miss why."""
import sys
import textwrap
from itertools import groupby

WIDTH = 100  # columns
ACTION = 40  # columns for what was done, before what came of it


def mark_sheet(outcomes, lab):
    """Return the mark sheet of these Outcomes as text."""
    lines = [f"Mark sheet of {lab}"]
    for section, group in groupby(outcomes, key=lambda outcome: outcome.check.section):
        group = list(group)
        lines += ["", row(section.replace("tcp", "TCP").replace("udp", "UDP"), *total(group))]
        told = set()
        lines += [text for outcome in group for text in line(outcome, told)]
    return "\n".join([*lines, "", row("Total", *total(outcomes))])


def line(outcome, told=None):
    """Return the line of one check, and under it, if it was missed, why; `told` are the crashes told already."""
    tick, cross, question = symbols()
    symbol = question if outcome.failure else cross if outcome.explanation else tick
    lines = [row(f"  {symbol} {outcome.check.sentence}", outcome.marks, outcome.check.marks)]
    if outcome.failure:
        lines += folded(f"The grader itself failed here, which is nobody's lost mark: {outcome.failure}", 6)
    elif outcome.explanation and outcome.explanation.crash in (told or ()):
        lines += folded(f"As above: {outcome.explanation.crash}", 8, first=6)
    elif outcome.explanation:
        lines += why(outcome.explanation)
        if told is not None and outcome.explanation.crash:
            told.add(outcome.explanation.crash)
    return lines


def total(outcomes):
    """Return (marks got, marks to be had)."""
    return sum(outcome.marks for outcome in outcomes), sum(outcome.check.marks for outcome in outcomes)


def row(text, got, most):
    """Return a line with its marks at the right; a long text is folded."""
    first, *rest = textwrap.wrap(text, WIDTH - 12, initial_indent=text[:len(text) - len(text.lstrip())],
                                 subsequent_indent="    ") or [""]
    return "\n".join([f"{first:{WIDTH - 10}}{got:>4} /{most:>3}", *rest])


def why(explanation):
    """Return the lines that explain a miss: the steps, what was expected and seen, the waits, the hint."""
    lines = []
    for number, step in enumerate(explanation.steps, 1):
        lines += folded(f"{number:>2}. {step.action:{ACTION}}  {step.outcome}", 11 + ACTION, first=5)
    lines += folded(f"Expected {explanation.expected}; {explanation.seen}.", 8, first=6)
    lines += folded("Now " + "; ".join(explanation.waits) + ".", 8, first=6) if explanation.waits else []
    return lines + folded(f"Hint: {explanation.hint}", 8, first=6)


def folded(text, indent, first=None):
    return textwrap.wrap(text, WIDTH, initial_indent=" " * (indent if first is None else first),
                         subsequent_indent=" " * indent)


def symbols():
    """Return the signs for a check that holds, is missed, could not be performed: plain ones on a plain screen."""
    try:
        "✓✗".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return "+", "x", "?"
    return "✓", "✗", "?"
