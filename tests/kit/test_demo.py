"""The demos show what they promise, on a terminal and off it, and leave nothing behind."""
import os
import re
import shutil
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pexpect
import pytest

from lab12.stage.program import Program
from lab12.stage.screen import Screen

HOME = Path(__file__).resolve().parents[2]
QUIET = {name: value for name, value in os.environ.items()
         if name not in ("PACE", "STEP", "NO_COLOR", "LC_ALL", "LC_CTYPE", "PYTHONIOENCODING", "WIRE", "LOSS", "SEED")}
PLACE = {**QUIET, "LANG": "C.UTF-8", "TERM": "xterm", "PYTHONPATH": str(HOME)}
PAIR = """\
┌─ >python recvr1.py ─────────────────┐ ┌─ >python recvr2.py ─────────────────┐
│ Client {'Heello im deepi'}          │ │ Enter Message Heello im deepi       │
│ Enter Reply hey deepi               │ │ {'hey deepi'}                       │
│ Client {'how are you'}              │ │ Enter Message how are you           │
│ Enter Reply im good                 │ │ {'im good'}                         │
│ Client {'im good too'}              │ │ Enter Message im good too           │
│ Enter Reply |                       │ │                                     │
└─ server ────────────────────────────┘ └─ client ────────────────────────────┘
"""
CHAT = """\
┌─ >python chat_server.py ────────────┐ ┌─ >python chat_client.py ────────────┐
│ Client 1 joined                     │ │ Client 2 joined                     │
│ Client 2 joined                     │ │ Client 3 joined                     │
│ Client 3 joined                     │ │ Enter Message hello all             │
│ Client 1 {'hello all'}              │ │ Client 2 {'hi 1'}                   │
│ Client 2 {'hi 1'}                   │ │ Client 3 {'I am 3'}                 │
│ Client 3 {'I am 3'}                 │ │ Client 2 left                       │
│ Client 2 left                       │ │ Enter Message anybody?              │
│ Client 1 {'anybody?'}               │ │ Client 3 left                       │
│ Client 3 left                       │ │ Enter Message bye                   │
│ Client 1 {'bye'}                    │ │ Enter Message |                     │
└─ server ────────────────────────────┘ └─ client 1 ──────────────────────────┘
┌─ >python chat_client.py ────────────┐ ┌─ >python chat_client.py ────────────┐
│ Client 3 joined                     │ │ Client 1 {'hello all'}              │
│ Client 1 {'hello all'}              │ │ Client 2 {'hi 1'}                   │
│ Enter Message hi 1                  │ │ Enter Message I am 3                │
│ Client 3 {'I am 3'}                 │ │ Client 2 left                       │
│ Enter Message exit                  │ │ Client 1 {'anybody?'}               │
│                                     │ │ Enter Message                       │
└─ client 2 ─────────────────── left ─┘ └─ client 3 ───────────────── killed ─┘
"""
NARROW = """\
┌─ >python recvr1.py ──────────────────────────┐
│ Client {'Heello im deepi'}                   │
│ Enter Reply hey deepi                        │
│ Client {'how are you'}                       │
│ Enter Reply im good                          │
│ Client {'im good too'}                       │
│ Enter Reply |                                │
└─ server ─────────────────────────────────────┘
┌─ >python recvr2.py ──────────────────────────┐
│ Enter Message Heello im deepi                │
│ {'hey deepi'}                                │
│ Enter Message how are you                    │
│ {'im good'}                                  │
│ Enter Message im good too                    │
└─ client ─────────────────────────────────────┘
"""
# What stands in for a computer that has no private networks.
FORBIDDEN = """
import sys
from lab12.demo import __main__ as demo
from lab12.stage import network, stage
stage.open_network = lambda addresses: (network.PublicNetwork(), "forbidden here")
sys.exit(demo.main())
"""


def run(*arguments, command=("-m", "lab12.demo"), **environment):
    """Run a demo into pipes and return what came of it."""
    return subprocess.run([sys.executable, *command, *map(str, arguments)], env={**PLACE, **environment},
                          capture_output=True, text=True, encoding="utf-8")


class Live:
    """A demo in a terminal of its own, with scripts in a folder of its own."""

    def __init__(self, folder):
        self.folder, self.output = folder, ""
        shutil.copytree(HOME / "tcp", folder / "tcp")

    def start(self, scenario, size=(24, 80), **environment):
        command = [sys.executable, "-m", "lab12.demo", scenario, "--lab", str(self.folder)]
        there = ["-c", 'cd "$0" && exec "$@"', str(self.folder), *command]
        self.terminal = Program("/bin/sh", there, env={**PLACE, **environment}, dimensions=size, encoding="utf-8",
                                timeout=20)
        self.terminal.delaybeforesend = None

    def until(self, text):
        """Wait until this has been written, and keep it."""
        self.terminal.expect_exact(text)
        self.output += self.terminal.before + (self.terminal.after if isinstance(text, str) else "")

    def steps(self, first, last):
        """Press Enter before each of these turns."""
        for number in range(first, last + 1):
            self.until(f"Enter: {number}/")
            self.terminal.send("\n")

    def picture(self):
        """Return what was drawn on the other screen, row by row."""
        drawn = self.output.rpartition("\x1b[2J")[2]
        rows = {int(row): text for row, text in re.findall(r"\x1b\[(\d+);1H(.*?)\x1b\[K", drawn)}
        return plain("".join(f"{rows[row]}\n" for row in sorted(rows)))

    def end(self):
        """Wait until the demo has ended; return its exit status and what is left on the screen."""
        self.until(pexpect.EOF)
        self.terminal.wait()
        screen = Screen()
        screen.feed(self.output.rpartition("\x1b[?1049l")[2].encode())
        return self.terminal.exitstatus, screen.text

    def left_behind(self):
        """Return what the demo should have given back: processes, and modes of the terminal."""
        modes = termios.tcgetattr(self.terminal.child_fd)
        as_before = modes[3] & termios.ECHO and modes[6][termios.VSUSP] == b"\x1a"
        found = [] if as_before else ["modes of the terminal"]
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if Path(os.readlink(process / "cwd")).is_relative_to(self.folder.resolve()):
                    found.append((process / "cmdline").read_text())
            except OSError:
                pass  # it has ended, or is not ours
        return found


@pytest.fixture
def demo(tmp_path):
    made = Live(tmp_path)
    yield made
    made.terminal.close(force=True)


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize("scenario, expected", [("tcp", PAIR), ("udp", PAIR), ("chat", CHAT)])
def test_piped_output_is_the_final_windows(scenario, expected):
    done = run(scenario, STEP="1")
    assert (done.stdout, done.stderr, done.returncode) == (expected, "", 0)


def test_public_network_shows_the_same():
    done = run("chat", command=["-c", FORBIDDEN])
    assert (done.stdout, done.returncode) == (CHAT, 0)
    assert done.stderr.startswith("Note: no private network: forbidden here; ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("place", [{"LANG": "C"}, {"PYTHONIOENCODING": "ascii"}], ids=str)
def test_terminal_without_unicode_gets_ascii(place):
    assert run("tcp", **place).stdout == PAIR.translate(str.maketrans("┌┐└┘─│", "++++-|"))


@pytest.mark.parametrize("pace", ["fast", "-1", "nan", "inf"])
def test_pace_that_is_none_is_refused(pace):
    done = run("tcp", PACE=pace)
    assert (done.stdout, done.returncode) == ("", 2)
    assert done.stderr == f"demo: PACE={pace} is not a pace: 1 is normal, 2 twice as slow, 0 plays at once\n"


@pytest.mark.parametrize("script, right, wrong, complaint", [
    ("recvr2", "print({reply})", "print(reply)", """\
client (tcp/recvr2.py) differs in line 2:
  expected "{'hey deepi'}"
  shown    'hey deepi'
"""), ("recvr1", 'input("Enter Reply ")', '"hey deepi"', """\
Turn 4, server types hey deepi: expected server to ask for something; it waits for the network.
server (tcp/recvr1.py) differs in line 2:
  expected 'Enter Reply hey deepi'
  shown    ''
client (tcp/recvr2.py) differs in line 3:
  expected 'Enter Message how are you'
  shown    'Enter Message '
""")], ids=["other text", "does not ask"])
def test_broken_script_is_named(tmp_path, script, right, wrong, complaint):
    shutil.copytree(HOME / "tcp", tmp_path / "tcp")
    file = tmp_path / "tcp" / f"{script}.py"
    file.write_text(file.read_text().replace(right, wrong))
    done = run("tcp", "--lab", tmp_path)
    assert (done.stderr, done.returncode) == (complaint, 1)
    assert "Enter Message Heello im deepi" in done.stdout


def test_enter_takes_the_play_turn_by_turn(demo):
    demo.start("tcp", STEP="1", PACE="0")
    demo.steps(1, 3)
    demo.until("Enter: 4/7  server types hey deepi  (or Ctrl-C)")
    assert "║ Enter Message |                     ║" in plain(demo.output)  # in which somebody types
    assert demo.picture().splitlines()[:4] == [
        "┌─ >python recvr1.py ─────────────────┐ ┌─ >python recvr2.py ─────────────────┐",
        "│ Client {'Heello im deepi'}          │ │ Enter Message Heello im deepi       │",
        "│ Enter Reply |                       │ │                                     │",
        "│                                     │ │                                     │"]
    demo.terminal.send("\n")
    demo.steps(5, 7)
    assert demo.end() == (0, PAIR)
    assert demo.left_behind() == []


def test_typing_is_seen_letter_by_letter(demo):
    demo.start("chat", PACE="0.01", NO_COLOR="1")
    assert demo.end() == (0, CHAT)
    for begun in "he", "hel", "hell", "hello":
        assert f"║ Enter Message {begun}| " in demo.output
    assert plain(demo.output) == demo.output
    assert demo.left_behind() == []


def test_narrow_terminal_stacks_the_windows(demo):
    demo.start("tcp", STEP="1", PACE="0")
    demo.steps(1, 6)
    demo.until("Enter: 7/7")
    demo.terminal.setwinsize(18, 60)
    demo.until("\x1b[2J")
    demo.until("Enter: 7/7  client types im good too  (or Ctrl-C)\x1b[K")
    assert demo.picture().splitlines()[7:13] == NARROW.splitlines()[7:13]
    assert "│ Enter Message |  " in demo.picture() and "Client {'im good too'}" not in demo.picture()
    demo.terminal.send("\n")
    assert demo.end() == (0, NARROW)


@pytest.mark.parametrize("moment, environment", [
    ("\x1b[?1049h", {}), ("\x1b[?1049h", {"STEP": "1"}), ("Enter: 4/7", {"STEP": "1", "PACE": "0"}),
    (">pyth", {"PACE": "0.1"}), ("Heel|", {"PACE": "0.05"})])
def test_ctrl_c_leaves_nothing_behind(demo, moment, environment):
    demo.start("tcp", **environment)
    if moment == "Enter: 4/7":
        demo.steps(1, 3)
    demo.until(moment)
    demo.terminal.sendintr()
    assert demo.end() == (130, "")
    assert demo.output.count("\x1b[?1049h") == demo.output.count("\x1b[?7h\x1b[?25h\x1b[?1049l") == 1
    assert demo.left_behind() == []


def test_signals_end_it_just_as_cleanly(demo):
    demo.start("tcp", STEP="1")
    demo.until("Enter: 1/7")
    demo.terminal.kill(signal.SIGTERM)
    assert demo.end() == (128 + signal.SIGTERM, "")
    assert demo.left_behind() == []


WIRE = """\
server                                                                   client
│ starts                                                                      │
│ (accept)                                                                    │
│                                                                      starts │
│◀ SYN ───────────────────────────────────────────────────────────────────────│
│─ SYN, ACK ─────────────────────────────────────────────────────────────────▶│
│◀ ACK ───────────────────────────────────────────────────────────────────────│
│ (recv)                                                           (keyboard) │
│                                                     types 'Heello im deepi' │
│◀ 'Heello im deepi\\n' 16 bytes (ack) ────────────────────────────────────────│
│ shows "Client {'Heello im deepi'}"                                          │
│ (keyboard)                                                           (recv) │
│ types 'hey deepi'                                                           │
│─ 'hey deepi\\n' 10 bytes (ack) ─────────────────────────────────────────────▶│
│                                                       shows "{'hey deepi'}" │
│ (recv)                                                           (keyboard) │
│                                                         types 'how are you' │
│◀ 'how are you\\n' 12 bytes (ack) ────────────────────────────────────────────│
│ shows "Client {'how are you'}"                                              │
│ (keyboard)                                                           (recv) │
│ types 'im good'                                                             │
│─ 'im good\\n' 8 bytes (ack) ────────────────────────────────────────────────▶│
│                                                         shows "{'im good'}" │
│ (recv)                                                           (keyboard) │
│                                                         types 'im good too' │
│◀ 'im good too\\n' 12 bytes (ack) ────────────────────────────────────────────│
│ shows "Client {'im good too'}"                                              │
│ (keyboard)                                                           (recv) │
13 packets: 3 to connect, 5 with text, 5 only to acknowledge.
"""


def test_wire_stands_below_the_windows():
    done = run("tcp", WIRE="1")
    assert (done.stdout, done.stderr, done.returncode) == (PAIR + WIRE, "", 0)


def test_wire_in_ascii_where_the_locale_cannot_draw():
    drawn = run("tcp", WIRE="1", LANG="C").stdout
    assert drawn == (PAIR + WIRE).translate(str.maketrans("┌┐└┘─│◀▶", "++++-|<>"))


@pytest.mark.parametrize("scenario, packets", [
    ("udp", "5 packets: 5 with text."),
    ("chat", "53 packets: 9 to connect, 18 with text, 22 only to acknowledge, 4 to close.")])
def test_wire_is_the_same_each_time(scenario, packets):
    first, second = run(scenario, WIRE="1"), run(scenario, WIRE="1")
    assert first.stdout == second.stdout
    assert first.stdout.endswith(f"{packets}\n") and first.returncode == 0


def test_wire_grows_between_the_windows_of_a_wide_terminal(demo):
    demo.start("tcp", (40, 130), STEP="1", PACE="0", WIRE="1")
    demo.steps(1, 3)
    demo.until("Enter: 4/7")
    first, *others = demo.picture().splitlines()
    assert re.fullmatch(r"┌─ >python recvr1.py ─+┐ +server +client ┌─ >python recvr2.py ─+┐", first)
    assert any(re.search(r"│ +0\.\d{6} │◀ SYN ─+│ ║", line) or "◀ SYN" in line for line in others)
    assert "Heello im deepi\\n' 16 bytes (ack) ─" in "\n".join(others)
    assert "hey deepi" not in "\n".join(others)
    demo.terminal.send("\n")
    demo.until("Enter: 5/7")
    assert "'hey deepi\\n' 10 bytes (ack) ─" in demo.output
    demo.terminal.send("\n")
    demo.steps(6, 7)
    status, screen = demo.end()
    assert status == 0 and "13 packets: 3 to connect" in screen


def test_wire_stands_below_in_a_narrow_terminal(demo):
    demo.start("tcp", (20, 80), STEP="1", PACE="0", WIRE="1")
    demo.steps(1, 3)
    demo.until("Enter: 4/7")
    lines = demo.picture().splitlines()
    assert len(lines) == 20 and lines[7].startswith("└─ server") and lines[8].split() == ["server", "client"]
    assert re.match(r" +\d\.\d{6} │◀ 'Heello im deepi\\n' 16 bytes \(ack\) ─+│$", lines[16])  # the last rows
    assert "(keyboard)" in lines[18] and "(recv)" in lines[18]


def test_demo_without_wire_does_not_even_import_it():
    watched = "import sys, lab12.demo.__main__ as demo; demo.main(); sys.exit('lab12.wire' in sys.modules)"
    assert run("tcp", command=["-c", watched]).returncode == 0
    assert run("tcp", command=["-c", watched], WIRE="1").returncode == 1


def test_wire_that_nobody_can_see_is_said_to_be():
    done = run("tcp", command=["-c", FORBIDDEN], WIRE="1")
    assert (done.stdout, done.returncode) == (PAIR, 0)
    assert "Note: the wire cannot be seen without a private network.\n" in done.stderr


@pytest.mark.parametrize("name", ["yes", "talk.pcap", "/nowhere/talk.pcapng"])
def test_wire_that_is_no_file_is_refused(name):
    done = run("tcp", WIRE=name)
    assert (done.stdout, done.returncode, done.stderr.count("\n")) == ("", 2, 1)
    assert done.stderr.startswith(f"demo: WIRE={name} ")


LOST = """\
┌─ >python recvr1.py ─────────────────┐ ┌─ >python recvr2.py ─────────────────┐
│ Client {'Heello im deepi'}          │ │ Enter Message Heello im deepi       │
│ Enter Reply hey deepi               │ │ {'hey deepi'}                       │
│ Client {'how are you'}              │ │ Enter Message how are you           │
│ Enter Reply im good                 │ │                                     │
└─ server ────────────────────────────┘ └─ client ────────────────────────────┘
"""
MORAL = """\
LOSS=30 SEED=7: the server's 'im good' was lost, and UDP tells nobody. The
client waits for a reply, the server for a message: for ever.
"""


def test_bad_network_loses_what_its_seed_says():
    done = run("udp", LOSS="30", SEED="7")
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.startswith(LOST) and done.stdout.endswith(MORAL)
    lines = done.stdout.splitlines()
    assert lines[6].split() == ["server", "network", "client"]
    assert re.match(r"│─ 'im good' 7 bytes ─*▶│ +│$", lines[-6])
    assert re.match(r"│ +│ shows \"lost: server t…\" │$", lines[-5])
    assert re.match(r"│ \(recv\) +│ \(recv\) +│ \(recv\)$", lines[-4])
    assert done.stdout == run("udp", LOSS="30", SEED="7").stdout


def test_network_that_loses_nothing_or_everything():
    done = run("udp", LOSS="0")
    assert done.stdout.startswith(PAIR) and done.stdout.endswith("LOSS=0 SEED=1: nothing was lost.\n")
    done = run("udp", LOSS="100")
    assert "client's 'Heello im deepi' was lost" in done.stdout and done.returncode == 0


def test_network_that_does_something_else_is_found_out(tmp_path):
    shutil.copytree(HOME / "udp", tmp_path / "udp")
    file = tmp_path / "udp/lossy.py"
    file.write_text(file.read_text().replace("lost < given.loss", "lost > given.loss"))
    done = run("udp", "--lab", tmp_path, LOSS="30", SEED="7")
    assert done.returncode == 1 and "client (udp/recvr2.py) differs in line 2" in done.stderr


@pytest.mark.parametrize("scenario, environment, complaint", [
    ("tcp", {"LOSS": "30"}, "LOSS=30 is for the demo over UDP: TCP sends again what was lost"),
    ("udp", {"SEED": "7"}, "SEED=7 says which datagrams are lost: LOSS=30 says how many of a hundred"),
    ("udp", {"LOSS": "101"}, "LOSS=101 is not a percentage, 0 to 100"),
    ("udp", {"LOSS": "nan"}, "LOSS=nan is not a percentage, 0 to 100"),
    ("udp", {"LOSS": "30", "SEED": "x"}, "SEED=x is not a whole number")])
def test_bad_network_that_is_none_is_refused(scenario, environment, complaint):
    done = run(scenario, **environment)
    assert (done.stdout, done.stderr, done.returncode) == ("", f"demo: {complaint}\n", 2)


@pytest.mark.parametrize("scenario, environment, most", [
    ("tcp", {"WIRE": "1"}, 8), ("udp", {"WIRE": "1"}, 8), ("udp", {"LOSS": "30", "SEED": "7"}, 6)])
def test_pictures_of_the_readme_are_what_the_demo_prints(scenario, environment, most):
    printed = run(scenario, **environment).stdout.splitlines(True)
    assert "".join(printed[most:]) in (HOME / "udp/README.md").read_text("utf-8")
