"""What stands in the wrong place, is kept for one client alone, or can never be so, is told with its line."""
from types import SimpleNamespace

import pytest
from sources import CALL, HALL, source

from lab12.grader import blame, comparing, errors, hints, order, own_lists, passing, placed, slips, stuck, typed, vain
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, NOT_TRIED, Result

TURNS = CALL + """while True:
    text = input()
    {test}:
        link.sendall(text.encode())
    {other}
        print(link.recv(999).decode())
"""
WHOLE = HALL + """def whole(link):
    line = b""
    while True:
        part = link.recv(1)
        if part in (b"", b"."):
            break
        line += part
{gives}
link = hall.accept()[0]
while True:
    print(whole(link))
"""
LINES = HALL + """def lines(link):
    kept = b""
    while part := link.recv(999):
        kept += part
        while b"." in kept:
            line, _, kept = kept.partition(b".")
            yield line
link = hall.accept()[0]
{before}
while True:
    print(next({each}))
"""
FILE = HALL + """link = hall.accept()[0]
wire = link.makefile({mode})
for line in link.makefile():
    wire.write(input())
    {then}
"""
GUEST = """import socketserver
class Guest(socketserver.{base}):
    {shared}
    def setup(self):
        self.{own}
    def handle(self):
        self.guests.append(self)
        for line in self.rfile:
            for one in self.guests:
                if one is not self:
                    one.wfile.write(line)
"""
READY = HALL + """import select
watched = [hall]
while True:
    ready, _, _ = select.select(watched, [], [])
    for one in ready:
        if one is hall:
            watched.append(hall.accept()[0])
            continue
        data = one.recv(999)
        for other in {others}:
            if other is not one and other is not hall:
                other.sendall(data)
"""
ASKS = "import socket\nsock = socket.socket(type=socket.SOCK_DGRAM)\n{}sock.sendto(b'', {})\n"


@pytest.mark.parametrize("default, told", [
    ("text=input('> ')", True), ("*, text=input('> ')", True), ("text=''", False), ("text", False)])
def test_a_default_that_asks(default, told):
    hint = placed.asked_in_default(source(f"{HALL}def answer(link, {default}):\n    link.sendall(text.encode())\n"))
    assert hint.startswith("a.py, line 3: a default is worked out once") is told and bool(hint) is told
    assert not told or "text is the same each time. Write it in the body of answer." in hint


@pytest.mark.parametrize("test, other, told", [
    ("if text", "else:", "line 8: this is done only where nothing has been sent (the else of line 5)"),
    ("if text", "if True:", ""), ("if True", "else:", "")])
def test_a_client_that_receives_in_the_other_branch(test, other, told):
    hint = placed.hears_in_else(source(TURNS.format(test=test, other=other), "client"))
    assert told in hint and bool(hint) is bool(told)


def test_what_is_answered_at_the_end_is_received_there():
    text = TURNS.format(test="if text != 'over'", other="else:") + "        link.close()\n        break\n"
    assert placed.hears_in_else(source(text, "client")) == ""


@pytest.mark.parametrize("gives, told", [("        return line", True), ("    return line", False),
                                         ("        if line == b'over':\n            return line", False)])
def test_a_return_in_the_loop_that_collects(gives, told):
    hint = placed.returns_early(source(WHOLE.format(gives=gives)))
    assert hint.startswith("a.py, line 10: this return stands in the loop (line 5)") is told and bool(hint) is told


@pytest.mark.parametrize("before, each, told", [
    ("", "lines(link)", True), ("all = lines(link)", "all", False), ("pieces = lambda: 0", "pieces()", False)])
def test_a_generator_that_begins_anew_with_each_message(before, each, told):
    hint = placed.begun_anew(source(LINES.format(before=before, each=each)))
    assert hint.startswith("a.py, line 13: lines(link) begins anew here with each message") is told
    assert bool(hint) is told


@pytest.mark.parametrize("mode, then, told", [
    ("'w'", "pass", True), ("mode='rw'", "pass", True), ("'w'", "wire.flush()", False), ("'w'", "wire.close()", False),
    ("'wb', buffering=0", "pass", False), ("'w'", "print(file=wire, flush=True)", False), ("'r'", "pass", False)])
def test_a_file_that_is_never_flushed(mode, then, told):
    hint = placed.never_flushed(source(FILE.format(mode=mode, then=then)))
    assert hint.startswith("a.py, line 6: what is written to a file of a socket stays in its buffer") is told
    assert bool(hint) is told


def test_a_file_that_a_function_closes_at_its_end():
    says = "def say(link, text):\n    wire = link.makefile('w')\n    wire.write(text)\nsay(hall.accept()[0], input())\n"
    assert placed.never_flushed(source(HALL + says)) == ""


@pytest.mark.parametrize("base, shared, own, told", [
    ("StreamRequestHandler", "pass", "guests = []", True), ("StreamRequestHandler", "guests = []", "name = ''", False),
    ("StreamRequestHandler", "pass", "name = []", False),
    ("TCPServer", "pass", "guests = []", False)])
def test_a_list_that_each_handler_has_for_itself(base, shared, own, told):
    hint = own_lists.own_list(source(GUEST.format(base=base, shared=shared, own=own)))
    assert hint.startswith("a.py, line 5: each client has a Guest of its own, and so a list of its own") is told
    assert bool(hint) is told


@pytest.mark.parametrize("others, told", [("ready", True), ("watched", False)])
def test_a_loop_over_those_who_have_just_spoken(others, told):
    hint = passing.tells_ready(source(READY.format(others=others)))
    assert hint.startswith("a.py, line 12: ready are those who have said something just now") is told
    assert hint.endswith("go through all of them, watched.") is told


@pytest.mark.parametrize("test, told", [
    ("other is not who", True), ("other != who", False), ("who is not None", False)])
def test_addresses_are_compared_by_their_values(test, told):
    server = source("import socket\nsock = socket.socket(type=socket.SOCK_DGRAM)\nsock.bind(('', 5000))\nall = []\n"
                    f"while True:\n    data, who = sock.recvfrom(999)\n    for other in all:\n        if {test}:\n"
                    "            sock.sendto(data, other)\n")
    hint = passing.is_for_addresses(server)
    assert hint.startswith("a.py, line 8: `is not` asks whether both are one and the same object") is told
    assert bool(hint) is told


def test_addresses_that_are_compared_by_their_values_where_a_message_is_passed_on():
    """That of a notice is no cause of what becomes of a message."""
    server = source("import socket\nsock = socket.socket(type=socket.SOCK_DGRAM)\nsock.bind(('', 5000))\nall = []\n"
                    "while True:\n    data, who = sock.recvfrom(999)\n    for other in all:\n        if other != who:\n"
                    "            sock.sendto(data, other)\n    for other in all:\n        if other is not who:\n"
                    "            sock.sendto(b'somebody has left', other)\n")
    assert passing.is_for_addresses(server) == ""


@pytest.mark.parametrize("accepts, key, told", [
    ("link, (host, port) = hall.accept()", "host", True), ("link, (host, port) = hall.accept()", "host, port", False),
    ("link, where = hall.accept()\n    host, port = where", "host", True),
    ("link, where = hall.accept()\n    host, port = where", "port", False)])
def test_a_host_that_is_taken_out_of_an_address(accepts, key, told):
    hint = stuck.same_host(source(f"{HALL}all = {{}}\nwhile True:\n    {accepts}\n    all[{key}] = link\n"
                                  "    for one in all.values():\n        one.sendall(b'')\n"))
    assert ("each client is kept by host, its host alone" in hint) is told and bool(hint) is told


@pytest.mark.parametrize("test, told", [
    ("text.lower() != 'Quit'", "after .lower() a text is never 'Quit': compare it with 'quit'."),
    ("text.upper().strip() != 'quit'", "after .upper() a text is never 'quit': compare it with 'QUIT'."),
    ("text.strip() != 'quit\\n'", "after .strip() a text is never 'quit\\n'"), ("text.lower() != 'quit'", ""),
    ("text.lower() not in ('Quit', 'quit')", ""), ("text.upper().lower() != 'quit'", ""), ("text.lower() in 'Qq'", ""),
    ("text.lower() not in ('Quit', 'Exit')", "never 'Quit'"), ("text != 'Quit'", "")])
def test_a_word_that_a_text_can_never_be(test, told):
    hint = comparing.case_differs(source(f"{CALL}text = ''\nwhile {test}:\n    text = input()\n", "client"))
    assert told in hint and bool(hint) is bool(told)


@pytest.mark.parametrize("before, given, told", [
    ("", "(5000, '127.0.0.1')", "line 3: an address is (host, port), in this order, and here a number stands first: "
     "('127.0.0.1', 5000)."),
    ("PLACE = 5000, '127.0.0.1'\n", "PLACE", "and here a number stands first: ('127.0.0.1', 5000)."),
    ("def ask(port, host):\n    sock.sendto(b'', (host, port))\nask('127.0.0.1', 5000)\n", "('127.0.0.1', 1)",
     "line 5: ask takes port, host, and is given '127.0.0.1', 5000: host becomes a number (a.py, line 4)")])
def test_a_host_that_is_a_number(before, given, told):
    client, at = source(ASKS.format(before, given), "client"), 4 if before else 3
    said = errors.explain(Fault(client, "TypeError: str, bytes or bytearray expected, not int", at))
    assert told in said


@pytest.mark.parametrize("gives, told", [
    ("data, host", "a.py, line 4: host is a whole address here, host and port, since line 5 has given it another "
     "value: another name there, or host in the place of (host, 5000)."), ("data, who", "")])
def test_a_host_that_has_become_a_whole_address(gives, told):
    client = source("import socket\nhost, sock = 'x', socket.socket(type=socket.SOCK_DGRAM)\nwhile True:\n"
                    f"    sock.sendto(input().encode(), (host, 5000))\n    {gives} = sock.recvfrom(99)\n", "client")
    said = errors.explain(Fault(client, "TypeError: str, bytes or bytearray expected, not tuple", 4))
    assert said.startswith(told) and bool(told) is ("whole address" in said)


@pytest.mark.parametrize("host, kind, told", [
    ("socket.gethostbyaddr('localhost')", "tuple", "gethostbyaddr gives three things (line 2): the name of a computer, "
     "its other names, and a list of its addresses. gethostbyname() gives the one address that is wanted here."),
    ("socket.gethostbyname_ex('localhost')", "tuple", "gethostbyname_ex gives three things (line 2)"),
    ("'127.0.0.1',", "tuple", "the comma behind it makes host a tuple (line 2): leave it out there."),
    ("('127.0.0.1', 5000)", "tuple", "host is a whole address, host and port (line 2): hand over host in the place of "
     "(host, 5000), or host[0] in it."),
    ("input().split()", "list", "host is a list (line 2), and a host is one text"),
    ("input()", "tuple", ""), ("socket.gethostbyname('localhost')", "list", "")])
def test_a_host_that_is_several_things(host, kind, told):
    server = source(f"import socket\nhost = {host}\nsock = socket.socket()\nplace = host, 5000\nsock.bind(place)\n"
                    "sock.listen()\nlink, _ = sock.accept()\n")
    said = errors.explain(Fault(server, f"TypeError: str, bytes or bytearray expected, not {kind}", 5))
    assert said.startswith(f"a.py, line 5: {told}") if told else said == ""


@pytest.mark.parametrize("daemon, said", [("True", "leave this join out, and the program ends here."),
                                          ("False", "leave this join out, and start hearer with daemon=True, and")])
def test_nobody_ends_a_connection_over_udp(daemon, said):
    keyword = ", daemon=True" if daemon == "True" else ""
    client = source("import socket, threading\nsock = socket.socket(type=socket.SOCK_DGRAM)\ndef hear():\n"
                    "    while True:\n        print(sock.recvfrom(999)[0].decode())\n"
                    f"hearer = threading.Thread(target=hear{keyword})\nhearer.start()\n"
                    "while (text := input()) != 'over':\n    sock.sendto(text.encode(), ('127.0.0.1', 5000))\n"
                    "hearer.join()\n", "client")
    assert client.script.transport == "udp" and said in slips.joins_first(client)


@pytest.mark.parametrize("then, told", [("break", True), ("return", True), ("print('left')", False)])
@pytest.mark.parametrize("over", ["UDP", "TCP"])
def test_a_join_on_leaving_the_loop_waits_as_one_behind_it_does(over, then, told):
    """One that is called in each round is none of the end."""
    kind = ", type=socket.SOCK_DGRAM" if over == "UDP" else ""
    client = source(f"import socket, threading\nsock = socket.socket(socket.AF_INET{kind})\n"
                    "sock.connect(('127.0.0.1', 5000))\ndef hear():\n    while True:\n        print(sock.recv(999))\n"
                    "def talk():\n    hearer = threading.Thread(target=hear)\n    hearer.start()\n    while True:\n"
                    "        text = input()\n        sock.send(text.encode())\n        if text == 'over':\n"
                    f"            hearer.join()\n            {then}\ntalk()\n", "client")
    assert ("a.py, line 14: join() waits here until hearer ends" in slips.joins_first(client)) is told


def test_braces_without_an_f():
    client = source(f"{CALL}while True:\n    text = input()\n    link.sendall('anna: {{text}}'.encode())\n"
                    .replace("{{", "{").replace("}}", "}"), "client")
    assert 'without an f before its quotes, f"...{text}"' in typed.typed_in_vain(client)


def test_two_checks_that_fail_for_one_reason():
    def missed(name, hint):
        return Result(name, f"The {name}", MISSED, False, expected="it", seen="none", hint=hint)

    one = "a.py, line 3: this loop is over at once."
    results = {name: missed(name, hint) for name, hint in (
        ("message", one), ("reply", one), ("lost", one), ("server_half", one), ("quiet", "a.py, line 4: catch it."),
        ("turns", "again"), ("everybody", "again"))}
    blame.same_cause(results)
    assert [name for name, one in results.items() if one.outcome == NOT_TRIED] == ["reply"]
    assert results["reply"].reason == "not tried, since it fails for the same reason: the message"
    assert not results["reply"].hint


def test_a_server_that_does_not_notice_the_end_of_its_client_costs_one_mark():
    """What another fault spoils, such as a word that differs, or an accept outside of the loop, is missed as well."""
    test_for_it, error = "a.py, line 9: recv returns b'' once the client has gone.", "BrokenPipeError: pipe, line 12"
    seen = {"lost": (test_for_it, f"given one, has ended: {error}"), "quiet": (test_for_it, "it has ended"),
            "next_client": ("a.py, line 9: send says so.", f"the server has ended: {error}"),
            "stops": (test_for_it, f"the server has ended: {error}")}

    def outcomes(**other):
        results = {name: Result(name, f"The {name}", MISSED, False, expected="it", seen=seen, hint=hint)
                   for name, (hint, seen) in {**seen, **other}.items()}
        results["exit_word"] = Result("exit_word", "Word", NOT_TRIED, reason="not tried, since this failed: the stops")
        blame.same_cause(results)
        return {name for name, one in results.items() if one.outcome == MISSED}, results["exit_word"].reason

    assert outcomes() == ({"lost", "quiet"}, "not tried, since it fails for the same reason: the lost")
    assert outcomes(stops=(test_for_it, "it shows a message that nobody sent"))[0] == {"lost", "quiet", "stops"}
    assert outcomes(stops=("b.py, line 7: the word differs.", f"the server has ended: {error}"),
                    next_client=("a.py, line 7: accept is called once.", "it shows nothing new")) == (
        {*seen}, "not tried, since this failed: the stops")


@pytest.mark.parametrize("first, outcome", [("reply", NOT_TRIED), ("lost", MISSED)])
def test_a_reply_that_breaks_the_connection_is_no_second_fault_as_one_leaves(first, outcome):
    """An error of a connection has many causes; where the talk itself has failed with it, it is that one."""
    seen = "the server has ended: BrokenPipeError: [Errno 32] Broken pipe, line 5"
    results = {name: Result(name, f"The {name}", MISSED, False, expected="it", seen=seen)
               for name in (first, "stops", "server_half")}
    blame.settle(results, SimpleNamespace(looked=True, roles=None), SimpleNamespace(
        server=source(HALL).script, client=source(CALL, "client").script))
    assert results["stops"].outcome == outcome and results["server_half"].outcome == MISSED


def test_a_server_that_ends_at_once_and_so_waits_nowhere_costs_one_mark():
    def missed(name, seen):
        return Result(name, f"The {name}", MISSED, False, expected="it", seen=seen, hint="a.py, line 3: run().")

    for seen, outcome in (("it has ended with status 0", NOT_TRIED), ("it waits at none", MISSED)):
        results = {"starts": missed("starts", seen), "listens": missed("listens", seen)}
        blame.same_cause(results)
        assert (results["starts"].outcome, results["listens"].outcome) == (MISSED, outcome)


def test_the_hints_ask_for_what_is_out_of_place():
    seen = SimpleNamespace(seen="it asks its user for something first ('> ')", name="starts", screens={}, waits=[],
                           expected="the server to wait for clients", steps=[])
    server = source(f"{HALL}def answer(link, text=input('> ')):\n    link.sendall(text.encode())\n")
    assert hints.starts(seen, None, server, source(CALL, "client", "b.py")) == placed.asked_in_default(server) != ""


@pytest.mark.parametrize(("look", "text"), [
    (placed.never_flushed, "out = link.makefile('w')\nout.reconfigure(line_buffering=True)\nwhile True:\n"
     "    out.write(input())"),
    (order.asks_late, "while True:\n    text = link.recv(9)\n    print(text)\n    if not text:\n        break\n"
     "name = input('Name: ')\nwhile True:\n    link.send(input().encode())"),
    (vain.leaves_unless, "while True:\n    more = input('More? ')\n    if more != 'yes':\n        break\n"
     "    link.send(input().encode())"),
    (passing.is_for_addresses, "class Talk(BaseRequestHandler):\n    def handle(self):\n        for one in people:\n"
     "            if one.client_address is not self.client_address:\n                one.request.send(b'hello')")])
def test_what_stands_where_it_should_is_left_alone(look, text):
    assert look(source(f"{CALL}{text}\n", "client")) == ""
