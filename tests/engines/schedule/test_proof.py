"""What makes an activity late, proven: a schedule of the relaxed problem, checked apart, has it earlier."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from postprod_xl.engines.schedule import (
    Activity,
    Aim,
    Baseline,
    Budget,
    Candidate,
    Commitment,
    Link,
    LinkKind,
    Occupation,
    Problem,
    Proof,
    Relaxation,
    RelaxationKind,
    Resource,
    Result,
    Timeline,
    proven,
    relaxed,
    solve,
    verify,
)
from tests.engines.schedule.moved import with_places
from tests.engines.schedule.problems import problems

UNIT, PRESENCE, RELEASE, PLACE, WORK = RelaxationKind
EDITOR, OTHER, AUDITORIUM = range(3)
STAFF = (Resource(), Resource(), Resource())
BY_EDITOR, BY_ANYBODY = (Candidate(EDITOR),), (Candidate(EDITOR), Candidate(OTHER))


def booked(start: int, duration: int, *people: Candidate, rooms: tuple[Candidate, ...] = ()) -> Activity:
    baseline = Baseline(start, people[0].resource if people else None, rooms[0].resource if rooms else None)
    return Activity(
        duration, people=people, rooms=rooms, group=1, commitment=Commitment.FIRM, baseline=baseline
    )


def asked(problem: Problem, target: int = 0, bookings: tuple[int, ...] = ()) -> Proof | None:
    """The proof that an activity could end one slot earlier, checked by a schedule of the relaxed problem."""
    result = solve(problem)
    end = result.ends[target]
    assert end is not None

    def releases(a: int) -> tuple[Relaxation, ...]:
        release = problem.activities[a].release
        return (Relaxation(RELEASE, a, moment=0),) if release > problem.now else ()

    found = proven(Timeline(problem, result), Aim(target, end - 1, releases, bookings))
    if found is not None:
        check(problem, result, found)
        assert found.places[target].end < end
    return found


def check(problem: Problem, result: Result, found: Proof) -> None:
    """The schedule of the proof keeps every rule of the relaxed problem."""
    assert all(place.end <= (result.ends[a] or 0) for a, place in found.places.items())
    made = with_places(problem, result, found.places)
    easier = relaxed(problem, made, found.relaxations)
    people, rooms = list(made.person), list(made.room)
    new = len(problem.resources)
    for a, resource in dict.fromkeys((item.activity, item.resource) for item in found.changes):
        if resource is not None:
            people[a] = new if people[a] == resource else people[a]
            rooms[a] = new if rooms[a] == resource else rooms[a]
            new += 1
    for item in found.changes:
        if item.kind is WORK:
            people[item.activity] = rooms[item.activity] = None
    made = replace(made, person=tuple(people), room=tuple(rooms))
    known = verify(problem, result)
    assert [item for item in verify(easier, made) if item not in known] == []


def test_a_person_taken_by_a_booking_is_the_cause() -> None:
    problem = Problem(30, (Activity(2, due=2, people=BY_EDITOR), booked(0, 5, *BY_EDITOR)), (), STAFF)
    found = asked(problem)
    assert found is not None
    assert found.changes == (Relaxation(UNIT, 0, EDITOR),)


def test_a_person_and_a_room_taken_until_the_same_moment_are_named_together() -> None:
    room = (Candidate(AUDITORIUM),)
    late = Activity(2, due=2, people=BY_EDITOR, rooms=room)
    others = booked(0, 5, *BY_EDITOR), booked(0, 5, rooms=room)
    found = asked(Problem(30, (late, *others), (), STAFF))
    assert found is not None
    assert found.changes == (Relaxation(UNIT, 0, EDITOR), Relaxation(UNIT, 0, AUDITORIUM))


def test_a_person_free_later_than_the_room_is_the_only_cause() -> None:
    room = (Candidate(AUDITORIUM),)
    late = Activity(2, due=2, people=BY_EDITOR, rooms=room)
    others = booked(0, 5, *BY_EDITOR), booked(0, 3, rooms=room)
    found = asked(Problem(30, (late, *others), (), STAFF))
    # With the editor it works slots 3 and 4; with the room it still waits for the editor.
    assert found is not None
    assert found.changes == (Relaxation(UNIT, 0, EDITOR),)
    assert found.places[0].end == 5


def test_two_branches_held_by_two_people_are_two_causes() -> None:
    work = (
        Activity(1, due=1),
        Activity(2, people=BY_EDITOR),
        Activity(2, people=(Candidate(OTHER),)),
        booked(0, 5, *BY_EDITOR),
        booked(0, 5, Candidate(OTHER)),
    )
    found = asked(Problem(30, work, (Link(1, 0), Link(2, 0)), STAFF))
    assert found is not None
    assert set(found.changes) == {Relaxation(UNIT, 1, EDITOR), Relaxation(UNIT, 2, OTHER)}


def test_a_wait_off_the_path_that_makes_it_late_is_no_cause() -> None:
    # The short branch waits for the editor until slot 5 and ends at 6; the long one works until slot 8.
    work = Activity(1, due=1), Activity(1, people=BY_EDITOR), Activity(8), booked(0, 5, *BY_EDITOR)
    found = asked(Problem(30, work, (Link(1, 0), Link(2, 0)), STAFF))
    assert found is not None
    assert found.changes == (Relaxation(WORK, 2),)


def test_an_absence_is_a_cause_and_so_is_a_release() -> None:
    away = (Resource(open=~0b1111), *STAFF[1:])
    found = asked(Problem(30, (Activity(2, due=2, people=BY_EDITOR),), (), away))
    assert found is not None
    assert found.changes == (Relaxation(PRESENCE, 0, EDITOR, 3),)
    found = asked(Problem(30, (Activity(2, due=2, release=3),), (), STAFF))
    assert found is not None
    assert found.changes == (Relaxation(RELEASE, 0, moment=0),)


def test_an_absence_amid_the_work_is_a_cause() -> None:
    # Slots 0 and 3 worked, 1 and 2 away.
    away = (Resource(open=~0b0110), *STAFF[1:])
    found = asked(Problem(30, (Activity(2, due=2, people=BY_EDITOR),), (), away))
    assert found is not None
    assert found.changes == (Relaxation(PRESENCE, 0, EDITOR, 2),)
    assert found.places[0].end == 2


def test_an_occupation_is_a_cause() -> None:
    problem = Problem(
        30,
        (Activity(2, due=2, people=BY_EDITOR),),
        (),
        STAFF,
        occupations=(Occupation(EDITOR, 1, 5),),
    )
    found = asked(problem)
    assert found is not None
    assert found.changes == (Relaxation(UNIT, 0, EDITOR),)


def test_a_fixed_day_is_a_cause() -> None:
    work = Activity(1, due=1), booked(6, 2)
    found = asked(Problem(30, work, (Link(1, 0),), STAFF))
    assert found is not None
    assert found.changes == (Relaxation(PLACE, 1),)


def test_bookings_that_follow_the_cause_are_told_apart_from_it() -> None:
    # The first one waits for the editor until 5, the booking behind it stands just after it, at 7.
    work = Activity(1, due=1), booked(7, 1), Activity(2, people=BY_EDITOR), booked(0, 5, *BY_EDITOR)
    found = asked(Problem(30, work, (Link(2, 1), Link(1, 0)), STAFF), bookings=(1, 3))
    assert found is not None
    assert (found.changes, found.bookings) == ((Relaxation(UNIT, 2, EDITOR),), (1,))


def test_work_that_today_holds_is_the_last_cause_of_all() -> None:
    found = asked(Problem(30, (Activity(2, due=1), Activity(3)), (Link(1, 0),), STAFF))
    assert found is not None
    assert found.changes == (Relaxation(WORK, 1),)


def test_a_schedule_that_could_be_better_as_it_is_has_a_proof_without_cause() -> None:
    """The result keeps the editor, who is taken; the other person is free all along."""
    late = Activity(2, due=2, people=BY_ANYBODY)
    problem = Problem(30, (late, booked(0, 5, *BY_EDITOR)), (), STAFF)
    result = replace(solve(problem), work_from=(5, 0), ends=(7, 5), person=(EDITOR, EDITOR))
    found = proven(Timeline(problem, result), Aim(0, 6, lambda _: ()))
    assert found is not None
    assert (found.relaxations, found.places[0].person) == ((), OTHER)


@pytest.mark.parametrize(("kind", "lag"), [(LinkKind.END_END, 2), (LinkKind.START_END, 6)])
def test_a_link_to_the_end_leads_to_what_holds_its_other_side(kind: LinkKind, lag: int) -> None:
    work = Activity(2, due=2), Activity(4, people=BY_EDITOR), booked(0, 5, *BY_EDITOR)
    found = asked(Problem(30, work, (Link(1, 0, kind, lag),), STAFF))
    assert found is not None
    assert found.changes == (Relaxation(UNIT, 1, EDITOR),)


def test_nothing_is_proven_where_a_resource_is_shared() -> None:
    late = Activity(2, due=2, people=BY_EDITOR)
    problem = Problem(30, (late, booked(0, 5, *BY_EDITOR)), (), (Resource(capacity=2), *STAFF[1:]))
    assert proven(Timeline(problem, solve(problem)), Aim(0, 1, lambda _: ())) is None


@given(problems(yields=True))
def test_every_proof_is_a_schedule_of_the_relaxed_problem(problem: Problem) -> None:
    activities = tuple(replace(activity, demands=()) for activity in problem.activities)
    problem = replace(problem, activities=activities)
    result = solve(problem, Budget(schedules=20))
    for target, late in enumerate(result.tardiness):
        if late:
            asked(problem, target, tuple(a for a, item in enumerate(activities) if item.commitment == 1))
