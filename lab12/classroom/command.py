"""The class command: `python -m lab12 class downloads.zip` marks everybody, and writes the folder downloads-marks."""
import difflib
import errno
import os
import re
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from lab12.classroom import gradebooks, intake
from lab12.classroom.executor import Local
from lab12.classroom.progress import Progress
from lab12.classroom.rows import in_number, number, row_of
from lab12.classroom.sites import hidden
from lab12.classroom.store import Store
from lab12.finder.unpack import NoRoom
from lab12.guard.harmless import harmless
from lab12.sheet.text import Page, width
from lab12.wire.quoting import columns

# Exit status: all have a mark, some have none and are named, the class was not marked or a gradebook not filled in.
ALL, SOME, FAILED = 0, 1, 2
FOLDED = 4  # columns before what does not fit on a line
FULL = errno.ENOSPC, errno.EDQUOT
NEEDED = {"jinja2": "Jinja2", "tqdm": "tqdm"}


def run(given):
    """Mark a class, with what options.py describes; return the exit status.

    Raises ValueError and OSError with one line for a person.
    """
    missing = [library for module, library in NEEDED.items() if not find_spec(module)]
    if missing:
        raise ValueError(f"{' and '.join(missing)} missing: make test CLASS=... sets it up, or pip install "
                         f"{' '.join(missing)}")
    from lab12.rubric.scheme import read_scheme
    read_scheme(given.scheme)  # what is wrong with it is no hand-in's trouble
    if given.column and not given.fill:
        raise ValueError(f"--column {given.column}: of which gradebook? --fill CSV names it")
    if given.handout and not Path(given.handout).is_dir():
        raise ValueError(f"--handout {given.handout}: there is no such folder")
    books = gradebooks.opened(given.fill, given.column)
    path = Path(given.path)
    out = Path(given.out) if given.out else path.parent / f"{path.name if path.is_dir() else path.stem}-marks"
    try:
        with intake.opened(path, given.name) as room:
            room.hand_ins = gradebooks.match(books, room.hand_ins)
            try:
                out.mkdir(mode=0o700, parents=True, exist_ok=True)  # marks are for nobody else
                (out / "results").mkdir(exist_ok=True)
                for folder in out, out / "results":
                    if not os.access(folder, os.W_OK):
                        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            except OSError as error:
                if error.errno in FULL:
                    raise
                raise OSError(f"{out}: {error.strerror}; --out FOLDER names another one for the marks") from None
            rows = marked(room, given, Store(out / "results", given.scheme, given.no_wire), lambda: writing().begin())
            print(folded(harmless(table(path, rows, room))), flush=True)
            told, filled = writing().write_all(rows, room, out, given, books)
            for line in told:
                print(folded(harmless(f"  {line}", lines=False)))
            back = ["feedback.zip", *(filled if books else ["marks.csv"])]
            print(f"Look at {out / 'report.html'}; hand back {' and '.join(back)} beside it")
    except NoRoom as error:
        raise OSError(str(error)) from error
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise OSError(f"{error.strerror}; what is marked so far is kept: the same command goes on") from error
    return FAILED if len(filled) < len(books) else ALL if all(row.marked for row in rows) else SOME


def writing():
    """Import what writes the page, and its template engine: as late as can be, since each copy of this process has it.
    """
    from lab12.classroom import writing
    return writing


def marked(room, given, store, meanwhile):
    """Mark those that have no result yet; return the Rows of a class, by name. `meanwhile` is for executor.Local."""
    keys = {one.name: store.key(one.folder) for one in room.hand_ins if not one.trouble}
    for name in map(intake.printable, given.again):
        if name not in keys:
            raise ValueError(f"--again {name}: {not_there(name, room.hand_ins)}")
        store.forget(keys[name])
    results = {key: None for key in keys.values() if store.get(key)}
    tasks = {keys[one.name]: one.folder for one in room.hand_ins if not one.trouble and keys[one.name] not in results}
    names = {}  # of those who have handed in the same bytes
    for name, key in keys.items():
        names.setdefault(key, []).append(name)
    try:
        with Progress(len(keys), sum(len(names[key]) for key in results)) as progress:
            for key, result in executor(given).results(tasks, given.scheme, not given.no_wire, meanwhile):
                results[key] = result
                if "record" in result and not result["failed"]:  # a fault of the grader's own is no result to keep
                    store.put(key, result)
                    results[key] = None  # it is read again when all are there: a class is larger than one hand-in
                for name in names[key]:
                    progress.tell(name, said(result))
    except KeyboardInterrupt:
        kept = sum(len(names[key]) for key, result in results.items() if result is None)
        words = f"stopped; {kept} of {len(keys)} are marked and kept: the same command goes on"
        raise KeyboardInterrupt(words) from None
    return [row_of(one, results[key]) if results.get(key) else row_of(one, store.get(key), partial(store.get, key))
            for one in room.hand_ins for key in [keys.get(one.name)]]


def not_there(name, hand_ins):
    """Return why nobody of this name can be marked anew."""
    why = {one.name: one.trouble for one in hand_ins}
    if name in why:
        return f"this one cannot be marked: {why[name]}"
    near = [one for one in why if name.casefold() in one.casefold()] or difflib.get_close_matches(name, why)
    return f"nobody of this name; {'is it' if near else 'there are'} {'; '.join(sorted(near or why))[:500]}" + \
        "?" * bool(near)


def executor(given):
    if given.cluster:
        from lab12.classroom.cluster import Cluster
        return Cluster(given.cluster)
    return Local(given.jobs)


def said(result):
    """Return what came of a hand-in in a few words."""
    if "record" not in result:
        return f"not marked: {result['error']}"
    if result["left"]:
        return f"not marked: {result['left']}"
    return f"{number(result['record']['total'])}/{number(result['record']['out_of'])}"


def table(path, rows, room):
    """Return the marks of a class as text: a line for each hand-in, and the names of those without."""
    width = min(40, max(columns(row.name) for row in rows))
    lines = [f"Marks of {path}, {in_number(rows)}{f', as {room.site} names them' if room.site else ''}", ""]
    for row in rows:
        mark = f"{number(row.total):>5} /{number(row.out_of)}" if row.marked else "  not marked"
        said = harmless(row.verdict if row.marked else row.why, lines=False) + "; late" * row.hand_in.late
        lines.append(f"  {row.name}{' ' * (width - columns(row.name))} {mark}  {said}")
    lines += [f"  Left out: {harmless(line, lines=False)}" for line in room.left_out]
    if len(rows) == 1 and (folders := students_in(rows[0].hand_in.folder)) > 1:
        lines.append(f"  This is marked as one hand-in; if its {folders} folders are a student's each, name the folder "
                     "in which they lie, unpacked: CLASS=...")
    return "\n".join([*lines, ""])


def folded(text):
    """Return a text in lines that fit on the terminal, if it is printed on one; in a file each line stays one."""
    if not sys.stdout.isatty():
        return text
    page = Page(width())
    return "\n".join(line for one in text.split("\n") for line in page.folded(
        one.lstrip(), FOLDED, first=len(one) - len(one.lstrip())) or [""])


def students_in(folder):
    """Return how many folders in a hand-in may be a student's each: by its name one of TCP or of a server is not."""
    return sum(one.is_dir() and not hidden(one.name) and not re.search("tcp|udp|server|client", one.name, re.I)
               for one in (folder.iterdir() if folder and folder.is_dir() else ()))
