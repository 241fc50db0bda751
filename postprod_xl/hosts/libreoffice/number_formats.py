"""Number formats of a Calc document: what a cell shows (date, truth value…) and Excel's code for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from postprod_xl.hosts.libreoffice.addresses import Box
from postprod_xl.hosts.libreoffice.bridge import exception_class, structure
from postprod_xl.hosts.libreoffice.references import box_at

# com.sun.star.util.NumberFormat
DATE, TIME, DATETIME, TEXT, LOGICAL = 2, 4, 6, 256, 1024
# com.sun.star.i18n.NumberFormatIndex
_SHORT_DATE, _DATE_AND_TIME, _TIME_OF_DAY = 21, 47, 40
_GENERAL_NAMES = {"general", "standard"}
_COLOURS = re.compile(r"\[(?:BLACK|BLUE|GREEN|CYAN|RED|MAGENTA|YELLOW|WHITE)\]")
_ELAPSED = re.compile(r"\[[HMS]+\]")
_DATE_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[A-Z]')


def locale(language: str = "", country: str = "") -> Any:
    """A locale of LibreOffice; with no language, that of the document."""
    return structure("lang.Locale", Language=language, Country=country)


def kind_of(document: Any, key: int) -> int:
    """What this format shows: DATE (with or without time), TIME, TEXT, LOGICAL, or 0 for plain numbers."""
    format_type = document.NumberFormats.getByKey(key).Type
    if format_type & DATE:
        return DATE
    return format_type & (TIME | TEXT | LOGICAL)


def default_key(document: Any, kind: int) -> int:
    """The format that Excel gives by itself to a cell where a value of this kind is entered."""
    formats = document.NumberFormats
    if kind == LOGICAL:
        return int(formats.getStandardFormat(LOGICAL, locale()))
    index = {DATE: _SHORT_DATE, DATETIME: _DATE_AND_TIME, TIME: _TIME_OF_DAY}[kind]
    return int(formats.getFormatIndex(index, locale()))


def is_general(document: Any, key: int) -> bool:
    return document.NumberFormats.getByKey(key).FormatString.lower() in _GENERAL_NAMES


def key_of_code(document: Any, code: str) -> int:
    """The key of an Excel code such as « dd/mm/yyyy » or « #,##0.00 », registered when it is new.

    Raises
    ------
    ValueError
        Calc does not understand the code.
    """
    formats, english = document.NumberFormats, locale("en", "US")
    key = formats.queryKey(code, english, False)
    if key != -1:
        return int(key)
    malformed = exception_class("util.MalformedNumberFormatException")
    try:
        return int(formats.addNew(code, english))
    except malformed as error:
        raise ValueError(f"Le format de nombre « {code} » n'est pas compris par Calc.") from error


def code_of_key(document: Any, key: int) -> str:
    """Excel's code of a format; a truth value shows as such in Excel whatever its format: General."""
    properties = document.NumberFormats.getByKey(key)
    if properties.Type & LOGICAL:
        return "General"
    code = _english_code(document, properties)
    if code.lower() in _GENERAL_NAMES:
        return "General"
    code = _COLOURS.sub(lambda match: match.group().title(), code)
    return _lower_dates(code) if properties.Type & (DATE | TIME) else code


def _english_code(document: Any, properties: Any) -> str:
    """The code with the letters of English, whatever the language of the office."""
    if properties.Locale.Language in ("", "en"):
        return str(properties.FormatString)
    formats = document.NumberFormats
    key = formats.addNewConverted(properties.FormatString, properties.Locale, locale("en", "US"))
    return str(formats.getByKey(key).FormatString)


def _lower_dates(code: str) -> str:
    """Letters of dates in lower case, as Excel writes them; literals, colours and AM/PM kept."""
    kept = code.replace("AM/PM", "\0")
    return _DATE_LETTERS.sub(_lower_letter, kept).replace("\0", "AM/PM")


def _lower_letter(match: re.Match[str]) -> str:
    token = match.group()
    return token.lower() if len(token) == 1 or _ELAPSED.fullmatch(token) else token


def boxes_by_key(cells: Any) -> list[tuple[int, list[Box]]]:
    """The rectangles of a range that share a number format: (key of the format, rectangles)."""
    groups: dict[int, list[Box]] = {}
    for ranges in cells.getUniqueCellFormatRanges():
        boxes = [box_at(address) for address in ranges.RangeAddresses]
        groups.setdefault(int(ranges.NumberFormat), []).extend(boxes)
    return list(groups.items())


def set_property(document: Any, sheet_index: int, boxes: Iterable[Box], name: str, value: Any) -> None:
    """Give a property to many rectangles of one sheet at once."""
    addresses = []
    for box in boxes:
        address = structure("table.CellRangeAddress", Sheet=sheet_index)
        address.StartRow, address.StartColumn, address.EndRow, address.EndColumn = box
        addresses.append(address)
    if addresses:
        ranges = document.createInstance("com.sun.star.sheet.SheetCellRanges")
        ranges.addRangeAddresses(tuple(addresses), False)
        ranges.setPropertyValue(name, value)
