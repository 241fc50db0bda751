"""The hours of one unit of a quote line, and those of a day of the task it pays."""

from __future__ import annotations

from decimal import Decimal

from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import hours_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, half_up
from postprod_xl.schema.vocabulary import Unit

HALF_DAYS: dict[str, int] = {Unit.HALF_DAY: 1, Unit.DAY: 2, Unit.WEEK: 10}
"""Half-days in each unit that is a length of work; a week is five days."""

LONGEST_UNITS: dict[str, int] = {
    Unit.HOUR: MINUTES_PER_HOUR,
    Unit.HALF_DAY: MINUTES_PER_DAY // 2,
    Unit.DAY: MINUTES_PER_DAY,
    Unit.WEEK: 7 * MINUTES_PER_DAY,
}
"""Minutes there are in each unit that is a length of time."""


def unit_problems(office: Office) -> list[Problem]:
    """The items of `Tarifs` that count more hours in a unit than it lasts: they block."""
    problems = []
    for item in office["Tarifs"]:
        most = LONGEST_UNITS.get(item.unit)
        if item.unit_minutes is not None and most is not None and item.unit_minutes > most:
            found, expected = hours_text(item.unit_minutes), f"{hours_text(most)} au plus"
            message = f"{item.item} compte {found} dans l'unité « {item.unit} » ; attendu : {expected}"
            problems.append(item.blocking("unit_minutes", found, expected, message))
    return problems


def unit_days(unit: str, unit_minutes: int | None, house_minutes: int) -> Decimal | None:
    """The days of the house that one unit of a line lasts, None when nothing says it."""
    if unit in HALF_DAYS:
        return Decimal(HALF_DAYS[unit]) / HALF_DAYS[Unit.DAY]
    return Decimal(unit_minutes) / house_minutes if unit_minutes else None


def unit_lengths(office: Office, lines: Rows) -> list[int | None]:
    """Minutes of work in one unit of each row of `Devis`, None where the row sells no hours.

    The rate card says it for the unit it sells in. A row sold in another unit is converted: an hour is an
    hour; a half-day, a day or a week goes by what the rate card says of one of the three. An item that the rate card
    sells in a unit without hours (the hire of a room) sells none, but by the hour; a row of no item, or of one without
    unit, goes by the house day. Any other unit counts no hours.
    """
    return [length for _, length in _unit_times(office, lines)]


def day_lengths(office: Office, lines: Rows) -> list[int]:
    """Minutes in a day of the work each row of `Devis` pays.

    Those of the unit sold when it is a day, twice a half-day or a fifth of a week, never less than one; else the
    house day.
    """
    house, times = office.settings["day_minutes"], _unit_times(office, lines)
    lengths: dict[tuple[str, int | None], int] = {
        (unit, length): max(half_up(Decimal(length * HALF_DAYS[Unit.DAY]) / HALF_DAYS[unit]), 1)
        for unit, length in set(times)
        if length and unit in HALF_DAYS
    }
    return [lengths.get(time, house) for time in times]


def _unit_times(office: Office, lines: Rows) -> list[tuple[str, int | None]]:
    """The unit of each row and its minutes; a unit that the row or its item leaves blank is the other's."""
    day, items = office.settings["day_minutes"], office["Tarifs"]
    units, lengths = items.by_key("item", "unit"), items.by_key("item", "unit_minutes")
    kinds = [*lines.select("item", "unit")]
    times = {}
    for item, unit in set(kinds):
        priced = units.get(item, "")
        sold = unit or priced
        is_untimed = priced and not lengths[item] and sold != Unit.HOUR
        length = None if is_untimed else _unit_minutes(sold, priced or unit, lengths.get(item), day)
        times[item, unit] = (sold, length)
    return [times[kind] for kind in kinds]


def _unit_minutes(unit: str, priced: str, length: int | None, day: int) -> int | None:
    if length is not None and unit == priced:
        return length
    if unit == Unit.HOUR:
        return MINUTES_PER_HOUR
    if unit not in HALF_DAYS:
        return None
    if length is not None and priced in HALF_DAYS:
        return half_up(Decimal(length * HALF_DAYS[unit]) / HALF_DAYS[priced])
    return half_up(Decimal(day * HALF_DAYS[unit]) / HALF_DAYS[Unit.DAY])
