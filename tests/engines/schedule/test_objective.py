"""What a schedule costs, level by level, counted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from postprod_xl.engines.schedule import Activity, Baseline, Candidate, Commitment, Problem, Resource
from postprod_xl.engines.schedule.generation.decoding import instance_of
from postprod_xl.engines.schedule.kernels.sgs import NONE, evaluate
from postprod_xl.engines.schedule.model import Cost
from postprod_xl.engines.schedule.objective import ChangePrices, change_prices

PERSON, OTHER, ROOM, OTHER_ROOM = range(4)
RESOURCES = (Resource(),) * 4
EITHER = (Candidate(PERSON, 5), Candidate(OTHER, 7))
EITHER_ROOM = (Candidate(ROOM, 2), Candidate(OTHER_ROOM, 3))


def cost(problem: Problem, *places: tuple[int, int, int, int]) -> Cost:
    """The cost when activities have these starts, ends, people and rooms (-1: none)."""
    plan = [value for row in zip(*places, strict=True) for value in row]
    plan += [0] * len(Cost._fields)
    evaluate(instance_of(problem).full_packed, plan)
    return Cost(*plan[-len(Cost._fields) :])


def test_tardiness_is_slots_after_the_due_date_times_the_weight_and_a_hard_one_outweighs_all():
    late = Activity(3, due=4, weight=2)
    assert cost(Problem(20, (late,)), (4, 7, -1, -1)) == (0, 6, 0, 0, 7)
    assert cost(Problem(20, (replace(late, hard=True),)), (4, 7, -1, -1)) == (6, 0, 0, 0, 7)
    assert cost(Problem(20, (late,)), (1, 4, -1, -1)) == (0, 0, 0, 0, 4)


def test_an_activity_without_a_place_costs_a_million_and_nothing_else():
    pair = Activity(3, due=4), Activity(2)
    assert cost(Problem(20, pair), (NONE, NONE, -1, -1), (0, 2, -1, -1)) == (1_000_000, 0, 0, 0, 2)


@pytest.mark.parametrize(
    ("commitment", "price"), [(Commitment.OPTION_1, 400), (Commitment.OPTION_2, 20), (Commitment.FREE, 1)]
)
def test_an_end_costs_more_the_firmer_the_activity(commitment, price):
    assert cost(Problem(20, (Activity(2, commitment=commitment),)), (1, 3, -1, -1)).ends == 3 * price


def test_each_activity_pays_its_own_penalty_for_the_person_and_the_room_it_has():
    first = Activity(2, people=EITHER, rooms=EITHER_ROOM)
    second = Activity(
        2, people=(Candidate(PERSON, 11),), rooms=(Candidate(OTHER_ROOM, 13), Candidate(ROOM, 17))
    )
    problem = Problem(20, (first, second), resources=RESOURCES)
    places = (0, 2, PERSON, OTHER_ROOM), (2, 4, PERSON, ROOM)
    assert cost(problem, *places).penalty == (5 + 3) + (11 + 17)
    assert cost(problem, (0, 2, OTHER, ROOM), places[1]).penalty == (7 + 2) + (11 + 17)


@pytest.mark.parametrize(("slots", "weight"), [(-5, 4), (19, 4), (20, 2), (59, 2), (60, 1)])
@pytest.mark.parametrize(
    ("commitment", "hold"), [(Commitment.FREE, 1), (Commitment.OPTION_2, 2), (Commitment.OPTION_1, 4)]
)
def test_a_change_costs_more_the_firmer_and_the_nearer_the_booking(slots, weight, commitment, hold):
    booked = Activity(2, commitment=commitment, baseline=Baseline(slots + 3, PERSON, ROOM))
    price = weight * hold
    prices = change_prices(Problem(99, (booked,), now=3), booked)
    assert prices == ChangePrices(30 * price, price, 40 * price, 10 * price)


def test_what_has_no_baseline_is_fixed_or_is_over_has_no_change_to_pay():
    baseline = Baseline(2, PERSON, ROOM)
    for activity in (
        Activity(2),
        Activity(2, commitment=Commitment.FIRM, baseline=baseline),
        Activity(2, completed=(0, 2), baseline=baseline),
    ):
        assert change_prices(Problem(20, (activity,)), activity) == (0, 0, 0, 0)
    milestone = Activity(0, baseline=baseline)
    assert change_prices(Problem(20, (milestone,)), milestone) == (120, 4, 0, 0)


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ((70, 72, PERSON, ROOM), 0),
        ((73, 75, PERSON, ROOM), 30 + 3),
        ((68, 70, PERSON, ROOM), 30 + 2),
        ((70, 72, OTHER, ROOM), 40),
        ((70, 72, PERSON, OTHER_ROOM), 10),
        ((71, 73, OTHER, OTHER_ROOM), 30 + 1 + 40 + 10),
    ],
)
def test_a_change_is_a_move_its_slots_another_person_and_another_room(place, change):
    booked = Activity(2, people=EITHER, rooms=EITHER_ROOM, baseline=Baseline(70, PERSON, ROOM))
    problem = Problem(99, (booked,), resources=RESOURCES)
    assert cost(problem, place).change == change


def test_a_price_on_tardiness_adds_the_change_to_it():
    booked = Activity(2, due=74, weight=3, baseline=Baseline(70))
    problem = Problem(99, (booked,), tardiness_price=7)
    # 2 slots late, times 3, times 7; moved by 4 slots.
    assert cost(problem, (74, 76, -1, -1))[:3] == (0, 2 * 3 * 7 + 34, 34)
