"""Load plays the clients of a chat server: some talk, all listen, and every line is counted.

    $ python -m lab12.bench.load PORT CLIENTS SPEAKERS SECONDS

Each speaker says its next line when everybody has heard the last one: a room in which people wait for each
other. It is a process of its own, so that it takes no time from the server. It prints its figures as JSON.
"""
import json
import re
import selectors
import socket
import statistics
import sys
import time

LINE = 65       # bytes in a line, newline included
PATIENCE = 10   # seconds after which a line counts as lost
PROBE = 0.1     # seconds between two probes of whether everybody is in
AFTER = 0.05    # seconds for which doubled lines are waited for at the end


class Clients:
    """All clients, and how many lines each has heard."""

    def __init__(self, port, number):
        self.sockets, self.selector = [], selectors.DefaultSelector()
        for place in range(number):
            client = socket.create_connection(("127.0.0.1", port), PATIENCE)
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.setblocking(False)
            self.sockets.append(client)
            self.selector.register(client, selectors.EVENT_READ, place)
        self.heard = [0] * number

    def listen(self, wait):
        """Yield (client, what has come for it) for all that has come, waiting at most that many seconds."""
        for key, _ in self.selector.select(wait):
            try:
                data = key.fileobj.recv(1 << 18)
            except BlockingIOError:
                continue
            if not data:
                raise ConnectionError("the server has closed a connection")
            yield key.data, data

    def gather(self):
        """Wait until everybody is in, and what was said about their joining has been heard."""
        for words, again in (b"^here?^", True), (b"^go^", False):
            waiting, tail = set(range(1, len(self.sockets))), [b""] * len(self.sockets)
            start, last = time.monotonic(), 0.0
            while waiting:
                now = time.monotonic()
                if now - start > PATIENCE:
                    raise TimeoutError(f"{len(waiting)} clients never got in")
                if last == 0.0 or again and now - last > PROBE:
                    self.sockets[0].send(words + b"\n")
                    last = now
                for client, data in self.listen(PROBE):
                    if words in tail[client] + data:
                        waiting.discard(client)
                    tail[client] = data[-len(words):]

    def talk(self, speakers, seconds):
        """Have the speakers talk for so long; return the figures."""
        goal = [speakers - (client < speakers) for client in range(len(self.sockets))]
        filler, said, turns, evidence = b"x" * (LINE - 20), 0, [], []
        start, busy = time.monotonic(), time.process_time()
        while (begun := time.monotonic()) - start < seconds:
            for client in range(speakers):
                self.sockets[client].send(b"^%04d %012d^%s\n" % (client, said, filler))
            said += 1
            missing = sum(heard < number * said for number, heard in zip(goal, self.heard, strict=True))
            while missing and time.monotonic() - begun < PATIENCE:
                for client, data in self.listen(PATIENCE):
                    before = self.heard[client]
                    self.heard[client] += data.count(b"\n")
                    missing -= before < goal[client] * said <= self.heard[client]
                    if client == len(self.sockets) - 1:
                        evidence.append(data)
            turns.append(time.monotonic() - begun)
            if missing:
                break
        took, busy = time.monotonic() - start, time.process_time() - busy
        for client, data in self.listen(AFTER):
            self.heard[client] += data.count(b"\n")
        beyond = [heard - number * said for number, heard in zip(goal, self.heard, strict=True)]
        lost, doubled = -sum(min(0, lines) for lines in beyond), sum(max(0, lines) for lines in beyond)
        whole = in_order(b"".join(evidence), speakers, said, len(self.sockets))
        return {"per_second": round(sum(self.heard) / took),
                "turn_ms": round(statistics.median(turns) * 1000, 3), "busy": round(busy / took, 2),
                "lost": lost, "doubled": doubled, "faulty": bool(lost or doubled or not whole)}


def in_order(evidence, speakers, said, clients):
    """Return whether the last client has heard every line of every other one, whole, once and in order."""
    lines = re.findall(rb"\^(\d{4}) (\d{12})\^x{%d}(?:'})?\r?\n" % (LINE - 20), evidence)
    for speaker in range(speakers - (speakers == clients)):
        if [int(number) for who, number in lines if int(who) == speaker] != list(range(said)):
            return False
    return True


def main():
    port, clients, speakers = map(int, sys.argv[1:4])
    seconds = float(sys.argv[4])
    try:
        all_clients = Clients(port, clients)
        all_clients.gather()
        print(json.dumps(all_clients.talk(speakers, seconds)))
    except OSError as error:
        sys.exit(f"load: {error}")


if __name__ == "__main__":
    main()
