"""Recvr2 sends what you type to recvr1 and shows its replies, over UDP.

    >python recvr2.py
    Enter Message Heello im deepi
    {'hey deepi'}
    Enter Message exit
"""
import argparse
import os
import select
import socket
import sys

try:
    import readline  # noqa: F401 (with it the arrow keys work at input)
except ImportError:  # Windows, where they work without it
    pass

HOST = "127.0.0.1"  # this computer; the server's address if it runs on another one
PORT = 12345        # the port at which recvr1 waits
LIMIT = 65507       # bytes in a datagram: 65535 less 20 for the IP header and 8 for the UDP header


def main(host, port):
    with socket.socket(type=socket.SOCK_DGRAM) as conn:
        conn.connect((host, port))  # sends nothing: send and recv now mean this address, and fail if nobody is there
        try:
            chat(conn)
        finally:
            conn.send(b"exit")  # there is no connection that could be closed


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
    conn.send(message.encode())  # if that or the reply is lost on the way, we wait for ever
    while os.name == "nt" and not select.select([conn], [], [], 0.5)[0]:
        pass  # on Windows Ctrl-C does not end recv: look every half second instead
    return conn.recv(LIMIT).removesuffix(b"\n").removesuffix(b"\r").decode(errors="replace")


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
        sys.exit(f"recvr2: no server at {given.host}:{given.port}, start recvr1.py first")
    except (EOFError, KeyboardInterrupt):
        print(file=sys.stderr)
    except (OSError, OverflowError, RuntimeError, UnicodeError) as error:  # of network, port, keyboard, host
        sys.exit(f"recvr2: {given.host}:{given.port}: {error}")
    finally:
        sys.stdout = None  # what a full disk would not take, Python is not to write once more
