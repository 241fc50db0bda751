"""The buttons of the plan, pressed in an open workbook."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.tables.edit import WorkbookEdit
from postprod_xl.hosts.buttons import press_on
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.live.master import read_live
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.vocabulary import ProjectType
from postprod_xl.workbook.live.places import find_tables as live_tables
from postprod_xl.workbook.places import find_tables
from tests.live import differences, opened
from tests.masters import DEMO_DAY, demo_bytes

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent"),
]
NEW = {
    PROJECTS.heading(name): value
    for name, value in {
        "code": "NEUF",
        "type": ProjectType.MAGAZINE,
        "length_minutes": 26,
        "delivery_day": date(2027, 4, 30),
    }.items()
}


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """The computed demonstration, with one more project without task in its last row."""
    path = tmp_path / "bureau.xlsx"
    path.write_bytes(demo_bytes())
    package = Package.open(path)
    places = find_tables(package)
    edit = WorkbookEdit(package, places)
    edit.append(places["Projets"], [NEW])
    edit.finish()
    path.write_bytes(package.to_bytes())
    return path


def select(book, table: str, column: str, code: str):
    """Select a row of a table by the code it holds."""
    rows = read_live(book).tables[table]
    place = live_tables(book)[table]
    row = rows.numbers[rows.column(column).index(code)]
    book.sheets[place.sheet].activate()
    book.sheets[place.sheet].range((row, place.first_column)).select()


def test_planning_a_project_by_its_button_is_what_the_command_line_does(app, master):
    file = Path(shutil.copy(master, master.with_name("cli.xlsx")))
    assert run_file(file, "plan", DEMO_DAY, {"project": "NEUF"}).status == DONE
    with opened(app, master) as book:
        select(book, "Projets", "code", "NEUF")
        assert press_on(book, "plan", DEMO_DAY) == DONE
        assert not differences(read_live(book), read_master(file))
        select(book, "Projets", "code", "NEUF")
        assert press_on(book, "plan", DEMO_DAY) == BLOCKED


def test_proposing_somebody_changes_no_cell(app, master):
    with opened(app, master) as book:
        before = read_live(book)
        select(book, "Planning", "task", "CRUE-MIXAGE")
        assert press_on(book, "candidates", DEMO_DAY) == DONE
        assert not differences(read_live(book), before)
