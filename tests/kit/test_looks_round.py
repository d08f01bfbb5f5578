"""Looks round: a program that never waits, and takes what comes in between, is talked with all the same."""
from types import SimpleNamespace

import pytest
from performing import performed
from sources import source

from lab12.finder.source import read
from lab12.grader import verdict
from lab12.stage import habits, settling
from lab12.stage.settling import PATIENCE
from lab12.stage.stage import Stage

ROUND = """import select, socket, sys
{begins}
while True:
    came, _, _ = select.select([sys.stdin, link], [link], [])
    if sys.stdin in came:
        link.sendall(sys.stdin.readline().strip().encode())
    if link in came:
        data = link.recv(999)
        print(data.decode(), flush=True)
        if not data:
            break
"""
SERVER = ROUND.format(begins="link, _ = socket.create_server(('127.0.0.1', 7451)).accept()")
CLIENT = ROUND.format(begins="link = socket.create_connection(('127.0.0.1', 7451))")
BOTH = "import selectors, socket, sys\nlink, sel = socket.socket(), selectors.DefaultSelector()\n" \
    "sel.register(sys.stdin, 1)\nsel.register(link, {events})\nwhile True:\n    sel.select({limit})\n"


@pytest.mark.parametrize("text, line", [
    (CLIENT, 4), (CLIENT.replace("[link], []", "[], []"), 0), (CLIENT.replace("[link], []", "[], [], 0"), 4),
    (CLIENT.replace("[link], []", "[], [], 0.5"), 0), (CLIENT.replace("sys.stdin, link]", "link]"), 0),
    (CLIENT.replace("select([sys.stdin, link]", "select(two").replace("while", "two = [link, sys.stdin]\nwhile"), 5),
    (BOTH.format(events="1", limit=""), 0), (BOTH.format(events="1", limit="timeout=0"), 6),
    (BOTH.format(events="1 | selectors.EVENT_WRITE", limit=""), 4)])
def test_where_a_program_looks_round_without_waiting(text, line):
    [script] = read("a.py", text)
    assert script.looks_round == line


@pytest.mark.usefixtures("copies")  # what performs checks is no fit for pickle
@pytest.mark.parametrize("sleeps", [False, True])
def test_two_that_never_wait_talk_all_the_same_also_where_they_sleep_between_two_looks(sleeps, tmp_path):
    names = "starts", "message", "reply", "turns"
    server, client = (text.replace("[link], [])", "[], [], 0)\n    __import__('time').sleep(0.03)") if sleeps else text
                      for text in (SERVER, CLIENT))
    made, _ = performed(tmp_path, "tcp-pair", {"server.py": server, "client.py": client}, *names)
    assert (verdict.takes_a_core(source(client)) == "") is sleeps
    assert made == dict.fromkeys(names, "passed")


def test_one_that_spins_may_print_without_end_later(tmp_path):
    """It is not waited for as long as one that does nothing."""
    (tmp_path / "a.py").write_text("import select, sys\nwhile not select.select([sys.stdin], [], [], 0)[0]:\n    pass\n"
                                   "while True:\n    print('x' * 200)\n")
    with Stage() as stage:
        window = stage.open(tmp_path / "a.py")
        assert window.unsettled == "runs on and waits for nothing" and not window.asks()
        window.looks_round = True
        window.types("go")
        assert window.floods() and stage.bounded < PATIENCE


FLOODS = """import socket
link, _ = socket.create_server(("127.0.0.1", 7452)).accept()
input("Say: ")
while True:
    link.sendall(b"once more\\n")
    for _ in range(10_000):  # so that the other one keeps up
        pass
"""
SHOWS = """import socket
link = socket.create_connection(("127.0.0.1", 7452))
print("It listens.")
while data := link.recv(999):
    print(data.decode(), end="")
"""


def test_one_that_is_sent_without_end_is_not_waited_for(tmp_path):
    """It works little, and never prints too much at once: the one that sends runs on."""
    for name, text in ("server.py", FLOODS), ("client.py", SHOWS):
        (tmp_path / name).write_text(text)
    with Stage() as stage:
        server, client = stage.open(tmp_path / "server.py"), stage.open(tmp_path / "client.py")
        server.types("go")
        assert server.unsettled == "runs on and waits for nothing" and client.floods()
        assert habits.FLOODS in client.processes.polls and stage.bounded < PATIENCE


def test_one_known_to_print_without_end_is_not_heard_out_again(tmp_path):
    (tmp_path / "a.py").write_text("while True:\n    print('once more')\n")
    polls, lines = {}, []
    for _ in range(2):
        with Stage(polls=polls) as stage:
            window = stage.open(tmp_path / "a.py", name="a")
            assert window.floods()
            lines.append(window.terminal.lines)
    assert lines[1] < lines[0] / 4


@pytest.mark.parametrize("held", [True, False])
def test_one_that_runs_on_does_so_no_more_if_it_waits_and_not_if_it_is_held(held):
    """Held it stands still, as it does when programs that send twice in a row run one after the other."""
    processes = SimpleNamespace(spins=True, held=held, stand=lambda: True, work=lambda: 1.0, calling=lambda: False)
    window = SimpleNamespace(processes=processes, unsettled="runs on", floods=lambda: False)
    settling.take_back(SimpleNamespace(windows=[window]))
    assert (processes.spins, bool(window.unsettled)) == (held, held)
