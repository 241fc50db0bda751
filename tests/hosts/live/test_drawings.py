"""The drawn tabs of an open workbook show, after a press, what the command line draws in its file."""

from __future__ import annotations

import shutil

import openpyxl
import pytest

from postprod_xl.engines.calc.office.bridge import properties
from postprod_xl.hosts.buttons import press_on
from postprod_xl.hosts.exits import BLOCKED, DONE, FAULT
from postprod_xl.hosts.files.creation import create_demo
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.live.master import read_live
from postprod_xl.workbook.live.tabs import drawing
from tests.live import differences, opened
from tests.masters import DEMO_DAY, demo_bytes, uncomputed_demo_bytes

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent"),
]
DRAWN = ("Feuille de service", "Gantt", "Charge", "Suivi", "Devis à imprimer", "Courbe de trésorerie")


@pytest.fixture
def book(app, tmp_path):
    """The demonstration as its person left it, nothing drawn yet."""
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(uncomputed_demo_bytes())
    with opened(app, path) as book:
        yield book


def shown(book, tmp_path):
    """The drawn tabs as the application saves them: texts, fills, merged cells, filter, rows that fold, charts,
    pages."""
    copy = tmp_path / "copie.xlsx"
    book.impl.xl.storeToURL(copy.as_uri(), properties(FilterName="Calc MS Excel 2007 XML"))
    saved = openpyxl.load_workbook(copy)
    return {title: _looks(saved[title]) for title in DRAWN if title in saved.sheetnames}


def _looks(sheet):
    cells = [[(cell.value, cell.fill.fgColor.rgb) for cell in row] for row in sheet.iter_rows()]
    levels = [row for row in range(1, sheet.max_row + 1) if sheet.row_dimensions[row].outlineLevel]
    hidden = [row for row in levels if sheet.row_dimensions[row].hidden]
    charts = [
        (chart.anchor._from.row, [_cells(series) for part in chart._charts for series in part.series])
        for chart in sheet._charts
    ]
    pages = [each.id for each in sheet.row_breaks.brk]
    return (
        cells,
        sorted(map(str, sheet.merged_cells.ranges)),
        sheet.auto_filter.ref,
        levels,
        hidden,
        charts,
        pages,
    )


def _cells(series):
    """The cells of the days, or of the months, and of the figures of a curve."""
    along, up = series.xVal or series.cat, series.yVal or series.val
    return (along.numRef or along.strRef).f, up.numRef.f


def test_pressing_draws_what_the_command_line_draws_and_only_what_does_not_show_it(
    app, book, tmp_path, monkeypatch
):
    file = tmp_path / "cli.xlsx"
    file.write_bytes(uncomputed_demo_bytes())
    assert run_file(file, "refresh", DEMO_DAY, {}).status == DONE
    titles = [sheet.name for sheet in book.sheets]
    with opened(app, file) as expected:
        drawn = shown(expected, tmp_path)
    assert drawn["Gantt"][3]
    folded, charts, _ = drawn["Suivi"][4:]
    assert folded and len(charts) == 5
    # A page a quote: one for each of the five projects.
    assert len(drawn["Devis à imprimer"][-1]) == 4
    put, names = drawing._put, []
    monkeypatch.setattr(drawing, "_put", lambda *given: names.append(given[1].name) or put(*given))
    assert press_on(book, "refresh", DEMO_DAY) == DONE
    assert shown(book, tmp_path) == drawn and set(DRAWN) <= set(names)
    names.clear()
    assert press_on(book, "refresh", DEMO_DAY) == DONE
    assert names == []
    book.sheets["Charge"].range("C9").value = "une note"
    assert press_on(book, "refresh", DEMO_DAY) == DONE
    assert names == ["Charge"] and shown(book, tmp_path) == drawn
    assert [sheet.name for sheet in book.sheets] == titles
    assert [other.name for other in app.books] == [book.name]


def test_a_workbook_of_macros_is_drawn_without_losing_its_buttons(app, tmp_path):
    path = tmp_path / "bureau.xlsm"
    create_demo(path, DEMO_DAY, "libreoffice")
    with opened(app, path) as book:
        buttons = {title: len(book.sheets[title].shapes) for title in DRAWN}
        book.sheets["Gantt"].range("J8:Z40").clear()
        before = shown(book, tmp_path)["Charge"]
        assert press_on(book, "refresh", DEMO_DAY) == DONE
        assert {title: len(book.sheets[title].shapes) for title in DRAWN} == buttons
        assert shown(book, tmp_path)["Charge"] == before
        assert book.sheets["Gantt"].range("J8:Z40").color is None
        assert any(cell.color for cell in book.sheets["Gantt"].range("J8:Z8"))


def test_a_drawing_that_fails_leaves_the_tables_and_what_was_drawn(app, tmp_path, monkeypatch):
    def broken(sheet, folding):
        if sheet.name == "Charge":
            raise RuntimeError("panne")

    path = tmp_path / "bureau.xlsx"
    path.write_bytes(demo_bytes())
    with opened(app, path) as book:
        book.sheets["Gantt"].range("C9").value = "note"
        app.calculate()
        before, drawn = read_live(book), shown(book, tmp_path)
        fills = [cell.color for cell in book.sheets["Gantt"].range("J8:AP12")]
        monkeypatch.setattr(drawing, "fold", broken)
        assert press_on(book, "refresh", DEMO_DAY) == FAULT
        assert not differences(read_live(book), before)
        for title, (cells, merged, *_) in shown(book, tmp_path).items():
            assert [[text for text, _ in row] for row in cells] == [
                [text for text, _ in row] for row in drawn[title][0]
            ]
            assert merged == drawn[title][1]
        assert [cell.color for cell in book.sheets["Gantt"].range("J8:AP12")] == fills
        assert [other.name for other in app.books] == [book.name]


def test_a_protected_drawing_is_said_before_anything_is_written_and_a_deleted_one_stays_so(book):
    before = read_live(book)
    native = book.sheets["Gantt"].api
    native.protect("")
    assert press_on(book, "refresh", DEMO_DAY) == BLOCKED
    assert "Gantt — la feuille est protégée" in book.app.impl.office.silent_alerts[-1][0]
    assert not differences(read_live(book), before)
    native.unprotect("")
    book.sheets["Charge"].delete()
    assert press_on(book, "refresh", DEMO_DAY) == DONE
    assert "Charge" not in [sheet.name for sheet in book.sheets]
    assert book.sheets["Gantt"].used_range.last_cell.row > 8
