"""What is shown more than once, or late, or cut, or to some alone: said where the source does so, and nowhere else."""
from types import SimpleNamespace

import pytest
from performing import performed
from sources import CALL, HALL, PASSES_ON, source

from lab12.grader import errors, framed, hints, late, leaving, repeats, stuck, vain
from lab12.grader.faults import Fault
from lab12.rubric import pairs

COLLECTS = HALL + """kept, link = "", hall.accept()[0]
while data := link.recv(999):
    kept += data.decode()
    if kept.endswith("."):
        print(kept)
        {then}
"""
TELLS = """import socket
door = socket.socket(type=socket.SOCK_DGRAM)
door.bind(("127.0.0.1", 5000))
people = []
while True:
    data, who = door.recvfrom(999)
    {puts}
    for one in people:
        if one != who:
            door.sendto(data, one)
"""
LISTENS = CALL + """def hear():
    while data := link.recv(999):
        print(data.decode())
{before}
while (text := input()) != "over":
    link.sendall(text.encode())
    {inside}
"""
STARTS = "threading.Thread(target=hear, daemon=True).start()"
LOOPED = """import asyncio
async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", 5000)
    {before}
    while True:
        writer.write(input().encode())
        print(await reader.{reads})
asyncio.run(main())
"""
ROOM = HALL + """people = []
def tell(data):
    for one in people:
        try:
            one.sendall(data)
        except {error}:
            {then}
"""
FIRST = CALL + "text = {value}\nwhile {test}:\n    text = input()\n    link.sendall(text.encode())\n"


@pytest.mark.parametrize("then, told", [("pass", True), ("kept = ''", False), ("kept = kept[99:]", False)])
def test_what_is_collected_and_never_emptied(then, told):
    hint = repeats.never_emptied(source(COLLECTS.format(then=then)))
    assert hint.startswith("a.py, line 5: kept is added to here and never emptied") is told and bool(hint) is told
    assert not told or "(line 7)" in hint


def test_what_is_begun_anew_with_each_message_is_emptied():
    whole = "def whole(link):\n    kept = ''\n    while '.' not in kept:\n        kept += link.recv(9).decode()\n" \
        "    print(kept)\n"
    assert repeats.never_emptied(source(f"{HALL}{whole}link = hall.accept()[0]\nwhile True:\n    whole(link)\n")) == ""


@pytest.mark.parametrize("puts, told", [
    ("people.append(who)", True), ("if who not in people: people.append(who)", False),
    ("if data == b'hello': people.append(who)", False)])
def test_one_who_is_put_on_the_list_with_each_message(puts, told):
    hint = repeats.put_each_time(source(TELLS.format(puts=puts)))
    assert hint.startswith("a.py, line 7: this puts who on people with each message") is told and bool(hint) is told
    assert not told or hint.endswith("if who not in people.")


def test_who_is_put_on_the_list_once_for_each_connection():
    assert repeats.put_each_time(source(f"{HALL}{PASSES_ON}while True:\n    people.append(hall.accept()[0])\n")) == ""


@pytest.mark.parametrize("calls, told", [
    ("for one in people:\n    tell(b'hello')\n", True), ("tell(b'hello')\n", False)])
def test_all_are_told_once_for_each_of_them(calls, told):
    server = source(f"{HALL}people = []\ndef tell(data):\n    for one in people:\n        one.sendall(data)\n"
                    f"people.append(hall.accept()[0])\n{calls}")
    assert repeats.once_for_each(server).startswith("a.py, line 9: tell tells all of them (line 6), and is") is told


@pytest.mark.parametrize("before, inside, told", [
    ("", STARTS, True), (STARTS, "", False), ("", "pass", False), ("", f"if text == '1': {STARTS}", False)])
def test_a_thread_that_is_started_with_each_message(before, inside, told):
    client = source(LISTENS.format(before=before, inside=inside), "client")
    hint = late.starts_each_time(client)
    assert hint.startswith("a.py, line 9: this thread is started only once its user has typed") is told
    assert bool(hint) is told and (not told or hint.endswith("before the loop of line 7."))
    seen = SimpleNamespace(seen="it shows that only after the next Enter")
    assert not told or hints.promptly(seen, None, source(""), client) == hint


@pytest.mark.parametrize("reads, told", [("read()", True), ("read(-1)", True), ("read(999)", False),
                                         ("readline()", False)])
def test_a_read_that_waits_for_the_end(reads, told):
    client = source(LOOPED.format(before="", reads=reads), "client")
    hint = framed.to_the_end(client)
    assert hint.startswith("a.py, line 7: read() without a number waits until the other side has gone") is told
    assert bool(hint) is told and stuck.stops_loop(client) == ""  # for there is nothing else that could go on


def test_a_thread_that_is_started_before_the_question_is_early_enough():
    loop = f"while True:\n    {STARTS}\n    link.sendall(input().encode())\n"
    assert late.starts_each_time(source(LISTENS.partition("{before}")[0] + loop, "client")) == ""


def test_a_question_stops_what_else_is_to_go_on():
    client = source(LOOPED.format(before="asyncio.create_task(hear(reader))", reads="readline()"), "client")
    assert stuck.stops_loop(client).startswith("a.py, line 6: while input() waits, the event loop stands still")


@pytest.mark.parametrize("error, then, told", [
    ("OSError", "return", True), ("OSError", "break", True), ("OSError", "continue", False),
    ("OSError", "people.remove(one)", False), ("UnicodeError", "return", False)])
def test_an_error_at_one_client_ends_the_round(error, then, told):
    hint = leaving.leaves_round(source(ROOM.format(error=error, then=then)))
    assert hint.startswith(f"a.py, line 9: at the first client that has gone this {then} leaves the loop") is told
    assert bool(hint) is told


def test_an_error_of_one_line_is_caught_where_it_is_written():
    server = source("import socketserver\nclass Guest(socketserver.StreamRequestHandler):\n    def handle(self):\n"
                    "        for data in self.rfile:\n            try:\n                self.wfile.write(data)\n"
                    "            except OSError:\n                pass\n")
    missed = SimpleNamespace(seen="it shows nothing new", expected='client 3 to show "x"', waits=[], steps=[],
                             screens={}, name="lost")
    said = hints.lost(missed, SimpleNamespace(transport="tcp", kind="chat"), server, source("", "client", "b.py"))
    assert said and "catch ConnectionError" not in said


@pytest.mark.parametrize("value, test, told", [
    ("''", "text", True), ("''", "text and text != 'over'", True), ("'over'", "text != 'over'", True),
    ("None", "text == 'y'", True), ("''", "text != 'over'", False), ("'y'", "text == 'y'", False),
    ("input()", "text", False), ("''", "text or True", False)])
def test_a_loop_that_is_never_entered(value, test, told):
    hint = vain.never_entered(source(FIRST.format(value=value, test=test), "client"))
    assert hint.startswith(f"a.py, line 4: this loop is never entered: text is {value} at first.") is told
    assert bool(hint) is told


def test_a_loop_whose_word_a_function_sets_is_entered():
    begins = "on = False\ndef begin():\n    global on\n    on = True\nbegin()\n"
    loop = "while on:\n    link.sendall(input().encode())\n"
    assert vain.never_entered(source(CALL + begins + loop, "client")) == ""
    assert vain.never_entered(source(f"{CALL}on = False\n{loop}", "client")) != ""


@pytest.mark.parametrize("part, shown, told", [("[:-1]", "hell", "the last letter off"),
                                               ("[2:]", "llo", "the first 2 letters off"),
                                               ("[:-1]", "hello", ""), ("[:999]", "hell", ""), ("[1:]", "hell", "")])
def test_a_slice_that_takes_letters_off(part, shown, told):
    server = source(f"{HALL}link = hall.accept()[0]\nwhile data := link.recv(999):\n    print(data{part}.decode())\n")
    hint = framed.takes_off(SimpleNamespace(expected='the server to show "hello"', seen=f'it shows "{shown}"'), server)
    assert hint.startswith("a.py, line 5: ") is bool(told) and told in hint


@pytest.mark.parametrize("words, said", [
    ("'StreamReader' object has no attribute 'write'",
     "this is the StreamReader; the StreamWriter, which asyncio gives with it, sends, and has write. Put the writer on "
     "the list in line 4."),
    ("'StreamWriter' object has no attribute 'readline'", "the StreamReader, which asyncio gives with it, receives, a"),
    ("'StreamWriter' object has no attribute 'sendall'", "asyncio's StreamWriter has no sendall; what is meant may be "
     "write."),
    ("'StreamReader' object has no attribute 'readlin'", "what is meant may be readline.")])
def test_the_streams_of_asyncio(words, said):
    server = source("import asyncio\npeople = []\nasync def serve(reader, writer):\n    people.append(reader)\n"
                    "    for one in people:\n        one.write(b'hello')\n")
    assert said in errors.explain(Fault(server, f"AttributeError: {words}", 6))


@pytest.mark.usefixtures("copies")  # what performs checks is no fit for pickle
def test_what_is_shown_again_does_not_come_out_right(tmp_path):
    call = "import socket\nlink = socket.create_connection(('127.0.0.1', 7333))\nwhile True:\n" \
        "    link.sendall(f'{input()}.'.encode())\n    print(link.recv(999).decode())\n"
    server = COLLECTS.replace("5000", "7333").format(then="link.sendall(input().encode())")
    names = "starts", "message", "reply", "turns", "pieces"
    for kept, outcome in (server, "missed"), (f"{server}        kept = ''\n", None):
        results, facts = performed(tmp_path, "tcp-pair", {"server.py": kept, "client.py": call}, *names, seen=True)
        assert [results[name][0] for name in names[:4]] == ["passed"] * 4
        assert ("repeats" in facts) is (outcome == "missed")
        assert outcome is None or results["pieces"][0] == outcome and " again, with " in results["pieces"][1]


@pytest.mark.parametrize(("look", "text"), [
    (late.starts_each_time, LISTENS.partition("{before}")[0] + "while True:\n    name = input()\n    if not name:\n"
     "        continue\n    threading.Thread(target=hear).start()\n    break"),
    (repeats.never_emptied, HALL + "kept = ''\nwhile data := hall.recv(9):\n    kept += data\n    print(data)\n"
     "open('log').write(kept)"),
    (repeats.never_emptied, HALL + "kept = b''\nwhile data := hall.recv(9):\n    if data == b'/history':\n"
     "        hall.send(kept)\n    kept += data"),
    (repeats.put_each_time, TELLS.replace("{puts}", "people.append(who)").replace("in people", "in set(people)")),
    (repeats.put_each_time, TELLS.replace("{puts}", "people.append((who, data))").replace("for one", "for one, _"))])
def test_what_is_kept_to_be_asked_for_or_once_is_not_shown_again(look, text):
    assert look(source(text + "\n")) == ""


@pytest.mark.parametrize("lines, told", [(40, False), (2, True)])
def test_a_screen_that_empty_lines_have_scrolled_away_is_drawn_anew(lines, told):
    said = [SimpleNamespace(text=text, author="client", shown=["server"]) for text in ("hawk", "crow")]
    screen = SimpleNamespace(cleared=0, lines=["hawk", *[""] * lines, "client: hawk", "client: crow"])
    window = SimpleNamespace(name="server", screen=screen, cleared=0, before=["hawk", ""],
                             output="\n".join(screen.lines), news=lambda: "client: hawk\nclient: crow")
    facts = {}
    pairs.note_repeats(SimpleNamespace(crossings=said, facts=facts), window)
    assert ("repeats" in facts) is told


@pytest.mark.parametrize(("earlier", "line", "told"), [
    (["hawk"], "[hawk] owl", False), (["hawk", "crow"], "[hawk] owl", False), (["hawk", "crow"], "hawk crow owl", True),
    (["hawk"], "hawkowl", True)])
def test_the_first_words_that_a_server_takes_for_a_name_are_not_shown_again(earlier, line, told):
    """They stand before each message of his; what is kept and shown anew holds the last one, too."""
    said = [SimpleNamespace(text=text, author="client", shown=["client 2"]) for text in (*earlier, "owl")]
    window = SimpleNamespace(name="client 2", screen=SimpleNamespace(cleared=0, lines=["", line]), cleared=0,
                             before=[""], output=line, news=lambda: line)
    facts = {}
    pairs.note_repeats(SimpleNamespace(crossings=said, facts=facts, window=window), window)
    assert ("repeats" in facts) is told
