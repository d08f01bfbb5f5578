"""Chat_client sends what you type to everybody in the chat and shows what they say, over UDP.

    >python chat_client.py
    Client 2 joined
    Enter Message hello everybody
    Enter Message exit
"""
import argparse
import contextlib
import os
import signal
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
PORT = 12346        # the port at which chat_server waits
LIMIT = 16000       # bytes in a message: in quotes each may need four letters, and all must fit in a datagram
PROMPT = "Enter Message "


def main(host, port):
    conn = socket.socket(type=socket.SOCK_DGRAM)  # stays open until the program ends: its threads read from it
    conn.connect((host.encode(), port))  # sends nothing; but with it we hear if no program has this port
    window = Window(f"{host}:{port}")
    try:
        for _ in range(2):  # "I am here"; if nobody is, on this computer sending the second one fails
            conn.send(b"")
        for work in stay, listen:
            threading.Thread(target=work, args=(conn, window), daemon=True).start()
        message = window.ask()
        while message != "exit":
            conn.send(message.encode() or b"\n")  # an empty datagram says something else
            message = window.ask()
        conn.send(b"exit")  # there is no connection that could be closed
    except (OSError, RuntimeError) as error:
        window.end(error)


def stay(conn, _):
    while True:
        time.sleep(10)
        conn.send(b"")  # "I am here" once more: the server forgets a client that is silent for 30 seconds


def listen(conn, window):
    while True:  # in a thread of its own, for the other one waits for the keyboard
        window.show(conn.recv(65507).decode(errors="replace").rstrip("\n"))  # bytes in the longest datagram


class Window:
    """The user's window, in which one thread asks for messages while the other one shows what arrives."""

    def __init__(self, server):
        self.server, self.asking = server, False
        self.terminal = all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout))
        self.edits = self.terminal and readline is not None
        if self.edits:
            self.modes = termios.tcgetattr(sys.stdin)
            signal.signal(signal.SIGCONT, lambda *_: print(end=PROMPT + readline.get_line_buffer(), flush=True))
        threading.excepthook = lambda failure: self.end(failure.exc_value)  # no server, or a full screen

    def ask(self):
        self.asking = self.terminal
        try:  # \r: below a message the prompt may stand there already, and readline is to draw over it
            text = input(f"\001\r\002{PROMPT}" if self.edits else PROMPT)
            while len(text.encode()) > LIMIT:
                text = input(f"Too long: a message holds {LIMIT} bytes\n{PROMPT}")
            return text
        except (EOFError, KeyboardInterrupt):
            print()
            return "exit"
        finally:
            self.asking = False

    def show(self, line):
        """Show a line; if the user is typing, above what has been typed."""
        line = line if line.isprintable() else repr(line)[1:-1]  # nothing that could do something to the terminal
        if not self.asking:
            return print(line, flush=True)
        typed = PROMPT + (readline.get_line_buffer() if self.edits else "")
        columns = os.get_terminal_size().columns
        rows, column = divmod(len(typed), columns)
        text = f"\r{line.ljust(len(typed))}\n{typed}"
        if rows:  # up, and wipe out; the cursor is taken to stand at the end, in a new row if the last one is full
            text = f"\r\033[{rows}A\033[J{line}\n{typed}" + ("" if column else " \r")
        elif self.edits:  # the cursor's place is saved, restored, and moved down by the rows of the line
            text = f"\0337{text}\0338\033[{max(len(line) - 1, 0) // columns + 1}B"
        print(text, end="", flush=True)

    def end(self, error):
        """End the program, from whichever thread: not on every system can one end an input() of the other."""
        if isinstance(error, (ConnectionRefusedError, ConnectionResetError)):  # which of them depends on the system
            error = f"no server at {self.server}, start chat_server.py first"
        with contextlib.suppress(OSError):
            print(f"\nchat_client: {error}", file=sys.stderr, flush=True)
        if self.edits:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self.modes)
        os._exit(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("host", nargs="?", default=HOST, help="the server's address (%(default)s)")
    parser.add_argument("port", nargs="?", default=PORT, type=int, help="the server's port (%(default)s)")
    given = parser.parse_args()
    for stream in filter(None, (sys.stdin, sys.stdout)):  # a closed one is None
        stream.reconfigure(errors="backslashreplace", line_buffering=True)  # a letter that it lacks ends nothing
    try:
        main(given.host, given.port)
    except (KeyboardInterrupt, OSError, OverflowError, RuntimeError, UnicodeError) as error:
        sys.stdout = None  # if that is what has failed, Python would fail once more at writing the rest
        sys.exit(f"chat_client: {given.host}:{given.port}: {error}")
