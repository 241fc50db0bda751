"""Who could take what a person, or a room, is booked for over some days: booking by booking, best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.planning.explain.candidates import is_away, ranked_within
from postprod_xl.domain.planning.explain.reasons import days_text, french
from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.problem.axis import half_days
from postprod_xl.domain.planning.problem.presence import ResourceKind
from postprod_xl.domain.planning.problem.roster import preference
from postprod_xl.domain.wording import euros_text, from_to
from postprod_xl.schema.units import folded, half_up


class StandIn(NamedTuple):
    """Somebody, or a room, that could take a booking.

    Parameters
    ----------
    code, name
        Code and name.
    is_able
        Whether nothing takes them over the whole booking, and they have the skill.
    day_cents
        What a day costs, charges included; None when nothing says it.
    reasons
        What is to be known of them, in French, one phrase each.
    """

    code: str
    name: str
    is_able: bool
    day_cents: int | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Replacement:
    """One booking to be taken over.

    Parameters
    ----------
    task, project, state
        The task booked.
    first, last
        The first and the last day to take over.
    slots
        The half-days to take over.
    wanted
        The skill or the type of room asked for.
    stand_ins
        Who or what could take it, best first.
    """

    task: str
    project: str
    state: str
    first: date
    last: date
    slots: Sequence[int]
    wanted: str
    stand_ins: Sequence[StandIn]

    @property
    def able(self) -> list[StandIn]:
        """Those who could take the whole of it."""
        return [one for one in self.stand_ins if one.is_able]


def replacements(plan: Plan, code: str, first: date, last: date) -> list[Replacement]:
    """What a person or a room is booked for from one day to another, in the order of the days.

    People are ranked as `ranked_candidates` does; rooms of the type by half-days free, then by the cost of a day.

    Parameters
    ----------
    plan
        The plan of the office.
    code
        Code of the person or of the room to replace.
    first, last
        Both included; days before the plan's own do not count.
    """
    axis = plan.model.axis
    start, end = axis.at(max(first, plan.model.today)), axis.after(last)
    found = []
    for place in range(len(plan.model.listed.tasks)):
        at = plan.placements[place]
        if at is None or code not in (at.person, at.room) or not plan.books(place):
            continue
        slots = [slot for slot in plan.worked_slots(place) if start <= slot < end]
        if slots:
            found.append((slots[0], place, slots))
    return [_replacement(plan, place, code, slots) for _, place, slots in sorted(found)]


def _replacement(plan: Plan, place: int, code: str, slots: Sequence[int]) -> Replacement:
    task, axis, house = plan.model.listed.tasks[place], plan.model.axis, plan.model.roster.house
    is_room = code in house.rooms
    wanted = house.rooms[code].type if is_room else task.skill
    stand_ins = _rooms(plan, place, code, slots) if is_room else _people(plan, place, code, slots)
    days = axis.day(slots[0]), axis.day(slots[-1])
    return Replacement(task.code, task.project.code, task.state, *days, slots, wanted, list(stand_ins))


def able_to_take_all(plan: Plan, bookings: Sequence[Replacement]) -> list[str]:
    """The codes of those who could take every booking, in the order of the first; none of what is at the same time.

    A room takes as many bookings at once as it has places.
    """
    presence = plan.model.roster.house.presence
    at_once = max(Counter(slot for one in bookings for slot in one.slots).values(), default=0)
    able = [{one.code for one in booking.able} for booking in bookings]
    return [
        one.code
        for one in (bookings[0].able if bookings else ())
        if all(one.code in codes for codes in able)
        if presence.units(ResourceKind.ROOM, one.code) >= at_once
    ]


def _people(plan: Plan, place: int, code: str, slots: Sequence[int]) -> Iterator[StandIn]:
    people = plan.model.roster.house.people
    held = people[code].day_cents if code in people else None
    for rank in ranked_within(plan, place, slots[0], slots[-1] + 1):
        if rank.person != code:
            cost = _cost_text(rank.day_cents, held, code, len(slots))
            is_able = rank.is_free and rank.has_skill
            yield StandIn(rank.person, rank.name, is_able, rank.day_cents, (*rank.reasons, cost))


def _rooms(plan: Plan, place: int, code: str, slots: Sequence[int]) -> Iterator[StandIn]:
    rooms = plan.model.roster.house.rooms
    wanted, held = folded(rooms[code].type), rooms[code].day_cents
    others = [room for room in rooms.values() if room.code != code and wanted == folded(room.type)]
    ranked = []
    for room in others:
        closed = [slot for slot in slots if is_away(plan, ResourceKind.ROOM, room.code, slot)]
        taken = _full(plan, place, room.code, set(slots).difference(closed))
        texts = (
            *_room_texts(plan, closed, taken, slots),
            "coût non connu" if room.day_cents is None else f"{euros_text(room.day_cents)} par jour",
            _cost_text(room.day_cents, held, code, len(slots)),
        )
        missing = len(closed) + len(taken)
        stand_in = StandIn(room.code, room.name, not missing, room.day_cents, texts)
        ranked.append(((missing, preference(0, room.day_cents), room.code), stand_in))
    yield from (stand_in for _, stand_in in sorted(ranked))


def _full(plan: Plan, place: int, room: str, slots: set[int]) -> list[tuple[int, str]]:
    """The half-days of a booking when other tasks have every place of a room, each with the first of them."""
    found = []
    for other, task in enumerate(plan.model.listed.tasks):
        at = plan.placements[other]
        if other != place and at is not None and at.room == room and plan.books(other):
            found += [(slot, task.code) for slot in plan.worked_slots(other) if slot in slots]
    places = plan.model.roster.house.presence.units(ResourceKind.ROOM, room)
    held = Counter(slot for slot, _ in found)
    first = dict(sorted(found, reverse=True))
    return sorted((slot, code) for slot, code in first.items() if held[slot] >= places)


def _room_texts(
    plan: Plan, closed: Sequence[int], taken: Sequence[tuple[int, str]], slots: Sequence[int]
) -> Iterator[str]:
    axis = plan.model.axis
    if taken:
        slot, by = taken[0]
        yield f"prise {days_text(len(taken))} j, dès le {french(axis.day(slot))} par {by}"
    if closed:
        yield f"fermée ou indisponible {days_text(len(closed))} j"
    if not taken and not closed:
        yield f"libre {from_to(axis.day(slots[0]), axis.day(slots[-1]))}"


def _cost_text(cents: int | None, held: int | None, code: str, slots: int) -> str:
    """What a day costs more or less than that of the one replaced, and the whole booking."""
    if cents is None or held is None:
        return f"écart avec {code} non connu"
    difference = cents - held
    if not difference:
        return f"au coût de {code}"
    whole = half_up(abs(difference) * half_days(slots))
    word = "de plus" if difference > 0 else "de moins"
    return f"{euros_text(whole)} {word} que {code} sur {days_text(slots)} j"
