"""What gives one plan from another as a short text, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from postprod_xl.domain.planning.memory.held import Change, Held, Moments

NO_CHANGE = "{}"
_WHOLE = 5
"""How many values tell a whole task: first and last day, person, room, bookings."""


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
    days = [None if day is None else day.toordinal() - origin for day in (held.start, held.end)]
    return [*days, held.person, held.room, _runs(origin, held.moments)]


def _change(origin: int, values: Sequence[Any]) -> Change:
    if len(values) != _WHOLE or not isinstance(values[-1], list):
        return _moments(origin, values)
    start, end = (None if day is None else date.fromordinal(origin + day) for day in values[:2])
    return Held(start, end, str(values[2]), str(values[3]), _moments(origin, values[4]))


def _runs(origin: int, moments: Moments) -> list[int]:
    """Runs of days booked alike: the first one from `origin`, how many, which part; end to end.

    >>> _runs(10, ((10, 0), (11, 0), (14, 1)))
    [0, 2, 0, 4, 1, 1]
    """
    runs: list[int] = []
    for day, part in moments:
        if runs and runs[-1] == part and runs[-3] + runs[-2] == day - origin:
            runs[-2] += 1
        else:
            runs += [day - origin, 1, part]
    return runs


def _moments(origin: int, runs: Sequence[int]) -> Moments:
    triples = zip(runs[::3], runs[1::3], runs[2::3], strict=True)
    return tuple((origin + first + at, part) for first, count, part in triples for at in range(count))
