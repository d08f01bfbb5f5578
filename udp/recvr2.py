"""Recvr2 sends what you type to recvr1 and shows the reply, message by message, over UDP.

    >python recvr2.py
    Enter Message Heello im deepi
    {'hey deepi'}
    Enter Message how are you
    {'im good'}
    Enter Message exit

Start recvr1.py first, in another window. exit ends this program and is sent, since there is no connection to close.
Nor is there one to fail: if a message or its reply gets lost on the way, recvr2 waits for ever (Ctrl-C ends it).
"""
import argparse
import signal
import socket
import sys

HOST = "127.0.0.1"  # this computer; the server's address if it runs on another one
PORT = 12345        # the port at which recvr1 waits
LIMIT = 65507       # bytes in a datagram: 65535 less 20 for the IP header and 8 for the UDP header


def main():
    host, port = arguments()
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        try:
            server.connect((host, port))  # sends nothing, but lets in "nobody has this port"
        except OSError as error:
            sys.exit(f"recvr2: cannot reach {host}:{port}: {error.strerror}")
        try:
            chat(server)
        except ConnectionError:
            sys.exit(f"recvr2: no server at {host}:{port}, start recvr1.py first")


def chat(server):
    """Send each message that the user types and show the reply to it."""
    while (message := ask("Enter Message ")) != "exit":
        server.send(message.encode())
        reply = server.recv(LIMIT).removesuffix(b"\n").removesuffix(b"\r").decode(errors="replace")
        if reply == "exit":
            print("Server left")
            return
        print({reply})
    server.send(b"exit")


def ask(prompt):
    """Return the line that the user types; the end of the input counts as exit, and so does Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # only here: there is still exit to be sent
    try:
        while len((text := input(prompt)).encode()) > LIMIT:
            print(f"Too long: a datagram holds {LIMIT} bytes")
        return text
    except (EOFError, KeyboardInterrupt):
        print()
        return "exit"
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


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
