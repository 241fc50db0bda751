"""For each rule of the verifier, a schedule that breaks it by one slot and a sound one beside it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from postprod_xl.engines.schedule import (
    Activity,
    Baseline,
    Candidate,
    Commitment,
    Conflict,
    ConflictKind,
    Cost,
    Demand,
    Link,
    LinkKind,
    Occupation,
    Problem,
    Resource,
    Result,
    Status,
    Violation,
    ViolationKind,
    verify,
)

EDITOR, OTHER_EDITOR, AUDITORIUM, POOL = range(4)
STAFF = (Resource(), Resource(), Resource(), Resource(capacity=3))
HORIZON = 9

Places = Sequence[tuple[int, int] | None]


def broken(problem: Problem, places: Places, **result) -> list[Violation]:
    """What the verifier says of a schedule: where each activity works, and what is not usual in the result."""
    starts, ends = (tuple(place and place[side] for place in places) for side in (0, 1))
    none: tuple[int | None, ...] = (None,) * len(places)
    usual = {
        "status": Status.FEASIBLE,
        "starts": starts,
        "ends": ends,
        "work_from": starts,
        "person": none,
        "room": none,
        "tardiness": (0,) * len(places),
        "moved": (),
        "cost": Cost(0, 0, 0, 0, 0),
    }
    return verify(problem, Result(**usual | result))


def alone(activity: Activity, place: tuple[int, int] | None, now: int = 0, **result) -> list[Violation]:
    """What the verifier says of one activity, slot 3 being closed in calendar 1."""
    return broken(Problem(HORIZON, (activity,), (), STAFF, (None, ~0b1000), now=now), [place], **result)


def test_every_rule_of_the_verifier_has_a_schedule_that_breaks_it_here():
    editing = Activity(2, people=(Candidate(EDITOR),))
    taken = Problem(HORIZON, (editing,), resources=STAFF, occupations=(Occupation(EDITOR, 1, 2),))
    linked = Problem(HORIZON, (Activity(2), Activity(1)), (Link(0, 1),))
    found = [
        *alone(Activity(2), None),
        *alone(Activity(2, commitment=Commitment.FIRM, baseline=Baseline(3)), (4, 6)),
        *alone(Activity(2, release=2), (1, 3)),
        *alone(editing, (0, 2), person=(OTHER_EDITOR,)),
        *alone(Activity(2), (0, 1)),
        *alone(Activity(2, calendar=1), (3, 6)),
        *broken(taken, [(0, 2)], person=(EDITOR,)),
        *broken(linked, [(0, 2), (1, 2)]),
        *alone(Activity(2, due=1), (0, 2)),
    ]
    assert [one.kind for one in found] == list(ViolationKind)


def test_a_missing_date_is_a_breach_unless_the_result_says_why():
    assert alone(Activity(2), None) == [Violation(ViolationKind.MISSING, 0)]
    assert alone(Activity(2), (0, 2), work_from=(None,)) == [Violation(ViolationKind.MISSING, 0)]
    for fault in (ConflictKind.CYCLE, ConflictKind.NO_PLACE):
        assert alone(Activity(2), None, conflicts=(Conflict(fault, 0),)) == []
    assert alone(Activity(2), None, conflicts=(Conflict(ConflictKind.DUE, 0),)) == [
        Violation(ViolationKind.MISSING, 0)
    ]


@pytest.mark.parametrize("hold", [Commitment.FROZEN, Commitment.FIRM])
def test_an_activity_that_stays_starts_where_it_was(hold: Commitment):
    # Held on closed slots, before its release, with too few of them: facts, no fault of the schedule.
    stays = Activity(2, calendar=1, release=5, commitment=hold, baseline=Baseline(3))
    assert alone(stays, (3, 4)) == []
    for place in ((2, 4), (4, 6)):
        assert alone(stays, place) == [Violation(ViolationKind.MOVED, 0)]


def test_an_option_or_a_firm_activity_without_a_date_may_be_placed_anywhere():
    assert alone(Activity(2, commitment=Commitment.OPTION_1, baseline=Baseline(3)), (4, 6)) == []
    assert alone(Activity(2, commitment=Commitment.FIRM), (4, 6)) == []


def test_work_finished_is_a_fact():
    assert alone(Activity(2, release=5, completed=(-3, 0)), (-3, 0)) == []


@pytest.mark.parametrize(("release", "now"), [(2, 0), (0, 2), (2, 1), (1, 2)])
def test_nothing_starts_before_its_release_nor_before_now(release: int, now: int):
    activity = Activity(2, release=release)
    assert alone(activity, (1, 3), now) == [Violation(ViolationKind.TOO_EARLY, 0, slot=1)]
    assert alone(activity, (2, 4), now) == []


def test_nothing_starts_before_the_axis():
    assert alone(Activity(0, release=-4), (-1, -1), now=-4) == [
        Violation(ViolationKind.TOO_EARLY, 0, slot=-1)
    ]


@pytest.mark.parametrize("serves", ["person", "room"])
def test_who_serves_is_one_of_the_candidates(serves: str):
    candidates = {"person": "people", "room": "rooms"}[serves]
    wanted = Activity(2, **{candidates: (Candidate(EDITOR), Candidate(AUDITORIUM))})
    for chosen in (EDITOR, AUDITORIUM):
        assert alone(wanted, (0, 2), **{serves: (chosen,)}) == []
    for chosen in (OTHER_EDITOR, None):
        assert alone(wanted, (0, 2), **{serves: (chosen,)}) == [Violation(ViolationKind.CANDIDATE, 0, chosen)]
    assert alone(Activity(2), (0, 2), **{serves: (EDITOR,)}) == [
        Violation(ViolationKind.CANDIDATE, 0, EDITOR)
    ]


def test_work_takes_as_many_open_slots_as_it_lasts():
    # Calendar 1 is closed in slot 3: two slots from 2 are 2 and 4.
    assert alone(Activity(2), (2, 4)) == []
    assert alone(Activity(2, calendar=1), (2, 5)) == []
    for place in ((2, 3), (2, 5)):
        assert alone(Activity(2), place) == [Violation(ViolationKind.LENGTH, 0)]
    assert alone(Activity(2, calendar=1), (2, 4)) == [Violation(ViolationKind.LENGTH, 0)]


def test_no_slot_is_worked_from_the_horizon_on():
    assert alone(Activity(2), (7, 9)) == []
    assert alone(Activity(2), (8, 10)) == [Violation(ViolationKind.LENGTH, 0)]


def test_a_milestone_is_one_moment_of_the_axis():
    for moment in (0, HORIZON):
        assert alone(Activity(0), (moment, moment)) == []
    for place in ((4, 5), (HORIZON + 1, HORIZON + 1)):
        assert alone(Activity(0), place) == [Violation(ViolationKind.LENGTH, 0)]


@pytest.mark.parametrize("place", [(3, 6), (1, 4)])
def test_work_neither_starts_nor_ends_on_a_slot_closed_to_it(place: tuple[int, int]):
    # Slot 3 is closed: 4 and 5 are worked from 3, 1 and 2 until 4.
    activity = Activity(2, calendar=1)
    assert alone(activity, place) == [Violation(ViolationKind.CLOSED, 0)]
    assert alone(activity, (4, 6)) == []


@pytest.mark.parametrize(
    ("needs", "served"),
    [
        ({"people": (Candidate(0),)}, {"person": (0,)}),
        ({"rooms": (Candidate(0),)}, {"room": (0,)}),
        ({"demands": (Demand(0),)}, {}),
    ],
    ids=["person", "room", "use"],
)
def test_a_resource_away_closes_its_slots_to_the_work(needs: dict, served: dict):
    away = Problem(HORIZON, (Activity(2, **needs),), resources=(Resource(open=~0b1000),))
    assert broken(away, [(2, 5)], **served) == []
    assert broken(away, [(2, 4)], **served) == [Violation(ViolationKind.LENGTH, 0)]
    assert broken(away, [(3, 6)], **served) == [Violation(ViolationKind.CLOSED, 0)]


@pytest.mark.parametrize("serves", ["person", "room"])
def test_a_resource_serves_one_activity_at_a_time_and_the_next_from_its_end(serves: str):
    candidates = {"person": "people", "room": "rooms"}[serves]
    work = (Activity(2, **{candidates: (Candidate(EDITOR),)}),) * 2
    problem, both = Problem(HORIZON, work, resources=STAFF), {serves: (EDITOR, EDITOR)}
    assert broken(problem, [(0, 2), (2, 4)], **both) == []
    assert broken(problem, [(0, 2), (1, 3)], **both) == [Violation(ViolationKind.CAPACITY, 1, EDITOR, 1)]


def test_an_occupation_takes_its_resource_from_its_start_to_its_end():
    work = (Activity(2, people=(Candidate(EDITOR),)),)
    problem = Problem(HORIZON, work, resources=STAFF, occupations=(Occupation(EDITOR, 3, 5),))
    for place in ((1, 3), (5, 7)):
        assert broken(problem, [place], person=(EDITOR,)) == []
    assert broken(problem, [(2, 4)], person=(EDITOR,)) == [Violation(ViolationKind.CAPACITY, 0, EDITOR, 3)]
    assert broken(problem, [(4, 6)], person=(EDITOR,)) == [Violation(ViolationKind.CAPACITY, 0, EDITOR, 4)]


def test_resources_beyond_their_capacity_are_named_in_their_order():
    serving = {"people": (Candidate(OTHER_EDITOR),), "rooms": (Candidate(EDITOR),)}
    taken = Occupation(OTHER_EDITOR, 0, 1), Occupation(EDITOR, 0, 2)
    problem = Problem(HORIZON, (Activity(2, **serving),), resources=STAFF, occupations=taken)
    found = broken(problem, [(0, 2)], person=(OTHER_EDITOR,), room=(EDITOR,))
    assert [(one.other, one.slot) for one in found] == [(EDITOR, 0), (EDITOR, 1), (OTHER_EDITOR, 0)]


def test_a_pause_keeps_what_the_work_has_taken():
    # The first pauses over slot 3; the room is not lent meanwhile.
    paused = Activity(2, calendar=1, rooms=(Candidate(AUDITORIUM),))
    short = Activity(1, rooms=(Candidate(AUDITORIUM),))
    problem = Problem(HORIZON, (paused, short), resources=STAFF, calendars=(None, ~0b1000))
    found = broken(problem, [(2, 5), (3, 4)], room=(AUDITORIUM, AUDITORIUM))
    assert found == [Violation(ViolationKind.CAPACITY, 1, AUDITORIUM, 3)]


def test_a_pool_lends_no_more_than_its_capacity():
    def lent(*quantities: int) -> list[Violation]:
        work = tuple(Activity(1, demands=(Demand(POOL, quantity),)) for quantity in quantities)
        problem = Problem(HORIZON, work, resources=STAFF, occupations=(Occupation(POOL, 0, 1, quantity=1),))
        return broken(problem, [(0, 1)] * len(quantities))

    # Three to lend, one of them taken.
    assert lent(1, 1) == lent(2) == []
    assert lent(1, 2) == [Violation(ViolationKind.CAPACITY, 1, POOL, 0)]
    assert lent(3) == [Violation(ViolationKind.CAPACITY, 0, POOL, 0)]


def test_two_that_stay_may_clash_and_one_that_moves_may_not_join_them():
    held = Activity(2, people=(Candidate(EDITOR),), commitment=Commitment.FROZEN, baseline=Baseline(0))
    free = Activity(2, people=(Candidate(EDITOR),))
    pair = Problem(HORIZON, (held, held), resources=STAFF, occupations=(Occupation(EDITOR, 0, 2),))
    assert broken(pair, [(0, 2), (0, 2)], person=(EDITOR, EDITOR)) == []
    mixed = Problem(HORIZON, (held, free), resources=STAFF)
    found = broken(mixed, [(0, 2), (1, 3)], person=(EDITOR, EDITOR))
    assert found == [Violation(ViolationKind.CAPACITY, 1, EDITOR, 1)]


def test_neither_work_finished_nor_a_milestone_takes_a_resource():
    free = Activity(2, people=(Candidate(EDITOR),))
    for other in (Activity(2, completed=(0, 2)), Activity(0, people=(Candidate(EDITOR),))):
        problem = Problem(HORIZON, (free, other), resources=STAFF)
        place = other.completed or (1, 1)
        assert broken(problem, [(0, 2), place], person=(EDITOR, EDITOR)) == []


@pytest.mark.parametrize(
    ("kind", "lag", "first"),
    [
        # The first one works slots 2 and 3 (start 2, end 4); the second lasts 3.
        (LinkKind.END_START, 0, 4),
        (LinkKind.END_START, 1, 5),
        (LinkKind.END_START, -1, 3),
        (LinkKind.START_START, 0, 2),
        (LinkKind.START_START, 2, 4),
        (LinkKind.END_END, 0, 1),
        (LinkKind.END_END, 2, 3),
        (LinkKind.END_END, -1, 0),
        (LinkKind.START_END, 2, 1),
        (LinkKind.START_END, 4, 3),
    ],
)
def test_a_successor_one_slot_too_soon_breaks_its_link(kind: LinkKind, lag: int, first: int):
    problem = Problem(HORIZON, (Activity(2), Activity(3, release=-1)), (Link(0, 1, kind, lag),))
    assert broken(problem, [(2, 4), (first, first + 3)]) == []
    if first:
        sooner = first - 1, first + 2
        reached = sooner[kind in (LinkKind.END_END, LinkKind.START_END)]
        assert broken(problem, [(2, 4), sooner]) == [Violation(ViolationKind.LINK, 1, 0, reached)]


def test_a_lag_counts_the_open_slots_of_the_successor_only():
    # Two open slots after the end in 2: slots 2 and 4, slot 3 being closed to the second.
    work = (Activity(2), Activity(1, calendar=1))
    problem = Problem(HORIZON, work, (Link(0, 1, lag=2),), calendars=(None, ~0b1000))
    assert broken(problem, [(0, 2), (5, 6)]) == []
    assert broken(problem, [(0, 2), (4, 5)]) == [Violation(ViolationKind.LINK, 1, 0, 4)]


def test_slots_before_the_axis_count_in_a_lag():
    # Finished at −2: slots −2, −1 and 1 are three, slot 0 being closed to the second.
    work = (Activity(3, completed=(-5, -2)), Activity(1, calendar=1))
    problem = Problem(HORIZON, work, (Link(0, 1, lag=3),), calendars=(None, ~0b1))
    assert broken(problem, [(-5, -2), (2, 3)]) == []
    assert broken(problem, [(-5, -2), (1, 2)]) == [Violation(ViolationKind.LINK, 1, 0, 1)]


def test_a_link_without_lag_is_broken_even_over_closed_slots_alone():
    # The second ends on 3, the first on 4; slot 3 is closed to the second.
    work = (Activity(4), Activity(2, calendar=1))
    problem = Problem(HORIZON, work, (Link(0, 1, LinkKind.END_END),), calendars=(None, ~0b1000))
    assert broken(problem, [(0, 4), (1, 3)]) == [Violation(ViolationKind.LINK, 1, 0, 3)]


def test_a_link_from_what_has_no_date_is_broken():
    problem = Problem(HORIZON, (Activity(1), Activity(1)), (Link(0, 1),))
    found = broken(problem, [None, (0, 1)], conflicts=(Conflict(ConflictKind.NO_PLACE, 0),))
    assert found == [Violation(ViolationKind.LINK, 1, 0)]


def test_a_link_holds_back_neither_what_stays_nor_what_is_done_nor_a_start_begun():
    for after in (
        Activity(1, commitment=Commitment.FROZEN, baseline=Baseline(0)),
        Activity(1, completed=(0, 1)),
    ):
        for kind in LinkKind:
            problem = Problem(HORIZON, (Activity(2), after), (Link(0, 1, kind, 4),))
            assert broken(problem, [(0, 2), (0, 1)]) == []
    begun = Activity(1, actual_start=-2)
    for kind, told in zip(LinkKind, (0, 0, 1, 1), strict=True):
        problem = Problem(HORIZON, (Activity(2), begun), (Link(0, 1, kind, 4),))
        assert len(broken(problem, [(0, 2), (0, 1)], starts=(0, -2))) == told


def test_a_link_from_a_start_counts_from_the_real_start_of_work_begun():
    work = (Activity(2, actual_start=-3), Activity(1))
    problem = Problem(HORIZON, work, (Link(0, 1, LinkKind.START_START, 4),))
    assert broken(problem, [(0, 2), (1, 2)], starts=(-3, 1)) == []
    assert broken(problem, [(0, 2), (0, 1)], starts=(-3, 0)) == [Violation(ViolationKind.LINK, 1, 0, 0)]


def test_the_lateness_told_is_that_of_the_dates():
    late = Activity(2, due=1)
    assert alone(late, (2, 4), tardiness=(3,)) == []
    for told in (2, 4, 0):
        assert alone(late, (2, 4), tardiness=(told,)) == [Violation(ViolationKind.TARDINESS, 0)]
    for on_time in (Activity(2, due=4), Activity(2, due=6), Activity(2)):
        assert alone(on_time, (2, 4), tardiness=(0,)) == []
        assert alone(on_time, (2, 4), tardiness=(1,)) == [Violation(ViolationKind.TARDINESS, 0)]


def test_what_has_no_date_is_not_late():
    told = (Conflict(ConflictKind.NO_PLACE, 0),)
    assert alone(Activity(2, due=1), None, conflicts=told) == []
    assert alone(Activity(2, due=1), None, conflicts=told, tardiness=(1,)) == [
        Violation(ViolationKind.TARDINESS, 0)
    ]
