"""Conditional formats: what a colour says is always written in the cell too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from postprod_xl.schema.cells.formats import CREDIT_SERIES
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import (
    ChangeOrderStatus,
    Feasibility,
    InvoiceType,
    Light,
    OverrunLevel,
    ProjectStatus,
    QuoteStatus,
    SessionNature,
    SessionState,
    Severity,
    TaskState,
    YesNo,
)
from postprod_xl.workbook.style import NUMBER_FORMATS

GREEN = {"bg_color": "#D5EBDD", "font_color": "#1D5E3A"}
YELLOW = {"bg_color": "#FFF3C4", "font_color": "#6B5200"}
ORANGE = {"bg_color": "#FBDDBB", "font_color": "#8A4500"}
RED = {"bg_color": "#F6CFCB", "font_color": "#8E1B12", "bold": True}
PALE_BLUE = {"bg_color": "#E4EEF9", "font_color": "#27548A"}
BLUE = {"bg_color": "#BFD8F2", "font_color": "#173F6E"}
GREY = {"bg_color": "#E3E5E8", "font_color": "#555B63"}
HATCHED = {"pattern": 14, "bg_color": "#FFFFFF", "fg_color": "#D0D5DB", "font_color": "#555B63"}
STRUCK = {"bg_color": "#EDEEF0", "font_color": "#7B8088", "font_strikeout": True}
RED_INK = {"font_color": "#B3261E", "bold": True}

# One word looks the same in every list that holds it.
LOOKS: dict[str, dict[str, Any]] = {
    Light.GREEN: {"bg_color": "#9FD3B1", "font_color": "#12492B", "bold": True},
    Light.ORANGE: {"bg_color": "#F7BE7E", "font_color": "#6E3600", "bold": True},
    Light.RED: {"bg_color": "#E88E86", "font_color": "#5E0D07", "bold": True},
    OverrunLevel.FINE: GREEN,
    OverrunLevel.WATCH: YELLOW,
    OverrunLevel.FORECAST: ORANGE,
    OverrunLevel.OVERRUN: RED,
    OverrunLevel.UNFOLLOWED: HATCHED,
    TaskState.OPTION_2: HATCHED,
    TaskState.OPTION_1: PALE_BLUE,
    TaskState.CONFIRMED: BLUE,
    TaskState.UNDER_WAY: GREEN,
    TaskState.DONE: GREY,
    ProjectStatus.DELIVERED: GREY,
    ProjectStatus.SETTLED: GREY,
    TaskState.CANCELLED: STRUCK,
    QuoteStatus.ACCEPTED: GREEN,
    QuoteStatus.SENT: PALE_BLUE,
    ChangeOrderStatus.TO_NEGOTIATE: ORANGE,
    QuoteStatus.REPLACED: STRUCK,
    QuoteStatus.REFUSED: STRUCK,
    Feasibility.FEASIBLE: GREEN,
    Feasibility.CONDITIONAL: ORANGE,
    Feasibility.INFEASIBLE: RED,
    SessionNature.UNPLANNED: ORANGE,
    SessionState.TO_CONFIRM: YELLOW,
    SessionState.CANCELLED: STRUCK,
    Severity.BLOCKING: RED,
    Severity.WARNING: ORANGE,
    Severity.INFO: PALE_BLUE,
}
_FILLED = {"conflict": RED, "alert": YELLOW}
# Credit notes store what they give back as it is billed; a reader of the ledger takes it off.
_OPPOSITE = {
    "Factures": ("total_cents", "vat_cents", "total_with_vat_cents", "deposits_cents", "payable_cents"),
    "LignesFacture": ("quantity", "amount_cents"),
}
# The columns of the version that brought these rules.
_CAME_WITH = {"Factures": "due_cents", "LignesFacture": "credited_rank"}
_BAD_ABOVE_ZERO = frozenset({"late_days", "overdue_cents", "variance_minutes", "variance_cents"})


def rules(
    table: Table, column: Column, first_row: int, letters: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """The conditional formats of one column, as XlsxWriter takes them but for the look, given as properties.

    Parameters
    ----------
    table, column
        The declaration.
    first_row
        First data row, Excel's number: formulas are relative to it.
    letters
        Column letters of the table by code name.
    """
    for value in _listed(table, column):
        if value in LOOKS:
            yield _equals(value, LOOKS[value])
    if column.name in _FILLED:
        yield {"type": "no_blanks", "format": _FILLED[column.name]}
    if column.name in _BAD_ABOVE_ZERO:
        # In Excel any text, an empty result included, is greater than a number.
        formula = f"=N({letters[column.name]}{first_row})>0"
        yield {"type": "formula", "criteria": formula, "format": RED_INK}
    if column.name == "critical":
        yield _equals(YesNo.YES, RED_INK)
    if "margin" in column.name and column.kind in (Kind.EURO, Kind.PERCENT):
        yield {"type": "cell", "criteria": "<", "value": 0, "format": RED_INK}
    if column.name in _OPPOSITE.get(table.name, ()):
        yield {
            "type": "formula",
            "criteria": _credit_note(table, first_row, letters),
            "format": _negative(column),
        }
    if table.name == "Factures" and column.name in ("payable_cents", "due_day"):
        names = ("due_day", "paid_day", "due_cents")
        due, paid, left = (f"${letters[name]}{first_row}" for name in names)
        # A row that no refresh has computed says what is paid by its day alone.
        formula = f'=AND({due}<>"",IF({left}="",{paid}="",N({left})>0),{due}<TODAY())'
        yield {"type": "formula", "criteria": formula, "format": RED}


def credit_note_rules(
    table: Table, column: Column, first_row: int, letters: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Those of `rules` that show what a credit note gives back as negative."""
    if column.name in _OPPOSITE.get(table.name, ()):
        formula = _credit_note(table, first_row, letters)
        yield {"type": "formula", "criteria": formula, "format": _negative(column)}


def lacks_credit_note_rules(table: Table, added: Sequence[Column]) -> bool:
    """Whether a workbook that gets columns is of a version before `credit_note_rules`."""
    return _CAME_WITH.get(table.name) in {column.name for column in added}


def _credit_note(table: Table, first_row: int, letters: Mapping[str, str]) -> str:
    """Whether a row is of a credit note: its type in the ledger, the series of its number on its lines."""
    if table.name == "Factures":
        return f'=${letters["type"]}{first_row}="{InvoiceType.CREDIT_NOTE}"'
    return f'=LEFT(${letters["invoice"]}{first_row},3)="{CREDIT_SERIES}-"'


def _negative(column: Column) -> dict[str, Any]:
    """The look of a number that is the opposite of what is stored."""
    plain = NUMBER_FORMATS.get(column.kind, "General")
    return {"num_format": f"-{plain};{plain};{plain}"}


def _listed(table: Table, column: Column) -> tuple[str, ...]:
    if table.name == "Reservations" and column.name == "state":
        return BY_NAME["Planning"].by_name["state"].choices
    if table.name == "Accueil" and column.name == "status":
        return BY_NAME["Projets"].by_name["status"].choices
    return column.choices


def _equals(value: str, look: dict[str, Any]) -> dict[str, Any]:
    return {"type": "cell", "criteria": "==", "value": f'"{value}"', "format": look}
