"""Bad inputs to the eight scripts: none ends in a traceback, each is answered in a line at most, and none slows others.

A few processes serve many cases: what is asked of a server is asked of one server after the other case.
"""
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lab12 import HOME
from lab12.stage.network import open_network

SCRIPTS = [f"{transport}/{name}.py" for transport in ("tcp", "udp")
           for name in ("recvr1", "recvr2", "chat_server", "chat_client")]
CLIENTS = [script for script in SCRIPTS if "recvr2" in script or "client" in script]
SERVERS = [script for script in SCRIPTS if script not in CLIENTS]
PATIENCE = 20  # seconds, however busy the machine is
ARGUMENTS = {  # name of the case -> what stands on the command line, and the status it ends with
    "a dot too many": (["172..16.10.227"], 1),
    "a name too long": (["x" * 300], 1),
    "an unknown name": (["no.such.host.invalid"], 1),
    "bytes that are no text": ([b"\xff\xfe"], 1),
    "an escape sequence": (["\x1b[2J"], 1),
    "a port above all": (["127.0.0.1", "65536"], 1),
    "a port below all": (["127.0.0.1", "-1"], 1),
    "a port of 30 digits": (["127.0.0.1", "9" * 30], 1),
    "a port of 5,000 digits": (["127.0.0.1", "9" * 5000], None),
    "a port in words": (["127.0.0.1", "telephone"], 2),
    "a port that is broken": (["127.0.0.1", "12.5"], 2),
    "no port": (["127.0.0.1", ""], 2),
    "an option that there is not": (["--fast"], 2),
    "too much": (["127.0.0.1", "12345", "and more"], 2),
    "a port alone": (["5000"], 2),
}


@pytest.fixture(scope="module")
def network():
    network, _ = open_network()
    yield network
    network.close()


def run(network, script, *arguments, shell="", data=b"", **options):
    """Run a script to its end; `shell` redirects what is its own. Return its status and what it said."""
    command = [sys.executable, HOME / script, *arguments]
    if shell:
        command = ["sh", "-c", f'exec "$0" "$@" {shell}', *command]
    done = subprocess.run(network.inside(command), input=data, capture_output=True, timeout=PATIENCE, **options)
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def calm(said, name):
    """Check that a script has said nothing of Python's own."""
    assert "Traceback" not in said and "Exception ignored" not in said, f"{name}: {said}"


@pytest.mark.parametrize("case", ARGUMENTS)
def test_arguments(network, case):
    """15 command lines for each of the eight scripts: one line names what is wrong (after the usage)."""
    arguments, status = ARGUMENTS[case]
    with ThreadPoolExecutor(4) as pool:
        ended = list(pool.map(lambda script: run(network, script, *arguments), SCRIPTS))
    for script, (code, shown, said) in zip(SCRIPTS, ended, strict=True):
        calm(said, script)
        assert shown == "" and code == (status or code) and code in (1, 2), script
        lines = said.strip().splitlines()
        assert lines[-1].startswith(f"{Path(script).stem}"), said
        assert code == 2 or len(lines) == 1


REDIRECTED = ["<&-", ">&-", "<&- >&-", "</dev/null", ">/dev/full", "2>&-", "<&- >&- 2>&-", "0>/dev/null"]
LINES = b"".join(b"%d\n" % number for number in range(2000))
BYTES = {  # what comes over the network: over TCP as it is, then the connection is closed; over UDP as one datagram
    "nothing": b"", "a newline": b"\n", "a return": b"\r", "both": b"\r\n", "returns": b"\r\r\n", "NUL": b"\0\n",
    "no UTF-8": b"\xff\xfe\xfd\n", "half a letter": "é".encode()[:1] + b"\n", "a surrogate": b"\xed\xa0\x80\n",
    "too large a letter": b"\xf7\xbf\xbf\xbf\n", "overlong": b"\xc0\xaf\n", "an escape": b"\x1b[2J\x1b]0;x\x07\n",
    "bidi marks": "\u202e\u2066x\n".encode(), "C1": b"\xc2\x9b2J\n", "bells": b"\x07" * 50 + b"\n",
    "quotes": b"""'"'"\\\n""", "braces": b"{}{0}{x!r}%s%n\n", "exit in it": b" exit\n", "EXIT": b"EXIT\n",
    "exit": b"exit\n", "a telnet option": b"\xff\xfd\x06hello\r\n", "HTTP": b"GET / HTTP/1.1\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\n", "no end": b"half a line", "spaces": b" " * 1000 + b"\n",
    "tabs": b"\t" * 1000 + b"\n", "60,000": b"x" * 60_000 + b"\n",
    "the longest": b"x" * 65_500 + b"\n", "NULs": b"\0" * 60_000, "newlines": b"\n" * 300,
}


@pytest.mark.parametrize("redirection", REDIRECTED)
def test_descriptors(network, redirection):
    """8 ways in which stdin, stdout or stderr are closed, empty or full, for each of the four clients."""
    for script in CLIENTS:
        server = script.replace("recvr2", "recvr1").replace("client", "server")
        with serving(network, server) as (_, port):
            status, shown, said = run(network, script, "127.0.0.1", str(port), shell=redirection)
        calm(shown + said, script)
        assert status in (0, 1) and len(said.strip().splitlines()) <= 1, (script, said)


@pytest.mark.parametrize("redirection", REDIRECTED)
def test_descriptors_of_a_server(network, redirection):
    """The same for each of the four servers: it serves, or says in one line why it does not."""
    for script in SERVERS:
        with serving(network, script, redirection) as (server, port):
            with network.socket(script[:3]) as client:
                client.settimeout(PATIENCE)
                client.connect(("127.0.0.1", port))
                client.send(b"hello\n")
                if "chat" in script:
                    with network.socket(script[:3]) as other:
                        other.settimeout(PATIENCE)
                        other.connect(("127.0.0.1", port))
                        other.send(b"hey\n")
                        heard = b""
                        while b"'hello'" not in heard and b"'hey'" not in heard:
                            heard += client.recv(1000)
            calm(ended(server), script)


@pytest.mark.parametrize("script", SERVERS)
def test_bytes_from_the_network(network, script):
    """30 kinds of bytes for each of the four servers: after each it still serves; its screen gets nothing harmful."""
    transport = script[:3]
    with serving(network, script, keys=LINES) as (server, port):
        for number, (case, data) in enumerate(BYTES.items()):
            with network.socket(transport) as client:
                client.connect(("127.0.0.1", port))
                with contextlib.suppress(ConnectionError):
                    client.sendall(data[:65507])
            with network.socket(transport) as good, network.socket(transport) as other:
                for each in good, other:
                    each.settimeout(PATIENCE)
                    each.connect(("127.0.0.1", port))
                if "chat" in script:
                    other.send(b"here\n")
                good.sendall(b"are you there? %d\n" % number)
                listener, heard = (other, b"are you there? %d" % number) if "chat" in script else (good, b"\n")
                got = b""
                while heard not in got:
                    new = listener.recv(1 << 16)
                    assert new, f"after {case} it does not serve"
                    got += new
                for each in good, other:
                    if transport == "udp":
                        each.send(b"exit")
            assert server.poll() is None, case
        said = ended(server)
    calm(said, script)
    assert all(letter.isprintable() or letter == "\n" for letter in said)


@contextlib.contextmanager
def serving(network, script, redirection="", keys=b""):
    """Run a server with these keys typed ahead; give it and its port once it has that."""
    with network.socket(script[:3]) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, HOME / script, "127.0.0.1", str(port)]
    if redirection:
        command = ["sh", "-c", f'exec "$0" "$@" {redirection}', *command]
    reading, writing = os.pipe()
    os.write(writing, keys)
    screen = tempfile.TemporaryFile()  # noqa: SIM115 (a pipe that nobody reads would stop it)
    server = subprocess.Popen(network.inside(command), stdin=reading, stdout=screen, stderr=subprocess.STDOUT)
    server.screen = screen
    os.close(reading)
    try:
        table = Path(f"/proc/{server.pid}/net/{script[:3]}")
        end = time.monotonic() + PATIENCE
        while f":{port:04X} 00000000:0000 0" not in table.read_text() and server.poll() is None:
            assert time.monotonic() < end, f"{script} does not get its port"
            os.sched_yield()
        yield server, port
    finally:
        os.close(writing)
        server.kill()
        server.wait()
        screen.close()


def ended(server):
    """Press Ctrl-C; return all that the server has shown."""
    server.send_signal(signal.SIGINT)
    server.wait(PATIENCE)
    server.screen.seek(0)
    return server.screen.read().decode(errors="replace")
