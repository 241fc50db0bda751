"""Sheets of a book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from postprod_xl.engines.calc.books.names import SheetNames
from postprod_xl.engines.calc.formulas.addresses import Box
from postprod_xl.engines.calc.formulas.references import LAST_COLUMN, LAST_ROW, box_of, cells_at, cells_named
from postprod_xl.engines.calc.ranges.editing import deletions
from postprod_xl.engines.calc.ranges.notes import Note
from postprod_xl.engines.calc.ranges.range import Range
from postprod_xl.engines.calc.sheets.shapes import Pictures, Shapes
from postprod_xl.engines.calc.sheets.views import FreezePanes, gridlines_shown, show_gridlines
from postprod_xl.engines.calc.tables.table import TableListing, Tables

if TYPE_CHECKING:
    from postprod_xl.engines.calc.books.book import Book

NUMBERED = re.compile(r"(\D+)\d+")
TAKEN = "{book} — une feuille « {name} » existe déjà : un nom libre est attendu."
READ_ONLY = "{book} — feuille « {name} » en lecture seule : un classeur modifiable est attendu."
LAST_VISIBLE = "{book} — « {name} » est la seule feuille visible : une autre feuille visible est attendue."


class Sheets(base_classes.Sheets):
    """The sheets of one book, in the order of their tabs."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.spreadsheets

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.controller.getActiveSheet())

    def __call__(self, name_or_index: int | str) -> Sheet:
        if isinstance(name_or_index, str):
            return self._named(name_or_index)
        if not 1 <= name_or_index <= len(self):
            raise IndexError(name_or_index)
        return Sheet(self.book, self.api.getByIndex(name_or_index - 1))

    def _named(self, name: str) -> Sheet:
        for known in self.api.ElementNames:
            if known.lower() == name.lower():
                return Sheet(self.book, self.api.getByName(known))
        raise KeyError(name)

    def __contains__(self, name: str) -> bool:
        return name.lower() in (known.lower() for known in self.api.ElementNames)

    def __len__(self) -> int:
        return self.api.Count

    def __iter__(self) -> Iterator[Sheet]:
        listing = TableListing(self.book)
        try:
            for sheet in [self(position + 1) for position in range(len(self))]:
                sheet.listing = listing
                yield sheet
        finally:
            listing.close()

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        place = self.place_of(before or (None if after else self.active), after)
        title = name or self._next_name()
        self.api.insertNewByName(title, place)
        sheet = self(place + 1)
        sheet.activate()
        return sheet

    def place_of(self, before: Sheet | None, after: Sheet | None) -> int:
        """The position, counted from 0, in front of one sheet or behind another; the last one for neither."""
        if before is not None:
            return before.index - 1
        return after.index if after is not None else len(self)

    def free_copy_name(self, name: str) -> str:
        """The name Excel gives the copy of a sheet: « Devis (2) »."""
        stem = re.sub(r" \(\d+\)$", "", name)
        number = 2
        while f"{stem[: 31 - len(f' ({number})')]} ({number})" in self:
            number += 1
        return f"{stem[: 31 - len(f' ({number})')]} ({number})"

    def _next_name(self) -> str:
        """The next free « Sheet2 », with the word that the sheets of this book carry."""
        words = [match[1] for match in map(NUMBERED.fullmatch, self.api.ElementNames) if match]
        word = words[0] if words else "Sheet"
        number = len(self) + 1
        while f"{word}{number}" in self:
            number += 1
        return f"{word}{number}"


class Sheet(base_classes.Sheet):
    """One sheet; ``xl`` is its UNO spreadsheet."""

    def __init__(self, book: Book, spreadsheet: Any) -> None:
        self._book = book
        self._spreadsheet = spreadsheet
        self._deletions_seen = deletions()
        self.listing: TableListing | None = None

    @property
    def xl(self) -> Any:
        if self._deletions_seen != deletions():
            self._spreadsheet = self._book.spreadsheets.getByIndex(self._spreadsheet.getRangeAddress().Sheet)
            self._deletions_seen = deletions()
        return self._spreadsheet

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def book(self) -> Book:
        return self._book

    @property
    def name(self) -> str:
        return self.xl.Name

    @name.setter
    def name(self, value: str) -> None:
        if value.lower() != self.name.lower() and value in self.book.sheets:
            raise ValueError(TAKEN.format(book=self.book.name, name=value))
        self.xl.setName(value)

    @property
    def index(self) -> int:
        return self.xl.getRangeAddress().Sheet + 1

    @property
    def names(self) -> SheetNames:
        return SheetNames(self)

    @property
    def tables(self) -> Tables:
        return Tables(self, self.listing or TableListing(self.book))

    @property
    def notes(self) -> list[Note]:
        annotations = self.xl.Annotations
        places = [annotations.getByIndex(index).getPosition() for index in range(annotations.Count)]
        return [Note(self.range((place.Row + 1, place.Column + 1))) for place in places]

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        if isinstance(arg1, tuple) and len(arg1) == 4 and 0 in arg1[2:]:
            return Range(self, None, arg1)
        return Range(self, cells_named(self, arg1, arg2))

    def range_of(self, cell_range: Any) -> Range:
        """The range of a UNO cell range (or cell) of this sheet."""
        return self.block(box_of(cell_range))

    def block(self, box: Box) -> Range:
        """The range of a rectangle."""
        return Range(self, cells_at(self, box))

    @property
    def cells(self) -> Range:
        return Range(self, self.xl.getCellRangeByPosition(0, 0, LAST_COLUMN, LAST_ROW))

    @property
    def used_range(self) -> Range:
        cursor = self.xl.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return self.block(box_of(cursor))

    def activate(self) -> None:
        self.book.controller.setActiveSheet(self.xl)

    def select(self) -> None:
        self.activate()

    def clear_contents(self) -> None:
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        self.cells.clear_formats()

    def clear(self) -> None:
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        used = self.used_range.xl
        if axis in (None, "rows", "r"):
            used.Rows.OptimalHeight = True
        if axis in (None, "columns", "c"):
            used.Columns.OptimalWidth = True

    def delete(self) -> None:
        # LibreOffice 7.4 loses the table of the sheet before one that is deleted: the first has none before it.
        sheets, name = self.book.xl.Sheets, self.name
        sheets.moveByName(name, 0)
        sheets.removeByName(name)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        target = (before or after or self).book
        place = target.sheets.place_of(before, after)
        name = self.name
        if target.xl == self.book.xl:
            target.xl.Sheets.copyByName(name, target.sheets.free_copy_name(name), place)
        else:
            title = target.sheets.free_copy_name(name) if name in target.sheets else name
            target.xl.Sheets.importSheet(self.book.xl, name, place)
            target.sheets(place + 1).xl.setName(title)
        target.sheets(place + 1).activate()

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        place = self.book.sheets.place_of(before, after)
        self.book.xl.Sheets.moveByName(self.name, place)

    @property
    def visible(self) -> bool:
        return self.xl.IsVisible

    @visible.setter
    def visible(self, value: bool) -> None:
        self.xl.IsVisible = bool(value)
        if self.xl.IsVisible != bool(value):
            refusal = READ_ONLY if self.book.xl.isReadonly() else LAST_VISIBLE
            raise ValueError(refusal.format(book=self.book.name, name=self.name))

    @property
    def show_gridlines(self) -> bool:
        return gridlines_shown(self)

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        show_gridlines(self, wanted=bool(value))

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self)

    @property
    def shapes(self) -> Shapes:
        return Shapes(self)

    @property
    def pictures(self) -> Pictures:
        return Pictures(self)

    @property
    def pivot_tables(self) -> Any:
        raise NotImplementedError("pivot tables")

    @property
    def page_setup(self) -> Any:
        from postprod_xl.engines.calc.sheets.page_setup import PageSetup

        return PageSetup(self)
