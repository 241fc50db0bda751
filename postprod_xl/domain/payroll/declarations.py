"""The month's pay and declarations of the whole office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.aem import declared_row
from postprod_xl.domain.payroll.hours.weeks import month_bounds, week_start
from postprod_xl.domain.payroll.notices import (
    convention_premiums,
    fund_unknown,
    out_of_proportion,
    unwritable_pay,
    without_rate,
)
from postprod_xl.domain.payroll.premiums import premium_minutes
from postprod_xl.domain.payroll.sheets import Sheet, holiday_fund_rate, pay_row, sheets
from postprod_xl.domain.people.contracts import EMPLOYMENT
from postprod_xl.domain.people.paperwork import NO_CONTRACT, paperwork_about
from postprod_xl.domain.sessions.done import sessions_in_order
from postprod_xl.domain.sessions.problems import fault_problems, faults_about, session_faults
from postprod_xl.domain.sessions.to_confirm import sessions_to_confirm, unconfirmed
from postprod_xl.domain.sessions.unpaid import unpaid
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import ContractType

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Payroll:
    """One month of pay.

    Parameters
    ----------
    items, pay, declarations
        Rows of `Rubriques`, `Paie` and `Declarations`, that month only, by payroll id, technician,
        contract and rising premium.
    problems
        What could not be paid, and why; which conventions have premiums that are not counted.
    watched
        Those of them to look at before paying: hours not paid, sessions that cannot be, contracts that do not
        cover them, a gross out of proportion.
    """

    items: Rows
    pay: Rows
    declarations: Rows
    problems: list[Problem]
    watched: Sequence[Problem] = ()


def payroll(office: Office, month: str) -> Payroll:
    """The pay of a month, from `Seances`, `Contrats` and `Equipe`; what is watched reads what it is about.

    Parameters
    ----------
    month
        Written `2026-11`.

    Returns
    -------
    Payroll
        Hours of sessions under CDDU and CDI contracts, worked by the holder of the contract. Overtime is
        counted per person and working week, Monday 0:00 to Sunday 24:00 (C. trav. L3121-29 and L3121-35), in
        the order worked; a session past Sunday midnight counts in both weeks, its pause deducted from the
        part before first; a week that straddles two months counts whole. Each hour is paid in the month and
        contract of its session's day. One declaration per CDDU contract (AEM: one per employee, month and
        contract). A contract without hourly rate has no item. Nothing at all when a figure could not be read
        back.
    """
    first, last = month_bounds(month)
    since = week_start(first) - ONE_DAY
    worked = [session for session in sessions_in_order(office) if since <= session.day <= last]
    inside = [session for session in worked if session.day >= first]
    types, rows = office["Contrats"].by_key("contract", "type"), {session.row for session in inside}
    employed = [s for s in worked if types.get(s.contract) in EMPLOYMENT and not s.is_borrowed]
    faults, waiting = faults_about(session_faults(office), rows), sessions_to_confirm(office)
    try:
        found = sheets(office, month, inside, premium_minutes(employed, first), faults)
    except UnknownRate as unknown:
        return _nothing([blocking("", None, "", month, "un mois dont les règles sont connues", str(unknown))])
    watched = [
        *out_of_proportion(found, last),
        *fault_problems(faults),
        *unpaid(office, inside),
        *paperwork_about(office, rows, known=(NO_CONTRACT,)),
        *unconfirmed(waiting.where(first <= day <= last for day in waiting.column("day"))),
    ]
    return _paid(office, last, found, watched)


def _paid(office: Office, last: date, found: list[Sheet], watched: list[Problem]) -> Payroll:
    """The rows of the sheets of a month that ends on `last`; nothing when one could not be read back."""
    fund_rate = holiday_fund_rate(office, last)
    pay = [pay_row(sheet, office, fund_rate) for sheet in found]
    if refused := list(unwritable_pay(pay)):
        return _nothing(refused)
    objects = office["Projets"].by_key("code", "object_number")
    fixed_term = [sheet for sheet in found if sheet.contract.type == ContractType.FIXED_TERM]
    unknown = [fund_unknown(f"{last:%Y-%m}")] if fixed_term and fund_rate is None else []
    return Payroll(
        rows_of(BY_NAME["Rubriques"], [item for sheet in found for item in sheet.items]),
        rows_of(BY_NAME["Paie"], pay),
        rows_of(
            BY_NAME["Declarations"], [declared_row(sheet, objects, office.today) for sheet in fixed_term]
        ),
        [*watched, *unknown, *without_rate(found), *convention_premiums(found)],
        watched,
    )


def _nothing(problems: list[Problem]) -> Payroll:
    items, pay, declarations = (rows_of(BY_NAME[name], []) for name in ("Rubriques", "Paie", "Declarations"))
    return Payroll(items, pay, declarations, problems)
