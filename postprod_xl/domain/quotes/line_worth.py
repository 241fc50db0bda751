"""What each quote line is worth to the client: the one rule of `À facturer`, of a Solde and of `Comptes`.

A line is worth its amount in the reference version, its accepted change orders, and what its hours change:

* a Régie line sold in hours is billed for the hours worked that were not given free, in place of its quoted
  amount; those that its change orders sell are in these. Once a Remplacement took its place, it is an agreed price
  like the others;
* any other line sold in hours is billed on top for its « En plus » hours that no change order pays (`extra_hours`);
* a line that sells no hours, or that the reference version does not hold, bills no hours.

Hours are priced at the unit price and discount of the line. The global discount, contingency and overhead are
those of the quote as it was accepted, on its quoted lines; change orders and hours are net of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.money import amount_cents, shown_quantity
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import Effects
from postprod_xl.domain.quotes.extra_hours import extra_hours
from postprod_xl.domain.quotes.line_work import LineWork
from postprod_xl.domain.quotes.reference_lines import reference_lines
from postprod_xl.domain.quotes.sold import SoldTime, sold_times
from postprod_xl.domain.quotes.versions.totals import line_amounts
from postprod_xl.schema.vocabulary import BillingMode

_QUANTITY_DIGITS = 4


class Hours(NamedTuple):
    """Hours billed on a line: in its own unit, from which its amount is found again, and in cents."""

    quantity: Decimal
    cents: int


@dataclass(frozen=True)
class BilledHours:
    """Hours billed by line, and what they change.

    `worked` are those of each Régie, none included: they take the place of its quoted amount. `extra` are the
    « En plus » hours billed on top of the others. `change` is what they add to the quoted amount, or take.
    """

    worked: dict[str, Hours] = field(default_factory=dict)
    extra: dict[str, Hours] = field(default_factory=dict)
    change: Counter[str] = field(default_factory=Counter)


def billed_hours(office: Office, work: LineWork, orders: Effects) -> BilledHours:
    """The hours billed on the lines of the reference version of every project."""
    lines, extra = reference_lines(office), extra_hours(office)
    pairs = lines.select("line", "mode")
    lines = lines.where(
        mode == BillingMode.TIME_AND_MATERIALS or extra.on_top[line] > 0 for line, mode in pairs
    )
    billed = BilledHours()
    terms = zip(
        lines.select("line", "mode"), sold_times(office, lines), line_amounts(office, lines), strict=True
    )
    for (line, mode), sold, quoted in terms:
        if sold.minutes is None:
            continue
        if mode == BillingMode.TIME_AND_MATERIALS and line not in orders.replaced:
            charged = work.charged[line]
            beyond = max(charged - sold.minutes, extra.paid[line])
            billed.worked[line] = _hours(sold, charged - min(extra.added[line], beyond))
            billed.change[line] = billed.worked[line].cents - quoted
        elif extra.on_top[line]:
            billed.extra[line] = _hours(sold, extra.on_top[line])
            billed.change[line] = billed.extra[line].cents
    return billed


def _hours(sold: SoldTime, minutes: int) -> Hours:
    cents, length = sold.price_cents(minutes), sold.unit_minutes
    if not length:
        return Hours(Decimal(0), cents)
    quantity = shown_quantity(
        Decimal(minutes) / length,
        _QUANTITY_DIGITS,
        lambda shown: amount_cents(shown, sold.unit_price_cents, sold.discount_rate) == cents,
    )
    return Hours(quantity, cents)
