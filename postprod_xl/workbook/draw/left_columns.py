"""The columns left of a chart: a heading per group, a row per task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.charts.gantt import GanttGroup, GanttRow
from postprod_xl.documents.papers.plan_looks import LATE_INK, hue_of, value_of
from postprod_xl.workbook.draw.charts.chart_looks import WHITE
from postprod_xl.workbook.draw.page import HEADING_FILL, SHORT_DAY, instant
from postprod_xl.workbook.style import LINE, PALE_INK, Formats

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LATE_FORMAT = '"+"0" j"'
_GAP = "promise_gap_days"
_SHRUNK = ("task", "label", "assigned_technician", "assigned_room")
_HEADING_HEIGHT = 17.0
_HEAD = {"bold": True, "bg_color": HEADING_FILL, "top": 1, "top_color": PALE_INK}


@dataclass(frozen=True)
class LeftFormats:
    """The number formats of the days, and of the working days between a promise and an end."""

    day: str = SHORT_DAY
    gap: str = '[Red]"+"0" j";"−"0" j";0" j"'


class _Looks:
    """The formats of the columns, for headings or for tasks."""

    def __init__(
        self, formats: Formats, code: dict[str, Any], shared: dict[str, Any], shown: LeftFormats
    ) -> None:
        centred = {**shared, "align": "center"}
        self.code = formats(**{**shared, **code})
        self.text = formats(**shared)
        self.shrunk = formats(**shared, shrink=True)
        self.reason = formats(**shared, text_wrap=True)
        self.day = formats(**centred, num_format=shown.day)
        self.late = formats(**{**centred, "font_color": LATE_INK, "bold": True}, num_format=_LATE_FORMAT)
        self.gap = formats(**centred, num_format=shown.gap)


class LeftColumns:
    """The columns of `Planning` that stand left of a chart, the first of which names the group.

    Parameters
    ----------
    sheet
        The tab, set up.
    columns
        Code names of the columns.
    formats
        The formats of the workbook.
    shown
        The number formats of its days.
    """

    FONT_SIZE = 9

    def __init__(
        self,
        sheet: Worksheet,
        columns: Sequence[str],
        formats: Formats,
        shown: LeftFormats = LeftFormats(),
    ) -> None:
        self.sheet, self._columns, self._formats, self._shown = sheet, columns, formats, shown
        below = {"font_size": self.FONT_SIZE, "bottom": 4, "bottom_color": LINE}
        self._tasks = _Looks(formats, {"font_color": PALE_INK}, below, shown)
        self._headings: dict[int | None, _Looks] = {}

    def write_heading(self, row: int, group: GanttGroup) -> None:
        """The heading of a group, its first cell in the colour of the group."""
        self.sheet.set_row(row, _HEADING_HEIGHT)
        if group.hue not in self._headings:
            code = {"font_color": WHITE, "bg_color": hue_of(group.hue)}
            self._headings[group.hue] = _Looks(self._formats, code, _HEAD, self._shown)
        self._write(row, group.heading, self._headings[group.hue])

    def write_task(self, row: int, task: GanttRow, height: float) -> None:
        """A task, which folds under the heading of its group."""
        self.sheet.set_row(row, height, None, {"level": 1})
        self._write(row, task, self._tasks)

    def _write(self, row: int, shown: GanttRow, looks: _Looks) -> None:
        texts = {**dict.fromkeys(_SHRUNK, looks.shrunk), "reason": looks.reason} if shown.task else {}
        for column, name in enumerate(self._columns):
            look = texts.get(name, looks.text if column else looks.code)
            number = looks.gap if name == _GAP else looks.late
            self._write_value((row, column), value_of(shown, name), look, (looks.day, number))

    def _write_value(
        self,
        at: tuple[int, int],
        value: str | date | Decimal | None,
        text: Format,
        other: tuple[Format, Format],
    ) -> None:
        if isinstance(value, date):
            self.sheet.write_datetime(*at, instant(value), other[0])
        elif isinstance(value, Decimal):
            self.sheet.write_number(*at, value, other[1])
        elif value:
            self.sheet.write_string(*at, value, text)
        else:
            self.sheet.write_blank(*at, None, text)
