"""Multi-client chat server."""
from __future__ import annotations

import argparse
import logging
import re
import socket
import threading
from pathlib import Path

from .protocol import Message, read_messages

USERNAME_RE = re.compile(r"^[a-z][a-z0-9_]{2,15}$")
LOG_DIR = Path(__file__).resolve().parents[2] / "logs"

logger = logging.getLogger("chat.server")


class ClientSession:
    """Represents one connected client."""

    def __init__(self, server: "ChatServer", sock: socket.socket, address: tuple) -> None:
        self.server = server
        self.sock = sock
        self.address = address
        self.username: str | None = None
        self._send_lock = threading.Lock()

    def send(self, message: Message) -> None:
        with self._send_lock:
            self.sock.sendall(message.encode())

    def run(self) -> None:
        try:
            for message in read_messages(self.sock):
                if self.username is None:
                    self._login(message)
                else:
                    self._dispatch(message)
        except (ConnectionError, OSError) as exc:
            logger.warning("Connection error from %s: %s", self.address, exc)
        except ValueError:
            logger.error("Malformed message from %s, dropping client", self.address)
        finally:
            self.server.unregister(self)
            self.sock.close()

    def _login(self, message: Message) -> None:
        name = message.sender
        if message.type != "login" or not USERNAME_RE.match(name):
            self.send(Message("error", body="Invalid username (3-16 chars, lowercase letters, digits, _)"))
        elif not self.server.register(name, self):
            self.send(Message("error", body="Username already taken"))
        else:
            self.username = name
            self.send(Message("welcome", body=f"Welcome, {name}! Type /help for commands."))
            self.server.broadcast(Message("info", body=f"{name} joined the chat"), exclude=self)

    def _dispatch(self, message: Message) -> None:
        if message.type == "chat":
            self.server.broadcast(Message("chat", self.username, message.body), exclude=self)
        elif message.type == "users":
            self.send(Message("info", body="Online: " + ", ".join(self.server.usernames())))
        elif message.type == "private":
            self.server.private(self, message.extra.get("to", ""), message.body)


class ChatServer:
    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self._clients: dict[str, ClientSession] = {}
        self._lock = threading.RLock()

    def usernames(self) -> list[str]:
        with self._lock:
            return sorted(self._clients)

    def register(self, name: str, session: ClientSession) -> bool:
        with self._lock:
            if name in self._clients:
                return False
            self._clients[name] = session
        logger.info("%s registered from %s:%d", name, *session.address)
        return True

    def unregister(self, session: ClientSession) -> None:
        if session.username is None:
            return
        with self._lock:
            self._clients.pop(session.username, None)
        logger.info("%s disconnected", session.username)
        self.broadcast(Message("info", body=f"{session.username} left the chat"))

    def broadcast(self, message: Message, exclude: ClientSession | None = None) -> None:
        with self._lock:
            targets = [c for c in self._clients.values() if c is not exclude]
        logger.info("broadcast to %d client(s): <%s> %s", len(targets), message.sender or "server", message.body)
        for client in targets:
            try:
                client.send(message)
            except OSError:
                logger.warning("Failed to deliver to %s", client.username)

    def private(self, source: ClientSession, target: str, body: str) -> None:
        with self._lock:
            client = self._clients.get(target)
        if client is None:
            source.send(Message("error", body=f"No such user: {target}"))
        else:
            client.send(Message("private", source.username, body))

    def serve_forever(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((self.host, self.port))
            listener.listen()
            logger.info("Server listening on %s:%d", self.host, self.port)
            while True:
                sock, address = listener.accept()
                logger.info("Accepted connection from %s:%d", *address)
                session = ClientSession(self, sock, address)
                threading.Thread(target=session.run, name=f"client-{address[1]}", daemon=True).start()


def main() -> None:
    parser = argparse.ArgumentParser(description="Multi-client chat server")
    parser.add_argument("--host", default="0.0.0.0")
    parser.add_argument("--port", type=int, required=True)
    args = parser.parse_args()

    LOG_DIR.mkdir(exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s | %(levelname)-8s | %(threadName)s | %(message)s",
        handlers=[logging.StreamHandler(), logging.FileHandler(LOG_DIR / "server.log")],
    )
    try:
        ChatServer(args.host, args.port).serve_forever()
    except KeyboardInterrupt:
        logger.info("Server shutting down")
