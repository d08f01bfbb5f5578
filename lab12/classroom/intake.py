"""The intake: what a teacher has downloaded, as one hand-in for each student, each in a folder of its own.

    with opened("downloads.zip") as room:       # a zip, or a folder of folders, zips and files
        room.hand_ins                           # [HandIn("Jane Holloway", folder=...), ...], by name
        room.left_out                           # lines about what is nobody's hand-in
"""
import functools
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from lab12.classroom import laying, sites
from lab12.classroom.archives import Unreadable, is_archive, unpack_any
from lab12.finder.unpack import CLASS
from lab12.guard.harmless import harmless
from lab12.guard.worker import Worker

MANY = 5            # hand-ins in a folder that look like those of a class, not like the practicals of one student


@dataclass
class HandIn:
    """What one student, or one team, has handed in."""

    name: str                                    # as it is shown; no two of a class have the same
    id: str = ""                                 # by which the site knows it
    site: str = ""
    entries: dict = field(default_factory=dict)  # name in the download -> the file's own name, '' of a folder
    folder: Path = None                          # where its files are laid out
    people: list = field(default_factory=list)   # (name, id, e-mail) of a team, where the site tells them
    members: list = None                         # (name, number) of each in a team, as the site's gradebook tells
    unread: list = field(default_factory=list)   # what could not be read, and what to do about it
    left_out: list = field(default_factory=list)
    trouble: str = ""                            # why it is not marked; '' if it can be
    late: bool = False                           # as the site says
    opened: bool = False                         # archives of it, which lay beside half of a pair
    earlier: list = field(default_factory=list)  # the entries of earlier attempts, the newest first
    taken: list = field(default_factory=list)    # those of them that were needed


@dataclass
class Classroom:
    """A class: its hand-ins by name, and what was in the download besides."""

    site: str
    hand_ins: list
    left_out: list


@contextmanager
def opened(path, name=None):
    """Give the Classroom of a download while the with lasts; `name` is a pattern for names of a form of its own.

    Raises ValueError if there is no hand-in in it.
    """
    with TemporaryDirectory(prefix="lab12-class-") as room:
        room = Path(room)
        folder, left_out = unpacked(Path(path), room / "download")
        if not name:
            folder, left_out = the_class_in(folder, left_out, path, room / "class")
        found = shown(folder)
        site = sites.own_site(name) if name else sites.site_of([one.name for one in found])
        hand_ins, others = grouped(site, sorted(found), folder)
        if not hand_ins:
            raise ValueError(f"{path}: no hand-ins in it: each is a folder, a zip, or files named by a course "
                             "site; --name REGEX says whose each file is. One hand-in is marked with LAB=")
        for number, hand_in in enumerate(hand_ins):
            hand_in.folder = room / "hand-ins" / str(number)
        laying.lay_out_all(hand_ins, folder)
        others += [f"{name}: an earlier attempt" for hand_in in hand_ins for within in hand_in.earlier
                   for name in within if name not in hand_in.taken]
        yield Classroom(hand_ins[0].site, hand_ins, [harmless(line, lines=False) for line in left_out + others])


@contextmanager
def alone(path, name):
    """Give the HandIn that is this folder or file, laid out while the with lasts."""
    path = Path(path).resolve()
    with TemporaryDirectory(prefix="lab12-one-") as room:
        hand_in = HandIn(name, entries={path.name: "" if path.is_dir() else path.name}, folder=Path(room, "hand-in"))
        laying.lay_out_all([hand_in], path.parent)
        yield hand_in


def hidden(entry):
    return sites.hidden(entry.name) or entry.is_symlink() or not entry.is_dir() and not entry.is_file()


def unpacked(path, room):
    """Return (the folder with the entries of a class, lines about what was left out)."""
    left_out = []
    if not path.is_dir():
        if not path.is_file() or not is_archive(path):
            raise ValueError(f"{path}: neither a folder nor an archive")
        try:
            left_out = unpack_any(path, room, CLASS)
        except Unreadable as error:
            raise ValueError(f"{path}: {error}") from None
        path, name = room, path.stem
    else:
        name = path.name
    while len(inside := shown(path)) == 1 and inside[0].is_dir():
        hand_ins = hand_ins_in(inside[0])
        if sites.site_of([inside[0].name]) is not sites.PLAIN or not hand_ins or (
                inside[0].name != name and hand_ins < MANY):
            break
        path = inside[0]
    if len(inside) == 1 and inside[0].is_file() and is_archive(inside[0]) and room != path:
        try:
            deeper, left = unpacked(inside[0], room)  # the folder into which the class's zip was saved
        except ValueError:
            return path, left_out
        if hand_ins_in(deeper) > 1:
            return deeper, left
    return path, left_out


def the_class_in(folder, left_out, path, room):
    """Return (folder, lines about what was left out) of the one class in a folder, which may lie beside its gradebook.

    Raises ValueError where half of what is in it are classes or more: none of them is one student's hand-in.
    """
    found = [one for one in shown(folder) if one.is_dir() or is_archive(one)]
    if sites.site_of([one.name for one in shown(folder)]) is not sites.PLAIN:
        return folder, left_out
    told = Worker(functools.partial(classes_in, found)).answer()
    classes = [one for one, students in zip(found, told, strict=True) if students] if isinstance(told, list) else []
    if len(found) > 1 and 2 * len(classes) >= len(found):
        raise ValueError(f"{path}: a class is in {' and in '.join(one.name for one in sorted(classes))}: name one of "
                         "them, CLASS=...")
    if len(found) != 1 or not classes:
        return folder, left_out
    return the_class_in(*unpacked(classes[0], room), path, room / "deeper")


def classes_in(found):
    """Be the process that counts the students in each of these folders and archives, as far as their site is known."""
    return [sites.class_in(one) for one in found]


def shown(folder):
    return [one for one in folder.iterdir() if not hidden(one)]


def hand_ins_in(folder):
    """Return how many entries of a folder may be hand-ins; MANY at least where a site has named them."""
    inside = shown(folder)
    if sites.site_of([one.name for one in inside]) is not sites.PLAIN:
        return max(MANY, len(inside))
    return sum(one.is_dir() or is_archive(one) for one in inside)


def grouped(site, found, folder):
    """Return ([HandIn], lines about other entries): what belongs to one student is one hand-in."""
    by_id, others, attempted = {}, [], {}
    people = sites.submitters((folder / sites.METADATA).read_text("utf-8", "replace")) if (
        folder / sites.METADATA).is_file() else {}
    users = sites.after_prefix([one.name for one in found if one.is_dir()]) if site is sites.PLAIN else {}
    attempts = sites.users_of(folder, [one.name for one in found]) if site is sites.BLACKBOARD else {}
    entries = {one: sites.read(site, one.name) for one in found}
    if site is sites.BRIGHTSPACE:
        sites.with_users([entry for entry in entries.values() if entry])
    for one, entry in entries.items():
        if attempts and entry:
            entry.id, name = attempts[one.name.rpartition("_attempt_")[0]]
            entry.name = name or entry.id
        if not entry and not one.is_dir() and not is_archive(one):
            others.append(f"{one.name}: by its name it is nobody's hand-in")
            continue
        entry = entry or sites.Entry("", users.get(one.name, one.name if one.is_dir() else stem(one)))
        key = (entry.id, entry.who) if entry.id else one.name
        hand_in = by_id.setdefault(key, HandIn(entry.name, entry.id or users.get(one.name, ""),
                                               "GitHub Classroom" if users else site.name))
        within = attempted.setdefault(key, {}).setdefault(entry.time or datetime.min, {})
        within[one.name] = "" if one.is_dir() else entry.file or one.name
        hand_in.people, hand_in.late = people.get(one.name, []), hand_in.late or entry.late
        if hand_in.people:
            hand_in.name = " and ".join(name or sid for name, sid, _ in hand_in.people)
    for key, hand_in in by_id.items():
        hand_in.name = printable(hand_in.name)
        hand_in.entries, *hand_in.earlier = (within for _, within in sorted(attempted[key].items(), reverse=True))
    return named_apart(by_id.values()), others


def printable(text):
    """Return a name as it is typed, a letter with its accent as one, and as no terminal obeys it: a stranger chose it.
    """
    text = unicodedata.normalize("NFC", text)
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def named_apart(hand_ins):
    """Return hand-ins by name; give those that have one in common their id as well, or the name of their entry."""
    hand_ins = sorted(hand_ins, key=lambda one: (one.name.casefold(), one.id, *one.entries))
    names = [one.name for one in hand_ins]
    for one in [one for one in hand_ins if names.count(one.name) > 1]:
        one.name = f"{one.name} ({one.id or next(iter(one.entries))})"
    return hand_ins


def stem(path):
    """Return the name of an archive without what says how it is packed."""
    return path.stem.removesuffix(".tar")
