import argparse
import socket

from protocol import Channel, ConnectionClosed


class ChatClient:
    STOP = ("q", "quit")

    def __init__(self, host, port):
        self.channel = Channel(socket.create_connection((host, port)))

    def run(self):
        try:
            while True:
                text = input("> ")
                if text in self.STOP:
                    break
                self.channel.send(text)
                print(self.channel.receive())
        except (ConnectionClosed, EOFError, KeyboardInterrupt):
            print("-- closed --")
        finally:
            self.channel.close()


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--host", default="127.0.0.1")
    ap.add_argument("--port", type=int, default=50007)
    opts = ap.parse_args()
    ChatClient(opts.host, opts.port).run()
