"""Recvr1 waits for messages and answers them over UDP; start it before recvr2.py.

    >python recvr1.py
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
LIMIT = 65507       # bytes in a datagram: 65535 less 20 for the IP header and 8 for the UDP header


def main(host, port):
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.bind((host, port))
        chat(server)


def chat(server):
    """Show each message and send the reply to where it came from; exit is sent as well, Ctrl-C is not."""
    reply = ""
    while reply != "exit":
        try:
            datagram, client = server.recvfrom(LIMIT)  # one datagram is one message, whole or not at all
        except ConnectionResetError:  # Windows tells it here: nobody was there for the last reply
            continue
        message = datagram.removesuffix(b"\n").removesuffix(b"\r")
        if message == b"exit":
            print("Client left")
            continue
        print("Client", {message.decode(errors="replace")})  # a set: braces, and quotes that keep it harmless
        end = b"\n" if datagram.endswith(b"\n") else b""  # nc sends it with each line, and shows replies as they come
        try:
            reply = input("Enter Reply ")
            while len(reply.encode() + end) > LIMIT:
                reply = input(f"Too long: a message holds {LIMIT} bytes\nEnter Reply ")
        except EOFError:
            print()
            reply = "exit"
        try:
            server.sendto(reply.encode() + end, client)
        except OSError as error:
            print("Not sent:", error.strerror)


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
        sys.exit(f"recvr1: {given.host}:{given.port}: {error}")
