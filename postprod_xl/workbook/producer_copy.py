"""The producer's copy: one project, values only, in a workbook of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from postprod_xl.schema.kinds import cell_value, is_empty
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS, QUOTE
from postprod_xl.workbook.style import Formats, cell_look, width
from postprod_xl.workbook.table_tab import write_value

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

HEADER_ROW = 3

# Nothing is shared unless it is named here: a column added to a table stays in the house.
# `reason` and `alert` are left out because they may name another client's project.
SHARED: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (
        PLANNING,
        (
            "episode",
            "label",
            "start_day",
            "end_day",
            "state",
            "assigned_technician",
            "assigned_room",
            "due_day",
            "late_days",
        ),
    ),
    (QUOTE, ("line", "label", "quantity", "unit", "unit_price_cents", "discount_rate", "amount_cents")),
    (
        CHANGE_ORDERS,
        ("number", "day", "label", "quantity", "unit_price_cents", "reason", "status", "amount_cents"),
    ),
    (
        INVOICES,
        (
            "number",
            "type",
            "day",
            "subject",
            "total_cents",
            "vat_cents",
            "total_with_vat_cents",
            "payable_cents",
            "due_day",
            "paid_day",
            "paid_cents",
        ),
    ),
)


@dataclass(frozen=True)
class Copy:
    """What a producer's copy holds.

    Parameters
    ----------
    title
        Title of the project.
    lines
        The lines under the title: client, dates.
    frames
        Typed frames of the shared tables, already limited to the project.
    day
        The day the copy speaks of.
    """

    title: str
    lines: Sequence[str]
    frames: Mapping[str, pd.DataFrame]
    day: date


def producer_workbook(copy: Copy) -> bytes:
    """Draw the copy: one tab a shared table that has rows, no formula, no link, no hidden sheet."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties(
            {"title": copy.title, "created": datetime(copy.day.year, copy.day.month, copy.day.day)}
        )
        formats = Formats(book)
        for table, names in SHARED:
            frame = copy.frames[table.name]
            if len(frame) or table is PLANNING:
                _write_tab(
                    book.add_worksheet(table.tab),
                    table,
                    [table.by_name[name] for name in names],
                    frame,
                    copy,
                    formats,
                )
    return stream.getvalue()


def _write_tab(
    sheet: Worksheet,
    table: Table,
    columns: Sequence[Column],
    frame: pd.DataFrame,
    copy: Copy,
    formats: Formats,
) -> None:
    sheet.write_string(0, 0, f"{copy.title} — {table.tab}", formats(bold=True, font_size=16))
    sheet.write_string(1, 0, " · ".join(copy.lines), formats(font_color="#666666"))
    values = [[cell_value(column.kind, value) for value in frame[column.name]] for column in columns]
    for at, column in enumerate(columns):
        sheet.write_string(HEADER_ROW, at, column.heading, formats.header(column))
        shown = ["" if is_empty(value) else str(value) for value in values[at]]
        sheet.set_column(at, at, width(table, column, shown))
        look = formats(**{**cell_look(table, column), "bg_color": "#FFFFFF", "text_wrap": True})
        for row, value in enumerate(values[at], HEADER_ROW + 1):
            write_value(sheet, (row, at), value or None if isinstance(value, str) else value, look)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_footer(f"&L{copy.title} — situation au {copy.day:%d/%m/%Y}&R&P/&N")
