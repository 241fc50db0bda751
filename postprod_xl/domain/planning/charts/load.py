"""The load of an office as it is drawn: a `postprod_xl.documents.load.Load` from its bookings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from postprod_xl.documents.load import Load, LoadCell, LoadRow
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.charts.time_axis import ChartAxis, week_axis
from postprod_xl.domain.planning.plan.clashes import is_taken_twice
from postprod_xl.domain.planning.problem.axis import WHOLE_DAY
from postprod_xl.domain.planning.problem.presence import Presence, ResourceKind, presence_of
from postprod_xl.domain.wording import counted
from postprod_xl.schema.vocabulary import DayPart

MOST_WEEKS = 26
FEWEST_WEEKS = 8
_KINDS = {ResourceKind.PERSON: "Personne", ResourceKind.ROOM: "Salle"}
_HALF_DAYS = {DayPart.WHOLE_DAY: 2, DayPart.MORNING: 1, DayPart.AFTERNOON: 1}

_Who = tuple[ResourceKind, str]


def load_of(office: Office) -> Load:
    """The load of every person of `Equipe` and every room of `Salles`, in their order.

    Parameters
    ----------
    office
        Tables `Reservations`, `Equipe`, `Salles` and `Absences`. Two bookings of one half-day count for two.
        Working days are those of the whole country.

    Returns
    -------
    Load
        Weeks from the current one to that of the last booking, `FEWEST_WEEKS` at least and `MOST_WEEKS` at most.
    """
    booked = _BookedHalfDays(office)
    axis = _axis(office.today, booked.last)
    weeks = _working_days(office.today, axis)
    presence = presence_of(office)
    rows = tuple(
        LoadRow(_KINDS[who[0]], who[1], name, role, _cells(who, weeks, booked, presence))
        for who, name, role in _resources(office)
    )
    return Load(office.today, axis.slots, rows, tuple(_lines(office.today, rows, axis, booked.last)))


class _BookedHalfDays:
    """Half-days by resource, code, week and day, and the days on which a booking clashes."""

    def __init__(self, office: Office) -> None:
        bookings = office["Reservations"]
        days, conflicts = bookings.column("day"), bookings.column("conflict")
        weights = [_HALF_DAYS[half] for half in bookings.column("half_day")]
        self.last = max([office.today, *days])
        self._half_days: dict[tuple[_Who, date], Counter[date]] = {}
        self._clashing: set[tuple[_Who, date]] = set()
        for resource in ResourceKind:
            codes = bookings.column(resource.value)
            for code, day, weight, conflict in zip(codes, days, weights, conflicts, strict=True):
                monday = day - timedelta(day.weekday())
                self._half_days.setdefault(((resource, code), monday), Counter())[day] += weight
                if is_taken_twice(conflict):
                    self._clashing.add(((resource, code), day))

    def of(self, who: _Who, week: _Week) -> Mapping[date, int]:
        """Half-days of a week by day."""
        return self._half_days.get((who, week.first), {})

    def clashes(self, who: _Who, day: date) -> bool:
        return (who, day) in self._clashing


def _cells(
    who: _Who, weeks: Sequence[_Week], booked: _BookedHalfDays, presence: Presence
) -> tuple[LoadCell, ...]:
    """A day off that is booked counts as worked when the person or the room is there that day of the week."""
    there = _half_days_of(who, presence)

    def cell(week: _Week) -> LoadCell:
        taken = booked.of(who, week)
        days = {*week.working, *taken} if taken else week.working
        total, capacity = sum(taken.values()), sum(map(there, days))
        is_crowded = any(count > there(day) and booked.clashes(who, day) for day, count in taken.items())
        return LoadCell(total, capacity, total > capacity or is_crowded)

    return tuple(cell(week) for week in weeks)


def _half_days_of(who: _Who, presence: Presence) -> Callable[[date], int]:
    """The half-days of presence of any day; those of a person never absent are the same every week."""
    if presence.absences.get(who[1]):
        return lambda day: _half_days(who, day, presence)
    week = [_half_days(who, date.fromordinal(day), presence) for day in range(1, 8)]
    return lambda day: week[day.weekday()]


def _half_days(who: _Who, day: date, presence: Presence) -> int:
    """Those of a day on which a person works or a room is open."""
    ordinal = day.toordinal()
    away = presence.closed(*who, ordinal) | presence.away(who[1], ordinal)
    return (WHOLE_DAY & ~away).bit_count()


class _Week(NamedTuple):
    first: date
    last: date
    working: Sequence[date]


def _axis(today: date, last: date) -> ChartAxis:
    weeks = week_axis(today, max(last, today + timedelta(weeks=FEWEST_WEEKS - 1)))
    return ChartAxis(weeks.grain, weeks.slots[:MOST_WEEKS])


def _working_days(today: date, axis: ChartAxis) -> list[_Week]:
    country = WorkCalendar.of("")
    weeks = []
    for slot in axis.slots:
        days = (slot.first + timedelta(offset) for offset in range((slot.last - slot.first).days + 1))
        weeks.append(_Week(slot.first, slot.last, [d for d in days if d >= today and country.is_working(d)]))
    return weeks


def _resources(office: Office) -> Iterator[tuple[_Who, str, str]]:
    for person in office["Equipe"]:
        name = f"{person.first_name} {person.last_name}".strip()
        yield (ResourceKind.PERSON, person.code), name, person.job
    for room in office["Salles"]:
        yield (ResourceKind.ROOM, room.code), room.name, room.type


def _lines(today: date, rows: Sequence[LoadRow], axis: ChartAxis, last: date) -> Iterator[str]:
    over = sum(row.over_weeks > 0 for row in rows)
    counts = counted(sum(row.kind == _KINDS[ResourceKind.PERSON] for row in rows), "personne")
    rooms = counted(sum(row.kind == _KINDS[ResourceKind.ROOM] for row in rows), "salle")
    told = f", dont {over} en surcharge une semaine au moins" if over else ", aucune en surcharge"
    yield f"Situation au {today:%d/%m/%Y} : {counts} et {rooms}{told}."
    yield "Demi-journées réservées sur demi-journées de présence, à partir d'aujourd'hui ; vide : libre."
    if last > axis.slots[-1].last:
        yield f"Le dessin s'arrête au {axis.slots[-1].last:%d/%m/%Y}."
