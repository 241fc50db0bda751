"""What ends, is denounced or is due in the months to come: the rows of `EcheancesDroits`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from postprod_xl.domain.catalogue.conflicts.finding import SEVERITIES
from postprod_xl.domain.office import Office
from postprod_xl.domain.results import result_rows
from postprod_xl.parameters import in_force
from postprod_xl.schema.catalogue_vocabulary import DeadlineNature
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.catalogue import RIGHTS_DEADLINES
from postprod_xl.schema.vocabulary import Severity

_GIVEN_BACK = frozenset({DeadlineNature.SALE_END, DeadlineNature.HOLDBACK_END})
"""What gives rights back when it ends: nothing is lost if nobody acts, it never gets graver than a warning."""


@dataclass(frozen=True)
class Deadline:
    """A day of the rights.

    Parameters
    ----------
    day
        When it is.
    nature
        What happens on it.
    work, contract, party
        Codes: the work, empty when there are several; the mandate, the sale or the element; whom it is with.
    message, fix
        In French: what ends, and what is to be done before.
    """

    day: date
    nature: DeadlineNature
    work: str
    contract: str
    party: str
    message: str
    fix: str = ""


def severity_of(nature: DeadlineNature, day: date, today: date) -> Severity | None:
    """How serious a deadline is on a day: graver at each of the days before it that the house watches.

    None of one too far to be told; one that is past, and still to be settled, is as grave as the nearest.

    >>> severity_of(DeadlineNature.OPTION_END, date(2027, 5, 29), date(2026, 11, 30))
    <Severity.INFO: 'Info'>
    """
    watched = in_force("catalogue_duties.expiry_days", today).value
    reached = sum((day - today).days <= days for days in watched)
    if not reached:
        return None
    severity = SEVERITIES[len(SEVERITIES) - reached]
    return Severity.WARNING if nature in _GIVEN_BACK and severity is Severity.BLOCKING else severity


def is_near(day: date, today: date) -> bool:
    """Whether a deadline is told: past, or near enough."""
    return (day - today).days <= max(in_force("catalogue_duties.expiry_days", today).value)


def deadline_rows(office: Office, deadlines: Iterable[Deadline]) -> Rows:
    """The rows of `EcheancesDroits`: what is past first, the gravest before, then the nearest."""
    rows = [row for deadline in deadlines if (row := _row(deadline, office.today))]
    return result_rows(RIGHTS_DEADLINES.name, sorted(rows, key=_order))


def _row(deadline: Deadline, today: date) -> list[Any] | None:
    severity = severity_of(deadline.nature, deadline.day, today)
    if severity is None:
        return None
    left = (deadline.day - today).days
    return [
        *(deadline.day, left, severity, deadline.nature),
        *(deadline.work, deadline.contract, deadline.party, deadline.message, deadline.fix),
    ]


def _order(row: Sequence[Any]) -> tuple[Any, ...]:
    day, left, severity, nature, work, contract, *_ = row
    rank = SEVERITIES.index(severity)
    first = (0, rank, day) if left < 0 else (1, day, rank)
    return (*first, work, contract, nature)
