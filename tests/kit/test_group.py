"""The group: what bounds the memory of all processes of a section, in both versions of control groups (cgroups(7))."""
import codecs
import os
import signal
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from lab12.finder import handin
from lab12.guard import bounds, group
from lab12.guard.reader import opened
from lab12.guard.worker import Worker

STRANGER = 61235  # a user whom nobody else is


def mount_of(kind):
    """Return where groups of this kind are mounted, None where they are not."""
    for line in Path("/proc/mounts").read_text().splitlines() if os.path.exists("/proc/mounts") else ():
        _, place, found, options, *_ = line.split()
        if found == kind and (kind == "cgroup2" or "memory" in options.split(",")) and os.access(place, os.W_OK):
            return Path(place)
    return None


may = pytest.mark.skipif(os.geteuid() != 0, reason="only root may make control groups here")


@pytest.fixture
def version_1():
    """Skip a test where no group of version 1 can be made, as in a container that shows its tree read-only."""
    joined = mount_of("cgroup") and Worker(lambda: list(map(str, group.JOINED)), bounded=True).answer()
    if not joined or len(joined) != 2:
        pytest.skip("no control groups of version 1 can be made here")


@may
def test_a_bounded_worker_is_in_a_group_of_its_own(version_1):
    """All that it starts is counted; when it has ended, the group has gone."""
    first = Worker(lambda: [list(map(str, group.JOINED)), Path("/proc/self/cgroup").read_text(),
                            Path(group.JOINED[0], "memory.limit_in_bytes").read_text()], bounded=True)
    folders, said, limit = first.answer()
    assert len(folders) == 2 and said.count(group.PREFIX) == 2 and int(limit) == group.MEMORY
    first.process.wait()
    Worker(os.getpid).answer()  # takes leave of those that have ended
    assert not any(map(os.path.exists, folders))


@pytest.mark.parametrize("own, place", [
    ({"": "user/of", "pids": "x"}, "user/of"), ({"memory": "a", "": "b"}, "memory/a")])
def test_what_hastens_the_next_move_is_to_where_this_process_is(own, place, tmp_path, monkeypatch):
    """In both versions; of one that may not it is no trouble."""
    monkeypatch.setattr(group, "TREE", tmp_path)
    monkeypatch.setattr(group, "own_groups", lambda: own)
    group.hasten()
    (tmp_path / place).mkdir(parents=True)
    members = tmp_path / place / "cgroup.procs"
    members.write_text("")
    group.hasten()
    assert members.read_text() == "0"


@may
def test_the_next_move_is_hastened_while_a_hand_in_is_read(version_1, copies, tmp_path, monkeypatch):
    """It is not read here before that has been done once."""
    (tmp_path / "a.py").write_text("print()\n")
    moves, hasten, read_into, (done, tell) = [], group.hasten, handin.read_into, os.pipe()
    monkeypatch.setattr(group, "hasten", lambda: (hasten(), moves.append(group.own_groups()), os.write(tell, b"!")))
    monkeypatch.setattr(handin, "read_into", lambda *given: os.read(done, 1) and read_into(*given))
    before = group.own_groups()
    with opened(tmp_path) as found:
        assert [script.path for script in found.scripts] == ["a.py"]
    os.close(done)
    os.close(tell)
    assert moves and all(move == before for move in moves)


def test_who_is_stopped_while_that_is_done_leaves_no_reader(copies, tmp_path, monkeypatch):
    """By Ctrl-C, for one: what it reads into is about to go."""
    def stop():
        raise KeyboardInterrupt
    never, tell = os.pipe()
    monkeypatch.setattr(group, "hasten", stop)
    monkeypatch.setattr(handin, "read_into", lambda *_: os.read(never, 1))
    before = set(bounds.descendants(os.getpid()))
    with pytest.raises(KeyboardInterrupt), opened(tmp_path):
        pass
    os.close(never)
    os.close(tell)
    assert set(bounds.descendants(os.getpid())) <= before


@may
def test_groups_of_killed_runs_go_with_the_next(version_1):
    """Those of runs in another group of processes, such as another login, go as well; those of one that runs stay."""
    gone = next(number for number in range(1 << 22, 1, -1) if not os.path.exists(f"/proc/{number}"))
    tree = group.TREE / "memory"
    with tempfile.TemporaryDirectory(prefix="login-", dir=tree, ignore_cleanup_errors=True) as login:
        left, kept = (Path(login, f"{group.PREFIX}{run}-1") for run in (gone, os.getpid()))
        for one in left, kept:
            one.mkdir()
        group.sweep_ended()
        there = left.exists(), kept.exists()
        for one in left, kept, Path(login):
            if one.exists():
                one.rmdir()
    assert there == (False, True)


def test_memory_of_all_processes_is_bounded(monkeypatch, copies):
    """Not one of them alone uses too much; in whichever version this user may make a group."""
    monkeypatch.setattr(group, "LIMITS", ({"memory.limit_in_bytes": 100 << 20}, group.LIMITS[1],
                                          {"memory.max": 100 << 20, group.SWAP[1]: 0}))
    if not Worker(lambda: list(map(str, group.JOINED)), 20, bounded=True).answer():
        pytest.skip("this user may make no control group that bounds memory")

    def work():
        for _ in range(3):
            if not os.fork():
                group.write("/proc/self/oom_score_adj", 1000)
                held = bytearray(50 << 20)
                signal.pause()
                os._exit(len(held))
        return os.wait()[1]

    assert Worker(work, 20, bounded=True).answer() == signal.SIGKILL  # the kernel has killed one


@contextmanager
def delegated():
    """Give a part of the tree of version 2 that a user has been given, as systemd does by Delegate=yes."""
    above = Path(tempfile.mkdtemp(prefix="lab12-test-", dir=mount_of("cgroup2")))
    own = above / "own"
    own.mkdir()
    for path in above, above / "cgroup.procs", own, own / "cgroup.procs":
        os.chown(path, STRANGER, STRANGER)
    try:
        yield above, own
    finally:
        for path in own, above:
            path.rmdir()


@may
@pytest.mark.skipif(not mount_of("cgroup2"), reason="there is no tree of version 2")
@pytest.mark.parametrize("given", [True, False])
def test_version_2_as_an_ordinary_user(given, monkeypatch):
    """Its group is made beside the user's own, in the part of the tree that was delegated, and in no other one."""
    monkeypatch.setattr(group, "TREE", mount_of("cgroup2"))
    monkeypatch.setattr(group, "LIMITS", (*group.LIMITS[:2], {"cgroup.max.depth": 3}))  # which needs no controller
    with delegated() as (above, own):
        if not given:
            os.chown(above, 0, 0)
        monkeypatch.setattr(group, "own_groups", lambda: {"": str(own.relative_to(group.TREE))})

        def work():
            group.write(own / "cgroup.procs", 0)
            codecs.lookup("ascii")  # a stranger may not be able to read this Python's modules
            os.setgid(STRANGER)
            os.setuid(STRANGER)
            made = group.join()
            said = Path("/proc/self/cgroup").read_text()
            return [[path.parent == above and (path / "cgroup.max.depth").read_text() for path in made], said]

        worker = Worker(work, 20)
        answer = worker.answer()
        worker.process.wait()
        assert not isinstance(answer, str), answer
        made, said = answer
        assert made == (["3\n"] if given else []) and (f"{above.name}/{group.PREFIX}" in said) == given
        for folder in above.glob(f"{group.PREFIX}*"):
            folder.rmdir()


def test_a_folder_that_is_no_group_is_none(monkeypatch, tmp_path):
    """Nothing is written where the kernel does not read it: then there is no bound, and none is told."""
    monkeypatch.setattr(group, "places", lambda: [[(tmp_path, {"memory.max": 1})]])
    assert group.join() == [] and list(tmp_path.iterdir()) == []
