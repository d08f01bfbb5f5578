"""The gradebooks: a course site's own export with its marks filled in, and nothing else in it changed.

README.md of this folder says what a site does with it, and what it skips without a word.
"""
import csv
import re
from collections import Counter
from pathlib import Path

from lab12.classroom import sites
from lab12.classroom.forms import NO, amount, form_of, name_keys, of_no_student, of_these, without_guard, without_id
from lab12.classroom.intake import named_apart, printable
from lab12.classroom.rows import number
from lab12.classroom.tables import Table

CANVAS = next(site for site in sites.SITES if site.name == "Canvas")
SEVERAL = "several hand-ins have this name, so its cell is left as it is"
WRITTEN = {"class.json", "marks.csv", "junit.xml", "dolos.zip", "report.html", "feedback.zip"}  # beside the gradebook


class Gradebook:
    """A gradebook that is to be filled in; raises ValueError where no column is meant, or several are."""

    def __init__(self, data, column=None, path=""):
        self.path, self.name, self.sheet = path, Path(path).name, Table(data)
        self.form = form_of(self.sheet)
        self.at, self.worth = chosen(self.form, self.sheet, column)
        self.lines = []   # (the name in it, '' if it has none, who it is about, the hand-in or None, its cells)
        self.shared = {}  # the hand-in of each line that has its name, as another one has, and no id that would tell
        self.several = set()  # the lines whose name several hand-ins have

    def match(self, hand_ins):
        """Find out whose hand-in each line is about."""
        known = Known(hand_ins)
        there = [cells for cells in self.sheet.rows[1:]
                 if any(cell.value.strip() for cell in cells) and not of_no_student(self.form, cells)]
        self.form = of_these(self.form, there, self.at, hand_ins)
        found = [(*known.find(self.form, cells), cells) for cells in there]
        self.lines, self.shared, self.several = [], {}, set()
        if self.form.team is not None:
            for hand_in in hand_ins:
                hand_in.members = [(name, re.sub(r"^\D*", "", cells[0].value))
                                   for name, _, other, _, cells in found if other is hand_in]
        taken = {id(hand_in) for _, _, hand_in, sure, _ in found if hand_in is not None and not sure}
        for line in found:
            name, who, hand_in, sure, cells = line
            if sure and hand_in is None and not taken.issuperset(known.called(name)):
                self.several.add(id(cells))
            rivals = [other[3] for other in found if other is not line and rival(line, other)]
            if rivals and min(rivals) == sure:
                self.shared[id(cells)] = hand_in
            self.lines.append((name, who, None if rivals else hand_in, cells))

    def fill(self, rows):
        """Return (its bytes with the marks of these Rows in it, lines about what was not filled in)."""
        if not self.lines:
            self.match([row.hand_in for row in rows])
        sheet, form, at, worth = self.sheet, self.form, self.at, self.worth
        by_hand_in = {id(row.hand_in): row for row in rows}
        told, used, scaled, point = [], set(), Counter(), decimal(sheet, at, worth)
        for name, who, hand_in, cells in self.lines:
            if shared := self.shared.get(id(cells)):
                told.append(f"{who}: several lines have this name, so its cell is left as it is")
                used.add(id(shared))
                continue
            if hand_in is None:
                told.append(f"{who}: {SEVERAL if id(cells) in self.several else 'no hand-in'}")
                continue
            used.add(id(hand_in))
            if len(cells) <= max(at, form.locked or 0):
                told.append(f"{who}: its line is too short")
                continue
            most = amount((cells[worth].value if worth < len(cells) else "") if isinstance(worth, int) else worth)
            locked = form.locked is not None and cells[form.locked].value.strip().casefold() in NO
            if of_a_group(form, name, hand_in):
                told.append(f"{who}: its files are named {hand_in.name}; of a group only this one has the mark")
            told += put(sheet, form, cells[at], by_hand_in[id(hand_in)], most, point, locked, scaled)
        told = [f"{many} {'mark' if many == 1 else 'marks'} of {out_of} scaled to {most}"
                for (out_of, most), many in scaled.items()] + told
        told += [f"{row.name}: not found in the gradebook" for row in rows if id(row.hand_in) not in used]
        return sheet.data(), told


def opened(paths, column=None):
    """Return the Gradebooks at these paths.

    Raises ValueError in one line: so what is wrong with one is said before a class is marked.
    """
    books = []
    for path in map(Path, paths):
        try:
            if path.name in WRITTEN | {book.name for book in books}:
                raise ValueError("another file of this name is written, too: rename it")
            books.append(Gradebook(path.read_bytes(), column, path))
        except OSError as error:
            raise ValueError(f"--fill {path}: {error.strerror}") from None
        except (ValueError, csv.Error) as error:
            raise ValueError(f"--fill {path}: {error}") from None
    return books


def match(books, hand_ins):
    """Find out whose hand-in each line is about, and call the hand-ins by the names in the gradebooks; return them.

    Raises ValueError in one line where a gradebook is of nobody here.
    """
    if books and not hand_ins:
        raise ValueError(f"--fill {books[0].path}: there are no hand-ins")
    for book in books:
        book.match(hand_ins)
        if not book.shared and not any(hand_in for *_, hand_in, _ in book.lines):
            one, site = hand_ins[0], hand_ins[0].site
            names = f"{one.name} ({one.id})" if one.id and one.id not in one.name else one.name
            raise ValueError(
                f"--fill {book.path}: nobody in it has a hand-in here: it is a gradebook of {book.form.site} with "
                f"{book.lines[0][1] if book.lines else 'no students'}, the hand-ins are "
                f"{f'named by {site}, the first' if site else 'folders or archives, the first'} {names}"
                + (": export it with first and last names, by which they are known" if site == "Brightspace"
                   and not any(name for name, *_ in book.lines) else ""))
    for book in reversed(books):
        of_each = Counter(id(hand_in) for *_, hand_in, _ in book.lines)
        for name, _, hand_in, _ in book.lines:
            if name and hand_in and of_each[id(hand_in)] == 1 and book.form.team is None and not of_a_group(
                    book.form, name, hand_in):  # a team keeps its own
                hand_in.name = printable(name)
    for hand_in in hand_ins:
        if people := [name for name, _ in hand_in.members or () if name]:
            hand_in.name = printable(f"{hand_in.name}: {', '.join(people)}")
    return named_apart(hand_ins)


def chosen(form, sheet, column):
    """Return (the number of the column that is filled in, its maximum: a number, or that of a column)."""
    wanted, fixed = form.columns, {*form.keys.values(), *form.names, *form.fixed, form.locked}
    header = [cell.value.strip() for cell in sheet.rows[0]]
    others = {title: (at, at + 1 if form.site == "Moodle" else "")
              for at, title in enumerate(header) if at not in fixed}
    if column:
        wanted = {title: place for title, place in wanted.items() if column in (
            title, re.sub(r" \(\d+\)$", "", title), *re.findall(r"\d+", title), header[place[0]],
            header[place[0]].rpartition("|")[2])}  # after that Blackboard has a column's number
        wanted = wanted or {title: place for title, place in others.items() if title == column}
    if len(wanted) != 1:
        if not (there := ", ".join(wanted or form.columns or others)):
            raise ValueError(f"no column in it is one that {form.site} takes marks from: the site has to have the "
                             "practical first")
        asked = f"{column} is no column that can be filled in" if column and not wanted else \
            "which column is to be filled in? --column TITLE"
        raise ValueError(f"{asked}; there are: {there[:500]}")
    at, worth = next(iter(wanted.values()))
    if form.site == "Moodle":
        scales = {cells[worth].value for cells in sheet.rows[1:] if worth < len(cells)}
        if len(scales) == 1 and re.fullmatch(r"[^\d,]+(,[^\d,]+)+", scale := scales.pop()):
            raise ValueError(f"it has a scale ({scale[:80]}), so Moodle takes no numbers: mark the practical by points")
    return at, worth


def put(sheet, form, cell, row, most, point, locked, scaled):
    """Put a Row's mark into a cell; return lines about what the site would skip, or what is not as expected.

    Those that are scaled are counted in `scaled`.
    """
    if not row.marked:
        return [f"{row.name}: not marked, so its cell is left as it is: {row.why}"]
    if form.site == "Canvas" and cell.value.strip().upper() in {"EX", "N/A"}:
        return [f"{row.name}: {cell.value.strip()} in the gradebook, so its cell is left as it is"]
    told, mark = [], row.total
    if locked:
        return [f"{row.name}: {form.site} says that this mark cannot be changed"]
    if most and row.out_of and most != row.out_of:
        mark = row.total * most / row.out_of
        scaled[number(row.out_of), number(most)] += 1
    old = amount(cell.value)
    if old is not None and round(old, 2) == round(mark, 2):
        return told
    if old is not None:
        told.append(f"{row.name}: it was {cell.value}, it is {number(mark)}")
    sheet.put(cell, number(mark).replace(".", point))
    return told


def decimal(sheet, at, worth):
    """Return the decimal point of a gradebook: what its numbers have, else a comma where semicolons part the cells."""
    values = [cell.value for cells in sheet.rows[1:] for cell in cells[at:at + 2]] + [str(worth)]
    if any(re.fullmatch(r"\d+,\d+", value) for value in values):
        return ","
    return "," if sheet.delimiter == ";" and not any(re.fullmatch(r"\d+\.\d+", value) for value in values) else "."


class Known:
    """The hand-ins of a class by all that a gradebook may know of them."""

    def __init__(self, hand_ins):
        self.by = {}
        for hand_in in hand_ins:
            for key in keys_of(hand_in):
                self.by.setdefault(key, []).append(hand_in)

    def find(self, form, cells):
        """Return (the name in a line, who it is about, the hand-in or None, how it was found).

        That is 0 by an id, 1 by the words of the name, 2 by its letters. A name that two hand-ins have is nobody's, and
        was found all the same.
        """
        def value(at):
            return cells[at].value.strip().lstrip("#") if at is not None and at < len(cells) else ""

        name = " ".join(without_guard(value(at)) for at in form.names if at is not None).strip()
        if form.team is not None:
            found = self.by.get(("name", name_keys(value(form.team))[0]), [])
            return name, name or value(0), found[0] if len(found) == 1 else None, 0
        keys = [(kind, value(at).casefold()) for kind, at in form.keys.items() if value(at)]
        keys = [(kind, re.sub(r"^\D*", "", text)) if kind == "moodle" else (kind, text) for kind, text in keys]
        for kind, text in [*keys, *(("email", text) for _, text in keys if "@" in text)]:  # many log in by that
            if len(found := self.by.get((kind, text), [])) == 1:
                return name, name or value(form.keys.get(kind)) or text, found[0], 0
        if found := self.called(name):
            words = ("name", name_keys(name)[0]) in self.by
            return name, name, found.popitem()[1] if len(found) == 1 else None, 1 if words else 2
        return name, name or (value(form.keys[keys[0][0]]) if keys else "?"), None, 0

    def called(self, name):
        """Return {id(hand-in): hand-in} of those that are called so, by its words or else by its letters."""
        return next(filter(None, ({id(hand_in): hand_in for hand_in in self.by.get(("name", one), [])}
                                  for one in name_keys(name) if one)), {})


def rival(line, other):
    """Tell whether another line is about the hand-in that this one is about by its name only, and as surely or more so.

    Of a team's hand-in are as many lines as it has people, so that only one of the same name is a rival.
    """
    name, _, hand_in, sure, _ = line
    return (sure > 0 and hand_in is not None and other[2] is hand_in and other[3] <= sure
            and (len(hand_in.people) < 2 or not {*name_keys(name)}.isdisjoint(name_keys(other[0]))))


def of_a_group(form, name, hand_in):
    """Tell whether Canvas has named the files of a student by another name: a group's, given under the number of one.
    """
    if not form.site == hand_in.site == "Canvas" or not name:
        return False
    file = next(iter(hand_in.entries))
    entry = None if re.search(sites.QUIZ, file) else sites.read(CANVAS, file)  # a quiz is taken by each alone
    return entry is not None and sorted(name_keys(entry.name)[1]) != sorted(name_keys(name)[1])


def keys_of(hand_in):
    """Return all by which a gradebook may know a hand-in, as (kind, text)."""
    kinds = {"Moodle": ["moodle"], "Canvas": ["canvas"]}.get(hand_in.site, ["username", "sid"])
    found = {(kind, (hand_in.id or hand_in.name).casefold()) for kind in kinds}
    names = [without_id(hand_in)]
    for name, sid, email in hand_in.people:
        found |= {(kind, text.casefold()) for kind, text in (("sid", sid), ("email", email)) if text}
        names.append(name)
    return found | {("name", key) for name in names for key in name_keys(name) if key}
