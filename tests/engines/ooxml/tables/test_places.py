from __future__ import annotations

import pytest

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.tables.places import date1904, find_tables, sheets, table_named
from tests.engines.ooxml.building import drawn, opened


def _two_tables(book, sheet):
    sheet.add_table(
        "B4:D7", {"name": "Devis", "columns": [{"header": h} for h in ("Ligne", "Vendu\n(h)", "R&D")]}
    )
    other = book.add_worksheet("L'été")
    other.hide()
    other.add_table(
        "A1:B4", {"name": "Clients", "total_row": True, "columns": [{"header": "Code"}, {"header": "Nom"}]}
    )


def test_a_table_is_found_with_its_tab_rows_and_plain_headings():
    place = find_tables(drawn(_two_tables))["Devis"]
    assert (place.sheet, place.first_column, place.header_row, place.last_row) == ("Suivi", 2, 4, 7)
    assert place.headings == ("Ligne", "Vendu (h)", "R&D")
    assert place.cell(6, "Vendu (h)") == "C6"


def test_a_totals_row_is_not_a_data_row():
    place = find_tables(drawn(_two_tables))["Clients"]
    assert (place.last_row, place.end_row, place.has_totals) == (3, 4, True)


def test_a_table_is_looked_up_whatever_the_letter_case():
    place = table_named(find_tables(drawn(_two_tables)), "DEVIS")
    assert place is not None and place.name == "Devis"


def test_an_unknown_heading_names_the_table_and_the_heading():
    with pytest.raises(KeyError, match=r"Devis\[Absent\]"):
        find_tables(drawn(_two_tables))["Devis"].column_of("Absent")


def test_tabs_come_in_order_with_their_state():
    assert [(sheet.title, sheet.state) for sheet in sheets(drawn(_two_tables))] == [
        ("Suivi", "visible"),
        ("L'été", "hidden"),
    ]


def test_two_tables_of_one_name_are_refused_naming_both_tabs():
    package = drawn(_two_tables)
    part = find_tables(package)["Clients"].table_part
    package.replace(part, package.read(part).replace(b'"Clients"', b'"DEVIS"'))
    with pytest.raises(UnusableFile, match="« Suivi » et « L'été »"):
        find_tables(opened(package.to_bytes()))


def test_the_1904_calendar_is_told_from_the_1900_one():
    assert date1904(drawn(_two_tables, date_1904=True))
    assert not date1904(drawn(_two_tables))
