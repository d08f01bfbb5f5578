"""Put out: servers that take a moment of silence for the end are told so, by the line of their time limit."""
from types import SimpleNamespace

import pytest
from performing import performed
from sources import source

from lab12.finder.handin import find
from lab12.grader import hints, patience, verdict
from lab12.rubric.checks import MISSED, Result

OVER_UDP = """import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 6802))
sock.settimeout({seconds})
while True:
    try:
        text, whose = sock.recvfrom(999)
    except TimeoutError:
        {then}
    print(text.decode())
    sock.sendto(input("Reply: ").encode(), whose)
    {rest}
"""
OVER_TCP = """import socket
door = socket.create_server(("127.0.0.1", 6803))
link, _ = door.accept()
link.settimeout(0.1)
while True:
    try:
        text = link.recv(999).decode()
    except socket.timeout:
        {then}
    if not text:
        break
    print(text)
    link.sendall(input("Reply: ").encode())
"""
GUEST = """import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    sock.sendto(input("Say: ").encode(), ("127.0.0.1", 6802))
    print(sock.recvfrom(999)[0].decode())
"""
CALLER = """import socket
link = socket.create_connection(("127.0.0.1", 6803))
while True:
    link.sendall(input("Say: ").encode())
    print(link.recv(999).decode())
"""
ENDED = "it has ended with status 0"
WORDS = "after 2 s without a message recvfrom (line 7) raises TimeoutError, and line 8 takes that for the end"


@pytest.mark.parametrize(("then", "rest", "told"), [
    ("break", "", True), ("continue", "", False),
    ("break", "sock.sendto(b'sent', whose); sock.recvfrom(99)", False)])  # an acknowledgement may be waited for
def test_a_limit_over_udp_that_puts_all_out(then, rest, told):
    said = patience.puts_out(source(OVER_UDP.format(seconds=2, then=then, rest=rest)))
    assert said.startswith(f"a.py, line 4: {WORDS}") is told and bool(said) is told


@pytest.mark.parametrize(("rest", "name", "seen", "told"), [
    ("", "message", ENDED, True), ("", "long", ENDED, True), ("", "message", "it shows nothing new", False),
    ("", "stops", ENDED, False), ("break", "turns", ENDED, False)])
def test_a_server_that_has_ended_by_its_limit_is_told_that(rest, name, seen, told):
    """One whose client has left, or whose loop ends after one message in any case, is told of that."""
    server, client = source(OVER_UDP.format(seconds=2, then="break", rest=rest)), source(GUEST, "client", "b.py")
    result = Result(name, name, MISSED, expected="the server to show 'hello'", seen=seen)
    assert (WORDS in patience.has_put_out(result, server)) is told
    assert WORDS not in patience.has_put_out(result, client)


@pytest.mark.usefixtures("copies")
def test_a_server_that_nobody_can_call_in_time_is_told_why(tmp_path):
    """The reason and the hint name the limit, and no digit of it is left out."""
    files = {"desk.py": OVER_UDP.format(seconds=0.1, then="break", rest=""), "guest.py": GUEST}
    outcomes, _ = performed(tmp_path, "udp-pair", files, "starts", seen=True)
    assert outcomes == {"starts": [MISSED, ENDED]}
    pair = find(tmp_path).pairs["udp-pair"][0]
    result = Result("starts", "starts", MISSED, expected="the server to start, and to go on", seen=ENDED)
    said = hints.hint(hints.starts, result, None, *hints.sources(pair))
    assert said.startswith("desk.py, line 4: after 0.1 (seconds) without a message recvfrom (line 7) raises")
    assert "line 4: after 0.1 (seconds) without" in verdict.start_trouble(result, pair)


@pytest.mark.parametrize(("then", "sends", "told"), [
    ("break", "{}", "a.py, line 4: after 0.1 (seconds)"),
    ("continue", "{}", "a.py: it takes an empty text for the end"),
    ("break", "{} + '\\n'", "a.py: it takes an empty text for the end")])
def test_an_empty_text_that_tcp_never_sends_has_ended_no_server(then, sends, told):
    """It is the limit that has ended it; a server that waits on, or to which a newline comes, may take it for the end.
    """
    server = source(OVER_TCP.format(then=then))
    client = source(CALLER.replace('input("Say: ")', f"({sends.format('input()')})"), "client", "b.py")
    result = Result("empty", "empty", MISSED, expected="the server to ask its user for something", seen=ENDED)
    assert hints.empty(result, SimpleNamespace(transport="tcp"), server, client).startswith(told)


FLOOD = """import socket
door = socket.create_server(("127.0.0.1", 6804))
door.setblocking(False)
links = []
while True:
    try:
        links.append(door.accept()[0])
        links[-1].setblocking(False)
    except BlockingIOError:
        pass
    {shows}
    for link in list(links):
        try:
            text = link.recv(999)
        except BlockingIOError:
            continue
        for other in links:
            if other is not link:
                other.sendall(text)
"""


@pytest.mark.parametrize(("shows", "seen", "told"), [
    ("print('waiting')", "the server prints without end", True), ("print('waiting')", "the server spins", False),
    ("print('waiting')", "the client prints without end", False),
    ("print('waiting'); __import__('time').sleep(0.1)", "the server prints without end", False),
    ("if links: print('waiting')", "the server prints without end", False),
    ("door.setblocking(True); print('waiting')", "the server prints without end", False)])
def test_a_line_that_is_printed_in_each_turn_of_a_loop_that_never_waits(shows, seen, told):
    """What is printed only at times, after a pause, or once a call has waited, is not what fills the window."""
    text = FLOOD.format(shows=shows)
    text = text.replace("setblocking(False)", "settimeout(9)") if "True" in shows else text
    result = Result("message", "message", MISSED, expected="client 2 to show 'hello'", waits=[seen])
    said = hints.hint(hints.message, result, SimpleNamespace(kind="chat", transport="tcp"),
                      source(text), source(CALLER, "client", "b.py"))
    assert said.startswith("a.py, line 11: this is printed again and again") is told
