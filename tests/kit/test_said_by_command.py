"""Said by command: chats that want a word first, alone or before a text in quotes, and an account before all that."""
import json
from types import SimpleNamespace

import pytest
from chat_sources import HALL, TALKS
from handins import CLIENT, SERVER, chosen, lay
from performing import performed
from sources import CALL, source

from lab12.driver.opening import Opening
from lab12.driver.roles import Roles
from lab12.finder import handin
from lab12.grader import hints_on_chats, hints_on_text
from lab12.rubric.checks import MISSED, PASSED, Result

pytestmark = pytest.mark.usefixtures("copies")  # what performs checks is no fit for pickle

DOOR = """import json, socket, threading
door, here = socket.create_server(("127.0.0.1", 7431)), {}
known = json.load(open("people.json"))
def serve(link):
    while data := link.recv(999):
        said = json.loads(data)
        name, answer = said["name"], {"answer": "taken", "kind": "login"}
        if said["kind"] == "login":
            if known.get(name) == said["word"]:
                here[name] = link
                answer = {"answer": "welcome", "kind": "login"}
            elif name not in known:
                answer = {"answer": "unknown", "kind": "login"}
            link.send(json.dumps(answer).encode())
        elif said["kind"] == "sign up":
            known[name] = said["word"]
            link.send(json.dumps({"answer": "made"}).encode())
        elif said["kind"] == "all":
            for other in here.values():
                if other is not link:
                    other.send((name + " says " + said["text"]).encode())
    here.pop(name)
while True:
    threading.Thread(target=serve, args=(door.accept()[0],)).start()
"""
GUEST = """import json, socket, threading
link = socket.create_connection(("127.0.0.1", 7431))
def tell(**card):
    link.send(json.dumps(card).encode())
def log_in():
    while True:
        name = input("Your name: ")
        word = input("Your password: ")
        tell(kind="login", name=name, word=word)
        answer = json.loads(link.recv(999))["answer"]
        if answer == "welcome":
            return name
        if answer == "unknown":
            choice = input("Sign up? (yes/no) ")
            if choice == "yes":
                tell(kind="sign up", name=name, word=input("A password for you: "))
                link.recv(999)
                return log_in()
def hear():
    while text := link.recv(999):
        print(text.decode())
def talk(name):
    print("ALL: to everybody, ONE: to somebody, END")
    while True:
        choice = input()
        choice = choice.lower()
        if choice == "end":
            break
        elif choice == "all":
            text = ""
            while not text:
                text = input("What do you say? ")
            tell(kind="all", name=name, text=text)
        elif choice == "one":
            tell(kind="one", name=name, whom=input("To whom? "), text=input("What do you say? "))
        else:
            print("What?")
{before}mine = log_in()
threading.Thread(target=hear, daemon=True).start()
talker = threading.Thread(target=talk, args=(mine,))
talker.start()
talker.join()
"""


def test_who_logs_in_signs_up_and_says_a_word_alone_before_each_text(tmp_path):
    """One of the users has an account in a file; the others sign up, and are asked for both once more."""
    files = {"people.json": json.dumps({"otto": "pear"}), "server.py": DOOR, "client.py": GUEST.format(before="")}
    outcomes, _ = performed(tmp_path, "tcp-chat", files, "starts", "message", "turns", "everybody", "stops")
    assert set(outcomes.values()) == {PASSED}


def test_the_talk_may_be_in_a_thread_that_is_started_after_the_login():
    script = source(GUEST.format(before="choice = 5\n"), "client").script  # a name of the module is another one
    assert [(one.prompt, one.wants) for one in script.questions] == [
        ("Your name: ", "name"), ("Your password: ", "password"), ("Sign up? (yes/no) ", "choice"),
        ("A password for you: ", "password")]
    [menu] = script.menus  # and not the one that asks to whom
    assert (menu.prompt, menu.goes_on, menu.leaves, menu.sends) == ("", "all", "end", True)
    assert "What do you say?" in menu.unless


def test_what_is_sent_is_no_account_and_who_may_sign_up_has_a_name_of_his_own():
    assert source(DOOR).script.accounts == {}
    script = source(GUEST.format(before=""), "client").script
    script.accounts = {"otto": "pear"}
    roles = Roles("tcp-chat", source(DOOR).script, script, {}, {}, "", "")
    assert [roles.name_of("client", number) for number in range(3)] == ["otto", "bert", "carl"]
    script.questions = script.questions[:2]  # nobody may
    assert [roles.name_of("client", number) for number in range(3)] == ["otto"] * 3


@pytest.mark.parametrize("saves, known", [
    ("open('u.json', 'w').write(json.dumps(people))", True), ("link.sendall(json.dumps(people).encode())", False),
    ("with open('u.json', 'w') as kept:\n        kept.write(json.dumps(people))", True),
    ("link.sendall(people[name].encode())", True), ("path.write_text(json.dumps(people))", True)])
def test_accounts_that_are_written_to_a_file_are_accounts(saves, known):
    server = source(f"{HALL}import json\npeople = {{'ada': 'plum'}}\ndef serve(link):\n    name = "
                    f"link.recv(99).decode()\n    {saves}\n")
    assert server.script.accounts == ({"ada": "plum"} if known else {})


@pytest.mark.parametrize("signs_up", [False, True])
def test_a_message_that_is_asked_for_with_the_words_of_a_question_is_none(signs_up):
    script = source(f"{CALL}name = input('Enter: ')\nwhile True:\n    link.sendall(input('Enter: ').encode())\n",
                    "client").script
    opening = SimpleNamespace(roles=SimpleNamespace(signs_up=signs_up), twice=set(),
                              pending={"window": ([], script, "client", 0)})
    assert bool(Opening.asked_again(opening, "window", "Enter:")) is signs_up


QUOTED = f"""{HALL}
class Talk(threading.Thread):
    def __init__(self, link, room):
        super().__init__()
        self.link, self.room = link, room
    def run(self):
        while text := self.link.recv(999).decode():
            parts = text.split(" ")
            if text.startswith("/to"):
                if len(parts) > 3:
                    continue
                room[int(parts[1])].send(parts[2].encode())
            elif text.startswith("/{{word}}"):
                if len(parts) != 2:
                    self.link.send(b'Say /{{word}} "message"')
                    continue
                for one in room:
                    one.send(parts[1][1:-1].encode())
            elif text.startswith("/bye"):
                self.room.remove(self.link)
            else:
                {{other}}
while True:
    room.append(hall.accept()[0])
    Talk(room[-1], room).start()
"""


@pytest.mark.parametrize("word, other, says", [
    ("bc", "self.link.send(b'What?')", '/bc "'), ("all", "self.link.send(b'What?')", '/all "'),
    ("nick", "self.link.send(b'What?')", None),
    ("bc", "waiting.put(text)", None),  # from there it may be passed on
    ("bc", "[one.send(text.encode()) for one in room]", None)])
def test_the_only_word_behind_which_a_text_goes_to_all(word, other, says):
    assert source(QUOTED.format(word=word, other=other)).script.verbs.get("say") == says


def test_where_a_text_goes_to_all_may_be_a_command_s_branch_of_a_method_that_takes_one_off_the_list():
    server = source(QUOTED.format(word="bc", other="pass"))
    line = server.text.splitlines().index("                for one in room:") + 2
    assert server.passes == f"a.py, line {line}: "
    told = hints_on_chats.own(None, SimpleNamespace(transport="tcp"), server, source(TALKS, "client"))
    assert told.startswith(f"a.py, line {line}: leave the author out")
    missed = Result("letters", "", MISSED, expected="the client to show it", seen="it shows nothing new")
    told = hints_on_text.letters(missed, None, server, source(TALKS, "client"))
    assert told == f"a.py, line {line - 4}: a message of several words is refused here, since split() parts it at " \
        f"each blank (a.py, line {line - 10}): split(' ', 1) leaves the rest in one piece."


def test_two_functions_of_one_name_are_those_of_the_functions_that_start_them():
    text = """import socket, threading
def by_stream():
    link = socket.create_connection(("127.0.0.1", 7000))
    def hear():
        print(link.recv(99))
    threading.Thread(target=hear).start()
    while True:
        link.send(input("> ").encode())
def by_datagram():
    line = socket.socket(type=socket.SOCK_DGRAM)
    def hear():
        print(line.recvfrom(99))
    threading.Thread(target=hear).start()
    while True:
        line.sendto(input("> ").encode(), ("127.0.0.1", 7001))
way = input("1 TCP, 2 UDP: ")
if way == "1":
    by_stream()
else:
    by_datagram()
"""
    assert sorted((one.transport, one.port) for one in handin.read("a.py", text)) == [("tcp", 7000), ("udp", 7001)]


def test_a_package_may_ask_the_user():
    text = "import asyncio, aioconsole\n{own}async def talk():\n    _, writer = await asyncio.open_connection('', 9)" \
        "\n    while True:\n        writer.write((await {ask}('> ')).encode())\nasyncio.run(talk())\n"
    assert source(text.format(own="", ask="aioconsole.ainput"), "client").script.asks
    own = "async def ainput(text):\n    return text\n"
    assert not source(text.format(own=own, ask="ainput"), "client").script.asks


@pytest.mark.parametrize("names, first", [
    (["client_2.py", "client_6.py", "client_5.py"], "client_6.py"), (["client.py", "client_2.py"], "client.py")])
def test_of_the_steps_of_a_client_the_last_one_is_meant(names, first, tmp_path):
    found = handin.find(lay(tmp_path, {"server_4.py": SERVER, **dict.fromkeys(names, CLIENT)}))
    assert chosen(found, "tcp-pair") == ("server_4.py", first)


@pytest.mark.parametrize("of", ["", ": bytes", ": str"])
def test_what_is_given_a_type_is_given_its_value_all_the_same(of):
    text = f"import socket\nport{of and ': int'} = 7000\nlink, _ = socket.create_server(('', port)).accept()\n" \
        f"while True:\n    data{of} = link.recv(99)\n    if not data:\n        break\n    print(data)\n" \
        f"    text{of} = input()\n    if text == 'over':\n        break\n    link.send(text.encode())\n"
    script = source(text).script
    assert (script.port, [*script.stops], script.mistakes.get("empty not noticed")) == (7000, ["over"], None)


@pytest.mark.parametrize("begins, turn", [("lines = link.makefile()", "for line in lines:"),
                                          ("pass", "while line := take(link):"),
                                          ("pass", "for line in link.makefile():"),
                                          ("pass", "for line in iter(source_of(link), ''):")])
def test_what_is_for_one_is_no_word_before_each_message(begins, turn):
    """The server goes through lines, or a function of its own receives: it passes on what has no such word, too."""
    server = f"""{HALL}
people = {{}}
def take(link):
    return link.recv(99).decode()
def tell(link, text):
    link.sendall(text.encode())
def serve(link):
    {begins}
    name = take(link)
    people[name] = link
    {turn}
        if line.startswith("/one "):
            _, who, text = line.split(" ", 2)
            tell(people[who], text)
        elif line == "/bye":
            break
        else:
            for other, its in people.items():
                if other != name:
                    tell(its, line)
while True:
    threading.Thread(target=serve, args=(hall.accept()[0],)).start()
"""
    assert source(server).script.verbs == {}


def test_a_name_that_a_loop_gives_anew_was_for_a_question_before():
    """The loop begins with another text than the one that was typed before it."""
    script = source("import socket\ntext = input('Port: ')\nport = int(text or 5000)\n"
                    "link = socket.create_connection(('127.0.0.1', port))\nlink.send(input('Name: ').encode())\n"
                    "while (text := input('> ')) != 'exit':\n    link.sendall(text.encode())\n", "client").script
    assert [one.wants for one in script.questions] == ["port", "name"]


TABLE = """import socket, threading
people = {}
def join(link, rest):
    people[link] = rest
    return f"+OK {rest}"
def msg(link, rest):
    for other in people:
        if other is not link:
            other.sendall(f"{people[link]}> {rest}\\n".encode())
    return ""
DOES = {"JOIN": join, "MSG": msg}
def serve(link):
    for line in link.makefile():
        verb, _, rest = line.strip().partition(" ")
        does = DOES.get(verb)
        answer = does(link, rest) if does else "-ERR usage: JOIN <name> | MSG <text>"
        if answer:
            link.sendall((answer + "\\n").encode())
door = socket.create_server(("127.0.0.1", 7433))
while True:
    threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()
"""


@pytest.mark.parametrize("answers", ["for line in link.makefile():", "for line in iter(link.makefile().readline, ''):"])
def test_what_a_server_answers_is_no_message_without_a_word(answers):
    assert source(TABLE.replace("for line in link.makefile():", answers)).script.verbs["say"] == "MSG "
    tells = TABLE.replace("            link.sendall((answer", "            for one in people:\n"
                          "                one.sendall((answer")
    assert "say" not in source(tells).script.verbs


SLASHED = """import socket, threading
people, DOES = {}, {}
def word(name):
    return lambda function: DOES.setdefault(name, function)
@word("/nick")
def nick(link, rest):
    people[link] = rest
@word("/msg")
def msg(link, rest):
    whom, _, text = rest.partition(" ")
    for other in people:
        if people[other] == whom:
            other.sendall(text.encode())
def serve(link):
    for line in link.makefile():
        first, _, rest = line.strip().partition(" ")
        if first in DOES:
            DOES[first](link, rest)
            continue
        for other in people:
            if other is not link:
                other.sendall(line.encode())
door = socket.create_server(("127.0.0.1", 7434))
while True:
    threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()
"""


def test_a_line_without_a_word_of_the_table_may_be_the_message():
    """Then the word that sends something is for a private one; a server that complains of it wants the word."""
    assert "say" not in source(SLASHED).script.verbs
    got = SLASHED.replace("if first in DOES:\n            DOES[first](link, rest)", "does = DOES.get(first)\n"
                          "        if does:\n            does(link, rest)")
    assert "say" not in source(got).script.verbs
    complains = SLASHED.replace("for other in people:\n            if other is not link:\n"
                                "                other.sendall(line.encode())", 'link.sendall(b"no such word")')
    assert source(complains).script.verbs["say"] == "/msg "


CLUB = """import socket, threading
door, here = socket.create_server(("127.0.0.1", 7436)), {}
def tell(author, text):
    for one in here:
        if one is not author:
            one.sendall(text.encode())
def serve(link):
    while data := link.recv(4096):
        words = data.decode().split(" ", 1)
        if words[0] == "JOIN":
            here[link] = words[1]
            tell(link, f"{words[1]} has come")
        elif words[0] == "BCST":
            if len(words) == 1:
                link.sendall(b"BCST, and what?")
            else:
                ANSWER
                tell(link, f"{here[link]}: {words[1]}")
        elif words[0] == "QUIT":
            tell(link, f"{here.pop(link)} has gone")
            break
        else:
            link.sendall(b"JOIN, BCST or QUIT?")
while True:
    threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()
"""
MEMBER = """import socket, threading
link, known = socket.create_connection(("127.0.0.1", 7436)), False
def hear():
    while data := link.recv(4096):
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    text = input("" if known else "Nobody knows you. Type JOIN followed by your username: ")
    link.sendall(text.encode())
    known = known or text.startswith("JOIN ")
    if text == "QUIT":
        break
"""


def test_a_broadcast_has_a_word_of_its_own(tmp_path):
    """JOIN is for a name, as the prompt says, and BCST for a message to all, though others are told of a JOIN, too."""
    server = CLUB.replace("ANSWER", "link.sendall(b'sent')")
    made, _ = performed(tmp_path, "tcp-chat", {"server.py": server, "client.py": MEMBER}, "starts", "message", "own",
                        "turns")
    assert set(made.values()) == {PASSED}


@pytest.mark.parametrize("answer, line", [
    ("link.sendall(f'You: {words[1]}'.encode())", 17), ("link.sendall(b'sent')", 0)])
def test_what_comes_back_behind_a_word_of_command(answer, line):
    """It is sent beside the loop over the others; what is answered to a word alone, in another branch, is not that."""
    server = source(CLUB.replace("ANSWER", answer), "server")
    said = hints_on_chats.own(None, SimpleNamespace(transport="tcp"), server, None)
    assert said.startswith(f"a.py, line {line}: this sends a message to its author too") == bool(line)
