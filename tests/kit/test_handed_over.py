"""What is told of a text that a function is handed, of a key that copies of a client send, and of one line too many."""
from types import SimpleNamespace

import pytest

from lab12.grader import hints
from lab12.grader.errors_of_keys import other_keys
from lab12.grader.lost import no_encode
from lab12.grader.whereto import usual_port
from lab12.rubric import pairs
from lab12.rubric.checks import MISSED, Known, Result
from tests.kit.sources import CALL, HALL, source

TELLS = f"""{HALL}room = []
def tell(author, text):
    {{first}}
    for one in room:
        if one is not author:
            try:
                one.send(text)
            except Exception:
                continue
def serve(one):
    while data := one.recv(999):
        {{calls}}
{{runs}}
"""


@pytest.mark.parametrize("calls, first, runs, told", [
    ("tell(one, '[%d] %s' % (1, data.decode()))", "pass", "", True),
    ("tell(one, '{}: {}'.format(1, data))", "pass", "", True),
    ("tell(one, f'{data}')", "pass", "", True),
    ("tell(one, b'[%d] %s' % (1, data))", "pass", "", False),
    ("tell(one, data)", "pass", "", False),
    ("(lambda text: one.send(text))(f'{data}')", "pass", "", False),
    ("tell(one, f'{data}')", "text = text.encode()", "", False),
    ("tell(one, f'{data}')", "if isinstance(text, bytes): print(text)", "", False),
    ("tell(one, f'{data}')", "pass", "tell(None, b'hello')", False),
    ("tell(one, f'{data}')", "pass", "threading.Thread(target=tell, args=(None, b'hello')).start()", False),
])
def test_a_text_that_a_function_is_handed(calls, first, runs, told):
    server = source(TELLS.format(first=first, calls=calls, runs=runs))
    said = "a.py, line 9: Sockets carry bytes: send(text.encode()). The error is not seen, since a.py, line 10 hides"
    assert no_encode(server) == (f"{said} it." if told else "")


HEARS = f"""{CALL}import json
def hear():
    while data := link.recv(999):
        note = json.loads(data)
        print(note['{{key}}'])
while True:
    link.sendall(json.dumps({{{{'name': 'a', 'text': input()}}}}).encode())
"""
PASSES = HALL + "import json\n{tells}\ndef serve(one, others):\n    while data := one.recv(999):\n        for other " \
    "in others:\n            other.sendall(data)\n"
NOTICE = "def notice(other):\n    other.sendall(json.dumps({'notice': 'hello', 'from': 'server'}).encode())\n"


@pytest.mark.parametrize("key, tells, told", [
    ("message", "", "a.py, line 7: what comes has no 'message': a.py, line 9 sends 'name', 'text'"),
    ("text", "", ""), ("text", NOTICE, ""), ("notice", NOTICE, ""),
    ("message", NOTICE, "a.py, line 7: what comes has no 'message': b.py, line 5 sends 'notice', 'from', 'name', "),
])
def test_what_a_client_hears_is_what_its_copies_have_sent(key, tells, told):
    client, server = source(HEARS.format(key=key), "client"), source(PASSES.format(tells=tells), name="b.py")
    said = other_keys(client, server if tells else client, passed=True)
    assert told in said and bool(told) == bool(said)


@pytest.mark.parametrize("old, new", [
    ("{'name': 'a', 'text': input()}", "packet"), ("note = json.loads(data)", "note = json.loads(open('a').read())")])
def test_what_is_told_of_keys_is_of_what_comes_and_of_all_that_is_sent(old, new):
    grows = "packet = {'text': 'a'}\nwhile True:\n    packet['who'] = 'b'"
    text = HEARS.format(key="who").replace("while True:", grows)
    assert other_keys(*[source(text, "client")] * 2, passed=True)
    client = source(text.replace(old, new), "client")
    assert other_keys(client, client, passed=True) == ""


@pytest.mark.parametrize("port, usual", [
    ("int(sys.argv[1]) if len(sys.argv) > 1 else 69", 69), ("69 if not sys.argv[1:] else int(sys.argv[1])", 69),
    ("int(sys.argv[1])", None), ("80 if sys.argv[1:] else 443", None)])
def test_the_port_where_nobody_names_another(port, usual):
    text = "import socket, sys\nPORT = {0}\ndoor = socket.create_server(('', {1}))\n"
    assert usual_port(source(text.format(port, "PORT"))) == usual
    assert usual_port(source(text.format(9, port))) == usual
    assert usual_port(source(text.format(9, f"{port}, 0, 0"))) == usual  # of IPv6


def talk(more):
    """Return a conversation of one message whose client shows something more than the practical's."""
    crossing = SimpleNamespace(text="hi", author="client", shown=True, line="Client {'hi'}")
    answer = SimpleNamespace(text="ho", author="server", shown=True, line="{'ho'}")
    return SimpleNamespace(
        crossings=[crossing, answer], server=SimpleNamespace(output="Client {'hi'}\nEnter Reply ho\n"),
        client=SimpleNamespace(output=f"{more}Enter Message hi\n{{'ho'}}\nEnter Message "))


def test_one_line_too_many_is_quoted():
    with pytest.raises(Known) as known:
        pairs.screens_are_the_practicals(talk("loading\n"))
    assert known.value.seen == 'the client shows "loading" besides'
    result = Result("transcript", "", MISSED, expected=known.value.expected, seen=known.value.seen)
    assert "leave that line out" in hints.transcript(result, None, source(HALL), source(CALL, "client"))
    pairs.screens_are_the_practicals(talk(""))


def test_another_form_is_shown_as_it_is():
    other = talk("loading\n")
    other.client.output = other.client.output.replace("{'ho'}", "ho")
    with pytest.raises(Known) as known:
        pairs.screens_are_the_practicals(other)
    assert "besides" not in known.value.seen


def test_what_a_lambda_takes_is_left_open():
    assert source(f"{CALL}tell = lambda text: link.send(text)\ntell('hello')\n", "client").script.mistakes is not None
