"""Changes to a live workbook that are all kept, or all undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.reading.values import UNSHOWABLE
from postprod_xl.engines.ooxml.sheets.cells import Formula
from postprod_xl.engines.ooxml.tables.collisions import array_refusal, merged_refusal
from postprod_xl.schema.kinds import ExcelError
from postprod_xl.workbook.live.protection import writing_in
from postprod_xl.workbook.live.raw import number_in
from postprod_xl.workbook.live.reading import block, cells_of
from postprod_xl.workbook.live.runs import CellPosition, rectangles
from postprod_xl.workbook.live.values import entered

if TYPE_CHECKING:
    from xlwings import Book, Range, Sheet


@dataclass(frozen=True)
class Standing:
    """What stands in an area of a sheet: its values, and what its cells were given (formulas included)."""

    area: Area
    values: list[list[Any]]
    formulas: list[list[str]]

    def value(self, cell: CellPosition) -> Any:
        """Give the value of a cell."""
        row, column = cell
        return self.values[row - self.area.first_row][column - self.area.first_column]

    def content(self, cell: CellPosition) -> Any:
        """Give the value of a cell, or its `Formula`; the number that a cell cannot show as a date."""
        row, column = cell
        text = self.formulas[row - self.area.first_row][column - self.area.first_column]
        value = self.value(cell)
        if isinstance(text, str) and text.startswith("=") and text != value:
            return Formula(text[1:])
        return number_in(text) if value == ExcelError(UNSHOWABLE) else value

    def is_blank(self, cell: CellPosition) -> bool:
        """Whether a cell holds neither a value nor a formula."""
        row, column = cell
        text = self.formulas[row - self.area.first_row][column - self.area.first_column]
        return text in (None, "") and self.value(cell) in (None, "")

    def rows(self) -> range:
        """The rows of the area."""
        return range(self.area.first_row, self.area.last_row + 1)

    def columns(self) -> range:
        """The columns of the area."""
        return range(self.area.first_column, self.area.last_column + 1)

    def cells(self) -> Iterator[CellPosition]:
        """Every cell, by row and column."""
        return product(self.rows(), self.columns())


def standing(sheet: Sheet, area: Area) -> Standing:
    """Read what stands in an area, in two calls."""
    cells = block(sheet, area)
    return Standing(area, cells_of(cells), formulas_of(cells, area))


class NotUndone(Exception):
    """A command failed in a live workbook, which could not be given back what it held."""


@dataclass
class LiveChanges:
    """What is done to a live workbook, and how to undo it.

    Parameters
    ----------
    book
        The open workbook.
    """

    book: Book
    _undo: ExitStack = field(default_factory=ExitStack)
    _last: list[Callable[[], None]] = field(default_factory=list)

    def remember(self, sheet: Sheet, area: Area) -> Standing:
        """Read an area that is about to change; undoing gives it its contents back."""
        before = standing(sheet, area)
        self.keep(sheet, before)
        return before

    def keep(self, sheet: Sheet, before: Standing) -> None:
        """Note what stands in an area that is about to change, when it has been read already."""
        self._undo.callback(_put_back, sheet, before)

    def enter(
        self,
        sheet: Sheet,
        cells: Mapping[CellPosition, Any],
        between: Callable[[CellPosition], Any] | None = None,
    ) -> None:
        """Enter values and formulas in cells that `remember` has read.

        Raises
        ------
        CannotEdit
            A cell is merged or belongs to an array formula, a value does not fit in a cell, or the application
            refuses to write.
        """
        entries = {
            cell: value if isinstance(value, Formula) else entered(value) for cell, value in cells.items()
        }
        kept = None if between is None else lambda cell: _entered_again(between(cell))
        found = list(rectangles(entries, kept))
        _check_free(sheet, [rectangle.area for rectangle in found])
        with writing_in(sheet.name):
            for rectangle in found:
                target = block(sheet, rectangle.area)
                if rectangle.are_formulas:
                    target.formula = rectangle.rows
                else:
                    target.value = rectangle.rows

    def done(self, how_to_undo: Callable[[], None]) -> None:
        """Note how to undo something, before doing it."""
        self._undo.callback(how_to_undo)

    def finally_(self, act: Callable[[], None]) -> None:
        """Note something to do once everything else has succeeded."""
        self._last.append(act)

    def undo(self) -> None:
        """Undo everything, the last change first; one that cannot be undone does not keep the others."""
        self._undo.close()

    def finish(self) -> None:
        """Do what was left for the end."""
        while self._last:
            self._last.pop(0)()


@contextmanager
def all_or_nothing(book: Book) -> Iterator[LiveChanges]:
    """Changes to a live workbook that are undone when the block fails, whatever the failure.

    Raises
    ------
    NotUndone
        The application did not take its former contents back.
    """
    changes = LiveChanges(book)
    try:
        yield changes
        changes.finish()
    except BaseException:
        try:
            changes.undo()
        except Exception as failure:
            raise NotUndone from failure
        raise


def _put_back(sheet: Sheet, before: Standing) -> None:
    now = standing(sheet, before.area)
    lost = {
        cell: before.content(cell) for cell in before.cells() if before.content(cell) != now.content(cell)
    }
    cells = {cell: None if isinstance(value, ExcelError) else value for cell, value in lost.items()}
    LiveChanges(sheet.book).enter(sheet, cells)


def _entered_again(value: Any) -> Any:
    """Give what enters a value again; a `Formula`, which bridges nothing, for what cannot be."""
    return Formula("") if isinstance(value, Formula | ExcelError) else entered(value)


def _check_free(sheet: Sheet, areas: Sequence[Area]) -> None:
    """Refuse to write in merged cells or array formulas; one look at the whole is most often enough."""
    if not areas or _is_free(block(sheet, _around(areas))):
        return
    for area in areas:
        cells = block(sheet, area)
        if cells.merge_cells is not False:
            raise merged_refusal(sheet.name, area)
        if cells.has_array is not False:
            raise array_refusal(sheet.name, area)


def _is_free(cells: Range) -> bool:
    return cells.merge_cells is False and cells.has_array is False


def _around(areas: Sequence[Area]) -> Area:
    return Area(
        min(area.first_column for area in areas),
        min(area.first_row for area in areas),
        max(area.last_column for area in areas),
        max(area.last_row for area in areas),
    )


def formulas_of(cells: Range, area: Area) -> list[list[str]]:
    """Give what the cells of an area were given, by row, in one call."""
    formulas: Any = cells.formula
    # One cell alone comes as a text.
    if area.first_row == area.last_row and area.first_column == area.last_column:
        return [[formulas]]
    return [list(row) for row in formulas]
