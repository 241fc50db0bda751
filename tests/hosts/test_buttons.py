"""A button pressed in an open workbook does what the command line does to its file, cell for cell."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
import xlwings
from openpyxl.comments import Comment

from postprod_xl.engines.ooxml.files.saving import kept_versions
from postprod_xl.hosts import buttons
from postprod_xl.hosts.buttons import press_on
from postprod_xl.hosts.exits import BLOCKED, DONE, FAULT
from postprod_xl.hosts.files.creation import button_macros
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.printing.papers import print_file
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.files.sharing import share_project
from postprod_xl.hosts.live import runs as live_runs
from postprod_xl.hosts.live.master import read_live
from postprod_xl.hosts.live.questions import Misunderstood
from postprod_xl.hosts.live.runs import Operator, run_live
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.workbook.live.places import find_tables
from postprod_xl.workbook.live.table import LiveTable
from postprod_xl.workbook.make.button_macros import button_module
from tests.live import differences, opened
from tests.masters import DEMO_DAY, contents, demo_bytes, uncomputed_demo_bytes, unnumbered
from tests.workbook.live.recorded import pressed

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent"),
]


@pytest.fixture(autouse=True)
def demonstration_day(monkeypatch):
    """The day on which the macros run their commands."""
    monkeypatch.setattr(buttons, "date", SimpleNamespace(today=lambda: DEMO_DAY))


@pytest.fixture(scope="module")
def bureau(app, tmp_path_factory):
    """The computed demonstration, open: every test gives it back as it found it."""
    path = tmp_path_factory.mktemp("bureau") / "ouvert.xlsx"
    path.write_bytes(demo_bytes())
    with opened(app, path) as book:
        app.calculate()
        yield book


@contextmanager
def cell_set(book, table: str, row: int, heading: str, value):
    """A cell of a table, given by its data row counted from 0, that holds another value for a while."""
    place = find_tables(book)[table]
    cell = book.sheets[place.sheet].range((place.first_row + row, place.column_of(heading)))
    before, cell.value = cell.value, value
    try:
        yield
    finally:
        cell.value = before


def answering(answer: str = "", *, confirms: bool = True, told=None) -> Operator:
    """A person who answers every question alike."""
    return Operator(lambda _: answer, lambda _: confirms, (told if told is not None else []).append)


def macro_run(book, macro: str) -> str:
    """Run the Python of a button's macro, called by a workbook; gives the last message."""
    book.set_mock_caller()
    try:
        exec(pressed(button_module(button_macros()), macro), {})
    finally:
        del xlwings.Book._mock_caller
    return last_message(book)


def last_message(book) -> str:
    return book.app.impl.office.silent_alerts[-1][0]


def select(book, table: str, row: int = 0):
    """Select the first cell of a row of a table, given by its data row counted from 0."""
    place = find_tables(book)[table]
    sheet = book.sheets[place.sheet]
    sheet.activate()
    sheet.range((place.first_row + row, place.first_column)).select()


def shown_texts(sheet) -> set[str]:
    return {cell for row in sheet.used_range.options(ndim=2).value for cell in row if isinstance(cell, str)}


def drawn_texts(path: Path, title: str) -> set[str]:
    sheet = openpyxl.load_workbook(path)[title]
    return {cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}


def test_an_open_workbook_is_read_as_its_file(bureau):
    live, file = read_live(bureau), read_master(Path(bureau.fullname))
    assert not differences(live, file)
    assert [problem.line for problem in live.problems] == [problem.line for problem in file.problems]
    assert all(live.tables[name] == rows for name, rows in file.tables.items())


def test_a_date_that_no_calendar_has_names_its_cell_as_in_the_file(bureau):
    with ExitStack() as cells:
        for row, number in enumerate((-1.0, -700_000.0, 2_958_466.0, 1e12)):
            cells.enter_context(cell_set(bureau, "Seances", row, "Date", number))
        found = [problem.line for problem in read_live(bureau).problems if "#####" in problem.line]
    assert found == [
        f"Séances!B{row} — Date : la cellule affiche l'erreur #####, attendu : une date (12/03/2026)"
        for row in range(5, 9)
    ]


@pytest.mark.usefixtures("undrawn")
def test_each_macro_gives_the_tables_and_tabs_of_its_command_and_once_is_enough(app, tmp_path):
    path, file = tmp_path / "bureau.xlsx", tmp_path / "cli" / "bureau.xlsx"
    file.parent.mkdir()
    for copy in (path, file):
        copy.write_bytes(uncomputed_demo_bytes())
    run_file(file, "refresh", DEMO_DAY, {})
    tables = read_master(file).tables
    project, month = tables["Projets"].column("code")[0], f"{tables['Seances'].column('day')[-1]:%Y-%m}"
    with opened(app, path) as book:
        assert "cellules changées" in macro_run(book, "Actualiser")
        assert not differences(read_live(book), read_master(file))
        assert run_live(book, "refresh", "", DEMO_DAY, answering()).changed == 0
        assert [version.read_bytes() for version in kept_versions(path)] == [path.read_bytes()]
        assert book.api.getUndoManager().getAllUndoActionTitles() == ()
        select(book, "Projets")
        assert macro_run(book, "Facturer").startswith("Facturer : ")
        select(book, "Factures", len(tables["Factures"]))
        assert macro_run(book, "EmettreAvoir").startswith("Émettre l'avoir : Avoir AV-")
        select(book, "Seances", len(tables["Seances"]) - 1)
        assert macro_run(book, "PreparerPaie").startswith(f"Préparer la paie : paie de {month}")
        asked = [
            text
            for text, _ in book.app.impl.office.silent_alerts
            if text.startswith(("Émettre FA-", "Émettre AV-"))
        ]
        run_file(file, "refresh", DEMO_DAY, {})
        invoice = run_file(file, "invoice", DEMO_DAY, {"project": project}).details["invoice"]
        credit = run_file(file, "invoice", DEMO_DAY, {"credit": invoice}).details["invoice"]
        run_file(file, "payroll", DEMO_DAY, {"month": month})
        assert not differences(read_live(book), read_master(file))
        for number in (invoice, credit):
            issued = Path("bureau_factures", f"{number}.pdf")
            assert (path.parent / issued).read_bytes() == (file.parent / issued).read_bytes()
        saved = read_master(path).tables["Factures"].column("number")
        assert {invoice, credit} <= {*saved}, "a document issued does not wait for somebody to save its row"
        assert [text.split(",")[0] for text in asked[-2:]] == [f"Émettre {invoice}", f"Émettre {credit}"]
        assert [sheet.name for sheet in book.sheets][-2:] == [invoice, credit]
        assert shown_texts(book.sheets[invoice]) == drawn_texts(file, invoice)


def test_a_draft_is_a_tab_without_number_in_place_of_the_one_before(bureau):
    select(bureau, "Projets")
    before, tabs = read_live(bureau), [sheet.name for sheet in bureau.sheets]
    for _ in range(2):
        report = run_live(bureau, "invoice", "draft", DEMO_DAY, answering())
        assert (report.status, report.changed) == (DONE, 0)
    assert [sheet.name for sheet in bureau.sheets] == [*tabs, "BROUILLON"]
    assert bureau.sheets["BROUILLON"].range("A1").value == "BROUILLON — sans numéro, ne vaut pas facture"
    changed = [line for line in differences(read_live(bureau), before) if not line.startswith("Journal")]
    assert not changed


def test_checking_leaves_the_workbook_and_the_view_as_a_person_left_them(bureau):
    app, told = bureau.app, []
    select(bureau, "Seances", 3)
    app.calculation = "manual"
    cells = read_live(bureau)
    view = bureau.sheets.active.name, bureau.selection.address, app.calculation, app.screen_updating
    report = run_live(bureau, "check", "", DEMO_DAY, answering(told=told))
    after = bureau.sheets.active.name, bureau.selection.address, app.calculation, app.screen_updating
    app.calculation = "automatic"
    assert report.status == DONE
    assert told == [live_runs.READING, live_runs.COMPUTING, live_runs.WRITING]
    assert after == view
    assert not differences(read_live(bureau), cells)


def test_the_producers_copy_stands_beside_the_workbook_and_replaces_nothing(bureau):
    file = Path(bureau.fullname)
    expected = file.with_name("attendu.xlsx")
    project = read_live(bureau).tables["Projets"].column("code")[0]
    share_project(file, project, expected, DEMO_DAY)
    select(bureau, "Projets")
    for name in (f"{project} - copie producteur 2026-11-23", f"{project} - copie producteur 2026-11-23 (2)"):
        assert f"{name}.xlsx" in macro_run(bureau, "CopieProducteur")
        assert unnumbered(file.with_name(f"{name}.xlsx")) == unnumbered(expected)
        assert file.with_name(f"{name}.pdf").read_bytes().startswith(b"%PDF")


def test_the_quote_of_the_selected_version_stands_beside_the_workbook_as_the_command_line_writes_it(bureau):
    file = Path(bureau.fullname)
    (version, *_) = read_live(bureau).tables["Versions"]
    options = {"project": version.project, "printed": version.version}
    assert print_file(file, "quote", DEMO_DAY, options, file.with_name("attendu.pdf")).status == DONE
    select(bureau, "Versions")
    assert f"{version.project} - devis v{version.version}" in macro_run(bureau, "DevisEnPdf")
    (pdf,) = file.parent.glob("*- devis v*.pdf")
    assert pdf.read_bytes() == file.with_name("attendu.pdf").read_bytes()


def test_the_copy_of_the_button_holds_no_word_of_the_house(bureau):
    file = Path(bureau.fullname)
    orders = read_live(bureau).tables["Avenants"]
    bureau.sheets["Accueil"].activate()
    bureau.sheets["Accueil"].range("A1").select()
    with cell_set(bureau, "Avenants", 0, "Motif", "fuite du motif"):
        # One accepted, one that is still to be negotiated.
        for at, order in enumerate(orders.records[:2]):
            with (
                cell_set(bureau, "Avenants", at, "Libellé", "libellé planté"),
                cell_set(bureau, "Avenants", at, "Motif pour le client", "motif planté"),
            ):
                report = run_live(bureau, "share", "project", DEMO_DAY, answering(order.project))
                book = contents(Path(report.details["output"]))
            text = "".join(part.decode() for part in book.values())
            leaves = order.status in ("Envoyé", "Accepté")
            assert ("libellé planté" in text, "motif planté" in text, "fuite" in text) == (
                leaves,
                leaves,
                False,
            )
    for copy in file.parent.glob("*copie producteur*.xlsx"):
        copy.unlink()


def test_what_is_asked_and_cannot_be_is_said_and_nothing_is_written(bureau):
    bureau.sheets["Accueil"].activate()
    bureau.sheets["Accueil"].range("A1").select()
    before = read_live(bureau)
    for command, asks, answer in (
        ("invoice", "project", "NOPE"),
        ("invoice", "credit", "FA-0000"),
        ("share", "project", "NOPE"),
    ):
        report = run_live(bureau, command, asks, DEMO_DAY, answering(answer))
        assert report.status == BLOCKED
        assert not report.in_controls
        assert answer in buttons.said(report, "Bouton")
    assert not differences(read_live(bureau), before)
    assert bureau.sheets.active.name == "Accueil"


def test_a_month_that_is_none_and_a_refused_invoice_write_nothing(bureau):
    before = read_live(bureau)
    with pytest.raises(Misunderstood):
        run_live(bureau, "payroll", "month", DEMO_DAY, answering("2031-13"))
    select(bureau, "Projets")
    assert run_live(bureau, "invoice", "project", DEMO_DAY, answering(confirms=False)) is None
    assert not differences(read_live(bureau), before)


def test_a_renamed_heading_blocks_and_no_formula_follows_it(bureau):
    place = find_tables(bureau)["Seances"]
    hours = place.first_row, place.column_of("Heures")
    heading = bureau.sheets[place.sheet].range((place.header_row, place.column_of("Fin")))
    heading.value = "Heure fin"
    before, formula = read_live(bureau), bureau.sheets[place.sheet].range(hours).formula
    assert press_on(bureau, "refresh", DEMO_DAY) == BLOCKED
    after = read_live(bureau)
    assert bureau.sheets[place.sheet].range(hours).formula == formula
    heading.value = "Fin"
    press_on(bureau, "check", DEMO_DAY)
    assert {line.split()[0] for line in differences(after, before)} == {"Controles"}
    assert after.tables["Controles"].column("message")[0].startswith("la colonne « Fin » manque à Séances")


def test_a_document_that_only_its_tab_still_speaks_of_blocks_the_buttons(bureau):
    tab = bureau.sheets.add("FA-2026-0007", after=bureau.sheets[-1])
    try:
        report = run_live(bureau, "share", "project", DEMO_DAY, answering("CRUE"))
    finally:
        tab.delete()
    [problem] = report.problems
    assert report.status == BLOCKED and ".postprod/backups" in problem.message
    assert report.notes == ["FA-2026-0007 : dans aucune des versions gardées sous le nom de ce classeur"]
    assert "il manque FA-2026-0007, absente du registre : l'onglet de ce numéro" in problem.message


def test_a_protected_tab_is_said_before_anything_is_written(bureau):
    native = bureau.sheets["Dépassements"].api
    with cell_set(bureau, "Seances", 0, "Fin", 23.5 / 24):
        bureau.app.calculate()
        before = read_live(bureau)
        native.protect("")
        try:
            assert press_on(bureau, "refresh", DEMO_DAY) == BLOCKED
        finally:
            native.unprotect("")
        assert last_message(bureau).endswith(
            "Dépassements — la feuille est protégée : ôtez la protection (Révision > Ôter la protection)."
        )
        assert not differences(read_live(bureau), before)


def test_a_blocking_problem_changes_and_shows_the_controls_only(bureau):
    with cell_set(bureau, "Projets", 0, PROJECTS.heading("delivery_day"), "bientôt"):
        before = read_live(bureau)
        assert press_on(bureau, "refresh", DEMO_DAY) == BLOCKED
        after = read_live(bureau)
    assert {line.split()[0] for line in differences(after, before)} == {"Controles"}
    assert "bientôt" in after.tables["Controles"].column("found")
    assert bureau.sheets.active.name == "Contrôles"
    assert macro_run(bureau, "Verifier").startswith("Vérifier : ")
    assert "bientôt" not in read_live(bureau).tables["Controles"].column("found")


def test_a_fault_once_all_but_the_journal_is_written_leaves_the_workbook_as_it_was(bureau, monkeypatch):
    rebuilt = []

    def rebuild(table, content):
        rebuilt.append(table.place.name)
        return rebuild_table(table, content)

    def broken(table, rows):
        raise RuntimeError("panne")

    rebuild_table = LiveTable.rebuild
    monkeypatch.setattr(LiveTable, "rebuild", rebuild)
    monkeypatch.setattr(LiveTable, "append", broken)
    with cell_set(bureau, "Seances", 0, "Fin", 23.5 / 24):
        bureau.app.calculate()
        before = read_live(bureau)
        assert press_on(bureau, "refresh", DEMO_DAY) == FAULT
        after = read_live(bureau)
    assert rebuilt
    assert after.declared == before.declared
    assert not differences(after, before)


def test_something_under_a_table_that_must_grow_is_not_covered(bureau):
    place = find_tables(bureau)["Journal"]
    filled = place.last_row + 1 if read_live(bureau).tables["Journal"] else place.last_row
    below = bureau.sheets[place.sheet].range((max(filled, place.last_row + 1), place.first_column))
    full = bureau.sheets[place.sheet].range((place.last_row, place.first_column))
    held, full.value, below.value = full.value, "occupé", "à garder"
    with cell_set(bureau, "Seances", 0, "Fin", 23.5 / 24):
        bureau.app.calculate()
        before = read_live(bureau)
        assert press_on(bureau, "refresh", DEMO_DAY) == BLOCKED
        after = read_live(bureau)
    full.value, below.value = held, None
    assert not differences(after, before)
    assert after.declared == before.declared


@pytest.mark.usefixtures("undrawn")
def test_notes_beside_a_result_follow_their_row_as_in_the_file(app, tmp_path):
    path, file = tmp_path / "bureau.xlsx", tmp_path / "cli.xlsx"
    path.write_bytes(demo_bytes())
    place, tasks = (read_master(path).places[name] for name in ("Reservations", "Planning"))
    book = openpyxl.load_workbook(path)
    for row, note in ((place.first_row, "déplacée"), (place.first_row + 4, "12"), (place.last_row, "fin")):
        book[place.sheet].cell(row, place.last_column + 1).value = note
        book[place.sheet].cell(row, place.last_column + 2).value = f"=LEN({place.cell(row, 'Projet')})"
    book[place.sheet].cell(place.last_row - 1, place.first_column).comment = Comment("relu", "Anne")
    for row in range(tasks.first_row, tasks.first_row + 6):
        book[tasks.sheet].cell(row, tasks.column_of("État")).value = "Annulé"
    book.save(path)
    shutil.copy(path, file)
    report = run_file(file, "refresh", DEMO_DAY, {})
    with opened(app, path) as live:
        assert run_live(live, "refresh", "", DEMO_DAY, answering()).notes == report.notes
        assert not differences(read_live(live), read_master(file))
        bottom = read_master(file).places["Reservations"].last_row + 2
        area = (place.header_row, place.last_column + 1), (bottom, place.last_column + 2)
        beside = live.sheets[place.sheet].range(*area).formula
        remarks = [(note.location.row, note.text) for note in live.sheets[place.sheet].notes]
    sheet = openpyxl.load_workbook(file)[place.sheet]
    assert [[text or None for text in row] for row in beside] == [
        [sheet.cell(row, column).value for column in (area[0][1], area[1][1])]
        for row in range(area[0][0], bottom + 1)
    ]
    assert remarks == [
        (row, "relu") for row in range(1, bottom) if sheet.cell(row, place.first_column).comment
    ]
    assert remarks
    assert report.notes


@pytest.mark.usefixtures("undrawn")
def test_figures_are_exact_after_a_press_when_a_person_calculates_by_hand(app, tmp_path):
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(demo_bytes())
    with opened(app, path) as book:
        app.calculation = "manual"
        place = find_tables(book)["Seances"]
        sheet, row = book.sheets[place.sheet], place.first_row
        sheet.range((row, place.column_of("Fin"))).value = 23.5 / 24
        assert press_on(book, "refresh", DEMO_DAY) == DONE
        assert app.calculation == "manual"
        start = sheet.range((row, place.column_of("Début"))).value
        pause = sheet.range((row, place.column_of("Pause (min)"))).value or 0
        worked = sheet.range((row, place.column_of("Heures"))).value
        assert worked == pytest.approx(23.5 - 24 * start - pause / 60)
        assert run_live(book, "refresh", "", DEMO_DAY, answering()).changed == 0
        app.calculation = "automatic"
