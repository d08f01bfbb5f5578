#!/usr/bin/env python3
"""
TCP Chat Application - Server side
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


HOST = "0.0.0.0"
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
    my_name = input(f"{Color.YELLOW}Enter your name: {Color.RESET}").strip() or "Server"

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((HOST, PORT))
        s.listen(1)
        print(f"{Color.MAGENTA}[*] Listening on port {PORT}...{Color.RESET}")
        conn, addr = s.accept()

        # exchange names (server first)
        conn.sendall(my_name.encode("utf-8"))
        peer_name = conn.recv(1024).decode("utf-8")
        print(f"{Color.MAGENTA}[+] {peer_name} connected from {addr[0]}{Color.RESET}")
        print(f"{Color.DIM}Type /quit to leave{Color.RESET}")

        t = threading.Thread(target=receive_messages, args=(conn, peer_name), daemon=True)
        t.start()

        while running:
            try:
                msg = input(PROMPT)
            except (EOFError, KeyboardInterrupt):
                break
            if not running or msg == "/quit":
                break
            if msg:
                try:
                    conn.sendall(msg.encode("utf-8"))
                except OSError:
                    print(f"{Color.RED}Connection lost{Color.RESET}")
                    break
        running = False
        conn.close()
    print(f"\n{Color.YELLOW}Bye!{Color.RESET}")


if __name__ == "__main__":
    main()
