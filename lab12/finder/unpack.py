"""Unpack lays a hand-in out as a folder, and reads the programs in it, whatever a stranger put there.

A zip is unpacked within bounds: no member lands outside its folder, none is a link, and their number and size
are limited. So neither "../../x" nor a bomb of zeros does any harm. What is left out is said.
"""
import bz2
import contextlib
import copy
import errno
import os
import re
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lab12.finder import prose
from lab12.finder.parsing import TYPESET
from lab12.finder.sequence import in_sequence

MEMBERS = 2_000            # files in a hand-in; a semester of them has about a hundred
SIZE = 1_000_000           # bytes in a file
TOTAL = 30_000_000         # bytes in all
CLASS = 40                 # times as much of each in a zip of a class, in which a hand-in may be one file
DEPTH = 12                 # folders in folders
SKIPPED = {"__pycache__", "__macosx", "node_modules", "site-packages"}
TOLD = 50     # lines by which a block of code is known again in its text
PYTHON = {".py", ".pyw"}
TEXT = {"", ".txt", ".text", ".md", ".markdown", ".rst"}
PROGRAMS = PYTHON | TEXT | {".ipynb"}
AS_TEXT = ".as-text"  # ends the name of the text of a document that lies beside it: Lab12.docx.as-text
OWN_NAME = f"{AS_TEXT} ends the names of what is read in documents here: it needs another name"


@dataclass
class Allowance:
    """What may still be unpacked: files and bytes. Several archives may share one."""

    files: int = MEMBERS
    bytes: int = TOTAL


class NoRoom(Exception):
    """The disk is full on which hand-ins are unpacked, which is none of their faults."""


def unpack(archive, folder, times=1, allowance=None):
    """Unpack a zip into a folder, `times` as much as from a hand-in; return a line for each member left out.

    Raises BadZipFile or OSError.
    """
    left = allowance or Allowance(MEMBERS * times, TOTAL * times)
    left_out, most = [], left.files
    with directory(archive) as stored:
        members = stored.infolist()
        if len(members) > most:
            left_out.append(f"{len(members) - most} files: more than {most}")
        for member in members[:most]:
            left.files -= 1
            name = named(member).replace("\\", "/")
            parts = [part for part in PurePosixPath(name).parts if part not in {"/", "."}]
            why = refusal(member, name, parts)
            if not why and member.is_dir():
                with contextlib.suppress(OSError):  # a file lies there
                    Path(folder, *parts).mkdir(parents=True, exist_ok=True)
            elif not why:
                why, size = write(stored, member, Path(folder, *parts), min(SIZE * times, left.bytes))
                left.bytes -= size
            if why:
                left_out.append(f"{name[:200]}: {why}")
    return left_out


def directory(archive):
    """Return the opened zip; raises BadZipFile whatever is wrong with it, OSError if it cannot be read."""
    if not stat.S_ISREG(os.stat(archive).st_mode):
        raise zipfile.BadZipFile("it is no file")  # nobody may ever write to a pipe, and a device has no end
    try:
        return zipfile.ZipFile(archive)
    except OSError:
        raise
    except Exception as error:  # struct.error, NotImplementedError, UnicodeDecodeError, ...
        raise zipfile.BadZipFile(str(error)) from error


def named(member):
    """Return the name of a zip's member as its maker wrote it: many write UTF-8 without the flag that says so."""
    if member.flag_bits & 0x800:  # APPNOTE.TXT 4.4.4: the name is UTF-8
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def refusal(member, name, parts):
    """Say why a member of a zip is not unpacked, '' if it may be."""
    if ".." in parts or name.startswith("/") or re.match(r"[A-Za-z]:", name) or "\0" in name:
        return "leads out of the folder"
    if stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "is a link or a device"
    if member.flag_bits & 1:
        return "is locked by a password"
    if name.casefold().endswith(AS_TEXT):
        return OWN_NAME
    if len(parts) > DEPTH or any(len(part.encode()) > 255 for part in parts):
        return "lies too deep, or its name is too long"
    return "" if parts else "has no name"


def write(stored, member, path, room):
    """Write one member, of at most so many bytes as there is room for; return why not, and the bytes written."""
    try:
        data = content(stored, member, max(room, 0) + 1)
        if len(data) > room:
            return "too large", 0
        put(path, data)
        return "", len(data)
    except NoRoom:
        raise
    except Exception as error:  # zlib.error, BadZipFile, FileExistsError: each packing has errors of its own
        return f"cannot be read: {getattr(error, 'strerror', None) or error}", 0


def put(path, data):
    """Write a new file, in the place of an empty folder too: a folder client.py/ may come before a file client.py."""
    with roomy():
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):  # nothing lies there, a file, or a folder with something in it
            path.rmdir()
        with path.open("xb") as file:
            file.write(data)


@contextlib.contextmanager
def roomy():
    """Raise NoRoom if what is written in the with fails because the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise NoRoom(f"{error.strerror} where hand-ins are unpacked: make room in the folder for temporary files, or "
                     "name another one with TMPDIR=FOLDER") from None


def content(stored, member, most):
    """Return the bytes of a member, so many at most: the size that it claims may be a lie."""
    if member.compress_type != zipfile.ZIP_BZIP2:
        with stored.open(member) as stream:
            return stream.read(most)
    packed = copy.copy(member)  # zipfile would unpack 4 KiB of it at once, which may be gigabytes
    packed.compress_type, packed.file_size, packed.CRC = zipfile.ZIP_STORED, member.compress_size, None
    with stored.open(packed) as stream:
        return bz2.BZ2Decompressor().decompress(stream.read(most), most)


def files(folder):
    """Yield the files of a folder in the order of their names, less links and what is hidden or installed."""
    count = 0
    for place, folders, names in os.walk(folder):
        depth = len(Path(place).relative_to(folder).parts)
        folders[:] = sorted(name for name in folders if depth < DEPTH and worth(Path(place, name)))
        for name in sorted(names):
            path = Path(place, name)
            if count < MEMBERS and not name.startswith(".") and stat.S_ISREG(path.lstat().st_mode) and readable(path):
                count += 1
                yield path


def worth(folder):
    """Tell whether a folder may hold what a student wrote: no link, not hidden, not a virtual environment."""
    return readable(folder) and not (folder.is_symlink() or folder.name.startswith(".")
                                     or folder.name.lower() in SKIPPED or (folder / "pyvenv.cfg").exists())


def readable(path):
    """Tell whether this user may read a file, or a folder and what is in it."""
    return os.access(path, os.R_OK | os.X_OK if path.is_dir() else os.R_OK)


def closed(folder):
    """Return the names of the files and folders in a folder that this user may not read, the first of them."""
    found = []
    for place, folders, names in os.walk(folder):
        depth = len(Path(place).relative_to(folder).parts)
        here = [Path(place, name) for name in sorted((*folders, *names))]
        found += [path.relative_to(folder).as_posix() for path in here if not path.is_symlink() and not readable(path)]
        folders[:] = [name for name in folders if depth < DEPTH and worth(Path(place, name))]
        if len(found) > MEMBERS:
            break
    return found


def programs(folder):
    """Yield (path, source) for each Python program in a folder; a second one in a file is called FILE#2.

    Code that was read in a document has the name of the document.
    """
    for path in files(folder):
        suffix = path.suffix.lower()
        if not may_hold(suffix) and not is_text(path):
            continue
        with path.open("rb") as file:
            data = file.read(SIZE + 1)
        if len(data) > SIZE or b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        name = path.relative_to(folder).as_posix()
        name = name.removesuffix(AS_TEXT) if is_text(path) else name
        for number, source in pieces(suffix, decoded(data)):
            yield f"{name}#{number}" if number else name, source


def text_of(folder, name):
    """Return the file in a folder in which the program that has this name stands: the text of a document."""
    read = Path(folder, f"{name}{AS_TEXT}")
    return read if is_text(read) and read.is_file() else Path(folder, name)


def is_text(path):
    """Tell whether a file is, by its name, the text of the document beside it; a script has none: server.py.as-text."""
    document = path.with_suffix("")
    return path.suffix == AS_TEXT and not may_hold(document.suffix.lower()) and document.is_file()


def may_hold(suffix):
    """Tell whether a file whose name ends so may hold a program as it is."""
    return suffix in PROGRAMS or " " in suffix  # "12.b server"


def is_document(folder, name):
    """Tell whether the program that has this name was read in a document."""
    return text_of(folder, name.partition("#")[0]).suffix == AS_TEXT


def lines_above(folder, script):
    """Return how many lines of a text file stand above the block of code that this script is, 0 for a whole file."""
    name, block, _ = script.path.partition("#")
    if not block or name.endswith(".ipynb"):
        return 0
    try:
        text = text_of(folder, name).read_text("utf-8", "replace")
    except OSError:
        return 0
    text, code = ([line.strip() for line in one.translate(TYPESET).splitlines()] for one in (text, script.source))
    code = code[:TOLD]
    return next((at for at, first in enumerate(text) if text[at + 1:at + len(code)] == code[1:] and code and (
        first == code[0] or first.startswith(("```", "~~~")) and first.endswith(code[0]))), 0)  # on the fence's line


def decoded(data):
    """Return the text of a file, in whatever encoding its editor wrote it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").replace("\r\n", "\n")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").replace("\r\n", "\n")


def pieces(suffix, text):
    """Yield (number, source) for each program in a file; number 0 means that the file is the program."""
    if suffix in PYTHON:
        parts = in_sequence(text)
        yield from enumerate(parts, 1) if parts else [(0, text)]
    else:
        yield from prose.cells(text) if suffix == ".ipynb" else prose.in_text(text)
