"""How a plan is shown wherever it is drawn: its columns, the words of its legend, its colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter

from postprod_xl.documents.charts.gantt import Gantt, GanttRow, Grain, Look
from postprod_xl.schema.drawn_tabs import GANTT, LIST, PEOPLE_BOARD, ROOMS_BOARD, WEEKS, DrawnTab
from postprod_xl.schema.vocabulary import TaskState

BY_PROJECT = (
    *("project", "task", "label", "episode", "technician", "room"),
    *("state", "start_day", "end_day", "late_days"),
)
_BY_RESOURCE = ("task", "label", "project")
_BESIDE = ("label", "technician", "room")
_FIELDS = {
    "start_day": "start",
    "end_day": "end",
    "assigned_technician": "technician",
    "assigned_room": "room",
    "promised_day": "kept.promised",
    "actual_day": "kept.actual",
    "promise_gap_days": "kept.gap_days",
}


@dataclass(frozen=True)
class PlanColumns:
    """What stands beside the bars of a plan.

    Parameters
    ----------
    tab
        The view.
    left
        Columns of `Planning` left of the bars, the first of which names the group.
    noted
        What is written beside a bar, by column of `Planning`.
    is_board
        Whether a group is a person or a room, and a bar may be an absence or a clash.
    """

    tab: DrawnTab
    left: tuple[str, ...]
    noted: tuple[str, ...] = ()
    is_board: bool = False


LIST_COLUMNS = PlanColumns(LIST, (*BY_PROJECT, "reason"))
GANTT_COLUMNS = PlanColumns(GANTT, BY_PROJECT, _BESIDE)
WEEKS_COLUMNS = PlanColumns(WEEKS, tuple(name for name in BY_PROJECT if name != "start_day"), _BESIDE)
PEOPLE_COLUMNS = PlanColumns(
    PEOPLE_BOARD,
    ("technician", *_BY_RESOURCE, "room", "state", "start_day", "end_day"),
    ("label", "room"),
    is_board=True,
)
ROOMS_COLUMNS = PlanColumns(
    ROOMS_BOARD,
    ("room", *_BY_RESOURCE, "technician", "state", "start_day", "end_day"),
    ("label", "technician"),
    is_board=True,
)

LOOK_NAMES = {
    Look.DONE: TaskState.DONE.value,
    Look.FIRM: "En cours ou confirmé",
    Look.OPTION: TaskState.OPTION_1.value,
    Look.SECOND: TaskState.OPTION_2.value,
    Look.LATE: "En retard",
    Look.SUMMARY: "pris",
    Look.CLASH: "conflit",
    Look.ABSENT: "absent",
}
"""What the legend calls each look."""
DELIVERY, MILESTONE, TODAY, HOLIDAY = "livraison", "jalon", "aujourd'hui", "férié"
"""What it calls each mark."""

# None is red, which says late, nor grey, which says done.
HUES = ("#2F6DB5", "#2A8F83", "#7A55A8", "#C27A1A", "#4C8F50", "#A23B72", "#8A6A4F", "#3B86A8")
LATE_INK, OFF_FILL, TODAY_INK, TODAY_FILL = "#D1343B", "#EDEEF0", "#D1343B", "#FDEFEF"
_SUMMARY_FILL = "#3A4856"
WITHOUT_HUE: Mapping[Look, str] = {
    Look.DONE: "#BFC5CC",
    Look.LATE: LATE_INK,
    Look.CLASH: LATE_INK,
    Look.SUMMARY: _SUMMARY_FILL,
    Look.ABSENT: OFF_FILL,
}
"""The colours of what is not in the colour of its project."""
DARK_INKS = frozenset({Look.DONE, Look.OPTION, Look.ABSENT})
"""The looks on which a text is dark."""
_PALE = 0.62


def hue_of(rank: int | None) -> str:
    """The colour of a project, that of the charts themselves for a person or a room."""
    return _SUMMARY_FILL if rank is None else HUES[rank % len(HUES)]


def fill_of(look: Look, hue: str) -> str:
    """The colour of a stretch of a bar of a project; a second option is hatched in it."""
    return paler(hue) if look is Look.OPTION else WITHOUT_HUE.get(look, hue)


def paler(hue: str) -> str:
    """A colour mixed with white.

    >>> paler("#000000")
    '#9E9E9E'
    """
    parts = (int(hue[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * _PALE):02X}" for part in parts)


def value_of(row: GanttRow, column: str) -> str | date | Decimal | None:
    """What a row shows in a column of `Planning`."""
    value: str | date | Decimal | None = attrgetter(_FIELDS.get(column, column))(row)
    return value


def note_of(row: GanttRow, columns: PlanColumns) -> str:
    """What is written beside the bar of a row: how late it is, what it is and who does it."""
    late = "" if row.late_days is None else f"+{row.late_days.normalize():f} j".replace(".", ",")
    beside = [getattr(row, name) for name in columns.noted] if row.task else []
    return " · ".join(part for part in (late, *beside) if part)


def opens_a_stretch(chart: Gantt, place: int) -> bool:
    """Whether a column begins a week of days, or a month of weeks."""
    day = chart.slots[place].first
    if chart.grain is Grain.DAY:
        return day.weekday() == 0
    return place > 0 and day.month != chart.slots[place - 1].first.month
