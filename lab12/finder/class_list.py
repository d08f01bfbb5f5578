"""The class list: the hand-ins of a class in one folder, or in the zip that a course's site makes of it."""
import zipfile
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from lab12.finder.unpack import CLASS, SKIPPED, unpack

MANY = 5  # hand-ins in a folder that look like those of a class, not like the practicals of one student


@contextmanager
def opened(path):
    """Give ({name: path} of each folder and zip in a folder or a zip, {name: why} of zips that could not be had out of
    a zip, lines about what else was left out) while the with lasts.

    Where a zip holds nothing but one folder, of its own name or with many in it, that is the one. Raises ValueError if
    it is neither a folder nor a zip, or if there is no hand-in in it.
    """
    with TemporaryDirectory(prefix="lab12-") as room:
        folder, left_out = Path(path), []
        if not folder.is_dir():
            try:
                left_out = unpack(folder, Path(room), CLASS)
            except (zipfile.BadZipFile, OSError) as error:
                raise ValueError(f"{path}: neither a folder nor a zip: {error}") from None
            folder = inner(Path(room), Path(path).stem)
        handed_in = {entry.name: entry for entry in hand_ins(folder)}
        told = [(Path(room, name), why) for name, _, why in (line.partition(": ") for line in left_out)]
        refused = {file.name: why for file, why in told if file.suffix.lower() == ".zip" and file.parent == folder}
        if not handed_in and not refused:
            raise ValueError(f"{path}: no hand-ins in it: each is a folder or a zip")
        yield handed_in, refused, left_out + [one.name for one in entries(folder) if one.name not in handed_in]


def inner(folder, name):
    """Return the only folder in a folder, if it has this name or many hand-ins in it; else the folder itself."""
    inside = entries(folder)
    only = inside[0] if len(inside) == 1 and inside[0].is_dir() else folder
    return only if only.name == name or len(hand_ins(only)) >= MANY else folder


def entries(folder):
    """Return what is in a folder by name, less what is hidden or put there by a computer."""
    return sorted(one for one in folder.iterdir() if not one.name.startswith(".") and one.name.lower() not in SKIPPED)


def hand_ins(folder):
    """Return those entries of a class's folder that are somebody's hand-in: folders and zips."""
    return [entry for entry in entries(folder) if entry.suffix.lower() == ".zip" or entry.is_dir()]
