"""Each check can fail: a mutant fails the checks that are named with it, and no others.

Whatever is asked of any hand-in is performed on each mutant. Of what only the kit promises, only the checks that a
mutant names are performed, to save time; `make test FULL=1` performs everything on each. A check that has no marks yet
in the kit's scheme is held to its own mutants only.
"""
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from lab12.grader.grade import grade
from lab12.rubric.checks import FAILED, MISSED, check
from lab12.rubric.listing import SECTIONS, checks_of
from lab12.rubric.scheme import read_scheme
from lab12.stage import network, waiting
from tests.mutants import MUTANTS

HOME = Path(__file__).resolve().parents[2]
FULL = bool(os.environ.get("FULL"))

pytestmark = pytest.mark.skipif(not waiting.available() or not network.open_network()[0].private,
                                reason="no private network, or a kernel that does not tell what a process waits for")


def missed(lab, only):
    """Return {check that a lab misses: its marks}, of the kit only these names, and why the grader failed."""
    made = grade(lab, scheme=replace(read_scheme("kit"), only=only))
    results = [(result, section.worth[result.name]) for section in made.sections for result in section.results]
    return ({result.name: worth for result, worth in results if result.outcome == MISSED},
            [result.reason for result, _ in results if result.outcome == FAILED])


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_mistake_is_caught(mutant, tmp_path):
    everything = frozenset(one.name for one in checks_of(mutant.section))
    found, failures = missed(mutant.write(tmp_path), everything if FULL else mutant.misses)
    assert not failures, "the grader itself failed"
    assert {name for name, worth in found.items() if worth or name in mutant.misses} == mutant.misses


@pytest.mark.parametrize(("section", "only"), [("tcp-pair", {"silent_start", "odd_bytes_at_client", "bad_addresses"}),
                                               ("udp-chat", {"bad_addresses", "odd_bytes", "netcat"})])
def test_a_port_of_its_own_is_no_mistake(section, only, tmp_path):
    transport, kind = section.split("-")
    for name in read_scheme("kit").scripts[kind]:
        source = (HOME / transport / name).read_text()
        (tmp_path / name).write_text(re.sub(r"(?m)^PORT = \d+", "PORT = 6060", source))
    assert only <= {one.name for one in checks_of(section)}
    assert missed(tmp_path, frozenset(only)) == ({}, [])


@pytest.mark.parametrize("section", SECTIONS)
def test_each_check_has_a_mutant(section):
    caught = {one.perform for mutant in MUTANTS for one in checks_of(mutant.section) if one.name in mutant.misses}
    assert [one.name for one in checks_of(section) if one.perform not in caught] == []


@pytest.mark.parametrize("section", SECTIONS)
def test_a_check_needs_only_those_before_it(section):
    names = [one.name for one in checks_of(section)]
    assert [one.name for at, one in enumerate(checks_of(section)) if not set(one.needs) <= set(names[:at])] == []


@pytest.mark.parametrize("wrong", [{}, {"hint": ""}])
def test_a_check_without_a_hint_is_refused(wrong):
    with pytest.raises(TypeError, match="hint"):
        check(**wrong)(lambda pair: None)


def test_each_mutant_misses_checks_that_there_are():
    for mutant in MUTANTS:
        assert mutant.misses <= {one.name for one in checks_of(mutant.section)}, mutant


def test_no_mutant_stands_there_twice():
    assert len({str(mutant) for mutant in MUTANTS}) == len(MUTANTS)
