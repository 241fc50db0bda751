"""The table of a form: what is only read is locked, what is answered is tinted and checked, identifiers are pale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.addresses import column_letters
from postprod_xl.workbook.draw.printed_page import HIGHEST_ROW, LINE_HEIGHT, line_count
from postprod_xl.workbook.make.table_tab import HEADER_HEIGHT, TABLE_STYLE, write_value
from postprod_xl.workbook.make.validations import validation
from postprod_xl.workbook.style import (
    FILL_COMPLETED,
    HEADER_COMPLETED,
    HEADER_COMPUTED,
    HEADER_TYPED,
    LINE,
    PALE_INK,
    Formats,
    number_format,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from postprod_xl.schema.table import Column, Table

UNLOCKED = {"format_columns": True, "format_rows": True}
"""What a person may still do in a form whose cells are locked."""


@dataclass(frozen=True)
class FormColumn:
    """A column of a form.

    Parameters
    ----------
    heading, width
        Its heading, and its width in characters.
    answer
        The column of ours that it answers; None for one that is only read.
    source
        Where the codes that may be chosen stand, as a formula; empty where any text may be typed.
    pale
        Whether it is for the program: small and grey.
    """

    heading: str
    width: float
    answer: Column | None = None
    source: str = ""
    pale: bool = False

    @property
    def fill(self) -> str:
        """The ground of its heading."""
        if self.answer is not None:
            return HEADER_COMPLETED
        return HEADER_COMPUTED if self.pale else HEADER_TYPED


@dataclass(frozen=True)
class FormTable:
    """A table to fill in.

    Parameters
    ----------
    name
        Name of the Excel table.
    table
        The table of ours that its answers go to.
    columns
        From left to right.
    least_lines
        Lines of text that each of its rows has room for.
    """

    name: str
    table: Table
    columns: Sequence[FormColumn]
    least_lines: int

    def write(self, sheet: Worksheet, formats: Formats, header: int, rows: Sequence[Sequence[Any]]) -> None:
        """Write the headings on row `header` (from 0) and the rows under it: a value a column, None for a blank."""
        last = header + len(rows)
        titled = [
            {"header": column.heading, "header_format": formats.heading(column.fill)}
            for column in self.columns
        ]
        options = {"name": self.name, "style": TABLE_STYLE, "autofilter": False, "banded_rows": False}
        sheet.add_table(header, 0, last, len(self.columns) - 1, {**options, "columns": titled})
        sheet.set_row(header, HEADER_HEIGHT)
        for at, column in enumerate(self.columns):
            sheet.set_column(at, at, column.width)
            self._check(sheet, at, column, (header + 1, last))
        looks = [self._look(column, formats) for column in self.columns]
        for number, row in enumerate(rows, header + 1):
            for at, (value, look) in enumerate(zip(row, looks, strict=True)):
                write_value(sheet, (number, at), None if value == "" else value, look)
            sheet.set_row(number, self._height(row))

    def _check(self, sheet: Worksheet, at: int, column: FormColumn, rows: tuple[int, int]) -> None:
        if column.answer is None:
            return
        first, last = rows
        rule = validation(column.answer, f"{column_letters(at + 1)}{first + 1}")
        if column.answer.references:
            # The lists of the workbook are not in the form.
            rule |= {"validate": "list", "source": column.source} if column.source else {"validate": "any"}
        sheet.data_validation(first, at, last, at, rule)

    def _look(self, column: FormColumn, formats: Formats) -> Any:
        if column.answer is not None:
            return formats(
                border=1,
                border_color=LINE,
                bg_color=FILL_COMPLETED,
                text_wrap=True,
                locked=False,
                num_format=number_format(self.table, column.answer),
            )
        if column.pale:
            return formats(
                border=1, border_color=LINE, font_color=PALE_INK, font_size=8, text_wrap=True, align="left"
            )
        return formats(border=1, border_color=LINE, text_wrap=True, align="left")

    def _height(self, row: Sequence[Any]) -> float:
        texts = zip(row, self.columns, strict=True)
        lines = max(
            (
                line_count(text, column.width)
                for text, column in texts
                if isinstance(text, str) and not column.pale
            ),
            default=1,
        )
        return min(LINE_HEIGHT * max(lines, self.least_lines), HIGHEST_ROW)
