"""The days of the last refreshes, and which of their plans is in force on a day: wrong days are no fate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from postprod_xl.domain.planning.memory.changes_text import NO_CHANGE, as_changes, as_text
from postprod_xl.domain.planning.memory.held import Change, Held, both, undone
from postprod_xl.schema.bounds import FAR_RUN_DAYS, WRONG_RUN_DAYS


@dataclass(frozen=True)
class RunDay:
    """One day of refresh.

    Parameters
    ----------
    day
        The day; each has one `RunDay`, that of its last refresh.
    after
        The day whose plan its own continued, None when none was known.
    text
        What gives its plan from that of the next one; nothing for the last, whose plan the workbook holds.
    answered
        Which problem its plan answers, when the search was given up before its end.
    """

    day: date
    after: date | None = None
    text: str = NO_CHANGE
    answered: str = ""

    @property
    def undo(self) -> dict[str, Change]:
        """What gives its plan from that of the next one, read: seldom needed."""
        return as_changes(self.day, self.text)

    def with_undo(self, undo: Mapping[str, Change]) -> RunDay:
        """The same day before another one."""
        return replace(self, text=as_text(self.day, undo))


Memory: TypeAlias = tuple[RunDay, ...]
"""In the order of the refreshes: a day that was come back to stands behind the later one it follows."""


def settled(days: Memory, today: date) -> Memory:
    """The days without those that `today` shows to be mistakes.

    Later days were left for an earlier one, and the time goes on from there. They were mistaken when a leap had led
    to them from about the day that was come back to (`FAR_RUN_DAYS`), or when more than `WRONG_RUN_DAYS` days,
    `today` included, have gone by since without reaching them. Until then the earlier day may be the mistake.
    """
    last = days[-1].day
    left = [at for at, run in enumerate(days) if run.day > last]
    if today <= last or not left:
        return days
    first = min((days[at] for at in left), key=lambda run: run.day)
    since = len(days) - max(left)
    is_outlived = today < first.day and since > WRONG_RUN_DAYS
    return without(days, lambda run: run.day > last) if is_outlived or _is_leap(first, last) else days


def _is_leap(first: RunDay, back: date) -> bool:
    """Whether a day was jumped to from about the one come back to."""
    origin = first.after
    return origin is not None and is_far(first.day, origin) and not is_far(back, origin)


def is_far(day: date, other: date) -> bool:
    """Whether two days are further apart than the refreshes of an office usually are."""
    return abs((day - other).days) > FAR_RUN_DAYS


def in_force_on(days: Memory, today: date) -> int:
    """The place of the day whose plan is in force: the last one not after `today`, else the earliest."""
    past = [at for at, run in enumerate(days) if run.day <= today]
    if past:
        return max(past, key=lambda at: days[at].day)
    return min(range(len(days)), key=lambda at: days[at].day)


def plan_of(days: Memory, at: int, held: Mapping[str, Held]) -> Mapping[str, Held]:
    """The plan of one of the days, from the one that the workbook holds."""
    for run in reversed(days[at:-1]):
        held = undone(held, run.undo)
    return held


def without(days: Sequence[RunDay], is_dropped: Callable[[RunDay], bool]) -> Memory:
    """The days less some, never the last: each of the others still gives its plan."""
    kept: list[RunDay] = []
    for run in days:
        if not is_dropped(run):
            kept.append(run)
        elif kept:
            kept[-1] = kept[-1].with_undo(both(run.undo, kept[-1].undo))
    return tuple(kept)
