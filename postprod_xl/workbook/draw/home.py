"""The home page: last command, what to do today, one row per project, and the way to every tab."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.addresses import column_letters
from postprod_xl.schema.drawn_tabs import DRAWN_TABS
from postprod_xl.schema.kinds import Kind, cell_value, is_empty
from postprod_xl.schema.tables import BY_NAME, families_among
from postprod_xl.schema.tables.home import ACTIONS, JOURNAL
from postprod_xl.workbook.make.conditions import RED_INK
from postprod_xl.workbook.make.table_tab import set_up_page, write_link, write_table
from postprod_xl.workbook.style import FAMILIES, LINE, PALE_INK, Family, Formats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TITLE = "Postproduction — tableau de bord"
EXCEL_ORIGIN = datetime(1899, 12, 30)
GUIDE = "Mode d'emploi"
ACTIONS_TITLE = f"{ACTIONS.heading('subject')} aujourd'hui"
TABLES_ROW, ROW_HEIGHT = 7, 17
ACTIONS_COLUMN, DASHBOARD_COLUMN = 1, 6
# Actions has twelve rows once computed; links stand below, with room for it to grow.
LINKS_ROW = TABLES_ROW + 14
LINK_COLUMNS = (0, 2)
_WIDTHS = (25, 9, 42, 15, 2, 11, 30, 10.5, 11.5, 11.5, 11.5, 14.5, 13, 11.5, 120)
_LAST_RUN = (
    ("Dernière commande", "command", (0, 0), "General"),
    ("Quand", "at", (1, 2), "dd/mm/yyyy hh:mm"),
    ("Par", "user", (3, 3), "General"),
    (JOURNAL.heading("seconds"), "seconds", (5, 5), "0.0"),
    (JOURNAL.heading("summary"), "summary", (6, 14), "General"),
)

_MOMENT_COLUMN = next(columns[0] for _, name, columns, _ in _LAST_RUN if name == "at")

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def write_home(sheet: Worksheet, rows: Rows, formats: Formats) -> None:
    """The whole home page.

    Parameters
    ----------
    sheet
        The empty tab.
    rows
        Typed records by table name; `Actions`, `Accueil` and the last of `Journal` are shown.
    formats
        The formats of the workbook.

    Notes
    -----
    Both tables can grow downwards: nothing stands under the projects, and the links leave Actions room.
    """
    for index, characters in enumerate(_WIDTHS):
        sheet.set_column(index, index, characters)
    sheet.set_default_row(ROW_HEIGHT)
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, TITLE, formats(bold=True, font_size=20))
    _write_last_run(sheet, rows.get("Journal", ()), formats)
    for name, column, title in (
        ("Actions", ACTIONS_COLUMN, ACTIONS_TITLE),
        ("Accueil", DASHBOARD_COLUMN, "Les projets"),
    ):
        sheet.write_string(TABLES_ROW - 2, column - 1, title, formats(bold=True, font_size=13))
        write_table(sheet, BY_NAME[name], rows.get(name, ()), formats, (TABLES_ROW, column))
    held = families_among({name for name in rows if BY_NAME[name].family})
    blocks = [(family, _tabs_of(family, held)) for family in FAMILIES[1:]]
    _write_links(sheet, [(family, tabs) for family, tabs in blocks if tabs], formats)
    set_up_page(sheet, BY_NAME["Accueil"])
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)
    sheet.set_zoom(90)


def _write_last_run(sheet: Worksheet, journal: Sequence[Mapping[str, Any]], formats: Formats) -> None:
    last = journal[-1] if journal else {}
    for label, name, (first, right), number_format in _LAST_RUN:
        column = JOURNAL.by_name[name]
        value = last.get(name)
        cached = "—" if is_empty(value) else _cached(column.kind, value)
        shown, moment = (f"{JOURNAL.name}[{heading}]" for heading in (column.heading, JOURNAL.heading("at")))
        formula = f'=IF(COUNTA({moment})=0,"—",INDEX({shown},ROWS({shown})))'
        label_look = formats(font_color=PALE_INK, bottom=1, bottom_color=LINE)
        value_look = formats(num_format=number_format, align="left", bold=True)
        if first < right:
            sheet.merge_range(2, first, 2, right, "", label_look)
            sheet.merge_range(3, first, 3, right, "", value_look)
        sheet.write_string(2, first, label, label_look)
        sheet.write_formula(3, first, formula, value_look, cached)
    # Figures of another day than the one when they are read.
    moment = f"{column_letters(_MOMENT_COLUMN + 1)}4"
    criteria = f"=AND(ISNUMBER({moment}),{moment}<TODAY())"
    look = {"type": "formula", "criteria": criteria, "format": formats.overlay(**RED_INK)}
    sheet.conditional_format(3, _MOMENT_COLUMN, 3, _MOMENT_COLUMN, look)


def _cached(kind: Kind, value: Any) -> Any:
    cell = cell_value(kind, value)
    return (cell - EXCEL_ORIGIN) / timedelta(days=1) if isinstance(cell, datetime) else cell


def _tabs_of(family: Family, held: Container[str]) -> list[str]:
    """The tabs of a colour, but hidden ones and those of the optional families that the workbook has not."""
    tables = [BY_NAME[name] for name in family.tables]
    shown = (table.tab for table in tables if table.family in held and not table.is_hidden)
    drawn = (tab.title for tab in DRAWN_TABS if tab.beside in family.tables and tab.family in held)
    return list(dict.fromkeys([*shown, *drawn]))


def _write_links(sheet: Worksheet, blocks: Sequence[tuple[Family, Sequence[str]]], formats: Formats) -> None:
    sheet.write_string(LINKS_ROW - 1, 0, "Aller à", formats(bold=True, font_size=13))
    write_link(
        sheet, (LINKS_ROW - 1, 2), GUIDE, formats, f"{GUIDE} : la journée, les commandes, chaque colonne"
    )
    half = (len(blocks) + 1) // 2
    for column, side in zip(LINK_COLUMNS, (blocks[:half], blocks[half:]), strict=True):
        row = LINKS_ROW
        for family, tabs in side:
            row = _write_family(sheet, (row, column), family, tabs, formats)


def _write_family(
    sheet: Worksheet, at: tuple[int, int], family: Family, tabs: Sequence[str], formats: Formats
) -> int:
    row, column = at
    sheet.write_string(
        row, column, family.title, formats(bold=True, font_color=family.colour, valign="bottom")
    )
    for offset, tab in enumerate(tabs, 1):
        write_link(sheet, (row + offset, column), tab, formats)
    return row + len(tabs) + 1
