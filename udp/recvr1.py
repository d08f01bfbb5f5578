"""Recvr1 waits for messages and answers each of them, over UDP.

    >python recvr1.py
    Client {'Heello im deepi'}
    Enter Reply hey deepi
    Client {'how are you'}
    Enter Reply im good
    Client {'im good too'}
    Enter Reply exit

Start it first, then recvr2.py in a second window. exit ends both programs, because it is sent as a message; Ctrl-C
ends only this one: without a connection nobody can tell. Nor does UDP promise that a message arrives.
"""
import argparse
import errno
import signal
import socket
import sys

HOST = "127.0.0.1"  # hears programs on this computer only; 0.0.0.0 hears other computers too
PORT = 12345        # any port that is free; UDP and TCP have 65536 each, of their own
LIMIT = 65507       # bytes in a datagram: 65535 less 20 for the IP header and 8 for the UDP header


def main():
    host, port = arguments()
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        try:
            server.bind((host, port))
        except OSError as error:
            reason = "the port is taken" if error.errno == errno.EADDRINUSE else error.strerror
            sys.exit(f"recvr1: cannot listen at {host}:{port}: {reason}")
        chat(server)


def chat(server):
    """Show each message and send what the user replies to the address that it came from."""
    for message, client in messages(server):
        if message == "exit":
            print("Client left")
            continue
        print("Client", {message})
        reply = ask("Enter Reply ")
        server.sendto(reply.encode(), client)
        if reply == "exit":
            return


def messages(server):
    """Yield each message that arrives, from whomever, with the address of its sender.

    UDP keeps messages apart: one datagram is one message, whole or not at all.
    """
    while True:
        try:
            datagram, client = server.recvfrom(LIMIT)
        except ConnectionResetError:  # Windows says so if the client of the last reply has gone
            continue
        yield datagram.removesuffix(b"\n").removesuffix(b"\r").decode(errors="replace"), client


def ask(prompt):
    """Return the line that the user types; the end of the input counts as exit."""
    try:
        while len((text := input(prompt)).encode()) > LIMIT:
            print(f"Too long: a datagram holds {LIMIT} bytes")
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
