"""Recvr1 waits for a client and answers it over TCP; start it before recvr2.py.

    >python recvr1.py
    Client {'Heello im deepi'}
    Enter Reply hey deepi
"""
import argparse
import contextlib
import signal
import socket
import sys

try:
    import readline  # noqa: F401 (with it the arrow keys work at input)
except ImportError:  # Windows, where they work without it, and where Ctrl-C would not end accept or recv
    signal.signal(signal.SIGINT, signal.SIG_DFL)

HOST = "127.0.0.1"  # lets in programs on this computer only; 0.0.0.0 lets in other computers too
PORT = 12345        # any port that is free; those below 1024 are kept for well-known services
LIMIT = 65536       # bytes in a line, so that a peer that never ends one cannot fill the memory


def main(host, port):
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, sys.platform != "win32")  # no wait for a restart
        server.bind((host, port))
        server.listen()
        while True:
            conn, _ = server.accept()  # a second socket, for this client alone
            with conn, contextlib.suppress(ConnectionError):  # a client that is cut off has left, too
                chat(conn)
            print("Client left")


def chat(conn):
    for message in messages(conn):
        print("Client", {message})  # a set, so in braces and quotes: nothing in it can change the terminal
        reply = input("Enter Reply ")
        while len(reply.encode()) >= LIMIT:
            reply = input(f"Too long: a message holds {LIMIT - 1} bytes\nEnter Reply ")
        if reply == "exit":
            sys.exit()  # closes the connection, and so ends the client; Ctrl-C does the same
        conn.sendall(f"{reply}\n".encode())


def messages(conn, rest=b""):
    """Yield each message until the client has left. TCP carries bytes, not messages: a newline ends each of them."""
    while data := conn.recv(LIMIT - len(rest)):  # half a message, or three; b"" once it has left, or rest is full
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            yield line.removesuffix(b"\r").decode(errors="replace")
    if 0 < len(rest) < LIMIT:  # the last message may lack its newline
        yield rest.decode(errors="replace")


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
    except (EOFError, KeyboardInterrupt):
        print(file=sys.stderr)
    except (OSError, OverflowError, RuntimeError, UnicodeError) as error:  # of network, port, keyboard, host
        sys.exit(f"recvr1: {given.host}:{given.port}: {error}")
    finally:
        sys.stdout = None  # what a full disk would not take, Python is not to write once more
