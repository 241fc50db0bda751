"""Offices whose contracts are under 2717 after its end, brought under 3252 as a coordinator would."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from postprod_xl.schema.tables.payroll import CONTRACTS, CONVENTIONS

SIGNED = {"confirmed_by": "Jeanne Roux", "confirmed_day": date(2026, 11, 2)}


def move_to_3252(path: Path) -> None:
    """Relabel in a workbook's file the contracts under 2717, and confirm there the rules proposed for 3252."""
    book = openpyxl.load_workbook(path)
    contracts = book[CONTRACTS.tab]
    column = _column(contracts, CONTRACTS.heading("convention"))
    for row in range(5, contracts.max_row + 1):
        if str(contracts.cell(row, column).value) == "2717":
            contracts.cell(row, column).value = "3252"
    tab = book[CONVENTIONS.tab]
    code, rule = (_column(tab, CONVENTIONS.heading(name)) for name in ("code", "rule"))
    for row in range(5, tab.max_row + 1):
        if str(tab.cell(row, code).value) == "3252" and not tab.cell(row, rule).value:
            for name, value in SIGNED.items():
                tab.cell(row, _column(tab, CONVENTIONS.heading(name))).value = value
    book.save(path)


def _column(tab: Worksheet, heading: str) -> int:
    return next(cell.column for cell in tab[4] if cell.value == heading)
