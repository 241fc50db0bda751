from __future__ import annotations

from typing import Any

import pytest

from postprod_xl.engines.calc.errors import OfficeError

pytestmark = pytest.mark.libreoffice


def test_a_name_is_found_by_its_text_and_by_its_place_in_the_alphabet(book: Any):
    book.names.add("taux", "=Sheet1!$B$2")
    book.names.add("Plage", "=Sheet1!$A$1:$C$9")
    assert [name.name for name in book.names] == ["Plage", "taux"]
    assert book.names[1].name == book.names(2).name == book.names["TAUX"].name == "taux"
    assert "taux" in book.names and "absent" not in book.names
    with pytest.raises(KeyError):
        book.names["absent"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=Sheet1!$A$1:$B$3", "=Sheet1!$A$1:$B$3"),
        ("='Sheet1'!$A$1", "=Sheet1!$A$1"),
        ("=Sheet1!$A:$A", "=Sheet1!$A:$A"),
        ("=0.055", "=0.055"),
        ("=SUM(Sheet1!$A$1:$A$3,2)", "=SUM(Sheet1!$A$1:$A$3,2)"),
        ("un texte", '="un texte"'),
    ],
)
def test_a_definition_is_read_back_as_excel_spells_it(book: Any, written: str, read: str):
    book.names.add("defini", written)
    assert book.names["defini"].refers_to == read


def test_a_sheet_whose_name_has_spaces_is_quoted(book: Any):
    book.sheets[0].name = "Mon onglet"
    book.names.add("plage", "='Mon onglet'!$B$2")
    assert book.names["plage"].refers_to == "='Mon onglet'!$B$2"
    assert book.names["plage"].refers_to_range == book.sheets["Mon onglet"]["B2"]


def test_a_definition_changes(book: Any):
    name = book.names.add("taux", "=Sheet1!$B$2")
    name.refers_to = "=Sheet1!$C$3"
    assert name.refers_to_range.address == "$C$3"
    book.names.add("taux", "=Sheet1!$D$4")
    assert len(book.names) == 1
    assert name.refers_to_range.address == "$D$4"


def test_a_name_of_one_sheet_is_seen_from_that_sheet_only(book: Any):
    first = book.sheets[0]
    second = book.sheets.add(after=first)
    book.names.add("Sheet1!local", "=Sheet1!$B$2")
    assert [name.name for name in first.names] == ["Sheet1!local"]
    assert [name.name for name in book.names] == ["Sheet1!local"]
    assert len(second.names) == 0
    assert first.range("local").address == "$B$2"
    with pytest.raises(ValueError, match="ne désigne pas de cellules"):
        second.range("local")


def test_a_sheet_adds_names_of_its_own(book: Any):
    added = book.sheets[0].names.add("local", "=Sheet1!$A$1:$B$3")
    assert added.name == "Sheet1!local"
    assert book.sheets[0].names.contains("local")
    assert not book.names.contains("local")


def test_a_name_renamed_leaves_nothing_behind(book: Any):
    book.names.add("ancien", "=Sheet1!$A$1").name = "nouveau"
    assert [name.name for name in book.names] == ["nouveau"]


def test_a_name_that_a_formula_uses_is_not_renamed(book: Any):
    name = book.names.add("taux", "=Sheet1!$B$2")
    book.sheets[0]["A1"].formula = '="taux"&Taux*2'
    with pytest.raises(NotImplementedError, match=r"Sheet1 — « taux » est employé par"):
        name.name = "part"
    book.sheets[0]["A1"].formula = '="taux"&tauxes'
    name.name = "part"
    book.names.add("double", "=2*part")
    with pytest.raises(NotImplementedError, match="Noms — « part »"):
        name.name = "taux"


def test_renaming_never_replaces_another_name(book: Any):
    book.names.add("premier", "=Sheet1!$A$1")
    second = book.names.add("second", "=Sheet1!$B$1")
    with pytest.raises(ValueError, match="un nom libre"):
        second.name = "Premier"
    assert book.names["premier"].refers_to == "=Sheet1!$A$1"


@pytest.mark.parametrize("text", ["deux mots", "A1", "1er", "R1C1"])
def test_what_cannot_be_a_name_is_refused(book: Any, text: str):
    with pytest.raises(ValueError, match="refusé"):
        book.names.add(text, "=1")
    assert len(book.names) == 0


def test_a_name_deleted_is_gone(book: Any):
    book.names.add("premier", "=Sheet1!$A$1")
    book.names.add("second", "=Sheet1!$B$1").delete()
    del book.names["premier"]
    assert len(book.names) == 0


def test_a_name_of_a_value_has_no_cells(book: Any):
    book.names.add("taux", "=0.2")
    with pytest.raises(OfficeError, match="ne désigne pas de cellules : =0.2"):
        _ = book.names["taux"].refers_to_range


def test_titles_to_print_carry_the_name_excel_gives_them(demo_book: Any):
    assert "Projets!Print_Titles" in [name.name for name in demo_book.names]
    assert demo_book.names["liste_Projets"].refers_to == "=Projets[Code]"
