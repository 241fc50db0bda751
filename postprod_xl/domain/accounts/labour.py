"""What the people who worked the sessions cost, up to today: the one figure of every reader of labour.

Three kinds of work are told apart by what pays it:

* under a CDDU or a CDI, it costs what `Paie` says of the contract in the month, to the cent, overtime and premiums
  with the charges, up to today (`pay_to_date`): its part on each line of each project. What a salary pays beyond the
  hours worked is « hors projet »: no project bears it;
* under a Prestation, what its hours are invoiced;
* without a contract, or under one of somebody else that pays nothing, an estimate: the hours at the usual rate of
  whoever worked them, without overtime nor premium (`hourly_costs`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.accounts.hourly import PRICED_FROM, TERMS_FROM, Terms, hourly_costs, terms_by_contract
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payroll.counting.amounts import PAY_FROM, pay_to_date
from postprod_xl.domain.payroll.counting.lines import paid
from postprod_xl.domain.payroll.monthly.items import OUT_OF_PROJECT
from postprod_xl.domain.people.contracts import EMPLOYMENT, bills_hours, is_borrowed
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.sessions.done import done_sessions
from postprod_xl.schema.units import MINUTES_PER_HOUR
from postprod_xl.schema.vocabulary import ContractType


class PaidTime(NamedTuple):
    """What is worked on a line of a project, empty for work no line pays, in a month, under some terms."""

    project: str
    line: str
    month: date
    terms: Terms


class Labour(NamedTuple):
    """The minutes of some paid time, and their cost, charges included; None when nothing says it.

    Parameters
    ----------
    sixtieths
        In sixtieths of a cent: minutes at the cost of an hour, so that sums are exact.
    """

    minutes: int
    sixtieths: Decimal | None

    @property
    def cents(self) -> Decimal | None:
        """Its cost in cents, not yet rounded."""
        return None if self.sixtieths is None else self.sixtieths / MINUTES_PER_HOUR


LABOUR_FROM = {
    **PAY_FROM,
    **PRICED_FROM,
    "Contrats": f"{PAY_FROM['Contrats']} {TERMS_FROM}",
    "Equipe": f"{PAY_FROM['Equipe']} {PRICED_FROM['Equipe']}",
    "Seances": f"{PAY_FROM['Seances']} {COUNTED_FROM}",
}
"""The columns that say what pays the sessions, and what they cost."""


@fact(**LABOUR_FROM)
def labour(office: Office) -> Mapping[PaidTime, Labour]:
    """What the sessions up to today cost, by project, line of their task, month, and what pays them."""
    terms = terms_by_contract(office)
    minutes, cents = _worked_minutes(office, terms), _paid_cents(office, terms)
    hourly = hourly_costs(office, {time.terms for time in minutes if time.terms.type not in EMPLOYMENT})
    unruled = {date.fromisoformat(f"{month}-01") for month in paid(office).unruled}
    found = {}
    for time in {**minutes, **cents}:
        hour, worked = hourly.get(time.terms), minutes[time]
        if time.terms.type in EMPLOYMENT:
            paid_cents = None if time.month in unruled else cents.get(time, 0)
            found[time] = Labour(
                worked, None if paid_cents is None else Decimal(paid_cents * MINUTES_PER_HOUR)
            )
        else:
            found[time] = Labour(worked, None if hour is None else hour * worked)
    return found


@fact(**LABOUR_FROM)
def billed_labour(office: Office) -> Mapping[PaidTime, Labour]:
    """The part of `labour` that its people invoice: under a Prestation, or an independent's without contract."""
    statuses = office["Equipe"].by_key("code", "status")
    return {
        time: cost
        for time, cost in labour(office).items()
        if time.terms.type == ContractType.SERVICE
        or (not time.terms.type and bills_hours(statuses.get(time.terms.holder)))
    }


def _worked_minutes(office: Office, terms: Mapping[str, Terms]) -> Counter[PaidTime]:
    lines = office["Planning"].by_key("task", "line")
    paid: Counter[tuple[str, str, int, int, Terms]] = Counter()
    for project, task, contract, technician, day, worked in done_sessions(
        office, "project", "task", "contract", "technician", "day"
    ):
        held = terms[contract] if contract else None
        if held is None or (held.type in EMPLOYMENT and technician and is_borrowed(technician, held.holder)):
            held = Terms("", None, technician)
        paid[project, lines.get(task, ""), day.year, day.month, held] += worked or 0
    return Counter(
        {
            PaidTime(project, line, date(year, month, 1), held): minutes
            for (project, line, year, month, held), minutes in paid.items()
        }
    )


def _paid_cents(office: Office, terms: Mapping[str, Terms]) -> dict[PaidTime, int | None]:
    """What the employment contracts cost up to today, None where their pay is not known."""
    found: dict[PaidTime, int | None] = {}
    for month, contracts in pay_to_date(office).items():
        first = date.fromisoformat(f"{month}-01")
        for code, pay in contracts.items():
            for work in pay.worked if pay.gross_cents is None else pay.costs:
                if work == OUT_OF_PROJECT:
                    continue
                cents = None if pay.gross_cents is None else pay.costs[work]
                found[PaidTime(*work, first, terms[code])] = cents
    return found
