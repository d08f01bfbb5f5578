"""Hand-ins that misbehave harm nobody: the grader comes back, nothing is changed and nothing is left, whoever marks."""
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import hand_ins
import pytest

from lab12 import HOME
from lab12.guard import group, sandbox
from lab12.stage import waiting

pytestmark = pytest.mark.skipif(not waiting.available() or sandbox.level() == sandbox.LIMITS, reason="no sandbox here")
GOOD = "a good one"     # marked beside all others, as often as there are users
SECONDS = 90            # at most, on a machine that does much else; alone none takes ten
TABLE = os.environ.get("HOSTILE_TABLE")  # a file to which the figures of each are added
ORDINARY = 61234        # a user that does nothing else here
PACKAGES = [path for path in sys.path if "site-packages" in path]
USERS = ["this user", *(["an ordinary user"] if os.geteuid() == 0 else [])]
ALL = os.environ.get("HOSTILE") == "all"      # or every fourth only by an ordinary user
CASES = [(user, name) for user in USERS for name in (GOOD, *list(hand_ins.ACTS)[::1 if ALL or user == USERS[0] else 4])]
MEMORY, PROCESSES = 3 << 30, 5000  # that one of them may use whatever the guard does, where we can see to it
PEAK = 2 << 30                     # bytes that marking one may take, what lies in its folders in memory included


@pytest.fixture(scope="session")
def outcomes(request):
    """What comes of each hand-in that is asked for, begun at once on every core: {(user, name): future}."""
    asked = [item.callspec.params["case"] for item in request.session.items
             if "case" in getattr(getattr(item, "callspec", None), "params", {})]
    place = Path(tempfile.mkdtemp(prefix="hostile-", dir="/tmp"))
    place.chmod(0o755)
    kit = digest(HOME / "lab12"), digest(HOME / "tests/hostile")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {case: pool.submit(marked, place / str(number), *case) for number, case in enumerate(asked)}
    shutil.rmtree(place)
    assert (digest(HOME / "lab12"), digest(HOME / "tests/hostile")) == kit


def marked(place, user, name):
    """Mark a hand-in as a user, within bounds of our own; return its record and what it has left behind."""
    lab, outside, rooms = (place / part for part in ("lab", "outside", "tmp"))
    for folder in place, lab, outside, rooms:
        folder.mkdir()
        folder.chmod(0o777)
    (outside / "canary").write_text("it sings")
    (outside / "canary").chmod(0o666)
    act = hand_ins.ACTS.get(name, "").replace("{home}", str(HOME)).replace("{outside}", str(outside))
    (lab / "act.bin").write_text(hand_ins.ACT.replace("{act}", act.replace("{{", "{").replace("}}", "}")))
    (lab / "server.py").write_text(hand_ins.SERVER)
    (lab / "client.py").write_text(hand_ins.CLIENT)
    before = digest(lab), digest(outside)
    with bounded() as (enter, peak):
        begun = time.monotonic()
        run = subprocess.run([*enter, *as_user(user), "-m", "lab12", "grade", lab, "--json", "-"], cwd=HOME, text=True,
                             stdin=subprocess.DEVNULL, capture_output=True, timeout=300,
                             env={"PATH": os.environ["PATH"], "TMPDIR": str(rooms), "PYTHONDONTWRITEBYTECODE": "1",
                                  "XDG_DATA_HOME": str(rooms), "PYTHONPATH": os.pathsep.join(PACKAGES)})
        took, most = time.monotonic() - begun, peak()
    shutil.rmtree(rooms / "lab12", ignore_errors=True)  # the secret of this installation
    if TABLE:
        with open(TABLE, "a") as table:
            table.write(f"{took:5.1f} s {most >> 20:5} MiB  {user:16} {name}\n")
    return {"run": run, "took": took, "peak": most, "changed": (digest(lab), digest(outside)) != before,
            "left": [*map(str, rooms.iterdir()), *processes(rooms)]}


@contextmanager
def bounded():
    """Give the beginning of a command that runs in a group of its own, and what tells the memory that this has used.

    The group is harmless if the guard should fail. Where there can be none, each process is limited, and 0 is told.
    """
    made, peaks = [], []
    command = f'ulimit -v {8 << 20}; exec "$0" "$@"'
    with suppress(OSError, StopIteration):
        for above, limits in next(iter(group.places())):
            made.append(Path(tempfile.mkdtemp(prefix="lab12-hostile-", dir=above)))
            for name in limits:
                (made[-1] / name).write_text(str(MEMORY if "memory" in name else PROCESSES))
        peaks = [path for folder in made for name in ("memory.max_usage_in_bytes", "memory.peak")
                 if (path := folder / name).exists()]
        command = "".join(f"echo $$ > {folder}/cgroup.procs && " for folder in made) + 'exec "$0" "$@"'
    try:
        yield ["/bin/sh", "-c", command], lambda: int(peaks[0].read_text()) if peaks else 0
    finally:
        group.remove(made)


def as_user(user):
    """Return the beginning of a command that runs a Python as this user."""
    if user == USERS[0]:
        return [sys.executable]
    who = ["setpriv", "--reuid", str(ORDINARY), "--regid", str(ORDINARY), "--clear-groups", "--inh-caps=-all"]
    for python in "/usr/bin/python3", sys.executable:
        try:
            if subprocess.run([*who, python, "-c", "import sys, os; os.listdir(sys.base_prefix); "
                               "sys.exit(sys.version_info < (3, 10))"], capture_output=True).returncode == 0:
                return [*who, python]
        except OSError:
            continue
    pytest.skip("no Python that an ordinary user may run")


def digest(folder):
    """Return a digest of all files in a folder, but for those that Python compiles."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).digest()


def processes(rooms):
    """Return the processes that run there, or that name a folder there on their command line."""
    found = []
    for path in Path("/proc").iterdir():
        try:
            if path.name.isdecimal() and (str(rooms) in (path / "cmdline").read_text(errors="replace")
                                          or os.readlink(path / "cwd").startswith(str(rooms))):
                found.append(path.name)
        except OSError:
            pass  # it has ended, or is one of the kernel's own
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[1]}, marked by {case[0]}")
def test_it_is_harmless(case, outcomes):
    made = outcomes[case].result()
    assert made["run"].stdout, made["run"].stderr
    section = json.loads(made["run"].stdout)["sections"]["tcp-pair"]
    assert made["run"].returncode == (2 if section["verdict"] == "not marked" else 1)
    assert not [check["reason"] for check in section["checks"] if check["outcome"] == "grader failed"]
    assert not made["changed"] and made["left"] == [] and made["took"] < SECONDS and made["peak"] < PEAK
    if case[1] == "threads":  # so many only where a group bounds their memory; else a person is to try it
        assert section["verdict"] == "works" or "wants more than the 480 threads" in section["reason"]
    if case[1] == GOOD:
        assert section["verdict"] == "works" and section["marks"] >= 90
