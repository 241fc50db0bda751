"""The rows of what has changed of exported months: `Corrections`, and the DSN beside the AEM in `Declarations`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.aem import gap_text
from postprod_xl.domain.payroll.frozen.differences import Difference, Differences, minus, rows_left
from postprod_xl.domain.payroll.frozen.figures import key_of, payees
from postprod_xl.domain.payroll.frozen.months import of_month
from postprod_xl.domain.payroll.frozen.reasons import reason_of
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.payroll import CORRECTIONS, DECLARATIONS


def corrections(office: Office, changed: Iterable[Differences]) -> Rows:
    """The rows of `Corrections`, of what has changed of some months.

    A correction that is in `Corrections` already keeps the day when it was first seen. A month whose present figures
    are not known keeps its rows.
    """
    held = office[CORRECTIONS.name]
    seen = {(row.month, key_of(row)): row.seen_day for row in held}
    records: list[dict[str, Any]] = []
    for each in changed:
        if each.present is None:
            kept = of_month(held, each.month)
            names = [*kept.columns]
            records += [dict(zip(names, values, strict=True)) for values in kept.select(*names)]
        reasons = {contract: reason_of(each, contract) for contract in each.contracts}
        records += (
            _record(each, difference)
            | {
                "seen_day": seen.get((each.month, difference.key)) or office.today,
                "reason": reasons[difference.key.contract],
            }
            for difference in each.found
        )
    return rows_of(CORRECTIONS, records)


def beside_dsn(office: Office, changed: Sequence[Differences]) -> Rows:
    """`Declarations` with the figures of today beside those that left, for the months whose present is known.

    The gap is that between the statement as exported and the DSN, which carries the later corrections; all of it for a
    contract that pays somebody else today.
    """
    held = office[DECLARATIONS.name]
    present = {
        (each.month, row.contract): row
        for each in changed
        if each.present
        for row in each.present.declarations
    }
    months = {each.month for each in changed if each.present}
    moved = {(each.month, contract) for each in changed for contract in _paid_to_others(office, each)}
    names = ("dsn_minutes", "dsn_days", "dsn_gross_cents", "dsn_gap")
    columns: dict[str, list[Any]] = {name: [*held.column(name)] for name in names}
    for at, row in enumerate(held):
        if row.month not in months:
            continue
        today = None if (row.month, row.contract) in moved else present.get((row.month, row.contract))
        minutes, days, cents = (
            (today.worked_minutes or 0, today.days or 0, today.gross_cents) if today else (0, 0, 0)
        )
        gross = 0 if cents == row.gross_cents else minus(cents, row.gross_cents)
        gap = gap_text(minutes - (row.worked_minutes or 0), days - (row.days or 0), gross)
        for name, value in zip(names, (minutes, days, cents, gap), strict=True):
            columns[name][at] = value
    return held.with_columns(columns)


def _paid_to_others(office: Office, each: Differences) -> list[str]:
    """The contracts of an exported month that do not pay today whom they paid when it left."""
    if each.present is None:
        return []
    was, now = payees(rows_left(office, each.month).pay), payees(each.present.pay)
    return [contract for contract, payee in was.items() if contract in now and now[contract].key != payee.key]


def _record(each: Differences, difference: Difference) -> dict[str, Any]:
    """A row of `Corrections`, the day it was first seen and its reason aside."""
    key, before, after = difference
    person = each.person(key)
    return {
        "month": each.month,
        "payroll_id": person.payroll_id,
        "technician": person.technician,
        "contract": key.contract,
        "item": key.item,
        "label": each.label(key),
        "rate_cents": key.rate_cents,
        "coefficient": key.coefficient,
        "before_hours": before.hours,
        "after_hours": after.hours,
        "difference_hours": minus(after.hours, before.hours),
        "before_cents": before.cents,
        "after_cents": after.cents,
        "difference_cents": minus(after.cents, before.cents),
        "before": before.text,
        "after": after.text,
    }
