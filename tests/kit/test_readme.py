"""The README tells the truth: its pictures are what the demos print, its mark sheet is what the grader prints."""
import re
import subprocess
import sys

import pytest

from lab12 import HOME
from lab12.rubric.listing import checks_of
from lab12.rubric.scheme import DEFAULT, read_scheme

READMES = [path.relative_to(HOME).as_posix() for path in sorted(HOME.glob("**/README.md"))
           if not {".venv", "zoo"} & set(path.parts)]
FILES = [path for place in ("*", "lab12/**/*", "tests/*", "tests/kit/*", "tests/zoo/*.toml", "tcp/*", "udp/*")
         for path in HOME.glob(place)]  # but the hand-ins of the zoo
README, TCP, SHEET = ((HOME / name).read_text(encoding="utf-8")
                      for name in ("README.md", "tcp/README.md", "lab12/sheet/README.md"))


@pytest.mark.parametrize(("scenario", "text"), [("tcp", README), ("chat", TCP)], ids=["tcp", "chat"])
def test_windows_are_what_the_demo_prints(scenario, text):
    printed = subprocess.run([sys.executable, "-m", "lab12.demo", scenario], cwd=HOME, capture_output=True, text=True,
                             check=True, encoding="utf-8", env={"PYTHONIOENCODING": "utf-8", "PATH": ""}).stdout
    assert printed.strip() in text


@pytest.mark.parametrize("room", ["finder", "grader"])
def test_the_map_of_a_room_has_each_of_its_files(room):
    """A name may stand for several: errors_of_*. The words in backquotes that are no file are said to be in one."""
    files = {path.stem for path in (HOME / "lab12" / room).glob("*.py")} - {"__init__"}
    [table] = re.findall(r"^\| step \|.*?(?=^$)", (HOME / "lab12" / room / "README.md").read_text("utf-8"), re.S | re.M)
    named = {word for row in table.splitlines() for word in re.findall(r"`(\w+\*?)`", row.split("|")[2])}
    stars = {file for word in named if word.endswith("*") for file in files if file.startswith(word[:-1])}
    assert files <= named | stars and {word for word in named if word.islower() and "*" not in word} <= files


def test_mark_sheet_of_a_hand_in_is_what_the_grader_prints():
    [path, rest] = re.search(r"^Mark sheet of (\S+)\n(.*?)^```$", SHEET, re.S | re.M).groups()
    command = [sys.executable, "-m", "lab12", "grade", path]
    printed = subprocess.run(command, cwd=HOME, capture_output=True, text=True, encoding="utf-8",
                             env={"PYTHONIOENCODING": "utf-8", "PATH": ""}, check=False).stdout
    assert printed.startswith(f"Mark sheet of {path}\n{rest}")
    [part] = re.findall(r"^```\n( +✗ .*?)^```$", README, re.S | re.M)
    assert set(part.splitlines()) <= set(printed.splitlines())


def test_the_sums_that_are_told(tmp_path):
    """What a section is out of where the form does not count, and with the README's own example of a scheme."""
    [example] = re.findall(r"^```toml\n(.*?)^```", SHEET, re.S | re.M)
    (tmp_path / "scheme.toml").write_text(example)
    default, shown = read_scheme(), read_scheme(tmp_path / "scheme.toml")
    pair, chat = (sum(default.worth(name, one) for one in checks_of(name) if not one.form)
                  for name in ("tcp-pair", "tcp-chat"))
    assert re.findall(r"Works: (\d+); form: (\d+)", DEFAULT.read_text("utf-8")) == [
        (str(works), str(100 - works)) for works in (pair, chat)]
    assert re.findall(r"out of (\d+) each", example) == [
        str(pair), str(sum(shown.worth("tcp-pair", one) for one in checks_of("tcp-pair")))]


def test_the_front_door_is_short():
    assert len(README.splitlines()) <= 160


@pytest.mark.parametrize("name", READMES)
def test_files_and_commands_exist(name):
    text = (HOME / name).read_text(encoding="utf-8")
    for path in set(re.findall(r"\b(?:tcp|udp|tests|lab12)/[\w/.-]*\w", text)):
        assert (HOME / path).exists(), path
    for path in re.findall(r"`([a-z_/]+\.(?:py|toml))`", text):
        assert any(file.as_posix().endswith(f"/{path}") for file in FILES), path
    makefile = (HOME / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"(?:^|`|\$ )make ([a-z]+(?:-[a-z]+)?)\b", text, re.M)):
        assert re.search(rf"^[a-z -]*\b{target}\b[a-z -]*:", makefile, re.M), target


def test_the_checks_and_mutants_that_are_shown_stand_there():
    sources = [path.read_text("utf-8") for path in (*HOME.glob("tests/*.py"), *HOME.glob("tests/mutants/*.py"))]
    shown = re.findall(r"^```python\n(.*?)^```", (HOME / "tests/README.md").read_text("utf-8"), re.S | re.M)
    assert len(shown) == 3
    for block in shown:
        lines = [line.strip() for line in block.strip().splitlines()]
        assert any("\n".join(lines) in "\n".join(map(str.strip, text.splitlines())) for text in sources), block


def test_the_words_of_the_glossary_are_few():
    glossary = (HOME / "lab12/README.md").read_text("utf-8").partition("## The words")[2].partition("##")[0]
    assert len(re.findall(r"^\| (?!---|word )", glossary, re.M)) <= 15


def test_the_two_commands_come_first():
    commands = re.findall(r"\bmake [a-z-]+", README)
    assert commands[:2] == ["make tcp-demo", "make test"]
