"""What other workbooks have booked: shared people and rooms, without the name of any client."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.problem.axis import AFTERNOON, MORNING, Axis
from postprod_xl.domain.planning.tasks.in_force import readable
from postprod_xl.schema.vocabulary import DayPart

OUTSIDE = "occupé (autre production)"
_HALVES: dict[str, tuple[int, ...]] = {
    DayPart.WHOLE_DAY: (MORNING, AFTERNOON),
    DayPart.MORNING: (MORNING,),
    DayPart.AFTERNOON: (AFTERNOON,),
}


class Busy(NamedTuple):
    """A person or a room taken by another production: the whole day, its morning or its afternoon."""

    code: str
    day: date
    half_day: str = DayPart.WHOLE_DAY

    @property
    def halves(self) -> tuple[int, ...]:
        """The halves of the day that are taken."""
        return _HALVES[self.half_day]

    def spans(self, axis: Axis) -> Iterator[tuple[int, int]]:
        """The slots taken, each with the moment after it."""
        for half in self.halves:
            slot = axis.at(self.day, half)
            yield slot, slot + 1


def busy_in(office: Office) -> list[Busy]:
    """What the bookings of another workbook take, from the day it is looked at; its people and rooms only."""
    rows = readable(office["Reservations"])
    return [
        Busy(code, day, half_day)
        for day, half_day, *codes in rows.select("day", "half_day", "technician", "room")
        for code in codes
        if code and day >= office.today
    ]
