"""Chat_server passes on what each client says to all the others, over UDP.

    >python chat_server.py
    Client 1 joined
    Client 2 joined
    Client 1 {'hello everybody'}
    Client 2 left

One socket serves all clients, which are addresses heard of lately. README.md says what UDP does not promise.
"""
import argparse
import contextlib
import signal
import socket
import sys
import threading
import time
from collections import Counter

HOST = "127.0.0.1"    # hears programs on this computer only; 0.0.0.0 hears other computers too
PORT = 12346          # any port that is free; the pair has 12345
DATAGRAM = 65507      # bytes in a datagram: 65535 less 20 for the IP header and 8 for the UDP header
SILENCE = 30          # seconds after which a client is forgotten: each says "I am here" every ten
MAX_CLIENTS = 1000    # clients at most: anybody can make up addresses, and each costs memory
SHARE = 200           # of them at most on one host, so that its many ports do not keep others out
BEHIND = 1_000_000    # bytes that the screen may be behind before lines are left out


def main(host, port):
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.bind((host, port))
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_000_000)  # bytes to keep for us while we are busy
        room = Room(server)
        while True:
            server.settimeout(room.forget())
            try:
                datagram, address = server.recvfrom(DATAGRAM)
            except (ConnectionError, TimeoutError):
                continue  # on Windows: a client to which we sent has gone; or one has been silent for too long
            room.receive(datagram, address)


class Room:
    def __init__(self, server):
        self.server, self.screen, self.arrived, self.hosts = server, Screen(), 0, Counter()
        self.clients = {}  # address -> its number, when it was last heard of, what ends its datagrams

    def receive(self, datagram, address):
        """Take a datagram for what it is: a message, the word exit, or nothing but "I am here"."""
        message = datagram.removesuffix(b"\n").removesuffix(b"\r").decode(errors="replace")
        end = b"\n" if datagram.endswith(b"\n") else b""  # nc sends one, and needs one at the end of what it gets
        if address not in self.clients and (message == "exit" or not self.join(address, end)):
            return
        number, _, _ = self.clients.pop(address)
        self.clients[address] = number, time.monotonic(), end  # put in anew, it is the last in the dictionary
        if message == "exit":
            self.leave(address)
        elif datagram:
            self.tell(address, f"Client {number} {str({message})}")

    def join(self, address, end):
        """Take in a new client and tell the others, or tell it why not; return whether it is in."""
        many = self.hosts[address[0]]
        if many == SHARE or len(self.clients) == MAX_CLIENTS:
            self.send(f"The chat is full: {len(self.clients)} clients, {many} on your host".encode() + end, address)
            return False
        self.arrived += 1
        self.hosts[address[0]] += 1
        self.clients[address] = self.arrived, time.monotonic(), end
        self.tell(address, f"Client {self.arrived} joined")
        return True

    def tell(self, author, line):
        """Show a line and send it to every client but the one that it is about."""
        data = line.encode()
        self.screen.show(data + b"\n")
        for address, (_, _, end) in self.clients.items():
            if address != author:
                self.send(data + end, address)

    def send(self, datagram, address):
        with contextlib.suppress(OSError):  # too long for a datagram, no way there, no room: UDP promises nothing
            self.server.sendto(datagram, address)

    def leave(self, address):
        self.tell(address, f"Client {self.clients.pop(address)[0]} left")
        self.hosts -= Counter([address[0]])  # one fewer there; a host that has none left is forgotten

    def forget(self):
        """Forget those that are silent for too long; return the seconds until the next one will be, if there is one."""
        for address, (_, heard, _) in list(self.clients.items()):
            left = heard + SILENCE - time.monotonic()
            if left > 0:
                return left
            self.leave(address)


class Screen:
    """Shows text in a thread of its own: a screen that stands still (Ctrl-S, a full pipe) stops only that."""

    def __init__(self):
        self.text, self.left_out = bytearray(), 0
        self.changed = threading.Condition()
        threading.Thread(target=self.write, daemon=True).start()

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
