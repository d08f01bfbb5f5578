"""Privately: a chat whose plain lines reach its server alone, and in which one other is told by a word for that."""
import pytest
from performing import performed
from sources import CALL, HALL, source

from lab12.finder.menus import ADDRESSEE
from lab12.finder.source import read
from lab12.rubric.checks import MISSED, PASSED

DESK = HALL + """here = {}
def serve(link):
    name = link.recv(99).decode()
    here[name] = link
    while data := link.recv(999).decode():
        print(name, "says", data)
        if data.startswith("/tell "):
            _, whom, text = data.split(" ", 2)
            if whom in here:
                here[whom].sendall(f"{name}: {text}".encode())
    del here[name]
def for_all():
    while True:
        line = input()
        if line.startswith("broadcast "):
            for link in here.values():
                link.sendall(line[10:].encode())
threading.Thread(target=for_all, daemon=True).start()
while True:
    threading.Thread(target=serve, args=(hall.accept()[0],), daemon=True).start()
"""
GUEST = CALL + """link.sendall(input("Your name: ").encode())
def hear():
    while data := link.recv(999):
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    link.sendall(input("> ").encode())
"""


@pytest.mark.usefixtures("copies")
def test_who_has_a_word_for_one_other_talks_by_it_where_plain_lines_reach_nobody(tmp_path):
    outcomes, _ = performed(tmp_path, "tcp-chat", {"server.py": DESK, "client.py": GUEST},
                            "starts", "listens", "message", "turns", "screen")
    assert outcomes == dict.fromkeys(("starts", "listens", "message", "turns", "screen"), PASSED)


@pytest.mark.parametrize("does, word", [
    ('if line.startswith("/tell "):\n        _, whom, text = line.split(" ", 2)', f"/tell {ADDRESSEE} "),
    ('words = line.split()\n    if words[0] == "/w":\n        text = " ".join(words[2:])', f"/w {ADDRESSEE} "),
    ('if line.startswith("!p"):\n        print("!p NAME MESSAGE: to one alone")', f"!p {ADDRESSEE} "),
    ('if line[0] == "@":\n        link.send(seats[line.split()[0]])', ""),
    ('if line[0] == "@":\n        whom = line[1:]\n        seats.get(whom).send(line.encode())', f"@{ADDRESSEE} "),
    ('if line.startswith("/say "):\n        _, text = line.split(" ", 1)', ""),
    ('if line.startswith("told "):\n        _, whom, text = line.split(" ", 2)', "")])
def test_a_word_for_one_other_is_known_by_what_is_done_behind_it_or_by_its_help(does, word):
    [script] = read("a.py", f"{CALL}while True:\n    line = input()\n    {does}\n    link.sendall(line.encode())\n")
    assert script.private == word


@pytest.mark.parametrize("hears, itself", [("input()", True), ("link.recv(999).decode()", False)])
def test_what_a_servers_own_user_types_before_a_notice_is_no_word_of_its_clients(hears, itself):
    text = HALL + f"links = [hall.accept()[0]]\nlink = links[0]\nwhile True:\n    line = {hears}\n" \
        "    if line.startswith('broadcast '):\n        for a in links:\n            a.sendall(line[10:].encode())\n"
    script = source(text).script
    assert (script.verbs.get("say"), script.says_itself) == ("broadcast ", itself)


@pytest.mark.parametrize("prompt, word", [
    ("for example: /msg bob hi > ", f"/msg {ADDRESSEE} "), ("(e.g., /msg bob hi there) ", f"/msg {ADDRESSEE} "),
    ("par exemple '/msg alice salut': ", f"/msg {ADDRESSEE} "), ("> ", ""), ("for example: /msg hello bob > ", ""),
    ("for example: /msg hi > ", ""), ("/msg bob hi > ", "")])
def test_an_example_of_the_word_tells_that_a_name_stands_behind_it(prompt, word):
    [script] = read("a.py", f"{CALL}while True:\n    line = input({prompt!r})\n    if not line.startswith('/msg '):\n"
                    "        print('What?')\n        continue\n    link.sendall(line.encode())\n")
    assert script.private == word


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("says", ["if line: link.sendall(line.encode())", "link.sendall(line.encode() or b' ')"])
def test_what_is_told_to_one_other_may_be_shown_only_after_enter(tmp_path, says):
    guest = GUEST.replace("print(data.decode())", "news.append(data.decode())").replace(
        'link.sendall(input("> ").encode())',
        f"line = input('> ')\n    {says}\n    while news:\n        print(news.pop(0))").replace(
        "def hear", "news = []\ndef hear")
    outcomes, _ = performed(tmp_path, "tcp-chat", {"server.py": DESK, "client.py": guest},
                            "starts", "listens", "message", "promptly", "turns")
    assert [outcomes[name] for name in ("message", "promptly", "turns")] == [PASSED, MISSED, PASSED]


TO_ONE = HALL + """here = {}
def serve(link):
    name = link.recv(99).decode()
    here[name] = link
    while data := link.recv(999).decode():
        whom, _, text = data.partition("|")
        if whom in here:
            here[whom].sendall(f"{name}: {text}".encode())
    del here[name]
while True:
    threading.Thread(target=serve, args=(hall.accept()[0],), daemon=True).start()
"""
ASKS = GUEST.replace('link.sendall(input("> ").encode())', """whom = input("To (empty: nobody): ")
    if whom:
        link.sendall(f"{whom}|{input('Text: ')}".encode())""")


@pytest.mark.usefixtures("copies")
def test_a_client_that_asks_to_whom_puts_the_name_before_a_text_itself(tmp_path):
    outcomes, _ = performed(tmp_path, "tcp-chat", {"server.py": TO_ONE, "client.py": ASKS},
                            "starts", "listens", "message", "turns")
    assert outcomes == dict.fromkeys(("starts", "listens", "message", "turns"), PASSED)
