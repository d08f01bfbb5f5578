"""Sure_recvr1 is recvr1 for a network that loses; start it before sure_recvr2.py.

    >python sure_recvr1.py
    Client {'Heello im deepi'}
    Enter Reply hey deepi
    Client {'im good too'}
    Enter Reply exit
"""
import argparse
import select
import signal
import socket
import sys
import time

try:
    import readline  # noqa: F401 (with it the arrow keys work at input)
except ImportError:  # Windows, where they work without it, and where Ctrl-C would not end recvfrom
    signal.signal(signal.SIGINT, signal.SIG_DFL)

HOST = "127.0.0.1"  # hears programs on this computer only; 0.0.0.0 hears other computers too
PORT = 12345        # any port that is free; UDP and TCP have 65536 each, of their own
LIMIT = 65507       # bytes in a datagram: 65535 less 20 for the IP header and 8 for the UDP header
FIRST = 0.02        # seconds until a reply is sent again, twice as many each time after that
TRIES = 7           # after which we wait until its client asks again
MAX_CLIENTS = 100         # clients whose last number we know


def main(host, port):
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.bind((host, port))
        chat(server)


def chat(server):
    """Show each message once and send the reply to where it came from; Ctrl-C is told to nobody."""
    reply, last, early = "", {}, None  # last: address -> number of its last message, and our answer to it
    while reply != "exit":
        try:
            datagram, client = early or server.recvfrom(LIMIT)
        except ConnectionResetError:  # Windows: the client of the last reply has gone
            continue
        number, is_message, message = datagram.partition(b" ")
        known, answer = last.get(client, (b"", b""))
        early = None
        if not is_message or len(number) != 19 or not number.isdigit() or number < known:
            continue  # an acknowledgement that comes late, or nothing of ours
        if number == known:
            server.sendto(answer, client)  # our answer was lost: nothing is shown twice
            continue
        last.pop(client, None)
        last[client] = number, number + b" "
        if len(last) > MAX_CLIENTS:
            del last[next(iter(last))]  # the one that has been silent longest
        if message == b"exit":
            print("Client left")
            server.sendto(number + b" ", client)
            continue
        server.sendto(number, client)  # acknowledged: the reply takes as long as its author
        print("Client", {message.decode(errors="replace")})
        try:
            reply = input("Enter Reply ")
            while len(reply.encode()) > LIMIT - 20:  # a number and a blank stand before it
                reply = input(f"Too long: a datagram holds {LIMIT} bytes\nEnter Reply ")
        except EOFError:
            print()
            reply = "exit"
        try:
            last[client] = number, number + b" " + reply.encode()
            early = deliver(server, client, *last[client])
        except OSError as error:
            print("Not sent:", error.strerror)


def deliver(server, client, number, answer):
    """Send an answer until its client acknowledges it or says something new; return that, None if nothing came."""
    for tries in range(TRIES):
        server.sendto(answer, client)
        end = time.monotonic() + FIRST * 2 ** tries
        while (left := end - time.monotonic()) > 0 and select.select([server], [], [], left)[0]:
            try:
                datagram, sender = server.recvfrom(LIMIT)
            except ConnectionResetError:  # Windows: the client has gone
                return None
            if sender == client and (datagram == number or datagram[:19] > number):
                return datagram, sender  # from anybody else: it is not acknowledged, so it will come again
    return None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("host", nargs="?", default=HOST, help="address to listen at (%(default)s)")
    parser.add_argument("port", nargs="?", default=PORT, type=int, help="port to listen at (%(default)s)")
    given = parser.parse_args()
    for stream in filter(None, (sys.stdin, sys.stdout)):  # a closed one is None
        stream.reconfigure(errors="backslashreplace", line_buffering=True)  # a letter that it lacks ends nothing
    try:
        main(given.host.encode(), given.port)  # given as bytes, a misspelt host is an OSError like any other
    except KeyboardInterrupt:
        print(file=sys.stderr)
    except (OSError, OverflowError, RuntimeError, UnicodeError) as error:  # of network, port, keyboard, host
        sys.stdout = None  # if that is what has failed, Python would fail once more at writing the rest
        sys.exit(f"sure_recvr1: {given.host}:{given.port}: {error}")
