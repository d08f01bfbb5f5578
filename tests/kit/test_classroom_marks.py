"""What is handed back: gradebooks filled in to the byte, feedback under names that sites take, marks, twins."""
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import pytest
from classroom_rows import check, row

from lab12 import HOME
from lab12.classroom import elsewhere, feedback, gradebooks, marks, tables, twins
from lab12.classroom.rows import row_of
from lab12.finder.handin import find

ZOO = HOME / "tests/zoo"
FULL = [check("a", 10), check("b", 77, 90)]


def moodle(name, number, *checks, **options):
    entries = {f"{name}_{number}_assignsubmission_file": ""}
    return row(name, *checks, id=str(number), site="Moodle", entries=entries, **options)


def canvas(name, number, *checks, **options):
    return row(name, *checks, id=str(number), site="Canvas", entries={f"{name}_{number}_998_server.py": "server.py"},
               **options)


JANE, ANN, BOB = moodle("Jane Holloway", 657737, *FULL), moodle("Ann Lee", 657738, why="x.png is a picture"), moodle(
    "Bob Day", 657739, check("a", 8.5, 100))
MOODLE = ('Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade)\r\n'
          'Participant 657737,Jane Holloway,jane@example.edu,Submitted - ,,100.00,Yes,"Monday, 12 October"\r\n'
          'Participant 657738,"Lee, Ann ""A""",a@example.edu,No submission,,100.00,Yes,-\r\n'
          'Participant 657739,Bob Day,b@example.edu,Submitted,,100.00,Yes,-\r\n')
MOODLE_DE = ('\ufeffID;"Vollständiger Name";Bewertung;"Bestwertung";"Zuletzt geändert (Bewertung)"\n'
             'Teilnehmer/in657737;"Jane Holloway";;100,00;-\n"Teilnehmer/in657739";"Bob Day";"";100,00;-\n')
CANVAS = ('Student,ID,SIS User ID,SIS Login ID,Section,Practical 12 (48213),Lab 3 (48000),Final Score\n'
          ',,,,,Manual Posting,,\n'
          '    Points Possible,,,,,100,10,(read only)\n'
          '"Holloway, Jane",657737,A0012,jane,Lab A,,,\n'
          '"=""=Cmd, Lee""",657738,A0013,lee,Lab A,EX,,\n'
          '"Day, Bob",657739,A0014,bob,Lab B,50.00,,\n'
          '"Student, Test",1,,x,Lab A,,,\n')
D2L = ('OrgDefinedId,Username,Last Name,First Name,Practical 12 Points Grade <Numeric MaxPoints:20 Weight:10>,'
       'End-of-Line Indicator\r\n#00246,#jholloway,Holloway,Jane,,#\r\n#00247,#bday,Day,Bob,"1,5",#\r\n')
BLACKBOARD = ('"Last Name"\t"First Name"\t"Username"\t"Practical 12 [Total Pts: 100 Score] |409578"\t"Notes"\n'
              '"Holloway"\t"Jane"\t"jholloway"\t""\t""\n')


def fill(text, rows, column=None, encoding="utf-8"):
    """Fill in a gradebook; return (lines that changed, what was told)."""
    data = text.encode(encoding)
    filled, told = gradebooks.Gradebook(data, column).fill(rows)
    before, after = (one.decode(encoding).split("\n") for one in (data, filled))
    assert len(before) == len(after)
    return [(old, new) for old, new in zip(before, after, strict=True) if old != new], told


def test_moodle():
    """One cell a student, line ends and quotes as they were; a student who was not marked is named."""
    changed, told = fill(MOODLE, [JANE, ANN, BOB])
    assert changed == [(line, line.replace(",,100.00", f",{mark},100.00")) for line, mark in (
        (MOODLE.split("\n")[1], "87"), (MOODLE.split("\n")[3], "8.5"))]
    assert told == ["Ann Lee: not marked, so its cell is left as it is: x.png is a picture"]
    changed, told = fill(MOODLE.replace("100.00,Yes,-", "100.00,No,-"), [BOB])
    assert not changed and told[-1] == "Bob Day: Moodle says that this mark cannot be changed"
    changed, told = fill(MOODLE.replace(",,100.00,Yes,-", ",,100.00"), [JANE, BOB])
    assert len(changed) == 1 and told[-1] == "Bob Day: its line is too short"


def test_moodle_in_another_language():
    """Semicolons, a decimal comma, a byte order mark, words of another language."""
    changed, told = fill(MOODLE_DE, [JANE, BOB])
    assert [new for _, new in changed] == ['Teilnehmer/in657737;"Jane Holloway";87;100,00;-',
                                           '"Teilnehmer/in657739";"Bob Day";"8,5";100,00;-']
    assert told == [] and gradebooks.Gradebook(MOODLE_DE.encode()).fill([JANE])[0].startswith(b"\xef\xbb\xbfID;")


def test_canvas():
    """By its id; excused stays, a mark that was there is told, the lines of no student are left alone."""
    rows = [canvas("hollowayjane", 657737, *FULL), canvas("leecmd", 657738, *FULL), canvas("daybob", 657739, *FULL),
            canvas("nobody", 5, *FULL)]
    with pytest.raises(ValueError, match=r"--column TITLE; there are: Practical 12 \(48213\), Lab 3 \(48000\)$"):
        fill(CANVAS, rows)
    changed, told = fill(CANVAS, rows, "48213")
    assert [new for _, new in changed] == ['"Holloway, Jane",657737,A0012,jane,Lab A,87,,',
                                           '"Day, Bob",657739,A0014,bob,Lab B,87,,']
    assert told == ["leecmd: EX in the gradebook, so its cell is left as it is", "daybob: it was 50.00, it is 87",
                    "nobody: not found in the gradebook"]
    by_name = [row("Jane Holloway", *FULL), row("Bob Day", *FULL)]
    assert len(fill(CANVAS, by_name, "Practical 12 (48213)")[0]) == 2
    twice = [row("Jane Holloway", *FULL), row("Holloway Jane", *FULL)]
    assert fill(CANVAS, twice, "48213")[0] == []  # two of one name: neither


def test_hand_ins_are_called_by_the_names_in_the_gradebook():
    """Canvas names files hollowayjane, its gradebook says who that is; no other than a name is taken, and no team's."""
    def called(text, *hand_ins, column=None):
        book = gradebooks.Gradebook(text.encode(), column)
        return [one.name for one in gradebooks.match([book], [one.hand_in for one in hand_ins])], book

    rows = [canvas(name, number, *FULL) for name, number in (("hollowayjane", 657737), ("anna", 5), ("day", 657739))]
    names, book = called(CANVAS, *rows, column="48213")
    assert names == ["anna", "Day, Bob", "Holloway, Jane"]
    assert book.fill([row_of(one.hand_in, one.result()) for one in rows])[1] == [
        "=Cmd, Lee: no hand-in", "Day, Bob: it was 50.00, it is 87", "anna: not found in the gradebook"]
    assert called("Username,Lab Points Grade,End-of-Line Indicator\n#jane,,#\n", row("x", id="jane"))[0] == ["x"]
    team = row("A and B", id="1", people=[("A", "7", ""), ("B", "8", "")])
    assert called("OrgDefinedId,Last Name,Lab Points Grade\n7,Abe,\n8,Ben,\n", team)[0] == ["A and B"]
    two = [canvas("jo", 11), canvas("joe", 12)]
    same = 'Student,ID,Lab (1)\n"Day, Jo\x1b",11,\n"Day, Jo\x1b",12,\n'
    assert called(same, *two)[0] == ["Day, Jo\ufffd (11)", "Day, Jo\ufffd (12)"]


def test_brightspace_and_blackboard():
    """By their own ids and by name; a maximum of 20 is told; UTF-16 and tabs stay."""
    people = [("Jane Holloway", "00246", "")]
    changed, told = fill(D2L, [row("submission 1", *FULL, people=people), row("Bob Day", *FULL)])
    assert [new for _, new in changed] == ['#00246,#jholloway,Holloway,Jane,"17,4",#\r',
                                           '#00247,#bday,Day,Bob,"17,4",#\r']
    assert told == ["2 marks of 100 scaled to 20", "Bob Day: it was 1,5, it is 17.4"]
    changed, _ = fill(BLACKBOARD, [row("jholloway", *FULL, id="jholloway", site="Blackboard")], encoding="utf-16")
    assert [new for _, new in changed] == ['"Holloway"\t"Jane"\t"jholloway"\t"87"\t""']


D2L_HEAD = "OrgDefinedId,Last Name,First Name,Lab Points Grade\n"


def test_who_has_handed_in_nothing_has_no_mark_of_a_namesake():
    """A name alone, which several lines have, is nobody's; an id tells, or words where the letters are the same."""
    changed, told = fill(D2L_HEAD + "#1,Lee,Kim,\n#2,Lee,Kim,\n", [row("Kim Lee", *FULL)])
    assert changed == [] and told == ["Kim Lee: several lines have this name, so its cell is left as it is"] * 2
    two = CANVAS.replace("657739,A0014", "5,A0015").replace("Day, Bob", "Holloway, Jane")
    changed, told = fill(two, [canvas("hollowayjane", 657737, *FULL)], "48213")
    assert [new for _, new in changed] == ['"Holloway, Jane",657737,A0012,jane,Lab A,87,,']
    assert told == ["=Cmd, Lee: no hand-in", "Holloway, Jane: no hand-in"]
    changed, told = fill(D2L_HEAD + "#1,Lee,Anna,\n#2,Alee,Ann,\n", [row("Ann Alee", *FULL)])
    assert [new for _, new in changed] == ["#2,Alee,Ann,87"] and told == ["Anna Lee: no hand-in"]
    both = [row("Ann Alee", *FULL), row("Anna Lee", check("a", 5, 100))]
    assert [new for _, new in fill(D2L_HEAD + "#1,Lee,Anna,\n#2,Alee,Ann,\n", both)[0]] == [
        "#1,Lee,Anna,5", "#2,Alee,Ann,87"]
    team = row("submission 1", *FULL, people=[("Kim Lee", "1", ""), ("Jo Day", "", "")])
    changed, told = fill(D2L_HEAD + "#1,Lee,Kim,\n#2,Lee,Kim,\n#3,Day,Jo,\n", [team])
    assert [new for _, new in changed] == ["#1,Lee,Kim,87", "#3,Day,Jo,87"] and told == ["Kim Lee: no hand-in"]


@pytest.mark.parametrize("data", [MOODLE.encode(), MOODLE_DE.encode(), CANVAS.encode(), D2L.encode("latin-1"),
                                  BLACKBOARD.encode("utf-16-le"), "Student,ID,\xe9 (1)\r".encode("latin-1"), b"",
                                  b'a,"b\r\nc",d\r\n\r\n"e', b'a,"x ""y""" z\n'], ids=range(9))
def test_no_other_byte(data):
    """A gradebook into which nothing is put is the same bytes; its cells are what Python's own reader finds."""
    sheet = tables.Table(data)
    assert sheet.data() == data
    if not data.endswith(b'"e'):
        read = csv.reader(io.StringIO(sheet.text, newline=""), delimiter=sheet.delimiter)
        assert [[cell.value for cell in line] for line in sheet.rows] == [line or [""] for line in read]


def test_a_file_that_is_no_gradebook():
    with pytest.raises(ValueError, match="no gradebook that is known here: its first line is a, b"):
        gradebooks.Gradebook(b"a,b\n1,2\n")


@pytest.mark.parametrize("data, said", [
    (b"", "it is empty"), (b"\xef\xbb\xbf", "it is empty"), (b"\xff\xfe", "it is empty"), (b"\n", "no gradebook"),
    (b'"' + b"x" * 200_000 + b'",ID\n', "field larger than field limit")])
def test_a_gradebook_that_is_empty_or_broken_is_said_in_one_line(data, said, tmp_path):
    path = tmp_path / "Grades.csv"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=f"--fill {re.escape(str(path))}: {said}.*"):
        gradebooks.opened([path])


def test_a_gradebook_for_a_class_of_nobody():
    with pytest.raises(ValueError, match="there are no hand-ins"):
        gradebooks.match([gradebooks.Gradebook(MOODLE_DE.encode())], [])


def participant(path):
    """Return (number, plugin) that Moodle's importziplib.php takes from a path; None if it ignores it."""
    for part in path.split("/"):
        info = part.split("_", 4)
        if len(info) >= 4 and info[1].isdecimal():
            return int(info[1]), info[2] + info[3]
    return None


def test_feedback_goes_back():
    """Moodle's and Canvas's own rules find the student in each name, and no text has another's name in it."""
    flat = row("Al Ng", *FULL, id="9", site="Moodle", entries={"Al_Ng_9_assignsubmission_file_server.py": "server.py"})
    texts, told = feedback.texts([JANE, ANN, flat])
    assert [participant(path) for path in texts] == [(657737, "assignsubmissionfile"), (657738, "assignsubmissionfile"),
                                                     (9, "assignsubmissionfile")] and not told
    assert list(texts)[2] == "Al Ng_9_assignsubmission_file_feedback.txt"
    rows = [canvas("hollowayjane", 12, *FULL), canvas("leeann_LATE", 13, *FULL),
            row("x", *FULL, id="14", site="Canvas", entries={"x_14_text.html": "text.html"})]
    texts, told = feedback.texts(rows)
    numbers = [[piece for piece in path.split("_") if re.fullmatch(r"\d+", piece)][:2] for path in texts]
    assert numbers == [["12", "998"], ["13", "998"], []] and told == [
        "x: Canvas does not take this one's feedback back from a zip"]
    texts, _ = feedback.texts([row("a/../b", *FULL), row("Bob", why="it is empty")])
    assert list(texts) == ["a_.._b feedback.txt", "Bob feedback.txt"]
    assert "Not marked: it is empty." in texts["Bob feedback.txt"] and "a/../b" not in texts["Bob feedback.txt"]
    assert feedback.zipped(texts) == feedback.zipped(dict(reversed(texts.items())))


def test_marks_for_a_spreadsheet():
    """Every cell is quoted, no name is a formula, and a student without a mark has a reason, not a 0."""
    data = marks.table([row("=HYPERLINK(\"x\")", *FULL), row("21E5", *FULL), ANN,
                        row("Eve", *FULL, failed=True)])
    lines = data.decode("utf-8-sig").split("\r\n")
    read = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert all(re.fullmatch('("(?:[^"]|"")*",?)+', line) for line in lines if line)
    assert [one["Name"] for one in read] == ["'=HYPERLINK(\"x\")", "21E5", "Ann Lee", "Eve"]
    assert [one["Mark"] for one in read] == ["87", "87", "", ""]
    assert [one["Protection"] for one in read] == [*["sandbox (namespaces)"] * 2, "",
                                               "sandbox (namespaces)"]
    assert read[2]["Not marked because"] == "x.png is a picture" and "grader itself" in read[3]["Not marked because"]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is missing")
def test_libreoffice_reads_the_marks(tmp_path):
    """With the settings that README names, a name stays a name."""
    (tmp_path / "marks.csv").write_bytes(marks.table([row("21E5", *FULL), row("Zoë", *FULL)]))
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to",
                    "fods", "--infilter=CSV:44,34,76,1,,0,true", "marks.csv"], cwd=tmp_path, check=True, timeout=120,
                   capture_output=True)
    said = (tmp_path / "marks.fods").read_text("utf-8")
    assert "<text:p>21E5</text:p>" in said and "<text:p>Zoë</text:p>" in said


def test_junit():
    """A suite each, a failure for a miss, an error for a student without a mark; what XML forbids is replaced."""
    ann = row("A\x1bnn", check("a", 10), check("b", 0, seen="it\x00 shows x"))
    top = ElementTree.fromstring("".join(marks.junit([ann, ANN], "class")).encode())
    assert [(one.get("name"), one.get("tests"), one.get("failures"), one.get("errors")) for one in top] == [
        ("A\ufffdnn", "2", "1", "0"), ("Ann Lee", "1", "0", "1")]


def test_twins(tmp_path):
    """One program under other names is a group; two of one tutorial are none; a copy with a change is near."""
    shutil.copytree(ZOO / "tcp-classic", tmp_path / "Ann")
    shutil.copytree(ZOO / "tcp-model", tmp_path / "Cleo")
    (tmp_path / "Bob").mkdir()
    for path in sorted((tmp_path / "Ann").glob("*.py")):
        text = path.read_text().replace("data", "received").replace("message", "line").replace("5000", "7777")
        (tmp_path / "Bob" / f"my_{path.name}").write_text(f"# by Bob\n\n{text}\n")
    same, near = twins.of_class({name: tmp_path / name for name in ("Ann", "Bob", "Cleo")})
    assert same == [(["Ann", "Bob"], [])] and near == []
    changed = next((tmp_path / "Bob").glob("*lient*.py"))
    changed.write_text(changed.read_text() + "\nprint(len(str(9)))\n")
    same, near = twins.of_class({name: tmp_path / name for name in ("Ann", "Bob", "Cleo")})
    assert same == [] and [one[:2] for one in near] == [("Ann", "Bob")] and 0.85 < near[0][2] < 1
    assert twins.of_class({name: tmp_path / name for name in ("Ann", "Bob")}, tmp_path / "Ann") == ([], [])


def test_twins_of_asyncio(tmp_path):
    """Functions of `async def` are compared like others: two that share only how they are started are none."""
    serve = ("async def serve(reader, writer):\n    while said := await reader.readline():\n"
             "        writer.write(said)\n    writer.close()\n    print('left', writer.get_extra_info('peername'))\n")
    ask = ("async def serve(reader, writer):\n    names = {name: len(name) for name in ('tcp', 'udp')}\n"
           "    return [await reader.read(size) + b'!' for size in sorted(names.values()) if size > 2]\n")
    start = ("import asyncio\n\n\nasync def main():\n    server = await asyncio.start_server(serve, '', 5000)\n"
             "    await server.serve_forever()\n\n\nasyncio.run(main())\n")
    for name, text in ("Ann", serve), ("Bob", serve.replace("said", "words")), ("Cleo", ask):
        (tmp_path / name).mkdir()
        (tmp_path / name / "server.py").write_text(f"{text}\n\n{start}")
    assert twins.of_class({name: tmp_path / name for name in ("Ann", "Bob", "Cleo")}) == ([(["Ann", "Bob"], [])], [])


def test_one_program_more_hides_no_twin(tmp_path):
    """What was marked of each section is compared, with what it imports, and what might be meant as well."""
    members = {"Ann": ["tcp-classic"], "Bob": ["tcp-classic", "udp-no-prompt"],
               "Cleo": ["udp-no-prompt", "tcp-echo-only"], "Dan": ["tcp-length-prefix"],
               "Eve": ["tcp-length-prefix", "tcp-model"]}
    for name, parts in members.items():
        for part in parts:
            shutil.copytree(ZOO / part, tmp_path / name / part)
    folders = {path.name: path for path in sorted(tmp_path.iterdir())}
    pairs = {name: {section: [[one and one.path for one in (pair.server, pair.client)] for pair in found]
                    for section, found in find(folder).pairs.items() if found} for name, folder in folders.items()}
    assert twins.of_class(folders) == ([], [])
    assert twins.of_class(folders, None, pairs) == twins.of_class(folders, None, pairs) == (
        [(["Ann", "Bob"], ["tcp-pair"]), (["Bob", "Cleo"], ["udp-pair"]), (["Dan", "Eve"], ["tcp-pair"])], [])
    for path in (tmp_path / "Bob/tcp-classic").glob("*lient*.py"):
        path.write_text(path.read_text() + "\nprint(len(str(9)))\n")
    same, near = twins.of_class(folders, ZOO / "udp-no-prompt", pairs)  # which all were given
    assert same == [(["Dan", "Eve"], ["tcp-pair"])]
    assert [(*names, sections) for *names, _, sections in near] == [("Ann", "Bob", ["tcp-pair"])]
    for path in (tmp_path / "Eve").rglob("protocol.py"):  # which both of the pair import
        path.write_text(path.read_text() + "\nprint(len(str(9)))\n")
    assert twins.of_class(folders, ZOO / "udp-no-prompt", pairs)[0] == []


def test_who_wrote_to_one_practical_is_no_twin():
    """Hand-ins of the zoo by many hands have none; those that were made of one another, with a mistake each, have."""
    by_hands = [path for path in ZOO.iterdir() if path.name.startswith(("both-", "semester-", "txt-", "readme-"))]
    assert len(by_hands) > 20 and twins.of_class({path.name: path for path in by_hands}) == ([], [])
    same, _ = twins.of_class({name: ZOO / name for name in ("tcp-door-answers", "tcp-utf-16", "tcp-classic")})
    assert same == [(["tcp-door-answers", "tcp-utf-16"], [])]


def test_dolos():
    """info.csv names each file and each student, in the columns that Dolos's Dataset.fromCSV reads."""
    made = twins.dolos({"Ann, Lee": ZOO / "tcp-model", "Bob": ZOO / "tcp-classic"})
    read = list(csv.DictReader(io.StringIO(made["info.csv"])))
    assert [one["full_name"] for one in read] == ["Ann, Lee", "Bob"]
    assert {one["filename"] for one in read} == set(made) - {"info.csv"} and "import socket" in made["Bob_2.py"]


def test_classroom50_takes_whole_numbers():
    """Every score is a whole number, their sum is the total, and half a mark is none lost."""
    ann = row("ann", check("a", 2.5, 5), check("b", 0, 0.75))
    made = elsewhere.classroom50(ann, {"SUBMISSION_TAG": "submit/x"}, "t")
    assert (made["score"], made["max-score"]) == (10, 23) and made["schema"] == "classroom50/result/v1"
    assert all(type(test[field]) is int for test in made["tests"] for field in ("score", "max-score"))


def test_gradescope_runs_its_zip(tmp_path):
    """The zip that make gradescope writes is unpacked where Gradescope would, and marks a submission there."""
    assert subprocess.run([sys.executable, "-m", "lab12.classroom.elsewhere", "zip", tmp_path / "autograder.zip"],
                          cwd=HOME, check=False).returncode == 0
    with zipfile.ZipFile(tmp_path / "autograder.zip") as archive:
        archive.extractall(tmp_path / "source")
    (tmp_path / "results").mkdir()
    shutil.copytree(ZOO / "tcp-port-mismatch", tmp_path / "submission")
    run = ["bash", tmp_path / "source/run_autograder"]
    there = {**os.environ, "AUTOGRADER": str(tmp_path), "PYTHON": sys.executable}
    subprocess.run(run, env=there, check=True, cwd="/")
    made = json.loads((tmp_path / "results/results.json").read_text())
    assert made["score"] == 24 == sum(test["score"] for test in made["tests"])
    assert sum(test["max_score"] for test in made["tests"]) == 100 and "Mark sheet of" in made["output"]
    shutil.rmtree(tmp_path / "submission")
    (tmp_path / "submission").mkdir()
    (tmp_path / "results/results.json").unlink()
    assert subprocess.run(run, env=there, check=False, cwd="/", capture_output=True).returncode == 2
    assert not (tmp_path / "results/results.json").exists()  # and so Gradescope gives no 0
