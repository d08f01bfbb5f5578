"""How pytest-xdist shares out the tests: what takes long first, and all tests of one hand-in to one worker."""
import pytest

from lab12.plugin import CheckItem

# Words in the names of tests that take long, most of which they wait: last of all they would keep one core busy alone.
SLOW = ("waits for each newcomer", "tiny_run", "that_tries_again", "waits_for_an_answer_in_time", "sleep", "poll",
        "loop", "hostile", "[tcp-chat]", "[tcp-pair]", "[udp-pair]", "[udp-chat]", "chat-")


def pytest_collection_modifyitems(config, items):
    items.sort(key=lambda item: next((at for at, word in enumerate(SLOW) if word in item.nodeid), len(SLOW)))
    if not config.pluginmanager.hasplugin("xdist"):
        return
    for item in items:
        name = getattr(getattr(item, "callspec", None), "params", {}).get("name")
        group = item.section if isinstance(item, CheckItem) else name and f"{item.path.stem} {name}"
        if group:
            item.add_marker(pytest.mark.xdist_group(group))
