"""What the employer's statement of a fixed-term contract (AEM) declares of a month.

One statement a person, month and contract; a technician of annex 8 is declared in hours only. Neither a social security
number nor a bank account is asked for: the payroll office has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from postprod_xl.domain.payroll.hours.month import month_bounds
from postprod_xl.domain.payroll.pay_rows import session_alerts
from postprod_xl.domain.payroll.sheets import Sheet
from postprod_xl.domain.people.contracts import NO_DECLARATION, NO_RATE, Formality, declaration, idcc
from postprod_xl.domain.wording import counted, euros_text, hours_text

DECLARED = (
    "worked_minutes",
    "days",
    "gross_cents",
    "object_number",
    "idcc",
    "employment",
    "first_day",
    "last_day",
    "in_progress",
)
"""The columns of `Declarations` that the statement carries, as they left when the month was exported."""


class Period(NamedTuple):
    """The days of a contract within a month, both included, and whether it goes on afterwards."""

    first: date | None
    last: date | None
    in_progress: bool


def period(sheet: Sheet) -> Period:
    """The period that the statement of a contract declares for a month.

    The contract's own days within the month, widened to those on which its work began: a day worked is declared. Where
    the contract has no first day, the first day worked in the month.
    """
    (first, last), days = month_bounds(sheet.month), sheet.workdays
    begins, ends = sheet.contract.first_day, sheet.contract.last_day
    own = [day for day in (max(begins, first) if begins else None, *days) if day and first <= day <= last]
    until = min(ends, last) if ends else last
    return Period(
        min(own, default=None),
        max([day for day in (until, *days) if first <= day <= last], default=None),
        ends is None or ends > last,
    )


def declared_row(sheet: Sheet, objects: Mapping[str, str], today: date) -> dict[str, Any]:
    """The row of `Declarations` of the sheet of a fixed-term contract.

    The figures of the DSN are those of the statement until something of an exported month changes.

    Parameters
    ----------
    objects
        The number that France Travail gave to each project.
    """
    contract, number, days = sheet.contract, objects.get(sheet.project, ""), period(sheet)
    gaps = (
        (NO_RATE, sheet.hourly_rate_cents is None),
        ("n° d'objet manquant", not number),
        ("convention manquante", not contract.convention),
        ("emploi manquant", not (contract.job or sheet.person.job)),
        (NO_DECLARATION, declaration(contract, None) is Formality.MISSING),
    )
    return {
        "month": sheet.month,
        "contract": contract.contract,
        "technician": contract.technician,
        "worked_minutes": sheet.worked_minutes,
        "days": sheet.days,
        "gross_cents": sheet.gross_cents,
        "object_number": number,
        "idcc": idcc(contract),
        "declared_day": contract.declared_day,
        "alert": " ; ".join([*(text for text, missing in gaps if missing), *session_alerts(sheet, today)]),
        "employment": contract.job or sheet.person.job,
        "first_day": days.first,
        "last_day": days.last,
        "in_progress": days.in_progress,
        "dsn_minutes": sheet.worked_minutes,
        "dsn_days": sheet.days,
        "dsn_gross_cents": sheet.gross_cents,
    }


def gap_text(minutes: int, days: int, cents: int | None) -> str:
    """What the DSN has that the statement has not, in French; empty when they say the same.

    Parameters
    ----------
    minutes, days, cents
        Those of the DSN less those of the statement; None when one of the gross amounts is not known.

    Examples
    --------
    >>> gap_text(120, 1, None), gap_text(-60, -1, 0), gap_text(0, 0, 0)
    ('DSN : +2h00, +1 jour, brut non connu', 'DSN : -1h00, -1 jour', '')
    """
    parts = [f"{minutes:+}"[0] + hours_text(abs(minutes))] if minutes else []
    if days:
        parts.append(f"{days:+}"[0] + counted(abs(days), "jour"))
    if cents is None:
        parts.append("brut non connu")
    elif cents:
        parts.append(f"{cents:+}"[0] + euros_text(abs(cents)) + " brut")
    return f"DSN : {', '.join(parts)}" if parts else ""
