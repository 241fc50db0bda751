"""What the work of the sessions has cost: pay with its charges, days of rooms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from postprod_xl.domain.accounts.labour import LABOUR_FROM, labour
from postprod_xl.domain.money import shares
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.quotes.follow_up.occupations import (
    OCCUPIED_FROM,
    RoomUse,
    minute_shares,
    occupations,
)
from postprod_xl.domain.works import Work, of_projects
from postprod_xl.schema.units import MINUTES_PER_HOUR, half_up


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


COSTS_FROM = {**LABOUR_FROM, **OCCUPIED_FROM, "Salles": "code type day_cost_cents"}
"""The columns that say what the sessions cost."""


@fact(**COSTS_FROM)
def costs(office: Office) -> Costs:
    """What the sessions of an office have cost up to today, by project and quote line.

    People cost what `labour` says, on the line of their task. A room costs its day once, shared between those who
    used it by their minutes, and counts on the line that sells it, else on the line of the task (`occupations`).
    """
    sixtieths: defaultdict[Work, Decimal] = defaultdict(Decimal)
    minutes: Counter[Work] = Counter()
    unpriced: defaultdict[str, set[Work]] = defaultdict(set)
    for time, cost in labour(office).items():
        work = (time.project, time.line)
        minutes[work] += cost.minutes
        sixtieths[work] += cost.sixtieths or 0
        # Nobody is paid for a room that its client works in alone.
        if cost.sixtieths is None and time.terms.holder:
            unpriced[time.terms.holder].add(work)
    people = {work: total / MINUTES_PER_HOUR for work, total in sixtieths.items()}
    day_costs = office["Salles"].by_key("code", "day_cost_cents")
    used = {occupation: users for occupation, users in occupations(office).items() if occupation.room}
    free: defaultdict[str, set[Work]] = defaultdict(set)
    for (room, *_), users in used.items():
        if day_costs.get(room) is None:
            free[room] |= users.keys()
    return Costs(people, _rooms(day_costs, used), minutes, unpriced, free)


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
