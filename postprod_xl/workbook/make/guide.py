"""The « Mode d'emploi » tab: the day, the commands, then every column, all read from the declarations."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from postprod_xl.schema.bounds import bounds_text, expected_text
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.settings.house import SETTINGS, setting_expectation
from postprod_xl.schema.settings.setting import Setting
from postprod_xl.schema.table import Column, Role, Table, TableKind
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.billing import INVOICES, SCHEDULE
from postprod_xl.schema.tables.home import CONTROLS, DASHBOARD
from postprod_xl.schema.tables.home import SETTINGS as SETTINGS_TABLE
from postprod_xl.schema.tables.payroll import DECLARATIONS, PAY, PAY_ITEMS
from postprod_xl.schema.tables.planning import PLANNING, SESSIONS
from postprod_xl.schema.tables.quotes import CHANGE_ORDERS
from postprod_xl.schema.vocabulary import YesNo
from postprod_xl.workbook.draw.home import ACTIONS_TITLE, GUIDE
from postprod_xl.workbook.make.table_tab import HOME, write_link
from postprod_xl.workbook.make.validations import tabs_text
from postprod_xl.workbook.style import FILL_COMPUTED, HEADER_TYPED, LINE, PALE_INK, Formats, family_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (27, 52, 46, 14)
_LINE_HEIGHT = 13.5
# A width is counted in digits; running text is narrower.
_CHARACTERS_IN_A_WIDTH = 1.1
_WHO = {Role.TYPED: "vous", Role.COMPUTED: "le programme", Role.COMPLETED: "vous, ensuite"}
_WHO_ROWS = {
    TableKind.INPUT: "Vous saisissez les colonnes blanches ; le programme remplit les grises.",
    TableKind.RESULT: "Le programme écrit tout l'onglet et le refait à chaque commande.",
    TableKind.LEDGER: "Le programme ajoute des lignes ; rien à y saisir.",
}
_WHO_KEEPS = (
    "Le programme écrit tout l'onglet : préparer un mois refait ses lignes, celles des autres mois restent."
)
_WHO_COMPLETES = "Le programme ajoute des lignes ; vous complétez les colonnes teintées."
DAY: tuple[tuple[str, str], ...] = (
    (
        "08:45 — les bons de séance",
        f"postprod sessions CLASSEUR   met dans « {SESSIONS.tab} » les séances de la veille d'après ses "
        "réservations, à confirmer : une ligne ne compte que si vous y touchez. Notez le reste, et la cause de ce "
        "qui n'était pas prévu.",
    ),
    (
        "09:00 — l'actualisation",
        "Fermez le classeur puis lancez   postprod refresh CLASSEUR   : planning, réservations, "
        "dépassements, comptes, contrôles et accueil sont refaits. Ce que vous avez saisi n'est pas modifié.",
    ),
    (
        "09:05 — l'accueil",
        f"Lisez « {ACTIONS_TITLE} », puis les projets en rouge : « {DASHBOARD.heading('alert')} » dit par quoi "
        f"commencer ; dans « {PLANNING.tab} », « {PLANNING.heading('reason')} » dit ce qui met une tâche en retard.",
    ),
    (
        "Dans la journée",
        f"Corrigez ce que signale « {CONTROLS.tab} » (onglet, cellule, ce qui est attendu), déplacez une tâche, "
        f"réservez un remplaçant, notez un dépassement négocié dans « {CHANGE_ORDERS.tab} », puis actualisez.",
    ),
    (
        "À chaque étape de facturation",
        f"postprod invoice CLASSEUR --project CODE   émet la facture suivante de « {SCHEDULE.tab} » et "
        f"l'inscrit au registre « {INVOICES.tab} ». Notez-y le paiement quand il arrive.",
    ),
    (
        "En fin de mois",
        f"Mettez « {YesNo.YES} » dans « {SESSIONS.heading('validated')} » sur les bons relus, puis lancez   "
        f"postprod payroll CLASSEUR --month AAAA-MM   : « {PAY_ITEMS.tab} », « {PAY.tab} » et "
        f"« {DECLARATIONS.tab} » sont prêts ; avec   --export csv   le mois part au bureau de paie, et il est figé.",
    ),
    (
        "Avant d'envoyer le classeur",
        "postprod check CLASSEUR   liste tout ce qui est à corriger, dans l'ordre des onglets. "
        "Rien n'y est écrit.",
    ),
)


def write_guide(sheet: Worksheet, tables: Sequence[Table], formats: Formats) -> None:
    """The whole guide, ready to print on A4 portrait."""
    for index, characters in enumerate(_WIDTHS):
        sheet.set_column(index, index, characters)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, GUIDE, formats(bold=True, font_size=18))
    sheet.write_string(
        1,
        0,
        "Un classeur, des lignes de devis suivies jusqu'à la facture et à la paie.",
        formats(font_color=PALE_INK),
    )
    write_link(sheet, (2, 0), HOME, formats, f"← {HOME}")
    row = _write_day(sheet, 4, formats)
    for table in tables:
        row = _write_table(sheet, row + 1, table, formats)
    _set_up_page(sheet)


def _write_day(sheet: Worksheet, row: int, formats: Formats) -> int:
    sheet.write_string(row, 0, "La journée", formats(bold=True, font_size=14))
    for offset, (moment, text) in enumerate(DAY, 1):
        sheet.merge_range(row + offset, 1, row + offset, 3, "", formats(text_wrap=True))
        sheet.write_string(row + offset, 0, moment, formats(bold=True, text_wrap=True))
        sheet.write_string(row + offset, 1, text, formats(text_wrap=True))
        sheet.set_row(row + offset, _height((text, sum(_WIDTHS[1:])), (moment, _WIDTHS[0])) + 4)
    return row + len(DAY) + 1


def _who_writes(table: Table) -> str:
    """Who writes the rows of a table, in one French sentence."""
    if table.is_completed:
        return _WHO_COMPLETES
    return _WHO_KEEPS if table.keeps else _WHO_ROWS[table.kind]


def _write_table(sheet: Worksheet, row: int, table: Table, formats: Formats) -> int:
    alone = table.tab != HOME or table.name == DASHBOARD.name
    title = table.tab if alone else f"{table.tab} — {table.name}"
    colour = family_of(table).colour
    sheet.write_string(row, 0, title, formats(bold=True, font_size=14, font_color=colour))
    sheet.set_row(row, 24)
    help_text = f"{table.help} {_who_writes(table)}"
    sheet.merge_range(row + 1, 0, row + 1, 3, help_text, formats(font_color=PALE_INK, text_wrap=True))
    sheet.set_row(row + 1, _height((help_text, sum(_WIDTHS))) + 2)
    look = formats(
        bold=True, font_color="#FFFFFF", bg_color=HEADER_TYPED, indent=1, border=1, border_color=LINE
    )
    for index, heading in enumerate(("Colonne", "Ce qu'elle contient", "Ce qui est attendu", "Qui l'écrit")):
        sheet.write_string(row + 2, index, heading, look)
    for offset, column in enumerate(table.columns, 3):
        _write_column(sheet, row + offset, column, formats)
    row += len(table.columns) + 3
    return _write_settings(sheet, row, formats) if table is SETTINGS_TABLE else row


def _write_settings(sheet: Worksheet, row: int, formats: Formats) -> int:
    """What each setting holds, under the columns of its table."""
    look = {"border": 1, "border_color": LINE, "text_wrap": True, "indent": 1}
    for offset, setting in enumerate(SETTINGS):
        expected, what = _within(setting_expectation(setting), setting), f"Réglage, en {setting.unit}."
        texts = (setting.name, what if setting.unit else "Réglage.", expected, _WHO[Role.TYPED])
        for index, text in enumerate(texts):
            sheet.write_string(row + offset, index, text, formats(**look, bold=index == 0))
        sheet.set_row(row + offset, _height(*zip(texts, _WIDTHS, strict=True)) + 2)
    return row + len(SETTINGS)


def _write_column(sheet: Worksheet, row: int, column: Column, formats: Formats) -> None:
    fill = {"bg_color": FILL_COMPUTED} if column.is_computed else {}
    look = {"border": 1, "border_color": LINE, "text_wrap": True, "indent": 1, **fill}
    needed = " (obligatoire)" if column.required else ""
    leaves = " ; peut aller dans une copie" if column.shared else ""
    texts = (f"{column.heading}{needed}", column.help, column_expectation(column) + leaves, _WHO[column.role])
    sheet.write_string(row, 0, texts[0], formats(**look, bold=True))
    for index in (1, 2, 3):
        sheet.write_string(row, index, texts[index], formats(**look))
    sheet.set_row(row, _height(*zip(texts, _WIDTHS, strict=True)) + 2)


def column_expectation(column: Column) -> str:
    """What a column holds, in French: list, reference, unit and bounds.

    >>> from postprod_xl.schema.tables import BY_NAME
    >>> column_expectation(BY_NAME["Seances"].by_name["project"])
    "un code de l'onglet Projets"
    >>> column_expectation(BY_NAME["Seances"].by_name["billing"])
    'Incluse, En plus, Offerte'
    """
    if column.references:
        return f"un code de l'onglet {tabs_text(column)}"
    if column.choices:
        return ", ".join(column.choices)
    if column.named_in:
        tabs = dict.fromkeys(BY_NAME[name.partition(".")[0]].tab for name in column.named_in)
        return f"un nom qui figure dans l'onglet {' ou '.join(tabs)}"
    if column.kind is Kind.TEXT:
        return "texte libre" if not column.is_computed else "texte"
    return _within(expected_text(column.kind, column.bounds), column)


def _within(expected: str, held: Column | Setting) -> str:
    """What a cell should hold, and what it most often does."""
    usual = bounds_text(held.kind, held.usual)
    return f"{expected} ; d'ordinaire {usual}" if usual else expected


def _height(*cells: tuple[str, float]) -> float:
    """Enough for the longest cell: Excel does not fit the height of merged or prewritten rows by itself."""
    lines = (math.ceil(len(text) / (characters * _CHARACTERS_IN_A_WIDTH)) for text, characters in cells)
    return _LINE_HEIGHT * max(lines)


def _set_up_page(sheet: Worksheet) -> None:
    sheet.hide_gridlines(2)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&8&F&C&8&A — page &P/&N&R&8&D")
