import socket
import time

from .common import Endpoint


class ChatClient(Endpoint):
    RETRIES = 5

    def start(self):
        for attempt in range(1, self.RETRIES + 1):
            try:
                conn = socket.create_connection((self.host, self.port))
                break
            except OSError as exc:
                print(f"attempt {attempt}/{self.RETRIES} failed: {exc}")
                time.sleep(2)
        else:
            print("giving up")
            return 1
        print(f"connected to {self.host}:{self.port}, ':q' quits")
        return self.talk(conn)
