"""The buttons of the plan, pressed in an open workbook."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.tables.edit import WorkbookEdit
from postprod_xl.hosts.buttons import press_on
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.live.master import read_live
from postprod_xl.hosts.live.runs import SHOWN_LINES, Operator, run_live
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.vocabulary import ProjectType
from postprod_xl.workbook.live.places import find_tables as live_tables
from postprod_xl.workbook.places import find_tables
from tests.live import differences, opened
from tests.masters import DEMO_DAY, demo_bytes

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.slow,
    pytest.mark.usefixtures("undrawn"),
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


def test_quoting_a_project_planning_it_and_its_next_issue_by_their_buttons_is_the_command_line(app, master):
    file = Path(shutil.copy(master, master.with_name("cli.xlsx")))
    assert run_file(file, "quote", DEMO_DAY, {"project": "NEUF"}).status == DONE
    with opened(app, master) as book:
        select(book, "Projets", "code", "NEUF")
        assert press_on(book, "quote", DEMO_DAY) == DONE
        assert not differences(read_live(book), read_master(file))
        assert run_file(file, "plan", DEMO_DAY, {"project": "NEUF"}).status == DONE
        assert press_on(book, "plan", DEMO_DAY) == DONE
        assert not differences(read_live(book), read_master(file))
        select(book, "Projets", "code", "NEUF")
        assert press_on(book, "plan", DEMO_DAY) == BLOCKED
        assert run_file(file, "repeat", DEMO_DAY, {"project": "NEUF", "issues": 1}).status == DONE
        assert press_on(book, "repeat", DEMO_DAY) == DONE
        assert not differences(read_live(book), read_master(file))


def test_a_button_that_only_answers_changes_no_cell(app, master):
    with opened(app, master) as book:
        before = read_live(book)
        select(book, "Planning", "task", "CRUE-MIXAGE")
        assert press_on(book, "candidates", DEMO_DAY) == DONE
        # The overrun of the line is in AV-002 already: nothing is proposed, nothing noted in the journal.
        select(book, "Depassements", "line", "MER-IMG-20")
        assert press_on(book, "amend", DEMO_DAY, "line") == DONE
        select(book, "Avenants", "number", "AV-002")
        assert press_on(book, "amend", DEMO_DAY, "number") == DONE
        select(book, "Comptes", "project", "MER")
        assert press_on(book, "situation", DEMO_DAY) == DONE
        assert press_on(book, "costreport", DEMO_DAY) == DONE
        assert press_on(book, "callsheet", DEMO_DAY) == DONE
        assert press_on(book, "calendar", DEMO_DAY) == DONE
        # The month proposed is that of the day.
        assert press_on(book, "payroll", DEMO_DAY, "preview") == DONE
        assert not differences(read_live(book), before)
    assert (master.parent / f"{master.stem} - calendriers" / "personne-NADAL.ics").exists()
    assert {path.name for path in master.parent.glob("*.pdf")} == {
        "MER - avenant AV-002 2026-11-19.pdf",
        "MER - situation 2026-11-23.pdf",
        "feuilles de service 2026-11-24.pdf",
        "maison - situation de production 2026-11-23.pdf",
    }


def test_the_sessions_of_yesterday_by_their_button_are_those_of_the_command_line(app, master):
    tomorrow = DEMO_DAY + timedelta(days=1)
    file = Path(shutil.copy(master, master.with_name("cli.xlsx")))
    assert run_file(file, "sessions", tomorrow, {}).status == DONE
    with opened(app, master) as book:
        assert press_on(book, "sessions", tomorrow) == DONE
        assert not differences(read_live(book), read_master(file))


def test_shifting_a_task_asks_for_its_day_and_does_what_the_command_line_does(app, master):
    file = Path(shutil.copy(master, master.with_name("cli.xlsx")))
    options = {"task": "MER-CONFORMATION", "to": date(2026, 11, 26)}
    assert run_file(file, "shift", DEMO_DAY, options).status == DONE
    asked = []

    def answer(question):
        asked.append((question.text, question.proposal))
        return "26/11/2026"

    person = Operator(answer, lambda _: True, lambda _: None)
    with opened(app, master) as book:
        select(book, "Planning", "task", "MER-CONFORMATION")
        report = run_live(book, "shift", "", DEMO_DAY, person)
        assert asked == [("Nouveau jour de début (JJ/MM/AAAA) :", "23/11/2026")]
        assert report.summary.startswith("MER-CONFORMATION décalée au 26/11/2026")
        assert len(report.notes) <= SHOWN_LINES + 2
        assert not differences(read_live(book), read_master(file))
