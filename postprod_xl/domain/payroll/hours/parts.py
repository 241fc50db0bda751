"""What was worked, measured in UTC and cut where its pay may change: at midnight and at the edges of the night."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payroll.hours.nights import (
    LAW_ALONE,
    Nights,
    NightTerms,
    less_pause,
    night_of_session,
)
from postprod_xl.domain.payroll.hours.stretches import WorkStretch, stretches
from postprod_xl.domain.payroll.rules.agreements import pay_rules
from postprod_xl.domain.payroll.rules.house_rules import READS
from postprod_xl.domain.people.contracts import employing
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.sessions.done import Session, sessions_in_order
from postprod_xl.schema.units import week_start

EMPLOYED_FROM = {"Seances": f"number {COUNTED_FROM}", "Contrats": "contract technician type"}
"""The columns that say which sessions are worked under the contracts that hire."""
PARTS_FROM = {
    **EMPLOYED_FROM,
    "Contrats": "contract technician type convention genre",
    "Conventions": READS,
}
"""The columns that say what was worked under the contracts that hire."""


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
        Their first minute, in minutes of UTC: for their order, since pauses have a place of convention.
    minutes
        How many they are, pause deducted, never 0.
    is_night
        Whether they are in the night of the convention and genre of the contract on that civil day.
    stretch
        The start and the end of the stretch of work they are of, pauses included, in minutes of UTC: what the rest of
        a person is measured on.
    """

    session: Session
    began: date
    day: date
    monday: date
    start: int
    minutes: int
    is_night: bool
    stretch: tuple[int, int]


@fact(**PARTS_FROM)
def worked_parts(office: Office) -> list[WorkedPart]:
    """What was worked under the contracts that hire, person by person, each in the order worked.

    Sessions that count, of the holder of a CDDU or CDI contract, with both hours: those to come too, their day
    says so. Time is measured in UTC, so that the nights of clock change last what they last. Sessions of one person
    at the same time are counted once, in the first of them to begin (of two that begin together, that of the
    upper row). A pause has no hour in the reports: those of a `WorkStretch` are placed outside the night first,
    from its start, then in the night, from the start of that.
    """
    terms, nights = contract_terms(office), Nights(pay_rules(office))
    return [
        part
        for sessions in employed_sessions(office).values()
        for stretch in stretches(sessions)
        for part in _parts(stretch, nights, terms)
    ]


@fact(**PARTS_FROM)
def days_begun(office: Office) -> dict[int, date]:
    """The day when the work began of the sessions that only go on with it past midnight, by row of `Seances`.

    Theirs is the day of that work, for its month of pay as for the contract that covers it, so that a session split
    at midnight is still one. The day of any other session is its own.
    """
    return {part.session.row: part.began for part in worked_parts(office) if part.began != part.session.day}


@fact(**EMPLOYED_FROM)
def employed_sessions(office: Office) -> dict[str, list[Session]]:
    """The sessions that last, of the holders of contracts that hire, by person, in the order worked."""
    hiring = employing(office)
    found: dict[str, list[Session]] = {}
    for session in sessions_in_order(office):
        is_paid = session.contract in hiring and not session.is_borrowed
        if is_paid and session.first != session.until:
            found.setdefault(session.person, []).append(session)
    return found


@fact(**PARTS_FROM)
def night_minutes(office: Office) -> list[int | None]:
    """The minutes by night of each row of `Seances`, pause deducted.

    Those that pay reads (`worked_parts`) where a row is one of `employed_sessions`: none for what is counted in
    another session of the same time. Else those of the session by itself, under the agreement of its contract, or
    under the law without one. None where an hour is missing or the night is not known.
    """
    terms, nights = contract_terms(office), Nights(pay_rules(office))
    paid = {session.row: 0 for sessions in employed_sessions(office).values() for session in sessions}
    for part in worked_parts(office):
        if part.is_night:
            paid[part.session.row] += part.minutes
    sessions = office["Seances"]
    rows = sessions.select("contract", "day", "start", "end", "pause_minutes")
    found: list[int | None] = []
    for row, (contract, day, start, end, pause) in zip(sessions.numbers, rows, strict=True):
        theirs = terms.get(contract, LAW_ALONE)
        if start is None or end is None or not nights.is_known(theirs, day):
            found.append(None)
        elif row in paid:
            found.append(paid[row])
        else:
            found.append(night_of_session(nights, theirs, day, (start, end), pause or 0))
    return found


def contract_terms(office: Office) -> dict[str, NightTerms]:
    """What decides on the night of each contract."""
    rows = office["Contrats"].select("contract", "convention", "genre", "type")
    return {contract: NightTerms(*terms) for contract, *terms in rows}


def _parts(stretch: WorkStretch, nights: Nights, terms: Mapping[str, NightTerms]) -> list[WorkedPart]:
    """The parts of a stretch, its pauses deducted."""
    theirs = terms[stretch.held[0].session.contract]
    cut = [
        (session, span)
        for session, start, until in stretch.held
        for span in nights.spans(theirs, session.day, start, until)
    ]
    spans = less_pause([span for _, span in cut], sum(piece.pause for piece in stretch.held))
    began, there = stretch.began, (stretch.held[0].start, stretch.until)
    return [
        WorkedPart(session, began, day, week_start(day), start, minutes, is_night, there)
        for (session, _), (day, start, minutes, is_night) in zip(cut, spans, strict=True)
        if minutes
    ]
