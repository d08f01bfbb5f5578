"""Notes: what a sheet says besides its marks, of a section or of a whole hand-in."""
from types import SimpleNamespace

import pytest
from chat_sources import GREETS, HALL, TALKS
from sources import source

from lab12.finder.handin import find
from lab12.grader import verdict
from lab12.grader.grade import Section, later

NAMED = TALKS.replace("while True", "name = input('Your name: ')\n{}\nwhile True")
WINDOW = "import socket, tkinter\nlink = socket.create_connection(('127.0.0.1', 7501))\ntkinter.Tk().mainloop()\n"


def notices(client, kind="chat"):
    """Return what is noted of a section that works."""
    driver = SimpleNamespace(facts={}, notices=set(), roles=SimpleNamespace(transport="tcp", kind=kind))
    pair = SimpleNamespace(server=source(GREETS).script, client=source(client, "client").script)
    assert verdict.judge({}, driver, pair)[0] == "works"
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
