"""Each check can fail: for each mistake, the checks that must catch it do, and no other does.

The second half is 1,600 checks and takes a minute or two: `make test FULL=1` does it as well.
"""
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from mutants import MUTANTS

from lab12.rubric import kit as rubric

FULL = bool(os.environ.get("FULL"))


def outcome_of(lab, section, name):
    """Perform one check on a lab, in a process of its own, and return what it gave as (missed, failure)."""
    [check] = [check for check in rubric.checks() if (check.section, check.name) == (section, name)]
    outcome = rubric.perform(check, lab)
    return outcome.explanation is not None, outcome.failure


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory, request):
    """All checks on all mutants that are asked for, begun at once on every core: {mutant: {check: future}}."""
    calls = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    asked = [parameters["mutant"] for parameters in calls if "mutant" in parameters]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        begun = {}
        for mutant in asked:
            lab = mutant.write(tmp_path_factory.mktemp("lab"))
            begun[mutant.section, mutant.mistake] = {
                check.name: pool.submit(outcome_of, lab, check.section, check.name)
                for check in rubric.checks() if check.section == mutant.section
                and (FULL or check.name in mutant.catchers([check.name]))}
        yield begun


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.section}: {mutant.mistake}")
def test_mistake_is_caught(mutant, outcomes):
    given = {name: future.result() for name, future in outcomes[mutant.section, mutant.mistake].items()}
    assert not {name: failure for name, (_, failure) in given.items() if failure}, "the grader itself failed"
    caught = {name for name, (missed, _) in given.items() if missed}
    assert caught == mutant.catchers(given)


def test_each_check_has_a_mutant():
    for check in rubric.checks():
        mutants = [mutant for mutant in MUTANTS if mutant.section == check.section]
        assert any(mutant.catchers([check.name]) & {check.name} for mutant in mutants), check.name


def test_the_marks_are_100_in_all():
    assert sum(check.marks for check in rubric.checks()) == 100
