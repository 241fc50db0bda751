"""The pay of other months as the workbook keeps it: rows that a person changed and that no longer add up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import counted
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row

_HALF_PRINTED = Decimal("0.005")
_MonthContract = tuple[str, str]
_Cell = tuple[Row, str]
"""A kept row that disagrees with the others, and the column that shows it."""


def kept_problems(office: Office, remade: str = "") -> list[Problem]:
    """One warning a month whose kept pay rows disagree: base × rate, sum of the items, declared gross.

    Parameters
    ----------
    remade
        The month that is being written again, of which nothing is reported.
    """
    items = _items(office)
    gross = {(row.month, row.contract): row.gross_cents for row in office["Paie"]}
    wrong: dict[str, list[_Cell]] = defaultdict(list)
    for row, name in (*_items_wrong(office), *_gross_wrong(office, items), *_declared_wrong(office, gross)):
        if row.month != remade:
            wrong[row.month].append((row, name))
    return [_problem(month, cells) for month, cells in sorted(wrong.items())]


def _items(office: Office) -> Counter[_MonthContract]:
    sums: Counter[_MonthContract] = Counter()
    for month, contract, cents in office["Rubriques"].select("month", "contract", "amount_cents"):
        sums[month, contract] += cents or 0
    return sums


def _items_wrong(office: Office) -> Iterator[_Cell]:
    """The items whose amount is not their hours at their rate, to the hundredth of an hour that is printed."""
    for item in office["Rubriques"]:
        hours, rate, cents = item.base_hours, item.rate_cents, item.amount_cents
        if None not in (hours, rate, cents):
            hourly = rate * (1 + (item.premium_rate or 0))
            if abs(cents - hours * hourly) <= hourly * _HALF_PRINTED + 1:
                continue
        yield item, "amount_cents"


def _gross_wrong(office: Office, items: Counter[_MonthContract]) -> Iterator[_Cell]:
    for pay in office["Paie"]:
        gross = pay.gross_cents
        if (gross or 0) != items[pay.month, pay.contract]:
            yield pay, "gross_cents"
        elif gross is not None and pay.total_cents != gross + (pay.charges_cents or 0):
            yield pay, "total_cents"


def _declared_wrong(office: Office, gross: dict[_MonthContract, int | None]) -> Iterator[_Cell]:
    for declared in office["Declarations"]:
        if declared.gross_cents != gross.get((declared.month, declared.contract)):
            yield declared, "gross_cents"


def _problem(month: str, cells: list[_Cell]) -> Problem:
    (row, name), typed_over = cells[0], month or "AAAA-MM"
    others = f" et {counted(len(cells) - 1, 'autre ligne')}" if len(cells) > 1 else ""
    message = (
        f"paie de {typed_over} modifiée à la main : les montants de {row.contract or 'la ligne'}{others} ne se "
        f"suivent plus ; « postprod payroll --month {typed_over} » les refait"
    )
    return row.warning(name, row.contract, "les montants calculés", message)
