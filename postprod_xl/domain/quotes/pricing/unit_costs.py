"""What one unit of a quote line costs the house: the one cost of the quote, of its projection and of the accounts.

The first that is known:

* the cost typed on the line;
* the loaded cost of who and what is likely to do it (`likely`): a person for the hours of the unit, a room for its
  days. An item that asks for a skill and names a type of room takes both, unless another line of the same version
  sells that room apart;
* the cost of its item in the rate card, for a line in its unit.

Otherwise it is not known: nothing is free for want of knowing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.follow_up.room_lines import sold_room_types
from postprod_xl.domain.quotes.pricing.likely import BY_PLAN, Likely, LikelyCost
from postprod_xl.domain.quotes.pricing.prices import line_units, listed_costs
from postprod_xl.domain.quotes.unit_times import unit_days, unit_lengths
from postprod_xl.domain.wording import listed
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.projects import RATES
from postprod_xl.schema.units import folded, half_up

TYPED = "saisi"
UNKNOWN = "coût non connu"


class UnitCost(NamedTuple):
    """The cost of one unit of a line in cents, None where none is known, and where it comes from, in French."""

    cents: int | None
    origin: str


def unit_costs(office: Office, lines: Rows) -> list[UnitCost]:
    """The cost of one unit of each row of `Devis`.

    Parameters
    ----------
    office
        Tables `Devis`, `Tarifs`, `Equipe`, `Salles`, `Affinites`, `Projets` and `Planning`, with its computed
        columns.
    lines
        Rows of `Devis`, any selection.
    """
    found = [UnitCost(cents, TYPED) for cents in lines.column("unit_cost_cents")]
    missing = [at for at, cost in enumerate(found) if cost.cents is None]
    if missing:
        for at, cost in zip(missing, _Untyped(office).costs(lines.at(missing)), strict=True):
            found[at] = cost
    return found


class _Line(NamedTuple):
    """One line without a cost, the minutes of its unit, and the type of room that it sells, empty when none."""

    line: str
    project: str
    version: int
    item: str
    unit: str
    minutes: int | None
    sold_type: str


@dataclass(frozen=True)
class _Untyped:
    """What the lines of an office cost that say no cost of their own."""

    office: Office

    def costs(self, rows: Rows) -> Iterator[UnitCost]:
        """The cost of each of some rows of `Devis`."""
        columns = zip(
            rows.select("line", "project", "version", "item"),
            line_units(self.office, rows),
            unit_lengths(self.office, rows),
            sold_room_types(self.office, rows),
            listed_costs(self.office, rows),
            strict=True,
        )
        for (line, project, version, item), unit, minutes, sold_type, listed_cents in columns:
            yield self._cost(_Line(line, project, version, item, unit, minutes, sold_type), listed_cents)

    def _cost(self, line: _Line, listed_cents: int | None) -> UnitCost:
        parts = [*self._parts(line)]
        known = [part for part in parts if part is not None]
        if parts and len(known) == len(parts):
            cents = half_up(sum((part.cents for part in known), Decimal(0)))
            return UnitCost(cents, _origin(known))
        return UnitCost(listed_cents, UNKNOWN if listed_cents is None else RATES.tab)

    def _parts(self, line: _Line) -> Iterator[LikelyCost | None]:
        """What a unit takes of a person and of a room; None for one of unknown cost."""
        skill, room_type = self._items.get(line.item, ("", ""))
        if not line.sold_type and (skill or self._likely.has_people(line.line)):
            person = self._likely.person(line.line, line.project, skill)
            yield _times(person, Decimal(line.minutes) if line.minutes else None)
        room_type = line.sold_type or folded(room_type)
        is_apart = (line.project, line.version, room_type) in self._sold_apart
        if room_type and (line.sold_type or not is_apart):
            yield _times(self._likely.room(line.project, room_type), self._days(line))

    def _days(self, line: _Line) -> Decimal | None:
        return unit_days(line.unit, line.minutes, self.office.settings["day_minutes"])

    @cached_property
    def _likely(self) -> Likely:
        return Likely(self.office)

    @cached_property
    def _items(self) -> dict[str, tuple[str, str]]:
        rows = self.office["Tarifs"].select("item", "skill", "room_type")
        return {item: (skill, room_type) for item, skill, room_type in rows}

    @cached_property
    def _sold_apart(self) -> set[tuple[str, int, str]]:
        """The types of rooms that lines of rooms sell, by project and version."""
        quote = self.office["Devis"]
        rows = zip(quote.select("project", "version"), sold_room_types(self.office, quote), strict=True)
        return {(project, version, kind) for (project, version), kind in rows if kind}


def _origin(parts: Sequence[LikelyCost]) -> str:
    """Who and which rooms: those of the plan said together."""
    names = [part.who.removesuffix(BY_PLAN) for part in parts]
    if all(part.who.endswith(BY_PLAN) for part in parts):
        return f"{listed(names)}{BY_PLAN}"
    return listed([part.who for part in parts])


def _times(cost: LikelyCost | None, units: Decimal | None) -> LikelyCost | None:
    return None if cost is None or units is None else LikelyCost(cost.cents * units, cost.who)
