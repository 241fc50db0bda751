"""A value as the sheet shows it to a French reader, never in a program's own words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from postprod_xl.schema.units import plain

_PLAIN_NUMBERS = (Decimal("1E-10"), Decimal("1E+21"))
_MINUTE, _HOUR = 60, 3600


def shown(raw: Any) -> str:
    """What a cell shows, from what the file holds.

    >>> shown(45992.0), shown(0.1 + 0.2), shown(1e30), shown(True)
    ('45992', '0,3', '1E+30', 'VRAI')
    >>> shown(datetime(2026, 11, 23, 14, 30)), shown(time(9, 30)), shown(timedelta(hours=26, minutes=15))
    ('23/11/2026 14:30', '09:30', '26:15')
    """
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "VRAI" if raw else "FAUX"
    if isinstance(raw, int | float | Decimal):
        return number_text(raw)
    if isinstance(raw, datetime):
        return _day_text(raw) if raw.time() == time() else f"{_day_text(raw)} {shown(raw.time())}"
    if isinstance(raw, date):
        return _day_text(raw)
    if isinstance(raw, time):
        return f"{raw.hour:02d}:{_minutes_text(raw.minute * _MINUTE + raw.second)}"
    if isinstance(raw, timedelta):
        return _length_text(raw)
    return str(raw)


def number_text(number: float | Decimal) -> str:
    """A number with a decimal comma and the fifteen digits a spreadsheet keeps.

    >>> number_text(1.7976931348623157e308), number_text(float("inf"))
    ('1,79769313486232E+308', 'un nombre infini')
    """
    # A number rounded to fifteen digits may lie past the largest float: it is finite all the same.
    exact = number if isinstance(number, Decimal) else Decimal(f"{number:.15g}")
    if not exact.is_finite():
        return "un nombre impossible" if exact.is_nan() else "un nombre infini"
    if exact and not _PLAIN_NUMBERS[0] <= abs(exact) < _PLAIN_NUMBERS[1]:
        digits, _, exponent = f"{exact:.14E}".partition("E")
        return f"{plain(Decimal(digits))}E{exponent}".replace(".", ",")
    return plain(exact).replace(".", ",")


def _day_text(day: date) -> str:
    # `strftime` pads years before 1000 in one system and not in another.
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def _length_text(length: timedelta) -> str:
    seconds = round(length.total_seconds())
    hours, rest = divmod(abs(seconds), _HOUR)
    return f"{'-' if seconds < 0 else ''}{hours}:{_minutes_text(rest)}"


def _minutes_text(seconds: int) -> str:
    minutes, rest = divmod(seconds, _MINUTE)
    return f"{minutes:02d}:{rest:02d}" if rest else f"{minutes:02d}"
