"""What make sets up and says: on its first run, of what is misspelt, and at the end of a run of tests that failed."""
import os
import shutil
import subprocess
import sys

import pytest

from lab12 import HOME

PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "PYTHON"))}
make = pytest.mark.skipif(not shutil.which("make"), reason="there is no make")


def run(*command, folder=HOME, **environment):
    """Return (status, all that a command says)."""
    done = subprocess.run(list(map(str, command)), cwd=folder, env={**PLAIN, **environment}, text=True, timeout=100,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout


@make
def test_a_misspelt_option_is_refused():
    status, said = run("make", "-n", "test", "LAB=hand-in", "OPTION=--json")
    assert status == 2 and "OPTION= means nothing here" in said and "lab12 grade" not in said
    assert run("make", "-n", "test", "LAB=hand-in", "OPTIONS=--json x")[0] == 0


@make
def test_one_hand_in_or_a_class():
    status, said = run("make", "-n", "test", "LAB=hand-in", "CLASS=class")
    assert status == 2 and "LAB= names one hand-in and CLASS= a class: give one of them" in said
    assert len(said.splitlines()) == 1


@pytest.fixture
def checkout(tmp_path):
    """A copy of what make needs to be told what to do."""
    for name in "Makefile", "pyproject.toml":
        shutil.copy(HOME / name, tmp_path)
    return tmp_path


@make
@pytest.mark.parametrize("word", ["LAB", "CLASS"])
@pytest.mark.parametrize("ends, status", [(0, 0), (1, 0), (2, 2)])
def test_marks_that_were_lost_are_no_error(word, ends, status, checkout):
    """Make calls it one only where something could not be marked."""
    (checkout / ".venv/bin").mkdir(parents=True)
    for name in "ready", "classroom":
        (checkout / ".venv" / name).touch()
    python = checkout / ".venv/bin/python"
    python.write_text(f"#!/bin/sh\nexit {ends}\n")
    python.chmod(0o755)
    assert run("make", "test", f"{word}=hand-in", folder=checkout)[0] == status


@make
@pytest.mark.skipif(not (HOME / ".venv/ready").exists(), reason="make has set nothing up here")
def test_a_safe_path_is_no_hindrance():
    """With PYTHONSAFEPATH Python does not look for modules in the folder it is started in."""
    status, said = run("make", "udp-demo", PACE="0", PYTHONSAFEPATH="1")
    assert status == 0, said


@make
@pytest.mark.parametrize("body, told", [
    ("exit 1", "needs Python 3.10 or later"),
    ("[ $1 = -m ] && { echo 'Error: [Errno 30] Read-only file system'; exit 1; }; exit 0", "[Errno 30] Read-only"),
    ("case $1$2 in -m*) echo no ensurepip; exit 1;; *venv*) exit 1;; esac", "sudo apt install python3-venv"),
], ids=["too old", "read-only", "no venv"])
def test_why_nothing_can_be_set_up(body, told, checkout):
    """It is said in the words of Python's venv, and what is missing on Debian is named only where it is missing."""
    python = checkout / "python"
    python.write_text(f"#!/bin/sh\n{body}\n")
    python.chmod(0o755)
    status, said = run("make", "tcp-demo", f"PYTHON={python}", folder=checkout)
    assert status == 2 and told in said
    assert ("python3-venv" in said) == ("python3-venv" in told)


def test_the_last_lines_name_what_failed(tmp_path):
    """The mark sheet comes before, and so does what was not run, summed up by reason."""
    bad = tmp_path / "test_bad.py"
    bad.write_text("import pytest\ndef test_bad():\n    assert 1 == 2\n"
                   "@pytest.mark.parametrize('n', range(3))\ndef test_idle(n):\n    pytest.skip('nothing to do')\n")
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "--tb=short", "tests/test_pair.py", bad]
    status, said = run(*command, "-k", "prompt or bad or idle")
    *before, failed, summary = said.rstrip().splitlines()
    assert status == 1 and failed.startswith("FAILED") and "test_bad" in failed, said
    assert summary.startswith("1 failed, ") and any(line.startswith("Total (") for line in before), said
    assert "      3  nothing to do" in before


def test_one_worker_has_all_tests_of_a_hand_in():
    """Each worker that had one of them would mark it once more."""
    pytest.importorskip("xdist", reason="make test runs the tests on all cores by pytest-xdist")
    _, said = run(sys.executable, "-m", "pytest", "-v", "-n", "2", "--dist", "loadscope", "tests/kit/test_handin.py",
                  "-k", "tcp-model or tcp-classic")
    workers = {name: {line.split("]")[0] for line in said.splitlines() if f"[{name}]" in line and "PASSED" in line}
               for name in ("tcp-model", "tcp-classic")}
    assert [len(found) for found in workers.values()] == [1, 1], said


def test_tests_of_a_hand_in_are_not_ours(tmp_path):
    theirs = tmp_path / "tests/zoo/a-hand-in/tests"
    theirs.mkdir(parents=True)
    (theirs / "test_theirs.py").write_text("def test_theirs():\n    pass\n")
    (tmp_path / "tests/test_ours.py").write_text("def test_ours():\n    pass\n")
    shutil.copy(HOME / "pyproject.toml", tmp_path)
    _, said = run(sys.executable, "-m", "pytest", "-q", "--collect-only", folder=tmp_path, PYTHONPATH=str(HOME))
    assert "test_ours" in said and "test_theirs" not in said
