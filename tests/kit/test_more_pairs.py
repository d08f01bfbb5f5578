"""More pairs: what another sample of public programs of two has taught, each rebuilt in a small program of ours."""
from lab12.finder.source import read
from lab12.grader import grade

ANSWERS = """import socket
post = socket.socket(type=socket.SOCK_DGRAM)
post.bind((socket.gethostname(), 5600))
while True:
    told, who = post.recvfrom(4096)
    print("there:", told.decode())
    post.sendto(input("here: ").encode(), who)
"""
ASKS = """import socket
other = ("{host}", 5600)
post = socket.socket(type=socket.SOCK_DGRAM)
post.bind((socket.gethostname(), 5601))
while (told := input("here: ")) != "over":
    post.sendto(told.encode(), other)
    print("there:", post.recvfrom(4096)[0].decode())
"""


def the(text):
    [script] = read("a.py", text)
    return script


def test_what_is_made_of_itself_is_read():
    """The text of a datagram stands for several things, one of them made of itself: data = data + end."""
    for added in "b'!'", "'!'":
        script = the(f"import socket\npost = socket.socket(type=socket.SOCK_DGRAM)\npost.bind(('', 5600))\n"
                     "while True:\n    data, who = post.recvfrom(99)\n    print(data)\n"
                     f"    data = data + {added}\n    post.sendto(data, who)\n")
        assert (script.role, script.error, "no encode" in script.mistakes) == ("server", "", added == "'!'")


def test_who_has_a_port_of_its_own_calls_a_computer_all_the_same(tmp_path):
    assert the(ASKS.format(host="ROOM-7-PC3")).names == ["ROOM-7-PC3"]
    (tmp_path / "answers.py").write_text(ANSWERS)
    (tmp_path / "asks.py").write_text(ASKS.format(host="192.168.7.5"))
    [section] = [one for one in grade.grade(tmp_path).sections if one.name == "udp-pair"]
    assert section.verdict == "works" and section.reason.endswith("but it runs only where 192.168.7.5 is.")
