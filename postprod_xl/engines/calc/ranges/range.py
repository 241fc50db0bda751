"""A range of cells of Calc, as xlwings drives it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlwings import XlwingsError

from postprod_xl.engines.calc.formulas import formula_cells
from postprod_xl.engines.calc.formulas.addresses import quoted_sheet
from postprod_xl.engines.calc.formulas.references import box_of
from postprod_xl.engines.calc.office.bridge import (
    exception_class,
    file_url,
    properties,
    structure,
    uno_module,
)
from postprod_xl.engines.calc.ranges import contents, hyperlinks, notes
from postprod_xl.engines.calc.ranges.characters import Characters
from postprod_xl.engines.calc.ranges.data_validation import DataValidation
from postprod_xl.engines.calc.ranges.editing import EditableCells
from postprod_xl.engines.calc.ranges.search import SearchableCells
from postprod_xl.engines.calc.ranges.sizes import SizedCells
from postprod_xl.engines.calc.styles.cell_styles import StyledCells

# com.sun.star.sheet.CellFlags
_CONTENTS = 1 | 2 | 4 | 16
_NOTES = 8
_FORMATS = 32 | 64 | 256
_PART_OF_ARRAY = "{sheet}!{cells} — partie d'une formule matricielle : la plage entière est attendue."


class Range(SizedCells, StyledCells, EditableCells, SearchableCells):
    """A rectangle of cells: `Range(sheet, cell_range)`, of an engine's Sheet and a UNO cell range."""

    @property
    def raw_value(self) -> Any:
        if self.xl is None:
            return None
        grid = contents.read(self.sheet.book, self.xl)
        return grid[0][0] if self.shape == (1, 1) else tuple(tuple(row) for row in grid)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if self.xl is None:
            return
        rows = self._in_shape(data)
        self.refuse_locked()
        try:
            formula_cells.write_mixed(self.sheet, self.xl, rows)
        except exception_class("uno.RuntimeException") as refusal:
            raise XlwingsError(_PART_OF_ARRAY.format(sheet=self.sheet.name, cells=self.address)) from refusal

    def _in_shape(self, data: Any) -> Sequence[Sequence[Any]]:
        """The data in the shape of the range: one value fills it, one row is one row."""
        height, width = self.shape
        if not isinstance(data, (list, tuple)):
            return formula_cells.filled(data, height, width)
        rows = data if data and isinstance(data[0], (list, tuple)) else [data]
        if len(rows) != height or any(len(row) != width for row in rows):
            raise ValueError(f"{self.address} attend {height} lignes de {width} valeurs.")
        return rows

    @property
    def formula(self) -> Any:
        if self.xl is None:
            return None
        rows = formula_cells.read(self.sheet, self.xl)
        return rows[0][0] if self.shape == (1, 1) else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    @property
    def formula2(self) -> Any:
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self.raw_value = value

    @property
    def formula_array(self) -> Any:
        """The array formula of the range; without one, the formula that its cells share, else None."""
        if self.xl is None:
            return None
        return formula_cells.array_formula(self.sheet, self.xl) or formula_cells.shared(self.sheet, self.xl)

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        if self.xl is not None:
            self.refuse_locked()
            self.xl.setArrayFormula(formula_cells.calc_text(self.sheet, value))

    @property
    def has_array(self) -> bool:
        return self.xl is not None and bool(formula_cells.array_formula(self.sheet, self.xl))

    def clear_contents(self) -> None:
        self._clear(_CONTENTS)

    def clear_formats(self) -> None:
        self._clear(_FORMATS)

    def clear(self) -> None:
        self._clear(_CONTENTS | _FORMATS | _NOTES)

    def _clear(self, flags: int) -> None:
        if self.xl is None:
            return
        self.refuse_protected()
        self.xl.clearContents(flags)
        if flags & _CONTENTS and self.xl.queryContentCells(_CONTENTS).Count:
            raise XlwingsError(_PART_OF_ARRAY.format(sheet=self.sheet.name, cells=self.address))

    @property
    def name(self) -> Any:
        """The defined name that refers to exactly these cells, or None."""
        from postprod_xl.engines.calc.books.names import Name

        book, own = self.sheet.book, self.xl.RangeAddress
        for scope, holder in ((None, self.document.NamedRanges), (self.sheet, self.sheet.xl.NamedRanges)):
            for bare in holder.ElementNames:
                cells = holder.getByName(bare).getReferredCells()
                if cells is not None and cells.RangeAddress == own:
                    return Name(book, holder.getByName(bare), scope)
        return None

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"={quoted_sheet(self.sheet.name)}!{self.address}")

    @property
    def table(self) -> Any:
        """The table that the first cell lies in, or None."""
        own = self.box
        for table in self.sheet.tables:
            box = box_of(table.range.xl)
            if box.row <= own.row <= box.last_row and box.column <= own.column <= box.last_column:
                return table
        return None

    @property
    def characters(self) -> Characters:
        return Characters(self, self.first_cell())

    @property
    def hyperlink(self) -> str:
        return hyperlinks.address_of(self.first_cell())

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        self.refuse_locked()
        hyperlinks.put(self.document, self.first_cell(), address, text_to_display or address)

    @property
    def data_validation(self) -> DataValidation:
        return DataValidation(self)

    @property
    def note(self) -> notes.Note | None:
        return notes.note_of(self)

    def add_note(self, text: str) -> notes.Note:
        self.refuse_protected()
        return notes.add_note(self, text)

    def to_pdf(self, path: str, quality: str | None = None) -> None:
        """The cells alone, printed to a PDF file."""
        selection = structure("beans.PropertyValue", Name="Selection", Value=self.xl)
        options = uno_module().Any("[]com.sun.star.beans.PropertyValue", (selection,))
        arguments = properties(FilterName="calc_pdf_Export", FilterData=options)
        self.document.storeToURL(file_url(path), arguments)
