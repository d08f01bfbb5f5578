"""Chat_server passes on what each client says to all the others, over TCP.

    >python chat_server.py
    Client 1 joined
    Client 2 joined
    Client 1 {'hello everybody'}

Each line that it shows is sent to every client but the one that it is about. One loop serves them all, turn by turn:
it reads from all that have something to say, and sends what they said in one batch. README.md says why this is fast.
"""
import argparse
import errno
import signal
import socket
import sys
import threading
import time
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector  # tells which of many sockets can be used now

HOST = "127.0.0.1"   # lets in programs on this computer only; 0.0.0.0 lets in other computers too
PORT = 12346         # any port that is free; the pair has 12345
MAX_CLIENTS = 500 if sys.platform == "win32" else 100_000  # select on Windows watches up to 512 sockets
LIMIT = 65536        # bytes in a line, so that a peer that never ends one cannot fill the memory
TURN = 262_144       # bytes read in a turn: each client that has something to say gets a share of them
BEHIND = 500_000     # bytes that a client, or the screen, may be behind before it is given up
LOOKS = 20           # in vain before a turn ends, or we sleep: looking costs less than sending


def main(host, port):
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, sys.platform != "win32")  # no wait for a restart
        listener.bind((host, port))
        listener.listen(4096)
        room = Room(listener)
        while True:
            room.gather()
            room.tell()


class Client:
    def __init__(self, conn, number):
        self.conn, self.number, self.begun, self.unsent, self.behind = conn, number, b"", [], 0


class Room:  # all clients, and what is said in this turn
    def __init__(self, listener):
        self.listener, self.screen, self.selector = listener, Screen(), DefaultSelector()
        self.clients, self.arrived = {}, 0  # number -> client; the last number
        self.said, self.own = bytearray(), {}  # in this turn; number -> start and end of what that client said
        self.selector.register(listener, EVENT_READ)  # with no client as its data: so gather knows it
        listener.setblocking(False)  # calls that would wait raise BlockingIOError instead
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # no wait for more; clients inherit this
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)  # finds those that are cut off in silence,
        for option, value in ("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 6):
            if hasattr(socket, option):  # after two minutes, not after two hours
                listener.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)

    def gather(self):
        """Read once from each client that has something to say, until LOOKS looks in a row find no other one."""
        vain = 0
        while not self.said or (vain < LOOKS and len(self.own) < len(self.clients) and len(self.said) < TURN):
            heard = len(self.own)
            ready = self.selector.select(0 if vain < LOOKS else None)  # 0 only looks, None sleeps until there is one
            for key, events in ready:
                client = key.data
                if client is None:
                    self.accept()
                    continue
                if events & EVENT_WRITE:
                    self.catch_up(client)
                if events & EVENT_READ and client.number not in self.own:
                    self.receive(client, TURN // len(ready))
            vain = 0 if len(self.own) > heard else vain + 1

    def accept(self):
        while len(self.clients) < MAX_CLIENTS:
            try:
                conn, _ = self.listener.accept()
            except OSError as error:
                if error.errno in (errno.EMFILE, errno.ENFILE):
                    break  # no descriptor is left
                return  # none waits any more, or this one has gone: the next look finds the others
            conn.setblocking(False)
            self.arrived += 1
            client = Client(conn, self.arrived)
            self.clients[self.arrived] = client
            self.selector.register(conn, EVENT_READ, client)
            self.said += f"Client {self.arrived} joined\n".encode()
            self.own[self.arrived] = 0, len(self.said)  # nor does it get what was said before it came
        self.selector.unregister(self.listener)  # the others wait until a client leaves

    def receive(self, client, share):
        """Read what a client says. TCP carries bytes: these may be many lines, and the beginning of one."""
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
            self.said += (before + (after + before).join(shown) + after).encode()  # all its lines at once
            self.own[client.number] = start, len(self.said)
        if len(client.begun) == LIMIT:
            self.leave(client, "a line without end")

    def tell(self):
        """Show all that was said in this turn and send it to every client, less that client's own part."""
        batch, own = bytes(self.said), self.own
        self.said, self.own = bytearray(), {}
        self.screen.show(batch)
        for client in tuple(self.clients.values()):  # a copy, for one may be dropped
            start, end = own.get(client.number, (0, 0))
            if rest := batch[:start] + batch[end:]:
                self.send(client, rest)

    def send(self, client, batch):
        """Send a batch, or as much of it as the kernel takes; the rest waits until the client has read."""
        if client.behind:
            client.unsent.append(batch)
            client.behind += len(batch)
            if client.behind > BEHIND:
                self.leave(client, "it does not read what it is sent")
            return
        try:
            sent = client.conn.send(batch)
        except BlockingIOError:
            sent = 0
        except OSError:
            return  # it has gone, and receive will find that out
        if sent < len(batch):
            client.unsent, client.behind = [memoryview(batch)[sent:]], len(batch) - sent  # no copy
            self.selector.modify(client.conn, EVENT_READ | EVENT_WRITE, client)

    def catch_up(self, client):
        unsent, client.unsent, client.behind = client.unsent, [], 0
        self.selector.modify(client.conn, EVENT_READ, client)
        self.send(client, b"".join(unsent))

    def leave(self, client, harm=""):
        """Forget a client, which has left or, for its harm to the others, is dropped, and tell them."""
        if harm:
            notice = f"Client {client.number} is dropped: {harm}\n".encode()
            self.screen.show(notice)
            if not client.behind:  # otherwise it has half a line before it, and no room for another one
                self.send(client, notice)
        del self.clients[client.number]
        self.selector.unregister(client.conn)
        client.conn.close()
        self.said += f"Client {client.number} left\n".encode()
        if self.listener not in self.selector.get_map():
            self.selector.register(self.listener, EVENT_READ)


class Screen:
    """Shows text in a thread of its own: a screen that stands still (Ctrl-S, a full pipe) stops only that."""

    def __init__(self):
        self.text, self.left_out = bytearray(), 0
        self.changed = threading.Condition()  # a lock, with which a thread can also sleep until notify
        threading.Thread(target=self.write, daemon=True).start()  # daemon: it does not keep the program alive

    def show(self, text):
        with self.changed:
            if len(self.text) + len(text) <= BEHIND:
                self.text += text
            else:  # the screen has stood still for too long
                self.left_out += text.count(b"\n")
            self.changed.notify()

    def write(self):
        while True:
            time.sleep(0.002)  # for more to write at once: each writing takes time from the clients
            with self.changed:
                self.changed.wait_for(lambda: self.text or self.left_out)
                notice = f"({self.left_out} lines left out)\n" if self.left_out else ""
                text = self.text.decode() + notice
                self.text, self.left_out = bytearray(), 0
            try:
                print(text, end="", flush=True)
            except OSError:
                return  # a full disk, a broken pipe: the chat goes on without a screen


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("host", nargs="?", default=HOST, help="address to listen at (%(default)s)")
    parser.add_argument("port", nargs="?", default=PORT, type=int, help="port to listen at (%(default)s)")
    given = parser.parse_args()
    host, _, number = given.host.rpartition(":")
    if number.isdigit() and ":" not in host:
        parser.error(f"host and port are two words: {host or HOST} {number}")
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends the program, on Windows also while it waits
    if sys.stdout:  # a closed one is None
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        main(given.host.encode(), given.port)  # given as bytes, a misspelt host is an OSError like any other
    except (OSError, OverflowError, UnicodeError) as error:  # of network, port, host
        sys.exit(f"chat_server: {given.host}:{given.port}: {error}")
