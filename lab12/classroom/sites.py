"""The sites: how each course site names what it gives for a class, as one table of patterns.

Sources: moodle/moodle mod/assign/classes/downloader.php; instructure/canvas-lms lib/content_zipper.rb and
app/models/quizzes/quiz_submission_zipper.rb. The names of Blackboard, Brightspace and Gradescope are those of files
that teachers have published.
"""
import os
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lab12.finder.unpack import SKIPPED, directory, named

BLACKBOARD_TIME = "%Y-%m-%d-%H-%M-%S"
# Brightspace: "Oct 12, 2026 915 AM" or "12 October, 2026 9:15 am", as the school has it; Windows makes a "_" of ":".
DAY = r"[A-Z][a-z]{2,8} \d{1,2},|\d{1,2} [A-Z][a-z]{2,8},?"
CLOCK = r"\d{1,2}[:_]?\d\d(?:\s?[AP]M|\s?[ap]m)?"
QUIZ = r"_question_\d+_\d+_"  # Canvas: the numbers of a quiz's question and of the file that answers it


@dataclass(frozen=True)
class Site:
    """One site: what it is called, and the patterns of the entries in its download, the first that fits counts.

    Groups: id (who, or which submission), name, t (the time of an attempt), file (the rest, a file's own name), late.
    """

    name: str
    patterns: tuple


SITES = (
    Site("Moodle", (r"(?P<name>.+?)(?:_(?P<id>\d+))?_assignsubmission_(?P<plugin>[a-z]+)_?(?P<file>.*)",)),
    Site("Blackboard", (r".+_(?P<id>[^_]+)_attempt_(?P<t>\d{4}(?:-\d\d){5})(?:_(?P<file>.+))?(?:\.txt)?",)),
    Site("Brightspace", (
        rf"(?P<id>\d+-\d+) - (?P<name>.+?) - (?P<t>(?:{DAY}) \d{{4}} {CLOCK})"
        r"(?: - (?P<file>.+)|\.zip)?",)),
    Site("Gradescope", (r"submission_(?P<id>\d+)",)),
    Site("Canvas", (r"(?P<late>LATE_)?(?P<id>anon_[A-Za-z0-9]+)_(?P<attachment>\d+)_(?P<file>.+)",
                    r"(?P<late>LATE_)?(?P<id>anon_[A-Za-z0-9]+)_(?P<file>text\.html|link\.html)",
                    rf"(?P<name>(?:(?!_\d+_).)+?)(?P<id>\d+){QUIZ}(?P<file>.+)",
                    r"(?P<name>.+?)_(?P<late>LATE_)?(?P<id>\d+)_(?P<attachment>\d+)_(?P<file>.+)",
                    r"(?P<name>.+?)_(?P<late>LATE_)?(?P<id>\d+)_(?P<file>text\.html|link\.html)")),
)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
PLAIN = Site("", ())
MOODLE, BLACKBOARD, BRIGHTSPACE = SITES[:3]
METADATA = "submission_metadata.yml"  # of Gradescope
NOT_HANDED_IN = {"index.html", METADATA, "thumbs.db", "desktop.ini"}
WRAPPED = 3  # folders, each alone in the one above it, in which a class may be


@dataclass
class Entry:
    """What the name of one entry of a download says."""

    id: str
    name: str
    file: str = ""       # the name that a flat file has by itself
    time: datetime = None
    attachment: str = ""
    late: bool = False
    who: str = ""        # tells students apart whom the id does not


def site_of(names):
    """Return the Site whose patterns fit most of these names; PLAIN where no site's fit half of them."""
    fitting = {site: sum(read(site, name) is not None for name in names) for site in SITES}
    best = max(SITES, key=fitting.get)  # of equals the first: Canvas's pattern is the loosest, and stands last
    return best if names and fitting[best] * 2 >= len(names) else PLAIN


def read(site, name):
    """Return the Entry that this name is by the site's patterns; None if it is none."""
    for pattern in site.patterns:
        if found := re.fullmatch(pattern, name, re.S):
            given = {"name": "", "file": "", "t": "", "attachment": "", "late": None, **found.groupdict()}
            name = (given["name"] or "").replace("_", " ").strip() or given["id"]
            return Entry(given["id"] or name, name, given["file"] or "", moment(given["t"] or ""),
                         given["attachment"] or "", bool(given["late"]))
    return None


def users_of(folder, names):
    """Return {what comes before _attempt_: (user, name)} of Blackboard's files; a title and a user may both have "_".

    A text goes with each attempt whose first line names the student. Without one, what all have in common is the title.
    """
    befores = {name: name.rpartition("_attempt_")[0] for name in names if read(BLACKBOARD, name)}
    found = {}
    for name, before in befores.items():
        if not read(BLACKBOARD, name).file and (folder / name).is_file():
            with (folder / name).open(encoding="utf-8-sig", errors="replace") as text:
                told = re.fullmatch(r"[^:]*: (.*) \(([^()]+)\)\s*", text.readline(1000))
            if told and before.endswith(f"_{told[2]}"):
                found[before] = told[2], told[1]
    titles = {before.removesuffix(user) for before, (user, _) in found.items()}
    rest = [before for before in befores.values() if before not in found]
    title = titles.pop() if len(titles) == 1 else os.path.commonprefix([*found, *rest])
    title = title[:title.rfind("_") + 1] if len({*befores.values()}) > 1 or found else ""
    return found | {before: (before.removeprefix(title) if title else before.rpartition("_")[2], "")
                    for before in rest}


def with_users(entries):
    """Tell the Entries of Brightspace apart, in place: some schools have a user's name or number before the student's.

    The number in front of all is the assignment's at some of them, so that it takes the name to tell who is who.
    """
    parted = [entry.name.partition(" ") for entry in entries]
    users = all(rest and user.isascii() and user == user.lower() for user, _, rest in parted) and (
        len({user for user, *_ in parted}) == len({*parted}))  # "team 1" and "team 2" have no user
    for entry, (user, _, rest) in zip(entries, parted, strict=True):
        if users and (any(map(str.isdigit, user)) or len({*parted}) > 1):
            entry.id, entry.name = user, rest
        else:
            entry.who = entry.name


def moment(text):
    """Return the time of an attempt; None where there is none that can be read."""
    found = re.fullmatch(rf"({DAY}) (\d{{4}}) (\d+?)[:_]?(\d\d)\s?([AP]M)?", text, re.I)
    try:
        if not found:
            return datetime.strptime(text, BLACKBOARD_TIME)
        month, day = sorted(found[1].rstrip(",").split(), key=str.isdigit)
        hour = int(found[3]) % 12 + 12 * (found[5].upper() == "PM") if found[5] else int(found[3])
        return datetime(int(found[2]), MONTHS.index(month[:3].lower()) + 1, int(day), hour, int(found[4]))
    except ValueError:
        return None


def hidden(name):
    """Tell whether an entry of a download is nobody's hand-in, but made by a site or a system."""
    return name.startswith((".", "~")) or name.lower() in SKIPPED | NOT_HANDED_IN


def class_in(path):
    """Return [site, how many students] of a folder or a zip that is the download of a class.

    None where it may be one hand-in: a student's own files are not all named as by a site, for several students.
    """
    if Path(path).is_dir():
        def inside(within):
            folder = Path(path, *within)
            return [one.name for one in folder.iterdir()] if folder.is_dir() else []
    else:
        try:
            members = [named(member).replace("\\", "/").split("/") for member in directory(path).infolist()]
        except (zipfile.BadZipFile, OSError):
            return None

        def inside(within):
            return list(dict.fromkeys(parts[len(within)] for parts in members if parts[:len(within)] == within
                                      and len(parts) > len(within) and parts[len(within)]))
    within = []
    while len(within) <= WRAPPED:
        names = inside(within)
        shown = [name for name in names if not hidden(name)]
        if len(shown) != 1:
            zips = [Path(path, *within, name) for name in shown if name.lower().endswith(".zip")]
            return of_several(shown, METADATA in names) or next(  # a class, and its gradebook beside it
                filter(None, map(class_in, filter(Path.is_file, zips))), None)
        within += shown
    return None


def of_several(names, metadata):
    """Return [site, how many students] where a site has given all of these names, to entries of several students."""
    site = site_of(names)
    entries = [read(site, name) for name in names]
    if site is PLAIN or None in entries or site.name == "Gradescope" and not metadata:
        return None
    if site is BRIGHTSPACE:
        with_users(entries)
    attachments = [entry.attachment for entry in entries if entry.attachment]
    students, people = {(entry.id, entry.who) for entry in entries}, {entry.name for entry in entries}
    several = min(len(students), len(people)) > 1 and len(set(attachments)) == len(attachments)
    return [site.name, len(students)] if several else None


def teams(entries, content):
    """Return {name: team} of {name: what it is called in the download} of Moodle before 4.1; {} of any other class.

    Each of a team has a folder of their own there, TEAM-NAME_NUMBER_..., with what the team has handed in. Where one
    name has no "-", or two, nobody can say where a team's name ends. `content(name)` is the same for two who have the
    same files: Anne-Marie and Anne-Sophie are no team.
    """
    found = {name: read(MOODLE, called) for name, called in entries.items()}
    if not all(entry and entry.name.count("-") == 1 for entry in found.values()):
        return {}
    found = {name: entry.name.partition("-")[0].strip() for name, entry in found.items()}
    as_many = len({(team, content(name)) for name, team in found.items()}) == len({*found.values()})
    return found if as_many and len({*found.values()}) > 1 else {}


def own_site(pattern):
    """Return the Site of `--name REGEX`; raises ValueError where it has no group that tells students apart."""
    try:
        groups = re.compile(pattern).groupindex
    except re.error as error:
        raise ValueError(f"--name {pattern}: {error}") from None
    if "name" not in groups and "id" not in groups:
        raise ValueError(f"--name {pattern}: it needs a group (?P<name>...) or (?P<id>...)")
    optional = "".join(f"|(?P<{group}>$.)" for group in ("name", "id") if group not in groups)
    return Site("--name", (f"(?:{pattern}){optional}",))


def after_prefix(names):
    """Return {name: what follows the words that all have in common}: practical-12-anna is anna (GitHub Classroom)."""
    if len(names) < 3:
        return {}
    first, last = min(names), max(names)
    same = next((at for at, both in enumerate(zip(first, last, strict=False)) if both[0] != both[1]), len(first))
    prefix = first[:same].rpartition("-")[0]
    cut = {name: name[len(prefix) + 1:] for name in names}
    return cut if prefix.count("-") and all(cut.values()) else {}


def unquoted(text):
    """Return a text of YAML as it is meant: in single or double quotes, or in none."""
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if len(text) > 1 and text[0] == text[-1] == '"' else text


def submitters(text):
    """Return {folder: [(name, sid, email)]} of Gradescope's submission_metadata.yml.

    It is read line by line, since its keys are Ruby's symbols and only three of them are wanted. What a program has
    said stands in it as well, further in or under another key.
    """
    found, people, key = {}, None, ""
    for line in text.splitlines():
        if top := re.match(r"(submission_\d+):\s*$", line):
            people, key = found.setdefault(top[1], []), ""
        elif below := re.match(r" {1,2}:(\w+):", line):
            key = below[1]
        elif people is not None and key == "submitters" and (
                given := re.match(r" {1,4}(?:- )?:(name|sid|email): *(.*)$", line)):
            if line.lstrip().startswith("- "):
                people.append({})
            if people:
                people[-1].setdefault(given[1], unquoted(given[2].strip()))
    return {folder: [(one.get("name", ""), one.get("sid", ""), one.get("email", "")) for one in people if one]
            for folder, people in found.items()}
