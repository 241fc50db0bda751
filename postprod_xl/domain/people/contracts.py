"""Employment contracts: what each one says, and what is missing from it before the first session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.hours import EMPLOYMENT
from postprod_xl.domain.results import computed_columns
from postprod_xl.parameters import UnknownRate, rate
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables import BY_NAME

NO_CONVENTION = "Aucune"
NO_RATE = "taux horaire manquant"
NO_DECLARATION = "DPAE manquante"
DECLARED_LATE = "DPAE après le début"
DECLARED_EARLY = "DPAE trop tôt"
UNSIGNED = "Non signé"
SIGNED_LATE = "signé après le début"
NOTHING: frozenset[str] = frozenset()
MISSING = frozenset({NO_RATE, NO_DECLARATION, UNSIGNED})


class Contract(NamedTuple):
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

    @property
    def idcc(self) -> str:
        """Its convention, empty when it has none."""
        return "" if self.convention == NO_CONVENTION else self.convention

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
    frame = frame.where(code in codes for code in frame.column("contract"))
    return {contract.code: contract for contract in _rows(frame)}


def _rows(frame: Rows) -> Iterator[Contract]:
    columns = (frame.column(name) for name in _FIELDS)
    return map(Contract._make, zip(frame.numbers, *columns, strict=True))


def people(office: Office) -> dict[str, Person]:
    """The people of `Equipe`, by code."""
    frame = office["Equipe"]
    columns = [frame.column(name) for name in ("code", "payroll_id", "status", "hourly_rate_cents")]
    return {code: Person(*rest) for code, *rest in zip(*columns, strict=True)}


def first_sessions(office: Office) -> dict[str, date]:
    """The first day its holder worked, or is to work, under each contract."""
    holders = office["Contrats"].by_key("contract", "technician")
    columns = (office["Seances"].column(name) for name in ("contract", "technician", "day"))
    first: dict[str, date] = {}
    for contract, technician, day in zip(*columns, strict=True):
        if contract and (not technician or technician == holders.get(contract)):
            held = first.get(contract)
            first[contract] = day if held is None or day < held else held
    return first


def beginning(first_day: date | None, first_session: date | None) -> date | None:
    """The day a contract begins: its first day, or its first session when it is earlier."""
    if first_day and first_session:
        return min(first_day, first_session)
    return first_day or first_session


def paperwork_gaps(begins: date | None, declared_day: date | None, signed_day: date | None) -> list[str]:
    """What is missing, early or late between a contract and the day it begins.

    Sources: DPAE before hiring, C. trav. L1221-10; not too early, R1221-4 (`hiring.toml`).
    """
    declaration, signature = _declaration_gap(begins, declared_day), _signature_gap(begins, signed_day)
    return [gap for gap in (declaration, signature) if gap] if declaration or signature else []


def _declaration_gap(begins: date | None, declared_day: date | None) -> str:
    if declared_day is None:
        return NO_DECLARATION
    if begins and declared_day > begins:
        return DECLARED_LATE
    earliest = earliest_declaration(begins) if begins else None
    return DECLARED_EARLY if earliest and declared_day < earliest else ""


def _signature_gap(begins: date | None, signed_day: date | None) -> str:
    if signed_day is None:
        return UNSIGNED
    return SIGNED_LATE if begins and signed_day > begins else ""


@cache
def earliest_declaration(begins: date) -> date | None:
    """The first day the DPAE of a contract can be made; None where no rule is known for that day."""
    try:
        return begins - timedelta(days=int(rate("hiring.declaration_days", begins)))
    except UnknownRate:
        return None


def contract_columns(office: Office) -> tuple[Rows, list[Problem]]:
    """The computed column of `Contrats` and the contracts whose dates contradict each other.

    Returns
    -------
    columns
        Index of `Contrats`; `alert`, for CDDU and CDI contracts: dates that contradict the day it begins
        (its first day, or its first session when it is earlier), and what is missing from those that have
        begun, or begin within the days when a DPAE can be made (C. trav. R1221-4); a contract without any
        day counts as begun.
    problems
        One warning per contract that ends before it begins, and one per CDDU or CDI contract declared too
        early or signed too late.
    """
    soon = office.today + timedelta(days=int(rate("hiring.declaration_days", office.today)))
    usual = {code: person.hourly_rate_cents for code, person in people(office).items()}
    started = first_sessions(office)
    alerts = []
    problems: list[Problem] = []
    for contract in _rows(office["Contrats"]):
        begins = beginning(contract.first_day, started.get(contract.code))
        gaps = _contract_gaps(contract, begins, usual.get(contract.technician))
        problems += _reversed_dates(contract)
        if gaps:
            problems += _misdated(contract, begins, gaps)
        not_yet = MISSING if begins and begins > soon else NOTHING
        alerts.append(" ; ".join([gap for gap in gaps if gap not in not_yet]))
    return computed_columns("Contrats", office["Contrats"].numbers, alert=alerts), problems


def _contract_gaps(contract: Contract, begins: date | None, usual_rate_cents: int | None) -> list[str]:
    if contract.type not in EMPLOYMENT:
        return []
    gaps = paperwork_gaps(begins, contract.declared_day, contract.signed_day)
    unpaid = contract.hourly_rate_cents is None and usual_rate_cents is None
    return [*gaps, NO_RATE] if unpaid else gaps


def _misdated(contract: Contract, begins: date | None, gaps: list[str]) -> Iterator[Problem]:
    """One warning for a contract declared too early, signed too late, or both."""
    expected = {}
    if begins and DECLARED_EARLY in gaps:
        expected["declared_day"] = f"une DPAE à partir du {earliest_declaration(begins):%d/%m/%Y}"
    if begins and SIGNED_LATE in gaps:
        expected["signed_day"] = f"une signature jusqu'au {begins:%d/%m/%Y}"
    if not expected:
        return
    name = next(iter(expected))
    asked = " et ".join(expected.values())
    faults = " ; ".join(gap for gap in gaps if gap in (DECLARED_EARLY, SIGNED_LATE))
    message = f"le contrat {contract.code} commence le {begins:%d/%m/%Y} : {faults}, attendu : {asked}"
    heading = BY_NAME["Contrats"].heading(name)
    yield warning("Contrats", contract.row, heading, f"{getattr(contract, name):%d/%m/%Y}", asked, message)


def _reversed_dates(contract: Contract) -> tuple[Problem, ...]:
    first, last = contract.first_day, contract.last_day
    if not (first and last and last < first):
        return ()
    heading = BY_NAME["Contrats"].heading("last_day")
    expected = f"une date à partir du {first:%d/%m/%Y}"
    message = f"le contrat {contract.code} finit le {last:%d/%m/%Y}, avant son début le {first:%d/%m/%Y}"
    return (warning("Contrats", contract.row, heading, f"{last:%d/%m/%Y}", expected, message),)
