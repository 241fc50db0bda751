"""Number formats of a Calc document: what a cell shows (date, truth value…) and Excel's code for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from postprod_xl.engines.calc.formulas.addresses import Box
from postprod_xl.engines.calc.formulas.references import box_at
from postprod_xl.engines.calc.office.bridge import exception_class, structure

# com.sun.star.util.NumberFormat
DATE, TIME, DATETIME, PERCENT, TEXT, LOGICAL = 2, 4, 6, 128, 256, 1024
# com.sun.star.i18n.NumberFormatIndex
_SHORT_DATE, _DATE_AND_TIME, _TIME_OF_DAY = 21, 47, 40
_GENERAL_NAMES = {"general", "standard"}
_COLOURS = re.compile(r"\[(?:BLACK|BLUE|GREEN|CYAN|RED|MAGENTA|YELLOW|WHITE)\]")
_ELAPSED = re.compile(r"\[[HMS]+\]")
_NAMED = re.compile(r"M{3,}|[DJTNG]{3,}")
# The marks of languages in Excel's codes; English, that of the codes themselves, has none.
_LANGUAGE_NUMBERS = {
    "fr-FR": "40C",
    "fr-BE": "80C",
    "fr-CA": "C0C",
    "fr-CH": "100C",
    "de-DE": "407",
    "es-ES": "C0A",
    "it-IT": "410",
    "nl-NL": "413",
    "pt-PT": "816",
}
_DATE_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[A-Z]')


def locale(language: str = "", country: str = "") -> Any:
    """A locale of LibreOffice; with no language, that of the document."""
    return structure("lang.Locale", Language=language, Country=country)


class KnownFormats:
    """The number formats of one document, each looked up once: a key never changes its meaning.

    Parameters
    ----------
    document
        The UNO model of the book.
    """

    def __init__(self, document: Any) -> None:
        self._document = document
        self._types: dict[int, int] = {}
        self._general: dict[int, bool] = {}

    def kind(self, key: int) -> int:
        """What this format shows: DATE (with or without time), TIME, TEXT, LOGICAL, or 0 for plain numbers."""
        if key not in self._types:
            self._look_up(key)
        format_type = self._types[key]
        return DATE if format_type & DATE else format_type & (TIME | TEXT | LOGICAL)

    def is_general(self, key: int) -> bool:
        """Whether this format is the one of a cell that was given none."""
        if key not in self._general:
            self._look_up(key)
        return self._general[key]

    def _look_up(self, key: int) -> None:
        found = self._document.NumberFormats.getByKey(key)
        self._types[key] = found.Type
        self._general[key] = found.FormatString.lower() in _GENERAL_NAMES


def default_key(document: Any, kind: int) -> int:
    """The format that Excel gives by itself to a cell where a value of this kind is entered."""
    formats = document.NumberFormats
    if kind == LOGICAL:
        return int(formats.getStandardFormat(LOGICAL, locale()))
    if kind == PERCENT:
        return key_of_code(document, "0%")
    index = {DATE: _SHORT_DATE, DATETIME: _DATE_AND_TIME, TIME: _TIME_OF_DAY}[kind]
    return int(formats.getFormatIndex(index, locale()))


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
    code = _language_mark(properties) + _COLOURS.sub(lambda match: match.group().title(), code)
    return _lower_dates(code) if properties.Type & (DATE | TIME) else code


def _language_mark(properties: Any) -> str:
    """Excel's mark of the language of the names of days and months, as « [$-40C] » for French."""
    if not properties.Type & DATE or not _NAMED.search(properties.FormatString):
        return ""
    number = _LANGUAGE_NUMBERS.get(f"{properties.Locale.Language}-{properties.Locale.Country}")
    return f"[$-{number}]" if number else ""


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


def keys_of_columns(cells: Any, whole: Box, columns: Sequence[int]) -> list[tuple[int, list[Box]]]:
    """The formats of some columns of a range, those of the others given or not: (key, rectangles).

    Listing formats costs milliseconds per pattern of cells; reading the single format of a column costs much less.

    Parameters
    ----------
    cells, whole
        The UNO range, and its rectangle.
    columns
        The columns, counted from 0 from the first one of the range.
    """
    if not columns:
        return []
    if whole.height == 1 or not _differ(cells):
        return _keys(cells, whole)
    found = []
    for at in columns:
        column = whole.column + at
        strip = cells.getCellRangeByPosition(at, 0, at, whole.height - 1)
        found += _keys(strip, whole._replace(column=column, last_column=column))
    return found


def _keys(cells: Any, whole: Box) -> list[tuple[int, list[Box]]]:
    if _differ(cells):
        return boxes_by_key(cells)
    if whole.height * whole.width > 1:
        return [(int(cells.NumberFormat), [whole])]
    # The property of a single cell reflects the result of its formula; the cell pattern is what counts.
    return [(int(cells.getUniqueCellFormatRanges().getByIndex(0).NumberFormat), [whole])]


def _differ(cells: Any) -> bool:
    """Whether the cells have several number formats."""
    return bool(cells.getPropertyState("NumberFormat").value == "AMBIGUOUS_VALUE")


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
