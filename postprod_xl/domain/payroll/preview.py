"""What preparing a month of pay would change: its rows as written beside those that would be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from postprod_xl.domain.money import known_sum
from postprod_xl.domain.payroll.frozen.months import OF_TODAY, PayRows
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.payroll import ALLOCATION, DECLARATIONS

_PAID_BY = ("base_hours", "rate_cents", "premium_rate", "amount_cents")
"""What an item is made of: it changes when one of them does."""


class ItemChange(NamedTuple):
    """An item of a contract before and after; None where it is not paid."""

    item: str
    before: Row | None
    after: Row | None


class ContractChange(NamedTuple):
    """The pay of a contract before and after; None where it is not paid.

    Parameters
    ----------
    items
        The items that change.
    elsewhere
        What changes beside `Paie` and `Rubriques`: headings of its declaration, the tab of what projects bear.
    """

    contract: str
    technician: str
    before: Row | None
    after: Row | None
    items: tuple[ItemChange, ...]
    elsewhere: Sequence[str] = ()

    @property
    def is_added(self) -> bool:
        return self.before is None and self.after is not None

    @property
    def is_removed(self) -> bool:
        return self.after is None


class PayTotals(NamedTuple):
    """What a month comes to; an amount is None as soon as that of one contract is not known."""

    contracts: int
    gross_cents: int | None
    charges_cents: int | None
    total_cents: int | None


def totals(month: PayRows) -> PayTotals:
    """What the rows of a month come to."""
    sums = (known_sum(month.pay.column(name)) for name in ("gross_cents", "charges_cents", "total_cents"))
    return PayTotals(len(month.pay), *sums)


def pay_changes(
    before: PayRows, after: PayRows, shares: tuple[Rows, Rows] | None = None
) -> list[ContractChange]:
    """The contracts of which something would change, in the order of the pay that would be written, then those removed.

    Parameters
    ----------
    shares
        The rows of `Repartition` of the month before and after; None not to look at them.
    """
    sheets = {sheet.contract: sheet for sheet in before.pay}, {sheet.contract: sheet for sheet in after.pay}
    items = _by_contract(before.items), _by_contract(after.items)
    found, elsewhere = [], _elsewhere(before, after, shares)
    for contract in dict.fromkeys([*sheets[1], *sheets[0], *items[0]]):
        changed = tuple(_item_changes(*(each.get(contract, {}) for each in items)))
        was, will = (each.get(contract) for each in sheets)
        others = elsewhere[contract]
        if changed or others or not _is_same(was, will):
            person = next((sheet.technician for sheet in (will, was) if sheet is not None), "")
            found.append(ContractChange(contract, person, was, will, changed, others))
    return found


def _elsewhere(
    before: PayRows, after: PayRows, shares: tuple[Rows, Rows] | None
) -> defaultdict[str, list[str]]:
    """What changes of each contract in `Declarations`, by heading, and whether it does in `Repartition`, by its tab."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    declared = {row.contract: row for row in before.declarations}
    columns = [column for column in DECLARATIONS.columns if column.name not in OF_TODAY]
    for row in after.declarations:
        if (held := declared.get(row.contract)) is not None:
            found[row.contract] += (
                column.heading
                for column in columns
                if getattr(held, column.name) != getattr(row, column.name)
            )
    if shares is not None:
        borne, bears = map(_shares, shares)
        for contract in bears:
            if contract in borne and borne[contract] != bears[contract]:
                found[contract].append(ALLOCATION.tab)
    return found


def _shares(rows: Rows) -> Mapping[str, Sequence[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[row.contract].append(tuple(row)[1:])
    return found


def _by_contract(items: Rows) -> Mapping[str, Mapping[str, Row]]:
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for item in items:
        found[item.contract][item.item] = item
    return found


def _item_changes(before: Mapping[str, Row], after: Mapping[str, Row]) -> Iterator[ItemChange]:
    for code in dict.fromkeys([*after, *before]):
        was, will = before.get(code), after.get(code)
        if was is None or will is None or any(getattr(was, name) != getattr(will, name) for name in _PAID_BY):
            yield ItemChange(code, was, will)


def _is_same(before: Row | None, after: Row | None) -> bool:
    """Whether two rows of `Paie` hold the same, their place aside."""
    if before is None or after is None:
        return before is after
    return tuple(before)[1:] == tuple(after)[1:]
