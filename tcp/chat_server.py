"""Chat_server passes on what each client says to all the others, over TCP.

    >python chat_server.py
    Client 1 joined
    Client 2 joined
    Client 1 {'hello everybody'}
    Client 2 {'hello 1'}
    Client 2 left

Start it first, then chat_client.py in as many windows as you like. Each line that it shows is sent to every
client but the one that it is about. Ctrl-C ends it, and TCP tells every client so.

One loop serves them all, turn by turn: it reads from each client that has something to say, gathers all of it
in one batch, and sends that to everybody at once. Sending is what costs: so it is done once a turn, not once
a line.
"""
import argparse
import errno
import os
import signal
import socket
import sys
import threading
import time
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector

HOST = "127.0.0.1"   # lets in programs on this computer only; 0.0.0.0 lets in other computers too
PORT = 12346         # any port that is free; the pair has 12345
CROWD = 500 if os.name == "nt" else 100_000  # clients at most: select on Windows watches up to 512 sockets
LIMIT = 65536        # bytes in a line, so that a peer that never ends one cannot fill the memory
TURN = 262_144       # bytes heard in a turn: whoever has something to say gets a share of them
BEHIND = 500_000     # bytes that a client, or the screen, may be behind before it is given up
LOOKS = 20           # in vain before a turn ends, or we sleep
GLANCE = 0.002       # seconds for which the screen waits for more: each writing takes time from the room


def main():
    host, port = arguments()
    try:
        listener = socket.create_server((host, port), backlog=4096)
    except OSError as error:
        reason, _, _ = error.strerror.partition(" (while")  # create_server adds the address, which we name as well
        reason = "the port is taken" if error.errno == errno.EADDRINUSE else reason
        sys.exit(f"chat_server: cannot listen at {host}:{port}: {reason}")
    with listener:
        chat(listener)


def chat(listener):
    """Serve everybody, turn by turn."""
    room = Room(listener)
    while True:
        room.gather()
        if room.said:
            room.tell()


class Client:
    """One client: its socket, its number, the line that it has begun, what could not be sent to it yet."""
    __slots__ = "conn", "number", "begun", "unsent", "behind"

    def __init__(self, conn, number):
        self.conn, self.number, self.begun = conn, number, b""
        self.unsent, self.behind = [], 0


class Room:
    """Everybody who is in, and what is said in this turn."""

    def __init__(self, listener):
        self.listener, self.screen, self.selector = listener, Screen(), DefaultSelector()
        self.clients, self.arrived, self.full = set(), 0, False
        self.said = bytearray()
        self.own = {}  # client -> start and end of the part of what is said that it does not get
        # Each client's socket inherits these from the listener.
        listener.setblocking(False)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a batch does not wait for more
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)  # asks the silent if they still run
        for option, value in ("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 6):
            if hasattr(socket, option):  # after a minute of silence; it would be two hours otherwise
                listener.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
        self.selector.register(listener, EVENT_READ)

    def gather(self):
        """Hear each client that has something to say, once, until all have spoken or nobody new speaks up.

        To look costs less than to send, and what one more client says costs no more to send: so we look a few
        times in vain before this turn ends, or, if nobody has said anything, before we sleep until somebody does.
        """
        vain = 0
        while not self.said or vain < LOOKS and len(self.own) < len(self.clients) and len(self.said) < TURN:
            heard = len(self.own)
            ready = self.selector.select(None if vain >= LOOKS else 0)
            for key, events in ready:
                client = key.data
                if client is None:
                    self.admit()
                    continue
                if events & EVENT_WRITE:
                    self.catch_up(client)
                if events & EVENT_READ and client not in self.own:
                    self.hear(client, TURN // len(ready))
            vain = 0 if len(self.own) > heard else vain + 1

    def admit(self):
        """Let in everybody who waits at the door."""
        while len(self.clients) < CROWD:
            try:
                conn, _ = self.listener.accept()
            except OSError as error:
                if error.errno in (errno.EMFILE, errno.ENFILE):
                    break  # no descriptor is left
                return  # nobody waits any more, or one that has gone: the next look finds the others
            conn.setblocking(False)
            self.arrived += 1
            client = Client(conn, self.arrived)
            self.clients.add(client)
            self.selector.register(conn, EVENT_READ, client)
            self.said += f"Client {client.number} joined\n".encode()
            self.own[client] = 0, len(self.said)  # what was said before it came is not for it either
        self.full = True  # the others wait at the door until someone leaves
        self.selector.unregister(self.listener)

    def hear(self, client, share):
        """Read what a client has to say: any number of lines, and perhaps the beginning of one."""
        try:
            data = client.conn.recv(min(share, LIMIT - len(client.begun)))
        except BlockingIOError:
            return
        except OSError:
            data = b""  # it was cut off before it could close: it has left all the same
        if not data:
            return self.leave(client)
        lines, end, client.begun = (client.begun + data).replace(b"\r\n", b"\n").rpartition(b"\n")
        if end:
            start, before, after = len(self.said), f"Client {client.number} {{", "}\n"
            shown = map(repr, lines.decode(errors="replace").split("\n"))
            self.said += (before + (after + before).join(shown) + after).encode()
            self.own[client] = start, len(self.said)
        if len(client.begun) == LIMIT:
            self.drop(client, "a line without end")

    def tell(self):
        """Show all that was said in this turn and send it to everybody, less each one's own part."""
        batch, own = bytes(self.said), self.own
        self.said, self.own = bytearray(), {}
        self.screen.show(batch)
        for client in tuple(self.clients):  # a copy, for one may be dropped
            start, end = own.get(client, (0, 0))
            if rest := batch[:start] + batch[end:]:
                self.send(client, rest)

    def send(self, client, batch):
        """Send a batch, or as much of it as the kernel takes; the rest waits until the client has read."""
        if client.behind:
            client.unsent.append(batch)
            client.behind += len(batch)
            if client.behind > BEHIND:
                self.drop(client, "it does not read what it is sent")
            return
        try:
            sent = client.conn.send(batch)
        except BlockingIOError:
            sent = 0
        except OSError:
            return  # it has gone, and hear will find that out
        if sent < len(batch):
            client.unsent, client.behind = [memoryview(batch)[sent:]], len(batch) - sent
            self.selector.modify(client.conn, EVENT_READ | EVENT_WRITE, client)

    def catch_up(self, client):
        """Send what could not be sent before."""
        unsent, client.unsent, client.behind = client.unsent, [], 0
        self.selector.modify(client.conn, EVENT_READ, client)
        self.send(client, b"".join(unsent))

    def drop(self, client, reason):
        """Part with a client that would harm the others, and say why."""
        notice = f"Client {client.number} is dropped: {reason}\n".encode()
        self.screen.show(notice)
        if not client.behind:  # otherwise it has half a line before it, and no room for another one
            self.send(client, notice)
        self.leave(client)

    def leave(self, client):
        """Forget a client and tell the others."""
        self.clients.remove(client)
        self.selector.unregister(client.conn)
        client.conn.close()
        self.said += f"Client {client.number} left\n".encode()
        if self.full:
            self.full = False
            self.selector.register(self.listener, EVENT_READ)


class Screen:
    """Shows text in a thread of its own: a screen that stands still (Ctrl-S, a full pipe) stops only that."""

    def __init__(self):
        self.text, self.left_out = bytearray(), 0
        self.changed = threading.Condition()
        threading.Thread(target=self.write, daemon=True).start()

    def show(self, text):
        """Have text shown soon, or count its lines if the screen has stood still for too long."""
        with self.changed:
            if len(self.text) + len(text) <= BEHIND:
                self.text += text
            else:
                self.left_out += text.count(b"\n")
            self.changed.notify()

    def write(self):
        """Write all that there is, again and again."""
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.text or self.left_out)
            time.sleep(GLANCE)
            with self.changed:
                text, left_out = self.text, self.left_out
                self.text, self.left_out = bytearray(), 0
            try:
                print(text.decode(), end="", flush=True)
                if left_out:
                    print(f"({left_out} lines left out)")
            except OSError:
                return  # nobody will ever read it: the room goes on without a screen


def arguments():
    """Return host and port as given on the command line, after setting up Ctrl-C and the terminal."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("host", nargs="?", default=HOST, help="address to listen at (%(default)s)")
    parser.add_argument("port", nargs="?", default=PORT, type=int, help="port to listen at (%(default)s)")
    given = parser.parse_args()
    if not 0 <= given.port <= 65535:
        sys.exit(f"chat_server: {given.port} is not a port: they go from 0 to 65535")
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends the program, on Windows also while it waits
    sys.stdout.reconfigure(errors="backslashreplace", line_buffering=True)
    return given.host, given.port


if __name__ == "__main__":
    main()
