"""The serial schedule over sets of bits is that of the kernels; the answer at once is legal and its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from postprod_xl.engines.schedule import (
    Activity,
    Baseline,
    Budget,
    Candidate,
    Occupation,
    Problem,
    Resource,
    Result,
    construct,
    solve,
    verify,
)
from postprod_xl.engines.schedule.generation.decoding import decoded, instance_of, new_plan, new_workspace
from postprod_xl.engines.schedule.generation.disjunctive_sgs import TimeWindow, first_fit
from postprod_xl.engines.schedule.generation.priority_rules import initial_keys
from postprod_xl.engines.schedule.kernels.sgs import serial_sgs
from tests.engines.schedule.problems import problems


def without_pools(problem: Problem) -> Problem:
    return replace(problem, activities=tuple(replace(item, demands=()) for item in problem.activities))


def in_force(problem: Problem, result: Result) -> Problem:
    """The problem once its answer is the plan in force, for all that takes somebody."""
    activities = tuple(
        replace(activity, baseline=Baseline(start, person, room))
        if start is not None and activity.duration and (activity.people or activity.rooms or activity.demands)
        else activity
        for activity, start, person, room in zip(
            problem.activities, result.work_from, result.person, result.room, strict=True
        )
    )
    return replace(problem, activities=activities)


@given(problems(cycles=True) | problems(cycles=True, yields=True))
def test_the_schedule_of_any_keys_is_that_of_the_kernels(drawn: Problem):
    instance = instance_of(without_pools(drawn))
    assert instance.is_disjunctive
    for _, keys in initial_keys(instance):
        plan = new_plan(instance.arrays)
        serial_sgs(
            instance.full_packed,
            keys.packed(),
            plan,
            list(instance.full.profile),
            new_workspace(instance.arrays),
        )
        assert decoded(instance, keys) == plan


@given(problems(change=False) | problems(change=False, yields=True))
def test_an_answer_at_once_is_legal_and_no_longer_moves(drawn: Problem):
    made = construct(drawn)
    assert verify(drawn, made) == []
    assert places(construct(in_force(drawn, made))) == places(made)
    # The first person is taken for the first eight slots: what is booked with them is repaired.
    busy = replace(drawn, occupations=(*drawn.occupations, Occupation(0, 0, 8)))
    mended = construct(in_force(busy, made))
    assert verify(busy, mended) == []
    assert places(construct(in_force(busy, mended))) == places(mended)


@settings(max_examples=30, deadline=None)
@given(problems(change=False))
def test_a_plan_that_was_searched_for_is_kept(drawn: Problem):
    found = solve(drawn, Budget(schedules=60))
    assert places(construct(in_force(drawn, found))) == places(found)


def places(result: Result) -> tuple[Any, ...]:
    return result.work_from, result.ends, result.person, result.room


def test_a_work_pauses_over_closed_slots_and_not_over_taken_ones():
    # Slot 3 is closed, slot 1 taken: slots 2, 4 and 5 are worked.
    assert first_fit(0b1110111, 0b0000010, TimeWindow(0, 0, 7, 3)) == (2, 6)
    # An end at 7 or after: one slot later.
    assert first_fit(0b1110111, 0b0000010, TimeWindow(0, 7, 7, 3)) == (4, 7)
    assert first_fit(0b1110111, 0b0000010, TimeWindow(0, 0, 5, 3)) is None


def test_a_room_imposed_is_waited_for_though_the_other_is_free():
    task = Activity(2, rooms=(Candidate(0), Candidate(1)))
    busy = (Occupation(0, 0, 8), Occupation(1, 0, 3))
    instance = instance_of(Problem(20, (task,), resources=(Resource(), Resource()), occupations=busy))
    _, free = next(iter(initial_keys(instance)))
    for room, start, chosen in ((-1, 3, 1), (0, 8, 0), (1, 3, 1)):
        assert decoded(instance, free._replace(room=[room]))[:4] == [start, start + 2, -1, chosen]


def test_what_is_late_goes_first_when_it_weighs_more():
    pair = [Activity(4, due=4, weight=weight, group=weight) for weight in (1, 3)]
    alone = tuple(replace(activity, rooms=(Candidate(0),)) for activity in pair)
    assert construct(Problem(20, alone, resources=(Resource(),))).ends == (8, 4)
