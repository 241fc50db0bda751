"""What a month pays and declares, figure by figure: as it left for the payroll office, and as it would be today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from postprod_xl.domain.payroll.aem import DECLARED
from postprod_xl.domain.payroll.exports.items import coefficient
from postprod_xl.domain.payroll.frozen.months import PayRows
from postprod_xl.schema.bounds import value_text
from postprod_xl.schema.kinds import Kind, is_empty
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.payroll import DECLARATIONS
from postprod_xl.schema.units import decimal_hours, folded
from postprod_xl.schema.vocabulary import YesNo

AEM = "AEM"
"""What stands for the code of an item where the figure is one of the statement."""


_PAID = ("item", "rate_cents", "coefficient", "premium_rate", "base_hours", "amount_cents")
_PAYEE = ("payroll_id", "technician")


class Key(NamedTuple):
    """What tells a figure from the others of its month.

    A rate that changes makes two figures: the hours at the former rate, and those at the new one. So does the person
    whom a contract pays: what left is taken back from one, and is due to the other.

    Parameters
    ----------
    payee
        Whom it pays, as the payroll office knows people: by their number, by the code of those without.
    item
        The code of the item, or `AEM`.
    part
        The heading of what the statement declares; empty for an item.
    """

    contract: str
    payee: str
    item: str
    part: str = ""
    rate_cents: int | None = None
    coefficient: Decimal | None = None


class Figure(NamedTuple):
    """One figure of a month: hours, an amount, or a text; what it has not is None, and so is an amount not known."""

    hours: Decimal | None = None
    cents: int | None = None
    text: str = ""


class Payee(NamedTuple):
    """Who a contract pays."""

    payroll_id: str
    technician: str

    @property
    def key(self) -> str:
        return folded(self.payroll_id) or self.technician


class MonthFigures(NamedTuple):
    """The figures of a month, with the label of each item and the people whom it pays, by their key."""

    values: Mapping[Key, Figure]
    labels: Mapping[Key, str]
    people: Mapping[str, Payee]


def payees(pay: Rows) -> dict[str, Payee]:
    """Whom each contract of the rows of `Paie` of a month pays."""
    return {contract: Payee(*person) for contract, *person in pay.select("contract", *_PAYEE)}


def figures_of(rows: PayRows) -> MonthFigures:
    """The figures of the rows of a month."""
    values: dict[Key, Figure] = {}
    labels = {}
    paid = payees(rows.pay)
    for item in rows.items:
        payee = Payee(item.payroll_id, item.technician).key
        key = Key(item.contract, payee, item.item, "", item.rate_cents, coefficient(item))
        values[key] = Figure(item.base_hours or Decimal(0), item.amount_cents)
        labels[key] = item.label
    for declared in rows.declarations:
        values.update(_declared(declared, paid.get(declared.contract, Payee("", declared.technician)).key))
    return MonthFigures(values, labels, {payee.key: payee for payee in paid.values()})


def exported_figures(rows: PayRows, sent: Rows) -> MonthFigures:
    """The figures of an exported month as they left, those of its exported corrections in place of the first ones.

    Parameters
    ----------
    rows
        Those of the month that left, or of some of its contracts.
    sent
        Rows of `CorrectionsExportees` of the same.
    """
    figures = figures_of(rows)
    values, labels, people = dict(figures.values), dict(figures.labels), dict(figures.people)
    for row in sorted(sent, key=lambda row: row.rank or 0):
        key = key_of(row)
        values[key] = Figure(row.after_hours, row.after_cents, row.after)
        labels.setdefault(key, row.label)
        people.setdefault(key.payee, Payee(row.payroll_id, row.technician))
    return MonthFigures(values, labels, people)


def contracts_to_compare(one: PayRows, other: PayRows) -> set[str]:
    """The contracts whose figures may not be the same in two states of a month."""
    mine, theirs = (_by_contract(rows) for rows in (one, other))
    return {
        contract for contract in mine.keys() | theirs.keys() if mine.get(contract) != theirs.get(contract)
    }


def _by_contract(rows: PayRows) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for held, names in ((rows.items, _PAID), (rows.pay, _PAYEE), (rows.declarations, DECLARED)):
        for contract, *cells in held.select("contract", *names):
            found[contract].append(tuple(cells))
    return found


def key_of(row: Row) -> Key:
    """The figure that a row of corrections is about."""
    part = row.label if row.item == AEM else ""
    payee = Payee(row.payroll_id, row.technician).key
    return Key(row.contract, payee, row.item, part, row.rate_cents, row.coefficient)


def absent(key: Key) -> Figure:
    """What stands for a figure in a month that does not have it: nothing paid, nothing declared."""
    if key.item != AEM:
        return Figure(Decimal(0), 0)
    return _NOTHING.get(key.part, Figure())


def _declared(row: Row, payee: str) -> Iterator[tuple[Key, Figure]]:
    for name in DECLARED:
        column = DECLARATIONS.by_name[name]
        yield Key(row.contract, payee, AEM, column.heading), _figure(column.kind, getattr(row, name))


def _figure(kind: Kind, value: Any) -> Figure:
    if kind is Kind.EURO:
        return Figure(cents=value)
    if kind is Kind.HOURS:
        return Figure(hours=decimal_hours(value or 0))
    if kind is Kind.BOOL:
        return Figure(text=YesNo.YES.value if value else YesNo.NO.value)
    return Figure(text="" if is_empty(value) else value_text(kind, value))


_NOTHING = {
    DECLARATIONS.heading("worked_minutes"): Figure(hours=Decimal(0)),
    DECLARATIONS.heading("gross_cents"): Figure(cents=0),
}
