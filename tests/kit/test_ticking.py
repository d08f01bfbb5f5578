"""Ticking: programs that do something at each tick of a clock, for ever, are not waited for longer than need be."""
import socket
from types import SimpleNamespace

import pytest
from performing import CROWD, performed

from lab12.rubric.checks import PASSED
from lab12.stage import waiting
from lab12.stage.habits import Habits
from lab12.stage.peer import Peer
from lab12.stage.stage import Stage

pytestmark = [pytest.mark.usefixtures("copies"),  # what performs checks is no fit for pickle
              pytest.mark.skipif(not waiting.available(), reason="this kernel does not tell what a process waits for")]
TICKS = """import select, sys, time
look = select.poll()
look.register(0, select.POLLIN)
ends = time.monotonic() + 1.0
while True:
    if look.poll(max(0.0, ends - time.monotonic()) * 1000):
        print("heard", input(), flush=True)
    else:
        ends = time.monotonic() + 1.0
"""
TELLS_TIME = """import threading, time
def tell():
    while True:
        time.sleep(0.2)
        print("tick", flush=True)
threading.Thread(target=tell, daemon=True).start()
while True:
    print("heard", input(), flush=True)
"""
POLLS = """import socket, threading, time
link = socket.create_connection(("127.0.0.1", 7309))
link.setblocking(False)
def hear():
    while True:
        time.sleep({nap})
        try:
            print(link.recv(999).decode(), flush=True)
        except BlockingIOError:
            pass
threading.Thread(target=hear, daemon=True).start()
while (text := input()) != "exit":
    link.sendall(text.encode())
"""


def test_a_tick_of_which_nothing_comes_is_looked_through(tmp_path):
    """A program that comes back to its wait with what is left of it would be waited for at each line, up to the tick.

    It is known by the third line that nothing comes of that: from then on there is no tick between two lines.
    """
    (tmp_path / "ticks.py").write_text(TICKS)
    with Stage() as stage:
        window = stage.open(tmp_path / "ticks.py")
        for _ in range(4):
            window.types("hello")
        assert ("poll", ("keyboard",)) in window.processes.polls and window.output.count("heard hello") == 4


def test_a_limit_that_was_up_in_vain_once_may_be_chance():
    known = Habits(set())
    found = []
    for _ in range(2):
        known.looked_in_vain("poll", ("network",))
        found.append(("poll", ("network",)) in known.polls)
    assert found == [False, True] and not known.sleeping()


def test_what_tells_the_time_for_ever_is_waited_for_two_rounds(tmp_path):
    (tmp_path / "time.py").write_text(TELLS_TIME)
    with Stage() as stage:
        window = stage.open(tmp_path / "time.py")
        assert window.processes.known_to_beat() and window.output.count("tick") < 40  # and it is no writing by letters
        for _ in range(3):
            before = window.output.count("tick")
            window.types("hello")
            assert "heard hello" in window.output and window.output.count("tick") - before <= 4


@pytest.mark.parametrize("nap, dawdles", [(0.3, True), (0.02, False)])
def test_programs_that_sleep_for_a_part_of_a_second_in_each_step_may_be_tried_side_by_side(tmp_path, nap, dawdles):
    made, facts = performed(tmp_path, "tcp-chat", {"server.py": CROWD, "client.py": POLLS.format(nap=nap)},
                            "starts", "message", "turns", "everybody")
    assert set(made.values()) == {PASSED} and ("dawdles" in facts) == dawdles


@pytest.mark.parametrize("beats, settled", [(True, 1), (False, 5)])
def test_one_of_ours_does_not_hear_out_what_goes_on_for_ever(beats, settled):
    ours, theirs = socket.socketpair()
    done = []

    def settle():
        done.append(True)
        if len(done) < 5:
            theirs.send(b"tick ")

    with ours, theirs:
        ours.setblocking(False)
        theirs.send(b"hello ")
        peer = object.__new__(Peer)
        peer.transport, peer.socket, peer.listener = "tcp", ours, None
        peer.stage = SimpleNamespace(settle=settle, windows=[SimpleNamespace(processes=SimpleNamespace(beats=beats))])
        assert peer.hears() == b"hello " + b"tick " * min(settled, 4) and len(done) == settled
