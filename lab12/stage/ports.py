"""Ports finds the server at a port of this computer's own network: it would be taken for the one under test."""
import contextlib
import os
import socket
from pathlib import Path

LISTEN = "0A"  # the state in /proc/net/tcp, tcp_states.h
ANOTHER = "another program"


def holder(transport, port, ours=()):
    """Return in words which program serves at a port, '' if none does but processes that are `ours`."""
    if not os.path.exists("/proc/net/tcp"):
        return ANOTHER if answers(transport, port) else ""
    sockets = serving(transport, port)
    named = named_by(sockets) if sockets else {}
    others = {words for pid, words in named.items() if pid not in ours}
    if others:
        return " and ".join(sorted(others))
    return ANOTHER if sockets and not named else ""


def serving(transport, port):
    """Return the sockets, by their inodes, that wait at a port (proc(5), /proc/net/tcp)."""
    found = set()
    for name in transport, f"{transport}6":
        with contextlib.suppress(OSError):
            for row in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
                _, local, remote, state, *_, inode = row.split()[:10]
                waits = state == LISTEN or transport == "udp" and remote.endswith(":0000")
                if waits and int(local.rpartition(":")[2], 16) == port:
                    found.add(f"socket:[{inode}]")
    return found


def named_by(sockets):
    """Return {process: what to call it} for those processes that have one of these sockets, as far as we may ask."""
    found = {}
    for pid in filter(str.isdecimal, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            if any(os.readlink(entry.path) in sockets for entry in os.scandir(f"/proc/{pid}/fd")):
                found[int(pid)] = f"{Path(f'/proc/{pid}/comm').read_text().strip()} (process {pid})"
    return found


def answers(transport, port):
    """Return whether a port is taken, where the system does not tell which program has it."""
    if transport == "tcp":
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0
    with socket.socket(type=socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", port))
            return False
        except OSError:
            return True
