"""Activities whose place is given: finished ones, and those that stay where the plan in force has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from postprod_xl.engines.schedule.model import Activity, Candidate, Fault, Planned, Problem, Wish
from postprod_xl.engines.schedule.slots import end_of_work, open_slots


class Place(NamedTuple):
    """Where one activity stands; `start` is the first slot to work, who serves is None without need."""

    start: int
    end: int
    person: int | None = None
    room: int | None = None


def held_places(problem: Problem) -> dict[int, Place]:
    """The places given, by activity; the people and rooms that were left open are chosen here.

    Those with everything given come first, the others take the first candidate that is free and present,
    and failing that the first of all.
    """
    places = {
        index: Place(activity.done[0], activity.done[1])
        for index, activity in enumerate(problem.activities)
        if activity.done is not None
    }
    staying = [(index, activity) for index, activity in enumerate(problem.activities) if activity.stays]
    staying.sort(key=lambda item: (_open_choices(item[1]), item[1].hold, item[0]))
    taken: dict[int, list[tuple[int, int]]] = {}
    for occupation in problem.occupations:
        taken.setdefault(occupation.resource, []).append((occupation.start, occupation.end))
    for index, activity in staying:
        places[index] = place = _place(problem, activity, taken)
        for resource in (place.person, place.room):
            if resource is not None:
                taken.setdefault(resource, []).append((place.start, place.end))
    return places


def held_wishes(problem: Problem, places: dict[int, Place]) -> list[Wish]:
    """What the places given break: clashes, occupations, closed slots."""
    staying = [(index, places[index]) for index, item in enumerate(problem.activities) if item.stays]
    wishes = []
    for position, (index, place) in enumerate(staying):
        slots = open_slots(problem, problem.activities[index], place.person, place.room)
        if place.end > place.start and not slots >> max(place.start, 0) & 1:
            wishes.append(Wish(Fault.CLOSED, index, slot=place.start))
        wishes += _clashes(problem, index, place, staying[position + 1 :])
        wishes += _occupied(problem, index, place)
    return wishes


def _open_choices(activity: Activity) -> int:
    planned = activity.planned
    assert planned is not None
    wants_person = planned.person is None and len(activity.people) > 1
    return wants_person + (planned.room is None and len(activity.rooms) > 1)


def _place(problem: Problem, activity: Activity, taken: dict[int, list[tuple[int, int]]]) -> Place:
    planned = activity.planned
    assert planned is not None
    best: tuple[int, Place] | None = None
    for person in choices(activity.people, planned.person):
        for room in choices(activity.rooms, planned.room):
            place, faults = _tried(problem, activity, planned, person, room)
            for resource in (person, room):
                held = taken.get(resource, ()) if resource is not None else ()
                span = place[:2]
                faults += any(overlap(span, other) for other in held)
            if best is None or faults < best[0]:
                best = faults, place
    assert best is not None
    return best[1]


def choices(candidates: Sequence[Candidate], given: int | None) -> list[int | None]:
    """Who may serve: who is given, else the candidates in order of preference, else nobody."""
    if given is not None:
        return [given]
    ordered = sorted(candidates, key=lambda candidate: candidate.penalty)
    return [candidate.resource for candidate in ordered] or [None]


def _tried(
    problem: Problem, activity: Activity, planned: Planned, person: int | None, room: int | None
) -> tuple[Place, int]:
    """The place with these people, and 1 if they are not there on the first slot."""
    slots = open_slots(problem, activity, person, room)
    end = end_of_work(slots, planned.start, activity.duration)
    if end is None:
        end = end_of_work(open_slots(problem, activity), planned.start, activity.duration)
    closed = activity.duration > 0 and not slots >> max(planned.start, 0) & 1
    return Place(planned.start, end or planned.start + activity.duration, person, room), int(closed)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans of moments share a slot: those that touch share none, nor does a milestone."""
    (start, end), (first, last) = one, other
    return start < last and first < end and start < end and first < last


def _clashes(
    problem: Problem, index: int, place: Place, others: Sequence[tuple[int, Place]]
) -> Iterator[Wish]:
    for other, there in others:
        for resource in (place.person, place.room):
            if resource is None or resource not in (there.person, there.room):
                continue
            if problem.resources[resource].capacity == 1 and overlap(place[:2], there[:2]):
                yield Wish(Fault.CLASH, index, other, resource, max(place.start, there.start))


def _occupied(problem: Problem, index: int, place: Place) -> Iterator[Wish]:
    for occupation in problem.occupations:
        resource = occupation.resource
        mine = resource in (place.person, place.room) and problem.resources[resource].capacity == 1
        if mine and overlap(place[:2], (occupation.start, occupation.end)):
            yield Wish(Fault.OCCUPIED, index, None, resource, max(place.start, occupation.start))
