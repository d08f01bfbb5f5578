"""One slip in a program that works: the line in which it is made, and what is sound beside it."""
import pytest
from performing import CROWD
from sources import CALL, HALL, PASSES_ON, source

from lab12.grader import (
    accepting,
    asking,
    broadcasting,
    comparing,
    errors,
    framed,
    hidden,
    hints,
    lost,
    lost_at_clients,
    lost_in_pairs,
    order,
    rounds,
    targets,
    unreached,
    whereto,
)
from lab12.grader.faults import Fault
from lab12.grader.grade import grade
from lab12.rubric.checks import MISSED, Result

SERVES = "def serve(link):\n    while data := link.recv(99):\n        print(data)\n"
UDP = "import socket\nsock = socket.socket(type=socket.SOCK_DGRAM)\nsock.bind(('', 5000))\n"
TRIES = "import socket\nlink = socket.socket()\ntry:\n    {}\nexcept Exception:\n    print('no luck')\n"


@pytest.mark.parametrize("start, said", [
    ("Thread(target='serve', args=(link,)).start()", "'serve' is a text, which nobody can call. A function is named as "
     "it is: serve, without the quotes."),
    ("Thread(target='self.serve').start()", "'self.serve' is a text, which nobody can call. A function is named as it "
     "is: self.serve, without the quotes."),
    ("Thread(args=(link,)).start()", "this thread is told no target, so it has nothing to do: target=serve."),
    ("Thread(target=serve, args=(link,)).start()", ""),
    ("Thread(None, serve, None, (link,)).start()", ""),
    ("Thread(**ways).start()", ""),
    ("Thread(target=serve, args=(link,)).run()", "run() does the work here and now, and no thread is started for it, "
     "so nothing after this line is done before that ends: start().")])
def test_a_thread_that_is_started_for_nothing(start, said):
    server = source(f"{HALL}{SERVES}while True:\n    link, _ = hall.accept()\n    threading.{start}\n")
    assert targets.wrong_target(server) == (said and f"a.py, line 8: {said}")
    assert said in lost.not_passed_on(server, source(CALL, "client"))


@pytest.mark.parametrize("last, start, told", [
    ("yield data", "Thread(target=serve, args=(link,)).start()", True), ("pass", "Thread(target=serve).start()", False),
    ("yield data", "Thread(target=lambda: [*serve(link)]).start()", False),
    ("def parts():\n            yield data", "Thread(target=serve, args=(link,)).start()", False)])
def test_a_thread_that_is_started_for_a_generator(last, start, told):
    """A call of it gives something to go through, and runs no line of it."""
    server = source(f"{HALL}{SERVES}        {last}\nwhile True:\n    link, _ = hall.accept()\n    threading.{start}\n")
    said = "a.py, line 6: with a yield in it serve is a generator, of which nothing runs when it is called (line 9), " \
        "only when a loop goes through it: take the yield out."
    assert targets.wrong_target(server) == (said if told else "")


def test_a_thread_of_which_nobody_waits_for_the_end():
    for last in "", "print('over')\n":  # behind run() there is nothing to do
        assert targets.runs_here(source(f"{HALL}{SERVES}link, _ = hall.accept()\nthread = threading.Thread("
                                        f"target=serve, args=(link,))\nthread.run()\n{last}")) == ""
    own = "class Talk(threading.Thread):\n    def run(self):\n        print(self.link.recv(9))\n"
    text = f"{HALL}{own}one, two = hall.accept()[0], Talk()\nfirst = Talk()\nfirst.run()\ntwo.start()\n"
    assert targets.runs_here(source(text)).startswith("a.py, line 8: run() does the work here")
    assert targets.runs_here(source(text.replace("first.run", "first.start"))) == ""


def test_a_run_that_is_given_later_is_a_target():
    text = f"{HALL}{SERVES}one = threading.Thread(daemon=True)\none.run = lambda: serve(hall.accept()[0])\n" \
        "one.start()\n"
    assert targets.no_target(source(text)) == ""
    assert targets.no_target(source(text.replace("one.run =", "run =")))
    assert targets.no_target(source("import psutil\nprint(psutil.Process().pid)\n")) == ""


@pytest.mark.parametrize("role", ["server", "client"])
def test_a_text_for_a_target_is_named_where_it_is_called(role):
    text = f"{HALL}{SERVES}threading.Thread(target='serve').start()\n"
    said = errors.explain(Fault(source(text, role), "TypeError: 'str' object is not callable", thread=True))
    assert said.startswith("a.py, line 6: 'serve' is a text")


def test_an_accept_before_the_loop_that_starts_threads():
    text = f"{HALL}{PASSES_ON}one, _ = hall.accept()\nwhile True:\n    people.append(one)\n    name = one.recv(9)\n" \
        "    threading.Thread(target=talk, args=(one,)).start()\n"
    said = "a.py, line 10: this accepts one client, and the loop (line 11) starts a thread for him again and again"
    assert accepting.accepts_outside(source(text)).startswith(said)
    assert lost.not_passed_on(source(text), source(CALL, "client")).startswith(said)
    sound = text.replace("    people.append", "    one, _ = hall.accept()\n    people.append")
    assert accepting.accepts_outside(source(sound)) == accepting.accepts_outside(source(CROWD)) == ""


@pytest.mark.parametrize("starts", [
    "threading.Thread(target=tell, args=(one, text)).start()",
    "each = threading.Thread(target=tell, args=(one, 'yes'))\n    each.start()\n    each.join()"])
def test_a_thread_for_each_message_of_the_only_client(starts):
    text = f"{HALL}one, _ = hall.accept()\nwhile True:\n    text = input()\n    {starts}\n"
    assert accepting.accepts_outside(source(text)) == ""


@pytest.mark.parametrize("again, said", [
    ("", "a.py, line 5: this is done once, and what comes later is received by nobody"),
    ("while True:\n    hear()\n", ""),
    ("import threading\ndef again():\n    threading.Timer(1, hear).start()\nagain()\n", "")])
def test_a_server_that_takes_in_one_datagram(again, said):
    server = source(f"{UDP}def hear():\n    data, who = sock.recvfrom(99)\n    sock.sendto(data, who)\n{again}hear()\n")
    assert rounds.hears_no_more(server)[:len(said) or None] == said
    itself = source(f"{UDP}def hear():\n    data, who = sock.recvfrom(99)\n    hear()\nhear()\n")
    assert rounds.hears_no_more(itself) == ""
    wrapped = source(f"{UDP}from again import forever\n@forever\ndef hear():\n    print(sock.recvfrom(99))\nhear()\n")
    assert rounds.hears_no_more(wrapped) == ""
    asks = source(f"{UDP}print(sock.recvfrom(99))\n{HALL}while True:\n    link, _ = hall.accept()\n")
    assert rounds.hears_no_more(asks) == ""
    if said:
        assert lost.not_passed_on(server, source(CALL, "client")).startswith(said)


@pytest.mark.parametrize("closes, said", [
    ("hall.close()\n", "a.py, line 5: this closes the listening socket, before anybody has been accepted"),
    ("print('open')\nhall.close()\n", "a.py, line 6: this closes the listening socket"),
    ("link, _ = hall.accept()\nhall.close()\n", ""), ("", ""),
    ("waits = threading.Thread(target=hall.accept)\nwaits.start()\nwaits.join()\nhall.close()\n", "")])
def test_a_listening_socket_that_is_closed_at_once(closes, said):
    server = source(f"import select, socket\nhall = socket.socket()\nhall.bind(('', 5000))\nhall.listen()\n{closes}"
                    "ready = select.select([hall], [], [])\nlink, _ = hall.accept()\n")
    for words in "OSError: [Errno 9] Bad file descriptor", "ValueError: file descriptor cannot be a negative integer":
        told = errors.explain(Fault(server, words, 6 + closes.count("\n")))
        assert told.startswith(said) if said else "before anybody" not in told
    own = source("from doors import listen\nhall = listen()\nlisten(hall)\nhall.close()\n")
    assert rounds.closed_at_once(own) == ""


@pytest.mark.parametrize("call, said", [
    ("link.connect(5000, '127.0.0.1')", "connect takes one address, in parentheses of its own"),
    ("link.connect((5000, '127.0.0.1'))", "an address is (host, port), in this order: ('127.0.0.1', 5000)"),
    ("link.connect(('127.0.0.1', '5000'))", "a port is a number: int('5000')"),
    ("link.sendto(('127.0.0.1', 5000), 'hello'.encode())", "what is sent comes first, and then whom to: sendto("
     "'hello'.encode(), ('127.0.0.1', 5000))"),
    ("link.connect(('127.0.0.1', 5000))", ""), ("link.sendto(b'hello', ('127.0.0.1', 5000))", ""),
    ("link.recieve(99)", "a socket has no recieve; recv is meant")])
def test_an_error_of_a_call_that_an_except_hides(call, said):
    told = hidden.hidden(source(TRIES.format(call), "client"))
    assert told.startswith(f"a.py, line 4: {said}") and "line 5 hides it" in told if said else told == ""
    again = "port = '5000'\n        port = int(port)\n        link.connect(('127.0.0.1', port))"
    for sound in again, "import smtplib; post = smtplib.SMTP(); post.connect('127.0.0.1', 25)":
        assert hidden.no_address(source(TRIES.format(sound.replace("\n        ", "; ")), "client")) == ""
    open_to_see = TRIES.format(call).replace("    print('no luck')", "    raise")
    assert hidden.no_address(source(open_to_see, "client")) == ""


def test_a_name_of_another_function_that_an_except_hides():
    text = f"{HALL}def tell(data):\n    try:\n        link.send(data)\n    except Exception:\n        print('gone')\n" \
        "def serve():\n    link, _ = hall.accept()\n    tell(link.recv(99))\nserve()\n"
    assert hidden.hidden(source(text)) == "a.py, line 5: link is not defined: it is a name of serve alone (line 8): " \
        "hand it over. The error is not seen, since line 6 hides it."
    assert hidden.hidden(source(text.replace("def serve():", "def serve():\n    global link"))) == ""
    several = f"{text}def hear(link):\n    print(link.recv(99))\n"
    assert "it is a name of other functions alone (line 8): hand it over" in hidden.hidden(source(several))
    handed = text.replace("link, _ = hall.accept()\n    tell(link", "hear(hall)\n    tell(hall") + \
        "def hear(link):\n    print(link.recv(99))\n"
    assert "it is a name of hear alone (line 12): hand it over" in hidden.hidden(source(handed))


def test_who_has_gone_by_an_error_that_is_hidden_is_the_cause_at_the_other_side():
    client = source(TRIES.format("link.connect(('', 5000)); link.recieve(9)"), "client", "c.py")
    server = source(f"{HALL}link, _ = hall.accept()\nlink.send(b'name?')\nlink.send(b'hello')\n", name="s.py")
    seen = "it has ended: BrokenPipeError: [Errno 32] Broken pipe, line 5"
    result = Result("starts", "", MISSED, expected="the server to start, and to go on", seen=seen,
                    waits=[seen.replace("it", "the server")])
    assert hints.starts(result, None, server, client).startswith("c.py, line 4: a socket has no recieve")


def test_a_question_that_bytes_never_equal():
    text = CALL + "while data := link.recv(99):\n    if data == 'ok':\n        link.sendall(b'hello')\n"
    said = "a.py, line 4: what recv gives is bytes, and is never equal to the text 'ok'"
    # what is given by := is no value that is followed; by = it is
    text = text.replace("while data := link.recv(99):\n", "while True:\n    data = link.recv(99)\n")
    said = said.replace("line 4", "line 5")
    assert comparing.talks_never(source(text, "client")).startswith(said)
    assert lost.not_passed_on(source(HALL), source(text, "client")).startswith(said)
    leaves = text.replace("link.sendall(b'hello')\n", "link.sendall(b'bye')\n        break\n")
    assert comparing.talks_never(source(leaves, "client")) == ""  # no message waits for that
    assert comparing.talks_never(source(text.replace("==", "!="), "client")) == ""  # which always holds
    otherwise = f"{text}    else:\n        link.sendall(input().encode())\n"
    assert comparing.talks_never(source(otherwise, "client")) == ""


@pytest.mark.parametrize("then, said", [
    ("if data == '':\n        break\n    print(data)", "a.py, line 5: what recv gives is bytes, also b''"),
    ("if data != '':\n        print(data)", "a.py, line 5: what recv gives is bytes, also b''"),
    ("if data == '' or not data:\n        break\n    print(data)", ""),
    ("if data == '' or data == b'':\n        break\n    print(data)", ""),
    ("if len(data) == 0:\n        break\n    if data != '':\n        print(data)", "")])
def test_an_end_that_is_looked_for_as_a_text(then, said):
    server = source(f"{CALL}while True:\n    data = link.recv(99)\n    {then}\n")
    assert comparing.never_empty_text(server)[:len(said) or None] == said
    own = "class Link:\n    def recv(self):\n        return self.sock.recv(99).decode()\n" \
        "kind = Link if TEXT else Other\nlink = kind()\n"
    reads = server.script.source.replace("recv(99)", "recv()")
    assert comparing.never_empty_text(source(reads.replace("while True", f"{own}while True"))) == ""


@pytest.mark.parametrize("codec, said", [
    ("'utf-16'", "a.py, line 5: this decodes utf-16, which neither program encodes"), ("", ""), ("'utf-8'", ""),
    ("'latin-1'", ""), ("CODEC", "")])
def test_a_decode_of_letters_that_nobody_has_written_so(codec, said):
    client = source(f"{CALL}def hear():\n    while True:\n        print(link.recv(99).decode({codec}))\n"
                    "threading.Thread(target=hear).start()\nlink.send(input().encode())\n", "client")
    server = source(f"{HALL}hall.accept()[0].send('x'.encode())\n")
    assert comparing.other_codec(client, server)[:len(said) or None] == said
    assert lost_at_clients.not_shown(client, server)[:len(said)] == said
    for writes in "'x'.encode('utf-16')", "bytes('x', 'utf-16')", "bytes('x', encoding='utf-16')", "bytes('x', CODEC)":
        both = source(f"{HALL}hall.accept()[0].send({writes})\n")
        assert comparing.other_codec(client, both) == ""
    stored = source(f"{CALL}print(open('notes', 'rb').read().decode('utf-16'))\nlink.send('x'.encode())\n", "client")
    assert comparing.other_codec(stored, server) == ""  # what it reads has not come


@pytest.mark.parametrize("loop, said", [
    ("while True:\n    if text == 'exit':\n        break\n    tell(text)\n", "a.py, line 5: its user is asked here"),
    ("while True:\n    tell(text)\n    text = input()\n", ""),
    ("while True:\n    tell(text)\n    print(link.recv(99))\n", ""),
    ("while text:\n    tell(text)\n    break\n", ""),
    ("while True:\n    size = link.send(text)\n    text = text[size:]\n    if not text:\n        break\n", ""),
    ("while True:\n    try:\n        tell(text)\n        break\n    except OSError:\n        pass\n", ""),
    ("while True:\n    if link.send(text) == len(text):\n        break\n", ""),
    ("import sys\nwhile True:\n    for line in sys.stdin:\n        tell(text + line)\n", ""),
    ("import msvcrt\nwhile True:\n    key = msvcrt.getwch()\n    tell(text + key)\n", "")])
def test_a_question_before_the_loop_that_sends_its_answer(loop, said):
    client = source(f"{CALL}def tell(text):\n    link.sendall(text.encode())\ntext = input()\n{loop}", "client")
    assert asking.floods(client)[:len(said) or None] == said
    if said:
        assert lost.not_passed_on(source(HALL), client).startswith(said)


def test_who_ends_its_side_after_each_line():
    text = f"{HALL}link, _ = hall.accept()\nfor line in link.makefile():\n    print(line)\n    link.sendall(b'yes')\n"
    assert order.ends_its_side(source(f"{text}    link.shutdown(socket.SHUT_WR)\n")).startswith("a.py, line 7: after")
    assert order.ends_its_side(source(f"{text}link.shutdown(socket.SHUT_WR)\n")) == ""
    each = "while True:\n    link = socket.create_connection(('', 5000))\n    link.sendall(input().encode())\n" \
        "    link.shutdown(socket.SHUT_WR)\n    print(link.recv(99))\n"
    assert order.ends_its_side(source(f"import socket\n{each}", "client")) == ""


@pytest.mark.parametrize("words, said", [
    ("TypeError: can't concat builtin_function_or_method to bytearray", "a.py, line 4: a method is called with"),
    ("TypeError: unsupported operand type(s) for +: 'int' and 'builtin_function_or_method'", "a.py, line 4: a method"),
    ("TypeError: unsupported operand type(s) for +=: 'float' and 'method'", "a.py, line 4: a method is called with"),
    ("AttributeError: 'builtin_function_or_method' object has no attribute 'decode'", "a.py, line 4: a method is")])
def test_a_method_without_parentheses_that_a_walrus_gives(words, said):
    client = source(f"{CALL}buffer = bytearray()\nwhile data := link.recv:\n    buffer = buffer + data\n", "client")
    assert errors.explain(Fault(client, words, 5)).startswith(said)


def test_a_socket_of_tcp_that_takes_datagrams():
    text = "import socket\nsock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)\nsock.bind(('', 5000))\n" \
        "data, who = sock.recvfrom(99)\n"
    words = "OSError: [Errno 107] Transport endpoint is not connected"
    assert errors.explain(Fault(source(text), words, 4)).startswith("a.py, line 2: this is a socket of TCP, and a.py")
    listens = text.replace("data,", "sock.listen()\ndata,")
    assert "socket of TCP" not in errors.explain(Fault(source(listens), words, 5))


def test_a_swapped_address_that_an_except_has_printed_has_its_line():
    text = "import socket\nPORT = 5000\nhall = socket.socket()\ntry:\n    hall.bind((PORT, ''))\nexcept Exception as " \
        "error:\n    print(error)\n"
    said = errors.explain(Fault(source(text), "TypeError: str, bytes or bytearray expected, not int"))
    assert said == "a.py, line 5: an address is (host, port), in this order, and here a number stands first: ('', " \
        "PORT)."


def test_a_pair_that_hears_once_over_udp_is_told_so():
    server = source(f"{UDP}data, who = sock.recvfrom(99)\nprint(data)\nsock.sendto(input().encode(), who)\n")
    result = Result("message", "", MISSED, seen="it shows nothing new, though it was sent")
    assert "this is done once, and what comes later" in lost_in_pairs.where_lost(result, source(CALL, "client"), server)


def test_what_a_client_says_as_it_ends_is_quoted_in_whatever_language(tmp_path):
    (tmp_path / "a.py").write_text(CROWD)
    (tmp_path / "b.py").write_text(
        "import socket, sys, threading\nlink = socket.socket()\ntry:\n    link.connect('127.0.0.1', 7309)\nexcept:\n"
        "    print('Nao foi possivel conectar')\n    sys.exit(1)\ndef hear():\n    while data := link.recv(999):\n"
        "        print(data.decode())\nthreading.Thread(target=hear, daemon=True).start()\nwhile True:\n"
        "    link.sendall(input().encode())\n")
    [section] = [one for one in grade(tmp_path).sections if one.name == "tcp-chat"]
    starts = section.results[0]
    assert starts.screens["client"] == ["Nao foi possivel conectar"]
    assert starts.hint.startswith("b.py, line 4: connect takes one address")


def test_an_accept_that_is_told_how_long_to_wait_is_of_no_socket():
    text = "import demo\nlink = hall.accept{}\ntry:\n    link.send(b'x')\nexcept Exception:\n    pass\n"
    assert hidden.hidden(source(text.format("()"))).startswith("a.py, line 2: accept gives two things")
    assert hidden.hidden(source(text.format("(20)"))) == ""


def test_a_class_that_receives_for_whoever_asks_it():
    text = f"{UDP}class Post:\n    def take(self):\n        return sock.recvfrom(99)\n"
    assert rounds.hears_no_more(source(text)) == ""
    assert rounds.hears_no_more(source(f"{text}print(Post().take())\n"))
    assert rounds.hears_no_more(source(f"{text}post = Post()\nwhile True:\n    print(post.take())\n")) == ""


def test_a_thread_of_one_s_own_class_that_is_given_no_tuple():
    text = f"{HALL}class Talk(threading.Thread):\n    def __init__(self, link):\n        super().__init__(" \
        "target=print, args=(link))\nlink, _ = hall.accept()\nTalk(link).start()\n"
    words = "TypeError: print() argument after * must be an iterable, not socket"
    said = errors.explain(Fault(source(text), words, thread=True))
    assert said == "a.py, line 5: one argument in parentheses is a tuple only with a comma: args=(link,)."
    assert errors.explain(Fault(source(text.replace("(link))\n", "(link,))\n")), words, thread=True)) == ""


def test_a_thread_of_one_s_own_class_that_hands_its_arguments_on():
    text = f"{HALL}class Talk(threading.Thread):\n    def __init__(self, what, args):\n        super().__init__(" \
        "target=what, args=args)\nlink, _ = hall.accept()\nTalk(print, (link)).start()\n"
    words = "TypeError: print() argument after * must be an iterable, not socket"
    said = errors.explain(Fault(source(text), words, thread=True))
    assert said == "a.py, line 7: one argument in parentheses is a tuple only with a comma: (link,), which line 5 " \
        "hands to the thread."


def test_a_pair_whose_two_have_changed_places():
    text = f"{UDP}packet = sock.recvfrom(99)\ntext, who = packet[1], packet[0]\nprint(text.decode())\n"
    words = "AttributeError: 'tuple' object has no attribute 'decode'"
    said = "a.py, line 5: packet[0] is what has come, and packet[1] the address it came from"
    assert errors.explain(Fault(source(text), words, 6)).startswith(said)
    assert errors.explain(Fault(source(text.replace("text, who = packet[1], packet[0]\nprint(text", "print(packet[1]")),
                                words, 5)).startswith(said)
    whole = text.replace("packet[1], packet[0]", "packet, 5")
    assert "changed places" not in errors.explain(Fault(source(whole), words, 6))


@pytest.mark.parametrize("test, leaves, told", [
    ("one is author", "break", True), ("author == one", "return", True), ("one is author", "continue", False),
    ("one is not author", "break", False)])
def test_a_loop_that_is_left_at_the_author(test, leaves, told):
    server = source(f"{HALL}people = [hall.accept()[0]]\ndef tell(author, data):\n    for one in people:\n"
                    f"        if {test}:\n            {leaves}\n        one.sendall(data)\n")
    said = told and f"a.py, line 7: this {leaves} leaves the loop over the clients (line 5) at the author, so those " \
        "behind him get nothing: continue is meant."
    assert broadcasting.stops_at_author(server) == (said or "")


def test_a_sign_of_one_byte_is_not_what_cuts_a_message():
    text = f"{HALL}link, _ = hall.accept()\nkind = link.recv(1)\nprint(link.recv(8))\n"
    result = Result("message", "", MISSED, expected="client 2 to show 'mumosapo3'", seen="it shows 'mumosapo'")
    assert framed.cut(result, source(text)).startswith("a.py, line 5: recv takes at most 8 bytes here, and")
    assert framed.cut(result, source(text.replace("recv(8)", "recv(9)"))) == ""


def test_a_method_that_is_asked_for_what_it_would_give():
    text = f"{HALL}link, _ = hall.accept()\ntry:\n    print(link.recv.decode())\nexcept Exception:\n    pass\n"
    assert hidden.hidden(source(text)).startswith("a.py, line 5: a method is called with parentheses after its name: "
                                                  "recv(...).decode. The error is not seen, since line 6 hides it.")
    assert hidden.hidden(source(text.replace("recv.", "recv(9)."))) == ""


def test_a_method_without_self_in_a_file_that_is_imported():
    store = "class Store:\n    def __init__(number):\n        self.number = number\n"
    client = source(f"from store import Store\n{CALL}kept = Store(7)\nlink.send(b'x')\n", "client",
                    modules=[("store.py", store)])
    said = errors.explain(Fault(client, "TypeError: Store.__init__() takes 1 positional argument but 2 were given", 4))
    assert said == "store.py, line 2: the first parameter of a method is self: def __init__(self, ...)."


def test_a_sendto_the_other_way_round_that_an_except_has_printed():
    text = f"{UDP}who = ('127.0.0.1', 5001)\ntry:\n    sock.sendto(who, 'hi'.encode())\nexcept Exception as error:\n" \
        "    print(error)\n"
    fault = Fault(source(text), "a bytes-like object is required, not 'tuple'")
    assert errors.explain(fault).startswith("a.py, line 6: sendto takes the bytes first")
    sound = text.replace("who, 'hi'.encode()", "'hi'.encode(), who")
    assert "sendto takes" not in errors.explain(Fault(source(sound), "a bytes-like object is required, not 'tuple'"))


def test_who_ends_its_side_to_each_of_those_who_are_told():
    text = f"{HALL}people = []\ndef tell(data):\n    for one in people:\n        one.sendall(data)\n" \
        "        one.shutdown(socket.SHUT_WR)\ndef serve(link):\n    while data := link.recv(99):\n        tell(data)\n"
    assert order.ends_its_side(source(text)).startswith("a.py, line 7: after this nothing more can be sent")
    last = text.replace("        tell(data)\n", "        print(data)\n    tell(b'bye')\n")
    assert order.ends_its_side(source(last)) == ""


def test_of_two_methods_of_one_name_the_one_that_python_names():
    text = f"{CALL}class Speak:\n    def __init__(self, link):\n        pass\nclass Hear(threading.Thread):\n" \
        "    def __init__(link):\n        pass\nHear(link).start()\n"
    said = errors.explain(Fault(source(text, "client"), "TypeError: Hear.__init__() takes 1 positional argument but 2 "
                                "were given", 9))
    assert said == "a.py, line 7: the first parameter of a method is self: def __init__(self, ...)."


@pytest.mark.parametrize("again, starts, told", [
    ("if True:\n            ", "Hear().start()\n", True), ("while True:\n            ", "Hear().start()\n", False),
    ("if True:\n            ", "while input():\n    Hear().start()\n", False)])
def test_a_thread_of_one_s_own_class_that_receives_once(again, starts, told):
    client = source(f"{CALL}class Hear(threading.Thread):\n    def run(self):\n        {again}print(link.recv(9))\n"
                    f"{starts}link.send(input().encode())\n", "client")
    assert unreached.hears_one(client).startswith("a.py, line 6: this is done once, and then the thread") is told


def test_what_is_sent_again_and_again_and_grows():
    text = f"{CALL}text = input()\nwhile True:\n    text = 'me: ' + text\n    link.sendto(text.encode(), ('', 5000))\n"
    words = "OSError: [Errno 90] Message too long"
    assert errors.explain(Fault(source(text, "client"), words, 6)).startswith("a.py, line 3: its user is asked here")
    sound = text.replace("'me: ' + text", "'me: ' + input()")
    assert "65,507" in errors.explain(Fault(source(sound, "client"), words, 6))


def test_an_accept_before_the_loop_that_closes_what_it_gave():
    text = f"{HALL}link, _ = hall.accept()\nwhile True:\n    with link:\n        for line in link.makefile():\n" \
        "            print(line)\n"
    words = "OSError: [Errno 9] Bad file descriptor"
    assert errors.explain(Fault(source(text), words, 6)) == "a.py, line 3: this accepts one client, and the loop " \
        "(line 4) closes link each time round (line 5): accept belongs in the loop."
    sound = text.replace("    with link", "    link, _ = hall.accept()\n    with link")
    assert accepting.closes_the_only_one(source(sound)) == ""


def test_a_socket_of_ipv6_has_its_line_over_udp_too():
    client = source("import socket\nsock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)\n"
                    "sock.sendto(input().encode(), ('localhost', 5000))\n", "client")
    assert whereto.other_family(source(UDP), client).startswith("a.py, line 2: the client calls over IPv6")


@pytest.mark.parametrize("brings, made, said", [
    ("import socket\n", "s = socket.socket()\ns.bind", "s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)"),
    ("from socket import *\n", "hall = socket()\nhall.bind", "hall.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)"),
    ("import socket as net\n", "s = net.socket()\ns.bind", "s.setsockopt(net.SOL_SOCKET, net.SO_REUSEADDR, 1)"),
    ("from socket import socket\n", "s = socket()\ns.bind",
     "s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1), with both names imported from socket")])
def test_how_a_port_is_kept_is_said_in_the_names_of_the_source(brings, made, said):
    server = source(f"{brings}{made}(('', 5000))\n{made.split()[0]}.listen()\n{made.split()[0]}.accept()\n")
    assert hints.again(None, None, server, None).endswith(f"Before bind: {said}, or use create_server.")


@pytest.mark.parametrize("after, told", [
    ("asks.join()\nwhile data := link.recv(99):\n    print(data)\n", True),
    ("while data := link.recv(99):\n    print(data)\nasks.join()\n", False),
    ("asks.join()\nprint('bye')\n", False)])
def test_a_join_of_who_asks_before_anything_is_received(after, told):
    client = source(f"{CALL}def ask():\n    while text := input():\n        link.sendall(text.encode())\n"
                    f"asks = threading.Thread(target=ask)\nasks.start()\n{after}", "client")
    said = "a.py, line 8: join waits here until asks has ended, in which the user is asked, and what comes is " \
        "received only behind it (line 9): leave this join out."
    assert unreached.starts_behind_join(client) == (said if told else "")
    assert not told or lost_at_clients.not_shown(client, source(HALL)) == said
