"""Charts copied from a sheet of another document: LibreOffice gives them figures of their own, not cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.calc.formulas.translation import calc_sheet

if TYPE_CHECKING:
    from postprod_xl.engines.calc.sheets.sheet import Sheet

_CHART = "com.sun.star.drawing.OLE2Shape"


def follow_cells(copied: Sheet, source: Sheet, prefix: str) -> None:
    """Have charts copied with their cells follow these, as they do where they come from.

    Parameters
    ----------
    copied, source
        The sheet that they were copied to, its cells at the same addresses, and the one they come from.
    prefix
        What the names of the charts begin with.
    """
    originals = dict(_charts(source, prefix))
    for name, chart in _charts(copied, prefix):
        if name in originals:
            _follow(chart, originals[name], copied)


def _follow(chart: Any, original: Any, sheet: Sheet) -> None:
    chart.attachDataProvider(sheet.book.xl.createInstance("com.sun.star.chart2.data.DataProvider"))
    for own, other in zip(_types(chart), _types(original), strict=True):
        looks, given = own.getDataSeries(), other.getDataSeries()
        kept = looks[: len(given)]
        for series, like in zip(kept, given, strict=True):
            series.setData(tuple(_sequences(chart.DataProvider, like, sheet)))
        # The days of a chart of points became a series each.
        own.setDataSeries(kept)
    for own, other in zip(_systems(chart), _systems(original), strict=True):
        _follow_categories(chart.DataProvider, own, other, sheet)


def _follow_categories(provider: Any, own: Any, other: Any, sheet: Sheet) -> None:
    """Have the first axis of a chart name what the cells of the other's do; a chart of points names nothing."""
    axis, like = (system.getAxisByDimension(0, 0) for system in (own, other))
    named = like.getScaleData().Categories
    if named is None:
        return
    new = sheet.book.app.office.service("chart2.data.LabeledDataSequence")
    new.setValues(_sequence(provider, named.getValues(), sheet))
    scale = axis.getScaleData()
    scale.Categories = new
    axis.setScaleData(scale)


def _sequences(provider: Any, like: Any, sheet: Sheet) -> Iterator[Any]:
    for labelled in like.getDataSequences():
        new = sheet.book.app.office.service("chart2.data.LabeledDataSequence")
        new.setValues(_sequence(provider, labelled.getValues(), sheet))
        if labelled.getLabel() is not None:
            new.setLabel(_sequence(provider, labelled.getLabel(), sheet))
        yield new


def _sequence(provider: Any, like: Any, sheet: Sheet) -> Any:
    """The same cells of the sheet; a text between quotes stays itself."""
    place = like.SourceRangeRepresentation
    if not place.startswith('"'):
        place = f"{calc_sheet(sheet.name)}.{place.rpartition('.')[2]}"
    sequence = provider.createDataSequenceByRangeRepresentation(place)
    sequence.Role = like.Role
    return sequence


def _systems(chart: Any) -> Sequence[Any]:
    systems: Sequence[Any] = chart.getFirstDiagram().getCoordinateSystems()
    return systems


def _types(chart: Any) -> Iterator[Any]:
    for system in _systems(chart):
        yield from system.getChartTypes()


def _charts(sheet: Sheet, prefix: str) -> Iterator[tuple[str, Any]]:
    page = sheet.xl.DrawPage
    for at in range(page.Count):
        shape = page.getByIndex(at)
        if shape.getShapeType() == _CHART and shape.Name.startswith(prefix):
            yield shape.Name, shape.Model
