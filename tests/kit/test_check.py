"""The student's own check says what the rubric says, over the pairs as they are and over their mutants."""
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest

from lab12 import HOME, check
from lab12.check import BESIDES, CHECKS
from lab12.rubric.listing import checks_of
from lab12.rubric.scheme import read_scheme
from lab12.stage.network import open_network
from lab12.stage.program import Program
from lab12.winpython.wine import Wine, missing
from tests.mutants import MUTANTS

FIRST = "message"  # the check without which check.py looks at no other
PATIENCE = "2"  # seconds
CHECK = HOME / "lab12" / "check.py"


def verdicts_of(folder, *arguments):
    """Run check.py on a folder and return {(section, sentence): whether it holds}."""
    return read(output_of(folder, *arguments))


def output_of(folder, *arguments):
    """Run check.py on a folder, in a private network, and return what it prints."""
    network, reason = open_network()
    if reason:
        pytest.skip(f"check.py uses the port that students use, and there is no private network: {reason}")
    try:
        done = subprocess.run(network.inside([sys.executable, CHECK, folder, *arguments]),
                              capture_output=True, encoding="utf-8", timeout=300)
    finally:
        network.close()
    assert not done.stderr, done.stderr
    return done.stdout


def read(output):
    """Return {(section, sentence): whether it holds} as check.py has printed it."""
    verdicts, section = {}, None
    for line in output.splitlines():
        if line.endswith(" pair"):
            section = line.lower().replace(" ", "-")
        elif line.startswith(("  + ", "  x ")):
            verdicts[section, line[4:]] = line.startswith("  + ")
    return verdicts


def not_tried(mutant):
    """Return the checks that the rubric does not try on a mutant, since they need one that misses it."""
    left = set()
    for one in checks_of(mutant.section):
        if (mutant.misses | left) & set(one.needs):
            left.add(one.name)
    return left


def tried_on(mutant):
    """Return what check.py is to try on a mutant: to save time what must catch it, and one more; or LAB12_THOROUGH."""
    names = list(CHECKS[mutant.section[:3]])
    if os.environ.get("LAB12_THOROUGH"):
        return names
    return [name for name in names if name in mutant.misses][:2] + names[MUTANTS.index(mutant) % len(names):][:1]


@pytest.mark.parametrize("transport", CHECKS)
def test_it_uses_the_words_of_the_mark_sheet(transport):
    sentences = {one.name: one.title for one in checks_of(f"{transport}-pair")}
    for name, (sentence, _) in CHECKS[transport].items():
        assert sentence == sentences[name]


@pytest.mark.parametrize("transport", CHECKS)
def test_it_says_what_costs_no_marks(transport):
    marked = {one.name: one.title for one in read_scheme().checks(f"{transport}-pair")}
    assert marked.keys() & CHECKS[transport].keys() == CHECKS[transport].keys() - BESIDES.keys()
    assert {milder for several in BESIDES.values() for milder in several} <= set(marked.values())


def test_a_script_that_does_what_is_marked_and_no_more(tmp_path):
    (tmp_path / "recvr1.py").write_text(
        "import socket\ndoor = socket.create_server(('127.0.0.1', 12345))\nlines = door.accept()[0].makefile('rw')\n"
        "for line in lines:\n    print('Client', {line.rstrip()})\n"
        "    print(input('Enter Reply '), file=lines, flush=True)\n")
    (tmp_path / "recvr2.py").write_text(
        "import socket\nlines = socket.create_connection(('127.0.0.1', 12345)).makefile('rw')\nwhile True:\n"
        "    print(input('Enter Message '), file=lines, flush=True)\n    print({lines.readline().rstrip()})\n")
    names = "turns", "empty", "client_left", "server_exits"
    told = output_of(tmp_path, "--patience", "1", "--only", *names).splitlines()
    assert [line[:4] for line in told if line[2] in "+xP"] == ["TCP ", "  + ", "  + ", "  + ", "  x ", "  x "]
    assert [line for line in told if "ark" in line] == [
        "    Marks are given for less: A stop word ends the client, and harms nobody; The stop word is exit; The "
        "server serves the next client when one has gone.",
        "    This costs you no mark: the kit's own scripts do it besides."]
    assert told[-1] == "3 of 3 checks hold; of 2 that are the kit's own, 0."


def test_our_own_pairs_hold():
    verdicts = verdicts_of(HOME)
    assert all(verdicts.values())
    assert len(verdicts) == sum(map(len, CHECKS.values()))


def test_half_a_pair(tmp_path):
    """It says which script is not there."""
    (tmp_path / "recvr1.py").write_text("")
    done = subprocess.run([sys.executable, CHECK, tmp_path], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (1, f"check: there is no recvr2.py in {tmp_path}\n")


def test_scripts_directly_in_the_folder():
    verdicts = verdicts_of(HOME / "udp", "--only", FIRST)
    assert verdicts == {("udp-pair", CHECKS["udp"][FIRST][0]): True}


@pytest.mark.parametrize("mutant", [mutant for mutant in MUTANTS if "pair" in mutant.section], ids=str)
def test_it_agrees_with_the_rubric(mutant, tmp_path):
    """It misses what the rubric misses, and nothing else but what the rubric has not even tried."""
    names = {one.title: one.name for one in checks_of(mutant.section)}
    found = verdicts_of(mutant.write(tmp_path), "--patience", PATIENCE, "--only", *tried_on(mutant))
    said = {names[sentence]: holds for (_, sentence), holds in found.items()}
    missed = {name for name, holds in said.items() if not holds}
    assert mutant.misses & said.keys() <= missed <= mutant.misses | not_tried(mutant)


@pytest.mark.skipif(missing() is not None, reason=str(missing()))
def test_it_runs_on_windows():
    network, _ = open_network()
    try:
        with Wine(inside=network.inside) as wine:
            program = wine.start(CHECK, Path(HOME), "--only", FIRST, "any_text")
            output, _ = program.communicate(timeout=120)
    finally:
        network.close()
    verdicts = read(output.decode().replace("\r\n", "\n"))
    assert len(verdicts) == 4
    assert all(verdicts.values()), output.decode()


@pytest.mark.parametrize("script, old, new, told", [
    ("recvr2.py", "def main(host, port):", "def main(host, port:", "recvr2.py has ended: \"SyntaxError"),
    ("recvr2.py", "import socket\n", "import sockets\n", "recvr2.py has ended: \"ModuleNotFoundError"),
    ("recvr1.py", "in messages(conn):", "in messages():", "recvr1.py has ended: \"TypeError"),
], ids=["syntax", "module", "type"])
def test_the_script_that_ended_is_named(tmp_path, script, old, new, told):
    """Whichever of the two Python has ended, its name, the error and the line are said."""
    for name in "recvr1.py", "recvr2.py":
        text = (HOME / "tcp" / name).read_text()
        assert name != script or text.count(old) == 1
        (tmp_path / name).write_text(text.replace(old, new) if name == script else text)
    network, _ = open_network()
    try:
        command = [sys.executable, CHECK, tmp_path, "--only", FIRST, "--patience", PATIENCE]
        done = subprocess.run(network.inside(command), capture_output=True, encoding="utf-8", timeout=60)
    finally:
        network.close()
    assert told in done.stdout and ", line " in done.stdout, done.stdout


@pytest.mark.parametrize("transport", CHECKS)
def test_scripts_with_names_and_a_port_of_their_own(transport, tmp_path):
    for name, new in zip(check.NAMES, ("my server.py", "client.py"), strict=True):
        (tmp_path / new).write_text((HOME / transport / name).read_text().replace("PORT = 12345", "PORT = 5000"))
    told = output_of(tmp_path, "my server.py", "client.py", "--only", "turns", "split_letter").splitlines()
    assert told[0] == f"{transport.upper()} pair at port 5000"
    assert {line[:4] for line in told[1:-1]} == {"  + "}


def test_two_ports_that_are_no_pair_are_named(tmp_path):
    for name, port in zip(check.NAMES, ("5000", "6000"), strict=True):
        (tmp_path / name).write_text((HOME / "udp" / name).read_text().replace("12345", port))
    told = output_of(tmp_path, "--only", FIRST, "--patience", PATIENCE)
    assert "    recvr1.py names port 5000, and recvr2.py 6000: the client must look where the server waits.\n" in told


@pytest.mark.parametrize(("server", "client", "port"), [
    ("bind(('', 5000))", "bind(('', 5001))\nsock.sendto(b'x', ('127.0.0.1', 5000))", 5000),
    ("PORT = 5000", "", 5000), ("", "connect((host, 5001))", 5001), ("", "print('port', 5)", 12345),
    ("PORT = 12345\nTIMEOUT_PORT = 90", "PORT = 12345", 12345),
    ("PORT = 5000\nsize = get('SIZE', 1024)", "PORT = 5000\nsize = get('SIZE', 1024)", 5000),
    ("PORT = 99999", "PORT = 99999", 12345), ("PORT = 0", "PORT = 5000", 5000)])
def test_where_two_scripts_meet(server, client, port, tmp_path):
    for name, text in zip(check.NAMES, (server, client), strict=True):
        (tmp_path / name).write_text(text)
    [pair] = check.pairs(tmp_path, check.NAMES)
    assert pair.port == port and not check.apart(pair)


@pytest.mark.parametrize(("named", "told"), [((), "no recvr1.py"), (("a.py", "b.py"), "no a.py")])
def test_a_folder_without_the_scripts_says_how_to_name_them(named, told, tmp_path):
    done = subprocess.run([sys.executable, CHECK, ".", *named], capture_output=True, encoding="utf-8", cwd=tmp_path)
    assert done.returncode == 1 and done.stderr.startswith(f"check: there is {told} in ., nor in tcp or udp there")
    assert ("name them behind the folder" in done.stderr) is (not named)


def test_a_folder_that_is_a_script_is_asked_for(tmp_path):
    (tmp_path / "server.py").touch()
    done = subprocess.run([sys.executable, CHECK, "server.py", "a.py", "b.py"], capture_output=True, encoding="utf-8",
                          cwd=tmp_path)
    assert done.returncode == 2
    assert "error: the folder comes first, and . is where you are: . server.py" in done.stderr


@pytest.mark.parametrize("server, client, told", [
    ("connect((host, 5000))", "listen()", True), ("listen()", "connect((host, 5000))", False),
    ("bind(a)", "bind(b)", False)])
def test_names_in_the_wrong_order(server, client, told, tmp_path):
    (tmp_path / "a.py").write_text(f"s.{server}")
    (tmp_path / "b.py").write_text(f"s.{client}")
    said = check.exchanged(check.Pair(tmp_path, "a.py", "b.py", "tcp", 5000))
    assert said == ("b.py seems to be the server: its name comes first, b.py a.py." if told else "")


def test_one_name_alone_is_refused(tmp_path):
    done = subprocess.run([sys.executable, CHECK, tmp_path, "server.py"], capture_output=True, encoding="utf-8")
    assert done.returncode == 2
    assert "error: it is two scripts, the server's first: my-folder server.py client.py" in done.stderr


def test_an_error_that_was_told_is_not_explained_again(tmp_path):
    for name, new in ("recvr1.py", "conn.sendall(reply)"), ("recvr2.py", ""):
        text = (HOME / "tcp" / name).read_text()
        (tmp_path / name).write_text(text.replace('conn.sendall(f"{reply}\\n".encode())', new) if new else text)
    told = output_of(tmp_path, "--only", "reply", "turns", "--patience", PATIENCE).splitlines()
    errors = [line.strip() for line in told if "TypeError" in line]
    assert len(errors) == 2
    assert errors[0].startswith("recvr1.py has ended: ") and "expected recvr2.py to show 'hey'" in errors[0]
    assert errors[1].startswith("as above, recvr1.py: ") and "expected" not in errors[1]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    done = subprocess.run([sys.executable, CHECK, tmp_path / "lab"], capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stderr) == (1, f"check: there is no folder {tmp_path / 'lab'}\n")


@contextmanager
def on_a_terminal(folder, text, *arguments, columns=80):
    """Give check.py as it runs on a terminal, in a private network, on two scripts of this text; it ends by itself."""
    for name in "recvr1.py", "recvr2.py":
        (folder / name).write_text(text)
    network, _ = open_network()
    try:
        command, *rest = map(str, network.inside([sys.executable, CHECK, folder, *arguments]))
        terminal = Program(command, rest, env=dict(os.environ), encoding="utf-8", timeout=60, dimensions=(24, columns))
        yield terminal
        terminal.expect(pexpect.EOF)
        terminal.wait()
    finally:
        network.close()


@pytest.mark.skipif(os.name != "posix", reason="pexpect needs the terminals of Unix")
def test_lines_are_as_wide_as_the_terminal(tmp_path):
    with on_a_terminal(tmp_path, "import sockets\n", "--patience", PATIENCE, columns=60) as terminal:
        pass
    lines = terminal.before.splitlines()
    assert any("ModuleNotFoundError" in line for line in lines) and max(map(len, lines)) <= 60


@pytest.mark.parametrize("option, told", [("", "; with SO_REUSEADDR before bind in recvr1.py it would not be"),
                                          ("s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)", "")])
def test_why_a_port_is_kept_is_told(option, told, tmp_path, monkeypatch, capsys):
    (tmp_path / "recvr1.py").write_text(f"import socket\ns = socket.socket()\n{option}\n")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        lab = check.Lab(check.Pair(tmp_path, *check.NAMES, "tcp", port), 0.1)
        monkeypatch.setattr(check, "CLOSING", 0.1)
        lab.free_port()
    assert lab.waited
    assert capsys.readouterr().out == (f"    ... port {port} is kept for the last conversation{told}: waiting up "
                                       "to a minute\n")


def test_an_error_that_costs_a_minute_each_time_ends_the_look(tmp_path, monkeypatch, capsys):
    """Of the checks behind it nobody would learn anything new."""
    for name in "recvr1.py", "recvr2.py":
        (tmp_path / name).write_text("import socket\n")
    monkeypatch.setattr(check.Lab, "taken", lambda lab: False)
    for waited, looked_at in (False, len(CHECKS["tcp"])), (True, 3):
        found = iter([([], None, False)] + [(["recvr1.py has ended: 'x', line 3"], "expected y", waited)] * 20)
        monkeypatch.setattr(check, "perform", lambda *_, found=found: next(found))
        monkeypatch.setattr(sys, "argv", ["check.py", str(tmp_path)])
        with pytest.raises(SystemExit):
            check.main()
        out = capsys.readouterr().out
        assert sum(line.startswith(("  + ", "  x ")) for line in out.splitlines()) == looked_at
        assert ("Mend this first" in out) is waited


def test_an_unknown_check_is_refused_with_the_names_of_all(tmp_path):
    done = subprocess.run([sys.executable, CHECK, tmp_path, "--only", "letter"], capture_output=True, encoding="utf-8",
                          timeout=60)
    assert done.returncode == 2 and all(name in done.stderr for name in ("letter", *CHECKS["tcp"], *CHECKS["udp"]))


@pytest.mark.skipif(os.name != "posix", reason="pexpect needs the terminals of Unix")
def test_ctrl_c_ends_it_in_one_line(tmp_path):
    with on_a_terminal(tmp_path, "input()\n", "--patience", "60") as terminal:
        terminal.expect("TCP pair")
        terminal.sendintr()
    assert terminal.before.split() == ["^C", "check:", "stopped"] and terminal.exitstatus == 1
