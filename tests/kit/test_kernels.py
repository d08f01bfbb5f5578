"""The stage on kernels that tell less, and for users who may do less, than those on which it was written."""
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import kernels
import pytest

from lab12 import HOME
from lab12.grader.grade import Grade
from lab12.sheet.record import record
from lab12.sheet.text import sheet
from lab12.stage import network, waiting

SIZES = {"1024", "2048", "4096", "8192", "65535", "65536", "1000"}  # numbers in sources that are no ports
NOT_PROVED = "it was not proved that messages pass by the network alone"
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
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE: a process that has changed its user is not (prctl(2))
with tempfile.TemporaryDirectory() as folder, Stage() as stage:
    window = stage.run(["/bin/sh", "-c", sys.argv[2]], "window", folder=folder)
    seen = dict(kinds=sorted(window.processes.kinds()), asks=window.asks(), unsettled=window.unsettled)
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
    assert seen_by_a_user(f"sleep 0 & exec {later}") == {"kinds": ["keyboard"], "asks": True, "unsettled": None}


@linux
def test_a_program_that_hides_what_it_waits_for():
    """A program that its user may run but not read cannot be traced (execve(2)); it waits once it sleeps."""
    line = "cp /bin/cat cat; chmod 111 cat; exec ./cat"
    assert seen_by_a_user(line) == {"kinds": ["untold"], "asks": True, "unsettled": None}


MODEL = HOME / "tests/zoo/tcp-model"  # a pair that gets every mark
private = pytest.mark.skipif(not network.open_network()[0].private, reason="no private network here")
namespaces = pytest.mark.skipif(subprocess.run(["unshare", "-Urmpf", "true"], stderr=subprocess.DEVNULL).returncode != 0
                                if shutil.which("unshare") else True, reason="no unshare(1), or it may not be used")


@pytest.fixture(scope="session")
def hiding(tmp_path_factory):
    """The library that hides files from a command."""
    made = kernels.library(tmp_path_factory.mktemp("hide"))
    return made or pytest.skip("there is no C compiler")


def marked(folder, to, before=(), name="tcp-pair", **options):
    """Mark a hand-in by a command with this before it; return (status, section, its notes in a line, stderr)."""
    command = [*before, sys.executable, "-m", "lab12", "grade", "--json", to / "x.json", folder]
    environment = {**os.environ, "PYTHONPATH": str(HOME), **options.pop("environment", {})}
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=environment, timeout=200,
                          **{"cwd": HOME, **options})
    made = (to / "x.json").read_text("utf-8") if (to / "x.json").exists() else ""
    section = json.loads(made)["sections"][name] if made else {}
    return done.returncode, section, " ".join(section.get("notes", [])), kernels.without_protection(done.stderr)


def alone(tmp_path, folder=MODEL):
    """Return a copy of a hand-in at ports that nobody has: on this computer's network others may want the usual."""
    shutil.copytree(folder, tmp_path / "hand-in")
    scripts = {path: path.read_text("utf-8") for path in (tmp_path / "hand-in").rglob("*.py")}
    for port in set(re.findall(r"(?<![\d.])\d{4,5}(?![\d.])", " ".join(scripts.values()))) - SIZES:
        with network.PublicNetwork().socket("tcp") as probe:
            probe.bind(("127.0.0.1", 0))
            free = str(probe.getsockname()[1])
        scripts = {path: re.sub(rf"(?<!\d){port}(?!\d)", free, text) for path, text in scripts.items()}
    for path, text in scripts.items():
        path.write_text(text, "utf-8")
    return tmp_path / "hand-in"


def simulated(*rules):
    return [sys.executable, Path(kernels.__file__), *rules]


@linux
@private
def test_a_kernel_that_tells_no_system_calls(hiding, tmp_path):
    """As gVisor does, and other systems than Linux: a good pair has its 100 marks, more slowly, and it is said."""
    status, section, notes, _ = marked(MODEL, tmp_path, simulated(f"library={hiding}", "hide=/proc/*/syscall:ENOENT"))
    assert (status, section["marks"]) == (0, 100)
    assert "this system does not tell what a process waits for" in notes


@linux
@private
def test_without_system_calls_a_prompt_of_the_login_is_none_of_the_chat(hiding, tmp_path):
    """One that has asked for a name with a prompt, and then asks for messages without any, is taken to ask."""
    (tmp_path / "hand-in").mkdir()
    shutil.copy(HOME / "tests/zoo/tcp-model/server.py", tmp_path / "hand-in")
    (tmp_path / "hand-in/client.py").write_text(
        "import socket\nname = input('Your name: ')\ns = socket.create_connection(('127.0.0.1', 12345))\n"
        "while (text := input()) != 'exit':\n    s.sendall((text + '\\n').encode())\n    print(s.recv(999).decode())\n")
    _, section, *_ = marked(tmp_path / "hand-in", tmp_path,
                            simulated(f"library={hiding}", "hide=/proc/*/syscall:ENOENT"))
    assert section["verdict"] == "works"


# The pair of the practical in conversation, on whatever network and by whatever signs there are.
TALK = """
import sys
from lab12 import HOME
from lab12.stage.stage import Stage, prepare
prepare()
with Stage(notice=print) as stage:
    port = stage.port("tcp", 12345)
    server = stage.open(HOME / "tcp/recvr1.py", "127.0.0.1", port)
    client = stage.open(HOME / "tcp/recvr2.py", "127.0.0.1", port)
    client.types("hello").shown_by(server)
    server.types("hey").shown_by(client)
    client.types("exit")
    client.ends(0)
    assert not server.asks(), "the server has nobody to reply to"
"""


def talked(*before):
    """Have them talk in a command with this before it; return what the stage notes."""
    done = subprocess.run([*map(str, before), sys.executable, "-c", TALK], capture_output=True, text=True, timeout=100,
                          env={**os.environ, "PYTHONPATH": str(HOME)})
    assert done.returncode == 0, done.stderr
    return done.stdout


@linux
def test_a_kernel_that_tells_a_process_of_itself_only(hiding):
    """Yama and SELinux can forbid to ask for a child: that is found out once, and said."""
    said = talked(*simulated(f"library={hiding}", "hide=/proc/[0-9]*/syscall:EPERM"))
    assert "this system does not tell what a process waits for" in said


@linux
@namespaces
def test_a_system_without_proc():
    said = talked("unshare", "-Urm", "sh", "-c", 'mount -t tmpfs none /proc; exec "$@"', "sh")
    assert "there is no /proc" in said and "silence has to do" in said


@linux
@private
@pytest.mark.parametrize("before, note", [
    (simulated("deny=setns"), "Operation not permitted"), (simulated("deny=unshare"), "Operation not permitted"),
    pytest.param(["unshare", "-Ur", "sh", "-c", 'echo 0 >/proc/sys/user/max_net_namespaces; exec "$@"', "sh"],
                 "may make no more namespaces", marks=namespaces),
    pytest.param(["unshare", "-Urmpf", "sh", "-c", 'mount -t proc -o subset=pid proc /proc; exec "$@"', "sh"],
                 "No such file or directory", marks=namespaces),
], ids=["no setns", "no unshare", "no namespaces left", "processes only"])
def test_a_kernel_that_allows_no_network_of_its_own(before, note, tmp_path):
    """Be it that none may be made, or none be joined: it is said, and the marks are the same."""
    status, section, notes, _ = marked(alone(tmp_path), tmp_path, before)
    assert (status, section["marks"]) == (0, 100)
    assert "no private network: " in notes and note in notes and NOT_PROVED in notes


@linux
@private
@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_another_program_at_the_port(transport, tmp_path):
    """On a network that is not its own the grader names the program in the way, and gives no marks."""
    with network.PublicNetwork().socket(transport) as other:
        other.bind(("", 0))
        port = str(other.getsockname()[1])
        if transport == "tcp":
            other.listen()
        for source in (MODEL if transport == "tcp" else HOME / "tests/zoo/udp-practical-transcript").glob("*.py"):
            (tmp_path / source.name).write_text(re.sub(r"\b12345\b", port, source.read_text("utf-8")), "utf-8")
        begun = time.monotonic()
        status, section, _, _ = marked(tmp_path, tmp_path, simulated("deny=unshare"), name=f"{transport}-pair")
    name = Path(f"/proc/{os.getpid()}/comm").read_text().strip()
    assert (status, section["verdict"], section["marks"]) == (2, "not marked", 0)
    assert f"ort {port} is held by {name} (process {os.getpid()})" in section["reason"]
    assert time.monotonic() - begun < 60  # for so long a system may keep a port of its own


@linux
@private
@pytest.mark.parametrize("family, note", [("AF_PACKET", NOT_PROVED), ("AF_NETLINK", "no private network")])
def test_a_kernel_without_sockets_of_its_own(family, note, tmp_path):
    """Where nobody sees what crosses, or can set up a network, the marks are the same, and it is said."""
    status, section, notes, _ = marked(alone(tmp_path), tmp_path, simulated(f"without={family}"))
    assert (status, section["marks"]) == (0, 100)
    assert note in notes


@linux
@private
@pytest.mark.parametrize("name, section", [("both-argv", "tcp-pair"), ("tcp-argparse", "tcp-pair"),
                                           ("udp-own-port-in-try", "udp-pair"), ("chat-one-file-argv", "tcp-chat"),
                                           ("udp-any-port-told", "udp-pair"), ("chat-udp-looks-on-enter", "udp-chat"),
                                           ("chat-at-all", "tcp-chat"), ("chat-select", "tcp-chat"),
                                           ("tcp-server-first", "tcp-pair")])
def test_the_same_marks_on_the_public_network(name, section, tmp_path):
    """What else goes on beside other checks waits for its turn there; our client knows the port that was given.

    What TCP holds back until an acknowledgement comes is on its way before a window is said to show nothing. How
    messages are written is learnt from what a client tells ours; what comes back, from what others show.
    """
    folder = alone(tmp_path, HOME / "tests/zoo" / name)
    _, there, _, _ = marked(folder, tmp_path, name=section)
    _, here, notes, _ = marked(folder, tmp_path, simulated("deny=unshare"), name=section)
    assert "no private network" in notes
    assert NOT_PROVED in notes
    assert [(check["name"], check["outcome"]) for check in here["checks"]] == [
        (check["name"], check["outcome"]) for check in there["checks"]]


@pytest.mark.parametrize("name, told", [
    ("tcp-port-mismatch", "the client looks for a server at port"), ("udp-never-binds", "it waits at none")])
def test_ports_are_asked_of_the_programs_where_the_network_is_public(name, told, tmp_path):
    folder = alone(tmp_path, HOME / "tests/zoo" / name)
    _, section, _, _ = marked(folder, tmp_path, simulated("deny=unshare"), name=f"{name[:3]}-pair")
    [listens] = [check for check in section["checks"] if check["name"] == "listens"]
    assert (listens["outcome"], told in listens["seen"]) == ("missed", True)


def test_a_computer_that_is_named_cannot_be_had_on_the_public_network(tmp_path):
    """What the name stands for is not this computer's to say: nothing is tried, and no mark is lost for it."""
    _, section, _, _ = marked(HOME / "tests/zoo/tcp-laptop-name", tmp_path, simulated("deny=unshare"))
    assert section["verdict"] == "not marked" and "only where LAPTOP-7F3K2 is" in section["reason"]
    assert {check["outcome"] for check in section["checks"]} == {"not tried"}


def test_a_computer_without_terminals(hiding, tmp_path):
    """It is said in a line, and is no hand-in's fault."""
    status, _, _, said = marked(MODEL, tmp_path, simulated(f"library={hiding}", "hide=/dev/ptmx:ENOENT"))
    assert (status, said.count("\n")) == (2, 1)
    assert said.startswith("lab12: this computer has no pseudo-terminal")


BLOCKED = set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}
ODD = {
    "in a folder that has gone": ["sh", "-c", 'cd "$(mktemp -d)" && rmdir "$PWD" && exec "$@"', "sh"],
    "with a descriptor above ulimit -n": [
        sys.executable, "-c", "import os, resource, sys\nos.dup2(0, 200)\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))\nos.execvp(sys.argv[1], sys.argv[1:])"],
    "with signals blocked": [sys.executable, "-c", "import os, signal, sys\nsignal.pthread_sigmask(signal.SIG_BLOCK, "
                             f"{sorted(map(int, BLOCKED))})\nos.execvp(sys.argv[1], sys.argv[1:])"],
}


@linux
@private
@pytest.mark.parametrize("start", ODD)
def test_however_the_grader_is_started(start, tmp_path):
    status, section, _, said = marked(MODEL, tmp_path, ODD[start])
    assert (status, section["marks"], said) == (0, 100, "")


@linux
@private
def test_names_in_a_locale_without_them(tmp_path):
    """What is in a zip has the names that it has there, whatever the locale can write."""
    with zipfile.ZipFile(tmp_path / "hand-in.zip", "w") as made:
        for script in MODEL.glob("*.py"):
            made.write(script, f"Übung/日本 {script.name}")
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    status, section, _, _ = marked(tmp_path / "hand-in.zip", tmp_path, environment=plain)
    assert (status, section["marks"], section["server"]) == (0, 100, "Übung/日本 server.py")


@linux
@private
def test_names_that_look_like_an_option(tmp_path):
    for script in MODEL.glob("*.py"):
        shutil.copy(script, tmp_path / f"-{script.name}")
    status, section, _, _ = marked(tmp_path, tmp_path)
    assert (status, section["marks"]) == (0, 100)


def test_the_python_that_ran_it_is_named():
    """What a program does may depend on it."""
    made = Grade("hand-in", [], 0, 0, [], [], [])
    assert json.loads(record(made))["python"] == platform.python_version()
    assert f"Run by Python {platform.python_version()}.\n" in sheet(made)
