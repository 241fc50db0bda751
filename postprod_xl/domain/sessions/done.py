"""The sessions: the minutes worked in each, which are done, the order they were worked in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from typing import Any

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.sessions.worked_time import worked
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.units import MINUTES_PER_DAY

WORKED_FROM = "day start end pause_minutes"
"""The columns of `Seances` that say what was worked."""


def worked_minutes(sessions: Rows) -> list[int | None]:
    """Minutes worked in each session, its pause deducted.

    The same arithmetic as the Excel formula of `Seances[Heures]`, row by row: an end before the start is on
    the next day, an end equal to the start is no time at all, a pause longer than the session neither; a night
    of clock change has the hour more or less that it has (`worked_time`).

    Parameters
    ----------
    sessions
        Rows of `Seances` (`day`, `start` and `end` in minutes after midnight, `pause_minutes`).

    Returns
    -------
    list
        Minutes of each row; None where the start or the end is missing.
    """
    return [
        None if start is None or end is None else worked(start, end, pause or 0, day)
        for start, end, pause, day in sessions.select("start", "end", "pause_minutes", "day")
    ]


@fact(Seances=WORKED_FROM)
def session_minutes(office: Office) -> list[int | None]:
    """Minutes worked in each row of `Seances`, see `worked_minutes`."""
    return worked_minutes(office["Seances"])


@fact(Seances="day")
def done(office: Office) -> list[bool]:
    """For each row of `Seances`, whether it is done: a session dated after today is only foreseen."""
    return [day is not None and day <= office.today for day in office["Seances"].column("day")]


def done_sessions(office: Office, *names: str) -> Iterator[tuple[Any, ...]]:
    """The sessions up to today, in row order: some of their columns, then the minutes worked.

    Everything that says what was worked, spent or is left reads the sessions here. The minutes are None where
    the start or the end is missing.
    """
    columns = map(office["Seances"].column, names)
    return compress(zip(*columns, session_minutes(office), strict=True), done(office))


def chronological(sessions: Rows) -> list[int]:
    """Positions of the sessions in the order they were worked: day, start (none first), row."""
    moments = [
        day.toordinal() * MINUTES_PER_DAY + (-1 if start is None else start)
        for day, start in sessions.select("day", "start")
    ]
    return sorted(range(len(moments)), key=moments.__getitem__)


@fact(Seances="day start")
def order_worked(office: Office) -> list[int]:
    """Positions of the rows of `Seances` in the order they were worked, see `chronological`."""
    return chronological(office["Seances"])
