"""What an hour or a day of somebody costs, charges included, before any overtime or premium: the estimate of work."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.counting.amounts import CHARGES
from postprod_xl.domain.payroll.monthly.hours import paid_month_minutes
from postprod_xl.domain.people.contracts import EMPLOYMENT
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.rows import Row
from postprod_xl.schema.settings.house import Settings
from postprod_xl.schema.units import MINUTES_PER_HOUR, half_up
from postprod_xl.schema.vocabulary import ContractType, EmploymentStatus

_STATUS_CHARGES: dict[str, str] = {
    EmploymentStatus.INTERMITTENT: CHARGES[ContractType.FIXED_TERM],
    EmploymentStatus.PERMANENT: CHARGES[ContractType.PERMANENT],
}

PRICED_FROM = {"Equipe": "code status hourly_rate_cents day_cost_cents day_minutes"}
"""The columns that say, with the contracts, what an hour of a person costs."""
TERMS_FROM = "contract type technician hourly_rate_cents monthly_salary_cents month_minutes"
"""The columns of `Contrats` that terms are read from."""


class Terms(NamedTuple):
    """Type, hourly rate in cents and holder of a contract; type and rate empty for work without one.

    `contract` is its code where it employs: its cost is that of its own pay.
    """

    type: str
    hourly_rate_cents: Decimal | int | None
    holder: str
    contract: str = ""


class _Contract(NamedTuple):
    contract: str
    type: str
    technician: str
    hourly_rate_cents: int | None
    monthly_salary_cents: int | None
    month_minutes: int | None


class _Person(NamedTuple):
    status: str
    hourly_rate_cents: int | None
    day_cost_cents: int | None
    day_minutes: int | None


def terms_by_contract(office: Office) -> dict[str, Terms]:
    """The terms of each contract, on the day that the office is looked at."""
    rows = map(_Contract._make, office["Contrats"].select(*_Contract._fields))
    return {held.contract: _terms(held, office.today) for held in rows}


def terms_of(contract: Row, day: date) -> Terms:
    """The terms of a contract on a day.

    An hour of a monthly salary is its part of the hours that it pays: those of the contract, else the legal ones.
    """
    return _terms(_Contract(*(getattr(contract, name) for name in _Contract._fields)), day)


def hourly_costs(office: Office, held: Iterable[Terms]) -> dict[Terms, Decimal | None]:
    """Cost in cents of an hour under some terms, charges included, None when nothing says it.

    An hour costs the rate of the terms, else that of their holder in `Equipe`, with the house's estimate of employer
    charges for that type of contract, else for that status; whoever is paid by the day costs that day's part.
    """
    people = {code: _Person(*rest) for code, *rest in office["Equipe"].select("code", *_Person._fields)}
    nobody = _Person("", None, None, None)
    return {terms: _hour_cents(terms, people.get(terms.holder, nobody), office.settings) for terms in held}


def day_costs(office: Office) -> dict[str, int | None]:
    """Cost in cents of a day of each person, charges included, None when nothing says it.

    It is their `Coût jour`, what a freelance invoices included, else the hours of their day at their hourly cost
    (`hourly_costs`).
    """
    team, house_day = office["Equipe"], office.settings["day_minutes"]
    hourly = hourly_costs(office, [Terms("", None, code) for code in team.column("code")])
    costs = {}
    for code, day_cents, length in team.select("code", "day_cost_cents", "day_minutes"):
        cents = hourly[Terms("", None, code)]
        if day_cents is None and cents is not None:
            day_cents = half_up(cents * (length or house_day) / MINUTES_PER_HOUR)
        costs[code] = day_cents
    return costs


def _terms(contract: _Contract, day: date) -> Terms:
    rate: Decimal | int | None = contract.hourly_rate_cents
    if contract.monthly_salary_cents and contract.type == ContractType.PERMANENT:
        with suppress(UnknownRate):
            minutes = paid_month_minutes(contract.month_minutes, day)
            rate = Decimal(contract.monthly_salary_cents * MINUTES_PER_HOUR) / minutes
    code = contract.contract if contract.type in EMPLOYMENT else ""
    return Terms(contract.type, rate, contract.technician, code)


def _hour_cents(terms: Terms, person: _Person, settings: Settings) -> Decimal | None:
    contract_type, rate = terms.type, terms.hourly_rate_cents
    paid_by_day = contract_type == ContractType.SERVICE or person.status == EmploymentStatus.SELF_EMPLOYED
    if rate is None and not (paid_by_day and person.day_cost_cents is not None):
        rate = person.hourly_rate_cents
    if rate is not None:
        return rate * (1 + _charges_rate(contract_type, person.status, settings))
    if person.day_cost_cents is None:
        return None
    return Decimal(person.day_cost_cents * MINUTES_PER_HOUR) / (person.day_minutes or settings["day_minutes"])


def _charges_rate(contract_type: str, status: str, settings: Settings) -> Decimal:
    name = CHARGES.get(contract_type) if contract_type else _STATUS_CHARGES.get(status)
    return Decimal(0) if name is None else settings[name]
