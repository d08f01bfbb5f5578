"""The options of the class command, apart from what it needs: whoever marks one hand-in need not load that."""
import argparse


def options(command):
    """Describe the command line."""
    command.add_argument("path", help="what a course site gave for the class: a folder, zip, tar, 7z or rar")
    command.add_argument("--out", metavar="FOLDER", help="where it is written (PATH-marks, beside PATH)")
    command.add_argument("--name", metavar="REGEX", help="names of a form of its own: (?P<name>...) and (?P<id>...)")
    command.add_argument("--scheme", "--rubric", metavar="FILE",
                         help="what counts: kit, or a file like lab12/rubric/handin.toml")
    command.add_argument("--again", action="append", default=[], metavar="NAME", help="mark this one anew")
    command.add_argument("--jobs", type=at_least_one, metavar="N", help="cores that compute (all)")
    command.add_argument("--no-wire", action="store_true", help="no pictures of the traffic: a tenth faster")
    command.add_argument("--cluster", metavar="tcp://HOST:PORT", help="mark on a dask cluster")
    command.add_argument("--fill", action="append", default=[], metavar="CSV", help="fill in the site's gradebook")
    command.add_argument("--column", metavar="TITLE", help="the gradebook's column, if it has several")
    command.add_argument("--handout", metavar="FOLDER", help="code that all were given: it makes no twins")


def at_least_one(text):
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is no number of cores, 1 or more")
    return int(text)
