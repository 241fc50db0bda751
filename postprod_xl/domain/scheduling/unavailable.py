"""When people are away and rooms are closed, and the claims that ignore it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from postprod_xl.domain.calendar import UnreadableWeek, parse_week
from postprod_xl.domain.office import Office
from postprod_xl.domain.scheduling.claims import NOON, Claim, Piece, Resource
from postprod_xl.domain.scheduling.clashes import CONFLICT, Clash, clash_problem
from postprod_xl.domain.scheduling.links import QUARTERS_PER_DAY
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME

_HALVES = {"": (0, QUARTERS_PER_DAY), "Matin": (0, NOON), "Après-midi": (NOON, QUARTERS_PER_DAY)}
_ALWAYS = frozenset(range(7))
_ABSENT = {Resource.PERSON: "absent", Resource.ROOM: "indisponible"}
_CLOSED = {Resource.PERSON: "ne travaille pas ce jour-là", Resource.ROOM: "fermée ce jour-là"}

Absence = tuple[int, int, int, int]  # first and last ordinals, first quarter, quarter after the last


def unavailable_clashes(office: Office, claims: Sequence[Claim]) -> tuple[list[Clash], list[Problem]]:
    """The claims on absent people or closed rooms, and one warning per task and resource.

    A person whose `Jours travaillés` is empty works any working day, a room whose `Jours ouverts` is empty
    is always open. The reason of an absence is private and never told.
    """
    presence = presence_of(office)
    found, problems = [], list(presence.problems)
    for claim in claims:
        for resource in Resource:
            for clash in presence.clashes(claim, resource):
                found.append(clash)
                problems.append(clash_problem(clash, resource, claim.code(resource), "un jour de présence"))
    return found, problems


@dataclass(frozen=True)
class Presence:
    """When people and rooms of an office can be taken.

    Parameters
    ----------
    absences
        Absences by code of person or room.
    weeks
        Days of the week of each person and of each room; one that is not there comes every day.
    problems
        Warnings of the absences and weeks that cannot be read.
    """

    absences: Mapping[str, Sequence[Absence]]
    weeks: Mapping[Resource, Mapping[str, frozenset[int]]]
    problems: Sequence[Problem]

    def clashes(self, claim: Claim, resource: Resource) -> Iterator[Clash]:
        """What a claim asks of its person or room on days when it cannot be taken."""
        week = self.weeks[resource].get(claim.code(resource), _ALWAYS)
        return _clashes(claim, resource, self.absences.get(claim.code(resource), []), week)


def presence_of(office: Office) -> Presence:
    """The presence that `Absences`, `Equipe` and `Salles` tell."""
    absences, problems = _absences(office["Absences"])
    weeks = {
        Resource.PERSON: _weeks("Equipe", office["Equipe"], "working_days", problems),
        Resource.ROOM: _weeks("Salles", office["Salles"], "open_days", problems),
    }
    return Presence(absences, weeks, problems)


def _absences(frame: pd.DataFrame) -> tuple[dict[str, list[Absence]], list[Problem]]:
    """Absences by resource; one that ends before it begins is told and left out."""
    absences: dict[str, list[Absence]] = {}
    problems = []
    columns = (frame[name].tolist() for name in ("resource", "first_day", "last_day", "half_day"))
    for row, resource, first, last, half in zip(frame.index.tolist(), *columns, strict=True):
        if last is not None and last < first:
            problems.append(_reversed(row, first, last))
            continue
        days = first.toordinal(), (last or first).toordinal()
        absences.setdefault(resource, []).append((*days, *_HALVES[half]))
    return absences, problems


def _reversed(row: int, first: date, last: date) -> Problem:
    expected = f"un jour à partir du {first:%d/%m/%Y}"
    message = (
        f"l'absence finit le {last:%d/%m/%Y}, avant de commencer le {first:%d/%m/%Y} : elle n'est pas comptée"
    )
    return warning(
        "Absences", row, BY_NAME["Absences"].heading("last_day"), f"{last:%d/%m/%Y}", expected, message
    )


def _weeks(
    table: str, frame: pd.DataFrame, column: str, problems: list[Problem]
) -> Mapping[str, frozenset[int]]:
    """Days of the week by code; a text that names none is told and counts as every day."""
    weeks = {}
    for row, code, text in zip(
        frame.index.tolist(), frame["code"].tolist(), frame[column].tolist(), strict=True
    ):
        try:
            weeks[code] = parse_week(text) or _ALWAYS
        except UnreadableWeek:
            expected = "lu-ve, lu-di ou lu,ma,je"
            problems.append(warning(table, row, BY_NAME[table].heading(column), text, expected))
    return weeks


def _clashes(
    claim: Claim, resource: Resource, absences: Sequence[Absence], week: frozenset[int]
) -> Iterator[Clash]:
    code = claim.code(resource)
    away = [piece for piece in claim.pieces if any(_is_away(piece, absence) for absence in absences)]
    if away:
        yield Clash(claim, away, CONFLICT, f"{code} {_ABSENT[resource]}")
    closed = [] if week >= _ALWAYS else [piece for piece in claim.pieces if (piece.day - 1) % 7 not in week]
    if closed:
        yield Clash(claim, closed, CONFLICT, f"{code} {_CLOSED[resource]}")


def _is_away(piece: Piece, absence: Absence) -> bool:
    first_day, last_day, first, last = absence
    return first_day <= piece.day <= last_day and piece.first < last and first < piece.last
