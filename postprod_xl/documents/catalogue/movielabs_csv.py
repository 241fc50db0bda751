"""MovieLabs avails as a CSV file: the three heading rows of the template, then a row an avail."""

from __future__ import annotations

import csv
import io
from datetime import date

from postprod_xl.documents.catalogue.movielabs import COLUMNS, Cell, MovielabsAvails, heading_rows
from postprod_xl.documents.tables_csv import for_spreadsheet


def movielabs_csv(avails: MovielabsAvails) -> bytes:
    """The rows as programs exchange them: UTF-8, commas, ISO days; what a spreadsheet would compute is quoted."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(heading_rows())
    for row in avails.rows:
        writer.writerow([_field(row.get(name, "")) for _, name in COLUMNS])
    return text.getvalue().encode()


def _field(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else for_spreadsheet(str(cell))
