"""The months of pay that were exported: what left, and the marks that tell whether their rows are still what left."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.sealed_rows import row_texts, seal_of
from postprod_xl.schema.cells.formats import MONTH
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.payroll import (
    DECLARATIONS,
    EXPORTED_CORRECTIONS,
    EXPORTED_MONTHS,
    PAY,
    PAY_ITEMS,
)

KEPT_TABLES = (PAY_ITEMS, PAY, DECLARATIONS)
"""The tables whose rows of an exported month stay as they left."""
OF_TODAY = frozenset({"dsn_minutes", "dsn_days", "dsn_gross_cents", "dsn_gap"})
"""The columns of `Declarations` that are computed again after the export."""
_SEALED = tuple(column.name for column in EXPORTED_MONTHS.columns if column.name != "seals")
_OWN, _WHOLE = "", "*"
"""The keys of the mark of a row of `MoisExportes`, and of that of all its contracts, among those of contracts."""
_LONGEST = 30_000
"""Characters of the marks of contracts that a cell is given; it holds 32,767."""
_EVERY = {
    table.name: " ".join(column.name for column in table.columns) for table in (*KEPT_TABLES, EXPORTED_MONTHS)
}


class PayRows(NamedTuple):
    """The rows of one month in `Rubriques`, `Paie` and `Declarations`."""

    items: Rows
    pay: Rows
    declarations: Rows


def rows_of_month(office: Office, month: str) -> PayRows:
    """What `Rubriques`, `Paie` and `Declarations` hold of a month."""
    held = _rows_by_month(office)
    return PayRows(*(held[table.name].get(month) or office[table.name].at(()) for table in KEPT_TABLES))


@fact(
    Rubriques=_EVERY[PAY_ITEMS.name],
    Paie=_EVERY[PAY.name],
    Declarations=_EVERY[DECLARATIONS.name],
)
def _rows_by_month(office: Office) -> dict[str, dict[str, Rows]]:
    """The rows of each table by month, parted once for all the months that are looked at."""
    return {table.name: _by_month(office[table.name]) for table in KEPT_TABLES}


def _by_month(rows: Rows) -> dict[str, Rows]:
    positions: dict[str, list[int]] = defaultdict(list)
    for at, month in enumerate(rows.column("month")):
        positions[month].append(at)
    return {month: rows.at(found) for month, found in positions.items()}


def of_month(rows: Rows, month: str) -> Rows:
    """Those of a month, in a table that has several."""
    return rows.where(one == month for one in rows.column("month"))


def beside_other_months(held: Rows, made: Rows, month: str) -> Rows:
    """The rows of a table by month, those of one made again."""
    whole = held.where(other != month for other in held.column("month")).followed_by(made)
    months = whole.column("month")
    return whole.at(sorted(range(len(whole)), key=months.__getitem__))


@fact(MoisExportes=_EVERY[EXPORTED_MONTHS.name])
def exported_months(office: Office) -> dict[str, list[Row]]:
    """What left of each month, by rank: the month itself first, then its corrections.

    A row whose month was typed over with something else is of none.
    """
    found: dict[str, list[Row]] = defaultdict(list)
    for row in office[EXPORTED_MONTHS.name]:
        if MONTH.fits(row.month):
            found[row.month].append(row)
    return {month: sorted(rows, key=lambda row: row.rank or 0) for month, rows in sorted(found.items())}


def corrections_of(office: Office, month: str, rank: int) -> Rows:
    """The corrections of a month that left in one export."""
    sent = office[EXPORTED_CORRECTIONS.name]
    return sent.where(held == (month, rank) for held in sent.select("month", "rank"))


def contract_seals(rows: Iterable[Rows]) -> dict[str, str]:
    """The mark of the rows of each contract in some tables, whatever their order."""
    texts: dict[str, list[str]] = defaultdict(list)
    for held in rows:
        names = [name for name in held.columns if name not in OF_TODAY]
        for contract, text in zip(held.column("contract"), row_texts(held, names), strict=True):
            texts[contract].append(f"{held.table.name}{text}")
    return {contract: seal_of("P", *sorted(own)) for contract, own in texts.items()}


def kept_seals(contracts: Mapping[str, str]) -> dict[str, str]:
    """The marks of contracts as a cell holds them: one for all of them where they are too many."""
    seals = dict(contracts)
    return seals if len(_text(seals)) <= _LONGEST else {_WHOLE: _seal_of_all(seals)}


def sealed(row: Rows, contracts: Mapping[str, str]) -> Rows:
    """The row to add to `MoisExportes`, with the marks of its contracts and its own."""
    (text,) = row_texts(row, _SEALED)
    own = seal_of("E", text, *(f"{code}={seal}" for code, seal in contracts.items()))
    return row.with_columns({"seals": [_text({**contracts, _OWN: own})]})


def seals_of(row: Row) -> dict[str, str] | None:
    """The marks of the contracts of a row of `MoisExportes`; None when it is not as the program wrote it."""
    try:
        seals: dict[str, str] = json.loads(row.seals)
        seals.pop(_OWN)
    except (ValueError, AttributeError, KeyError, TypeError):
        return None
    alone = Rows(EXPORTED_MONTHS, [row.row], {name: [getattr(row, name)] for name in _SEALED})
    return seals if sealed(alone, seals).column("seals") == [row.seals] else None


def changed_contracts(seals: Mapping[str, str], held: Mapping[str, str]) -> list[str]:
    """The contracts whose rows no longer have the mark they left with; all of them where only the whole has one."""
    if _WHOLE in seals:
        return [] if {_WHOLE: _seal_of_all(held)} == seals else [*held]
    return [contract for contract in {**seals, **held} if seals.get(contract) != held.get(contract)]


@fact(
    MoisExportes=_EVERY[EXPORTED_MONTHS.name],
    Rubriques=_EVERY[PAY_ITEMS.name],
    Paie=_EVERY[PAY.name],
    Declarations=_EVERY[DECLARATIONS.name],
)
def typed_over(office: Office) -> dict[str, list[str]]:
    """By exported month, the contracts whose rows are not those that left; none where the ledger does not tell."""
    found = {}
    for month, (first, *_) in exported_months(office).items():
        seals = seals_of(first) if first.rank == 1 else None
        held = {} if seals is None else contract_seals(rows_of_month(office, month))
        found[month] = [] if seals is None else changed_contracts(seals, held)
    return found


def _text(seals: Mapping[str, str]) -> str:
    return json.dumps(seals, ensure_ascii=False)


def _seal_of_all(seals: Mapping[str, str]) -> str:
    return seal_of("P", *sorted(seals.values()))
