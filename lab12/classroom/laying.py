"""The laying out: what one student has handed in as a folder of programs, whatever it was packed in or typed into.

A stranger has made each byte of it, so this is done in processes of their own.
"""
import functools
import re
import shutil
from dataclasses import replace

from lab12.classroom import documents
from lab12.classroom.archives import Unreadable, is_archive, unpack_any
from lab12.finder.handin import find
from lab12.finder.prose import SOCKETS
from lab12.finder.unpack import AS_TEXT, OWN_NAME, NoRoom, files, programs, roomy
from lab12.guard import bounds
from lab12.guard.harmless import harmless
from lab12.guard.reader import MEMORY
from lab12.guard.worker import Worker

COPIED = 30_000_000  # bytes of a hand-in's files that are laid out
READING = 100.0    # seconds in which hand-ins are laid out, on a computer however busy
BATCH = 20         # hand-ins that a process lays out, unless one of them ends it
DEEPER = 3          # archives in archives that are opened
ATTEMPTS = 5        # earlier ones that are looked at
# What Canvas makes of a file's name that has been there before (app/models/attachment.rb, make_unique_filename).
AGAIN = re.compile(r"(.+)-(?:\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})((?:\.\w+)*)")
TYPED = re.compile(r"onlinetext[.]html|.*_attempt_[0-9-]{19}[.]html")  # what was typed into Moodle, or Blackboard
IMPORTED = re.compile(r"^\s*(?:from|import)\s+([^#\n]+)", re.M)
QUOTED = re.compile(r"""["']([^"'\n]+)["']""")


def lay_out_all(hand_ins, download):
    """Lay out hand-ins of a download, in processes of their own; raises NoRoom where there is none."""
    for first in range(0, len(hand_ins), BATCH):
        lay_out_apart(hand_ins[first:first + BATCH], download)


def lay_out_apart(hand_ins, download):
    """Do what lay_out does in a process of its own; whatever one hand-in does to that, each of the others has its own.
    """
    found = Worker(functools.partial(lay_out_within, hand_ins, download), READING).answer()
    if isinstance(found, dict):
        raise NoRoom(found["full"])
    if not isinstance(found, str):
        for hand_in, told in zip(hand_ins, found, strict=True):
            hand_in.unread, hand_in.left_out, hand_in.trouble, hand_in.opened, hand_in.taken = told
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
             harmless(hand_in.trouble, lines=False), hand_in.opened, hand_in.taken] for hand_in in hand_ins]


def lay_out(hand_in, download):
    """Put a hand-in into its folder: its newest attempt, and what earlier ones have besides if a pair takes that.

    Whoever has forgotten a file hands in that one, and nothing else.
    """
    lay_out_attempts(hand_in, [hand_in.entries], download)
    if not hand_in.earlier or is_pair(hand_in.folder):
        return
    for many in range(1, min(len(hand_in.earlier), ATTEMPTS) + 1):
        folder = hand_in.folder.with_name(f"{hand_in.folder.name}-{many}")
        shutil.rmtree(folder, ignore_errors=True)  # of a process that has ended here
        more = replace(hand_in, folder=folder, unread=[], left_out=[], trouble="", opened=False)
        more.taken = lay_out_attempts(more, [hand_in.entries, *hand_in.earlier[:many]], download)
        if is_pair(folder) or hand_in.trouble and not more.trouble:
            shutil.rmtree(hand_in.folder)
            folder.rename(hand_in.folder)
            vars(hand_in).update(vars(replace(more, folder=hand_in.folder)))
            return
        shutil.rmtree(folder)


def lay_out_attempts(hand_in, attempts, download):
    """Lay out these attempts as one, the newest first, code from archives and documents included.

    Say what could not be read. Return the entries of earlier ones that were taken: of two files of a name the newer
    counts.
    """
    folder, flat, room, there, taken = hand_in.folder, len(attempts[0]) > 1, COPIED, set(), []
    folder.mkdir(parents=True)
    for attempt, (name, inner) in [(at, entry) for at, entries in enumerate(attempts) for entry in entries.items()]:
        source = download / name
        for path in [source] if inner else files(source):
            to = folder / (inner or path.relative_to(source))
            typed = hand_in.site == "Blackboard" and inner == name  # the site's own text of an attempt
            if typed and documents.is_marked_up(path):
                to = to.with_suffix(".html")
            elif attempt and (typed or to.name in there):
                continue
            there.add(to.name)
            to = apart(to) if flat else to
            size = path.stat().st_size
            if size > room or to.name.casefold().endswith(AS_TEXT):
                hand_in.left_out.append(f"{to.name}: {'too large' if size > room else OWN_NAME}")
                continue
            room -= size
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
            if attempt:
                taken.append(name)
                hand_in.left_out.append(f"{to.name}: from an earlier attempt")
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
    return taken


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
        if text is not None and SOCKETS.search(text) and documents.has_lost_blanks(text):
            hand_in.unread.append(f"{path.name} has lost the blanks before its lines: ask for the program itself")
        elif text is not None and SOCKETS.search(text):
            path.with_name(f"{path.name}{AS_TEXT}").write_text(text, "utf-8")
        elif why := documents.not_code(path):
            hand_in.unread.append(why)
