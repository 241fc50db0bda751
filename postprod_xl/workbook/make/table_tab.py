"""One Excel table on its tab: cells, formulas, lists, colours, page set-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from postprod_xl.engines.ooxml.addresses import column_letters
from postprod_xl.schema.kinds import Kind, cell_value, is_empty
from postprod_xl.schema.settings.house import SETTINGS
from postprod_xl.schema.table import Column, Role, Table, TableKind
from postprod_xl.schema.tables.home import DASHBOARD
from postprod_xl.schema.units import folded
from postprod_xl.workbook.make.conditions import credit_note_rules, lacks_credit_note_rules, rules
from postprod_xl.workbook.make.validations import validation
from postprod_xl.workbook.printed_area import last_columns_area
from postprod_xl.workbook.style import LINK, NUMBER_FORMATS, PALE_INK, Formats, family_of, pages_across, width

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HOME = DASHBOARD.tab
HEADER_ROW = 4
HEADER_HEIGHT = 32
TABLE_STYLE = "Table Style Light 1"
A3, A4 = 8, 9
RISKY_STARTS = ("=", "+", "-", "@")
_SETTING_KINDS = {folded(setting.name): setting.kind for setting in SETTINGS}
_HELP_BY_KIND = {
    TableKind.INPUT: "Blanc : vous saisissez. Gris : le programme calcule.",
    TableKind.RESULT: "Onglet calculé : rien à y saisir, tout est refait à chaque commande.",
    TableKind.LEDGER: "Registre : le programme y ajoute des lignes ; rien à y saisir.",
}
_KEPT_HELP = (
    "Onglet calculé : rien à y saisir ; préparer un mois refait ses lignes, celles des autres mois restent."
)
_COMPLETED_HELP = "Registre : le programme y ajoute des lignes ; vous complétez les colonnes teintées."


Record = Mapping[str, Any]
_Rules: TypeAlias = Callable[[Table, Column, int, Mapping[str, str]], Iterator[dict[str, Any]]]


def _help(table: Table) -> str:
    """Who writes in a table, in one French sentence."""
    if table.is_completed:
        return _COMPLETED_HELP
    return _KEPT_HELP if table.keeps else _HELP_BY_KIND[table.kind]


@dataclass(frozen=True)
class _Grid:
    sheet: Worksheet
    table: Table
    formats: Formats


def write_tab(sheet: Worksheet, table: Table, rows: Sequence[Record], formats: Formats) -> None:
    """The whole tab of one table: title, help, link home, table, widths, freeze, page set-up."""
    sheet.write_string(0, 0, table.tab, formats(bold=True, font_size=18, font_color=family_of(table).colour))
    sheet.write_string(1, 0, f"{table.help} {_help(table)}", formats(font_color=PALE_INK))
    write_link(sheet, (2, 0), HOME, formats, f"← {HOME}")
    sheet.set_row(0, 27)
    widths = [width(table, column, _texts(rows, column)) for column in table.columns]
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, widths[index], formats.below(table, column))
    write_table(sheet, table, rows, formats, (HEADER_ROW, 1))
    frozen = _frozen_columns(table)
    sheet.freeze_panes(HEADER_ROW, frozen)
    set_up_page(sheet, table)
    sheet.repeat_rows(HEADER_ROW - 1)
    printed = len(table.printed)
    if printed < len(table.columns):
        sheet.print_area(last_columns_area(printed))
    across = pages_across(widths[:printed])
    sheet.fit_to_pages(across, 0)
    if across > 1:
        # Each tab that repeats columns costs LibreOffice a tenth of a second when it opens the workbook.
        sheet.repeat_columns(0, frozen - 1)
    if table.is_hidden:
        sheet.hide()


def write_table(
    sheet: Worksheet, table: Table, rows: Sequence[Record], formats: Formats, at: tuple[int, int]
) -> None:
    """An Excel table whose header stands at a row and a column, both Excel's, counted from 1.

    Validations and conditional formats cover exactly the data rows: Excel extends them when a row is typed
    under the table, the program does when it writes rows.
    """
    header, left = at[0] - 1, at[1] - 1
    first, last, right = header + 1, header + max(len(rows), 1), left + len(table.columns) - 1
    columns = [_declaration(table, column, formats) for column in table.columns]
    sheet.add_table(
        header,
        left,
        last,
        right,
        {
            "name": table.name,
            "style": TABLE_STYLE,
            "banded_rows": False,
            "autofilter": table.tab != HOME,
            "columns": columns,
        },
    )
    sheet.set_row(header, HEADER_HEIGHT)
    grid = _Grid(sheet, table, formats)
    for offset, row in enumerate(rows or [{}]):
        for index, column in enumerate(table.columns):
            _write_cell(grid, (first + offset, left + index), column, row)
    stands = {column.name: left + index for index, column in enumerate(table.columns)}
    _write_rules(grid, table.columns, stands, range(first, last + 1))


def write_columns(
    sheet: Worksheet,
    table: Table,
    added: Sequence[Column],
    formats: Formats,
    stands: Mapping[str, int],
    rows: range,
) -> None:
    """Some columns of a table alone, in the very cells where another workbook is to have them.

    Parameters
    ----------
    sheet
        An empty tab.
    table, added
        The declaration, and the columns, which stand there side by side: they are written as a table of one blank row.
    formats
        The formats of the workbook.
    stands
        Where each column of the table stands there, by code name, from 0.
    rows
        The rows of the table there, from 0, without the headings: validations and conditional formats cover them.
    """
    left, first = stands[added[0].name], rows.start
    columns = [_declaration(table, column, formats) for column in added]
    options = {"name": table.name, "style": TABLE_STYLE, "autofilter": False, "columns": columns}
    sheet.add_table(first - 1, left, first, left + len(added) - 1, options)
    for at, column in enumerate(added, left):
        sheet.set_column(at, at, width(table, column, []), formats.below(table, column))
        write_value(sheet, (first, at), None, formats.cell(table, column))
    grid = _Grid(sheet, table, formats)
    _write_rules(grid, added, stands, rows)
    if lacks_credit_note_rules(table, added):
        held = [column for column in table.columns if column.name in stands]
        _write_conditions(grid, held, stands, rows, credit_note_rules)


def _write_rules(grid: _Grid, columns: Sequence[Column], stands: Mapping[str, int], rows: range) -> None:
    """The validations and the conditional formats of some columns of a table."""
    letters = {name: column_letters(at + 1) for name, at in stands.items()}
    for column in columns:
        if column.role is not Role.COMPUTED:
            area, cell = _area(stands, column, rows), f"{letters[column.name]}{rows.start + 1}"
            grid.sheet.data_validation(*area, validation(column, cell))
    _write_conditions(grid, columns, stands, rows, rules)


def _write_conditions(
    grid: _Grid, columns: Sequence[Column], stands: Mapping[str, int], rows: range, given: _Rules
) -> None:
    letters = {name: column_letters(at + 1) for name, at in stands.items()}
    for column in columns:
        for rule in given(grid.table, column, rows.start + 1, letters):
            look = grid.formats.overlay(**rule["format"])
            grid.sheet.conditional_format(*_area(stands, column, rows), {**rule, "format": look})


def _area(stands: Mapping[str, int], column: Column, rows: range) -> tuple[int, int, int, int]:
    at = stands[column.name]
    return rows.start, at, rows[-1], at


def write_link(sheet: Worksheet, at: tuple[int, int], tab: str, formats: Formats, text: str = "") -> None:
    """A cell that leads to the top of a tab; row and column counted from 0."""
    place = "'" + tab.replace("'", "''") + "'!A1"
    sheet.write_url(
        *at,
        f"internal:{place}",
        formats(font_color=LINK, underline=1),
        text or tab,
        f"Aller à l'onglet {tab}",
    )


def set_up_page(sheet: Worksheet, table: Table) -> None:
    """A4 landscape, the tab's name and the page numbers at the foot."""
    sheet.set_tab_color(family_of(table).colour)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&8&F&C&8&A — page &P/&N&R&8&D")


def _texts(rows: Sequence[Record], column: Column) -> list[str]:
    return [row[column.name] for row in rows if isinstance(row.get(column.name), str)]


def _declaration(table: Table, column: Column, formats: Formats) -> dict[str, Any]:
    declared = {
        "header": column.heading,
        "header_format": formats.header(column),
        "format": formats.cell(table, column),
    }
    return {**declared, "formula": f"={table.excel_formula(column)}"} if column.formula else declared


def _frozen_columns(table: Table) -> int:
    names = [column.name for column in table.columns]
    leading = next((i for i, name in enumerate(names) if name not in table.key), len(names))
    return min(max(leading, 1), 2)


def _write_cell(grid: _Grid, at: tuple[int, int], column: Column, row: Record) -> None:
    value = row.get(column.name)
    cell = None if is_empty(value) else cell_value(column.kind, value)
    if column.formula:
        formula = f"={grid.table.excel_formula(column)}"
        look = grid.formats.cell(grid.table, column)
        grid.sheet.write_formula(*at, formula, look, column.blank if cell is None else cell)
        return
    more = _setting_look(column, row)
    if isinstance(cell, str) and cell.startswith(RISKY_STARTS):
        more["quote_prefix"] = True
    write_value(grid.sheet, at, cell, grid.formats.cell(grid.table, column, **more))


def _setting_look(column: Column, row: Record) -> dict[str, Any]:
    """A setting is shown as its own kind asks, although its column holds any value."""
    if column.kind is not Kind.ANY:
        return {}
    kind = _SETTING_KINDS.get(folded(row.get("name", "")))
    if kind is Kind.TEXT:
        return {"num_format": "@"}
    return {"num_format": NUMBER_FORMATS[kind]} if kind is Kind.PERCENT else {}


def write_value(sheet: Worksheet, at: tuple[int, int], cell: Any, look: Format) -> None:
    """Write one cell by the class of its value; text is never taken for a formula."""
    if cell is None:
        sheet.write_blank(*at, None, look)
    elif isinstance(cell, str):
        sheet.write_string(*at, cell, look)
    elif isinstance(cell, date):
        sheet.write_datetime(*at, cell, look)
    else:
        sheet.write_number(*at, cell, look)
