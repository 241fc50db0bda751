"""What has changed of the exported months of pay: figure by figure, against what left for the payroll office."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.declarations import present_pay
from postprod_xl.domain.payroll.frozen.figures import (
    AEM,
    Figure,
    Key,
    MonthFigures,
    Payee,
    absent,
    contracts_to_compare,
    exported_figures,
    figures_of,
)
from postprod_xl.domain.payroll.frozen.months import (
    PayRows,
    exported_months,
    of_month,
    rows_of_month,
    typed_over,
)
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.payroll import EXPORTED_CORRECTIONS
from postprod_xl.schema.tables.team import TEAM

_NOBODY = Payee("", "")
_Number = TypeVar("_Number", int, Decimal)


class Difference(NamedTuple):
    """A figure that is not what left for the payroll office."""

    key: Key
    before: Figure
    after: Figure


@dataclass(frozen=True)
class Differences:
    """What has changed of an exported month.

    Parameters
    ----------
    found
        Contract by contract: its items, then what its statement declares. Nothing of a contract whose exported rows
        were typed over: what left of it is not known.
    present
        The month as it would be paid today; None when it could not be, and then nothing is found.
    unknown
        What keeps it from being known.
    unpaid
        The contracts that have no rate today: what they pay is not known.
    """

    month: str
    found: Sequence[Difference]
    before: MonthFigures
    after: MonthFigures
    present: PayRows | None
    unknown: Sequence[Problem] = ()
    unpaid: Set[str] = frozenset()

    @property
    def contracts(self) -> list[str]:
        """The contracts that changed."""
        return list(dict.fromkeys(difference.key.contract for difference in self.found))

    def person(self, key: Key) -> Payee:
        """Whom a figure pays."""
        return self.after.people.get(key.payee) or self.before.people.get(key.payee, _NOBODY)

    def label(self, key: Key) -> str:
        """What a figure is called."""
        return key.part or self.after.labels.get(key) or self.before.labels.get(key, "")


def differences(office: Office) -> list[Differences]:
    """What has changed of each exported month, by month."""
    return [month_differences(office, month) for month in exported_months(office)]


def month_differences(office: Office, month: str) -> Differences:
    """What has changed of one exported month."""
    result = present_pay(office, month)
    sent = _identified(office, of_month(office[EXPORTED_CORRECTIONS.name], month))
    left, present = rows_left(office, month), PayRows(result.items, result.pay, result.declarations)
    refusals = [problem for problem in result.problems if problem.is_blocking]
    concerned = set() if refusals else {*contracts_to_compare(left, present), *sent.column("contract")}
    concerned -= {*typed_over(office)[month]}
    before = exported_figures(_of_contracts(left, concerned), _of(sent, concerned))
    after = figures_of(_of_contracts(present, concerned))
    unpaid = _without_any_item(present)
    found = [
        Difference(key, was, will)
        for key in sorted(before.values.keys() | after.values.keys(), key=_rank(before, after))
        if (was := before.values.get(key, absent(key))) != (will := after.values.get(key, _due(key, unpaid)))
    ]
    return Differences(month, found, before, after, None if refusals else present, refusals, unpaid)


def _without_any_item(present: PayRows) -> set[str]:
    """The contracts whose gross is not known and that have no item, for want of a rate: they are not owed nothing."""
    unknown = {pay.contract for pay in present.pay if pay.gross_cents is None}
    return unknown - {*present.items.column("contract")}


def _due(key: Key, unpaid: Set[str]) -> Figure:
    """What stands for a figure that the month of today does not have."""
    return Figure() if key.item != AEM and key.contract in unpaid else absent(key)


def rows_left(office: Office, month: str) -> PayRows:
    """The rows of a month that left, under the payroll numbers that those who had none have today."""
    items, pay, declared = rows_of_month(office, month)
    return PayRows(_identified(office, items), _identified(office, pay), declared)


def _identified(office: Office, rows: Rows) -> Rows:
    """Some rows, with the payroll number of today where they have none."""
    numbers = office[TEAM.name].by_key("code", "payroll_id")
    people = rows.select("payroll_id", "technician")
    return rows.with_columns({"payroll_id": [number or numbers.get(code, "") for number, code in people]})


def _of_contracts(rows: PayRows, contracts: Set[str]) -> PayRows:
    return PayRows(*(_of(held, contracts) for held in rows))


def _of(rows: Rows, contracts: Set[str]) -> Rows:
    return rows.where(contract in contracts for contract in rows.column("contract"))


def _rank(before: MonthFigures, after: MonthFigures) -> Callable[[Key], Any]:
    """The order of the figures: person, contract, items as they are paid, what is taken back first, then statements."""
    order: dict[tuple[str, str], int] = {}
    for key in (*after.values, *before.values):
        order.setdefault((key.item, key.part), len(order))

    def rank(key: Key) -> tuple[Any, ...]:
        person = after.people.get(key.payee) or before.people.get(key.payee, _NOBODY)
        return *person, key.contract, key.item == AEM, order[key.item, key.part], key in after.values

    return rank


def minus(after: _Number | None, before: _Number | None) -> _Number | None:
    """What a figure of today has that the one that left has not; None when one of them is not known."""
    return None if after is None or before is None else after - before
