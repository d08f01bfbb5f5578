"""nc, ncat, telnet and socat serve as clients: the wire is nothing but lines, or datagrams, of text."""
import shutil

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


def client(stage, command, port):
    """Start one of the tools in a window; skip the test if it is not there."""
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    *start, last = command
    arguments = [*start, last + str(port)] if last.endswith(":") else [*command, str(port)]
    return stage.run(arguments, command[0])


@pytest.mark.parametrize("command", TCP.values(), ids=TCP)
def test_tcp_pair(command):
    with Stage() as stage:
        port = stage.port("tcp", 12345)
        server = stage.open(HOME / "tcp/recvr1.py", "127.0.0.1", port)
        tool = client(stage, command, port)
        tool.types("hello").shown_by(server)
        server.types("hey").shown_by(tool)
        tool.types("")
        server.shows("Client {''}")


@pytest.mark.parametrize("command", UDP.values(), ids=UDP)
def test_udp_pair(command):
    with Stage() as stage:
        port = stage.port("udp", 12345)
        server = stage.open(HOME / "udp/recvr1.py", "127.0.0.1", port)
        tool = client(stage, command, port)
        tool.types("hello").shown_by(server)
        server.types("hey").shown_by(tool)
        tool.types("exit")
        server.shows("Client left")


@pytest.mark.parametrize("command", TCP.values(), ids=TCP)
def test_tcp_chat(command):
    with Stage() as stage:
        port = stage.port("tcp", 12346)
        stage.open(HOME / "tcp/chat_server.py", "127.0.0.1", port)
        one = stage.open(HOME / "tcp/chat_client.py", "127.0.0.1", port)
        tool = client(stage, command, port)
        tool.types("hello")
        one.shows("Client 2 {'hello'}")
        one.types("hey").shown_by(tool)


@pytest.mark.parametrize("command", UDP.values(), ids=UDP)
def test_udp_chat(command):
    with Stage() as stage:
        port = stage.port("udp", 12346)
        stage.open(HOME / "udp/chat_server.py", "127.0.0.1", port)
        one = stage.open(HOME / "udp/chat_client.py", "127.0.0.1", port)
        tool = client(stage, command, port)
        tool.types("hello")
        one.shows("Client 2 {'hello'}")
        one.types("hey").shown_by(tool)


@pytest.mark.parametrize("command", TCP.values(), ids=TCP)
def test_tool_ends_with_the_server(command):
    """As the README says: telnet and socat end when the server leaves, nc at the next Enter, ncat one later."""
    with Stage() as stage:
        port = stage.port("tcp", 12345)
        server = stage.open(HOME / "tcp/recvr1.py", "127.0.0.1", port)
        tool = client(stage, command, port)
        tool.types("hello").shown_by(server)
        server.types("exit")
        if command[0] in ("nc", "ncat"):
            tool.goes_on()
            tool.types("still there?", ahead=True)
        if command[0] == "ncat":
            tool.types("no", ahead=True)
        stage.outlast(tool, 5)
        tool.ends()


@pytest.mark.parametrize("command", UDP.values(), ids=UDP)
def test_lines_of_the_udp_chat_stand_one_below_the_other(command):
    """What the server sends to a client whose datagrams end in a newline ends in one too."""
    with Stage() as stage:
        port = stage.port("udp", 12346)
        stage.open(HOME / "udp/chat_server.py", "127.0.0.1", port)
        one = stage.open(HOME / "udp/chat_client.py", "127.0.0.1", port)
        tool = client(stage, command, port)
        tool.types("hello")
        one.types("hey")
        one.types("ho")
        assert "Client 1 {'hey'}\nClient 1 {'ho'}" in tool.screen.text
