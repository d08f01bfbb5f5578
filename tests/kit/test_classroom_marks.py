"""What is handed back: feedback under names that sites take, marks, twins."""
import argparse
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from classroom_rows import canvas, check, moodle, row

from lab12 import HOME
from lab12.classroom import command, elsewhere, feedback, marks, options, sites, twins
from lab12.classroom.intake import Classroom
from lab12.finder.handin import find
from lab12.wire.quoting import columns

ZOO = HOME / "tests/zoo"
FULL = [check("a", 10), check("b", 77, 90)]
JANE, ANN = moodle("Jane Holloway", 657737, *FULL), moodle("Ann Lee", 657738, why="x.png is a picture")


def participant(path):
    """Return (number, plugin) that Moodle's importziplib.php takes from a path; None if it ignores it."""
    for part in path.split("/"):
        info = part.split("_", 4)
        if len(info) >= 4 and info[1].isdecimal():
            return int(info[1]), info[2] + info[3]
    return None


@pytest.mark.parametrize("why, said", [
    ("x.zip is damaged or cut off: ask for it again", "x.zip is damaged or cut off: hand it in again"),
    ("x.png is a picture: ask for the program itself", "x.png is a picture: hand in the program itself"),
    ("x.rar is locked by a password: ask for it without one", "x.rar is locked by a password: hand it in without one")])
def test_a_student_is_told_what_to_hand_in(why, said):
    """The teacher, who reads the page, is told what to ask for."""
    texts, _ = feedback.texts([row("Bob", why=why)])
    assert texts["Bob feedback.txt"].endswith(f"Not marked: {said}.\n")


@pytest.mark.parametrize("name, told", [
    ("Chen", "nobody of this name; is it Chen Wei?"), ("chen we", "nobody of this name; is it Chen Wei?"),
    ("Ivan Petrov", "this one cannot be marked: x.zip is cut off"),
    ("Zoe", "nobody of this name; there are Ann; Chen Wei; Ivan Petrov")])
def test_who_cannot_be_marked_anew(name, told):
    there = [SimpleNamespace(name=one, trouble="x.zip is cut off" * (one[0] == "I")) for one in (
        "Ann", "Chen Wei", "Ivan Petrov")]
    assert command.not_there(name, there) == told


@pytest.mark.parametrize("given", ["0", "-3", "two"])
def test_a_number_of_cores_is_one_or_more(given):
    with pytest.raises(argparse.ArgumentTypeError, match=f"^{given} is no number of cores"):
        options.at_least_one(given)
    assert options.at_least_one("3") == 3


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


def test_feedback_of_a_team_goes_to_each_of_it():
    """Moodle knows its members by the numbers in its gradebook, and no team; the team's own number may be another's."""
    team, rest = moodle("Team Red", 42, *FULL), row("Default group", *FULL, id="Default group", site="Moodle", entries={
        "Default group_assignsubmission_file": ""})
    texts, told = feedback.texts([rest])
    assert list(texts) == ["Default group feedback.txt"] and told == [
        "Default group: Moodle does not take this one's feedback back from a zip"]
    team.hand_in.members, rest.hand_in.members = [("Ann_Ash", "41"), ("", "43")], []
    texts, told = feedback.texts([team, rest])
    assert [participant(path) for path in texts] == [(41, "assignsubmissionfile"), (43, "assignsubmissionfile"), None]
    assert len({*texts.values()}) == 2 and len(told) == 1


def test_marks_stand_below_each_other():
    """A terminal gives some letters two columns, and accents that stand by themselves none."""
    rows = [row(name, check("a", 7)) for name in ("Ann Lee", "\u9648\u4f1f", "Jo\u0308rg")]
    lines = command.table("in.zip", rows, Classroom("", [], [])).splitlines()[2:5]
    assert len({columns(line.partition("7 /10")[0]) for line in lines}) == 1


@pytest.mark.parametrize("folders, told", [(("Ann", "Bob"), True), (("tcp pair", "UDP"), False),
                                           (("Ann", ".git"), False)])
def test_a_class_that_was_taken_for_one_hand_in(folders, told, tmp_path):
    """Two or three folders in a folder may be one student's practicals; what to do if they are a class is said."""
    for folder in folders:
        (tmp_path / folder).mkdir()
    one = row("class", *FULL, folder=tmp_path)
    said = command.table("in.zip", [one], Classroom("", [], []))
    assert said.startswith("Marks of in.zip, 1 hand-in\n") and ("if its 2 folders are a student's each" in said) == told
    assert "a student's each" not in command.table("in.zip", [one, one], Classroom("", [], []))


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


def test_junit_of_two_students_has_no_test_twice():
    """GitLab knows a test by class and name, whatever its suite is, and shows only the first of those alike."""
    top = ElementTree.fromstring("".join(marks.junit([row("Ann", *FULL), row("J. Bob", *FULL), ANN], "class")))
    tests = [(one.get("classname"), one.get("name")) for one in top.iter("testcase")]
    assert len(tests) == len(set(tests)) == 5, tests
    assert [classname.rpartition(".")[0] for classname, _ in tests] == ["Ann"] * 2 + ["J. Bob"] * 2 + [""]


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


def test_two_of_a_team_are_no_twins():
    """Moodle before 4.1 gives each of a team what the team has handed in; copies between teams are told as ever."""
    names = "Red-Ann Ash", "Red-Cy Cole", "Default group-Bo Bee", "Blue-Di Dahl"
    ann, cy, bo, di = names
    entries = {name: f"{name}_{at}_assignsubmission_file_" for at, name in enumerate(names)}
    expected = {ann: "Red", cy: "Red", bo: "Default group", di: "Blue"}
    teams = sites.teams(entries, expected.get)
    assert teams == expected
    within = ([([ann, cy], ["tcp-pair"])], [(ann, cy, 0.9, ["udp-pair"])])
    across = ([([ann, bo, cy], ["tcp-pair"])], [(cy, di, 0.9, ["udp-pair"])])
    assert twins.of_others(within, teams) == ([], []) and twins.of_others(across, teams) == across
    assert twins.of_others(within, {}) == within
    for odd in "Eva-Maria Kim-Lee", "Eva Kim":
        assert sites.teams(entries | {odd: f"{odd}_9_assignsubmission_file_"}, expected.get) == {}


def test_two_first_names_of_which_half_is_the_same_are_no_team():
    """A team has handed in the same files, and no class is of one team."""
    names = "Anne-Marie Dupont", "Anne-Sophie Roy", "Jean-Luc Petit"
    entries = {name: f"{name}_{at}_assignsubmission_file_" for at, name in enumerate(names[:2])}
    assert sites.teams(entries, len) == sites.teams(entries, bool) == {}
    assert sites.teams(entries | {names[2]: f"{names[2]}_7_assignsubmission_file_"}, len) == {}


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
