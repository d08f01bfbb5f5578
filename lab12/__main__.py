"""Lab 12 from the command line: `python -m lab12 grade PATH` marks a hand-in, `class PATH` a class."""
import argparse
import os
import re
import sys
import traceback
import zipfile
from functools import partial
from pathlib import Path

from lab12.classroom import sites
from lab12.classroom.options import options
from lab12.finder.handin import SECTIONS
from lab12.guard import sandbox, tidy
from lab12.guard.harmless import harmless
from lab12.guard.worker import Worker

ROLES = [f"{section}-{role}" for section in SECTIONS for role in ("server", "client")]
FULL, FEWER, FAILED = 0, 1, 2  # exit status: full marks, fewer, something could not be marked


class Parser(argparse.ArgumentParser):
    """Says what a name with a blank in it needs, as the gradebooks of Moodle have: make gives OPTIONS to a shell.

    What is no option is named without the path that stands behind it.
    """

    def error(self, message):
        if misspelt := re.match(r"unrecognized arguments: (-\S+)", message):
            message = f"{misspelt[1]} is no option: python -m lab12 {sys.argv[1]} --help names those that there are"
        if re.match(r"unrecognized arguments: [^-]", message):
            message = ("one word too many. A name with a blank in it needs quotes of its own, as in "
                       f"OPTIONS=\"--fill 'Lab 12.csv'\" ({message})")
        super().error(message)


def main():
    parser = Parser(prog="lab12", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("grade", help="mark a hand-in", description=grade.__doc__)
    command.set_defaults(run=grade)
    command.add_argument("path", help="a folder, a zip, or one file: a program, a notebook, a document")
    command.add_argument("--role", action="append", default=[], type=role, metavar="tcp-pair-server=FILE",
                         help="which file has this part, where the grader finds the wrong one; may be repeated")
    command.add_argument("--scheme", "--rubric", metavar="FILE",
                         help="marks and sections, as in lab12/rubric/handin.toml; "
                         "kit: those of this kit's own scripts, strict to the letter")
    command.add_argument("--json", metavar="FILE", help="write everything to this file (-: the screen)")
    command.add_argument("--look", action="store_true", help="stop at each miss, with the windows open to look at")
    command.add_argument("--wire", action="store_true",
                         help="show what crossed the network at each miss, and what a bad one does to a UDP pair")
    command = commands.add_parser("class", help="mark a class", description=mark_class.__doc__)
    command.set_defaults(run=mark_class)
    options(command)
    for command in commands.choices.values():
        command.add_argument("--require-sandbox", action="store_true",
                             help="mark only where programs run in a sandbox (bubblewrap or namespaces)")
    given = parser.parse_args()
    read_names_as_utf8()
    sys.stdout.reconfigure(errors="replace")
    try:
        with tidy.tidy():  # to find the level, a program is run
            if sandbox.level() != sandbox.BUBBLEWRAP:
                print(f"lab12: protection: {sandbox.protection()}", file=sys.stderr)
            if given.require_sandbox and sandbox.level() == sandbox.LIMITS:
                raise OSError("there is no sandbox, and --require-sandbox refuses less")
            sys.exit(given.run(given))
    except KeyboardInterrupt as stopped:
        print(f"lab12: {str(stopped) or 'stopped'}", file=sys.stderr)
    except (ValueError, OSError) as error:
        print(harmless(f"lab12: {said(error)}"), file=sys.stderr)
    except Exception:  # of the grader, which is no mark
        traceback.print_exc()
    sys.exit(FAILED)


def said(error):
    """Return an error in words: what the system says of a file without its number, the file first."""
    return f"{error.filename}: {error.strerror}" if getattr(error, "filename", None) else str(error)


def read_names_as_utf8():
    """Start anew where names of files are written in less than Unicode: those in a zip could not be (PEP 540)."""
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": sys.stdout.encoding}
        os.execve(sys.executable, sys.orig_argv, environment)


def role(text):
    name, _, path = text.partition("=")
    if name not in ROLES or not path:
        raise argparse.ArgumentTypeError(f"{text}: it is ROLE=FILE, and a role is {', '.join(ROLES)}")
    return name, path


def grade(given):
    """Mark a hand-in as it is, on a private network, and say why. Exit status: 0 full marks, 1 fewer, 2 not marked."""
    from lab12.classroom import store
    from lab12.sheet import record
    from lab12.sheet import text as sheet
    if not given.role and isinstance(found := Worker(partial(sites.class_in, given.path)).answer(), list):
        raise ValueError(f"{given.path}: this is a class, {found[1]} hand-ins as {found[0]} names them: make test "
                         "CLASS=... marks each of them")
    if given.look and (given.json or given.wire):
        raise ValueError("--look shows the windows themselves: give it without --json and --wire")
    if given.look:
        from lab12.grader.look import look
        from lab12.rubric.scheme import read_scheme
        return FEWER if look(given.path, dict(given.role), read_scheme(given.scheme)) else FULL
    if given.json not in (None, "-"):
        store.try_to_write(Path(given.json))  # before a minute's work, not after
    made = marked(given)
    if given.json == "-":
        show(record.record(made))
    else:
        show(sheet.sheet(made, sheet.width()))
    if given.json not in (None, "-"):
        store.write(Path(given.json), record.record(made))
    return FAILED if made.failed or made.unmarked else FULL if made.total == made.out_of else FEWER


def marked(given):
    """Return the Grade of a hand-in, whatever it is in; raises ValueError if it is nothing that can be marked."""
    from lab12.classroom import intake
    from lab12.classroom.archives import is_archive
    from lab12.grader.grade import grade as mark
    path, made, none, half = Path(given.path), None, True, False
    if not is_one_file(path):
        made = mark(given.path, dict(given.role), given.scheme, wire=given.wire)
        none = not any(section.server or section.client for section in made.sections)
        half = not given.role and not whole(made)
    if none or half:  # it may be in a document, or half of it in an archive
        with intake.alone(given.path, given.path) as hand_in:
            if not made and hand_in.trouble:
                raise ValueError(f"{given.path}: {hand_in.trouble}")
            if not hand_in.trouble and (none or hand_in.opened):
                made = mark(hand_in.folder, dict(given.role) if none else {}, given.scheme, given.path, given.wire)
            made.why = hand_in.trouble or made.why
    if is_one_file(path) and not is_archive(path) and not whole(made):
        made.notes.append(f"only {path.name} was given; LAB={path.parent} marks it with what lies beside it")
    return made


def whole(made):
    return any(section.server and section.client for section in made.sections)


def is_one_file(path):
    """Whether a hand-in is a file by itself, and no zip: a program, a notebook, a document, another archive."""
    return path.suffix.lower() != ".zip" and path.is_file() and not zipfile.is_zipfile(path)


def mark_class(given):
    """Mark a class. Exit status: 0 all have a mark, 1 some have none and are named, 2 the class was not marked, or a
    gradebook not filled in.
    """
    from lab12.classroom.command import run
    return run(given)


def show(text):
    """Print a text; to nobody, from when on nobody reads it any more."""
    try:
        print(harmless(text), flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
