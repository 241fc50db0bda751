"""Each button of the workbook, pressed in LibreOffice through its control, does what the command line does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from xlwings import Book

from postprod_xl.commands import COMMANDS, Button
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.tables.edit import WorkbookEdit
from postprod_xl.engines.ooxml.vba.workbook import project_of, write_project
from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files.creation import EVERY_WORKBOOK, create_demo
from postprod_xl.hosts.files.macros import renew_file
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.printing.forms import write_forms
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.files.sharing import share_project
from postprod_xl.hosts.live.master import read_live
from postprod_xl.schema.kinds import is_empty
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.schema.vocabulary import Feasibility
from postprod_xl.workbook.families import tab_titles_of
from postprod_xl.workbook.places import find_tables
from tests.hosts.files.person_macros import BUTTON, PERSON_MODULE
from tests.hosts.libreoffice.macro_office import MacroOffice, bound_macro, controls, macro_office, press
from tests.live import differences, opened
from tests.masters import unnumbered

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent"),
]

BUTTONS = {button.macro: (name, button) for name, command in COMMANDS.items() for button in command.buttons}
# A button runs its command today, so must the command line.
TODAY = date.today()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("macros")


@pytest.fixture(scope="module")
def office(folder: Path) -> Iterator[MacroOffice]:
    with macro_office(folder) as running:
        yield running


@pytest.fixture(scope="module")
def changed(folder: Path) -> Path:
    """The demonstration with a pay and an invoice made, then a longer session, then a delivery due earlier.

    The session is refreshed: its hours are a formula, which the spreadsheet alone would calculate again.
    """
    path = folder / "bureau.xlsm"
    create_demo(path, TODAY, "libreoffice")
    tables = read_master(path).tables
    month = f"{tables['Seances'].column('day')[0]:%Y-%m}"
    invoiced = {"project": tables["Projets"].column("code")[0], "step": None, "credit": None, "day": TODAY}
    for command, options in (("payroll", {"month": month}), ("invoice", invoiced)):
        assert run_file(path, command, TODAY, options).status == DONE
    change_first(path, "Seances", "Fin", time(23, 30))
    assert run_file(path, "refresh", TODAY, {}).status == DONE
    change_first(path, "Devis", QUOTE.heading("feasibility"), Feasibility.TO_CHECK)
    change_first(
        path, "Projets", PROJECTS.heading("delivery_day"), datetime.combine(TODAY + timedelta(days=2), time())
    )
    return path


def change_first(path: Path, table: str, heading: str, value: Any) -> None:
    """Type a value in the first row of a table of a file."""
    package = Package.open(path)
    places = find_tables(package)
    edit = WorkbookEdit(package, places)
    edit.set_cells(places[table], {(places[table].first_row, heading): value})
    edit.finish()
    path.write_bytes(package.to_bytes())


def copy_of(path: Path, name: str) -> Path:
    folder = path.parent / name
    folder.mkdir()
    if (documents := path.with_name(f"{path.stem}_factures")).is_dir():
        shutil.copytree(documents, folder / documents.name)
    return Path(shutil.copy(path, folder / path.name))


def select_first_row(book: Any, tab: str) -> None:
    """Show a tab, on the first row of its table that says what a button needs."""
    book.sheets[tab].activate()
    master = read_live(book)
    for name, place in master.places.items():
        if place.sheet == tab and name in BY_NAME and len(master.tables[name]):
            row = master.tables[name].numbers[0]
            book.sheets[tab].range((row, place.first_column)).select()


def command_line(path: Path, macro: str) -> None:
    """What the command line does of the first row of each table."""
    command, button = BUTTONS[macro]
    tables = read_master(path).tables
    project, invoice = tables["Projets"].column("code")[0], tables["Factures"].records[0]
    options = {
        "": {},
        "project": {"project": project},
        "credit": {"project": invoice.project, "credit": invoice.number},
        "month": {"month": tables["Paie"].column("month")[0]},
    }[button.asks]
    if command == "share":
        share_project(path, project, path.parent / "attendu.xlsx", TODAY)
    elif command == "invoice":
        run_file(path, command, TODAY, {"day": TODAY, **options}, confirm=lambda _: True)
    else:
        run_file(path, command, TODAY, options)


def test_every_place_of_the_registry_has_its_button_bound_to_its_macro(office: MacroOffice, changed: Path):
    held = tab_titles_of(EVERY_WORKBOOK)
    expected = {
        (
            tab,
            button.label,
        ): f"vnd.sun.star.script:VBAProject.Boutons.{macro}?language=Basic&location=document"
        for macro, (_, button) in BUTTONS.items()
        for tab in button.tabs
        if tab in held
    }
    with opened(office.app, changed) as book:
        found = {
            (sheet.name, label): bound_macro(model)
            for sheet in book.sheets
            for label, model in controls(book, sheet.name).items()
        }
    assert found == expected


@pytest.mark.slow
def test_pressing_buttons_one_after_the_other_gives_the_tables_of_the_command_line(
    office: MacroOffice, changed: Path
):
    live, file = copy_of(changed, "boutons"), copy_of(changed, "commandes")
    with opened(office.app, live) as book:
        after = read_live(book)
        for macro in ("Actualiser", "PreparerPaie", "Facturer"):
            button, before = BUTTONS[macro][1], after
            select_first_row(book, button.tabs[0])
            press(office, book, button.tabs[0], button.label)
            command_line(file, macro)
            after = read_live(book)
            assert not differences(after, read_master(file))
            assert differences(after, before)
            assert len(after.tables["Journal"]) == len(before.tables["Journal"]) + 1


def test_checking_by_its_button_shows_the_problems_and_changes_nothing_else(
    office: MacroOffice, changed: Path
):
    with opened(office.app, copy_of(changed, "verifier")) as book:
        before = read_live(book)
        press(office, book, "Accueil", BUTTONS["Verifier"][1].label)
        after = read_live(book)
        lines = [problem.line for problem in read_master(changed).problems]
    found = differences(after, before)
    assert all(line.startswith("Controles ") for line in found)
    assert len(after.tables["Controles"]) >= len(lines)
    assert not is_empty(after.tables["Controles"].column("message")[0])


def aged(path: Path) -> None:
    """Make the macros of a workbook those of a version without « Vérifier »; a person has a button of their own."""
    package = Package.open(path)
    project = project_of(package)
    sub = re.compile(r"' Onglets[^\n]*\nSub Verifier.*?End Sub\r\n", re.DOTALL)
    project.put("Boutons", sub.sub("", project.source("Boutons")))
    project.put("MesMacros", PERSON_MODULE)
    write_project(package, project)
    shape = re.compile(r"<v:shape [^>]*>(?:(?!<v:shape ).)*?\[0\]!Verifier.*?</v:shape>", re.DOTALL)
    own = BUTTON.format(number=9000, anchor="9, 0, 0, 8, 10, 0, 0, 34", macro="Bilan")
    for part in [name for name in package.names if name.endswith(".vml")]:
        text = shape.sub("", package.read(part).decode())
        package.replace(part, text.replace("</xml>", f"{own}</xml>").encode())
    path.write_bytes(package.to_bytes())


def test_the_buttons_of_a_renewed_workbook_run_beside_those_of_a_person(office: MacroOffice, changed: Path):
    path = copy_of(changed, "renouvele")
    aged(path)
    report = renew_file(path)
    assert report.status == DONE and "2 boutons ajoutés" in report.summary
    with opened(office.app, path) as book:
        found = controls(book, "Accueil")
        assert {label: bound_macro(model).split(".")[-1].split("?")[0] for label, model in found.items()} == {
            "Vérifier": "Verifier",
            "Actualiser": "Actualiser",
            "Bilan": "Bilan",
        }
        before = read_live(book)
        press(office, book, "Accueil", "Vérifier")
        lines = differences(read_live(book), before)
    assert all(line.startswith("Controles ") for line in lines)


def test_what_leaves_the_house_by_a_button_is_what_the_command_line_writes(
    office: MacroOffice, changed: Path
):
    live = copy_of(changed, "copie")
    command_line(live, "CopieProducteur")
    project = read_master(live).tables["Projets"].column("code")[0]
    assert write_forms(live, "advice", {"project": project}, live.parent / "attendu", TODAY).status == DONE
    with opened(office.app, live) as book:
        before = read_live(book)
        for macro in ("CopieProducteur", "DemanderAvis"):
            button: Button = BUTTONS[macro][1]
            select_first_row(book, button.tabs[0])
            press(office, book, button.tabs[0], button.label)
        assert not differences(read_live(book), before)
    [written] = live.parent.glob("*copie producteur*.xlsx")
    assert unnumbered(written) == unnumbered(live.parent / "attendu.xlsx")
    [sheets] = live.parent.glob("*avis techniques*")
    expected = {path.name: path.read_bytes() for path in (live.parent / "attendu").iterdir()}
    assert expected and {path.name: path.read_bytes() for path in sheets.iterdir()} == expected


def test_of_two_masters_of_one_name_each_keeps_its_buttons_and_its_functions(
    office: MacroOffice, changed: Path
):
    with opened(office.app, copy_of(changed, "premier")) as first:
        # xlwings opens no second workbook of one name, as Excel; LibreOffice does.
        second = Book(impl=office.app.books.impl.open(str(copy_of(changed, "second"))))
        before = [book.sheets["Contrôles"].used_range.value for book in (first, second)]
        press(office, first, "Accueil", BUTTONS["Verifier"][1].label, in_front=second)
        after = [book.sheets["Contrôles"].used_range.value for book in (first, second)]
        for book, price in ((first, 100.0), (second, 200.0)):
            sheet = book.sheets.add("Essai")
            sheet.range("A1").value = [price, "=PP_TTC(A1,0.2)"]
        second.activate()
        gross = [book.sheets["Essai"].range("B1").value for book in (first, second)]
        second.close()
    assert after[0] != before[0] and after[1] == before[1]
    assert gross == [120.0, 240.0]


def test_a_button_whose_python_is_absent_leaves_the_office_alive(folder: Path, changed: Path):
    lost = folder / "sans python"
    lost.mkdir()
    path = Path(shutil.copy(changed, lost / "bureau.xlsm"))
    with macro_office(lost, "/nulle/part/python") as office, opened(office.app, path) as book:
        control = book.impl.xl.CurrentController.getControl(controls(book, "Accueil")["Actualiser"])
        assert control.getAccessibleContext().doAccessibleAction(0)
        assert book.sheets["Accueil"].range("A1").row == 1
