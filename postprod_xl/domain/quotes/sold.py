"""What a quote line sells: hours, and the price of one of them."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.pricing.prices import line_prices
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.quotes.unit_times import unit_lengths
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.units import half_up


class SoldTime(NamedTuple):
    """The time one quote line sells, and what one unit of it costs the client.

    A line that sells no hours (a DCP, a VFX shot) has `minutes` and `unit_minutes` None.
    """

    minutes: int | None
    unit_minutes: int | None
    unit_price_cents: int
    discount_rate: Decimal

    def price_cents(self, minutes: int) -> int:
        """Minutes at this line's selling price, discount deducted; nothing where it sells no hours."""
        if self.unit_minutes is None or minutes == 0:
            return 0
        return half_up(minutes * self.unit_price_cents * (1 - self.discount_rate) / self.unit_minutes)


def sold_times(office: Office, lines: Rows) -> list[SoldTime]:
    """The time each row of `Devis` sells, in row order.

    Parameters
    ----------
    office
        Read for the rate card and the length of a house day.
    lines
        Rows of `Devis`, any selection.
    """
    nothing = Decimal(0)
    terms = zip(
        lines.column("quantity"), line_prices(office, lines), lines.column("discount_rate"), strict=True
    )
    return [
        SoldTime(
            half_up((quantity or nothing) * length) if length else None,
            length or None,
            price or 0,
            discount or nothing,
        )
        for length, (quantity, price, discount) in zip(unit_lengths(office, lines), terms, strict=True)
    ]


def times_by_line(office: Office) -> dict[str, SoldTime]:
    """The time that the row of each Ligne sells, which prices its hours."""
    rows = line_rows(office).rows
    return dict(zip(rows.column("line"), sold_times(office, rows), strict=True))
