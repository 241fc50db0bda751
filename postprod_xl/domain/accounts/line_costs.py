"""What each quote line costs: the one rule of the quote, of the projection and of the accounts.

A line was to cost what is sold of it, change orders included, at its unit cost. It will cost what the sessions cost
so far on it, and what is still to do of it:

* where hours, days or rooms follow it, at the average cost of those worked on it, else at its unit cost;
* otherwise what is sold of it less what was spent: its work is no saving before somebody counts it. Of deliverables
  begun, what is not done keeps at least its share.

What is bought for a line (`bought`) is part of its cost and not added to it: what was delivered or invoiced is spent,
what is ordered is part of what is still to do of it. Once its project is delivered, such a line costs what it did.

So a line worked as it was sold, at its unit cost, costs what the quote said at every moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from postprod_xl.domain.accounts.bought import Bought, bought
from postprod_xl.domain.accounts.costs import COSTS_FROM, Costs, costs
from postprod_xl.domain.money import amount_cents
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.purchases.costs import COSTED_FROM
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.quotes.follow_up.following import COUNTED, FollowedLine
from postprod_xl.domain.quotes.pricing.unit_costs import unit_costs
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.works import Work
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import FollowUp

LINE_COSTS_FROM = {
    **COSTS_FROM,
    "Achats": f"{COSTED_FROM} technician month",
    "Affinites": "director technician score",
    "Avenants": "number day line project quantity status type unit_price_cents",
    "Devis": "line project version item label unit quantity unit_price_cents discount_rate unit_cost_cents",
    "Equipe": f"{COSTS_FROM['Equipe']} skills",
    "Planning": f"{COSTS_FROM['Planning']} technician duration_days assigned_technician",
    "Projets": "code type status director",
    "Tarifs": "item label unit unit_minutes skill room_type price_cents film_price_cents cost_cents film_cost_cents",
}
"""The columns that say, with what follows the lines, what each costs."""


@dataclass(frozen=True)
class LineCost:
    """The cost of one line, in cents; None where no cost is known.

    Parameters
    ----------
    sold_cents
        What it was to cost, accepted change orders included; nothing where its version no longer holds it.
    spent_cents
        What its sessions and rooms cost up to today; None when somebody or some room of theirs costs nobody knows what.
    bought_cents
        What was bought for it, delivered or invoiced.
    other_cents
        What no session counts of it: deliverables, storage, coordination.
    to_come_cents
        What is still to be worked on it, and what is ordered for it.
    open_cents
        The part of it that is ordered.
    """

    project: str
    line: str
    sold_cents: int | None
    spent_cents: int | None
    bought_cents: int
    other_cents: int | None
    to_come_cents: int | None
    open_cents: int = 0

    @property
    def projected_cents(self) -> int | None:
        """What it will have cost in all."""
        if self.spent_cents is None or self.other_cents is None or self.to_come_cents is None:
            return None
        return self.spent_cents + self.bought_cents + self.other_cents + self.to_come_cents

    @property
    def variance_cents(self) -> int | None:
        """What it will cost beyond what it was to; negative, less."""
        if self.sold_cents is None or self.projected_cents is None:
            return None
        return self.projected_cents - self.sold_cents


@fact(**LINE_COSTS_FROM)
def line_costs(office: Office, followed: Iterable[FollowedLine]) -> list[LineCost]:
    """The cost of each Ligne of `Devis`, in the order of its followed lines.

    Parameters
    ----------
    office
        With the computed columns of `Planning` and `Devis`.
    followed
        Its lines and what follows them (`follow_up.followed_lines`).
    """
    orders, spending = effects(office), _Spending.of(office)
    rows = line_rows(office).rows
    terms = zip(rows.column("quantity"), unit_costs(office, rows), strict=True)
    found = []
    for line, (quantity, unit) in zip(followed, terms, strict=True):
        unit_cents = unit.cents
        held, ordered = quantity if line.is_held else None, orders.quantities.get(line.line)
        # Each is rounded as its own row is, so that the lines of a version cost what the version does.
        sold = amount_cents(held, unit_cents) + amount_cents(ordered, unit_cents)
        is_known = unit_cents is not None or not (held or ordered)
        found.append(_cost(line, sold if is_known else None, unit_cents, spending))
    return found


@dataclass(frozen=True)
class _Spending:
    """What the office spent up to today, the works of unknown cost, and the projects that are delivered."""

    spent: Costs
    unknown: set[Work]
    bought: Bought
    delivered: set[str]

    @classmethod
    def of(cls, office: Office) -> _Spending:
        spent, statuses = costs(office), office["Projets"].select("code", "status")
        delivered = {code for code, status in statuses if status in DELIVERED_PROJECTS}
        return cls(spent, spent.unknown_works, bought(office), delivered)


def _cost(line: FollowedLine, sold: int | None, unit_cents: int | None, spending: _Spending) -> LineCost:
    work, spent = (line.project, line.line), spending.spent
    done = spent.work_cents(work)
    shown = None if work in spending.unknown else done
    paid, ordered = spending.bought.incurred[work], spending.bought.open_cents(work)
    cost = partial(LineCost, line.project, line.line, sold, shown, paid, open_cents=ordered)
    if line.figures.follow_up in COUNTED:
        to_come = _counted_cents(line, unit_cents, spent)
        return cost(0, None if to_come is None else max(to_come, ordered))
    if (paid or ordered) and (sold is None or line.project in spending.delivered):
        return cost(0, ordered)
    rest = None if sold is None else max(max(sold - done, _undone_cents(line, sold)) - paid, ordered, 0)
    if line.time.minutes is not None and line.figures.follow_up is FollowUp.NONE:
        return cost(0, rest)
    return cost(rest, 0)


def _counted_cents(line: FollowedLine, unit_cents: int | None, spent: Costs) -> int | None:
    """What is left of a line that sessions count, at the average cost of what they did, else at its unit cost."""
    figures, work = line.figures, (line.project, line.line)
    left = (figures.remaining or Decimal(0)) + figures.unnamed
    if left <= 0:
        return 0
    costed, cents = (figures.worked or Decimal(0)) - figures.unnamed, spent.exact_cents(work)
    if figures.follow_up is FollowUp.HOURS:
        average = spent.remaining_cents(work, line.hours.remaining)
    else:
        average = half_up(cents * left / costed) if costed > 0 and cents > 0 else None
    if average is not None:
        return average
    return None if unit_cents is None else half_up(left * unit_cents)


def _undone_cents(line: FollowedLine, sold: int) -> int:
    """The share of a deliverable that is not done, at what it was to cost; nothing of a line that is not one."""
    figures = line.figures
    if figures.follow_up is not FollowUp.DELIVERABLES or not figures.sold or figures.remaining is None:
        return 0
    return half_up(sold * figures.remaining / figures.sold)
