"""What holds of any problem, whatever the budget."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from postprod_xl.engines.schedule import (
    Baseline,
    Budget,
    Commitment,
    ConflictKind,
    Problem,
    Resource,
    Result,
    Status,
    construct,
    solve,
    verify,
)
from tests.engines.schedule.problems import problems


@given(problems() | problems(yields=True))
def test_every_schedule_is_legal(problem: Problem):
    assert verify(problem, solve(problem, Budget(schedules=40))) == []


@given(problems(cycles=True))
def test_a_cycle_leaves_the_others_their_dates(problem: Problem):
    result = solve(problem, Budget(schedules=9))
    assert verify(problem, result) == []
    undated = {index for index, end in enumerate(result.ends) if end is None}
    assert undated == {
        conflict.activity
        for conflict in result.conflicts
        if conflict.kind in (ConflictKind.CYCLE, ConflictKind.NO_PLACE)
    }
    assert (result.status is Status.PARTIAL) == bool(undated)


@given(problems())
def test_the_exact_solver_is_legal_and_its_bound_is_never_beaten(problem: Problem):
    searched = solve(problem, Budget(schedules=200))
    exact = solve(problem, Budget(schedules=1, exact=0.1))
    assert verify(problem, exact) == []
    if exact.bound is not None and not searched.cost.hard and not exact.cost.hard:
        assert exact.bound <= searched.cost.tardiness
    if exact.status is Status.OPTIMAL:
        assert exact.cost[:2] <= searched.cost[:2]


@settings(max_examples=25, deadline=None)
@given(problems())
def test_the_same_seed_gives_the_same_answer(problem: Problem):
    budget = Budget(schedules=60, exact=0.02)
    assert solve(problem, budget, seed=3) == solve(problem, budget, seed=3)


@given(problems(change=False))
def test_a_plan_in_force_that_is_legal_stays_when_nothing_has_changed(problem: Problem):
    first = solve(problem, Budget(schedules=60))
    again = solve(in_force(problem, first), Budget(schedules=60))
    assert again.cost[:2] <= first.cost[:2]
    assert again.moved == () or again.cost[:2] < first.cost[:2]


@settings(max_examples=30, deadline=None)
@given(problems(change=False))
def test_an_office_always_open_and_alone_is_never_later_when_that_is_proven(problem: Problem):
    resources = tuple(Resource(item.capacity) for item in problem.resources)
    relaxed = replace(problem, resources=resources, occupations=())
    before, after = (solve(item, Budget(schedules=60, exact=0.1)) for item in (problem, relaxed))
    if after.status is Status.OPTIMAL and before.status is not Status.PARTIAL:
        assert after.cost[:2] <= before.cost[:2]


def in_force(problem: Problem, result: Result) -> Problem:
    """The problem once its answer is the plan in force."""
    activities = tuple(
        activity
        if start is None
        else replace(activity, commitment=Commitment.OPTION_1, baseline=Baseline(start, person, room))
        for activity, start, person, room in zip(
            problem.activities, result.work_from, result.person, result.room, strict=True
        )
    )
    return replace(problem, activities=activities)


@given(problems())
def test_a_steady_plan_is_legal_and_its_cost_is_told_aim_by_aim(problem: Problem):
    result = solve(replace(problem, tardiness_price=100), Budget(schedules=60, exact=0.02))
    assert verify(problem, result) == []
    late = sum(
        slots * activity.weight
        for slots, activity in zip(result.tardiness, problem.activities, strict=True)
        if not activity.hard
    )
    assert result.cost.tardiness == late


@given(problems())
def test_an_answer_at_once_is_legal(problem: Problem):
    for price in (0, 100):
        priced = replace(problem, tardiness_price=price)
        assert verify(priced, construct(priced)) == []


@given(problems(change=False))
def test_what_was_in_the_way_gone_the_answer_is_never_later_and_soon_its_own(problem: Problem):
    before = construct(problem)
    resources = tuple(Resource(item.capacity) for item in problem.resources)
    now = in_force(replace(problem, resources=resources, occupations=(), tardiness_price=300), before)
    after = construct(now)
    assert after.cost.tardiness <= before.cost.tardiness or after.cost.hard < before.cost.hard
    for _ in range(6):
        now = in_force(now, after)
        after = construct(now)
    assert after.moved == ()
