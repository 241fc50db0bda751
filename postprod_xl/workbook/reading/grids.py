"""The sheets of a workbook of any program, as grids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from postprod_xl.documents.grid import Comment, Grid, Place
from postprod_xl.engines.ooxml.addresses import Area
from postprod_xl.engines.ooxml.errors import naming
from postprod_xl.engines.ooxml.markup import main, whole_number
from postprod_xl.engines.ooxml.parts.tabs import Tab, TabList
from postprod_xl.engines.ooxml.tables.places import date1904
from postprod_xl.workbook.reader import CELL_FAULTS

if TYPE_CHECKING:
    from lxml import etree

    from postprod_xl.engines.ooxml.parts.package import Package
    from postprod_xl.engines.ooxml.reading.sheet_cells import Sheets

_THREADED = "{*}threadedComment"
_LAST_COLUMN = 16_384


def read_grids(package: Package) -> list[Grid]:
    """The worksheets of a workbook, in the order of its tabs; chart sheets and macro sheets are left out.

    Parameters
    ----------
    package
        The workbook, of any program.

    Returns
    -------
    list of Grid
        Hidden sheets among them, and marked so.

    Raises
    ------
    UnusableFile
        A sheet, or a part that its cells need, is missing, damaged or suspect.
    """
    from postprod_xl.engines.ooxml.reading.sheet_cells import Sheets

    sheets = Sheets(package, CELL_FAULTS)
    since_1904 = date1904(package)
    with naming(package.path):
        tabs = [tab for tab in TabList(package).tabs if tab.kind == "worksheet"]
    return [_grid(package, sheets, tab, since_1904) for tab in tabs]


def _grid(package: Package, sheets: Sheets, tab: Tab, since_1904: bool) -> Grid:
    hidden_rows, hidden_columns = _hidden(package, tab.part)
    return Grid(
        tab.title,
        {place: value for place, value in sheets.cells(tab.part, tab.title).items() if value != ""},
        _comments(package, tab.part),
        hidden_rows,
        hidden_columns,
        is_hidden=tab.state in ("hidden", "veryHidden"),
        counts_from_1904=since_1904,
    )


def _hidden(package: Package, part: str) -> tuple[frozenset[int], frozenset[int]]:
    """The rows and the columns that a sheet hides."""
    if b"hidden" not in package.read(part):
        return frozenset(), frozenset()
    root = package.parse_xml(part)
    rows, columns, last = set[int](), set[int](), 0
    for row in root.iterfind(f"{main('sheetData')}/{main('row')}"):
        last = whole_number(row.get("r")) or last + 1
        if _is_true(row, "hidden"):
            rows.add(last)
    for column in root.iterfind(f"{main('cols')}/{main('col')}"):
        if _is_true(column, "hidden"):
            first, end = whole_number(column.get("min")) or 1, whole_number(column.get("max")) or 1
            columns.update(range(first, min(end, _LAST_COLUMN) + 1))
    return frozenset(rows), frozenset(columns)


def _is_true(element: etree._Element, attribute: str) -> bool:
    return element.get(attribute) in ("1", "true", "on")


def _comments(package: Package, part: str) -> dict[Place, tuple[Comment, ...]]:
    """The comments of a sheet; a discussion takes the place of the note that stands for it in older programs."""
    found: dict[Place, tuple[Comment, ...]] = {}
    related = package.relationships(part)
    for kind, read in (("/comments", _notes), ("/threadedComment", _discussions)):
        for relation in related:
            if relation.type.endswith(kind) and relation.mode == "Internal" and relation.target in package:
                at: dict[Place, list[Comment]] = {}
                for place, comment in read(package, relation.target):
                    at.setdefault(place, []).append(comment)
                found |= {place: tuple(comments) for place, comments in at.items()}
    return found


def _notes(package: Package, part: str) -> Iterator[tuple[Place, Comment]]:
    root = package.parse_xml(part)
    authors = [author.text or "" for author in root.iterfind("{*}authors/{*}author")]
    for note in root.iterfind("{*}commentList/{*}comment"):
        number = whole_number(note.get("authorId"))
        author = authors[number].strip() if number is not None and number < len(authors) else ""
        text = "".join(run.text or "" for run in note.iter("{*}t")).strip()
        if author:
            # Excel writes the name of the author in the note too.
            text = text.removeprefix(f"{author}:").strip()
        yield from _placed(note, Comment(author, text))


def _discussions(package: Package, part: str) -> Iterator[tuple[Place, Comment]]:
    people = _people(package)
    for note in package.parse_xml(part).iterfind(_THREADED):
        author = people.get(note.get("personId", ""), "")
        yield from _placed(note, Comment(author, (note.findtext("{*}text") or "").strip()))


def _placed(note: etree._Element, comment: Comment) -> Iterator[tuple[Place, Comment]]:
    area = Area.parse(note.get("ref", ""))
    if area and comment.text:
        yield (area.first_row, area.first_column), comment


def _people(package: Package) -> dict[str, str]:
    parts = [
        relation.target
        for relation in package.relationships(package.workbook_part)
        if relation.type.endswith("/person") and relation.target in package
    ]
    return {
        person.get("id", ""): person.get("displayName", "")
        for part in parts
        for person in package.parse_xml(part).iterfind("{*}person")
    }
