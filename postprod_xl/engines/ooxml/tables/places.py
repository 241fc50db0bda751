"""Where the tables of a workbook are: tabs, ranges and headings, read from its small XML parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postprod_xl.engines.ooxml.addresses import Area, column_letters
from postprod_xl.engines.ooxml.errors import CannotEdit, UnusableFile
from postprod_xl.engines.ooxml.escapes import decoded_escapes

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class SheetInfo:
    """A tab: its title, the part that holds it and its state (``visible``, ``hidden`` or ``veryHidden``)."""

    title: str
    part: str
    state: str


@dataclass(frozen=True)
class TablePlace:
    """Where one table stands; rows and columns are Excel's, counted from 1.

    ``last_row`` is the last data row of the declared range: the totals row, when there is one, is the next.
    """

    name: str
    sheet: str
    sheet_part: str
    table_part: str
    first_column: int
    header_row: int
    last_row: int
    has_totals: bool
    headings: tuple[str, ...]
    has_header: bool = True

    @property
    def first_row(self) -> int:
        """First data row."""
        return self.header_row + 1

    @property
    def last_column(self) -> int:
        """Last column of the table."""
        return self.first_column + len(self.headings) - 1

    @property
    def end_row(self) -> int:
        """Last row of the whole table, totals included."""
        return self.last_row + self.has_totals

    @property
    def area(self) -> Area:
        """The whole table: its headings, its data and its totals."""
        return Area(self.first_column, self.header_row, self.last_column, self.end_row)

    @property
    def data(self) -> Area:
        """The data rows, in all the columns."""
        return Area(self.first_column, self.first_row, self.last_column, self.last_row)

    def column_of(self, heading: str) -> int:
        """Give the column of a heading.

        Raises
        ------
        KeyError
            The table has no such heading.
        """
        if heading not in self.headings:
            raise KeyError(f"{self.name}[{heading}]")
        return self.first_column + self.headings.index(heading)

    def cell(self, row: int, heading: str) -> str:
        """Give the address of a cell, such as ``B4``."""
        return f"{column_letters(self.column_of(heading))}{row}"


def sheets(package: Package) -> list[SheetInfo]:
    """List the worksheets in tab order; chart sheets and macro sheets are left out."""
    part = package.workbook_part
    worksheets = {
        relation.id: relation.target
        for relation in package.relationships(part)
        if relation.type.endswith("/worksheet")
    }
    return [
        SheetInfo(sheet.get("name", ""), worksheets[sheet.get(_RELATION_ID)], sheet.get("state", "visible"))
        for sheet in package.parse_xml(part).iter("{*}sheet")
        if sheet.get(_RELATION_ID) in worksheets
    ]


def tab_titles(package: Package) -> frozenset[str]:
    """Titles of the tabs that the workbook lists."""
    listed = package.parse_xml(package.workbook_part).iter("{*}sheet")
    return frozenset(sheet.get("name", "") for sheet in listed)


def tabs_without_content(package: Package) -> list[str]:
    """Titles of the tabs whose part the workbook lists and does not hold, or does not say where."""
    part = package.workbook_part
    held = {relation.id for relation in package.relationships(part) if relation.target in package}
    listed = package.parse_xml(part).iter("{*}sheet")
    return [sheet.get("name", "") for sheet in listed if sheet.get(_RELATION_ID) not in held]


DAYS_TO_1904 = 1_462
"""From the origin of one calendar to the other's."""


def date1904(package: Package) -> bool:
    """Tell whether dates are counted from 1904 instead of 1900."""
    properties = package.parse_xml(package.workbook_part).find("{*}workbookPr")
    return properties is not None and properties.get("date1904") in ("1", "true")


def one_line_heading(text: str) -> str:
    """Give a heading as it is written, on one line.

    >>> one_line_heading("Vendu_x000a_  (h) ")
    'Vendu (h)'
    """
    return " ".join(decoded_escapes(text).split())


def find_tables(
    package: Package, read_heading: Callable[[str], str] = one_line_heading
) -> dict[str, TablePlace]:
    """Find every table of the workbook.

    Parameters
    ----------
    package
        The workbook.
    read_heading
        What to make of the name that the file gives a column.

    Returns
    -------
    dict
        Places by table name, in tab order, the name's case kept; see `table_named`.

    Raises
    ------
    UnusableFile
        Two tables have one name, letter case aside; the line names both tabs.
    """
    return by_name(_all_tables(package, read_heading))


def by_name(places: Iterable[TablePlace]) -> dict[str, TablePlace]:
    """Give places by table name, in their order; same error as `find_tables`."""
    found: dict[str, TablePlace] = {}
    for place in places:
        twin = table_named(found, place.name)
        if twin is not None:
            raise UnusableFile(
                f"{place.sheet} — deux tableaux s'appellent « {place.name} » (onglets « {twin.sheet} » et "
                f"« {place.sheet} ») ; renommez ou supprimez l'un des deux."
            )
        found[place.name] = place
    return found


def table_named(places: dict[str, TablePlace], name: str) -> TablePlace | None:
    """Look a table up as Excel does, whatever the letter case."""
    if name in places:
        return places[name]
    folded = name.casefold()
    return next((place for key, place in places.items() if key.casefold() == folded), None)


def _all_tables(package: Package, read_heading: Callable[[str], str]) -> Iterator[TablePlace]:
    for sheet in sheets(package):
        for relation in package.relationships(sheet.part):
            if relation.type.endswith("/table"):
                yield _place(sheet, relation.target, package.parse_xml(relation.target), read_heading)


def _place(sheet: SheetInfo, part: str, table: Any, read_heading: Callable[[str], str]) -> TablePlace:
    name = table.get("displayName") or table.get("name") or ""
    headings = tuple(read_heading(column.get("name", "")) for column in table.iter("{*}tableColumn"))
    area = Area.parse(table.get("ref", ""))
    if not name or area is None or not area.is_within_sheet or area.width != len(headings):
        raise CannotEdit(
            f"{sheet.title} — plage « {table.get('ref', '')} » du tableau « {name} » illisible : ouvrez le classeur "
            "dans Excel, laissez-le réparer ce tableau, puis enregistrez."
        )
    has_header = table.get("headerRowCount", "1") != "0"
    has_totals = table.get("totalsRowCount", "0") != "0"
    return TablePlace(
        name=name,
        sheet=sheet.title,
        sheet_part=sheet.part,
        table_part=part,
        first_column=area.first_column,
        header_row=area.first_row if has_header else area.first_row - 1,
        last_row=area.last_row - has_totals,
        has_totals=has_totals,
        headings=headings,
        has_header=has_header,
    )
