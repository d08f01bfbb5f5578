"""How pytest-xdist shares out the tests: what takes long first, and all tests of one hand-in to one worker."""
import re
import signal
import warnings
from pathlib import Path

import pytest

from lab12.rubric.listing import SECTIONS
from lab12.stage import forking

# Words in the names of tests that take long, most of which they wait: last of all they would keep one core busy alone.
SLOW = ("waits for each newcomer", "tiny_run", "that_tries_again", "waits_for_an_answer_in_time", "sleep", "poll",
        "loop", "hostile", "[tcp-chat]", "[tcp-pair]", "[udp-pair]", "[udp-chat]", "chat-")
HAND_INS = frozenset(path.name for path in Path(__file__).with_name("zoo").iterdir() if path.is_dir())

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as in the background of a shell (sh(1)); the tests press Ctrl-C
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def copies(monkeypatch):
    """Processes of our own are copies of this one, with what a test has put in place of the real thing.

    A worker of pytest-xdist has threads, of which such a copy uses nothing. Python 3.12 and later warn of all copies.
    """
    monkeypatch.setattr(forking, "has_threads", lambda: False)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
        yield


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: next((at for at, word in enumerate(SLOW) if word in item.nodeid), len(SLOW)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Have a worker take all tests of a group in a row, the groups in the order of the items."""
    from xdist.scheduler.loadscope import LoadScopeScheduling

    class ByHandIn(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return group(nodeid)

    config.option.loadscopereorder = False
    return ByHandIn(config, log)


def group(nodeid):
    """Return what tests that share work have in common: a section is performed once, and so is a hand-in marked.

    What misbehaves is marked all at once, so that each worker that has one of these tests would mark all of it.
    """
    file, _, rest = nodeid.partition("::")
    if "/hostile/" in file:
        return file
    [parameter] = re.findall(r"\[(.*)\]$", rest, re.S) or [""]
    return parameter if parameter in SECTIONS else f"{file} {parameter}" if parameter in HAND_INS else nodeid
