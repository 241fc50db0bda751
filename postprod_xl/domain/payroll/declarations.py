"""The month's pay and declarations of the whole office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.aem import declared_row
from postprod_xl.domain.payroll.allocation import allocation_rows
from postprod_xl.domain.payroll.counting.lines import paid
from postprod_xl.domain.payroll.hours.month import month_bounds
from postprod_xl.domain.payroll.hours.parts import days_begun
from postprod_xl.domain.payroll.monthly.permanents import salaried_days
from postprod_xl.domain.payroll.monthly.problems import month_problems
from postprod_xl.domain.payroll.notices import (
    fund_unknown,
    out_of_proportion,
    rates_to_confirm,
    unsourced_rates,
    unwritable_pay,
    without_rate,
)
from postprod_xl.domain.payroll.pay_rows import holiday_fund_rate, pay_row
from postprod_xl.domain.payroll.rules.standing import agreement_refusals
from postprod_xl.domain.payroll.rules.typed import problems_of_agreements
from postprod_xl.domain.payroll.sheets import Sheet, sheets
from postprod_xl.domain.payroll.underpaid import underpaid_in, underpaid_problem
from postprod_xl.domain.payroll.watch.problems import watch_faults
from postprod_xl.domain.people.paperwork import NO_CONTRACT, paperwork_about
from postprod_xl.domain.purchases.expected import awaited_invoices
from postprod_xl.domain.sessions.done import Session, sessions_in_order
from postprod_xl.domain.sessions.faults.clashes import SHARED
from postprod_xl.domain.sessions.faults.problems import fault_problems, faults_about, session_faults
from postprod_xl.domain.sessions.waiting.to_confirm import sessions_to_confirm, unconfirmed
from postprod_xl.domain.sessions.waiting.unpaid import unpaid
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import ContractType


@dataclass(frozen=True)
class Payroll:
    """One month of pay.

    Parameters
    ----------
    items, pay, allocation, declarations
        Rows of `Rubriques`, `Paie`, `Repartition` and `Declarations`, that month only, by payroll id, technician,
        contract and item or project.
    problems
        What could not be paid, and why; which rates were read in no text.
    watched
        Those of them to look at before paying: hours not paid, sessions that cannot be, contracts that do not
        cover them, a gross out of proportion, values of the house that its agreements do not apply.
    """

    items: Rows
    pay: Rows
    allocation: Rows
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
        Hours of sessions under CDDU and CDI contracts, worked by the holder of the contract, as their agreement
        counts them (`counting/lines.py`): overtime per person and civil week, whatever the contracts and projects
        (C. trav. L3121-29 and L3121-35), or per day for short engagements; a session past Sunday midnight counts
        in both weeks; a week that straddles two months counts whole. Each hour is paid in the month and contract
        of the day its work began. One declaration per CDDU contract (AEM: one per employee, month and contract). A
        contract without hourly rate has no item; one with an hour whose rate nobody could source has no gross.
        Nothing at all when a figure could not be read back, when a threshold is not known in that month, or when
        an agreement may not pay some of its days: ended, or its rules not confirmed.
    """
    if refused := _refusals(office, month):
        return _nothing(refused)
    first, last = month_bounds(month)
    inside = _worked_in(office, month)
    # What goes on from the evening before is paid in its month; its faults are told in both.
    dated = [session for session in sessions_in_order(office) if first <= session.day <= last]
    rows = {session.row for session in (*inside, *dated)}
    faults, waiting = faults_about(session_faults(office), rows), sessions_to_confirm(office)
    found = sheets(office, month, inside, faults)
    of_hours = [*faults, *faults_about(watch_faults(office), rows)]
    # A room that two projects share changes no pay: told after what people worked.
    of_hours.sort(key=lambda fault: fault.what == SHARED)
    watched = [
        *out_of_proportion(found, last),
        *fault_problems(of_hours),
        *unpaid(office, inside),
        *paperwork_about(office, rows, known=(NO_CONTRACT,)),
        *month_problems(office, month),
        *problems_of_agreements(office, {sheet.contract.convention for sheet in found}),
        *map(underpaid_problem, underpaid_in(office, first, last)),
        *unconfirmed(waiting.where(first <= day <= last for day in waiting.column("day"))),
    ]
    made = _paid(office, last, found)
    if made.problems:
        return made
    return replace(
        made,
        allocation=allocation_rows(sheet.pay for sheet in found),
        problems=_told(office, last, found, watched),
        watched=watched,
    )


def present_pay(office: Office, month: str) -> Payroll:
    """What a month that left is compared with: `payroll`, without `Repartition` and what is to be looked at."""
    if refused := _refusals(office, month):
        return _nothing(refused)
    return _paid(office, month_bounds(month)[1], sheets(office, month, _worked_in(office, month)))


def _refusals(office: Office, month: str) -> list[Problem]:
    """What keeps a month from being paid."""
    counted = paid(office)
    worked = {contract: days for (of_month, contract), days in counted.workdays.items() if of_month == month}
    if refused := agreement_refusals(office, {**worked, **salaried_days(office, month)}):
        return refused
    unruled = counted.unruled.get(month)
    return [blocking("", None, "", month, "un mois dont les règles sont connues", unruled)] if unruled else []


def _worked_in(office: Office, month: str) -> list[Session]:
    """The sessions whose work began in a month, in the order worked."""
    (first, last), begun = month_bounds(month), days_begun(office)
    return [
        session
        for session in sessions_in_order(office)
        if first <= begun.get(session.row, session.day) <= last
    ]


def _told(office: Office, last: date, found: list[Sheet], watched: list[Problem]) -> list[Problem]:
    """What is said of the sheets of a month that ends on `last`."""
    fixed_term = any(sheet.contract.type == ContractType.FIXED_TERM for sheet in found)
    is_unknown = fixed_term and holiday_fund_rate(office, last) is None
    return [
        *watched,
        *awaited_invoices(office, f"{last:%Y-%m}"),
        *([fund_unknown(f"{last:%Y-%m}")] if is_unknown else []),
        *without_rate(found),
        *unsourced_rates(found),
        *rates_to_confirm(found),
    ]


def _paid(office: Office, last: date, found: list[Sheet]) -> Payroll:
    """The rows of the sheets of a month that ends on `last`, `Repartition` aside; none when one cannot be read back."""
    fund_rate = holiday_fund_rate(office, last)
    pay = [pay_row(sheet, office, fund_rate) for sheet in found]
    if refused := list(unwritable_pay(pay)):
        return _nothing(refused)
    objects = office["Projets"].by_key("code", "object_number")
    fixed_term = [sheet for sheet in found if sheet.contract.type == ContractType.FIXED_TERM]
    return Payroll(
        rows_of(BY_NAME["Rubriques"], [item for sheet in found for item in sheet.items]),
        rows_of(BY_NAME["Paie"], pay),
        rows_of(BY_NAME["Repartition"], []),
        rows_of(
            BY_NAME["Declarations"], [declared_row(sheet, objects, office.today) for sheet in fixed_term]
        ),
        [],
    )


def _nothing(problems: list[Problem]) -> Payroll:
    tables = ("Rubriques", "Paie", "Repartition", "Declarations")
    items, pay, allocation, declarations = (rows_of(BY_NAME[name], []) for name in tables)
    return Payroll(items, pay, allocation, declarations, problems)
