"""The stage on kernels that tell less, and for users who may do less, than those on which it was written."""
import json
import subprocess
import sys

import pytest

from lab12 import HOME
from lab12.stage import waiting

linux = pytest.mark.skipif(not waiting.available(), reason="this kernel does not tell what a process waits for")

# Be an ordinary user, if that is not so already, once all is imported that lies where only root may look.
ORDINARY = """
import ctypes, json, os, sys, tempfile
sys.path.insert(0, sys.argv[1])
from lab12.stage import network
from lab12.stage.stage import Stage
if os.geteuid() == 0:
    network.open_network()[0].close()
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE: who has changed its user is not (prctl(2))
with tempfile.TemporaryDirectory() as folder, Stage() as stage:
    window = stage.run(["/bin/sh", "-c", sys.argv[2]], "window", folder=folder)
    seen = dict(kinds=sorted(window.processes.kinds()), asks=window.asks(), restless=window.restless)
print(json.dumps(seen))
"""


def seen_by_a_user(line):
    """Return what an ordinary user sees of a window with this line of shell in it."""
    done = subprocess.run([sys.executable, "-c", ORDINARY, str(HOME), line], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@linux
def test_a_child_that_has_ended_is_seen_by_its_user():
    """The system call of a zombie is root's (proc(5)): its state, which is everybody's, says that it has ended."""
    later = "env " * 40 + "cat"  # which is started when the other one has ended
    assert seen_by_a_user(f"sleep 0 & exec {later}") == {"kinds": ["keyboard"], "asks": True, "restless": None}


@linux
def test_a_program_that_hides_what_it_waits_for():
    """Who may run a program and not read it may not trace it (execve(2)); it is taken to wait once it sleeps."""
    line = "cp /bin/cat cat; chmod 111 cat; exec ./cat"
    assert seen_by_a_user(line) == {"kinds": ["untold"], "asks": True, "restless": None}
