"""Who and which room are taken, half-day by half-day from today, and what each booking clashes with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from postprod_xl.domain.planning.plan.claims import Claim, Piece
from postprod_xl.domain.planning.plan.clashes import ON_PAPER, Clash, pair_clashes
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule
from postprod_xl.domain.planning.plan.unavailable import unavailable_clashes
from postprod_xl.domain.planning.problem.axis import WHOLE_DAY
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.domain.results import result_rows
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.vocabulary import ClashLabel, DayPart

_HALF_DAYS = (DayPart.WHOLE_DAY, DayPart.MORNING, DayPart.AFTERNOON)


@dataclass(frozen=True)
class Bookings:
    """Rows of `Reservations`, warnings of the clashes, and their text by row number of `Planning`."""

    rows: Rows
    problems: list[Problem]
    conflicts: dict[int, str]


def bookings(
    made: OfficeSchedule,
    outside: Sequence[Busy] = (),
    papers: tuple[Sequence[Clash], Sequence[Problem]] = ((), ()),
) -> Bookings:
    """The bookings of every task that has a person or a room and something left to do.

    Parameters
    ----------
    made
        The plan of an office.
    outside
        What other workbooks hold, as it was given to the plan.
    papers
        What the bookings lack on paper, as `hiring_gaps` gives it.

    Returns
    -------
    Bookings
        One row per task and day it works from today to its end: the whole day, or one half of it; sorted by
        day, half-day, project, task.
    """
    claims = made.claims
    presence = made.plan.model.roster.house.presence
    found, problems = pair_clashes(claims, presence.places)
    away, more_problems = unavailable_clashes(presence, claims, outside)
    found += [*away, *papers[0]]
    rows = list(_rows(claims, _texts_by_day(found)))
    rows.sort(key=lambda row: (row[0], _HALF_DAYS.index(row[1]), row[2], row[3]))
    return Bookings(
        result_rows("Reservations", rows), [*problems, *more_problems, *papers[1]], _conflicts(found)
    )


def _texts_by_day(found: Sequence[Clash]) -> dict[tuple[int, int], list[str]]:
    """What is written in front of each booking, by row of `Planning` and day."""
    texts: dict[tuple[int, int], list[str]] = {}
    for clash in found:
        text = clash.text if clash.label == ClashLabel.CONFLICT else f"{clash.label} : {clash.text}"
        for piece in clash.pieces:
            texts.setdefault((clash.claim.row, piece.day), []).append(text)
    return texts


def _rows(claims: Sequence[Claim], texts: dict[tuple[int, int], list[str]]) -> Iterator[tuple[Any, ...]]:
    for claim in claims:
        rest = claim.project, claim.task, claim.technician, claim.room, claim.state
        for piece in claim.pieces:
            conflict = " ; ".join(texts.get((claim.row, piece.day), ()))
            yield date.fromordinal(piece.day), _half_day(piece), *rest, conflict


def _half_day(piece: Piece) -> str:
    return _HALF_DAYS[piece.halves % WHOLE_DAY]


def _conflicts(found: Sequence[Clash]) -> dict[int, str]:
    """The first clash of each task and how many others, then what it lacks on paper."""
    texts: dict[int, list[str]] = {}
    for on_paper in (False, True):
        by_row: dict[int, list[Clash]] = {}
        for clash in found:
            if (clash.label in ON_PAPER) is on_paper:
                by_row.setdefault(clash.claim.row, []).append(clash)
        for row, clashes in by_row.items():
            texts.setdefault(row, []).append(_conflict(clashes))
    return {row: " ; ".join(parts) for row, parts in texts.items()}


def _conflict(clashes: Sequence[Clash]) -> str:
    # A conflict calls for more than a second option.
    first = min(clashes, key=lambda clash: (clash.label != ClashLabel.CONFLICT, clash.pieces[0].day))
    others = f" (et {len(clashes) - 1} autre{'s' if len(clashes) > 2 else ''})" if len(clashes) > 1 else ""
    return f"{first.label} le {date.fromordinal(first.pieces[0].day):%d/%m} : {first.text}{others}"
