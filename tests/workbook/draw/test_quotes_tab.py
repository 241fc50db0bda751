"""The quotes as they stand on their tab, and what the tabs of quotes print."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from postprod_xl.documents.quote import Adjustment, ClientQuote, LineGroup, OpenQuotes, PricedLine, QuoteOrder
from postprod_xl.schema.drawn_tabs import QUOTES
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.workbook.draw.drawn_tabs import drawn_workbook
from postprod_xl.workbook.make.build import build
from tests.documents.typesetting.papers import SELLER
from tests.engines.ooxml.building import assert_valid, opened

DAY = date(2026, 11, 23)
LINE = PricedLine("P1-MIX", "=SOMME(1)", Decimal("1.5"), "jour", 60_000, Decimal("0.1"), 81_000)
UNKNOWN = PricedLine("P1-X", "Sans prix", Decimal(1), "", None, None, None)
QUOTE = ClientQuote(
    "P1", "La Crue", 2, "Envoyé", DAY, date(2026, 12, 23), SELLER, replace(SELLER, name="Films du Môle"), (),
    QuoteOrder.HOUSE, (LineGroup("Image", (LINE, UNKNOWN)),), (Adjustment("Remise globale", Decimal("0.05"), -4_050),),
    (("7 Moyens techniques", 81_000),), 76_950, Decimal("0.2"), 15_390, "", (),
)  # fmt: skip


def tab(*quotes: ClientQuote) -> Worksheet:
    drawn = drawn_workbook({QUOTES: OpenQuotes(DAY, ("2 devis en cours.",), quotes)})
    return openpyxl.load_workbook(io.BytesIO(drawn))[QUOTES.title]


def rows(sheet: Worksheet) -> list[list[object]]:
    return [
        [value for value in row if value is not None] for row in sheet.iter_rows(min_row=7, values_only=True)
    ]


def test_a_quote_is_written_with_its_discount_its_totals_and_its_chapters():
    assert rows(tab(QUOTE)) == [
        ["Ligne", "Libellé", "Quantité", "Unité", "Prix unitaire HT", "Remise", "Montant HT"],
        ["P1", "La Crue"],
        ["version 2, Envoyé, 23/11/2026", "Films du Môle"],
        ["Image", 810],
        ["P1-MIX", "=SOMME(1)", 1.5, "jour", 600, 0.1, 810],
        ["P1-X", "Sans prix", 1, "", "à définir", "à définir"],
        [],
        ["Total des lignes", 810],
        ["Remise globale", 0.05, -40.5],
        ["Total HT", 769.5],
        ["Total TVA", 0.2, 153.9],
        ["Total TTC", 923.4],
        [],
        ["Chapitre CNC"],
        ["7 Moyens techniques", 810],
        [],
        ["Valable jusqu'au 23/12/2026."],
    ]


def test_no_row_is_higher_than_excel_allows():
    long = replace(LINE, label="Étalonnage " * 900)
    sheet = tab(replace(QUOTE, groups=(LineGroup("Image", (long,)),)))
    assert sheet["B11"].value == long.label and 400 < sheet.row_dimensions[11].height <= 409


def test_each_quote_begins_a_page_and_a_draft_says_so(tmp_path):
    draft = replace(QUOTE, project="P2", status="Brouillon", order=QuoteOrder.CNC)
    sheet = tab(QUOTE, draft)
    second = next(row for row in range(8, sheet.max_row) if sheet.cell(row, 1).value == "P2")
    assert [mark.id for mark in sheet.row_breaks.brk] == [second - 1]
    assert sheet.cell(second + 1, 1).value == "version 2, Brouillon, 23/11/2026"
    # In the order of the chapters, they stand once, as the titles of the groups.
    assert [row for row in rows(sheet) if row == ["Chapitre CNC"]] == [["Chapitre CNC"]]
    assert sheet["B11"].data_type == "s" and sheet.page_setup.orientation == "portrait"
    assert sheet.page_setup.scale == 68 and not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert_valid(opened(drawn_workbook({QUOTES: OpenQuotes(DAY, ("",), (QUOTE, draft))})), tmp_path)


def test_an_office_without_quote_is_drawn_too():
    assert rows(tab()) == [
        ["Ligne", "Libellé", "Quantité", "Unité", "Prix unitaire HT", "Remise", "Montant HT"]
    ]


def test_no_tab_that_shares_columns_prints_a_private_one():
    book = openpyxl.load_workbook(io.BytesIO(build({})))
    held = {
        table.name
        for table in TABLES
        if any(c.shared for c in table.columns)
        and any(c.private for c in table.columns)
        and not table.printed_whole
    }
    assert held == {"Versions", "Devis", "Avenants"}
    for name in held:
        table, area = BY_NAME[name], book[BY_NAME[name].tab].print_area
        last = openpyxl.utils.column_index_from_string(re.search(r"\$([A-Z]+)\$\d+$", area)[1])
        assert not [column.heading for column in table.columns[:last] if column.private], name
        assert table.columns[last].private


def test_the_tabs_of_work_print_whole():
    book = openpyxl.load_workbook(io.BytesIO(build({})))
    assert not book["Planning"].print_area and not book["Tarifs"].print_area
