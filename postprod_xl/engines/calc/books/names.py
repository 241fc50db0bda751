"""Defined names: those of a book and those of one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from postprod_xl.engines.calc.books.dependents import refuse_used
from postprod_xl.engines.calc.errors import OfficeError
from postprod_xl.engines.calc.formulas.addresses import quoted_sheet
from postprod_xl.engines.calc.formulas.formula_cells import function_names
from postprod_xl.engines.calc.formulas.translation import to_calc, to_excel
from postprod_xl.engines.calc.office.bridge import exception_class, structure

if TYPE_CHECKING:
    from postprod_xl.engines.calc.books.book import Book
    from postprod_xl.engines.calc.ranges.range import Range
    from postprod_xl.engines.calc.sheets.sheet import Sheet

# How a workbook file marks the names Excel makes itself, as Print_Titles; Excel shows them without it.
BUILT_IN = "_xlnm."
NO_CELLS = (
    "{book} — le nom « {name} » ne désigne pas de cellules : {found} trouvé, des cellules sont attendues."
)
REFUSED = "{book} — nom « {name} » refusé : un nom libre, sans espace, qui ne ressemble pas à une adresse est attendu."


class Name(base_classes.Name):
    """One defined name; a name of one sheet is spelled « Sheet1!name »."""

    def __init__(self, book: Book, named: Any, scope: Sheet | None) -> None:
        self.book = book
        self.xl = named
        self.scope = scope

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def name(self) -> str:
        return _qualified(self.xl.Name.removeprefix(BUILT_IN), self.scope)

    @name.setter
    def name(self, value: str) -> None:
        bare = value.rpartition("!")[2]
        taken = _spelling(_holder(self.book, self.scope), bare)
        if taken is not None and taken != self.xl.Name:
            raise ValueError(REFUSED.format(book=self.book.name, name=value))
        if bare == self.xl.Name:
            return
        refuse_used(self.book, self.xl.Name)
        try:
            self.xl.setName(bare)
        except exception_class("uno.RuntimeException") as refusal:
            raise ValueError(REFUSED.format(book=self.book.name, name=value)) from refusal

    @property
    def refers_to(self) -> str:
        return to_excel("=" + self.xl.getContent(), function_names(self).to_excel)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.xl.setContent(to_calc(_formula(value), function_names(self).to_calc)[1:])

    @property
    def refers_to_range(self) -> Range:
        from postprod_xl.engines.calc.sheets.sheet import Sheet

        cells = self.xl.getReferredCells()
        if cells is None:
            raise OfficeError(NO_CELLS.format(book=self.book.name, name=self.name, found=self.refers_to))
        return Sheet(self.book, cells.getSpreadsheet()).range_of(cells)

    def delete(self) -> None:
        _holder(self.book, self.scope).removeByName(self.xl.Name)


class Names(base_classes.Names):
    """All the names of a book, those of its sheets included, in alphabetical order."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.xl.NamedRanges

    def snapshot(self) -> list[tuple[str, Name]]:
        found = _names_of(self.book, None)
        for sheet in self.book.sheets:
            found += _names_of(self.book, sheet)
        return sorted(((name.name, name) for name in found), key=lambda pair: pair[1].xl.Name.lower())

    def __call__(self, name_or_index: int | str) -> Name:
        if isinstance(name_or_index, int):
            return self.snapshot()[name_or_index - 1][1]
        sheet, bare = _scope_and_name(self.book, name_or_index)
        return _found(self.book, sheet, bare)

    def contains(self, name_or_index: int | str) -> bool:
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        sheet, bare = _scope_and_name(self.book, name_or_index)
        return _spelling(_holder(self.book, sheet), bare) is not None

    def __contains__(self, name: int | str) -> bool:
        return self.contains(name)

    def __len__(self) -> int:
        return len(self.snapshot())

    def __iter__(self) -> Iterator[Name]:
        return iter([name for _, name in self.snapshot()])

    def add(self, name: str, refers_to: str) -> Name:
        sheet, bare = _scope_and_name(self.book, name)
        return _added(self.book, sheet, (bare, refers_to))


class SheetNames(base_classes.Names):
    """The names that hold on one sheet only, in alphabetical order."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.book = sheet.book

    @property
    def api(self) -> Any:
        return self.sheet.xl.NamedRanges

    def snapshot(self) -> list[tuple[str, Name]]:
        found = _names_of(self.book, self.sheet)
        return [(name.name, name) for name in sorted(found, key=lambda name: name.xl.Name.lower())]

    def __call__(self, name_or_index: int | str) -> Name:
        if isinstance(name_or_index, int):
            return self.snapshot()[name_or_index - 1][1]
        return _found(self.book, self.sheet, name_or_index.rpartition("!")[2])

    def contains(self, name_or_index: int | str) -> bool:
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return _spelling(self.api, name_or_index.rpartition("!")[2]) is not None

    def __contains__(self, name: int | str) -> bool:
        return self.contains(name)

    def __len__(self) -> int:
        return len(self.api.ElementNames)

    def __iter__(self) -> Iterator[Name]:
        return iter([name for _, name in self.snapshot()])

    def add(self, name: str, refers_to: str) -> Name:
        return _added(self.book, self.sheet, (name.rpartition("!")[2], refers_to))


def _qualified(bare: str, scope: Sheet | None) -> str:
    return bare if scope is None else f"{quoted_sheet(scope.name)}!{bare}"


def _scope_and_name(book: Book, name: str) -> tuple[Sheet | None, str]:
    """The sheet a qualified name belongs to (None for the book), and the name without it."""
    sheet, mark, bare = name.rpartition("!")
    if not mark:
        return None, name
    return book.sheets(sheet.removeprefix("'").removesuffix("'").replace("''", "'")), bare


def _holder(book: Book, scope: Sheet | None) -> Any:
    """The UNO names of the book, or of one of its sheets."""
    return book.xl.NamedRanges if scope is None else scope.xl.NamedRanges


def _names_of(book: Book, scope: Sheet | None) -> list[Name]:
    holder = _holder(book, scope)
    return [Name(book, holder.getByName(name), scope) for name in holder.ElementNames]


def _spelling(holder: Any, name: str) -> str | None:
    """The name as the book spells it, capitals aside."""
    wanted = (name.lower(), BUILT_IN + name.lower())
    return next((known for known in holder.ElementNames if known.lower() in wanted), None)


def _found(book: Book, scope: Sheet | None, bare: str) -> Name:
    holder = _holder(book, scope)
    known = _spelling(holder, bare)
    if known is None:
        raise KeyError(_qualified(bare, scope))
    return Name(book, holder.getByName(known), scope)


def _added(book: Book, scope: Sheet | None, definition: tuple[str, str]) -> Name:
    """A new name; as in Excel, an existing one takes the new definition."""
    bare, refers_to = definition
    holder = _holder(book, scope)
    position = structure("table.CellAddress", Sheet=(scope or book.sheets.active).index - 1)
    if _spelling(holder, bare) is None:
        try:
            holder.addNewByName(bare, "", position, 0)
        except exception_class("uno.RuntimeException") as refusal:
            raise ValueError(REFUSED.format(book=book.name, name=bare)) from refusal
    name = _found(book, scope, bare)
    name.refers_to = refers_to
    return name


def _formula(refers_to: str) -> str:
    """The formula of a definition: what does not begin with « = » is a text, as Excel takes it."""
    if refers_to.startswith("="):
        return refers_to
    return '="' + refers_to.replace('"', '""') + '"'
