"""Why an activity starts when it does, checked against the schedule by hand and by an independent rule."""

from __future__ import annotations

import pytest
from hypothesis import given

from postprod_xl.engines.schedule import (
    Activity,
    Baseline,
    Budget,
    Candidate,
    Cause,
    Commitment,
    Link,
    LinkKind,
    Occupation,
    Problem,
    Reason,
    Resource,
    Result,
    causal_chain,
    causes,
    slack,
    solve,
)
from postprod_xl.engines.schedule.calendars import first_open, open_slots
from postprod_xl.engines.schedule.generation.decoding import instance_of
from postprod_xl.engines.schedule.result import critical_path_ends
from tests.engines.schedule.problems import problems

EDITOR, AUDITORIUM = 0, 1
STAFF = (Resource(), Resource())


def explained(problem: Problem) -> tuple[Result, tuple[Cause | None, ...]]:
    result = solve(problem, Budget(schedules=60))
    return result, causes(problem, result)


def test_a_late_mixing_waits_for_the_auditorium_taken_by_another_project_that_waits_for_its_release():
    mixing = Candidate(AUDITORIUM)
    work = (
        Activity(2, group=0),
        Activity(3, due=5, group=0, rooms=(mixing,)),
        Activity(1, due=6, group=0),
        Activity(6, release=1, due=7, weight=9, group=1, rooms=(mixing,)),
    )
    result, found = explained(Problem(30, work, (Link(0, 1), Link(1, 2)), STAFF))
    assert result.starts == (0, 7, 10, 1)
    assert causal_chain(found, 2) == [2, 1, 3]
    assert [found[index].reason for index in (2, 1, 3)] == [Reason.LINK, Reason.RESOURCE, Reason.RELEASE]
    assert found[1] == Cause(Reason.RESOURCE, 7, 2, activity=3, resource=AUDITORIUM)
    assert result.ends[2] == 11


def test_an_absence_binds_and_the_person_is_named():
    # The editor is away on slots 0 to 3.
    problem = Problem(
        30, (Activity(2, people=(Candidate(EDITOR),)),), (), (Resource(open=~0b1111), Resource())
    )
    _, found = explained(problem)
    assert found == (Cause(Reason.CALENDAR, 4, 0, resource=EDITOR),)


def test_an_occupation_binds():
    problem = Problem(
        30, (Activity(2, people=(Candidate(EDITOR),)),), (), STAFF, occupations=(Occupation(EDITOR, 1, 5),)
    )
    _, found = explained(problem)
    assert found == (Cause(Reason.RESOURCE, 5, 0, resource=EDITOR, occupation=0),)


def test_a_held_date_is_its_own_cause():
    _, found = explained(Problem(30, (Activity(2, commitment=Commitment.FROZEN, baseline=Baseline(9)),)))
    assert found == (Cause(Reason.FIXED, 9, 9),)


def test_a_booking_kept_where_it_is_could_be_sooner():
    _, found = explained(Problem(30, (Activity(2, commitment=Commitment.OPTION_1, baseline=Baseline(9)),)))
    assert found == (Cause(Reason.CHOICE, 9, 0),)


def test_a_booking_that_could_follow_at_once_what_its_person_does_before_is_there_by_choice():
    booked = Activity(
        2, commitment=Commitment.OPTION_1, baseline=Baseline(3, EDITOR), people=(Candidate(EDITOR),)
    )
    _, found = explained(Problem(30, (booked,), (), STAFF, occupations=(Occupation(EDITOR, 0, 2),)))
    assert found == (Cause(Reason.CHOICE, 3, 0),)
    _, found = explained(Problem(30, (booked,), (), STAFF, occupations=(Occupation(EDITOR, 0, 3),)))
    assert found == (Cause(Reason.RESOURCE, 3, 0, None, EDITOR, 0),)


@pytest.mark.parametrize(
    ("kind", "lag", "moment", "start"),
    [
        # The first one works slots 2 to 5 (start 2, end 6); the second lasts 3.
        (LinkKind.END_START, 1, 7, 7),
        (LinkKind.START_START, 3, 5, 5),
        (LinkKind.END_END, 2, 8, 5),
        (LinkKind.START_END, 5, 7, 4),
    ],
)
def test_a_link_of_each_kind_binds_from_its_own_moment(kind: LinkKind, lag: int, moment: int, start: int):
    link = Link(0, 1, kind, lag)
    result, found = explained(Problem(30, (Activity(4, release=2), Activity(3)), (link,)))
    assert result.starts[1] == start
    assert found[1] == Cause(Reason.LINK, moment, start, activity=0, link=link)


@pytest.mark.parametrize(
    ("kind", "lag", "slots"),
    [
        # The first one works slots 2 to 5, the second 7 to 9 and is due at 20: 10 slots, and those between them.
        (LinkKind.END_START, 0, 10 + 1),
        (LinkKind.START_START, 3, 10 + 2),
        (LinkKind.END_END, 2, 10 + 2),
        (LinkKind.START_END, 5, 10 + 3),
    ],
)
def test_the_slack_before_a_link_of_each_kind_adds_the_slots_it_leaves(kind: LinkKind, lag: int, slots: int):
    work = Activity(4, release=2), Activity(3, release=7, due=20)
    problem = Problem(30, work, (Link(0, 1, kind, lag),))
    assert slack(problem, solve(problem)) == (slots, 10)


def test_a_link_to_the_end_binds():
    _, found = explained(Problem(30, (Activity(6), Activity(2)), (Link(0, 1, LinkKind.END_END, 1),)))
    assert found[1] == Cause(Reason.LINK, 7, 5, activity=0, link=Link(0, 1, LinkKind.END_END, 1))


def test_slack_passes_through_links_and_shared_people():
    # 0 and 1 share the editor one after the other, 2 waits for 1 and is due at 10, ending at 7.
    person = (Candidate(EDITOR),)
    work = (
        Activity(2, people=person),
        Activity(3, release=2, people=person),
        Activity(2, due=10),
        Activity(1),
    )
    problem = Problem(30, work, (Link(1, 2),), STAFF)
    assert slack(problem, solve(problem)) == (3, 3, 3, None)


def test_a_link_from_before_the_axis_leaves_the_slots_of_the_axis_only():
    # From slot -2 to slot 4: four slots, then two before the due date.
    problem = Problem(30, (Activity(1), Activity(2, release=4, due=8)), (Link(0, 1, lag=-3),))
    assert slack(problem, solve(problem)) == (4 + 2, 2)


def test_slack_is_negative_before_a_lateness():
    problem = Problem(30, (Activity(4), Activity(2, due=5)), (Link(0, 1),))
    assert slack(problem, solve(problem)) == (-1, -1)


@given(problems())
def test_a_cause_is_true_of_the_schedule(problem: Problem):
    result, found = explained(problem)
    for index, cause in enumerate(found):
        if cause is None:
            assert result.ends[index] is None
            continue
        start, end = result.work_from[index], result.ends[index]
        assert start is not None and end is not None
        if cause.reason is Reason.RELEASE:
            # Its own days off aside.
            own = open_slots(problem, problem.activities[index])
            release = max(problem.activities[index].release, problem.now)
            assert start == release or start == first_open(own, release)
        elif cause.reason is Reason.LINK:
            assert cause.link in problem.links and cause.link.successor == index
            to_start = cause.link.kind in (LinkKind.END_START, LinkKind.START_START)
            assert cause.moment <= (start if to_start else end)
        elif cause.reason is Reason.RESOURCE and cause.activity is not None:
            assert cause.resource in (result.person[index], result.room[index], 5)
            assert result.ends[cause.activity] == cause.moment <= start
        assert causal_chain(found, index)[0] == index


@given(problems(change=False))
def test_no_activity_ends_before_its_critical_path(problem: Problem):
    ends = solve(problem, Budget(schedules=60)).ends
    for soonest, end in zip(critical_path_ends(instance_of(problem)), ends, strict=True):
        assert soonest is None or end is None or soonest <= end
