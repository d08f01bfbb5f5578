"""The eight scripts as files: they stand alone, explain themselves, and their docstrings tell the truth."""
import ast
import os
import re
import shlex
import shutil
import sys
from contextlib import closing

import pytest

from lab12 import HOME
from lab12.stage.polling import ready
from lab12.stage.program import Program
from lab12.stage.stage import Stage

SCRIPTS = sorted(path for folder in ("tcp", "udp") for path in (HOME / folder).glob("*.py"))
NAMES = [f"{path.parent.name}/{path.name}" for path in SCRIPTS]
scripts = pytest.mark.parametrize("path", SCRIPTS, ids=NAMES)


def test_there_are_eight_and_the_bad_network():
    expected = ["chat_client.py", "chat_server.py", "recvr1.py", "recvr2.py"]
    more = {"udp/lossy.py", "udp/sure_recvr1.py", "udp/sure_recvr2.py"}
    assert [f"{folder}/{name}" for folder in ("tcp", "udp") for name in expected] == [
        name for name in NAMES if name not in more]
    assert more <= set(NAMES)


@scripts
def test_imports_only_the_standard_library(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else \
            [node.module] if isinstance(node, ast.ImportFrom) else []
        assert all(name.split(".")[0] in sys.stdlib_module_names for name in names), names


@scripts
def test_prints_only_ascii_of_its_own(path):
    """A Windows pipe is cp1252: what the scripts themselves say must fit everywhere."""
    path.read_text(encoding="utf-8").encode("ascii")


@scripts
def test_one_file_in_any_folder_is_enough(path, tmp_path):
    """A copy of the one file, started in another folder, explains itself."""
    copy = shutil.copy(path, tmp_path / "copied by mail.py")
    with Stage() as stage:
        window = stage.open(copy, "--help")
        window.ends(0)
        window.shows("port")
        window.shows(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))).splitlines()[0])


@scripts
def test_usage_errors_end_with_status_2(path):
    with Stage() as stage:
        window = stage.open(path, "127.0.0.1", "telephone")
        window.ends(2)
        window.shows("telephone")


@pytest.mark.parametrize("given", ["5000", "127.0.0.1:5000"])
@scripts
def test_a_port_in_the_place_of_the_host_is_said_where_it_goes(path, given):
    with Stage() as stage:
        window = stage.open(path, given)
        window.ends(2)
        window.shows("host and port are two words: 127.0.0.1 5000")


@pytest.mark.parametrize("path", [path for path in SCRIPTS if path.name in ("recvr2.py", "chat_client.py")],
                         ids=lambda path: f"{path.parent.name}/{path.name}")
def test_port_0_is_nobodys(path):
    """A client that is to reach its server at port 0 says in one line that this cannot be."""
    with Stage() as stage:
        window = stage.open(path, "127.0.0.1", "0")
        if window.alive():
            window.types("hello")
        window.ends(1)
        said = window.output.splitlines()[-1]
        assert said.startswith(f"{path.stem}: ") and re.search(r"\b0 is not|:0,", said)
        assert "Traceback" not in window.output


def session(path):
    """Return the lines of the session in a script's docstring, without the command."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")), clean=False)
    lines = [line.strip() for line in re.findall(r"^    (.*)$", docstring, re.M)]
    assert lines[0] == f">python {path.name}"
    return lines[1:]


def assert_shows(window, told, prompt):
    """Check that a window shows the session, and either has ended by its exit or goes on."""
    if told[-1] == f"{prompt}exit":
        assert window.output.splitlines() == told
        window.ends(0)
    else:
        assert window.output.removesuffix(prompt) == "\n".join([*told, ""])


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_session_in_the_docstring_of_the_server(transport):
    path = HOME / transport / "recvr1.py"
    told = session(path)
    with Stage() as stage:
        port = stage.port(transport, 12345)
        server = stage.open(path, "127.0.0.1", port)
        client = stage.open(path.with_name("recvr2.py"), "127.0.0.1", port)
        for line in told:
            if line.startswith("Client "):
                [message] = ast.literal_eval(line.removeprefix("Client "))
                client.types(message)
            else:
                server.types(line.removeprefix("Enter Reply "))
        assert_shows(server, told, "Enter Reply ")


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_session_in_the_docstring_of_the_client(transport):
    path = HOME / transport / "recvr2.py"
    told = session(path)
    with Stage() as stage:
        port = stage.port(transport, 12345)
        server = stage.open(path.with_name("recvr1.py"), "127.0.0.1", port)
        client = stage.open(path, "127.0.0.1", port)
        for line in told:
            if line.startswith("Enter Message "):
                client.types(line.removeprefix("Enter Message "))
            else:
                [reply] = ast.literal_eval(line)
                server.types(reply)
        assert_shows(client, told, "Enter Message ")


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_session_in_the_docstring_of_the_chat_server(transport):
    path = HOME / transport / "chat_server.py"
    told = session(path)
    with Stage() as stage:
        port = stage.port(transport, 12346)
        server, clients = stage.open(path, "127.0.0.1", port), {}
        for line in told:
            number, what = re.fullmatch(r"Client (\d) (.*)", line).groups()
            if what == "joined":
                clients[number] = stage.open(path.with_name("chat_client.py"), "127.0.0.1", port)
            elif what == "left":
                clients[number].types("exit")
            else:
                clients[number].types(*ast.literal_eval(what))
        assert server.output.splitlines() == told


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_session_in_the_docstring_of_the_chat_client(transport):
    """Its lines come in the order in which a screen shows them: what arrives stands above the line being typed."""
    path = HOME / transport / "chat_client.py"
    told = session(path)
    with Stage() as stage:
        port = stage.port(transport, 12346)
        stage.open(path.with_name("chat_server.py"), "127.0.0.1", port)
        client = stage.open(path, "127.0.0.1", port)
        other = None
        for line in told:
            if line.startswith("Enter Message "):
                client.types(line.removeprefix("Enter Message "))
            elif line == "Client 2 joined":
                other = stage.open(path, "127.0.0.1", port)
            elif line == "Client 2 left":
                other.types("exit")
            else:
                other.types(*ast.literal_eval(line.removeprefix("Client 2 ")))
        assert [line.rstrip() for line in client.screen.text.splitlines() if line.strip()] == told
        client.ends(0)


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_message_above_a_line_longer_than_the_window(transport):
    """What is typed stays in one row, however long; what arrives stands above it, in as many rows as it takes."""
    path = HOME / transport / "chat_client.py"
    with Stage() as stage:
        port = stage.port(transport, 12346)
        stage.open(path.with_name("chat_server.py"), "127.0.0.1", port)
        client = stage.open(path, "127.0.0.1", port, size=(24, 40))
        other = stage.open(path, "127.0.0.1", port)
        client.presses("x" * 100 + "12345" + "\x1b[D" * 5)
        row = client.screen.lines[-1]
        assert row.startswith("<xxx") and row.endswith("x12345") and len(row) < 40
        for text in "hello", "hello " * 10, "你好" * 10:
            other.types(text)
            rows = [line for line in client.screen.lines[1:-1] if line.strip()]
            assert "".join(rows).endswith(f"Client 2 {{{text!r}}}")
            assert max(map(len, rows)) <= 40 and client.screen.lines[-1] == row
        client.presses("Z")
        client.types("")
        other.shows("{'" + "x" * 100 + "Z12345'}")


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_message_while_the_cursor_is_in_the_middle(transport):
    """What arrives leaves the cursor where it is."""
    path = HOME / transport / "chat_client.py"
    with Stage() as stage:
        port = stage.port(transport, 12346)
        stage.open(path.with_name("chat_server.py"), "127.0.0.1", port)
        one, two = stage.open(path, "127.0.0.1", port), stage.open(path, "127.0.0.1", port)
        one.presses("abef\x1b[D\x1b[D")
        two.types("hello")
        one.presses("cd")
        assert one.screen.lines[-2:] == ["Client 2 {'hello'}", "Enter Message abcdef"]
        one.types("")
        two.shows("{'abcdef'}")


def shows(window, text):
    """Wait until a window shows a text; what makes it do so is no program of its stage."""
    while text not in window.output:
        assert ready([window.terminal.descriptor], 60), f"{text!r} is not shown"
        window.read()


@pytest.mark.skipif(not shutil.which("bash"), reason="no shell with job control")
@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_ctrl_z_and_fg(transport):
    """Under a real shell the prompt and what has been typed are drawn anew after fg, and can be edited on."""
    path = HOME / transport / "chat_client.py"
    environment = {**os.environ, "PS1": "> ", "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    options = {"encoding": "utf-8", "timeout": 60, "env": environment, "dimensions": (24, 80)}
    with Stage() as stage:
        port = str(stage.port(transport, 12346))
        server = stage.open(path.with_name("chat_server.py"), "127.0.0.1", port)  # it listens from now on
        command, *arguments = stage.network.inside(["bash", "--norc", "-i"])
        shell = Program(command, arguments, **options)
        with closing(shell):
            shell.expect_exact("> ")
            shell.sendline(shlex.join([sys.executable, str(path), "127.0.0.1", port]))
            shows(server, "Client 1 joined")
            shell.expect_exact("Enter Message ")
            shell.send("abef\x1b[D")
            shell.expect_exact("abef\b")
            shell.sendcontrol("z")
            shell.expect_exact("Stopped")
            shell.expect_exact("> ")
            shell.sendline("fg")
            shell.expect_exact("Enter Message abef")
            shell.send("\x1b[D\x1b[Dcd\r")
            shows(server, "Client 1 {'abcdef'}")
            shell.expect_exact("Enter Message ")
            shell.sendline("exit")
            shows(server, "Client 1 left")
            shell.expect_exact("> ")


def test_nothing_from_a_server_does_anything_to_the_terminal():
    """A server that is not ours may send escape sequences: the chat client shows them as letters."""
    with Stage() as stage:
        port = stage.port("tcp", 12346)
        listener = stage.network.socket("tcp")
        listener.bind(("127.0.0.1", port))
        listener.listen()
        window = stage.open(HOME / "tcp/chat_client.py", "127.0.0.1", port)
        conn, _ = listener.accept()
        before = len(window.terminal.raw)
        stage.step("it sends an escape sequence", lambda: conn.sendall("\x1b[2J\x9b2J\u202ehello\x07\n".encode()))
        shown = window.terminal.raw[before:].decode()
        assert "\\x1b[2J\\x9b2J\\u202ehello\\x07" in shown
        assert not {"\x9b", "\u202e", "\x07"} & set(shown) and "\x1b[2J" not in shown
        conn.close()
        listener.close()
