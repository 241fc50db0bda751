"""Rows that a table gains, all of one format, written whole instead of cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from postprod_xl.engines.ooxml.addresses import column_letters
from postprod_xl.engines.ooxml.sheets.cells import CellCodec, Formula, Value, formula_of, style_of
from postprod_xl.engines.ooxml.sheets.common_cells import CommonCells
from postprod_xl.engines.ooxml.sheets.formulas import Shared, own_formula, reference_of, translated
from postprod_xl.engines.ooxml.sheets.sheet import RowElement

_NUMBER, _BETWEEN = b"\0", b"\n"


@dataclass(frozen=True)
class RowModel:
    """What new rows are like.

    Parameters
    ----------
    row
        The row whose formats and formulas they take.
    columns
        Column by heading, in order.
    calculated
        Formula by heading of the calculated columns where the row has none.
    groups
        Shared formulas of the tab.
    """

    row: RowElement
    columns: Mapping[str, int]
    calculated: Mapping[str, str]
    groups: dict[int, Shared]

    def style(self, heading: str) -> int | None:
        """Give the style of a column's new cells."""
        raw = self.row.cells.get(self.columns[heading])
        return None if raw is None else style_of(raw)

    def formula(self, heading: str, number: int) -> Formula:
        """Give the formula of a calculated column on a new row."""
        column = self.columns[heading]
        raw = own_formula(self.row.cells.get(column, "<c/>"), self.groups)
        formula = formula_of(raw)
        if formula is None or not formula[1]:
            return Formula(self.calculated[heading])
        return Formula(translated(formula[1], reference_of(raw), f"{column_letters(column)}{number}"))


class NewRows:
    """Writes the rows that a table gains where its tab has none.

    Parameters
    ----------
    model
        What they are like.
    codec, common
        The spelling of their cells.

    Attributes
    ----------
    columns
        The columns that received a cell.
    """

    def __init__(self, model: RowModel, codec: CellCodec, common: CommonCells) -> None:
        self.columns: set[int] = set()
        self._model = model
        self._spelled = common.spelled
        self._closing = f"</{codec.prefix}row>".encode()
        styles = {heading: model.style(heading) for heading in model.columns}
        self._cells = [
            (heading, column, styles[heading] is not None) for heading, column in model.columns.items()
        ]
        openings = [
            codec.opening(f"{column_letters(column)}\0", styles[heading])
            for heading, column in model.columns.items()
        ]
        self._openings = "\n".join([f'<{codec.prefix}row r="\0">', *openings]).encode()

    def text(self, number: int, values: Mapping[str, Value]) -> bytes | None:
        """Give a row element, the formulas of the columns not given included; None when it has no cell.

        Raises
        ------
        CannotEdit
            A value does not fit in a cell.
        KeyError
            A heading is not the table's.
        """
        if self._model.calculated.keys() - values.keys():
            values = {**self._formulas(number, values), **values}
        for heading in values.keys() - self._model.columns.keys():
            raise KeyError(heading)
        opening, *openings = self._openings.replace(_NUMBER, b"%d" % number).split(_BETWEEN)
        pieces = [opening]
        for (heading, column, is_styled), cell in zip(self._cells, openings, strict=True):
            stored, ending = self._spelled(values.get(heading), heading, number)
            if is_styled or stored is not None:
                pieces += (cell, ending)
                self.columns.add(column)
        return b"".join([*pieces, self._closing]) if len(pieces) > 1 else None

    def _formulas(self, number: int, values: Mapping[str, Value]) -> dict[str, Formula]:
        missing = self._model.calculated.keys() - values.keys()
        return {heading: self._model.formula(heading, number) for heading in missing}
