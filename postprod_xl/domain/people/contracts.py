"""The hiring law, stated once: what employs a person, which days a contract covers, its DPAE and its signature.

Sources: a DPAE before hiring, C. trav. L1221-10; made at the earliest some days before, R1221-4 (`hiring.toml`);
a fixed-term contract in writing, L1242-12.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import Enum
from functools import cache
from itertools import compress

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.sessions.counted import COUNTED_FROM, counted_rows
from postprod_xl.parameters import UnknownRate, rate
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.vocabulary import ContractType, Convention, EmploymentStatus

EMPLOYMENT = frozenset({ContractType.FIXED_TERM, ContractType.PERMANENT})
"""The contracts that hire: paid by the house, declared before the first day."""
PAYING = EMPLOYMENT | {ContractType.SERVICE}
"""The contracts whose hours somebody pays, on a pay slip or on an invoice."""

NO_RATE = "taux horaire manquant"
NO_DECLARATION = "DPAE manquante"
DECLARED_LATE = "DPAE après le début"
DECLARED_EARLY = "DPAE trop tôt"
UNSIGNED = "Non signé"
SIGNED_LATE = "signé après le début"
NOTHING: frozenset[str] = frozenset()
MISSING = frozenset({NO_RATE, NO_DECLARATION, UNSIGNED})


class Formality(Enum):
    """What is wrong with a DPAE or a signature on a given day."""

    MISSING = "missing"
    LATE = "late"
    EARLY = "early"


_DECLARATION_WORDS = {
    Formality.MISSING: NO_DECLARATION,
    Formality.LATE: DECLARED_LATE,
    Formality.EARLY: DECLARED_EARLY,
}
_SIGNATURE_WORDS = {Formality.MISSING: UNSIGNED, Formality.LATE: SIGNED_LATE}


def is_hired(contract: Row) -> bool:
    """Whether a contract hires: it needs a DPAE and a signature."""
    return contract.type in EMPLOYMENT


def hourly_rate_cents(own_cents: int | None, usual_cents: int | None) -> int | None:
    """What an hour is paid: the rate of its contract, else the usual one of its person; None when it is zero.

    >>> hourly_rate_cents(None, 2000), hourly_rate_cents(0, 2000)
    (2000, None)
    """
    return (usual_cents if own_cents is None else own_cents) or None


def is_unwritten(contract: Row) -> bool:
    """Whether a contract that must be in writing is not signed: a fixed-term one (C. trav. L1242-12)."""
    return contract.signed_day is None and contract.type == ContractType.FIXED_TERM


def needs_contract(status: str | None) -> bool:
    """Whether each day of a person needs a contract of its own: an intermittent, hired for the time of a job."""
    return status == EmploymentStatus.INTERMITTENT


def bills_hours(status: str | None) -> bool:
    """Whether a person invoices the hours worked: an independent, who needs no contract to be paid."""
    return status == EmploymentStatus.SELF_EMPLOYED


def covers(contract: Row, day: date) -> bool:
    """Whether a day is within a contract; a missing bound does not limit it."""
    return not (
        (contract.first_day and day < contract.first_day) or (contract.last_day and day > contract.last_day)
    )


def first_and_last(contract: Row) -> tuple[date, date]:
    """The first and last days of a contract; a missing bound is that of the calendar."""
    return contract.first_day or date.min, contract.last_day or date.max


def covers_one_of(contract: Row, days: tuple[date, date]) -> bool:
    """Whether one of the days from a first to a last is within a contract."""
    first, last = first_and_last(contract)
    return max(first, days[0]) <= min(last, days[1])


def days_apart(contract: Row, day: date) -> int:
    """How many days before or after a contract a day is, none within it."""
    before = (contract.first_day - day).days if contract.first_day else 0
    after = (day - contract.last_day).days if contract.last_day else 0
    return max(before, after, 0)


def days_text(contract: Row) -> str:
    """The days of a contract, as a sentence says them: « du 02/11/2026 au 30/11/2026 »."""
    first, last = contract.first_day, contract.last_day
    bounds = [f"{word} {day:%d/%m/%Y}" for word, day in (("du", first), ("au", last)) if day]
    if len(bounds) == 1:
        return f"à partir {bounds[0]}" if first else f"jusqu'{bounds[0]}"
    return " ".join(bounds) or "sans dates"


def idcc(contract: Row) -> str:
    """The convention of a contract, empty when it has none."""
    return "" if contract.convention == Convention.NONE else contract.convention


def is_borrowed(technician: str, holder: str) -> bool:
    """Whether the contract named for somebody's work is another person's: nothing is paid on it."""
    return holder not in ("", technician)


def declaration(contract: Row, day: date | None) -> Formality | None:
    """What is wrong with the DPAE for a day of work, None when nothing is; on no day, only whether it was made."""
    if contract.declared_day is None:
        return Formality.MISSING
    return Formality.LATE if day and contract.declared_day > day else None


def signature(contract: Row, day: date | None) -> Formality | None:
    """What is wrong with the signature for a day of work, as `declaration`."""
    if contract.signed_day is None:
        return Formality.MISSING
    return Formality.LATE if day and contract.signed_day > day else None


@cache
def earliest_declaration(begins: date) -> date | None:
    """The first day the DPAE of a contract can be made; None where no rule is known for that day."""
    try:
        return begins - timedelta(days=int(rate("hiring.declaration_days", begins)))
    except UnknownRate:
        return None


def declarable_until(today: date) -> date:
    """The last hiring day whose DPAE can be made today."""
    return today + timedelta(days=int(rate("hiring.declaration_days", today)))


def contracts(office: Office) -> dict[str, Row]:
    """The rows of `Contrats` by code."""
    return {contract.contract: contract for contract in office["Contrats"]}


def contract_on(office: Office, technician: str, convention: str, day: date) -> Row | None:
    """The contract of a person under a convention, in force on a day; the last to begin of several.

    None when there is no such contract. A contract without a first day began before all the others.
    """
    held = (
        contract
        for contract in office["Contrats"]
        if (contract.technician, contract.convention) == (technician, convention)
    )
    return last_to_begin(held, day)


def last_to_begin(held: Iterable[Row], day: date) -> Row | None:
    """Of some contracts, the one that covers a day, the last to begin of several; None when none does."""
    covering = (contract for contract in held if covers(contract, day))
    return max(covering, key=lambda contract: contract.first_day or date.min, default=None)


def permanent_contract(office: Office, technician: str, day: date) -> str:
    """The CDI contract of a person on a day, empty without one."""
    for contract in office["Contrats"]:
        if (contract.technician, contract.type) == (technician, ContractType.PERMANENT) and covers(
            contract, day
        ):
            return str(contract.contract)
    return ""


def holders(office: Office) -> dict[str, str]:
    """The person of each contract."""
    return office["Contrats"].by_key("contract", "technician")


def employing(office: Office) -> set[str]:
    """The contracts that hire."""
    rows = office["Contrats"].select("contract", "type")
    return {contract for contract, kind in rows if kind in EMPLOYMENT}


@fact(Contrats="contract technician", Seances=COUNTED_FROM)
def first_sessions(office: Office) -> dict[str, date]:
    """The first day its holder worked, or is to work, under each contract."""
    held_by = holders(office)
    first: dict[str, date] = {}
    sessions = compress(office["Seances"].select("contract", "technician", "day"), counted_rows(office))
    for contract, technician, day in sessions:
        if contract and (not technician or technician == held_by.get(contract)):
            held = first.get(contract)
            first[contract] = day if held is None or day < held else held
    return first


def beginning(contract: Row, first_session: date | None) -> date | None:
    """The day a contract begins: its first day, or the first session of its holder when it is earlier."""
    days = [day for day in (contract.first_day, first_session) if day]
    return min(days, default=None)


def formalities(contract: Row, begins: date | None) -> list[str]:
    """What is missing, early or late in the DPAE and the signature of a contract that begins on a day."""
    declared, signed = declaration(contract, begins), signature(contract, begins)
    if declared is None and begins:
        earliest = earliest_declaration(begins)
        declared = Formality.EARLY if earliest and contract.declared_day < earliest else None
    words = (declared and _DECLARATION_WORDS[declared], signed and _SIGNATURE_WORDS[signed])
    return [word for word in words if word]


def contract_columns(office: Office) -> tuple[Rows, list[Problem]]:
    """The computed column of `Contrats` and the contracts whose dates contradict each other.

    Returns
    -------
    columns
        Rows of `Contrats`; `alert`, for CDDU and CDI contracts: dates that contradict the day it begins
        (its first day, or its first session when it is earlier), and what is missing from those that have
        begun, or begin within the days when a DPAE can be made (C. trav. R1221-4); a contract without any
        day counts as begun.
    problems
        One warning per contract that ends before it begins, and one per CDDU or CDI contract declared too
        early or signed too late.
    """
    soon, started = declarable_until(office.today), first_sessions(office)
    usual = office["Equipe"].by_key("code", "hourly_rate_cents")
    alerts = []
    problems: list[Problem] = []
    for contract in office["Contrats"]:
        begins = beginning(contract, started.get(contract.contract))
        gaps = _contract_gaps(contract, begins, usual.get(contract.technician))
        problems += _reversed_dates(contract)
        if gaps:
            problems += _misdated(contract, begins, gaps)
        not_yet = MISSING if begins and begins > soon else NOTHING
        alerts.append(" ; ".join([gap for gap in gaps if gap not in not_yet]))
    return computed_columns("Contrats", office["Contrats"].numbers, alert=alerts), problems


def _contract_gaps(contract: Row, begins: date | None, usual_rate_cents: int | None) -> list[str]:
    if not is_hired(contract):
        return []
    gaps = formalities(contract, begins)
    is_salaried = contract.type == ContractType.PERMANENT and contract.monthly_salary_cents
    is_paid = is_salaried or hourly_rate_cents(contract.hourly_rate_cents, usual_rate_cents)
    return gaps if is_paid else [*gaps, NO_RATE]


def _misdated(contract: Row, begins: date | None, gaps: list[str]) -> Iterator[Problem]:
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
    message = f"{_named(contract)} commence le {begins:%d/%m/%Y} : {faults}, attendu : {asked}"
    yield contract.warning(name, f"{getattr(contract, name):%d/%m/%Y}", asked, message)


def _reversed_dates(contract: Row) -> Iterator[Problem]:
    first, last = contract.first_day, contract.last_day
    if first and last and last < first:
        expected = f"une date à partir du {first:%d/%m/%Y}"
        message = f"{_named(contract)} finit le {last:%d/%m/%Y}, avant son début le {first:%d/%m/%Y}"
        yield contract.warning("last_day", f"{last:%d/%m/%Y}", expected, message)


def _named(contract: Row) -> str:
    return f"le contrat {contract.contract} de {contract.technician}"
