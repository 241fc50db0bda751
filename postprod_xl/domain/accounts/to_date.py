"""What each project has cost up to today: people, rooms and purchases, and whose cost is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from postprod_xl.domain.accounts.bought import bought
from postprod_xl.domain.accounts.costs import costs
from postprod_xl.domain.money import known_sum
from postprod_xl.domain.office import Office
from postprod_xl.domain.works import Work


@dataclass(frozen=True)
class Spent:
    """The cost of a project up to today, in cents before tax.

    Parameters
    ----------
    labour_cents
        Its sessions, charges included, less those that an independent has invoiced; None when the cost of somebody
        who worked on it is not known.
    rooms_cents
        The days of its rooms; None when the cost of one of them is not known.
    purchases_cents
        What was invoiced or delivered to it, invoices of independents included.
    people, rooms
        Those whose cost is not known.
    """

    labour_cents: int | None = 0
    rooms_cents: int | None = 0
    purchases_cents: int = 0
    people: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()

    @property
    def cents(self) -> int | None:
        """All of it; None when a part is not known."""
        return known_sum([self.labour_cents, self.rooms_cents, self.purchases_cents])


def spent_to_date(office: Office) -> defaultdict[str, Spent]:
    """What each project has cost up to today (`costs`, `bought`); labour is rounded once per project."""
    spent, purchased = costs(office), bought(office)
    labour = spent.labour_cents(purchased.replaced)
    rooms, purchases = spent.rooms_cents(), purchased.to_date_cents()
    people, places = _projects_of(spent.unpriced), _projects_of(spent.unpriced_rooms)
    found: defaultdict[str, Spent] = defaultdict(Spent)
    for project in labour.keys() | rooms.keys() | purchases.keys():
        found[project] = Spent(
            None if project in people else labour[project],
            None if project in places else rooms[project],
            purchases[project],
            tuple(people.get(project, ())),
            tuple(places.get(project, ())),
        )
    return found


def _projects_of(unpriced: Mapping[str, set[Work]]) -> dict[str, list[str]]:
    """The codes of unknown cost of each project, in order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code in sorted(unpriced):
        for project in {project for project, _ in unpriced[code]}:
            found[project].append(code)
    return dict(found)
