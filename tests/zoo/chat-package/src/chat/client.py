"""Interactive chat client."""
from __future__ import annotations

import argparse
import os
import socket
import threading

from .protocol import Message, read_messages

HELP = "/users  /msg <user> <text>  /help  /quit"


class ChatClient:
    def __init__(self, host: str, port: int, username: str) -> None:
        self.username = username
        self.sock = socket.create_connection((host, port), timeout=5)
        self.sock.settimeout(None)
        self._stopped = threading.Event()

    def start(self) -> None:
        self._send(Message("login", self.username))
        threading.Thread(target=self._receive_loop, daemon=True).start()
        self._input_loop()

    def _send(self, message: Message) -> None:
        self.sock.sendall(message.encode())

    def _receive_loop(self) -> None:
        try:
            for message in read_messages(self.sock):
                self._display(message)
        except OSError:
            pass
        if not self._stopped.is_set():
            print("\n[!] Lost connection to server.")
            os._exit(1)

    def _display(self, message: Message) -> None:
        if message.type == "chat":
            text = f"<{message.sender}> {message.body}"
        elif message.type == "private":
            text = f"[private from {message.sender}] {message.body}"
        elif message.type == "error":
            text = f"[error] {message.body}"
        else:
            text = f"*** {message.body}"
        print(text, flush=True)

    def _input_loop(self) -> None:
        while True:
            try:
                line = input().strip()
            except (EOFError, KeyboardInterrupt):
                break
            if not line:
                continue
            if line == "/quit":
                break
            if line == "/help":
                print(HELP)
            elif line == "/users":
                self._send(Message("users"))
            elif line.startswith("/msg "):
                _, to, *rest = line.split(" ", 2)
                self._send(Message("private", body=" ".join(rest), extra={"to": to}))
            elif line.startswith("/"):
                print("Unknown command. " + HELP)
            else:
                self._send(Message("chat", self.username, line))
        self._stopped.set()
        self.sock.close()
        print("Goodbye!")


def main() -> None:
    parser = argparse.ArgumentParser(description="Chat client")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--username", required=True)
    args = parser.parse_args()
    try:
        ChatClient(args.host, args.port, args.username).start()
    except ConnectionRefusedError:
        parser.exit(1, "Could not connect to the server.\n")
