"""The cluster: a real scheduler and two workers mark a class, and one is killed midway: the same files."""
import json
import os
import shutil
import signal
import subprocess
import sys

import pytest

from lab12 import HOME
from lab12.classroom import cluster
from lab12.stage import network, waiting

dask_config = pytest.importorskip("dask.config", reason="dask is missing")
distributed = pytest.importorskip("distributed", reason="dask distributed is missing")
pytest.importorskip("jinja2", reason="Jinja2, which writes the report, is missing")
pytestmark = pytest.mark.skipif(not waiting.available() or not network.open_network()[0].private,
                                reason="no private network, or a kernel that does not tell what a process waits for")
HAND_INS = "tcp-model", "tcp-port-mismatch", "tcp-client-only", "udp-no-prompt", "tcp-indentation-error", "tcp-classic"


@pytest.fixture(params=["tcp"])
def machines(tmp_path, request, monkeypatch):
    """A scheduler on the loopback and two workers with a thread each: (address, workers)."""
    certificates = []
    if request.param == "tls":
        certificates = made_certificates(tmp_path, monkeypatch)
    dask = [sys.executable, "-c", "from dask.__main__ import main; main()"]
    there, told = tmp_path / "scheduler.json", (tmp_path / "told").open("wb")
    options = {"cwd": HOME, "stdout": told, "stderr": told, "start_new_session": True,
               "env": {**os.environ, "PYTHONPATH": str(HOME)}}
    started = [subprocess.Popen([*dask, "scheduler", "--host", f"{request.param}://127.0.0.1:0", "--no-dashboard",
                                 "--scheduler-file", there, *certificates], **options)]
    try:
        workers = [subprocess.Popen([*dask, "worker", "--scheduler-file", there, "--no-nanny", "--nthreads", "1",
                                     "--no-dashboard", "--host", f"{request.param}://127.0.0.1", "--death-timeout",
                                     "120", *certificates], **options)
                   for _ in range(2)]
        started += workers
        while not there.exists():
            assert started[0].poll() is None, (tmp_path / "told").read_text()
        dask_config.refresh()  # with the certificates of the environment
        with distributed.Client(scheduler_file=str(there), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)
            yield client.scheduler.address, workers
    finally:
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def made_certificates(folder, monkeypatch):
    """Make a certificate that is its own authority; return the options of dask that name it, and set what README says.
    """
    pem, key = str(folder / "me.pem"), str(folder / "me.key")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2",
                    "-keyout", key, "-out", pem], check=True, capture_output=True)
    for name, value in ("CA_FILE", pem), ("CLIENT__CERT", pem), ("CLIENT__KEY", key):
        monkeypatch.setenv(f"DASK_DISTRIBUTED__COMM__TLS__{name}", value)
    return ["--tls-ca-file", pem, "--tls-cert", pem, "--tls-key", key]


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl, which makes certificates, is missing")
@pytest.mark.parametrize("machines", ["tls"], indirect=True)
def test_certificates(machines, tmp_path):
    """With TLS as README shows it, a class is marked; without a certificate nobody is let in."""
    address, _ = machines
    shutil.copytree(HOME / "tests/zoo/tcp-client-only", tmp_path / "in/Ann")
    command = [sys.executable, "-m", "lab12", "class", str(tmp_path / "in"), "--cluster", address]
    assert address.startswith("tls://") and subprocess.run(command, cwd=HOME, check=False).returncode == 0
    bare = {key: value for key, value in os.environ.items() if not key.startswith("DASK_")}
    shutil.rmtree(tmp_path / "in-marks")
    run = subprocess.run(command, cwd=HOME, env=bare, capture_output=True, text=True, check=False)
    assert run.returncode == 2 and f"lab12: --cluster {address}: no scheduler there" in run.stderr


def test_a_worker_is_killed_midway(machines, tmp_path):
    """All hand-ins are marked by the worker that is left, and every file is what one machine makes."""
    address, workers = machines
    for name in HAND_INS:
        shutil.copytree(HOME / "tests/zoo" / name, tmp_path / "in" / name)
    command = [sys.executable, "-m", "lab12", "class", str(tmp_path / "in")]
    run = subprocess.Popen([*command, "--cluster", address], cwd=HOME, stderr=subprocess.PIPE, text=True,
                           stdout=subprocess.DEVNULL)
    assert next(line for line in run.stderr if "protection: " not in line).startswith("1/6 ")
    os.killpg(workers[0].pid, signal.SIGKILL)
    _, rest = run.communicate(timeout=300)
    assert run.returncode == 0 and [line.partition(" ")[0] for line in rest.splitlines()] == [
        f"{number}/6" for number in range(2, 7)], rest
    subprocess.run([*command, "--out", tmp_path / "alone"], cwd=HOME, check=True, capture_output=True)
    for path in sorted((tmp_path / "alone").rglob("*")):
        same = tmp_path / "in-marks" / path.relative_to(tmp_path / "alone")
        assert path.is_dir() or path.read_bytes() == same.read_bytes(), path


def test_tasks_let_nothing_out(monkeypatch):
    """Another version of the kit, a hand-in that is no zip, and whatever is raised: a result that says so."""
    for error in SystemExit(1), GeneratorExit(), KeyboardInterrupt(), ValueError("x"):
        def fails(error=error):
            raise error
        monkeypatch.setattr(cluster, "kit", fails)
        made = json.loads(cluster.mark(b"", b"", False, "version"))
        assert made["broken"] and made["error"].startswith(f"the grader failed: {type(error).__name__}")
    monkeypatch.setattr(cluster, "kit", lambda: "ours")
    assert "another version of the kit" in json.loads(cluster.mark(b"", b"", False, "theirs"))["error"]


def test_no_scheduler(tmp_path):
    """One line says so, before any work."""
    with pytest.raises(ValueError, match="--cluster tcp://127.0.0.1:1: no scheduler there"):
        cluster.CONNECT = 1
        list(cluster.Cluster("tcp://127.0.0.1:1").results({"key": tmp_path}))
