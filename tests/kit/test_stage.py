"""The stage: what it sees of a process, when it calls it settled, and what it does where the kernel tells nothing."""
import contextlib
import os
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from lab12 import HOME
from lab12.driver.recorder import Recorder
from lab12.guard import sandbox
from lab12.stage import network, plain, program, settling, waiting
from lab12.stage import stage as stage_module
from lab12.stage.habits import BEATS
from lab12.stage.peer import Peer
from lab12.stage.polling import ready
from lab12.stage.screen import COLUMNS, EDITED, Screen
from lab12.stage.stage import Stage
from lab12.stage.window import Miss, Window
from lab12.wire.capture import Wire

linux = pytest.mark.skipif(not waiting.available(), reason="this kernel does not tell what a process waits for")


@pytest.fixture
def start(tmp_path):
    """Start Python source in a window of a stage."""
    with Stage() as made:
        def opened(source, *arguments):
            path = tmp_path / f"script{len(made.windows)}.py"
            path.write_text(source)
            return made.open(path, *arguments)
        opened.stage = made
        yield opened


WAITS = {
    "input()": {"keyboard"},
    "import sys; sys.stdin.readline()": {"keyboard"},
    "import select; select.select([0], [], [])": {"keyboard"},
    "import readline; input()": {"keyboard"},
    "import socket; s = socket.create_server(('127.0.0.1', 80)); s.accept()": {"connection"},
    "import socket; s = socket.socket(type=2); s.bind(('127.0.0.1', 80)); s.recvfrom(99)": {"network"},
    "import socket; s = socket.socket(type=2); s.bind(('', 80)); s.settimeout(60); s.recvfrom(99)": {"network"},
    "import socket, selectors as x; s = socket.socket(type=2); s.bind(('', 80)); e = x.DefaultSelector(); "
    "e.register(s, 1); e.register(0, 1); e.select()": {"keyboard", "network"},
    "import asyncio; asyncio.run(asyncio.start_server(print, '127.0.0.1', 80)); input()": {"keyboard"},
    "import threading as t; t.Thread(target=input).start()": {"keyboard"},
    "import threading as t; t.Lock().acquire(); e = t.Event(); e.wait()": {"thread"},
    "import os; os.fork() or input(); os.wait()": {"keyboard"},
    "import subprocess; subprocess.run(['cat'])": {"keyboard"},
    "import signal; signal.pause()": {"signal"},
    "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)": {"signal"},
    "import os, selectors as x, socket; s = socket.create_server(('127.0.0.1', 80)); "
    "p = socket.socketpair(); e = x.DefaultSelector(); "
    "[e.register(f, 1) for f in (s, p[0], os.pipe()[0], os.eventfd(0))]; e.select()": {"network"},
    "import os; os.read(os.eventfd(0), 8)": {"pipe"},
    "import multiprocessing as m\nif __name__ == '__main__':\n    m.set_start_method('forkserver')\n"
    "    with m.Pool(1) as pool:\n        pool.map(abs, [1])\n        input()": {"keyboard"},
}


@linux
@pytest.mark.parametrize("source", WAITS)
def test_what_a_script_waits_for(start, source):
    window = start(source)
    assert window.processes.kinds() == WAITS[source], window.screen.text


@linux
def test_what_one_that_looks_round_waits_for(start):
    """It is the same at each look, whether it is in its call just then or between two of them."""
    window = start("import socket, threading\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                   "s.bind(('127.0.0.1', 0))\ns.settimeout(0.002)\ndef look():\n    while True:\n        try:\n"
                   "            s.recvfrom(9)\n        except TimeoutError:\n            sum(range(9999))\n"
                   "threading.Thread(target=look, daemon=True).start()\ninput()\n")
    for _ in range(100):
        window.processes.polls.clear()
        window.processes.learn()
        assert [kinds for _, kinds in window.processes.polls] == [("network",)]
    assert {frozenset(window.processes.kinds()) for _ in range(300)} == {frozenset({"keyboard", "network"})}


@linux
def test_threads_that_come_and_go(start):
    """A thread that ends while it is looked at takes nothing else from sight."""
    window = start("import threading as t\nprint('on')\nwhile True:\n    t.Thread(target=int).start()\n")
    window.shows_anywhere("on")
    assert all(look and look[0][:2] == (window.terminal.pid,) * 2
               for look in (window.processes.look() for _ in range(1000)))


@linux
@pytest.mark.parametrize("later", ["os.fork() or sys.stdin.read(1) or os._exit(0)",
                                   "os.fork() or (os.setsid(), signal.pause())",
                                   "subprocess.Popen(['cat'], stdin=subprocess.PIPE, start_new_session=True)"])
def test_a_process_that_is_started_later(start, later):
    """What a script starts after it has once come to rest is found, be it in a session of its own."""
    window = start(f"import os, signal, subprocess, sys\ninput()\n{later}\nwhile True:\n    signal.pause()\n")
    assert len(window.processes) == 1
    window.types("")
    assert len(window.processes) == 2


@linux
@pytest.mark.skipif(sandbox.level() == sandbox.LIMITS, reason="no sandbox to be had")
@pytest.mark.parametrize("lists", [True, False])
def test_a_process_that_is_left_behind_in_a_sandbox(lists, monkeypatch, tmp_path):
    """It is found once its parent has ended, where the kernel lists children and where it does not."""
    monkeypatch.setattr(program, "lists_children", lambda: lists)
    (tmp_path / "late.py").write_text("import os, signal\ninput()\nif os.fork() == 0:\n    if os.fork() == 0:\n"
                                      "        signal.pause()\n    os._exit(0)\nos.wait()\nsignal.pause()\n")
    with closing(sandbox.Sandbox(tmp_path)) as guard, Stage(guard=guard) as stage:
        window = stage.open(tmp_path / "late.py")
        assert len(window.processes) == 1
        window.types("")
        assert len([pid for pid in window.processes if Path(f"/proc/{pid}").exists()]) == 2


@linux
def test_a_number_that_is_given_again():
    """A process that was there before and has ended is no stranger any more: its number may be given again."""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as other, Stage() as stage:
        assert other.pid in stage.strangers
        other.kill()
        other.wait()
        stage.open(HOME / "tcp/recvr1.py")
        assert other.pid not in stage.strangers


@linux
def test_a_turn_needs_no_time_out(start):
    """Each of 200 turns ends as soon as both scripts wait again: nothing is missed and nothing waited for."""
    server = start.stage.open(HOME / "tcp/recvr1.py")
    client = start.stage.open(HOME / "tcp/recvr2.py")
    for turn in range(200):
        client.types(f"m{turn}").shown_by(server)
        server.types(f"r{turn}").shown_by(client)


@linux
def test_message_sent_in_two_pieces_is_waited_for(start):
    """Nagle's algorithm holds the second piece back until the first is acknowledged; it is not lost to the stage."""
    server = start("import socket\nc, _ = socket.create_server(('127.0.0.1', 80)).accept()\n"
                  "while True:\n    print('got', c.recv(1), c.recv(4, socket.MSG_WAITALL))\n    c.send(b'ok')\n")
    client = start("import socket\ns = socket.create_connection(('127.0.0.1', 80))\n"
                  "while True:\n    text = input().encode()\n    s.send(b'4')\n    s.send(text)\n    s.recv(2)\n")
    for text in "abcd", "efgh", "ijkl", "mnop", "qrst":
        client.types(text).shown_by(server)


@linux
def test_script_that_polls_counts_as_waiting(start):
    window = start("import socket\ns = socket.socket(type=2)\ns.bind(('127.0.0.1', 80))\ns.settimeout(0.05)\n"
                  "while True:\n    try:\n        print(s.recvfrom(99)[0])\n    except TimeoutError:\n        pass\n")
    assert window.alive()
    peer = start.stage.network.socket("udp")
    start.stage.step("a datagram comes", lambda: peer.sendto(b"hello", ("127.0.0.1", 80)))
    window.shows("hello")
    peer.close()


@linux
def test_child_that_has_ended_is_not_waited_for(start):
    """A process of which nobody has asked how it ended, as multiprocessing leaves them, does nothing any more."""
    window = start("import os\nif os.fork() == 0:\n    os._exit(0)\ninput()\n")
    assert window.asks() and not window.unsettled


@pytest.mark.parametrize("seconds", [0.4, pytest.param(1.2, marks=linux)])
def test_sleep_is_waited_for(seconds, start):
    start(f"import time\ntime.sleep({seconds})\nprint('later')\ninput()\n").shows("later")


@linux
def test_sleep_after_sleep_is_not_waited_for(start):
    """A program that says something and sleeps for seconds, again and again, counts as waiting in the end."""
    window = start("import time\nwhile True:\n    print('trying')\n    time.sleep(2)\n")
    assert window.alive() and not window.unsettled and window.doing() == "waits for a clock"
    assert window.screen.text.count("trying") < 5


HEART_BEATS = """import threading, time
def beat():
    while True:
        time.sleep(1.5)
for _ in range(2):
    threading.Thread(target=beat, daemon=True).start()
    time.sleep(0.75)
while True:
    input()
"""


@linux
def test_a_heart_beat_is_one_until_its_end(start):
    """At each moment one of two is in the last second of its sleep, which is no work for all that."""
    window = start(HEART_BEATS)
    before = start.stage.bounded
    for _ in range(3):
        window.types("")
    assert start.stage.bounded == before and BEATS not in window.processes.polls


SLEEPS_A_SECOND = """import threading, time
def ask():
    while True:
        input()
threading.Thread(target=ask, daemon=True).start()
while True:
    time.sleep(1)
"""


@linux
def test_a_sleep_of_a_second_is_one_of_a_second(start):
    """However little of it has passed when it is seen first: no step waits for its end."""
    window = start(SLEEPS_A_SECOND)
    before = start.stage.bounded
    for _ in range(3):
        window.types("")
    assert start.stage.bounded == before and not window.processes.sleeping()


@linux
@pytest.mark.parametrize("soon, printed", [("0", "1\n"), ("0.5", "1\n2\n")])
def test_one_known_to_go_on_by_itself_is_awaited_if_it_does_so_soon(soon, printed, tmp_path, monkeypatch):
    """Where it sleeps for longer, nothing is waited for."""
    monkeypatch.setattr(settling, "learn_beats", lambda stage: pytest.fail("it was waited for"))
    monkeypatch.setattr(settling, "BEAT", 20.0)
    (tmp_path / "sensor.py").write_text(f"import time\nprint(1)\nif {soon}:\n    time.sleep({soon})\n    print(2)\n"
                                        "time.sleep(3600)\n")
    with Stage(polls={"sensor": {BEATS}}) as stage:
        assert stage.open(tmp_path / "sensor.py", name="sensor").output == printed


ASKS_FOR_NEWS = """import socket, threading, time
talk = socket.socket(type=socket.SOCK_DGRAM)
talk.connect(("127.0.0.1", 5000))
input()
def ask():
    while True:
        talk.send(b"any news?")
        time.sleep(0.2)
threading.Thread(target=ask, daemon=True).start()
input()
"""


@linux
def test_one_that_asks_for_news_for_ever_is_awaited_for_two_rounds_once_that_is_known(tmp_path, monkeypatch):
    """It asks only when it has been told to; what is known of it holds in a later stage, too."""
    monkeypatch.setattr(settling, "NOD", 0.5)
    monkeypatch.setattr(settling, "LETTERS", (0.0, 0.0))
    polls = {}
    for _ in range(2):
        with Stage(polls=polls) as stage:
            if not stage.network.private:
                pytest.skip("no private network")
            (tmp_path / "client.py").write_text(ASKS_FOR_NEWS)
            with stage.network.socket("udp") as server:
                server.bind(("127.0.0.1", 5000))
                window = stage.open(tmp_path / "client.py", name="client")
                window.types("")
                assert window.processes.beats and window.processes.known_to_beat()
                monkeypatch.setattr(settling, "NOD", 1000.0)  # it is known from here on
                monkeypatch.setattr(settling, "BEAT", 1.0)
                server.setblocking(False)
                drained(server)
                stage.settle()
                assert 1 <= drained(server) <= 3


def drained(link):
    """Return how many datagrams have come; take them."""
    count = 0
    with contextlib.suppress(BlockingIOError):
        while link.recv(100):
            count += 1
    return count


@linux
def test_work_that_took_long_and_has_ended_was_no_beat(start, monkeypatch):
    """What goes on by itself once more is waited for as ever."""
    monkeypatch.setattr(settling, "NOD", 0.5)
    monkeypatch.setattr(settling, "LETTERS", (0.0, 0.0))
    window = start("import time\ninput()\nfor _ in range(6):\n    print('.', flush=True)\n    time.sleep(0.31)\n"
                   "input('done')\n")
    window.types("")
    assert window.processes.known_to_beat()
    while "done" not in window.output:
        start.stage.settle()
    start.stage.settle()
    assert not window.processes.known_to_beat()


@linux
def test_a_sleep_that_is_too_long_is_known_at_once(start, monkeypatch):
    monkeypatch.setattr(settling, "NOD", 1000.0)
    window = start("import time\nprint('once')\ntime.sleep(3600)\n")
    assert window.doing() == "waits for a clock" and window.output == "once\n" and BEATS in window.processes.polls


@linux
def test_a_wait_is_not_over_if_something_was_sent_meanwhile(start):
    """A program may have gone on between two looks, and wait again."""
    if not start.stage.network.private:
        pytest.skip("no private network")
    start("import time\ntime.sleep(3600)\n")
    quiet = settling.Moment(start.stage)
    assert settling.is_over(start.stage, quiet, 3000.0, 1000.0)
    assert not settling.is_over(start.stage, quiet, None, 1000.0)  # one runs
    with start.stage.network.socket("udp") as other:
        other.bind(("127.0.0.1", 0))
        other.sendto(b"hello", other.getsockname())
    assert not settling.is_over(start.stage, quiet, 3000.0, 1000.0)


@linux
def test_many_that_look_round_need_not_all_sleep_at_once(start):
    """What only looks round when its sleep is over does not begin the wait anew; whatever else runs does."""
    window = start("import threading, time\ndef look():\n    while True:\n        time.sleep(0.05)\n"
                   "threading.Thread(target=look, daemon=True).start()\ninput()\n")
    look, end = (), time.monotonic() + 30
    while len(look) < 2 or any(state not in waiting.STILL for _, _, state, *_ in look):  # it was just looking round
        assert time.monotonic() < end
        window.processes.learn()
        quiet = settling.Moment(start.stage)
        look = quiet.looks[window]
    serves, looks = look
    window.processes.latest = serves, (*looks[:2], "R", looks[3], "running")
    assert quiet.only_looked()
    quiet.work[window] -= 9
    assert not quiet.only_looked()
    quiet.work[window] += 9
    window.processes.latest = (*serves[:2], "R", serves[3], "running"), looks
    assert not quiet.only_looked()


@linux
@pytest.mark.parametrize("source, words", {
    "while True: pass": "runs on and waits for nothing",
    "while True: print('x' * 1000)": "prints without end",
    "while True: print(sum(range(9000)))": "prints without end",  # too slowly for FLOOD before WORK is used up
}.items())
def test_script_that_never_waits_is_bounded(start, source, words):
    window = start(source)
    assert window.alive()
    assert len(window.terminal.raw) <= 9 << 20
    assert window.doing() == words


FLOODS = ("import socket, threading\ns = socket.socket(type=2)\ndef send():\n    while True:\n"
          "        s.sendto(bytes(1000), ('127.0.0.1', 9))\nthreading.Thread(target=send, daemon=True).start()\n"
          "while True:\n    print(len(input()), flush=True)\n")


@linux
def test_one_that_sends_without_end_has_time_to_reach_who_has_just_begun(start):
    """It calls one that listens since a moment, or does not, as chance has it, unless it has worked since then."""
    if not start.stage.network.private:
        pytest.skip("no private network")
    window, end = start(FLOODS), time.monotonic() + 30
    begun = settling.Moment(start.stage)
    while not begun.packets_never_end(begun):
        assert time.monotonic() < end
    other = start("input()\ninput()\n")
    others = settling.Moment(start.stage)
    assert others.renewed() is others
    others.work[window] += 9  # as if all that it has done since then were still to be done
    assert not begun.packets_never_end(others)
    other.types("")
    assert others.renewed() is not others


@linux
def test_packets_without_end_are_not_waited_for(start):
    """What one that runs on sends all the time keeps nobody from being driven, nor the wire from being read."""
    window = start(FLOODS)
    wire = Wire(window.stage.network)
    begun = time.monotonic()
    for count in range(1, 4):
        window.types("x" * count)
        window.shows(f"{count}")
        wire.read()
    assert time.monotonic() - begun < settling.PATIENCE
    wire.close()


@linux
def test_call_that_nobody_answers(start):
    """A call is over in no time, and not worth a word, unless it stands: here the queue is full (listen(2))."""
    start("import socket; s = socket.create_server(('127.0.0.1', 80), backlog=0); input()")
    calls = [start("import socket; s = socket.create_connection(('127.0.0.1', 80)); input()") for _ in range(2)]
    assert [window.doing() for window in calls] == ["waits for the keyboard", "waits for the network"]


CHANGES = """import threading
def begin():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    return stop, thread
first = None
while True:
    word = input()
    if word == "swap":
        first[0].set()
        first[1].join()
    if word in ("one", "swap"):
        first = begin()
    print(threading.active_count(), word)
"""


@linux
def test_threads_are_those_that_there_are(start):
    """Also where as many have begun as have ended."""
    window = start(CHANGES)
    for word, count in ("one", 2), ("swap", 2), ("swap", 2), ("one", 3):
        window.types(word)
        window.shows(f"{count} {word}")
        listed = {int(name) for name in os.listdir(f"/proc/{window.processes.terminal.pid}/task")}
        assert {thread for _, thread, *_ in window.processes.look()} == listed and len(listed) == count


@linux
def test_one_look_is_enough_to_see_who_has_begun_as_another_one_ended():
    with subprocess.Popen([sys.executable, "-uc", CHANGES], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as child:
        threads, seen = waiting.Threads(child.pid), set()
        for word in "one", "swap":
            print(word, file=child.stdin, flush=True)
            child.stdout.readline()
            before, seen = seen, {thread for thread, *_ in threads.pulse()}
        begun = set(map(int, os.listdir(f"/proc/{child.pid}/task"))) - before
        threads.close()
        child.kill()
    assert len(begun) == 1 and begun <= seen


@linux
def test_a_look_tells_of_a_thread_that_has_run_since(start):
    """It waits in the same call as before, and is as it was for all else."""
    window = start("while True:\n    input()\n")
    window.types("")
    before = window.processes.look()
    assert window.processes.look() == before
    window.types("")
    after = window.processes.look()
    assert [part[:3] + part[4:] for part in after] == [part[:3] + part[4:] for part in before] and after != before


@linux
def test_what_runs_goes_on_by_itself(start):
    """One that looks round is found at work now and then, which is no reason to think that it waits for good."""
    assert start("while True:\n    pass").processes.limit() == 0
    assert start("input()").processes.limit() is None


def test_crash_is_told_in_a_line(start):
    window = start("print(1)\nnonsense\n")
    assert "NameError: name 'nonsense' is not defined" in window.doing()
    with pytest.raises(Miss):
        window.ends()


def test_typing_where_nobody_asks_is_a_miss(start):
    window = start("import socket\nsocket.create_server(('127.0.0.1', 0)).accept()\n")
    if start.stage.asks_kernel:
        with pytest.raises(Miss, match="waits for a connection"):
            window.types("hello")


@linux
def test_both_wait_is_said(start):
    server = start.stage.open(HOME / "udp/recvr1.py")
    client = start("import socket\ns = socket.socket(type=2)\ns.bind(('127.0.0.1', 81))\ns.recv(9)\n")
    assert start.stage.waits()[-1] == "each waits for another: nobody will speak again"
    assert server.alive() and client.alive()


@linux
def test_both_wait_is_said_of_event_loops(start):
    """What wakes an event loop from within itself is no reason to hope."""
    start("import asyncio\nasync def serve(reader, writer):\n    await reader.read(9)\nasync def main():\n"
         "    await (await asyncio.start_server(serve, '127.0.0.1', 80)).serve_forever()\nasyncio.run(main())\n")
    start("import socket\ns = socket.create_connection(('127.0.0.1', 80))\ns.recv(9)\n")
    assert start.stage.waits()[-1] == "each waits for another: nobody will speak again"


@linux
def test_no_process_is_left_behind(tmp_path):
    """Neither a script that ignores every signal, nor what it has start, outlives its stage."""
    script = tmp_path / "stubborn.py"
    script.write_text("import os, signal\n"
                      "for n in signal.SIGINT, signal.SIGTERM, signal.SIGHUP: signal.signal(n, signal.SIG_IGN)\n"
                      "os.fork()\nprint(os.getpid(), flush=True)\nwhile True: signal.pause()\n")
    with Stage() as made:
        window = made.open(script)
        pids = [int(pid) for pid in window.screen.text.split()]
        assert len(pids) == 2
        ends = [os.pidfd_open(pid) for pid in pids]
    for end in ends:
        assert select.select([end], [], [], 10)[0]  # a process that is killed takes a moment to end: pidfd_open(2)
        os.close(end)


@pytest.mark.parametrize("command, folder, why", [(["nothing"], "/", "not found"), (["true"], "/nowhere", "cd: ")])
def test_program_that_cannot_be_started(command, folder, why):
    """That does not end it, and is not a mistake of its author."""
    with Stage() as made, pytest.raises(OSError, match=why):
        made.run(command, "window", folder=folder)


def test_script_inherits_nothing(start):
    """Descriptors that a process passes on, as make does, do not reach a script."""
    ends = os.pipe()
    for end in ends:
        os.set_inheritable(end, True)
    window = start("import os; print(*sorted(os.listdir('/dev/fd'))[:-1])")
    assert window.screen.text.split() == ["0", "1", "2"]
    for end in ends:
        os.close(end)


@pytest.mark.skipif(sys.prefix == sys.base_prefix, reason="this Python is in no virtual environment")
def test_script_sees_none_of_our_packages(start):
    """What the kit needs itself is not there for a script, as on a student's computer; Python's own modules are."""
    if plain.python() == sys.executable:
        pytest.skip("there is no other Python to be had here: see plain")
    assert "No module named 'pexpect'" in start("import ssl, pexpect").screen.text


def test_who_sits_at_a_program_has_a_name(start):
    """The sandbox may run it as a user of whom no list of users knows."""
    assert "it is student" in start("import getpass\nprint('it is', getpass.getuser())\n").screen.text


@pytest.mark.parametrize("name", plain.COMMANDS)
def test_a_program_that_starts_python_by_name_starts_the_one_that_runs_it(name, start):
    if plain.python() == sys.executable:
        pytest.skip("the kit runs in no virtual environment that is its own")
    window = start(f"import os, sys\nos.system('{name} -c \"import sys; print(sys.prefix, sys.version)\"')\n"
                   "print(sys.prefix, sys.version)\n")
    lines = [line for line in window.screen.lines if line]
    assert len(lines) > 1 and lines[:len(lines) // 2] == lines[len(lines) // 2:]



@pytest.mark.skipif(sys.prefix == sys.base_prefix, reason="this Python is in no virtual environment")
@pytest.mark.parametrize("before", [None, "/bin/sh", "/nowhere/python3.9"])
def test_the_empty_environment_is_made_anew_when_its_python_has_changed(before, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    if before:
        (tmp_path / plain.NAME / "bin").mkdir(parents=True)
        (tmp_path / plain.NAME / "bin/python").symlink_to(before)
    command = plain.python.__wrapped__()
    assert command == f"{tmp_path / plain.NAME}/bin/python" and os.path.samefile(command, sys.executable)
    told = subprocess.run([command, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True).stdout
    assert told.strip() == str(tmp_path / plain.NAME) and os.listdir(tmp_path) == [plain.NAME]


@linux
@pytest.mark.parametrize("threads, says, ends", [
    (True, "", True), (False, "", False), (True, "print('again?')", False)])
def test_a_signal_that_another_thread_was_handed_is_sent_once_more(start, threads, says, ends):
    """The first thread is not woken then: Ctrl-C has done nothing, as here, where only the second is heeded.

    The other thread blocks the signal: which one is handed it would be chance.
    """
    window = start("import signal, threading\npressed = []\ndef heed(*_):\n    pressed.append(1)\n"
                   f"    {says or 'pass'}\n    if len(pressed) > 1:\n        raise SystemExit\n"
                   "def wait():\n    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])\n"
                   "    threading.Event().wait()\nsignal.signal(signal.SIGINT, heed)\n"
                   + threads * "threading.Thread(target=wait, daemon=True).start()\n" + "input('Enter ')\n")
    window.presses("Ctrl-C")
    assert window.alive() != ends


@linux
@pytest.mark.parametrize("waits", ["select.select([r], [], [], 0.6)", "p = select.poll(); p.register(r); p.poll(600)",
                                   "time.sleep(0.6)", "threading.Event().wait(0.6)"])
def test_a_time_limit_goes_off_once(start, waits):
    """Of some the kernel tells how long they wait in all, and not what is left of it."""
    window = start("import os, select, threading, time\nr, w = os.pipe()\nwhile input():\n"
                   f"    {waits}\n    print('late', flush=True)\n")
    for _ in range(3):
        window.types("now")
        assert window.screen.text.rstrip().endswith("late")


def test_script_heeds_ctrl_c_where_we_ignore_it(start):
    """What is ignored stays ignored in a program that is started (signal(7)): a grader in the background ignores it."""
    heeded = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        window = start("input('Enter ')")
    finally:
        signal.signal(signal.SIGINT, heeded)
    window.presses("Ctrl-C")
    assert "KeyboardInterrupt" in window.screen.text


def test_stages_do_not_see_each_other():
    with Stage() as one, Stage() as two:
        if not (one.network.private and two.network.private):
            pytest.skip("no private network here")
        one.open(HOME / "tcp/recvr1.py")
        two.open(HOME / "tcp/recvr2.py").shows("no server at 127.0.0.1:12345")
        two.open(HOME / "tcp/recvr1.py")


def test_address_of_another_computer(tmp_path):
    script = tmp_path / "lan.py"
    script.write_text("import socket\ns = socket.create_server(('172.16.10.227', 12345))\nprint('here')\ns.accept()\n")
    with Stage(addresses=["172.16.10.227"]) as made:
        if not made.network.private:
            pytest.skip("no private network here")
        made.open(script).shows("here")


def test_broadcasts_arrive():
    """A broadcast datagram (RFC 919) reaches a program that waits in a private network, as it would in a LAN."""
    with Stage() as made:
        if not made.network.private:
            pytest.skip("no private network here")
        with made.network.socket("udp") as waits, made.network.socket("udp") as calls:
            waits.bind(("", 5000))
            calls.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            calls.sendto(b"who is there?", ("255.255.255.255", 5000))
            assert waits.recv(99) == b"who is there?"


def test_broadcasts_to_one_network_arrive_at_all_who_wait():
    with Stage(addresses=["10.1.1.63/all"]) as made:
        if not made.network.private:
            pytest.skip("no private network here")
        with made.network.socket("udp") as one, made.network.socket("udp") as two, (
                made.network.socket("udp")) as calls:
            for waits in one, two:
                waits.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                waits.bind(("", 5000))
            with pytest.raises(PermissionError):  # socket(7)
                calls.sendto(b"hello", ("10.1.1.63", 5000))
            calls.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            calls.sendto(b"hello", ("10.1.1.63", 5000))
            assert one.recv(99) == two.recv(99) == b"hello"


@linux
def test_a_packet_that_comes_after_it_was_given_up_was_not_lost():
    """One that sends without pause has a packet on its way all the time, whenever the others are given up."""
    made, reason = network.open_network()
    if reason:
        pytest.skip(reason)
    try:
        made.lost = 1  # as if it had been on its way, and has come since
        assert not made.busy() and made.lost == 0
    finally:
        made.close()


def test_a_socket_of_a_network_is_open_once():
    """Else what is closed here is not closed yet, and the other side hears of it too late."""
    made, why = network.open_network()
    if not made.private:
        pytest.skip(why)
    cores = os.sched_getaffinity(0)
    try:
        for process in os.getpid(), made.holder:  # on one core either of them may have to wait for the other
            os.sched_setaffinity(process, {min(cores)})
        for _ in range(3000):
            with made.socket("tcp") as ours:
                name = os.readlink(f"/proc/self/fd/{ours.fileno()}")
                assert name not in {entry.is_symlink() and os.readlink(entry.path)
                                    for entry in os.scandir(f"/proc/{made.holder}/fd")}
    finally:
        os.sched_setaffinity(0, cores)
        made.close()


@pytest.fixture
def nothing(monkeypatch):
    """A computer without namespaces and without /proc, as far as the stage can see."""
    def refused(addresses):
        raise network.Unavailable("Operation not permitted")
    monkeypatch.setattr(network, "PrivateNetwork", refused)
    monkeypatch.setattr(waiting, "available", lambda: False)


def test_without_kernel_features_it_works_and_says_so(nothing):
    notices = []
    with Stage(notice=notices.append) as made:
        port = made.port("tcp", 12345)
        server = made.open(HOME / "tcp/recvr1.py", "127.0.0.1", port)
        client = made.open(HOME / "tcp/recvr2.py", "127.0.0.1", port)
        client.types("hello").shown_by(server)
        server.types("hey").shown_by(client)
        client.types("exit")
        client.ends(0)
    assert len(notices) == 2
    assert "Operation not permitted" in notices[0]


def test_lonely_network_holder_ends_with_its_parent():
    """If the grader is killed, the process that holds its network goes too."""
    source = ("import sys; sys.path.insert(0, sys.argv[1]); from lab12.stage.network import open_network\n"
              "n, why = open_network(); print(getattr(n, 'holder', 0), flush=True); sys.stdin.read()")
    command = [sys.executable, "-c", source, str(HOME)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as grader:
        holder = int(grader.stdout.readline())
        if not holder:
            pytest.skip("no private network here")
        watch = os.pidfd_open(holder)
        grader.kill()
        ended, _, _ = select.select([watch], [], [], 10)  # readable once the process has ended (pidfd_open(2))
        os.close(watch)
        assert ended


def test_descriptors_above_what_select_knows():
    """What is ready is told of descriptors above 1,023 as well: each thread of a program is watched by two of them."""
    reading, writing = os.pipe()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 1200:
        pytest.skip("this user may not open so many files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 1200), hard))
    high = os.dup2(reading, 1100)
    try:
        assert ready([high], 0) == []
        os.write(writing, b"x")
        assert ready([high], 1) == [high]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for descriptor in reading, writing, high:
            os.close(descriptor)


@pytest.mark.parametrize("printed", [b"\x1b[700000000Cx\r\n" * 2, b"\x1b]0;" + b"a" * 100_000, b"\x1b]" * 50_000,
                                     b"\x1b[30000@" * 20_000, b"\x1b[" + b"9" * 5000 + b"C"])
def test_the_screen_is_bounded(printed):
    """No output makes a screen large or slow: a cursor stays within the lines, what has no end is no sequence."""
    screen = Screen()
    screen.feed(printed)
    assert len(screen.text) < 200_000 and screen.column <= max(COLUMNS, len(printed))
    screen.feed(b"\r\nhello\r\n")
    assert "hello" in screen.text or screen.moved > EDITED


@pytest.mark.parametrize("unseen", [
    "\x1b[1;31m", "\x1b[4:3m", "\x1b[?2004h", "\x1b[>4;2m", "\x1b[>1u", "\x1b[=1c", "\x1b[?2026$p", "\x1b[2 q",
    "\x1b[3 A", "\x1b[!p", "\x1b(B", "\x1b%G", "\x1b#8", "\x1b=", "\x1bn", "\x1b]0;chat\x07", "\x1b]8;;https://example.edu\x1b\\",
    "\x1bP+q544e\x1b\\", "\x1b_hidden\x1b\\"])
def test_what_a_terminal_does_not_show(unseen):
    """An escape sequence is no text, whether it comes at once or letter by letter (ECMA-48)."""
    at_once, by_letters, cut = Screen(), Screen(), Screen()
    at_once.feed(f"one\r\ntwo{unseen}!\r\n".encode())
    for letter in f"one\r\ntwo{unseen}!\r\n":
        by_letters.feed(letter.encode())
    assert at_once.text == by_letters.text == "one\ntwo!\n"
    cut.feed(unseen[:-1].encode())
    assert cut.text == ""


def test_the_screen_is_cleared():
    """By what the command clear prints, and by ESC c, after which all that comes is shown at once."""
    for clears in "\x1b[H\x1b[2J", "\x1b[3J", "\x1bc", "\x1b[H\x1b[J", "\x1b[1;1H\x1b[0J", "\x1b[0;0f\x1b[J":
        screen = Screen()
        screen.feed(f"old\r\n{clears}Server started".encode())
        assert screen.text == "Server started" and screen.cleared == 1
        screen.feed(b"\x1b[H\x1b[2J\x1b[3J")
        assert screen.text == "" and screen.wiped == "Server started"


@pytest.mark.parametrize("erased", ["\x1b[1A\x1b[2K\r", "\x1b[F\x1b[K", "\x1b[1F\x1b[J", "\x1b[A\x1b[G\x1b[0K",
                                    "\x1b[2F\x1b[E\x1b[0J", "\x1b[A\x1b[3G\x1b[2D\x1b[K"])
def test_a_line_that_was_typed_is_erased_and_said_again(erased):
    """Chat clients do so, by one way or another to the start of the row above."""
    screen = Screen()
    screen.feed(f"welcome\r\nhello\r\n{erased}You: hello\r\n".encode())
    assert screen.text.rstrip("\n") == "welcome\nYou: hello"


@pytest.mark.parametrize(("keeps", "restores"), [("\x1b7", "\x1b8"), ("\x1b[s", "\x1b[u")])
def test_a_cursor_that_was_put_back(keeps, restores):
    screen = Screen()
    screen.feed(f"one{keeps}\r\ntwo{restores}!\x1b[?u?".encode())
    assert screen.text == "one!?\ntwo"


@pytest.mark.parametrize("puts, news", [
    ("\x1b7\x1b[F\x1b[2Khe: hello\x1b8\n", "he: hello"), ("\x1b7\x1b[A\r\x1b[Khe: hello\x1b8", "he: hello"),
    ("\x1b7\x1b[2F\x1b[2Kwelcome\x1b8", ""), ("\x1b7\x1b[2F\x1b[2Kwelcome to all\x1b8", ""),
    ("\rhe: hello\r\n> ", "he: hello")])
def test_what_is_put_above_the_line_of_the_cursor_is_new(puts, news):
    """Chat clients do so, to leave alone what their user has begun to type; what stood there already is not new."""
    screen, seen = Screen(), SimpleNamespace(cleared=0)
    screen.feed(b"welcome\r\n\r\n> ")
    seen.screen, seen.before = screen, list(screen.lines)
    screen.feed(puts.encode())
    assert Window.news(seen) == news


def test_an_error_that_is_wiped_from_the_screen_is_one(start):
    """What clears the screen may stand in the buffer of Python until the program ends, after a traceback."""
    window = start("import atexit\natexit.register(print, '\\033c', end='', flush=True)\n1 / 0\n")
    assert not window.screen.text.strip() and window.error().endswith("ZeroDivisionError: division by zero")
    with pytest.raises(Miss, match="without a traceback"):
        window.ends()


def test_where_the_kernel_does_not_tell_a_program_may_sleep_in_its_turn(start):
    """It is waited for as long as its source says, but only where no user is asked: silence is no answer then."""
    start.stage.asks_kernel, start.stage.sleeps = False, 0.6
    window = start("import time\ninput('one? ')\ntime.sleep(0.6)\ninput('two? ')\n")
    window.guess.always = True
    window.types("yes")
    assert window.asks() and window.news().endswith("two?")
    start.stage.sleeps = 60
    start("input('three? ')")  # it is there at once


def test_a_server_of_ours_leaves_its_port_free(tmp_path, monkeypatch):
    """On a network that is not the stage's own the next one could not serve there for a minute (RFC 9293, 3.6)."""
    monkeypatch.setattr(stage_module, "open_network", lambda *_: (network.PublicNetwork(), "none"))
    (tmp_path / "client.py").write_text(
        "import socket, sys\nlink = socket.create_connection(('127.0.0.1', sys.argv[1]))\ninput('say: ')\n")
    with Stage() as stage:
        server = Peer(stage, "tcp", "our server")
        server.listens(("127.0.0.1", 0))
        place = "127.0.0.1", server.port
        stage.open(tmp_path / "client.py", server.port)
        server.accepts()
    with socket.socket() as other:
        other.bind(place)


BESIDE = """import socket, threading, time
door = socket.socket(type=socket.SOCK_DGRAM)
door.bind(("127.0.0.1", 5000))
def take_in():
    while True:
        message, end = door.recv(99), time.thread_time() + 0.1
        while time.thread_time() < end:
            pass
        print(message)
threading.Thread(target=take_in, daemon=True).start()
while True:
    pass
"""


@linux
def test_what_came_is_taken_in_by_a_thread_beside_one_that_runs_on(start):
    """One that runs on gets a moment's work after each step: the other threads of it may get none of that."""
    if not start.stage.network.private:
        pytest.skip("no private network")
    window, peer = start(BESIDE), Peer(start.stage, "udp", "peer")
    assert window.unsettled == "runs on and waits for nothing"
    peer.connects(("127.0.0.1", 5000))
    for number in range(3):
        peer.sends(f"hello {number}".encode())
        window.shows(f"hello {number}")


@linux
def test_what_was_noted_too_early_of_one_that_runs_on_is_put_right(start):
    """On a busy computer a thread may take so long with what came that it seems to be its way to run."""
    if not start.stage.network.private:
        pytest.skip("no private network")
    window, peer, end = start(BESIDE), Peer(start.stage, "udp", "peer"), time.monotonic() + 30
    peer.connects(("127.0.0.1", 5000))
    window.processes.meanwhile = dict.fromkeys(window.processes.meanwhile, "runs")
    peer.sends(b"hello 0")
    while "hello 0" not in window.output or "network" not in window.processes.kinds():
        assert time.monotonic() < end
        start.stage.settle()
    start.stage.settle()
    peer.sends(b"hello 1")
    window.shows("hello 1")


@linux
@pytest.mark.parametrize("waits", ["time.sleep(99)", "link.settimeout(99) or link.recv(9)"])
def test_what_goes_on_only_after_the_end_is_not_waited_for(waits, start):
    begun = time.monotonic()
    window = start(f"import socket, time\nlink = socket.socket(type=2)\nlink.bind(('127.0.0.1', 0))\n{waits}\n")
    assert not start.stage.outlast(window, 60)
    assert time.monotonic() - begun < 40


@linux
def test_who_is_held_takes_in_nothing_more(start):
    """What comes for one that is held is still there when it goes on, in one piece: it has been stopped by then."""
    window = start("while True: pass")
    states = set()
    for _ in range(50):
        window.processes.hold()
        states |= {state for threads in window.processes.threads.values() for _, state, *_ in threads.pulse()}
        window.processes.release()
    assert states == {"T"}


# In a namespace of processes, where the kernel may be told which number it gives next (proc(5), ns_last_pid).
AGAIN = """
import re, subprocess, sys
sys.path.insert(0, sys.argv[1])
from lab12.stage.stage import Stage
with Stage() as stage:
    window = stage.run(["/bin/sh", "-c", "sleep 99 & echo child $!; read line; kill $!; wait; exec cat"], "window")
    child = int(re.search(r"child (\\d+)", window.output)[1])
    assert child in window.processes
    window.types("")
    with open("/proc/sys/kernel/ns_last_pid", "w") as last:
        last.write(str(child - 1))
    other = subprocess.Popen(["sleep", "99"])
    assert other.pid == child
    window.processes.hold()
    with open(f"/proc/{other.pid}/stat") as stat:
        state = stat.read().rpartition(")")[2].split()[0]
    window.processes.release()
print("stopped" if state == "T" else "goes on", other.poll())
other.kill()
"""


@pytest.mark.skipif(not shutil.which("unshare") or subprocess.run(
    ["unshare", "-Urmpf", "--mount-proc", "true"], stderr=subprocess.DEVNULL).returncode != 0, reason="no unshare(1)")
def test_a_number_that_is_given_again_is_another_programs():
    """A child that has ended is stopped and killed no more: another program may have its number by then."""
    done = subprocess.run(["unshare", "-Urmpf", "--mount-proc", sys.executable, "-c", AGAIN, str(HOME)],
                          capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("goes on None\n", "")


CALLS = """import socket, threading
door, full = socket.create_server(("127.0.0.1", 80)), socket.create_server(("127.0.0.1", 81), backlog=0)
threading.Thread(target=door.accept, daemon=True).start()
one = socket.create_connection(full.getsockname())
input()
other = socket.create_connection(full.getsockname())
"""


@linux
def test_one_that_is_just_calling_waits_only_once_nobody_has_answered_for_a_while(start):
    """Where nobody accepts, the kernel drops calls (listen(2), backlog)."""
    window = start(CALLS)
    assert window.processes.stand()
    window.terminal.enter("")
    end = time.monotonic() + 10
    while not window.processes.calling():
        assert time.monotonic() < end
        ready([window.terminal.descriptor], 0.001)
    begun = time.monotonic()
    assert not window.processes.stand()
    while not window.processes.stand():
        assert time.monotonic() - begun < 10
    assert time.monotonic() - begun > 0.2


COUNTS = """import os, pathlib, signal, sys, threading
told, tells = os.pipe()
os.set_blocking(tells, False)
signal.set_wakeup_fd(tells)
def count():
    while True:
        pathlib.Path(sys.argv[1]).open("ab").write(os.read(told, 1))
thread = threading.Thread(target=count)
thread.start()
{first}
thread.join()
"""


@linux
@pytest.mark.parametrize("first, presses", [
    ("signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])", 2),  # the kernel hands it to the other thread
    ("signal.signal(signal.SIGINT, lambda *_: None)", 1)])
def test_ctrl_c_is_pressed_once_more_where_the_first_thread_has_not_been_woken(start, first, presses, tmp_path):
    window = start(COUNTS.format(first=first), tmp_path / "count")
    window.presses("Ctrl-C")
    assert (tmp_path / "count").read_bytes() == bytes([signal.SIGINT]) * presses and window.alive()


@linux
def test_programs_that_take_turns_are_not_held_while_a_key_is_pressed(tmp_path):
    """Else any thread may take the signal once they go on, and nobody could tell which one has."""
    first = "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])"
    (tmp_path / "counts.py").write_text(COUNTS.format(first=first))
    with Recorder(alternates=True) as stage:
        stage.open(tmp_path / "counts.py", tmp_path / "count", name="client").presses("Ctrl-C")
    assert (tmp_path / "count").read_bytes() == bytes([signal.SIGINT]) * 2


READS = """import os, sys, tty
tty.setcbreak(0)
most = 0
while (keys := os.read(0, 4000)) != b"\\n":
    most = max(most, len(keys))
print("at once:", most)
"""


@linux
@pytest.mark.parametrize("program, most", [("import readline; print(len(input()))", 10), (READS, 2001)])
def test_a_long_text_is_pasted_where_a_line_editor_reads_it_and_typed_elsewhere(start, program, most, monkeypatch):
    window, written = start(program), []
    monkeypatch.setattr(window.terminal, "write", lambda data, write=window.terminal.write: (
        written.append(data), write(data)))
    window.types("a" * 2000)
    window.shows("at once: 1" if program is READS else "2000")
    assert len(written) <= most
