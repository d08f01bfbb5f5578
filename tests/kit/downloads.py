"""Downloads as the tests want them: folders and zips of files, and what the intake makes of them."""
import io
import zipfile

from lab12 import HOME
from lab12.classroom import intake
from lab12.finder import unpack

MODEL = {path.name: path.read_text() for path in (HOME / "tests/zoo/tcp-model").iterdir() if path.is_file()}
SERVER, CLIENT = MODEL["server.py"], MODEL["client.py"]


def written(folder, files):
    """Write {path: text or bytes} into a folder; return it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def zipped(files, **options):
    """Return a zip of {path: text or bytes} as bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def read(path, name=None):
    """Return (site, {shown name: {file: text}}, what was left out, {shown name: trouble})."""
    with intake.opened(path, name) as room:
        files = {one.name: {str(path.relative_to(one.folder)): path.read_text(errors="replace")
                            for path in unpack.files(one.folder)} for one in room.hand_ins}
        return room.site, files, room.left_out, {one.name: one.trouble for one in room.hand_ins if one.trouble}


PAIR = {"client.py": CLIENT, "server.py": SERVER}
