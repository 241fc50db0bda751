"""Tables of a sheet: the named database ranges LibreOffice makes of Excel's tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from postprod_xl.engines.calc.books.dependents import refuse_used
from postprod_xl.engines.calc.formulas.addresses import Box
from postprod_xl.engines.calc.formulas.references import box_at, box_of, box_of_address, cells_at
from postprod_xl.engines.calc.tables.parts import TableColumns, TableRows

if TYPE_CHECKING:
    from postprod_xl.engines.calc.books.book import Book
    from postprod_xl.engines.calc.ranges.range import Range
    from postprod_xl.engines.calc.sheets.sheet import Sheet

# First arguments of SUBTOTAL: hidden rows left out.
SUM_SHOWN, COUNT_SHOWN = 109, 103
NAME = re.compile(r"[^\W\d][\w.]*")
DEFAULT_STYLE = "TableStyleMedium2"
NO_STYLES = "LibreOffice Calc keeps no table style"
REFUSED = "{sheet} — tableau « {name} » refusé : un nom libre, sans espace, est attendu."
SAME_TOP = (
    "{sheet} — tableau « {name} » : la première ligne ne peut pas changer, la ligne {row} est attendue."
)
OVERLAP = "{sheet} — un tableau occupe déjà ces cellules (« {name} ») : des cellules libres sont attendues."


class Table(base_classes.Table):
    """One table; ``xl`` is its UNO database range."""

    def __init__(self, sheet: Sheet, database_range: Any) -> None:
        self.sheet = sheet
        self.xl = database_range

    @property
    def parent(self) -> Sheet:
        return self.sheet

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def name(self) -> str:
        return self.xl.Name

    @name.setter
    def name(self, value: str) -> None:
        if value.lower() != self.name.lower():
            _check_name(self.sheet, value)
        if value != self.name:
            refuse_used(self.sheet.book, self.name)
            self.xl.setName(value)

    @property
    def display_name(self) -> str:
        return self.name

    @display_name.setter
    def display_name(self, value: str) -> None:
        self.name = value

    @property
    def box(self) -> Box:
        """The rectangle of the table, headings and totals included."""
        return box_at(self.xl.DataArea)

    @property
    def range(self) -> Range:
        return self.cells(self.box)

    @property
    def header_row_range(self) -> Range | None:
        box = self.box
        return self.cells(box._replace(last_row=box.row)) if self.show_headers else None

    @property
    def body_box(self) -> Box:
        """The rectangle of the rows between headings and totals."""
        box = self.box
        return box._replace(row=box.row + self.show_headers, last_row=box.last_row - self.show_totals)

    @property
    def data_body_range(self) -> Range | None:
        body = self.body_box
        return self.cells(body) if body.row <= body.last_row else None

    @property
    def totals_row_range(self) -> Range | None:
        return self.cells(self._totals_box) if self.show_totals else None

    @property
    def _totals_box(self) -> Box:
        box = self.box
        return box._replace(row=box.last_row)

    @property
    def insert_row_range(self) -> Range | None:
        """The single blank row of an empty table."""
        body = self.data_body_range
        if body is None or body.shape[0] > 1 or any(body.xl.getDataArray()[0]):
            return None
        return body

    @property
    def show_headers(self) -> bool:
        return self.xl.ContainsHeader

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        if bool(value) != self.show_headers:
            raise NotImplementedError("LibreOffice Calc forgets the headings of a table that hides them")

    @property
    def show_totals(self) -> bool:
        return self.xl.TotalsRow

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        if bool(value) and not self.show_totals:
            self._add_totals()
        elif not value and self.show_totals:
            self._remove_totals()

    @property
    def show_autofilter(self) -> bool:
        return self.xl.AutoFilter

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.xl.AutoFilter = bool(value)

    def resize(self, cells: Any) -> None:
        self._resize(box_of(cells.api))

    def sort(self, keys: list[int], ascending: list[bool]) -> None:
        body = self.data_body_range
        if body is not None:
            body.sort(keys, ascending, False)

    @property
    def rows(self) -> TableRows:
        return TableRows(self)

    @property
    def columns(self) -> TableColumns:
        return TableColumns(self)

    @property
    def autofilter(self) -> Any:
        raise NotImplementedError("the criteria of a table's filter")

    @property
    def table_style(self) -> str:
        raise NotImplementedError(NO_STYLES)

    @table_style.setter
    def table_style(self, value: str) -> None:
        raise NotImplementedError(NO_STYLES)

    def _resize(self, box: Box) -> None:
        """Move the database range; the headings stay on their row, as in Excel."""
        if box.row != self.box.row:
            raise ValueError(SAME_TOP.format(sheet=self.sheet.name, name=self.name, row=self.box.row + 1))
        self.set_area(box)

    def set_area(self, box: Box) -> None:
        """Set the rectangle of the table, and name the columns without heading."""
        self.xl.setDataArea(cells_at(self.sheet, box).getRangeAddress())
        _fill_headings(self)

    def cells(self, box: Box) -> Range:
        """The range of a rectangle of the table's sheet."""
        return self.sheet.block(box)

    def _add_totals(self) -> None:
        """A row below the last one, labelled, with the sum (or the count) of the last column, as Excel's."""
        box = self.box
        row = self.cells(box._replace(row=box.last_row + 1, last_row=box.last_row + 1))
        if any(row.xl.getFormulaArray()[0]):
            row.insert("down")
        self.set_area(box._replace(last_row=box.last_row + 1))
        self.xl.TotalsRow = True
        cells = self.cells(self._totals_box).xl
        cells.getCellByPosition(0, 0).setString("Total")
        cells.getCellByPosition(box.width - 1, 0).setFormula(self._total_of_last_column())

    def _total_of_last_column(self) -> str:
        body = self.cells(self.body_box).xl
        last = body.getCellRangeByPosition(self.box.width - 1, 0, self.box.width - 1, self.box.height - 3)
        numbers = all(isinstance(row[0], float) for row in last.getDataArray())
        return f"=SUBTOTAL({SUM_SHOWN if numbers else COUNT_SHOWN};{last.AbsoluteName.replace('$', '')})"

    def _remove_totals(self) -> None:
        box = self.box
        self.cells(self._totals_box).clear_contents()
        self.xl.TotalsRow = False
        self.set_area(box._replace(last_row=box.last_row - 1))


class TableListing:
    """The tables of all the sheets of a book, listed once: Calc keeps them together, and reading each costs calls.

    One listing serves a whole iteration over the sheets, as long as tables and sheets keep their names and tables
    their sheets; once closed, it is rebuilt at each use.

    Parameters
    ----------
    book
        The engine's Book.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._open = True
        self._names: tuple[Any, ...] = ()
        self._ranges: list[tuple[int, Any]] = []

    def close(self) -> None:
        """End of the iteration over the sheets."""
        self._open = False

    def on(self, sheet_index: int) -> list[Any]:
        """The UNO database ranges on a sheet, counted from 0, from top to bottom, then from left to right."""
        names = self._book.database_ranges.ElementNames, self._book.spreadsheets.ElementNames
        if not self._open or names != self._names:
            self._list(names)
        placed = self._placed(sheet_index)
        if any(area.Sheet != sheet_index for area, _ in placed):
            self._list(names)
            placed = self._placed(sheet_index)
        return [found for _, found in sorted(placed, key=lambda pair: box_at(pair[0]))]

    def _list(self, names: tuple[Any, ...]) -> None:
        ranges = [self._book.database_ranges.getByName(name) for name in names[0]]
        self._ranges = [(found.DataArea.Sheet, found) for found in ranges]
        self._names = names

    def _placed(self, sheet_index: int) -> list[tuple[Any, Any]]:
        return [(found.DataArea, found) for sheet, found in self._ranges if sheet == sheet_index]


class Tables(base_classes.Tables):
    """The tables of one sheet, from top to bottom, then from left to right."""

    def __init__(self, sheet: Sheet, listing: TableListing) -> None:
        self.sheet = sheet
        self._listing = listing

    @property
    def parent(self) -> Sheet:
        return self.sheet

    @property
    def api(self) -> Any:
        return self.sheet.book.database_ranges

    def __call__(self, key: int | str) -> Table:
        if isinstance(key, int):
            return self._tables()[key - 1]
        table = self._named(key)
        if table is None:
            raise KeyError(key)
        return table

    def __len__(self) -> int:
        return len(self._tables())

    def __iter__(self) -> Iterator[Table]:
        return iter(self._tables())

    def __contains__(self, key: int | str) -> bool:
        if isinstance(key, int):
            return 1 <= key <= len(self)
        return self._named(key) is not None

    def _named(self, name: str) -> Table | None:
        """The table of that name, capitals aside, when it is on this sheet."""
        spelling = next((known for known in self.api.ElementNames if known.lower() == name.lower()), None)
        if spelling is None:
            return None
        found = self.api.getByName(spelling)
        return Table(self.sheet, found) if found.DataArea.Sheet == self.sheet.index - 1 else None

    def add(
        self,
        source_type: Any = None,
        source: Any = None,
        link_source: Any = None,
        has_headers: bool = True,
        destination: Any = None,
        table_style_name: str | None = DEFAULT_STYLE,
        name: str | None = None,
    ) -> Table:
        if any(value is not None for value in (source_type, link_source, destination)):
            raise NotImplementedError("Tables.add: source_type, link_source, destination")
        if table_style_name not in (None, DEFAULT_STYLE):
            raise NotImplementedError(NO_STYLES)
        if not has_headers:
            raise NotImplementedError("Excel inserts a row of headings, which would move what stands below")
        return self._made(name or self._next_name(), self._free_box(box_of(source.api)))

    def _tables(self) -> list[Table]:
        return [Table(self.sheet, found) for found in self._listing.on(self.sheet.index - 1)]

    def _free_box(self, box: Box) -> Box:
        """The rectangle a new table takes: a heading alone gets the blank row below it."""
        if box.height == 1:
            box = box._replace(last_row=box.row + 1)
        for table in self._tables():
            other = table.box
            apart_in_rows = box.last_row < other.row or other.last_row < box.row
            if not (apart_in_rows or box.last_column < other.column or other.last_column < box.column):
                raise ValueError(OVERLAP.format(sheet=self.sheet.name, name=table.name))
        return box

    def _made(self, name: str, box: Box) -> Table:
        address = cells_at(self.sheet, box).getRangeAddress()
        _check_name(self.sheet, name)
        self.api.addNewByName(name, address)
        table = self(name)
        table.xl.ContainsHeader = True
        table.xl.AutoFilter = True
        _fill_headings(table)
        return table

    def _next_name(self) -> str:
        taken = {name.lower() for name in self.api.ElementNames}
        number = 1
        while f"table{number}" in taken:
            number += 1
        return f"Table{number}"


def _check_name(sheet: Sheet, name: str) -> None:
    """Refuse what Excel refuses: spaces, what reads as an address, a name already taken in the book."""
    document = sheet.book.xl
    taken = {
        known.lower() for known in (*document.DatabaseRanges.ElementNames, *document.NamedRanges.ElementNames)
    }
    if not NAME.fullmatch(name) or box_of_address(name) is not None or name.lower() in taken:
        raise ValueError(REFUSED.format(sheet=sheet.name, name=name))


def _fill_headings(table: Table) -> None:
    """Make every heading a unique text, as Excel does: "Column1" for none, "a2" for a second "a"."""
    headings = table.header_row_range
    if headings is None:
        return
    known = headings.xl.getDataArray()[0]
    texts = [
        text if isinstance(text, str) else headings.xl.getCellByPosition(position, 0).getString()
        for position, text in enumerate(known)
    ]
    used: set[str] = set()
    for position, text in enumerate(texts):
        heading = _free_heading(text, used, {other.lower() for other in texts})
        used.add(heading.lower())
        if heading != known[position]:
            headings.xl.getCellByPosition(position, 0).setString(heading)


def _free_heading(text: str, used: set[str], wanted: set[str]) -> str:
    """The heading itself, or the first numbered variant that no column has or wants."""
    if text and text.lower() not in used:
        return text
    stem, number = (text, 2) if text else ("Column", 1)
    while f"{stem}{number}".lower() in used | wanted:
        number += 1
    return f"{stem}{number}"
