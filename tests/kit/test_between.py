"""Between: what a program asks besides its messages, each time, and what its user answers."""
import pytest
from performing import performed
from sources import source

from lab12.grader import typed

# A UDP server whose user looks for what has come, and says to whom each answer goes.
DESK = """import socket
desk = socket.socket(type=socket.SOCK_DGRAM)
desk.bind(("127.0.0.1", 7411))
def answer():
    host = input("Host of the other? ")
    port = int(input("Port of the other? "))
    desk.sendto(input("Text? ").encode(), (host, port))
while True:
    print("1 answer\\n2 look\\n0 leave")
    what = input("What next? ")
    if what == "1":
        answer()
    elif what == "2":
        data, who = desk.recvfrom(999)
        print(who, data.decode())
    elif what == "0":
        break
"""
GUEST = """import socket
post = socket.socket(type=socket.SOCK_DGRAM)
while (text := input("> ")) != "0":
    post.sendto(text.encode(), ("127.0.0.1", 7411))
    print(post.recvfrom(999)[0].decode())
"""


# One that has a port of its own, and is told where it finds the server.
CALLER = """import socket
post = socket.socket(type=socket.SOCK_DGRAM)
there = input("Host? "), int(input("Port? "))
post.bind(("127.0.0.1", 7412))
while (text := input("> ")) != "0":
    post.sendto(text.encode(), there)
    print(post.recvfrom(999)[0].decode())
"""


@pytest.mark.usefixtures("copies")  # what performs checks is no fit for pickle
@pytest.mark.parametrize("guest", [GUEST, CALLER])
def test_a_server_that_is_told_where_each_answer_goes(guest, tmp_path):
    """A client may have no port of its own: its server's user reads it beside the message."""
    names = "starts", "message", "reply", "turns", "server_half", "client_half"
    made, _ = performed(tmp_path, "udp-pair", {"desk.py": DESK, "guest.py": guest}, *names)
    assert made == dict.fromkeys(names, "passed")


@pytest.mark.parametrize("does, told", [("answer()", False), ("desk.sendto(host, who)", True)])
def test_a_choice_is_no_message(does, told):
    assert bool(typed.typed_in_vain(source(DESK.replace("        answer()", f"        {does}")))) == told


# A UDP server whose user is asked after each message whether to answer, and once more after the answer.
ASKED = """import socket
desk = socket.socket(type=socket.SOCK_DGRAM)
desk.bind(("127.0.0.1", 7413))
while True:
    data, who = desk.recvfrom(999)
    print("came", data.decode())
    answering = True
    while answering:
        wish = input("Answer that? ")
        if wish == "y":
            desk.sendto(input("Answer: ").encode(), who)
        elif wish == "n":
            answering = False
"""


@pytest.mark.usefixtures("copies")
def test_a_server_whose_user_says_each_time_whether_to_answer_once_more(tmp_path):
    """What ends only the inner loop, in which nothing is received, is said to hear on."""
    names = "starts", "message", "reply", "turns", "server_half"
    guest = GUEST.replace("7411", "7413")
    made, _ = performed(tmp_path, "udp-pair", {"desk.py": ASKED, "guest.py": guest}, *names)
    assert made == dict.fromkeys(names, "passed")


@pytest.mark.parametrize("ends, leaves, receives", [
    ("answering = False", "", "n"), ("raise SystemExit(exit())", "n", ""), ("break", "", "n")])
def test_the_answer_that_ends_only_the_loop_of_a_menu(ends, leaves, receives):
    [menu] = source(ASKED.replace("answering = False", ends)).script.menus
    assert (menu.goes_on, menu.leaves, menu.receives) == ("y", leaves, receives)


def test_the_answer_that_ends_a_loop_in_which_messages_come_leaves():
    text = ASKED.replace("while True:\n    data, who = desk.recvfrom(999)\n", "for _ in range(9):\n").replace(
        "    while answering:\n", "    while answering:\n        data, who = desk.recvfrom(999)\n")
    [menu] = source(text).script.menus
    assert (menu.leaves, menu.receives) == ("n", "")


# A chat in which who is new is told a word, and who is not says it.
BADGES = """import socket
hall = socket.socket(type=socket.SOCK_DGRAM)
hall.bind(("127.0.0.1", 7414))
badges, there = {}, set()
while True:
    data, who = hall.recvfrom(999)
    word, _, text = data.decode().partition(" ")
    if word == "new":
        badges[f"B{len(badges)}"] = text
        hall.sendto(f"B{len(badges) - 1}".encode(), who)
        there.add(who)
    elif word in badges:
        there.add(who)
        print(badges[word], text)
        for one in there:
            hall.sendto(f"{badges[word]}: {text}".encode(), one)
"""
BEARER = """import socket, threading
hall = socket.socket(type=socket.SOCK_DGRAM)
hall.connect(("127.0.0.1", 7414))
fresh = input("Are you a new user? (y/n) ")
if fresh == "y":
    name = input("User: ")
    hall.send(f"new {name}".encode())
    badge = hall.recv(99).decode()
    print("Your badge is", badge)
else:
    badge = input("Badge: ")
    hall.send(f"{badge} is back".encode())
def hear():
    while True:
        print(hall.recv(999).decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    hall.send(f"{badge} {input()}".encode())
"""


@pytest.mark.usefixtures("copies")
def test_who_is_asked_whether_he_is_new_says_yes(tmp_path):
    """The prompt speaks of a user, and asks for no name."""
    names = "starts", "message", "turns", "everybody"
    made, _ = performed(tmp_path, "udp-chat", {"badges.py": BADGES, "bearer.py": BEARER}, *names)
    assert made == dict.fromkeys(names, "passed")


@pytest.mark.parametrize("test, wants", [('"y"', "choice"), ('"admin"', "name")])
def test_a_name_that_is_compared_with_another_one_is_no_choice(test, wants):
    script = source(BEARER.replace('== "y"', f"== {test}"), "client").script
    assert script.questions[0].wants == wants
