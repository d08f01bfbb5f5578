"""Following: a chat that each joins at a URL, and in which he gets what has a word in it that he follows."""
import pytest
from performing import performed
from sources import source

from lab12.finder.source import read
from lab12.finder.verbs import verbs
from lab12.grader import hints
from lab12.rubric.checks import MISSED, PASSED, Result
from lab12.rubric.endings import is_of_a_handshake

SERVER = """import selectors, signal, socket, sys
sel, people, terms = selectors.DefaultSelector(), {}, {}
def bye(number, frame):
    for link in people.values():
        link.send(b"GOODBYE all\\n")
    sys.exit(0)
def line_from(link):
    text = ""
    while not text.endswith("\\n"):
        text += link.recv(1).decode()
    return text.strip()
def enter(door, mask):
    link, _ = door.accept()
    kind, name = line_from(link).split()
    everybody = "@all"
    people[name], terms[name] = link, [everybody, "@" + name]
    link.send(b"OK\\n")
    sel.register(link, selectors.EVENT_READ, hear)
def hear(link, mask):
    text = line_from(link)
    words = text.split(" ")
    name = words[0].rstrip(":")
    print(text)
    if words[0] == "GOODBYE" or words[1] == "!exit":
        del people[words[-1] if words[0] == "GOODBYE" else name]
        sel.unregister(link)
        link.close()
        return
    for other in people:
        if other == name:
            continue
        for word in terms[other]:
            if word in words:
                people[other].send(f"{text}\\n".encode())
                break
signal.signal(signal.SIGINT, bye)
door = socket.socket()
door.bind(("", 0))
door.listen()
print("port", door.getsockname()[1])
sel.register(door, selectors.EVENT_READ, enter)
while True:
    for key, mask in sel.select():
        act = key.data
        act(key.fileobj, mask)
"""
CLIENT = """import argparse, selectors, signal, socket, sys
from urllib.parse import urlparse
link, sel = socket.socket(), selectors.DefaultSelector()
def bye(number, frame):
    link.send(f"GOODBYE {given.name}\\n".encode())
    sys.exit(0)
def line_from(sock):
    text = ""
    while not text.endswith("\\n"):
        text += sock.recv(1).decode()
    return text.strip()
def hear(sock, mask):
    text = line_from(sock)
    if text.split(" ")[0] == "GOODBYE":
        sys.exit(0)
    print(text)
def say(file, mask):
    link.send(f"{given.name}: {file.readline()}".encode())
wants = argparse.ArgumentParser()
wants.add_argument("name")
wants.add_argument("server")
given = wants.parse_args()
where = urlparse(given.server)
if where.scheme != "talk" or where.port is None:
    sys.exit("a URL, please: talk://host:port")
signal.signal(signal.SIGINT, bye)
link.connect((where.hostname, where.port))
link.send(f"HERE {given.name}\\n".encode())
line_from(link)
sel.register(link, selectors.EVENT_READ, hear)
sel.register(sys.stdin, selectors.EVENT_READ, say)
while True:
    for key, mask in sel.select():
        key.data(key.fileobj, mask)
"""


def script(text):
    return read("a.py", text)[0]


@pytest.mark.usefixtures("copies")
def test_who_follows_a_word_gets_what_has_it(tmp_path):
    outcomes, _ = performed(tmp_path, "tcp-chat", {"server.py": SERVER, "client.py": CLIENT}, "starts", "listens",
                            "message")
    assert set(outcomes.values()) == {PASSED}


@pytest.mark.parametrize("old, new, words", [
    ("", "", ["Anna", "talk://127.0.0.1:12345"]),
    ('where.scheme != "talk" or ', "", ["Anna", "tcp://127.0.0.1:12345"]),
    ('where.scheme != "talk"', 'where.scheme not in ("lab", "talk")', ["Anna", "lab://127.0.0.1:12345"]),
    ("(where.hostname, where.port)", '(where.netloc.split(":")[0], int(where.netloc.split(":")[1]))',
     ["Anna", "talk://127.0.0.1:12345"])])
def test_an_address_may_be_a_url(old, new, words):
    one = script(CLIENT.replace(old, new, 1))
    assert one.command("client") == words and one.wants[-2:] == ["host", "port"]


@pytest.mark.parametrize("old, new, word", [
    ("", "", "@all "), ('everybody = "@all"', 'everybody = "#room"', "#room "),
    ("            if word in words:\n", "            if True:\n", None),
    ("        for word in terms[other]:\n            if word in words:\n", "        if 1:\n            if any("
     "word in words for word in terms[other]):\n", "@all "),
    ('terms[name] = link, [everybody, "@" + name]', "terms[name] = link, []\n    terms[name].append(everybody)",
     "@all "),
    ("                break\n", "                break\n        people[other].send(text.encode())\n", None)])
def test_the_word_that_all_follow_is_typed_before_a_message(old, new, word):
    assert verbs(source(SERVER.replace(old, new, 1)).tree).get("say") == word


def test_a_word_that_each_program_sends_as_it_ends_is_none_that_a_user_types():
    server, client = script(SERVER), script(CLIENT)
    assert "GOODBYE" in server.stops and "GOODBYE" in client.stops and "!exit" in server.stops
    assert is_of_a_handshake("GOODBYE", client, server) and not is_of_a_handshake("!exit", client, server)
    quiet = script(CLIENT.replace('    link.send(f"GOODBYE {given.name}\\n".encode())\n', "", 1))
    assert quiet.openers != client.openers and not is_of_a_handshake("GOODBYE", quiet, server)


def test_what_a_selector_has_called_for_a_new_client_keeps_all_waiting():
    seen = Result("next_client", "", MISSED, expected="client 4 to ask its user for something",
                  seen="it waits for the network", steps=[("somebody who says nothing connects", "")])
    assert hints.next_client(seen, None, source(SERVER), source(CLIENT, "client", "b.py")) == (
        "a.py, line 10: it waits here for the first words of a client (a name?) before it accepts the next one. "
        "Register the new connection with the selector, and take for its name what comes there first.")
    assert source(SERVER.replace("kind, name = line_from(link).split()", "name = str(link)")).waits_before_next == ""
