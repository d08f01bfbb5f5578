"""Chat_server passes on what each client says to all the others, over UDP.

    >python chat_server.py
    Client 1 joined
    Client 2 joined
    Client 1 {'hello everybody'}
    Client 2 {'hello 1'}
    Client 2 left

Start it first, then chat_client.py in as many windows as you like. Each line that it shows is sent to every client
but the one that it is about. Ctrl-C ends it, and nobody is told: its clients find out when they next say something.

There are no connections: one socket serves everybody, and a client is an address that has been heard of lately.
UDP does not promise that a datagram arrives, nor only once, nor in order: some of what is said may be missing on some
screens, most of all when many talk at once, and nobody notices.
"""
import argparse
import errno
import signal
import socket
import sys
import time

HOST = "127.0.0.1"    # hears programs on this computer only; 0.0.0.0 hears other computers too
PORT = 12346          # any port that is free; the pair has 12345
DATAGRAM = 65507      # bytes in a datagram: 65535 less 20 for the IP header and 8 for the UDP header
SILENCE = 30          # seconds after which a client is forgotten: each says "I am here" every ten
CROWD = 1000          # clients at most: anybody can make up addresses, and each costs memory
BUFFER = 4_000_000    # bytes that the kernel may keep for us while we are busy; it throws away what is beyond them


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
        self.server = server
        self.numbers = {}  # address -> number of the client
        self.heard = {}    # address -> moment at which it was last heard of, the one longest ago first
        self.arrived = 0

    def chat(self):
        """Pass on what everybody says."""
        while True:
            self.forget()
            try:
                datagram, address = self.server.recvfrom(DATAGRAM)
            except TimeoutError:
                continue  # somebody has been silent for too long
            except ConnectionError:
                continue  # Windows says so if one to whom we sent has gone
            self.hear(datagram, address)

    def hear(self, datagram, address):
        """Take a datagram for what it is: a message, the word exit, or nothing but "I am here"."""
        message = datagram.removesuffix(b"\n").removesuffix(b"\r").decode(errors="replace")
        if address not in self.numbers and (message == "exit" or len(self.numbers) == CROWD):
            return
        self.heard.pop(address, None)
        self.heard[address] = time.monotonic()  # the last in the dictionary now: it keeps the order of arrival
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
        print(line)
        data = line.encode()
        for address in self.numbers:
            if address != author:
                try:
                    self.server.sendto(data, address)
                except OSError:
                    pass  # too long for a datagram, no way there, no room: UDP promises nothing, and the others go first

    def leave(self, address):
        """Forget a client and tell the others."""
        self.tell(address, f"Client {self.numbers.pop(address)} left")
        del self.heard[address]

    def forget(self):
        """Forget those who have been silent for too long, and wait no longer than until the next one has."""
        now = time.monotonic()
        while self.heard and now - self.heard[longest := next(iter(self.heard))] >= SILENCE:
            self.leave(longest)
        self.server.settimeout(self.heard[longest] + SILENCE - now if self.heard else None)


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
