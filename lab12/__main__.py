"""Lab 12 from the command line: `python -m lab12 grade PATH` marks a hand-in, a folder or a zip."""
import argparse
import os
import sys
import traceback
from pathlib import Path

from lab12.finder import class_list
from lab12.finder.handin import SECTIONS

ROLES = [f"{section}-{role}" for section in SECTIONS for role in ("server", "client")]
FULL, FEWER, FAILED = 0, 1, 2  # exit status: full marks, fewer, the grader could not do its work


def main():
    parser = argparse.ArgumentParser(prog="lab12", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("grade", help="mark a hand-in, or those of a class", description=grade.__doc__)
    command.add_argument("path", help="a folder or a zip")
    command.add_argument("--each", action="store_true", help="each folder and zip in PATH is a hand-in of its own")
    command.add_argument("--role", action="append", default=[], type=role, metavar="tcp-pair-server=FILE",
                         help="which file has this part, where the grader finds the wrong one; may be repeated")
    command.add_argument("--rubric", metavar="FILE", help="marks and sections, as in lab12/rubric/rubric.toml")
    command.add_argument("--json", metavar="FILE", help="write everything to this file (-: the screen)")
    given = parser.parse_args()
    if given.each and given.role:
        parser.error("--role is about one hand-in, --each about many")
    try:
        sys.exit(grade(given))
    except KeyboardInterrupt:
        print("lab12: stopped", file=sys.stderr)
    except Exception:  # of the grader, which is no mark
        traceback.print_exc()
    sys.exit(FAILED)


def role(text):
    name, _, path = text.partition("=")
    if name not in ROLES or not path:
        raise argparse.ArgumentTypeError(f"{text}: it is ROLE=FILE, and a role is {', '.join(ROLES)}")
    return name, path


def grade(given):
    """Mark a hand-in as it is, on a private network, and say why. Exit status: 0 full marks, 1 fewer, 2 not marked."""
    from lab12.sheet import record
    sys.stdout.reconfigure(errors="replace")
    try:
        if given.json not in (None, "-"):
            open(given.json, "a", encoding="utf-8").close()  # before an hour's work, not after
        marked = grade_each(given) if given.each else {given.path: mark(given, given.path)}
        made = record.records(marked) if given.each else record.record(marked[given.path])
        if given.json == "-":
            show(made)
        elif given.json:
            Path(given.json).write_text(made, "utf-8", "backslashreplace")  # a name need not be text: \udcf1 in JSON
    except (ValueError, OSError) as error:
        print(f"lab12: {error}", file=sys.stderr)
        return FAILED
    return max(map(status, marked.values()))


def grade_each(given):
    """Mark each hand-in of a class, and end with a table; return {name: Grade, or why there is none}."""
    from lab12.rubric.scheme import read_scheme
    from lab12.sheet import text as sheet
    read_scheme(given.rubric)  # what is wrong with it is no hand-in's trouble
    with class_list.opened(given.path) as (handed_in, marked, left_out):
        for name, path in handed_in.items():
            try:
                marked[name] = mark(given, path, name)
            except (ValueError, OSError) as error:
                marked[name] = str(error).removeprefix(f"{path}: ")
            except Exception as error:  # of the grader: the others are marked all the same
                traceback.print_exc()
                marked[name] = f"the grader failed: {type(error).__name__}: {error}"
    if given.json != "-":
        show(sheet.table(given.path, marked, left_out))
    return marked


def mark(given, path, name=None):
    """Return the Grade of one hand-in, and print its sheet."""
    from lab12.grader.grade import grade as mark_one
    from lab12.sheet import text as sheet
    made = mark_one(path, dict(given.role), given.rubric, name)
    if given.json != "-":
        show(sheet.sheet(made) + "\n" * bool(given.each))
    return made


def show(text):
    """Print a text; to nobody, from when on nobody reads it any more."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def status(made):
    """Return the exit status for a Grade, or for why there is none."""
    return FAILED if isinstance(made, str) or made.failed else FULL if made.total == made.out_of else FEWER


if __name__ == "__main__":
    main()
