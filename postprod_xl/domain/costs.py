"""What the work of the sessions has cost: pay with its charges, days of rooms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.columns import by_key, known
from postprod_xl.domain.money import half_up
from postprod_xl.domain.office import Office
from postprod_xl.domain.sessions import worked_minutes
from postprod_xl.schema.kinds import MINUTES_PER_HOUR
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME

INDEPENDENT = "Indépendant"
SERVICE = "Prestation"
_CONTRACT_CHARGES = {"CDDU": "fixed_term_charges_rate", "CDI": "permanent_charges_rate"}
_STATUS_CHARGES = {"Intermittent": "fixed_term_charges_rate", "Permanent": "permanent_charges_rate"}

Work = tuple[str, str]
"""A project and one of its quote lines; the line is empty for work no line pays."""


@dataclass(frozen=True)
class Costs:
    """Costs up to today by project and line, in cents: labour not yet rounded, rooms whole.

    `unpriced` are the people paid by nothing known.
    """

    labour: dict[Work, Decimal]
    rooms: Counter[Work]
    minutes: Counter[Work]
    unpriced: frozenset[str]

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

    def remaining_cents(self, work: Work, minutes: int) -> int | None:
        """Minutes still to work at the average cost of those worked on the line, None when none was."""
        done = self.minutes[work]
        if done <= 0:
            return None
        return half_up((self.labour.get(work, Decimal(0)) + self.rooms[work]) * minutes / done)


class _Person(NamedTuple):
    status: str
    hourly_rate_cents: int | None
    day_cost_cents: int | None
    day_minutes: int | None


class _Terms(NamedTuple):
    type: str
    hourly_rate_cents: int | None
    technician: str


class _Session(NamedTuple):
    day: date
    work: Work
    contract: str
    technician: str
    room: str
    minutes: int


def costs(office: Office) -> Costs:
    """What the sessions of an office have cost up to today, by project and quote line.

    An hour costs the hourly rate of its contract, else of the person, with the house's estimate of employer
    charges for that contract or status; a person paid by the day costs that day's part. A room costs its day
    once, shared between those who used it by their minutes.
    """
    sessions = [session for session in _sessions(office) if session.day <= office.today]
    minutes: Counter[Work] = Counter()
    for session in sessions:
        minutes[session.work] += session.minutes
    payers = {(session.contract, session.technician) for session in sessions}
    hourly = _HourlyCosts(office)
    unpriced = frozenset(hourly.payee(*payer) for payer in payers if hourly.cents(*payer) is None)
    return Costs(_labour(hourly, sessions), _rooms(office, sessions), minutes, unpriced)


def unpriced_people(office: Office, spent: Costs) -> list[Problem]:
    """People whose sessions cost nothing because neither their contract nor `Equipe` says what they earn."""
    team, headings = office["Equipe"], BY_NAME["Equipe"]
    rows = dict(zip(known(team["code"]), team.index, strict=True))
    return [
        warning(
            "Equipe", rows[code], headings.heading("hourly_rate_cents"), "", "un taux horaire ou un coût jour",
            f"les séances de {code} ne coûtent rien dans Comptes : saisissez son taux horaire ou son coût jour",
        )
        for code in sorted(spent.unpriced & rows.keys())
    ]  # fmt: skip


class _HourlyCosts:
    """What an hour of a person costs under a contract, charges included, in cents."""

    def __init__(self, office: Office) -> None:
        self._settings = office.settings
        self._people = {
            code: _Person(*rest) for code, *rest in _rows(office, "Equipe", "code", *_Person._fields)
        }
        rows = _rows(office, "Contrats", "contract", *_Terms._fields)
        self._contracts = {code: _Terms(*rest) for code, *rest in rows}
        self._known: dict[tuple[str, str], Decimal | None] = {}

    def payee(self, contract: str, technician: str) -> str:
        """Who is paid: the holder of the contract, else the person of the session."""
        return self._contracts[contract].technician if contract else technician

    def cents(self, contract: str, technician: str) -> Decimal | None:
        """Cost of an hour, None when nothing says it."""
        key = (contract, technician)
        if key not in self._known:
            self._known[key] = self._cents(*key)
        return self._known[key]

    def _cents(self, contract: str, technician: str) -> Decimal | None:
        terms = self._contracts[contract] if contract else _Terms("", None, technician)
        person = self._people.get(terms.technician, _Person("", None, None, None))
        if terms.hourly_rate_cents is not None:
            return terms.hourly_rate_cents * (1 + self._charges_rate(terms.type, person.status))
        paid_by_day = terms.type == SERVICE or person.status == INDEPENDENT
        if person.hourly_rate_cents is not None and not (paid_by_day and person.day_cost_cents is not None):
            return person.hourly_rate_cents * (1 + self._charges_rate(terms.type, person.status))
        if person.day_cost_cents is None:
            return None
        day_minutes = person.day_minutes or self._settings["day_minutes"]
        return Decimal(person.day_cost_cents * MINUTES_PER_HOUR) / day_minutes

    def _charges_rate(self, contract_type: str, status: str) -> Decimal:
        if contract_type:
            name = _CONTRACT_CHARGES.get(contract_type)
        else:
            name = _STATUS_CHARGES.get(status)
        return Decimal(0) if name is None else self._settings[name]


def _rows(office: Office, table: str, *names: str) -> Iterator[tuple]:
    frame = office[table]
    return zip(*(known(frame[name]) for name in names), strict=True)


def _sessions(office: Office) -> list[_Session]:
    lines = by_key(office["Planning"], "task", "line")
    rows = _rows(office, "Seances", "day", "project", "task", "contract", "technician", "room")
    minutes = known(worked_minutes(office["Seances"]))
    return [
        _Session(day, (project, lines.get(task, "")), contract, technician, room, worked or 0)
        for (day, project, task, contract, technician, room), worked in zip(rows, minutes, strict=True)
    ]


def _labour(hourly: _HourlyCosts, sessions: list[_Session]) -> dict[Work, Decimal]:
    minutes: defaultdict[tuple[Work, str, str], int] = defaultdict(int)
    for session in sessions:
        minutes[session.work, session.contract, session.technician] += session.minutes
    weighted: defaultdict[Work, Decimal] = defaultdict(Decimal)
    for (work, contract, technician), worked in minutes.items():
        weighted[work] += (hourly.cents(contract, technician) or 0) * worked
    return {work: cents / MINUTES_PER_HOUR for work, cents in weighted.items()}


def _rooms(office: Office, sessions: list[_Session]) -> Counter[Work]:
    day_costs = by_key(office["Salles"], "code", "day_cost_cents")
    used: dict[tuple[str, date], dict[Work, int]] = {}
    for session in sessions:
        if day_costs.get(session.room):
            users = used.setdefault((session.room, session.day), {})
            users[session.work] = users.get(session.work, 0) + session.minutes
    found: Counter[Work] = Counter()
    for (room, _), users in used.items():
        for work, cents in _shared(day_costs[room], users):
            found[work] += cents
    return found


def _shared(cents: int, users: dict[Work, int]) -> Iterator[tuple[Work, int]]:
    """An amount shared by minutes, equally when none is known; the shares sum to the amount."""
    if len(users) == 1:
        yield next(iter(users)), cents
        return
    weights = users if sum(users.values()) > 0 else dict.fromkeys(users, 1)
    total, weight_so_far, given = sum(weights.values()), 0, 0
    for work in sorted(weights):
        weight_so_far += weights[work]
        reached = half_up(Decimal(cents * weight_so_far) / total)
        yield work, reached - given
        given = reached
