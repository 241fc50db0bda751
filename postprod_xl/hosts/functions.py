"""The custom functions of the workbook: `=PP_FIN(A2;5;"57")` in a cell of Excel or of LibreOffice.

Excel on Windows calls each function through xlwings; LibreOffice calls `call` through a server of its own. All are
pure: tables come in as arguments, so that a spreadsheet knows when to compute again, and none is volatile.
A day that is left out is the day of the computation: give `AUJOURDHUI()` to have the cell follow the calendar.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from postprod_xl.hosts.cell_functions import (
    amounts,
    billing,
    catalogue,
    days,
    lines,
    pay,
    projects,
    resources,
    technique,
)
from postprod_xl.hosts.cell_functions.custom import CATEGORY, CustomFunction
from postprod_xl.schema.units import folded
from postprod_xl.schema.versions import LATER_REMEDY, is_from_later, later_text

FUNCTIONS: dict[str, CustomFunction] = {
    function.name: function
    for part in (days, lines, amounts, resources, projects, billing, pay, technique, catalogue)
    for function in part.FUNCTIONS
}
"""Every custom function by name, in the order of the guide."""

_BY_FOLDED_NAME = {folded(name): function for name, function in FUNCTIONS.items()}


def call(name: str, arguments: Sequence[Any]) -> Any:
    """What a custom function gives for arguments as a spreadsheet hands them over.

    Parameters
    ----------
    name
        Name of the function, in any case.
    arguments
        In the order of the formula; None where one is left out or a cell is empty. A value is a float, an int,
        a text, a bool, a date, a datetime, or an `ExcelError`; a range is a list of rows.

    Returns
    -------
    Any
        float, int, str or `datetime.date`; a list of rows when an argument is a range of several cells. Never
        an exception: a mistake is a French text that begins with the name of the function.

    Examples
    --------
    >>> call("PP_FIN", ["23/11/2026", 5]), call("PP_FIN", ["23/11/2026", 5, "99"])
    (datetime.date(2026, 11, 27), 'PP_FIN : département « 99 » inconnu')
    """
    function = _BY_FOLDED_NAME.get(folded(name))
    return f"{name} : fonction inconnue" if function is None else function(*arguments)


def in_excel(function: CustomFunction, xlwings: Any, refusal: Callable[[], str] = str) -> Any:
    """A custom function as xlwings serves it: its category, its help, every range as rows, errors as text.

    Parameters
    ----------
    function
        One of `FUNCTIONS`.
    xlwings
        The xlwings package: on Windows, its `func` and `arg` describe the function to Excel.
    refusal
        Why nothing is computed for the workbook of the cell; an empty text when all is well.
    """

    def served(*arguments: Any) -> Any:
        refused = refusal()
        return f"{function.name} : {refused}" if refused else function(*arguments)

    served.__name__ = served.__qualname__ = function.name
    served.__doc__ = function.help
    served.__signature__ = function.signature  # type: ignore[attr-defined]
    served.__annotations__ = {}
    for argument in function.arguments:
        served = xlwings.arg(argument.name, doc=argument.help, ndim=2, err_to_str=True)(served)
    # Last: each `arg` puts xlwings' own category back.
    return xlwings.func(served, category=CATEGORY)


def _served() -> dict[str, Any]:
    """Where xlwings serves Excel, the functions as it finds them in this module; elsewhere as they are."""
    if sys.platform != "win32":
        return dict(FUNCTIONS)
    import xlwings

    refusal = partial(_refusal, xlwings, {})
    return {name: in_excel(function, xlwings, refusal) for name, function in FUNCTIONS.items()}


def _refusal(xlwings: Any, known: dict[str, str]) -> str:
    """What is said when a later program wrote the workbook of a cell, asked of it once; else nothing."""
    from postprod_xl.hosts.live.location import address_of
    from postprod_xl.workbook.live.protection import application_errors
    from postprod_xl.workbook.version import marked_live

    try:
        book = xlwings.Book.caller()
        name = address_of(book)
        if name not in known:
            mark = marked_live(book)
            known[name] = f"{later_text(mark)} : {LATER_REMEDY}" if is_from_later(mark) else ""
    except application_errors():
        # A figure is worth more than its refusal: a workbook that cannot be asked is computed.
        return ""
    return known[name]


globals().update(_served())
