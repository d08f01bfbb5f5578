"""Computers: programs that need two of them to talk, and one that talks with nobody but itself."""
import pytest
from sources import source

from lab12.grader import hints
from lab12.grader.computers import with_itself
from lab12.rubric.checks import MISSED, Result

ITSELF = """import socket, sys, threading
PLACE = ("127.0.0.1", 7431)
def serve():
    door = socket.create_server(PLACE)
    link, _ = door.accept()
    while data := link.recv(99):
        print(data.decode())
        link.send(input("Answer: ").encode())
def call(place=PLACE):
    link = socket.create_connection(place)
    while text := input("Text: "):
        link.send(text.encode())
        print(link.recv(99).decode())
def main():
    {begins}
if __name__ == "__main__":
    main()
"""
THREAD = "threading.Thread(target=serve).start()"


@pytest.mark.parametrize("begins, itself", [
    (f"{THREAD}\n    call()", True), (f"{THREAD}\n    threading.Thread(target=call).start()", True),
    ("threading.Thread(target=call).start()\n    serve()", True), ("serve()\n    call()", False),
    (f"{THREAD}\n    call(place=PLACE)", True),
    (f"{THREAD}\n    threading.Thread(target=call, args=(PLACE,)).start()", True),
    (f"{THREAD}\n    threading.Thread(target=call, args=(other(),)).start()", False),
    (f"if sys.argv[1:]:\n        {THREAD}\n    else:\n        call()", False),
    (f"{THREAD}\n    if sys.argv[1:]:\n        call()", False),
    (f"{THREAD}\n    call((input('Host: '), 7431))", False), (f"{THREAD}\n    call(('10.0.0.7', 7431))", False),
    ("serve()", False), ("call()", False)])
def test_a_program_that_talks_with_itself(begins, itself):
    server, client = (source(ITSELF.format(begins=begins), role) for role in ("server", "client"))
    client.script = server.script
    assert bool(with_itself(server, client)[0]) == itself
    told = hints.talks_to_itself(server, client)
    assert bool(told) == itself and (not told or told.startswith("a.py, line 1") and "to himself" in told)


@pytest.mark.parametrize("words, own", [("ConnectionRefusedError: [Errno 111] Connection refused", True),
                                        ("TypeError: a bytes-like object is required, not 'str'", False)])
def test_what_its_two_copies_say_of_each_other_is_no_cause(words, own):
    server, client = (source(ITSELF.format(begins=f"{THREAD}\n    call()"), role) for role in ("server", "client"))
    client.script = server.script
    seen = Result("starts", "", MISSED, expected="the server to start", seen=f"the server has ended: {words}, line 12")
    assert ("to himself" in (hints.named(seen, server, client) or hints.hint(
        hints.starts, seen, None, server, client))) == own
