"""Where the tables of a workbook stand, their headings as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from postprod_xl.engines.ooxml.escapes import decoded_escapes
from postprod_xl.engines.ooxml.tables import places
from postprod_xl.schema.cells.characters import cleaned

if TYPE_CHECKING:
    from postprod_xl.engines.ooxml.parts.package import Package
    from postprod_xl.engines.ooxml.tables.places import TablePlace
    from postprod_xl.schema.table import Headings


def find_tables(package: Package) -> dict[str, TablePlace]:
    """Find every table of a workbook's file, by name, with `plain_heading` headings; see `places.find_tables`."""
    return places.find_tables(package, plain_heading)


def headings_of(tables: Mapping[str, TablePlace]) -> Headings:
    """The headings of each table of a workbook, by name."""
    return {name: place.headings for name, place in tables.items()}


def plain_heading(text: str) -> str:
    """Give a heading on one line, as people read it: without what no screen shows.

    >>> plain_heading("Vendu_x000a_  (h) ")
    'Vendu (h)'
    """
    return " ".join(cleaned(decoded_escapes(text)).split())
