"""The rows of one table in the text of their tab: values set, and the `TableCells` port of `rebuilding` for a file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from postprod_xl.engines.ooxml.addresses import Area, column_letters
from postprod_xl.engines.ooxml.sheets.cells import (
    CellCodec,
    Value,
    formula_of,
    is_blank,
    style_of,
    with_formula,
)
from postprod_xl.engines.ooxml.sheets.common_cells import CommonCells
from postprod_xl.engines.ooxml.sheets.formulas import at, group_of, moved, own_formula
from postprod_xl.engines.ooxml.sheets.sheet import RowElement, SheetText
from postprod_xl.engines.ooxml.tables.collisions import Obstacle, check_cells
from postprod_xl.engines.ooxml.tables.matching import Key, key_part
from postprod_xl.engines.ooxml.tables.new_rows import NewRows, RowModel
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.engines.ooxml.tables.range_references import Resized, followed_formula
from postprod_xl.engines.ooxml.tables.rebuilding import Arrangement, RowValues

_OPENING_NUMBER = re.compile(r"""(\sr\s*=\s*["']\s*)\d+""")


@dataclass
class TableRows:
    """The rows of one table, being edited in the text of their tab.

    Parameters
    ----------
    sheet, codec
        The tab's text and the spelling of its cells.
    place
        Where the table stands; changes as it grows and shrinks.
    calculated
        Text of the calculated columns' formulas, by heading.
    obstacles
        What else fills ranges of the tab.
    commented
        Gives the rows of an area where a comment is pinned.
    """

    sheet: SheetText
    codec: CellCodec
    place: TablePlace
    calculated: Mapping[str, str]
    obstacles: Sequence[Obstacle]
    commented: Callable[[Area], Collection[int]]
    moves: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._columns = {heading: self.place.column_of(heading) for heading in self.place.headings}
        self._letters = {column: column_letters(column) for column in self._columns.values()}
        letters = {heading: self._letters[column] for heading, column in self._columns.items()}
        self._common = CommonCells(self.codec, letters)
        self._calculated_columns = {self._columns[heading] for heading in self.calculated}
        self._block = (self.place.first_column, self.place.last_column)
        self._changes_before = self.sheet.changes

    @property
    def changed(self) -> bool:
        """Whether a row of the tab was written since."""
        return self.sheet.changes != self._changes_before

    def set(self, cells: Mapping[tuple[int, str], Value]) -> None:
        """Set cells given by row number and heading."""
        by_row: defaultdict[int, dict[str, Value]] = defaultdict(dict)
        for (number, heading), value in cells.items():
            by_row[number][heading] = value
        self._check_inside(by_row, {heading for _, heading in cells})
        check_cells(self.sheet, ((row, self._columns[heading]) for row, heading in cells))
        above: dict[int, tuple[int, int | None]] = {}
        for number in sorted(by_row):
            row = by_row.pop(number)
            new = self._common_row(number, row)
            if new is None:
                self._set_row(number, row, above)
            else:
                self.sheet.put_text(number, new)
        self.sheet.formulas_changed |= self._common.formulas_changed

    def _common_row(self, number: int, values: RowValues) -> bytes | None:
        """Give a row once it holds other values; None when it is absent or must be read in full."""
        text = self.sheet.text(number)
        return None if text is None else self._common.updated_row(text, number, values)

    def _check_inside(self, numbers: Collection[int], headings: Collection[str]) -> None:
        for number in numbers:
            if not self.place.first_row <= number <= self.place.last_row:
                raise ValueError(f"row {number} is outside {self.place.name}")
        for heading in headings:
            self.place.column_of(heading)

    def _set_row(self, number: int, values: RowValues, above: dict[int, tuple[int, int | None]]) -> None:
        """Set cells of one row read in full; ``above`` remembers, by column, the style found for a row before."""
        row = self.sheet.row(number)
        for heading, value in values.items():
            column = self._columns[heading]
            style = None
            if column not in row.cells:
                style = self._style_above(number, column, above.get(column))
                above[column] = number, style
            self._write(row, number, column, value, style)
        self.sheet.put(number, row)

    @property
    def block(self) -> Area:
        """The rows of the table, in the columns that move with them."""
        return replace(self.place.data, first_column=self._block[0], last_column=self._block[1])

    def is_filled(self, column: int) -> bool:
        return any(not is_blank(row.cells[column]) for row in self._old.values() if column in row.cells)

    def read(self, first_column: int, last_column: int) -> None:
        self._block = (first_column, last_column)

    def key(self, row: int, headings: Sequence[str]) -> Key:
        raws = [self._old[row].cells.get(self._columns[heading]) for heading in headings]
        return tuple(None if raw is None else key_part(self.codec.held(raw)) for raw in raws)

    def key_of(self, values: RowValues, headings: Sequence[str]) -> Key:
        return tuple(key_part(self.codec.stored(values[heading], heading)) for heading in headings)

    def noted_rows(self) -> Collection[int]:
        return self.commented(self.block)

    def is_typed(self, row: int, columns: Collection[int]) -> bool:
        cells = self._old[row].cells
        return any(self._is_typed(cells[column], column) for column in columns if column in cells)

    def holds_constant(self, row: int) -> bool:
        cells = self._inner(self.sheet.row(row)).values()
        return any(not is_blank(raw) and formula_of(raw) is None for raw in cells)

    def add(self, start: int, rows: Sequence[RowValues], last_row: int) -> None:
        model = self.sheet.row(max(start - 1, self.place.first_row))
        grid = self._moved_totals(last_row)
        like = RowModel(model, self._columns, self.calculated, self.sheet.groups)
        added = NewRows(like, self.codec, self._common)
        texts: dict[int, bytes | None] = {}
        for number, values in enumerate(rows, start):
            inside = number <= self.place.last_row
            if not inside and not self.sheet.has(number):
                texts[number] = added.text(number, values)
                continue
            base = self._inner(self.sheet.row(number)) if inside else self._blank(like, number)
            grid[number] = self._filled(
                base, number, {**self._formulas(like, number, base, values), **values}, {}
            )
        self._put_grid(grid, {}, {})
        self.sheet.add_rows(texts, added.columns)
        self.place = replace(self.place, last_row=last_row)

    def arrange(self, arrangement: Arrangement) -> None:
        old, last_row = self._old, arrangement.last_row
        model = RowModel(old[self.place.first_row], self._columns, self.calculated, self.sheet.groups)
        added = NewRows(model, self.codec, self._common)
        texts: dict[int, bytes | None] = {}
        stayed: dict[int, bytes] = {}
        grid = self._moved_totals(last_row)
        for number, (origin, given) in enumerate(
            zip(arrangement.origins, arrangement.values, strict=True), self.place.first_row
        ):
            if origin is None and not self.sheet.has(number):
                texts[number] = added.text(number, given)
            elif origin == number and (text := self._common_row(number, given)):
                stayed[number] = text
            else:
                grid[number] = self._continued(old, origin, number, given, model)
        self.moves = dict(arrangement.moves)
        if self.place.has_totals:
            self.moves[self.place.end_row] = last_row + 1
        self._put_grid(grid, self.moves, old)
        for number, text in stayed.items():
            self.sheet.put_text(number, text)
        self.sheet.add_rows(texts, added.columns)
        self.sheet.formulas_changed |= self._common.formulas_changed
        self.place = replace(self.place, last_row=last_row)

    @cached_property
    def _old(self) -> dict[int, RowElement]:
        """The rows as they stand before anything moves."""
        rows = range(self.place.first_row, self.place.last_row + 1)
        return {number: self.sheet.row(number) for number in rows}

    def _inner(self, row: RowElement) -> dict[int, str]:
        first, last = self._block
        return {column: raw for column, raw in row.cells.items() if first <= column <= last}

    def _write(self, row: RowElement, number: int, column: int, value: Value, style: int | None) -> None:
        new = self._updated(row.cells.get(column), f"{self._letters[column]}{number}", style, value)
        if new is not None:
            row.cells[column] = new

    def _updated(self, raw: str | None, reference: str, style: int | None, value: Value) -> str | None:
        if raw is None or "shared" not in raw or group_of(raw) is None:
            return self.codec.updated(raw, reference, style, value)
        explicit = own_formula(raw, self.sheet.groups)
        new = self.codec.updated(explicit, reference, style, value)
        return raw if new == explicit else new

    def _style_above(self, number: int, column: int, known: tuple[int, int | None] | None) -> int | None:
        last, found = known or (self.place.first_row, None)
        for above in range(number - 1, last - 1, -1):
            raw = self.sheet.raw(above, column)
            if raw is not None:
                return style_of(raw)
        return found

    def _blank(self, model: RowModel, number: int) -> dict[int, str]:
        """Give the cells of a new row, empty, formatted as the model's."""
        styles = {heading: model.style(heading) for heading in self._columns}
        return {
            column: self.codec.opening(f"{self._letters[column]}{number}", styles[heading]) + "/>"
            for heading, column in self._columns.items()
            if styles[heading] is not None
        }

    def _formulas(
        self, model: RowModel, number: int, base: Mapping[int, str], values: RowValues
    ) -> dict[str, Value]:
        """Give the formulas of the calculated columns that a new row is not given."""
        return {
            heading: model.formula(heading, number)
            for heading in self.calculated
            if heading not in values and is_blank(base.get(self._columns[heading], "<c/>"))
        }

    def _filled(
        self, base: Mapping[int, str], number: int, values: RowValues, styles: Mapping[str, int]
    ) -> dict[int, str]:
        cells = dict(base)
        for heading, value in values.items():
            column = self._columns[heading]
            reference = f"{self._letters[column]}{number}"
            new = self._updated(cells.get(column), reference, styles.get(heading), value)
            if new is not None:
                cells[column] = new
        return cells

    def _continued(
        self,
        old: Mapping[int, RowElement],
        origin: int | None,
        number: int,
        values: RowValues,
        model: RowModel,
    ) -> dict[int, str]:
        """Give the cells of a row that continues the row ``origin``, or that is new when it is None."""
        if origin is None:
            base = self._blank(model, number)
            return self._filled(base, number, {**self._formulas(model, number, base, values), **values}, {})
        cells = self._inner(old[origin])
        if origin != number:
            cells = {
                c: moved(raw, f"{column_letters(c)}{number}", self.sheet.groups) for c, raw in cells.items()
            }
        styles = {} if cells.keys() >= self._letters.keys() else self._model_styles(model)
        return self._filled(cells, number, values, styles)

    def _model_styles(self, model: RowModel) -> dict[str, int]:
        styles = {heading: model.style(heading) for heading in self._columns}
        return {heading: style for heading, style in styles.items() if style is not None}

    def _is_typed(self, raw: str, column: int) -> bool:
        return not is_blank(raw) and not (column in self._calculated_columns and formula_of(raw) is not None)

    def _moved_totals(self, last_row: int) -> dict[int, dict[int, str]]:
        """Give the rows to write once the table ends at ``last_row``: rows left over emptied, totals moved."""
        grid: dict[int, dict[int, str]] = {
            number: {} for number in range(last_row + 1, self.place.end_row + 1)
        }
        if not self.place.has_totals:
            return grid
        resized = Resized(self.place, replace(self.place, last_row=last_row))
        totals = self._inner(self.sheet.row(self.place.end_row))
        grid[last_row + 1] = {
            column: self._moved_total(column, raw, resized) for column, raw in totals.items()
        }
        return grid

    def _moved_total(self, column: int, raw: str, resized: Resized) -> str:
        """Give a totals cell on its new row: like a cell moved by hand, it still points where it pointed."""
        if resized.old == resized.new:
            return raw
        raw = own_formula(raw, self.sheet.groups)
        reference = f"{column_letters(column)}{resized.new.end_row}"
        formula = formula_of(raw)
        followed = followed_formula(formula[1], resized) if formula else ""
        if formula and followed != formula[1]:
            raw = with_formula(raw, followed)
        return at(raw, reference)

    def _put_grid(
        self, grid: Mapping[int, dict[int, str]], moves: Mapping[int, int], read: Mapping[int, RowElement]
    ) -> None:
        """Write the table's cells row by row; row formats move too when no other cell shares these rows."""
        before = {number: read.get(number) or self.sheet.row(number) for number in grid.keys() | moves.keys()}
        outer = {number: _outside(row, self._inner(row)) for number, row in before.items()}
        alone = not any(not is_blank(raw) for cells in outer.values() for raw in cells.values())
        origins = {number: origin for origin, number in moves.items()}
        for number in sorted(grid):
            row = before[number]
            if alone and moves and not grid[number] and not outer[number]:
                self.sheet.remove(number)
                continue
            if alone and moves and origins.get(number) != number:
                row.opening = self._opening(number, before.get(origins.get(number, 0)))
            row.cells = {**outer[number], **grid[number]}
            self.sheet.put(number, row)

    def _opening(self, number: int, source: RowElement | None) -> str:
        if source is None:
            return f'<{self.sheet.prefix}row r="{number}">'
        return _OPENING_NUMBER.sub(lambda match: f"{match[1]}{number}", source.opening_before, count=1)


def _outside(row: RowElement, inner: Mapping[int, str]) -> dict[int, str]:
    return {column: raw for column, raw in row.cells.items() if column not in inner}
