"""Sides: which word, switch or question makes one program for both the server or the client, over TCP or UDP."""
import pytest
from handins import CLIENT, chosen, lay, one
from performing import performed

from lab12.finder import handin
from lab12.finder.source import read
from lab12.grader.reading import Source

TWO_SIDES = ("import socket\nimport sys\ndef serve():\n    s = socket.socket()\n    s.bind(('', 5000))\n"
             "    s.listen()\n    c, a = s.accept()\ndef call():\n    s = socket.socket()\n"
             "    s.connect(('127.0.0.1', 5000))\n    s.send(input().encode())\n")


@pytest.mark.parametrize(("choice", "server", "client"), [
    ("if sys.argv[1] == 'server':\n    serve()\nelse:\n    call()", "server", "client"),
    ("if len(sys.argv) != 2:\n    print('usage: x.py client|server')\nelif sys.argv[1].lower() == 'client':\n"
     "    call()\nelif sys.argv[1] == 'server':\n    serve()", "server", "client"),
    ("if sys.argv[1] in ('-c', '--connect'):\n    call()\nelif sys.argv[1] in ('-s', '--serve'):\n    serve()",
     "-s", "-c"),
    ("if 'wait' in sys.argv:\n    serve()\nelse:\n    call()", "wait", "client"),
    ("if sys.argv[1] == 'name':\n    call()\nelif sys.argv[1] == 'host':\n    serve()", "host", "name"),
    ("match sys.argv[1]:\n    case 's':\n        serve()\n    case 'c':\n        call()", "s", "c"),
    ("{'a': serve, 'b': call}[sys.argv[1]]()", "a", "b"),
    ("words = sys.argv[1:]\nif words == ['wait']:\n    serve()\nelif words == ['dial']:\n    call()", "wait", "dial"),
    ("globals()[sys.argv[1]]()", "serve", "call"),
    ("getattr(sys.modules[__name__], sys.argv[1])()", "serve", "call"),
    ("what = sys.argv[1]\nvars()[what]()", "serve", "call"),
    ("work = {'a': serve, 'b': call}\nmode = sys.argv[1] if len(sys.argv) > 1 else 'b'\nwork.get(mode, call)()",
     "a", "b"),
])
def test_the_word_that_tells_a_side(choice, server, client):
    """One program is server or client by a word on its command line: that word is typed, whatever it is."""
    script = one(TWO_SIDES + choice)
    assert (script.role, script.command("server"), script.command("client")) == ("both", [server], [client])


@pytest.mark.parametrize(("choice", "server", "client"), [
    ("if sys.argv[1] == 'server':\n    serve(int(sys.argv[2]))\nelse:\n    call(sys.argv[2], int(sys.argv[3]))",
     ["server", "12346"], ["client", "127.0.0.1", "12345"]),
    ("mode = sys.argv[1]\nport = int(sys.argv[2])\nif mode == 'server':\n    serve(port)\nelse:\n"
     "    call(sys.argv[3], port)", ["server", "12345"], ["client", "12345", "127.0.0.1"]),
    ("if len(sys.argv) == 2 and sys.argv[1] == '-s':\n    serve()\nelif len(sys.argv) == 3 and sys.argv[1] == '-c':\n"
     "    call(sys.argv[2])\nelse:\n    print('usage')", ["-s"], ["-c", "127.0.0.1"]),
    ("if sys.argv[1] == 's':\n    serve(int(sys.argv[2]) if len(sys.argv) > 2 else 7000)\nelse:\n"
     "    call(sys.argv[2], 7000)", ["s"], ["client", "127.0.0.1"]),
])
def test_each_side_has_its_own_command_line(choice, server, client):
    """What only one side takes from the command line is given to that side."""
    script = one("import socket\nimport sys\ndef serve(port=7000):\n    s = socket.socket()\n    s.bind(('', port))\n"
                 "    s.listen()\n    c, a = s.accept()\ndef call(host, port=7000):\n    s = socket.socket()\n"
                 "    s.connect((host, port))\n    s.send(input().encode())\n" + choice)
    assert (script.command("server"), script.command("client")) == (server, client)


BOTH = ("import socket\nimport sys\n{}\nif {}:\n    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "    s.bind(('', 5000))\n    data, a = s.recvfrom(9)\nelse:\n    s = socket.socket()\n    s.bind(('', 6000))\n"
        "    s.listen()\n")
OPTION = "import argparse\np = argparse.ArgumentParser()\np.add_argument({})\nargs = p.parse_args()"


@pytest.mark.parametrize(("given", "choice", "server", "client"), [
    ("'role'", "if args.role == 's':\n    serve()\nelse:\n    call()", "s", "client"),
    ("'-m', '--mode', choices=['wait', 'dial'], default='wait'",
     "if args.mode == 'wait':\n    serve()\nelse:\n    call()", "--mode wait", "--mode dial"),
    ("'--as', dest='side'", "match args.side.lower():\n    case 'guest':\n        call()\n    case 'host':\n"
     "        serve()", "--as host", "--as guest"),
    ("'what', nargs='?', default='c'", "what = args.what\nif what == 's':\n    serve()\nelif what == 'c':\n    call()",
     "s", "c"),
    ("'kind', choices=('join', 'host')", "if args.kind == 'join':\n    call()\nelse:\n    serve()", "host", "join"),
    ("'-r'", "def main(port, r):\n    serve() if r == 'a' else call()\nmain(5000, args.r)", "-r a", "-r client")])
def test_the_word_of_argparse_that_tells_a_side(given, choice, server, client):
    """An argument or an option with a value may decide, too, whatever it is called."""
    script = one(TWO_SIDES + OPTION.format(given) + "\n" + choice)
    assert (script.role, " ".join(script.command("server")), " ".join(script.command("client"))) == (
        "both", server, client)


OVER_UDP = ("import socket\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ndef serve():\n"
            "    sock.bind(('', 5000))\n    data, who = sock.recvfrom(99)\n    sock.sendto(input().encode(), who)\n"
            "def call():\n    sock.sendto(input().encode(), ('', 5000))\n    print(sock.recv(99))\n")


@pytest.mark.parametrize("functions", [TWO_SIDES, OVER_UDP])
@pytest.mark.parametrize("choice", [
    "if args.s:\n    serve()\nelif args.c:\n    call()", "if args.s:\n    serve()\nif args.c:\n    call()",
    "if args.c:\n    call()\nelif args.s:\n    serve()\nelse:\n    p.print_help()"])
def test_two_switches_of_one_letter_tell_the_sides(functions, choice):
    script = one(functions + OPTION.format("'-s', action='store_true'").replace(
        "args =", "p.add_argument('-c', action='store_true')\nargs =") + "\n" + choice)
    assert (script.role, script.command("server"), script.command("client")) == ("both", ["-s"], ["-c"])


@pytest.mark.parametrize("role, line", [("server", 7), ("client", 9)])
def test_a_side_is_told_by_what_is_done_there(role, line):
    """What the hint quotes is of the program that it is about, whatever the word is that makes it one."""
    choice = OVER_UDP.replace("def serve():", "import sys\nif sys.argv[1] == '-s':")
    script = one(choice.replace("def call():", "else:"))
    assert Source(script, role).of("sendto")[0].lineno == line


@pytest.mark.parametrize(("given", "test", "tcp", "udp"), [
    ("", "sys.argv[1] == 'udp'", "tcp", "udp"),
    ("", "'--udp' in sys.argv", "", "--udp"),
    ("u = '--udp' in sys.argv", "u", "", "--udp"),
    ("mode = sys.argv[1] if len(sys.argv) > 1 else 'tcp'", "mode == 'udp'", "tcp", "udp"),
    ("mode = sys.argv[1]", "mode != '1'", "1", "2"),
    (OPTION.format("'--udp', action='store_true'"), "args.udp", "", "--udp"),
    (OPTION.format("'-u', dest='udp', action='store_true'"), "args.udp", "", "-u"),
    (OPTION.format("'--udp', '-u', action='store_true'"), "args.udp", "", "-u"),
    (OPTION.format("'proto', nargs='?', default='tcp'"), "args.proto == 'udp'", "tcp", "udp"),
    (OPTION.format("'--tcp', action='store_true'"), "not args.tcp", "--tcp", ""),
    (OPTION.format("'--over', default='tcp'"), "args.over.lower() == 'udp'", "--over tcp", "--over udp"),
    (OPTION.format("'kind', choices=['tcp', 'udp']"), "args.kind == 'udp'", "tcp", "udp")])
def test_one_program_for_both_transports(given, test, tcp, udp):
    """A program over either transport is read as one of each, and its command line chooses."""
    both = read("a.py", BOTH.format(given, test))
    assert [(one.transport, one.role, one.port) for one in both] == [("tcp", "server", 6000), ("udp", "server", 5000)]
    assert [" ".join(one.command("server")) for one in both] == [tcp, udp]


@pytest.mark.parametrize(("given", "test", "tcp", "udp"), [
    ("kind = input('TCP or UDP? ')", "kind == 'UDP'", "TCP", "UDP"),
    ("print('1. TCP')\nprint('2. UDP')\nkind = int(input('? '))", "kind == 2", "1", "2"),
    ("kind = input('t/u ').strip().lower()", "kind.startswith('u')", "t", "u")])
def test_both_transports_by_a_question(given, test, tcp, udp):
    """A program that asks for the transport is read as one of each, and the answer chooses."""
    both = read("a.py", BOTH.format(given, test))
    assert [one.transport for one in both] == ["tcp", "udp"]
    assert [[question.answers for question in one.questions] for one in both] == [[{"choice": tcp}], [{"choice": udp}]]


def test_the_half_over_the_other_transport(tmp_path):
    """Of a server over both, with a client over TCP alone, what is over UDP is marked as a half."""
    source = BOTH.format("kind = input('? ')", "kind == 'udp'")
    found = handin.find(lay(tmp_path, {"server.py": source, "client.py": CLIENT.replace("5000", "6000")}))
    assert chosen(found, "tcp-pair") == ("server.py", "client.py") and chosen(found, "udp-pair") == ("server.py", "")


TWO_IN_ONE = ("import socket, sys\ndef hear(port=5000):\n    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
              "    s.bind(('', port))\n    while True:\n        data, a = s.recvfrom(99)\n"
              "        s.sendto(input().encode(), a)\ndef say(port=5000):\n"
              "    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n    while True:\n"
              "        s.sendto(input().encode(), ('', port))\n        print(s.recvfrom(99))\n")


@pytest.mark.parametrize(("last", "role"), [
    ("", "both"), ("hear()", "both"), ("{'hear': hear, 'say': say}[sys.argv[1]]()", "both"),
    ("hear()\nsay()", "server"), ("import threading\nthreading.Thread(target=hear).start()\nsay()", "server")])
def test_two_udp_programs_in_one_file(last, role):
    """Each has a socket of its own, and one of them is run, or none; a peer runs both."""
    assert one(TWO_IN_ONE + last).role == role


@pytest.mark.parametrize("table", ["KINDS", "list(KINDS)", "KINDS.keys()", "('hear', 'say')"])
def test_the_sides_are_the_keys_of_a_table(table):
    """A word of argparse's choices says which of two programs is run, whatever the argument is called."""
    source = (f"{TWO_IN_ONE}KINDS = {{'server': hear, 'client': say}}\nimport argparse\n"
              "p = argparse.ArgumentParser()\np.add_argument('which', choices=KINDS)\n"
              "KINDS[p.parse_args().which]()\n").replace("=KINDS)", f"={table.replace('hear', 'server')})")
    script = one(source.replace("'say')", "'client')"))
    assert (script.role, script.command("server"), script.command("client")) == ("both", ["server"], ["client"])


@pytest.mark.parametrize(("loop", "within"), [
    ("for word in ('serve', 'join')", ""), ("for word, work in ('serve', serve), ('join', call)", ""),
    ("for work, word in [(serve, 'serve'), (call, 'join')]", "\n    part.set_defaults(work=work)")])
def test_commands_that_a_loop_makes(loop, within):
    source = (f"{TWO_SIDES}import argparse\np = argparse.ArgumentParser()\nsub = p.add_subparsers(dest='word')\n"
              f"{loop}:\n    part = sub.add_parser(word){within}\na = p.parse_args()\n"
              "serve() if a.word == 'serve' else call()\n")
    script = one(source)
    assert (script.role, script.command("server"), script.command("client")) == ("both", ["serve"], ["join"])


@pytest.mark.parametrize(("given", "test"), [("m = input()", "m"), ("m = input()", "not m"),
                                             ("m = input()", "m.isdigit()"), ("udp = False", "udp"),
                                             ("x = input()", "len(sys.path) > 9")])
def test_not_for_its_user_to_choose(given, test):
    """A program of which nobody but its author chooses the transport is read as one."""
    assert one(BOTH.format(given, test)).transport == "tcp"


@pytest.mark.parametrize(("kind", "opens"), [
    ("required=True", "if a.listen:"), ("", "if a.listen is not None:"), ("required=True", "if not a.connect:")])
def test_an_option_with_a_value_tells_a_side(kind, opens):
    """One of two options has to be given, each with what its side needs."""
    source = (f"{TWO_SIDES}import argparse\np = argparse.ArgumentParser()\n"
              "g = p.add_mutually_exclusive_group(required=True)\ng.add_argument('--listen', type=int)\n"
              "g.add_argument('--connect', nargs=2, metavar=('HOST', 'PORT'))\na = p.parse_args()\n"
              f"{opens}\n    serve()\nelse:\n    call()\n").replace("(required=True)", f"({kind})")
    assert one(source).commands == {"server": ["--listen", "port"], "client": ["--connect", "host", "port"]}


FIRST_COME = """import socket
HERE = ("127.0.0.1", 7436)
def hold(sock):
    while True:
        data, whose = sock.recvfrom(999)
        print(data.decode())
        sock.sendto(input("me: ").encode(), whose)
def call():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    while (text := input("me: ")) != "exit":
        sock.sendto(text.encode(), HERE)
        print(sock.recvfrom(999)[0].decode())
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    sock.bind(HERE)
except OSError:
    call()
else:
    hold(sock)
"""


@pytest.mark.usefixtures("copies")
def test_who_comes_second_over_udp_calls(tmp_path):
    """One started alone is the server, so none is missing."""
    names = "starts", "message", "reply", "turns", "alone"
    assert performed(tmp_path, "udp-pair", {"duo.py": FIRST_COME}, *names)[0] == dict.fromkeys(names, "passed")


def test_who_only_complains_that_a_port_is_taken_calls_nobody():
    complains = FIRST_COME.replace("except OSError:\n    call()", "except OSError:\n    print(1)")
    assert one(complains).role == "server"


NESTED = """import socket, threading
def by_stream():
    def hear(one):
        while data := one.recv(99):
            print(data)
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.bind(('', 7000))
    door.listen()
    while True:
        one, _ = door.accept()
        threading.Thread(target=hear, args=(one,)).start()
def by_datagram():
    door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    door.bind(('', 7000))
    while True:
        print(door.recvfrom(99))
def socket():
    if input('t or u? ') == 't':
        by_stream()
    else:
        by_datagram()
socket()
"""


def test_what_is_named_nowhere_any_more_may_stand_in_a_function():
    """It is left there; that it cannot be taken out ends the search for more."""
    [script] = read("a.py", NESTED)
    assert (script.role, script.transport) == ("server", "tcp")


KIND = "import socket, sys\nlink = socket.create_connection((sys.argv[1], 5000))\nkind = sys.argv[2]\n"
BY_ITSELF = "    while data := link.recv(99):\n        link.send(data[::-1])\n"
BY_USER = "    while True:\n        link.send(input().encode())\n"


@pytest.mark.parametrize("does, wanted", [
    (f"if kind == 'me':\n{BY_USER}link.send(link.recv(99))\n", "me"),
    (f"if kind == 'parrot':\n{BY_ITSELF}elif kind == 'person':\n{BY_USER}", "person"),
    (f"if sys.argv[2] == 'talk':\n{BY_USER}else:\n{BY_ITSELF}", "talk"),
    ("if kind == 'blue':\n    print('a fine colour')\nwhile True:\n    link.send(input().encode())\n", "Anna"),
    (f"if kind == 'loud':\n{BY_USER}else:\n{BY_USER}", "Anna")])
def test_the_word_by_which_a_client_asks_its_user_is_told_on_the_command_line(does, wanted):
    """By any other one, such as the name of a bot, it talks by itself."""
    [script] = read("a.py", KIND + does)
    assert script.command("client") == ["127.0.0.1", wanted]
