"""Not said of frameworks: of coroutines, selectors, queues and errors, too, nothing is told that is not so."""
import pytest
from sources import CALL, HALL, source

from lab12.grader import coroutines, errors, events, frameworks, late, queues, unreached, watching
from lab12.grader.faults import Fault

STREAMS = "import asyncio\nasync def ask():\n    return (await asyncio.to_thread(input)).encode() + b'\\n'\n"
OPEN = "    reader, writer = await asyncio.open_connection('localhost', 5000)\n"
ON_AND_ON = "    while True:\n        writer.write(await ask())\n"
WATCH = "import socket, selectors\nwatch = selectors.DefaultSelector()\nhall = socket.create_server(('', 5000))\n" \
    "watch.register(hall, selectors.EVENT_READ)\n"


def test_a_method_of_a_protocol_may_be_called_by_a_timer():
    text = "import asyncio\nclass Chat(asyncio.Protocol):\n    def connection_made(self, way):\n" \
        "        asyncio.get_running_loop().call_later(9, self.connection_late)\n    def connection_late(self):\n" \
        "        self.way.close()\n"
    assert frameworks.hook_misspelt(source(text)) == ""


def test_who_begins_a_server_may_wait_for_it():
    text = "import asyncio\nasync def serve(reader, writer):\n    writer.write(await reader.readline())\n" \
        "async def begin():\n    await asyncio.start_server(serve, '', 5000)\nasync def main():\n    await begin()\n" \
        "    await asyncio.Event().wait()\nasyncio.run(main())\n"
    assert frameworks.serves_no_longer(source(text)) == ""
    assert frameworks.serves_no_longer(source(text.replace("    await asyncio.Event().wait()\n", "")))


def test_a_name_is_asked_for_before_a_coroutine_receives():
    hear = "async def hear(reader):\n    while line := await reader.readline():\n        print(line)\n"
    text = f"{STREAMS}async def login(writer):\n    writer.write(await ask())\nasync def speak(writer):\n{ON_AND_ON}" \
        f"{hear}async def main():\n{OPEN}    await login(writer)\n    task = asyncio.create_task(speak(writer))\n" \
        "    await hear(reader)\nasyncio.run(main())\n"
    assert late.awaits_first(source(text, "client")) == ""


@pytest.mark.parametrize("login", ["line = await reader.readline()\n        if line == b'OK':\n            return",
                                   "if await reader.readline() == b'OK':\n            break"])
def test_a_login_comes_back_at_its_word(login):
    text = f"{STREAMS}async def login(reader):\n    while True:\n        {login}\nasync def main():\n{OPEN}" \
        f"    await login(reader)\n    while True:\n        writer.write(input().encode())\n"
    assert unreached.never_comes_back(source(text, "client")) == ""
    ends = text.replace("== b'OK'", "== b''")
    assert "login comes back only at the end" in unreached.never_comes_back(source(ends, "client"))


def test_a_selector_may_be_told_by_name():
    text = "import socket, selectors\nwatch = selectors.DefaultSelector()\nhall = socket.create_server(('', 5000))\n" \
        "watch.register(hall, 1)\nlink, place = hall.accept()\nwatch.register({}link, events=1)\n"
    assert watching.by_selector(source(text.format("fileobj="))) == ""


def test_put_may_be_a_method_of_the_script():
    text = "import asyncio\nqueue = asyncio.Queue()\nclass Box:\n    def put(self, one):\n        self.one = one\n" \
        "box = Box()\nasync def serve(reader, writer):\n    box.put(await reader.readline())\n"
    assert coroutines.never_awaited(source(text)) == ""


@pytest.mark.parametrize("otherwise, said", [("    else:\n    ", ""), ("", "this waits for what comes from reader")])
def test_two_coroutines_of_which_one_is_begun(otherwise, said):
    one = "async def {}(reader):\n    while line := await reader.readline():\n        print(line)\n"
    text = f"{STREAMS}{one.format('hear')}{one.format('log')}async def main(quiet):\n{OPEN}    if quiet:\n" \
        f"        first = asyncio.create_task(log(reader))\n{otherwise}    second = asyncio.create_task(hear(reader))\n"
    assert said in coroutines.two_readers(source(text, "client"))
    assert said or not coroutines.two_readers(source(text, "client"))


def test_a_timer_may_begin_again():
    text = f"{CALL}import queue\nbox = queue.Queue()\ndef work():\n    print(box.get())\n" \
        "    threading.Timer(1, work).start()\nthreading.Thread(target=work).start()\nwhile True:\n" \
        "    box.put(link.recv(9))\n"
    assert queues.takes_once(source(text, "client")) == ""


@pytest.mark.parametrize("text", [
    "while not on.is_set():\n    if data := link.recv(9):\n        print(data)\n        continue\n    on.set()\n",
    "threading.Timer(1, on.set).start()\nwhile on.is_set():\n    print(link.recv(9))\n"])
def test_an_event_that_is_set_in_time(text):
    assert events.by_event(source(f"{CALL}on = threading.Event()\n{text}", "client")) == ""


@pytest.mark.parametrize("begun", ["task = asyncio.create_task(login(reader))\n    await task",
                                   "await asyncio.gather(login(reader))"])
def test_a_coroutine_that_has_ended_reads_no_more(begun):
    text = f"{STREAMS}async def login(reader):\n    while await reader.readline() != b'OK':\n        pass\n" \
        f"async def main():\n{OPEN}    {{}}\n    print(await reader.readline())\n"
    assert coroutines.two_readers(source(text.format(begun), "client")) == ""
    assert coroutines.two_readers(source(text.format(begun.replace("    await task", "    pass").replace(
        "await asyncio", "asyncio")), "client"))


@pytest.mark.parametrize("text", [
    "def enter(conn):\n    conn, place = conn.accept()\n    watch.register(conn, selectors.EVENT_READ)\n",
    "def enter(hall):\n    conn, place = hall.accept()\n    watch.register(conn, 3)\ndef tell(conn, mask):\n"
    "    if mask & selectors.EVENT_WRITE:\n        conn.send(b'x')\n"])
def test_a_selector_that_is_told_all(text):
    assert watching.by_selector(source(WATCH + text)) == ""


def test_run_may_be_in_a_class_that_is_made_of_another():
    text = f"{CALL}class Base(threading.Thread):\n    def hear(self):\n        while True:\n            pass\n" \
        "class Hearer(Base):\n    def run(self):\n        print(link.recv(9))\n"
    assert frameworks.no_run(source(text, "client")) == ""


@pytest.mark.parametrize("text, words, number, said", [
    ("def tell():\n    pass\nhall.accept()\ntel()\n", "NameError: name 'tel' is not defined", 6,
     "a.py, line 6: the name tel is given no value before; tell is."),
    ("hall.accept()\ntime.sleep(1)\n", "NameError: name 'time' is not defined", 4,
     "a.py, line 4: the line `import time` is missing"),
    ("hall.accept()\nlink.recv(9)\n", "NameError: name 'link' is not defined", 4,
     "a.py, line 3: accept gives the connection and the address, and neither is kept here"),
    ("for one in people:\n    print(one['name'])\n", "TypeError: string indices must be integers, not 'str'", 4, ""),
    ("import json\ndef told():\n    return json.loads(hall.recv(9))\none = told()\nprint(one['name'])\n",
     "TypeError: string indices must be integers, not 'str'", 7, ""),
    ("async def serve(reader):\n    text = reader.readline().decode()\n",
     "AttributeError: 'coroutine' object has no attribute 'decode'", 4,
     "a.py, line 4: readline gives its value only with await before it, in parentheses: (await reader.readline())"),
    ("async def serve(reader):\n    size = len(reader.readline())\n",
     "TypeError: object of type 'coroutine' has no len()", 4,
     "a.py, line 4: readline gives its value only with await before it: await reader.readline()."),
])
def test_what_an_error_means(text, words, number, said):
    told = errors.explain(Fault(source(HALL + text), words, number))
    assert told.startswith(said) and bool(told) == bool(said)


def test_a_queue_that_is_not_empty_keeps_nobody_waiting():
    text = "import asyncio, queue\nbox = queue.Queue()\n" \
        "async def work():\n    while True:\n        {}print(box.get())\n"
    assert queues.stops_the_loop(source(text.format("if box.empty():\n            continue\n        "))) == ""
    assert queues.stops_the_loop(source(text.format("")))
