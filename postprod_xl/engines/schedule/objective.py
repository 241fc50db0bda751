"""The objective, lexicographic: the only place where its levels and prices are stated.

1. hard: unplaced activities, then slots of tardiness on hard due dates; 2. tardiness: slots × weight. The weights of an
office are as good as levels of their own, one for each priority (`domain.planning.problem.priorities`): no tardiness of
a lower priority buys any of a higher one; 3. change: bookings moved and people changed relative to the baseline, dearer
when firm and when near: what spares no tardiness is not changed; 4. penalty: sum of the penalties of the people and
rooms chosen; 5. ends: sum of the ends, so that a schedule has no needless gap, weighted by commitment: of two
activities that want the same place, the confirmed one has it before a first option, a first option before a second, a
second before an uncommitted one.

Schedules are compared by the whole tuple: no amount of a later level buys any of an earlier one. Only when
`Problem.tardiness_price` is set, which the plan of an office never does, are tardiness and change combined in one
weighted sum.

Provisional activities have no part in this: they are scheduled afterwards, in what the others leave (`provisional`).
Work in progress has no level: it resumes at once, before anything that is not frozen or firm
(`instance.in_progress`).
"""

from __future__ import annotations

from typing import NamedTuple

from postprod_xl.engines.schedule.model import Activity, Commitment, Problem

# Prices of a change, in proportions measured for a stable schedule: a move 30, each slot of shift 1,
# another person 40, another room 10.
_MOVED, _SLOT, _PERSON, _ROOM = 30, 1, 40, 10
_BY_HOLD = {
    Commitment.FROZEN: 8,
    Commitment.FIRM: 8,
    Commitment.OPTION_1: 4,
    Commitment.OPTION_2: 2,
    Commitment.FREE: 1,
}
# Weight of an end by commitment: steep enough that a long first option goes before a short second one.
_END_BY_HOLD = {
    Commitment.FROZEN: 8000,
    Commitment.FIRM: 8000,
    Commitment.OPTION_1: 400,
    Commitment.OPTION_2: 20,
    Commitment.FREE: 1,
}
_NEAR = ((20, 4), (60, 2))  # slots from now (two weeks, six weeks) and price multiplier


class ChangePrices(NamedTuple):
    """Price of deviating from the baseline: once when moved, per slot, for another person, for another room."""

    moved: int = 0
    slot: int = 0
    person: int = 0
    room: int = 0


def change_prices(problem: Problem, activity: Activity) -> ChangePrices:
    """The prices of one activity; all zero when it has no baseline, or is fixed to it."""
    baseline = activity.baseline
    if baseline is None or activity.is_fixed or activity.completed is not None:
        return ChangePrices()
    weight = _BY_HOLD[activity.commitment] * _nearness(baseline.start - problem.now)
    person = _PERSON * weight if baseline.person is not None and activity.duration else 0
    room = _ROOM * weight if baseline.room is not None and activity.duration else 0
    return ChangePrices(_MOVED * weight, _SLOT * weight, person, room)


def end_price(activity: Activity) -> int:
    """Price of one slot later at the end of an activity, other levels being equal."""
    return _END_BY_HOLD[activity.commitment]


def _nearness(slots: int) -> int:
    return next((weight for limit, weight in _NEAR if slots < limit), 1)
