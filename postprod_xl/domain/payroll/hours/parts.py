"""What was worked, measured in UTC and cut where its pay may change: at midnight and at the edges of the night."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payroll.hours.stretches import Measured, WorkStretch, stretches
from postprod_xl.domain.payroll.hours.weeks import week_start
from postprod_xl.domain.people.contracts import EMPLOYMENT
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.sessions.done import Session, sessions_in_order
from postprod_xl.domain.sessions.night import night_window
from postprod_xl.domain.sessions.worked_time import utc_minute
from postprod_xl.schema.units import MINUTES_PER_DAY

ONE_DAY = timedelta(days=1)
PARTS_FROM = {"Seances": f"number {COUNTED_FROM}", "Contrats": "contract technician type convention genre"}
"""The columns that say what was worked under the contracts that hire."""

Rule = tuple[str, str]
"""Convention and genre of a contract, which decide on its night."""


class WorkedPart(NamedTuple):
    """Minutes worked without a cut: of one session, one civil day, and all by night or all by day.

    Parameters
    ----------
    session
        The session they are of, which says the person, the contract, the project and the task.
    began
        The day when the stretch of work began: that of its daily count, and of its month of pay.
    day
        The civil day of the minutes: that of Sunday and of holidays.
    monday
        The first day of the civil week of the minutes (C. trav. L3121-35).
    start
        Their first minute, in minutes of UTC: for their order. Pauses have a place of convention, so that
        the rest of a person is measured on sessions.
    minutes
        How many they are, pause deducted, never 0.
    is_night
        Whether they are in the night of the convention and genre of the contract on that civil day.
    """

    session: Session
    began: date
    day: date
    monday: date
    start: int
    minutes: int
    is_night: bool


@fact(**PARTS_FROM)
def worked_parts(office: Office) -> list[WorkedPart]:
    """What was worked under the contracts that hire, person by person, each in the order worked.

    Sessions that count, of the holder of a CDDU or CDI contract, with both hours: those to come too, their day
    says so. Time is measured in UTC, so that the nights of clock change last what they last. Sessions of one person
    at the same time are counted once, in the first of them to begin (of two that begin together, that of the
    upper row). A pause has no hour in the reports: those of a `WorkStretch` are placed outside the night first,
    from its start, then in the night, from the start of that.
    """
    rules = _employing(office)
    by_person: dict[str, list[Session]] = {}
    for session in sessions_in_order(office):
        if session.first != session.until and session.contract in rules and not session.is_borrowed:
            by_person.setdefault(session.person, []).append(session)
    return [
        part
        for sessions in by_person.values()
        for stretch in stretches(sessions)
        for part in _parts(stretch, rules)
    ]


def _employing(office: Office) -> dict[str, Rule]:
    """The rule of the night of each contract that hires."""
    rows = office["Contrats"].select("contract", "type", "convention", "genre")
    return {contract: (convention, genre) for contract, kind, convention, genre in rows if kind in EMPLOYMENT}


def _parts(stretch: WorkStretch, rules: Mapping[str, Rule]) -> Iterator[WorkedPart]:
    """The parts of a stretch, its pauses deducted."""
    began, held = stretch
    cut: list[WorkedPart] = []
    for piece in held:
        cut += _cut(piece, began, rules[piece.session.contract])
    return _without_pause(cut, sum(piece.pause for piece in held))


def _cut(piece: Measured, began: date, rule: Rule) -> Iterator[WorkedPart]:
    """A piece cut at midnight and at the edges of the night of each civil day, pause included."""
    session, start, until = piece
    day = session.day
    while start < until:
        monday = week_start(day)
        for edge, is_night in _edges(day, rule):
            end = min(edge, until)
            if start < end:
                yield WorkedPart(session, began, day, monday, start, end - start, is_night)
                start = end
        day += ONE_DAY


def _without_pause(parts: list[WorkedPart], pause: int) -> Iterator[WorkedPart]:
    """Parts less a pause, taken outside the night first, from the first of them."""
    by_day = min(pause, sum(part.minutes for part in parts if not part.is_night))
    left = {False: by_day, True: pause - by_day}
    for part in parts:
        taken = min(part.minutes, left[part.is_night])
        left[part.is_night] -= taken
        if taken < part.minutes:
            yield part._replace(start=part.start + taken, minutes=part.minutes - taken)


@cache
def _edges(day: date, rule: Rule) -> tuple[tuple[int, bool], ...]:
    """The times, in minutes of UTC, at which a day changes between day and night, and what ends at each."""
    window = night_window(*rule, day)
    if window is None:
        return ((utc_minute(day, MINUTES_PER_DAY), False),)
    start, end = window
    if end <= start:
        clocks = ((end, True), (start, False), (MINUTES_PER_DAY, True))
    else:
        clocks = ((start, False), (end, True), (MINUTES_PER_DAY, False))
    return tuple((utc_minute(day, clock), is_night) for clock, is_night in clocks)
