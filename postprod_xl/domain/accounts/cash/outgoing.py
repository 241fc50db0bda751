"""What suppliers were paid and are owed, and what the people who work cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from postprod_xl.domain.accounts.booked import booked_costs
from postprod_xl.domain.accounts.bought import bought
from postprod_xl.domain.accounts.cash.flows import DUE_OUT, LABOUR, PAID, TO_PAY, Flow, part_cents
from postprod_xl.domain.accounts.labour import labour
from postprod_xl.domain.office import Office
from postprod_xl.domain.purchases.costs import left_to_invoice, orders, owed_cents, paid_cents, with_vat_cents
from postprod_xl.domain.quotes.versions.totals import accepted_versions
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import half_up


def outgoing(office: Office, remaining: Mapping[str, Decimal]) -> Iterator[Flow]:
    """What was due to suppliers, paid and is still to be paid, and the cost of people, in no order.

    What is owed since before today is paid this month. An order is paid at its due day, before tax: that of its
    invoice is not known. What independents work costs the month that they work it, until their invoice takes its
    place (`bought`); people booked for a project whose quote is not accepted cost nothing.

    Parameters
    ----------
    office
        With the rows of `Reservations`.
    remaining
        Working days still needed by each task.
    """
    for purchase in office["Achats"]:
        yield from _invoice(purchase, office.today)
    yield from _orders(office)
    yield from _people(office, remaining)


def _invoice(purchase: Row, today: date) -> Iterator[Flow]:
    asked, paid = with_vat_cents(purchase) or 0, paid_cents(purchase)
    code, tax = purchase.purchase, purchase.vat_cents or 0
    if asked:
        yield Flow(DUE_OUT, purchase.due_day, asked)
    if paid:
        remark = "" if purchase.paid_day else f"achat payé sans date : {code}"
        yield Flow(PAID, purchase.paid_day, paid, part_cents(paid, tax, asked), remark=remark)
    if owed := owed_cents(purchase):
        day, remark = _expected(purchase, today)
        yield Flow(TO_PAY, day, owed, part_cents(owed, tax, asked), remark=remark)


def _orders(office: Office) -> Iterator[Flow]:
    independents = office["Achats"].by_key("purchase", "technician")
    for rows in orders(office):
        first, left = rows[0], left_to_invoice(rows)
        # What is ordered of an independent is the work that his sessions and bookings count.
        if left and not independents[first.purchase]:
            day, remark = _expected(first, office.today)
            yield Flow(TO_PAY, day, left, remark=remark or f"commande comptée hors taxes : {first.purchase}")


def _expected(purchase: Row, today: date) -> tuple[date | None, str]:
    """The day on which a purchase is to be paid, and what there is to say of it."""
    day: date | None = purchase.due_day
    if day is None:
        return None, f"achat sans échéance : {purchase.purchase}"
    return (today, f"achat en retard : {purchase.purchase}") if day < today else (day, "")


def _people(office: Office, remaining: Mapping[str, Decimal]) -> Iterator[Flow]:
    exact: defaultdict[date, Decimal] = defaultdict(Decimal)
    unknown: defaultdict[date, dict[str, None]] = defaultdict(dict)
    for month, code, cents in _labour(office, remaining):
        if cents is None:
            unknown[month][code] = None
        else:
            exact[month] += cents
    for month in exact.keys() | unknown.keys():
        remark = f"coût non connu : {first_names([*unknown[month]])}" if unknown.get(month) else ""
        yield Flow(LABOUR, month, half_up(exact[month]), remark=remark)


def _labour(office: Office, remaining: Mapping[str, Decimal]) -> Iterator[tuple[date, str, Decimal | None]]:
    """The month, the person and the cost of what was worked and not invoiced, then of what is booked."""
    invoiced, accepted = bought(office).replaced_times, accepted_versions(office)
    for time, cost in labour(office).items():
        if time.terms.holder and time not in invoiced:
            yield time.month, time.terms.holder, cost.cents
    for work in booked_costs(office, remaining).people:
        if work.project in accepted:
            yield work.month, work.code, work.cents
