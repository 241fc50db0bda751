"""The contracts that pay less than the minimum wage, and from which days; the rows of `Minima` that say nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payroll.minimum import LEGAL, MINIMA_READ, Minima, Minimum, minima
from postprod_xl.domain.payroll.monthly.salary import Salary, monthly_salary
from postprod_xl.domain.payroll.rules.agreements import Agreements, pay_rules
from postprod_xl.domain.payroll.rules.house_rules import READS
from postprod_xl.domain.people.contracts import beginning, first_sessions, hourly_rate_cents, is_hired
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.wording import euros_text, hours_text, listed
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.cells.spelling import closest, plain_letters
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.payroll import MINIMA
from postprod_xl.schema.vocabulary import ContractType

_ONE_DAY = timedelta(days=1)


class Underpaid(NamedTuple):
    """A contract under the minimum wage.

    Parameters
    ----------
    contract
        Its row.
    paid
        What it pays, in French.
    spells
        First and last day (None without end) of each minimum that it is under.
    """

    contract: Row
    paid: str
    spells: Sequence[tuple[date, date | None, Minimum]]

    def between(self, first: date, last: date) -> Underpaid | None:
        """The same within some days; None where it is under no minimum then."""
        held = [
            spell for spell in self.spells if spell[0] <= last and (spell[1] is None or spell[1] >= first)
        ]
        return self._replace(spells=held) if held else None

    @property
    def column(self) -> str:
        """The column that says what it pays."""
        return "monthly_salary_cents" if self.contract.type == ContractType.PERMANENT else "hourly_rate_cents"

    @property
    def text(self) -> str:
        """What it pays and the minimums that it is under, each from its day."""
        spells = [
            f"{euros_text(least.cents)} ({least.source}) depuis le {since:%d/%m/%Y}"
            for since, _, least in self.spells
        ]
        return f"{self.paid}, sous le minimum de {listed(spells)}"


@fact(
    Contrats="contract technician job type convention genre first_day last_day hourly_rate_cents "
    "monthly_salary_cents month_minutes",
    Equipe="code job hourly_rate_cents",
    Minima=MINIMA_READ,
    Conventions=READS,
    Seances=COUNTED_FROM,
)
def underpaid(office: Office) -> list[Underpaid]:
    """The CDDU and CDI contracts under the minimum wage on a day that they cover, known rises to come included.

    A CDDU is compared by its hourly rate, a CDI by its salary for the hours that it pays. A contract of no rate, or of
    a rate of zero, is reported as such and not here.

    Sources: SMIC, C. trav. L3231-2; the minimum of an agreement, as the office typed it in `Minima`.
    """
    people = {person.code: person for person in office["Equipe"]}
    started, agreements, least = first_sessions(office), pay_rules(office), minima(office)
    found, changed = [], dict[tuple[str, str, str], list[date]]()
    for contract in office["Contrats"]:
        if not is_hired(contract):
            continue
        begins = beginning(contract, started.get(contract.contract)) or office.today
        one = _Pay.of(contract, people.get(contract.technician), agreements, begins)
        if one and one.names not in changed:
            changed[one.names] = least.changes(*one.names)
        spells = [*one.spells(least, changed[one.names], begins)] if one else []
        if one and spells:
            found.append(Underpaid(contract, one.text, spells))
    return found


class _Pay(NamedTuple):
    """What a contract pays: an hourly rate, or a salary for the hours of a month."""

    contract: Row
    job: str
    hourly_cents: int
    salary: Salary | None = None

    @classmethod
    def of(cls, contract: Row, person: Row | None, agreements: Agreements, day: date) -> _Pay | None:
        """None where nothing says what it pays, or the rules of its day are not known."""
        usual = person.hourly_rate_cents if person else None
        job = contract.job or (person.job if person else "")
        if contract.type == ContractType.FIXED_TERM:
            hourly = hourly_rate_cents(contract.hourly_rate_cents, usual)
            return cls(contract, job, hourly) if hourly else None
        try:
            salary = monthly_salary(contract, usual, agreements.of(contract, day), day)
        except UnknownRate:
            return None
        return cls(contract, job, 0, salary) if salary.cents else None

    @property
    def cents(self) -> int:
        return self.salary.cents or 0 if self.salary else self.hourly_cents

    @property
    def names(self) -> tuple[str, str, str]:
        """The agreement, the genre and the function that say its minimum."""
        return self.contract.convention, self.contract.genre, self.job

    @property
    def text(self) -> str:
        if self.salary:
            return f"{euros_text(self.cents)} par mois de {hours_text(self.salary.base_minutes)}"
        return f"{euros_text(self.cents)} de l'heure"

    def spells(
        self, least: Minima, changed: Sequence[date], begins: date
    ) -> Iterator[tuple[date, date | None, Minimum]]:
        """The minimums that it is under, one after the other; `changed` are the days when they may change."""
        last = self.contract.last_day
        days = [
            begins,
            *(day for day in changed[bisect_right(changed, begins) :] if last is None or day <= last),
        ]
        ends = [*(day - _ONE_DAY for day in days[1:]), last]
        for day, end in zip(days, ends, strict=True):
            try:
                minimum = self._least(least, day)
            except UnknownRate:
                continue
            if self.cents < minimum.cents:
                yield day, end, minimum

    def _least(self, least: Minima, day: date) -> Minimum:
        if self.salary:
            return least.month(*self.names, day, self.salary.base_minutes)
        return least.hour(*self.names, day)


def underpaid_problems(office: Office) -> Iterator[Problem]:
    """One warning per contract under the minimum wage, at what it pays."""
    return map(underpaid_problem, underpaid(office))


def underpaid_in(office: Office, first: date, last: date) -> list[Underpaid]:
    """The contracts under the minimum wage on some days, of these days only."""
    held = (one.between(first, last) for one in underpaid(office))
    return [one for one in held if one]


def underpaid_problem(one: Underpaid) -> Problem:
    """The warning of a contract under the minimum wage, at what it pays."""
    contract = one.contract
    message = f"le contrat {contract.contract} de {contract.technician} paie {one.text}"
    expected = f"{euros_text(max(least.cents for _, _, least in one.spells))} au moins"
    return contract.warning(one.column, one.paid, expected, message)


def minima_problems(office: Office) -> Iterator[Problem]:
    """The rows of `Minima` that give no amount or say again what another says, and the contracts that look for one."""
    first: dict[tuple[Any, ...], int] = {}
    for row in office["Minima"]:
        if row.hourly_cents is None and row.monthly_cents is None:
            expected, message = "un taux horaire ou un salaire mensuel", "cette ligne ne donne aucun minimum"
            yield row.warning("hourly_cents", "vide", expected, message)
        since = first.setdefault((row.convention, row.genre, plain_letters(row.job), row.since_day), row.row)
        if since != row.row:
            said = f"« {row.job} » a déjà un minimum {row.convention} depuis le {row.since_day:%d/%m/%Y}"
            message = f"{said}, ligne {since} : gardez une seule des deux"
            yield row.warning("since_day", f"{row.since_day:%d/%m/%Y}", "une ligne par jour", message)
    yield from _misnamed(office)


def _misnamed(office: Office) -> Iterator[Problem]:
    """One warning per function of contracts that has no minimum, where another of the agreement looks like it."""
    typed: defaultdict[str, set[str]] = defaultdict(set)
    for convention, job in office["Minima"].select("convention", "job"):
        typed[convention].add(job)
    told: set[tuple[str, str]] = set()
    for contract in office["Contrats"] if typed else ():
        names = typed.get(contract.convention, ())
        asked = contract.convention, plain_letters(contract.job)
        if not names or not is_hired(contract) or asked in told:
            continue
        told.add(asked)
        meant = closest(contract.job, names)
        if meant and plain_letters(meant) != asked[1]:
            message = (
                f"« {contract.job} » n'a pas de minimum {contract.convention} dans {MINIMA.tab}, seul le {LEGAL} est "
                f"vérifié : vouliez-vous dire « {meant} » ?"
            )
            yield contract.warning("job", contract.job, meant, message)
