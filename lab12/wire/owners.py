"""Owners: which program of a stage has which port, and what waits there unread, asked of the kernel (proc(5))."""
import os
import re
from pathlib import Path

DATAGRAMS, END = -1, -2  # some are unread; nothing but the end of the connection is
LISTEN, CLOSE_WAIT = "0A", "08"  # states in /proc/net/tcp, tcp_states.h
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
            if not waiting or state == LISTEN:  # then it is the number of clients that nobody has accepted
                continue
            if table.startswith("udp"):
                unread[name] = DATAGRAMS
            else:  # the end of a connection counts as one byte
                waiting = unread.get(name, 0) + waiting - (state == CLOSE_WAIT)
                unread[name] = waiting or END
    return ports, unread


def ports_of(peers):
    """Return {(transport, port): name} of these peers."""
    return {(peer.transport, one.getsockname()[1]): peer.name
            for peer in peers for one in {peer.socket, peer.listener} - {None} if one.fileno() >= 0}


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
