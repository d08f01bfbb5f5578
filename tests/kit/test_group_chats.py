"""Group chats: what those that nobody here wrote have taught of rooms, menus, options and words of their own."""
from types import SimpleNamespace

import pytest

from lab12.driver import opening, words
from lab12.stage.window import Window

TRACEBACK = 'Traceback (most recent call last):\n  File "/home/anna/a.py", line 7, in <module>\n    call()\n'


@pytest.mark.parametrize("shown, error", [
    ("Error al conectar: [Errno 111] Connection refused", None),
    ("Error: the server is not there", None),
    ("Exception: [Errno 111] Connection refused", None),
    (f"{TRACEBACK}Exception: no room", "Exception: no room, line 7"),
    (f"{TRACEBACK}gate.Error: no room\nError: bye", "Error: no room, line 7"),
    ('  File "/home/anna/a.py", line 7\nSyntaxError: invalid syntax', "SyntaxError: invalid syntax, line 7"),
])
def test_what_is_said_in_words_of_its_own_may_begin_with_error(shown, error):
    window = SimpleNamespace(screen=SimpleNamespace(text=f"{shown}\n"), alive=lambda: False,
                             terminal=SimpleNamespace(command=["python", "a.py"]))
    window.error = lambda: Window.error(window)
    assert words.crash(window) == error


@pytest.mark.parametrize("line, want", [
    ("Введите пароль", "password"), ("Enter your name", "name"), ("Как к вам обращаться?", "name"),
    ("Masukkan nama", "name"), ("Nhập tên của bạn", "name"), ("Password:", "password"),
    ("Enter /nick NAME to have a name", None), ("anna has entered, her name is new", None),
    ("Type a message, or your name and <enter>", None)])
def test_a_line_of_the_server_s_asks_by_its_first_word_too(line, want):
    assert (opening.asked_for(line) if opening.ASKS.match(line) else None) == want
