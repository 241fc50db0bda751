"""The rows that freeze what leaves for the payroll office: a month, then its corrections."""

from __future__ import annotations

import json
from typing import Any

from postprod_xl.domain.money import known_sum
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.frozen.figures import AEM
from postprod_xl.domain.payroll.frozen.months import (
    PayRows,
    contract_seals,
    exported_months,
    kept_seals,
    sealed,
)
from postprod_xl.domain.sealed_rows import as_read
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables.payroll import EXPORTED_CORRECTIONS, EXPORTED_MONTHS, PAY_ITEMS


def frozen_month(office: Office, month: str, form: str, rows: PayRows) -> Rows:
    """The row of `MoisExportes` of a month that leaves, its file aside (`stamped`).

    Parameters
    ----------
    rows
        What is exported, as it is or will be written.
    """
    read = PayRows(*map(as_read, rows))
    return _row(
        office,
        month,
        form,
        contracts=len(read.pay),
        gross_cents=known_sum(read.pay.column("gross_cents")),
        corrections=0,
        seals=json.dumps(kept_seals(contract_seals(read))),
    )


def numbered(office: Office, corrections: Rows) -> Rows:
    """Rows of `Corrections` of one month as those to add to `CorrectionsExportees`."""
    rows = as_read(corrections)
    (month,) = dict.fromkeys(rows.column("month"))
    columns = {**rows.columns, "rank": [_next_rank(office, month)] * len(rows)}
    return Rows(EXPORTED_CORRECTIONS, [*range(1, len(rows) + 1)], columns)


def frozen_corrections(office: Office, form: str, sent: Rows) -> Rows:
    """The row of `MoisExportes` of the corrections of a month that leave, their file aside.

    Parameters
    ----------
    sent
        Rows of `CorrectionsExportees`, of one month.
    """
    items = correction_items(sent)
    return _row(
        office,
        sent.column("month")[0],
        form,
        contracts=len({*sent.column("contract")}),
        gross_cents=known_sum(items.column("amount_cents")),
        corrections=len(sent),
        seals=json.dumps(kept_seals(contract_seals([sent]))),
    )


def correction_items(sent: Rows) -> Rows:
    """The corrections of items as rows of `Rubriques`: the hours and the amount of each are what is added to them."""
    records = [
        {
            **{
                name: getattr(row, name)
                for name in (
                    "month",
                    "payroll_id",
                    "technician",
                    "contract",
                    "item",
                    "label",
                    "rate_cents",
                    "coefficient",
                )
            },
            # What is not paid by the hour, a salary, changes without hours.
            "base_hours": row.difference_hours or None,
            "amount_cents": row.difference_cents,
        }
        for row in sent
        if row.item != AEM
    ]
    return rows_of(PAY_ITEMS, records)


def stamped(row: Rows, file: str, fingerprint: str, user: str) -> Rows:
    """The row to add to `MoisExportes` once its file is made.

    Parameters
    ----------
    row
        From `frozen_month` or `frozen_corrections`.
    file, fingerprint
        The path of what leaves from the folder of the workbook, and its SHA-256.
    user
        Who exports it, as `Journal` names the user.
    """
    (seals,) = row.column("seals")
    whole = row.with_columns({"file": [file], "fingerprint": [fingerprint], "user": [user]})
    return sealed(as_read(whole), json.loads(seals))


def _row(office: Office, month: str, form: str, **cells: Any) -> Rows:
    return rows_of(
        EXPORTED_MONTHS,
        [
            {
                "month": month,
                "rank": _next_rank(office, month),
                "exported_day": office.today,
                "form": form,
                **cells,
            }
        ],
    )


def _next_rank(office: Office, month: str) -> int:
    return max((row.rank or 0 for row in exported_months(office).get(month, ())), default=0) + 1
