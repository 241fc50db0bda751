"""What the work of the sessions has cost: pay with its charges, days of rooms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.purchases.costs import of_projects
from postprod_xl.domain.quotes.follow_up.occupations import (
    OCCUPIED_FROM,
    RoomUse,
    Work,
    minute_shares,
    occupations,
)
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.sessions.done import done_sessions
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.settings import Settings
from postprod_xl.schema.tables.billing import ACCOUNTS
from postprod_xl.schema.units import MINUTES_PER_HOUR, half_up
from postprod_xl.schema.vocabulary import ContractType, EmploymentStatus

_CONTRACT_CHARGES: dict[str, str] = {
    ContractType.FIXED_TERM: "fixed_term_charges_rate",
    ContractType.PERMANENT: "permanent_charges_rate",
}
_STATUS_CHARGES: dict[str, str] = {
    EmploymentStatus.INTERMITTENT: "fixed_term_charges_rate",
    EmploymentStatus.PERMANENT: "permanent_charges_rate",
}


@dataclass(frozen=True)
class Costs:
    """Costs up to today by project and line, in cents: labour not yet rounded, rooms whole.

    `unpriced` are the people paid by nothing known, `unpriced_rooms` the rooms used whose day has no cost, each with
    the works that they make unknown.
    """

    labour: dict[Work, Decimal]
    rooms: Counter[Work]
    minutes: Counter[Work]
    unpriced: Mapping[str, set[Work]] = field(default_factory=dict)
    unpriced_rooms: Mapping[str, set[Work]] = field(default_factory=dict)

    @property
    def unknown_works(self) -> set[Work]:
        """The works that somebody or some room of unknown cost did a part of."""
        return {
            work for held in (self.unpriced, self.unpriced_rooms) for works in held.values() for work in works
        }

    def labour_cents(self, replaced: Mapping[str, Decimal] | None = None) -> Counter[str]:
        """Labour by project, less what invoices replace of it, rounded once per project."""
        exact: defaultdict[str, Decimal] = defaultdict(Decimal)
        for (project, _), cents in self.labour.items():
            exact[project] += cents
        for project, cents in (replaced or {}).items():
            exact[project] -= cents
        return Counter({project: half_up(cents) for project, cents in exact.items()})

    def rooms_cents(self) -> Counter[str]:
        """Rooms by project."""
        return of_projects(self.rooms)

    def exact_cents(self, work: Work) -> Decimal:
        """Labour and rooms of one work, not yet rounded."""
        return self.labour.get(work, Decimal(0)) + self.rooms[work]

    def work_cents(self, work: Work) -> int:
        """Labour and rooms of one work."""
        return half_up(self.exact_cents(work))

    def remaining_cents(self, work: Work, minutes: int) -> int | None:
        """Minutes still to work at the average cost of those worked on the line; None when these cost nothing."""
        done, cents = self.minutes[work], self.exact_cents(work)
        return half_up(cents * minutes / done) if done > 0 and cents > 0 else None


class _Person(NamedTuple):
    status: str
    hourly_rate_cents: int | None
    day_cost_cents: int | None
    day_minutes: int | None


Shared = TypeVar("Shared", Work, str)


class Terms(NamedTuple):
    """Type, hourly rate in cents and holder of a contract; type and rate empty for work without one."""

    type: str
    hourly_rate_cents: int | None
    holder: str


class PaidTime(NamedTuple):
    """Minutes worked on a line of a project, empty for work no line pays, in a month, under some terms."""

    project: str
    line: str
    month: date
    terms: Terms


PAID_FROM = {
    "Contrats": "contract type hourly_rate_cents technician",
    "Planning": "task line",
    "Seances": COUNTED_FROM,
}
"""The columns that say what pays the time of the sessions."""
PRICED_FROM = {"Equipe": "code status hourly_rate_cents day_cost_cents day_minutes"}
"""The columns that say, with the contracts, what an hour of a person costs."""
COSTS_FROM = {
    **OCCUPIED_FROM,
    "Salles": "code type day_cost_cents",
    "Contrats": PAID_FROM["Contrats"],
    **PRICED_FROM,
    "Seances": COUNTED_FROM,
}
"""The columns that say what the sessions cost."""


@fact(**PAID_FROM)
def paid_times(office: Office) -> Counter[PaidTime]:
    """The minutes of the sessions up to today, by project, line of their task, month, and what pays them."""
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


@fact(**COSTS_FROM)
def costs(office: Office) -> Costs:
    """What the sessions of an office have cost up to today, by project and quote line.

    An hour costs the hourly rate of its contract, else of the person, with the house's estimate of employer
    charges for that contract or status; a person paid by the day costs that day's part. It counts on the line of
    its task. A room costs its day once, shared between those who used it by their minutes, and counts on the line
    that sells it, else on the line of the task (`occupations`).
    """
    paid = paid_times(office)
    minutes: Counter[Work] = Counter()
    for time, worked in paid.items():
        minutes[time.project, time.line] += worked
    labour, unpriced = _labour(office, paid)
    day_costs = office["Salles"].by_key("code", "day_cost_cents")
    used = {occupation: users for occupation, users in occupations(office).items() if occupation.room}
    free: defaultdict[str, set[Work]] = defaultdict(set)
    for (room, *_), users in used.items():
        if day_costs.get(room) is None:
            free[room] |= users.keys()
    return Costs(labour, _rooms(day_costs, used), minutes, unpriced, free)


def unpriced_people(office: Office, spent: Costs) -> list[Problem]:
    """People the cost of whose sessions is not known: neither their contract nor `Equipe` says what they earn."""
    team = {person.code: person for person in office["Equipe"]}
    return [
        team[code].warning(
            "hourly_rate_cents",
            "",
            "un taux horaire ou un coût jour",
            f"le coût des séances de {code} n'est pas connu dans {ACCOUNTS.tab} : saisissez l'un ou l'autre",
        )
        for code in sorted(spent.unpriced.keys() & team.keys())
    ]


def unpriced_rooms(office: Office, spent: Costs) -> list[Problem]:
    """Rooms the cost of whose use is not known: `Salles` does not say what a day of them costs."""
    rooms = {room.code: room for room in office["Salles"]}
    return [
        rooms[code].warning(
            "day_cost_cents",
            "",
            "un coût jour, 0 si elle ne coûte rien",
            f"le coût des jours de {code} n'est pas connu dans {ACCOUNTS.tab} : saisissez son coût jour, ou 0",
        )
        for code in sorted(spent.unpriced_rooms.keys() & rooms.keys())
    ]


def terms_by_contract(office: Office) -> dict[str, Terms]:
    """The terms of each contract."""
    contracts = office["Contrats"]
    terms = map(Terms._make, contracts.select("type", "hourly_rate_cents", "technician"))
    return dict(zip(contracts.column("contract"), terms, strict=True))


def _labour(office: Office, paid: Mapping[PaidTime, int]) -> tuple[dict[Work, Decimal], dict[str, set[Work]]]:
    hourly = hourly_costs(office, {time.terms for time in paid})
    weighted: defaultdict[Work, Decimal] = defaultdict(Decimal)
    unpriced: defaultdict[str, set[Work]] = defaultdict(set)
    for (project, line, _, terms), minutes in paid.items():
        cents = hourly[terms]
        weighted[project, line] += (cents or 0) * minutes
        # Nobody is paid for a room that its client works in alone.
        if cents is None and terms.holder:
            unpriced[terms.holder].add((project, line))
    return {work: cents / MINUTES_PER_HOUR for work, cents in weighted.items()}, unpriced


def hourly_costs(office: Office, held: Iterable[Terms]) -> dict[Terms, Decimal | None]:
    """Cost in cents of an hour under some terms, charges included, None when nothing says it.

    The rate is that of the terms, else of their holder in `Equipe`; see `costs`.
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


def _hour_cents(terms: Terms, person: _Person, settings: Settings) -> Decimal | None:
    """Cost of an hour, charges included, None when nothing says it."""
    contract_type, rate, _ = terms
    paid_by_day = contract_type == ContractType.SERVICE or person.status == EmploymentStatus.SELF_EMPLOYED
    if rate is None and not (paid_by_day and person.day_cost_cents is not None):
        rate = person.hourly_rate_cents
    if rate is not None:
        return rate * (1 + _charges_rate(contract_type, person.status, settings))
    if person.day_cost_cents is None:
        return None
    return Decimal(person.day_cost_cents * MINUTES_PER_HOUR) / (person.day_minutes or settings["day_minutes"])


def _charges_rate(contract_type: str, status: str, settings: Settings) -> Decimal:
    name = _CONTRACT_CHARGES.get(contract_type) if contract_type else _STATUS_CHARGES.get(status)
    return Decimal(0) if name is None else settings[name]


def _rooms(day_costs: Mapping[str, int | None], used: Mapping[RoomUse, Mapping[Work, int]]) -> Counter[Work]:
    found: Counter[Work] = Counter()
    for (room, *_), users in used.items():
        cents = day_costs.get(room) or 0
        if len(users) == 1:
            found[next(iter(users))] += cents
            continue
        for work, share in shares(cents, minute_shares(users)):
            found[work] += share
    return found


def shares(cents: int, weights: Mapping[Shared, int]) -> list[tuple[Shared, int]]:
    """An amount shared by weights, in the order of their keys; the shares sum to the amount."""
    total, weight_so_far, given = sum(weights.values()), 0, 0
    found = []
    for key in sorted(weights):
        weight_so_far += weights[key]
        reached = half_up(Decimal(cents * weight_so_far) / total)
        found.append((key, reached - given))
        given = reached
    return found
