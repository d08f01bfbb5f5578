"""The intake: what a teacher has downloaded, as one hand-in for each student, each in a folder of its own.

    with opened("downloads.zip") as room:       # a zip, or a folder of folders, zips and files
        room.hand_ins                           # [HandIn("Jane Holloway", folder=...), ...], by name
        room.left_out                           # lines about what is nobody's hand-in
"""
import functools
import re
import shutil
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from lab12.classroom import documents, sites
from lab12.classroom.archives import Unreadable, is_archive, unpack_any
from lab12.finder.handin import find
from lab12.finder.prose import SOCKETS
from lab12.finder.unpack import AS_TEXT, CLASS, OWN_NAME, NoRoom, files, programs, roomy
from lab12.guard import bounds
from lab12.guard.harmless import harmless
from lab12.guard.reader import MEMORY
from lab12.guard.worker import Worker

MANY = 5            # hand-ins in a folder that look like those of a class, not like the practicals of one student
COPIED = 30_000_000  # bytes of a hand-in's files that are laid out
READING = 100.0    # seconds in which hand-ins are laid out, on a computer however busy
BATCH = 20         # hand-ins that a process lays out, unless one of them ends it
DEEPER = 3          # archives in archives that are opened
# What Canvas makes of a file's name that has been there before (app/models/attachment.rb, make_unique_filename).
AGAIN = re.compile(r"(.+)-(?:\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})((?:\.\w+)*)")
TYPED = re.compile(r"onlinetext[.]html|.*_attempt_[0-9-]{19}[.]html")  # what was typed into Moodle, or Blackboard
IMPORTED = re.compile(r"^\s*(?:from|import)\s+([^#\n]+)", re.M)
QUOTED = re.compile(r"""["']([^"'\n]+)["']""")


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
                             "site; --name REGEX says whose each file is")
        for number, hand_in in enumerate(hand_ins):
            hand_in.folder = room / "hand-ins" / str(number)
        for first in range(0, len(hand_ins), BATCH):
            lay_out_apart(hand_ins[first:first + BATCH], folder)
        yield Classroom(hand_ins[0].site, hand_ins, [harmless(line, lines=False) for line in left_out + others])


@contextmanager
def alone(path, name):
    """Give the HandIn that is this folder or file, laid out while the with lasts."""
    path = Path(path).resolve()
    with TemporaryDirectory(prefix="lab12-one-") as room:
        hand_in = HandIn(name, entries={path.name: "" if path.is_dir() else path.name}, folder=Path(room, "hand-in"))
        lay_out_apart([hand_in], path.parent)
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
    by_id, others, times = {}, [], {}
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
        when = entry.time or datetime.min
        if times.setdefault(key, when) > when:
            others.append(f"{one.name}: an earlier attempt")
            continue
        if times[key] < when:
            others += [f"{earlier}: an earlier attempt" for earlier in by_id[key].entries]
            by_id[key].entries, times[key] = {}, when
        hand_in = by_id.setdefault(key, HandIn(entry.name, entry.id or users.get(one.name, ""),
                                               "GitHub Classroom" if users else site.name))
        hand_in.entries[one.name] = "" if one.is_dir() else entry.file or one.name
        hand_in.people, hand_in.late = people.get(one.name, []), hand_in.late or entry.late
        if hand_in.people:
            hand_in.name = " and ".join(name or sid for name, sid, _ in hand_in.people)
    for hand_in in by_id.values():
        hand_in.name = printable(hand_in.name)
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


def lay_out_apart(hand_ins, download):
    """Do what lay_out does in a process of its own; whatever one hand-in does to that, each of the others has its own.
    """
    found = Worker(functools.partial(lay_out_within, hand_ins, download), READING).answer()
    if isinstance(found, dict):
        raise NoRoom(found["full"])
    if not isinstance(found, str):
        for hand_in, told in zip(hand_ins, found, strict=True):
            hand_in.unread, hand_in.left_out, hand_in.trouble, hand_in.opened = told
    elif len(hand_ins) == 1:
        hand_ins[0].trouble = f"it cannot be read: {found}"
    else:
        for hand_in in hand_ins:
            shutil.rmtree(hand_in.folder, ignore_errors=True)
            lay_out_apart([hand_in], download)


def lay_out_within(hand_ins, download):
    bounds.limit_memory(MEMORY)
    try:
        for hand_in in hand_ins:
            with roomy():
                lay_out(hand_in, download)
    except NoRoom as error:
        return {"full": str(error)}
    return [[[harmless(line, lines=False) for line in hand_in.unread],
             [harmless(line, lines=False) for line in hand_in.left_out],
             harmless(hand_in.trouble, lines=False), hand_in.opened] for hand_in in hand_ins]


def lay_out(hand_in, download):
    """Put a hand-in's files into its folder, code from archives and documents included; say what could not be read."""
    folder, flat, room = hand_in.folder, len(hand_in.entries) > 1, COPIED
    folder.mkdir(parents=True)
    for name, inner in hand_in.entries.items():
        source = download / name
        for path in [source] if inner else files(source):
            to = folder / (inner or path.relative_to(source))
            if hand_in.site == "Blackboard" and inner == name and documents.is_marked_up(path):
                to = to.with_suffix(".html")  # the site's own text of an attempt, with what was typed into the site
            to = apart(to) if flat else to
            size = path.stat().st_size
            if size > room or to.name.casefold().endswith(AS_TEXT):
                hand_in.left_out.append(f"{to.name}: {'too large' if size > room else OWN_NAME}")
                continue
            room -= size
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
    if hand_in.site == "Canvas":
        call_as_asked(folder)
    for _ in range(DEEPER):
        some = has_code(folder)
        if some and (not any(map(is_archive, files(folder))) or is_pair(folder)) or not open_archives(hand_in, folder):
            break
        hand_in.opened = hand_in.opened or some
    typed = [path for path in files(folder) if TYPED.fullmatch(path.name)] if hand_in.site else []
    some = has_code(folder)
    if not some or typed and not is_pair(folder):
        read_documents(hand_in, typed if some else list(files(folder)))
    if not next(programs(folder), None):
        hand_in.trouble = "; ".join(hand_in.unread) or documents.no_program_in(folder)


def apart(path):
    """Return a path at which nothing lies: two of one student's files may have one name."""
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{re.sub(r' [(][0-9]+[)]$', '', path.stem)} ({number}){path.suffix}")
    return path


def call_as_asked(folder):
    """Give a file the name by which a program asks for it: protocol.py is protocol-1.py if Canvas is given it again."""
    sources = [source for _, source in programs(folder)]
    asked = {name for source in sources for words in IMPORTED.findall(source) for name in re.findall(r"\w+", words)}
    named = {name for source in sources for name in QUOTED.findall(source)}
    for path in list(files(folder)):
        again = AGAIN.fullmatch(path.name)
        own = again and path.with_name(again[1] + again[2])
        if own and not own.exists() and (own.name in named or again[2] == ".py" and again[1] in asked):
            path.rename(own)


def has_code(folder):
    """Tell whether a folder holds a program that has to do with sockets."""
    return any(SOCKETS.search(source) for _, source in programs(folder))


def is_pair(folder):
    """Tell whether the programs in a folder make a pair: else the other half may be in an archive beside them."""
    return any(pair.server and pair.client for pairs in find(folder).pairs.values() for pair in pairs)


def open_archives(hand_in, folder):
    """Unpack the archives in a folder beside themselves; return whether there were any."""
    found = [path for path in files(folder) if is_archive(path)]
    for path in found:
        try:
            inside = path.with_name(path.name.partition(".")[0] or "archive")
            inside = path.parent if len(found) == 1 and not any(
                one != path for one in files(folder)) else apart(inside)
            hand_in.left_out += unpack_any(path, inside)
        except Unreadable as error:
            hand_in.unread.append(str(error))
        path.unlink()
    return bool(found)


def read_documents(hand_in, paths):
    """Write the code in documents beside them as text; say what cannot hold any."""
    for path in paths:
        try:
            text = documents.read(path)
        except Unreadable as error:
            hand_in.unread.append(str(error))
            continue
        if text is not None and SOCKETS.search(text):
            path.with_name(f"{path.name}{AS_TEXT}").write_text(text, "utf-8")
        elif why := documents.not_code(path):
            hand_in.unread.append(why)


def stem(path):
    """Return the name of an archive without what says how it is packed."""
    return path.stem.removesuffix(".tar")
