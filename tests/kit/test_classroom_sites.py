"""The sites: what six of them give for a class is told apart, and is one hand-in a student, however it is named."""
import re
import shutil
import subprocess
import sys
from datetime import datetime

import pytest
from downloads import CLIENT, PAIR, SERVER, read, written, zipped

from lab12 import HOME
from lab12.classroom import archives, feedback, gradebooks, intake, sites
from lab12.finder import unpack

SITES = {
    "Moodle 4.1": ("Moodle", {"Jane Holloway_657737_assignsubmission_file/server.py": SERVER,
                              "Jane Holloway_657737_assignsubmission_file/client.py": CLIENT,
                              "Ann Lee_657738_assignsubmission_file/net.zip": zipped(PAIR)}),
    "Moodle 3.1": ("Moodle", {"Jane_Holloway_657737_assignsubmission_file_/server.py": SERVER,
                              "Jane_Holloway_657737_assignsubmission_file_/client.py": CLIENT,
                              "Ann_Lee_657738_assignsubmission_file_/net.zip": zipped(PAIR)}),
    "Moodle flat": ("Moodle", {"Jane Holloway_657737_assignsubmission_file_server.py": SERVER,
                               "Jane Holloway_657737_assignsubmission_file_client.py": CLIENT,
                               "Ann Lee_657738_assignsubmission_file_net.zip": zipped(PAIR)}),
    "Blackboard": ("Blackboard", {"Practical_12_Jane Holloway_attempt_2026-10-12-09-15-00_server.py": "old = 1\n",
                                  "Practical_12_Jane Holloway_attempt_2026-10-12-09-15-01_server.py": SERVER,
                                  "Practical_12_Jane Holloway_attempt_2026-10-12-09-15-01_client.py": CLIENT,
                                  "Practical_12_Ann Lee_attempt_2026-10-12-09-15-00_net.zip": zipped(PAIR)}),
    "Brightspace": ("Brightspace", {"12345-678901 - Jane Holloway - Oct 12, 2026 915 AM/server.py": "old = 1\n",
                                    "12345-678901 - Jane Holloway - Oct 12, 2026 1215 PM/server.py": SERVER,
                                    "12345-678901 - Jane Holloway - Oct 12, 2026 1215 PM/client.py": CLIENT,
                                    "12346-678901 - Ann Lee - Oct 12, 2026 915 AM/net.zip": zipped(PAIR),
                                    "index.html": "<p>"}),
    "Gradescope": ("Gradescope", {"assignment_9100_export/submission_1/server.py": SERVER,
                                  "assignment_9100_export/submission_1/client.py": CLIENT,
                                  "assignment_9100_export/submission_2/net.zip": zipped(PAIR),
                                  "assignment_9100_export/submission_metadata.yml":
                                      "---\nsubmission_1:\n  :submitters:\n  - :name: Jane Holloway\n    :sid: '007'\n"
                                      "    :email: j@x.edu\nsubmission_2:\n  :submitters:\n  - :name: Ann Lee\n"}),
    "plain": ("", {"Jane Holloway/server.py": SERVER, "Jane Holloway/client.py": CLIENT,
                   "Ann Lee.zip": zipped(PAIR), "notes.txt": "no hand-in"}),
}


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("shape", SITES)
def test_the_shapes_of_the_sites(shape, packed, tmp_path):
    """Each shape gives the same two hand-ins, by the students' names, each file by its own name."""
    site, files = SITES[shape]
    path = written(tmp_path / "downloads", files)
    if packed:
        path = written(tmp_path, {"CS101-Lab-48213.zip": zipped(files)}) / "CS101-Lab-48213.zip"
    assert read(path)[:2] == (site, {"Ann Lee": PAIR, "Jane Holloway": PAIR})


@pytest.mark.parametrize("shape", ["Moodle 4.1", "Canvas", "Blackboard", "Gradescope"])
def test_a_class_beside_its_gradebook_is_no_hand_in(shape, tmp_path):
    """A folder into which both were saved is the class that is in it; of two classes one has to be named."""
    site, files = SITES.get(shape, ("Canvas", CANVAS))
    both = written(tmp_path / "both", {"Lab 12.zip": zipped(files), "Grades.csv": "Identifier,Grade\n"})
    alone = read(written(tmp_path / "alone", {"Lab 12.zip": zipped(files)}))
    assert read(both) == alone and alone[0] == site and len(alone[1]) == 2
    assert sites.class_in(both) == [site, 2]
    shutil.copytree(both, tmp_path / "deep/both")
    (tmp_path / "deep/list.csv").touch()
    assert read(tmp_path / "deep") == alone
    written(both, {"Lab 11.zip": zipped(files), "notes.zip": zipped(PAIR)})
    with pytest.raises(ValueError, match="both: a class is in Lab 11.zip and in Lab 12.zip: name one of them, CLASS="):
        read(both)
    written(both, {f"{name}.zip": zipped(PAIR) for name in ("Ann", "Bob")})
    assert len(read(both)[1]) == 5  # one of many may be anything


def test_canvas_files_of_one_id_are_one_hand_in(tmp_path):
    """Flat files of one id belong together, late ones too; forty files called server.py never meet."""
    files = {f"student{number:02}_{'LATE_' * (number % 2)}{1000 + number}_{5000 + 2 * number + extra}_{name}": data
             for number in range(40) for extra, (name, data) in enumerate(PAIR.items())}
    site, found, left_out, _ = read(written(tmp_path / "submissions", files))
    assert (site, len(found), left_out) == ("Canvas", 40, [])
    assert all(one == PAIR for one in found.values()) and "student01" in found
    with intake.opened(tmp_path / "submissions") as room:
        assert [one.late for one in room.hand_ins] == [bool(number % 2) for number in range(40)]
    anonymous = {f"anon_AbC1{number}_{number}_{name}": data for number in (1, 2) for name, data in PAIR.items()}
    anonymous |= {"LATE_anon_AbC13_7_server.py": SERVER, "LATE_anon_AbC13_8_client.py": CLIENT,
                  "anon_AbC14_text.html": "<p>no time</p>", "anon_AbC15_link.html": "<a href='https://x.edu'>x</a>"}
    with intake.opened(written(tmp_path / "anonymous", anonymous)) as room:
        assert room.hand_ins.pop().trouble == "link.html is a link: download what it leads to into this folder"
        assert [(one.name, one.late) for one in room.hand_ins] == [(f"anon_AbC1{number}", number == 3)
                                                                   for number in (1, 2, 3, 4)] and not room.left_out


def test_the_files_of_a_quiz_of_canvas(tmp_path):
    """A question's number is that of the whole class; each student has their own, and nothing goes back to a quiz."""
    files = {f"{who}_question_{7 + at}_{900 + at}_{name}": data for who in ("holloway_jane2003", "mller_jrg2001")
             for at, (name, data) in enumerate(PAIR.items())}
    assert read(written(tmp_path / "in", files))[:2] == ("Canvas", {"holloway jane": PAIR, "mller jrg": PAIR})
    with intake.opened(tmp_path / "in") as room:
        assert [feedback.ways_back(one) for one in room.hand_ins] == [[], []]
        book = gradebooks.Gradebook("Student,ID,Lab (1)\n\"M\u00fcller, J\u00f6rg\",2001,\n".encode())
        assert [one.name for one in gradebooks.match([book], room.hand_ins)] == ["holloway jane",
                                                                                 "M\u00fcller, J\u00f6rg"]
    usual = sites.read(sites.SITES[-1], "leeann_2003_99_task2_question_1_2_a.py")
    assert (usual.id, usual.file) == ("2003", "task2_question_1_2_a.py")


def test_a_name_whose_accents_stand_by_themselves(tmp_path):
    """A Mac parts J\u00f6rg into letters and accents; he is called as he is typed, and no letter of a terminal's."""
    names = "Jo\u0308rg\x1b", "Ann"
    written(tmp_path / "in", {f"{name}/{file}": data for name in names for file, data in PAIR.items()})
    assert set(read(tmp_path / "in")[1]) == {"Ann", "J\u00f6rg\ufffd"}


def test_what_canvas_has_renamed_has_its_own_name_again(tmp_path):
    """A file that is handed in again comes as protocol-1.py: whoever imports or opens it asks for its own name."""
    again = {"server-2.py": f"import protocol as p, lab\n{SERVER}", "protocol-1.py": "PORT = 5000\n", "lab.py": "",
             "client-1.py": f"from words import *\nopen('rooms.txt')\n{CLIENT}", "rooms-1.txt": "a\n", "lab-1.py": "",
             "words-6f1cbb0e-9d3c-4a55-8f1c-0d6f5a1b2c3d.py": "", "task-12.txt": "b\n", "words-1.py": ""}
    files = {f"leeann_5_{77 + at}_{name}": data for at, (name, data) in enumerate(again.items())}
    files |= {f"dayjo_6_{90 + at}_{name}": data for at, (name, data) in enumerate(PAIR.items())}
    found = read(written(tmp_path / "in", files))[1]["leeann"]
    assert set(found) - {"words-1.py", "words-6f1cbb0e-9d3c-4a55-8f1c-0d6f5a1b2c3d.py"} == {
        "server-2.py", "client-1.py", "protocol.py", "lab.py", "lab-1.py", "words.py", "rooms.txt", "task-12.txt"}
    assert len(found) == 9


def attempt(user, name, files, told="Name"):
    """Return an attempt as Blackboard packs it, with the text that says whose it is; none if it says nothing."""
    before = f"Practical_12_{user}_attempt_2026-10-12-09-15-00"
    text = {f"{before}.txt": f"{told}: {name} ({user})\nAssignment: Practical_12\n"} if told else {}
    return text | {f"{before}_{file}": data for file, data in files.items()}


@pytest.mark.parametrize("told", ["Name", "Nombre", ""])
def test_names_of_users_of_blackboard(told, tmp_path):
    """A user's name may have a "_" as titles have: two of them never are one; texts tell what they are called."""
    users = {"j_day": "Jo Day", "k_day": "Kim Day", "lee": "Ann (Annie) Lee"}
    files = {file: data for user, name in users.items() for file, data in attempt(user, name, PAIR, told).items()}
    with intake.opened(written(tmp_path / "in", files)) as room:
        assert {one.id: one.name for one in room.hand_ins} == (users if told else {user: user for user in users})
        assert not room.left_out
        for one in room.hand_ins:
            assert PAIR.items() <= {path.name: path.read_text() for path in unpack.files(one.folder)}.items()


def test_code_that_was_typed_into_blackboard(tmp_path):
    """It stands in the site's own text of the attempt, as its editor has written it; files that go with it count."""
    typed = attempt("alee", "Ann Lee", {}) | attempt("jday", "Jo Day", PAIR)
    shown = CLIENT.replace("&", "&amp;").replace("<", "&lt;").replace("    ", "&nbsp; &nbsp; ").replace("\n", "<br />")
    for name in [name for name in typed if name.endswith(".txt")]:
        typed[name] += f"\nSubmission Field:\n<p>My client:</p><p>{shown}</p>\n\nComments:\nnone\n"
    with intake.opened(written(tmp_path / "in", typed)) as room:
        ann, jo = ([source for _, source in unpack.programs(one.folder)] for one in room.hand_ins)
        assert [source.strip() for source in ann] == [CLIENT.strip()] and sorted(jo) == sorted(PAIR.values())


@pytest.mark.parametrize("named", ["Lab_{user}_attempt_2026-10-{day}-09-15-00_{file}",
                                   "1-2 - {user} - Oct {day}, 2026 915 AM/{file}"])
def test_a_file_that_was_forgotten_at_first(named, tmp_path):
    """It is handed in by itself: earlier attempts make the newest one whole, which is told; else that stands alone."""
    attempts = {"both": [PAIR, {"client.py": CLIENT}], "late": [{"server.py": SERVER}, {"client.py": "old = 1\n"},
                {"client.py": CLIENT, "notes.txt": "sorry"}], "again": [{"a.py": SERVER}, {"b.py": SERVER}],
                "whole": [{"old.py": CLIENT}, PAIR], "none": [{"server.py": SERVER}, {"notes.txt": "see above"}]}
    files = {named.format(user=user, day=11 + day, file=file): data for user, given in attempts.items()
             for day, one in enumerate(given) for file, data in one.items()}
    with intake.opened(written(tmp_path / "in", files)) as room:
        found = {one.name: {path.name: path.read_text() for path in unpack.files(one.folder)} for one in room.hand_ins}
        told = {one.name: one.left_out for one in room.hand_ins if one.left_out}
    assert found == {"both": PAIR, "late": PAIR | {"notes.txt": "sorry"}, "again": {"b.py": SERVER}, "whole": PAIR,
                     "none": {"server.py": SERVER, "notes.txt": "see above"}}
    assert told == dict.fromkeys(("both", "late", "none"), ["server.py: from an earlier attempt"])
    assert len(room.left_out) == (4 if "attempt" in named else 3) and not any("server" in one for one in room.left_out)


def test_times_of_brightspace():
    """They have no colon, or a "_" for it, and 115 PM is 1:15; a school may write the day first, and no PM."""
    read_as = {"Oct 12, 2026 115 PM": (13, 15), "October 12, 2026 1115 PM": (23, 15), "12 Oct 2026 12:05 PM": (12, 5),
               "12 October 2026 1230 AM": (0, 30), "Oct 12, 2026 0000 AM": (0, 0), "12 October, 2026 915 pm": (21, 15),
               "12 October, 2026 9_15\u202fAM": (9, 15), "Oct 12, 2026 1035PM": (22, 35),
               "12 October, 2026 1315": (13, 15)}
    for text, (hour, minute) in read_as.items():
        assert sites.moment(text) == datetime(2026, 10, 12, hour, minute), text
        entry = sites.read(sites.BRIGHTSPACE, f"1-2 - Ann - Lee - {text} - lab - 12.zip")
        assert (entry.name, entry.file, entry.time.minute) == ("Ann - Lee", "lab - 12.zip", minute)
    assert sites.moment("Oct 32, 2026 115 PM") is sites.moment("Okt 1, 2026 115 PM") is sites.moment("") is None


@pytest.mark.parametrize("called, names", [
    ("{name}", {"Ann Lee": "1-2", "Jo Day": "1-2"}), ("{user} {name}", {"Ann Lee": "alee", "Jo Day": "jday2"}),
    ("{number} {last}", {"Lee": "00246", "Day": "00247"})])
def test_the_number_of_brightspace_may_be_that_of_the_assignment(called, names, tmp_path):
    """It is the same for all then; who is who is told by the name, or by a user's name or number before it."""
    people = [{"name": "Ann Lee", "user": "alee", "number": "00246", "last": "Lee"},
              {"name": "Jo Day", "user": "jday2", "number": "00247", "last": "Day"}]
    files = {}
    for one in people:
        who = called.format(**one)
        files[f"1-2 - {who} - 12 October 2026 115 PM/server.py"] = "old = 1\n"
        files |= {f"1-2 - {who} - 12 October 2026 230 PM/{name}": data for name, data in PAIR.items()}
    with intake.opened(written(tmp_path / "in", files)) as room:
        assert {one.name: one.id for one in room.hand_ins} == names and len(room.left_out) == 2
        assert all({path.name: path.read_text() for path in unpack.files(one.folder)} == PAIR for one in room.hand_ins)
    assert sites.class_in(tmp_path / "in") == ["Brightspace", 2]
    flat = {f"1-2 - {called.format(**one)} - Oct 12, 2026 230 PM - {name}": data for one in people
            for name, data in PAIR.items()}
    teams = {f"1-{at} - team {at} - Oct 12, 2026 230 PM/{name}": data for at in (5, 6) for name, data in PAIR.items()}
    assert set(read(written(tmp_path / "teams", teams))[1]) == {"team 5", "team 6"}  # which is no user with a name
    found = read(written(tmp_path / "flat", flat))
    assert found[0] == "Brightspace" and found[1] == dict.fromkeys(sorted(names), PAIR)


def test_who_has_submitted_to_gradescope():
    """Nothing that a program has said is a name, however it looks; quotes are YAML's."""
    assert sites.submitters("""---
submission_1:
  :submitters:
  - :name: "Jo \\"J\\" Day"
    :sid: '007'
    :email: jo@x.edu
  - :name: 'O''Neil'
    :sid:
  :score: 1.0
  :results:
    tests:
    - name: it starts
      output: |
        - :name: Somebody Else
    - :name: Nobody
      :sid: '9'
  :history:
  - :id: 5
    :name: Again
submission_2:
  :submitters: []
""") == {"submission_1": [('Jo "J" Day', "007", "jo@x.edu"), ("O'Neil", "", "")], "submission_2": []}


def test_repositories_of_github_classroom(tmp_path):
    """What all repositories have in common is not the student's."""
    files = {f"net-lab12-{user}/{name}": data for user in ("ann-lee", "anna", "jane") for name, data in PAIR.items()}
    assert list(read(written(tmp_path / "in", files))[1]) == ["ann-lee", "anna", "jane"]


def test_two_folders_of_one_student(tmp_path):
    """Moodle's file and online text are one hand-in, and code that was typed into the site is read."""
    shown = CLIENT.replace("&", "&amp;").replace("<", "&lt;").replace("    ", "&nbsp; &nbsp; ").replace("\n", "<br>\n")
    _, found, _, trouble = read(written(tmp_path / "in", {
        "Jo Day_7_assignsubmission_onlinetext/onlinetext.html": f"<html><body><p>{shown}</p></body></html>",
        "Jo Day_8_assignsubmission_file/server.py": SERVER}))
    assert list(found) == ["Jo Day (7)", "Jo Day (8)"] and not trouble  # two students of one name
    assert found["Jo Day (7)"]["onlinetext.html.as-text"].strip() == CLIENT.strip()
    _, found, _, _ = read(written(tmp_path / "one", {
        "Jo Day_7_assignsubmission_onlinetext/onlinetext.html": "<p>see file</p>",
        "Jo Day_7_assignsubmission_file/server.py": SERVER}))
    assert set(found["Jo Day"]) == {"onlinetext.html", "server.py"}
    _, found, _, _ = read(written(tmp_path / "half", {
        "Jo Day_7_assignsubmission_onlinetext/onlinetext.html": f"<p>{shown}</p>", "Jo Day_7_assignsubmission_file/"
        "server.py": SERVER, "Jo Day_7_assignsubmission_file/tutorial.html": f"<p>{shown}</p>"}))
    assert set(found["Jo Day"]) == {"onlinetext.html", "onlinetext.html.as-text", "server.py", "tutorial.html"}


CANVAS = {f"{name}_{number}_{77 + number}_server.py": SERVER for number, name in enumerate(("leeann", "odayjane_LATE"))}


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("shape", [*SITES, "Canvas"])
def test_a_class_is_no_hand_in(shape, packed, tmp_path):
    """It is told however deep it lies; what one student has handed in never is, under whatever name."""
    site, files = SITES.get(shape, ("Canvas", CANVAS))
    one = {name: data for name, data in files.items() if not re.search("Ann|leeann|submission_2", name)}
    deep = {f"a/b/{name}": data for name, data in files.items()}
    for number, (given, told) in enumerate([(files, [site, 2]), (deep, [site, 2]), (one, None)]):
        path = written(tmp_path / f"{number}", given)
        if packed:
            path = written(tmp_path, {f"{number}.zip": zipped(given)}) / f"{number}.zip"
        assert sites.class_in(path) == (told if site else None), given


@pytest.mark.parametrize("names", [
    ["lab_1_2_server.py", "lab_2_3_client.py"], ["tcp_12_1_server.py", "udp_12_2_server.py"],
    ["server_12_1_a.py", "client_13_1_b.py"], ["submission_1/a.py", "submission_2/a.py"], ["x.docx"], [],
    [*CANVAS, "client.py"]])
def test_a_hand_in_is_no_class(names, tmp_path):
    assert sites.class_in(written(tmp_path / "in", dict.fromkeys(names, SERVER))) is None if names else True


def test_no_hand_in_of_the_zoo_is_a_class():
    assert [path.name for path in (HOME / "tests/zoo").iterdir() if path.is_dir() and sites.class_in(path)] == []
    assert sites.class_in(HOME / "nowhere") is sites.class_in(HOME / "README.md") is None


def test_a_class_that_is_to_be_marked_as_a_hand_in(tmp_path):
    path = written(tmp_path, {"in.zip": zipped(CANVAS)}) / "in.zip"
    run = subprocess.run([sys.executable, "-m", "lab12", "grade", path], cwd=HOME, text=True, capture_output=True)
    assert (run.returncode, run.stdout) == (2, "") and (
        f"lab12: {path}: this is a class, 2 hand-ins as Canvas names them: make test CLASS=... marks each of them\n"
        in run.stderr)


def test_names_of_a_form_of_its_own(tmp_path):
    """--name tells students apart where no site does; a pattern without a group is refused."""
    files = {f"Q{number}-{who}.py": SERVER for number in (1, 2) for who in ("ann", "bob")}
    path = written(tmp_path / "in", files)
    assert set(read(path, r"Q\d-(?P<name>\w+)\.py")[1]["ann"]) == {"Q1-ann.py", "Q2-ann.py"}
    drive = written(tmp_path / "drive", {f"{who} - {name}": data for who in ("Ann Lee", "Jo")
                                          for name, data in PAIR.items()})
    assert read(drive, "(?P<name>.+?) - (?P<file>.+)")[1] == {"Ann Lee": PAIR, "Jo": PAIR}
    with pytest.raises(ValueError, match="needs a group"):
        read(path, r"Q\d")
    with pytest.raises(ValueError, match="no hand-ins in it: .*; --name REGEX says whose each file is"):
        read(path)


def test_patterns_do_not_take_each_others_names():
    """A site is chosen by what most names say, so that one odd name changes nothing."""
    assert sites.site_of(["Ann_1_assignsubmission_file_", "odd_1_2_x.py"]).name == "Moodle"
    assert sites.site_of(["leeann_12_34_a.py", "x_LATE_13_35_b.py", "notes"]).name == "Canvas"
    assert sites.site_of(["tcp-model", "udp-model", "a_1_2_b.py"]) is sites.PLAIN
    assert archives.is_archive(HOME / "a.tar.gz") and not archives.is_archive(HOME / "a.py.gz")
