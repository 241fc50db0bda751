"""The native charts of a drawn tab, copied into a live workbook with the cells that they show."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlwings import Sheet


def take_away(sheet: Sheet, prefix: str) -> None:
    """Delete the charts of a tab whose names begin with a prefix; the others are a person's."""
    for shape in [shape for shape in sheet.shapes if shape.name.startswith(prefix)]:
        shape.delete()


def copy_with_charts(drawn: Sheet, sheet: Sheet, prefix: str) -> None:
    """Copy the cells of a tab over another with its charts, which show the cells copied.

    Parameters
    ----------
    drawn, sheet
        The tab of a workbook open apart, and the one that receives, without such a chart.
    prefix
        What the names of the charts begin with.
    """
    if sheet.book.app.engine.name == "libreoffice":
        from postprod_xl.engines.calc.sheets.charts import follow_cells

        drawn.cells.impl.copy_with_drawings(sheet.cells.impl)
        follow_cells(sheet.impl, drawn.impl, prefix)
        return
    drawn.cells.copy(sheet.cells)
    _follow_cells_in_excel(drawn, sheet, prefix)


def place_charts(drawn: Sheet, sheet: Sheet, prefix: str) -> None:
    """Put charts copied where those of the other tab stand: in LibreOffice they came before the heights of the rows."""
    places = {shape.name: shape for shape in drawn.shapes}
    for shape in sheet.shapes if places else ():
        if shape.name.startswith(prefix) and shape.name in places:
            like = places[shape.name]
            shape.left, shape.top, shape.width, shape.height = like.left, like.top, like.width, like.height


def _follow_cells_in_excel(drawn: Sheet, sheet: Sheet, prefix: str) -> None:
    """Excel copies charts that still show the cells of the workbook they come from: `'[Dessins.xlsx]Suivi'!$C$9`."""
    old = f"'[{drawn.book.name}]{drawn.name}'!"
    new = "'" + sheet.name.replace("'", "''") + "'!"
    for chart in sheet.charts:
        if not chart.name.startswith(prefix):
            continue
        native = chart.api[1]
        if sys.platform == "darwin":
            for series in native.series.get():
                series.formula.set(_moved(series.formula.get(), old, new))
        else:
            for at in range(1, native.SeriesCollection().Count + 1):
                series = native.SeriesCollection(at)
                series.Formula = _moved(series.Formula, old, new)


def _moved(formula: str, old: str, new: str) -> str:
    """The formula of a series on other cells; Excel leaves the quotes out around a plain name."""
    return formula.replace(old, new).replace(old.replace("'", ""), new)
