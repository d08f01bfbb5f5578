"""Chat_server passes on what each client says to all the others, over UDP.

    >python chat_server.py
    Client 1 joined
    Client 2 joined
    Client 1 {'hello everybody'}
    Client 2 {'hello 1'}
    Client 2 left

Start it first, then chat_client.py in as many windows as you like. Each line that it shows is sent to every
client but the one that it is about. Ctrl-C ends it, and nobody is told: its clients find out when they next
say something.

There are no connections: one socket serves everybody, and a client is an address that has been heard of
lately. UDP does not promise that a datagram arrives, nor only once, nor in order: some of what is said may be
missing on some screens, and nobody notices. In a flood much will be: when more is said than the server can
pass on, the kernel keeps what its buffer holds and throws away the rest, whoever said it; and what a client
does not read in time is lost to that client alone. Nobody is dropped for it, and nobody has to wait.
"""
import argparse
import errno
import select
import signal
import socket
import sys
import threading
import time

HOST = "127.0.0.1"    # hears programs on this computer only; 0.0.0.0 hears other computers too
PORT = 12346          # any port that is free; the pair has 12345
DATAGRAM = 65507      # bytes in a datagram: 65535 less 20 for the IP header and 8 for the UDP header
SILENCE = 30          # seconds after which a client is forgotten: each says "I am here" every ten
CROWD = 1000          # clients at most: anybody can make up addresses, and each costs memory
BUFFER = 4_000_000    # bytes that the kernel is asked to keep for us while we are busy; it may allow less
BEHIND = 1_000_000    # bytes that the screen may be behind before lines are left out
GLANCE = 0.002        # seconds for which the screen waits for more: each writing takes time from the room


def main():
    host, port = arguments()
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        try:
            server.bind((host, port))
        except OSError as error:
            reason = "the port is taken" if error.errno == errno.EADDRINUSE else error.strerror
            sys.exit(f"chat_server: cannot listen at {host}:{port}: {reason}")
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        Room(server).chat()


class Room:
    """Everybody who has been heard of lately."""

    def __init__(self, server):
        self.server, self.screen = server, Screen()
        self.numbers = {}  # address -> number of the client
        self.heard = {}    # address -> moment at which it was last heard of, the one longest ago first
        self.arrived = 0

    def chat(self):
        """Pass on what everybody says."""
        while True:
            ready, _, _ = select.select([self.server], [], [], self.forget())
            if not ready:
                continue  # somebody has been silent for too long
            try:
                datagram, address = self.server.recvfrom(DATAGRAM)
            except ConnectionError:
                continue  # Windows says so if one to whom we sent has gone
            self.hear(datagram, address)

    def hear(self, datagram, address):
        """Take a datagram for what it is: a message, the word exit, or nothing but "I am here"."""
        message = datagram.removesuffix(b"\n").removesuffix(b"\r").decode(errors="replace")
        if address not in self.numbers and (message == "exit" or len(self.numbers) == CROWD):
            return
        self.heard.pop(address, None)
        self.heard[address] = time.monotonic()  # the last in the dictionary now: it keeps the order
        if address not in self.numbers:
            self.arrived += 1
            self.numbers[address] = self.arrived
            self.tell(address, f"Client {self.arrived} joined")
        if message == "exit":
            self.leave(address)
        elif datagram:
            self.tell(address, f"Client {self.numbers[address]} {str({message})}")

    def tell(self, author, line):
        """Show a line and send it to everybody but the client that it is about."""
        data = line.encode()
        self.screen.show(data + b"\n")
        for address in self.numbers:
            if address != author:
                try:
                    self.server.sendto(data, address)
                except OSError:
                    pass  # too long for a datagram, no way there, no room: UDP promises nothing

    def leave(self, address):
        """Forget a client and tell the others."""
        self.tell(address, f"Client {self.numbers.pop(address)} left")
        del self.heard[address]

    def forget(self):
        """Forget those who are silent for too long; return the seconds until the next one will be."""
        now = time.monotonic()
        while self.heard and now - self.heard[longest := next(iter(self.heard))] >= SILENCE:
            self.leave(longest)
        return self.heard[longest] + SILENCE - now if self.heard else None


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
