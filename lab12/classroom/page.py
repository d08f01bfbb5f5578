"""The page: report.html, one file that opens by a double click and asks nothing of a network."""
import base64
import functools
import hashlib
import re
from collections import Counter
from pathlib import Path

from lab12.classroom.rows import counted, in_brackets, in_number, number, title
from lab12.finder.unpack import programs
from lab12.rubric.checks import FAILED, MISSED, NOT_TRIED, PASSED
from lab12.wire.ladder import Ladder

HERE = Path(__file__).parent / "report"
LINE = re.compile(r"([\w./\\ -]+?\.\w+(?:#\d+)?), line (\d+)")
PLACE = r"\.(?:py|pyw|txt|ipynb|md|docx|pdf|html?)(?:#\d+)?(?:, line \d+)?"  # in a hint, behind the name of a file
FIRST, ELSEWHERE = re.compile(rf"^[^:]*?{PLACE}(?: \(line \d+ of [^)]*\))?: "), re.compile(rf"[\w./\\-]+{PLACE}")
AROUND = 1      # lines of source before and after the one that is meant
BARS = 10       # of the histogram
REASONS = 3     # that are told of a check that many missed
TOP = 8         # checks that many missed; the others are folded
SIGNS = {PASSED: ("passed", "✓"), MISSED: ("missed", "✗"), NOT_TRIED: ("untried", "–"), FAILED: ("failed", "?")}


@functools.cache
def template():
    """Return the template of report.html."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(number=number, section=title, in_brackets=in_brackets, in_number=in_number)
    return environment.get_template("page.html")


def page(rows, room, name, twins):
    """Yield the pieces of report.html of a class, so that no more than one hand-in's is in memory at a time."""
    from markupsafe import Markup
    script, style = ((HERE / file).read_text("utf-8") for file in ("page.js", "page.css"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    same, near = twins
    groups = {}
    for count, (group, _) in enumerate(same, 1):
        for who in group:
            groups.setdefault(who, []).append(count)
    marked = [row for row in rows if row.marked]
    yield from template().generate(
        name=name, site=room.site, left_out=room.left_out, script=Markup(script), style=Markup(style), digest=digest,
        rows=[Shown(at, row, groups, Markup) for at, row in enumerate(rows, 1)], same=same, near=near,
        aliases={row.name: f"Student {at}" for at, row in enumerate(rows, 1)},
        bars=histogram(marked), missed=missed(marked), top=TOP, marked=len(marked),
        mean=sum(row.total for row in marked) / len(marked) if marked else 0,
        out_of=marked[0].out_of if marked else 0)
    yield "\n"


class Shown:
    """What the page shows of a hand-in in its table, and, read when it is asked for, in its article."""

    def __init__(self, at, row, groups, markup):
        self.at, self.row, self.name, self.alias, self.markup = at, row, row.name, f"Student {at}", markup
        full = row.marked and row.total == row.out_of
        self.twins, self.state = groups.get(row.name, []), "unmarked" if row.why else "full" if full else "fewer"
        self.share = row.total / row.out_of if row.marked and row.out_of else -1

    def article(self):
        """Return its sections, and notes about all of it."""
        record, folder = self.row.record, self.row.hand_in.folder
        if not record:
            return {"sections": [], "notes": []}
        sources = dict(programs(folder)) if folder and folder.is_dir() else {}
        sections = [{"title": title(name), **section,
                     **in_states([checked(check, sources, self.markup)
                                  for check in section["checks"] if check["out_of"]])}
                    for name, section in counted(record).items()]
        return {"sections": sections,
                "notes": [*record["notes"], *(f"left out: {one}" for one in record["left_out"])]}


def in_states(checks):
    """Return checks by what came of them; those that were not tried by their reason, which many have in common."""
    untried = {}
    for check in checks:
        if check["state"] == "untried":
            untried.setdefault(check["reason"], []).append(check)
    return {"passed": [check for check in checks if check["state"] == "passed"], "untried": untried,
            "told": [check for check in checks if check["state"] not in ("passed", "untried")]}


def checked(check, sources, markup):
    """Return all that the page shows of a check."""
    state, sign = SIGNS.get(check["outcome"], SIGNS[MISSED])
    return {**check, "state": state, "sign": sign, "lines": lines_of(check["hint"] or "", sources),
            "screens": {name: lines for name, lines in (check["screens"] or {}).items() if any(lines)},
            "drawn": ladder_of(check, markup)}


def ladder_of(check, markup):
    """Return the traffic of a check as one svg element; '' where none was recorded."""
    wire = check.get("wire") or {}
    return markup(Ladder.of(wire).svg()) if wire.get("rows") else ""


def lines_of(hint, sources):
    """Return the lines of source that a hint speaks of, as (file, [(number, text, is it meant), ...])."""
    found = {}
    for file, line in LINE.findall(hint):
        path = next((path for path in sources if path == file.strip() or path.endswith(f"/{file.strip()}")), None)
        if path:
            found.setdefault(path, set()).add(int(line))
    told = []
    for path, meant in found.items():
        text = sources[path].split("\n")
        wanted = sorted({near for line in meant for near in range(line - AROUND, line + AROUND + 1)})
        told.append((path, [(line, text[line - 1][:200], line in meant) for line in wanted if 0 < line <= len(text)]))
    return told


def histogram(rows):
    """Return how many have how much, as (from, to, how many, percent of the highest bar)."""
    counts = Counter(min(int(BARS * row.total / row.out_of), BARS - 1) if row.out_of else 0 for row in rows)
    most = max(counts.values(), default=1)
    return [(at * 100 // BARS, (at + 1) * 100 // BARS, counts[at], 100 * counts[at] / most) for at in range(BARS)]


def missed(rows):
    """Return the checks that people have missed, those that most have missed first, and why."""
    counts, out_of, reasons = Counter(), Counter(), {}
    for row in rows:
        for _, check in row.checks:
            out_of[check["title"]] += check["outcome"] != NOT_TRIED
            if check["outcome"] == MISSED:
                counts[check["title"]] += 1
                hint = ELSEWHERE.sub("…", FIRST.sub("", check["hint"] or ""))  # the same for all, whatever their files
                why = hint.strip() or check["seen"] or check["reason"] or "no reason told"
                reasons.setdefault(check["title"], Counter())[why] += 1
    return [{"title": name, "count": count, "of": out_of[name],
             "reasons": sorted(reasons[name].items(), key=lambda one: (-one[1], one[0]))[:REASONS]}
            for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
