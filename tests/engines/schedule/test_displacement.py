"""Bookings which, moved, would let a late activity end earlier, found and checked apart."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from postprod_xl.engines.schedule import (
    Activity,
    Baseline,
    Budget,
    Candidate,
    Commitment,
    Displacement,
    Link,
    Problem,
    Resource,
    Timeline,
    displacement,
    solve,
    verify,
)
from postprod_xl.engines.schedule.explain.proof import Aim
from tests.engines.schedule.moved import with_places
from tests.engines.schedule.problems import problems

EDITOR, OTHER = 0, 1
STAFF = (Resource(), Resource())
BY_EDITOR, BY_OTHER = (Candidate(EDITOR),), (Candidate(OTHER),)


def booked(start: int, duration: int, *people: Candidate, due: int | None = None) -> Activity:
    baseline = Baseline(start, people[0].resource if people else None)
    return Activity(duration, people=people, group=1, commitment=Commitment.FIRM, baseline=baseline, due=due)


def asked(problem: Problem, bookings: tuple[int, ...], target: int = 0) -> Displacement | None:
    """What is found for an activity that should end by its due date, checked as a schedule of the free problem."""
    result = solve(problem, Budget(schedules=20))
    due = problem.activities[target].due
    assert due is not None
    found = displacement(Timeline(problem, result), Aim(target, due, lambda _: (), bookings))
    if found is None:
        return None
    made = with_places(problem, result, found.places)
    activities = tuple(
        replace(item, commitment=Commitment.OPTION_1) if a in found.bookings else item
        for a, item in enumerate(problem.activities)
    )
    before = set(verify(problem, result))
    assert [
        item for item in verify(replace(problem, activities=activities), made) if item not in before
    ] == []
    assert all(now <= max(was, 0) for now, was in zip(made.tardiness, result.tardiness, strict=True))
    assert made.tardiness[target] < result.tardiness[target]
    return found


def test_a_booking_that_can_wait_makes_room_for_what_is_late() -> None:
    # The booking works slots 0 to 4; it would do at 2 to 6.
    problem = Problem(30, (Activity(2, due=2, people=BY_EDITOR), booked(0, 5, *BY_EDITOR, due=20)), (), STAFF)
    found = asked(problem, (1,))
    assert found is not None
    assert (found.end, found.bookings, found.places[1].start) == (2, (1,), 2)


def test_a_booking_that_cannot_wait_is_not_moved() -> None:
    problem = Problem(30, (Activity(2, due=2, people=BY_EDITOR), booked(0, 5, *BY_EDITOR, due=5)), (), STAFF)
    assert asked(problem, (1,)) is None


def test_a_booking_goes_to_somebody_else_who_is_free() -> None:
    both = (*BY_EDITOR, *BY_OTHER)
    problem = Problem(30, (Activity(2, due=2, people=BY_EDITOR), booked(0, 5, *both, due=5)), (), STAFF)
    found = asked(problem, (1,))
    assert found is not None
    assert found.places[1] == (0, 5, OTHER, -1)


def test_only_the_bookings_in_the_way_are_moved() -> None:
    bookings = booked(0, 3, *BY_EDITOR), booked(3, 3, *BY_EDITOR), booked(0, 9, *BY_OTHER)
    found = asked(Problem(40, (Activity(3, due=3, people=BY_EDITOR), *bookings), (), STAFF), (1, 2, 3))
    # Slots 0 to 2 for the late one: the first booking goes behind the second.
    assert found is not None
    assert (found.bookings, found.places[1].start) == ((1,), 6)


def test_what_follows_a_booking_moved_moves_with_it() -> None:
    work = (
        Activity(2, due=2, people=BY_EDITOR),
        booked(0, 5, *BY_EDITOR),
        Activity(1, group=1, people=BY_OTHER),
        Activity(0, group=1, due=8),
    )
    found = asked(Problem(30, work, (Link(1, 2), Link(2, 3)), STAFF), (1,))
    # The booking ends at 7 instead of 5, what follows it at 8 instead of 6: on time still.
    assert found is not None
    assert (found.places[2].end, found.places[3].end) == (8, 8)
    late = (*work[:3], replace(work[3], due=7))
    assert asked(Problem(30, late, (Link(1, 2), Link(2, 3)), STAFF), (1,)) is None


def test_the_best_that_a_move_gives_is_taken_when_the_due_date_stays_out_of_reach() -> None:
    problem = Problem(30, (Activity(3, due=2, people=BY_EDITOR), booked(0, 5, *BY_EDITOR, due=20)), (), STAFF)
    found = asked(problem, (1,))
    assert found is not None
    assert found.end == 3


def test_a_booking_of_its_own_chain_that_could_be_earlier_is_the_one_to_move() -> None:
    work = Activity(0, due=4), booked(8, 2, *BY_EDITOR)
    found = asked(Problem(30, work, (Link(1, 0),), STAFF), (1,))
    assert found is not None
    assert (found.end, found.bookings) == (2, (1,))


@given(problems(yields=True))
def test_every_displacement_is_a_schedule_of_the_problem_with_these_bookings_free(problem: Problem) -> None:
    activities = tuple(replace(activity, demands=()) for activity in problem.activities)
    problem = replace(problem, activities=activities)
    bookings = tuple(
        a for a, item in enumerate(activities) if item.commitment is Commitment.FIRM and item.is_fixed
    )
    for target, late in enumerate(solve(problem, Budget(schedules=20)).tardiness):
        if late:
            asked(problem, bookings, target)
