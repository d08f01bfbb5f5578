"""The pairs: how long one turn takes on the stage, and how often a second messages go back and forth."""
import contextlib
import subprocess
import sys
import tempfile
import time

from lab12 import HOME
from lab12.bench.servers import PATIENCE
from lab12.stage import waiting
from lab12.stage.network import open_network
from lab12.stage.stage import Stage


def turns(transport, number):
    """Return the seconds that each turn took on a stage: from typing in one window until both wait again."""
    took = []
    with Stage() as stage:
        port = stage.port(transport, 12345)
        server = stage.open(HOME / transport / "recvr1.py", "127.0.0.1", port)
        client = stage.open(HOME / transport / "recvr2.py", "127.0.0.1", port)
        for window, other in ((client, server), (server, client)) * ((number + 1) // 2):
            start = time.perf_counter()
            window.types("hello")
            took.append(time.perf_counter() - start)
            other.shows("hello")
    return took


def back_and_forth(transport, number):
    """Return how often a second a message and its reply go between the two scripts, over so many of them.

    Both read what they say from a file. A short conversation is taken off a long one, for the start: so the long one is
    made longer until most of its time is spent on messages.
    """
    while True:
        short, long = conversation(transport, number // 10), conversation(transport, number)
        if long > 2 * short:
            return (number - number // 10) / (long - short)
        number *= 2


def conversation(transport, number):
    """Return the seconds in which a client starts, speaks so many times, and ends."""
    network, _ = open_network()
    with tempfile.NamedTemporaryFile() as said:
        said.write(b"hello\n" * number)
        said.flush()
        address = "127.0.0.1", free_port(network, transport)
        scripts = []

        def start(script):
            with open(said.name, "rb") as lines:
                command = network.inside([sys.executable, HOME / transport / script, *map(str, address)])
                scripts.append(subprocess.Popen(command, stdin=lines, stdout=subprocess.DEVNULL,
                                                stderr=subprocess.DEVNULL))

        try:
            start("recvr1.py")
            while not serves(scripts[0], network, transport, address):
                if scripts[0].poll() is not None:
                    raise OSError(f"{transport}/recvr1.py does not serve")
                time.sleep(0.01)
            begun = time.perf_counter()
            start("recvr2.py")
            scripts[1].wait(PATIENCE * 10)
            return time.perf_counter() - begun
        finally:
            for script in scripts:
                script.kill()
                script.wait()
            network.close()


def free_port(network, transport):
    with network.socket(transport) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serves(server, network, transport, address):
    """Return whether this server has come so far that it waits for somebody; elsewhere, whether its port is taken.

    To ask for the port would take it away for a moment, in which the server may want it.
    """
    if waiting.available():
        with contextlib.closing(waiting.Threads(server.pid)) as threads:
            return threads.rest()
    with network.socket(transport) as probe:
        try:
            probe.bind(address)
        except OSError:
            return True
    return False
