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
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import Rows
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
    """

    absences: Mapping[str, Sequence[Absence]]
    weeks: Mapping[ResourceKind, Mapping[str, frozenset[int]]]
    halves: Mapping[str, int] = field(default_factory=dict)
    problems: Sequence[Problem] = ()

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
        ResourceKind.PERSON: _weeks("Equipe", office["Equipe"], "working_days", problems),
        ResourceKind.ROOM: _weeks("Salles", office["Salles"], "open_days", problems),
    }
    return Presence(absences, weeks, dict(_open_halves(office["Salles"], problems)), problems)


def _absences(frame: Rows) -> tuple[dict[str, list[Absence]], list[Problem]]:
    """Absences by resource; one that ends before it begins is told and left out, one without end counts one day."""
    absences: dict[str, list[Absence]] = {}
    problems = []
    columns = (frame.column(name) for name in ("resource", "first_day", "last_day", "half_day"))
    for row, resource, first, last, half in zip(frame.numbers, *columns, strict=True):
        if last is not None and last < first:
            problems.append(_reversed(row, first, last))
            continue
        if last is None and not half:
            problems.append(_without_end(row, resource, first))
        days = first.toordinal(), (last or first).toordinal()
        absences.setdefault(resource, []).append(Absence(*days, _HALVES[half]))
    return absences, problems


def _without_end(row: int, resource: str, first: date) -> Problem:
    expected = "le dernier jour, compris"
    message = (
        f"l'absence de {resource} n'a pas de fin : seul le {first:%d/%m/%Y} est compté, et les jours suivants peuvent "
        "être réservés ; tapez son dernier jour (le même pour un seul jour)"
    )
    return warning("Absences", row, BY_NAME["Absences"].heading("last_day"), "", expected, message)


def _reversed(row: int, first: date, last: date) -> Problem:
    expected = f"un jour à partir du {first:%d/%m/%Y}"
    message = (
        f"l'absence finit le {last:%d/%m/%Y}, avant de commencer le {first:%d/%m/%Y} : elle n'est pas comptée, "
        "corrigez l'une des deux dates"
    )
    return warning(
        "Absences", row, BY_NAME["Absences"].heading("last_day"), f"{last:%d/%m/%Y}", expected, message
    )


def _weeks(table: str, frame: Rows, column: str, problems: list[Problem]) -> Mapping[str, frozenset[int]]:
    """Days of the week by code, where they are given; a text that names none is told and counts for nothing."""
    weeks = {}
    for row, code, text in zip(frame.numbers, frame.column("code"), frame.column(column), strict=True):
        try:
            days = parse_week(text)
        except UnreadableWeek:
            problems.append(_unreadable_week(table, row, column, text))
            continue
        if days:
            weeks[code] = days
    return weeks


def _unreadable_week(table: str, row: int, column: str, text: str) -> Problem:
    expected = "lu-ve, lu-di ou lu,ma,je"
    message = f"« {text} » ne dit pas de jours, tous les jours ouvrés sont comptés ; attendu : {expected}"
    return warning(table, row, BY_NAME[table].heading(column), text, expected, message)


def _open_halves(rooms: Rows, problems: list[Problem]) -> Iterator[tuple[str, int]]:
    """Halves of the day of the rooms that do not serve both; hours that make no sense are told."""
    columns = (rooms.column(name) for name in ("code", "opening", "closing"))
    for row, code, opening, closing in zip(rooms.numbers, *columns, strict=True):
        halves = _halves(opening, closing)
        if halves not in (0, WHOLE_DAY):
            yield code, halves
        if (opening is None) != (closing is None):
            problems.append(_half_told(row, code, opening is None))
        elif opening is not None and closing is not None and (not halves or _is_turned(opening, closing)):
            problems.append(_odd_hours(row, code, (opening, closing), halves))


def _is_turned(opening: int, closing: int) -> bool:
    """Whether a room that closes the day after does so when others open: its two hours are most likely exchanged."""
    return _USUAL[0][0] * MINUTES_PER_HOUR <= closing < opening


def _half_told(row: int, code: str, is_opening: bool) -> Problem:
    names = ("opening", "closing")
    missing, given = (ROOMS.heading(name) for name in (names if is_opening else names[::-1]))
    message = f"{code} a une heure dans « {given} » et rien dans « {missing} » : donnez les deux, ou aucune"
    return warning("Salles", row, missing, "", "une heure (09:30 ou 9h30)", message)


def _odd_hours(row: int, code: str, hours: tuple[int, int], halves: int) -> Problem:
    opening, closing = map(clock_text, hours)
    expected = f"une heure après {opening}"
    if halves:
        fact = f"{code} ferme à {closing}, avant d'ouvrir à {opening} : c'est lu comme le lendemain"
    else:
        fact = f"{code}, ouverte de {opening} à {closing}, ne l'est ni le matin ni l'après-midi : ce n'est pas compté"
    return warning(
        "Salles", row, ROOMS.heading("closing"), closing, expected, f"{fact} ; attendu : {expected}"
    )


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
