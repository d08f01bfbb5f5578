"""More chats: what group chats of strangers have taught, each fault in a small program of its own."""
from types import SimpleNamespace

import pytest
from chat_sources import GREETS, HALL, TALKS, TCP
from sources import source

from lab12.grader import hints_on_chats, hints_on_endings, hints_on_halves, hints_on_talk, hints_on_text, lost, slips
from lab12.rubric import endings
from lab12.rubric.checks import MISSED, Result

TOLD = f"""{HALL}
def is_told(text, word):
    return text.startswith("/") and word in text
def serve(link):
    while text := link.recv(999).decode():
        if is_told(text, "/leave"):
            room.remove(link)
            break
        elif {{test}}:
            whisper(text)
        else:
            for one in room:
                one.send(text.encode())
def whisper(text):
    try:
        room[names.index(text.split()[1])].send(text.encode())
    except OSError:
        room[0].close()
while True:
    link, _ = hall.accept()
    room.append(link)
    threading.Thread(target=serve, args=(link,)).start()
"""
COUNTED = f"""{HALL}
def serve(link, mine):
    for i in range(len(room)):
        if i != mine:
            room[i].send(b"somebody has come")
    while text := link.recv(999).decode():
        if "/name" in text:
            for i in range(len(room)):
                room[i].send(text[6:].encode())
        else:
            for i in range(len(room)):
                {{test}}
while True:
    room.append(hall.accept()[0])
    threading.Thread(target=serve, args=(room[-1], len(room) - 1)).start()
"""


def missed(name, seen, expected="", **more):
    return Result(name, "", MISSED, expected=expected, seen=seen, **more)


@pytest.mark.parametrize("test", ['"/" in text', 'text[0] == "!"', 'text.startswith("to ")'])
def test_what_a_command_begins_with_is_no_stop_word_and_one_that_a_function_looks_for_is(test):
    """An except is for what goes wrong: that it closes a socket does not make a command the end."""
    assert list(source(TOLD.format(test=test)).script.stops) == ["/leave"]


def test_a_sign_that_is_all_that_is_typed_may_be_the_stop_word():
    assert list(source("import socket\ns = socket.create_connection(('127.0.0.1', 7502))\n"
                       "while (text := input()) != '#':\n    s.send(text.encode())\n", "client").script.stops) == ["#"]


def test_a_word_that_a_server_sends_by_itself_is_no_stop_word_whatever_name_it_has():
    text = TOLD.format(test='"@" in text').replace("            room.remove", """            text = "You may go"
            link.send(text.encode())
            room.remove""")
    assert "You may go" in source(text).script.said
    client = source("import socket\ns = socket.create_connection(('127.0.0.1', 7501))\nwhile True:\n"
                    "    s.send(input().encode())\n    if s.recv(99) == b'You may go':\n        break\n", "client")
    driver = SimpleNamespace(roles=SimpleNamespace(server=source(text).script, client=client.script, stops=(),
                                                   kind="chat"))
    assert (list(client.script.stops), endings.stop_words(driver)) == (["You may go"], ["/leave"])


LEAVER = """import socket
s = socket.create_connection(('127.0.0.1', 7501))
def is_told(text, word):
    return word in text[:9]
while True:
    text = input()
    s.send(text.encode())
    if {test}:
        print("You have left")
    if s.recv(99) == b"You may go":
        print("Good bye")
"""


@pytest.mark.parametrize("test", ["text == '/leave'", "is_told(text, '/leave')"])
def test_a_client_that_looks_for_the_word_and_goes_on(test):
    """The word that it waits for from the server is no word of its user's."""
    ends = missed("stops", "it waits for the keyboard", "the client to end on '/leave'")
    said = hints_on_endings.stops(ends, TCP, source(TOLD.format(test='"@" in text')), source(
        LEAVER.format(test=test), "client"))
    assert said.startswith("a.py, line 8: what is done for '/leave' here does not leave the loop")
    other = hints_on_endings.stops(ends, TCP, source(TOLD.format(test='"@" in text')), source(
        LEAVER.format(test="text == 'x'").replace("    if s.recv", "    if 0 and s.recv"), "client"))
    assert "only the server looks for '/leave'" in other


def test_the_line_that_receives_is_that_of_the_conversation_and_not_of_a_second_greeting():
    server = source(GREETS)
    assert server.receives == "a.py, line 6: "
    assert server.waits_before_next == "a.py, line 11: "


@pytest.mark.parametrize("test, said", [("room[i].send(text.encode())", "a.py, line 15: leave the author out"),
                                        ("room[i].send(text.encode()) if i != mine else None", "compare the sockets")])
def test_an_author_that_is_left_out_of_a_greeting_is_not_left_out_of_what_he_says(test, said):
    assert said in hints_on_chats.own(None, TCP, source(COUNTED.format(test=test)), None)


LOGIN = f"""{HALL}
lock = threading.{{lock}}()
def keep(name):
    with lock:
        names.append(name)
def serve(link):
    name = link.recv(99)
    with lock:
        if name not in names:
            keep(name)
    link.send(b"welcome")
    while text := link.recv(999):
        for one in room:
            one.send(text)
while True:
    link, _ = hall.accept()
    room.append(link)
    threading.Thread(target=serve, args=(link,)).start()
"""
GUEST = """import socket
s = socket.create_connection(('127.0.0.1', 7501))
s.send(b"anna")
print(s.recv(99))
while True:
    s.send(input().encode())
"""


@pytest.mark.parametrize("lock, said", [("Lock", "a.py, line 13: this is done while lock is held"),
                                        ("RLock", "input() and recv() each wait")])
def test_a_login_that_waits_for_a_lock_of_its_own(lock, said):
    """Nobody is asked, since the server answers nobody: it waits for itself."""
    waits = ["the client waits for the network", "each waits for another: nobody will speak again"]
    asked = missed("message", "it waits for the network", "the client to ask its user for something", waits=waits)
    assert said in hints_on_talk.message(asked, TCP, source(LOGIN.format(lock=lock)), source(GUEST, "client"))


LENDS = f"""{HALL}
def serve(link, number):
    while True:
        text = link.recv(999)
        {{each}}
while True:
    link, _ = hall.accept()
    room.append(link)
    threading.Thread(target=serve, args=(link, len(room))).start()
"""


@pytest.mark.parametrize("each, said", [
    ("for link in room:\n            link.send(text)", "a.py, line 8: this loop gives link other values"),
    ("for one in room:\n            one.send(text)", "Whom does the list hold"),
    ("for link in room:\n            link.send(text)\n        link = room[number]", "Whom does the list hold")])
def test_a_loop_over_all_that_takes_the_name_of_the_one_who_is_heard(each, said):
    assert said in hints_on_talk.turns(missed("turns", "it shows nothing new", "client 2 to show 'x'"), TCP, source(
        LENDS.format(each=each)), source(TALKS, "client"))


@pytest.mark.parametrize("hears, said", [
    ("s.recv(99).decode()", "a.py, line 5: what comes here is shown nowhere: print it. And input()"),
    ("print(s.recv(99).decode())", "a.py, line 5: input() and recv() each wait"),
    ("pass", "a.py: nothing is received here")])
def test_a_client_that_throws_away_what_comes(hears, said):
    client = source("import socket\ns = socket.create_connection(('127.0.0.1', 7501))\nwhile True:\n"
                    f"    text = input()\n    {hears}\n    s.send(text.encode())\n", "client")
    shown = missed("message", "it shows nothing new, though the server has sent it", "client 2 to show 'x'")
    for seen in shown, missed("message", "it shows nothing new", "client 2 to show 'x'"):
        assert hints_on_talk.message(seen, TCP, source(LENDS.format(each="for a in room:\n            a.send(text)")),
                                     client).startswith(said)


GROUP = """import socket, struct
s = socket.socket(type=socket.SOCK_DGRAM)
s.bind(("", 7506))
s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, struct.pack("4sl", socket.inet_aton("224.9.9.9"), 0))
while True:
    print(s.recv(999).decode())
"""


def test_one_that_shows_what_comes_to_a_group_and_sends_nothing():
    result, roles = SimpleNamespace(expected="passed on"), SimpleNamespace(transport="udp", kind="chat")
    said = hints_on_halves.server_half(result, roles, source(GROUP), None)
    assert said.startswith("a.py, line 6: what comes here is shown, and sent to nobody")


@pytest.mark.parametrize("takes, sends, said", [
    ("re.match(r'(\\w+):([\\w ]*)', text)[2]", "encode()",
     "a.py, line 6: this takes of what comes only what fits (\\w+):"),
    ("re.match(r'(.*):(.*)', text)[2]", "encode('utf')", "a.py, line 5: is all that comes shown"),
    ("text", "encode('UTF-16')", "a.py, line 7: both must use UTF-8")])
def test_letters_that_are_lost_though_both_use_the_same_encoding(takes, sends, said):
    server = source("import re, socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 7507))\nwhile True:\n"
                    f"    text = s.recvfrom(999)[0].decode()\n    text = {takes}\n"
                    f"    s.sendto(text.{sends}, ('', 9))\n")
    client = source("import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\nprint(s.recv(99).decode())", "client")
    for expected in "the server to show 'é'", "client 2 to show 'é'":
        seen = missed("letters", "it shows 'e'", expected)
        assert hints_on_text.letters(seen, SimpleNamespace(kind="pair"), server, client).startswith(said)
    if "takes of" in said:
        assert hints_on_text.long(missed("long", "it shows 'anna:'"), TCP, server, client).startswith(said)


@pytest.mark.parametrize("looks, told", [
    ("if re.match(r'/\\w+', text):\n        continue\n    print(text)", False),
    ("found = re.match(r'/(\\w+)', text)\n    if found:\n        print(found[1])\n    print(text)", False),
    ("print(re.sub(r'<[a-z]+>', '', text))", False),
    ("if found := re.search(r'(\\w+)$', text):\n        last = found.group(1)\n        print('they:', last)", True),
    ("print(*re.findall(r'[a-z]+', text))", True), ("print(word(text))", True)])
def test_an_expression_that_only_looks_at_a_text_takes_nothing_away(looks, told):
    client = source("import re, socket\ns = socket.create_connection(('', 7501))\ndef word(came):\n"
                    f"    return re.match(r'(\\w+)', came)[1]\nwhile text := s.recv(99).decode():\n    {looks}\n",
                    "client")
    assert bool(hints_on_text.narrows(client)) == told


JOINED = """import socket, threading
s = socket.create_connection(('127.0.0.1', 7501))
def ask():
    while (text := input()) != "exit":
        s.send(text.encode())
    {ends}
def hear():
    while text := s.recv(999):
        print(text.decode())
one = threading.Thread(target=ask)
two = threading.Thread(target=hear)
one.start()
two.start()
one.join()
two.join()
"""


@pytest.mark.parametrize("ends, said", [
    ("s.close()", "a.py, line 6: close() does not wake the recv"),
    ("pass", "a.py, line 4: this ends the thread that asks"),
    ("s.shutdown(2); s.close()", "")])
def test_a_thread_that_receives_and_is_waited_for_is_to_be_woken(ends, said):
    told = slips.ends_one_thread(source(JOINED.format(ends=ends), "client"))
    assert told.startswith(said) and bool(told) == bool(said)


def test_one_who_joins_after_a_server_has_begun_to_spin():
    """That it spins comes first, and what keeps the newcomer out follows from it."""
    spins = [("client 3 is killed", "the server spins: 100 % of a core, and waits for nothing")]
    server = source(GREETS.replace("while text := link.recv(2000).decode():",
                                   "while True:\n        text = link.recv(999)"))
    for steps, said in (spins, "recv returns b''"), ([], "Whom does the list hold"):
        late = missed("next_client", "it shows nothing new", "client 4 to show 'x'", steps=steps)
        assert said in hints_on_endings.next_client(late, TCP, server, source(TALKS, "client"))


ASYNC = """import asyncio
async def hear(lines):
    while text := await lines.read(999):
        print(text.decode())
async def talk():
    lines, out = await asyncio.open_connection('127.0.0.1', 7501)
    asyncio.create_task(hear(lines))
    while True:
        out.write({asked}.encode())
asyncio.run(talk())
"""


@pytest.mark.parametrize("asked, said", [("input()", "a.py, line 9: while input() waits, the event loop stands still"),
                                         ("(await asyncio.to_thread(input))", "Is all of it shown")])
def test_a_client_of_a_pair_whose_input_stops_its_event_loop(asked, said):
    half = missed("client_half", "it shows nothing new", "the client to show the reply of our server ('x')")
    assert said in hints_on_halves.client_half(half, SimpleNamespace(transport="tcp", kind="pair"), source(""), source(
        ASYNC.format(asked=asked), "client"))


@pytest.mark.parametrize("test, said", [
    ("text == False", "a.py, line 7: text is a text or bytes, and never equal to False"),
    ("text is None", "a.py, line 7: text is a text or bytes, and never equal to None"),
    ("text == 'over'", "a.py, line 6: recv returns b''"), ("text == ''", "a.py, line 6: a client that is killed may")])
def test_an_end_that_is_looked_for_by_what_no_text_is(test, said):
    server = source(f"{HALL}def serve(link):\n    while True:\n        text = link.recv(99).decode()\n"
                    f"        if {test}:\n            break\n        for one in room:\n"
                    "            one.send(text.encode())\n"
                    "while True:\n"
                    "    threading.Thread(target=serve, args=(hall.accept()[0],)).start()\n")
    for hint in hints_on_endings.lost, hints_on_endings.next_client:
        gone = missed("lost", "it spins: nobody", "the server to go on as before")
        assert hint(gone, TCP, server, source(TALKS, "client")).startswith(said)


CALLER = """import socket, threading
name = input("Your name: ")
s = socket.create_connection(("127.0.0.1", 7501))
{first}
threading.Thread(target=lambda: print(s.recv(999).decode()), daemon=True).start()
while True:
    s.send(f"{{name}}: {{input()}}".encode())
"""


@pytest.mark.parametrize("first, told", [
    ("", True), ("s.send(name.encode())", False), ("print(name, file=s.makefile('w'), flush=True)", False),
    ("out = s.makefile('w')\nprint(name, file=out, flush=True)", False),
    ("out = s.makefile('w')\nout.write(name)", False)])
def test_a_name_that_is_asked_for_and_never_sent(first, told):
    """The server takes the first message for the name of each, and until it has come it accepts nobody else."""
    said = "a.py, line 2: the name that is asked for here is never sent by itself, and the server takes the first " \
        "message for it (a.py, line 11)"
    asks = GREETS.replace("    name = link", '    link.send(b"NAME")\n    name = link')  # unanswered
    for hint in hints_on_chats.everybody, hints_on_chats.promptly, hints_on_talk.message, hints_on_talk.turns:
        seen, client = missed("any", "it shows nothing new", "client 2 to show 'x'"), source(
            CALLER.format(first=first), "client")
        assert hint(seen, TCP, source(GREETS), client).startswith(said) is told
        assert hint(seen, TCP, source(asks), client).startswith(said.replace("11", "12")) is told


FRIENDS = """import socket, threading
hall = socket.create_server(("127.0.0.1", 7501))
links, friends = {{}}, {{}}
def tell(link, text):
    link.send(text.encode())
def befriend(one, other):
    friends[one].append(other)
def serve(name):
    while True:
        word, _, text = links[name].recv(1024).decode().partition(" ")
        {asked}
            befriend(name, text)
        else:
            for one in {to}:
                tell(links[one], text)
while True:
    link = hall.accept()[0]
    name = link.recv(1024).decode()
    links[name], friends[name] = link, []
    friends[name] = []
    threading.Thread(target=serve, args=(name,)).start()
"""


@pytest.mark.parametrize("asked, to, told", [
    ("if word == 'add':", "friends[name]", True), ("if word:", "friends[name]", False),
    ("if word == 'add':", "links", False)])
def test_messages_that_go_to_those_alone_whom_a_command_puts_there(asked, to, told):
    """A loop that sends by a function of the program's own is one over many, too."""
    server = source(FRIENDS.format(asked=asked, to=to))
    said = lost.not_passed_on(server, source(TALKS, "client"), alone=True)
    assert said.startswith("a.py, line 14: this goes to those alone whom friends[name] holds, and nobody is there "
                           "until 'add' has come (line 7): send it to all") is told
    assert "go through the list of clients" not in said


@pytest.mark.parametrize("loop, stops", [
    ("while text not in ('exit', 'quit'):\n    text = link.recv(99).decode()\n", ["exit", "quit"]),
    ("while 'exit' not in text:\n    text = link.recv(99).decode()\n", ["exit"]),
    ("while '|' not in text:\n    text = link.recv(99).decode()\n", []),
    ("while 'END' not in text:\n    text += link.recv(99).decode()\n", []),
    ("while True:\n    if send('text', link):\n        break\n    if link.recv(9) == b'bye':\n        break\n"
     "def send(kind, to):\n    sent = 0\n    if kind == 'text':\n        sent = to.send(b'x')\n    return sent\n",
     ["bye"])])
def test_a_stop_word_is_told_from_a_sign_and_from_a_kind(loop, stops):
    code = "import socket\nlink = socket.create_server(('', 5000)).accept()[0]\ntext = ''\n"
    assert list(source(code + loop).script.stops) == stops


@pytest.mark.parametrize("empty", ["b''", "b'exit', b''"])
def test_a_loop_that_ends_with_the_connection_is_none_that_insists(empty):
    script = source("import socket\nlink = socket.create_server(('', 5000)).accept()[0]\n"
                    f"while (data := link.recv(4096)) not in (b'exit', {empty}):\n    print(data)\n").script
    assert "empty not noticed" not in script.mistakes
