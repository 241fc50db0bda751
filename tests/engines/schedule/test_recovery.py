"""What is late is spared by what may move, and nothing else changes for it."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.engines.schedule import (
    Activity,
    Baseline,
    Candidate,
    Commitment,
    Link,
    Problem,
    Resource,
    Result,
    Status,
    construct,
    verify,
)
from postprod_xl.engines.schedule.generation.decoding import instance_of
from postprod_xl.engines.schedule.recovery.bounds import earliest_ends
from tests.benchmarks.office_problem import Size, office_problem

ANNA, BASILE = 0, 1
STAFF = (Resource(), Resource())


def booked(start: int, length: int, person: int = ANNA, **rest: object) -> Activity:
    given = {"commitment": Commitment.OPTION_1, "people": (Candidate(ANNA),), **rest}
    return Activity(length, baseline=Baseline(start, person), **given)  # type: ignore[arg-type]


def in_force(problem: Problem, made: Result) -> Problem:
    """The problem once its result is the baseline of all that takes somebody."""
    activities = tuple(
        replace(item, baseline=Baseline(start, person, room)) if start is not None and item.people else item
        for item, start, person, room in zip(
            problem.activities, made.work_from, made.person, made.room, strict=True
        )
    )
    return replace(problem, activities=activities)


def test_a_heavier_late_activity_takes_the_place_of_a_lighter_option():
    light, heavy = booked(0, 4, due=5, group=1), booked(4, 4, due=4, weight=1000, group=2)
    made = construct(Problem(40, (light, heavy), (), STAFF))
    assert (made.starts, made.tardiness, made.status) == ((4, 0), (3, 0), Status.FEASIBLE)


def test_no_lateness_of_a_lighter_project_is_worth_one_of_a_heavier_however_long():
    light, heavy = booked(0, 30, due=30, group=1), booked(30, 1, due=1, weight=1000, group=2)
    assert construct(Problem(80, (light, heavy), (), STAFF)).tardiness == (1, 0)


def test_two_bookings_exchanged_for_nothing_are_both_put_back():
    # Basile alone can spare the third; the first two could swap their people, and keep them.
    both = (Candidate(ANNA), Candidate(BASILE))
    first, second = booked(0, 2, ANNA, people=both, group=1), booked(0, 2, BASILE, people=both, group=2)
    late = booked(6, 2, ANNA, people=both, due=4, group=3)
    made = construct(Problem(40, (first, second, late), (), STAFF))
    assert (made.moved, made.tardiness) == ((2,), (0, 0, 0))


def test_the_place_freed_upstream_brings_the_whole_late_chain_forward():
    links = (Link(1, 2), Link(2, 3))
    rival = booked(0, 3, group=1)
    chain = booked(3, 3, group=2), booked(8, 2, BASILE, people=(Candidate(BASILE),), group=2)
    problem = Problem(40, (rival, *chain, Activity(0, due=5, group=2)), links, STAFF)
    made = construct(problem)
    assert (made.starts, made.tardiness) == ((3, 0, 3, 5), (0, 0, 0, 0))
    assert made.status is Status.OPTIMAL and verify(problem, made) == []


def test_a_provisional_activity_takes_what_is_left_and_changes_nothing_of_the_others():
    others = booked(2, 4, group=1), booked(8, 4, group=1, due=20)
    quoted = booked(0, 4, group=2, due=4, weight=1000, provisional=True)
    made = construct(Problem(60, (*others, quoted), (), STAFF))
    assert (made.starts, made.tardiness, made.moved) == ((2, 8, 12), (0, 0, 12), (2,))


def test_a_provisional_activity_that_another_waits_for_is_scheduled_with_it():
    quoted = booked(4, 2, group=2, provisional=True)
    after = booked(6, 2, BASILE, people=(Candidate(BASILE),), group=1, due=4)
    made = construct(Problem(60, (quoted, after), (Link(0, 1),), STAFF))
    assert (made.starts, made.tardiness) == ((0, 2), (0, 0))


def test_the_bound_of_an_end_is_what_fixed_work_and_people_leave_to_it_alone():
    held = booked(2, 3, commitment=Commitment.FIRM)
    mine, rival = (Activity(2, release=1, people=(Candidate(ANNA),), due=2) for _ in range(2))
    # Slot 1 alone, then slots 5 and 6 behind the firm one: each ends at 7 at best, though both cannot.
    assert earliest_ends(instance_of(Problem(40, (held, mine, rival), (), STAFF)))[1:] == [7, 7]


def test_what_was_recovered_is_its_own_recovery():
    # A tight office whose plan in force was made with people who have since gone.
    problem = office_problem(Size(4, 15), "tight")
    first = construct(problem)
    gone = tuple(
        replace(resource, open=(resource.open or ~0) & ~(0xFFFFF << 20)) if place % 5 == 0 else resource
        for place, resource in enumerate(problem.resources)
    )
    disturbed = replace(in_force(problem, first), resources=gone)
    made = construct(disturbed)
    again = construct(in_force(disturbed, made))
    assert verify(disturbed, made) == []
    assert (again.starts, again.person, again.room) == (made.starts, made.person, made.room)
