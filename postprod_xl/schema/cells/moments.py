"""Durations, clock times, days and instants as people type them; strict as `entries`.

A duration and a clock time are whole minutes: seconds are rounded, from a cell as from a text.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from postprod_xl.schema.cells.entries import MINUS, Unreadable, number_of
from postprod_xl.schema.cells.shown import number_text, shown
from postprod_xl.schema.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, clock_text, half_up

_SIXTY = 60
QUARTER_HOUR = 15
_SECONDS_PER_DAY = MINUTES_PER_DAY * _SIXTY
_DURATION = re.compile(
    r"(?P<sign>-?)(?P<hours>[0-9]+)"
    r"(?: ?h(?: ?(?P<minutes>[0-9]{2})(?: ?(?:min|mn|m))?)?| ?: ?(?P<after>[0-9]{2})(?::(?P<seconds>[0-9]{2}))?)",
    re.IGNORECASE,
)
_MINUTES_ONLY = re.compile(r"([0-9]+) ?(?:min|mn)", re.IGNORECASE)
# What a French keyboard types for 9h30, and another language for nine hours and three tenths.
_TWO_LENGTHS = re.compile(r"([0-9]+)\.([0-5][0-9])")
_HOURS = re.compile(r"(.*?) ?(?:h|heures?)?", re.IGNORECASE)
# A decimal of two digits is this far at most from the minute it stands for: 0,33 is 20 minutes, 0,2917 no duration.
_ROUNDED_MINUTE = Decimal("0.2")
# A part of a day written with four digits is at most this many minutes from the one it stands for.
_ROUNDED_CLOCK = Decimal("0.08")
# The day before the first of both calendars: a duration past a day, in a clock format, is given as a date.
_ORIGINS = (datetime(1899, 12, 31), datetime(1904, 1, 1))
_LONGEST_AS_DATE = timedelta(days=59)


def minutes_of(raw: Any) -> int:
    if isinstance(raw, str):
        raw = raw.translate(MINUS)
        if match := _MINUTES_ONLY.fullmatch(raw):
            return int(match[1])
    seconds = _seconds_of(raw)
    if seconds is not None:
        return half_up(seconds / _SIXTY)
    if isinstance(raw, str) and (match := _HOURS.fullmatch(raw)):
        raw = match[1]
        if both := _TWO_LENGTHS.fullmatch(raw):
            decimal, clock = clock_text(_minutes_of_hours(Decimal(raw))), f"{int(both[1]):02d}:{both[2]}"
            if decimal != clock:
                raise Unreadable(f"une durée qui ne se lit que d'une façon : {decimal} ou {clock}")
    return _minutes_of_hours(number_of(raw))


def _seconds_of(raw: Any) -> Decimal | None:
    """The seconds of a time, a duration or a text that writes one; None for anything else."""
    if isinstance(raw, date):
        raw = _length_shown_as_date(raw)
    if isinstance(raw, time):
        raw = timedelta(hours=raw.hour, minutes=raw.minute, seconds=raw.second, microseconds=raw.microsecond)
    if isinstance(raw, timedelta):
        return Decimal(str(raw.total_seconds()))
    if isinstance(raw, str) and (match := _DURATION.fullmatch(raw)):
        minutes, seconds = int(match["minutes"] or match["after"] or 0), int(match["seconds"] or 0)
        if minutes >= _SIXTY or seconds >= _SIXTY:
            raise ValueError(raw)
        total = Decimal((int(match["hours"]) * MINUTES_PER_HOUR + minutes) * _SIXTY + seconds)
        return -total if match["sign"] else total
    return None


def as_part_of_day(hours: Any) -> int | None:
    """The minutes that a number of hours would be, were it a duration whose time format is lost; None if none.

    >>> as_part_of_day(0.3333), as_part_of_day(0.3), as_part_of_day(8.0)
    (480, None, None)
    """
    if isinstance(hours, bool) or not isinstance(hours, int | float | Decimal) or not 0 < hours < 1:
        return None
    minutes = number_of(hours) * MINUTES_PER_DAY
    quarters = half_up(minutes / QUARTER_HOUR) * QUARTER_HOUR
    return quarters if quarters and abs(minutes - quarters) <= _ROUNDED_CLOCK else None


def _length_shown_as_date(day: date) -> timedelta:
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    for origin in _ORIGINS:
        if timedelta() <= moment - origin <= _LONGEST_AS_DATE:
            return moment - origin
    raise ValueError(day)


def _minutes_of_hours(hours: Decimal) -> int:
    minutes = hours * MINUTES_PER_HOUR
    whole = half_up(minutes)
    if 0 < abs(hours) < 1 and abs(minutes - whole) > _ROUNDED_MINUTE:
        clock = clock_text(half_up(abs(hours) * MINUTES_PER_DAY))
        raise Unreadable(
            f"une durée (7:30, 7h30 ou 7,5) : {number_text(hours)} h n'est pas un nombre entier de minutes ; "
            f"si la cellule disait {clock}, retapez-le"
        )
    return whole


_LAST_MINUTE = MINUTES_PER_DAY - 1


def clock_of(raw: Any) -> int:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _minute_of_day(number_of(raw))
    seconds = _seconds_of(raw)
    if seconds is None:
        raise ValueError(raw)
    minutes = half_up(seconds / _SIXTY)
    if MINUTES_PER_DAY < minutes < 2 * MINUTES_PER_DAY:
        after = clock_text(minutes - MINUTES_PER_DAY)
        raise Unreadable(
            f"une heure entre 00:00 et 24:00 ; {after} pour le lendemain, à moins de 24 h du début"
        )
    if not 0 <= seconds <= _SECONDS_PER_DAY:
        raise ValueError(raw)
    # The last seconds of a day are rounded down: midnight is another day.
    return min(minutes, _LAST_MINUTE) if seconds < _SECONDS_PER_DAY else 0


def _minute_of_day(part: Decimal) -> int:
    """The minute of a clock time that has lost its format: a part of a day."""
    minutes = part * MINUTES_PER_DAY
    whole = half_up(minutes)
    if not 0 <= part < 1 or abs(minutes - whole) > _ROUNDED_CLOCK:
        raise ValueError(part)
    return min(whole, _LAST_MINUTE)


_ISO_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_STAMPED = r"(?:[ T](?P<clock>[0-9]{1,2}:[0-9]{2}.*))?"
_ISO_STAMP = re.compile(rf"(?P<day>{_ISO_DAY}){_STAMPED}")
_FRENCH_STAMP = re.compile(rf"([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_STAMPED}")
_ANY_DAY = re.compile(rf"{_ISO_DAY}|[0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-][0-9]{{2,4}}")
_MIDNIGHT = re.compile(r"0?0:00(?::00(?:\.0+)?)?")
_ISO_INSTANT = re.compile(rf"{_ISO_DAY}[ T][0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?")
_FIRST_SERIAL, _LAST_SERIAL = 18264, 73050  # 1950-01-01 and 2099-12-31: any other number is no date
_SERIAL_ORIGIN = datetime(1899, 12, 30)
_LAST_SHORT_YEAR = 29  # a spreadsheet reads 30 as 1930
_EVENING = 18
_HALF_SECOND = time(0, 0, 0, 500_000)
_SECOND, _MILLISECOND = timedelta(seconds=1), timedelta(milliseconds=1)


def day_of(raw: Any) -> date:
    if isinstance(raw, str):
        return _written_day(raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raw = _serial_moment(raw)
    if isinstance(raw, datetime):
        return _whole_day(raw)
    if isinstance(raw, date):
        return raw
    raise ValueError(raw)


def _serial_moment(serial: float) -> datetime:
    if not _FIRST_SERIAL <= serial <= _LAST_SERIAL:
        raise ValueError(serial)
    return _SERIAL_ORIGIN + timedelta(days=serial)


def _rounded(moment: datetime, unit: timedelta) -> datetime:
    """A moment without the fractions that days kept as decimals come with."""
    moment += unit / 2
    return moment - (moment - datetime.min.replace(tzinfo=moment.tzinfo)) % unit


def _whole_day(moment: datetime) -> date:
    moment = _rounded(moment, _MILLISECOND)
    # Less than a second before midnight the day is in doubt, less than half of one after it is not.
    if moment.tzinfo is None and moment.time() < _HALF_SECOND:
        return moment.date()
    day = shown(moment.date())
    if moment.hour < _EVENING:
        raise Unreadable(f"une date sans heure ({day})")
    # A program that mistakes the time zone writes a day as the evening before.
    raise Unreadable(f"une date sans heure : {day} ou {shown(moment.date() + timedelta(days=1))}")


def _written_day(text: str) -> date:
    if french := _FRENCH_STAMP.fullmatch(text):
        day = date(_full_year(french[4]), int(french[3]), int(french[1]))
        clock = french["clock"]
    elif iso := _ISO_STAMP.fullmatch(text):
        day, clock = date.fromisoformat(iso["day"]), iso["clock"]
    elif len(_ANY_DAY.findall(text)) > 1:
        raise Unreadable("une seule date (12/03/2026) ; le début et la fin ont chacun leur cellule")
    else:
        raise ValueError(text)
    if clock and not _MIDNIGHT.fullmatch(clock):
        raise Unreadable("une date sans heure ni fuseau horaire (12/03/2026)")
    return day


def _full_year(text: str) -> int:
    if len(text) > 2:
        return int(text)
    if int(text) > _LAST_SHORT_YEAR:
        raise Unreadable("une date dont l'année a quatre chiffres (12/03/2026)")
    return 2000 + int(text)


def instant_of(raw: Any) -> datetime:
    if isinstance(raw, float):
        raw = _rounded(_serial_moment(raw), _SECOND)
    elif isinstance(raw, str) and _ISO_INSTANT.fullmatch(raw):
        raw = datetime.fromisoformat(raw)
    elif type(raw) is date:
        # At midnight a moment is read as its day.
        raw = datetime.combine(raw, time())
    if not isinstance(raw, datetime) or raw.tzinfo is not None:
        raise ValueError(raw)
    return raw
