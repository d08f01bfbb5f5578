"""Sure_recvr1 is recvr1 for a network that loses; start it before sure_recvr2.py.

    >python sure_recvr1.py
    Client {'Heello im deepi'}
    Enter Reply hey deepi
    Client {'im good too'}
    Enter Reply exit
"""
import argparse
import signal
import socket
import sys

try:
    import readline  # noqa: F401 (with it the arrow keys work at input)
except ImportError:  # Windows, where they work without it, and where Ctrl-C would not end recvfrom
    signal.signal(signal.SIGINT, signal.SIG_DFL)

HOST = "127.0.0.1"  # hears programs on this computer only; 0.0.0.0 hears other computers too
PORT = 12345        # any port that is free; UDP and TCP have 65536 each, of their own
LIMIT = 65487       # bytes in a message: 65507 in a datagram, less 20 for the number and a blank before it
LINGER = 3          # seconds of silence after exit: longer than a client waits before it asks again
MAX_CLIENTS = 100   # clients whose last message is known: the one that has been silent longest is forgotten


def main(host, port):
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.bind((host, port))
        chat(server)


def chat(server):
    """Show each message once and answer it as often as it comes; exit is sent as well, but Ctrl-C told to nobody."""
    reply, last = "", {}  # last: address -> the number of its last message, and our answer to it
    while True:
        server.settimeout(LINGER if reply == "exit" else None)  # that reply may be lost, too
        try:
            datagram, client = server.recvfrom(LIMIT + 20)
        except ConnectionResetError:  # Windows tells it here: nobody was there for the last reply
            continue
        except TimeoutError:
            return
        number, blank, message = datagram.partition(b" ")
        known, answer = last.get(client, (b"", b""))
        if blank and number > known and len(number) == 19 and number.isdigit():
            if reply != "exit":
                reply = answered(message)
            answer = number + b" " + reply.encode()
            last.pop(client, None)
            last[client] = number, answer
            if len(last) > MAX_CLIENTS:
                del last[next(iter(last))]
        elif number != known:
            continue  # it comes late, or is nothing of ours
        try:
            server.sendto(answer, client)  # whatever comes twice is not shown again: our answer may have been lost
        except OSError as error:
            print("Not sent:", error.strerror)


def answered(message):
    """Show a message and return the reply to it."""
    if message == b"exit":
        print("Client left")
        return ""
    print("Client", {message.decode(errors="replace")})  # a set: braces, and quotes that keep it harmless
    try:
        reply = input("Enter Reply ")
        while len(reply.encode()) > LIMIT:
            reply = input(f"Too long: a message holds {LIMIT} bytes\nEnter Reply ")
        return reply
    except EOFError:
        print()
        return "exit"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("host", nargs="?", default=HOST, help="address to listen at (%(default)s)")
    parser.add_argument("port", nargs="?", default=PORT, type=int, help="port to listen at (%(default)s)")
    given = parser.parse_args()
    host, _, number = given.host.rpartition(":")
    if number.isdigit() and ":" not in host:
        parser.error(f"host and port are two words: {host or HOST} {number}")
    for stream in filter(None, (sys.stdin, sys.stdout)):  # a closed one is None
        stream.reconfigure(errors="backslashreplace", line_buffering=True)  # a letter that it lacks is shown as \u2026
    try:
        main(given.host.encode(), given.port)  # given as bytes, a misspelt host is an OSError like any other
    except KeyboardInterrupt:
        print(file=sys.stderr)
    except (OSError, OverflowError, RuntimeError, UnicodeError) as error:  # of network, port, keyboard, host
        sys.stdout = None  # what a full disk would not take, Python is not to write once more
        sys.exit(f"sure_recvr1: {given.host}:{given.port}: {error}")
