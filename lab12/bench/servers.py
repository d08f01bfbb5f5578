"""The chat servers that are compared: the kit's own, and those of its peers that are installed here."""
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from lab12 import HOME

PEERS = Path(__file__).resolve().parent / "peers"

PATIENCE = 10  # seconds that a server has to start, or to end
OURS = "chat_server.py"
COMMANDS = {   # name -> program that must be there, command
    OURS: (sys.executable, [sys.executable, HOME / "tcp" / "chat_server.py", "127.0.0.1", "{port}"]),
    "C with epoll": ("gcc", ["{folder}/chat", "{port}"]),
    "node": ("node", ["node", PEERS / "chat.js", "{port}"]),
    "ncat --chat": ("ncat", ["ncat", "-l", "--chat", "--max-conns", "2000", "127.0.0.1", "{port}"]),
    "asyncio tutorial": (sys.executable, [sys.executable, PEERS / "chat_asyncio.py", "{port}"]),
    "threads tutorial": (sys.executable, [sys.executable, PEERS / "chat_threads.py", "{port}"]),
}


def present():
    """Return (names of the servers that can be run here, programs that the others would need)."""
    names = [name for name, (program, _) in COMMANDS.items() if shutil.which(program)]
    return names, sorted({program for name, (program, _) in COMMANDS.items() if name not in names})


@contextmanager
def workshop():
    """Give a folder with the compiled server in it, if there is a compiler."""
    with tempfile.TemporaryDirectory(prefix="lab12-bench-") as folder:
        if shutil.which("gcc"):
            compiler = ["gcc", "-O2", "-o", f"{folder}/chat", PEERS / "chat.c"]
            subprocess.run(compiler, stderr=subprocess.DEVNULL)
        yield folder


@contextmanager
def running(name, folder):
    """Give the port of a running server; it ends with the block. Raises OSError if it does not start."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [str(part).format(port=port, folder=folder) for part in COMMANDS[name][1]]
    server = subprocess.Popen(command, stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        settle_on(server.pid, 0)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > end:
                    raise OSError(f"{name} did not start") from None
                time.sleep(0.02)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(2)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        server.stdin.close()


def settle_on(pid, place):
    """Give a process a processor of its own: server (0) and load (1) are not to share one."""
    if hasattr(os, "sched_setaffinity"):
        processors = sorted(os.sched_getaffinity(0))
        if len(processors) > 1:
            os.sched_setaffinity(pid, {processors[place]})


def load(port, clients, speakers, seconds):
    """Return the figures of one run of the load, or why there are none, as a text."""
    command = [sys.executable, "-m", "lab12.bench.load", *map(str, (port, clients, speakers, seconds))]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=HOME, stdout=pipe, stderr=pipe, text=True) as process:
        settle_on(process.pid, 1)
        figures, complaint = process.communicate()
    return figures if process.returncode == 0 else complaint
