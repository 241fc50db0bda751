"""What a cell of a returned file says, in the kind of its column, whatever program or language wrote it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.kinds import Kind, Unreadable, is_empty, shown_in, typed
from postprod_xl.schema.languages import Language
from postprod_xl.schema.table import Column
from postprod_xl.schema.validate import accepted

_MONTHS = (
    ("janvier", "janv", "jan", "january"),
    ("fevrier", "fevr", "fev", "february", "feb"),
    ("mars", "march", "mar"),
    ("avril", "avr", "april", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "juil", "july", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "sept", "sep", "september"),
    ("octobre", "oct", "october"),
    ("novembre", "nov", "november"),
    ("decembre", "dec", "december"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
# « sam. 12 déc. 2026 », « 1er janvier 2027 », “December 12, 2026”.
_DAY_FIRST = re.compile(r"(?:[a-z]+[.,]? )?([0-9]{1,2})(?:er|st|nd|rd|th)? ([a-z]+)[.,]?,? ([0-9]{4})")
_MONTH_FIRST = re.compile(r"(?:[a-z]+[.,]? )?([a-z]+)[.]? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")


def answer(column: Column, raw: Any, language: Language) -> Any:
    """The typed value that a receiver's cell gives an answerable column, held to what the column accepts.

    Parameters
    ----------
    column
        The declaration.
    raw
        What the file holds.
    language
        That of the copy.

    Raises
    ------
    Unreadable
        It is no value of the column; the text says what is expected.
    """
    return accepted(column, value_of(column, raw, language))


def value_of(column: Column, raw: Any, language: Language) -> Any:
    """As `answer`, whatever the column accepts."""
    if isinstance(raw, str):
        raw = language.read(column, cleaned(raw))
        if column.kind is Kind.DAY:
            raw = written_day(raw) or raw
    elif isinstance(raw, datetime) and column.kind is Kind.TEXT:
        raw = shown(raw)
    return typed(column.kind, raw)


def written_day(text: str) -> date | None:
    """The day of a text that names its month, in French or in English; None for any other text.

    >>> written_day("12 déc. 2026"), written_day("mardi 1er septembre 2026"), written_day("Dec 12, 2026")
    (datetime.date(2026, 12, 12), datetime.date(2026, 9, 1), datetime.date(2026, 12, 12))
    """
    plain = plain_letters(text)
    if match := _DAY_FIRST.fullmatch(plain):
        day, month, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(plain):
        month, day, year = match.groups()
    else:
        return None
    if month not in _MONTH:
        return None
    try:
        return date(int(year), _MONTH[month], int(day))
    except ValueError:
        return None


def says(column: Column | None, raw: Any, value: Any, language: Language) -> bool:
    """Whether a returned cell says a value, as a cell or as the text that shows it.

    Parameters
    ----------
    column
        The declaration; None for a column that only helps to read a row.
    raw, language
        As for `answer`.
    value
        What was sent, typed.
    """
    if raw is None or is_empty(value):
        return (raw is None or raw is False or raw == "") and (is_empty(value) or value is False)
    if column is not None:
        try:
            return bool(value_of(column, raw, language) == value) or _same_text(column.kind, raw, value)
        except Unreadable:
            return _same_text(column.kind, raw, value)
    return _same_text(Kind.ANY, raw, value)


def _same_text(kind: Kind, raw: Any, value: Any) -> bool:
    """Whether what a cell shows is the text of a value; line ends and spaces at ends of lines tell nothing apart."""
    return bool(_lines(shown_in(kind, raw)) == _lines(shown(value)))


def _lines(text: str) -> list[str]:
    return [*map(cleaned, cleaned(text.replace("_x000D_", "")).splitlines())]
