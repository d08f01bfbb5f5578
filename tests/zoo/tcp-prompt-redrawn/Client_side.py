#!/usr/bin/env python3
"""
TCP Chat Application - Client side
Full duplex: both sides can type at any time.
"""
import socket
import threading
import sys
from datetime import datetime

try:
    import readline          # not available on windows
except ImportError:
    readline = None


class Color:
    RESET = "\033[0m"
    BOLD = "\033[1m"
    DIM = "\033[2m"
    RED = "\033[91m"
    GREEN = "\033[92m"
    YELLOW = "\033[93m"
    BLUE = "\033[94m"
    MAGENTA = "\033[95m"
    CYAN = "\033[96m"


HOST = "localhost"
PORT = 5555
PROMPT = f"{Color.GREEN}You ➜ {Color.RESET}"
running = True


def show(text):
    """Print a line above the prompt and draw the prompt again."""
    typed = readline.get_line_buffer() if readline else ""
    sys.stdout.write("\r\033[K" + text + "\n" + PROMPT + typed)
    sys.stdout.flush()


def receive_messages(conn, peer_name):
    global running
    while running:
        try:
            data = conn.recv(4096)
        except OSError:
            break
        if not data:
            show(f"{Color.RED}✗ {peer_name} left the chat. Press Enter to quit.{Color.RESET}")
            running = False
            break
        now = datetime.now().strftime("%H:%M:%S")
        show(f"{Color.DIM}[{now}]{Color.RESET} {Color.CYAN}{Color.BOLD}{peer_name}{Color.RESET}: {data.decode('utf-8')}")


def main():
    global running
    my_name = input(f"{Color.YELLOW}Enter your name: {Color.RESET}").strip() or "Client"

    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        s.connect((HOST, PORT))
    except ConnectionRefusedError:
        sys.exit(f"{Color.RED}Could not connect to {HOST}:{PORT}{Color.RESET}")

    peer_name = s.recv(1024).decode("utf-8")
    s.sendall(my_name.encode("utf-8"))
    print(f"{Color.MAGENTA}[+] Connected, you are talking to {peer_name}{Color.RESET}")
    print(f"{Color.DIM}Type /quit to leave{Color.RESET}")

    threading.Thread(target=receive_messages, args=(s, peer_name), daemon=True).start()

    while running:
        try:
            msg = input(PROMPT)
        except (EOFError, KeyboardInterrupt):
            break
        if not running or msg == "/quit":
            break
        if msg:
            s.sendall(msg.encode("utf-8"))
    running = False
    s.close()
    print(f"\n{Color.YELLOW}Bye!{Color.RESET}")


if __name__ == "__main__":
    main()
