"""The load as it stands on its tab."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from postprod_xl.documents.charts.load import Load
from postprod_xl.schema.drawn_tabs import LOAD
from postprod_xl.workbook.draw.drawn_tabs import drawn_workbook
from tests.engines.ooxml.building import assert_valid, opened
from tests.workbook.draw.charts import LOAD_CHART


def tab(chart: Load = LOAD_CHART) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(drawn_workbook({LOAD: chart})))["Charge"]


def test_rates_are_real_numbers_and_a_free_week_is_empty():
    sheet = tab()
    assert [cell.value for cell in sheet[8]] == [
        "Personne",
        "T1",
        "Gaëlle Tessier",
        "Mixeuse",
        1,
        1,
        0.4,
        "abs.",
    ]
    assert [cell.value for cell in sheet[9]] == ["Salle", "S1", "Auditorium", "Mixage", None, None, 0.9, 0.1]
    assert sheet["F8"].number_format == "0 %"
    assert sheet.auto_filter.ref == "A7:H9"


def test_the_fuller_the_darker_and_too_full_is_red():
    sheet = tab()
    colours = {at: sheet[at].fill.fgColor.rgb[2:] for at in ("F8", "G8", "H8", "G9", "H9")}
    assert colours == {"F8": "D1343B", "G8": "FBE3AE", "H8": "EDEEF0", "G9": "E8943A", "H9": "FDF4DF"}
    assert sheet["F9"].fill.patternType is None


def test_the_load_is_printed_on_a4_landscape_one_page_wide():
    sheet = tab()
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows == "$4:$7" and sheet.freeze_panes == "D8"


def test_an_office_of_nobody_is_drawn_too(tmp_path):
    sheet = tab(replace(LOAD_CHART, rows=()))
    assert sheet.auto_filter.ref is None
    assert_valid(opened(drawn_workbook({LOAD: LOAD_CHART})), tmp_path)
