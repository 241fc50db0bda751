"""The sessions: who worked them and when, the minutes worked in each, which are done, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import compress
from typing import Any, NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.people.contracts import holders, is_borrowed
from postprod_xl.domain.sessions.counted import COUNTED_FROM, counted_rows
from postprod_xl.domain.sessions.worked_time import worked
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.units import MINUTES_PER_DAY

_WORKED_FROM = "day start end pause_minutes"


class Session(NamedTuple):
    """One row of `Seances`, with who worked it and when.

    Parameters
    ----------
    holder
        The person of its contract, empty without one.
    person
        Who worked: the technician named, else the holder of the contract.
    first, until
        Its moments in minutes of the clock, equal when its hours give no time.
    """

    row: int
    number: str
    day: date
    project: str
    task: str
    technician: str
    contract: str
    room: str
    start: int | None
    end: int | None
    pause_minutes: int | None
    validated: bool
    nature: str
    cause: str
    billing: str
    holder: str
    person: str
    first: int
    until: int

    @property
    def minutes(self) -> int:
        """Minutes worked, none when an hour is missing."""
        if self.start is None or self.end is None:
            return 0
        return worked(self.start, self.end, self.pause_minutes or 0, self.day)

    @property
    def is_borrowed(self) -> bool:
        """Whether its contract is another person's: nothing is paid on it."""
        return is_borrowed(self.person, self.holder)


_TYPED = (
    "number", "day", "project", "task", "technician", "contract", "room", "start", "end", "pause_minutes",
    "validated", "nature", "cause", "billing",
)  # fmt: skip


@fact(Seances=f"number {COUNTED_FROM}", Contrats="contract technician")
def sessions_in_order(office: Office) -> list[Session]:
    """The sessions that count, in the order they were worked (day, start, row)."""
    held_by, counts = holders(office), counted_rows(office)
    cells = [*zip(office["Seances"].numbers, *map(office["Seances"].column, _TYPED), strict=True)]
    return [_session(cells[position], held_by) for position in order_worked(office) if counts[position]]


def _session(cells: tuple[Any, ...], held_by: Mapping[str, str]) -> Session:
    day, technician, start, end = cells[2], cells[5], cells[8], cells[9]
    holder = held_by.get(cells[6], "")
    first = until = 0
    if start is not None and end is not None and start != end:
        midnight = day.toordinal() * MINUTES_PER_DAY
        first, until = midnight + start, midnight + end + (MINUTES_PER_DAY if end < start else 0)
    return Session._make((*cells, holder, technician or holder, first, until))


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


@fact(Seances=_WORKED_FROM)
def session_minutes(office: Office) -> list[int | None]:
    """Minutes worked in each row of `Seances`, see `worked_minutes`."""
    return worked_minutes(office["Seances"])


@fact(Seances=COUNTED_FROM)
def done(office: Office) -> list[bool]:
    """For each row of `Seances`, whether it is done: it counts, and is not dated after today, only foreseen."""
    days = zip(office["Seances"].column("day"), counted_rows(office), strict=True)
    return [counts and day is not None and day <= office.today for day, counts in days]


def done_sessions(office: Office, *names: str) -> Iterator[tuple[Any, ...]]:
    """The sessions up to today that count, in row order: some of their columns, then the minutes worked.

    Every rule about what was worked, spent or is left reads the sessions here. The minutes are None where
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
