"""Which place of a room each booking takes: a room of several places is that many resources of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from postprod_xl.domain.planning.problem.roster import Roster
from postprod_xl.engines.schedule import Activity, Baseline, Occupation, Problem
from postprod_xl.engines.schedule.calendars import end_of_work, open_slots

_Span = tuple[int, int]


def with_places(problem: Problem, roster: Roster) -> Problem:
    """The problem with the plan in force, and what other workbooks hold, shared between the places of each room.

    Workbooks name the room alone: which place a task has is nobody's choice, and changes from one plan to the next.
    What others hold fills the last places first, so that the first ones are free the longest. Bookings then take
    the first place that is free, in the order of their starts; where the room cannot hold them all, fixed ones are
    served before those that may move.
    """
    if not roster.house.presence.places:
        return problem
    rooms = {
        index: roster.places(index) for index in range(len(roster.keys)) if len(roster.places(index)) > 1
    }
    if not rooms:
        return problem
    occupations = list(_spread(problem.occupations, rooms))
    activities = list(problem.activities)
    for places in dict.fromkeys(rooms.values()):
        taken = {place: [item[1:3] for item in occupations if item.resource == place] for place in places}
        for a, place in _seated(problem, places, taken).items():
            baseline = activities[a].baseline
            assert baseline is not None
            activities[a] = replace(activities[a], baseline=baseline._replace(room=place))
    return replace(problem, activities=tuple(activities), occupations=tuple(occupations))


def _spread(occupations: Iterable[Occupation], rooms: dict[int, range]) -> Iterable[Occupation]:
    """Each half-day that others hold in one more place than the one before it, from the last place on."""
    counts: dict[tuple[range, int], int] = {}
    for item in occupations:
        places = rooms.get(item.resource)
        if places is None:
            yield item
            continue
        for slot in range(item.start, item.end):
            held = counts[places, slot] = counts.get((places, slot), 0) + 1
            if held <= len(places):
                yield Occupation(places[-held], slot, slot + 1)


def _seated(problem: Problem, places: range, taken: dict[int, list[_Span]]) -> dict[int, int]:
    """The place of each booking of a room, by activity; one that finds none keeps the first."""
    spans = {
        a: _span(problem, activity, activity.baseline)
        for a, activity in enumerate(problem.activities)
        if activity.baseline is not None and activity.baseline.room in places and activity.completed is None
    }
    by_start = sorted(spans, key=lambda a: (*spans[a], a))
    found, is_full = _in_turn(by_start, spans, taken)
    if is_full:
        fixed_first = sorted(by_start, key=lambda a: problem.activities[a].commitment)
        found, _ = _in_turn(fixed_first, spans, taken)
    return {a: found.get(a, places[0]) for a in spans}


def _span(problem: Problem, activity: Activity, baseline: Baseline) -> _Span:
    slots = open_slots(problem, activity, baseline.person, baseline.room)
    end = end_of_work(slots, baseline.start, activity.duration)
    return baseline.start, end or baseline.start + activity.duration


def _in_turn(
    order: Sequence[int], spans: dict[int, _Span], taken: dict[int, list[_Span]]
) -> tuple[dict[int, int], bool]:
    """The first free place of each booking in turn, and whether one found none."""
    held = {place: list(busy) for place, busy in taken.items()}
    found: dict[int, int] = {}
    for a in order:
        start, end = spans[a]
        free = (
            place
            for place, busy in held.items()
            if all(last <= start or first >= end for first, last in busy)
        )
        place = next(free, None)
        if place is not None:
            found[a] = place
            held[place].append(spans[a])
    return found, len(found) < len(order)
