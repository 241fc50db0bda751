"""A plan as it is drawn: which tasks, in which groups, on which columns of time, in which look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from postprod_xl.schema.vocabulary import Unit


class Grain(StrEnum):
    """What one column stands for."""

    DAY = Unit.DAY.value
    WEEK = Unit.WEEK.value


@dataclass(frozen=True)
class Slot:
    """One column: its first and last days, both included, whether nobody works in it, whether a holiday is."""

    first: date
    last: date
    is_off: bool = False
    has_holiday: bool = False


class Look(StrEnum):
    """How a stretch of a bar is drawn."""

    DONE = "terminé"
    FIRM = "confirmé"
    OPTION = "option 1"
    SECOND = "option 2"
    LATE = "en retard"
    SUMMARY = "projet"
    ABSENT = "absent"
    CLASH = "conflit"


@dataclass(frozen=True)
class Bar:
    """A stretch of columns, both ends included, in one look."""

    first: int
    last: int
    look: Look


@dataclass(frozen=True)
class KeptDay:
    """What was promised of a task beside what happened, in a copy.

    Parameters
    ----------
    promised, actual
        The day promised, and the one it was finished on; None when they are not known.
    gap_days
        Working days of its end after the promise, negative before it.
    promised_mark, actual_mark
        The columns of these days.
    """

    promised: date | None = None
    actual: date | None = None
    gap_days: Decimal | None = None
    promised_mark: int | None = None
    actual_mark: int | None = None


@dataclass(frozen=True)
class GanttRow:
    """One task, or the heading of a group.

    Parameters
    ----------
    project, task, label, technician, room, state
        As in `Planning`; a heading has no task, says as label whom or what it is about.
    start, end
        First and last days.
    late_days
        Working days late; None when it is not late.
    bars
        What is drawn, in the order of time, days off left out.
    mark
        The column of a milestone, or of the promised delivery of a heading.
    episode
        The number of the episode, empty for a single film.
    hue
        The colour of the row's own project, where its group is not a project.
    reason
        What holds the task or makes it late.
    halves
        What is written on a day of which only one half is taken, by column.
    kept
        What was promised of it and what happened; nothing outside of a copy.
    """

    project: str
    task: str
    label: str
    technician: str
    room: str
    state: str
    start: date | None
    end: date | None
    late_days: Decimal | None
    bars: tuple[Bar, ...]
    mark: int | None
    episode: str = ""
    hue: int | None = None
    reason: str = ""
    halves: Mapping[int, str] = field(default_factory=dict)
    kept: KeptDay = KeptDay()


@dataclass(frozen=True)
class GanttGroup:
    """A heading and the tasks under it, by start: a project, one of its episodes, a person or a room.

    `hue` is the project's own colour, below `HUES`; None for a person or a room.
    """

    hue: int | None
    heading: GanttRow
    tasks: tuple[GanttRow, ...]


@dataclass(frozen=True)
class Gantt:
    """A whole plan, or a view of it; `lines` say in French what is shown and what is left out."""

    today: date
    grain: Grain
    slots: tuple[Slot, ...]
    today_slot: int | None
    groups: tuple[GanttGroup, ...]
    lines: tuple[str, ...]
