"""When people are there and rooms are open: absences, days of the week, opening hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NamedTuple

from postprod_xl.domain.calendar import UnreadableWeek, parse_week
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.problem.axis import WHOLE_DAY, Axis
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, clock_text
from postprod_xl.schema.vocabulary import DayPart

ROOMS = BY_NAME["Salles"]
EVERY_DAY = frozenset(range(7))
MORNING, AFTERNOON = 0b01, 0b10
_HALVES = {"": WHOLE_DAY, DayPart.MORNING: MORNING, DayPart.AFTERNOON: AFTERNOON}
# A room serves a half-day when it is open for at least half of its usual hours.
_USUAL = ((9, 13), (14, 18))
_LEAST = 2 * MINUTES_PER_HOUR


class ResourceKind(Enum):
    """What a task takes; the value is the column of `Planning` that asks for it."""

    PERSON = "technician"
    ROOM = "room"


class Absence(NamedTuple):
    """First and last days (ordinals), and the halves of each day that are taken (bit 0: the morning)."""

    first: int
    last: int
    halves: int


@dataclass(frozen=True)
class Presence:
    """When people and rooms of an office can be taken.

    Parameters
    ----------
    absences
        Absences by code of person or room.
    weeks
        Days of the week of each person and of each room; one that is not there comes every day.
    halves
        Halves of the day each room is open; one that is not there is always open.
    problems
        Warnings of the absences and weeks that cannot be read.
    places
        How many tasks each room takes at once; one that is not there takes one.
    """

    absences: Mapping[str, Sequence[Absence]]
    weeks: Mapping[ResourceKind, Mapping[str, frozenset[int]]]
    halves: Mapping[str, int] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    places: Mapping[str, int] = field(default_factory=dict)

    def units(self, resource: ResourceKind, code: str) -> int:
        """How many tasks a person or a room takes at once."""
        return self.places.get(code, 1) if resource is ResourceKind.ROOM else 1

    def away(self, code: str, day: int) -> int:
        """The halves of a day (ordinal) when a person or a room is absent."""
        found = 0
        for absence in self.absences.get(code, ()):
            if absence.first <= day <= absence.last:
                found |= absence.halves
        return found

    def closed(self, resource: ResourceKind, code: str, day: int) -> int:
        """The halves of a day (ordinal) that the week of a person or of a room leaves out."""
        if (day - 1) % 7 not in self.weeks[resource].get(code, EVERY_DAY):
            return WHOLE_DAY
        return WHOLE_DAY & ~self.halves.get(code, WHOLE_DAY) if resource is ResourceKind.ROOM else 0

    def half_days(self, resource: ResourceKind, code: str, day: int) -> int:
        """How many half-days of a day (ordinal) a person works or a room is open."""
        return (WHOLE_DAY & ~(self.closed(resource, code, day) | self.away(code, day))).bit_count()

    def mask(self, axis: Axis, resource: ResourceKind, code: str) -> int | None:
        """The slots of an axis when a person or a room can be taken, as bits; None when always."""
        halves = self.halves.get(code, WHOLE_DAY) if resource is ResourceKind.ROOM else WHOLE_DAY
        slots = axis.week_mask(self.weeks[resource].get(code, EVERY_DAY), halves)
        for absence in self.absences.get(code, ()):
            days = date.fromordinal(absence.first), date.fromordinal(absence.last)
            slots &= ~axis.span_mask(*days, absence.halves)
        return None if slots == axis.week_mask(EVERY_DAY) else slots


def presence_of(office: Office) -> Presence:
    """The presence that `Absences`, `Equipe` and `Salles` tell."""
    absences, problems = _absences(office["Absences"])
    weeks = {
        ResourceKind.PERSON: _weeks(office["Equipe"], "working_days", problems),
        ResourceKind.ROOM: _weeks(office["Salles"], "open_days", problems),
    }
    halves = dict(_open_halves(office["Salles"], problems))
    places = {code: count for code, count in office["Salles"].select("code", "places") if (count or 1) > 1}
    return Presence(absences, weeks, halves, problems, places)


def _absences(rows: Rows) -> tuple[dict[str, list[Absence]], list[Problem]]:
    """Absences by resource; one that ends before it begins is reported and skipped, one without end is a day."""
    absences: dict[str, list[Absence]] = {}
    problems = []
    for row in rows:
        first, last = row.first_day, row.last_day
        if last is not None and last < first:
            problems.append(_reversed(row))
            continue
        if last is None and not row.half_day:
            problems.append(_without_end(row))
        days = first.toordinal(), (last or first).toordinal()
        absences.setdefault(row.resource, []).append(Absence(*days, _HALVES[row.half_day]))
    return absences, problems


def _without_end(absence: Row) -> Problem:
    expected = "le dernier jour, compris"
    message = (
        f"l'absence de {absence.resource} n'a pas de fin : seul le {absence.first_day:%d/%m/%Y} est compté, "
        "et les jours suivants peuvent être réservés ; tapez son dernier jour (le même pour un seul jour)"
    )
    return absence.warning("last_day", "", expected, message)


def _reversed(absence: Row) -> Problem:
    first, last = absence.first_day, absence.last_day
    expected = f"un jour à partir du {first:%d/%m/%Y}"
    message = (
        f"l'absence finit le {last:%d/%m/%Y}, avant de commencer le {first:%d/%m/%Y} : elle n'est pas comptée, "
        "corrigez l'une des deux dates"
    )
    return absence.warning("last_day", f"{last:%d/%m/%Y}", expected, message)


def _weeks(rows: Rows, column: str, problems: list[Problem]) -> Mapping[str, frozenset[int]]:
    """Days of the week by code, where they are given; a text that names none is reported and skipped."""
    weeks = {}
    for row, text in zip(rows, rows.column(column), strict=True):
        try:
            days = parse_week(text)
        except UnreadableWeek:
            problems.append(_unreadable_week(row, column, text))
            continue
        if days:
            weeks[row.code] = days
    return weeks


def _unreadable_week(row: Row, column: str, text: str) -> Problem:
    expected = "lu-ve, lu-di ou lu,ma,je"
    message = f"« {text} » ne dit pas de jours, tous les jours ouvrés sont comptés ; attendu : {expected}"
    return row.warning(column, text, expected, message)


def _open_halves(rooms: Rows, problems: list[Problem]) -> Iterator[tuple[str, int]]:
    """Halves of the day of the rooms that do not serve both; hours that make no sense are reported."""
    for room in rooms:
        opening, closing = room.opening, room.closing
        halves = _halves(opening, closing)
        if halves not in (0, WHOLE_DAY):
            yield room.code, halves
        if (opening is None) != (closing is None):
            problems.append(_half_told(room))
        elif opening is not None and closing is not None and (not halves or _is_turned(opening, closing)):
            problems.append(_odd_hours(room, halves))


def _is_turned(opening: int, closing: int) -> bool:
    """Whether a room that closes the day after does so when others open: its two hours are most likely exchanged."""
    return _USUAL[0][0] * MINUTES_PER_HOUR <= closing < opening


def _half_told(room: Row) -> Problem:
    missing, given = ("opening", "closing") if room.opening is None else ("closing", "opening")
    message = (
        f"{room.code} a une heure dans « {ROOMS.heading(given)} » et rien dans « {ROOMS.heading(missing)} » : "
        "donnez les deux, ou aucune"
    )
    return room.warning(missing, "", "une heure (09:30 ou 9h30)", message)


def _odd_hours(room: Row, halves: int) -> Problem:
    opening, closing = clock_text(room.opening), clock_text(room.closing)
    expected = f"une heure après {opening}"
    if halves:
        fact = f"{room.code} ferme à {closing}, avant d'ouvrir à {opening} : c'est lu comme le lendemain"
    else:
        never = "ne l'est ni le matin ni l'après-midi : ce n'est pas compté"
        fact = f"{room.code}, ouverte de {opening} à {closing}, {never}"
    return room.warning("closing", closing, expected, f"{fact} ; attendu : {expected}")


def _halves(opening: int | None, closing: int | None) -> int:
    """The halves of the day that opening hours serve; hours that serve none say nothing."""
    start, end = opening or 0, MINUTES_PER_DAY if closing is None else closing
    if end <= start:
        end += MINUTES_PER_DAY
    found = 0
    for half, (first, last) in enumerate(_USUAL):
        common = min(end, last * MINUTES_PER_HOUR) - max(start, first * MINUTES_PER_HOUR)
        found |= (common >= _LEAST) << half
    return found
