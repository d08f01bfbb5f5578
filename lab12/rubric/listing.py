"""The listing: which checks each section has, in the order in which they are performed."""
import importlib
from functools import cache

from lab12.rubric.checks import Check

SECTIONS = "tcp-pair", "udp-pair", "tcp-chat", "udp-chat"
MODULES = "tests.test_pair", "tests.test_tcp", "tests.test_udp", "tests.test_chat"


@cache
def checks_of(section):
    """Return the checks of a section: what is asked of any hand-in, then what only the kit promises."""
    return [one for module in map(importlib.import_module, MODULES) for one in in_module(module, section)]


def in_module(module, section):
    """Return the checks of a section that stand in a module."""
    here = section in getattr(module, "SECTIONS", ())
    return [one for one in vars(module).values() if here and isinstance(one, Check) and one.only in ("", section)]
