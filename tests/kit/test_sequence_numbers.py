"""Counting: a message number that never goes up, to a program that takes each number once."""
import pytest
from sources import source

from lab12.grader.lost_in_pairs import where_lost
from lab12.grader.sequence_numbers import never_counts
from lab12.rubric.checks import MISSED, Result

SENDER = """import socket
link = socket.socket(type=socket.SOCK_DGRAM)
number = 0
while True:
    link.sendto(f"{number}|{input()}".encode(), ("127.0.0.1", 5000))
    print(link.recv(999).decode())
"""
TAKER = """import socket
desk = socket.socket(type=socket.SOCK_DGRAM)
desk.bind(("127.0.0.1", 5000))
seen, last = set(), -1
while True:
    data, who = desk.recvfrom(999)
    number, text = data.decode().split("|", 1)
    if number in seen:
        continue
    seen.add(number)
    print(text)
    desk.sendto(input().encode(), who)
"""
SAID = "b.py, line 5: number is 0 with each message, since nothing counts it up, and a.py, line 8 drops what has a " \
    "number that has come before"


@pytest.mark.parametrize("old, new", [
    ("number in seen", "number in seen"), ("number in seen", "int(number) <= last"),
    ("    if number in seen:", "    if (who, number) in seen:")])
def test_a_number_that_stays_the_same_is_dropped(old, new):
    server = TAKER.replace(old, new).replace("seen.add(number)", "seen.add(number); last = int(number)")
    result = Result("turns", "", MISSED, expected="the server to show 'x'", seen="nothing new, though it was sent")
    assert where_lost(result, source(SENDER, "client", "b.py"), source(server)).startswith(SAID)


@pytest.mark.parametrize("old, new", [
    ("    print(link", "    number += 1\n    print(link"),
    ("    print(link", "    number = 1 - number\n    print(link"),
    ("{number}|", "{input()}|"), ("number = 0", "number = int(input())"), ("number", "version"),
    ("number = 0\nwhile True", "for number in range(99)"), ("{number}|", "{number + len(words)}|"),
    ("{number}|{input()}", "{input().split()[number]}"), ("number", "account"), ("number", "room_id")])
def test_a_number_that_goes_up_is_none_to_be_spoken_of(old, new):
    assert never_counts(source(SENDER.replace(old, new), "client", "b.py"), source(TAKER)) == ""


@pytest.mark.parametrize("old, new", [
    ("    seen.add(number)\n", ""), ("        continue", "        print('again')\n        continue"),
    ("number in seen", "number in ('8', '9')"), ("number in seen", "text in ('', 'exit')"),
    ("number in seen", "len(data) < 3"),
    ("number in seen:\n        continue\n    seen.add(number)", "text in seen:\n        continue\n    seen.add(text)"),
    ("number in seen:\n        continue\n    seen.add(number)", "who in seen:\n        continue\n    seen.add(who)"),
    ("number in seen:\n        continue\n    seen.add(number)", "text == last:\n        continue\n    last = text"),
    ("number in seen:\n        continue\n    seen.add(number)",
     "int(number) < last:\n        continue\n    last = int(number)")])
def test_a_server_that_drops_nothing_for_its_number(old, new):
    assert never_counts(source(SENDER, "client", "b.py"), source(TAKER.replace(old, new))) == ""
