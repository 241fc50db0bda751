"""Whether a person or a room is free over a period, and what takes it first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.claims import Claim, Piece
from postprod_xl.domain.planning.plan.unavailable import absences_met
from postprod_xl.domain.planning.problem.presence import Presence, ResourceKind, presence_of
from postprod_xl.domain.planning.tasks.in_force import readable
from postprod_xl.schema.vocabulary import DayPart

FREE = "Libre"


class Booking(NamedTuple):
    """One row of `Reservations` as it takes a person or a room."""

    day: date
    half_day: str
    project: str
    task: str
    state: str


class Obstacle(NamedTuple):
    """What takes a person or a room first: since which day, and in words."""

    day: date
    text: str


@dataclass(frozen=True)
class Availability:
    """Absences, days of presence and bookings of an office, ready to be asked many times."""

    presence: Presence
    bookings: Mapping[str, list[Booking]]
    rooms: frozenset[str]

    def obstacle(self, code: str, first: date, last: date, calendar: WorkCalendar) -> Obstacle | None:
        """What takes a person or a room first on the working days of a period, None when it is free.

        An absence, or a day on which the person does not work or the room is closed, is told before a
        booking of the same day. The reason of an absence is private and never told.
        """
        obstacles = [*self._absences(code, first, last, calendar), *self._bookings(code, first, last)]
        return min(obstacles, key=lambda obstacle: obstacle.day, default=None)

    def _absences(self, code: str, first: date, last: date, calendar: WorkCalendar) -> Iterator[Obstacle]:
        start = calendar.index(first)
        days = range(start, start + calendar.working_days_between(first, last))
        pieces = [Piece(calendar.day(day).toordinal()) for day in days]
        resource = ResourceKind.ROOM if code in self.rooms else ResourceKind.PERSON
        codes = ("", code) if resource is ResourceKind.ROOM else (code, "")
        for clash in absences_met(self.presence, Claim(0, "", "", "", *codes, pieces), resource):
            yield Obstacle(date.fromordinal(clash.pieces[0].day), clash.text)

    def _bookings(self, code: str, first: date, last: date) -> Iterator[Obstacle]:
        places = self.presence.places.get(code, 1) if code in self.rooms else 1
        by_day: dict[date, list[Booking]] = {}
        for booking in self.bookings.get(code, ()):
            if first <= booking.day <= last:
                by_day.setdefault(booking.day, []).append(booking)
        for day, bookings in by_day.items():
            if _most_at_once(bookings) >= places:
                what = ", ".join(filter(None, (bookings[0].project, bookings[0].task, bookings[0].state)))
                yield Obstacle(day, f"{code} retenu{'e' if code in self.rooms else ''} par {what}")


def _most_at_once(bookings: Sequence[Booking]) -> int:
    """How many bookings of one day there are in the fuller half of it."""
    halves = (DayPart.MORNING, DayPart.AFTERNOON)
    return max(sum(booking.half_day in (half, DayPart.WHOLE_DAY) for booking in bookings) for half in halves)


def availability_of(office: Office) -> Availability:
    """The availability that `Absences`, `Reservations`, `Equipe` and `Salles` tell."""
    bookings: dict[str, list[Booking]] = {}
    rows = readable(office["Reservations"])
    for technician, room, *rest in rows.select("technician", "room", *Booking._fields):
        for code in {technician, room} - {""}:
            bookings.setdefault(code, []).append(Booking(*rest))
    return Availability(presence_of(office), bookings, frozenset(office["Salles"].column("code")))
