"""Unpacking: zips that are hostile, damaged or too large, and the names in them; what cannot be read harms nobody."""
import io
import os
import resource
import stat
import zipfile

import pytest
from handins import CLIENT, PAIR, SERVER, lay, packed

from lab12.finder import handin, unpack
from lab12.finder.limit import limited


@pytest.mark.parametrize("name", [
    "../out.py", "a/../../out.py", "/tmp/out.py", "..\\out.py", "C:\\out.py", "C:out.py"])
def test_no_member_leaves_its_folder(name, tmp_path):
    """A member that leads out of the folder is left out, and said."""
    room = tmp_path / "room"
    left_out = unpack.unpack(packed(tmp_path / "x.zip", {name: SERVER, "ok.py": CLIENT}), room)
    assert len(left_out) == 1 and "leads out" in left_out[0]
    assert [path.name for path in tmp_path.rglob("*.py")] == ["ok.py"]


def test_a_text_that_a_student_calls_as_those_of_documents_are(tmp_path):
    """A script has no text beside it: it counts once, as it is; no archive brings one."""
    lay(tmp_path / "in", {"server.py": SERVER, "server.py.as-text": CLIENT, "12.b server": SERVER,
                          "12.b server.as-text": CLIENT, "lone.docx.as-text": CLIENT})
    found = list(unpack.programs(tmp_path / "in"))
    assert sorted(path for path, _ in found) == ["12.b server", "server.py"] and {text for _, text in found} == {SERVER}
    assert unpack.text_of(tmp_path / "in", "server.py").name == "server.py"
    names = "a.py.as-text", "b.docx.As-Text"
    left_out = unpack.unpack(packed(tmp_path / "x.zip", {**dict.fromkeys(names, CLIENT), "a.py": SERVER}),
                             tmp_path / "room")
    assert left_out == [f"{name}: {unpack.OWN_NAME}" for name in names]
    assert [path.name for path in unpack.files(tmp_path / "room")] == ["a.py"]


def test_a_folder_that_has_the_name_of_a_file(tmp_path):
    """An empty one gives way to the file; one that is not says so, and tells nothing of where it was unpacked."""
    room = tmp_path / "room"
    assert unpack.unpack(packed(tmp_path / "x.zip", {"a.py/": "", "a.py": SERVER, "logs/": ""}), room) == []
    assert (room / "a.py").read_text() == SERVER and (room / "logs").is_dir()
    [left_out] = unpack.unpack(packed(tmp_path / "y.zip", {"b.py/c.py": CLIENT, "b.py": SERVER}), room)
    assert left_out == "b.py: cannot be read: File exists" and (room / "b.py/c.py").read_text() == CLIENT


def test_no_links(tmp_path):
    """A link in a zip is left out, and a link in a folder not followed."""
    link = zipfile.ZipInfo("link.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    left_out = unpack.unpack(packed(tmp_path / "x.zip", {"a.py": SERVER}), tmp_path / "room")
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert not left_out
    assert "link" in unpack.unpack(tmp_path / "y.zip", tmp_path / "other")[0]
    lay(tmp_path / "deep", PAIR)
    (tmp_path / "room" / "again").symlink_to(tmp_path / "deep")
    (tmp_path / "room" / "b.py").symlink_to(tmp_path / "deep" / "client.py")
    assert [script.path for script in handin.find(tmp_path / "room").scripts] == ["a.py"]


def test_bombs(tmp_path, monkeypatch):
    """A member or a zip that unpacks to more than the bounds is not unpacked further."""
    bomb = packed(tmp_path / "x.zip", {"a.py": b"#" * (unpack.SIZE + 1), "b.py": CLIENT})
    assert unpack.unpack(bomb, tmp_path / "one") == ["a.py: too large"]
    monkeypatch.setattr(unpack, "TOTAL", 2500)
    many = packed(tmp_path / "y.zip", {f"{n}.py": b"#" * 1000 for n in range(9)})
    assert len(unpack.unpack(many, tmp_path / "two")) == 7
    monkeypatch.setattr(unpack, "MEMBERS", 3)
    assert "more than 3" in unpack.unpack(many, tmp_path / "three")[0]
    assert len(list((tmp_path / "three").iterdir())) <= 3


def test_a_zip_that_lies_about_its_size(tmp_path):
    """What a member claims about its size is not believed."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.py", b"#" * (unpack.SIZE + 100))
    honest = (unpack.SIZE + 100).to_bytes(4, "little")
    (tmp_path / "x.zip").write_bytes(data.getvalue().replace(honest, (10).to_bytes(4, "little")))
    assert len(unpack.unpack(tmp_path / "x.zip", tmp_path / "room")) == 1


def test_names_that_clash(tmp_path):
    """A file where a folder should be, or the same file twice, leaves one of them out."""
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name in ("a", "a/b.py", "c.py", "c.py"):
            archive.writestr(name, SERVER)
    assert len(unpack.unpack(tmp_path / "x.zip", tmp_path / "room")) == 2


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 100, b"PK\x05\x06" + b"\0" * 18])
def test_damaged_zips(data, tmp_path):
    """What is no zip is refused in one clear line; an empty zip holds nothing."""
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    try:
        with handin.opened(path) as found:
            assert found.scripts == []
    except ValueError as error:
        assert str(error) == f"{path}: this zip is damaged or cut off: ask for it again"


def test_what_is_neither_a_folder_nor_a_zip_is_told_in_words(tmp_path):
    (tmp_path / "notes.txt").write_text("I was ill.")
    for name, said in ("notes.txt", "neither a folder nor a zip"), ("lab13", "there is no such folder or zip"):
        with pytest.raises(ValueError) as raised, handin.opened(tmp_path / name):
            pass
        assert str(raised.value) == f"{tmp_path / name}: {said}"


def test_every_byte_of_a_zip_may_be_wrong(tmp_path):
    """However a zip is damaged, it is refused or read in part, never more than that."""
    whole = packed(tmp_path / "x.zip", PAIR).read_bytes()
    for place in range(0, len(whole), 3):
        (tmp_path / "x.zip").write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1:])
        try:
            with handin.opened(tmp_path / "x.zip") as found:
                assert len(found.scripts) <= 2
        except ValueError as error:
            assert "this zip is damaged or cut off" in str(error)


def test_nobody_there():
    """A path that does not exist is refused in one clear line."""
    with pytest.raises(ValueError, match="no such folder or zip"), handin.opened("/nowhere/at all"):
        pass


@pytest.mark.parametrize("text", [
    "\n" * 300_000, " \n" * 300_000, "".join("`" * (3 + n) + "\n" for n in range(700)), "usage" * 38_000,
    "import socket\nx\n" * 20_000, "```\nimport socket\n```\n" * 20_000, "from the socket module\n",
    "a = 'x' * 9\n" + "".join(f"a{n} = f'{{a{n - 1 if n else ''}}}{{a{n - 1 if n else ''}}}'\n" for n in range(60))])
def test_texts_that_grow_cost_no_more_than_their_length(text, tmp_path):
    """What is read of a text is bounded; each of these took minutes, or all memory."""
    for name in "notes.txt", "notes.py":
        (tmp_path / name).write_text(text)
    with limited(100):
        assert len(handin.find(tmp_path).scripts) <= 101


def test_a_pipe_is_no_zip(tmp_path):
    """Nobody may ever write to a pipe called x.zip: it is refused, and not waited for."""
    os.mkfifo(tmp_path / "x.zip")
    with pytest.raises(ValueError, match="no file"), handin.opened(tmp_path / "x.zip"):
        pass


def test_members_packed_by_bzip2_are_bounded(tmp_path):
    """zipfile unpacks 4 KiB of such a member at once, which may be gigabytes."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("large.py", bytes(50_000_000))
        archive.writestr("client.py", CLIENT)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert unpack.unpack(tmp_path / "x.zip", tmp_path / "out") == ["large.py: too large"]
    assert (tmp_path / "out/client.py").read_text() == CLIENT
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000


def test_zips_in_a_zip_share_what_may_be_unpacked(tmp_path):
    """The bound is on all of them together."""
    inner = packed(tmp_path / "in.zip", {f"f{n}.txt": bytes(900_000) for n in range(20)}).read_bytes()
    archive = packed(tmp_path / "x.zip", {f"{n}.zip": inner for n in range(10)})
    with handin.opened(archive) as found:
        assert sum(path.stat().st_size for path in unpack.files(found.folder)) <= unpack.TOTAL
