"""What a cell of a live spreadsheet means: the typed value of what Excel or LibreOffice hands over."""

from __future__ import annotations

from typing import Any

from postprod_xl.hosts.cell_functions.blocks import CellFault
from postprod_xl.schema.cells.characters import brief
from postprod_xl.schema.kinds import Kind, Unreadable, shown_in, typed
from postprod_xl.schema.units import folded
from postprod_xl.workbook.live.values import held


def live_typed(kind: Kind, raw: Any) -> Any:
    """As `schema.kinds.typed`, of a value handed over by a spreadsheet at work.

    Numbers are as they stand in the cell: a day is its serial number, a clock time a fraction of a day.

    Raises
    ------
    Unreadable
        With the French expectation.

    Examples
    --------
    >>> from datetime import datetime
    >>> live_typed(Kind.CLOCK, datetime(1899, 12, 30, 9, 30)), live_typed(Kind.DAY, 46349.0)
    (570, datetime.date(2026, 11, 23))
    """
    return typed(kind, held(raw))


def read_cell(name: str, kind: Kind, raw: Any) -> Any:
    """The value of one argument.

    Raises
    ------
    CellFault
        Naming the argument, what was found and what was expected.
    """
    try:
        return live_typed(kind, raw)
    except Unreadable as error:
        raise CellFault(f"{name} « {shown(raw)} », attendu : {error}") from error


def read_choice(name: str, choices: tuple[str, ...], raw: Any) -> str:
    """The option of a closed list that an argument names, empty when it is empty; errors as `read_cell`."""
    text = read_cell(name, Kind.TEXT, raw)
    for option in ("", *choices):
        if folded(option) == folded(text):
            return option
    raise CellFault(f"{name} « {shown(raw)} », attendu : {', '.join(choices)}")


def shown(raw: Any) -> str:
    """A cell as a person knows it."""
    return brief(shown_in(Kind.ANY, held(raw)))
