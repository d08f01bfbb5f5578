"""The archives: zip, tar, 7z and rar are unpacked within the bounds of a hand-in, whatever a stranger put there.

Python alone reads zip and tar. Others are read by libarchive (the extra `classroom`), a C library that may fail on
a stranger's bytes. So it runs in a process of its own. If it breaks, the hand-in is named and the others go on.
"""
import contextlib
import functools
import re
import stat
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

from lab12.finder.unpack import MEMBERS, SIZE, TOTAL, NoRoom, put, refusal, unpack
from lab12.guard.worker import Worker

ZIP, TAR, OTHER = {".zip"}, {".tar", ".tgz", ".gz", ".bz2", ".xz", ".tbz2", ".txz"}, {".7z", ".rar"}
ARCHIVES = ZIP | TAR | OTHER
PIECE = 1 << 16  # bytes read at once, so that what is too large is noticed before it is held


class Unreadable(Exception):
    """An archive or a document that cannot be read; its text says why, and what to do."""


def is_archive(path):
    """Tell whether a file is an archive by its name: x.py.gz alone is none."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return bool(suffixes) and (suffixes[-1] in ARCHIVES - {".gz", ".bz2", ".xz"} or suffixes[-2:-1] == [".tar"])


def unpack_any(archive, folder, times=1):
    """Unpack an archive into a folder, `times` as much as from a hand-in; return a line for each member left out.

    Raises Unreadable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    suffix, before = archive.suffix.lower(), len(list(folder.iterdir()))
    if suffix in ZIP or zipfile.is_zipfile(archive):
        try:
            left_out = unpack(archive, folder, times)
        except (zipfile.BadZipFile, OSError) as error:
            raise Unreadable(f"{archive.name} is damaged or cut off ({error}): ask for it again") from None
        locked = [line for line in left_out if line.endswith("is locked by a password")]
        if locked and len(list(folder.iterdir())) == before:
            raise Unreadable(f"{archive.name} is locked by a password: ask for it without one")
        return left_out
    return unpack_tar(archive, folder, times) if suffix in TAR else unpack_other(archive, folder, times)


def unpack_tar(archive, folder, times):
    """Unpack a tar, packed or not, member by member; nothing is left to extractall."""
    room = Room(folder, times)
    try:
        with tarfile.open(archive) as stored:
            for member in stored:
                kind = stat.S_IFREG if member.isreg() else stat.S_IFDIR if member.isdir() else stat.S_IFLNK
                with (stored.extractfile(member) if member.isreg() else open("/dev/null", "rb")) as stream:
                    if not room.take(member.name, kind, lambda stream=stream: stream.read(PIECE)):
                        break
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise Unreadable(f"{archive.name} is damaged or cut off ({error}): ask for it again") from None
    return room.left_out


def unpack_other(archive, folder, times):
    """Unpack a 7z or a rar, in a process of its own."""
    try:
        import libarchive  # noqa: F401
    except (ImportError, OSError, TypeError, AttributeError):
        raise Unreadable(f"{archive.name} needs the library libarchive (on Debian and Ubuntu libarchive13, and "
                         "pip install libarchive-c), or ask for a zip") from None
    found = Worker(functools.partial(read_other, archive, folder, times)).answer()
    if isinstance(found, str):
        if found.startswith(f"{NoRoom.__name__}: "):
            raise NoRoom(found.partition(": ")[2])
        wanted = "passphrase" in found.lower() or "encrypt" in found.lower()
        detail = re.sub(r"^None|\(errno=.*", "", found.partition(": ")[2] or found).strip()  # it may be an address
        why = "is locked by a password: ask for it without one" if wanted else (
            f"is damaged or cut off{f' ({detail})' * bool(detail)}: ask for it again")
        raise Unreadable(f"{archive.name} {why}")
    return found


def read_other(archive, folder, times):
    import locale

    import libarchive
    locale.setlocale(locale.LC_CTYPE, "C.UTF-8")  # libarchive gives no name that the locale cannot hold
    room = Room(folder, times)
    with libarchive.file_reader(str(archive)) as stored:
        for entry in stored:
            kind = stat.S_IFREG if entry.isreg else stat.S_IFDIR if entry.isdir else stat.S_IFLNK
            blocks = iter(entry.get_blocks(PIECE))
            if not room.take(entry.pathname, kind, lambda blocks=blocks: bytes(next(blocks, b""))):
                break
    if room.members == MEMBERS * times:
        raise ValueError("nothing is in it")
    return room.left_out


class Room:
    """What an archive may put into a folder: so many members, so many bytes, and none outside."""

    def __init__(self, folder, times):
        self.folder, self.left_out = folder, []
        self.members, self.size, self.total = MEMBERS * times, SIZE * times, TOTAL * times

    def take(self, name, kind, more):
        """Write one member, whose bytes `more` gives piece by piece; return whether there is room for another."""
        self.members -= 1
        if self.members < 0:
            self.left_out.append(f"what follows {MEMBERS} files")
            return False
        name = (name or "").replace("\\", "/")
        parts = [part for part in PurePosixPath(name).parts if part not in {"/", "."}]
        member = zipfile.ZipInfo()  # the rules for names are those of a zip
        member.external_attr = kind << 16
        why = refusal(member, name, parts) if parts or kind != stat.S_IFDIR else ""
        if parts and not why and kind == stat.S_IFDIR:
            with contextlib.suppress(OSError):  # a file lies there
                Path(self.folder, *parts).mkdir(parents=True, exist_ok=True)
        elif not why and kind == stat.S_IFREG:
            why = self.write(Path(self.folder, *parts), more)
        if why:
            self.left_out.append(f"{name[:200]}: {why}")
        return self.total > 0

    def write(self, path, more):
        data, most = b"", min(self.size, self.total)
        while piece := more():
            data += piece
            if len(data) > most:
                return "too large"
        try:
            put(path, data)
        except OSError as error:
            return f"cannot be read: {error.strerror}"
        self.total -= len(data)
        return ""
