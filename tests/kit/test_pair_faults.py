"""Pair faults: what one-to-one programs that nobody here wrote have taught is said of what does so, and nothing else.
"""
from lab12.driver import words
from lab12.stage.stage import Stage

TWO_AT_ONE_PORT = """import socket, threading
def waits():
    socket.create_server(("127.0.0.1", 7360))
{first}threading.Thread(target=waits).start()
while True:
    pass
"""


def test_what_spins_since_an_error_has_come(tmp_path):
    """The error in a thread is told, and not that its main thread does nothing but go round."""
    told = []
    for name, first in {"fails.py": "kept = socket.create_server(('127.0.0.1', 7360))\n", "spins.py": ""}.items():
        (tmp_path / name).write_text(TWO_AT_ONE_PORT.format(first=first))
        with Stage() as stage:
            stage.open(tmp_path / name)
            told.append(words.doing(stage.windows[0]))
    assert "Address already in use" in told[0] and told[0].startswith("goes on, after an error in a thread: OSError")
    assert told[1] == "spins: 100 % of a core, and waits for nothing"
