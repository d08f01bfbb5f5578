"""Writing: the folder that a class's run leaves, each file whole, and the same bytes for the same class."""
import functools
import json
import os
import shutil
from datetime import datetime, timezone
from pathlib import Path

from lab12.classroom import elsewhere, feedback, marks, page, sites, twins
from lab12.classroom.rows import in_brackets
from lab12.classroom.store import content, write
from lab12.guard.worker import Worker


def begin():
    """Load what needs no marks, while the last ones are being made."""
    page.template()


def folders_of(room):
    """Return {name: folder} of those hand-ins that can be read."""
    return {one.name: one.folder for one in room.hand_ins if not one.trouble}


def write_all(rows, room, out, given, books=()):
    """Write all that is made of a class into the folder `out`; return lines for the instructor, and what was filled in.

    A gradebook that cannot be filled in is told, and harms nothing else.
    """
    path, folders = Path(given.path), folders_of(room)
    name = path.name if path.is_dir() else path.stem.removesuffix(".tar")
    pairs = {row.name: row.pairs for row in rows}
    found = Worker(functools.partial(twins.of_class, folders, given.handout, pairs)).answer()
    laid_out = {one.name: one.folder for one in room.hand_ins}
    teams = sites.teams({one.name: next(iter(one.entries)) for one in room.hand_ins},
                        lambda name: content(laid_out[name]))
    same, near = ([], []) if isinstance(found, str) else twins.of_others(found, teams)
    files = {"class.json": records(rows), "marks.csv": marks.table(rows), "junit.xml": marks.junit(rows, name),
             "dolos.zip": feedback.zipped(twins.dolos(folders)),
             "report.html": page.page(rows, room, name, (same, near))}
    texts, told = feedback.texts(rows)
    files["feedback.zip"] = feedback.zipped(texts)
    files |= {f"feedback/{path}": text for path, text in texts.items()}
    files |= of_sites(rows, room, name)
    told += [f"twins were not looked for: {found}"] if isinstance(found, str) else []
    told += [f"twins{in_brackets(what)}: {'; '.join(group)}" for group, what in same]
    told += [f"nearly twins{in_brackets(what)}: {one} and {other}, {100 * share:.0f} % of both"
             for one, other, share, what in near]
    for folder in "feedback", "gradescope", "classroom50":
        shutil.rmtree(out / folder, ignore_errors=True)  # of students who were in the class when it was last marked
    for path, data in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        write(out / path, data)
    filled = []
    for book in books:
        try:
            data, lines = book.fill(rows)
            write(out / book.name, data)
            filled.append(book.name)
        except Exception as error:  # of a file of whatever form; all else is written by now
            lines = [f"it is not filled in: {error if isinstance(error, (ValueError, OSError)) else repr(error)}"]
        told += [f"{book.name}: {line}" for line in lines]
    return told, filled


def records(rows):
    """Yield the pieces of a list of all records as JSON, one on each line."""
    for at, row in enumerate(rows):
        yield ("," if at else "[") + "\n " + json.dumps(
            row.record or {"version": 1, "lab": row.name, "error": row.why}, ensure_ascii=False)
    yield "\n]\n"


def of_sites(rows, room, name):
    """Return {path: text} of what sites take that mark by themselves, where the class came from such a site."""
    files, now = {}, datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    for row in rows:
        entry = next(iter(row.hand_in.entries))
        if row.marked and room.site == "Gradescope":
            files[f"gradescope/{entry}/results.json"] = json.dumps(elsewhere.gradescope(row), indent=1) + "\n"
        if row.marked and room.site == "GitHub Classroom":
            given = {"CLASSROOM": name, "ASSIGNMENT": entry.removesuffix(f"-{row.id}"), "COMMIT_URL": "none",
                     "RELEASE_URL": "none", "SUBMISSION_TAG": "submit/class", **os.environ, "OWNER": row.id}
            files[f"classroom50/{entry}/result.json"] = json.dumps(elsewhere.classroom50(row, given, now), indent=1)
            files[f"classroom50/{entry}/release-body.md"] = elsewhere.body(row)
    return files
