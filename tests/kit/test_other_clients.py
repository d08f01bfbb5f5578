"""nc, ncat, telnet and socat serve as clients: the wire is nothing but lines, or datagrams, of text."""
import shutil
from contextlib import contextmanager

import pytest

from lab12 import HOME
from lab12.stage.stage import Stage

TCP = {
    "nc": ["nc", "127.0.0.1"],
    "ncat": ["ncat", "127.0.0.1"],
    "telnet": ["telnet", "127.0.0.1"],
    "socat": ["socat", "-", "TCP:127.0.0.1:"],
}
UDP = {"nc": ["nc", "-u", "127.0.0.1"], "ncat": ["ncat", "-u", "127.0.0.1"], "socat": ["socat", "-", "UDP:127.0.0.1:"]}


tcp = pytest.mark.parametrize("command", TCP.values(), ids=TCP)
udp = pytest.mark.parametrize("command", UDP.values(), ids=UDP)


def client(stage, command, port):
    """Start one of the tools in a window; skip the test if it is not there."""
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    *start, last = command
    arguments = [*start, last + str(port)] if last.endswith(":") else [*command, str(port)]
    return stage.run(arguments, command[0])


@contextmanager
def pair(transport, command):
    """The server of a pair, and a tool that has said hello to it."""
    with Stage() as stage:
        port = stage.port(transport, 12345)
        server = stage.open(HOME / transport / "recvr1.py", "127.0.0.1", port)
        tool = client(stage, command, port)
        tool.types("hello").shown_by(server)
        yield server, tool


@contextmanager
def chat(transport, command):
    """A client in a chat, and a tool that has said hello there."""
    with Stage() as stage:
        port = stage.port(transport, 12346)
        stage.open(HOME / transport / "chat_server.py", "127.0.0.1", port)
        one = stage.open(HOME / transport / "chat_client.py", "127.0.0.1", port)
        tool = client(stage, command, port)
        tool.types("hello")
        one.shows("Client 2 {'hello'}")
        yield one, tool


@tcp
def test_tcp_pair(command):
    with pair("tcp", command) as (server, tool):
        server.types("hey").shown_by(tool)
        tool.types("")
        server.shows("Client {''}")


@udp
def test_udp_pair(command):
    with pair("udp", command) as (server, tool):
        server.types("hey").shown_by(tool)
        tool.types("exit")
        server.shows("Client left")


@tcp
def test_tcp_chat(command):
    with chat("tcp", command) as (one, tool):
        one.types("hey").shown_by(tool)


@udp
def test_udp_chat(command):
    """What the server sends to a client whose datagrams end in a newline ends in one too."""
    with chat("udp", command) as (one, tool):
        one.types("hey").shown_by(tool)
        one.types("ho")
        assert "Client 1 {'hey'}\nClient 1 {'ho'}" in tool.screen.text


@tcp
def test_tool_ends_with_the_server(command):
    """As the README says: telnet and socat end when the server leaves, nc at the next Enter, ncat one later."""
    with pair("tcp", command) as (server, tool):
        server.types("exit")
        if command[0] in ("nc", "ncat"):
            tool.goes_on()
            tool.types("still there?", ahead=True)
        if command[0] == "ncat":
            tool.types("no", ahead=True)
        tool.stage.outlast(tool, 5)
        tool.ends()
