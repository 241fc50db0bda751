"""What differs between two workbooks, in a workbook of its own: values only, to sort and filter."""

from __future__ import annotations

from postprod_xl.documents.differences import DifferenceRow, DifferenceSheet
from postprod_xl.workbook.draw.list_workbook import ListCell, ListColumn, ListSheet, list_workbook

TAB, TABLE = "Différences", "Differences"
_COLUMNS = (
    ListColumn("Onglet", 18.0),
    ListColumn("Ligne", 30.0),
    ListColumn("Changement", 13.0),
    ListColumn("Colonne", 22.0),
    ListColumn("Avant", 34.0, is_value=True),
    ListColumn("Après", 34.0, is_value=True),
)


def differences_workbook(sheet: DifferenceSheet) -> bytes:
    """Draw the sheet: one row a cell that differs, or a whole row added, removed or moved."""
    about = f"{sheet.first} → {sheet.second}"
    lines = [f"Avant : {sheet.first} — Après : {sheet.second}", *sheet.lines]
    return list_workbook(ListSheet(TAB, TABLE, about, lines, _COLUMNS, [*map(_cells, sheet.differences)]))


def _cells(row: DifferenceRow) -> list[ListCell]:
    texts = map(ListCell, (row.tab, row.row, row.what, row.heading))
    return [*texts, ListCell(row.before, row.kind), ListCell(row.after, row.kind)]
