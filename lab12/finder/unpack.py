"""Unpack lays a hand-in out as a folder, and reads the programs in it, whatever a stranger put there.

A zip is unpacked within bounds: no member lands outside its folder, none is a link, and their number and size
are limited, so that neither "../../x" nor a bomb of zeros does any harm. What is left out is said.
"""
import ast
import json
import os
import re
import stat
import zipfile
from pathlib import Path, PurePosixPath

from lab12.finder.parsing import TYPESET, parses

MEMBERS = 2_000            # files in a hand-in; a semester of them has about a hundred
SIZE = 1_000_000           # bytes in a file
TOTAL = 30_000_000         # bytes in all
CLASS = 40                 # times as much of each in a zip of a class, in which a hand-in may be one file
DEPTH = 12                 # folders in folders
SKIPPED = {"__pycache__", "__macosx", "node_modules", "site-packages"}
PYTHON = {".py", ".pyw"}
TEXT = {"", ".txt", ".text", ".md", ".markdown", ".rst"}
IMPORTS = re.compile(r"^(?:import|from)\s+\w", re.M)
SOCKETS = re.compile(r"^\s*(?:import|from)\s[^#\n]*\b(?:socket|asyncio|socketserver)\b", re.M)
MAGIC = re.compile(r"^[%!]", re.M)  # of Jupyter, no Python
CODE = re.compile(r"^[ \t]+\S.*[)\]:=]|^[\w., =]*\w\.(?:send|recv|accept|bind|listen|connect|close)\w*\(.*\)\s*$", re.M)
FENCE = re.compile(r"^[ \t]*(```+|~~~+)[^\n]*\n(.*?)^[ \t]*\1[ \t]*$", re.M | re.S)


def unpack(archive, folder, times=1):
    """Unpack a zip into a folder, `times` as much as from a hand-in; return a line for each member left out.

    Raises BadZipFile or OSError.
    """
    left_out, total, most = [], 0, MEMBERS * times
    with directory(archive) as stored:
        members = stored.infolist()
        if len(members) > most:
            left_out.append(f"{len(members) - most} files: more than {most}")
        for member in members[:most]:
            name = member.filename.replace("\\", "/")
            parts = [part for part in PurePosixPath(name).parts if part not in {"/", "."}]
            why = refusal(member, name, parts)
            if not why and not member.is_dir():
                why, size = write(stored, member, Path(folder, *parts), min(SIZE * times, TOTAL * times - total))
                total += size
            if why:
                left_out.append(f"{name[:200]}: {why}")
    return left_out


def directory(archive):
    """Return the opened zip; raises BadZipFile whatever is wrong with it, OSError if it cannot be read."""
    try:
        return zipfile.ZipFile(archive)
    except OSError:
        raise
    except Exception as error:  # struct.error, NotImplementedError, UnicodeDecodeError, ...
        raise zipfile.BadZipFile(str(error)) from error


def refusal(member, name, parts):
    """Say why a member of a zip is not unpacked, '' if it may be."""
    if ".." in parts or name.startswith("/") or re.match(r"[A-Za-z]:", name) or "\0" in name:
        return "leads out of the folder"
    if stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "is a link or a device"
    if member.flag_bits & 1:
        return "is locked by a password"
    if len(parts) > DEPTH or any(len(part.encode()) > 255 for part in parts):
        return "lies too deep, or its name is too long"
    return "" if parts else "has no name"


def write(stored, member, path, room):
    """Write one member, of at most so many bytes as there is room for; return why not, and the bytes written."""
    try:
        with stored.open(member) as stream:  # the size it claims may be a lie, so it is read with a limit
            data = stream.read(max(room, 0) + 1)
        if len(data) > room:
            return "too large", 0
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
        return "", len(data)
    except Exception as error:  # zlib.error, BadZipFile, FileExistsError: each packing has errors of its own
        return f"cannot be read: {error}", 0


def files(folder):
    """Yield the files of a folder in the order of their names, less links and what is hidden or installed."""
    count = 0
    for place, folders, names in os.walk(folder):
        depth = len(Path(place).relative_to(folder).parts)
        folders[:] = sorted(name for name in folders if depth < DEPTH and worth(Path(place, name)))
        for name in sorted(names):
            path = Path(place, name)
            if count < MEMBERS and not name.startswith(".") and stat.S_ISREG(path.lstat().st_mode):
                count += 1
                yield path


def worth(folder):
    """Tell whether a folder may hold what a student wrote: no link, not hidden, not a virtual environment."""
    return not (folder.is_symlink() or folder.name.startswith(".") or folder.name.lower() in SKIPPED
                or (folder / "pyvenv.cfg").exists())


def programs(folder):
    """Yield (path, source) for each Python program in a folder; a second one in a file is called FILE#2."""
    for path in files(folder):
        suffix = path.suffix.lower()
        if suffix not in PYTHON | TEXT | {".ipynb"} and " " not in suffix:  # "12.b server"
            continue
        with path.open("rb") as file:
            data = file.read(SIZE + 1)
        if len(data) > SIZE or b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        name = path.relative_to(folder).as_posix()
        for number, source in pieces(suffix, decoded(data)):
            yield f"{name}#{number}" if number else name, source


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
        yield 0, text
    elif suffix == ".ipynb":
        yield from cells(text)
    elif not SOCKETS.search(text):
        return
    elif fenced := [found[2] for found in FENCE.finditer(text)]:
        yield from ((n, s) for n, s in enumerate(fenced, 1) if SOCKETS.search(s))
    else:
        found = pasted(text)
        whole = parses(text) or [source.strip() for source in found] == [text.strip()]
        yield from [(0, text)] if whole and len(found) < 2 else enumerate(found, 1)


def cells(text):
    """Yield (number, source) for each program in a notebook: a cell that imports socket, and those that follow it."""
    try:
        found = ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    programs = {}
    for number, source in enumerate(found, 1):
        source = MAGIC.sub("# ", source)
        if SOCKETS.search(source):
            programs[number] = source
        elif programs:
            programs[max(programs)] += f"\n\n{source}"
    yield from programs.items()


def pasted(text):
    """Return the programs pasted into prose: each begins with its imports and ends where Python ends."""
    lines, starts, inside = text.split("\n"), [], False
    for number, line in enumerate(lines):
        imports = bool(IMPORTS.match(line))
        if imports and not inside:
            starts.append(number)
        inside = imports or inside and not line.strip()
    programs = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        programs.append(trimmed(lines[start:end]))
    return [source for source in programs if SOCKETS.search(source)]


def trimmed(lines):
    """Return the most of these lines, from the first on, that is Python; all if the code itself is wrong."""
    plain = [line.translate(TYPESET) for line in lines]
    for end in range(len(lines), max(0, len(lines) - 150), -1):
        if lines[end - 1].strip() and parses(source := "\n".join(plain[:end])):
            body = ast.parse(source).body
            while body and heading(body[-1]):
                body.pop()
            if body and not CODE.search("\n".join(plain[body[-1].end_lineno:])):
                return "\n".join(lines[:body[-1].end_lineno]) + "\n"
    return "\n".join(lines)


def heading(statement):
    """Tell whether a last statement is prose that happens to be Python: `CLIENT`, `Client: hi`, `Client.py`."""
    return isinstance(statement, ast.AnnAssign) and statement.value is None or (
        isinstance(statement, ast.Expr) and not any(isinstance(node, ast.Call) for node in ast.walk(statement)))
