"""The record of the plan drawn in a copy: the tasks that it shows, and what stands beside their bars."""

from __future__ import annotations

from dataclasses import dataclass

from postprod_xl.documents.charts.gantt import Gantt


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

    @property
    def count(self) -> int:
        """How many tasks are drawn."""
        return sum(len(group.tasks) for group in self.chart.groups)

    @property
    def has_marks(self) -> tuple[bool, bool]:
        """Whether a promised day is drawn, and whether an actual one is."""
        rows = [row.kept for group in self.chart.groups for row in group.tasks]
        return any(row.promised_mark is not None for row in rows), any(
            row.actual_mark is not None for row in rows
        )
