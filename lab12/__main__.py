"""Lab 12 from the command line: `python -m lab12 grade PATH` marks a hand-in, a folder or a zip."""
import argparse
import os
import sys
from pathlib import Path

from lab12.finder.handin import SECTIONS

ROLES = [f"{section}-{role}" for section in SECTIONS for role in ("server", "client")]
FULL, FEWER, FAILED = 0, 1, 2  # exit status: full marks, fewer, the grader could not do its work


def main():
    parser = argparse.ArgumentParser(prog="lab12", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("grade", help="mark one hand-in", description=grade.__doc__)
    command.add_argument("path", help="a folder or a zip")
    command.add_argument("--role", action="append", default=[], type=role, metavar="tcp-pair-server=FILE",
                         help="which file has this part, where the grader finds the wrong one; may be repeated")
    command.add_argument("--rubric", metavar="FILE", help="marks and sections, as in lab12/grader/rubric.toml")
    command.add_argument("--json", metavar="FILE", help="write everything to this file (-: the screen)")
    try:
        sys.exit(grade(parser.parse_args()))
    except KeyboardInterrupt:
        sys.exit("lab12: stopped")


def role(text):
    name, _, path = text.partition("=")
    if name not in ROLES or not path:
        raise argparse.ArgumentTypeError(f"{text}: it is ROLE=FILE, and a role is {', '.join(ROLES)}")
    return name, path


def grade(given):
    """Mark a hand-in as it is, on a private network, and say why. Exit status: 0 full marks, 1 fewer, 2 not marked."""
    from lab12.grader import record, sheet
    from lab12.grader.grade import grade as mark
    sys.stdout.reconfigure(errors="replace")
    try:
        made = mark(given.path, dict(given.role), given.rubric)
        if given.json and given.json != "-":
            Path(given.json).write_text(record.record(made), "utf-8")
    except (ValueError, OSError) as error:
        print(f"lab12: {error}", file=sys.stderr)
        return FAILED
    try:
        print(record.record(made) if given.json == "-" else sheet.sheet(made), flush=True)
    except BrokenPipeError:  # nobody reads it any more; Python would complain again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED if made.failed else FULL if made.total == made.out_of else FEWER


if __name__ == "__main__":
    main()
