#!/usr/bin/env bash
# dask distributed 2026.8.0: LocalCluster(dashboard_address=None) serves on port 8787 of every address all the same.
#
# Its documentation says "Set to None to disable the dashboard", and of host "defaults to only localhost". What was
# seen: the scheduler's HTTP server listens on 0.0.0.0:8787 and [::]:8787 without a password, as it does without the
# option. dashboard_address="127.0.0.1:0" keeps it on the loopback.
# Whoever marks a class on a cluster should say --no-dashboard and --host, as lab12/classroom/README.md shows.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "distributed==2026.8.0" "dask==2026.8.0"
cat > "$room/seen.py" <<'PYTHON'
import sys
import warnings

warnings.simplefilter("ignore")  # in a network without a way out it says so
from distributed import LocalCluster


def listening(port):
    """Return the addresses on which somebody listens at this port (proc(5), /proc/net/tcp; state 0A)."""
    lines = [line.split() for line in open("/proc/net/tcp")][1:]
    here = [line[1].split(":") for line in lines if line[3] == "0A"]
    return [".".join(str(byte) for byte in bytes.fromhex(address)[::-1]) for address, at in here if int(at, 16) == port]


if __name__ == "__main__":
    assert "Set to ``None`` to disable the dashboard" in LocalCluster.__doc__
    assert not listening(8787), "something else listens at port 8787"
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None):
        told = listening(8787)
    print("dashboard_address=None: port 8787 is served on", *(told or ["no address"]))
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0"):
        moved = listening(8787)
    print('dashboard_address="127.0.0.1:0": port 8787 is served on', *(moved or ["no address"]))
    sys.exit(told != ["0.0.0.0"] or moved != [])
PYTHON
run=("$room/venv/bin/python" "$room/seen.py")
if unshare -rn true 2>/dev/null; then  # no other program's port 8787, and none that could reach ours
  unshare -rn sh -c 'ip link set lo up 2>/dev/null; exec "$@"' sh "${run[@]}"
else
  "${run[@]}"
fi
