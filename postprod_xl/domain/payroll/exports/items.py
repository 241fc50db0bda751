"""The pay items of a month as they leave for the payroll office, from `Rubriques` as written, not computed again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from postprod_xl.documents.payroll.export import ExportedItem
from postprod_xl.domain.money import shown_quantity
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.hours.month import month_bounds
from postprod_xl.domain.payroll.monthly.items import MONTHLY_CODES
from postprod_xl.domain.people.contracts import contracts
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import folded, half_up
from postprod_xl.schema.vocabulary import ExportedRate

WHOLE = Decimal(1)


def exported_items(office: Office, items: Iterable[Row]) -> list[ExportedItem]:
    """The items of `Rubriques` under the codes of `CodesPaie`, in the same order.

    Parameters
    ----------
    items
        Rows of `Rubriques`, or of a table with the same columns.

    Returns
    -------
    list of ExportedItem
        Each for the days of its contract within its month. Its rate is the one paid, premium included, so that base
        × rate is the amount; that of a simple hour where `CodesPaie` says that the software adds the premium itself.
        The rate of an item of a month, which has none, is its amount by its hours, with the decimals that this takes.
    """
    codes, held = pay_codes(office), contracts(office)
    exported = []
    for item in items:
        first, last = paid_days(held.get(item.contract), item.month)
        code = codes.get(folded(item.item))
        is_hourly = code is not None and code.exported_rate == ExportedRate.HOURLY
        exported.append(
            ExportedItem(
                item.payroll_id,
                first,
                last,
                exported_code(codes, item.item),
                item.base_hours,
                rate_in_cents(item, WHOLE if is_hourly else coefficient(item)),
                item.amount_cents,
            )
        )
    return exported


def pay_codes(office: Office) -> Mapping[str, Row]:
    """The rows of `CodesPaie` by folded item code."""
    return {folded(row.item): row for row in office["CodesPaie"]}


def codes_to_fill(office: Office, items: Iterable[Row]) -> Rows:
    """The rows to add to `CodesPaie` for items that it does not have: a person types their codes there."""
    known = set(pay_codes(office))
    # What follows is of one month: « Salaire mensuel, 10 jours sur 21 », « Absence payée : congés ».
    labels = {item.item: re.split(", | : ", item.label)[0] for item in items}
    missing = [{"item": item, "label": label} for item, label in labels.items() if folded(item) not in known]
    return rows_of(BY_NAME["CodesPaie"], missing)


def exported_code(codes: Mapping[str, Row], item: str) -> str:
    """The code under which an item leaves: that of the software, else ours."""
    row = codes.get(folded(item))
    return (row.software_code if row is not None else "") or item


def paid_days(contract: Row | None, month: str) -> tuple[date | None, date | None]:
    """The first and last days of a contract within a month; None for one that is not known, or not within it.

    A contract without last day, open-ended or not, is paid to the end of the month.
    """
    first, last = month_bounds(month)
    if contract is None or contract.first_day is None:
        return None, None
    begins, ends = max(first, contract.first_day), min(last, contract.last_day or last)
    return (begins, ends) if begins <= ends else (None, None)


def coefficient(item: Row) -> Decimal | None:
    """What the rate of an item is multiplied by; None when nobody knows what it pays.

    A row of an earlier version has none: it is 1 and its premium.
    """
    if item.coefficient is not None:
        return Decimal(item.coefficient)
    if item.premium_rate is None and item.amount_cents is None:
        return None
    return WHOLE + (item.premium_rate or 0)


def rate_in_cents(item: Row, factor: Decimal | None) -> Decimal | None:
    """The rate of an item times a factor, in cents, exact; None when one of them is not known."""
    if item.item in MONTHLY_CODES and item.amount_cents is not None and item.base_hours:
        cents, hours = item.amount_cents, item.base_hours
        return shown_quantity(cents / hours, 0, lambda rate: half_up(rate * hours) == cents)
    return None if item.rate_cents is None or factor is None else item.rate_cents * factor
