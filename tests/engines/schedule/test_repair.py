"""A plan in force disturbed by one absence."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.engines.schedule import (
    Activity,
    Baseline,
    Budget,
    Candidate,
    Commitment,
    Link,
    Problem,
    Resource,
    construct,
    solve,
    verify,
)

ANNA, BASILE, ROOM = 0, 1, 2
STAFF = (Resource(), Resource(), Resource())


def booked(start: int, person: int, hold: Commitment = Commitment.OPTION_1) -> Activity:
    people = Candidate(ANNA), Candidate(BASILE)
    return Activity(3, due=40, commitment=hold, baseline=Baseline(start, person), people=people)


def test_only_the_session_of_the_absent_person_changes():
    # Anna is away on slots 0 to 5 and has 0–3 then 3–6 then 6–9; Basile is free from 6 on. Two sessions must
    # leave 0–6, one of them at least for later.
    work = tuple(booked(start, ANNA) for start in (0, 3, 6)) + tuple(
        booked(start, BASILE) for start in (0, 3)
    )
    away = replace(Problem(60, work, (), STAFF), resources=(Resource(open=~0b111111), *STAFF[1:]))
    result = solve(away, Budget(schedules=400, exact=1.0))
    assert not verify(away, result)
    assert set(result.moved) == {0, 1}
    assert result.starts[2:] == (6, 0, 3)


def test_the_same_session_with_somebody_free_costs_less_than_a_move():
    # Somebody else, 40, beats six slots later, 30 + 6, only when both prices say so: the move is kept, 36.
    work = (booked(0, ANNA), booked(20, BASILE))
    away = Problem(60, work, (), (Resource(open=~0b111111), *STAFF[1:]))
    result = solve(away, Budget(schedules=400, exact=1.0))
    assert (result.starts[0], result.person[0]) == (6, ANNA)
    # Twelve slots away: 30 + 12 is dearer than somebody else.
    away = Problem(60, work, (), (Resource(open=~0b111111111111), *STAFF[1:]))
    result = solve(away, Budget(schedules=400, exact=1.0))
    assert (result.starts[0], result.person[0]) == (0, BASILE)


def test_nothing_moves_for_a_lateness_that_is_worth_less():
    # Both in the same room; the second, late by one slot, could go first at the price of two moves.
    def session(start: int, due: int) -> Activity:
        planned = Baseline(start, None, ROOM)
        return Activity(2, due=due, commitment=Commitment.FREE, baseline=planned, rooms=(Candidate(ROOM),))

    problem = Problem(60, (session(30, 40), session(32, 33)), (), STAFF)
    steady = solve(replace(problem, tardiness_price=20), Budget(schedules=400, exact=1.0))
    eager = solve(problem, Budget(schedules=400, exact=1.0))
    assert (steady.moved, steady.cost.tardiness) == ((), 1)
    assert eager.cost.tardiness == 0 and eager.moved


def test_a_second_option_gives_way_to_a_first_one_that_loses_its_place():
    first, second = booked(0, ANNA, Commitment.OPTION_1), booked(6, BASILE, Commitment.OPTION_2)
    firm = replace(booked(0, ANNA, Commitment.FIRM), due=None)
    only = replace(first, people=(Candidate(ANNA),), due=3)
    result = solve(Problem(60, (only, second, firm), (), STAFF), Budget(schedules=400))
    assert result.starts == (3, 6, 0)


def test_a_repair_swaps_no_rooms_of_those_who_keep_their_place():
    # Anna is away on 20 to 25: her session of 20 goes to Basile rather than be late. The two sessions of the
    # first slots could each as well have the other's room, and keep their own.
    rooms = Candidate(ROOM), Candidate(3)
    early = [
        replace(booked(0, person), rooms=rooms, baseline=Baseline(0, person, room))
        for person, room in ((ANNA, 3), (BASILE, ROOM))
    ]
    lost = replace(booked(20, ANNA, Commitment.FREE), due=23, weight=150)
    staff = Resource(open=~(0b111111 << 20)), Resource(), Resource(), Resource()
    problem = Problem(60, (*early, lost), (), staff, tardiness_price=1)
    for result in (construct(problem), construct(replace(problem, tardiness_price=0))):
        assert (result.moved, result.person[2], result.tardiness) == ((2,), BASILE, (0, 0, 0))


def chain(weight: int) -> Problem:
    """Two options of Anna's and the delivery behind them, late by one slot, which could all be one sooner."""
    first, second = (replace(booked(start, ANNA), due=None) for start in (1, 4))
    delivery = Activity(0, due=6, weight=weight)
    return Problem(60, (first, second, delivery), (Link(0, 1), Link(1, 2)), STAFF, tardiness_price=1)


def test_a_late_chain_goes_earlier_where_lateness_is_worth_the_bookings_it_moves():
    # Two first options of the first two weeks, one slot sooner: 2 × 4 × 4 × (30 + 1) = 992.
    kept, recovered = construct(chain(992)), construct(chain(993))
    assert (kept.moved, kept.cost.tardiness) == ((), 992)
    assert (recovered.starts, recovered.cost.tardiness) == ((0, 3, 6), 0)
    assert not verify(chain(993), recovered)


def test_a_recovery_moves_only_the_chain_that_makes_the_delivery_late():
    # The second branch, not the longest, stays though it could be sooner.
    slow, fast = replace(booked(1, ANNA), due=None), replace(booked(1, BASILE), due=None, duration=2)
    delivery = Activity(0, due=3, weight=993)
    links = Link(0, 2), Link(1, 2)
    result = construct(Problem(60, (slow, fast, delivery), links, STAFF, tardiness_price=1))
    assert (result.starts, result.moved) == ((0, 1, 3), (0,))


def test_work_under_way_moves_for_no_option_but_for_what_is_held():
    # Basile's two slots left of a work begun, in the room an option due at once wants.
    room = (Candidate(ROOM),)
    left = Activity(
        2, actual_start=-4, commitment=Commitment.OPTION_1, baseline=Baseline(0, None, ROOM), rooms=room
    )
    option = Activity(3, due=3, weight=9000, rooms=room)
    problem = Problem(60, (left, option), (), STAFF)
    for budget in (Budget(), Budget(schedules=200, exact=1.0)):
        assert solve(problem, budget).work_from == (0, 2)
    held = replace(option, due=None, commitment=Commitment.FROZEN, baseline=Baseline(1, None, ROOM))
    result = solve(replace(problem, activities=(left, held)), Budget(schedules=200))
    assert result.work_from == (4, 1) and not result.conflicts
