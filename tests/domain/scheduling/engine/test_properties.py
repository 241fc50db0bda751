"""What holds of any problem, whatever the budget."""

from __future__ import annotations

from hypothesis import given, settings

from postprod_xl.domain.scheduling.engine import Budget, Fault, Problem, Status, solve, verify
from tests.domain.scheduling.engine.problems import problems


@settings(max_examples=150, deadline=None)
@given(problems())
def test_every_schedule_is_legal(problem: Problem):
    assert verify(problem, solve(problem, Budget(schedules=9))) == []


@settings(max_examples=60, deadline=None)
@given(problems(cycles=True))
def test_a_cycle_leaves_the_others_their_dates(problem: Problem):
    result = solve(problem, Budget(schedules=9))
    assert verify(problem, result) == []
    undated = {index for index, end in enumerate(result.ends) if end is None}
    assert undated == {
        wish.activity for wish in result.wishes if wish.fault in (Fault.CYCLE, Fault.NO_PLACE)
    }
    assert (result.status is Status.PARTIAL) == bool(undated)
