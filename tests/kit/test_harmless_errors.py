"""Errors with which a chat goes on: they are named where they do harm, and what fails later has causes of its own."""
from types import SimpleNamespace

import pytest
from performing import performed
from sources import source

from lab12.grader import errors, hints_on_endings
from lab12.grader.faults import Fault, faults
from lab12.rubric.checks import MISSED, PASSED, Result

OLD = "AttributeError: 'Thread' object has no attribute 'isAlive'. Did you mean: 'is_alive'?, line 14"

# Of Python before 3.9: all threads that watch another one end at once, and nobody misses them until a client has gone.
WATCHED = """import socket, threading
door, members = socket.create_server(("127.0.0.1", 7323)), []
def serve(link):
    while True:
        data = link.recv(999)
        for one in members:
            if one is not link:
                one.send(data)
def welcome(link):
    members.append(link)
    talk = threading.Thread(target=serve, args=(link,))
    talk.start()
    while talk.isAlive():
        pass
    members.remove(link)
while True:
    threading.Thread(target=welcome, args=door.accept()[:1]).start()
"""
CLIENT = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7323))
def hear():
    while data := link.recv(999):
        print(data.decode(), flush=True)
threading.Thread(target=hear, daemon=True).start()
while True:
    link.send(input().encode())
"""


@pytest.mark.usefixtures("copies")
def test_a_chat_goes_on_with_an_error_in_a_thread(tmp_path):
    """What is missed later is not missed for it: neither is it no longer tried, nor is the error its cause."""
    names = "starts", "message", "turns", "everybody", "long", "lost"
    told, facts = performed(tmp_path, "tcp-chat", {"server.py": WATCHED, "client.py": CLIENT}, *names, seen=True)
    assert [told[name][0] for name in names] == [PASSED] * 4 + [MISSED] * 2
    assert "isAlive" in facts["harmless"] and "isAlive" not in told["lost"][1] and "spins" in told["lost"][1]


def missed(harmless, seen="it shows about 1,000 of them"):
    return Result("long", "", MISSED, seen=seen, harmless=harmless,
                  waits=[f"the server goes on, after an error in a thread: {OLD}"])


def test_an_error_with_which_all_have_heard_each_other_is_no_cause():
    both = {"server": source(WATCHED), "client": source(CLIENT, "client", "b.py")}
    assert faults(missed([]), both) and not faults(missed([OLD]), both)
    ended = missed([OLD], f"the server has ended: {OLD}")
    ended.waits = []
    assert faults(ended, both)


@pytest.mark.parametrize("code, kind", [
    ("import threading\none = threading.Thread()\none.isAlive()\n", "Thread"),
    ("import threading\nclass Link(threading.Thread):\n    pass\nLink().isAlive()\n", "Link")])
def test_a_thread_is_asked_as_in_an_older_python(code, kind):
    fault = Fault(source(code), f"AttributeError: '{kind}' object has no attribute 'isAlive'", code.count("\n"))
    assert errors.explain(fault).endswith("isAlive of a Thread is of an older Python; 3.9 has it no more. "
                                          "Write is_alive().")


def test_who_is_not_shown_a_message_once_somebody_has_gone_was_not_the_first_client():
    roles = SimpleNamespace(transport="udp", kind="chat")
    seen = Result("lost", "", MISSED, seen="it shows nothing new", expected='client 3 to show "lukubamo15"')
    server, client = source(WATCHED), source(CLIENT, "client", "b.py")
    assert "must neither wait for him nor end at him" in hints_on_endings.lost(seen, roles, server, client)
    assert "goes by chance" in hints_on_endings.again(seen, roles, source("import socket\n"), client)
