"""Hidden: a name that nothing defines is told where an except says nothing of it, and only there."""
import pytest
from sources import source

from lab12.grader import hidden

CLIENT = """import socket{also}
link = socket.create_connection(("127.0.0.1", 5000))
def hear():
    {tries}
        while data := link.recv(99):
            print({shows}, data.decode())
    {ends}
while True:
    link.send(input().encode())
"""
SILENT = "except Exception:\n        pass"


@pytest.mark.parametrize("shows, told", [
    ("time.strftime('%H:%M')", "a.py, line 6: time is not defined: import time is missing. The error is not seen, "
                               "since a.py, line 7 hides it."),
    ("nick", "a.py, line 6: nick is not defined: nothing gives it a value. The error is not seen, since a.py, line 7 "
             "hides it."),
    ("dat", "what is meant may be data. The error is not seen"), ("data", ""), ("len(data)", ""), ("__file__", "")])
def test_a_name_that_is_not_defined_where_nobody_sees_the_error(shows, told):
    said = hidden.hidden(source(CLIENT.format(also="", tries="try:", shows=shows, ends=SILENT), "client"))
    assert told in said and bool(told) == bool(said)


@pytest.mark.parametrize("also, tries, ends", [
    (", time", "try:", SILENT), ("\nfrom time import *", "try:", SILENT),
    ("", "try:", "except Exception as error:\n        print(error)"), ("", "if True:", "pass")])
def test_a_name_that_is_defined_or_whose_error_is_seen(also, tries, ends):
    text = CLIENT.format(also=also, tries=tries, shows="time", ends=ends)
    assert not hidden.hidden(source(text, "client"))


MEMBERS = """import contextlib, socket
class Member:
    def __init__(self, link):
        self.link = link
    def send_text(self, text):
        self.link.sendall(text)
people = []
door = socket.create_server(("127.0.0.1", 5000))
def talk(member):
    while data := member.link.recv(99):
        for one in people:
            with {around}:
                one.{name}(data)
while True:
    people.append(Member(door.accept()[0]))
"""


@pytest.mark.parametrize("name, around, kind, told", [
    ("sendtext", "contextlib.suppress(Exception)", "chat", True), ("sendtext", "lock", "chat", False),
    ("send_text", "contextlib.suppress(Exception)", "chat", False),
    ("look_at", "contextlib.suppress(Exception)", "pair", False)])
def test_a_method_that_is_spelt_otherwise_where_it_is_defined(name, around, kind, told):
    """Whoever means to pass on makes a chat, though what the method is called there is not what it is."""
    server = source(MEMBERS.format(name=name, around=around))
    assert server.script.kind == kind
    said = hidden.hidden(server)
    assert said == ("a.py, line 13: there is no sendtext: send_text (line 5) is meant. The error is not seen, since "
                    "a.py, line 12 hides it." if told else "")


def test_a_pair_with_a_method_that_nobody_defines_stays_one():
    text = MEMBERS.replace("people.append(Member(door.accept()[0]))", "talk(Member(door.accept()[0]))")
    assert source(text.format(name="sendtext", around="lock") + "    input()\n").script.kind == "chat"
    assert source(text.format(name="look_at", around="lock") + "    input()\n").script.kind == "pair"


def test_a_name_within_a_with_that_suppresses():
    text = CLIENT.format(also="", tries="with contextlib.suppress(Exception):", shows="nick", ends="pass")
    assert "nick is not defined" in hidden.hidden(source(f"import contextlib\n{text}", "client"))
