"""Formulas give in LibreOffice what the program wrote beside them, on every row."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from postprod_xl.domain.demo import demo_office
from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.schema.kinds import is_empty, typed
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.workbook.make.build import build
from postprod_xl.workbook.places import find_tables
from tests.fuzz.office import small_office
from tests.libreoffice import all_converted
from tests.masters import DEMO_DAY, contents, repacked

pytestmark = pytest.mark.libreoffice

CALCULATED = [(table, column) for table in TABLES for column in table.columns if column.formula]


# Nights of clock change, from 22:00 to 06:00: 9 h in October, 7 h in March; then hours that exist twice, or not.
CHANGE_NIGHTS = [
    (date(2026, 10, 24), 1320, 360),
    (date(2026, 3, 28), 1320, 360),
    (date(2026, 10, 25), 150, 180),
    (date(2026, 3, 29), 150, 180),
    (date(2026, 10, 25), 0, 179),
    (date(2025, 3, 30), 120, 1380),
]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recalculation") / "bureau.xlsx"
    rows = demo_office(DEMO_DAY)
    nights = [
        {
            **rows["Seances"][0],
            "number": f"NUIT-{rank}",
            "day": day,
            "start": start,
            "end": end,
            "pause_minutes": 0,
        }
        for rank, (day, start, end) in enumerate(CHANGE_NIGHTS)
    ]
    path.write_bytes(build({**rows, **_blank_prices(rows), "Seances": [*rows["Seances"], *nights]}))
    assert run_file(path, "refresh", DEMO_DAY, {}).status == 0
    return path


def _blank_prices(rows: Mapping[str, Sequence[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Drafts of a feature film and of a documentary whose prices and costs are left to the rate card, or nowhere."""
    line = {"version": 9, "quantity": Decimal("1.5"), "unit": "jour", "discount_rate": Decimal("0.1")}
    cells = [
        {"item": "IMG-20"},
        {"item": "IMG-20", "unit": ""},
        {"item": "IMG-20", "unit": "heure"},
        {"item": "IMG-21"},
        {"item": ""},
    ]
    lines = [
        {**line, **cell, "project": project, "line": f"{project}-VIDE-{at}"}
        for project in ("CRUE", "SETE")
        for at, cell in enumerate(cells)
    ]
    drafts = [{"project": project, "version": 9, "status": "Brouillon"} for project in ("CRUE", "SETE")]
    films = {"film_price_cents": 70_005, "film_cost_cents": 40_000}
    rates = [{**rate, **films} if rate["item"] == "IMG-20" else rate for rate in rows["Tarifs"]]
    return {"Tarifs": rates, "Devis": [*rows["Devis"], *lines], "Versions": [*rows["Versions"], *drafts]}


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small office, one value beside a formula false."""
    path = tmp_path_factory.mktemp("wrong") / "faux.xlsx"
    part = find_tables(Package(path, small_office()))[CALCULATED[0][0].name].sheet_part
    parts = contents(io.BytesIO(small_office()))
    parts[part], count = re.subn(rb"(</f><v>)[^<]+(</v>)", rb"\g<1>123456\2", parts[part], count=1)
    assert count == 1
    path.write_bytes(repacked(parts))
    return path


@pytest.fixture(scope="module")
def saved_by_libreoffice(master: Path, wrong: Path) -> list[Path]:
    """Both, recalculated and saved in one start of LibreOffice."""
    return all_converted([master, wrong], "xlsx", master.parent / "libreoffice")


@pytest.fixture(scope="module")
def recalculated(saved_by_libreoffice: list[Path]) -> Path:
    return saved_by_libreoffice[0]


@cache
def book(path: Path, values: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path, data_only=values)


def column_cells(path: Path, place: TablePlace, heading: str, values: bool) -> list[object]:
    sheet: Worksheet = book(path, values)[place.sheet]
    column = place.first_column + place.headings.index(heading)
    return [sheet.cell(row, column).value for row in range(place.header_row + 1, place.last_row + 1)]


def computed_values(path: Path, place: TablePlace, column: Column) -> list[object]:
    return [typed(column.kind, cell) for cell in column_cells(path, place, column.heading, True)]


@pytest.mark.parametrize(("table", "column"), CALCULATED, ids=lambda part: part.name)
def test_a_calculated_column_gives_our_value_on_every_row(
    table: Table, column: Column, master: Path, recalculated: Path
):
    place = find_tables(Package.open(master))[table.name]
    ours = computed_values(master, place, column)
    assert computed_values(recalculated, place, column) == ours
    assert any(value for value in ours), "a column of blanks proves nothing"
    formulas = column_cells(master, place, column.heading, False)
    assert all(isinstance(cell, str) and cell.startswith("=") for cell in formulas)


def test_no_formula_of_ours_waits_for_a_spreadsheet(master: Path, recalculated: Path):
    """Every formula of an office has the value that LibreOffice computes: nothing is to be computed on opening."""
    found = [
        (sheet.title, cell.coordinate)
        for sheet in book(master, False)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len({title for title, _ in found}) >= 4
    for title, cell in found:
        ours, theirs = (book(path, True)[title][cell].value for path in (master, recalculated))
        assert (ours or "", type(ours)) == (theirs or "", type(theirs)) or abs(ours - theirs) < 1e-9, (
            title,
            cell,
        )


def test_a_night_of_clock_change_lasts_what_it_lasts(recalculated: Path):
    place = find_tables(Package.open(recalculated))["Seances"]
    hours = computed_values(recalculated, place, BY_NAME["Seances"].by_name["worked_minutes"])
    assert hours[-len(CHANGE_NIGHTS) :] == [540, 420, 90, 0, 179, 1200]


def test_a_price_left_blank_is_that_of_the_rate_card(recalculated: Path):
    place = find_tables(Package.open(recalculated))["Devis"]
    amounts, costs = (
        computed_values(recalculated, place, BY_NAME["Devis"].by_name[name])[-10:]
        for name in ("amount_cents", "cost_cents")
    )
    # 1.5 × 700.05 × 0.9 = 945.0675, 1.5 × 360 × 0.9 = 486; 1.5 × 600 × 0.9 = 810 for a documentary
    assert amounts == [94_507, 94_507, 0, 48_600, 0, 81_000, 81_000, 0, 48_600, 0]
    # A day costs that of the editor whom the director asks for, 8 h × 42 € × 1.65 = 554.40 €, or 34 €: 448.80 €,
    # and 110 € of room; an hour an eighth of it; an assistant 8 h × 18.50 € × 1.65 = 244.20 € and 60 € of room: × 1.5
    assert costs[:5] == [99_660, 99_660, 12_458, 45_630, None]
    assert costs[5:] == [83_820, 83_820, 10_478, 45_630, None]


def test_a_wrong_value_beside_a_formula_would_be_seen(
    small_file: Path, wrong: Path, saved_by_libreoffice: list[Path]
):
    table, column = CALCULATED[0]
    place = find_tables(Package.open(small_file))[table.name]
    assert computed_values(wrong, place, column)[0] == 12345600
    mended = computed_values(saved_by_libreoffice[1], place, column)
    assert mended == computed_values(small_file, place, column)


def test_a_workbook_saved_by_libreoffice_still_holds_every_value(master: Path, recalculated: Path):
    before, after = read_master(master), read_master(recalculated)
    assert [problem.line for problem in after.problems if problem.is_blocking] == []
    for table in TABLES:
        for column in table.columns:
            values = [_shown(value) for value in before.tables[table.name].column(column.name)]
            saved = [_shown(value) for value in after.tables[table.name].column(column.name)]
            assert saved == values, f"{table.name}[{column.heading}]"


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return value.replace(microsecond=0)
    return None if is_empty(value) else value
