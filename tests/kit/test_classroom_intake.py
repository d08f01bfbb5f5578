"""The intake: archives and documents are unpacked and read, and what cannot be read is named."""
import ctypes.util
import io
import os
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib
from importlib.util import find_spec

import pytest
from downloads import CLIENT, PAIR, SERVER, read, written, zipped

from lab12 import HOME
from lab12.classroom import archives, documents, intake, laying
from lab12.finder import unpack
from lab12.finder.handin import find
from lab12.finder.parsing import untypeset
from lab12.grader.grade import grade
from lab12.guard import bounds
from lab12.stage import forking

LIBARCHIVE = find_spec("libarchive") and ctypes.util.find_library("archive")  # the package, and the library itself
PACKERS = {"tar.gz": "gz", "tar.xz": "xz", "7z": None, "rar": None}


def rar(files):
    """Return a rar of {path: bytes}, stored: no free program makes one (RAR 5.0 archive format, rarlab.com)."""
    def block(kind, flags, *fields, data=b""):
        size = number(len(data)) if data else b""
        body = number(kind) + number(flags | 2 * bool(data)) + size + b"".join(fields)
        head = number(len(body)) + body
        return struct.pack("<I", zlib.crc32(head)) + head + data

    def number(value):
        """Seven bits a byte, the lowest first; all but the last have the eighth bit."""
        return bytes([value & 127 | 128]) + number(value >> 7) if value > 127 else bytes([value])

    stored = b"".join(block(2, 0, number(4), number(len(data)), number(0o100644), struct.pack("<I", zlib.crc32(data)),
                            number(0), number(1), number(len(name.encode())), name.encode(), data=data)
                      for name, data in files.items())
    return b"Rar!\x1a\x07\x01\x00" + block(1, 0, number(0)) + stored + block(5, 0, number(0))


@pytest.mark.parametrize("kind", PACKERS)
def test_other_archives(kind, tmp_path):
    """A hand-in may be a tar, a 7z or a rar."""
    source, target = written(tmp_path / "Zoë", PAIR), tmp_path / "in" / f"Zoë.{kind}"
    target.parent.mkdir()
    if kind in ("rar", "7z") and not LIBARCHIVE:
        pytest.skip("libarchive is missing")
    if kind == "rar":
        target.write_bytes(rar({f"Zoë/{name}": data.encode() for name, data in PAIR.items()}))
    elif kind == "7z":
        if not shutil.which("7z"):
            pytest.skip("7z is missing")
        subprocess.run(["7z", "a", target, source], check=True, capture_output=True)
    else:
        with tarfile.open(target, f"w:{PACKERS[kind]}") as archive:
            archive.add(source, "Zoë")
    _, found, left_out, trouble = read(tmp_path / "in")
    [(who, files)] = found.items()
    assert (who, trouble, left_out) == ("Zoë", {}, [])
    assert {name.rpartition("/")[2]: text for name, text in files.items()} == PAIR


def test_names_in_zips(tmp_path):
    """A name is read as its maker wrote it: UTF-8 without the flag, as Windows' and old Mac's archivers leave it."""
    plain = zipped({"J__rg/server.py": SERVER, "__MACOSX/J__rg/._server.py": b"\0\1"})
    data = plain.replace(b"J__rg", "Jörg".encode())
    written(tmp_path / "in", {"a.zip": data, "b.zip": zipped({"Jörg/server.py": SERVER})})
    _, found, _, _ = read(tmp_path / "in")
    assert {name for name in found["a"]} == {name for name in found["b"]} == {"Jörg/server.py"}


def locked():
    """Return a zip whose only member says that it is locked."""
    data = bytearray(zipped({"server.py": SERVER}))
    data[6] |= 1  # the general purpose flag, bit 0, in both headers (APPNOTE.TXT 4.4.4)
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


UNREADABLE = {
    "a lock": ({"work.zip": locked()}, "work.zip is locked by a password: ask for it without one"),
    "a cut": ({"work.zip": zipped(PAIR)[:200]}, "work.zip is damaged or cut off"),
    "a cut tar": ({"work.tar.gz": b"\x1f\x8b\x08\0\0\0\0\0\0\0"}, "work.tar.gz is damaged or cut off"),
    "a rar with nothing in it": ({"work.rar": rar({})}, "work.rar is damaged or cut off (nothing is in it)"),
    "a cut rar": ({"work.rar": rar({"server.py": SERVER.encode()})[:60]}, "work.rar is damaged or cut off"),
    "a picture": ({"screen.png": b"\x89PNG"}, "screen.png is a picture: ask for the program itself"),
    "a word file": ({"code.doc": b"\xd0\xcf\x11\xe0"}, "code.doc is of a kind that cannot be read here"),
    "a broken word file": ({"code.docx": b"PK"}, "code.docx is damaged or locked"),
    "a link": ({"code.url": "[InternetShortcut]"}, "code.url is a link: download what it leads to"),
    "an editor": ({"answer.html": "".join(f"<p>{line}</p>\n" for line in SERVER.replace("<", "&lt;").splitlines())},
                  "answer.html has lost the blanks before its lines: ask for the program itself"),
    "prose": ({"readme.txt": "I was ill"}, "there is no Python program in it, but readme.txt"),
    "other names": ({f"{name}.py.download": SERVER for name in "dcba"},
                    "there is no Python program in it, but a.py.download, b.py.download, c.py.download and 1 more"),
    "nothing": ({".keep": ""}, "it is empty: nothing was handed in"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_is_named(case, tmp_path):
    """It is said with what to do, and it stops nobody else."""
    files, why = UNREADABLE[case]
    if "work.rar" in files and not LIBARCHIVE:
        why = "work.rar needs the library libarchive"
    written(tmp_path / "in/Jane", files)
    written(tmp_path / "in/Ann", PAIR)
    _, found, _, trouble = read(tmp_path / "in")
    assert set(found) == {"Ann", "Jane"} and set(trouble) == {"Jane"} and trouble["Jane"].startswith(why)


def test_what_ends_its_reader_harms_nobody_else(copies, monkeypatch, tmp_path):
    """Many hand-ins are read by one process; if one of them ends that, each has its own."""
    is_code = laying.has_code
    monkeypatch.setattr(laying, "has_code", lambda folder: is_code(folder) or os._exit(1))
    written(tmp_path / "in", {f"{name}/{file}": text for name in ("Ann", "Zoe") for file, text in PAIR.items()})
    written(tmp_path / "in/Jane", {"notes.txt": "no code"})
    _, found, left, trouble = read(tmp_path / "in")
    assert trouble == {"Jane": "it cannot be read: the process that did it was ended"}
    assert sorted(found["Ann"]) == sorted(found["Zoe"]) == sorted(PAIR) and not left


def test_a_name_of_what_is_read_in_documents_is_nobody_elses(tmp_path):
    """What a student calls so is left out and said: it is not read, and no text of a document is lost for it."""
    written(tmp_path / "in", {"Ann/lab.docx": docx(CLIENT), "Ann/lab.docx.as-text": SERVER, "Bob/server.py": SERVER})
    with intake.opened(tmp_path / "in") as room:
        ann = room.hand_ins[0]
        assert ann.left_out == [f"lab.docx.as-text: {unpack.OWN_NAME}"]
        assert (ann.folder / "lab.docx.as-text").read_text().strip() == CLIENT.strip()


def test_a_folder_before_a_file_of_its_name(tmp_path):
    """A tar with an empty folder server.py/ and a file server.py after it has the file; "." is a folder, never a file.
    """
    tarred = io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w") as archive:
        for name, data in (".", b"x"), ("server.py", None), ("server.py", SERVER.encode()):
            member = tarfile.TarInfo(name)
            member.type, member.size = (tarfile.REGTYPE, len(data)) if data else (tarfile.DIRTYPE, 0)
            archive.addfile(member, io.BytesIO(data or b""))
    (tmp_path / "x.tar").write_bytes(tarred.getvalue())
    assert archives.unpack_any(tmp_path / "x.tar", tmp_path / "room") == [".: has no name"]
    assert (tmp_path / "room/server.py").read_text() == SERVER


def test_hostile_archives(tmp_path):
    """No member lands outside, no link is made, no bomb goes off; the good member beside them is there."""
    tarred = io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w:gz") as archive:
        for name in "../../evil.py", "/tmp/evil.py":
            member = tarfile.TarInfo(name)
            member.size = 5
            archive.addfile(member, io.BytesIO(b"evil\n"))
        link = tarfile.TarInfo("link.py")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        bomb = tarfile.TarInfo("bomb.txt")
        bomb.size = 60_000_000
        archive.addfile(bomb, io.BytesIO(bytes(bomb.size)))
        good = tarfile.TarInfo("server.py")
        good.size = len(SERVER.encode())
        archive.addfile(good, io.BytesIO(SERVER.encode()))
    written(tmp_path / "in", {"Eve.tar.gz": tarred.getvalue(), "Ann/server.py": SERVER})
    with intake.opened(tmp_path / "in") as room:
        eve = next(one for one in room.hand_ins if one.name.startswith("Eve"))
        assert [path.name for path in eve.folder.rglob("*")] == ["server.py"]
        assert {line.partition(": ")[2] for line in eve.left_out} == {
            "leads out of the folder", "is a link or a device", "too large"}
    assert not list(tmp_path.rglob("evil.py"))


def docx(*paragraphs):
    """Return a Word file of these paragraphs as bytes (ECMA-376, part 1)."""
    lines = "".join(f'<w:p><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>' for line in
                    "\n".join(paragraphs).replace("&", "&amp;").replace("<", "&lt;").splitlines())
    return zipped({"word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/'
                   f'main"><w:body>{lines}</w:body></w:document>'})


def test_code_in_documents(tmp_path):
    """A program in a Word file or in a PDF is read with its indentation."""
    written(tmp_path / "in", {"Ann/report.docx": docx(CLIENT)})
    _, found, _, trouble = read(tmp_path / "in")
    assert found["Ann"]["report.docx.as-text"].strip() == CLIENT.strip() and not trouble


def test_a_text_box_of_word_is_read_once_and_line_by_line(tmp_path):
    """It is there twice, for older readers too; lines end in breaks as well, and a hyphen may be one that holds."""
    box = "<w:p><w:r><w:t>import socket</w:t><w:br/><w:t>s = socket.socket()</w:t></w:r></w:p>"
    anchor = ("<w:p><w:r><w:t>Server: </w:t><m:AlternateContent>"
              f"<m:Choice><w:txbxContent>{box}</w:txbxContent></m:Choice>"
              f"<m:Fallback><w:txbxContent>{box}</w:txbxContent></m:Fallback>"
              "</m:AlternateContent><w:t>see above</w:t></w:r></w:p>")
    hyphen = "<w:p><w:r><w:t>left = 3 </w:t><w:noBreakHyphen/><w:t> 2</w:t></w:r></w:p>"
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as file:
        file.writestr("word/document.xml", '<d xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
                      'xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006">' f"{anchor}{hyphen}</d>")
    assert documents.read(tmp_path / "a.docx").splitlines() == [
        "Server: see above", "import socket", "s = socket.socket()", "left = 3 - 2"]


def test_tab_stops_of_word_are_no_tabs_and_what_was_moved_is_read_once(tmp_path):
    """Code pasted from a web page has tab stops in each line; a moved line is there twice if changes are tracked."""
    stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="916"/><w:tab w:val="left" w:pos="1832"/></w:tabs></w:pPr>'
    lines = (f"<w:p>{stops}<w:r><w:t>while True:</w:t></w:r></w:p>"
             f"<w:p>{stops}<w:moveFrom><w:r><w:tab/><w:t>break</w:t></w:r></w:moveFrom></w:p>"
             f"<w:p>{stops}<w:r><w:tab/><w:t>listen()</w:t></w:r></w:p>"
             f"<w:p>{stops}<w:moveTo><w:r><w:tab/><w:t>break</w:t></w:r></w:moveTo></w:p>")
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as file:
        file.writestr("word/document.xml", '<d xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                      f"{lines}</d>")
    assert documents.read(tmp_path / "a.docx").splitlines() == ["while True:", "", "\tlisten()", "\tbreak"]


def test_a_document_is_called_as_it_was_handed_in(tmp_path):
    """Its programs have its own name, with the lines of its own text; they are run from files of their own."""
    told = ["Practical 12", "Server:", SERVER, "Client:", CLIENT]
    written(tmp_path / "in", {"Ann/p12/Lab12.docx": docx(*told),
                              "Bob/Lab12.docx": docx(SERVER), "Bob/Lab12.txt": "I was ill"})
    with intake.opened(tmp_path / "in") as room:
        [ann, bob] = [find(one.folder) for one in room.hand_ins]
        assert [script.path for script in ann.scripts] == ["p12/Lab12.docx#1", "p12/Lab12.docx#2"]
        assert [unpack.lines_above(ann.folder, script) for script in ann.scripts] == [
            at for at, line in enumerate("\n".join(told).splitlines()) if line == "import socket"]
        for number, (one, names) in enumerate([(ann, ["Lab12_1.py", "Lab12_2.py"]), (bob, ["Lab12_1.py"])]):
            paths = bounds.lay_out(one, one.scripts, tmp_path / f"{number}")
            assert [path.name for path in paths.values()] == names
            assert [path.read_text().strip() for path in paths.values()] == [
                script.source.strip() for script in one.scripts]
        assert list(paths) == ["Lab12.docx"]


def test_the_lines_above_a_block_whose_first_line_stands_on_its_fence(tmp_path):
    server = SERVER.partition("\n")[2]
    written(tmp_path / "in", {"Ann/README.md": f"# Lab\n\n``` python {server}```\nthen\n~~~\n{CLIENT}~~~\n"})
    with intake.opened(tmp_path / "in") as room:
        [ann] = [find(one.folder) for one in room.hand_ins]
        assert [unpack.lines_above(ann.folder, script) for script in ann.scripts] == [2, 5 + server.count("\n")]


def curled(text):
    """Return a text as Word sets it while it is typed."""
    text = re.sub(r"'([^'\n]*)'", r"‘\1’", re.sub(r'"([^"\n]*)"', r"“\1”", text))
    return text.replace(" - ", " – ").replace("socket, ", "socket,\u00a0")


def test_what_word_has_made_of_quotes_is_undone(tmp_path):
    """Code from a document has the marks of what was typed, and the sheet says so; in a .py it is the student's own."""
    written(tmp_path / "in", {"Ann/lab.docx": docx("“Practical 12”", curled(SERVER), "Client:", curled(CLIENT)),
                              "Bob/lab.docx": docx("“Practical 12”", SERVER, "Client:", CLIENT)})
    assert "“" in curled(SERVER) and "“" in curled(CLIENT)
    with intake.opened(tmp_path / "in") as room:
        ann, bob = (grade(one.folder) for one in room.hand_ins)
        above = [[unpack.lines_above(one.folder, script) for script in find(one.folder).scripts]
                 for one in room.hand_ins]
    assert ann.total == bob.total == 100 and not bob.notes and above[0] == above[1] != [0, 0]
    assert ann.notes == ["lab.docx: what a word processor has made of quotes, blanks and dashes in its code is undone"]
    [script] = find(written(tmp_path / "own", {"client.py": curled(CLIENT)})).scripts
    assert script.source == curled(CLIENT) and script.error.startswith("SyntaxError: invalid")


@pytest.mark.parametrize("source, made", [
    ("print(“a” + ‘b’)\u00a0", 'print("a" + \'b\') '), ("x = [1, 2]\nprint(x[0] – 1)", "x = [1, 2]\nprint(x[0] - 1)"),
    ("print(“a”)\nprint(b", 'print("a")\nprint(b'), ('print("a”)', 'print("a")'),
    ("print('it’s – …')", None), ("print((“a”))\nprint('it’s'", "print((\"a\"))\nprint('it's'"),
    ("print 'it’s'", None), ("x = “", 'x = "'), ("", None)])
def test_what_word_has_set(source, made):
    """It is undone where Python stumbles over it, and not where it is what the student wrote."""
    assert untypeset(source) == (source if made is None else made)


@pytest.mark.parametrize("beside", [False, True], ids=["all of it", "half of it"])
def test_one_hand_in_is_read_as_one_of_a_class(beside, tmp_path):
    """A document, or an archive of another kind in a folder, has the same marks by itself as in a class."""
    with tarfile.open(tmp_path / "work.tar.gz", "w:gz") as archive:
        archive.add(written(tmp_path / "in", {"client.py": CLIENT} if beside else PAIR), "work")
    written(tmp_path / "Ann", {"work.tar.gz": (tmp_path / "work.tar.gz").read_bytes()} | (
        {"server.py": SERVER} if beside else {}))
    run = subprocess.run([sys.executable, "-m", "lab12", "grade", tmp_path / "Ann"], cwd=HOME, text=True,
                         capture_output=True)
    assert run.returncode == 0 and run.stdout.startswith(f"Mark sheet of {tmp_path}/Ann\n\nTCP pair: works")


def test_the_other_half_in_an_archive(tmp_path):
    """It is found beside the half that is not packed, as deep as it lies; a pair needs no archive beside it."""
    client, other = zipped({"client.py": CLIENT}), zipped({"notes.txt": "read me"})
    files = {"leeann_5_77_server.py": SERVER, "leeann_5_78_rest.zip": zipped({"deep.zip": client}),
             "dayjo_6_79_server.py": SERVER, "dayjo_6_80_client.py": CLIENT, "dayjo_6_81_old.zip": client,
             "kimbo_7_82_server.py": SERVER, "kimbo_7_83_notes.zip": other, "kimbo_7_84_cut.zip": client[:90]}
    _, found, _, trouble = read(written(tmp_path / "in", files))
    assert not trouble and {name: sorted(one) for name, one in found.items()} == {
        "leeann": ["rest/deep/client.py", "server.py"], "dayjo": ["client.py", "old.zip", "server.py"],
        "kimbo": ["notes/notes.txt", "server.py"]}
    with intake.opened(tmp_path / "in") as room:
        assert [one.unread for one in room.hand_ins if one.unread][0][0].startswith("cut.zip is damaged or cut off")


def test_code_without_blanks_before_its_lines():
    """It has lost them only if it needs them; words of a text that end in a colon are no code."""
    assert documents.has_lost_blanks("while True:\nprint(1)\n")
    for text in "while True:\n    print(1)\n", "for the client:\nimport socket\nif it waits:\ns = 1\n", "":
        assert not documents.has_lost_blanks(text)


def test_an_empty_file_is_named(tmp_path):
    """Beside a program that is read it costs nothing by itself, and __init__.py is empty as a rule."""
    made = grade(written(tmp_path / "in", {"client.py": CLIENT, "server.py": " \n", "__init__.py": "",
                                           "old.py": "x = 1\n" * 50_000}))
    assert made.left_out == ["old.py, not read: longer than 200000 characters", "server.py, which is empty"]
    assert not made.why


def test_code_in_a_pdf(tmp_path):
    pytest.importorskip("pypdf", reason="pypdf is missing")
    if not shutil.which("chromium"):
        pytest.skip("chromium, which prints the PDF, is missing")
    page = written(tmp_path, {"page.html": f"<pre>{CLIENT.replace('<', '&lt;')}</pre>"}) / "page.html"
    (tmp_path / "in/Ann").mkdir(parents=True)
    subprocess.run(["chromium", "--headless", "--no-sandbox", f"--print-to-pdf={tmp_path}/in/Ann/report.pdf",
                    "--no-pdf-header-footer", f"file://{page}"], check=True, capture_output=True, timeout=60,
                   env={**os.environ, "HOME": str(tmp_path)})
    _, found, _, _ = read(tmp_path / "in")
    said = [line.rstrip() for line in found["Ann"]["report.pdf.as-text"].splitlines() if line.strip()]
    assert said == [line.rstrip() for line in CLIENT.splitlines() if line.strip()]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux starts what is to be done by itself")
def test_a_download_is_read_without_a_copy_of_a_process_that_has_threads(monkeypatch, tmp_path):
    """Such a copy may hang, and Python 3.12 and later warn of it."""
    monkeypatch.setattr(forking, "has_threads", lambda: True)
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("it was copied"))
    written(tmp_path, {"download/anna.zip": zipped(PAIR), "download/ben/server.py": SERVER})
    assert set(read(tmp_path / "download")[1]) == {"anna", "ben"}
