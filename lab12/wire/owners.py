"""Owners: which program of a stage has which port, and what waits there unread, asked of the kernel."""
import contextlib
import fcntl
import os
import re
import select
import socket
import struct
import termios
from pathlib import Path

from lab12.stage.borrowing import borrowed, descriptors
from lab12.wire import asking
from lab12.wire.sockets import TRANSPORTS

DATAGRAMS, END = -1, -2  # some are unread; nothing but the end of the connection is
LISTEN, CLOSE_WAIT = 10, 8  # states of a TCP socket, tcp_states.h
TABLES = "tcp", "udp", "tcp6", "udp6"


def owners(stage, kernel=asking.nobody):
    """Return {(transport, port): name of a window or peer} and {name: unread bytes}, as they are now.

    Of datagrams the kernel tells only that some are unread, not how long they are. `kernel` gives the
    socket with which the kernel is asked, see asking.
    """
    try:
        return by_sockets(stage, kernel)
    except OSError:  # a process may not be traced, or has just ended; or Linux is older than 5.6
        return by_tables(stage)


def by_sockets(stage, kernel=asking.nobody):
    """Tell it by a look at each socket, which takes microseconds. Raises OSError where that cannot be."""
    ports, unread, doubts = {}, {}, {}
    for window in stage.windows:
        for pid in window.processes if window.alive() else ():
            for number, _ in descriptors(pid):
                with borrowed(pid, number) as made:
                    look(made, window.name, ports, unread, doubts, kernel)
    for peer, one in of_peers(stage.peers):
        look(one, peer.name, ports, unread, doubts, kernel)
    if doubts:
        told = by_tables(stage, set(doubts.values()))[1]
        unread |= {name: told[name] for name in doubts if name in told}
    return ports, unread


def look(made, name, ports, unread, doubts, kernel):
    """Take in whose port a socket has, and what it holds that nobody has read.

    Whether the end of a connection has been read no socket tells. The kernel does; where it cannot be asked, `doubts`
    gets the table that tells it.
    """
    transport = TRANSPORTS.get(made.type) if made.family in (socket.AF_INET, socket.AF_INET6) else None
    if not transport or not (port := made.getsockname()[1]):
        return
    ports[transport, port] = name
    if transport == "udp":
        asked = select.poll()
        asked.register(made, select.POLLIN)
        if any(event & select.POLLIN for _, event in asked.poll(0)):
            unread[name] = DATAGRAMS
        return
    state = made.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
    if state == LISTEN:
        return
    waiting = struct.unpack("i", fcntl.ioctl(made, termios.FIONREAD, bytes(4)))[0]
    if state == CLOSE_WAIT and not waiting:
        try:
            if asking.unread(kernel(), made):
                unread.setdefault(name, END)
        except OSError:
            doubts[name] = "tcp" if made.family == socket.AF_INET else "tcp6"
    if waiting:
        unread[name] = max(unread.get(name, 0), 0) + waiting


def by_tables(stage, tables=TABLES):
    """Tell it by the tables of the network (proc(5)); the kernel takes some milliseconds to write each."""
    names = sockets(stage)
    ports, unread = {}, {}
    for table in tables:
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
            waiting, state = int(queues.partition(":")[2], 16), int(state, 16)
            if not waiting or state == LISTEN:  # then it is the number of clients that nobody has accepted
                continue
            if table.startswith("udp"):
                unread[name] = DATAGRAMS
            else:  # the end of a connection counts as one byte
                waiting = max(unread.get(name, 0), 0) + waiting - (state == CLOSE_WAIT)
                unread[name] = waiting or END
    return ports, unread


def ports_of(peers):
    """Return {(transport, port): name} of these peers."""
    return {(peer.transport, one.getsockname()[1]): peer.name for peer, one in of_peers(peers)}


def of_peers(peers):
    """Return (peer, socket) of each socket that these peers have open."""
    return [(peer, one) for peer in peers for one in {peer.socket, peer.listener} - {None} if one.fileno() >= 0]


def sockets(stage):
    """Return {inode: name} of the sockets that the windows and peers of a stage have open."""
    found = {}
    for window in stage.windows:
        for pid in window.processes if window.alive() else ():
            with contextlib.suppress(OSError):  # it has just ended, or closed one
                links = [os.readlink(f"/proc/{pid}/fd/{name}") for name in os.listdir(f"/proc/{pid}/fd")]
                found.update({link[8:-1]: window.name for link in links if re.fullmatch(r"socket:\[\d+\]", link)})
    return found | {str(os.fstat(one.fileno()).st_ino): peer.name for peer, one in of_peers(stage.peers)}
