"""Cells of Excel that it cannot give all at once, read from stand-ins of its ranges on Windows and on macOS."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.schema.kinds import ExcelError
from postprod_xl.workbook.live import raw
from postprod_xl.workbook.live.changes import Standing
from postprod_xl.workbook.live.reading import cells_of

DAY, LENGTH = "dd/mm/yyyy", "[h]:mm"
UNSHOWN = ExcelError("#####")


class ComError(Exception):
    """What pywin32 raises when Excel refuses."""


class Serial(float):
    """A number that its cell shows by a date format."""

    shown = DAY


class Amount(float):
    """A number that its cell shows by a currency format."""


class Cells:
    """A range of Excel: refuses as a whole when one cell holds a moment that is none."""

    def __init__(
        self, rows: list[list[Any]], refusal: Exception | None = None, platform: str = "win32"
    ) -> None:
        self.rows, self.shape, self._platform = rows, (len(rows), len(rows[0])), platform
        self._refusal = refusal or ComError("Exception occurred.")
        self.sheet = SimpleNamespace(
            book=SimpleNamespace(app=SimpleNamespace(engine=SimpleNamespace(name="excel")))
        )

    def __getitem__(self, at: tuple[Any, Any]) -> Cells:
        rows, columns = (one if isinstance(one, slice) else slice(one, one + 1) for one in at)
        return type(self)([row[columns] for row in self.rows[rows]], self._refusal, self._platform)

    def options(self, *, ndim: int, err_to_str: bool = False) -> Any:
        if err_to_str and self._platform == "darwin" and self.shape != (1, 1):
            raise TypeError("'NoneType' object is not iterable")
        return self

    @property
    def value(self) -> list[list[Any]]:
        return [[self._given(cell) for cell in row] for row in self.rows]

    def _given(self, cell: Any) -> Any:
        if isinstance(cell, Amount) and self._platform == "win32":
            return round(Decimal(float(cell)), 4)
        if not isinstance(cell, Serial):
            return None if self._platform == "darwin" and cell == "#N/A" else cell
        if not -657_434 <= cell < 2_958_466:
            raise self._refusal
        return datetime(1899, 12, 30) + timedelta(days=float(cell))

    @property
    def api(self) -> Any:
        texts = [["####" if isinstance(cell, Serial) else str(cell) for cell in row] for row in self.rows]
        grid = texts if self.shape[0] > 1 else texts[0] if self.shape[1] > 1 else texts[0][0]
        numbers = self.rows[0][0] if self.shape == (1, 1) else tuple(map(tuple, self.rows))
        return SimpleNamespace(Value2=numbers, string_value=SimpleNamespace(get=lambda: grid))

    @property
    def formula(self) -> str:
        return str(float(self.rows[0][0]))

    @property
    def number_format(self) -> str:
        return getattr(self.rows[0][0], "shown", "General")


def length(number: float) -> Serial:
    serial = Serial(number)
    serial.shown = LENGTH
    return serial


@pytest.fixture(params=["win32", "darwin"])
def platform(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "platform", request.param)
    monkeypatch.setattr(raw, "import_module", lambda name: SimpleNamespace(com_error=ComError))
    raw._refusals.cache_clear()
    yield request.param
    raw._refusals.cache_clear()


@pytest.mark.parametrize("number", [-693_555.0, -1.0, 2_958_466.0, 1e12])
@pytest.mark.parametrize("at", [(0, 0), (2, 1), (4, 2)])
def test_the_cell_of_a_date_that_no_calendar_has_is_found_and_the_others_are_read(platform, number, at):
    rows: list[list[Any]] = [[f"{row}{column}" for column in range(3)] for row in range(5)]
    rows[at[0]][at[1]] = Serial(number)
    # Excel refuses on Windows; Python has no such moment on macOS.
    refusal = ComError() if platform == "win32" else OverflowError("date value out of range")
    expected = [list(row) for row in rows]
    expected[at[0]][at[1]] = UNSHOWN
    assert cells_of(Cells(rows, refusal, platform)) == expected


def test_a_day_that_python_alone_refuses_is_read_from_its_number(platform):
    class Refused(Cells):
        def _given(self, cell: Any) -> Any:
            raise ValueError("microsecond must be in 0..999999")

    assert cells_of(Refused([[Serial(43_318.0)]], platform=platform)) == [[date(2018, 8, 6)]]


def test_a_negative_length_of_time_is_one_and_a_negative_day_is_none(platform):
    cells = Cells([[length(-0.25), Serial(-0.25)]], platform=platform)
    assert cells_of(cells) == [[timedelta(hours=-6), UNSHOWN]]


@pytest.mark.parametrize("rows", [[[Amount(12.345678)]], [["prix", Amount(12.345678)], ["total", None]]])
def test_an_amount_is_read_with_all_its_decimals(platform, rows):
    found = cells_of(Cells(rows, platform=platform))
    assert found == rows and not any(isinstance(cell, Decimal) for row in found for cell in row)


def test_an_application_that_no_longer_answers_is_not_asked_cell_by_cell(platform):
    class Gone(Cells):
        @property
        def value(self) -> Any:
            raise ValueError("disconnected")

        @property
        def api(self) -> Any:
            raise OSError("gone")

        formula = api

    with pytest.raises(OSError, match="gone"):
        cells_of(Gone([["a"] * 3] * 5, platform=platform))


def test_errors_of_several_rows_are_read_on_macos_too(platform):
    rows = [["a", 1.0], ["#N/A", 2.0]]
    assert cells_of(Cells(rows, platform=platform)) == [["a", 1.0], [ExcelError("#N/A"), 2.0]]
    assert cells_of(Cells(rows[1:], platform=platform)) == [[ExcelError("#N/A"), 2.0]]


def test_undoing_gives_back_the_number_that_a_cell_could_not_show():
    before = Standing(Area(1, 1, 2, 1), [[UNSHOWN, ExcelError("#N/A")]], [["-1", "#N/A"]])
    assert [before.content((1, 1)), before.content((1, 2))] == [-1.0, ExcelError("#N/A")]
