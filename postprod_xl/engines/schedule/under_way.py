"""Work under way goes on at once: an option waits for it, however late that makes the option."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from postprod_xl.engines.schedule.held import Place, choices, overlap
from postprod_xl.engines.schedule.model import Activity, Hold, Planned, Problem
from postprod_xl.engines.schedule.slots import end_of_work, first_open, open_slots
from postprod_xl.engines.schedule.tables import past


def going_on(problem: Problem, places: Mapping[int, Place]) -> dict[int, Place]:
    """The places, by activity, of what is under way and goes on without a pause beside the places given.

    It keeps the person and the room it is planned with. It may move, as any option may, where they are absent
    or taken by an occupation or by what is held or firm, and where a link still holds its end.
    """
    under_way = {
        a
        for a, activity in enumerate(problem.activities)
        if activity.begun is not None and activity.planned is not None and activity.duration
        if a not in places
    }
    under_way -= {link.after for link in problem.links if link.after in under_way and not past(problem, link)}
    found: dict[int, Place] = {}
    taken = _taken(problem, places) if under_way else {}
    for a in sorted(under_way):
        place = _place(problem, problem.activities[a], taken)
        if place is not None:
            found[a] = place
            _take(taken, place)
    return found


def made_firm(problem: Problem, places: Mapping[int, Place]) -> Problem:
    """The same problem, some activities being firm in the places given."""
    activities = list(problem.activities)
    for a, place in places.items():
        planned = Planned(place.start, place.person, place.room)
        activities[a] = replace(activities[a], hold=Hold.FIRM, planned=planned)
    return replace(problem, activities=tuple(activities)) if places else problem


def _taken(problem: Problem, places: Mapping[int, Place]) -> dict[int, list[tuple[int, int]]]:
    taken: dict[int, list[tuple[int, int]]] = {}
    for occupation in problem.occupations:
        taken.setdefault(occupation.resource, []).append((occupation.start, occupation.end))
    for a, place in places.items():
        if problem.activities[a].stays:
            _take(taken, place)
    return taken


def _take(taken: dict[int, list[tuple[int, int]]], place: Place) -> None:
    for who in (place.person, place.room):
        if who is not None:
            taken.setdefault(who, []).append((place.start, place.end))


def _place(problem: Problem, activity: Activity, taken: dict[int, list[tuple[int, int]]]) -> Place | None:
    """Where work goes on with the people planned, or else the first that can; None if it must wait or pause."""
    planned = activity.planned
    assert planned is not None
    own = open_slots(problem, activity)
    start = first_open(own, max(activity.release, problem.now))
    if activity.uses or start is None or start != first_open(own, planned.start):
        return None
    end = end_of_work(own, start, activity.duration)
    if end is None:
        return None

    def is_free(who: int | None) -> bool:
        slots = open_slots(problem, activity, who)
        clash = who is not None and any(overlap((start, end), span) for span in taken.get(who, ()))
        return not clash and end_of_work(slots, start, activity.duration) == end and bool(slots >> start & 1)

    people = [who for who in choices(activity.people, planned.person) if is_free(who)]
    rooms = [who for who in choices(activity.rooms, planned.room) if is_free(who)]
    return Place(start, end, people[0], rooms[0]) if people and rooms else None
