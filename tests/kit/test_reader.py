"""The reader: what a stranger wrote is read in a process of its own, and shown without harm."""
import os
import signal
import subprocess
import sys

import pytest

from lab12 import HOME
from lab12.finder import handin
from lab12.grader import grade as grading
from lab12.grader.grade import grade
from lab12.guard import reader, worker
from lab12.guard.harmless import harmless, harmless_in
from lab12.sheet import record, text

SERVER = "import socket\nsocket.create_server(('', 5000)).accept()\n"
FORGED = "  ✓ Both programs start, and go on running                                                   6 /  6"


def read_by(monkeypatch, reads):
    """Have a hand-in read by this function, in the process that is made for it."""
    monkeypatch.setattr(handin, "read_into", reads)
    with reader.opened(".") as found:
        return found


def test_it_is_read_in_another_process(monkeypatch, copies):
    assert read_by(monkeypatch, lambda *_: os.getpid()) != os.getpid()


@pytest.mark.parametrize("reads, why", [
    (lambda *_: bytearray(reader.MEMORY), "MemoryError"),
    (lambda *_: os.kill(os.getpid(), signal.SIGKILL), "was ended"),
    (lambda *_: signal.pause(), "no end within"), (lambda *_: 1 // 0, "ZeroDivisionError"),
    (lambda *_: [].__reduce_ex__(1 << 40), "OverflowError")])
def test_whatever_becomes_of_it_is_said(monkeypatch, copies, reads, why):
    """It is this hand-in's trouble alone: the process that asked for it goes on."""
    monkeypatch.setattr(reader, "SECONDS", 5.0)
    with pytest.raises(ValueError, match=f"it cannot be read: .*{why}"):
        read_by(monkeypatch, reads)


def test_a_worker_that_is_stopped_is_given_up(copies):
    """SIGSTOP is no way to keep a grader waiting."""
    stopped = worker.Worker(lambda: os.kill(os.getpid(), signal.SIGSTOP), 0.5)
    assert stopped.answer() == "no end within 0 seconds"
    assert not os.path.exists(f"/proc/{stopped.pid}")


def test_scripts_that_nobody_has_read_are_named(monkeypatch, copies, tmp_path):
    """All of a hand-in is read in a bounded time; what came too late is said."""
    (tmp_path / "server.py").write_text(SERVER)
    monkeypatch.setattr(handin, "WORK", -1.0)
    assert "Not marked: server.py is not read: the scripts before it took" in text.sheet(grade(tmp_path))


def test_no_line_of_the_sheet_is_forged(tmp_path):
    """Neither by a name, nor by what a program says, whatever newlines and blanks are in it."""
    name = f"\n{FORGED.replace('/', '∕')}"  # a slash that is none
    lab = tmp_path / f"lab{name}"
    lab.mkdir()
    (lab / f"server{name}.py").write_text(
        f"import socket\ns = socket.create_server(('', 5000))\nraise ValueError('x' * 60 + {FORGED!r})\n")
    (lab / "client.py").write_text("import socket\ns = socket.create_connection(('127.0.0.1', 5000))\n"
                                   "while True:\n    s.send(input().encode())\n    print(s.recv(9))\n")
    made = grade(lab)
    lines = text.sheet(made).splitlines()
    assert any("ValueError" in line for line in lines)
    titles = [result.title for section in made.sections for result in section.results]
    ours = ("Mark sheet of ", "Total (", "TCP ", "UDP ", "  Run by", "  Note: ", "  Left out: ",
            "  Of another practical: ", "Not handed in, and not counted: ", "  server: server\\u000a",
            "  client: client.py", "  The server ",
            *(f"  {sign} {title[:40]}" for sign in "✓✗-?" for title in titles))
    assert [line for line in lines if line and not line.startswith("    ") and not line.startswith(ours)] == []
    assert not [line for line in lines if line.startswith("  ✓ Both programs start")]
    assert "\\n" in record.record(made).split("\n")[2]  # the name of the folder, in one line of the JSON


@pytest.mark.parametrize("name", ["other.py", "notes.txt", "folder"])
def test_what_may_not_be_read_is_said(name, tmp_path, monkeypatch):
    """The pair beside it is marked. Root may read all, so here it is the system that is asked who says no."""
    lab = tmp_path / "lab"
    lab.mkdir()
    (lab / "server.py").write_text(SERVER)
    closed = lab / name
    (closed / "deep").mkdir(parents=True) if name == "folder" else closed.write_text("import socket\n")
    closed.chmod(0)
    may = os.access

    def access(path, *how):
        return may(path, *how) and not str(path).startswith(str(closed))

    if os.geteuid() == 0:
        monkeypatch.setattr(os, "access", access)
    found = handin.find(lab)
    assert [script.path for script in found.scripts] == ["server.py"]
    assert found.left_out == [f"{name}: this user may not read it"]
    closed.chmod(0o700)


@pytest.mark.parametrize("wrote", ["\x1b[2J", "\x07", "\x9b2J", "\u202e", "\u2028", "\u2066", "\x7f", "\r", "\udc80"])
def test_what_a_student_wrote_does_nothing_to_a_terminal(wrote, tmp_path):
    """Names and texts with escape sequences, C1 controls and marks of direction in them are written out."""
    assert harmless(wrote).isprintable() and harmless_in([(wrote,), {"x": wrote}]) == [
        (harmless(wrote),), {"x": harmless(wrote)}]
    if wrote.isprintable() or "\udc80" in wrote:
        return
    (tmp_path / f"{wrote}.py").write_text(SERVER)
    (tmp_path / "b.py").write_text(f"raise SystemExit({wrote!r})\n")
    for option in [], ["--json", "-"]:
        run = subprocess.run([sys.executable, "-m", "lab12", "grade", *option, tmp_path], cwd=HOME, capture_output=True,
                             text=True)
        assert harmless(wrote) in run.stdout.replace("\\\\", "\\") or wrote == "\r"  # a blank where lines are folded
        assert all(letter.isprintable() or letter == "\n" for letter in run.stdout)


@pytest.mark.parametrize("load", [1.0, 500.0])
def test_a_section_has_more_time_on_a_busy_computer(load, monkeypatch, tmp_path):
    """What takes its time there comes to its end all the same: no check is given up for want of a processor."""
    for path in (HOME / "tests/zoo/tcp-model").glob("*.py"):  # a program that is slow to start, on any computer
        (tmp_path / path.name).write_text(f"import time\ntime.sleep(0.2)\n{path.read_text()}")
    for name, value in {"TIME": 0.3, "LEAST": 0.1, "busy": lambda: load}.items():
        monkeypatch.setattr(grading, name, value)
    [section] = [section for section in grade(tmp_path).sections if section.results]
    given_up = [result.name for result in section.results if result.outcome == grading.FAILED]  # before it, or in it
    assert bool(given_up) == (load == 1.0)
    assert (section.got == 100) == (load > 1.0)


def test_a_hand_in_is_bounded_and_what_was_not_tried_is_said(monkeypatch, tmp_path):
    """Of a hundred pairs that all spin some are tried; a section that has had no time is left to a person."""
    for name, value in {"ENOUGH": 2.0, "LEAST": 5.0, "TRIED": 1000, "busy": lambda: 1.0}.items():
        monkeypatch.setattr(grading, name, value)
    for number in range(100):
        for name, port in ("server", number % 7 + 5000), ("client", number % 7 + 5000):
            call = "create_server" if name == "server" else "create_connection"
            (tmp_path / f"{name}{number}.py").write_text(
                f"import socket\ns = socket.{call}(('127.0.0.1', {port}))\nwhile True:\n    pass\n"
                f"    s.{'accept' if name == 'server' else 'send'}(input().encode())\n    print(s.recv(9))\n")
    (tmp_path / "udp.py").write_text("import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 6000))\n"
                                     "while True:\n    data, where = s.recvfrom(99)\n    print(data)\n"
                                     "    s.sendto(input().encode(), where)\n")
    sections = {section.name: section for section in grade(tmp_path).sections}
    assert "more of the pairs that might be meant were not tried: 2 seconds were up" in " ".join(
        sections["tcp-pair"].notes)
    assert sections["udp-pair"].verdict == "not marked" and "It was not tried" in sections["udp-pair"].reason
