"""The eleven public holidays of the law, by name and by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from dateutil.easter import easter


class Holiday(StrEnum):
    """A public holiday (C. trav. L3133-1), by the words that rules name it with."""

    NEW_YEAR = "1er janvier"
    EASTER_MONDAY = "Lundi de Pâques"
    LABOUR_DAY = "1er mai"
    VICTORY_DAY = "8 mai"
    ASCENSION = "Ascension"
    PENTECOST_MONDAY = "Lundi de Pentecôte"
    BASTILLE_DAY = "14 juillet"
    ASSUMPTION = "15 août"
    ALL_SAINTS = "1er novembre"
    ARMISTICE = "11 novembre"
    CHRISTMAS = "25 décembre"


_FIXED = {
    (1, 1): Holiday.NEW_YEAR,
    (5, 1): Holiday.LABOUR_DAY,
    (5, 8): Holiday.VICTORY_DAY,
    (7, 14): Holiday.BASTILLE_DAY,
    (8, 15): Holiday.ASSUMPTION,
    (11, 1): Holiday.ALL_SAINTS,
    (11, 11): Holiday.ARMISTICE,
    (12, 25): Holiday.CHRISTMAS,
}
_AFTER_EASTER = {1: Holiday.EASTER_MONDAY, 39: Holiday.ASCENSION, 50: Holiday.PENTECOST_MONDAY}


@lru_cache(maxsize=256)
def holidays_of(year: int) -> Mapping[date, tuple[Holiday, ...]]:
    """The public holidays of a year by day; two may fall on one day (1 May and Ascension in 2008).

    Days that only some départements rest on (Good Friday and 26 December in Alsace-Moselle, 21 July in Martinique)
    are not among them: no agreement read gives them a premium.

    Examples
    --------
    >>> [day.isoformat() for day in holidays_of(2026)][:4]
    ['2026-01-01', '2026-04-06', '2026-05-01', '2026-05-08']
    >>> [holiday.value for holiday in holidays_of(2008)[date(2008, 5, 1)]]
    ['1er mai', 'Ascension']
    """
    days = [(date(year, *at), holiday) for at, holiday in _FIXED.items()]
    days += [(easter(year) + timedelta(days=after), holiday) for after, holiday in _AFTER_EASTER.items()]
    found: dict[date, tuple[Holiday, ...]] = {}
    for day, holiday in sorted(days):
        found[day] = (*found.get(day, ()), holiday)
    return found


def holidays_on(day: date) -> tuple[Holiday, ...]:
    """The public holidays of a day, most often none.

    >>> holidays_on(date(2026, 5, 25)), holidays_on(date(2026, 5, 26))
    ((<Holiday.PENTECOST_MONDAY: 'Lundi de Pentecôte'>,), ())
    """
    return holidays_of(day.year).get(day, ())


def holidays_between(first: date, last: date) -> list[date]:
    """The days of a period, its first and last included, that are public holidays.

    >>> [day.isoformat() for day in holidays_between(date(2026, 11, 11), date(2027, 1, 1))]
    ['2026-11-11', '2026-12-25', '2027-01-01']
    """
    return [
        day for year in range(first.year, last.year + 1) for day in holidays_of(year) if first <= day <= last
    ]
