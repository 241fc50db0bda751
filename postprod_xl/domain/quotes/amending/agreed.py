"""What a project agreed to pay before tax: its accepted quote, and each change order accepted since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from postprod_xl.documents.change_order import Agreed
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import effects, is_void
from postprod_xl.domain.quotes.versions.totals import accepted_versions, totals
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import ChangeOrderStatus


def accepted_quote(office: Office, project: str) -> Agreed | None:
    """The accepted version of the quote of a project, its day and its total; None without any."""
    version = accepted_versions(office).get(project)
    if version is None:
        return None
    rows = office["Versions"].select("project", "version", "day")
    day = next(day for code, number, day in rows if (code, number) == (project, version))
    return Agreed(str(version), day, totals(office)[project, version].total)


def accepted_orders(office: Office, project: str) -> list[Row]:
    """The change orders of a project that count, in the order they are taken: by date, those without one last."""
    counted = [
        order
        for order in office["Avenants"]
        if order.project == project
        and order.status == ChangeOrderStatus.ACCEPTED
        and not is_void(order.type, order.line)
    ]
    return sorted(counted, key=lambda order: order.day or date.max)


def each_added(office: Office, orders: Sequence[Row]) -> Iterator[Agreed]:
    """What each of some change orders of a project adds to its quote, taken in this order."""
    reached = 0
    for at, order in enumerate(orders, 1):
        added = added_cents(office, orders[:at])
        yield Agreed(order.number, order.day, added - reached)
        reached = added


def added_cents(office: Office, orders: Sequence[Row]) -> int:
    """What some change orders of a project add to its quote, as if they alone were accepted, in this order."""
    if not orders:
        return 0
    rows = office["Avenants"].of_numbers([order.row for order in orders])
    accepted = [str(ChangeOrderStatus.ACCEPTED)] * len(orders)
    # The last one may be dated before those that were accepted first: what it adds comes after them.
    days = [date.max if order is orders[-1] else order.day for order in orders]
    taken = rows.with_columns({"status": accepted, "day": days})
    return effects(office.with_rows("Avenants", taken)).project_cents[orders[0].project]
