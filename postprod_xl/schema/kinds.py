"""What a cell may hold, and its conversion both ways. Units change only here.

Money is integer cents, time is integer minutes, days are dates, rates are exact decimals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.cells.entries import Unreadable as Unreadable
from postprod_xl.schema.cells.entries import (
    anything_of,
    anything_of_csv,
    boolean_of,
    cents_of,
    days_of,
    integer_of,
    number_of,
    percent_of,
    text_of,
)
from postprod_xl.schema.cells.moments import clock_of, day_of, instant_of, minutes_of
from postprod_xl.schema.cells.shown import number_text, shown
from postprod_xl.schema.units import (
    CENTS_PER_EURO,
    MINUTES_PER_DAY,
    MINUTES_PER_HOUR,
    clock_text,
    decimal_hours,
    plain,
)
from postprod_xl.schema.vocabulary import YesNo


class Kind(StrEnum):
    """What a column holds; the value is the French name shown in the data dictionary."""

    TEXT = "texte"
    CHOICE = "choix"
    INT = "entier"
    NUMBER = "nombre"
    PERCENT = "pourcentage"
    EURO = "euros"
    AMOUNT = "montant"
    HOURS = "durée (h)"
    CLOCK = "heure"
    DAY = "date"
    DAYS = "jours ouvrés"
    BOOL = "oui/non"
    INSTANT = "date et heure"
    ANY = "valeur"


EXPECTED = {
    Kind.TEXT: "un texte",
    Kind.CHOICE: "une valeur de la liste",
    Kind.INT: "un nombre entier",
    Kind.NUMBER: "un nombre (1 234,50), moins d'un million",
    Kind.PERCENT: "un pourcentage (30 %)",
    Kind.EURO: "un montant en euros (1 234,50 €), moins d'un milliard",
    Kind.AMOUNT: "un montant dans sa devise (1 234,50), moins de cent milliards",
    Kind.HOURS: "une durée (7:30, 7h30 ou 7,5)",
    Kind.CLOCK: "une heure (09:30 ou 9h30)",
    Kind.DAY: "une date (12/03/2026)",
    Kind.DAYS: "un nombre de jours, par quart de jour (2,25)",
    Kind.BOOL: "Oui ou Non",
    Kind.INSTANT: "une date et une heure",
    Kind.ANY: "une valeur",
}

UNITS = {Kind.INT: 1, Kind.EURO: CENTS_PER_EURO, Kind.HOURS: MINUTES_PER_HOUR, Kind.CLOCK: MINUTES_PER_DAY}
"""Kinds kept as integers, and how many of them a cell counts as one: cents in a euro, minutes in an hour or a day."""

ARRAY_KINDS = frozenset(UNITS)

LIMITS = {
    Kind.INT: 10**9,
    Kind.NUMBER: 10**6,
    Kind.EURO: 10**11,
    Kind.AMOUNT: 10**11,
    Kind.HOURS: 10**7,
    Kind.DAYS: 10**5,
    Kind.PERCENT: 10**3,
}
"""Values beyond these are slips of the keyboard; below them, sums and products stay exact in 64 bits."""

TEXT_KINDS = frozenset({Kind.TEXT, Kind.CHOICE})


@dataclass(frozen=True)
class ExcelError:
    """A cell that shows an Excel error such as `#N/A`."""

    code: str


@dataclass(frozen=True)
class NoCachedValue:
    """A cell whose formula was never computed: the file holds no value for it."""

    formula: str


@dataclass(frozen=True)
class Damaged:
    """A cell that cannot be read because the file lacks what it refers to; `reason` is what is said of it."""

    reason: str


def typed(kind: Kind, raw: Any) -> Any:
    """The Python value of one raw cell.

    Parameters
    ----------
    kind
        What the column holds.
    raw
        What the file holds: None, text, number, boolean, date, time, duration, or an error marker.

    Returns
    -------
    Any
        Text (``""`` when empty), int (units, cents or minutes), Decimal, date, bool, or None when empty.

    Raises
    ------
    Unreadable
        With the French expectation, when the value is not of this kind.

    Examples
    --------
    >>> typed(Kind.EURO, "1 234,50 €"), typed(Kind.HOURS, "7h30"), typed(Kind.DAY, "12/03/2026")
    (123450, 450, datetime.date(2026, 3, 12))
    """
    if isinstance(raw, str):
        raw = cleaned(raw)
        if raw and kind in TEXT_KINDS:
            return raw
    elif isinstance(raw, ExcelError | NoCachedValue | Damaged):
        raise Unreadable(EXPECTED[kind])
    if raw is None or raw == "":
        return _EMPTY.get(kind)
    try:
        value = _READERS[kind](raw)
    except Unreadable:
        raise
    except (ValueError, InvalidOperation, OverflowError) as error:
        raise Unreadable(EXPECTED[kind]) from error
    if kind in LIMITS and abs(value) >= LIMITS[kind]:
        raise Unreadable(EXPECTED[kind])
    return value


def typed_csv(kind: Kind, text: str | None) -> Any:
    """The Python value of one CSV field: as `typed`, but a percentage is written `30` for 30 %.

    Examples
    --------
    >>> typed_csv(Kind.PERCENT, "30"), typed_csv(Kind.DAY, "2026-11-23")
    (Decimal('0.3'), datetime.date(2026, 11, 23))
    """
    text = cleaned(text or "")
    if text and kind is Kind.PERCENT and not text.endswith("%"):
        text = f"{text}%"
    if text and kind is Kind.ANY:
        return anything_of_csv(text)
    if kind in _UNFORMATTED and _UNFORMATTED[kind].fullmatch(text):
        return typed(kind, float(text.replace(",", ".")))
    return typed(kind, text)


# Numbers of a CSV: a duration, or a day or a clock time whose cell has lost its format.
_UNFORMATTED = {
    Kind.DAY: re.compile(r"[0-9]{5}"),
    Kind.CLOCK: re.compile(r"0(?:[.,][0-9]+)?"),
    Kind.HOURS: re.compile(r"-?[0-9]{1,6}\.[0-9]{1,2}"),
}
# A point before exactly three digits could part thousands: one more digit says that it does not.
_LIKE_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")


def _csv_number(value: Decimal) -> str:
    text = plain(value)
    return f"{text}0" if _LIKE_THOUSANDS.fullmatch(text) else text


def csv_text(kind: Kind, value: Any) -> str:
    """The CSV field of a typed value: ISO dates, `09:30`, decimal hours, percents, decimal point."""
    if is_empty(value):
        return ""
    if kind is Kind.PERCENT:
        return _csv_number(value * 100)
    if kind is Kind.EURO:
        return plain(Decimal(int(value)) / CENTS_PER_EURO)
    if kind is Kind.HOURS:
        return plain(decimal_hours(int(value)))
    if kind is Kind.CLOCK:
        return clock_text(int(value))
    if kind is Kind.BOOL:
        return _BOOLEAN_TEXTS[bool(value)]
    if kind is Kind.ANY and isinstance(value, str) and anything_of_csv(value) != value:
        # Excel's own mark for a text that looks like something else.
        return f"'{value}"
    if isinstance(value, date | time | timedelta):
        return _csv_moment(value)
    return _csv_number(value) if isinstance(value, Decimal) else str(value)


def _csv_moment(value: date | time | timedelta) -> str:
    """A day or an instant in ISO, a length of time as it is shown."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date) else shown(value)


def shown_in(kind: Kind, cell: Any) -> str:
    """A raw cell as a person sees it in a column of a kind.

    Examples
    --------
    >>> shown_in(Kind.PERCENT, 0.3), shown_in(Kind.EURO, 1e15), shown_in(Kind.TEXT, ExcelError("#N/A"))
    ('30 %', '1000000000000000', '#N/A')
    """
    if isinstance(cell, ExcelError):
        return cell.code
    if isinstance(cell, NoCachedValue):
        return f"={cell.formula}"
    if kind is Kind.PERCENT and isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{number_text(float(cell) * 100)} %"
    return shown(cell)


def cell_value(kind: Kind, value: Any) -> Any:
    """What is written in a cell for a typed value: euros, decimal hours, a fraction of a day for clock times.

    Durations are written as decimal hours because Excel cannot show a negative time.
    """
    if is_empty(value):
        return None
    if kind in UNITS:
        return int(value) / UNITS[kind] if UNITS[kind] > 1 else int(value)
    if kind is Kind.BOOL:
        return _BOOLEAN_TEXTS[bool(value)]
    if isinstance(value, Decimal):
        return float(value)
    return value.value if isinstance(value, StrEnum) else value


def is_empty(value: Any) -> bool:
    """Whether a typed value is empty: None, a missing number, or empty text."""
    if isinstance(value, str | None):
        return not value
    # pandas' missing value, told by its name so that this module never loads pandas.
    return type(value).__name__ == "NAType"


_BOOLEAN_TEXTS = (YesNo.NO.value, YesNo.YES.value)
_EMPTY: dict[Kind, Any] = {Kind.TEXT: "", Kind.CHOICE: "", Kind.BOOL: False}

_READERS = {
    Kind.TEXT: text_of,
    Kind.CHOICE: text_of,
    Kind.INT: integer_of,
    Kind.NUMBER: number_of,
    Kind.PERCENT: percent_of,
    Kind.EURO: cents_of,
    Kind.AMOUNT: number_of,
    Kind.HOURS: minutes_of,
    Kind.CLOCK: clock_of,
    Kind.DAY: day_of,
    Kind.DAYS: days_of,
    Kind.BOOL: boolean_of,
    Kind.INSTANT: instant_of,
    Kind.ANY: anything_of,
}
