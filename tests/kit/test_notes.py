"""Notes: what a sheet says besides its marks, of a section or of a whole hand-in."""
from types import SimpleNamespace

import pytest
from chat_sources import GREETS, HALL, TALKS
from performing import CROWD, performed
from sources import source

from lab12.finder.handin import find
from lab12.grader import verdict
from lab12.grader.grade import Section, later, never_waits
from lab12.rubric.checks import PASSED, Result

NAMED = TALKS.replace("while True", "name = input('Your name: ')\n{}\nwhile True")
WINDOW = "import socket, tkinter\nlink = socket.create_connection(('127.0.0.1', 7501))\ntkinter.Tk().mainloop()\n"


def notices(client, kind="chat", results=()):
    """Return what is noted of a section that works."""
    driver = SimpleNamespace(facts={}, notices=set(), roles=SimpleNamespace(transport="tcp", kind=kind))
    pair = SimpleNamespace(server=source(GREETS).script, client=source(client, "client").script)
    assert verdict.judge({**dict(results)}, driver, pair)[0] == "works"
    return driver.notices


@pytest.mark.parametrize("used, noted", [
    ("", True), ("print(f'Hello {name}')", True), ("input(f'{name}, press Enter')", True),
    ("s.send(name.encode())", False), ("print(name, file=s.makefile('w'), flush=True)", False),
    ("tell(name)", False), ("s.send('{name}'.format(**locals()).encode())", False)])
def test_a_name_that_is_asked_for_and_sent_to_nobody(used, noted):
    said = {"a.py, line 4: the name that is asked for here is sent to nobody: what a user says reaches the others "
            "without it"}
    assert notices(NAMED.format(used)) == (said if noted else set())
    assert notices(NAMED.format(used), "pair") == set()


@pytest.mark.parametrize("check, noted", [("turns", False), ("alone", True)])
def test_a_time_limit_that_a_check_has_met_is_not_said_to_have_been_met_by_none(check, noted):
    limited = TALKS.replace("7501))", "7501), timeout=3)")
    met = Result(check, "", PASSED, steps=[("you type 'a'", "the client has ended: TimeoutError: timed out, line 9")])
    assert any("no check has met it" in note for note in notices(limited, "pair", {check: met}.items())) == noted


@pytest.mark.parametrize("first, last, noted", [
    ("v1", "v2", True), ("try 2", "try 10", True), (".", "final", True), ("v2", "v1", False), ("one", "two", False),
    (".", "Networking", False), (".", "client_new", True)])
def test_a_later_try_that_only_a_person_can_try(first, last, noted, tmp_path):
    for folder, client in (first, TALKS), (last, WINDOW):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "server.py").write_text(HALL)
        (tmp_path / folder / "client.py").write_text(client)
    marked = Section("tcp-chat", verdict.WORKS, "", *(f"{first}/{name}.py".removeprefix("./") for name in (
        "server", "client")))
    assert later(find(tmp_path), [marked]) == noted * [
        f"{last}/client.py is a later try, by its name, and opens windows of its own (tkinter), in which nobody can "
        "type here: try it by hand. What is marked here is an earlier one"]


def test_of_two_tries_that_do_the_same_the_later_one_is_marked(tmp_path):
    for folder in "v1", "v2", "v10":
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "server.py").write_text(GREETS)
        (tmp_path / folder / "client.py").write_text(TALKS)
    assert [pair.server.path[:3] for pair in find(tmp_path).pairs["tcp-chat"]] == ["v10", "v2/", "v1/"]


ASKS_AGAIN = """import socket
door, members = socket.create_server(("127.0.0.1", 7309)), []
door.setblocking(False)
while True:
    for one in (door, *members):
        try:
            if one is door:
                link, _ = one.accept()
                link.setblocking(False)
                members.append(link)
            elif data := one.recv(999):
                [other.send(data) for other in members if other is not one]
            else:
                members.remove(one)
        except BlockingIOError:
            pass
"""


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("server, seen", [(ASKS_AGAIN, "{'server'}"), (CROWD, None)])
def test_a_program_that_never_waits_is_seen(server, seen, tmp_path):
    files = {"server.py": server, "client.py": TALKS.replace("7501", "7309")}
    outcomes, facts = performed(tmp_path, "tcp-chat", files, "starts", "message")
    assert set(outcomes.values()) == {"passed"} and facts.get("spins") == seen
    assert "client" in facts["rests"] and ("server" in facts["rests"]) == (not seen)


@pytest.mark.parametrize("rests, noted", [(set(), 1), ({"client"}, 1), ({"client", "server"}, 0)])
def test_it_is_said_of_one_that_was_never_seen_to_wait(rests, noted):
    """One that runs on since a client has left has waited before: that costs a mark, and is said there."""
    pair = SimpleNamespace(server=SimpleNamespace(path="a.py"), client=SimpleNamespace(path="b.py"))
    told = never_waits(SimpleNamespace(facts={"spins": {"server"}, "rests": rests}), pair)
    assert len(told) == noted and all(one.startswith("a.py never waits: ") for one in told)
