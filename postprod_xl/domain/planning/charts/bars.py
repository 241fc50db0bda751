"""The bars of a chart: stretches of columns in one look, days off left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from postprod_xl.documents.charts.gantt import Bar, Grain, Look
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.planning.charts.time_axis import ChartAxis


class Stretch(NamedTuple):
    """Work from a first to a last day in one look; what is after the day `promised` is late."""

    start: date
    end: date
    look: Look
    promised: date | None


def bars_of(stretch: Stretch, axis: ChartAxis, calendar: WorkCalendar) -> tuple[Bar, ...]:
    """The bars of a stretch of work."""
    return bars_of_columns(_looks(stretch, axis, calendar))


def bars_of_columns(looks: Iterable[tuple[int, Look | None]]) -> tuple[Bar, ...]:
    """Columns with their looks, in the order of time, put together where they touch; None is bare ground."""
    bars: list[Bar] = []
    for place, look in looks:
        if look is None:
            continue
        if bars and bars[-1].look is look and bars[-1].last == place - 1:
            bars[-1] = Bar(bars[-1].first, place, look)
        else:
            bars.append(Bar(place, place, look))
    return tuple(bars)


def _looks(stretch: Stretch, axis: ChartAxis, calendar: WorkCalendar) -> Iterator[tuple[int, Look | None]]:
    """The look of each column; None on a day off, unless the work begins or ends there."""
    for place in axis.between(stretch.start, stretch.end):
        slot = axis.slots[place]
        is_inside = stretch.start < slot.first and slot.last < stretch.end
        if axis.grain is Grain.DAY and is_inside and not calendar.is_working(slot.first):
            yield place, None
        elif stretch.promised is not None and min(stretch.end, slot.last) > stretch.promised:
            yield place, Look.LATE
        else:
            yield place, stretch.look
