"""What preparing a month of pay would change, said without writing anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.frozen.months import of_month, rows_of_month
from postprod_xl.domain.payroll.preview import ContractChange, ItemChange, PayTotals, pay_changes, totals
from postprod_xl.domain.wording import counted, counted_whole, decimal_text, euros_text
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.payroll import ALLOCATION

_UNKNOWN = "non connu"


def previewed(office: Office, prepared: Outcome, month: str) -> Outcome:
    """The changes that preparing a month makes to the rows of the workbook, contract by contract; nothing to write."""
    written = replace(office, tables={**office.tables, **prepared.rows})
    before, after = (rows_of_month(each, month) for each in (office, written))
    shares = (of_month(office[ALLOCATION.name], month), of_month(written[ALLOCATION.name], month))
    changes = pay_changes(before, after, shares)
    was, will = totals(before), totals(after)
    return Outcome(
        summary=f"aperçu de la paie de {month}, rien n'est écrit : {_summary(changes, was, will)}",
        lines=(*map(_line, changes), *prepared.lines),
        details={
            "month": month,
            "preview": True,
            "before": was._asdict(),
            "after": will._asdict(),
            "contracts": [_detail(change) for change in changes],
            "warnings": [problem.message for problem in prepared.problems],
        },
        is_answer=True,
    )


def _summary(changes: Sequence[ContractChange], was: PayTotals, will: PayTotals) -> str:
    if not changes:
        return f"{counted(was.contracts, 'contrat')}, {_amount(was.gross_cents)} brut, rien ne change"
    added = sum(change.is_added for change in changes)
    removed = sum(change.is_removed for change in changes)
    counts = (
        (added, "contrat ajouté"),
        (removed, "contrat retiré"),
        (len(changes) - added - removed, "contrat changé"),
    )
    told = ", ".join(counted_whole(count, what) for count, what in counts if count)
    return (
        f"{told} ; brut {_moved(was.gross_cents, will.gross_cents)}, coût total "
        f"{_moved(was.total_cents, will.total_cents)}"
    )


def _line(change: ContractChange) -> str:
    """One line a contract: `CT-003 (CARREL) : brut 100,00 € → 120,00 € ; HN 35 h → 39 h, …`."""
    name = f"{change.contract} ({change.technician})" if change.technician else change.contract
    if change.before is None and change.after is not None:
        return f"{name} : ajouté, {_amount(change.after.gross_cents)} brut ; {_items(change)}"
    if change.after is None:
        gross = _UNKNOWN if change.before is None else _amount(change.before.gross_cents)
        return f"{name} : retiré, {gross} brut"
    gross = _moved(_gross(change.before), _gross(change.after))
    return f"{name} : brut {gross} ; {_items(change) or _others(change)}"


def _items(change: ContractChange) -> str:
    return " ; ".join(map(_item, change.items))


def _item(change: ItemChange) -> str:
    if change.before is None:
        return f"{change.item} {_base(change.after)} : {_amount(_cents(change.after))}"
    if change.after is None:
        return f"{change.item} retirée : {_amount(_cents(change.before))}"
    amounts = _moved(_cents(change.before), _cents(change.after))
    bases = (_base(change.before), _base(change.after))
    hours = bases[0] if bases[0] == bases[1] else " → ".join(bases)
    return f"{change.item} {hours} : {amounts}"


def _others(change: ContractChange) -> str:
    """What else changes of a contract, by its headings in `Paie`, then elsewhere."""
    assert change.before is not None and change.after is not None
    table = change.after.table
    names = [
        column.heading
        for column in table.columns
        if getattr(change.before, column.name) != getattr(change.after, column.name)
    ]
    return f"change : {', '.join(dict.fromkeys([*names, *change.elsewhere]))}"


def _moved(before: int | None, after: int | None) -> str:
    was, will = _amount(before), _amount(after)
    return was if was == will else f"{was} → {will}"


def _amount(cents: int | None) -> str:
    return _UNKNOWN if cents is None else euros_text(cents)


def _base(item: Row | None) -> str:
    base = None if item is None else item.base_hours
    return _UNKNOWN if base is None else f"{decimal_text(base)} h"


def _gross(sheet: Row | None) -> int | None:
    return None if sheet is None else sheet.gross_cents


def _cents(item: Row | None) -> int | None:
    return None if item is None else item.amount_cents


def _detail(change: ContractChange) -> dict[str, Any]:
    return {
        "contract": change.contract,
        "technician": change.technician,
        "change": "added" if change.is_added else "removed" if change.is_removed else "changed",
        "gross_cents_before": _gross(change.before),
        "gross_cents_after": _gross(change.after),
        "items": [
            {
                "item": item.item,
                "amount_cents_before": _cents(item.before),
                "amount_cents_after": _cents(item.after),
            }
            for item in change.items
        ],
    }
