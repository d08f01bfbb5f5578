"""The grader: every hand-in of the zoo gets the verdict that a person gave it, the marks that are pinned, and why."""
import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import zipfile
from base64 import b64encode
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from kernels import without_protection

from lab12 import HOME
from lab12.driver.recorder import Recorder
from lab12.grader import hints
from lab12.grader.grade import Section, grade, lower, meant
from lab12.grader.grade import chosen as choose
from lab12.grader.mask import masked
from lab12.grader.verdict import BROKEN, ECHO, MISSING, ONE_WAY, WORKS
from lab12.guard import sandbox
from lab12.guard.worker import Worker
from lab12.rubric import endings, pairs
from lab12.rubric.listing import SECTIONS, checks_of
from lab12.rubric.scheme import SchemeError, parse, read_scheme
from lab12.sheet.record import record
from lab12.sheet.text import sheet
from lab12.stage import children, network, waiting
from lab12.stage.polling import ready
from lab12.wire.row import Row
from tests.pin import FILE, ZOO, pins, written

VERDICTS = parse(ZOO / "verdicts.toml")
MARKS = parse(FILE)  # hand-in -> section -> "marks: the checks that are missed"
AGAIN = ("udp-practical-transcript", "tcp-classic", "tcp-threads-at-will", "chat-nickname", "chat-select",
         "udp-settimeout-poller", "chat-udp-argv-count", "chat-room-key", "chat-number-glued")  # marked three times
FIELDS = {"marks", "out_of", "verdict", "reason", "server", "client", "checks"}
OF_CHECKS = {"name", "title", "marks", "out_of", "outcome", "reason", "hint", "steps"}

pytestmark = pytest.mark.skipif(not waiting.available() or not network.open_network()[0].private,
                                reason="no private network, or a kernel that does not tell what a process waits for")


def marked(folder):
    """Mark a hand-in, in a process of its own; return its record and its sheet."""
    made = grade(folder)
    return record(made), sheet(made)


@cache
def zoo(name):
    """Return the record and the sheet of a hand-in of the zoo, which is marked once for all tests."""
    return marked(ZOO / name)


def sections(name):
    return json.loads(zoo(name)[0])["sections"]


@pytest.mark.parametrize("name", VERDICTS)
def test_the_verdict_is_a_persons(name):
    """Each section has the verdict of the person who ran it, and its sentence says what decided."""
    for section, given in sections(name).items():
        wanted = VERDICTS[name].get(section, {"verdict": "missing"})
        assert given["verdict"] == wanted["verdict"], given["reason"]
        if wanted["verdict"] != "works":
            assert [words for words in wanted.get("says", []) if words not in given["reason"]] == [], given["reason"]


@pytest.mark.parametrize("name", VERDICTS)
def test_the_marks_are_pinned(name):
    """Marks, and which checks are missed, are those of the table."""
    assert pins(json.loads(zoo(name)[0])) == MARKS.get(name, {})


def test_the_pins_are_written_as_they_stand():
    """The command that writes them anew changes nothing where no mark has changed."""
    assert written({name: MARKS[name] for name in VERDICTS if MARKS.get(name)}) == FILE.read_text("utf-8")


@pytest.mark.parametrize("name", VERDICTS)
def test_every_miss_is_explained(name):
    """Each miss has a reason and a hint, what was not tried says why, and no check failed the grader."""
    text = zoo(name)[1]
    for section in sections(name).values():
        assert section.keys() >= FIELDS
        for check in section["checks"]:
            assert check.keys() >= OF_CHECKS
            assert check["outcome"] in ("passed", "missed", "not tried")
            assert (check["outcome"] == "passed") == (check["reason"] == "")
            assert bool(check["hint"]) == (check["outcome"] == "missed"), check
            if check["outcome"] != "passed" and check["out_of"]:
                assert check["marks"] == 0 and check["title"] in text.replace("\n    ", " ")
    assert "the grader itself" not in text.lower()
    assert "you type ''" not in text and sysconfig.get_path("stdlib") not in text


@pytest.mark.parametrize("name", [name for name, told in VERDICTS.items() if any(
    {"hint", "never"} & set(told.get(section, ())) for section in SECTIONS)])
def test_what_a_student_reads(name):
    """The sheet says what repairs the fault, with its line, and nothing that would mislead."""
    for section, given in sections(name).items():
        wanted = VERDICTS[name].get(section, {})
        text = " ".join([given["reason"], *given["notes"], *(check["hint"] for check in given["checks"])])
        assert [said for said in wanted.get("hint", []) if not re.search(said, text)] == [], text
        assert [said for said in wanted.get("never", []) if re.search(said, text)] == [], text


# What a hint asks for -> what the source must lack then: a pattern, or what its tree tells.
ASKED = {
    r"Thread\(\.\.\., daemon=True\)": r"daemon\s*=\s*True|setDaemon\(",
    r"in a thread of its own": r"\bThread\(|\bselect\b|\basyncio\b|start_new_thread",
    r"newline \(text \+": r"\\n[\"']\)?\.encode|makefile|readline",
    r"catch ConnectionRefusedError": lambda tree: any(
        getattr(getattr(call, "func", None), "attr", "") in ("connect", "create_connection")
        for node in ast.walk(tree) if isinstance(node, ast.Try) for one in node.body for call in ast.walk(one)),
    r"a server needs bind": r"\.bind\(|create_server",
    r"listen\(\) is missing": r"\.listen\(",
    r"SO_REUSEADDR, 1|use socket\.create_server": r"SO_REUSEADDR|create_server",
    r"SO_BROADCAST, 1": r"SO_BROADCAST",
    r"or use settimeout": r"settimeout\(",
    r"nothing is sent here": r"\.send(?:to|all)?\(",
    r"nothing is received here": r"\.recv(?:from)?\(",
}


@pytest.mark.parametrize("name", VERDICTS)
def test_a_hint_asks_only_for_what_the_source_lacks(name):
    """Not for a newline where there is one, nor for a thread, a loop, an except, an option that the program has."""
    for given in sections(name).values():
        for check in given["checks"]:
            named = re.match(r"([\w .-]+\.py)(?:, line (\d+))?: ", check["hint"])
            files = [path for path in (ZOO / name).rglob("*.py") if named and path.name == named[1]]
            source = files[0].read_text(errors="replace") if len(files) == 1 else ""
            for asked, lacks in ASKED.items():
                if source and re.search(asked, check["hint"]):
                    there = re.search(lacks, source) if isinstance(lacks, str) else lacks(ast.parse(source))
                    assert not there, check["hint"]
            if source and named[2] and "if not data: break" in check["hint"]:
                line, *after = source.splitlines()[int(named[2]) - 1:][:4]
                what = re.match(r"\s*(\w+)", line)[1]
                asked = rf"\bnot {what}\b|{what} == b?[\"']{{2}}"
                assert not any(re.search(asked, text) for text in after), check["hint"]


@pytest.mark.parametrize("name", AGAIN)
def test_the_same_each_time(name):
    """However busy the computer is, the same hand-in gives the same bytes."""
    assert [marked(ZOO / name)[0] for _ in range(2)] == [zoo(name)[0]] * 2


@pytest.mark.parametrize("name", ["fake-prints", "fake-through-file"])
def test_fakes_get_nothing_for_messages(name):
    """A program that prints the expected lines, or passes them in a file, gets no marks for a message."""
    for section in sections(name).values():
        got = {check["name"]: check["marks"] for check in section["checks"]}
        assert not any(got.get(check) for check in ("message", "reply", "turns", "server_half", "client_half"))


NOISE = """import os, socket, time
{start}
while True:
    {turn}
"""
HEARD = ("while not os.path.exists('{0}'): time.sleep(0.05)\n    time.sleep(1.2)\n    print(open('{0}').read())\n"
         "    os.remove('{0}'); s.recv(999)")
TOLD = "open('new', 'w').write(input('> ')); os.rename('new', '{0}'); s.sendall(os.urandom(2999))"


def test_a_fake_that_sleeps_gets_nothing_for_messages(tmp_path):
    """Where it has several conversations side by side, the network is cut in one of them all the same."""
    for name, start, turn in (
            ("server", "s, _ = socket.create_server(('127.0.0.1', 5000)).accept()",
             f"{HEARD.format('c')}\n    {TOLD.format('s')}"),
            ("client", "s = socket.create_connection(('127.0.0.1', 5000))",
             f"{TOLD.format('c')}\n    {HEARD.format('s')}")):
        (tmp_path / f"{name}.py").write_text(NOISE.format(start=start, turn=turn))
    [section] = [section for section in grade(tmp_path).sections if section.name == "tcp-pair"]
    assert not any(section.marks[check] for check in ("message", "reply", "turns", "server_half", "client_half"))


def test_the_kit_gets_full_marks():
    """Each section of this kit's own scripts gets every mark that any hand-in can get."""
    for section in grade(HOME).sections:
        assert (section.got, section.out_of) == (100, 100), [
            (one.name, one.reason, one.steps) for one in section.results if one.outcome != "passed"]


def test_each_hand_in_has_its_marks():
    assert set(MARKS) <= set(VERDICTS)
    handed_in = {name: {key for key in verdict if key in SECTIONS} for name, verdict in VERDICTS.items()}
    assert {name: set(marks) for name, marks in MARKS.items()} == {n: found for n, found in handed_in.items() if found}


def command(*arguments):
    """Run `python -m lab12 grade` and return its exit status, what it wrote, and its complaints."""
    done = subprocess.run([sys.executable, "-m", "lab12", "grade", *map(str, arguments)], cwd=HOME, capture_output=True,
                          encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"})
    return done.returncode, done.stdout, without_protection(done.stderr)


def test_exit_status(tmp_path):
    """0 for full marks, 1 for fewer, 2 with one clear line where nothing can be marked, 2 where nothing can be read."""
    assert command(ZOO / "tcp-model")[0] == 0
    assert command(ZOO / "tcp-client-only")[0] == 1
    (tmp_path / "notes.txt").write_text("nothing here")
    assert command(tmp_path)[0] == 2 and "Not marked: " in command(tmp_path)[1]
    for wrong in ([tmp_path / "nowhere"], [tmp_path / "notes.txt"], [tmp_path, "--scheme", tmp_path / "notes.txt"],
                  [tmp_path, "--role", "tcp-pair-server=x.py"], [tmp_path, "--json", tmp_path / "no/folder.json"],
                  [ZOO / "tcp-model", "--role", "udp-chat-server=server.py"]):
        status, out, err = command(*wrong)
        assert (status, out, err.count("\n")) == (2, "", 1), err
        assert err.startswith("lab12: ")


@pytest.mark.parametrize("wrong, said", [
    (["--json", "no/folder.json"], "no/folder.json: No such file or directory"),
    (["--json", "tests"], "tests: Is a directory"),
    (["--scheme", "no.toml"], "no.toml: No such file or directory"),
    (["--role", "tcp-pair-server=x.py"],
     "tcp-pair-server=x.py: no such program in the hand-in; there are client.py, server.py"),
])
def test_what_cannot_be_found_is_named(wrong, said):
    """Without the number that the system has for it; where a program was asked for, with those that there are."""
    assert command(ZOO / "tcp-model", *wrong) == (2, "", f"lab12: {said}\n")


BY_HAND = {
    "client.py opens windows of its own (tkinter)": "root = tkinter.Tk()\nentry = tkinter.Entry(root)\n"
        "entry.bind('<Return>', lambda event: s.send(entry.get().encode()))\nroot.mainloop()\n",
    "client.py needs msvcrt, which Python has on other systems only": "import msvcrt\nwhile True:\n"
        "    if msvcrt.kbhit():\n        s.send(input().encode())\n        print(s.recv(99).decode())\n",
}


@pytest.mark.parametrize("why", BY_HAND)
def test_what_cannot_be_tried_here_is_left_to_a_person(why, tmp_path):
    """A client that is no program for this terminal costs nobody a mark: it is said, and the server is tried alone."""
    server = (ZOO / "tcp-model/server.py").read_text()
    (tmp_path / "server.py").write_text(server)
    (tmp_path / "client.py").write_text(
        f"import socket, tkinter\ns = socket.socket()\ns.connect(('127.0.0.1', 12345))\n{BY_HAND[why]}")
    status, out, _ = command(tmp_path, "--json", tmp_path / "x.json")
    section = json.loads((tmp_path / "x.json").read_text("utf-8"))["sections"]["tcp-pair"]
    outcomes = {check["name"]: check["outcome"] for check in section["checks"]}
    assert status == 2 and why in " ".join(out.split()) and "TCP pair: not marked\n" in out
    assert section["verdict"] == "not marked" and "grader" not in out and "does not run" not in out
    assert outcomes["starts"] == outcomes["listens"] == "not tried" and outcomes["server_half"] == "passed"


def test_a_server_that_asks_what_nobody_has_told(tmp_path):
    """It is the server that does not wait, and not its client that finds nobody: its key is locked, say."""
    asks = "print('Enter PEM pass phrase:', end='', flush=True)\nopen('/dev/tty').readline()\n"
    (tmp_path / "server.py").write_text(asks + (ZOO / "tcp-model/server.py").read_text())
    shutil.copy(ZOO / "tcp-model/client.py", tmp_path)
    [section] = [section for section in grade(tmp_path).sections if section.name == "tcp-pair"]
    assert "it asks its user for something first ('Enter PEM pass phrase:')" in section.reason
    assert "pass phrase, which only its owner knows" in section.results[0].hint


def test_what_is_left_to_a_person_is_not_passed_over(tmp_path):
    """A client with windows is the one that was meant, though a one-shot for the same port would score more."""
    shutil.copy(ZOO / "tcp-model/server.py", tmp_path)
    calls = "s = socket.socket()\ns.connect(('127.0.0.1', 12345))\n"
    (tmp_path / "client.py").write_text(f"import socket, tkinter\n{calls}{next(iter(BY_HAND.values()))}")
    (tmp_path / "hello.py").write_text(f"import socket\n{calls}s.send(b'hello')\n")
    [section] = [section for section in grade(tmp_path).sections if section.name == "tcp-pair"]
    assert (section.client, section.verdict) == ("client.py", "not marked")


def test_a_client_that_calls_another_port_each_time(tmp_path):
    """It is served where it has looked once, not chased for ever; the server is tried all the same."""
    shutil.copy(ZOO / "tcp-model/server.py", tmp_path)
    (tmp_path / "client.py").write_text(
        "import random, socket\ns = socket.socket()\ns.connect(('127.0.0.1', random.randrange(20000, 30000)))\n"
        "while True:\n    s.send(input().encode())\n    print(s.recv(99))\n")
    [section] = [section for section in grade(tmp_path).sections if section.name == "tcp-pair"]
    outcomes = {result.name: result.outcome for result in section.results}
    assert section.verdict == "does not run"
    assert (outcomes["client_half"], outcomes["server_half"]) == ("missed", "passed")


@pytest.mark.parametrize("tries, outcome", [("range(9)", "passed"), ("iter(int, 1)", "missed")])
def test_a_client_that_tries_again(tries, outcome, tmp_path):
    """One that gives up in the end, and says so, is waited for; one that never does is told."""
    shutil.copy(ZOO / "tcp-model/server.py", tmp_path)
    client = (ZOO / "tcp-model/client.py").read_text().replace(
        "try:\n    with socket.create_connection((HOST, PORT)) as conn",
        f"for _ in {tries}:\n    try:\n        conn = socket.create_connection((HOST, PORT))\n        break\n"
        "    except ConnectionRefusedError:\n        print('no server yet')\n        time.sleep(0.8)\n"
        "else:\n    raise SystemExit('there is no server')\ntry:\n    with conn")
    (tmp_path / "client.py").write_text(f"import time\n{client}")
    [section] = [section for section in grade(tmp_path).sections if section.name == "tcp-pair"]
    [alone] = [result for result in section.results if result.name == "alone"]
    assert (section.verdict, alone.outcome) == ("works", outcome)
    assert ("tries too often" in alone.hint) == (outcome == "missed")


def test_a_client_that_calls_without_pause_is_refused_each_time(tmp_path):
    """Its calls soon come from each port there is: one that waits there for a while, after a talk, would not refuse."""
    shutil.copy(ZOO / "tcp-model/server.py", tmp_path)
    client = (ZOO / "tcp-model/client.py").read_text().replace(
        "try:\n    with socket.create_connection((HOST, PORT)) as conn",
        "while True:\n    conn = socket.socket()\n    if conn.connect_ex((HOST, PORT)) == 0:\n        break\n"
        "    conn.close()\ntry:\n    with conn")
    (tmp_path / "client.py").write_text(client)
    [section] = [section for section in grade(tmp_path).sections if section.name == "tcp-pair"]
    [alone] = [result for result in section.results if result.name == "alone"]
    assert section.verdict == "works"
    assert alone.steps == [["client is started", "it spins: 100 % of a core, and waits for nothing"]]


def test_what_starts_the_programs_was_ended(monkeypatch, copies):
    """They have ended with it, which is no fault of theirs: that check is the grader's failure, and no other one is."""
    step = Recorder.step

    def interrupted(self, did, *rest, **options):
        if "ñ" in did:
            os.kill(self.guard.home, signal.SIGKILL)
            assert ready([self.guard.watch], 10)  # it has gone, and they with it
        return step(self, did, *rest, **options)

    if sandbox.level() == sandbox.LIMITS:
        pytest.skip("nothing starts them but the grader")
    monkeypatch.setattr(Recorder, "step", interrupted)
    [section] = [section for section in grade(ZOO / "tcp-model").sections if section.name == "tcp-pair"]
    assert {result.name: (result.outcome, result.reason) for result in section.results
            if result.outcome != "passed"} == {
        "letters": ("grader failed", "what starts the programs was ended from outside")}


@pytest.mark.parametrize("source, words", [
    ("x = bytearray(150 << 20)\nwhile True:\n    pass\n", ("it uses more and more memory", "896 MiB")),
    ("import multiprocessing, time\nwhile True:\n    multiprocessing.Process(target=time.sleep, args=[9]).start()\n",
     ("it starts process after process", "64 processes"))])
def test_a_program_that_the_grader_ends_is_told_why(source, words, tmp_path, monkeypatch, copies):
    if not waiting.available():
        pytest.skip("nobody tells how much a program uses")
    monkeypatch.setattr(children, "TOO_MUCH", 100 << 20)
    (tmp_path / "server.py").write_text(source + "import socket\ns = socket.create_server(('', 5000))\ns.accept()\n"
                                        "s.recv(9)\nprint(input())\n")
    (tmp_path / "client.py").write_text("import socket\ns = socket.create_connection(('127.0.0.1', 5000))\n"
                                        "s.sendall(input().encode())\nprint(s.recv(9))\n")
    [section] = [section for section in grade(tmp_path).sections if section.name == "tcp-pair"]
    for result in section.results[:2]:
        assert words[0] in result.reason and words[1] in result.hint and "what Python prints" not in result.hint


@pytest.mark.parametrize("seconds, then, outcome", [(2, "break", "passed"), (2, "continue", "missed"),
                                                    (99, "break", "missed")])
def test_a_udp_client_that_waits_for_an_answer_in_time(seconds, then, outcome, tmp_path):
    """Its time limit is waited for, up to a bound; a student who uses settimeout is not told to."""
    (tmp_path / "server.py").write_text(
        "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('127.0.0.1', 12345))\nwhile True:\n"
        "    data, who = s.recvfrom(9999)\n    print(data.decode())\n    s.sendto(input('Reply: ').encode(), who)\n")
    (tmp_path / "client.py").write_text(
        f"import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.settimeout({seconds})\nwhile True:\n"
        "    s.sendto(input('Message: ').encode(), ('127.0.0.1', 12345))\n"
        f"    try:\n        print(s.recv(9999).decode())\n    except TimeoutError:\n        print('no reply')\n"
        f"        {then}\n")
    [section] = [section for section in grade(tmp_path).sections if section.name == "udp-pair"]
    [alone] = [result for result in section.results if result.name == "alone"]
    assert (section.verdict, alone.outcome) == ("works", outcome)
    assert "use settimeout" not in alone.hint
    assert ("even after 16 seconds" in alone.reason) == (seconds == 99)
    if seconds == 99:  # it was waited for beside the other checks, and is not waited for once more after them
        assert alone.steps[0][0] == "client is started"


def test_a_udp_client_that_gives_up_before_it_is_answered_keeps_its_half(tmp_path):
    """Its server loses something on purpose, so its limit is waited for, and what ours says then comes too late."""
    (tmp_path / "server.py").write_text(
        "import random, socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('127.0.0.1', 12345))\nwhile True:\n"
        "    data, who = s.recvfrom(9999)\n    if random.random() < 0.01:\n        continue\n    print(data.decode())\n"
        "    s.sendto(b'I have it', who)\n")
    (tmp_path / "client.py").write_text(
        "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.settimeout(1)\nwhile True:\n"
        "    s.sendto(input('Message: ').encode(), ('127.0.0.1', 12345))\n"
        "    try:\n        print(s.recv(9999).decode())\n    except TimeoutError:\n        print('it is lost')\n")
    [section] = [section for section in grade(tmp_path).sections if section.name == "udp-pair"]
    assert {result.name: result.outcome for result in section.results}["client_half"] == "passed"


def test_letters_that_are_cut_are_not_whole_by_chance(tmp_path):
    """Each piece of 16 bytes is decoded by itself: where it ends in a letter depends on how long the text before is."""
    talk = "def tell(c, text):\n    c.sendall((f'{len(text):<10}' + text).encode())\ndef hear(c):\n    text = ''\n" \
        "    while len(text) < 10 or len(text) < 10 + int(text[:10]):\n        text += c.recv(16).decode()\n" \
        "    print(text[10:])\nwhile True:\n"
    (tmp_path / "server.py").write_text(
        f"import socket\ns = socket.create_server(('127.0.0.1', 5000))\nc, a = s.accept()\n{talk}    hear(c)\n"
        "    tell(c, input('Reply: '))\n")
    (tmp_path / "client.py").write_text(
        f"import socket\nc = socket.create_connection(('127.0.0.1', 5000))\n{talk}    tell(c, input('Message: '))\n"
        "    hear(c)\n")
    [section] = [section for section in grade(tmp_path).sections if section.name == "tcp-pair"]
    [letters] = [result for result in section.results if result.name == "letters"]
    assert (section.verdict, letters.outcome) == ("works", "missed") and "cut one in the middle" in letters.hint


def test_a_client_that_waits_for_a_greeting_and_gives_its_name_keeps_its_half(tmp_path):
    """The server greets too late, and that is the server's: the client talks with one of ours, past its name."""
    (tmp_path / "server.py").write_text(
        "import socket\ns = socket.create_server(('127.0.0.1', 12345))\nc, a = s.accept()\nname = c.recv(999)\n"
        "c.send(b'Welcome')\nwhile text := c.recv(9999):\n    print(text.decode())\n"
        "    c.send(input('Reply: ').encode())\n")
    (tmp_path / "client.py").write_text(
        "import socket\ns = socket.create_connection(('127.0.0.1', 12345))\nprint(s.recv(999).decode())\n"
        "s.send(input('Name: ').encode())\nwhile True:\n    s.send(input('Message: ').encode())\n"
        "    print(s.recv(9999).decode())\n")
    [section] = [section for section in grade(tmp_path).sections if section.name == "tcp-pair"]
    outcomes = {result.name: result.outcome for result in section.results}
    assert (outcomes["message"], outcomes["client_half"]) == ("missed", "passed")


@pytest.mark.parametrize("waits, outcome", [("c, a = socket.create_server(there).accept()", "passed"),
                                            ("c = socket.socket(); input('again? ')", "missed")])
def test_a_program_that_is_the_server_where_there_is_none(waits, outcome, tmp_path):
    """Nobody is missing where the second copy of a program calls the first, and the first waits for it."""
    (tmp_path / "talk.py").write_text(
        "import socket, threading\nthere = ('127.0.0.1', 12345)\ntry:\n    c = socket.create_connection(there)\n"
        f"except ConnectionRefusedError:\n    {waits}\ndef hear():\n    while text := c.recv(9999):\n"
        "        print(text.decode())\nthreading.Thread(target=hear, daemon=True).start()\nwhile True:\n"
        "    c.sendall(input().encode())\n" + ("s = socket.create_server(there)\ns.accept()\n" * (outcome == "missed")))
    [section] = [section for section in grade(tmp_path).sections if section.name == "tcp-pair"]
    assert {result.name: result.outcome for result in section.results}["alone"] == outcome


def test_a_server_that_is_given_another_port_each_time(tmp_path):
    """The clients of a server that was started again are told where it waits now."""
    (tmp_path / "server.py").write_text(
        "import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 0))\ns.listen()\nprint(s.getsockname()[1])\n"
        "while True:\n    c, a = s.accept()\n    while text := c.recv(9999):\n        print(text.decode())\n"
        "        c.send(input('Reply: ').encode())\n")
    (tmp_path / "client.py").write_text(
        "import socket\ns = socket.create_connection(('127.0.0.1', int(input('Port: '))))\nwhile True:\n"
        "    s.send(input('Message: ').encode())\n    print(s.recv(9999).decode())\n")
    [section] = [section for section in grade(tmp_path).sections if section.name == "tcp-pair"]
    assert (section.verdict, {one.name: one.outcome for one in section.results}["again"]) == ("works", "passed")


def test_a_question_of_the_server_that_a_thread_holds_back(tmp_path):
    """Whether input() or the thread comes first decides if a prompt without a newline is seen: it is answered anyway.
    """
    (tmp_path / "server.py").write_text(
        "import socket, threading\npeople = {}\ndef talk(c):\n    c.send(b'Your password: ')\n    c.recv(999)\n"
        "    c.send(b'Your name: ')\n    name = c.recv(999).decode().strip()\n    people[name] = c\n"
        "    c.send(f'Hello {name}\\n'.encode())\n    while text := c.recv(9999):\n        print(name, text.decode())\n"
        "        for other, link in list(people.items()):\n            if other != name:\n"
        "                link.send(f'{name}: '.encode() + text)\n    del people[name]\n"
        "s = socket.create_server(('127.0.0.1', 12345))\nwhile True:\n    c, a = s.accept()\n"
        "    threading.Thread(target=talk, args=(c,), daemon=True).start()\n")
    (tmp_path / "client.py").write_text(
        "import socket, threading\ns = socket.create_connection(('127.0.0.1', 12345))\ndef hear():\n"
        "    while text := s.recv(9999):\n        print(text.decode(), end='')\n"
        "threading.Thread(target=hear, daemon=True).start()\nwhile (text := input()) != 'exit':\n"
        "    s.send(f'{text}\\n'.encode())\n")
    [section] = [section for section in grade(tmp_path).sections if section.name == "tcp-chat"]
    missed = [result.name for result in section.results if result.outcome == "missed"]
    assert section.verdict == "works" and not {"turns", "everybody", "next_client", "killed", "again"} & set(missed)


def test_files_are_not_in_each_others_way(tmp_path):
    """What is tried beside other checks has a folder of its own; for want of a file it is tried after them."""
    server, client = ((ZOO / "tcp-model" / name).read_text() for name in ("server.py", "client.py"))
    (tmp_path / "server.py").write_text(f"open('key.txt', 'w').write('secret')\n{server}")
    refused = "except ConnectionRefusedError:\n"
    client = client.replace(refused, f"{refused}    os.remove('key.txt')\n")
    (tmp_path / "client.py").write_text(f"import os\nkey = open('key.txt').read()\n{client}")
    [section] = [section for section in grade(tmp_path).sections if section.name == "tcp-pair"]
    assert (section.verdict, section.got) == ("works", section.out_of)


def test_a_worker_that_is_ended_leaves_nobody_waiting(tmp_path, copies):
    """Not even for a worker of its own, which may end a moment later."""
    note = tmp_path / "note"

    def work():
        note.write_text(str(Worker(signal.pause).pid))
        os.kill(os.getpid(), signal.SIGKILL)

    answer = Worker(work).answer()
    with suppress(ProcessLookupError):
        os.kill(int(note.read_text()), signal.SIGKILL)
    assert answer == "the process that did it was ended"


@pytest.mark.skipif(not (HOME / ".venv/ready").exists() or not shutil.which("make"), reason="no make, or not set up")
@pytest.mark.skipif(not waiting.available(), reason="the screens are compared, which takes a private network")
@pytest.mark.parametrize("glued", ['"\\n" + msg + "Message (q for quit): "', '"\\nMessage (q for quit): " + msg'])
def test_where_the_prompt_of_a_chat_comes(glued, tmp_path):
    """Two threads of a client print as luck has it: if the prompt stands on the line of a message, no word differs."""
    shutil.copytree(ZOO / "chat-yes-first", tmp_path, dirs_exist_ok=True)
    [client] = tmp_path.rglob("client.py")
    source = client.read_text()
    assert source.count('"\\n" + msg') == 1
    told = []
    for text in source, source.replace('"\\n" + msg', glued):
        client.write_text(text)
        found = re.sub(r"\b[a-z]{8}(?=\d+\b)", "word", record(grade(tmp_path, wire=True)))  # drawn from the sources
        section = json.loads(found)["sections"]["tcp-chat"]
        told.append([(check["steps"], check["screens"], check["reason"], check.get("wire"))
                     for check in section["checks"]])
        assert section["verdict"] == "works"
    assert told[0] == told[1]


def test_a_hint_that_cannot_be_found_costs_no_mark(copies, monkeypatch):
    """A failure of the grader is no student's: the marks are the same, and it is said which hint there is not."""
    def fail(*_):
        raise IndexError("as this test wants it")
    monkeypatch.setattr(hints, "hint", fail)
    [section] = [section for section in grade(ZOO / "tcp-classic").sections if section.name == "tcp-pair"]
    assert f"{section.got:g}" == MARKS["tcp-classic"]["tcp-pair"].partition(":")[0]
    assert [note for note in section.notes if note.startswith(hints.UNSAID) and "IndexError" in note]


def test_a_prompt_is_no_part_of_a_message_however_often_it_stands_there():
    with Recorder(at_will=True) as stage:
        for prompt in "say it: ", "> ", ">":
            stage.prompts["window"], cut = prompt, prompt.rstrip()
            for line in "{0}hello", "hello{0}", "hello{0}{0}", "{0}{0}hello{1}", "hello", "{0}hello{1}":
                assert stage.bare("window", line.format(prompt, cut)) == "hello"


@pytest.mark.parametrize("kind, line, shown", [
    ("pair", "other: " + pairs.much()[:900], True), ("pair", "other: " + pairs.much()[900:1800], True),
    ("chat", "other: " + pairs.much()[:900], True), ("chat", "other: " + pairs.much()[900:1800], False),
    ("pair", "what it says by itself", False)])
def test_a_long_message_that_comes_in_pieces_is_quoted_so(kind, line, shown):
    with Recorder(at_will=True) as stage:
        stage.driver = SimpleNamespace(roles=SimpleNamespace(kind=kind))
        assert stage.is_of(line, pairs.much()) is shown


@pytest.mark.parametrize("server, client, then, best", [
    ("one_server.py", "one_client.py", ECHO, "one_client.py"),
    ("one_server.py", "one_client.py", ONE_WAY, "b_client.py"),
    ("server.py", "client.py", ECHO, "b_client.py")])
def test_a_partner_of_the_same_name_comes_before_more_marks(server, client, then, best):
    """Not before a pair that does better, and a name has to be there."""
    own = Section("tcp-pair", ECHO, "", server, client, marks={"message": 9})
    other = Section("tcp-pair", then, "", server, "b_client.py", marks={"message": 9, "stops": 5})
    assert max(meant([own, other]), key=lambda section: section.got).client == best


def test_of_two_sections_without_a_mark_the_one_that_asks_its_users_counts():
    """A time server of Python 2 is not what is marked where the chat beside it does not run either."""
    sections = [Section("udp-pair", BROKEN, "", asks=False), Section("tcp-chat", BROKEN, "")]
    assert [one.name for one in choose(sections, read_scheme(None))] == ["tcp-chat"]


@pytest.mark.parametrize("then, best", [(ECHO, "shell_client.py"), (WORKS, "chat_client.py")])
def test_a_pair_of_another_practical_lends_no_half_to_an_echo(then, best):
    """Its client with another server makes no echo of it, only a conversation."""
    own = Section("tcp-pair", MISSING, "", "shell_server.py", "shell_client.py")
    other = Section("tcp-pair", then, "", "shell_server.py", "chat_client.py", marks={"message": 9})
    assert max(meant([own, other]), key=lambda section: section.got).client == best


@pytest.mark.parametrize("text, said", [("A window is wanted.", "a window is wanted"),
                                        ("Server (2).py opens windows.", "Server (2).py opens windows"),
                                        ("EXP3/a.py opens windows.", "EXP3/a.py opens windows")])
def test_the_name_of_a_file_stays_as_it_is(text, said):
    assert lower(text) == said


@pytest.mark.parametrize("watched, asks, unheard", [("", False, True), ("", True, False), (None, False, False)])
def test_an_empty_line_is_waited_for_until_it_is_somebodys_turn(watched, asks, unheard):
    """It may be lost on purpose as well, and sent again after a time limit; nobody shows it."""
    author, other = SimpleNamespace(asks=lambda: False), SimpleNamespace(asks=lambda: asks)
    with Recorder() as stage:
        stage.watched, stage.windows = watched, [author, other]
        assert stage.unheard(author) is unheard
        stage.windows = []


NAMED = ("import socket, threading\nname = input('Your name: ')\ns = socket.socket()\ns.connect(('localhost', 5050))\n"
         "def show():\n    while d := s.recv(1024):\n        print('\\n' + d.decode())\n"
         "threading.Thread(target=show, daemon=True).start()\n"
         "while (m := input(f'{name}: ')) != 'q':\n    s.sendall(f'{name}: {m}'.encode())\n")


@pytest.mark.skipif(not waiting.available(), reason="the screens are compared, which takes a private network")
def test_who_has_said_it_is_quoted(tmp_path):
    """Where the prompt of a chat is the user's name, the name before the message of another one stays."""
    [server] = (ZOO / "chat-yes-first").rglob("server.py")
    relay = server.read_text().replace("for c in clients:", "for c in clients - {conn}:")
    (tmp_path / "server.py").write_text(relay.replace('f"[{addr}] {msg}".encode(FORMAT)', "msg.encode()"))
    (tmp_path / "client.py").write_text(NAMED)
    checks = json.loads(record(grade(tmp_path)))["sections"]["tcp-chat"]["checks"]
    [braces] = [check for check in checks if check["name"] == "braces"]
    assert re.fullmatch(r"expected \{'(\w+)'\}; it shows 'anna: \1'", braces["reason"])


def test_what_was_answered_is_said(tmp_path):
    """Where nothing but the code told what to answer, and the answer led nowhere, the sheet says what was typed."""
    (tmp_path / "chat.py").write_text(
        "import socket\nrole = ['host', 'visit'][int(input('Mode: '))]\ns = socket.socket()\nif role[0] == 'h':\n"
        "    s.bind(('', 5000))\n    s.listen()\n    s = s.accept()[0]\nelse:\n    s.connect(('', 5000))\n"
        "while True:\n    s.send(input().encode())\n    print(s.recv(99).decode())\n")
    section = json.loads(record(grade(tmp_path)))["sections"]["tcp-pair"]
    assert section["verdict"] == "does not run"
    assert "'h' to 'Mode:' in the server" in " ".join(section["notes"])


@pytest.mark.parametrize("form", ["%H:%M:%S", "%I:%M %p", "%I:%M%p", "%H:%M:%S,%f", "%c", "%d/%m/%Y", "%Y-%m-%d", "%s",
                                  "%A, %d %B %Y", "%b %d, %Y", "%d-%m-%y %H:%M", "%Y/%m/%d", "0.%f s",
                                  "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%fZ", "%d.%m.%Y", "%d/%b/%Y",
                                  "%a %b %d %H:%M:%S CEST %Y", "%s.%f", "it took 0.%f.", "%M.%Se-05", "0.45%f s",
                                  "0.1%f", "took %M.%S s", "%M.%S seconds", "after %M ms", "%S.%M ms"])
def test_what_the_clock_says_is_masked(form):
    """What a program writes of the time, the date, or how long something took, is the same in each run."""
    moments = datetime(2026, 5, 1, 9, 7, 3, 123456), datetime(2027, 12, 31, 23, 59, 59, 654321)
    told = {masked(f"[{moment.strftime(form)}] Anna: hello", [], "/nowhere") for moment in moments}
    assert len(told) == 1 and told.pop().endswith("] Anna: hello")
    coded = {masked(b64encode(moment.strftime(f"{form} Anna: hello").encode()).decode(), [], "/nowhere")
             for moment in moments}
    assert len(coded) == 1


@pytest.mark.parametrize("source, told", [("value = random.randint(15, 25)", "measured NUMBER"),
                                          ("port = random.randint(5000, 5999)", "measured 21"), ("", "measured 21")])
def test_a_number_that_a_program_has_drawn_is_masked(source, told):
    """Whatever it shows and sends may be one, but nothing that we say; what it draws for its port is known."""
    result = {"reason": "it shows 1 of 3", "screens": {"server": ["measured 21"]},
              "wire": {"rows": [{"text": "'21'", "size": 2}]}}
    number = told.rpartition(" ")[2]
    assert masked(result, [source], "/nowhere", {5123} if "port" in source else ()) == {
        "reason": "it shows 1 of 3", "screens": {"server": [told]},
        "wire": {"rows": [{"text": f"'{number}'", "size": None if number == "NUMBER" else 2}]}}


def test_a_packet_whose_number_changes_is_told_without_its_size():
    """Python leaves out the zeros at the end of a fraction, so it may have a digit more or less."""
    rows = [masked({"kind": "packet", "text": f"'at {moment!r}'", "size": len(f"at {moment!r}")}, [], "/nowhere")
            for moment in (1764396000.123456, 1764396001.5)]
    assert rows == [{"kind": "packet", "text": "'at SECONDS'", "size": None}] * 2
    assert Row(**rows[0]).label == "'at SECONDS'"
    assert masked({"text": "'NUMBER'", "size": 6}, [], "/nowhere")["size"] == 6


@pytest.mark.parametrize("text", ["192.168.100.200:5000", "10.168.1.2", "it shows about 1,000 of them", "Python 3.12",
                                  "line 12", "127.0.0.1", "port 12345", "1 of 3", "May I?", "12-b", "3.14",
                                  "192.168.1.10:80", "Marco 10 5000", "call 12-34-5678", "message 1234567890", "3.12.1",
                                  "127.0.0.1:5000", "score 25:61", "10.0.0.1:12345"])
def test_what_does_not_change_is_not_masked(text):
    """Addresses, ports, versions and counts are told as they are."""
    assert masked(text, [], "/nowhere") == text


@pytest.mark.parametrize("written, told", [
    ('File "{python}/threading.py", line 9', 'File "threading.py", line 9'),
    ('File "/room/x/server.py"', 'File "server.py"'), ("/room/", "..."),
    ("/etc/hosts", "/etc/hosts"), ("and/or", "and/or"), ("/msg", "/msg"), ("http://x.org/a/b", "http://x.org/a/b"),
])
def test_paths_of_this_computer_are_no_words_of_a_hand_in(written, told):
    """Whatever is left of one; the files of the hand-in keep their names."""
    python = sysconfig.get_path("stdlib")
    assert masked(written.format(python=python), [], "/room/x") == told


@pytest.mark.parametrize("port", [6000, 7777, 9999])
def test_a_port_that_chance_has_drawn_is_masked(port):
    """Even where it is a number that stands in the source."""
    assert masked(f"('127.0.0.1', {port})", ["randint(6000, 9999)"], "/nowhere", {port}) == "('127.0.0.1', PORT)"


def test_make_takes_any_name(tmp_path):
    """A folder may be called whatever a student likes; no name at all is no name of the kit's own folder."""
    lab = shutil.copytree(ZOO / "tcp-port-mismatch", tmp_path / "D'Souza $HOME \"x\" #2")
    alone = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}  # no part of ours
    options = {"cwd": HOME, "capture_output": True, "text": True, "env": alone}
    run = subprocess.run(["make", "test", f"LAB={lab}"], **options)
    assert run.stdout.startswith(f"Mark sheet of {lab}\n") and run.returncode == 0
    run = subprocess.run(["make", "test", "LAB="], **options)
    assert run.stdout == "LAB is empty: it names the folder or the zip that is to be marked\n" and run.returncode == 2


def test_a_class_that_is_taken_for_one_hand_in(tmp_path):
    """Many folders with programs that talk with each other are pointed out."""
    for number in range(5):
        shutil.copytree(ZOO / "tcp-model", tmp_path / f"student{number}")
    assert "make test CLASS=" in grade(tmp_path).notes[0]


def test_json_is_whole_or_as_it_was(tmp_path):
    """Whenever the grader is killed: here when it is about to write."""
    file, link = tmp_path / "x.json", tmp_path / "link.json"
    file.write_text("before")
    link.symlink_to(file)
    dies = ("import os, sys\nfrom lab12 import __main__\nfrom lab12.sheet import record\n"
            "record.record = lambda made: os.kill(os.getpid(), 9)\n__main__.main()")
    for name, left in (link, "before"), (tmp_path / "new.json", None):
        argv = [sys.executable, "-c", dies, "grade", HOME / "tests/zoo/tcp-port-mismatch", "--json", name]
        done = subprocess.run(argv, cwd=HOME, capture_output=True)
        assert done.returncode == -9
        assert (name.read_text() if name.exists() else None) == left
    command(HOME / "tests/zoo/tcp-port-mismatch", "--json", link)
    assert link.is_symlink() and json.loads(file.read_text("utf-8"))["sections"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.json", "x.json"]


def test_zip_and_json(tmp_path):
    """A zip is marked as the folder in it, and --json writes what the sheet says."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for path in (ZOO / "tcp-model").iterdir():
            archive.write(path, f"me/{path.name}")
    status, out, _ = command(tmp_path / "x.zip", "--json", tmp_path / "x.json")
    written = json.loads((tmp_path / "x.json").read_text("utf-8"))
    assert status == 0 and (written["total"], written["out_of"]) == (100, 100), out
    assert written["sections"]["tcp-pair"]["server"] == "me/server.py" and "me/server.py" in out


def test_roles_by_hand(tmp_path):
    """--role has another file marked than the one that was found."""
    shutil.copytree(ZOO / "tcp-model", tmp_path, dirs_exist_ok=True)
    shutil.copy(ZOO / "tcp-echo-only/EchoServer.py", tmp_path / "other.py")
    _, out, _ = command(tmp_path, "--role", "tcp-pair-server=other.py")
    assert "server: other.py" in out


def test_without_a_pair_there_is_nothing_to_look_at(tmp_path):
    (tmp_path / "server.py").write_text("import socket\nsocket.create_server(('', 5000)).accept()\n")
    for more, said in ([], f"{tmp_path}: there is no pair of a server and a client to look at"), (
            ["--wire"], "--look shows the windows themselves: give it without --json and --wire"):
        assert command(tmp_path, "--look", *more) == (2, "", f"lab12: {said}\n")


def test_look_keeps_the_windows_open():
    """--look stops at each miss, shows the screens, and types for its user; the end of the input ends it."""
    command = [sys.executable, "-m", "lab12", "grade", ZOO / "tcp-echo-only", "--look"]
    done = subprocess.run(command, cwd=HOME, input="client a word\nnobody x\n\n", capture_output=True, encoding="utf-8")
    assert done.stdout.count("Client: a word") == 1 and "there are server, client" in done.stdout
    assert done.stdout.index("missed      A reply typed") < done.stdout.index("missed      The stop word is exit")
    assert (done.returncode, without_protection(done.stderr)) == (2, "lab12: stopped\n")


def test_a_rubric_of_ones_own(tmp_path):
    """Marks, sections, form and accepted stop words are as the file says; what it does not say is as it was."""
    file = tmp_path / "rubric.toml"
    file.write_text('sections = ["udp-pair"]\nform = false\nstops = ["exit"]\n[marks.pair]\nlong = 0\n')
    made = grade(ZOO / "udp-practical-transcript", scheme=file)
    assert made.out_of == 86
    [section] = [section for section in made.sections if section.name == "udp-pair"]
    assert section.marks["stops"] == 0  # it stops on end
    for wrong in ("long = 5", "[marks.pair]\nlongest = 5", 'sections = ["sctp"]', "count = 7", "count = 'x'",
                  "[marks.pair]\nlong = -1", "x", "sections = 5", "sections = []", "marks = 3", "[marks]\npair = 3",
                  "form = 'no'", "[marks.pears]\nlong = 1", "[marks.pair]\nlong = true", "stops = 'bye'",
                  "count = true", "scripts = 1", "[scripts]\npair = 'x'", "[scripts]\npear = ['x', 'y']"):
        file.write_text(wrong)
        with pytest.raises(SchemeError):
            read_scheme(file)


@pytest.mark.parametrize("rubric", [None, "kit"])
def test_each_section_is_out_of_100(rubric):
    scheme = read_scheme(rubric)
    assert [sum(scheme.worth(name, one) for one in checks_of(name)) for name in SECTIONS] == [100] * 4


HOSTILE = {
    "forks": "import os\nfor _ in range(8):\n    os.fork()\n",
    "prints": "while True:\n    print('x' * 1000)\n",
    "fills memory": "x = [0]\nwhile True:\n    x = x + x\n",
    "ignores signals": "import signal\nfor n in range(1, 30):\n    try:\n        signal.signal(n, signal.SIG_IGN)\n"
                       "    except OSError:\n        pass\nwhile True:\n    signal.pause()\n",
    "fills the disk": "with open('big', 'wb') as f:\n    while True:\n        f.write(bytes(1 << 20))\n",
    "ends its parent": "import os\nos.kill(os.getppid(), 9)\n",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_scripts_are_bounded(kind, tmp_path):
    """Whatever a script does, the grader comes back, and leaves no process behind."""
    sockets = "import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 5000))\ns.listen()\n"
    name = f"server{os.getpid()}.py"  # another grader on this computer may be at work too
    (tmp_path / name).write_text(sockets + HOSTILE[kind] + "s.accept()[0].recv(9)\n")
    (tmp_path / "client.py").write_text("import socket\ns = socket.socket()\ns.connect(('127.0.0.1', 5000))\n"
                                        "while True:\n    s.send(input().encode())\n    print(s.recv(99))\n")
    [section] = [section for section in grade(tmp_path).sections if section.name == "tcp-pair"]
    assert section.verdict in ("does not run", "one way")
    assert not [path for path in Path("/proc").iterdir() if path.name.isdecimal() and name in command_of(path)]


def command_of(process):
    """Return the command line of a process, an empty one if it has ended."""
    try:
        return (process / "cmdline").read_text(errors="replace")
    except OSError:
        return ""


@pytest.fixture
def tries(copies, monkeypatch, tmp_path):
    """The processes in which it is tried what a client does without a server: one line each."""
    noted, tried = tmp_path / "tries", endings.client_without_server
    noted.touch()

    def note(d):
        with noted.open("a") as lines:
            lines.write(f"{os.getpid()}\n")
        tried(d)

    monkeypatch.setattr(endings, "client_without_server", note)
    return lambda: len(noted.read_text().split())


@pytest.mark.parametrize("name, times", [("udp-practical-transcript", 1), ("tcp-argv", 1),
                                         ("chat-udp-speaks-first", 2)])
def test_what_was_tried_beside_the_other_checks_is_not_tried_again(name, times, tries):
    """A client that has looked for its server in vain lacks nothing else, but where one has to say something first."""
    [section] = [one for one in grade(ZOO / name, wire=True).sections if one.marks]
    [alone] = [one for one in section.results if one.name == "alone"]
    assert tries() == times and alone.outcome == "missed" and alone.steps and "/tmp" not in str(vars(alone))


def test_what_lacked_something_of_the_server_is_tried_in_its_turn(tries, tmp_path):
    """Such as a file that the server writes when it starts."""
    for name, line in ("recvr1.py", "open('ready.py', 'w').close()"), ("recvr2.py", "import ready"):
        source = (HOME / "tcp" / name).read_text("utf-8")
        (tmp_path / name).write_text(source.replace("    with ", f"    {line}\n    with ", 1), "utf-8")
    [section] = [one for one in grade(tmp_path).sections if one.marks]
    assert tries() == 2 and [one.outcome for one in section.results if one.name == "alone"] == ["passed"]


OF_ALL = ("import socket, threading\ns = socket.socket()\ns.bind(('127.0.0.1', 7412))\ns.listen()\ndef talk():\n"
          "    while True:\n        data = c.recv(999)\n        if not data:\n            break\n"
          "        print(data.decode(), flush=True)\n        c.sendall(data)\n"
          "while True:\n    c, a = s.accept()\n    threading.Thread(target=talk).start()\n")
TURNS = ("import socket\ns = socket.socket()\ns.connect(('127.0.0.1', 7412))\nwhile True:\n"
         "    s.sendall(input('> ').encode())\n    print('back:', s.recv(999).decode())\n")


def test_one_name_for_all_clients_makes_no_chat(tmp_path):
    """A server that sends each client its own back is a pair's, though its threads send to whoever came last."""
    (tmp_path / "server.py").write_text(OF_ALL)
    (tmp_path / "client.py").write_text(TURNS)
    found = {section.name: section.verdict for section in grade(tmp_path).sections}
    assert found["tcp-pair"] == ECHO and found["tcp-chat"] == "missing"
