"""Later: what a thread, or a loop of asyncio, is to send is found where it is said."""
import pytest

from lab12.finder.source import read

HALL = """import asyncio, functools, socket, threading
from concurrent.futures import ThreadPoolExecutor
door, pool = socket.create_server(("", 5000)), ThreadPoolExecutor()
class Member(threading.Thread):
    every = []
    def __init__(self, link):
        super().__init__()
        self.link = link
        Member.every.append(self)
    def run(self):
        while data := self.link.recv(999):
            for one in Member.every:
                {tells}
while True:
    Member(door.accept()[0]).start()
"""
ONCE = """import socket
door = socket.create_server(("", 5000))
while True:
    link, _ = door.accept()
    key = link.recv(99)
    {then}
    {other}, _ = door.accept()
    print(key, {other}.recv(99))
"""


@pytest.mark.parametrize("tells, kind", [
    ("pool.submit(one.link.send, data)", "chat"),
    ("threading.Thread(target=one.link.send, args=(data,)).start()", "chat"),
    ("threading.Thread(None, one.link.sendall, args=[data]).start()", "chat"), ("print(one)", "pair"),
    ("loop.call_soon_threadsafe(one.link.send, data)", "chat"), ("pool.submit(print, one)", "pair"),
    ("loop.run_in_executor(None, one.link.send, data)", "chat"), ("pool.submit(one.link.send)", "pair"),
    ("functools.partial(one.link.sendall, data)()", "chat"), ("pool.submit(self.link.send, data)", "pair")])
def test_whom_a_thread_is_to_send_something(tells, kind):
    [server] = read("a.py", HALL.format(tells=tells))
    assert server.kind == kind


@pytest.mark.parametrize("then, other, kind", [("link.close()", "link", "pair"), ("pass", "link", "chat"),
                                               ("pass", "second", "chat"), ("link.close()", "second", "pair")])
def test_who_has_left_is_no_member(then, other, kind):
    """Of two connections that are taken one after the other, the first one may have ended before."""
    [server] = read("a.py", ONCE.format(then=then, other=other))
    assert server.kind == kind


@pytest.mark.parametrize("start", [
    "threading.Thread(target=wait, args=(8001,)).start()",
    "threading.Thread(target=wait, kwargs={'port': 8001}).start()",
    "threading.Thread(None, wait, kwargs=dict(port=8001)).start()", "pool.submit(wait, port=8001)",
    "asyncio.run(asyncio.to_thread(wait, 8001))", "asyncio.run(asyncio.to_thread(wait, port=8001))"])
def test_what_a_thread_is_handed_by_its_name(start):
    text = "import asyncio, socket, threading\nfrom concurrent.futures import ThreadPoolExecutor\n" \
        "pool = ThreadPoolExecutor()\ndef wait(port):\n    door = socket.create_server(('', port))\n" \
        f"    print(door.accept()[0].recv(99))\n{start}\n"
    [server] = read("a.py", text)
    assert server.port == 8001
