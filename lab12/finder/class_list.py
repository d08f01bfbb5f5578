"""The class list: the hand-ins of a class in one folder, or in the zip that a course's site makes of it."""
import zipfile
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from lab12.finder.unpack import CLASS, SKIPPED, unpack

MANY = 4  # hand-ins in a folder that look like those of a class, not like the practicals of one student


@contextmanager
def opened(path):
    """Give ({name: path} of each folder and zip in a folder or a zip, what was left out) while the with lasts.

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
            folder = Path(room)
            [first, *others] = entries(folder) or [folder]
            if first.is_dir() and not others and (first.name == Path(path).stem or len(hand_ins(first)) >= MANY):
                folder = first
        handed_in = {entry.name: entry for entry in hand_ins(folder)}
        if not handed_in:
            raise ValueError(f"{path}: no hand-ins in it: each is a folder or a zip")
        yield handed_in, left_out + [entry.name for entry in entries(folder) if entry.name not in handed_in]


def entries(folder):
    """Return what is in a folder by name, less what is hidden or put there by a computer."""
    return sorted(one for one in folder.iterdir() if not one.name.startswith(".") and one.name.lower() not in SKIPPED)


def hand_ins(folder):
    """Return those entries of a class's folder that are somebody's hand-in: folders and zips."""
    return [entry for entry in entries(folder) if entry.suffix.lower() == ".zip" or entry.is_dir()]
