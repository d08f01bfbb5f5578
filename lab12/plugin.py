"""The pytest plugin: each check of the rubric is an item, performed on this kit's own scripts; the sheet comes last."""
import os
import pickle
import shutil
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from lab12 import HOME
from lab12.driver import drawing
from lab12.finder.handin import read_into
from lab12.grader import grade
from lab12.guard import tidy
from lab12.rubric.checks import PASSED, Check
from lab12.rubric.listing import SECTIONS
from lab12.rubric.scheme import read_scheme
from lab12.sheet import text

MARKED = pytest.StashKey[dict]()                 # section -> Section
SCRIPTS = pytest.StashKey[str]()  # the folder with a copy of this kit's own scripts


class Failed(Exception):
    """A check was not passed; the text is its lines on the mark sheet."""


def pytest_configure(config):
    os.environ.setdefault(drawing.NAMED, "the zoo")  # the words that are typed are the same on any computer
    if not hasattr(config, "workerinput"):  # one of pytest-xdist, whose tests run already
        tidy.sweep(Path(tempfile.gettempdir()))
    rooms = ExitStack()
    config.add_cleanup(rooms.close)
    config.stash[MARKED], config.stash[SCRIPTS] = {}, rooms.enter_context(tidy.room())
    for transport in "tcp", "udp":
        shutil.copytree(HOME / transport, Path(config.stash[SCRIPTS], transport))


def pytest_pycollect_makeitem(collector, name, obj):
    """Make a check an item for each section that has it."""
    if not isinstance(obj, Check):
        return None
    sections = [section for section in collector.obj.SECTIONS if obj.only in ("", section)]
    return [CheckItem.from_parent(collector, name=f"{name}[{section}]", check=obj, section=section)
            for section in sections]


class CheckItem(pytest.Item):
    """A check in one section. The first one that is run has all of its section performed that are asked for."""

    def __init__(self, *, check, section, **others):
        super().__init__(**others)
        self.check, self.section = check, section

    def runtest(self):
        section = marked(self.session, self.section)
        [result] = [result for result in section.results if result.name == self.check.name]
        if result.outcome != PASSED:
            raise Failed("\n".join([*text.check_lines(result, section, text.Page()), result.reason]))

    def repr_failure(self, excinfo):
        return str(excinfo.value) if excinfo.errisinstance(Failed) else super().repr_failure(excinfo)

    def reportinfo(self):
        return self.path, self.check.perform.__code__.co_firstlineno, f"{self.section}: {self.check.title}"


def marked(session, name):
    """Return a Section of this kit's own scripts by its own scheme, with those checks that pytest was asked for."""
    config = session.config
    done = config.stash[MARKED]
    if name not in done:
        asked = {item.check.name for item in session.items if isinstance(item, CheckItem) and item.section == name}
        done[name] = grade.mark(handed_in(config), name, replace(read_scheme("kit"), only=frozenset(asked)))
    return done[name]


def handed_in(config):
    """Return this kit's own scripts as a HandIn."""
    return read_into(config.stash[SCRIPTS], config.stash[SCRIPTS])


def pytest_sessionfinish(session):
    """Hand what a worker of pytest-xdist has marked to the process that prints the sheet."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["marked"] = pickle.dumps(session.config.stash[MARKED])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Take in what a worker has marked."""
    node.config.stash[MARKED].update(pickle.loads(getattr(node, "workeroutput", {}).get("marked", pickle.dumps({}))))


@pytest.hookimpl(tryfirst=True)
def pytest_terminal_summary(terminalreporter, config):
    """Print the mark sheet, and what was skipped and why; after that pytest itself says what failed."""
    if done := config.stash.get(MARKED, None):
        scheme = replace(read_scheme("kit"), sections=tuple(name for name in SECTIONS if name in done))
        made = grade.in_all(str(HOME), handed_in(config), [done[name] for name in scheme.sections], scheme)
        terminalreporter.write_line(f"\n{text.sheet(made)}")
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ")
                      for report in terminalreporter.stats.get("skipped", []) if isinstance(report.longrepr, tuple))
    if reasons:
        terminalreporter.write_line(f"\nNot run, {reasons.total()} in all:")
        for reason, times in reasons.most_common():
            terminalreporter.write_line(f"  {times:5}  {reason}")
