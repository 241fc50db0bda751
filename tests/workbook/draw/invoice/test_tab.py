"""Invoices drawn as printable tabs: what is written, how it prints, and what the graft keeps of it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from postprod_xl.documents.invoice import (
    Deposit,
    InvoiceDocument,
    InvoiceLine,
    Mention,
    Party,
    SessionLine,
)
from postprod_xl.domain.vat import vat_shares
from postprod_xl.hosts.files.printing.printable import add_document_tabs
from postprod_xl.workbook.draw.invoice.tab import invoice_workbook
from postprod_xl.workbook.draw.printed_page import MISSING_INK, PrintedCell, PrintedPage, PrintedRow
from postprod_xl.workbook.style import Formats
from tests.engines.ooxml.building import assert_valid, drawn

VAT = Decimal("0.2")
SELLER = Party(
    name="Studio du Port & Fils", street="1 quai", postcode="34200", city="Sète", country="FR",
    siren="732829320", siret="73282932000074", vat_number="FR44732829320", email="compta@port.example",
    form="SARL au capital de 10 000 €", register="RCS Sète", iban="FR7630006000011234567890189",
)  # fmt: skip
BUYER = replace(SELLER, name="Films du Môle", street="3 rue", postcode="75010", city="Paris", iban="")
EDITING = InvoiceLine(
    "Montage", Decimal("1.5"), "jour", 60_000, 81_000, VAT, "P001-IMG-20", Decimal("0.1"), "Image"
)
MIXING = InvoiceLine("Mixage", Decimal(2), "jour", 120_000, 240_000, VAT, "P001-SON-31", group="Son")
SESSION = SessionLine(date(2026, 11, 18), "Mixage VO", "Mixeur", 450, "Incluse", "SON-31")
INVOICE = InvoiceDocument(
    number="FA-2026-0002", type="Facture", day=date(2026, 11, 23), due_day=date(2026, 12, 23),
    service_days=(date(2026, 9, 30), date(2026, 11, 20)), project="P001", title="La Crue",
    purchase_order="BC-2600", client="PRO", subject="La Crue — Solde (étape 2)", seller=SELLER, buyer=BUYER,
    vat_regime="France", lines=(EDITING, MIXING), vat=vat_shares((EDITING, MIXING)),
    deposits=(Deposit("FA-2026-0001", date(2026, 9, 21), 100_000),),
    mentions=(Mention("PMD", "Pénalités de retard : trois fois le taux légal."), Mention("", "Services.")),
)  # fmt: skip
CREDIT = replace(
    INVOICE, number="AV-2026-0001", type="Avoir", due_day=None, origin="FA-2026-0002", origin_day=INVOICE.day,
    deposits=(Deposit("acomptes déduits de FA-2026-0002", INVOICE.day, 100_000),),
)  # fmt: skip


def of_lines(*lines: InvoiceLine) -> InvoiceDocument:
    return replace(INVOICE, lines=lines, vat=vat_shares(lines))


def tab(invoice: InvoiceDocument) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(invoice_workbook(invoice)))[invoice.number]


def shown(sheet: Worksheet) -> list[list[object]]:
    """What each row shows, blanks left out."""
    rows = ([cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True))
    return [row for row in rows if row]


def test_the_same_invoice_gives_the_same_bytes_and_no_formula() -> None:
    assert invoice_workbook(INVOICE) == invoice_workbook(INVOICE)
    assert {cell.data_type for row in tab(INVOICE).iter_rows() for cell in row} <= {"s", "n", "d"}


def test_an_invoice_names_both_parties_its_days_and_its_order() -> None:
    rows = shown(tab(INVOICE))
    assert rows[0] == ["Studio du Port & Fils", "FACTURE"]
    assert ["SARL au capital de 10 000 €", "N° FA-2026-0002"] in rows
    cells = [cell for row in rows for cell in row]
    assert cells.count("SIREN 732 829 320") == cells.count("SIRET 732 829 320 00074") == 2
    assert cells.count("N° TVA FR44732829320") == 2
    assert {"Films du Môle", "75010 Paris", "RCS Sète", "P001 — La Crue", "BC-2600"} <= set(cells)
    assert "du 30/09/2026 au 20/11/2026" in cells and "IBAN FR76 3000 6000 0112 3456 7890 189" in cells
    assert datetime(2026, 11, 23) in cells and datetime(2026, 12, 23) in cells


def test_lines_stand_under_their_group_with_amounts_in_euros() -> None:
    rows = shown(tab(INVOICE))
    start = rows.index(["Image"])
    # 1,5 x 600 less 10 % = 810
    assert rows[start + 1] == ["P001-IMG-20", "Montage", 1.5, "jour", 600, "10 %", 810]
    assert rows[start + 2 : start + 4] == [["Son"], ["P001-SON-31", "Mixage", 2, "jour", 1200, 2400]]


def test_totals_give_vat_by_rate_and_deposits_by_number() -> None:
    rows = shown(tab(INVOICE))
    start = rows.index(["Total HT", 3210])
    # 20 % of 3 210 = 642; 3 852 less a deposit of 1 000
    assert rows[start + 1 : start + 5] == [
        ["TVA 20 % sur", 3210, 642],
        ["Total TTC", 3852],
        ["Acompte FA-2026-0001 du 21/09/2026, TTC", -1000],
        ["Net à payer", 2852],
    ]
    assert ["Pénalités de retard : trois fois le taux légal."] in rows


def test_lines_of_several_rates_say_theirs() -> None:
    rows = shown(tab(of_lines(EDITING, replace(MIXING, vat_rate=Decimal("0.085")))))
    assert ["P001-SON-31", "Mixage (TVA 8,5 %)", 2, "jour", 1200, 2400] in rows
    assert ["TVA 8,5 % sur", 2400, 204] in rows


def test_lines_without_a_group_are_not_left_under_another() -> None:
    rows = shown(tab(of_lines(EDITING, replace(MIXING, group=""))))
    assert ["Autres"] in rows
    assert ["Autres"] not in shown(tab(of_lines(replace(MIXING, group=""))))


def test_a_credit_note_shows_positive_amounts_to_the_credit_of_the_buyer() -> None:
    rows = shown(tab(CREDIT))
    assert rows[0][-1] == "AVOIR"
    assert ["Avoir sur", "facture FA-2026-0002 du 23/11/2026"] in [row[:2] for row in rows]
    assert ["Acomptes déduits de FA-2026-0002", -1000] in rows
    assert ["Net à votre crédit", 2852] in rows
    cells = {cell for row in rows for cell in row}
    assert "Services." in cells and "Échéance" not in cells
    assert not any("Pénalités" in str(cell) or "IBAN" in str(cell) for cell in cells)


def test_what_is_to_fill_is_red_and_said_once() -> None:
    sheet = tab(replace(INVOICE, seller=replace(SELLER, postcode="à compléter", city="à compléter")))
    [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == "à compléter"]
    assert cell.font.i and cell.font.color.rgb == MISSING_INK.replace("#", "FF")


def test_the_sessions_are_on_a_page_of_their_own_with_their_total() -> None:
    extra = replace(SESSION, day=date(2026, 11, 20), minutes=60, billing="En plus")
    sheet = tab(replace(INVOICE, sessions=(SESSION, extra, replace(extra, minutes=None))))
    rows = shown(sheet)
    start = rows.index(["Annexe — séances facturées, période du 30/09/2026 au 20/11/2026"])
    assert rows[start + 3] == [datetime(2026, 11, 18), "Mixage VO", "SON-31", "Mixeur", 7.5, "Incluse"]
    # 7 h 30 + 1 h; the hours of a session not timed are unknown
    assert rows[-3:] == [["Total des heures", 8.5], ["dont Incluse", 7.5], ["dont En plus", 1]]
    [cut] = sheet.row_breaks.brk
    assert str(sheet.cell(cut.id + 1, 1).value).startswith("Annexe")


def test_it_prints_on_a4_portrait_one_page_wide_and_nothing_else() -> None:
    sheet = tab(INVOICE)
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation) == (9, "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and setup.fitToHeight == 0
    assert sheet.print_area == f"'FA-2026-0002'!$A$1:$G${sheet.max_row}"
    assert sheet.oddFooter.left.text == "Studio du Port && Fils · SIREN 732 829 320"
    assert sheet.oddFooter.right.text == "page &P/&N"
    assert not sheet.row_breaks.brk


def test_a_long_invoice_repeats_its_heading_and_keeps_its_totals_on_one_page() -> None:
    lines = [replace(MIXING, label=f"Ligne {rank}", group="") for rank in range(60)]
    sheet = tab(of_lines(*lines))
    headings = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "Ligne"]
    cuts = [cut.id for cut in sheet.row_breaks.brk]
    assert len(headings) == 2 and headings[1] == cuts[0] + 1
    heights = [sheet.row_dimensions[row].height for row in range(1, cuts[0] + 1)]
    assert sum(heights) < 842


def test_a_label_too_long_for_its_column_makes_its_row_higher() -> None:
    sheet = tab(of_lines(replace(MIXING, label="Sous-titrage sourds et malentendants " * 3)))
    [row] = [row for row in range(1, sheet.max_row) if str(sheet.cell(row, 2).value).startswith("Sous")]
    assert sheet.row_dimensions[row].height > 2 * 13.5
    assert sheet.cell(row, 2).alignment.wrap_text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("Mixage", 1),
        ("un deux trois", 2),
        ("un\ndeux", 2),
        ("M" * 20, 4),
        ("anticonstitutionnellement", 3),
    ],
)
def test_a_text_is_as_high_as_its_lines_in_ten_characters(text: str, lines: int) -> None:
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet()
    PrintedPage(sheet, Formats(book), (10.0,), 700.0).add([PrintedRow((PrintedCell(0, 0, text),), 0.0)])
    assert sheet.row_sizes.get(0, [20])[0] == 18 * lines
    book.close()


def test_an_invoice_grafted_into_a_workbook_keeps_its_printing(tmp_path: Path) -> None:
    package = drawn(lambda book, sheet: sheet.write_string(0, 0, "Planning"))
    add_document_tabs(package, [replace(INVOICE, sessions=(SESSION,)), CREDIT])
    assert_valid(package, tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(package.to_bytes()))
    assert book.sheetnames == ["Suivi", "FA-2026-0002", "AV-2026-0001"]
    sheet, alone = book["FA-2026-0002"], tab(replace(INVOICE, sessions=(SESSION,)))
    assert sheet.print_area == alone.print_area and len(sheet.row_breaks.brk) == 1
    assert shown(sheet) == shown(alone)
