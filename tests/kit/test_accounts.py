"""Accounts in a file of the hand-in are used, and one who lets in nobody whose account is told is left to a person."""
import json

import pytest
from sources import source

from lab12.finder.accounts import read_accounts
from lab12.finder.handin import find
from lab12.grader import grade, verdict

WORDS = {"anna": "apple", "otto": "pear"}
HASH = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"


@pytest.mark.parametrize("text", [
    json.dumps(WORDS), json.dumps({"users": WORDS}),
    json.dumps({user: {"password": word} for user, word in WORDS.items()}),
    json.dumps([{"username": user, "passwd": word, "name": "somebody"} for user, word in WORDS.items()]),
    json.dumps({"accounts": [{"id": 3, "name": user, "password": word} for user, word in WORDS.items()]}),
    "anna,apple\notto,pear\n", "user;password\nanna;apple\notto;pear\n", "anna: apple\n\notto: pear",
    "anna apple\notto pear"])
def test_the_forms_of_a_file_of_accounts(text, tmp_path):
    (tmp_path / "kept").write_text(text)
    assert read_accounts(tmp_path, "kept") == WORDS


@pytest.mark.parametrize("text", [
    json.dumps({"anna": HASH}), f"anna,{HASH}", "anna:$2b$12$abcdef", "a list of\nwords that are no accounts", "",
    "[" * 9999,
    json.dumps({"port": 5000}), json.dumps([1, None, ["anna", "apple"]]), "5", "\0\0,\0"])
def test_what_is_no_account_that_one_could_log_in_with(text, tmp_path):
    (tmp_path / "kept").write_text(text)
    assert "anna" not in read_accounts(tmp_path, "kept") and len(read_accounts(tmp_path, "kept")) < 2


@pytest.mark.parametrize("text, found", [
    ("users = {'anna': 'apple'}", {"anna": "apple"}),
    ("SIGNS = {':)': 'smile', '<3': 'heart'}\nusers = {'anna': 'apple'}", {"anna": "apple"}),
    ("table = {'anna': 'apple'}\nif table.get(user) != password:\n    pass", {"anna": "apple"}),
    ("table = {'hello': 'hi', 'bye': 'farewell'}", {}), ("SIGNS = {':)': 'smile', '<3': 'heart'}", {}),
    ("password = input()\nSIGNS = {':)': 'smile', '<3': 'heart'}", {}),
    ("password = input()\nHELP = {'/users': 'who is here', '/help': 'this'}", {}),
    ("password = input()\nSIGNS = {'smile': '\U0001f600'}", {})])
def test_a_table_of_signs_or_commands_is_none_of_accounts(text, found):
    assert source(text).script.accounts == found


def test_nothing_is_read_but_what_was_handed_in(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "kept").write_text(json.dumps(WORDS))
    (tmp_path / "in/link").symlink_to(tmp_path / "kept")
    (tmp_path / "in/large").write_text(json.dumps(WORDS | {"x" * 70000: "y"}))
    for name in "../kept", str(tmp_path / "kept"), "link", "large", "missing", ".", "\0":
        assert read_accounts(tmp_path / "in", name) == {}


SERVER = """import json, socket, threading
accounts, inside = json.load(open("users.json")), {}
def allowed(name, word):
    return accounts.get(name) == word
def serve(link):
    lines = link.makefile("r", encoding="utf-8")
    name, word = lines.readline().strip(), lines.readline().strip()
    if not allowed(name, word):
        link.send(b"wrong password\\n")
        link.close()
        return
    inside[link] = name
    for line in lines:
        for one in inside:
            if one is not link:
                one.send(f"{name}: {line}".encode())
door = socket.create_server(("127.0.0.1", 7318))
while True:
    threading.Thread(target=serve, args=door.accept()[:1], daemon=True).start()
"""
CLIENT = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7318))
link.send((input("user: ") + "\\n" + input("password: ") + "\\n").encode())
def hear():
    for line in link.makefile("r", encoding="utf-8"):
        print(line, end="")
threading.Thread(target=hear, daemon=True).start()
while True:
    link.send(input().encode() + b"\\n")
"""
HASHED = SERVER.replace("== word", "== __import__('hashlib').sha256(word.encode()).hexdigest()")


@pytest.mark.parametrize("server, kept, judged", [
    (SERVER, WORDS, verdict.WORKS), (HASHED, {"anna": HASH}, verdict.NOT_MARKED),
    (SERVER.replace("== word", "== word + '!'"), WORDS, verdict.BROKEN)])
def test_who_has_an_account_is_let_in(server, kept, judged, tmp_path):
    """Where none is told nobody knows whether it works; where one is, and is refused, it does not."""
    (tmp_path / "server.py").write_text(server)
    (tmp_path / "client.py").write_text(CLIENT)
    (tmp_path / "users.json").write_text(json.dumps(kept))
    assert [script.accounts for script in find(tmp_path).scripts if script.role == "server"] == [
        {} if server is HASHED else WORDS]
    [section] = [one for one in grade.grade(tmp_path).sections if one.name == "tcp-chat"]
    assert section.verdict == judged
    assert ("wrong password" in section.reason) == (judged == verdict.NOT_MARKED)
