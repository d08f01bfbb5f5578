"""Processes of our own: a process that has threads is never forked, and what is started ends."""
import functools
import os
import select
import subprocess
import sys
import threading

import pytest

from lab12 import HOME
from lab12.guard.worker import Worker
from lab12.stage import forking
from lab12.stage.network import open_network

linux = pytest.mark.skipif(sys.platform != "linux", reason="a zygote takes what only Linux has")


@pytest.fixture
def threads(monkeypatch):
    """Threads in this process, which therefore may not be forked."""
    leave = threading.Event()
    thread = threading.Thread(target=leave.wait)
    thread.start()
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("a process with threads was forked"))
    yield
    leave.set()
    thread.join()


@linux
def test_a_network_and_a_worker_beside_threads(threads):
    """Both are had from a zygote, and end when they are done."""
    assert Worker(functools.partial(sum, [1, 2])).answer() == 3
    network, _ = open_network()
    held_by = getattr(network, "held_by", None)
    network.socket("tcp").close()
    network.close()
    assert held_by is None or held_by.process.has_ended()


@linux
def test_a_zygote_ends_with_who_asks_it():
    source = ("import signal, sys, threading; sys.path.insert(0, sys.argv[1]); from lab12.stage import forking\n"
              "threading.Thread(target=sys.stdin.read, daemon=True).start()\n"
              "child = forking.start(signal.pause)\n"
              "print(open(f'/proc/{child.pid}/stat').read().split()[3], flush=True)\n"
              "child.kill()\nsignal.pause()\n")
    command = [sys.executable, "-c", source, str(HOME)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as asker:
        watch = os.pidfd_open(int(asker.stdout.readline()))
        asker.kill()
        assert select.select([watch], [], [], 10)[0]  # readable once the process has ended (pidfd_open(2))
        os.close(watch)


@linux
def test_a_zygote_is_of_the_same_venv(threads):
    """What a sandbox shows of this Python depends on it."""
    assert Worker(functools.partial(eval, "__import__('sys').prefix")).answer() == sys.prefix


@linux
def test_work_that_is_done_at_once(threads):
    """It may have ended before anybody has asked for a descriptor of its process."""
    for child in [forking.start(int) for _ in range(300)]:
        child.wait()
