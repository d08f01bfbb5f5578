"""The pytest plugin: `--lab FOLDER`, the casts as fixtures, and the mark sheet at the end."""
from pathlib import Path

import pytest

from lab12 import HOME
from lab12.rubric import kit as rubric
from lab12.sheet import kit as report
from lab12.stage.window import Miss

OUTCOMES = pytest.StashKey[dict]()
NOTICES = pytest.StashKey[set]()


def pytest_addoption(parser):
    parser.addoption("--lab", default=HOME, type=Path, metavar="FOLDER",
                     help="the lab to mark: a folder with tcp/ and udp/ in it (this kit's own)")


def pytest_configure(config):
    config.stash[OUTCOMES], config.stash[NOTICES] = {}, set()
    folder = config.getoption("lab")
    if not folder.is_dir():
        raise pytest.UsageError(f"there is no folder {folder} to mark")


def performed(name):
    """Return the fixture of a cast."""
    @pytest.fixture(name=name)
    def fixture(request):
        check = rubric.check_of(request.function)
        with rubric.cast(request.config.getoption("lab"), check, request.config.stash[NOTICES].add) as made:
            yield made
    return fixture


pair, chat, lab = performed("pair"), performed("chat"), performed("lab")


def pytest_pyfunc_call(pyfuncitem):
    """Start the cast of a check as part of the check: a script that does not start is a miss, not an error."""
    check = rubric.check_of(pyfuncitem.obj)
    if check:
        pyfuncitem.funcargs[check.needs].start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    made = yield
    check = rubric.check_of(item.obj)
    if check is None or (call.when != "call" and call.excinfo is None):
        return made
    if call.excinfo is None:
        outcome = rubric.Outcome(check)
    elif call.when == "call" and call.excinfo.errisinstance(Miss):
        made_cast = item.funcargs[check.needs]
        outcome = rubric.Outcome(check, explanation=rubric.explain(check, made_cast, call.excinfo.value))
        made.longrepr = f"{check.sentence}\n{call.excinfo.value}"
    else:
        outcome = rubric.Outcome(check, failure=f"{call.excinfo.typename}: {call.excinfo.value}")
    item.config.stash[OUTCOMES].setdefault(item.nodeid, outcome)
    return made


def pytest_unconfigure(config):
    """Print the mark sheet, last of all."""
    if config.stash.get(OUTCOMES, None):
        print()
        for notice in sorted(config.stash[NOTICES]):
            print(f"Note: {notice}.")
        print(report.mark_sheet(list(config.stash[OUTCOMES].values()), config.getoption("lab")))
