"""Flow: what was typed or has come is known under each name by which it goes, whoever hands it on, and no other is."""
import ast

import pytest
from sources import source

from lab12.finder.flow import heard_in
from lab12.finder.reach import handed

COMES = "import socket, threading\nlink = socket.create_connection(('127.0.0.1', 5000))\ncame = link.recv(99)\n"


@pytest.mark.parametrize("text, names", [
    ("text = came.decode().strip()", {"text"}), ("text = 'he: '\ntext += came.decode()", {"text"}),
    ("def show(text):\n    pass\nshow(came)", {"text"}),
    ("def show(who, text=''):\n    pass\nshow('me', text=came)", {"text"}),
    ("def show(who, *, text):\n    pass\nshow('me', text=came)", {"text"}),
    ("def show(who, text):\n    pass\nthreading.Thread(target=show, args=('me', came)).start()", {"text"}),
    ("def show(who, text):\n    pass\nthreading.Timer(1, show, ('me', came)).start()", {"text"}),
    ("def show(who, text):\n    pass\npool.submit(show, 'me', came)", {"text"}),
    ("def show(who, text):\n    pass\npool.submit(show, who='me', text=came)", {"text"}),
    ("def show(who, text):\n    pass\nthreading.Thread(target=show, kwargs={'text': came})", {"text"}),
    ("def show(who, text):\n    pass\nthreading.Thread(target=show, args=('me',), kwargs=dict(text=came))", {"text"}),
    ("def show(who, text):\n    pass\nloop.run_in_executor(None, show, 'me', came)", {"text"}),
    ("class Room:\n    def show(self, text):\n        pass\nRoom().show(came)", {"text"}),
    ("class Said:\n    def __init__(self, who, text):\n        self.text = text\nSaid('me', came)", {"text"}),
    ("class Said:\n    def __init__(self, text):\n        self.text = text\n        self.size = 9\n"
     "    def wide(self):\n        width = self.size\nSaid(came)", {"text"}),
    ("def show(text):\n    pass\nshow(*came, 'end')", set()),
    ("def submit(text):\n    pass\nsubmit(came)", {"text"}),
    ("() = link.recvfrom(0)", set()),
    ("names[came] = 'me'\nmine = names['me']", set()),
], ids=lambda value: value if isinstance(value, str) else "")
def test_names_of_what_comes(text, names):
    assert heard_in(source(COMES + text).tree) == {"came", *names}


@pytest.mark.parametrize("text, given", [
    ("def serve(link, who):\n    pass\nserve(door, 1)", {"link": "door", "who": "1"}),
    ("def serve(link, who):\n    pass\nserve(who=1, link=door)", {"link": "door", "who": "1"}),
    ("def serve(link):\n    pass\nthreading.Thread(None, serve, None, (door,)).start()", {"link": "door"}),
    ("def serve(link):\n    pass\nthreading.Thread(args=(door,), target=serve).start()", {"link": "door"}),
    ("def serve(link):\n    pass\n_thread.start_new_thread(serve, (door,))", {"link": "door"}),
    ("def serve(link):\n    pass\nother(door)", {}),
])
def test_what_a_call_hands_on(text, given):
    tree = source(COMES + text).tree
    assert {one.arg: ast.unparse(value) for call in tree.calls for one, value in handed(tree, call)} == given
