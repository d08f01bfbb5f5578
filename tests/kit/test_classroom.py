"""The class: everybody is marked, each in a process of its own; nothing is lost, whatever ends a run."""
import fcntl
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
import zipfile
from pathlib import Path

import pexpect
import pytest

from lab12 import HOME
from lab12.classroom import executor, marking, store
from lab12.classroom.progress import Progress
from lab12.grader.grade import grade
from lab12.stage import network, waiting
from lab12.stage.polling import ready
from lab12.stage.program import Program

pytest.importorskip("jinja2", reason="Jinja2, which writes the report, is missing")
pytestmark = pytest.mark.skipif(not waiting.available() or not network.open_network()[0].private,
                                reason="no private network, or a kernel that does not tell what a process waits for")
ZOO = HOME / "tests/zoo"
FIVE = {"Ann": "tcp-model", "Bob": "tcp-port-mismatch", "Cleo": "tcp-client-only", "Dan": "udp-no-prompt",
        "Eve": "tcp-indentation-error"}


def class_of(folder, members):
    """Lay out {name: hand-in of the zoo} as a class's folder; return it."""
    for name, hand_in in members.items():
        shutil.copytree(ZOO / hand_in, folder / name)
    return folder


def command(*arguments, folder=HOME):
    """Run the class command in a folder; return (status, screen, messages)."""
    done = subprocess.run([sys.executable, "-m", "lab12", "class", *map(str, arguments)], cwd=folder, text=True,
                          capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(HOME)})
    told = [line for line in done.stderr.splitlines(True) if not line.startswith("lab12: protection: ")]
    return done.returncode, done.stdout, "".join(told)


def records(out):
    return {one["lab"]: one for one in json.loads((out / "class.json").read_text("utf-8"))}


def test_a_class_that_was_given_this_kit(tmp_path):
    """A copy of the eight scripts has the same marks by the kit's scheme in a class and by itself."""
    for transport in "tcp", "udp":
        shutil.copytree(HOME / transport, tmp_path / "in/Ann" / transport)
    server = tmp_path / "in/Ann/tcp/recvr1.py"
    server.write_text(server.read_text("utf-8").replace('"Enter Reply "', '"Enter Reply"'), "utf-8")
    assert command(tmp_path / "in", "--scheme", "kit")[2] == "1/1 Ann: 393/400\n"
    assert grade(tmp_path / "in/Ann", scheme="kit").total == 393


def test_a_class(tmp_path):
    """Each has the marks of a single run; one without marks is named, and has a row; the exit status says so.

    Two who have handed in the same bytes are told of both, and are marked once.
    """
    class_of(tmp_path / "in", {"Ann": "tcp-model", "Bob": "tcp-port-mismatch", "Cleo": "tcp-port-mismatch"})
    (tmp_path / "in/broken.zip").write_text("no zip")
    (tmp_path / "in/notes.txt").write_text("no hand-in")
    status, screen, told = command(tmp_path / "in")
    found = records(tmp_path / "in-marks")
    assert status == 1 and list(found) == ["Ann", "Bob", "broken", "Cleo"]
    assert [found[name].get("total") for name in found] == [100, 24, None, 24]
    assert "broken.zip is damaged or cut off" in found["broken"]["error"]
    assert "not marked  broken.zip is damaged" in screen and "Left out: notes.txt" in screen
    assert [line.partition(" ")[0] for line in told.splitlines()] == ["1/3", "2/3", "3/3"]
    assert sorted(line.partition(" ")[2] for line in told.splitlines()) == ["Ann: 100/100", "Bob: 24/100",
                                                                            "Cleo: 24/100"]
    assert len(list((tmp_path / "in-marks/results").iterdir())) == 2
    for name in "Ann", "Bob":
        grade = [sys.executable, "-m", "lab12", "grade", tmp_path / "in" / name, "--wire", "--json", "-"]
        alone = subprocess.run(grade, cwd=HOME, capture_output=True, check=False)
        assert json.loads(alone.stdout) == found[name] | {"lab": str(tmp_path / "in" / name)}
    assert command(tmp_path / "in/notes.txt")[::2] == (2, f"lab12: {tmp_path}/in/notes.txt: neither a folder nor an "
                                                          "archive\n")


@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_what_is_marked_is_kept(ended_by, tmp_path):
    """A run that is ended loses nothing: the next one goes on, and what it writes is what one run writes."""
    class_of(tmp_path / "in", FIVE)
    argv = [sys.executable, "-m", "lab12", "class", str(tmp_path / "in"), "--jobs", "1"]
    run = subprocess.Popen(argv, cwd=HOME, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                           start_new_session=True)
    first = next(line for line in run.stderr if "protection: " not in line)
    os.killpg(run.pid, ended_by)
    rest = run.communicate(timeout=60)[0 if ended_by == signal.SIGKILL else 1] or ""
    kept = len(list((tmp_path / "in-marks/results").glob("*.json")))
    assert first.startswith("1/5 ") and 1 <= kept < 5
    assert ended_by == signal.SIGKILL or (f"stopped; {kept} of 5 are marked and kept" in rest
                                          and rest.count("lab12: stopped") == 1)
    status, _, told = command(tmp_path / "in")
    assert status == 0 and told.startswith(f"{kept + 1}/5 ") and len(told.splitlines()) == 5 - kept
    assert command(tmp_path / "in", "--out", tmp_path / "fresh")[0] == 0
    for path in sorted((tmp_path / "fresh").rglob("*")):
        assert path.is_dir() or path.read_bytes() == (tmp_path / "in-marks" / path.relative_to(tmp_path / "fresh")
                                                      ).read_bytes(), path


def test_nobody_outlives_a_run_that_is_killed():
    """A process that marks ends with the process that has started it, and so does one that it has started itself."""
    inner = "Worker(lambda: (print('ready', flush=True), signal.pause())).answer()"
    code = f"import signal; from lab12.guard.worker import Worker; Worker(lambda: {inner}).answer()"
    run = subprocess.Popen([sys.executable, "-c", code], cwd=HOME, stdout=subprocess.PIPE, text=True)
    assert run.stdout.readline() == "ready\n"
    run.kill()
    assert run.communicate(timeout=20)[0] == ""  # the end of a pipe that all three hold


def test_a_full_disk(tmp_path):
    """It is said in one line, what is marked is kept, and the same command goes on when there is room."""
    class_of(tmp_path / "in", FIVE)
    (tmp_path / "out").mkdir()
    mark = f"{sys.executable} -m lab12 class {tmp_path}/in --out {tmp_path}/out"
    script = (f"mount -t tmpfs -o size=32k,nr_inodes=99 none {tmp_path}/out && {mark}; echo status $?; "
              f"ls {tmp_path}/out/results | wc -l; mount -o remount,size=9m none {tmp_path}/out; "
              f"{mark}; echo status $?")
    run = subprocess.run(["unshare", "-rm", "sh", "-c", script], cwd=HOME, capture_output=True, text=True, check=False)
    if "mount" in run.stderr and "status" not in run.stdout or run.stderr.startswith("unshare"):
        pytest.skip("no mount in a user namespace here")
    statuses = [line for line in run.stdout.splitlines() if line.startswith("status")]
    assert statuses == ["status 2", "status 0"], run.stdout + run.stderr
    assert "No space left on device; what is marked so far is kept: the same command goes on" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_full_disk_is_no_fault_of_a_hand_in(tmp_path):
    """Where it is unpacked there is no room: nobody's file is called empty, and nothing is written for the site."""
    folder = class_of(tmp_path / "in", FIVE)
    shutil.make_archive(str(tmp_path / "packed"), "zip", folder)
    (tmp_path / "small").mkdir()
    runs = [f"{sys.executable} -m lab12 {what} {tmp_path}/{given}; echo status $?" for what, given in (
        ("class", "packed.zip"), ("class", "in"), ("grade", "packed.zip"))]
    script = (f"mount -t tmpfs -o size=4k none {tmp_path}/small && export TMPDIR={tmp_path}/small; {'; '.join(runs)}")
    run = subprocess.run(["unshare", "-rm", "sh", "-c", script], cwd=HOME, capture_output=True, text=True, check=False)
    if "mount" in run.stderr or run.stderr.startswith("unshare"):
        pytest.skip("no mount in a user namespace here")
    assert run.stdout == "status 2\n" * 3
    told = [line for line in run.stderr.splitlines() if "protection: " not in line]
    assert len(told) == 3 and all("No space left on device where hand-ins are unpacked: make room in the folder for "
                                  "temporary files, or name another one with TMPDIR=FOLDER" in line for line in told)
    assert not (tmp_path / "packed-marks").exists()


def test_only_what_changed_is_marked_anew(tmp_path):
    """A result is that of these bytes and this rubric; --again takes none, and no other name."""
    class_of(tmp_path / "in", {"Ann": "tcp-model", "Bob": "tcp-client-only"})
    assert len(command(tmp_path / "in")[2].splitlines()) == 2
    assert command(tmp_path / "in")[2] == ""
    shutil.rmtree(tmp_path / "in/Bob")
    assert command(tmp_path / "in")[2] == "" and [
        path.name for path in (tmp_path / "in-marks/feedback").iterdir()] == ["Ann feedback.txt"]
    class_of(tmp_path / "in", {"Bob": "tcp-client-only"})
    source = tmp_path / "in/Ann/server.py"
    source.write_text(source.read_text() + "# a remark\n")
    assert command(tmp_path / "in")[2] == "2/2 Ann: 100/100\n"
    assert command(tmp_path / "in", "--again", "Bob")[2].startswith("2/2 Bob: ")
    (tmp_path / "rubric.toml").write_text("form = false\n")
    assert len(command(tmp_path / "in", "--scheme", tmp_path / "rubric.toml")[2].splitlines()) == 2
    status, _, told = command(tmp_path / "in", "--again", "Zoe")
    assert (status, told) == (2, "lab12: --again Zoe: nobody of this name; there are Ann; Bob\n")


def test_a_stored_result_that_is_not_whole_is_none(tmp_path):
    kept = store.Store(tmp_path)
    kept.put("key", {"record": {}})
    assert kept.get("key") == {"record": {}} and [path.name for path in tmp_path.iterdir()] == ["key.json"]
    (tmp_path / "key.json").write_text('{"record": {')
    assert kept.get("key") is None


def kill_oneself():
    os.kill(os.getpid(), signal.SIGKILL)


def stop(error):
    raise error


BREAKS = {"exits": lambda: os._exit(1), "killed": kill_oneself, "sys.exit": lambda: sys.exit(1),
          "an error": lambda: stop(RuntimeError("broken")), "GeneratorExit": lambda: stop(GeneratorExit()),
          "not JSON": lambda: {1, 2}, "Ctrl-C": lambda: stop(KeyboardInterrupt())}


def test_what_breaks_the_grader_stops_nobody(tmp_path, monkeypatch, copies):
    """Whatever becomes of one hand-in's process, it is said of that one, and all others are marked."""
    monkeypatch.setattr(marking, "mark", lambda folder, *_: BREAKS[folder.name]() if folder.name in BREAKS
                        else {"record": {"total": 1}, "failed": False})
    tasks = {name: tmp_path / name for name in [*BREAKS, "Ann", "Bob"]}
    found = dict(executor.Local().results(tasks))
    assert set(found) == set(tasks)
    for name in BREAKS:
        assert found[name]["error"].startswith("the grader failed: ") and found[name]["broken"]
    assert found["Ann"] == found["Bob"] == {"record": {"total": 1}, "failed": False}


class Cores:
    """Cores of which so many are always idle."""

    def __init__(self, idle):
        self.share = lambda: idle


@pytest.mark.parametrize("idle, each, together", [(0.0, 1, False), (1.0, 1, True), (0.0, 2, True)])
def test_waits_overlap(idle, each, together, tmp_path, monkeypatch, copies):
    """Another hand-in is begun while one waits and a core is idle; while all compute there are EACH for a core."""
    os.mkfifo(tmp_path / "said")

    def mark(folder, *_):
        (tmp_path / folder.name).touch()
        if folder.name == "waits":
            return {"together": bool(Path(tmp_path / "said").read_text())}  # until the other one has begun
        fifo = os.open(tmp_path / "said", os.O_WRONLY if together else os.O_RDWR)
        os.write(fifo, b"here")
        return {}

    monkeypatch.setattr(marking, "mark", mark)
    monkeypatch.setattr(executor, "EACH", each)
    monkeypatch.setattr(executor, "TIME", 20.0 if together else 0.5)
    for name in "waits", "speaks":
        (tmp_path / f"{name}-in").mkdir()
    local = executor.Local(cores=1)
    local.idle = Cores(idle)
    (tmp_path / "tasks/waits").mkdir(parents=True)
    (tmp_path / "tasks/waits/a.py").write_text("import select, threading")  # so it is begun first
    (tmp_path / "tasks/speaks").mkdir()
    found = dict(local.results({name: tmp_path / "tasks" / name for name in ("speaks", "waits")}))
    assert found["waits"] == {"together": True} if together else "no end within" in found["waits"]["error"]


def test_progress_on_a_terminal(tmp_path):
    """A line on a terminal says how many are marked, and the last name and mark."""
    pytest.importorskip("tqdm", reason="tqdm, which draws the line, is missing")
    class_of(tmp_path / "in", {"Ann": "tcp-client-only"})
    run = Program(sys.executable, ["-m", "lab12", "class", str(tmp_path / "in")], timeout=60, encoding="utf-8",
                  dimensions=(24, 100), env={**os.environ, "PYTHONPATH": str(HOME)})
    run.expect(r"0/1 marked \|")
    run.expect(r"1/1 marked \|.*Ann: \d+/100")
    run.expect(pexpect.EOF)
    assert run.wait() == 0


def test_what_is_told_of_a_class_fits_on_the_terminal(tmp_path):
    """A line that is too long is folded between words; in a file it stays one, and so does a path."""
    pytest.importorskip("tqdm", reason="tqdm, which draws the line, is missing")
    names = [f"Student number {number}" for number in range(5)]
    for name in names:
        shutil.copytree(ZOO / "tcp-port-mismatch", tmp_path / "in" / name)
    told = f"twins (TCP pair): {'; '.join(names)}"
    run = Program(sys.executable, ["-m", "lab12", "class", str(tmp_path / "in")], timeout=60, encoding="utf-8",
                  dimensions=(24, 70), env={**os.environ, "PYTHONPATH": str(HOME)})
    run.expect(pexpect.EOF)
    lines = run.before[run.before.index("Marks of "):].splitlines()[1:-1]
    assert run.wait() == 0 and max(map(len, lines)) <= 70
    assert told in " ".join(line.strip() for line in lines) and told not in run.before
    assert told in command(tmp_path / "in")[1]


def test_each_hand_in_is_told_however_soon_it_comes():
    pytest.importorskip("tqdm", reason="tqdm, which draws the line, is missing")
    ours, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    with open(terminal, "w") as stream, Progress(9, stream=stream) as progress:
        said = ""
        for name in "ABCDEFGHI":
            progress.tell(name, "100/100")
            while f" left, {name}: 100/100" not in said:
                assert ready([ours], 5)
                said += os.read(ours, 10_000).decode()
    os.close(ours)


def test_a_class_that_is_none(tmp_path):
    """A folder without hand-ins, a pattern or a rubric that is wrong: one line, before any work."""
    (tmp_path / "in").mkdir()
    full = class_of(tmp_path / "full", {"Ann": "tcp-client-only"})
    (tmp_path / "file").touch()
    for arguments, said in [([full, "--out", tmp_path / "file"], "File exists; --out FOLDER names another one"),
                            ([full, "--out", tmp_path / "file/x"], "Not a directory; --out FOLDER names another one"),
                            ([tmp_path / "in"], "no hand-ins in it"),
                            ([full, "--handout", tmp_path / "no"], f"--handout {tmp_path / 'no'}: there is no such f"),
                            ([full, "--handout", tmp_path / "file"], f"--handout {tmp_path / 'file'}: there is no "),
                            ([tmp_path / "nowhere"], "neither a folder"),
                            ([ZOO, "--name", "("], "--name (: "), ([ZOO, "--scheme", tmp_path / "no"], "No such file")]:
        status, screen, told = command(*arguments)
        assert (status, screen) == (2, "") and told.startswith("lab12: ") and said in told
        assert len(told.splitlines()) == 1


GRADES = "Student,ID,SIS Login ID,Section,Lab 12 (48213),Lab 11 (48212)\n"


@pytest.mark.parametrize("closed", ["in-marks", "in-marks/results"])
def test_a_folder_that_takes_no_marks_is_said_before_any_work(closed, tmp_path):
    """It may be that of an earlier run; what is said names the folder, and how to take another one."""
    class_of(tmp_path / "in", {"Ann": "tcp-client-only"})
    (tmp_path / "in-marks/results").mkdir(parents=True)
    (tmp_path / closed).chmod(0o555)
    if os.access(tmp_path / closed, os.W_OK):
        pytest.skip("whoever runs this may write anywhere")
    status, screen, told = command("in", folder=tmp_path)
    (tmp_path / closed).chmod(0o755)
    assert (status, screen, told) == (2, "", "lab12: in-marks: Permission denied; --out FOLDER names another one for "
                                             "the marks\n")


@pytest.mark.parametrize("arguments, said", [
    (["--fill", "none.csv"], "--fill none.csv: No such file or directory"),
    (["--fill", "."], "--fill .: Is a directory"),
    (["--fill", "notes.csv"], "--fill notes.csv: no gradebook that is known here: its first line is a, b"),
    (["--fill", "two.csv"], "--fill two.csv: which column is to be filled in? --column TITLE; there are: Lab 12"),
    (["--fill", "two.csv", "--column", "Lab 9"],
     "--fill two.csv: Lab 9 is no column that can be filled in; there are: Lab 12"),
    (["--column", "48212"], "--column 48212: of which gradebook? --fill CSV names it"),
    (["--fill", "marks.csv"], "--fill marks.csv: another file of this name is written, too: rename it"),
    (["--fill", "two.csv", "--fill", "in/two.csv", "--column", "48212"], "--fill in/two.csv: another file of this"),
])
def test_a_gradebook_that_cannot_be_filled_in_is_refused_at_once(arguments, said, tmp_path):
    """What is wrong with it is said in one line before anybody is marked, as it is of a rubric."""
    class_of(tmp_path / "in", {"Ann": "tcp-client-only"})
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    for name in "two.csv", "marks.csv", "in/two.csv":
        (tmp_path / name).write_text(GRADES)
    status, screen, told = command("in", *arguments, folder=tmp_path)
    assert (status, screen) == (2, "") and told.startswith(f"lab12: {said}"), told
    assert len(told.splitlines()) == 1 and not (tmp_path / "in-marks").exists()


def test_a_gradebook_of_nobody_here_is_refused_at_once(tmp_path):
    """Moodle's for a class of Canvas: it is said before anybody is marked, with what to look at."""
    for name in "hollowayjane_1234_77_a.py", "leeann_1235_78_a.py":
        written = tmp_path / "in" / name
        written.parent.mkdir(exist_ok=True)
        written.write_text("import socket\n")
    (tmp_path / "Grades.csv").write_text("Identifier,Full name,Grade\nParticipant 657737,Jane Holloway,\n")
    status, screen, told = command("in", "--fill", "Grades.csv", folder=tmp_path)
    assert (status, screen) == (2, "") and not (tmp_path / "in-marks").exists()
    assert told == ("lab12: --fill Grades.csv: nobody in it has a hand-in here: it is a gradebook of Moodle with Jane "
                    "Holloway, the hand-ins are named by Canvas, the first hollowayjane (1234)\n")
    (tmp_path / "Grades.csv").write_text("Student,ID,Lab 12 (48213)\nPoints Possible,,100\n")
    assert "a gradebook of Canvas with no students" in command("in", "--fill", "Grades.csv", folder=tmp_path)[2]


def test_names_of_the_gradebook_and_who_was_late(tmp_path):
    """Whatever a person reads says Holloway, Jane, and that it was late; the files for the site keep its names."""
    for path in (ZOO / "tcp-client-only").glob("*.py"):
        (tmp_path / "in").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "in/hollowayjane_LATE_1234_77_client.py")
    (tmp_path / "in/leeann_LATE_1235_78_a.py").touch()
    (tmp_path / "Grades.csv").write_text('Student,ID,Lab 12 (48213)\n"Holloway, Jane",1234,\n"Lee, Ann",1235,\n')
    _, screen, told = command("in", "--fill", "Grades.csv", folder=tmp_path)
    out = tmp_path / "in-marks"
    assert re.search("^  Holloway, Jane .*: missing; late$", screen, re.M)
    assert re.search("^  Lee, Ann .* is empty; late$", screen, re.M) and "/2 Holloway, Jane: " in told
    assert "hollowayjane" not in screen + told + (out / "report.html").read_text() + (out / "marks.csv").read_text()
    assert (out / "report.html").read_text().count("<strong>late</strong>") == 2
    assert (out / "marks.csv").read_text().count('"handed in late"') == 2
    sheet = out / "feedback/hollowayjane_LATE_1234_77_feedback.txt"
    assert sheet.read_text().startswith("Mark sheet of Holloway, Jane\n")


def test_trouble_with_a_gradebook_harms_nothing_else(tmp_path):
    """What comes to light only when it is filled in is told; all else is written, and the status says so."""
    class_of(tmp_path / "in", {"Ann": "tcp-client-only"})
    (tmp_path / "Grades.csv").write_text("Student,ID,Lab 12 (48213)\nAnn,1,\n")
    (tmp_path / "in-marks/Grades.csv").mkdir(parents=True)  # where it is to be written
    status, screen, _ = command("in", "--fill", "Grades.csv", folder=tmp_path)
    assert status == 2 and "  Grades.csv: it is not filled in: [Errno 21] Is a directory: " in screen
    assert screen.endswith("in-marks/report.html; hand back feedback.zip beside it\n")
    assert {"report.html", "feedback.zip", "marks.csv"} < {path.name for path in (tmp_path / "in-marks").iterdir()}


NO_PROGRAM = {
    "empty": ({}, "it is empty: nothing was handed in"),
    "java": ({"Chat.java": "class Chat {}"}, "there is no Python program in it, but Chat.java"),
    "picture": ({"screen.png": "PNG"}, "screen.png is a picture: ask for the program itself"),
    "zero": ({"chat.py": "", "more.py": "# later\n"}, "chat.py is empty; more.py holds nothing but comments"),
    "quoted": ({"chat.py": "'''\nimport socket\n'''\n'''\nprint()\n'''\n"},
               "chat.py stands in quotes, all of it, so nothing of it runs"),
    "long": ({"chat.py": "x = 1\n" * 50_000}, "chat.py is not read: longer than 200000 characters"),
}


def test_where_no_program_is_nothing_is_marked(tmp_path):
    """It is never 0: not in a class or its gradebook, not for one hand-in, of which the sheet says the same."""
    archive = zipfile.ZipFile(tmp_path / "in.zip", "w")
    with archive:
        for name, (files, _) in NO_PROGRAM.items():
            archive.writestr(f"{name}/", "")
            (tmp_path / "in" / name).mkdir(parents=True)
            for file, text in files.items():
                archive.writestr(f"{name}/{file}", text)
                (tmp_path / "in" / name / file).write_text(text)
    grades = "Student,ID,Lab 12 (48213)\n" + "".join(f"{name},{at},\n" for at, name in enumerate(NO_PROGRAM, 1))
    (tmp_path / "Grades.csv").write_text(grades)
    for given, out in ("in.zip", "zipped"), ("in", "out"):
        status, screen, _ = command(given, "--fill", "Grades.csv", "--out", out, folder=tmp_path)
        assert status == 1 and (tmp_path / out / "Grades.csv").read_text() == grades
        for name, (_, why) in NO_PROGRAM.items():
            assert re.search(rf"^  {name} +not marked  {re.escape(why)}$", screen, re.M), screen
            told = why.replace("ask for the", "hand in the")  # by the student, whom the teacher asks
            assert (tmp_path / out / f"feedback/{name} feedback.txt").read_text() == (
                f"Mark sheet of {name}\n\nNot marked: {told}.\n")
    for name, (_, why) in NO_PROGRAM.items():
        alone = [sys.executable, "-m", "lab12", "grade", tmp_path / "in" / name]
        run = subprocess.run(alone, cwd=HOME, capture_output=True, text=True, check=False)
        assert (run.returncode, run.stdout) == (2, f"Mark sheet of {tmp_path}/in/{name}\n\nNot marked: {why}.\n")


def test_a_gradebook_with_blanks_in_its_name_needs_quotes_of_its_own(tmp_path):
    """Moodle's has the assignment's name in it; without them a shell makes two words of it, which is said."""
    class_of(tmp_path / "in", {"Ann": "tcp-client-only"})
    (tmp_path / "Lab 12.csv").write_text("Student,ID,Lab 12 (48213)\nAnn,1,\n")
    alone = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    runs = []
    for fill in f"--fill {tmp_path}/Lab 12.csv", f"--fill '{tmp_path}/Lab 12.csv'":
        run = subprocess.run(["make", "test", f"CLASS={tmp_path}/in", f"OPTIONS={fill}"], cwd=HOME, text=True,
                             capture_output=True, env=alone, check=False)
        runs.append((run.returncode, run.stderr))
    assert runs[0][0] == 2 and "A name with a blank in it needs quotes of its own, as in OPTIONS=" in runs[0][1]
    assert runs[1][0] == 0 and (tmp_path / "in-marks/Lab 12.csv").exists()
    assert command("in", "--filling", "x.csv")[2].endswith(
        "lab12: error: --filling is no option: python -m lab12 class --help names those that there are\n")


def test_make_marks_a_class(tmp_path):
    """make takes any name of a folder, and a student without a mark is no error of make's."""
    folder = class_of(tmp_path / "D'Souza $HOME \"x\" #2", {"Ann": "tcp-client-only"})
    (folder / "Bob").mkdir()
    alone = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    run = subprocess.run(["make", "test", f"CLASS={folder}"], cwd=HOME, capture_output=True, text=True, env=alone,
                         check=False)
    assert run.returncode == 0 and "Bob   not marked  it is empty: nothing was handed in" in run.stdout, run.stderr
    run = subprocess.run(["make", "test", "CLASS="], cwd=HOME, capture_output=True, text=True, env=alone, check=False)
    assert "CLASS is empty: it names the folder or the zip of a class\n" in run.stdout and run.returncode == 2
