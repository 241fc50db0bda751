"""What a good plan is, in order: the only place where aims and their prices are stated.

1. hard: activities without a place, then slots of lateness on hard dues; 2. lateness: slots × weight;
3. change: bookings moved and people changed, dearer when firm and when near; 4. penalty: sum of the penalties
of the people and rooms chosen; 5. ends: sum of the ends, so that a plan holds no useless gap, those of what is
firmer counting more: of two that want the same place, the confirmed one has it before a first option, that one
before a second, and the second before what nobody was asked for.

A plan is compared by the whole tuple: no amount of a later aim buys any of an earlier one. Only where the
problem says what a slot of lateness is worth (`Problem.tardiness_price`) are lateness and change weighed in one
sum, so that a plan in force is not turned over for half a day.

Work under way is in no aim: it goes on at once, before anything but what is held or firm (`in_progress`).
"""

from __future__ import annotations

from typing import NamedTuple

from postprod_xl.engines.schedule.model import Activity, Commitment, Problem

# Prices of a change, in the proportions measured for a stable plan: a moved task 30, each slot 1,
# another person 40, another room 10.
_MOVED, _SLOT, _PERSON, _ROOM = 30, 1, 40, 10
_BY_HOLD = {
    Commitment.FROZEN: 8,
    Commitment.FIRM: 8,
    Commitment.OPTION_1: 4,
    Commitment.OPTION_2: 2,
    Commitment.FREE: 1,
}
# How much an end weighs by hold: so much more than the next that a long first option goes before a short second.
_END_BY_HOLD = {
    Commitment.FROZEN: 8000,
    Commitment.FIRM: 8000,
    Commitment.OPTION_1: 400,
    Commitment.OPTION_2: 20,
    Commitment.FREE: 1,
}
_NEAR = ((20, 4), (60, 2))  # slots from now (two weeks, six weeks) and how much dearer


class ChangePrices(NamedTuple):
    """What it costs to leave the plan in force: once when moved, per slot, another person, another room."""

    moved: int = 0
    slot: int = 0
    person: int = 0
    room: int = 0


def change_prices(problem: Problem, activity: Activity) -> ChangePrices:
    """The prices of one activity; all zero when it is in no plan yet, or stays there anyway."""
    baseline = activity.baseline
    if baseline is None or activity.is_fixed or activity.completed is not None:
        return ChangePrices()
    weight = _BY_HOLD[activity.commitment] * _nearness(baseline.start - problem.now)
    person = _PERSON * weight if baseline.person is not None and activity.duration else 0
    room = _ROOM * weight if baseline.room is not None and activity.duration else 0
    return ChangePrices(_MOVED * weight, _SLOT * weight, person, room)


def end_price(activity: Activity) -> int:
    """What a slot later is worth at the end of an activity, lateness and change being equal."""
    return _END_BY_HOLD[activity.commitment]


def _nearness(slots: int) -> int:
    return next((weight for limit, weight in _NEAR if slots < limit), 1)
