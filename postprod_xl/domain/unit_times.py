"""The hours of one unit of a quote line, and those of a day of the task it pays."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from postprod_xl.domain.columns import by_key, known
from postprod_xl.domain.money import half_up
from postprod_xl.domain.office import Office
from postprod_xl.schema.units import MINUTES_PER_HOUR

HOUR, HALF_DAY, DAY, WEEK = "heure", "demi-journée", "jour", "semaine"
HALF_DAYS = {HALF_DAY: 1, DAY: 2, WEEK: 10}
"""Half-days in each unit that is a length of work; a week is five days."""


def unit_lengths(office: Office, lines: pd.DataFrame) -> list[int | None]:
    """Minutes of work in one unit of each row of `Devis`, None where the row sells no hours.

    The rate card says it for the unit it sells in. A row sold in another unit is converted: an hour is an
    hour; a half-day, a day or a week goes by what the rate card says of one of the three, else by the house
    day; any other unit counts no hours.
    """
    return [length for _, length in _unit_times(office, lines)]


def day_lengths(office: Office, lines: pd.DataFrame) -> list[int]:
    """Minutes in a day of the work each row of `Devis` pays.

    Those of the unit sold when it is a day, twice a half-day or a fifth of a week; else the house day.
    """
    house, times = office.settings["day_minutes"], _unit_times(office, lines)
    lengths: dict[tuple[str, int | None], int] = {
        (unit, length): half_up(Decimal(length * HALF_DAYS[DAY]) / HALF_DAYS[unit])
        for unit, length in set(times)
        if length and unit in HALF_DAYS
    }
    return [lengths.get(time, house) for time in times]


def _unit_times(office: Office, lines: pd.DataFrame) -> list[tuple[str, int | None]]:
    """The unit of each row and its minutes; a unit that the row or its item leaves blank is the other's."""
    day, items = office.settings["day_minutes"], office["Tarifs"]
    units, lengths = by_key(items, "item", "unit"), by_key(items, "item", "unit_minutes")
    kinds = list(zip(known(lines["item"]), known(lines["unit"]), strict=True))
    times = {}
    for item, unit in set(kinds):
        priced = units.get(item, "")
        sold = unit or priced
        times[item, unit] = (sold, _unit_minutes(sold, priced or unit, lengths.get(item), day))
    return [times[kind] for kind in kinds]


def _unit_minutes(unit: str, priced: str, length: int | None, day: int) -> int | None:
    if length is not None and unit == priced:
        return length
    if unit == HOUR:
        return MINUTES_PER_HOUR
    if unit not in HALF_DAYS:
        return None
    if length is not None and priced in HALF_DAYS:
        return half_up(Decimal(length * HALF_DAYS[unit]) / HALF_DAYS[priced])
    return half_up(Decimal(day * HALF_DAYS[unit]) / HALF_DAYS[DAY])
