"""What the quote of a project sells of each item of the rate card, and how its tasks share it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.problem.axis import QUARTERS_PER_DAY
from postprod_xl.domain.quotes.change_orders import effects, sold_minutes
from postprod_xl.domain.quotes.reference_lines import LineRows, line_rows
from postprod_xl.domain.quotes.sold import sold_times
from postprod_xl.domain.quotes.unit_times import day_lengths
from postprod_xl.schema.units import QUARTER


class SoldLine(NamedTuple):
    """What a line of the quote sells, accepted change orders included.

    Parameters
    ----------
    line, item
        Its code, and its item in the rate card.
    quantity, unit
        Units sold.
    minutes
        Hours sold, in minutes; None when it sells none (a DCP, a VFX shot).
    day_minutes
        Minutes in a day of the work it pays.
    is_timed
        Whether the rate card counts hours for its item; the hire of a room has none.
    """

    line: str
    item: str
    quantity: Decimal
    unit: str
    minutes: int | None
    day_minutes: int
    is_timed: bool

    @property
    def pays(self) -> bool:
        """Whether a task can be booked on it without overrunning it at once."""
        return self.minutes is None or self.quarters > 0

    @property
    def quarters(self) -> int:
        """Whole quarters of a day that it sells."""
        return max(self.minutes or 0, 0) * QUARTERS_PER_DAY // self.day_minutes

    @property
    def days(self) -> Decimal | None:
        """What it sells in whole quarters of a day; None when it sells no hours."""
        return None if self.minutes is None else self.quarters * QUARTER

    @property
    def rest_minutes(self) -> int:
        """What it sells beyond its last whole quarter of a day."""
        used = -(-self.quarters * self.day_minutes // QUARTERS_PER_DAY)
        return max((self.minutes or 0) - used, 0)


def sold_lines(office: Office, project: str) -> list[SoldLine]:
    """The lines of the quote of a project, in its order: those of its accepted version, else of the latest.

    A line that this version does not hold is there when accepted change orders sell it again.

    Parameters
    ----------
    office
        Tables `Devis`, `Versions`, `Avenants`, `Tarifs`.
    """
    standing, orders = line_rows(office), effects(office)
    owned = [owner == project for owner in standing.rows.column("project")]
    lines = LineRows(
        standing.rows.where(owned),
        [held for held, is_owned in zip(standing.held, owned, strict=True) if is_owned],
    )
    minutes = sold_minutes(lines, sold_times(office, lines.rows), orders)
    units = office["Tarifs"].by_key("item", "unit")
    hours = office["Tarifs"].by_key("item", "unit_minutes")
    columns = zip(
        lines.rows.select("line", "item", "quantity", "unit"),
        minutes,
        day_lengths(office, lines.rows),
        lines.held,
        strict=True,
    )
    return [
        SoldLine(
            line,
            item,
            ((quantity or Decimal(0)) if is_held else Decimal(0)) + orders.quantities.get(line, Decimal(0)),
            unit or units.get(item, ""),
            sold,
            length,
            item not in hours or bool(hours[item]),
        )
        for (line, item, quantity, unit), sold, length, is_held in columns
        if is_held or (sold or 0) > 0
    ]


def shared_days(total: int, least: Sequence[Decimal], usual: Sequence[Decimal]) -> list[Decimal]:
    """Quarters of a day shared between tasks: the days of each, which add up to the total.

    Each has its least, as far as the total goes, and the rest follows the usual durations; quarters that do not
    divide go to the largest remainders, the first tasks before the others.

    Parameters
    ----------
    total
        Quarters of a day to share.
    least, usual
        Fewest and usual days of each task; the least is a quarter of a day where it is 0.

    Examples
    --------
    >>> [str(days) for days in shared_days(32, [Decimal(0)] * 3, [Decimal(21), Decimal("0.5"), Decimal(1)])]
    ['7.25', '0.25', '0.50']
    """
    floors = [max(int(days / QUARTER), 1) for days in least]
    if sum(floors) > total:
        floors = [int(total >= len(floors))] * len(floors)
    wanted = [int(days / QUARTER) for days in usual]
    weights = [max(want - floor, 0) for want, floor in zip(wanted, floors, strict=True)]
    extra = _proportions(total - sum(floors), weights if any(weights) else [want or 1 for want in wanted])
    return [(floor + more) * QUARTER for floor, more in zip(floors, extra, strict=True)]


def _proportions(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts of a total as near as can be to some weights, whose sum is not 0."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts
