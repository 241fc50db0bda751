"""A whole master workbook from the declarations: every tab, empty or filled with typed records."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from postprod_xl.schema.drawn_tabs import DrawnTab
from postprod_xl.schema.kinds import Kind, cell_value, typed
from postprod_xl.schema.settings.house import SETTINGS
from postprod_xl.schema.settings.setting import Setting
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables import BY_NAME, TABLES, families_among, tables_of
from postprod_xl.schema.units import folded
from postprod_xl.schema.versions import CURRENT
from postprod_xl.workbook.draw.home import GUIDE, TITLE, write_home
from postprod_xl.workbook.draw.page import set_up, write_waiting
from postprod_xl.workbook.families import drawn_tabs_of
from postprod_xl.workbook.make.button_shapes import ButtonFace, insert_buttons
from postprod_xl.workbook.make.guide import write_guide
from postprod_xl.workbook.make.table_tab import HOME, Record, write_tab
from postprod_xl.workbook.make.validations import list_names
from postprod_xl.workbook.memory_tab import add_memory_tab
from postprod_xl.workbook.style import FONT, Formats, leave_as_computed
from postprod_xl.workbook.version import MARK, mark_text

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# Not the clock's: the same rows give the same bytes.
CREATED = datetime(2026, 1, 1)

# Where buttons stand: right of the title at home, right of the way home elsewhere (row and column from 0).
HOME_BUTTONS, TAB_BUTTONS, TAB_BUTTONS_HEIGHT = (0, 5), (2, 1), 24
HOME_TOP, TAB_TOP = 8, 3  # pixels above them in their row

Buttons = Mapping[str, Sequence[ButtonFace]]


def build(rows: Mapping[str, Sequence[Record]], buttons: Buttons | None = None) -> bytes:
    """A complete master workbook, `.xlsx`.

    Parameters
    ----------
    rows
        Typed records by table name, each by code name: integer cents, integer minutes, Decimal, date, ""
        or None. A table left out has one blank row; an optional family of which none is named is not made. Settings
        that `rows` leaves out get the house defaults.
    buttons
        The buttons that stand on each tab, by its title; none in a workbook without macros.

    Returns
    -------
    bytes
        The file; the same for the same rows. One tab per table in the order of the declarations, `Actions`
        and `Accueil` sharing the home page, the drawn tabs, not drawn yet, beside the tables they show, then the
        guide.

    Raises
    ------
    KeyError
        A table, column or tab is not in the schema.
    """
    _refuse_strangers(rows)
    filled = with_defaults(rows)
    output = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = _workbook(output)
        _write_tabs(book, filled)
        _write_buttons(book, buttons or {})
        book.close()
    return output.getvalue()


def with_defaults(rows: Mapping[str, Sequence[Record]]) -> dict[str, Sequence[Record]]:
    """The rows with every setting of the house, in order; those given come instead."""
    given = {folded(row["name"]): row for row in rows.get("Parametres", ())}
    settings = [given.pop(folded(setting.name), setting_row(setting)) for setting in SETTINGS]
    return {**rows, "Parametres": [*settings, *given.values()]}


def setting_row(setting: Setting) -> Record:
    """The row of a setting that the house has not changed."""
    default = setting.default
    if not setting.takes_yes_no:
        default = cell_value(setting.kind, typed(setting.kind, default))
    return {
        "name": setting.name,
        "value": default if setting.kind is Kind.TEXT else typed(Kind.ANY, default),
        "unit": setting.unit,
        "source": setting.source,
    }


def _refuse_strangers(rows: Mapping[str, Sequence[Record]]) -> None:
    known = {table.name: table.by_name for table in TABLES}
    for name, records in rows.items():
        for stranger in {column for record in records for column in record} - known[name].keys():
            raise KeyError(f"{name}.{stranger}")


def _workbook(output: io.BytesIO) -> Workbook:
    from xlsxwriter import Workbook

    book = Workbook(output, {"in_memory": True, "default_format_properties": FONT})
    book.set_properties({"title": TITLE, "created": CREATED})
    book.set_size(2400, 1500)
    leave_as_computed(book)
    return book


def _write_tabs(book: Workbook, rows: Mapping[str, Sequence[Record]]) -> None:
    formats = Formats(book)
    families = families_among({table.name for table in TABLES if table.family and table.name in rows})
    tables, drawn_tabs = tables_of(*families), drawn_tabs_of(families)
    sheets = {tab: book.add_worksheet(tab) for tab in _titles(tables, drawn_tabs)}
    write_home(sheets[HOME], rows, formats)
    for table in tables:
        if table.tab != HOME:
            write_tab(sheets[table.tab], table, rows.get(table.name, ()), formats)
    for drawn in drawn_tabs:
        set_up(sheets[drawn.title], drawn)
        write_waiting(sheets[drawn.title], drawn, formats)
        book.define_name(drawn.name, f"={drawn.first_cell}")
    write_guide(book.add_worksheet(GUIDE), tables, formats)
    add_memory_tab(book, formats)
    for name, text in list_names({table.name for table in tables}).items():
        book.define_name(name, f"={text}")
    book.define_name(MARK, f"={mark_text(CURRENT)}")
    sheets[HOME].activate()


def _titles(tables: Sequence[Table], drawn_tabs: Sequence[DrawnTab]) -> list[str]:
    """The tabs in order, each drawn one after that of the table it stands beside."""
    titles: list[str] = []
    for tab in dict.fromkeys(table.tab for table in tables):
        titles.append(tab)
        titles += [drawn.title for drawn in drawn_tabs if BY_NAME[drawn.beside].tab == tab]
    return titles


def _write_buttons(book: Workbook, buttons: Buttons) -> None:
    sheets = {sheet.get_name(): sheet for sheet in book.worksheets()}
    for tab, faces in buttons.items():
        if tab == HOME:
            insert_buttons(sheets[tab], faces, HOME_BUTTONS, HOME_TOP)
        else:
            sheets[tab].set_row(TAB_BUTTONS[0], TAB_BUTTONS_HEIGHT)
            insert_buttons(sheets[tab], faces, TAB_BUTTONS, TAB_TOP)
