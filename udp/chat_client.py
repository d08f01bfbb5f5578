"""Chat_client sends what you type to everybody in the chat and shows what they say, over UDP.

    >python chat_client.py
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
    conn.connect((host.encode(), port))  # sends nothing: send and recv now mean this address
    window = Window(f"{host}:{port}")
    try:
        for _ in range(2):  # "I am here"; where nobody has the port, the answer to the first makes the second fail
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
        if self.terminal and readline:
            self.modes = termios.tcgetattr(sys.stdin)
            readline.parse_and_bind("set horizontal-scroll-mode on")  # what is typed stays in one row, however long
            signal.signal(signal.SIGTSTP, self.pause)
        threading.excepthook = lambda failure: self.end(failure.exc_value)  # no server, or a full screen

    def ask(self):
        self.asking = self.terminal
        try:
            text = input(PROMPT)
            while len(text.encode()) > LIMIT:
                text = input(f"Too long: a message holds {LIMIT} bytes\n{PROMPT}")
            return text
        except InterruptedError:
            return self.ask()  # once more, with what has been typed: see pause
        except (EOFError, KeyboardInterrupt):
            print()
            return "exit"
        finally:
            self.asking = False

    def show(self, line):
        line = line if line.isprintable() else repr(line)[1:-1]  # nothing that could do something to the terminal
        text = f"\r{line.ljust(len(PROMPT))}\n{PROMPT}" if self.asking else f"{line}\n"
        if self.asking and readline:  # above what is typed: make room (D, M), insert a row (L), go back (7, 8) and down
            width = (os.get_terminal_size().columns or 80) // (1 if line.isascii() else 2)  # some letters are wide
            text = "".join(f"\033D\033M\0337\r\033[L{line[i:i + width]}\0338\033[B" for i in range(0, len(line), width))
        print(text, end="", flush=True)

    def pause(self, *_):
        signal.raise_signal(signal.SIGTTIN)  # stops us, as Ctrl-Z does without this, until the shell says fg
        if self.asking:
            typed = readline.get_line_buffer()  # to be put in once more, when input has begun anew
            readline.set_startup_hook(lambda: (readline.insert_text(typed), readline.set_startup_hook()))
            raise InterruptedError

    def end(self, error):
        if isinstance(error, (ConnectionRefusedError, ConnectionResetError)):  # which of them depends on the system
            error = f"no server at {self.server}, start chat_server.py first"
        with contextlib.suppress(OSError):
            print(f"\nchat_client: {error}", file=sys.stderr, flush=True)
        if self.terminal and readline:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self.modes)
        os._exit(1)  # from whichever thread: not on every system can one end an input() of the other


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
        main(given.host, given.port)
    except (KeyboardInterrupt, OSError, OverflowError, RuntimeError, UnicodeError) as error:
        sys.stdout = None  # what a full disk would not take, Python is not to write once more
        sys.exit(f"chat_client: {given.host}:{given.port}: {error}")
