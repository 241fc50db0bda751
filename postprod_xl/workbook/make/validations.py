"""Data validation: what Excel says while a person types, in French, from the declarations."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal
from typing import Any

from postprod_xl.schema.bounds import expected_text
from postprod_xl.schema.kinds import Kind, cell_value
from postprod_xl.schema.table import Column
from postprod_xl.schema.tables import BY_NAME, TABLES, families_among, tables_of
from postprod_xl.schema.vocabulary import YesNo

TITLE_LENGTH, MESSAGE_LENGTH = 32, 255
LARGEST = Decimal(10) ** 12
_NUMBERS = {
    Kind.INT: "integer",
    **dict.fromkeys((Kind.NUMBER, Kind.PERCENT, Kind.EURO, Kind.AMOUNT), "decimal"),
}


def list_name(table: str) -> str:
    """The defined name of the keys of a table, source of drop-down lists."""
    return f"liste_{table}"


def list_names(present: Container[str]) -> dict[str, str]:
    """The names of the drop-down lists of codes, and what they refer to, for the tables that a workbook has."""
    held = tables_of(*families_among(present))
    referred = {name for table in held for column in table.columns for name in column.references}
    return {
        list_name(table.name): f"{table.name}[{table.heading(table.key[0])}]"
        for table in TABLES
        if table.name in referred and table.name in present
    }


def validation(column: Column, cell: str) -> dict[str, Any]:
    """The XlsxWriter validation of a column that a person fills in.

    Parameters
    ----------
    column
        The declaration.
    cell
        Address of its first data cell, which custom formulas are relative to.

    Notes
    -----
    A value off a closed list is refused; an unknown code is only warned about, since its row may be typed
    later. Durations accept text such as `7h30`, which no Excel rule can judge: the program does. What is only
    unusual is reported by the program too.
    """
    return {
        **_rule(column, cell),
        "ignore_blank": True,
        "input_title": column.heading[:TITLE_LENGTH],
        "input_message": _prompt(column)[:MESSAGE_LENGTH],
    }


def _rule(column: Column, cell: str) -> dict[str, Any]:
    if column.references:
        return _reference_rule(column, cell)
    if column.choices or column.kind is Kind.BOOL:
        choices = list(column.choices) or [word.value for word in YesNo]
        return {"validate": "list", "source": choices, **_error(column, "stop")}
    if column.kind in _NUMBERS:
        low, high = _cell_bounds(column)
        rule = {"validate": _NUMBERS[column.kind], "criteria": "between", "minimum": low, "maximum": high}
        return {**rule, **_error(column, "stop")}
    if column.kind is Kind.DAY:
        first, last = column.bounds
        rule = {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
        return {**rule, **_error(column, "stop")}
    if column.kind is Kind.DAYS:
        low, high = _cell_bounds(column)
        formula = f"=AND(ISNUMBER({cell}),MOD(N({cell})*4,1)=0,N({cell})>={low:g},N({cell})<={high:g})"
        return {"validate": "custom", "value": formula, **_error(column, "stop")}
    if column.kind is Kind.HOURS:
        low, high = _cell_bounds(column)
        # A cell holds hours, or an Excel time, which is a part of a day: below any bound but nothing.
        least = ">0" if low > 0 else f">={low:g}"
        formula = f"=OR(ISTEXT({cell}),AND(N({cell}){least},N({cell})<={high:g}))"
        return {"validate": "custom", "value": formula, **_error(column, "stop")}
    if column.kind is Kind.CLOCK:
        formula = f"=AND(ISNUMBER({cell}),N({cell})>=0,N({cell})<=1)"
        return {"validate": "custom", "value": formula, **_error(column, "warning")}
    return {"validate": "any"}


def _reference_rule(column: Column, cell: str) -> dict[str, Any]:
    error = _error(column, "warning")
    if len(column.references) == 1:
        return {"validate": "list", "source": f"={list_name(column.references[0])}", **error}
    known = "+".join(f"COUNTIF({list_name(name)},{cell})" for name in column.references)
    return {"validate": "custom", "value": f"={known}>0", **error}


def _cell_bounds(column: Column) -> tuple[float, float]:
    low, high = column.bounds
    return (
        float(-LARGEST) if low is None else float(cell_value(column.kind, low)),
        float(LARGEST) if high is None else float(cell_value(column.kind, high)),
    )


def _error(column: Column, style: str) -> dict[str, Any]:
    return {
        "error_type": style,
        "error_title": column.heading[:TITLE_LENGTH],
        "error_message": _expected(column)[:MESSAGE_LENGTH],
    }


def _expected(column: Column) -> str:
    if column.references:
        return f"Ce code n'est pas dans l'onglet {tabs_text(column)}. Gardez-le si vous allez l'y ajouter."
    if column.choices:
        return f"Choisissez une valeur de la liste : {', '.join(column.choices)}."
    return f"Saisissez {expected_text(column.kind, column.bounds)}."


def tabs_text(column: Column) -> str:
    """The tabs where the codes of a column are declared."""
    return " ou ".join(BY_NAME[name].tab for name in column.references)


def _prompt(column: Column) -> str:
    needed = " Obligatoire." if column.required else ""
    return f"{column.help}{needed}"
