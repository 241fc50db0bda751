"""The cash of the house month by month: the rows of `Tresorerie`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta

from postprod_xl.domain.accounts.cash.flows import INCOMING, OUTGOING, VAT, Flow
from postprod_xl.domain.accounts.cash.incoming import incoming
from postprod_xl.domain.accounts.cash.outgoing import outgoing
from postprod_xl.domain.accounts.cash.vat_due import vat_due
from postprod_xl.domain.office import Office
from postprod_xl.domain.results import result_rows
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.accounts import CASH

UNDATED, BEFORE, AFTER = "sans date", "avant", "après"
_ONE_MONTH = relativedelta(months=1)
_SHOWN_BEFORE, _SHOWN_AFTER = relativedelta(months=12), relativedelta(months=24)
"""Months shown one by one around the present one; the others are one row before them and one after."""


@dataclass
class _Month:
    """What moves in a month by column, in cents, and what is said of it, with the names it is said of."""

    cents: Counter[str] = field(default_factory=Counter)
    said: dict[str, list[str]] = field(default_factory=dict)

    def add(self, flow: Flow) -> None:
        self.cents[flow.column] += flow.cents
        if flow.remark:
            said, _, name = flow.remark.partition(" : ")
            self.said.setdefault(said, []).append(name)

    @property
    def balance(self) -> int:
        """What comes in less what goes out."""
        received = sum(self.cents[column] for column in INCOMING)
        return received - sum(self.cents[column] for column in OUTGOING)

    @property
    def remarks(self) -> str:
        return " ; ".join(
            f"{said} : {first_names([*dict.fromkeys(names)])}" for said, names in self.said.items()
        )


def cash_schedule(office: Office, remaining: Mapping[str, Decimal]) -> Rows:
    """The rows of `Tresorerie`: one a month, from the first movement to the last, then what has no date.

    A month adds up what came in and went out in it, and what is still expected to. Movements older than a year are one
    row, and so are those more than two years ahead.

    Parameters
    ----------
    office
        With the rows of `Comptes` and `Reservations`, and the computed columns of `Echeancier` and `Versions`.
    remaining
        Working days still needed by each task.
    """
    flows = [*incoming(office, remaining), *outgoing(office, remaining)]
    due = (Flow(VAT, month, cents) for month, cents in vat_due(flows).items())
    months = _months([*flows, *due], office.today.replace(day=1))
    undated = months.pop(None, None)
    rows = [*_dated_rows(months, office.today.replace(day=1))]
    if undated:
        rows.append(_row(UNDATED, undated, None, None))
    return result_rows(CASH.name, rows)


def _months(flows: Iterable[Flow], now: date) -> defaultdict[date | None, _Month]:
    """The movements by month, those out of the months shown in the one before or after them."""
    first, last = now - _SHOWN_BEFORE - _ONE_MONTH, now + _SHOWN_AFTER + _ONE_MONTH
    found: defaultdict[date | None, _Month] = defaultdict(_Month)
    for flow in flows:
        found[flow.day and min(max(flow.day.replace(day=1), first), last)].add(flow)
    return found


def _dated_rows(months: Mapping[date | None, _Month], now: date) -> Iterator[list[Any]]:
    known = [month for month in months if month is not None]
    month, last, cumulative = min(known, default=now), max(known, default=now - _ONE_MONTH), 0
    while month <= last:
        held = months.get(month) or _Month()
        cumulative += held.balance
        yield _row(_label(month, now), held, held.balance, cumulative)
        month += _ONE_MONTH


def _label(month: date, now: date) -> str:
    if month < now - _SHOWN_BEFORE:
        return f"{BEFORE} {month + _ONE_MONTH:%Y-%m}"
    if month > now + _SHOWN_AFTER:
        return f"{AFTER} {month - _ONE_MONTH:%Y-%m}"
    return f"{month:%Y-%m}"


def _row(label: str, month: _Month, balance: int | None, cumulative: int | None) -> list[Any]:
    figures = {
        "month": label,
        **month.cents,
        "balance_cents": balance,
        "cumulative_cents": cumulative,
        "remarks": month.remarks,
    }
    return [figures.get(column.name, 0) for column in CASH.columns]
