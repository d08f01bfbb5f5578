"""Logging in: a chat whose users log in, in a loop of its own, with a server that a selector calls for each state."""
import pytest
from performing import CROWD, performed
from sources import source

from lab12.finder.commands import looked_up
from lab12.finder.credentials import password
from lab12.finder.handin import find
from lab12.finder.source import read
from lab12.grader import hints
from lab12.grader.grade import grade
from lab12.rubric.checks import MISSED, PASSED, Result
from lab12.rubric.endings import to_be_typed

SERVER = """import selectors, socket
sel, names, states = selectors.DefaultSelector(), {}, {}
def enter(door):
    link, _ = door.accept()
    states[link] = {"stage": "user"}
    sel.register(link, selectors.EVENT_READ, login)
def login(link):
    word, state = link.recv(999).decode().strip(), states[link]
    if state.get("stage") == "user":
        names[link], state["stage"] = word, "password"
        link.send(b"password?")
    else:
        sel.modify(link, selectors.EVENT_READ, hear)
        link.send(b"welcome")
def bye(link):
    sel.unregister(link)
    link.close()
    del names[link]
def command(link, word):
    if word == "/quit":
        bye(link)
    elif word == "/who":
        link.send(str(list(names.values())).encode())
def hear(link):
    text = link.recv(999).decode()
    if text.startswith("/"):
        command(link, text)
    else:
        for other in names:
            if other is not link:
                other.send(text.encode())
door = socket.create_server(("127.0.0.1", 7420))
sel.register(door, selectors.EVENT_READ, enter)
while True:
    for key, _ in sel.select():
        act = key.data
        act(key.fileobj)
"""
CLIENT = """import socket, threading
def hear(link):
    while data := link.recv(999):
        print(data.decode())
def start(host, port):
    link = socket.socket()
    link.connect((host, port))
    while True:
        link.send(input("User: ").encode())
        link.recv(999)
        link.send(input("Password: ").encode())
        if link.recv(999) == b"welcome":
            break
    threading.Thread(target=hear, args=(link,), daemon=True).start()
    try:
        while True:
            link.send(input().encode())
    except KeyboardInterrupt:
        link.send(b"/quit")
def ask():
    if input("Here (1), or elsewhere (2)? ") == "1":
        start("127.0.0.1", 7420)
    else:
        try:
            start(input("Where? "), 7420)
        except OSError:
            print("nobody is there")
ask()
"""


def script(text):
    return read("a.py", text)[0]


@pytest.mark.parametrize("old, new, leave", [
    ("", "", True), ("        link.recv(999)\n        link.send(input(\"Password: \").encode())\n"
                     "        if link.recv(999) == b\"welcome\":\n", "        if 1:\n", False)])
def test_a_client_may_wait_for_an_answer_in_the_loop_of_a_login(old, new, leave):
    assert script(CLIENT.replace(old, new, 1)).leave is leave


def test_what_a_state_is_called_is_no_account():
    assert script(SERVER).accounts == {}


def test_a_selector_is_told_later_what_it_is_to_call():
    assert list(script(SERVER).stops) == ["/quit"]
    assert script(SERVER.replace("sel.modify(link, selectors.EVENT_READ, hear)", "pass", 1)).stops == {}


def test_a_command_that_the_client_sends_at_ctrl_c_may_be_typed():
    server, client = script(SERVER), script(CLIENT)
    assert "/quit" in client.said and to_be_typed(["/quit"], client, server) == ["/quit"]
    other = script(SERVER.replace("/quit", "over")), script(CLIENT.replace("/quit", "over"))
    assert to_be_typed(["over"], *other[::-1]) == []  # it may be a word that only programs say
    assert to_be_typed(["/quit", "exit"], client, server) == ["exit"]


def test_an_error_that_ends_a_client_was_not_caught_where_it_was_raised():
    seen = Result("alone", "", MISSED, expected="the client to say so in words of its own", screens={}, steps=[],
                  seen="it has ended: ConnectionRefusedError: [Errno 111] Connection refused, line 7")
    client = source(CLIENT, "client", "b.py")
    said = hints.alone(seen, type("Roles", (), {"transport": "tcp"}), source(SERVER), client)
    assert said == "b.py, line 7: catch ConnectionRefusedError and say in one line what is wrong."


GATE = """import socket, threading
door, names = socket.create_server(("127.0.0.1", 7437)), {}
def serve(link, name):
    names[link] = name
    while data := link.recv(999):
        for one in list(names):
            if one is not link:
                one.send(name.encode() + b": " + data)
    del names[link]
while True:
    link, _ = door.accept()
    first = link.recv(999).decode()
    if not first.startswith("LOGIN "):
        link.close()
        continue
    link.send(b"OK\\n")
    threading.Thread(target=serve, args=(link, first[6:].strip())).start()
"""
FORM = """import socket, threading
people, door = {{}}, socket.create_server(("127.0.0.1", 7436))
def serve(link, name):
    while (text := link.recv(999).decode()) != "END":
        for other in people.values():
            other.send(text.encode())
while True:
    link, _ = door.accept()
    parts = link.recv(99).decode().split()
    if {test}:
        link.close()
    else:
        name = parts[1]
        if name in people:
            link.close()
            continue
        people[name] = link
        threading.Thread(target=serve, args=(link, name)).start()
"""


@pytest.mark.parametrize("test", ["len(parts) != 2 or parts[0] != 'LOGIN'", "parts[0] != 'LOGIN' or len(parts) < 2"])
def test_the_word_of_a_form_that_is_agreed_ends_nothing(test):
    """A name that is taken puts out who has said it, and the word before it lets everybody in."""
    assert script(FORM.format(test=test)).stops == {"END": 4}


def test_a_word_may_be_asked_for_with_or_and_end_all_the_same():
    text = "import socket\nlink = socket.create_connection(('127.0.0.1', 7436))\nwhile True:\n    text = input()\n" \
        "    if not text or text != 'over':\n        link.send(text.encode())\n    else:\n        if link:\n" \
        "            break\n"
    assert script(text).stops == {"over": 5}


KNOCKS = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7437))
def hear():
    while data := link.recv(999):
        print(data.decode(), end="", flush=True)
threading.Thread(target=hear, daemon=True).start()
print("First log in: LOGIN <name>")
while True:
    link.send(input().encode() + b"\\n")
"""


@pytest.mark.usefixtures("copies")
def test_who_says_anything_before_he_has_logged_in_is_put_out(tmp_path):
    """So all begin anew, and log in; and the word that lets one in is none that ends the conversation."""
    names = "starts", "message", "turns", "server_half"
    outcomes, facts = performed(tmp_path, "tcp-chat", {"server.py": GATE, "client.py": KNOCKS}, *names)
    assert outcomes == dict.fromkeys(names, PASSED) and facts["rooms"] == "joined"
    assert next(script for script in find(tmp_path).scripts if script.role == "server").stops == {}


NAMED = """import socket, threading
class Chat:
    def __init__(self, name=None):
        {}
        self.sock = socket.create_connection(("127.0.0.1", 5000))
        threading.Thread(target=self.hear).start()
        {}
    def say(self):
        while True:
            self.sock.sendall(input("> ").encode())
    def hear(self):
        while data := self.sock.recv(999):
            print(data.decode())
    def ask_name(self):
        self.name = input("Your name: ")
        while " " in self.name:
            self.name = input("No blanks. Your name: ")
            {}
Chat()
"""
LATER = "threading.Thread(target=self.say).start()"


@pytest.mark.parametrize("asked, talks, sends, wants", [
    ("self.ask_name()", LATER, "pass", ["name", "name"]),
    ("self.name = name\n        if not name:\n            self.ask_name()", LATER, "pass", ["name", "name"]),
    ("self.ask_name()", "self.say()", "pass", ["name", "name"]),
    ("self.name = name", LATER, "pass", []),               # it is asked nowhere
    ("self.ask_name()", LATER, "self.sock.send(b'?')", []),  # it talks there already
    ("self.ask_name()", "pass", "pass", [])])              # nothing that talks comes after it
def test_a_name_that_is_insisted_on_before_a_thread_talks(asked, talks, sends, wants):
    script, = read("client.py", NAMED.format(asked, talks, sends), [])
    assert [question.wants for question in script.questions] == wants


INSISTS = """import socket, threading
name = input("Your username: ")
while not name:
    name = input("Your username: ")
link = socket.create_connection(("127.0.0.1", 7309))
def hear():
    while data := link.recv(4096):
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    link.sendall(f"{name}: {input('> ')}".encode())
"""


def test_a_name_is_given_once_though_the_same_words_ask_for_it_in_a_loop(tmp_path):
    """What stands further up on the screen is no question at the prompt of the talk."""
    (tmp_path / "server.py").write_text(CROWD)
    (tmp_path / "client.py").write_text(INSISTS)
    section = next(one for one in grade(tmp_path).sections if one.name == "tcp-chat")
    [quiet] = [result for result in section.results if result.name == "quiet"]
    typed = [action for action, _ in quiet.steps if action.startswith("you type")]
    assert section.verdict == "works" and typed[:3] == [
        "you type 'anna' in client", "you type 'bert' in client 2", "you type 'carl' in client 3"]


TO_ONE = """import socket, threading
post = socket.socket(type=socket.SOCK_DGRAM)
post.sendto(input("Your name: ").encode(), ("127.0.0.1", 7443))
threading.Thread(target=lambda: print(post.recv(999))).start()
while True:
    choice = input("1 lists, 2 talks, 3 ends: ")
    if choice == "1":
        post.sendto(b"list", ("127.0.0.1", 7443))
    elif choice == "2":
        friend = input("{}: ")
        while (text := input("> ")) != "/back":
            {}
    elif choice == "3":
        break
"""
SAYS = 'post.sendto(f"{friend}:{text}".encode(), ("127.0.0.1", 7443))'


@pytest.mark.parametrize("prompt, says, wants", [
    ("Username to chat with", SAYS, ["name", "choice", "addressee"]),
    ("Name of the person to message", SAYS, ["name", "choice", "addressee"]),
    ("Name of the topic", SAYS, ["name", "choice", "name"]),
    ("Username to chat with", "print(text)", ["name"])])  # nobody is told anything there
def test_whom_to_talk_with_is_asked_in_a_menu_before_a_loop(prompt, says, wants):
    script, = read("client.py", TO_ONE.replace("{}: ", f"{prompt}: ").replace("{}", says), [])
    assert [question.wants for question in script.questions] == wants


BY_STATE = """import selectors, socket
sel, states, names = selectors.DefaultSelector(), {}, {}
def enter(door):
    link, _ = door.accept()
    states[link] = "START"
    sel.register(link, selectors.EVENT_READ, hear)
    link.sendall(b"1 to sign in, 2 to leave\\n")
def hear(link):
    data = link.recv(999)
    if data:
        DOES[states[link]](link, data.decode().strip())
    else:
        leave(link)
def leave(link):
    sel.unregister(link)
    del states[link]
    link.close()
def begin(link, line):
    if line == "1":
        states[link] = "NAME"
        link.sendall(b"Your name?\\n")
    elif line == "2":
        leave(link)
    else:
        link.sendall(b"1 or 2, please\\n")
def on_name(link, line):
    names[link], states[link] = line, "PASS"
    link.sendall(b"Password:\\n")
def on_password(link, line):
    states[link] = "CHAT" if line == "apple" else "START"
    link.sendall(b"welcome\\n" if line == "apple" else b"1 to sign in, 2 to leave\\n")
def on_chat(link, line):
    print(names[link], line)
    for other in states:
        if other is not link and states[other] == "CHAT":
            other.sendall(f"{names[link]}: {line}\\n".encode())
DOES = {"START": begin, "NAME": on_name, "PASS": on_password, "CHAT": on_chat}
door = socket.create_server(("127.0.0.1", 7421))
sel.register(door, selectors.EVENT_READ, enter)
while True:
    for key, _ in sel.select():
        key.data(key.fileobj)
"""
LINES = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7421))
def hear():
    for line in link.makefile():
        print(line, end="")
threading.Thread(target=hear, daemon=True).start()
while True:
    link.sendall((input() + "\\n").encode())
"""


@pytest.mark.usefixtures("copies")
def test_a_server_leads_its_users_through_a_table_of_states(tmp_path):
    """It begins with a menu in one line; the password is known by what its function compares a line with."""
    names = "starts", "listens", "message", "turns", "everybody", "letters"
    outcomes, _ = performed(tmp_path, "tcp-chat", {"server.py": BY_STATE, "client.py": LINES}, *names)
    assert outcomes == dict.fromkeys(names, PASSED)


@pytest.mark.parametrize("old, new, words", [
    ("", "", None), ("states[link]](", 'line.split()[0]](', {"START", "NAME", "PASS", "CHAT"})])
def test_the_names_of_states_are_no_words_of_command(old, new, words):
    told = {word for word, _ in looked_up(source(BY_STATE.replace(old, new, 1)).tree)}
    assert told == (words or set())


@pytest.mark.parametrize("within, test, word", [
    ("def on_password(link, line)", 'line != "apple"', "apple"), ("def check_pin(link, line)", '"123" != line', ""),
    ("def password_ok(line)", 'line == "apple"', "apple"), ("def on_chat(link, line)", 'line == "apple"', ""),
    ("def on_password(link, line)", 'line == "exit"', ""), ("def on_pass(link, state)", 'state == "password"', ""),
    ("def on_password(link, line)", 'line == "/help"', ""), ("def on_password(link, role)", 'role == "admin"', ""),
    ("def on_password(link, line)", 'line["kind"] == "login"', ""),
    ("def ask_password(line)", 'sys.platform == "win32"', "")])
def test_a_password_is_what_its_own_function_compares_a_line_with(within, test, word):
    assert password(source(f"{within}:\n    if {test}:\n        pass\n").tree) == word


@pytest.mark.parametrize("state, word", [("password", "apple"), ("name", "")])
def test_a_password_is_what_a_line_is_compared_with_in_its_state(state, word):
    text = f"def hear(data, line):\n    if data.state == {state!r}:\n        return line == 'apple'\n"
    assert password(source(text).tree) == word
