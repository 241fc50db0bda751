"""A month's pay as the software of a payroll office imports it: records of what is exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from postprod_xl.schema.rows import Rows


class PayForm(StrEnum):
    """The forms of an export of pay, as `payroll --export` spells them."""

    NEUTRAL = "csv"
    SPAIECTACLE = "spaiectacle"
    TABLES = "tables"
    """The tables of the month as they are, a file each."""


_STEMS = {PayForm.NEUTRAL: "paie", PayForm.SPAIECTACLE: "spaiectacle"}


@dataclass(frozen=True)
class ExportedItem:
    """One pay item of one contract.

    Parameters
    ----------
    payroll_id
        Of the person, at the payroll office.
    first_day, last_day
        The days of the contract within the month; None when not known.
    code
        Of the item, in the payroll software.
    base
        Hours, or what else is paid by the unit; None when not known.
    rate_cents
        What one of them is paid, in cents and parts of a cent; None when not known.
    amount_cents
        Negative in a correction that takes back; None when not known.
    """

    payroll_id: str
    first_day: date | None
    last_day: date | None
    code: str
    base: Decimal | None
    rate_cents: Decimal | None
    amount_cents: int | None


@dataclass(frozen=True)
class PayExport:
    """What is exported of a month.

    Parameters
    ----------
    form, month
        The form of the file, and the month, written `2026-11`.
    items
        In the order they are written; none in the form `tables`.
    part
        What its name adds to that of the month, when it is not all of it: `corrections-1`.
    folder
        Where it is written, from the folder of the workbook; empty, beside it.
    is_raw
        Whether texts stay as they are; else a spreadsheet shows those that it would compute.
    tables
        The rows that are exported as they are, in the form `tables`.
    """

    form: PayForm
    month: str
    items: Sequence[ExportedItem]
    part: str = ""
    folder: str = ""
    is_raw: bool = False
    tables: Sequence[Rows] = ()

    @property
    def paths(self) -> list[str]:
        """Its files, whose names say the form and the month, from the folder of the workbook.

        >>> PayExport(PayForm.NEUTRAL, "2026-11", (), folder="bureau").paths
        ['bureau/paie-2026-11.csv']
        """
        stems = [_STEMS[self.form]] if self.form in _STEMS else [rows.table.name for rows in self.tables]
        names = ["-".join(filter(None, (stem, self.month, self.part))) for stem in stems]
        return [f"{self.folder}/{name}.csv" if self.folder else f"{name}.csv" for name in names]
