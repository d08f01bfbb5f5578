"""Chat_server passes on what each client says to all the others, over TCP.

    >python chat_server.py
    Client 1 joined
    Client 2 joined
    Client 1 {'hello everybody'}
    Client 2 {'hello 1'}
    Client 2 left

Start it first, then chat_client.py in as many windows as you like. Each line that it shows is sent to every client
but the one that it is about. Ctrl-C ends it, and TCP tells every client so.

One loop serves them all, turn by turn: it waits until the kernel has something for it, reads each client that said
something, and sends all that was said in this turn to everybody at once.
"""
import argparse
import errno
import selectors
import signal
import socket
import sys
import threading

HOST = "127.0.0.1"   # lets in programs on this computer only; 0.0.0.0 lets in other computers too
PORT = 12346         # any port that is free; the pair has 12345
LIMIT = 65536        # bytes in a line, so that a peer that never ends one cannot fill the memory
READ = 16384         # bytes read from a client in one turn, so that one who talks a lot leaves time for the others
BEHIND = 1_000_000   # bytes that a client, or the screen, may be behind before it is given up
READABLE, WRITABLE = selectors.EVENT_READ, selectors.EVENT_WRITE


def main():
    host, port = arguments()
    try:
        listener = socket.create_server((host, port), backlog=1000)
    except OSError as error:
        reason = "the port is taken" if error.errno == errno.EADDRINUSE else error.strerror
        sys.exit(f"chat_server: cannot listen at {host}:{port}: {reason}")
    with listener:
        chat(listener)


def chat(listener):
    """Serve everybody, turn by turn."""
    room = Room(listener)
    while True:
        for key, ready in room.selector.select(0 if room.said else None):
            if key.fileobj is listener:
                room.admit()
                continue
            if ready & WRITABLE:
                room.catch_up(key.data)
            if ready & READABLE:
                room.hear(key.data)
        if room.said:
            room.tell()


class Client:
    """One client: its socket, its number, the line that it has begun, what could not be sent to it yet."""
    __slots__ = "conn", "number", "begun", "unsent", "behind"

    def __init__(self, conn, number):
        self.conn, self.number = conn, number
        self.begun = b""
        self.unsent, self.behind = None, 0


class Room:
    """Everybody who is in, and what was said in this turn."""

    def __init__(self, listener):
        self.listener = listener
        self.screen = Screen()
        self.selector = selectors.DefaultSelector()
        self.clients, self.arrived = set(), 0
        self.said = bytearray()
        self.own = {}  # client -> start and end of its own part of what was said
        # Each client's socket inherits these from the listener.
        listener.setblocking(False)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a batch is sent at once, not gathered again
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)  # asks the silent whether they still run ...
        for option, value in ("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 6):
            if hasattr(socket, option):  # ... after two minutes; without these it takes more than two hours
                listener.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
        self.selector.register(listener, READABLE)

    def admit(self):
        """Let in everybody who waits at the door."""
        while True:
            try:
                conn, _ = self.listener.accept()
            except BlockingIOError:
                return
            except ConnectionError:
                continue  # it left before it was let in
            except OSError:  # no descriptor is left: the others wait at the door until someone leaves
                self.selector.unregister(self.listener)
                return
            conn.setblocking(False)
            self.arrived += 1
            client = Client(conn, self.arrived)
            self.clients.add(client)
            self.selector.register(conn, READABLE, client)
            self.say(client, f"Client {client.number} joined\n")
            self.own[client] = 0, len(self.said)  # what was said before is not for it

    def hear(self, client):
        """Read what a client has said: any number of lines, and perhaps the beginning of one."""
        try:
            data = client.conn.recv(READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""  # it was cut off before it could close: it has left all the same
        if not data:
            return self.leave(client)
        ended, newline, begun = (client.begun + data).rpartition(b"\n")
        client.begun = begun
        if newline:
            lines = ended.replace(b"\r\n", b"\n").removesuffix(b"\r").decode(errors="replace").split("\n")
            self.say(client, "".join([f"Client {client.number} {{{line!r}}}\n" for line in lines]))
        if len(begun) >= LIMIT:
            self.drop(client, "a line without end")

    def say(self, client, text):
        start = len(self.said)
        self.said += text.encode()
        self.own[client] = start, len(self.said)

    def tell(self):
        """Show all that was said in this turn and send it to everybody, less each one's own part."""
        batch, own = bytes(self.said), self.own
        self.said, self.own = bytearray(), {}
        self.screen.show(batch)
        for client in self.clients - own.keys():
            self.send(client, batch)
        for client, (start, end) in own.items():
            if client in self.clients and end - start < len(batch):
                self.send(client, batch[:start] + batch[end:])

    def send(self, client, batch):
        """Send a batch, or as much of it as the kernel takes now; the rest waits until the client has read."""
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
            client.behind = len(batch) - sent
            client.unsent = [memoryview(batch)[sent:]]
            self.selector.modify(client.conn, READABLE | WRITABLE, client)

    def catch_up(self, client):
        """Send what could not be sent before."""
        unsent, client.unsent, client.behind = client.unsent, None, 0
        self.selector.modify(client.conn, READABLE, client)
        self.send(client, b"".join(unsent))

    def drop(self, client, reason):
        """Part with a client that would harm the others, and say why."""
        notice = f"Client {client.number} is dropped: {reason}\n".encode()
        self.screen.show(notice)
        try:
            client.conn.send(notice)
        except OSError:
            pass  # there is no more room for it: it does not read anyway
        self.leave(client)

    def leave(self, client):
        """Forget a client and tell the others."""
        self.clients.remove(client)
        self.selector.unregister(client.conn)
        client.conn.close()
        if self.listener not in self.selector.get_map():
            self.selector.register(self.listener, READABLE)  # there is a descriptor again for one more
        self.say(client, f"Client {client.number} left\n")


class Screen:
    """Shows text in a thread of its own: a screen that stands still (Ctrl-S, a pipe that nobody reads) stops only that."""

    def __init__(self):
        self.text, self.left_out = bytearray(), 0
        self.changed = threading.Condition()
        threading.Thread(target=self.write, daemon=True).start()

    def show(self, text):
        """Have text shown soon, or count its lines if the screen has stood still for too long."""
        with self.changed:
            if len(self.text) < BEHIND:
                self.text += text
            else:
                self.left_out += text.count(b"\n")
            self.changed.notify()

    def write(self):
        """Write all that there is, again and again."""
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.text)
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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
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
