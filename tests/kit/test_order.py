"""Order: what a hint says of who speaks when, to whom and how long is said of sources that do so, and of no others."""
import re

import pytest

from lab12.finder.source import read
from lab12.grader import order
from lab12.grader.meeting import both_wait, early_in_both
from lab12.grader.patience import impatient
from lab12.grader.reading import Source

TCP = "import socket\ns = socket.socket()\n"
LISTENS = f"{TCP}s.bind(('', 5000))\ns.listen()\n"
UDP = "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
CLIENT = f"{TCP}s.connect(('', 5000))\nwhile True:\n    s.send(input().encode())\n    print(s.recv(999).decode())\n"


def sources(server, client=CLIENT):
    return [Source(read(f"{role}.py", text)[0], role) for role, text in (("server", server), ("client", client))]


@pytest.mark.parametrize("body, said", [
    ("while True:\n    c, _ = s.accept()\n    print(c.recv(99))\n    c.send(input().encode())\n", "lines 7 to 8"),
    ("def talk(c):\n    print(c.recv(99))\nwhile True:\n    talk(s.accept()[0])\n", "around this line"),
    ("while True:\n    c, _ = s.accept()\n    while True:\n        print(c.recv(99))\n", ""),
    ("c, _ = s.accept()\nwhile True:\n    print(c.recv(99))\n", ""),
    ("import select\nwhile True:\n    c, _ = s.accept()\n    print(c.recv(99))\n", ""),
    ("while True:\n    c, _ = s.accept()\n    c.recv(99)\n    for line in c.makefile():\n        print(line)\n", ""),
])
def test_a_server_that_hears_each_connection_once(body, said):
    """Not one with a loop of its own for each client, nor one whose client calls anew for each message."""
    server, client = sources(LISTENS + body)
    assert said in order.answers_once(server, client) and bool(said) == bool(order.answers_once(server, client))
    again = CLIENT.replace("s.connect(('', 5000))\nwhile True:\n", "while True:\n    s.connect(('', 5000))\n")
    assert order.answers_once(*sources(LISTENS + body, again)) == ""


@pytest.mark.parametrize("body, said", [
    ("while True:\n    print(c.recv(99))\n    c.send(input().encode())\n    break\n", "line 9: this break leaves"),
    ("while True:\n    print(c.recv(99))\n    if input() == 'no':\n        break\n", ""),
    ("while True:\n    if c.recv(99) != b'':\n        c.send(input().encode())\n        continue\n    break\n", ""),
    ("while True:\n    while True:\n        if c.recv(99):\n            break\n    c.send(b'')\n", ""),
])
def test_a_loop_that_is_left_at_once(body, said):
    """A break that stands in an if is no mistake."""
    told = order.leaves_loop(sources(f"{LISTENS}c, _ = s.accept()\n{body}")[0])
    assert said in told and bool(told) == bool(said)


@pytest.mark.parametrize("to, said", [(6001, "the client's own (line 3); the server waits at 6000"), (6000, "")])
def test_a_client_that_sends_to_itself(to, said):
    """It may bind a port of its own, and calls the server's."""
    server, client = sources(UDP + "s.bind(('', 6000))\n", f"{UDP}s.bind(('', 6001))\ns.sendto(b'', ('', {to}))\n")
    told = order.own_address(client, server)
    assert said in told and bool(told) == bool(said)


@pytest.mark.parametrize("loop, late", [
    ("    s.send(input().encode())\n    print(said)\n    said = s.recv(99)\n", "line 6.*receives \\(7\\)"),
    ("    s.send(input().encode())\n    said = s.recv(99)\n    print(said)\n", ""),
    ("    print(said)\n    s.send(input().encode())\n    said = s.recv(99)\n", ""),  # next to it, the loop round
])
def test_a_reply_that_is_printed_before_it_is_received(loop, late):
    """What stands above in a loop may well come after: only where the user is asked in between it is a turn late."""
    _, client = sources("", f"{TCP}said = b''\nwhile True:\n{loop}")
    told = order.shows_late(client)
    assert re.search(late, told) and bool(told) == bool(late)


@pytest.mark.parametrize("loop, more", [
    ("    s.send(input().encode())\n", ""), ("    s.send(input().encode())\n    print(s.recv(99))\n", None),
    ("    s.send(input().encode())\n    hear()\n", None)])
def test_one_who_receives_before_the_loop_and_never_in_it(loop, more):
    _, client = sources("", f"{TCP}def hear():\n    print(s.recv(99))\nhear()\nwhile True:\n{loop}")
    told = order.hears_once(client)
    assert told.startswith("client.py, line 6: in this loop nothing is received") if more == "" else told == ""
    assert more is None or "(line 4)" in told


@pytest.mark.parametrize("turn", ["answer()", "act(hear)", "act(answer)", "{'a': hear}['a']()"])
def test_one_who_receives_in_a_loop_by_way_of_others(turn):
    _, client = sources("", f"{TCP}def hear():\n    return s.recv(99)\ndef answer():\n    print(hear())\ndef act(what):"
                        f"\n    what()\nwhile True:\n    s.send(input().encode())\n    {turn}\n")
    assert order.hears_once(client) == ""


@pytest.mark.parametrize("to, binds, said", [
    ("('127.0.0.1', 5000)", False, "port 5000, the server's own"),
    ("(who[0], 5000)", False, "port 5000, the server's own"),
    ("('127.0.0.1', 5001)", False, "port 5001, one at which no client waits"),
    ("('127.0.0.1', 5001)", True, ""),
    ("who", False, ""),
])
def test_a_reply_that_goes_to_nobody(to, binds, said):
    """A server may send to a port that it knows, if its client binds one."""
    server = f"{UDP}s.bind(('', 5000))\nwhile True:\n    data, who = s.recvfrom(99)\n    s.sendto(data, {to})\n"
    told = order.own_address(*sources(server, UDP + "s.bind(('', 5001))\n" * binds))
    assert said in told and bool(told) == bool(said) and ("the message: who (line 5)" in told or not said)


@pytest.mark.parametrize("server, client, lines", [
    ("n = c.recv(99)\nc.send(b'hi')\n", "input()\ns.recv(99)\ns.send(b'n')\n", (6, 5)),
    ("n = c.recv(99)\nc.send(b'hi')\n", "s.send(b'n')\ns.recv(99)\n", None),
    ("c.send(b'who?')\nn = c.recv(99)\nm = c.recv(99)\n", "s.recv(99)\ns.send(b'n')\ns.recv(99)\n", (8, 6)),
    ("n = c.recv(4)\nm = c.recv(99)\n", "s.send(b'n')\ns.recv(99)\n", None),  # its length, and then a message
    ("if input():\n    c.recv(99)\nc.recv(99)\n", "s.recv(99)\ns.send(b'n')\n", None),
])
def test_two_that_wait_for_each_other(server, client, lines):
    """Each is gone through step by step; where the source does not show its way, nothing is said."""
    met = both_wait(*sources(f"{LISTENS}c, _ = s.accept()\n{server}", f"{TCP}s.connect(('', 5000))\n{client}"))
    assert (met and tuple(call.lineno for call, _ in met)) == lines


@pytest.mark.parametrize("server, client, told", [
    ("n = c.recv(9)\nif n == b'HI':\n    c.send(b'OK')\n", "n = s.recv(9)\nif n == b'OK':\n    s.send(b'HI')\n", True),
    ("c.send(b'YES')\nn = c.recv(9)\n", "n = s.recv(9)\nif n == b'YES':\n    s.send(b'HI')\n", False),
    ("n = c.recv(9)\nif n == b'HI':\n    c.send(b'YES')\n", "s.send(b'HI')\nn = s.recv(9)\n", False),
    ("f = c.makefile('w')\nprint('YES', file=f, flush=True)\nn = c.recv(9)\n", "n = s.recv(9)\n", False),
    ("f = c.makefile('w')\nf.write('YES')\nf.flush()\nn = c.recv(9)\n", "n = s.recv(9)\n", False)])
def test_two_that_each_wait_for_the_first_word_of_the_other(server, client, told):
    talks = "while True:\n    {0}.send(input().encode())\n    print({0}.recv(99))\n"
    both = sources(f"{LISTENS}c, _ = s.accept()\n{server}{talks.format('c')}",
                   f"{TCP}s.connect(('', 5000))\n{client}{talks.format('s')}")
    said = early_in_both(both[1], both[0])
    assert ("line 4: it waits here for the server, and the server waits in" in said) is told and bool(said) is told


@pytest.mark.parametrize("body, said", [
    ("c.settimeout(1.5)\nwhile True:\n    c.recv(99)\n", "after 1.5 s without a message recv (line 8)"),
    ("s.settimeout(3)\nc, _ = s.accept()\n", "after 3 s without a client accept (line 7)"),
    ("c.settimeout(1)\ntry:\n    c.recv(99)\nexcept socket.timeout:\n    pass\n", ""),
    ("c.settimeout(1)\ntry:\n    c.recv(99)\nexcept OSError:\n    pass\n", ""),
    ("c.settimeout(1)\nc.send(b'x')\nc.settimeout(None)\nc.recv(99)\n", ""),
    ("if 'udp' in s:\n    c.settimeout(1)\nc.recv(99)\n", ""),
    ("s.settimeout(1)\nc.recv(99)\n", ""),  # the socket that listens has a limit once it has accepted
])
def test_a_limit_that_ends_a_program_while_a_user_thinks(body, said):
    """Nobody is told of one that is caught, taken back, or set only in some case."""
    told = impatient(sources(f"{LISTENS}c, _ = s.accept()\n{body}")[0])
    assert said in told and bool(told) == bool(said)


@pytest.mark.parametrize("made, said", [
    ("with socket.create_connection(('', 5), timeout=4) as s:\n    s.recv(9)\n", "line 2: after 4 s"),
    ("s = socket.create_connection(('', 5), 4)\ns.recv(9)\n", "line 2: after 4 s"),
    ("s = socket.create_connection(('', 5), 4)\ns.settimeout(None)\ns.recv(9)\n", ""),
    ("s = socket.create_connection(('', 5))\ns.recv(9)\n", ""),
    ("s = socket.create_connection(('', 5), 4)\ns.setblocking(True)\ns.recv(9)\n", ""),
    ("import select\ns = socket.create_connection(('', 5), 4)\nselect.select([s], [], [])\ns.recv(9)\n", ""),
])
def test_a_limit_for_calling_holds_for_hearing_too(made, said):
    """Unless it is taken back once the connection stands."""
    told = impatient(sources("", f"import socket\n{made}")[1])
    assert said in told and bool(told) == bool(said)


@pytest.mark.parametrize("target, said", [("hear", "client.py, line 9: this waits for a message, while the thread "
                                                   "receives them too (line 5)"), ("ask", "")])
def test_a_thread_receives_and_so_does_the_one_who_asks(target, said):
    """Whoever waits for a message after each one sent, beside a thread that receives, cannot speak twice in a row."""
    _, client = sources("", f"{TCP}def hear():\n    while True:\n        print(s.recv(99))\n"
                            f"threading.Thread(target={target}).start()\nwhile True:\n    s.send(input().encode())\n"
                            "    print(s.recv(99))\n")
    told = order.hears_twice(client)
    assert told.startswith(said) and bool(told) == bool(said)
