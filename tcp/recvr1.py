"""Recvr1 waits for a client and answers it, message by message, over TCP.

    >python recvr1.py
    Client {'Heello im deepi'}
    Enter Reply hey deepi
    Client {'how are you'}
    Enter Reply im good
    Client {'im good too'}
    Enter Reply exit

Start it first, then recvr2.py in a second window. It serves one client at a time: when one has left, the next.
exit ends both programs, and so does Ctrl-C: TCP tells each side when the other has gone.
"""
import argparse
import errno
import signal
import socket
import sys

HOST = "127.0.0.1"  # lets in programs on this computer only; 0.0.0.0 lets in other computers too
PORT = 12345        # any port that is free; those below 1024 are kept for well-known services
LIMIT = 65536       # bytes in a line, so that a peer that never ends one cannot fill the memory


def main():
    host, port = arguments()
    try:
        server = socket.create_server((host, port))
    except OSError as error:
        reason, _, _ = error.strerror.partition(" (while")  # create_server adds the address, which we name as well
        reason = "the port is taken" if error.errno == errno.EADDRINUSE else reason
        sys.exit(f"recvr1: cannot listen at {host}:{port}: {reason}")
    with server:
        while True:
            conn, _ = server.accept()  # a second socket, for this client alone
            with conn:
                chat(conn)
            print("Client left")


def chat(conn):
    """Show each message of this client and send back what the user replies."""
    try:
        for message in messages(conn):
            print("Client", {message})
            reply = ask("Enter Reply ")
            if reply == "exit":
                sys.exit()
            conn.sendall(f"{reply}\n".encode())
    except ConnectionError:
        pass  # the client was cut off before it could close: it has left all the same


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
    parser.add_argument("host", nargs="?", default=HOST, help="address to listen at (%(default)s)")
    parser.add_argument("port", nargs="?", default=PORT, type=int, help="port to listen at (%(default)s)")
    given = parser.parse_args()
    if not 0 <= given.port <= 65535:
        sys.exit(f"recvr1: {given.port} is not a port: they go from 0 to 65535")
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends the program, on Windows also while it waits
    sys.stdin.reconfigure(errors="backslashreplace")  # letters that this terminal lacks are no reason to crash
    sys.stdout.reconfigure(errors="backslashreplace", line_buffering=True)
    return given.host, given.port


if __name__ == "__main__":
    main()
