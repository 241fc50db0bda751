"""An open workbook of an earlier version is upgraded by a press as its file is by the command line, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from postprod_xl.commands import COMMANDS
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts import buttons
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.upgrade import upgrade_file
from postprod_xl.hosts.live import upgrade
from postprod_xl.hosts.live.master import read_live
from postprod_xl.hosts.live.runs import Operator, run_live
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.hosts.runs.master import Master
from postprod_xl.schema.kinds import NoCachedValue
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.workbook.live.places import find_tables
from postprod_xl.workbook.version import MARK, mark_text
from tests.fuzz.office import DAY
from tests.later_schema import ADDED, LATER, SCHEMA, declared, old_office
from tests.live import opened, table_cells

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent"),
]
PERSON = Operator(lambda _: "", lambda _: True, [].append)


@pytest.fixture(scope="module")
def book(app: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A small office of an earlier version, open; every test but the last gives it back as it found it."""
    path = tmp_path_factory.mktemp("bureau") / "bureau.xlsx"
    path.write_bytes(old_office())
    with opened(app, path) as book:
        yield book


@pytest.fixture
def later() -> Iterator[None]:
    with declared(SCHEMA):
        yield


def press(book: Any) -> Report:
    report = run_live(book, "upgrade", "", DAY, PERSON)
    assert report
    return report


def known_cells(master: Master) -> dict[tuple[object, ...], object]:
    """The cells of the tables, but for formulas that a spreadsheet has not computed yet."""
    return {
        (name, *place): value
        for name, cells in table_cells(master).items()
        for place, value in cells.items()
        if not isinstance(value, NoCachedValue)
    }


def everything(book: Any) -> list[object]:
    """The cells and the places of the tables, the tabs, the names."""
    read = read_live(book)
    places = {name: str(place.area) for name, place in read.declared.items()}
    return [
        known_cells(read),
        places,
        [sheet.name for sheet in book.sheets],
        sorted(n.name for n in book.names),
    ]


@contextmanager
def marked(book: Any, version: str) -> Iterator[None]:
    book.names.add(MARK, f"={mark_text(version)}")
    try:
        yield
    finally:
        book.names[MARK].delete()


def test_an_open_workbook_of_a_later_version_is_refused_by_name_by_every_button(
    app: Any, book: Any, monkeypatch
):
    said: list[str] = []
    monkeypatch.setattr(type(app), "alert", lambda _, message, *rest: said.append(message) or "ok")
    pressed = [(command, button) for command in COMMANDS.values() for button in command.buttons]
    with marked(book, LATER):
        statuses = [buttons.press_on(book, command.name, DAY, button.asks) for command, button in pressed]
    assert set(statuses) == {3} and len(said) == len(pressed)
    line = f"bureau.xlsx — classeur de la version {LATER}, plus récente que ce programme"
    assert all(line in message for message in said)


def test_a_press_that_fails_leaves_the_open_workbook_as_it_was(book: Any, later, monkeypatch):
    before = everything(book)
    monkeypatch.setattr(upgrade, "apply", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        press(book)
    assert everything(book) == before


def test_a_press_names_what_stands_where_columns_go(book: Any, later):
    place = find_tables(book)["Devis"]
    cell = book.sheets[place.sheet].range((place.first_row, place.last_column + 2))
    cell.value = "ma note"
    try:
        with pytest.raises(
            UnusableFile, match="du texte ou une valeur se trouve à droite du tableau « Devis »"
        ):
            press(book)
    finally:
        cell.clear()


def test_a_press_upgrades_an_open_workbook_as_the_command_line_does_its_file(
    book: Any, tmp_path: Path, later
):
    file = tmp_path / "bureau.xlsx"
    file.write_bytes(old_office())
    # As the products before 0.5 wrote it: it printed costs.
    printed = book.sheets["Devis"].page_setup
    printed.print_area = None
    report, told = press(book), upgrade_file(file)
    assert printed.print_area == "$A$1:$J$1048575"
    assert (report.summary, report.notes) == (told.summary, told.notes)
    ours, theirs = read_live(book), read_master(file)
    areas = [{name: str(place.area) for name, place in one.declared.items()} for one in (ours, theirs)]
    assert areas[0] == areas[1]
    expected = known_cells(theirs)
    assert {place: value for place, value in known_cells(ours).items() if place in expected} == expected
    assert ours.version == LATER and not [p for p in ours.problems if "version" in p.message]
    rules = typed_rules(book, ours)
    types = {"half": "list", "extra_cents": "decimal", "of": "custom", "more_days": "custom", "seen": "list"}
    assert {name: rules[name].type for name in types} == types
    assert rules["deliverable"].source == "=liste_Remises"
    assert rules["half"].input_message == f"{BY_NAME['Projets'].by_name['half'].help} Obligatoire."
    assert press(book).summary == f"déjà à jour, classeur de la version {LATER}"


def typed_rules(book: Any, master: Master) -> dict[str, Any]:
    """The rules of the added columns that a person fills in, in their first row."""
    found = {}
    for name in ADDED:
        place = master.declared[name]
        for column in BY_NAME[name].typed:
            if column.since == LATER:
                cell = book.sheets[place.sheet].range(place.cell(place.first_row, column.heading))
                found[column.name] = cell.data_validation
    return found
