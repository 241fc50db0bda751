"""What a cell may hold, and its conversion both ways. Units change only here.

Money is integer cents, time is integer minutes, days are dates, rates are exact decimals.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
CENTS_PER_EURO = 100
QUARTER = Decimal("0.25")


class Kind(StrEnum):
    """What a column holds; the value is the French name shown in the data dictionary."""

    TEXT = "texte"
    CHOICE = "choix"
    INT = "entier"
    NUMBER = "nombre"
    PERCENT = "pourcentage"
    EURO = "euros"
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


class Unreadable(ValueError):
    """The value cannot be of the kind asked for; the text says what was expected."""


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
        raw = raw.replace("\u00a0", " ").replace("\u202f", " ").strip()
        if raw and kind in TEXT_KINDS:
            return raw
    elif isinstance(raw, ExcelError | NoCachedValue):
        raise Unreadable(EXPECTED[kind])
    if raw is None or raw == "":
        return _EMPTY.get(kind)
    try:
        value = _READERS[kind](raw)
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
    if text and kind is Kind.PERCENT and text.strip() and "%" not in text:
        text = f"{text}%"
    return typed(kind, text)


def csv_text(kind: Kind, value: Any) -> str:
    """The CSV field of a typed value: ISO dates, `09:30`, decimal hours, percents, decimal point."""
    if is_empty(value):
        return ""
    if kind is Kind.PERCENT:
        return plain(value * 100)
    if kind is Kind.EURO:
        return plain(Decimal(int(value)) / CENTS_PER_EURO)
    if kind is Kind.HOURS:
        return plain(decimal_hours(int(value)))
    if kind is Kind.CLOCK:
        return clock_text(int(value))
    if kind is Kind.BOOL:
        return "Oui" if value else "Non"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return plain(value) if isinstance(value, Decimal) else str(value)


def cell_value(kind: Kind, value: Any) -> Any:
    """What is written in a cell for a typed value: euros, decimal hours, a fraction of a day for clock times.

    Durations are written as decimal hours because Excel cannot show a negative time.
    """
    if is_empty(value):
        return None
    if kind in UNITS:
        return int(value) / UNITS[kind] if UNITS[kind] > 1 else int(value)
    if kind is Kind.BOOL:
        return "Oui" if value else "Non"
    return float(value) if isinstance(value, Decimal) else value


def is_empty(value: Any) -> bool:
    """Whether a typed value is empty: None, a missing number, or empty text."""
    if isinstance(value, str | None):
        return not value
    # pandas' missing value, told by its name so that this module never loads pandas.
    return type(value).__name__ == "NAType"


def plain(number: Decimal) -> str:
    """A decimal without exponent or trailing zeros.

    >>> plain(Decimal("600.00")), plain(Decimal("0.50"))
    ('600', '0.5')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimal_hours(minutes: int) -> Decimal:
    """Minutes as decimal hours, exact to the minute when read back.

    >>> decimal_hours(450), decimal_hours(440)
    (Decimal('7.5'), Decimal('7.3333'))
    """
    return (Decimal(minutes) / MINUTES_PER_HOUR).quantize(Decimal("0.0001")).normalize()


def clock_text(minutes: int) -> str:
    """Minutes after midnight as `09:30`."""
    return f"{minutes // MINUTES_PER_HOUR:02d}:{minutes % MINUTES_PER_HOUR:02d}"


def folded(text: str) -> str:
    """Text without case, accents' encoding or repeated spaces, to compare what people type."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("’", "'").split())


def _text(raw: Any) -> str:
    if isinstance(raw, bool):
        return "Oui" if raw else "Non"
    if isinstance(raw, int | float):
        return plain(Decimal(repr(raw)))
    if isinstance(raw, datetime) and raw.time() == time():
        raw = raw.date()
    if isinstance(raw, date):
        return raw.strftime("%d/%m/%Y")
    return str(raw)


_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+(?=,))([.,]\d+)?$")


def _decimal(raw: Any) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        raise ValueError(raw)
    if not isinstance(raw, str):
        number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
        if not number.is_finite():
            raise ValueError(raw)
        return number
    text = raw.replace(" ", "").removesuffix("€")
    if not _NUMBER.match(text):
        raise ValueError(raw)
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    return Decimal(text)


def _int(raw: Any) -> int:
    number = _decimal(raw)
    if number != number.to_integral_value():
        raise ValueError(raw)
    return int(number)


def _percent(raw: Any) -> Decimal:
    if isinstance(raw, str) and raw.endswith("%"):
        return _decimal(raw[:-1].strip()) / 100
    return _decimal(raw)


def _cents(raw: Any) -> int:
    return _half_up(_decimal(raw) * CENTS_PER_EURO)


def _half_up(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))


_DURATION = re.compile(r"(-?)(\d+)\s*(?:h|:)\s*(\d{1,2})?(?:\s*(?:min|mn|m))?(?::00)?$", re.IGNORECASE)
_MINUTES_ONLY = re.compile(r"(\d+)\s*(?:min|mn)$", re.IGNORECASE)


def _minutes(raw: Any) -> int:
    if isinstance(raw, datetime):
        # Excel shows a duration over 24 h in a clock format as a day of January 1900.
        raw = raw - (datetime(1899, 12, 31) if raw < datetime(1900, 3, 1) else datetime(1899, 12, 30))
    if isinstance(raw, time):
        return raw.hour * MINUTES_PER_HOUR + raw.minute + (1 if raw.second >= 30 else 0)
    if isinstance(raw, timedelta):
        return _half_up(Decimal(str(raw.total_seconds())) / 60)
    if isinstance(raw, str):
        if match := _DURATION.match(raw):
            minutes = int(match[2]) * MINUTES_PER_HOUR + int(match[3] or 0)
            if int(match[3] or 0) >= MINUTES_PER_HOUR:
                raise ValueError(raw)
            return -minutes if match[1] else minutes
        if match := _MINUTES_ONLY.match(raw):
            return int(match[1])
        raw = re.sub(r"\s*(h|heures?)$", "", raw, flags=re.IGNORECASE)
    return _half_up(_decimal(raw) * MINUTES_PER_HOUR)


def _clock(raw: Any) -> int:
    if isinstance(raw, time | timedelta):
        minutes = _minutes(raw)
    elif (isinstance(raw, float) and 0 <= raw < 1) or raw == 0:
        minutes = _half_up(Decimal(repr(raw)) * MINUTES_PER_DAY)
    elif isinstance(raw, str) and _DURATION.match(raw):
        minutes = _minutes(raw)
    else:
        raise ValueError(raw)
    if not 0 <= minutes <= MINUTES_PER_DAY:
        raise ValueError(raw)
    return minutes % MINUTES_PER_DAY


_FRENCH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$")
_FIRST_SERIAL, _LAST_SERIAL = 18264, 73050  # 1950-01-01 and 2099-12-31: any other number is no date
_SERIAL_ORIGIN = date(1899, 12, 30)


def _day(raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if not _FIRST_SERIAL <= raw <= _LAST_SERIAL:
            raise ValueError(raw)
        return _SERIAL_ORIGIN + timedelta(days=int(raw))
    if isinstance(raw, str) and (match := _FRENCH_DAY.match(raw)):
        year = int(match[3])
        return date(year + 2000 if year < 100 else year, int(match[2]), int(match[1]))
    if isinstance(raw, str):
        return date.fromisoformat(raw[:10]) if len(raw) != 19 else datetime.fromisoformat(raw).date()
    raise ValueError(raw)


def _days(raw: Any) -> Decimal:
    if isinstance(raw, str):
        raw = re.sub(r"\s*(j|jours?)$", "", raw, flags=re.IGNORECASE)
    number = _decimal(raw)
    if number % QUARTER:
        raise ValueError(raw)
    return number


_YES = frozenset({"oui", "o", "x", "vrai", "true", "1", "yes"})
_NO = frozenset({"non", "n", "faux", "false", "0", "no"})


def _bool(raw: Any) -> bool:
    word = folded(_text(raw))
    if word not in _YES | _NO:
        raise ValueError(raw)
    return word in _YES


def _instant(raw: Any) -> datetime:
    if isinstance(raw, datetime):
        return raw
    if isinstance(raw, str):
        return datetime.fromisoformat(raw)
    raise ValueError(raw)


def _any(raw: Any) -> Any:
    if isinstance(raw, bool):
        return "Oui" if raw else "Non"
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date()
    if isinstance(raw, int | float):
        return Decimal(repr(raw)).normalize() + 0
    if isinstance(raw, str) and _NUMBER.match(raw.replace(" ", "")):
        return raw if raw[:1] in "0+" and len(raw) > 1 and raw[1].isdigit() else _decimal(raw)
    return raw


_EMPTY: dict[Kind, Any] = {Kind.TEXT: "", Kind.CHOICE: "", Kind.BOOL: False}

_READERS = {
    Kind.TEXT: _text,
    Kind.CHOICE: _text,
    Kind.INT: _int,
    Kind.NUMBER: _decimal,
    Kind.PERCENT: _percent,
    Kind.EURO: _cents,
    Kind.HOURS: _minutes,
    Kind.CLOCK: _clock,
    Kind.DAY: _day,
    Kind.DAYS: _days,
    Kind.BOOL: _bool,
    Kind.INSTANT: _instant,
    Kind.ANY: _any,
}
