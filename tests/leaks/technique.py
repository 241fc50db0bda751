"""The tabs of technique put into an office whose copies are searched, with a row of its project in each."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from postprod_xl.hosts.files.families import add_to_file
from postprod_xl.schema.families import TECHNIQUE
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables import BY_NAME

_ROWS: dict[str, dict[str, Any]] = {
    "Sources": {
        "source": "CAM-A",
        "role": "Caméra principale",
        "camera": "Sony FX9",
        "codec": "XAVC-I",
        "is_constant": "Non",
        "verified_copies": 1,
        "remarks": "disque chez Marc",
    },
    "Flux": {"timeline_rate": "25", "rushes_copies": 1, "remarks": "budget serré"},
    "Livrables": {
        "deliverable": "PAD",
        "type": "PAD HD",
        "recipient": "France Télévisions",
        "codec": "ProRes 422 HQ",
        "specification": "RT-040",
        "remarks": "à négocier",
    },
    "Pieces": {"deliverable": "PAD", "nature": "Rapport QC", "author": "Labo Nord", "remarks": "à revoir"},
    "Derogations": {
        "rule": "CAD-04",
        "object": "CAM-A",
        "reason": "bande perdue",
        "accepted_by": "Mme Roux",
        "accepted_day": date(2026, 11, 2),
        "evidence": "courriel",
    },
    "Specifications": {
        "recipient": "France Télévisions",
        "field": "Pistes son",
        "requirement": "égal à",
        "required_value": "8",
        "source": "cahier interne",
    },
}


def put_technique(path: Path, project: str) -> None:
    """Add the tabs to a workbook, and write in each of those typed a row of a project."""
    assert add_to_file(path, TECHNIQUE).status == 0
    book = openpyxl.load_workbook(path)
    for name, row in _ROWS.items():
        (sheet,) = (each for each in book.worksheets if name in each.tables)
        _write(sheet, BY_NAME[name], {"project": project, **row})
    book.save(path)


def _write(sheet: Worksheet, table: Table, row: dict[str, Any]) -> None:
    heading, first, *_ = sheet[sheet.tables[table.name].ref]
    columns = {cell.value: at for at, cell in enumerate(heading)}
    for name, value in row.items():
        first[columns[table.heading(name)]].value = value
