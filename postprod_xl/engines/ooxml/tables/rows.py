"""The rows of one table inside its tab: values set, rows added at the end, the whole table rebuilt by key."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

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
from postprod_xl.engines.ooxml.sheets.sheet import Row, SheetText
from postprod_xl.engines.ooxml.tables.collisions import check_cells, check_room
from postprod_xl.engines.ooxml.tables.matching import KeptRow, Key, OldRow, key_part, matched
from postprod_xl.engines.ooxml.tables.new_rows import NewRows, RowModel
from postprod_xl.engines.ooxml.tables.places import TablePlace
from postprod_xl.engines.ooxml.tables.range_references import Resized, followed_formula

RowValues: TypeAlias = Mapping[str, Value]

_OPENING_NUMBER = re.compile(r"""(\sr\s*=\s*["']\s*)\d+""")


@dataclass(frozen=True)
class TableContent:
    """What a table must hold, from its first row to its last.

    Parameters
    ----------
    headings
        The columns that the rows give, every one of them in every row; the other columns are the user's.
    rows
        The rows in order, values by heading.
    key
        The headings that tell which old row a row continues; none: only rows without user content are reused.
    derived
        Columns that are not given but are the program's: they follow their row, and are emptied with it.
    old_keys
        Keys of the rows that stand, by row number, when they are not spelled in the cells as in ``rows``.
    """

    headings: Sequence[str]
    rows: Sequence[RowValues]
    key: Sequence[str] = ()
    derived: Collection[str] = ()
    old_keys: Mapping[int, Key] | None = None


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
    taken
        What else fills ranges of the tab, for `check_room`.
    """

    sheet: SheetText
    codec: CellCodec
    place: TablePlace
    calculated: Mapping[str, str]
    taken: Sequence[tuple[str, Area]]
    moves: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._columns = {heading: self.place.column_of(heading) for heading in self.place.headings}
        self._letters = {column: column_letters(column) for column in self._columns.values()}
        letters = {heading: self._letters[column] for heading, column in self._columns.items()}
        self._common = CommonCells(self.codec, letters)
        self._block = (self.place.first_column, self.place.last_column)
        self._changes_before = self.sheet.changes

    @property
    def changed(self) -> bool:
        """Whether a row of the tab was written since."""
        return self.sheet.changes != self._changes_before

    def set(self, cells: Mapping[tuple[int, str], Value], styles: Mapping[str, int]) -> None:
        """Set cells given by row number and heading; ``styles`` serve where no cell above has one."""
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
                self._set_row(number, row, styles, above)
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

    def _set_row(
        self,
        number: int,
        values: RowValues,
        styles: Mapping[str, int],
        above: dict[int, tuple[int, int | None]],
    ) -> None:
        """Set cells of one row read in full; ``above`` remembers, by column, the style found for a row before."""
        row = self.sheet.row(number)
        for heading, value in values.items():
            column = self._columns[heading]
            style = None
            if column not in row.cells:
                style = self._style_above(number, column, styles.get(heading), above.get(column))
                above[column] = number, style
            self._write(row, number, column, value, style)
        self.sheet.put(number, row)

    def append(self, rows: Sequence[RowValues], styles: Mapping[str, int]) -> None:
        """Write rows after the last one that holds something, in the table's blank rows first."""
        start = self._last_filled_row() + 1
        last_row = max(self.place.last_row, start + len(rows) - 1)
        check_room(self.sheet, self.place, last_row, self.taken)
        model = self.sheet.row(max(start - 1, self.place.first_row))
        grid = self._moved_totals(last_row)
        like = RowModel(model, self._columns, styles, self.calculated, self.sheet.groups)
        added = NewRows(like, self.codec, self._common)
        texts: dict[int, bytes | None] = {}
        for number, values in enumerate(rows, start):
            inside = number <= self.place.last_row
            if not inside and not self.sheet.has(number):
                texts[number] = added.text(number, values)
                continue
            base = self._inner(self.sheet.row(number)) if inside else self._blank(like, number)
            grid[number] = self._filled(
                base, number, {**self._formulas(like, number, base, values), **values}, styles
            )
        self._put_grid(grid, {}, {})
        self.sheet.add_rows(texts, added.columns)
        self.place = replace(self.place, last_row=last_row)

    def rebuild(self, content: TableContent, commented: Collection[int]) -> list[KeptRow]:
        """Make the table hold ``content``; gives the rows kept at the end, numbered where they stand now."""
        old = {number: self.sheet.row(number) for number in self._numbers()}
        self._block = self._with_notes_beside(old)
        sources, kept = matched(
            self._old_rows(old, content, commented), [self._key(row, content) for row in content.rows]
        )
        values: list[RowValues] = list(content.rows)
        if not sources and not kept:
            sources, values = [self.place.first_row], [dict.fromkeys(content.headings)]
        lost = dict.fromkeys([*(set(content.headings) - set(content.key)), *content.derived])
        origins = [*sources, *(row.number for row in kept)]
        last_row = self.place.header_row + len(origins)
        check_room(self.sheet, self.place, last_row, self.taken)
        model = RowModel(old[self.place.first_row], self._columns, {}, self.calculated, self.sheet.groups)
        added = NewRows(model, self.codec, self._common)
        texts: dict[int, bytes | None] = {}
        stayed: dict[int, bytes] = {}
        grid = self._moved_totals(last_row)
        for number, (origin, given) in enumerate(
            zip(origins, [*values, *[lost] * len(kept)], strict=True), self.place.first_row
        ):
            if origin is None and not self.sheet.has(number):
                texts[number] = added.text(number, given)
            elif origin == number and (text := self._common_row(number, given)):
                stayed[number] = text
            else:
                grid[number] = self._continued(old, origin, number, given, model)
        self.moves = {origin: number for number, origin in enumerate(origins, self.place.first_row) if origin}
        if self.place.has_totals:
            self.moves[self.place.end_row] = last_row + 1
        self._put_grid(grid, self.moves, old)
        for number, text in stayed.items():
            self.sheet.put_text(number, text)
        self.sheet.add_rows(texts, added.columns)
        self.sheet.formulas_changed |= self._common.formulas_changed
        self.place = replace(self.place, last_row=last_row)
        return [replace(row, number=self.moves[row.number]) for row in kept]

    def _numbers(self) -> range:
        return range(self.place.first_row, self.place.last_row + 1)

    def _inner(self, row: Row) -> dict[int, str]:
        first, last = self._block
        return {column: raw for column, raw in row.cells.items() if first <= column <= last}

    def _with_notes_beside(self, old: Mapping[int, Row]) -> tuple[int, int]:
        """Give the columns that move with the rows: the table's, and those filled right beside it.

        Whoever writes against the side of a table writes about its rows, even outside its frame.
        """
        first, last = self.place.first_column, self.place.last_column
        while self._is_note_column(first - 1, old):
            first -= 1
        while self._is_note_column(last + 1, old):
            last += 1
        return first, last

    def _is_note_column(self, column: int, old: Mapping[int, Row]) -> bool:
        beside = Area(column, self.place.header_row, column, self.place.end_row)
        if column < 1 or any(area.intersects(beside) for _, area in self.taken):
            return False
        return any(not is_blank(row.cells[column]) for row in old.values() if column in row.cells)

    def _write(self, row: Row, number: int, column: int, value: Value, style: int | None) -> None:
        new = self._updated(row.cells.get(column), f"{self._letters[column]}{number}", style, value)
        if new is not None:
            row.cells[column] = new

    def _updated(self, raw: str | None, reference: str, style: int | None, value: Value) -> str | None:
        if raw is None or "shared" not in raw or group_of(raw) is None:
            return self.codec.updated(raw, reference, style, value)
        explicit = own_formula(raw, self.sheet.groups)
        new = self.codec.updated(explicit, reference, style, value)
        return raw if new == explicit else new

    def _style_above(
        self, number: int, column: int, default: int | None, known: tuple[int, int | None] | None
    ) -> int | None:
        last, found = known or (self.place.first_row, default)
        for above in range(number - 1, last - 1, -1):
            raw = self.sheet.raw(above, column)
            if raw is not None:
                style = style_of(raw)
                return default if style is None else style
        return found

    def _last_filled_row(self) -> int:
        for number in reversed(self._numbers()):
            cells = self._inner(self.sheet.row(number)).values()
            if any(not is_blank(raw) and formula_of(raw) is None for raw in cells):
                return number
        return self.place.header_row

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
        self, old: Mapping[int, Row], origin: int | None, number: int, values: RowValues, model: RowModel
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

    def _old_rows(
        self, old: Mapping[int, Row], content: TableContent, commented: Collection[int]
    ) -> list[OldRow]:
        owned = {*content.headings, *content.derived}
        personal = {column: heading for heading, column in self._columns.items() if heading not in owned}
        return [
            OldRow(
                number,
                self._old_key(number, row, content),
                number in commented
                or any(self._is_typed(row.cells[c], personal[c]) for c in personal.keys() & row.cells.keys())
                or any(c not in self._letters and not is_blank(raw) for c, raw in self._inner(row).items()),
            )
            for number, row in old.items()
        ]

    def _is_typed(self, raw: str, heading: str) -> bool:
        return not is_blank(raw) and not (heading in self.calculated and formula_of(raw) is not None)

    def _old_key(self, number: int, row: Row, content: TableContent) -> Key:
        if content.old_keys is not None:
            return tuple(key_part(part) for part in content.old_keys.get(number, ()))
        raws = [row.cells.get(self._columns[heading]) for heading in content.key]
        return tuple(None if raw is None else key_part(self.codec.held(raw)) for raw in raws)

    def _key(self, row: RowValues, content: TableContent) -> Key:
        if content.old_keys is not None:
            return tuple(key_part(row[heading]) for heading in content.key)
        return tuple(key_part(self.codec.stored(row[heading], heading)) for heading in content.key)

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
        self, grid: Mapping[int, dict[int, str]], moves: Mapping[int, int], read: Mapping[int, Row]
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

    def _opening(self, number: int, source: Row | None) -> str:
        if source is None:
            return f'<{self.sheet.prefix}row r="{number}">'
        return _OPENING_NUMBER.sub(lambda match: f"{match[1]}{number}", source.opening_before, count=1)


def _outside(row: Row, inner: Mapping[int, str]) -> dict[int, str]:
    return {column: raw for column, raw in row.cells.items() if column not in inner}
