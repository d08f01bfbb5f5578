"""Owners: which program of a stage has which port, and what waits there unread, asked of the kernel (proc(5))."""
import os
import re
from pathlib import Path

DATAGRAMS = -1  # some are unread
TABLES = "tcp", "udp", "tcp6", "udp6"


def owners(stage):
    """Return {(transport, port): name of a window or peer} and {name: unread bytes}, as they are now.

    Of datagrams the kernel tells only that some are unread, not how long they are.
    """
    names = sockets(stage)
    ports, unread = {}, {}
    for table in TABLES:
        try:
            rows = Path(f"/proc/{stage.network.holder}/net/{table}").read_text().splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            _, local, _, state, queues, *others = row.split()
            name = names.get(others[4])
            if not name:
                continue
            ports[table[:3], int(local.rpartition(":")[2], 16)] = name
            waiting = int(queues.partition(":")[2], 16)
            if waiting and state != "0A":  # of one that listens it is the number of clients that nobody has accepted
                unread[name] = unread.get(name, 0) + waiting if table.startswith("tcp") else DATAGRAMS
    return ports, unread


def sockets(stage):
    """Return {inode: name} of the sockets that the windows and peers of a stage have open."""
    found = {}
    for window in stage.windows:
        for pid in window.processes if window.alive() else ():
            try:
                links = [os.readlink(f"/proc/{pid}/fd/{name}") for name in os.listdir(f"/proc/{pid}/fd")]
            except OSError:
                continue  # it has just ended, or closed one
            found.update({link[8:-1]: window.name for link in links if re.fullmatch(r"socket:\[\d+\]", link)})
    for peer in stage.peers:
        for one in {peer.socket, peer.listener} - {None}:
            if one.fileno() >= 0:
                found[str(os.fstat(one.fileno()).st_ino)] = peer.name
    return found
