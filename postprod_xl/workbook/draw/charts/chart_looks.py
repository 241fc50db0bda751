"""How the cells of a drawn plan look: the colours of the projects, of the states and of the days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from postprod_xl.documents.charts.gantt import Gantt, Look
from postprod_xl.documents.papers.plan_looks import (
    DARK_INKS,
    OFF_FILL,
    TODAY_FILL,
    TODAY_INK,
    fill_of,
    opens_a_stretch,
)
from postprod_xl.workbook.style import INK, LINE, PALE_INK, Formats

if TYPE_CHECKING:
    from xlsxwriter.format import Format

WHITE = "#FFFFFF"
_LIGHT_UP = 14
# What is written in every cell of a bar. LibreOffice fills a hatched cell with one colour: the strokes are written too.
STROKES = {
    Look.SECOND: ("/", {"align": "fill", "bold": True}),
    Look.ABSENT: ("abs.", {"align": "center", "font_size": 7, "font_color": PALE_INK}),
    Look.CLASH: ("!", {"align": "center", "bold": True}),
}
_EDGES = {"top": 2, "bottom": 2, "top_color": WHITE, "bottom_color": WHITE}
_TODAY_EDGES = {"left": 1, "right": 1, "left_color": TODAY_INK, "right_color": TODAY_INK}
_PROMISED_EDGE = {"right": 1, "right_color": INK}
# Of the properties above, those of a line that would cross a text.
_LINES = ("left", "right")


def bar_look(look: Look, hue: str) -> dict[str, Any]:
    """XlsxWriter properties of a stretch of a bar; its white edges part it from the rows above and below."""
    if look is Look.OPTION:
        return {"bg_color": fill_of(look, hue), **_EDGES}
    if look is Look.SECOND:
        return {"pattern": _LIGHT_UP, "fg_color": hue, "bg_color": WHITE, "font_color": hue, **_EDGES}
    return {"bg_color": fill_of(look, hue), "font_color": ink_on(look), **_EDGES}


def ink_on(look: Look) -> str:
    """The colour of what is written on a bar."""
    return INK if look in DARK_INKS else WHITE


class DrawnCell(NamedTuple):
    """What a cell of time holds: a bar in a colour or bare ground, the edge of the promise, a note over it."""

    place: int
    look: Look | None = None
    hue: str = ""
    is_promised: bool = False
    is_covered: bool = False


class ChartLooks:
    """The formats of the cells of a chart, each made once: a bar or bare ground, over a column of time."""

    def __init__(self, chart: Gantt, formats: Formats) -> None:
        self._formats = formats
        self._grounds = [_ground(chart, place) for place in range(len(chart.slots))]
        self._today = chart.today_slot
        self._known: dict[DrawnCell, Format] = {}

    def ground(self, place: int) -> Format:
        """A whole column of time, where nothing is drawn."""
        return self._formats(**self._grounds[place])

    def cell(self, cell: DrawnCell) -> Format:
        """An empty cell."""
        if cell not in self._known:
            self._known[cell] = self._formats(**self._properties(cell))
        return self._known[cell]

    def written(self, cell: DrawnCell, text: Mapping[str, Any]) -> Format:
        """The same with the look of a text."""
        return self._formats(**{**self._properties(cell), **text})

    def _properties(self, cell: DrawnCell) -> dict[str, Any]:
        under = bar_look(cell.look, cell.hue) if cell.look else self._grounds[cell.place]
        if cell.is_covered:
            return {name: value for name, value in under.items() if not name.startswith(_LINES)}
        today = _TODAY_EDGES if cell.look and cell.place == self._today else {}
        return {**under, **today, **(_PROMISED_EDGE if cell.is_promised else {})}


def _ground(chart: Gantt, place: int) -> dict[str, Any]:
    """The edge of a week or month, a day off, today."""
    look: dict[str, Any] = {}
    if opens_a_stretch(chart, place):
        look |= {"left": 1, "left_color": LINE}
    if chart.slots[place].is_off:
        look |= {"bg_color": OFF_FILL}
    if place == chart.today_slot:
        look |= {"bg_color": TODAY_FILL, **_TODAY_EDGES}
    return look
