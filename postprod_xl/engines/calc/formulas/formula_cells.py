"""Formulas of a range in Excel's spelling, read and written in bulk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from postprod_xl.engines.calc.formulas import references, translation
from postprod_xl.engines.calc.formulas.addresses import Box
from postprod_xl.engines.calc.ranges import contents
from postprod_xl.engines.calc.styles import number_formats
from postprod_xl.engines.calc.styles.number_formats import LOGICAL

# com.sun.star.sheet.FormulaLanguage
_OOXML, _API = 5, 6
_ALL_GROUPS = 0x7FFFFFFF
_SLICE = 1000
_LOGICAL_TEXTS = {"1": "TRUE", "0": "FALSE"}
_FUTURE_PREFIXES = ("_xlfn._xlws.", "_xlfn.ORG.OPENOFFICE.", "_xlfn.ORG.LIBREOFFICE.", "_xlfn.")


class FunctionNames(NamedTuple):
    """The functions that Calc and Excel name differently, both ways."""

    to_excel: Mapping[str, str]
    to_calc: Mapping[str, str]


# Asked once of each office, by its process id: the two lists hold 540 names each.
_names_by_office: dict[int, FunctionNames] = {}


def function_names(sheet: Any) -> FunctionNames:
    """The names of functions that differ between Calc and Excel in the office of this sheet."""
    pid = sheet.book.app.pid
    if pid not in _names_by_office:
        mapper = sheet.book.xl.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        excel = {_key(entry): entry.Name for entry in mapper.getAvailableMappings(_OOXML, _ALL_GROUPS)}
        pairs = {
            entry.Name: _without_prefix(excel.get(_key(entry), entry.Name))
            for entry in mapper.getAvailableMappings(_API, _ALL_GROUPS)
            if entry.Name[:1].isalpha()
        }
        _names_by_office[pid] = _both_ways(pairs)
    return _names_by_office[pid]


def _both_ways(pairs: Mapping[str, str]) -> FunctionNames:
    """Calc's « CEILING » is Excel's CEILING.MATH, and Excel's CEILING is Calc's « CEILING.XCL »."""
    to_excel = {calc: excel for calc, excel in pairs.items() if calc != excel}
    to_calc = {excel: calc for calc, excel in to_excel.items() if pairs.get(excel) != excel}
    return FunctionNames(to_excel, to_calc)


def _key(entry: Any) -> tuple[int, str]:
    return entry.Token.OpCode, str(entry.Token.Data)


def _without_prefix(name: str) -> str:
    for prefix in _FUTURE_PREFIXES:
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return name


def is_formula(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("=")


def calc_text(sheet: Any, formula: str) -> str:
    """A formula of Excel as Calc takes it."""
    return translation.to_calc(formula, function_names(sheet).to_calc)


def read(sheet: Any, cells: Any) -> tuple[tuple[str, ...], ...]:
    """What Excel's `Formula` gives for a range: formulas in English, numbers as text, "" for nothing."""
    rows = [[_without_braces(text) for text in row] for row in _unescaped(cells, cells.getFormulaArray())]
    box, translated = references.box_of(cells), [list(row) for row in rows]
    if any(is_formula(text) for row in rows for text in row):
        names, sheets = function_names(sheet).to_excel, frozenset(sheet.book.xl.Sheets.ElementNames)
        translated = [[translation.to_excel(text, names, sheets) for text in row] for row in rows]
    maybe = [
        at
        for at, column in enumerate(zip(*rows, strict=True))
        if any(text in _LOGICAL_TEXTS for text in column)
    ]
    for key, areas in number_formats.keys_of_columns(cells, box, maybe):
        if sheet.book.formats.kind(key) == LOGICAL:
            for area in areas:
                _spell_logicals(translated, box, area)
    return tuple(tuple(row) for row in translated)


def _unescaped(cells: Any, rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The formulas without the « ' » that Calc puts before a text that reads like a number."""
    if not any(text.startswith("'") for row in rows for text in row):
        return rows
    return [
        [value if text == f"'{value}" else text for text, value in zip(*both, strict=True)]
        for both in zip(rows, cells.getDataArray(), strict=True)
    ]


def _spell_logicals(rows: list[list[str]], whole: Box, area: Box) -> None:
    for row in rows[area.row - whole.row : area.last_row - whole.row + 1]:
        for column in range(area.column - whole.column, area.last_column - whole.column + 1):
            row[column] = _LOGICAL_TEXTS.get(row[column], row[column])


def array_formula(sheet: Any, cells: Any) -> str:
    """The array formula of a range, in Excel's spelling; "" when it has none of its own."""
    text = cells.getArrayFormula()
    return translation.to_excel(_without_braces(text), function_names(sheet).to_excel) if text else ""


def _without_braces(text: str) -> str:
    return text[1:-1] if text.startswith("{=") and text.endswith("}") else text


def shared(sheet: Any, cells: Any) -> str | None:
    """What all the cells of a range hold, as Excel's `Formula` spells it; None when they differ."""
    texts = {text for row in read(sheet, cells) for text in row}
    return texts.pop() if len(texts) == 1 else None


def filled(value: Any, height: int, width: int) -> list[list[Any]]:
    """One value for a whole range; a formula's relative references move along, as in Excel."""
    if not is_formula(value):
        return [[value] * width] * height
    return [[translation.shifted(value, row, column) for column in range(width)] for row in range(height)]


def write_mixed(sheet: Any, cells: Any, rows: Sequence[Sequence[Any]]) -> None:
    """Put values and formulas in a range of the same shape, formulas a rectangle at a time."""
    marks = [[is_formula(value) for value in row] for row in rows]
    box = references.box_of(cells)
    if not any(mark for row in marks for mark in row):
        contents.write(sheet.book, cells, rows)
        return
    if not all(mark for row in marks for mark in row):
        plain = [[None if is_formula(value) else value for value in row] for row in rows]
        contents.write(sheet.book, cells, plain)
    names = function_names(sheet).to_calc
    for area in contents.rectangles(marks, True, box):
        texts = [
            tuple(
                translation.to_calc(value, names) for value in row[area.column - box.column :][: area.width]
            )
            for row in rows[area.row - box.row : area.last_row - box.row + 1]
        ]
        _put(cells.Spreadsheet, area, texts)


def _put(spreadsheet: Any, area: Box, texts: Sequence[tuple[str, ...]]) -> None:
    """Write formulas from the bottom up, a slice at a time.

    Calc joins a formula to the group of like formulas above it, at the cost of the whole group: 10,000 at once
    took 2.6 s, the same in slices from the bottom 0.6 s (LibreOffice 7.4).
    """
    for first in reversed(range(0, area.height, _SLICE)):
        piece = tuple(texts[first : first + _SLICE])
        last_row = area.row + first + len(piece) - 1
        cells = spreadsheet.getCellRangeByPosition(area.column, area.row + first, area.last_column, last_row)
        cells.setFormulaArray(piece)
