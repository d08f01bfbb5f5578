"""Lossy stands between recvr2 and recvr1 and does to their datagrams what a bad network does.

    >python lossy.py --loss 0.3 --seed 7
    passed on: client 1 to server, 1, {'Heello im deepi'}
    passed on: server to client 1, 1, {'hey deepi'}
    lost: client 1 to server, 2, {'how are you'}

Start recvr1.py, then lossy.py, then python recvr2.py 127.0.0.1 12344, in three windows. The same seed gives the same
fate to the same datagram of each direction, whenever it comes. Ctrl-C ends it.
"""
import argparse
import errno
import heapq
import random
import select
import signal
import socket
import sys
import time

HOST = "127.0.0.1"  # this computer; the server's address if it runs on another one
PORT = 12345        # the port at which recvr1 waits
AT = 12344          # the port at which lossy waits for clients in its place
LIMIT = 65507       # bytes in a datagram: 65535 less 20 for the IP header and 8 for the UDP header
HELD = 0.5          # seconds after which one that is to arrive behind the next arrives all the same
MAX_CLIENTS = 64    # clients that are known at a time: the one that has been silent longest is forgotten


def main():
    given = arguments()
    with socket.socket(type=socket.SOCK_DGRAM) as listener:
        try:
            listener.bind((HOST, given.at))
            first = connected(given.host, given.port)
        except OSError as error:
            reason = "the port is taken" if error.errno == errno.EADDRINUSE else error.strerror
            sys.exit(f"lossy: cannot stand between {HOST}:{given.at} and {given.host}:{given.port}: {reason}")
        with first:
            if first.getpeername() == listener.getsockname():
                sys.exit(f"lossy: {given.host}:{given.port} is lossy itself, not the server")
        print(f"lossy: seed {given.seed}, clients come to port {given.at}", file=sys.stderr)
        Relay(listener, given).run()


def connected(host, port):
    """Return a new socket from which datagrams go to this address only."""
    made = socket.socket(type=socket.SOCK_DGRAM)
    made.connect((host, port))
    return made


class Direction:
    """Datagrams from one program to another one: how many there were, and the dice that decide on each."""

    def __init__(self, name, seed):
        self.name, self.count, self.held = name, 0, None
        self.dice = random.Random(f"{name}: {seed}")

    def fate(self, given):
        """Return (copies, seconds late, whether the next is to overtake it) of one more datagram.

        Each takes four throws whatever comes of them: so its fate is the same for other chances of the others.
        """
        self.count += 1
        lost, doubled, late, overtaken = (self.dice.random() for _ in range(4))
        copies = 0 if lost < given.loss else 2 if doubled < given.double else 1
        return copies, late * given.delay, overtaken < given.reorder


class Relay:
    """Passes datagrams on between clients and the server, each client by a socket of its own."""

    def __init__(self, listener, given):
        self.listener, self.given = listener, given
        self.clients = {}  # address -> (socket to the server, direction to it, direction back)
        self.number = 0    # clients that have come
        self.waiting, self.order = [], 0  # (moment, order, how to send it, copies): what is late

    def run(self):
        """Pass on whatever comes, at its time."""
        while True:
            late = max(self.waiting[0][0] - time.monotonic(), 0) if self.waiting else None
            sockets = [self.listener, *(conn for conn, _, _ in self.clients.values())]
            for ready in select.select(sockets, [], [], late)[0]:
                self.take(ready)
            while self.waiting and self.waiting[0][0] <= time.monotonic():
                _, _, send, copies = heapq.heappop(self.waiting)
                for data in copies:
                    try:
                        send(data)
                    except OSError:
                        pass  # nobody is there, or is not any more: it is lost like any other

    def take(self, ready):
        """Receive one datagram and decide what happens to it."""
        try:
            data, address = ready.recvfrom(LIMIT)
        except OSError:
            return  # nobody is there, at the server's port or at a client's; or it was forgotten a moment ago
        if ready is self.listener:
            conn, there, _ = self.clients[address] = self.client(address)
            self.pass_on(there, data, conn.send)
        else:
            address, back = next((at, back) for at, (conn, _, back) in self.clients.items() if conn is ready)
            self.pass_on(back, data, lambda datagram: self.listener.sendto(datagram, address))

    def client(self, address):
        """Return what belongs to a client; it goes to the end of the row, whose first is forgotten at last."""
        if address in self.clients:
            return self.clients.pop(address)
        if len(self.clients) == MAX_CLIENTS:
            self.clients.pop(next(iter(self.clients)))[0].close()
        self.number += 1
        there, back = f"client {self.number} to server", f"server to client {self.number}"
        conn = connected(self.given.host, self.given.port)
        return conn, Direction(there, self.given.seed), Direction(back, self.given.seed)

    def pass_on(self, direction, data, send):
        """Do to a datagram what its fate is, and show it."""
        copies, seconds, overtaken = direction.fate(self.given)
        late = f"{seconds:.2f} s late" if seconds and copies else ""
        words = ["lost"] if not copies else [late or "passed on", *["twice"] * (copies == 2)]
        if overtaken and copies:
            words.append("behind the next")
        text = data.decode(errors="replace")
        print(f"{', '.join(words)}: {direction.name}, {direction.count}, { {text} }")
        if not copies:
            return
        before, direction.held = direction.held, None
        entry = self.later(seconds + HELD * overtaken, send, [data] * copies)
        if before in self.waiting:
            self.waiting.remove(before)
            heapq.heapify(self.waiting)
            self.later(seconds + HELD * overtaken, *before[2:])
        direction.held = entry if overtaken else None

    def later(self, seconds, send, copies):
        """Have copies of a datagram sent after so many seconds; return what stands for them in the row that waits."""
        self.order += 1
        entry = time.monotonic() + seconds, self.order, send, copies
        heapq.heappush(self.waiting, entry)
        return entry


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong."""

    def error(self, message):
        self.exit(2, f"lossy: {message}\n")


def arguments():
    """Return what was given on the command line, after setting up Ctrl-C and the terminal."""
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("host", nargs="?", default=HOST, help="the server's address (%(default)s)")
    parser.add_argument("port", nargs="?", default=PORT, type=port, help="the server's port (%(default)s)")
    parser.add_argument("--at", default=AT, type=port, metavar="PORT", help="where clients come to (%(default)s)")
    parser.add_argument("--loss", default=0, type=chance, help="of 0 to 1: how likely one is lost")
    parser.add_argument("--double", default=0, type=chance, help="how likely one that is not lost arrives twice")
    parser.add_argument("--reorder", default=0, type=chance, help="how likely it arrives behind the next one")
    parser.add_argument("--delay", default=0, type=seconds, help="seconds that it is late at most")
    parser.add_argument("--seed", default=random.randrange(10**6), type=int, help="a number: the same again")
    given = parser.parse_args()
    host, _, number = given.host.rpartition(":")
    if number.isdigit() and ":" not in host:
        parser.error(f"host and port are two words: {host or HOST} {number}")
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends the program, on Windows also while it waits
    sys.stdout.reconfigure(errors="backslashreplace", line_buffering=True)
    return given


def port(text):
    return within(text, int, 65535, "is not a port: they go from 1 to 65535", least=1)


def chance(text):
    return within(text, float, 1, "is not a chance: they go from 0 to 1")


def seconds(text):
    return within(text, float, 60, "is not a delay: 0 to 60 seconds")


def within(text, kind, most, complaint, least=0):
    """Return the number in a text; the parser says what is wrong with it."""
    try:
        number = kind(text)
    except ValueError:
        number = None
    if number is None or not least <= number <= most:
        raise argparse.ArgumentTypeError(f"{text} {complaint}")
    return number


if __name__ == "__main__":
    main()
