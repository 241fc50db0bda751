"""Time of a column of custom functions: `python -m tests.benchmarks.functions --cells 10000`.

The same working days are counted by PP_JOURS_OUVRES in one call for the whole column and in one call a cell, by
numpy's `busday_count`, and by LibreOffice's own NETWORKDAYS. Each figure is the best of a few runs in this
process; the results are compared, nothing else is asserted. What a call costs from a cell of LibreOffice, macro
and server included, is another measure: `tests.benchmarks.buttons`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from holidays.countries.france import France

from postprod_xl.hosts.functions import call

FIRST_SERIAL = 46000.0  # 9 December 2025
SERIAL_ORIGIN = np.datetime64("1899-12-30")
YEARS = range(2025, 2030)


@dataclass(frozen=True)
class Column:
    """First and last days of each cell, as serial numbers."""

    first: list[float]
    last: list[float]

    @property
    def blocks(self) -> list[list[list[float]]]:
        return [[[serial] for serial in column] for column in (self.first, self.last)]


def main(arguments: Sequence[str]) -> int:
    """Measure, compare, print."""
    options = _options(arguments)
    column = _column(options.cells)
    measures: list[tuple[str, Callable[[Column], list[int]]]] = [
        ("PP_JOURS_OUVRES, one call for the column", _one_call),
        ("PP_JOURS_OUVRES, one call a cell", _a_call_a_cell),
        ("numpy.busday_count", _numpy),
    ]
    found = [
        (label, *_best(lambda m=measure: _timed(m, column), options.runs)) for label, measure in measures
    ]
    if shutil.which("soffice"):
        found.append(("NETWORKDAYS, recalculated by LibreOffice", *_native(column, options.runs)))
    else:
        print("LibreOffice absent: no native formula to measure")
    _print(found, options.cells)
    return 0 if all(days == found[0][2] for _, _, days in found) else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.functions", description=__doc__)
    parser.add_argument("--cells", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    return parser.parse_args(arguments)


def _column(cells: int) -> Column:
    """Periods of 0 to 399 days that begin within two years."""
    first = [FIRST_SERIAL + place * 7 % 730 for place in range(cells)]
    return Column(first, [serial + place * 13 % 400 for place, serial in enumerate(first)])


def _one_call(column: Column) -> list[int]:
    return [row[0] for row in call("PP_JOURS_OUVRES", column.blocks)]


def _a_call_a_cell(column: Column) -> list[int]:
    return [call("PP_JOURS_OUVRES", cells) for cells in zip(column.first, column.last, strict=True)]


def _numpy(column: Column) -> list[int]:
    first, last = (SERIAL_ORIGIN + np.array(serials, "int64") for serials in (column.first, column.last))
    off = np.array([np.datetime64(day) for day in holidays_of_france(YEARS)])
    return np.busday_count(first, last + 1, holidays=off).tolist()


def holidays_of_france(years: range) -> list[Any]:
    """The public holidays of the whole country."""
    return sorted(France(years=years, expand=False))


def _timed(measure: Callable[[Column], list[int]], column: Column) -> tuple[float, list[int]]:
    started = time.perf_counter()
    days = measure(column)
    return time.perf_counter() - started, days


def _best(run: Callable[[], tuple[float, list[int]]], runs: int) -> tuple[float, list[int]]:
    return min((run() for _ in range(runs)), key=lambda timed: timed[0])


def _native(column: Column, runs: int) -> tuple[float, list[int]]:
    """The time to recalculate one NETWORKDAYS a cell in an open document of LibreOffice."""
    from postprod_xl.engines.calc.office.process import started

    office = started(None, visible=False, trusted_folders=[])
    try:
        book = office.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
        cells = _put_formulas(book.Sheets.getByIndex(0), column)

        def recalculated() -> tuple[float, list[int]]:
            begun = time.perf_counter()
            book.calculateAll()
            return time.perf_counter() - begun, [int(row[0]) for row in cells.getDataArray()]

        return _best(recalculated, runs)
    finally:
        office.quit()


def _put_formulas(sheet: Any, column: Column) -> Any:
    """Days in A and B, holidays in D, a formula a row in C; gives the cells of C."""
    height = len(column.first)
    days = tuple(zip(column.first, column.last, strict=True))
    sheet.getCellRangeByPosition(0, 0, 1, height - 1).setDataArray(days)
    off = tuple(
        (float((np.datetime64(day) - SERIAL_ORIGIN).astype(int)),) for day in holidays_of_france(YEARS)
    )
    sheet.getCellRangeByPosition(3, 0, 3, len(off) - 1).setDataArray(off)
    cells = sheet.getCellRangeByPosition(2, 0, 2, height - 1)
    formulas = (f"=NETWORKDAYS(A{row};B{row};$D$1:$D${len(off)})" for row in range(1, height + 1))
    cells.setFormulaArray(tuple((formula,) for formula in formulas))
    return cells


def _print(found: Sequence[tuple[str, float, list[int]]], cells: int) -> None:
    yardstick = found[0][1]
    print(f"{cells} cells{'':36}{'ms':>10}{'µs a cell':>12}{'÷ one call':>12}  same days")
    for label, seconds, days in found:
        same = "yes" if days == found[0][2] else "NO"
        print(
            f"{label:46}{seconds * 1e3:10.1f}{seconds / cells * 1e6:12.2f}{seconds / yardstick:12.2f}  {same}"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
