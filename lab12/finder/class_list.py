"""The class list: the hand-ins of a class in one folder, or in the zip that a course's site makes of it."""
import zipfile
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from lab12.finder.unpack import SKIPPED, unpack


@contextmanager
def opened(path):
    """Give ({name: path} of each folder and zip in a folder or a zip, what was left out) while the with lasts.

    Raises ValueError if it is neither, or if there is none in it.
    """
    with TemporaryDirectory(prefix="lab12-") as room:
        folder, left_out = Path(path), []
        if not folder.is_dir():
            try:
                left_out = unpack(folder, Path(room))
            except (zipfile.BadZipFile, OSError) as error:
                raise ValueError(f"{path}: neither a folder nor a zip: {error}") from None
            folder = Path(room)
            while len(inside := list(folder.iterdir())) == 1 and inside[0].is_dir():
                folder = inside[0]
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
        handed_in = {entry.name: entry for entry in entries if is_hand_in(entry)}
        if not handed_in:
            raise ValueError(f"{path}: no hand-ins in it: each is a folder or a zip")
        yield handed_in, left_out + [entry.name for entry in entries if not is_hand_in(entry)]


def is_hand_in(entry):
    """Tell whether this entry of a class's folder is somebody's hand-in."""
    return entry.suffix.lower() == ".zip" or entry.is_dir() and entry.name.lower() not in SKIPPED
