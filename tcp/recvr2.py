"""Recvr2 sends what you type to recvr1 and shows its replies, over TCP.

    >python recvr2.py
    Enter Message Heello im deepi
    {'hey deepi'}
"""
import argparse
import signal
import socket
import sys

try:
    import readline  # noqa: F401 (with it the arrow keys work at input)
except ImportError:  # Windows, where they work without it, and where Ctrl-C would not end connect or recv
    signal.signal(signal.SIGINT, signal.SIG_DFL)

HOST = "127.0.0.1"  # this computer; the server's address if it runs on another one
PORT = 12345        # the port at which recvr1 listens
LIMIT = 65536       # bytes in a line, so that a peer that never ends one cannot fill the memory


def main(host, port):
    with socket.socket() as conn:
        conn.connect((host, port))
        try:
            chat(conn)
        except ConnectionError:
            print("Server left")


def chat(conn, rest=b""):
    while True:
        message = input("Enter Message ")
        while len(message.encode()) >= LIMIT:
            message = input(f"Too long: a message holds {LIMIT - 1} bytes\nEnter Message ")
        if message == "exit":
            sys.exit()  # closes the connection: so recvr1 knows that we have left
        conn.sendall(f"{message}\n".encode())
        reply, rest = receive(conn, rest)
        print({reply})  # a set, so in braces and quotes: nothing in it can change the terminal


def receive(conn, rest):
    """Return the next message and what came after it. TCP carries bytes, not messages: a newline ends each of them."""
    while b"\n" not in rest:
        data = conn.recv(LIMIT - len(rest))  # half a message, or three; b"" once it has left, or rest is full
        if not data and len(rest) in (0, LIMIT):
            raise ConnectionError("the server has left, or sends a line without end")
        rest += data or b"\n"  # the last message may lack its newline
    line, rest = rest.split(b"\n", 1)
    return line.removesuffix(b"\r").decode(errors="replace"), rest


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
    except ConnectionRefusedError:
        sys.exit(f"recvr2: no server at {given.host}:{given.port}, start recvr1.py first")
    except (EOFError, KeyboardInterrupt):
        print(file=sys.stderr)
    except (OSError, OverflowError, RuntimeError, UnicodeError) as error:  # of network, port, keyboard, host
        sys.exit(f"recvr2: {given.host}:{given.port}: {error}")
    finally:
        sys.stdout = None  # what a full disk would not take, Python is not to write once more
