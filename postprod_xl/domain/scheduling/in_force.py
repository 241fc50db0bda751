"""The plan in force: where the last refresh put each task, and with whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.columns import known
from postprod_xl.domain.office import Office
from postprod_xl.domain.scheduling.axis import AFTERNOON, MORNING


class Kept(NamedTuple):
    """First half-day still to work of a task in the plan in force; `half` is None when nobody is booked."""

    day: date
    half: int | None
    person: str = ""
    room: str = ""


def plan_in_force(office: Office) -> Mapping[str, Kept]:
    """What the workbook holds of the last plan, by task code.

    The computed columns of `Planning` give the day, the person and the room; `Reservations`, which counts
    half-days, gives the half, and the first day still to work of a task already begun.
    """
    bookings = _first_bookings(office)
    tasks = office["Planning"]
    names = ("task", "start_day", "assigned_technician", "assigned_room")
    kept = {}
    for task, day, person, room in zip(*(known(tasks[name]) for name in names), strict=True):
        if day is None:
            continue
        if not person and not room:
            kept[task] = Kept(day, None)
        else:
            first, half = bookings.get(task, (day, MORNING))
            kept[task] = Kept(first, half, person, room)
    return kept


def _first_bookings(office: Office) -> dict[str, tuple[date, int]]:
    rows = office["Reservations"]
    first: dict[str, tuple[date, int]] = {}
    for day, half_day, task in zip(*(known(rows[name]) for name in ("day", "half_day", "task")), strict=True):
        moment = day, AFTERNOON if half_day == "Après-midi" else MORNING
        if day >= office.today:
            first[task] = min(moment, first.get(task, moment))
    return first
