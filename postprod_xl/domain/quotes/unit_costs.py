"""What one unit of a quote line costs."""

from __future__ import annotations

from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.prices import line_unit_costs
from postprod_xl.schema.rows import Rows


class UnitCost(NamedTuple):
    """The cost of one unit of a line in cents, None where none is known, and where it comes from, in French."""

    cents: int | None
    origin: str


def unit_costs(office: Office, lines: Rows) -> list[UnitCost]:
    """The cost of one unit of each row of `Devis`: its own, else that of its item in the rate card."""
    return [UnitCost(cents, "") for cents in line_unit_costs(office, lines)]
