"""Whether a person or a room is free over a period, and what takes it first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.claims import Claim, Piece
from postprod_xl.domain.planning.plan.unavailable import absences_met
from postprod_xl.domain.planning.problem.presence import Presence, ResourceKind, presence_of
from postprod_xl.domain.planning.tasks.in_force import readable

FREE = "Libre"


class Booking(NamedTuple):
    """One row of `Reservations` as it takes a person or a room."""

    day: date
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
        for booking in self.bookings.get(code, ()):
            if first <= booking.day <= last:
                what = ", ".join(filter(None, (booking.project, booking.task, booking.state)))
                yield Obstacle(booking.day, f"{code} retenu{'e' if code in self.rooms else ''} par {what}")


def availability_of(office: Office) -> Availability:
    """The availability that `Absences`, `Reservations`, `Equipe` and `Salles` tell."""
    bookings: dict[str, list[Booking]] = {}
    rows = readable(office["Reservations"])
    for technician, room, *rest in rows.select("technician", "room", *Booking._fields):
        for code in {technician, room} - {""}:
            bookings.setdefault(code, []).append(Booking(*rest))
    return Availability(presence_of(office), bookings, frozenset(office["Salles"].column("code")))
