"""Night hours: the part of a session that falls in the night of its contract's convention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from postprod_xl.domain.sessions.worked_time import UNCHANGED, ClockChange, clock_change
from postprod_xl.parameters import UnknownRate, in_force
from postprod_xl.schema.kinds import Kind, typed
from postprod_xl.schema.units import MINUTES_PER_DAY
from postprod_xl.schema.vocabulary import Convention

ONE_DAY = timedelta(days=1)

MonthDay = tuple[int, int]


@dataclass(frozen=True)
class _Night:
    """The night of one convention and genre in one season, in minutes after midnight."""

    convention: str
    genre: str
    season: tuple[MonthDay, MonthDay]
    start: int
    end: int


def night_minutes(start: int, end: int, window: tuple[int, int], change: ClockChange = UNCHANGED) -> int:
    """Minutes of a session inside a night that recurs every day.

    Parameters
    ----------
    start, end
        Minutes after the midnight that begins the session's day; an end before the start is the next day.
    window
        Start and end of the night, same unit; an end before its start is the next day.
    change
        What the clock repeats or skips on the session's day.

    Examples
    --------
    >>> night_minutes(18 * 60, 2 * 60, (22 * 60, 7 * 60))
    240
    """
    end += MINUTES_PER_DAY if end < start else 0
    night_start, night_end = window
    night_end += MINUTES_PER_DAY if night_end <= night_start else 0
    parts = (
        (max(start, night_start + shift), min(end, night_end + shift))
        for shift in (-MINUTES_PER_DAY, 0, MINUTES_PER_DAY)
    )
    return sum(max(0, last - first + change.between(first, last)) for first, last in parts if first < last)


def night_window(convention: str, genre: str, day: date) -> tuple[int, int] | None:
    """Start and end of the night for a contract on a day, minutes after midnight.

    The rule of the genre passes before that of the whole convention; without a convention, the legal night
    applies. None where no rule is known for that day. Source: `parameters/night.toml`, row by row.
    """
    try:
        known = in_force("night.windows", day)
    except UnknownRate:
        return None
    month_day = (day.month, day.day)
    nights = [
        night
        for night in _nights(known.since)
        if night.convention == (convention or Convention.NONE)
        and night.genre in ("", genre)
        and _in_season(month_day, night.season)
    ]
    chosen = max(nights, key=lambda night: night.genre != "", default=None)
    return None if chosen is None else (chosen.start, chosen.end)


def night_by_session(
    days: Sequence[date],
    starts: Sequence[int | None],
    ends: Sequence[int | None],
    worked: Sequence[int | None],
    rules: Sequence[tuple[str, str]],
) -> list[int | None]:
    """Night minutes of each session, None where an hour is missing or no night is known.

    Each civil day has the night of its own season. The pause is not deducted, but the night is never longer
    than the time worked.

    Parameters
    ----------
    days, starts, ends
        Day and clock times of each session, minutes after midnight.
    worked
        Minutes worked in each session, pause deducted.
    rules
        Convention and genre of each session's contract.
    """
    window_of, minutes_of = cache(night_window), cache(night_minutes)
    found: list[int | None] = []
    for day, start, end, minutes, rule in zip(days, starts, ends, worked, rules, strict=True):
        if start is None or end is None or minutes is None:
            found.append(None)
            continue
        parts = [
            (*part, window_of(*rule, on), clock_change(on)) for on, *part in _civil_days(day, start, end)
        ]
        nights = [minutes_of(*part) for part in parts if part[2] is not None]
        found.append(min(minutes, sum(nights)) if len(nights) == len(parts) else None)
    return found


def _civil_days(day: date, start: int, end: int) -> list[tuple[date, int, int]]:
    """A session cut at midnight: day, start and end of each part, the first never past 24:00."""
    if end >= start:
        return [(day, start, end)]
    return [(day, start, MINUTES_PER_DAY), (day + ONE_DAY, 0, end)]


@cache
def _nights(since: date) -> tuple[_Night, ...]:
    rows: list[dict[str, Any]] = in_force("night.windows", since).value
    return tuple(
        _Night(
            row["convention"],
            row["genre"],
            _season(row),
            *(typed(Kind.CLOCK, row[at]) for at in ("start", "end")),
        )
        for row in rows
    )


def _season(row: dict[str, Any]) -> tuple[MonthDay, MonthDay]:
    first, last = row["from"] or "01-01", row["to"] or "12-31"
    return _month_day(first), _month_day(last)


def _month_day(text: str) -> MonthDay:
    month, _, day = text.partition("-")
    return int(month), int(day)


def _in_season(day: MonthDay, season: tuple[MonthDay, MonthDay]) -> bool:
    first, last = season
    return first <= day <= last if first <= last else day >= first or day <= last
