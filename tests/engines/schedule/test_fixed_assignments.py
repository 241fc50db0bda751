"""Who serves what is fixed or under way, and until when: places given before anything is scheduled."""

from __future__ import annotations

import pytest

from postprod_xl.engines.schedule import (
    Activity,
    Baseline,
    Candidate,
    Commitment,
    Demand,
    Link,
    LinkKind,
    Problem,
    Resource,
)
from postprod_xl.engines.schedule.instance.fixed import Assignment, fixed_assignments
from postprod_xl.engines.schedule.instance.in_progress import in_progress_assignments

FIRST, SECOND, STUDIO, OTHER_STUDIO = range(4)
ALL_THERE = (Resource(),) * 4
EITHER = (Candidate(FIRST), Candidate(SECOND))
EITHER_ROOM = (Candidate(STUDIO), Candidate(OTHER_STUDIO))


def firm(start: int, duration: int = 2, *, people=(), rooms=(), person=None, room=None) -> Activity:
    baseline = Baseline(start, person, room)
    return Activity(duration, people=people, rooms=rooms, commitment=Commitment.FIRM, baseline=baseline)


def served(*activities: Activity, resources=ALL_THERE) -> list[Assignment]:
    found = fixed_assignments(Problem(20, activities, resources=resources))
    return [found[index] for index in range(len(activities))]


@pytest.mark.parametrize(
    ("open_person", "given"),
    [
        (firm(0, people=EITHER), firm(0, people=EITHER, person=FIRST)),
        (firm(0, people=EITHER), firm(0, people=EITHER[:1])),
    ],
)
def test_who_is_named_or_alone_able_is_not_taken_by_an_earlier_task_that_has_the_choice(open_person, given):
    assert [item.person for item in served(open_person, given)] == [SECOND, FIRST]


@pytest.mark.parametrize(
    ("open_room", "given"),
    [
        (firm(0, rooms=EITHER_ROOM), firm(0, rooms=EITHER_ROOM, room=STUDIO)),
        (firm(0, rooms=EITHER_ROOM), firm(0, rooms=EITHER_ROOM[:1])),
    ],
)
def test_a_room_named_or_alone_fit_is_not_taken_by_an_earlier_task_that_has_the_choice(open_room, given):
    assert [item.room for item in served(open_room, given)] == [OTHER_STUDIO, STUDIO]


def test_a_task_with_less_to_choose_chooses_first():
    both_open = firm(0, people=EITHER, rooms=EITHER_ROOM)
    person_open = firm(0, people=EITHER, rooms=EITHER_ROOM, room=OTHER_STUDIO)
    assert served(both_open, person_open) == [(0, 2, SECOND, STUDIO), (0, 2, FIRST, OTHER_STUDIO)]


def test_work_pauses_with_who_serves_and_goes_on_by_the_calendar_alone_if_they_never_come():
    closed_at_3 = Resource(open=~0b1000)
    assert served(firm(2, 3, people=EITHER[:1]), resources=(closed_at_3,)) == [(2, 6, FIRST, None)]
    assert served(firm(2, 3, people=EITHER[:1]), resources=(Resource(open=0),)) == [(2, 5, FIRST, None)]


def test_work_that_the_axis_cannot_hold_ends_after_its_own_length():
    assert served(firm(18, 3, people=EITHER[:1]), resources=(Resource(),)) == [(18, 21, FIRST, None)]


@pytest.mark.parametrize(
    ("start", "absent", "chosen"),
    [
        (4, 0b010000, SECOND),
        (4, 0b100000, FIRST),
        (-2, 0b01, SECOND),
        (-2, 0b10, FIRST),
    ],
)
@pytest.mark.parametrize("duration", [1, 3])
def test_who_is_there_on_the_first_slot_of_the_axis_goes_before_who_comes_later(
    start, absent, chosen, duration
):
    resources = (Resource(open=~absent), Resource())
    assert [item.person for item in served(firm(start, duration, people=EITHER), resources=resources)] == [
        chosen
    ]


def test_a_milestone_needs_nobody_there():
    resources = (Resource(open=~0b10000), Resource())
    assert served(firm(4, 0, people=EITHER), resources=resources) == [(4, 4, FIRST, None)]


def begun(**given) -> Activity:
    return Activity(3, actual_start=-2, baseline=Baseline(0, FIRST), people=EITHER, **given)


def under_way(activity: Activity, *links: Link, given=None, now: int = 0) -> dict[int, Assignment]:
    before = Activity(2)
    problem = Problem(20, (activity, before), links, (Resource(),) * 3, now=now)
    return in_progress_assignments(problem, given or {})


def test_work_under_way_goes_on_at_once_with_who_was_planned():
    assert under_way(begun()) == {0: (0, 3, FIRST, None)}


def test_what_already_has_its_place_keeps_it():
    assert under_way(begun(), given={0: Assignment(5, 8, SECOND)}) == {}


@pytest.mark.parametrize("kind", list(LinkKind))
def test_work_under_way_waits_for_a_link_to_its_end_and_no_longer_for_one_to_its_start(kind):
    is_past = kind in (LinkKind.END_START, LinkKind.START_START)
    assert (0 in under_way(begun(), Link(1, 0, kind))) is is_past


def test_work_under_way_that_uses_a_pool_or_is_planned_later_is_scheduled_as_any_other():
    assert under_way(begun(demands=(Demand(2),))) == {}
    assert under_way(Activity(3, actual_start=-2, baseline=Baseline(4, FIRST), people=EITHER)) == {}
    assert under_way(begun(), now=20) == {}
    beyond = Activity(3, actual_start=-2, baseline=Baseline(20, FIRST), people=EITHER)
    assert under_way(beyond, now=20) == {}
