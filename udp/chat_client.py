"""Chat_client sends what you type to everybody in the chat and shows what they say, over UDP.

    >python chat_client.py
    Client 2 joined
    Enter Message hello everybody
    Client 2 {'hello 1'}
    Client 2 left
    Enter Message exit

Start chat_server.py first, in another window. What others say appears above the line that you are typing.
exit leaves the chat.

Without a connection the server knows only what it is told: an empty datagram says "I am here" when we join and every
ten seconds after that, and exit that we leave. UDP does not promise that a datagram arrives, nor only once, nor in
order: some of what is said may be missing on some screens, and nobody notices.
"""
import argparse
import os
import shutil
import socket
import sys
import threading
import time

try:
    import readline  # knows what has been typed so far (Linux, macOS)
    import termios
except ImportError:
    readline = None  # Windows: only the console knows

HOST = "127.0.0.1"  # this computer; the server's address if it runs on another one
PORT = 12346        # the port at which chat_server listens
LIMIT = 16000       # bytes in a message: in quotes each may need four letters, and all must fit in a datagram
DATAGRAM = 65507    # bytes in a datagram: 65535 less 20 for the IP header and 8 for the UDP header
HERE = 10           # seconds between two "I am here": the server forgets whom it has not heard for three of them
PROMPT = "Enter Message "
START = "\001\r\002"  # has readline draw the prompt from the left edge on: below a message it may stand there already


def main():
    host, port = arguments()
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        try:
            server.connect((host, port))  # sends nothing, but lets in "nobody has this port"
        except OSError as error:
            sys.exit(f"chat_client: cannot reach {host}:{port}: {error.strerror}")
        chat(server)


def chat(server):
    """Send what the user types, until one of the two sides leaves."""
    window = Window()
    for _ in range(2):  # "I am here"; on this computer the second one already hears if the first came back
        say(b"", server, window)
    for work in listen, stay:
        threading.Thread(target=work, args=(server, window), daemon=True).start()
    try:
        while (message := window.ask()) != "exit":
            say(message.encode() or b"\n", server, window)  # an empty datagram has another meaning
    except KeyboardInterrupt:
        print()
        sys.exit(130)  # what a shell expects of a program that Ctrl-C has ended
    finally:
        say(b"exit", server, window)


def stay(server, window):
    """Say "I am here" again and again."""
    while True:
        time.sleep(HERE)
        say(b"", server, window)


def listen(server, window):
    """Show the lines that arrive."""
    while True:
        try:
            line = server.recv(DATAGRAM)
        except ConnectionError:
            no_server(server, window)
        window.show(line.decode(errors="replace").rstrip("\n"))


def say(datagram, server, window):
    """Send a datagram, if there is anybody to send it to."""
    try:
        server.send(datagram)
    except ConnectionError:
        no_server(server, window)


def no_server(server, window):
    """End the program: what we sent came back, since nobody has the port, or nobody has it any more."""
    host, port = server.getpeername()
    window.leave(f"chat_client: no server at {host}:{port}, start chat_server.py first", 1)


class Window:
    """The user's window, in which one thread asks for messages while the other one shows what arrives."""

    def __init__(self):
        self.asking = False
        self.terminal = sys.stdin.isatty() and sys.stdout.isatty()
        self.edits = self.terminal and readline is not None
        if self.edits:
            readline.parse_and_bind("set enable-bracketed-paste off")  # we may leave without its clean-up
            self.modes = termios.tcgetattr(sys.stdin)

    def ask(self):
        """Return the line that the user types; the end of the input counts as exit."""
        while True:
            self.asking = self.terminal
            try:
                text = input(START + PROMPT if self.edits else PROMPT)
            except EOFError:
                print()
                return "exit"
            finally:
                self.asking = False
            if len(text.encode()) <= LIMIT:
                return text
            print(f"Too long: a message holds {LIMIT} bytes")

    def show(self, line):
        """Show a line; if the user is typing, above what has been typed (the cursor is taken to stand at its end)."""
        if self.asking:
            typed = PROMPT + (readline.get_line_buffer() if self.edits else "")
            rows, column = divmod(len(typed), shutil.get_terminal_size().columns)
            above = f"\033[{rows}A\033[J{line}" if rows else line.ljust(len(typed))  # a terminal's words: up, wipe out
            below = typed if column else f"{typed} \r"  # where a row is full, the cursor stands in the next one
            print(f"\r{above}\n{below}", end="", flush=True)
        else:
            print(line)

    def leave(self, reason, status):
        """End the program, from whichever thread: not on every system can one end an input() of the other."""
        print(f"\n{reason}", file=sys.stderr if status else sys.stdout, flush=True)
        if self.edits:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self.modes)
        os._exit(status)


def arguments():
    """Return host and port as given on the command line, after setting up the terminal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("host", nargs="?", default=HOST, help="the server's address (%(default)s)")
    parser.add_argument("port", nargs="?", default=PORT, type=int, help="the server's port (%(default)s)")
    given = parser.parse_args()
    if not 1 <= given.port <= 65535:  # 0 would connect to nobody
        sys.exit(f"chat_client: {given.port} is not a port: they go from 1 to 65535")
    sys.stdin.reconfigure(errors="backslashreplace")  # letters that this terminal lacks are no reason to crash
    sys.stdout.reconfigure(errors="backslashreplace", line_buffering=True)
    return given.host, given.port


if __name__ == "__main__":
    main()
