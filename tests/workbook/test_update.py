"""What is compared with the workbook, and what is left alone there."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from postprod_xl.engines.ooxml.sheets.cells import Formula
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import RawTable
from postprod_xl.workbook.update import column_update, content_update, input_update, same
from tests.domain.offices import table_rows

SESSIONS = BY_NAME["Seances"]
ROW = {"number": "S1", "worked_minutes": 450, "night_minutes": 60}


def sheet(headings: tuple[str, ...]) -> tuple[RawTable, TablePlace]:
    """A session without any value, in row 5, under the headings given."""
    place = TablePlace("Seances", "Séances", "", "", 1, 4, 5, False, headings)
    return RawTable("Seances", [5], {heading: [None] for heading in headings}), place


@pytest.mark.parametrize(("fin", "written"), [("Fin", {"Heures", "Nuit (h)"}), ("Heure fin", {"Nuit (h)"})])
def test_no_formula_is_written_that_reads_a_column_which_is_not_there(fin: str, written: set[str]):
    raw, place = sheet(tuple(fin if heading == "Fin" else heading for heading in SESSIONS.headings))
    columns = table_rows("Seances", [ROW]).only("worked_minutes", "night_minutes")
    assert {
        heading for _, heading in column_update(SESSIONS, raw, {"Seances": place}, columns).cells
    } == written
    content = input_update(
        SESSIONS, {"Seances": place}, table_rows("Seances", [ROW]), columns.only("worked_minutes")
    ).content
    assert content is not None
    assert ("Heures" in content.headings) is ("Heures" in written)


@pytest.mark.parametrize(
    "damaged", [1e300, 99_999_999.0, -1.0, float("nan"), datetime(2026, 11, 23, 23, 59, 59)]
)
def test_a_damaged_grey_date_is_another_than_the_one_to_write(damaged):
    assert not same(damaged, date(2026, 11, 23))
    assert same(46349.0, date(2026, 11, 23)) and same(datetime(2026, 11, 23), date(2026, 11, 23))


def test_rows_taken_away_are_named_in_the_order_of_the_sheet():
    table = BY_NAME["Reservations"]
    tasks = [f"T{number:02}" for number in range(20, 0, -1)]
    values = {heading: [None] * len(tasks) for heading in table.headings} | {"Tâche": tasks}
    raw = RawTable("Reservations", list(range(5, 25)), values)
    place = TablePlace("Reservations", "Réservations", "", "", 1, 4, 24, False, table.headings)
    update = content_update(table, raw, place, table_rows("Reservations", []), range(5, 25))
    assert [change.before for change in update.changes()] == [f"ligne  /  / {task}" for task in tasks]


@pytest.mark.parametrize(("typed", "is_formula"), [(None, False), (448.8, True)])
def test_a_cost_that_nobody_typed_stands_as_a_value_where_no_column_says_it(
    typed: float | None, is_formula: bool
):
    """A workbook of an earlier version: Excel would empty the cost that its formula cannot find."""
    quote = BY_NAME["Devis"]
    headings = tuple(heading for heading in quote.headings if heading != quote.heading("kept_cost_cents"))
    place = TablePlace("Devis", "Devis", "", "", 1, 4, 5, False, headings)
    values: dict[str, list[object]] = {heading: [None] for heading in headings}
    raw = RawTable("Devis", [5], values | {quote.heading("unit_cost_cents"): [typed]})
    columns = table_rows("Devis", [{"line": "L1", "cost_cents": 1_256_640}]).only("cost_cents")
    written = column_update(quote, raw, {"Devis": place}, columns).cells[5, "Coût HT"]
    assert isinstance(written, Formula) is is_formula
    assert (written.cached if isinstance(written, Formula) else written) == 12_566.4
