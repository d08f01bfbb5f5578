"""Pairing: which files belong together, and which of several pairs is marked."""
import pytest
from handins import CLIENT, PAIR, SERVER, chosen, lay

from lab12.finder import handin, unpack
from lab12.grader import verdict


def test_ports_decide_between_pairs(tmp_path):
    """Of two servers and two clients, those belong together that meet at one port."""
    files = {"s1.py": SERVER, "b.py": CLIENT,
             "s2.py": SERVER.replace("5000", "6000"), "a.py": CLIENT.replace("5000", "6000")}
    pairs = handin.find(lay(tmp_path, files)).pairs["tcp-pair"][:2]
    assert {(pair.server.path, pair.client.path) for pair in pairs} == {("s1.py", "b.py"), ("s2.py", "a.py")}


def test_folders_tell_one_practical_from_another(tmp_path):
    """The pair in the folder of 12b is marked, not that of 12a or 13, and the others are told of."""
    files = {f"{folder}/{name}": text for folder in ("Practical 12a", "Practical 12b", "Practical 13")
             for name, text in PAIR.items()}
    found = handin.find(lay(tmp_path, files))
    assert chosen(found, "tcp-pair") == ("Practical 12b/server.py", "Practical 12b/client.py")
    assert len(found.pairs["tcp-pair"]) == 1 and found.others


@pytest.mark.parametrize("folder, first", [("Sample Assignment", False), ("ejemplo", False), ("Assignment", True)])
def test_a_sample_comes_after_what_was_made_of_it(folder, first, tmp_path):
    """It may have been given; alone it is marked as any other."""
    own, given = ({f"{where}/{name}": text for name, text in PAIR.items()} for where in ("mine/work", folder))
    found = handin.find(lay(tmp_path / "both", own | given))
    assert (found.pairs["tcp-pair"][0].server.path == f"{folder}/server.py") is first
    assert handin.find(lay(tmp_path / "one", given)).pairs["tcp-pair"]


DATAGRAMS = "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
TALLY = f"{DATAGRAMS}s.bind(('127.0.0.1', 6399))\nwhile True:\n" \
    "    text, whose = s.recvfrom(999)\n    print(text.decode())\n    s.sendto(b'noted', whose)\n"
DESK = f"{DATAGRAMS}s.bind(('127.0.0.1', 6303))\nwhile True:\n" \
    "    text, whose = s.recvfrom(999)\n    print(text.decode())\n    s.sendto(text, ('127.0.0.1', 6399))\n" \
    "    s.sendto(input('Reply: ').encode(), whose)\n"
CALLER = f"{DATAGRAMS}while True:\n" \
    "    s.sendto(input('Message: ').encode(), ('127.0.0.1', 6303))\n    print(s.recvfrom(999)[0].decode())\n"


def test_a_server_that_tells_a_third_program_all_is_no_client_of_it(tmp_path):
    """It is one only where nobody calls it: a pair that begins with what keeps the log is none."""
    files = {"a_tally.py": TALLY, "desk.py": DESK, "caller.py": CALLER}
    assert chosen(handin.find(lay(tmp_path / "three", files)), "udp-pair") == ("desk.py", "caller.py")
    del files["caller.py"]
    assert chosen(handin.find(lay(tmp_path / "two", files)), "udp-pair") == ("a_tally.py", "desk.py")


ONCE = "import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 5001))\ns.listen()\nc, _ = s.accept()\nwhile True:\n" \
    "    print(c.recv(999).decode())\n    c.send(input('You: ').encode())\n"  # it serves one client, and never ends


@pytest.mark.parametrize("folder", ["given", "example_code", "starter", "handout"])
def test_ones_own_is_marked_beside_a_sample(folder, tmp_path):
    """So it is even if the sample is better; but what asks nobody, or half a pair, is not taken for one's own work."""
    sample = {f"{folder}/{name}": text for name, text in PAIR.items()}
    own = {"server.py": ONCE, "client.py": CLIENT.replace("5000", "5001")}
    assert chosen(found := handin.find(lay(tmp_path / "both", own | sample)), "tcp-pair") == ("server.py", "client.py")
    assert len(found.pairs["tcp-pair"]) == 1 and not found.pairs["tcp-chat"]
    mute = {"server.py": ONCE, "client.py": "import socket\ns = socket.create_connection(('127.0.0.1', 5001))\n"
                                            "s.send(b'hi')\nprint(s.recv(99))\n"}
    for files in (mute, {"server.py": ONCE}, {}):
        found = handin.find(lay(tmp_path / f"with{len(files)}", files | sample))
        assert (f"{folder}/server.py", f"{folder}/client.py") in {
            (pair.server.path, pair.client and pair.client.path) for pair in found.pairs["tcp-pair"]}


def test_a_lone_echo_is_marked(tmp_path):
    """A pair called echo is marked where nothing else was handed in."""
    found = handin.find(lay(tmp_path, {"12a echo/server.py": SERVER, "12a echo/client.py": CLIENT}))
    assert chosen(found, "tcp-pair")


HALL = ("import socket, threading\ns = socket.socket()\ns.bind(('127.0.0.1', 5000))\ns.listen()\nall = []\n"
        "def talk(c):\n    while d := c.recv(99):\n        for o in all:\n            o.send(d)\n"
        "while True:\n    c, a = s.accept()\n    all.append(c)\n"
        "    threading.Thread(target=talk, args=(c,)).start()\n")


@pytest.mark.parametrize(("files", "section", "pair"), [
    ({"09-HTTP/server.py": HALL, "09-HTTP/client.py": CLIENT, "08-Quiz/server.py": SERVER, "08-Quiz/client.py": CLIENT},
     "tcp-chat", ("09-HTTP/server.py", "09-HTTP/client.py")),                      # the only chat, whatever the folder
    ({"03-echo/server.py": HALL, "03-echo/client.py": CLIENT, "08/server.py": SERVER, "08/client.py": CLIENT},
     "tcp-chat", None),                                                            # but an echo is none
    ({"12b/server.py": HALL, "13/server.py": SERVER, "13/client.py": CLIENT}, "tcp-chat", ("12b/server.py", "")),
    ({"12b/server.py": HALL, "13/server.py": SERVER, "13/client.py": CLIENT}, "tcp-pair", None),
    ({"chat/server.py": HALL, "five/server.py": SERVER, "five/client.py": CLIENT}, "tcp-chat",
     ("chat/server.py", "")),
    ({"EXP1/tcp_server.py": SERVER, "EXP1/tcp_client.py": CLIENT, "EXP3/chat_server.py": HALL,
      "EXP3/chat_client.py": CLIENT}, "tcp-pair", ("EXP1/tcp_server.py", "EXP1/tcp_client.py")),  # no half is missing
    ({"chat_room/server.py": HALL, "chat_room/client.py": f"import tkinter\ntkinter.Tk()\n{CLIENT}",
      "chat_server/server.py": SERVER, "chat_server/client.py": CLIENT}, "tcp-chat",
     ("chat_room/server.py", "chat_room/client.py")),        # a folder with both is no half, whatever it is called
    ({"server/main.py": HALL, "client/main.py": CLIENT}, "tcp-chat", ("server/main.py", "client/main.py")),
    ({"Prac 12 (A)/server.py": SERVER, "Prac 12 (A)/client.py": CLIENT, "Prac 12 (B)/notes.py": "print()"},
     "tcp-pair", ("Prac 12 (A)/server.py", "Prac 12 (A)/client.py")),
    ({"(A)/chat/server.py": HALL, "(A)/chat/client.py": CLIENT, "(B)/dns/server.py": HALL, "(B)/dns/client.py": CLIENT},
     "tcp-chat", ("(A)/chat/server.py", "(A)/chat/client.py")),
])
def test_which_files_are_the_chat(files, section, pair, tmp_path):
    """Another lesson's client makes no chat, half a chat comes before another practical, and a letter says nothing."""
    assert chosen(handin.find(lay(tmp_path, files)), section) == pair


@pytest.mark.parametrize(("files", "pair"), [
    ({"server.py": "impor soket\n", "client.py": CLIENT}, ("server.py", "client.py")),
    ({"server.py": SERVER, "client.py": "dari soket impor *\n"}, ("server.py", "client.py")),
    ({"server.py": "impor soket\n", "client.py": CLIENT, "host.py": SERVER}, ("host.py", "client.py")),
    ({"notes.py": "impor soket\n", "client.py": CLIENT}, ("", "client.py")),
    ({"server.py": "print('nothing yet')\n", "client.py": CLIENT}, ("", "client.py"))])
def test_a_half_that_is_no_python_is_known_by_its_name(files, pair, tmp_path):
    """It was handed in, and does not start; where there is another one, or it is none by its name, it is not asked."""
    assert chosen(handin.find(lay(tmp_path, files)), "tcp-pair") == pair


ASKS = SERVER + "while True:\n    print(c.recv(9))\n    c.send(input().encode())\n"
ECHO = SERVER + "while True:\n    c.send(c.recv(9))\n"


@pytest.mark.parametrize(("files", "pair"), [
    ({"chat_server.py": ASKS.replace("5000", "5001"), "chat_client.py": CLIENT}, ("chat_server.py", "chat_client.py")),
    ({"talk_server.py": ASKS.replace("5000", "5001"), "talk_client.py": CLIENT}, ("one_server.py", "one_client.py"))])
def test_a_chat_that_does_not_work_comes_before_what_answers_by_itself(files, pair, tmp_path):
    """Where its name says that it is the chat, and it asks both users: its ports differ, and that is to be told."""
    lay(tmp_path, files | {"one_server.py": ECHO, "one_client.py": CLIENT})
    assert chosen(handin.find(tmp_path), "tcp-pair") == pair


@pytest.mark.parametrize(("port", "pair"), [("6000", ("hall_server.py", "")),
                                            ("5000", ("hall_server.py", "client.py"))])
def test_a_client_of_another_server_is_not_the_half_that_is_missing(port, pair, tmp_path):
    """It calls the port of the server that it is called after; where that is the chat's, it may be the chat's, too."""
    lay(tmp_path, {"hall_server.py": HALL, "server.py": SERVER.replace("5000", port),
                   "client.py": CLIENT.replace("5000", port)})
    assert chosen(handin.find(tmp_path), "tcp-chat") == pair


SAYS_ONCE = "import socket\ns = socket.create_connection(('', 5000))\ns.send(b'hello')\nprint(s.recv(9))\n"


@pytest.mark.parametrize(("files", "there"), [
    ({}, True), ({"d.py": SAYS_ONCE}, True), ({"d.py": CLIENT + "    print(s.recv(9))\n"}, False),
    ({"ping_client.py": CLIENT + "    print(s.recv(9))\n"}, True)])
@pytest.mark.parametrize(("name", "always"), [("once.py", False), ("chat_client.py", True)])
def test_two_of_which_nobody_is_asked_stand_for_no_conversation(files, there, name, always, tmp_path):
    """Not where another program of this practical asks its user; but for what is called chat."""
    lay(tmp_path, {"a.py": ECHO, name: SAYS_ONCE} | files)
    pairs = handin.find(tmp_path).pairs["tcp-pair"]
    assert (name in [pair.client.path for pair in pairs]) == (there or always)


def test_names_in_camel_case_tell_who_belongs_together(tmp_path):
    """The second half of serverFast is clientFast, and not clientSlow, which comes before it."""
    lay(tmp_path, {f"{role}{kind}.py": text for kind in ("Fast", "Slow", "Odd") for role, text in (
        ("server", ASKS), ("client", CLIENT))})
    pairs = handin.find(tmp_path).pairs["tcp-pair"][:3]
    assert all(pair.server.path[6:] == pair.client.path[6:] for pair in pairs)


def test_a_copy_comes_second(tmp_path):
    """Of a pair and its copy, the pair comes first."""
    files = {**PAIR, **{f"a (1)/{name}": text for name, text in PAIR.items()}}
    assert chosen(handin.find(lay(tmp_path, files)), "tcp-pair") == ("server.py", "client.py")


@pytest.mark.parametrize("first, pair", [
    ("", ("aserver.py", "aclient.py")), ("import curses\n", ("bserver.py", "bclient.py")),
    ("from curses import wrapper\n", ("bserver.py", "bclient.py"))])
def test_one_that_draws_its_screen_comes_second(first, pair, tmp_path):
    """What it shows is harder to follow, for a student who reads the sheet as well."""
    files = {"aserver.py": SERVER, "aclient.py": first + CLIENT, "bserver.py": SERVER, "bclient.py": CLIENT}
    assert chosen(handin.find(lay(tmp_path, files)), "tcp-pair") == pair


def test_the_order_of_files_does_not_matter(tmp_path, monkeypatch):
    """The same hand-in is read the same, in whatever order its files come."""
    lay(tmp_path, {**PAIR, **{f"x/{name}": text for name, text in PAIR.items()}})
    first = [(p.server.path, p.client.path) for p in handin.find(tmp_path).pairs["tcp-pair"]]
    found = list(unpack.programs(tmp_path))
    monkeypatch.setattr(handin, "programs", lambda folder: reversed(found))
    assert [(p.server.path, p.client.path) for p in handin.find(tmp_path).pairs["tcp-pair"]] == first


def test_chosen_by_hand(tmp_path):
    """A role given by hand overrides what was found; a file that is not there is refused."""
    lay(tmp_path, {**PAIR, "odd.py": "print('hello')\n"})
    found = handin.find(tmp_path, {"tcp-pair-server": "odd.py"})
    assert chosen(found, "tcp-pair") == ("odd.py", "client.py")
    for wrong in ({"tcp-pair-server": "nowhere.py"}, {"tcp-trio-server": "odd.py"}):
        with pytest.raises(ValueError, match="no such"):
            handin.find(tmp_path, wrong)


def test_half_a_pair(tmp_path):
    """A server without a client is marked alone."""
    assert chosen(handin.find(lay(tmp_path, {"server.py": SERVER})), "tcp-pair") == ("server.py", "")


TALKS = "import socket\ns = socket.socket()\ns.bind(('127.0.0.1', {0}))\ns.listen()\nc, a = s.accept()\nwhile True:\n" \
    "    d = c.recv(99)\n    print(d)\n    c.send({1})\n"
CALLS = "import socket\ns = socket.socket()\ns.connect(('127.0.0.1', {0}))\nwhile True:\n" \
    "    s.send(input().encode())\n    print(s.recv(99))\n"


@pytest.mark.parametrize(("port", "answers", "marked"), [
    (7001, "input()", ["talk_server.py"]), (7002, "input()", ["talk_server.py", "work_server.py"]),
    (7001, "d", ["talk_server.py", "work_server.py"])])
def test_what_asks_both_users_is_the_conversation(port, answers, marked, tmp_path):
    """Though it fails, as it does here with a text: what works beside it, and answers by itself, is none."""
    found = handin.find(lay(tmp_path, {
        "talk_server.py": TALKS.format(7001, answers), "talk_client.py": CALLS.format(port),
        "work_server.py": TALKS.format(7003, "b'42'"), "work_client.py": CALLS.format(7003)}))
    assert sorted({pair.server.path for pair in found.pairs["tcp-pair"]}) == marked


@pytest.mark.parametrize(("others", "answers", "marked"), [
    ({}, "input()", ["echo_server.py"]), ({}, "d", ["count_server.py"]),
    ({"hall_server.py": TALKS.format(7007, "input()"), "hall_client.py": CALLS.format(7007)}, "input()",
     ["hall_server.py"])])
def test_what_is_called_an_echo_and_asks_both_users_is_the_only_conversation(others, answers, marked, tmp_path):
    found = handin.find(lay(tmp_path, others | {
        "echo_server.py": TALKS.format(7008, answers), "echo_client.py": CALLS.format(7008),
        "count_server.py": TALKS.format(7009, "b'42'"), "count_client.py": CALLS.format(7009)}))
    assert sorted({pair.server.path for pair in found.pairs["tcp-pair"]}) == marked


@pytest.mark.parametrize(("name", "kept"), [("beacon.py", []), ("arm_client.py", ["arm_client.py"])])
def test_a_client_that_sends_by_itself_is_not_tried_where_another_one_asks(name, kept, tmp_path):
    """Each takes as long as it sends; that of the server's own name may be meant all the same."""
    found = handin.find(lay(tmp_path, {
        "arm_server.py": TALKS.format(7011, "input()"), "hand.py": CALLS.format(7011),
        name: "import socket, time\ns = socket.create_connection(('127.0.0.1', 7011))\nwhile True:\n"
              "    s.send(b'7')\n    time.sleep(2)\n"}))
    assert sorted(pair.client.path for pair in found.pairs["tcp-pair"]) == sorted(["hand.py", *kept])


@pytest.mark.parametrize(("folder", "now", "marked"), [
    ("old", "input()", ["server.py"]), ("versions_old", "input()", ["server.py"]),
    ("old", "b'42'", ["old/server.py"]), ("golden", "input()", ["golden/server.py", "server.py"])])
def test_what_lies_in_an_old_folder_is_left_where_there_is_a_newer_conversation(folder, now, marked, tmp_path):
    """Though it works, and the newer one may not."""
    found = handin.find(lay(tmp_path, {
        f"{folder}/server.py": TALKS.format(7021, "input()"), f"{folder}/client.py": CALLS.format(7021),
        "server.py": TALKS.format(7022, now), "client.py": CALLS.format(7022)}))
    assert sorted({pair.server.path for pair in found.pairs["tcp-pair"]}) == marked


TALKER = "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('{0}', 7005))\n" \
    "ip, port = input('IP and port of the other: ').split()\nwhile True:\n" \
    "    s.sendto(input().encode(), (ip, int(port)))\n    print(s.recvfrom(99))\n"
SAYS_ONE = "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.sendto(b'hi', ('127.0.0.1', 7006))\n"


@pytest.mark.parametrize(("host", "said"), [
    ("127.0.0.1", "on one computer they cannot both run"), ("", "two computers")])
def test_who_is_told_where_the_other_is_has_no_mute_client(host, said, tmp_path):
    """What says one thing beside it is no half of it: two copies are to talk."""
    found = handin.find(lay(tmp_path, {"talk.py": TALKER.format(host), "check.py": SAYS_ONE}))
    [half] = [pair for pair in found.pairs["udp-pair"] if pair.server]
    assert half.client is None and said in verdict.missing(half)


@pytest.mark.parametrize("shows, said", [("import tkinter\nroot = tkinter.Tk()\nroot.mainloop()\n",
                                          "a.py opens windows of its own (tkinter), in which nobody can type here. "
                                          "Try it by hand."),
                                         ("input()\n", "Two copies of a.py are to talk, as it seems")])
def test_two_copies_with_windows_of_their_own(shows, said, tmp_path):
    (tmp_path / "a.py").write_text("import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 6000))\n"
                                   f"s.sendto(b'x', (OTHER, 6001))\nprint(s.recv(99))\n{shows}")
    [half] = handin.find(tmp_path).pairs["udp-pair"]
    assert verdict.missing(half).startswith(said)


CROWDED = "import socket, threading\ndoor, all = socket.create_server(('127.0.0.9', 7031)), []\ndef serve(link):\n" \
    "    while data := link.recv(99):\n        for one in all:\n            one.send(data)\nwhile True:\n" \
    "    all.append(door.accept()[0])\n    threading.Thread(target=serve, args=all[-1:]).start()\n"
GUEST = "import socket, threading\ns = socket.socket()\ns.bind(('127.0.0.{0}', {1}))\n" \
    "s.connect(('127.0.0.9', 7031))\n" \
    "def hear():\n    while True:\n        print(s.recv(99))\nthreading.Thread(target=hear).start()\n" \
    "while True:\n    s.send(input().encode())\n"


@pytest.mark.parametrize(("folders", "ports", "more"), [
    (("client1", "client2"), (7032, 7033), 1), (("", ""), (7032, 7033), 1), (("client1", "client2"), (7032, 7032), 0),
    (("ann", "bob"), (7032, 7033), 0), (("client1", "client2"), (0, 0), 0)])
def test_two_clients_over_tcp_that_bind_a_port_each_are_of_one_chat(folders, ports, more, tmp_path):
    """Each may lie in a folder of its own; two with one port, or with any, are two versions."""
    guests = {f"{folder}/guest{number}.py".lstrip("/"): GUEST.format(number, port)
              for number, (folder, port) in enumerate(zip(folders, ports, strict=True), 1)}
    pair = handin.find(lay(tmp_path, {"server/host.py": CROWDED} | guests)).pairs["tcp-chat"][0]
    assert len(pair.more) == more


@pytest.mark.parametrize(("beside", "mixed"), [({"windows/guest.py": GUEST.format(2, 0)}, False), ({}, True)])
def test_a_folder_within_another_is_a_lesson_of_its_own_where_both_hold_a_whole_chat(beside, mixed, tmp_path):
    """So a client of the one does not make a chat of the other's server, whose own client a person has to try."""
    found = handin.find(lay(tmp_path, {"a_host.py": CROWDED, "a_guest.py": GUEST.format(1, 0),
                                       "windows/host.py": CROWDED} | beside))
    both = {(pair.server.path, pair.client.path) for pair in found.pairs["tcp-chat"]}
    assert (("windows/host.py", "a_guest.py") in both) is mixed


HAS_KEY = "import argparse, socket\np = argparse.ArgumentParser()\np.add_argument({})\nargs = p.parse_args()\n"


@pytest.mark.parametrize(("serves", "asks", "told"), [
    ("'--psk'", "'--psk', required=True", ["--psk", "hello"]),
    ("'--psk', default='apple'", "'--psk', required=True", ["--psk", "hello"]),
    ("'--psk', required=True", "'--psk', required=True", ["--psk", "hello"]),
    ("'--motto'", "'--psk', required=True", []), ("'--psk'", "'--psk'", []),
    ("'--name'", "'--name', required=True", []), ("'--psk', action='store_true'", "'--psk', required=True", [])])
def test_a_server_is_told_the_key_that_its_client_has_to_be_told(serves, asks, told, tmp_path):
    """It can do without, and draws one then; a name is each one's own."""
    found = handin.find(lay(tmp_path, {"s.py": HAS_KEY.format(serves) + SERVER, "c.py": HAS_KEY.format(asks) + CLIENT}))
    [pair] = found.pairs["tcp-pair"]
    assert pair.server.command("server", key="hello") == told
    assert not told or pair.client.command("client", key="hello") == told
