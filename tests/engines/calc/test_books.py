from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from postprod_xl.engines.calc.errors import OfficeError

pytestmark = pytest.mark.libreoffice


def test_new_books_are_numbered_and_counted(office_app: Any, book: Any):
    count = len(office_app.books)
    other = office_app.books.add()
    assert len(office_app.books) == count + 1
    assert other.name.startswith("Book") and other.name != book.name
    assert office_app.books[-1] == other == office_app.books[other.name]
    assert office_app.books.active == other
    other.close()
    assert len(office_app.books) == count


def test_a_new_book_has_one_sheet_and_no_path(book: Any):
    assert [sheet.name for sheet in book.sheets] == ["Sheet1"]
    assert book.fullname == book.name


@pytest.mark.parametrize("extension", ["xlsx", "xlsm", "xls", "ods", "csv"])
def test_a_book_saved_is_opened_again_with_its_values(
    office_app: Any, book: Any, tmp_path: Path, extension: str
):
    path = tmp_path / f"été.{extension}"
    book.sheets[0]["A1"].value = [["jour", 2.5], ["nuit", 3]]
    book.save(path)
    assert (book.name, book.fullname) == (path.name, str(path))
    copy = tmp_path / f"copie.{extension}"
    copy.write_bytes(path.read_bytes())
    again = office_app.books.open(copy)
    assert again.sheets[0]["A1:B2"].value == [["jour", 2.5], ["nuit", 3.0]]
    again.close()


def test_a_new_book_saved_without_a_path_goes_where_python_works(
    book: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    name = book.name
    book.save()
    assert (tmp_path / f"{name}.xlsx").exists()
    assert book.name == f"{name}.xlsx"


def test_a_book_saved_again_keeps_its_file(office_app: Any, book: Any, tmp_path: Path):
    book.save(tmp_path / "bureau.xlsx")
    book.sheets[0]["A1"].value = 7
    book.save()
    book.save(tmp_path / "ailleurs.xlsx")
    first = office_app.books.open(tmp_path / "bureau.xlsx")
    assert first.sheets[0]["A1"].value == 7
    first.close()


def test_a_book_already_open_is_not_opened_twice(office_app: Any, book: Any, tmp_path: Path):
    book.save(tmp_path / "bureau.xlsx")
    assert office_app.books.open(tmp_path / "bureau.xlsx") == book


def test_a_book_another_office_holds_is_read_only(book: Any, second_app: Any, tmp_path: Path):
    book.save(tmp_path / "bureau.xlsx")
    held = second_app.books.open(tmp_path / "bureau.xlsx")
    with pytest.raises(OSError, match="enregistrement refusé"):
        held.save()


def test_a_password_opens_what_it_closed(office_app: Any, book: Any, tmp_path: Path):
    book.save(tmp_path / "secret.ods", password="motdepasse")
    book.save(tmp_path / "autre.ods")
    with pytest.raises(OfficeError, match="mot de passe"):
        office_app.books.open(tmp_path / "secret.ods")
    opened = office_app.books.open(tmp_path / "secret.ods", password="motdepasse")
    with pytest.raises(NotImplementedError, match="encrypt"):
        opened.save(tmp_path / "en_clair.xlsx")
    opened.close()


def test_a_file_that_would_be_written_in_clear_takes_no_password(book: Any, tmp_path: Path):
    with pytest.raises(NotImplementedError, match="encrypt"):
        book.save(tmp_path / "secret.xlsx", password="motdepasse")
    assert not (tmp_path / "secret.xlsx").exists()


def test_an_unknown_extension_is_not_written(book: Any, tmp_path: Path):
    with pytest.raises(NotImplementedError, match=".xlsb"):
        book.save(tmp_path / "bureau.xlsb")


def test_a_file_that_is_no_workbook_is_refused(office_app: Any, tmp_path: Path):
    (tmp_path / "faux.xlsx").write_bytes(b"\x00\x01\x02")
    with pytest.raises(OfficeError, match="illisible"):
        office_app.books.open(tmp_path / "faux.xlsx")


def test_a_text_file_is_read_with_its_separator(office_app: Any, tmp_path: Path):
    (tmp_path / "heures.csv").write_text("nom;heures\nZoé;7\n", encoding="utf-8")
    opened = office_app.books.open(tmp_path / "heures.csv", delimiter=";")
    assert opened.sheets[0]["A1:B2"].value == [["nom", "heures"], ["Zoé", 7.0]]
    opened.close()


def test_an_argument_libreoffice_does_not_know_is_said(office_app: Any, book: Any, tmp_path: Path):
    book.save(tmp_path / "bureau.xlsx")
    book.save(tmp_path / "ailleurs.xlsx")
    with pytest.raises(NotImplementedError, match="converter"):
        office_app.books.open(tmp_path / "bureau.xlsx", converter=1)


def test_the_selection_of_a_book_is_a_range_of_its_active_sheet(office_app: Any, book: Any):
    assert office_app.selection.address == "$A$1"
    book.sheets[0]["B2:C5"].select()
    assert book.selection.address == "$B$2:$C$5"


def test_a_book_activated_is_the_active_one(office_app: Any, book: Any):
    other = office_app.books.add()
    book.activate()
    assert office_app.books.active == book
    other.activate()
    assert office_app.books.active == other
    other.close()


def test_a_book_is_printed_to_pdf(book: Any, tmp_path: Path):
    book.sheets[0]["A1"].value = "imprimé"
    book.to_pdf(tmp_path / "bureau.pdf", quality="minimum")
    assert (tmp_path / "bureau.pdf").read_bytes().startswith(b"%PDF")
