"""Optional tabs put into an open workbook by a press, as the command line puts them into its file, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.files.families import add_to_file
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.live import families
from postprod_xl.hosts.live.families import add_live
from postprod_xl.hosts.live.master import read_live
from postprod_xl.hosts.live.runs import Operator, run_live
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.schema.tables import BY_NAME, tables_of
from tests.fuzz.office import DAY, put_office
from tests.later_schema import declared
from tests.live import opened
from tests.optional_tabs import SCHEMA, TITLES, TRIAL

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent"),
]
PERSON = Operator(lambda question: question.proposal, lambda _: True, [].append)


@pytest.fixture(scope="module", autouse=True)
def trial() -> Iterator[None]:
    with declared(SCHEMA):
        yield


@pytest.fixture(scope="module")
def book(app: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A small office, open; every test but the last gives it back as it found it."""
    path = tmp_path_factory.mktemp("bureau") / "bureau.xlsx"
    put_office(path)
    with opened(app, path) as book:
        yield book


def press(book: Any) -> Report:
    return add_live(book, TRIAL)


def shape(book: Any) -> list[object]:
    """The tabs, the places of the tables, the names."""
    places = {name: str(place.area) for name, place in read_live(book).declared.items()}
    return [[sheet.name for sheet in book.sheets], places, sorted(name.name for name in book.names)]


def test_a_press_that_fails_leaves_the_open_workbook_as_it_was(book: Any, monkeypatch):
    before = shape(book)
    monkeypatch.setattr(families, "apply", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        press(book)
    assert shape(book) == before


def test_a_title_that_a_person_took_is_named_and_nothing_changes(book: Any):
    before = shape(book)
    sheet = book.sheets.add("prélèvements", after=book.sheets[-1])
    try:
        with pytest.raises(UnusableFile, match="Prélèvements — un onglet à vous porte le titre"):
            press(book)
    finally:
        sheet.delete()
    assert shape(book) == before


def test_a_locked_list_of_tabs_is_said(book: Any, monkeypatch):
    monkeypatch.setattr(families, "is_structure_locked", lambda _: True)
    report = press(book)
    assert report.status == 1
    assert "la structure du classeur est protégée" in report.problems[0].line


def test_a_press_adds_what_the_command_line_adds_then_nothing(book: Any, tmp_path: Path):
    file = tmp_path / "bureau.xlsx"
    put_office(file)
    report, told = press(book), add_to_file(file, TRIAL)
    assert (report.summary, report.notes) == (told.summary, told.notes)
    ours, theirs = read_live(book), read_master(file)
    areas = [{name: str(place.area) for name, place in one.declared.items()} for one in (ours, theirs)]
    assert areas[0] == areas[1]
    assert not [problem for problem in ours.problems if "Essai" in problem.line]
    sheet = book.sheets["Prélèvements"]
    place = ours.declared["Prelevements"]
    rule = sheet.range(place.cell(place.first_row, "Essai")).data_validation
    assert rule.type == "list" and rule.source == "=liste_Essais"
    assert sheet.range("A1").value == BY_NAME["Prelevements"].tab
    after = shape(book)
    assert [title for title in after[0] if title in TITLES] == TITLES
    assert press(book).summary == add_to_file(file, TRIAL).summary
    assert shape(book) == after


def test_the_button_asks_which_tabs(book: Any):
    report = run_live(book, "add", "", DAY, PERSON)
    assert report and report.notes[:2] == ["onglet ajouté : Sources", "onglet ajouté : Flux"]
    assert {table.name for table in tables_of("technique")} <= read_live(book).declared.keys()
