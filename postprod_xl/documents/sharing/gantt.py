"""The record of the plan drawn in a copy: the tasks that it shows, and what stands beside their bars."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from postprod_xl.documents.charts.gantt import Gantt, GanttRow, Look

_LOOKS = (Look.DONE, Look.FIRM, Look.OPTION, Look.LATE)


@dataclass(frozen=True)
class SharedGantt:
    """The plan of one project as a copy draws it.

    Parameters
    ----------
    chart
        A group per episode, or one for the project; without a sentence, since the copy says them in its language.
    columns
        Code names of the columns of `Planning` that stand left of the bars, among those the audience reads.
    undated
        How many tasks of the copy have no day yet, and are not drawn.
    """

    chart: Gantt
    columns: tuple[str, ...]
    undated: int

    @cached_property
    def tasks(self) -> tuple[GanttRow, ...]:
        """The tasks drawn, headings left out."""
        return tuple(row for group in self.chart.groups for row in group.tasks)

    @property
    def looks(self) -> tuple[Look, ...]:
        """The looks of the bars drawn, in the order of the legend."""
        drawn = {bar.look for row in self.tasks for bar in row.bars}
        return tuple(look for look in _LOOKS if look in drawn)

    @property
    def has_promised(self) -> bool:
        """Whether the day of a promise is drawn."""
        return any(row.kept.promised_mark is not None for row in self.tasks)

    @property
    def has_actual(self) -> bool:
        """Whether the day on which a task was finished is drawn."""
        return any(row.kept.actual_mark is not None for row in self.tasks)

    @property
    def has_kept(self) -> bool:
        """Whether one column of time is both."""
        return any(
            row.kept.actual_mark is not None and row.kept.actual_mark == row.kept.promised_mark
            for row in self.tasks
        )

    @property
    def has_milestone(self) -> bool:
        return any(row.mark is not None for row in self.tasks)

    @property
    def has_delivery(self) -> bool:
        return any(group.heading.mark is not None for group in self.chart.groups)

    @property
    def has_holiday(self) -> bool:
        return any(slot.has_holiday for slot in self.chart.slots)
