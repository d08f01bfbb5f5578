"""The forms of gradebooks: which columns of a course site's export hold what, whatever its language.

Sources: moodle/moodle mod/assign/gradingtable.php; instructure/canvas-lms lib/gradebook_exporter.rb and _importer.rb.
"""
import re
import unicodedata
from dataclasses import dataclass, replace

# Moodle writes its header in the language of whoever downloads: "Identifier" and "Grade" in some of them.
MOODLE_ID = {"identifier", "identificador", "id", "identificatie", "identifiant", "識別碼", "المُعرَّف"}
MOODLE_GRADE = {"grade", "calificación", "bewertung", "note", "nota", "cijfer", "valutazione", "成績", "評点"}
NO = {"no", "nein", "non", "não", "nee", "nej", "nei", "ne", "nie", "ei", "いいえ", "否", "нет", "ні", "لا"}
CANVAS_TOTAL = re.compile(r"(Current|Final|Override|Unposted).*(Score|Points|Grade|Status)$")
WORDS = {"Text", "Letter", "Complete/Incomplete"}  # how Blackboard shows a column that takes no numbers
WORKBOOKS = "PK\3\4", "\xd0\xcf\x11\xe0"  # how .xlsx and .ods begin, and .xls


@dataclass
class Form:
    """One site's gradebook: `keys` are what it knows a student by and where, `columns` {title: (number, maximum)}."""

    site: str
    keys: dict
    columns: dict
    names: list         # columns that make a name, in the order of the site
    locked: int = None  # the column that says "No" where a mark cannot be changed
    fixed: set = frozenset()  # more columns that the site takes no marks from
    team: int = None    # the column that names the team whose hand-in is a student's


def form_of(sheet):
    """Return the Form of a gradebook; raises ValueError where no site writes such a header."""
    if not sheet.rows:
        raise ValueError("it is empty")
    if sheet.text.startswith(WORKBOOKS):
        raise ValueError("it is a workbook of Excel: take the site's own export, which is text")
    header = [cell.value.strip() for cell in sheet.rows[0]]
    lower = [title.casefold() for title in header]
    for read in canvas, brightspace, blackboard, moodle:
        if form := read(sheet, header, lower):
            return form
    if any(re.search(r"\((Real|Percentage|Letter)\)$", title) for title in header):
        raise ValueError("it is Moodle's export of all grades, which does not say how many marks there are at most: "
                         "take the practical's own, by Download grading worksheet")
    raise ValueError(f"no gradebook that is known here: its first line is {', '.join(header)[:300]}")


def canvas(sheet, header, lower):
    names = [1, 0] if lower[:2] == ["lastname", "firstname"] else [0]
    at = len(names)
    if not (len(header) > at + 1 and ("student" in lower[0] or "name" in lower[0]) and lower[at] == "id"):
        return None
    points = next((row for row in sheet.rows[1:4] if "points possible" in row[0].value.casefold()), [])
    worth = dict(enumerate(cell.value for cell in points))
    columns = {title: (at, worth.get(at, "")) for at, title in enumerate(header)
               if re.search(r"\(\d+\)$", title) and not CANVAS_TOTAL.search(title)
               and "read only" not in worth.get(at, "")}
    keys = {"canvas": at, "sid": place(lower, "sis user id"), "username": place(lower, "sis login id")}
    totals = {title for title in header if CANVAS_TOTAL.search(re.sub(r" \([^()]*\)$", "", title))} - {*columns}
    fixed = {at for at, title in enumerate(header) if title in totals | {"Section", "Integration ID", "Root Account"}
             or "read only" in worth.get(at, "")}
    return Form("Canvas", keys, columns, names, fixed=fixed)


def brightspace(sheet, header, lower):
    if "orgdefinedid" not in lower and lower[-1:] != ["end-of-line indicator"]:
        return None
    columns = {}
    for at, title in enumerate(header):
        if found := re.match(r"(.*) Points Grade(?: <.*?MaxPoints:([\d.,]+).*>)?$", title):
            columns[found[1]] = at, found[2] or ""
    return Form("Brightspace", {"sid": place(lower, "orgdefinedid"), "username": place(lower, "username"),
                                "email": place(lower, "email")}, columns,
                [place(lower, "first name"), place(lower, "last name")], fixed={place(lower, "end-of-line indicator")})


def blackboard(sheet, header, lower):
    """A cell is read as its column is shown: 43 of 50 would be 43 % of them, and there is no number for a letter."""
    columns, shown = {}, {}
    for at, title in enumerate(header):
        if found := re.match(r"(.*) \[Total Pts: ([\d.,]+) ?(.*)\] ?\|\d+$", title):
            columns[found[1]] = at, "100" if found[3] == "Percentage" else found[2]
            shown[found[1]] = found[3]
    if "username" not in lower or not columns:
        return None
    marks = {title: place for title, place in columns.items() if shown[title] not in WORDS}
    if not marks:
        raise ValueError(f"its columns are shown as {' and '.join(sorted({*shown.values()}))}, so Blackboard takes no "
                         "numbers: set the practical's primary display to Score, and export it again")
    return Form("Blackboard", {"username": place(lower, "username"), "sid": place(lower, "student id")}, marks,
                [place(lower, "first name"), place(lower, "last name")])


def moodle(sheet, header, lower):
    first = sheet.rows[1][0].value if len(sheet.rows) > 1 else ""
    if lower[:1] and lower[0] not in MOODLE_ID and not re.fullmatch(r"\D+ ?\d+", first):
        return None
    rows = [[cell.value.strip() for cell in row] for row in sheet.rows[1:] if any(cell.value.strip() for cell in row)]
    grade = next((at for at, title in enumerate(lower) if title in MOODLE_GRADE), before_maximum(rows, len(header)))
    columns = {} if grade is None else {header[grade]: (grade, grade + 1)}
    locked = place(lower, "grade can be changed")
    if locked is None and grade is not None:
        locked = next((at for at in range(grade + 1, min(grade + 4, len(header)))
                       if any(row[at].casefold() in NO for row in rows if len(row) > at)), None)
    return Form("Moodle", {"moodle": 0, "email": place(lower, "email address"), "sid": place(lower, "id number")},
                columns, [1], locked)


def before_maximum(rows, width):
    """Return the column of the marks in a sheet of Moodle: after it comes the maximum, one number in all lines."""
    for at in range(1, width - 1):
        marks, most = ({row[column] for row in rows if len(row) > at + 1} for column in (at, at + 1))
        if len(most) == 1 and amount(*most) and all(mark in ("", "-") or amount(mark) is not None for mark in marks):
            return at
    return None


def of_these(form, lines, before, hand_ins):
    """Return the Form of a sheet of Moodle or Brightspace as it is for these hand-ins: of teams, or without names.

    A team's folder has the team's name and number, which no line has for its own; where nobody of Moodle is to know who
    is who, all folders are called alike, and what comes after the number is no name. `before` is the column of the
    marks, behind which Moodle has no teams; what other columns of marks hold is no name of one.
    """
    names = [name_keys(without_id(one))[1] for one in hand_ins if one.site == form.site]
    if form.site not in {"Moodle", "Brightspace"} or not any(names) or before < 2:
        return form

    def called(*columns):
        return {name_keys(" ".join(cells[at].value for at in columns if at < len(cells)))[1]
                for cells in lines} & {*names} - {""}

    end = before if form.site == "Moodle" else max(map(len, lines), default=0)
    marks = {at for at, _ in form.columns.values()}
    team = max((at for at in range(1, end) if at not in marks), key=lambda at: len(called(at)), default=1)
    if len(called(team)) > len(called(*(at for at in form.names if at is not None))):
        return replace(form, team=team, names=form.names if team > 2 else [])
    if form.site == "Brightspace":
        return form
    blind = len({*names}) == 1 and (len(names) > 1 or any(name_keys(cells[0].value)[1].rstrip("0123456789") == names[0]
                                                          for cells in lines))
    return replace(form, names=[]) if blind else form


def of_no_student(form, cells):
    """Tell whether a line is none of a student: what Canvas writes below its header, and its test student."""
    if form.site != "Canvas":
        return False
    given = [cells[at].value.strip().casefold() for at in form.names if at < len(cells)]
    return not any(given) or "points possible" in given or name_keys(" ".join(given))[0] == "student test"


def place(lower, title):
    return lower.index(title) if title in lower else None


def amount(text):
    """Return the number in a cell, with a decimal comma or point; None if there is none."""
    text = str(text).strip().replace(",", ".")
    return float(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else None


def without_guard(text):
    """Return a name as it is: Canvas writes one that a spreadsheet would take for a formula as ="=SUM"."""
    return re.sub(r'^="(.*)"$', r"\1", text)


def without_id(hand_in):
    """Return the name of a hand-in without the number that tells it from others of the name."""
    return hand_in.name.removesuffix(f" ({hand_in.id})")


def name_keys(name):
    """Return a name by its words, whichever comes first, and as its letters alone, in order, as Canvas names files."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = re.findall(r"[^\W_]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    return " ".join(sorted(words)), "".join(words)
