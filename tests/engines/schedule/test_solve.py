"""Schedules of small offices, dates computed by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from postprod_xl.engines.schedule import (
    Activity,
    Baseline,
    Budget,
    Candidate,
    Commitment,
    Conflict,
    ConflictKind,
    Demand,
    Link,
    LinkKind,
    Occupation,
    Problem,
    Resource,
    Result,
    Status,
    construct,
    solve,
    verify,
)

EDITOR, OTHER_EDITOR, AUDITORIUM = 0, 1, 2
STAFF = (Resource(), Resource(), Resource())


def solved(problem: Problem, budget: Budget = Budget(schedules=300)) -> Result:  # noqa: B008
    result = solve(problem, budget)
    assert not verify(problem, result)
    return result


def closed(*slots: int) -> int:
    """A calendar open in all slots but these."""
    return ~sum(1 << slot for slot in slots)


@pytest.mark.parametrize(
    ("kind", "lag", "start"),
    [
        # The first one works slots 2 to 5 (start 2, end 6); the second lasts 3.
        (LinkKind.END_START, 0, 6),
        (LinkKind.END_START, 2, 8),
        (LinkKind.END_START, -3, 3),
        (LinkKind.START_START, 0, 2),
        (LinkKind.START_START, 3, 5),
        (LinkKind.START_START, -1, 1),
        (LinkKind.END_END, 0, 3),
        (LinkKind.END_END, 2, 5),
        (LinkKind.END_END, -2, 1),
        (LinkKind.START_END, 0, 0),
        (LinkKind.START_END, 5, 4),
        (LinkKind.START_END, -1, 0),
    ],
)
def test_a_link_holds_the_successor_back(kind: LinkKind, lag: int, start: int):
    problem = Problem(20, (Activity(4, release=2), Activity(3)), (Link(0, 1, kind, lag),))
    assert solved(problem).starts == (2, start)


def test_a_lag_counts_the_open_slots_of_the_successor():
    # The end is 4; slots 5 and 6 are closed to the second: three open slots are 4, 7 and 8.
    work = (Activity(4), Activity(1, calendar=1))
    problem = Problem(20, work, (Link(0, 1, lag=3),), calendars=(None, closed(5, 6)))
    assert solved(problem).starts == (0, 9)


def test_work_pauses_over_an_absence_and_keeps_the_room():
    # Four slots from 1, away on 2 and 3: 1, 4, 5, 6. The room is not lent meanwhile.
    work = (
        Activity(4, release=1, people=(Candidate(EDITOR),), rooms=(Candidate(AUDITORIUM),), due=7),
        Activity(2, release=1, rooms=(Candidate(AUDITORIUM),), due=20),
    )
    problem = Problem(20, work, resources=(Resource(open=closed(2, 3)), Resource(), Resource()))
    result = solved(problem)
    assert (result.starts, result.ends) == ((1, 7), (7, 9))


def test_work_never_pauses_over_what_another_takes():
    # Slots 3 and 4 of the editor are taken: three slots in a row begin at 5.
    problem = Problem(
        20,
        (Activity(3, release=1, people=(Candidate(EDITOR),)),),
        resources=STAFF,
        occupations=(Occupation(EDITOR, 3, 5),),
    )
    assert solved(problem).starts == (5,)


def test_the_person_free_first_is_chosen_and_a_preference_breaks_ties():
    candidates = Candidate(EDITOR, 5), Candidate(OTHER_EDITOR, 0)
    work = (Activity(2, people=candidates), Activity(2, people=(Candidate(OTHER_EDITOR),), due=2))
    problem = Problem(20, work, resources=STAFF)
    assert solved(problem).person == (OTHER_EDITOR, OTHER_EDITOR)
    due = Activity(2, people=candidates, due=2)
    assert solved(Problem(20, (due, work[1]), resources=STAFF)).person == (EDITOR, OTHER_EDITOR)


def test_the_heavier_lateness_goes_first():
    # One auditorium, both due at 2: waiting costs 2 × 1 rather than 2 × 3.
    light, heavy = (Activity(2, rooms=(Candidate(AUDITORIUM),), due=2, weight=weight) for weight in (1, 3))
    result = solved(Problem(20, (light, heavy), resources=STAFF))
    assert (result.starts, result.cost.tardiness, result.tardiness) == ((2, 0), 2, (2, 0))


def test_a_hard_due_comes_before_any_lateness():
    soft, hard = (
        Activity(2, rooms=(Candidate(AUDITORIUM),), due=2, weight=weight, hard=weight == 1)
        for weight in (9, 1)
    )
    assert solved(Problem(20, (soft, hard), resources=STAFF)).starts == (2, 0)


def test_a_pool_lends_quantities():
    work = tuple(Activity(2, demands=(Demand(0, quantity),)) for quantity in (2, 2, 1))
    result = solved(Problem(20, work, resources=(Resource(capacity=3),)))
    assert sorted(result.starts) == [0, 0, 2]


def test_a_quantity_beyond_the_capacity_has_no_place():
    result = solved(
        Problem(20, (Activity(2, demands=(Demand(0, 4),)), Activity(1)), resources=(Resource(3),))
    )
    assert (result.ends, result.status) == ((None, 1), Status.PARTIAL)
    assert result.conflicts == (Conflict(ConflictKind.NO_PLACE, 0),)


def test_two_frozen_sessions_of_one_person_stay_and_the_clash_is_told():
    held = [
        Activity(4, commitment=hold, baseline=Baseline(start, EDITOR), people=(Candidate(EDITOR),))
        for hold, start in ((Commitment.FROZEN, 2), (Commitment.FIRM, 4))
    ]
    result = solved(Problem(20, tuple(held), resources=STAFF))
    assert result.starts == (2, 4)
    assert result.conflicts == (Conflict(ConflictKind.CLASH, 0, 1, EDITOR, 4),)


def test_a_frozen_date_holds_before_its_predecessor_ends():
    held = Activity(1, commitment=Commitment.FROZEN, baseline=Baseline(2))
    result = solved(Problem(20, (Activity(5), held, Activity(1)), (Link(0, 1), Link(1, 2))))
    assert result.starts == (0, 2, 3)
    assert result.conflicts == (Conflict(ConflictKind.LINK, 1, 0, slot=5),)


@pytest.mark.parametrize(
    ("kind", "lag", "moment"),
    [
        # The first one works slots 2 to 5; the held one slots 1 to 3 (start 1, end 4).
        (LinkKind.END_START, 0, 6),
        (LinkKind.START_START, 0, 2),
        (LinkKind.START_START, -1, None),
        (LinkKind.END_END, 0, 6),
        (LinkKind.END_END, -2, None),
        (LinkKind.START_END, 3, 5),
        (LinkKind.START_END, 2, None),
    ],
)
def test_a_held_date_tells_the_link_it_breaks_and_the_moment_it_should_wait(
    kind: LinkKind, lag: int, moment: int | None
):
    work = Activity(4, release=2), Activity(3, commitment=Commitment.FROZEN, baseline=Baseline(1))
    result = solved(Problem(20, work, (Link(0, 1, kind, lag),)))
    assert result.starts == (2, 1)
    assert result.conflicts == (() if moment is None else (Conflict(ConflictKind.LINK, 1, 0, slot=moment),))


def test_a_held_date_tells_the_slot_closed_to_it_and_the_release_it_precedes():
    held = Activity(
        2, commitment=Commitment.FROZEN, baseline=Baseline(1, EDITOR), people=(Candidate(EDITOR),), release=2
    )
    staff = Resource(open=closed(1)), Resource(), Resource()
    conflicts = Conflict(ConflictKind.CLOSED, 0, slot=1), Conflict(ConflictKind.BEFORE_RELEASE, 0, slot=2)
    assert solved(Problem(20, (held,), resources=staff)).conflicts == conflicts


def test_a_second_option_yields_to_a_first_one():
    # A confirmed session now takes the room on 0 to 2; both options were there in turn, one must go last.
    def option(hold: Commitment, start: int) -> Activity:
        planned = Baseline(start, None, AUDITORIUM)
        return Activity(2, commitment=hold, baseline=planned, rooms=(Candidate(AUDITORIUM),))

    firm = Activity(
        2, commitment=Commitment.FIRM, baseline=Baseline(2, None, AUDITORIUM), rooms=(Candidate(AUDITORIUM),)
    )
    problem = Problem(
        20, (option(Commitment.OPTION_1, 2), option(Commitment.OPTION_2, 4), firm), resources=STAFF
    )
    result = solved(problem, Budget(schedules=300, exact=0.1))
    assert result.starts == (0, 4, 2)
    other = Problem(
        6, (option(Commitment.OPTION_2, 0), option(Commitment.OPTION_1, 0), firm), resources=STAFF
    )
    assert solved(other).starts == (4, 0, 2)


def test_a_plan_in_force_that_still_holds_is_kept_even_where_it_could_be_sooner():
    work = (
        Activity(
            2, baseline=Baseline(3, OTHER_EDITOR), people=(Candidate(EDITOR), Candidate(OTHER_EDITOR, 9))
        ),
        Activity(1, baseline=Baseline(8)),
    )
    result = solved(Problem(20, work, (Link(0, 1),), resources=STAFF), Budget(schedules=200, exact=0.1))
    assert (result.starts, result.person[0], result.moved) == ((3, 8), OTHER_EDITOR, ())


def test_work_begun_goes_on_from_now_and_its_real_start_counts_for_links():
    begun = Activity(3, actual_start=-4, due=9)
    work = (begun, Activity(2), Activity(1))
    links = (Link(0, 1, LinkKind.START_START, 5), Link(2, 0))
    result = solved(Problem(20, work, links, now=2))
    # Began at −4; five slots later is 1, before now. The link of the third no longer counts.
    assert (result.starts, result.work_from, result.ends) == ((-4, 2, 2), (2, 2, 2), (5, 4, 3))


def test_work_done_is_a_fact():
    result = solved(Problem(20, (Activity(3, completed=(-5, -1), due=-2), Activity(1)), (Link(0, 1, lag=3),)))
    assert (result.starts, result.ends, result.tardiness) == ((-5, 2), (-1, 3), (1, 0))


def test_a_due_before_the_earliest_end_is_told_and_scheduled_all_the_same():
    result = solved(Problem(20, (Activity(3), Activity(2, due=4)), (Link(0, 1),)))
    assert (result.ends, result.tardiness) == ((3, 5), (0, 1))
    assert result.conflicts == (Conflict(ConflictKind.DUE, 1, slot=5),)
    # No schedule is less late, which is known without any search.
    assert (result.status, result.bound) == (Status.OPTIMAL, 1)


def test_a_due_at_the_earliest_end_can_be_met():
    result = solved(Problem(20, (Activity(3), Activity(2, due=5)), (Link(0, 1),)))
    assert (result.tardiness, result.conflicts) == ((0, 0), ())


def test_held_work_already_begun_breaks_no_link_that_held_its_start():
    held = Activity(2, commitment=Commitment.FROZEN, actual_start=-2, baseline=Baseline(2))
    links = Link(0, 1), Link(0, 1, LinkKind.START_START, 3)
    result = solved(Problem(20, (Activity(4, release=2), held), links, now=2))
    assert (result.work_from, result.conflicts) == ((2, 2), ())


def test_a_cycle_leaves_what_is_in_or_behind_it_without_dates():
    links = Link(0, 1), Link(1, 0), Link(1, 2)
    result = solved(Problem(20, tuple(Activity(1) for _ in range(4)), links))
    assert (result.ends, result.status) == ((None, None, None, 1), Status.PARTIAL)
    assert [conflict.activity for conflict in result.conflicts if conflict.kind is ConflictKind.CYCLE] == [
        0,
        1,
        2,
    ]


def test_nothing_to_do_is_a_schedule():
    assert solved(Problem(20, ())).starts == ()


def test_a_small_office_is_proven_optimal():
    # Three works of 2 in one room, dues 2, 4 and 4: the third ends at 6, two slots late.
    work = tuple(Activity(2, rooms=(Candidate(AUDITORIUM),), due=due) for due in (2, 4, 4))
    result = solved(Problem(20, work, resources=STAFF), Budget(schedules=10, exact=0.1))
    assert (result.status, result.bound, result.cost.tardiness) == (Status.OPTIMAL, 2, 2)


@pytest.mark.parametrize("hold", [Commitment.FROZEN, Commitment.FIRM])
def test_a_date_kept_that_begins_where_another_ends_is_no_clash(hold: Commitment):
    def kept(start: int) -> Activity:
        return Activity(2, commitment=hold, baseline=Baseline(start, EDITOR), people=(Candidate(EDITOR),))

    taken = (Occupation(EDITOR, 0, 2), Occupation(EDITOR, 6, 8), Occupation(OTHER_EDITOR, 0, 9))
    problem = Problem(20, (kept(2), kept(4)), resources=STAFF, occupations=taken)
    assert solved(problem).conflicts == ()
    closer = Problem(20, (kept(1), kept(5)), resources=STAFF, occupations=taken)
    assert solved(closer).conflicts == (
        Conflict(ConflictKind.OCCUPIED, 0, None, EDITOR, 1),
        Conflict(ConflictKind.OCCUPIED, 1, None, EDITOR, 6),
    )


def test_somebody_whose_other_work_ends_where_this_one_begins_is_free_for_it():
    # The first one is the first conflict; it is taken until 2 and from 4 on, and free on 2 and 3.
    candidates = Candidate(EDITOR), Candidate(OTHER_EDITOR, 1)
    taken = (Occupation(EDITOR, 0, 2), Occupation(EDITOR, 4, 6))
    held = Activity(2, commitment=Commitment.FROZEN, baseline=Baseline(2), people=candidates)
    assert solved(Problem(20, (held,), resources=STAFF, occupations=taken)).person == (EDITOR,)
    under_way = Activity(
        2, actual_start=-2, baseline=Baseline(2), commitment=Commitment.OPTION_1, people=candidates
    )
    problem = Problem(20, (under_way,), resources=STAFF, occupations=taken, now=2)
    assert solved(problem).person == (EDITOR,)


def test_a_held_milestone_takes_nobody_and_closes_nothing():
    milestone = Activity(
        0, commitment=Commitment.FROZEN, baseline=Baseline(3, EDITOR), people=(Candidate(EDITOR),)
    )
    candidates = Candidate(EDITOR), Candidate(OTHER_EDITOR, 1)
    held = Activity(3, commitment=Commitment.FROZEN, baseline=Baseline(2), people=candidates)
    staff = Resource(open=closed(3)), Resource(), Resource()
    result = solved(Problem(20, (milestone, held), resources=staff))
    assert (result.person[1], result.conflicts) == (EDITOR, ())


def test_dates_kept_choose_first_where_least_is_left_to_choose():
    people, rooms = (Candidate(EDITOR), Candidate(OTHER_EDITOR, 1)), (Candidate(AUDITORIUM), Candidate(3, 1))
    both = Activity(2, commitment=Commitment.FROZEN, baseline=Baseline(0), people=people, rooms=rooms)
    one = Activity(2, commitment=Commitment.FROZEN, baseline=Baseline(0), people=people)
    result = solved(Problem(20, (both, one), resources=(*STAFF, Resource())))
    assert (result.person, result.room) == ((OTHER_EDITOR, EDITOR), (AUDITORIUM, None))


@pytest.mark.parametrize("start", [0, 2])
def test_a_date_kept_for_one_slot_goes_to_somebody_present_in_it(start: int):
    candidates = Candidate(EDITOR), Candidate(OTHER_EDITOR, 1)
    held = Activity(1, commitment=Commitment.FROZEN, baseline=Baseline(start), people=candidates)
    staff = Resource(open=closed(start)), Resource(), Resource()
    assert solved(Problem(20, (held,), resources=staff)).person == (OTHER_EDITOR,)


def test_a_date_kept_with_somebody_never_there_lasts_what_its_own_calendar_says():
    # Three slots from 2, slot 3 being closed to the work itself: 2, 4 and 5.
    held = Activity(
        3, 1, commitment=Commitment.FROZEN, baseline=Baseline(2, EDITOR), people=(Candidate(EDITOR),)
    )
    staff = Resource(open=0), Resource(), Resource()
    result = solved(Problem(20, (held,), resources=staff, calendars=(None, closed(3))))
    assert (result.ends, result.conflicts) == ((6,), (Conflict(ConflictKind.CLOSED, 0, slot=2),))


def under_way(duration: int) -> Activity:
    """Work begun before now (2), the editor or the other one serving."""
    people = (Candidate(EDITOR), Candidate(OTHER_EDITOR, 1))
    return Activity(
        duration, actual_start=-2, baseline=Baseline(2), commitment=Commitment.OPTION_1, people=people
    )


def test_work_under_way_goes_on_with_somebody_free_for_all_of_it():
    taken = (Occupation(EDITOR, 3, 4),)
    result = solved(Problem(20, (under_way(2),), resources=STAFF, occupations=taken, now=2))
    assert (result.work_from, result.person) == ((2,), (OTHER_EDITOR,))


def test_work_under_way_whose_end_waits_for_another_end_waits_for_it():
    # The predecessor works slots 2 to 5; two slots that end at 6 begin at 4.
    work = (Activity(4, release=2), under_way(2))
    problem = Problem(20, work, (Link(0, 1, LinkKind.END_END),), resources=STAFF, now=2)
    assert solved(problem).work_from == (2, 4)
    started = replace(problem, links=(Link(0, 1), Link(0, 1, LinkKind.START_START, 3)))
    assert solved(started).work_from == (2, 2)


def test_work_longer_than_the_axis_has_no_place():
    room = (Candidate(AUDITORIUM),)
    result = solved(Problem(20, (Activity(15, rooms=room), Activity(6, rooms=room)), resources=STAFF))
    assert sorted(result.ends, key=str) in ([15, None], [6, None])
    begun = solved(Problem(20, (under_way(19), under_way(18)), resources=STAFF, now=2))
    assert begun.ends == (None, 20)
    assert begun.conflicts == (Conflict(ConflictKind.NO_PLACE, 0),)


def test_a_pool_is_lent_from_the_first_slot_on_and_only_when_each_of_those_used_is_there():
    staff = Resource(capacity=2), Resource(capacity=2, open=closed(1, 2))
    one, both = Activity(1, demands=(Demand(0),)), Activity(2, demands=(Demand(0), Demand(1)))
    taken = (Occupation(0, 0, 1, quantity=2),)
    assert solved(Problem(20, (one,), resources=staff, occupations=taken)).starts == (1,)
    assert solved(Problem(20, (both,), resources=staff, occupations=taken)).starts == (3,)


def test_a_task_listed_before_the_one_it_waits_for_is_placed_beside_a_pool_too():
    pool = (Demand(3, 2),)
    waiting = Activity(2, people=(Candidate(0),), rooms=(Candidate(2),), demands=pool)
    first = Activity(3, people=(Candidate(0), Candidate(1)), rooms=(Candidate(2),), demands=pool)
    other = Activity(4, people=(Candidate(1),), demands=pool)
    resources = (Resource(), Resource(), Resource(), Resource(3))
    made = solved(Problem(20, (waiting, first, other), (Link(1, 0),), resources))
    # One at a time: two of the pool's three each.
    assert (made.starts, made.room) == ((3, 0, 5), (2, 2, None))


def test_work_on_pools_alone_starts_on_the_slot_after_the_last_one_they_lack():
    # The first pool lacks one until 3, the second on slot 5: two slots between them, then from 6 on.
    busy = (Occupation(0, 0, 3, 2), Occupation(1, 5, 6))
    pools = (Resource(3), Resource(1))
    for duration, start in ((2, 3), (3, 6)):
        work = Activity(duration, demands=(Demand(0, 2), Demand(1)))
        assert solved(Problem(20, (work,), (), pools, occupations=busy)).starts == (start,)
    assert solved(Problem(8, (work,), (), pools, occupations=busy)).starts == (None,)
    assert solved(Problem(9, (work,), (), pools, occupations=busy)).starts == (6,)


def test_schedules_are_counted_from_the_first_one_tried() -> None:
    found = solved(
        Problem(10, (Activity(duration=2, people=(Candidate(EDITOR),)),), (), STAFF), Budget(schedules=1)
    )
    assert [improvement.schedules for improvement in found.improvements] == [1]


def test_late_projects_are_expedited_from_the_best_schedule_of_the_rules() -> None:
    editor = (Candidate(EDITOR),)
    work = (
        Activity(duration=2, people=editor, due=1),
        Activity(duration=1, people=editor, weight=2),
        Activity(duration=3, people=editor, weight=2, due=4),
        Activity(duration=2, people=editor, weight=3, group=1),
        Activity(duration=1, people=editor),
    )
    found = construct(Problem(30, work, (Link(1, 2),), STAFF))
    # 2 - 1 for the first, twice 6 - 4 for the third; the shorter of the last two ends at 7, the other at 9.
    assert (found.cost.tardiness, found.starts) == (5, (0, 2, 3, 7, 6))
