"""Cheats get what their honest part is worth: nothing for messages that came another way than by the network."""
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cheats
import pytest

from lab12 import HOME
from lab12.driver import drawing
from lab12.guard import sandbox
from lab12.stage import network, waiting

pytestmark = pytest.mark.skipif(not waiting.available() or not network.open_network()[0].private,
                                reason="no private network, or a kernel that does not tell what a process waits for")
SECTIONS = {"tcp-pair": cheats.CHEATS, "udp-pair": cheats.UDP_CHEATS, "tcp-chat": cheats.CHAT_CHEATS}
NAMES = [(section, name) for section, of_section in SECTIONS.items() for name in of_section]
HONEST = {"starts", "listens"}  # the server waits, and the client calls it
RELAYS = {"server_half"}         # what a chat's server does that passes on whatever it is sent


@pytest.fixture(scope="session")
def marked(request, tmp_path_factory):
    """The cheats that are asked for, begun at once: {(section, name): future}."""
    asked = {item.callspec.params["cheat"] for item in request.session.items
             if "cheat" in getattr(getattr(item, "callspec", None), "params", {})}
    environment = dict(os.environ)  # another test may change it while a thread starts a program
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {cheat: pool.submit(mark, tmp_path_factory.mktemp("cheat"), cheat[0], SECTIONS[cheat[0]][cheat[1]],
                                  environment)
               for cheat in NAMES if cheat in asked}


def mark(folder, section, scripts, environment):
    """Mark a server and a client; return the record of their section."""
    for name, source in zip(("server.py", "client.py"), scripts, strict=True):
        (folder / name).write_text(source)
    run = subprocess.run([sys.executable, "-m", "lab12", "grade", folder, "--json", "-"], cwd=HOME,
                         env=environment, capture_output=True, text=True)
    return json.loads(run.stdout)["sections"][section]


@pytest.mark.parametrize("cheat", NAMES, ids=lambda cheat: cheat[1])
def test_a_cheat_gets_what_its_honest_part_is_worth(cheat, marked):
    section = marked[cheat].result()
    passed = {check["name"] for check in section["checks"] if check["outcome"] == "passed" and check["out_of"]}
    assert passed <= HONEST | (RELAYS if cheat[0] == "tcp-chat" else set()), section["reason"]
    assert not [check for check in section["checks"] if check["outcome"] == "grader failed"]


@pytest.mark.skipif(sandbox.level() == sandbox.LIMITS, reason="what cannot be read is only proved in sandboxes")
def test_a_cipher_is_no_cheat(tmp_path):
    """Messages that nobody can read count, since they arrive where there is no other way."""
    section = mark(tmp_path, "tcp-pair", cheats.TLS, dict(os.environ))
    assert section["verdict"] == "works" and "cannot be read" in section["notes"][0]
    assert {"message", "reply", "turns"} <= {one["name"] for one in section["checks"] if one["outcome"] == "passed"}


def test_words_cannot_be_foretold(tmp_path, monkeypatch):
    """They follow from a secret and from the hand-in's bytes; the secret is drawn once, for its user alone."""
    monkeypatch.delenv(drawing.NAMED)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    drawn = []
    for _ in range(3):
        drawing.secret.cache_clear()
        drawn.append([drawing.word(source, count) for source in (b"one", b"two") for count in (1, 2)])
    assert drawn[0] == drawn[1] == drawn[2] and len(set(drawn[0])) == 4
    [path] = Path(tmp_path, "lab12").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600 and path.stat().st_size == 32
    path.unlink()
    drawing.secret.cache_clear()
    assert not set(drawn[0]) & {drawing.word(b"one", 1), drawing.word(b"two", 2)}
    drawing.secret.cache_clear()
