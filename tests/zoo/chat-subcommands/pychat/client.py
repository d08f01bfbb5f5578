import os
import socket
import threading

from . import config, wire


class ChatClient:
    def __init__(self, name, host, port):
        self.name = name
        self.addr = (host, port)

    def run(self):
        try:
            self.sock = socket.create_connection(self.addr)
        except OSError as e:
            print("could not connect:", e)
            return
        wire.send(self.sock, self.name)
        print("connected. type :q to leave")
        threading.Thread(target=self.show, daemon=True).start()
        while True:
            try:
                line = input(f"[{self.name}]$ ")
            except (EOFError, KeyboardInterrupt):
                break
            if line.strip() in config.EXIT_WORDS:
                break
            if line.strip():
                wire.send(self.sock, line)
        self.sock.close()
        print("left the chat")

    def show(self):
        while True:
            try:
                text = wire.recv(self.sock)
            except OSError:
                print("\nconnection to the server lost")
                os._exit(1)
            print(f"\r\033[K{text}\n[{self.name}]$ ", end="", flush=True)
