"""Waited for: which programs are given time after a line is typed, since they may show it only then, and which not."""
import pytest
from chat_sources import MEMBER
from performing import performed

from lab12.driver import recorder
from lab12.rubric import cable
from lab12.rubric.checks import MISSED, PASSED
from lab12.stage import waiting

pytestmark = pytest.mark.usefixtures("copies")  # what performs checks is no fit for pickle
told = pytest.mark.skipif(not waiting.available(), reason="this kernel does not tell what a process waits for")

BEATS = """import socket, threading, time
links = []
def beat():
    while True:
        time.sleep(3600)
        for link in list(links):
            link.sendall(b"ALIVE\\n")
def serve(link):
    links.append(link)
    try:
        for line in link.makefile():
            for one in links:
                if one is not link:
                    one.sendall(line.encode())
    except ConnectionError:
        pass
    links.remove(link)
threading.Thread(target=beat, daemon=True).start()
door = socket.create_server(("127.0.0.1", 7304))
while True:
    threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()
"""
LISTENS = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7304))
def hear():
    for line in link.makefile():
        if line != "ALIVE\\n":
            print(line, end="")
threading.Thread(target=hear, daemon=True).start()
while (text := input()) != "bye":
    link.sendall(f"{text}\\n".encode())
"""


@told
def test_the_heart_beat_of_a_server_is_no_message_that_is_sent_again(tmp_path, monkeypatch):
    """A word that ends the client is shown nowhere, nor what is said while the network is cut."""
    monkeypatch.setattr(recorder, "RESEND", 3600.0)
    monkeypatch.setattr(recorder.Recorder, "pause", lambda *_: pytest.fail("it was waited for"))
    names = "starts", "message", "turns", "lost", "stops"
    made, _ = performed(tmp_path, "tcp-chat", {"server.py": BEATS, "client.py": LISTENS}, *names)
    assert made == dict.fromkeys(names, PASSED)


@told
def test_what_a_heart_beat_brings_is_waited_for_once(tmp_path, monkeypatch):
    """It is nothing that was typed, however often that is not shown, where it is seen what is sent."""
    pause = recorder.Recorder.pause

    def paused(room, seconds):
        facts = room.driver.facts
        facts |= {"paused": facts.get("paused", 0) + 1, "sees": room.driver.wire.sees}
        pause(room, seconds)
    monkeypatch.setattr(recorder.Recorder, "pause", paused)
    files = {"server.py": BEATS.replace("3600", "1.1"), "client.py": LISTENS.replace('print(line, end="")', "pass")}
    made, facts = performed(tmp_path, "tcp-chat", files, "starts", "message")
    assert made == {"starts": PASSED, "message": MISSED}
    assert facts["paused"] == "1" or facts["sees"] == "False"


PASSES_ON_LATE = """import socket, threading, time
door, people, letters = socket.create_server(("127.0.0.1", 7304)), [], []
def serve(link):
    people.append(link)
    for line in link.makefile():
        letters.append((link, line))
def wait():
    while True:
        threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()
threading.Thread(target=wait, daemon=True).start()
while True:
    time.sleep(1.1)
    while letters:
        author, line = letters.pop(0)
        print(line, end="")
        for one in people:
            if one is not author:
                one.sendall(line.encode())
"""
SLEEPS_BESIDE = """import socket, threading, time
link = socket.create_connection(("127.0.0.1", 7304))
def hear():
    for line in link.makefile():
        print(line, end="")
def ask():
    while True:
        link.sendall(f"{input()}\\n".encode())
threading.Thread(target=hear, daemon=True).start()
threading.Thread(target=ask, daemon=True).start()
while True:
    time.sleep(1.1)
"""


@told
def test_a_server_that_sleeps_before_it_passes_on_is_waited_for_each_time(tmp_path):
    """Also where a client, that sleeps as well and does nothing, wakes before it."""
    names = "starts", "message", "turns", "server_half"
    made, _ = performed(tmp_path, "tcp-chat", {"server.py": PASSES_ON_LATE, "client.py": SLEEPS_BESIDE}, *names)
    assert made == dict.fromkeys(names, PASSED)


SERVES_EACH = """import socket
door = socket.create_server(("127.0.0.1", 7317))
while True:
    link, _ = door.accept()
    with link:
        print(link.recv(9999).decode())
        link.send(input("answer: ").encode())
"""
CALLS_EACH = """import socket
while True:
    text = input("text: ")
    with socket.create_connection(("127.0.0.1", 7317)) as link:
        link.send(text.encode())
        print(link.recv(9999).decode())
"""


def test_a_call_into_a_network_that_is_cut_is_not_waited_for(tmp_path, monkeypatch):
    """It is made again after one, three and seven seconds: all are started anew."""
    monkeypatch.setattr(cable, "send_now", lambda *_: pytest.fail("it was waited for"))
    names = ["starts", "message", "reply", "turns", "lost", "next_client"]
    made, facts = performed(tmp_path, "tcp-pair", {"server.py": SERVES_EACH, "client.py": CALLS_EACH}, *names)
    assert made == dict.fromkeys(names, PASSED) | {"lost": MISSED} and "another way" not in facts


QUEUES = """import queue, socket, threading
door, letters = socket.create_server(("127.0.0.1", 7317)), []
def serve(link, own):
    link.settimeout(0.2)
    while True:
        try:
            if not (data := link.recv(999)):
                return
            print(data.decode(), flush=True)
            for one in letters:
                if one is not own:
                    one.put(data)
        except TimeoutError:
            while not own.empty():
                link.send(own.get())
while True:
    letters.append(queue.Queue())
    threading.Thread(target=serve, args=(door.accept()[0], letters[-1]), daemon=True).start()
"""
SHOWS = MEMBER.format(port=7317, stop="bye")


@told
def test_a_server_that_looks_into_a_queue_now_and_then_is_waited_for(tmp_path):
    """It shows a message at once, and passes it on a moment later."""
    names = "starts", "message", "promptly", "turns"
    made, _ = performed(tmp_path, "tcp-chat", {"server.py": QUEUES, "client.py": SHOWS}, *names)
    assert made == dict.fromkeys(names, PASSED)


LETS_LIE = """import socket, threading, time
door, guests, letters = socket.create_server(("127.0.0.1", 7319)), [], []
def carry():
    while True:
        time.sleep(1.1)
        while letters:
            author, text = letters.pop(0)
            for one in guests:
                if one is not author:
                    one.sendall(text)
def serve(link):
    while text := link.recv(999):
        letters.append((link, text))
    guests.remove(link)
threading.Thread(target=carry, daemon=True).start()
while True:
    guests.append(door.accept()[0])
    threading.Thread(target=serve, args=(guests[-1],), daemon=True).start()
"""


@told
def test_a_server_that_passes_on_only_after_a_sleep_is_waited_for(tmp_path):
    """Nobody shows a message before that, and the thread that sleeps waits for nobody."""
    files = {"server.py": LETS_LIE, "client.py": SHOWS.replace("7317", "7319")}
    made, _ = performed(tmp_path, "tcp-chat", files, "starts", "message")
    assert made == dict.fromkeys(("starts", "message"), PASSED)


KEEPS = """import socket, threading
door, turn = socket.create_server(("127.0.0.1", 7823)), threading.Lock()
def hear(link):
    while data := link.recv(999):
        print(data.decode())
def say(link):
    with turn:
        for _ in range({lines}):
            try:
                link.sendall(input("Reply: ").encode())
            except OSError:
                pass
while True:
    link = door.accept()[0]
    for one in hear, say:
        threading.Thread(target=one, args=(link,), daemon=True).start()
"""
ALONE = MEMBER.format(port=7823, stop="exit")


@told
@pytest.mark.parametrize("lines, outcome", [(9, PASSED), (99, MISSED)])
def test_a_thread_that_asks_for_one_who_has_gone_may_take_some_lines(tmp_path, lines, outcome):
    """How many it takes is chance where no lock is in it, so the user types on for a while."""
    made, _ = performed(tmp_path, "tcp-pair", {"server.py": KEEPS.format(lines=lines), "client.py": ALONE},
                        "starts", "message", "reply", "turns", "next_client")
    assert made.pop("next_client") == outcome and set(made.values()) == {PASSED}


LOOKS_LATER = """import socket, threading, time
link, going = socket.create_connection(("127.0.0.1", 7319)), True
def hear():
    while text := link.recv(999):
        print("other:", text.decode())
def say():
    global going
    while going:
        text = input("me: ")
        link.sendall(text.encode())
        if text == "halt":
            GOES
for one in (hear, say):
    threading.Thread(target=one, daemon=True).start()
while going:
    time.sleep(1)
link.close()
"""
ANSWERS = """import socket, threading
link, _ = socket.create_server(("127.0.0.1", 7319)).accept()
def hear():
    while text := link.recv(999):
        print("other:", text.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    link.sendall(input("me: ").encode())
"""


@told
@pytest.mark.parametrize("goes, stops", [("going = False", PASSED), ("print('over')", MISSED)])
def test_a_main_thread_that_sleeps_before_it_looks_whether_to_end_has_time_for_it(goes, stops, tmp_path):
    """What it was told is shown at the other side by then."""
    files = {"server.py": ANSWERS, "client.py": LOOKS_LATER.replace("GOES", goes)}
    made, _ = performed(tmp_path, "tcp-pair", files, "starts", "message", "reply", "turns", "stops")
    assert made == dict.fromkeys(("starts", "message", "reply", "turns"), PASSED) | {"stops": stops}
