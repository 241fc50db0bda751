"""What the people who worked the sessions cost, up to today: the one figure of every reader of labour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.accounts.hourly import PRICED_FROM, Terms, hourly_costs, terms_by_contract
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.people.contracts import bills_hours
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
    "Contrats": "contract type hourly_rate_cents technician",
    "Planning": "task line",
    "Seances": COUNTED_FROM,
    **PRICED_FROM,
}
"""The columns that say what pays the sessions, and what they cost."""


@fact(**LABOUR_FROM)
def labour(office: Office) -> Mapping[PaidTime, Labour]:
    """What the sessions up to today cost, by project, line of their task, month, and what pays them.

    An hour costs what its terms say (`hourly_costs`).
    """
    minutes = _worked_minutes(office)
    hourly = hourly_costs(office, {time.terms for time in minutes})
    found = {}
    for time, worked in minutes.items():
        cents = hourly[time.terms]
        found[time] = Labour(worked, None if cents is None else cents * worked)
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


def _worked_minutes(office: Office) -> Counter[PaidTime]:
    terms, lines = terms_by_contract(office), office["Planning"].by_key("task", "line")
    paid: Counter[tuple[str, str, int, int, Terms]] = Counter()
    for project, task, contract, technician, day, worked in done_sessions(
        office, "project", "task", "contract", "technician", "day"
    ):
        held = terms[contract] if contract else Terms("", None, technician)
        paid[project, lines.get(task, ""), day.year, day.month, held] += worked or 0
    return Counter(
        {
            PaidTime(project, line, date(year, month, 1), held): minutes
            for (project, line, year, month, held), minutes in paid.items()
        }
    )
