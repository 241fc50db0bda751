"""The load of an office as it is drawn: a `postprod_xl.documents.charts.load.Load` from its bookings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from postprod_xl.documents.charts.load import Load, LoadCell, LoadRow
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.people.names import full_name
from postprod_xl.domain.planning.charts.time_axis import ChartAxis, mondays, week_axis
from postprod_xl.domain.planning.plan.clashes import is_taken_twice
from postprod_xl.domain.planning.problem.presence import Presence, ResourceKind, presence_of
from postprod_xl.domain.wording import counted
from postprod_xl.schema.units import DAYS_PER_WEEK, week_start
from postprod_xl.schema.vocabulary import DayPart

MOST_WEEKS = 26
FEWEST_WEEKS = 8
_KINDS = {ResourceKind.PERSON: "Personne", ResourceKind.ROOM: "Salle"}
_HALF_DAYS = {DayPart.WHOLE_DAY: 2, DayPart.MORNING: 1, DayPart.AFTERNOON: 1}

Who = tuple[ResourceKind, str]
"""A person or a room: its kind and its code."""


def load_of(office: Office, loads: Loads | None = None) -> Load:
    """The load of every person of `Equipe` and every room of `Salles`, in their order.

    Parameters
    ----------
    office
        Tables `Reservations`, `Equipe`, `Salles` and `Absences`. Two bookings of one half-day count for two, and a
        room can give as many half-days as it has places.
        Working days are those of the whole country.

    Returns
    -------
    Load
        Weeks from the current one to that of the last booking, `FEWEST_WEEKS` at least and `MOST_WEEKS` at most.
    """
    loads = loads or Loads(office)
    axis = _axis(office.today, loads.last)
    weeks = _weeks(office.today, axis)
    rows = tuple(
        LoadRow(_KINDS[who[0]], who[1], name, role, loads.of_weeks(who, weeks))
        for who, name, role in resources_of(office)
    )
    return Load(office.today, axis.slots, rows, tuple(_lines(office.today, rows, axis, loads.last)))


class Loads:
    """How full the people and rooms of an office are over any period, ready to be asked many times.

    Parameters
    ----------
    office
        As for `load_of`.
    """

    def __init__(self, office: Office) -> None:
        self._booked = _BookedHalfDays(office)
        self.presence = presence_of(office)
        """When its people and rooms are there."""
        self.last = self._booked.last
        """The day of the last booking, today at the earliest."""

    def between(self, who: Who, first: date, last: date) -> LoadCell:
        """The load of a person or a room from a first to a last day, both counted.

        The days before today have lost their bookings: a period begins today at the earliest.
        """
        taken = {
            day: halves
            for monday in mondays(first, last)
            for day, halves in self._booked.of(who, monday).items()
            if first <= day <= last
        }
        return self._cell(who, _working_days(first, last), taken, _half_days_of(who, self.presence))

    def of_weeks(self, who: Who, weeks: Sequence[_Week]) -> tuple[LoadCell, ...]:
        """The load of some weeks."""
        there = _half_days_of(who, self.presence)
        return tuple(self._cell(who, week.working, self._booked.of(who, week.first), there) for week in weeks)

    def _cell(
        self, who: Who, working: Sequence[date], taken: Mapping[date, int], there: Callable[[date], int]
    ) -> LoadCell:
        """A day off that is booked counts as worked when the person or the room is there that day of the week."""
        days = {*working, *taken} if taken else working
        total, capacity = sum(taken.values()), sum(map(there, days))
        is_crowded = any(
            count > there(day) and self._booked.clashes(who, day) for day, count in taken.items()
        )
        return LoadCell(total, capacity, total > capacity or is_crowded)


class _BookedHalfDays:
    """Half-days by resource, code, week and day, and the days on which a booking clashes."""

    def __init__(self, office: Office) -> None:
        bookings = office["Reservations"]
        days, conflicts = bookings.column("day"), bookings.column("conflict")
        weights = [_HALF_DAYS[half] for half in bookings.column("half_day")]
        self.last = max([office.today, *days])
        self._half_days: dict[tuple[Who, date], Counter[date]] = {}
        self._clashing: set[tuple[Who, date]] = set()
        for resource in ResourceKind:
            codes = bookings.column(resource.value)
            for code, day, weight, conflict in zip(codes, days, weights, conflicts, strict=True):
                monday = week_start(day)
                self._half_days.setdefault(((resource, code), monday), Counter())[day] += weight
                if is_taken_twice(conflict):
                    self._clashing.add(((resource, code), day))

    def of(self, who: Who, monday: date) -> Mapping[date, int]:
        """Half-days of a week by day."""
        return self._half_days.get((who, monday), {})

    def clashes(self, who: Who, day: date) -> bool:
        return (who, day) in self._clashing


def _half_days_of(who: Who, presence: Presence) -> Callable[[date], int]:
    """The half-days of presence of any day, in every place; those of who is never absent are the same every week."""
    places = presence.units(*who)
    if presence.absences.get(who[1]):
        return lambda day: places * presence.half_days(*who, day.toordinal())
    week = [places * presence.half_days(*who, day) for day in range(1, DAYS_PER_WEEK + 1)]
    return lambda day: week[day.weekday()]


class _Week(NamedTuple):
    first: date
    working: Sequence[date]


def _axis(today: date, last: date) -> ChartAxis:
    weeks = week_axis(today, max(last, today + timedelta(weeks=FEWEST_WEEKS - 1)))
    return ChartAxis(weeks.grain, weeks.slots[:MOST_WEEKS])


def _weeks(today: date, axis: ChartAxis) -> list[_Week]:
    """The weeks of an axis, with their working days from today on."""
    return [_Week(slot.first, _working_days(max(slot.first, today), slot.last)) for slot in axis.slots]


def _working_days(first: date, last: date) -> list[date]:
    country = WorkCalendar.of("")
    start = country.index(first)
    return [country.day(start + place) for place in range(country.working_days_between(first, last))]


def resources_of(office: Office) -> Iterator[tuple[Who, str, str]]:
    """The people, then the rooms, with their name and their job or type."""
    for person in office["Equipe"]:
        name = full_name(person)
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
