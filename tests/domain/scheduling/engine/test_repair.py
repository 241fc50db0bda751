"""A plan in force disturbed by one absence."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.domain.scheduling.engine import (
    Activity,
    Budget,
    Candidate,
    Hold,
    Planned,
    Problem,
    Resource,
    solve,
    verify,
)

ANNA, BASILE, ROOM = 0, 1, 2
STAFF = (Resource(), Resource(), Resource())


def booked(start: int, person: int, hold: Hold = Hold.OPTION_1) -> Activity:
    people = Candidate(ANNA), Candidate(BASILE)
    return Activity(3, due=40, hold=hold, planned=Planned(start, person), people=people)


def test_only_the_session_of_the_absent_person_changes():
    # Anna is away on slots 0 to 5 and has 0–3 then 3–6 then 6–9; Basile is free from 6 on. Two sessions must
    # leave 0–6, one of them at least for later.
    work = tuple(booked(start, ANNA) for start in (0, 3, 6)) + tuple(
        booked(start, BASILE) for start in (0, 3)
    )
    away = replace(Problem(60, work, (), STAFF), resources=(Resource(open=~0b111111), *STAFF[1:]))
    result = solve(away, Budget(schedules=400, exact=0.05))
    assert not verify(away, result)
    assert set(result.moved) == {0, 1}
    assert result.starts[2:] == (6, 0, 3)


def test_the_same_session_with_somebody_free_costs_less_than_a_move():
    # Somebody else, 40, beats six slots later, 30 + 6, only when both prices say so: the move is kept, 36.
    work = (booked(0, ANNA), booked(20, BASILE))
    away = Problem(60, work, (), (Resource(open=~0b111111), *STAFF[1:]))
    result = solve(away, Budget(schedules=400, exact=0.05))
    assert (result.starts[0], result.person[0]) == (6, ANNA)
    # Twelve slots away: 30 + 12 is dearer than somebody else.
    away = Problem(60, work, (), (Resource(open=~0b111111111111), *STAFF[1:]))
    result = solve(away, Budget(schedules=400, exact=0.05))
    assert (result.starts[0], result.person[0]) == (0, BASILE)


def test_nothing_moves_for_a_lateness_that_is_worth_less():
    # Both in the same room; the second, late by one slot, could go first at the price of two moves.
    def session(start: int, due: int) -> Activity:
        planned = Planned(start, None, ROOM)
        return Activity(2, due=due, hold=Hold.FREE, planned=planned, rooms=(Candidate(ROOM),))

    problem = Problem(60, (session(30, 40), session(32, 33)), (), STAFF)
    steady = solve(replace(problem, lateness_price=20), Budget(schedules=400, exact=0.05))
    eager = solve(problem, Budget(schedules=400, exact=0.05))
    assert (steady.moved, steady.cost.lateness) == ((), 1)
    assert eager.cost.lateness == 0 and eager.moved


def test_a_second_option_gives_way_to_a_first_one_that_loses_its_place():
    first, second = booked(0, ANNA, Hold.OPTION_1), booked(6, BASILE, Hold.OPTION_2)
    firm = replace(booked(0, ANNA, Hold.FIRM), due=None)
    only = replace(first, people=(Candidate(ANNA),), due=3)
    result = solve(Problem(60, (only, second, firm), (), STAFF), Budget(schedules=400))
    assert result.starts == (3, 6, 0)
