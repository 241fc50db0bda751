"""The hours of each quote line side by side: sold, planned, worked, still to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import effects, sold_minutes
from postprod_xl.domain.quotes.follow_up.room_lines import planned_lines
from postprod_xl.domain.quotes.line_work import minutes_by_line
from postprod_xl.domain.quotes.reference_lines import LineRows, line_rows, task_day_minutes
from postprod_xl.domain.quotes.sold import SoldTime, sold_times
from postprod_xl.schema.vocabulary import TaskState


@dataclass(frozen=True)
class LineHours:
    """Minutes of one line; `sold` is None when it sells no hours, 0 when its version no longer holds it.

    `has_tasks` says whether a task is attached to it, cancelled ones aside. Without any, what it will take is not
    known, unless more was worked already than was sold.
    """

    sold: int | None
    planned: int
    worked: int
    remaining: int
    has_tasks: bool = True

    @property
    def is_moved(self) -> bool:
        """Whether anything is planned, worked, or sold by a change order alone."""
        return bool(self.sold or self.planned or self.worked)

    @property
    def is_known(self) -> bool:
        """Whether what it will take is known."""
        return self.has_tasks or self.worked > (self.sold or 0)

    @property
    def is_within(self) -> bool:
        """Whether it sells hours, and its tasks and sessions take no more of them."""
        return self.sold is not None and self.worked + self.remaining <= self.sold

    @property
    def projected(self) -> int | None:
        return self.worked + self.remaining if self.is_known else None

    @property
    def variance(self) -> int | None:
        return None if self.sold is None or self.projected is None else self.projected - self.sold


def line_hours(office: Office, remaining: Mapping[str, Decimal]) -> dict[str, LineHours]:
    """The hours of every Ligne of `Devis`, cancelled projects included.

    Parameters
    ----------
    office
        With the computed columns of `Devis`.
    remaining
        Working days still needed by each task; a task absent needs none.
    """
    standing = line_rows(office)
    return hours_of(office, standing, sold_times(office, standing.rows), remaining)


def hours_of(
    office: Office, standing: LineRows, times: Sequence[SoldTime], remaining: Mapping[str, Decimal]
) -> dict[str, LineHours]:
    """As `line_hours`, of the rows that lines stand for and of what these sell."""
    sold, left = sold_minutes(standing, times, effects(office)), _remaining_by_line(office, remaining)
    columns = (standing.rows.column(name) for name in ("line", "planned_minutes", "worked_minutes"))
    with_tasks = planned_lines(office)
    return {
        line: LineHours(minutes, planned, worked, left[line], line in with_tasks)
        for line, planned, worked, minutes in zip(*columns, sold, strict=True)
    }


def _remaining_by_line(office: Office, remaining: Mapping[str, Decimal]) -> Counter[str]:
    tasks = office["Planning"]
    columns = (tasks.column(name) for name in ("task", "line", "state"))
    return minutes_by_line(
        (line, days, length)
        for task, line, state, length in zip(*columns, task_day_minutes(office), strict=True)
        if line and (days := remaining.get(task)) and state != TaskState.CANCELLED
    )
