"""What the work of the sessions has cost: pay with its charges, days of rooms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
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

    `unpriced` are the people paid by nothing known, `unpriced_rooms` the rooms used whose day has no cost.
    """

    labour: dict[Work, Decimal]
    rooms: Counter[Work]
    minutes: Counter[Work]
    unpriced: frozenset[str]
    unpriced_rooms: frozenset[str] = frozenset()

    def labour_cents(self) -> Counter[str]:
        """Labour by project, rounded once per project."""
        exact: defaultdict[str, Decimal] = defaultdict(Decimal)
        for (project, _), cents in self.labour.items():
            exact[project] += cents
        return Counter({project: half_up(cents) for project, cents in exact.items()})

    def rooms_cents(self) -> Counter[str]:
        """Rooms by project."""
        cents: Counter[str] = Counter()
        for (project, _), share in self.rooms.items():
            cents[project] += share
        return cents

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


Terms = tuple[str, int | None, str]
"""Type, hourly rate in cents and holder of a contract; type and rate empty for work without one."""

_Paid = tuple[str, str, Terms]
"""A project, one of its lines, and what pays."""


@fact(
    **{**OCCUPIED_FROM, "Salles": "code type day_cost_cents"},
    Contrats="contract type hourly_rate_cents technician",
    Equipe="code status hourly_rate_cents day_cost_cents day_minutes",
    Seances=COUNTED_FROM,
)
def costs(office: Office) -> Costs:
    """What the sessions of an office have cost up to today, by project and quote line.

    An hour costs the hourly rate of its contract, else of the person, with the house's estimate of employer
    charges for that contract or status; a person paid by the day costs that day's part. It counts on the line of
    its task. A room costs its day once, shared between those who used it by their minutes, and counts on the line
    that sells it, else on the line of the task (`occupations`).
    """
    terms, lines = _terms_by_contract(office), office["Planning"].by_key("task", "line")
    paid: defaultdict[_Paid, int] = defaultdict(int)
    for project, task, contract, technician, worked in done_sessions(
        office, "project", "task", "contract", "technician"
    ):
        held = terms[contract] if contract else ("", None, technician)
        paid[project, lines.get(task, ""), held] += worked or 0
    minutes: Counter[Work] = Counter()
    for (project, line, _), time in paid.items():
        minutes[project, line] += time
    labour, unpriced = _labour(office, paid)
    day_costs = office["Salles"].by_key("code", "day_cost_cents")
    used = {occupation: users for occupation, users in occupations(office).items() if occupation.room}
    free = frozenset(room for room, *_ in used if day_costs.get(room) is None)
    return Costs(labour, _rooms(day_costs, used), minutes, unpriced, free)


def unpriced_people(office: Office, spent: Costs) -> list[Problem]:
    """People whose sessions cost nothing because neither their contract nor `Equipe` says what they earn."""
    team = {person.code: person for person in office["Equipe"]}
    return [
        team[code].warning(
            "hourly_rate_cents",
            "",
            "un taux horaire ou un coût jour",
            f"les séances de {code} ne coûtent rien dans {ACCOUNTS.tab} : saisissez l'un ou l'autre",
        )
        for code in sorted(spent.unpriced & team.keys())
    ]


def unpriced_rooms(office: Office, spent: Costs) -> list[Problem]:
    """Rooms whose use costs nothing because `Salles` does not say what a day of them costs."""
    rooms = {room.code: room for room in office["Salles"]}
    return [
        rooms[code].warning(
            "day_cost_cents",
            "",
            "un coût jour, 0 si elle ne coûte rien",
            f"les jours de {code} ne coûtent rien dans {ACCOUNTS.tab} : saisissez son coût jour, ou 0",
        )
        for code in sorted(spent.unpriced_rooms & rooms.keys())
    ]


def _terms_by_contract(office: Office) -> dict[str, Terms]:
    contracts = office["Contrats"]
    terms = contracts.select("type", "hourly_rate_cents", "technician")
    return dict(zip(contracts.column("contract"), terms, strict=True))


def _labour(office: Office, paid: Mapping[_Paid, int]) -> tuple[dict[Work, Decimal], frozenset[str]]:
    hourly = hourly_costs(office, {terms for _, _, terms in paid})
    weighted: defaultdict[Work, Decimal] = defaultdict(Decimal)
    for (project, line, terms), minutes in paid.items():
        weighted[project, line] += (hourly[terms] or 0) * minutes
    unpriced = frozenset(held[2] for held, cents in hourly.items() if cents is None)
    return {work: cents / MINUTES_PER_HOUR for work, cents in weighted.items()}, unpriced


def hourly_costs(office: Office, held: Iterable[Terms]) -> dict[Terms, Decimal | None]:
    """Cost in cents of an hour under some terms, charges included, None when nothing says it.

    The rate is that of the terms, else of their holder in `Equipe`; see `costs`.
    """
    people = {code: _Person(*rest) for code, *rest in office["Equipe"].select("code", *_Person._fields)}
    nobody = _Person("", None, None, None)
    return {terms: _hour_cents(terms, people.get(terms[2], nobody), office.settings) for terms in held}


def day_costs(office: Office) -> dict[str, int | None]:
    """Cost in cents of a day of each person, charges included, None when nothing says it.

    It is their `Coût jour`, what a freelance invoices included, else the hours of their day at their hourly cost
    (`hourly_costs`).
    """
    team, house_day = office["Equipe"], office.settings["day_minutes"]
    hourly = hourly_costs(office, [("", None, code) for code in team.column("code")])
    costs = {}
    for code, day_cents, length in team.select("code", "day_cost_cents", "day_minutes"):
        cents = hourly["", None, code]
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
        for work, share in _shares(cents, minute_shares(users)):
            found[work] += share
    return found


def _shares(cents: int, weights: Mapping[Work, int]) -> list[tuple[Work, int]]:
    """An amount shared by weights; the shares sum to the amount."""
    total, weight_so_far, given = sum(weights.values()), 0, 0
    shares = []
    for work in sorted(weights):
        weight_so_far += weights[work]
        reached = half_up(Decimal(cents * weight_so_far) / total)
        shares.append((work, reached - given))
        given = reached
    return shares
