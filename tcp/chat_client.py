"""Chat_client sends what you type to everybody in the chat and shows what they say, over TCP.

    >python chat_client.py
    Client 2 joined
    Enter Message hello everybody
    Client 2 {'hello 1'}
    Client 2 left
    Enter Message exit

Start chat_server.py first, in another window. What others say appears above the line that you are typing.
exit leaves the chat.

It has to wait for two things at once, the keyboard and the network: each has a thread of its own.
"""
import argparse
import os
import shutil
import socket
import sys
import threading

try:
    import readline  # knows what has been typed so far (Linux, macOS)
    import termios
except ImportError:
    readline = None  # Windows: only the console knows

HOST = "127.0.0.1"  # this computer; the server's address if it runs on another one
PORT = 12346        # the port at which chat_server listens
LIMIT = 65535       # bytes in a message, and its newline makes one more
LONGEST = 300_000   # bytes in a line from the server: in quotes a byte may need four letters, as in '\x00'
LINGER = 2          # seconds in which the server should have read our last words
PROMPT = "Enter Message "
START = "\001\r\002"  # has readline draw the prompt from the left edge on: below a message it may stand there already


def main():
    host, port = arguments()
    try:
        server = socket.create_connection((host, port))
    except ConnectionRefusedError:
        sys.exit(f"chat_client: no server at {host}:{port}, start chat_server.py first")
    except OSError as error:
        sys.exit(f"chat_client: cannot reach {host}:{port}: {error.strerror}")
    with server:
        chat(server)


def chat(server):
    """Send what the user types, until one of the two sides leaves."""
    window, leaving = Window(), threading.Event()
    listener = threading.Thread(target=listen, args=(server, window, leaving), daemon=True)
    listener.start()
    try:
        while (message := window.ask()) != "exit":
            server.sendall(f"{message}\n".encode())
        leaving.set()
        server.shutdown(socket.SHUT_WR)  # we say no more, but still listen: the server closes when it has heard all
        listener.join(LINGER)
    except ConnectionError:
        listener.join()  # it hears of it as well, and says so
    except KeyboardInterrupt:
        print()
        sys.exit(130)  # what a shell expects of a program that Ctrl-C has ended


def listen(server, window, leaving):
    """Show the lines that arrive, until the server has gone."""
    try:
        with server.makefile("rb") as stream:
            while (line := stream.readline(LONGEST)).endswith(b"\n"):
                window.show(line[:-1].decode(errors="replace"))
    except ConnectionError:
        pass  # it was cut off before it could close: it has gone all the same
    if not leaving.is_set():
        window.leave("Server left", 0)


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
    if not 0 <= given.port <= 65535:
        sys.exit(f"chat_client: {given.port} is not a port: they go from 0 to 65535")
    sys.stdin.reconfigure(errors="backslashreplace")  # letters that this terminal lacks are no reason to crash
    sys.stdout.reconfigure(errors="backslashreplace", line_buffering=True)
    return given.host, given.port


if __name__ == "__main__":
    main()
