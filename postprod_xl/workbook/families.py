"""Which optional families of tabs a workbook has: known by their tables, not by a title or a name that people give."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from postprod_xl.schema.drawn_tabs import DRAWN_TABS, DrawnTab
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables import TABLES, tables_of
from postprod_xl.schema.units import folded

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.tables.places import TablePlace

_SHARE = 0.6
"""How many of the headings that a table came with make a table of its name ours."""


def is_ours(table: Table, place: TablePlace) -> bool:
    """Whether an Excel table of a workbook has the name of one of ours, and most of its headings."""
    if folded(table.name) != folded(place.name):
        return False
    held = set(map(folded, place.headings))
    return len(held.intersection(map(folded, table.first_headings))) >= _SHARE * len(table.first_headings)


def families_in(found: Mapping[str, TablePlace]) -> set[str]:
    """The families of tabs of a workbook: that of every workbook, and each optional one of which it has a table.

    A person's own table may be called `Sources` or `Flux`: it is no tab of ours without our headings.

    Parameters
    ----------
    found
        Its tables as they are spelled in it.
    """
    places = {folded(place.name): place for place in found.values()}
    return {
        "",
        *(
            table.family
            for table in TABLES
            if table.family and (place := places.get(folded(table.name))) and is_ours(table, place)
        ),
    }


def drawn_tabs_of(families: Collection[str]) -> list[DrawnTab]:
    """The drawn tabs of some families, in tab order."""
    return [tab for tab in DRAWN_TABS if tab.family in families]


def tab_titles_of(families: Collection[str]) -> set[str]:
    """The titles that the tabs of some families have in a new workbook."""
    return {*(table.tab for table in tables_of(*families)), *(tab.title for tab in drawn_tabs_of(families))}
