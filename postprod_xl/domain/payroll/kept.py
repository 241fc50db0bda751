"""The pay of other months as the workbook keeps it: what a person changed there no longer adds up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import counted
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME

_HALF_PRINTED = Decimal("0.005")
Sheet = tuple[str, str]
"""A month and a contract."""


class _Wrong(NamedTuple):
    """A cell of a kept row that disagrees with the others."""

    table: str
    row: int
    name: str
    contract: str


def kept_problems(office: Office, remade: str = "") -> list[Problem]:
    """One warning a month whose kept pay rows disagree: base × rate, sum of the items, declared gross.

    Parameters
    ----------
    remade
        The month that is being written again, of which nothing is said.
    """
    items, gross = _items(office), _gross(office)
    wrong: dict[str, list[_Wrong]] = defaultdict(list)
    for month, cell in [*_items_wrong(office), *_gross_wrong(office, items), *_declared_wrong(office, gross)]:
        if month != remade:
            wrong[month].append(cell)
    return [_problem(month, cells) for month, cells in sorted(wrong.items())]


def _items(office: Office) -> Counter[Sheet]:
    frame = office["Rubriques"]
    columns = (frame.column(name) for name in ("month", "contract", "amount_cents"))
    sums: Counter[Sheet] = Counter()
    for month, contract, cents in zip(*columns, strict=True):
        sums[month, contract] += cents or 0
    return sums


def _gross(office: Office) -> dict[Sheet, int | None]:
    frame = office["Paie"]
    columns = (frame.column(name) for name in ("month", "contract", "gross_cents"))
    return {(month, contract): cents for month, contract, cents in zip(*columns, strict=True)}


def _items_wrong(office: Office) -> Iterator[tuple[str, _Wrong]]:
    """The items whose amount is not their hours at their rate, to the hundredth of an hour that is printed."""
    frame = office["Rubriques"]
    names = ("month", "contract", "base_hours", "rate_cents", "premium_rate", "amount_cents")
    columns = (frame.column(name) for name in names)
    for row, month, contract, hours, rate, premium, cents in zip(frame.numbers, *columns, strict=True):
        if None not in (hours, rate, cents):
            hourly = rate * (1 + (premium or 0))
            if abs(cents - hours * hourly) <= hourly * _HALF_PRINTED + 1:
                continue
        yield month, _Wrong("Rubriques", row, "amount_cents", contract)


def _gross_wrong(office: Office, items: Counter[Sheet]) -> Iterator[tuple[str, _Wrong]]:
    frame = office["Paie"]
    names = ("month", "contract", "gross_cents", "charges_cents", "total_cents")
    columns = (frame.column(name) for name in names)
    for row, month, contract, gross, charges, total in zip(frame.numbers, *columns, strict=True):
        if (gross or 0) != items[month, contract]:
            yield month, _Wrong("Paie", row, "gross_cents", contract)
        elif gross is not None and total != gross + (charges or 0):
            yield month, _Wrong("Paie", row, "total_cents", contract)


def _declared_wrong(office: Office, gross: dict[Sheet, int | None]) -> Iterator[tuple[str, _Wrong]]:
    frame = office["Declarations"]
    columns = (frame.column(name) for name in ("month", "contract", "gross_cents"))
    for row, month, contract, declared in zip(frame.numbers, *columns, strict=True):
        if declared != gross.get((month, contract)):
            yield month, _Wrong("Declarations", row, "gross_cents", contract)


def _problem(month: str, cells: list[_Wrong]) -> Problem:
    first, said = cells[0], month or "AAAA-MM"
    others = f" et {counted(len(cells) - 1, 'autre ligne')}" if len(cells) > 1 else ""
    message = (
        f"paie de {said} modifiée à la main : les montants de {first.contract or 'la ligne'}{others} ne se suivent "
        f"plus ; « postprod payroll --month {said} » les refait"
    )
    heading = BY_NAME[first.table].heading(first.name)
    return warning(first.table, first.row, heading, first.contract, "les montants calculés", message)
