"""The values of a copy as its paper prints them, in French or in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from postprod_xl.documents.papers.figures import NO_BREAK, clock, euros, hours, long_day, number, percent
from postprod_xl.documents.sharing.chart_words import CHART_WORDS
from postprod_xl.schema.kinds import Kind, is_empty
from postprod_xl.schema.languages import Language
from postprod_xl.schema.table import Column
from postprod_xl.schema.units import CENTS_PER_EURO, clock_text, plain
from postprod_xl.schema.vocabulary import YesNo

_MINUS = "\u2212"


def printed(column: Column, value: Any, language: Language) -> str:
    """What the paper prints of a cell; empty for an empty one."""
    if is_empty(value) or (column.kind is Kind.BOOL and not value):
        return ""
    if column.kind is Kind.BOOL:
        value = YesNo.YES.value
    print_value = _PRINTERS[language].get(column.kind)
    return print_value(value) if print_value else str(language.shown(column, value))


def printed_amount(cents: int, language: Language) -> str:
    """An amount."""
    return _english_euros(cents) if language is Language.ENGLISH else euros(cents)


def printed_rate(rate: Decimal, language: Language) -> str:
    """A rate."""
    return _english_percent(rate) if language is Language.ENGLISH else percent(rate)


def printed_day(day: date, language: Language) -> str:
    """A day in full.

    >>> printed_day(date(2026, 12, 1), Language.ENGLISH).replace(NO_BREAK, " ")
    '1 December 2026'
    """
    if language is Language.FRENCH:
        return long_day(day)
    return f"{day.day}{NO_BREAK}{CHART_WORDS[language].months[day.month - 1]} {day.year}"


def written_day(day: date, language: Language) -> str:
    """A day in a line of a copy; an English one cannot be read the other way round.

    >>> written_day(date(2026, 9, 1), Language.FRENCH), written_day(date(2026, 9, 1), Language.ENGLISH)
    ('01/09/2026', '1 Sept 2026')
    """
    if language is Language.FRENCH:
        return f"{day:%d/%m/%Y}"
    return f"{day.day} {CHART_WORDS[language].short_months[day.month - 1]} {day.year}"


def short_day(day: date, language: Language) -> str:
    r"""A day in a narrow column; an English one cannot be read the other way round.

    >>> short_day(date(2026, 12, 1), Language.FRENCH), short_day(date(2026, 9, 1), Language.ENGLISH)
    ('01/12/26', '1\xa0Sept\xa026')
    """
    if language is Language.FRENCH:
        return f"{day:%d/%m/%y}"
    month = CHART_WORDS[language].short_months[day.month - 1]
    return f"{day.day}{NO_BREAK}{month}{NO_BREAK}{day:%y}"


def _english_euros(cents: int) -> str:
    """Cents as an amount.

    >>> _english_euros(123456789), _english_euros(-5)
    ('€1,234,567.89', '−€0.05')
    """
    whole, rest = divmod(abs(cents), CENTS_PER_EURO)
    return f"{_MINUS if cents < 0 else ''}€{whole:,}.{rest:02d}"


def _english_number(value: Decimal) -> str:
    """A quantity, with the decimals it has.

    >>> _english_number(Decimal("-12000.50"))
    '−12,000.5'
    """
    whole, _, part = plain(abs(value)).partition(".")
    return f"{_MINUS if value < 0 else ''}{int(whole):,}{f'.{part}' if part else ''}"


def _english_percent(rate: Decimal) -> str:
    return f"{_english_number(rate * 100)}%"


_PRINTERS: Mapping[Language, Mapping[Kind, Callable[[Any], str]]] = {
    Language.FRENCH: {
        Kind.EURO: euros,
        Kind.NUMBER: number,
        Kind.AMOUNT: number,
        Kind.DAYS: number,
        Kind.PERCENT: percent,
        Kind.HOURS: hours,
        Kind.CLOCK: clock,
        Kind.DAY: lambda day: f"{day:%d/%m/%Y}",
    },
    Language.ENGLISH: {
        Kind.EURO: _english_euros,
        Kind.NUMBER: _english_number,
        Kind.AMOUNT: _english_number,
        Kind.DAYS: _english_number,
        Kind.PERCENT: _english_percent,
        Kind.HOURS: hours,
        Kind.CLOCK: clock_text,
        Kind.DAY: lambda day: short_day(day, Language.ENGLISH),
    },
}
