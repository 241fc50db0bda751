"""The producer's copy, as it is printed."""

from __future__ import annotations

import io
from datetime import date

import openpyxl

from postprod_xl.documents.producer_copy import ProducerCopy, SharedTable
from postprod_xl.workbook.draw.producer_copy import HEADER_ROW, producer_workbook
from tests.domain.offices import table_rows


def test_rows_are_as_high_as_their_wrapped_texts_and_as_one_line_otherwise():
    rows = table_rows(
        "Avenants",
        [
            {
                "number": "A1",
                "label": "3 jours de montage : rushes livrés avec trois jours de retard, retouches",
            },
            {"number": "A2", "label": "Étalonnage"},
        ],
    )
    copy = ProducerCopy(
        "P1", "Sel", (), (SharedTable(rows, ("number", "label", "client_reason")),), date(2026, 11, 30)
    )
    (sheet,) = openpyxl.load_workbook(io.BytesIO(producer_workbook(copy))).worksheets
    heights = [sheet.row_dimensions[HEADER_ROW + 1 + at].height for at in range(3)]
    assert heights == [32.25, 27, None]
