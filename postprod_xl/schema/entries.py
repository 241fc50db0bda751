"""What people type and what they mean: one reader a kind, each strict about what cannot be meant.

Every reader takes a raw cell that is not empty and raises `ValueError` for what it cannot be.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from postprod_xl.schema.units import CENTS_PER_EURO, MINUTES_PER_DAY, MINUTES_PER_HOUR, QUARTER, folded, plain


def text_of(raw: Any) -> str:
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


def number_of(raw: Any) -> Decimal:
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


def integer_of(raw: Any) -> int:
    number = number_of(raw)
    if number != number.to_integral_value():
        raise ValueError(raw)
    return int(number)


def percent_of(raw: Any) -> Decimal:
    if isinstance(raw, str) and raw.endswith("%"):
        return number_of(raw[:-1].strip()) / 100
    return number_of(raw)


def cents_of(raw: Any) -> int:
    return _half_up(number_of(raw) * CENTS_PER_EURO)


def _half_up(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))


_DURATION = re.compile(r"(-?)(\d+)\s*(?:h|:)\s*(\d{1,2})?(?:\s*(?:min|mn|m))?(?::00)?$", re.IGNORECASE)
_MINUTES_ONLY = re.compile(r"(\d+)\s*(?:min|mn)$", re.IGNORECASE)


def minutes_of(raw: Any) -> int:
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
    return _half_up(number_of(raw) * MINUTES_PER_HOUR)


def clock_of(raw: Any) -> int:
    if isinstance(raw, time | timedelta):
        minutes = minutes_of(raw)
    elif (isinstance(raw, float) and 0 <= raw < 1) or raw == 0:
        minutes = _half_up(Decimal(repr(raw)) * MINUTES_PER_DAY)
    elif isinstance(raw, str) and _DURATION.match(raw):
        minutes = minutes_of(raw)
    else:
        raise ValueError(raw)
    if not 0 <= minutes <= MINUTES_PER_DAY:
        raise ValueError(raw)
    return minutes % MINUTES_PER_DAY


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$")
_FIRST_SERIAL, _LAST_SERIAL = 18264, 73050  # 1950-01-01 and 2099-12-31: any other number is no date
_SERIAL_ORIGIN = date(1899, 12, 30)


def day_of(raw: Any) -> date:
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


def days_of(raw: Any) -> Decimal:
    if isinstance(raw, str):
        raw = re.sub(r"\s*(j|jours?)$", "", raw, flags=re.IGNORECASE)
    number = number_of(raw)
    if number % QUARTER:
        raise ValueError(raw)
    return number


_YES = frozenset({"oui", "o", "x", "vrai", "true", "1", "yes"})
_NO = frozenset({"non", "n", "faux", "false", "0", "no"})


def boolean_of(raw: Any) -> bool:
    word = folded(text_of(raw))
    if word not in _YES | _NO:
        raise ValueError(raw)
    return word in _YES


def instant_of(raw: Any) -> datetime:
    if isinstance(raw, datetime):
        return raw
    if isinstance(raw, float) and _FIRST_SERIAL <= raw <= _LAST_SERIAL:
        seconds = _half_up(Decimal(repr(raw)) % 1 * 24 * 3600)
        return datetime.combine(day_of(raw), time()) + timedelta(seconds=seconds)
    if isinstance(raw, str):
        return datetime.fromisoformat(raw)
    raise ValueError(raw)


def anything_of(raw: Any) -> Any:
    if isinstance(raw, bool):
        return "Oui" if raw else "Non"
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date()
    if isinstance(raw, int | float):
        return Decimal(repr(raw)).normalize() + 0
    return raw


def anything_of_csv(text: str) -> Any:
    """A CSV field of any kind: a number or an ISO day when it reads as one, text after Excel's quote mark."""
    if text.startswith("'"):
        return text[1:]
    if _ISO_DAY.match(text):
        return day_of(text)
    plain_number = _NUMBER.match(text) and not re.match(r"[+]|0\d", text)
    return number_of(text) if plain_number else text
