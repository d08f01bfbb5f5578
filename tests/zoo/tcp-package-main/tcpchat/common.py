import queue
import signal
import sys
import threading

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 50007


class Endpoint:
    """Things that server and client have in common."""

    def __init__(self, host, port, name):
        self.host = host
        self.port = port
        self.name = name
        self.stop = threading.Event()
        self.incoming = queue.Queue()
        signal.signal(signal.SIGINT, self._on_sigint)

    def _on_sigint(self, signum, frame):
        print("\n[Ctrl-C] closing the chat ...")
        self.stop.set()
        raise SystemExit(0)

    # --- threads -------------------------------------------------------
    def _reader(self, conn):
        with conn.makefile("r", encoding="utf-8", newline="\n") as fh:
            try:
                for line in fh:
                    self.incoming.put(line.rstrip("\n"))
            except OSError:
                pass
        self.incoming.put(None)

    def _printer(self):
        while not self.stop.is_set():
            try:
                item = self.incoming.get(timeout=0.3)
            except queue.Empty:
                continue
            if item is None:
                print("\n-- the other side hung up, press Enter --")
                self.stop.set()
                break
            sys.stdout.write(f"\r{item}\n{self.name}> ")
            sys.stdout.flush()

    def talk(self, conn):
        for target, args in ((self._reader, (conn,)), (self._printer, ())):
            threading.Thread(target=target, args=args, daemon=True).start()
        while not self.stop.is_set():
            try:
                line = input(f"{self.name}> ")
            except EOFError:
                break
            if self.stop.is_set() or line == ":q":
                break
            conn.sendall(f"{self.name}: {line}\n".encode("utf-8"))
        self.stop.set()
        conn.close()
        return 0
