"""The permanents of an office, and what each of their contracts pays in a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.counting.paid_items import PaidItem
from postprod_xl.domain.payroll.hours.month import month_bounds
from postprod_xl.domain.payroll.monthly.hours import week_minutes
from postprod_xl.domain.payroll.monthly.items import salary_items, unknown_salary
from postprod_xl.domain.payroll.monthly.presence import UNSAID, MonthPresence, month_presence
from postprod_xl.domain.payroll.monthly.salary import Salary, monthly_salary
from postprod_xl.domain.payroll.rules.agreements import Agreements
from postprod_xl.domain.people.contracts import covers_one_of
from postprod_xl.domain.wording import listed
from postprod_xl.domain.works import Work
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.team import ABSENCES
from postprod_xl.schema.vocabulary import AbsencePay, ContractType

NO_SALARY = "salaire mensuel et taux horaire manquants"
NOT_COVERED = (
    "heures faites sans jour ouvré du contrat : aucun salaire ne les paie, corrigez ses dates ou les séances"
)
PERMANENTS_FROM = {
    "Contrats": "contract technician type convention genre first_day last_day hourly_rate_cents "
    "monthly_salary_cents month_minutes",
    "Equipe": "code hourly_rate_cents working_days",
    "Absences": "resource first_day last_day half_day reason pay_effect",
}
"""The columns that say what permanents are paid, besides the rules of their agreements."""


class MonthPay(NamedTuple):
    """What a contract pays in a month before its hours on top.

    Parameters
    ----------
    items
        The salary and the absences.
    hourly_cents
        Of an hour on top, before any premium; None when it is not known.
    notes
        What whoever pays it should know, in French.
    """

    items: Sequence[PaidItem]
    hourly_cents: int | None
    notes: Sequence[str]


@dataclass(frozen=True)
class Permanent:
    """A CDI contract, and what its pay reads of its holder.

    Parameters
    ----------
    contract
        Its row.
    usual_rate_cents, working_days
        `Taux horaire` and `Jours travaillés` of its holder in `Equipe`.
    absences
        Rows of `Absences` of its holder.
    """

    contract: Row
    usual_rate_cents: int | None
    working_days: str
    absences: Sequence[Row]

    def is_paid_in(self, month: str) -> bool:
        """Whether the contract covers a day of a month."""
        return covers_one_of(self.contract, month_bounds(month))

    def presence(self, month: str) -> MonthPresence:
        """The half-days of a month under the contract."""
        return month_presence(self.contract, self.working_days, month_bounds(month), self.absences)

    def salary(self, agreements: Agreements, day: date) -> Salary:
        """The salary of a whole month; raises `UnknownRate` as `monthly_salary`."""
        return monthly_salary(self.contract, self.usual_rate_cents, agreements.of(self.contract, day), day)

    def month_pay(self, agreements: Agreements, month: str, worked: Mapping[Work, int]) -> MonthPay:
        """The salary and the absences of a month.

        Hours worked in a month of which the contract covers no working day are paid by no salary: theirs is not known.

        Parameters
        ----------
        agreements
            The rules of the office.
        worked
            Minutes worked in the month and paid by the salary, by project and quote line.
        """
        day = max(month_bounds(month)[0], self.contract.first_day or date.min)
        try:
            salary = self.salary(agreements, day)
            week = week_minutes(salary.base_minutes, day)
        except UnknownRate as unknown:
            return MonthPay([unknown_salary()], None, (str(unknown),))
        presence = self.presence(month)
        if not presence.covered and any(worked.values()):
            return MonthPay([unknown_salary()], salary.hourly_cents, [NOT_COVERED])
        items = salary_items(salary, presence, week, worked)
        return MonthPay(items, salary.hourly_cents, [*_notes(salary, presence)])


def permanents(office: Office) -> dict[str, Permanent]:
    """The CDI contracts of an office, by code."""
    usual = office["Equipe"].by_key("code", "hourly_rate_cents")
    weeks = office["Equipe"].by_key("code", "working_days")
    absences: defaultdict[str, list[Row]] = defaultdict(list)
    for absence in office["Absences"]:
        absences[absence.resource].append(absence)
    return {
        contract.contract: Permanent(
            contract,
            usual.get(contract.technician),
            weeks.get(contract.technician, ""),
            absences.get(contract.technician, ()),
        )
        for contract in office["Contrats"]
        if contract.type == ContractType.PERMANENT
    }


def salaried_days(office: Office, month: str) -> dict[str, list[date]]:
    """The first and last days of a month that each CDI contract is paid for, by its code."""
    first, last = month_bounds(month)
    return {
        code: [max(first, one.contract.first_day or first), min(last, one.contract.last_day or last)]
        for code, one in permanents(office).items()
        if one.is_paid_in(month)
    }


def _notes(salary: Salary, presence: MonthPresence) -> Iterator[str]:
    """What is to be known of a month: how its salary was found, its days, the absences that somebody has to settle."""
    if salary.cents is None:
        yield NO_SALARY
    if not presence.covered:
        yield "contrat sans jour ouvré ce mois-là : seules les heures en plus sont payées"
    if salary.note:
        yield salary.note
    if salary.cents is not None and salary.hourly_cents is None:
        yield "taux des heures en plus non connu"
    if bureau := presence.of_effect(AbsencePay.BUREAU):
        yield f"brut avant la retenue du bureau : {listed([absence.text for absence in bureau])}"
    if unsaid := presence.of_effect(UNSAID):
        column = ABSENCES.heading("pay_effect")
        yield f"« {column} » à dire : {listed([absence.text for absence in unsaid])}"
    elif presence.away.get(UNSAID):
        yield "absences qui se recouvrent et ne font pas la même chose à la paie : rien n'est retenu"
