"""The version of a workbook: the mark by which it says it, what stands in for a lost one, what it has not yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.parts.tabs import TabList
from postprod_xl.schema.drawn_tabs import DrawnTab
from postprod_xl.schema.settings.house import SETTINGS
from postprod_xl.schema.settings.setting import Setting
from postprod_xl.schema.table import Column, Table
from postprod_xl.schema.tables import TABLES, families_among, tables_of
from postprod_xl.schema.units import folded
from postprod_xl.schema.versions import (
    CURRENT,
    FIRST,
    LATER_REMEDY,
    is_from_later,
    is_later,
    is_version,
    later_text,
    numbers_of,
    plain_mark,
)
from postprod_xl.workbook.families import drawn_tabs_of, families_in

if TYPE_CHECKING:
    from xlwings import Book

    from postprod_xl.engines.ooxml.parts.package import Package
    from postprod_xl.engines.ooxml.tables.places import TablePlace

MARK = "VersionDuClasseur"
"""The workbook's name that holds its version as a text: no row of a table carries it into another workbook."""
OWN = " (à vous)"
"""What is added, in memory alone, to a heading or a table of a person's that a later version gives to one of ours."""


class FromLaterProgram(UnusableFile):
    """A workbook that a later program wrote; the line names both versions."""


@dataclass(frozen=True)
class Additions:
    """What a workbook of an earlier version has not yet.

    Parameters
    ----------
    columns
        By table, in the order of the declarations.
    tables
        Tables that come with their tab.
    drawn
        Tabs drawn whole.
    settings
        Rows of `Parametres`.
    """

    columns: Mapping[str, tuple[Column, ...]]
    tables: tuple[Table, ...]
    drawn: tuple[DrawnTab, ...]
    settings: tuple[Setting, ...]

    def __bool__(self) -> bool:
        return bool(self.columns or self.tables or self.drawn or self.settings)

    @property
    def column_count(self) -> int:
        return sum(map(len, self.columns.values()))

    @property
    def tabs(self) -> list[str]:
        """Titles of the tabs, in the order of the declarations."""
        return [*dict.fromkeys(table.tab for table in self.tables), *(tab.title for tab in self.drawn)]


def mark_text(version: str) -> str:
    """What the name of the mark refers to, as a formula without its equals sign."""
    return f'"{version}"'


def marked_in(package: Package) -> str | None:
    """What the mark of a workbook's file says, whatever it is; None without a mark."""
    mark = TabList(package).workbook_names().get(MARK.casefold())
    return None if mark is None else plain_mark(mark.text or "")


def marked_live(book: Book) -> str | None:
    """What the mark of an open workbook says, whatever it is; None without a mark."""
    return plain_mark(book.names[MARK].refers_to or "") if MARK in book.names else None


def refuse_later(name: str, mark: str | None) -> None:
    """Refuse a workbook that a later program wrote: what this one does not know in it could be lost.

    Raises
    ------
    FromLaterProgram
        The line names the workbook and both versions.
    """
    if is_from_later(mark):
        raise FromLaterProgram(f"{name} — {later_text(mark)} : {LATER_REMEDY}, puis recommencez.")


def version_of(
    mark: str | None,
    found: Mapping[str, TablePlace],
    setting_names: Callable[[], Collection[str] | None] = lambda: None,
) -> str:
    """The version of a workbook.

    Parameters
    ----------
    mark
        What its mark says. Without any, or when it is no version, the workbook is of the latest version whose every
        column, tab and setting it holds: a program that drops names cannot make it look older than it is, and a
        column that a person gave a heading to come cannot make it look later.
    found
        Its tables, as they are spelled in it.
    setting_names
        Gives the names of its settings, None when they cannot be read; asked only where the columns are not enough.
    """
    if mark is not None and is_version(mark):
        return mark
    families = families_in(found)
    known = {folded(table.name) for table in tables_of(*families)}
    held = {
        name: {folded(heading) for heading in place.headings}
        for place in found.values()
        if (name := folded(place.name)) in known
    }
    versions = sorted({FIRST, CURRENT, *_declared_versions()}, key=numbers_of, reverse=True)
    whole = [version for version in versions if version == FIRST or _holds(held, version)]
    names = setting_names() if len(whole) > 1 else None
    if names is None:
        return whole[0]
    return next(version for version in whole if version == FIRST or _has_settings(names, version))


def _declared_versions() -> Iterator[str]:
    for table in TABLES:
        yield table.since
        yield from (column.since for column in table.columns)


def _holds(held: Mapping[str, set[str]], version: str) -> bool:
    """Whether a workbook holds every table and every column that came with a version or before it."""
    for table in TABLES:
        headings = held.get(folded(table.name))
        if headings is None:
            if table.came_after(FIRST) and not table.came_after(version) and not table.family:
                return False
            continue
        later = (column for column in table.columns if column.came_after(FIRST))
        due = (folded(column.heading) for column in later if not column.came_after(version))
        if not headings.issuperset(due):
            return False
    return True


def _has_settings(names: Collection[str], version: str) -> bool:
    """Whether a workbook holds every setting that came with a version or before it, but after the first."""
    held = set(map(folded, names))
    later = (setting for setting in SETTINGS if is_later(setting.since, FIRST))
    return held.issuperset(folded(setting.name) for setting in later if not is_later(setting.since, version))


def lacking(declared: Mapping[str, TablePlace], version: str) -> Additions:
    """What a workbook of a version has not yet, of what this program writes.

    Parameters
    ----------
    declared
        Its tables, as `declared_places` gives them. An optional family of tabs of which it has none is not missed.
    version
        Its version.
    """
    families = families_among(declared)
    columns = {
        table.name: later
        for table in TABLES
        if table.name in declared
        if (
            later := tuple(
                column
                for column in table.columns
                if column.came_after(version) and column.heading not in declared[table.name].headings
            )
        )
    }
    tables = (
        table
        for table in TABLES
        if table.came_after(version) and table.name not in declared and table.family in families
    )
    drawn = (tab for tab in drawn_tabs_of(families) if is_later(tab.since, version))
    settings = (setting for setting in SETTINGS if is_later(setting.since, version))
    return Additions(columns, tuple(tables), tuple(drawn), tuple(settings))


def set_apart(table: Table, place: TablePlace, version: str) -> TablePlace:
    """The place of one of our tables, the columns set apart that a person named as those of a later version."""
    later = {column.heading for column in table.columns if column.came_after(version)}
    if later.isdisjoint(place.headings):
        return place
    headings = tuple(f"{heading}{OWN}" if heading in later else heading for heading in place.headings)
    return replace(place, headings=headings)


def own_columns(declared: Mapping[str, TablePlace], tables: Iterable[Table]) -> list[tuple[Table, Column]]:
    """The columns of a later version whose heading a person has given to a column of their own."""
    return [
        (table, column)
        for table in tables
        if table.name in declared
        for column in table.columns
        if f"{column.heading}{OWN}" in declared[table.name].headings
    ]
