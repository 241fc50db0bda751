"""Rows and columns of a table: counted, inserted and deleted as in Excel, shifting the cells around."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from postprod_xl.engines.calc.formulas.addresses import Box
from postprod_xl.engines.calc.formulas.references import cells_at

if TYPE_CHECKING:
    from postprod_xl.engines.calc.ranges.range import Range
    from postprod_xl.engines.calc.tables.table import Table

# com.sun.star.sheet.CellFlags: numbers, dates and texts, but not formulas.
TYPED = 1 | 2 | 4
LAST_COLUMN_LEFT = (
    "{sheet} — tableau « {name} » : sa seule colonne ne se supprime pas, au moins une est attendue."
)


class _Part:
    """One row or column of a table, by its position counted from 1."""

    def __init__(self, table: Table, index: int) -> None:
        self.table = table
        self._index = index

    @property
    def index(self) -> int:
        return self._index


class _Parts:
    """The rows or the columns of a table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    @property
    def parent(self) -> Table:
        return self.table

    @property
    def api(self) -> Any:
        return self.table.xl


class TableRow(_Part, base_classes.TableRow):
    """One row of the body of a table."""

    @property
    def range(self) -> Range:
        body = self.table.body_box
        row = body.row + self._index - 1
        return self.table.cells(body._replace(row=row, last_row=row))

    def delete(self) -> None:
        box = self.table.box
        if self.table.body_box.height == 1:
            self.range.clear_contents()
            return
        self.range.delete("up")
        self.table.set_area(box._replace(last_row=box.last_row - 1))


class TableRows(_Parts, base_classes.TableRows):
    """The rows of the body of a table, headings and totals left out."""

    @property
    def column_count(self) -> int:
        return self.table.box.width

    def __call__(self, key: int) -> TableRow:
        if key not in self:
            raise KeyError(key)
        return TableRow(self.table, key)

    def __len__(self) -> int:
        return self.table.body_box.height

    def __iter__(self) -> Iterator[TableRow]:
        return iter([TableRow(self.table, index + 1) for index in range(len(self))])

    def __contains__(self, key: int) -> bool:
        return 1 <= key <= len(self)

    def add(self, values: list[Any] | None, index: int | None) -> TableRow:
        box, body = self.table.box, self.table.body_box
        position = index or body.height + 1
        place = Box(body.row + position - 1, box.column, body.row + position - 1, box.last_column)
        self.table.cells(place).refuse_protected()
        at_the_end = place.row > box.last_row
        if not at_the_end or any(self.table.cells(place).xl.getFormulaArray()[0]):
            self.table.cells(place).insert("down")
        self.table.set_area(box._replace(last_row=box.last_row + 1))
        self._dress(place)
        row = TableRow(self.table, position)
        if values is not None:
            row.range.raw_value = [values]
        return row

    def _dress(self, place: Box) -> None:
        """Give a new row the formats and the formulas of the row above, or below for the first one."""
        model = -1 if place.row > self.table.body_box.row else 1
        above = place._replace(row=place.row + model, last_row=place.last_row + model)
        cells = self.table.cells(place).xl
        sheet = self.table.sheet.xl
        start = cells.getCellByPosition(0, 0).getCellAddress()
        sheet.copyRange(start, cells_at(self.table.sheet, above).getRangeAddress())
        cells.clearContents(TYPED)


class TableColumn(_Part, base_classes.TableColumn):
    """One column of a table."""

    @property
    def name(self) -> str:
        return self.range.xl.getCellByPosition(0, 0).getString()

    @property
    def range(self) -> Range:
        return self.table.cells(self._in(self.table.box))

    @property
    def data_body_range(self) -> Range:
        return self.table.cells(self._in(self.table.body_box))

    def delete(self) -> None:
        box = self.table.box
        if box.width == 1:
            raise ValueError(LAST_COLUMN_LEFT.format(sheet=self.table.sheet.name, name=self.table.name))
        self.range.delete("left")
        self.table.set_area(box._replace(last_column=box.last_column - 1))

    def _in(self, box: Box) -> Box:
        column = box.column + self._index - 1
        return box._replace(column=column, last_column=column)


class TableColumns(_Parts, base_classes.TableColumns):
    """The columns of a table."""

    def __call__(self, key: int | str) -> TableColumn:
        names = self._names()
        if isinstance(key, str) and key in names:
            return TableColumn(self.table, names.index(key) + 1)
        if isinstance(key, str) or not 1 <= key <= len(names):
            raise KeyError(key)
        return TableColumn(self.table, key)

    def __len__(self) -> int:
        return self.table.box.width

    def __iter__(self) -> Iterator[TableColumn]:
        return iter([TableColumn(self.table, index + 1) for index in range(len(self))])

    def __contains__(self, key: int | str) -> bool:
        return key in self._names() if isinstance(key, str) else 1 <= key <= len(self)

    def add(self, name: str, index: int | None) -> TableColumn:
        box = self.table.box
        position = index or box.width + 1
        column = box.column + position - 1
        place = box._replace(column=column, last_column=column)
        self.table.cells(place).refuse_protected()
        taken = any(row[0] for row in self.table.cells(place).xl.getFormulaArray())
        if position <= box.width or taken:
            self.table.cells(place).insert("right")
        self.table.cells(place).xl.getCellByPosition(0, 0).setString(name)
        self.table.set_area(box._replace(last_column=box.last_column + 1))
        return TableColumn(self.table, position)

    def _names(self) -> list[str]:
        box = self.table.box
        first = self.table.cells(box._replace(last_row=box.row)).xl
        return [str(text) for text in first.getDataArray()[0]]
