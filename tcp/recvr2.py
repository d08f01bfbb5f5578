"""Recvr2 sends what you type to recvr1 and shows the reply, message by message, over TCP.

    >python recvr2.py
    Enter Message Heello im deepi
    {'hey deepi'}
    Enter Message how are you
    {'im good'}
    Enter Message exit

Start recvr1.py first, in another window. exit ends this program; recvr1 then waits for its next client.
"""
import argparse
import signal
import socket
import sys

HOST = "127.0.0.1"  # this computer; the server's address if it runs on another one
PORT = 12345        # the port at which recvr1 listens
LIMIT = 65536       # bytes in a line, so that a peer that never ends one cannot fill the memory


def main():
    host, port = arguments()
    try:
        server = socket.create_connection((host, port))
    except ConnectionRefusedError:
        sys.exit(f"recvr2: no server at {host}:{port}, start recvr1.py first")
    except OSError as error:
        sys.exit(f"recvr2: cannot reach {host}:{port}: {error.strerror}")
    with server:
        chat(server)


def chat(server):
    """Send each message that the user types and show the reply to it."""
    replies = messages(server)
    while (message := ask("Enter Message ")) != "exit":
        try:
            server.sendall(f"{message}\n".encode())
            reply = next(replies)
        except (StopIteration, ConnectionError):  # it closed the connection, or was cut off before it could
            print("Server left")
            return
        print({reply})


def messages(conn):
    """Yield the messages that arrive, until the other side has gone.

    TCP carries bytes, not messages: one recv may bring half a message or three. A newline ends each message.
    """
    with conn.makefile("rb") as stream:
        while (line := stream.readline(LIMIT)) and (line.endswith(b"\n") or len(line) < LIMIT):
            yield line.removesuffix(b"\n").removesuffix(b"\r").decode(errors="replace")


def ask(prompt):
    """Return the line that the user types; the end of the input counts as exit."""
    try:
        while len((text := input(prompt)).encode()) >= LIMIT:
            print(f"Too long: a message holds {LIMIT - 1} bytes")
        return text
    except EOFError:
        print()
        return "exit"


def arguments():
    """Return host and port as given on the command line, after setting up Ctrl-C and the terminal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("host", nargs="?", default=HOST, help="the server's address (%(default)s)")
    parser.add_argument("port", nargs="?", default=PORT, type=int, help="the server's port (%(default)s)")
    given = parser.parse_args()
    if not 0 <= given.port <= 65535:
        sys.exit(f"recvr2: {given.port} is not a port: they go from 0 to 65535")
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends the program, on Windows also while it waits
    sys.stdin.reconfigure(errors="backslashreplace")  # letters that this terminal lacks are no reason to crash
    sys.stdout.reconfigure(errors="backslashreplace", line_buffering=True)
    return given.host, given.port


if __name__ == "__main__":
    main()
