"""Sure_recvr2 is recvr2 for a network that loses: no message to sure_recvr1 is lost or shown twice.

    >python sure_recvr2.py
    Enter Message Heello im deepi
    {'hey deepi'}
    Enter Message exit
"""
import argparse
import itertools
import select
import socket
import sys
import time

try:
    import readline  # noqa: F401 (with it the arrow keys work at input)
except ImportError:  # Windows, where they work without it
    pass

HOST = "127.0.0.1"  # this computer; the server's address if it runs on another one
PORT = 12345        # the port at which recvr1 waits
LIMIT = 65487       # bytes in a message: 65507 in a datagram, less 20 for the number and a blank before it
FIRST = 0.02        # seconds until a message is sent again: longer than a datagram takes there and back
NUMBERS = itertools.count(time.time_ns())  # one for each message, greater than those of an earlier start


def main(host, port):
    with socket.socket(type=socket.SOCK_DGRAM) as conn:
        conn.connect((host, port))  # sends nothing: send and recv now mean this address, and fail if nobody is there
        try:
            chat(conn)
        finally:
            turn(conn, "exit")  # there is no connection that could be closed


def chat(conn):
    while True:
        message = input("Enter Message ")
        while len(message.encode()) > LIMIT:
            message = input(f"Too long: a message holds {LIMIT} bytes\nEnter Message ")
        if message == "exit":
            return
        reply = turn(conn, message)
        if reply == "exit":
            print("Server left")
            return
        print({reply})  # a set, so in braces and quotes: nothing in it can change the terminal


def turn(conn, message):
    """Send a message and return the reply to it."""
    number, wait = b"%d " % next(NUMBERS), FIRST
    while message != "exit" or wait < 1:  # a client that leaves does not wait for ever
        conn.send(number + message.encode())
        while select.select([conn], [], [], wait)[0]:
            reply = conn.recv(LIMIT + 20)
            if reply.startswith(number):  # it is the acknowledgement as well; any other number comes late or twice
                return reply.removeprefix(number).decode(errors="replace")
        wait = min(1.5 * wait, 1)  # seconds: longer each time, so that a busy network is not made busier


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("host", nargs="?", default=HOST, help="the server's address (%(default)s)")
    parser.add_argument("port", nargs="?", default=PORT, type=int, help="the server's port (%(default)s)")
    given = parser.parse_args()
    host, _, number = given.host.rpartition(":")
    if number.isdigit() and ":" not in host:
        parser.error(f"host and port are two words: {host or HOST} {number}")
    for stream in filter(None, (sys.stdin, sys.stdout)):  # a closed one is None
        stream.reconfigure(errors="backslashreplace", line_buffering=True)  # a letter that it lacks is shown as \u2026
    try:
        main(given.host.encode(), given.port)  # given as bytes, a misspelt host is an OSError like any other
    except (ConnectionRefusedError, ConnectionResetError):
        sys.exit(f"sure_recvr2: no server at {given.host}:{given.port}, start sure_recvr1.py first")
    except (EOFError, KeyboardInterrupt):
        print(file=sys.stderr)
    except (OSError, OverflowError, RuntimeError, UnicodeError) as error:  # of network, port, keyboard, host
        sys.exit(f"sure_recvr2: {given.host}:{given.port}: {error}")
    finally:
        sys.stdout = None  # what a full disk would not take, Python is not to write once more
