"""What gives one plan from another as a short text, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from postprod_xl.domain.planning.memory.held import Change, Held, Moments

NO_CHANGE = "{}"
_WHOLE, _AS_BOOKED = 5, 3
"""How many values tell a whole task: first and last day, person, room, bookings; without days, those of its bookings.

Deflate gains much from texts so short and so alike from one day to the next: years of refreshes hardly weigh.
"""


def as_text(day: date, changes: Mapping[str, Change]) -> str:
    """Changes as JSON, their days counted from `day`."""
    origin = day.toordinal()
    plain = {
        task: _whole(origin, change) if isinstance(change, Held) else _runs(origin, change)
        for task, change in changes.items()
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def as_changes(day: date, text: str) -> dict[str, Change]:
    """The changes that `as_text` wrote."""
    return {task: _change(day.toordinal(), values) for task, values in json.loads(text).items()}


def _whole(origin: int, held: Held) -> list[Any]:
    told = [held.person, held.room, _runs(origin, held.moments)]
    if (held.start, held.end) == _booked_days(held.moments):
        return told
    return [*(None if day is None else day.toordinal() - origin for day in (held.start, held.end)), *told]


def _change(origin: int, values: Sequence[Any]) -> Change:
    if len(values) not in (_WHOLE, _AS_BOOKED) or not isinstance(values[-1], list):
        return _moments(origin, values)
    *days, person, room, runs = values
    moments = _moments(origin, runs)
    if not days:
        return Held(*_booked_days(moments), str(person), str(room), moments)
    start, end = (None if day is None else date.fromordinal(origin + day) for day in days)
    return Held(start, end, str(person), str(room), moments)


def _booked_days(moments: Moments) -> tuple[date | None, date | None]:
    """The first and last days booked."""
    if not moments:
        return None, None
    return date.fromordinal(moments[0][0]), date.fromordinal(moments[-1][0])


def _runs(origin: int, moments: Moments) -> list[int]:
    """Runs of days booked alike: how long after the end of the one before, or `origin`, how many, which part.

    >>> _runs(10, ((10, 0), (11, 0), (14, 1)))
    [0, 2, 0, 2, 1, 1]
    """
    runs: list[int] = []
    end = origin
    for day, part in moments:
        if runs and runs[-1] == part and end == day:
            runs[-2] += 1
        else:
            runs += [day - end, 1, part]
        end = day + 1
    return runs


def _moments(origin: int, runs: Sequence[int]) -> Moments:
    moments: list[tuple[int, int]] = []
    day = origin
    for gap, count, part in zip(runs[::3], runs[1::3], runs[2::3], strict=True):
        day += gap
        moments += [(day + at, part) for at in range(count)]
        day += count
    return tuple(moments)
