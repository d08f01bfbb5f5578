"""The README tells the truth: its pictures are what the demos print, its mark sheet is what a mistake gives."""
import re
import subprocess
import sys
import tempfile

import pytest

from lab12 import HOME
from lab12.grader.grade import grade
from lab12.sheet.text import check_lines
from tests.mutants import MUTANTS

README = (HOME / "README.md").read_text(encoding="utf-8")
MISSES = {
    "every reply goes to the first client": "own_replies",
}


def miss_of(mistake, name):
    """Return what the mark sheet says of a check when a lab has this mistake."""
    [mutant] = [mutant for mutant in MUTANTS if mutant.mistake == mistake]
    with tempfile.TemporaryDirectory() as folder:
        sections = grade(mutant.write(folder), rubric="kit").sections
    [(result, section)] = [(result, section) for section in sections for result in section.results
                           if section.name == mutant.section and result.name == name]
    return "\n".join(check_lines(result, section))


@pytest.mark.parametrize("play", ["tcp", "chat"])
def test_windows_are_what_the_demo_prints(play):
    printed = subprocess.run([sys.executable, "-m", "lab12.demo", play], cwd=HOME, capture_output=True, text=True,
                             check=True, encoding="utf-8", env={"PYTHONIOENCODING": "utf-8", "PATH": ""}).stdout
    assert printed.strip() in README


@pytest.mark.parametrize("mistake", MISSES)
def test_mark_sheet_is_what_the_mistake_gives(mistake):
    assert miss_of(mistake, MISSES[mistake]) in README


def test_mark_sheet_of_a_hand_in_is_what_the_grader_prints():
    [path, rest] = re.search(r"^Mark sheet of (\S+)\n(.*?)^```$", README, re.S | re.M).groups()
    command = [sys.executable, "-m", "lab12", "grade", path]
    printed = subprocess.run(command, cwd=HOME, capture_output=True, text=True, encoding="utf-8",
                             env={"PYTHONIOENCODING": "utf-8", "PATH": ""}, check=False).stdout
    assert printed.startswith(f"Mark sheet of {path}\n{rest}")


def test_files_and_commands_exist():
    for path in set(re.findall(r"\b(?:tcp|udp|tests|lab12)/[\w/.-]*\w", README)):
        assert (HOME / path).exists(), path
    makefile = (HOME / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+(?:-[a-z]+)?)\b", README)):
        assert re.search(rf"^[a-z -]*\b{target}\b[a-z -]*:", makefile, re.M), target


def test_the_two_commands_come_first():
    commands = re.findall(r"\bmake [a-z-]+", README)
    assert commands[:2] == ["make tcp-demo", "make test"]
