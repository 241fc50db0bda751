"""Employment contracts: what each one says, and what is missing from it before the first session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from postprod_xl.domain.columns import computed_frame, known
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.hours import EMPLOYMENT
from postprod_xl.parameters import rate
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME

NO_RATE = "taux horaire manquant"
NO_DECLARATION = "DPAE manquante"


@dataclass(frozen=True)
class Contract:
    """One row of `Contrats`; `hourly_rate_cents` is None when the contract does not say it."""

    row: int
    code: str
    technician: str
    project: str
    type: str
    convention: str
    first_day: date | None
    last_day: date | None
    hourly_rate_cents: int | None
    declared_day: date | None
    signed_day: date | None

    def covers(self, day: date) -> bool:
        """Whether a day is within the contract; a missing bound does not limit it."""
        return not ((self.first_day and day < self.first_day) or (self.last_day and day > self.last_day))


@dataclass(frozen=True)
class Person:
    """What pay needs of one row of `Equipe`."""

    payroll_id: str
    status: str
    hourly_rate_cents: int | None


_FIELDS = (
    "contract", "technician", "project", "type", "convention", "first_day", "last_day",
    "hourly_rate_cents", "declared_day", "signed_day",
)  # fmt: skip


def contracts(office: Office, codes: set[str]) -> dict[str, Contract]:
    """The contracts of these codes, by code."""
    frame = office["Contrats"]
    frame = frame.loc[[code in codes for code in frame["contract"].tolist()]]
    rows = zip(frame.index.tolist(), *(known(frame[name]) for name in _FIELDS), strict=True)
    return {row[1]: Contract(*row) for row in rows}


def people(office: Office) -> dict[str, Person]:
    """The people of `Equipe`, by code."""
    frame = office["Equipe"]
    columns = [known(frame[name]) for name in ("code", "payroll_id", "status", "hourly_rate_cents")]
    return {code: Person(*rest) for code, *rest in zip(*columns, strict=True)}


def paperwork_gaps(first_day: date | None, declared_day: date | None, signed_day: date | None) -> list[str]:
    """What is missing or late between a contract and its first day (DPAE: C. trav. L1221-10)."""
    gaps = []
    if declared_day is None:
        gaps.append(NO_DECLARATION)
    elif first_day and declared_day > first_day:
        gaps.append("DPAE après le début")
    return gaps if signed_day else [*gaps, "Non signé"]


def contract_columns(office: Office) -> tuple[pd.DataFrame, list[Problem]]:
    """The computed column of `Contrats` and the contracts whose dates contradict each other.

    Returns
    -------
    columns
        Index of `Contrats`; `alert`: what is missing from CDDU and CDI contracts that have begun, or
        begin within the days when a DPAE can be made (C. trav. R1221-4); a contract without a first
        day counts as begun.
    problems
        One warning per contract that ends before it begins.
    """
    frame = office["Contrats"]
    soon = office.today + timedelta(days=int(rate("hiring.declaration_days", office.today)))
    usual = {code: person.hourly_rate_cents for code, person in people(office).items()}
    names = ("type", "first_day", "declared_day", "signed_day", "hourly_rate_cents", "technician")
    alerts = []
    for kind, begins, declared, signed, hourly, who in zip(*(known(frame[n]) for n in names), strict=True):
        if kind not in EMPLOYMENT or (begins and begins > soon):
            alerts.append("")
            continue
        gaps = paperwork_gaps(begins, declared, signed)
        if hourly is None and usual.get(who) is None:
            gaps.append(NO_RATE)
        alerts.append(" ; ".join(gaps))
    return computed_frame("Contrats", frame.index, alert=alerts), list(_reversed_dates(frame))


def _reversed_dates(frame: pd.DataFrame) -> Iterator[Problem]:
    columns = [known(frame[name]) for name in ("contract", "first_day", "last_day")]
    for row, code, first, last in zip(frame.index.tolist(), *columns, strict=True):
        if first and last and last < first:
            yield warning(
                "Contrats", row, BY_NAME["Contrats"].heading("last_day"), f"{last:%d/%m/%Y}",
                f"une date à partir du {first:%d/%m/%Y}",
                f"le contrat {code} finit le {last:%d/%m/%Y}, avant son début le {first:%d/%m/%Y}",
            )  # fmt: skip
