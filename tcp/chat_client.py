"""Chat_client sends what you type to everybody in the chat and shows what they say, over TCP.

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

try:
    import readline  # knows what has been typed so far (Linux, macOS)
    import termios
except ImportError:
    readline = None  # Windows: only the console knows

HOST = "127.0.0.1"  # this computer; the server's address if it runs on another one
PORT = 12346        # the port at which chat_server listens
LIMIT = 65535       # bytes in a message, and its newline makes one more
PROMPT = "Enter Message "


def main(host, port):
    with socket.socket() as conn:
        conn.connect((host, port))
        window = Window()
        listener = threading.Thread(target=listen, args=(conn, window), daemon=True)
        listener.start()
        message = window.ask()
        while message != "exit":
            with contextlib.suppress(ConnectionError):  # the listener hears of it too, and ends the program
                conn.sendall(f"{message}\n".encode())
            message = window.ask()
        window.leaving = True
        with contextlib.suppress(OSError):
            conn.shutdown(socket.SHUT_WR)  # we say no more, but still listen: the server closes when it has read all
        listener.join(2)  # seconds at most


def listen(conn, window):
    """Show what arrives, until the server has left, in a thread of its own: the other one waits for the keyboard."""
    with contextlib.suppress(ConnectionError), conn.makefile("rb") as stream:  # recv, until a newline has come
        while (line := stream.readline(5 * LIMIT)).endswith(b"\n"):  # 4 for a byte shown as '\x00', and Client 1 {}
            window.show(line[:-1].decode(errors="replace"))
    if not window.leaving:
        window.end("Server left", 0)


class Window:
    """The user's window, in which one thread asks for messages while the other one shows what arrives."""

    def __init__(self):
        self.asking = self.leaving = False
        self.terminal = all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout))
        if self.terminal and readline:
            self.modes = termios.tcgetattr(sys.stdin)
            readline.parse_and_bind("set horizontal-scroll-mode on")  # what is typed stays in one row, however long
            signal.signal(signal.SIGTSTP, self.pause)
        threading.excepthook = lambda failure: self.end(f"chat_client: {failure.exc_value}", 1)  # a full screen, say

    def ask(self):
        self.asking = self.terminal
        try:
            text = input(PROMPT)
            while len(text.encode()) > LIMIT:
                text = input(f"Too long: a message holds {LIMIT} bytes\n{PROMPT}")
            return text
        except InterruptedError:
            return self.ask()  # once more, with what has been typed: see pause
        except EOFError:
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

    def end(self, reason, status):
        with contextlib.suppress(OSError):
            print(f"\n{reason}", file=sys.stderr if status else sys.stdout, flush=True)
        if self.terminal and readline:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self.modes)
        os._exit(status)  # from whichever thread: not on every system can one end an input() of the other


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
        main(given.host.encode(), given.port)  # given as bytes, a misspelt host is an OSError like any other
    except ConnectionRefusedError:
        sys.exit(f"chat_client: no server at {given.host}:{given.port}, start chat_server.py first")
    except KeyboardInterrupt:
        print(file=sys.stderr)
        sys.exit(130)  # what a shell expects of a program that Ctrl-C has ended
    except (OSError, OverflowError, RuntimeError, UnicodeError) as error:  # of network, port, keyboard, host
        sys.stdout = None  # what a full disk would not take, Python is not to write once more
        sys.exit(f"chat_client: {given.host}:{given.port}: {error}")
