"""The dates of a sheet brought into a workbook that counts days from another year (1900 or 1904)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from postprod_xl.engines.ooxml.errors import Refused
from postprod_xl.engines.ooxml.markup import MAIN, local_name, whole_number
from postprod_xl.engines.ooxml.reading.number_formats import Shown
from postprod_xl.engines.ooxml.tables.places import DAYS_TO_1904

_NUMBERS = etree.XPath("x:sheetData/x:row/x:c[not(@t) or @t='n']/x:v", namespaces={"x": MAIN})


def shift_dates(root: etree._Element, formats: Sequence[Shown], days: int, title: str) -> None:
    """Add `days` in place to every date of a sheet: cells that show a day, and limits of date validations.

    A time of day and a length of time are the same in both calendars.

    Parameters
    ----------
    root
        The sheet, its cells still with the formats of their own workbook.
    formats
        What each of these formats makes of a number.
    days
        `places.DAYS_TO_1904`, or its opposite.
    title
        The tab's title, for messages.

    Raises
    ------
    Refused
        A day is before the other calendar begins.
    """
    for value in _NUMBERS(root):
        cell = value.getparent()
        index = whole_number(cell.get("s")) or 0
        shown = formats[index] if index < len(formats) else Shown.NUMBER
        if _is_moment(shown, value.text, days):
            value.text = _shifted(value.text, days, f"{title}!{cell.get('r')}")
    for limit in _date_limits(root):
        if _number(limit.text) is not None:
            limit.text = _shifted(limit.text, days, f"{title} (validation)")


def _is_moment(shown: Shown, text: str | None, days: int) -> bool:
    """Tell whether a number counts days; one that shows an hour alone does when it is past both origins."""
    number = _number(text)
    if not number:
        return False
    return shown is Shown.DAY or (shown is Shown.CLOCK and number >= DAYS_TO_1904)


def _date_limits(root: etree._Element) -> Iterator[etree._Element]:
    for validation in root.iter("{*}dataValidation"):
        if validation.get("type") == "date":
            yield from (e for e in validation.iter("{*}formula1", "{*}formula2", "{*}f") if local_name(e))


def _shifted(text: str | None, days: int, where: str) -> str:
    number = (_number(text) or 0.0) + days
    if number < 0:
        raise Refused(
            f"{where} contient une date d'avant 1904, que ce classeur ne peut pas contenir ; retirez-la."
        )
    return str(int(number)) if number.is_integer() else repr(number)


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None
