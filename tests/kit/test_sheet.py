"""What a mark sheet looks like: as wide as a terminal, what was not handed in as one line, one file by itself."""
import os
import shutil
import subprocess
import sys
import tarfile

import pexpect
import pytest
from kernels import without_protection

from lab12 import HOME
from lab12.grader.grade import Grade, Section
from lab12.grader.verdict import MISSING, WORKS
from lab12.rubric.checks import MISSED, PASSED, Result
from lab12.sheet.text import sheet
from lab12.stage.program import Program

ABSENT = "Nothing of this kind was handed in."


def made(*sections, counted):
    return Grade("lab", list(sections), 9, 100, list(counted), [], [])


def pair(**result):
    one = Result(name="message", title="A message typed at the client is shown at the server", **result)
    return Section("tcp-pair", WORKS, "Messages cross.", "a.py", "b.py", results=[one], worth={"message": 100},
                   marks={"message": 9})


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_asked_for(width):
    missed = pair(outcome=MISSED, expected="what was typed " * 9, seen="nothing " * 9, hint="send it " * 30,
                  steps=[["the client types a message", "the server shows nothing new " * 5]], waits=["it waits " * 9])
    lines = sheet(made(missed, Section("udp-pair", MISSING, ABSENT), counted=["tcp-pair"]), width).splitlines()
    assert max(map(len, lines)) <= width
    assert [len(line) for line in lines if line.endswith("/100")] == [width - 1] * 3
    title = next(number for number, line in enumerate(lines) if "✗ A message" in line)
    assert lines[title].endswith("    9 /100") and (width > 60) == lines[title + 1].lstrip().startswith("1.")


def test_what_was_not_handed_in_and_not_asked_for_is_one_line():
    absent = [Section(name, MISSING, ABSENT) for name in ("udp-pair", "tcp-chat", "udp-chat")]
    told = sheet(made(pair(outcome=PASSED), *absent, counted=["tcp-pair"]))
    assert "\nNot handed in, and not counted: UDP pair, TCP chat, UDP chat.\n" in told
    assert ABSENT not in told


def test_what_counts_and_was_not_handed_in_has_its_lost_marks():
    absent = Section("udp-pair", MISSING, ABSENT, worth={"message": 100}, marks={"message": 0})
    lines = sheet(made(pair(outcome=PASSED), absent, counted=["tcp-pair", "udp-pair"])).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("UDP pair: missing"))
    assert lines[at].endswith(" 0 /100") and lines[at + 1] == f"  {ABSENT}"
    assert not any("not counted" in line for line in lines)


def graded(path):
    run = subprocess.run([sys.executable, "-m", "lab12", "grade", path], cwd=HOME, text=True, timeout=200,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return run.returncode, run.stdout


@pytest.mark.parametrize("columns, width", [(80, 80), (20, 60), (300, 100)])
def test_a_sheet_is_as_wide_as_the_terminal(columns, width, tmp_path):
    shutil.copy(HOME / "tcp/recvr1.py", tmp_path)
    terminal = Program(sys.executable, ["-m", "lab12", "grade", str(tmp_path)], encoding="utf-8", timeout=200,
                       env={**os.environ, "PYTHONPATH": str(HOME)}, dimensions=(24, columns))
    terminal.expect(pexpect.EOF)
    terminal.wait()
    _, *lines = terminal.before[terminal.before.index("Mark sheet of"):].splitlines()
    assert max(map(len, lines)) in (width - 1, width)


def test_a_notebook_is_marked_by_itself():
    status, told = graded(HOME / "tests/zoo/tcp-notebook-shared-imports/lab.ipynb")
    assert status == 1 and "TCP pair: works" in told and "was given" not in told


def test_of_a_program_by_itself_it_is_said_what_marks_both(tmp_path):
    shutil.copy(HOME / "tcp/recvr1.py", tmp_path)
    status, told = graded(tmp_path / "recvr1.py")
    assert status == 1 and "Only the server was handed in" in told
    assert f"only recvr1.py was given; LAB={tmp_path} marks it" in " ".join(told.split())


def test_an_archive_is_what_was_handed_in(tmp_path):
    """What lies beside it is another's, or another practical."""
    with tarfile.open(tmp_path / "lab.tar.gz", "w:gz") as archive:
        archive.add(HOME / "tcp/recvr1.py", "recvr1.py")
    status, told = graded(tmp_path / "lab.tar.gz")
    assert status == 1 and "Only the server was handed in" in told and "was given" not in told


def test_a_file_that_is_no_program_is_refused_in_one_line(tmp_path):
    (tmp_path / "notes.txt").write_text("I was ill.")
    status, told = graded(tmp_path / "notes.txt")
    assert (status, without_protection(told)) == (
        2, f"lab12: {tmp_path / 'notes.txt'}: there is no Python program in it, but notes.txt\n")
