"""A list that a command gives, in a workbook of its own: values only, to sort and filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from xlsxwriter import Workbook

from postprod_xl.schema.kinds import Kind, cell_value
from postprod_xl.workbook.draw.footer import set_footer
from postprod_xl.workbook.draw.printed_page import HIGHEST_ROW, LINE_HEIGHT, line_count
from postprod_xl.workbook.make.table_tab import A4, HEADER_HEIGHT, TABLE_STYLE, write_value
from postprod_xl.workbook.style import (
    HEADER_COMPUTED,
    HEADER_TYPED,
    LINE,
    NUMBER_FORMATS,
    PALE_INK,
    Formats,
    leave_as_computed,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_TOLD_ROW = 1


class ListColumn(NamedTuple):
    """A column: its heading, its width in characters, whether it holds what is compared rather than says where."""

    heading: str
    width: float
    is_value: bool = False
    align: str = "left"


class ListCell(NamedTuple):
    """What a cell holds: a typed value and its kind, or a text, of no kind; `look` is what it has of its own."""

    value: Any
    kind: Kind | None = None
    look: tuple[tuple[str, Any], ...] = ()

    @property
    def written(self) -> Any:
        """What is written; a text stands for a cell that could not be read, or for a whole row."""
        if self.kind is None or isinstance(self.value, str):
            return self.value or None
        return cell_value(self.kind, self.value)


@dataclass(frozen=True)
class ListSheet:
    """A list to be drawn.

    Parameters
    ----------
    tab, table
        Title of its tab, which is at its top too, and name of its table.
    about
        What it is of, in the properties of the file and at the foot of its pages.
    lines
        What there is to know, under its title.
    columns, rows
        The list.
    totals
        Rows under it, which are not sorted with it.
    paper
        The sheet of paper it is printed on, lying.
    """

    tab: str
    table: str
    about: str
    lines: Sequence[str]
    columns: Sequence[ListColumn]
    rows: Sequence[Sequence[ListCell]]
    totals: Sequence[Sequence[ListCell]] = ()
    paper: int = A4


def list_workbook(*sheets: ListSheet) -> bytes:
    """Draw lists, one row an item, a tab each; the file is named for the first."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": f"{sheets[0].tab} — {sheets[0].about}"})
        leave_as_computed(book)
        formats = Formats(book)
        for sheet in sheets:
            page = book.add_worksheet(sheet.tab)
            header = _write_heading(page, sheet, formats)
            _write_rows(page, sheet, header, formats)
            _set_up_page(page, sheet, header)
    return stream.getvalue()


def _write_heading(page: Worksheet, sheet: ListSheet, formats: Formats) -> int:
    """The title, then what there is to know; gives the row of the table's header."""
    page.write_string(0, 0, sheet.tab, formats(bold=True, font_size=16))
    page.set_row(0, 24)
    for row, line in enumerate(sheet.lines, _TOLD_ROW):
        page.write_string(row, 0, line, formats(font_color=PALE_INK))
    return _TOLD_ROW + len(sheet.lines) + 1


def _write_rows(page: Worksheet, sheet: ListSheet, header: int, formats: Formats) -> None:
    last = max(header + len(sheet.rows), header + 1)
    columns = [
        {
            "header": column.heading,
            "header_format": formats.heading(HEADER_COMPUTED if column.is_value else HEADER_TYPED),
        }
        for column in sheet.columns
    ]
    page.add_table(
        header, 0, last, len(columns) - 1, {"name": sheet.table, "style": TABLE_STYLE, "columns": columns}
    )
    page.set_row(header, HEADER_HEIGHT)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
    for at, cells in enumerate(sheet.rows, header + 1):
        _write_row(page, at, list(zip(cells, sheet.columns, strict=True)), formats)
    for at, cells in enumerate(sheet.totals, last + 1):
        bold = [cell._replace(look=(*cell.look, ("bold", True), ("top", 2))) for cell in cells]
        _write_row(page, at, list(zip(bold, sheet.columns, strict=True)), formats)


def _write_row(
    page: Worksheet, at: int, cells: Sequence[tuple[ListCell, ListColumn]], formats: Formats
) -> None:
    look = {"border": 1, "border_color": LINE, "text_wrap": True}
    for across, (cell, column) in enumerate(cells):
        number_format = NUMBER_FORMATS.get(cell.kind or Kind.TEXT, "General")
        place = {"align": column.align, **({"indent": 1} if column.align == "right" else {})}
        shown = formats(**{**look, **place, "num_format": number_format, **dict(cell.look)})
        write_value(page, (at, across), cell.written, shown)
    texts = ((cell.written, column.width) for cell, column in cells)
    lines = max((line_count(text, width) for text, width in texts if isinstance(text, str)), default=1)
    if lines > 1:
        page.set_row(at, min(LINE_HEIGHT * lines, HIGHEST_ROW))


def _set_up_page(page: Worksheet, sheet: ListSheet, header: int) -> None:
    page.freeze_panes(header + 1, 2)
    page.set_landscape()
    page.set_paper(sheet.paper)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(header)
    set_footer(page, "&L{about}&R&P/&N", {"about": sheet.about})
