"""What is entered in live cells, and in how few calls."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.sheets.cells import Formula
from postprod_xl.schema.kinds import ExcelError
from postprod_xl.workbook.live.changes import Standing
from postprod_xl.workbook.live.runs import Rectangle, rectangles
from postprod_xl.workbook.live.values import entered, held


@pytest.mark.parametrize(
    "text",
    ["=1+1", "12", "1/2", "MAR-10", "10 %", "TRUE", "Vrai", "+33 6", "-", "@nom", "#N/A", "'x", "2026-11"],
)
def test_a_text_that_a_spreadsheet_would_take_for_something_else_is_quoted(text: str):
    assert entered(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Montage image", "Étalonnage", "Oui", "", "Retard — à voir"])
def test_a_plain_text_is_entered_as_it_is(text: str):
    assert entered(text) == text


def test_a_text_longer_than_a_cell_is_refused():
    with pytest.raises(CannotEdit, match="32768 caractères"):
        entered("a" * 32_768)


def test_a_day_is_entered_as_a_moment_and_a_duration_as_days():
    assert entered(date(2026, 11, 23)) == datetime(2026, 11, 23)
    assert entered(timedelta(hours=36)) == 1.5


def test_times_durations_days_and_errors_are_read_apart():
    assert held(datetime(1899, 12, 30, 9, 29, 59, 999_800)) == time(9, 30)
    assert held(datetime(1899, 12, 31, 6)) == timedelta(hours=30)
    assert held(datetime(2026, 11, 23)) == datetime(2026, 11, 23)
    assert held("#DIV/0!") == ExcelError("#DIV/0!")
    assert held("# de série") == "# de série"


def test_a_cell_of_january_or_february_1900_is_a_duration_and_of_march_a_day():
    # Thirty-two days and six hours, sixty days; the serials of 1900 agree with Excel's from the 1st of March on.
    assert held(datetime(1900, 1, 31, 6)) == timedelta(days=32, hours=6)
    assert held(datetime(1900, 2, 28)) == timedelta(days=60)
    assert held(datetime(1900, 3, 1)) == datetime(1900, 3, 1)


def test_the_first_day_of_serials_is_a_clock_time_and_the_second_a_duration():
    assert held(datetime(1899, 12, 30, 23, 59)) == time(23, 59)
    assert held(datetime(1899, 12, 31)) == timedelta(days=1)
    assert held(datetime(1899, 12, 29, 18)) == timedelta(hours=-6)


def test_neighbouring_columns_of_the_same_rows_are_one_call():
    cells = {(row, column): 10 * row + column for row in (4, 5) for column in (2, 3)}
    assert list(rectangles(cells)) == [Rectangle(Area(2, 4, 3, 5), False, [[42, 43], [52, 53]])]


def test_formulas_and_values_are_entered_apart():
    cells = {(4, 2): 1.0, (5, 2): Formula("A5*2"), (6, 2): Formula("A6*2")}
    assert list(rectangles(cells)) == [
        Rectangle(Area(2, 4, 2, 4), False, [[1.0]]),
        Rectangle(Area(2, 5, 2, 6), True, [["=A5*2"], ["=A6*2"]]),
    ]


def test_a_short_gap_is_bridged_with_what_stands_there():
    cells = {(4, 2): "a", (6, 2): "c"}
    assert list(rectangles(cells, lambda cell: f"{cell}")) == [
        Rectangle(Area(2, 4, 2, 6), False, [["a"], ["(5, 2)"], ["c"]])
    ]


def test_a_gap_that_holds_a_formula_or_is_long_is_not_bridged():
    assert len(list(rectangles({(4, 2): "a", (6, 2): "c"}, lambda _: Formula("A1")))) == 2
    assert len(list(rectangles({(4, 2): "a", (40, 2): "c"}, lambda _: "b"))) == 2


def test_a_text_that_begins_with_an_equals_sign_is_no_formula():
    before = Standing(Area(1, 1, 2, 1), [["=abc", 3.0]], [["=abc", "=1+2"]])
    assert before.content((1, 1)) == "=abc"
    assert before.content((1, 2)) == Formula("1+2")
    assert not before.is_blank((1, 1))
